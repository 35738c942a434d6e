"""How long the Paris draft of 535 paragraphs takes as DOCX, PDF and HTML (python scripts/measure_exports.py).

It imports the draft into a database of its own, and prints the median of several rounds. Goals: DOCX 1 s, PDF 2 s.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import orjson

from app.core.database import Database
from app.core.events import Events
from app.core.settings import Settings
from app.exchange.commands import import_offline
from app.exchange.out.choices import FileFormat
from app.exchange.out.outline import build_outline
from app.exchange.out.writing import write
from app.exchange.reading import Format, read_plan
from app.paragraphs.page import build

PARIS = Path(__file__).resolve().parents[1] / "tests/fixtures/paris-draft-2015-10-23.json"
ROUNDS = 5


async def page_state() -> bytes:
    """The draft's page state, through a database as in life."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        report = await import_offline(settings, read_plan(PARIS.read_bytes(), Format.UNFCCC, None), Format.UNFCCC, None)
        database = Database(settings.database_url, Events())
        try:
            async with database.reading() as session:
                return await build(session, UUID(report["document"]))
        finally:
            await database.close()


def median_of(act: Callable[[], object]) -> float:
    """The median of some rounds, in seconds."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def main() -> None:
    """Measure and print."""
    state = asyncio.run(page_state())
    print(f"{len(orjson.loads(state)['paragraphs'])} paragraphs, median of {ROUNDS}")
    for file_format in FileFormat:
        size = len(write(build_outline(orjson.loads(state)), file_format))
        seconds = median_of(lambda kind=file_format: write(build_outline(orjson.loads(state)), kind))  # type: ignore[misc]
        print(f"{file_format.value:5} {seconds:6.3f} s  {size // 1024:5} KiB")


if __name__ == "__main__":
    main()
