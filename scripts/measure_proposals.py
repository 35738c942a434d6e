"""Measure the list of proposals of a large document: many of them on the imported draft of 535 paragraphs.

    .venv/bin/python scripts/measure_proposals.py [--proposals 300] [--times 20]

In one process, over HTTP without a network. Prints milliseconds: the first list, lists after that, lists while words
change, an unchanged list (304), a preview, accepting.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any

from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient

sys.path.insert(0, str(Path(__file__).parents[1]))
from app.core.ids import uuid7
from app.core.migrations import migrate
from app.core.settings import Settings
from app.main import create_app
from tests.factories import make_cast

PARIS = Path(__file__).parents[1] / "tests/fixtures/paris-draft-2015-10-23.json"


async def timed(call: Callable[[], Awaitable[Any]], times: int) -> tuple[float, float, Any]:
    """Median and longest milliseconds, and the last answer."""
    took, answer = [], None
    for _ in range(times):
        began = time.perf_counter()
        answer = await call()
        took.append((time.perf_counter() - began) * 1000)
    return median(took), max(took), answer


async def run(args: argparse.Namespace) -> None:
    """Import, propose, measure."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/concord.db"
        migrate(url)
        settings = Settings(database_url=url, data_dir=Path(folder), public_url="http://test", log_level="warning")
        app = create_app(settings)
        async with LifespanManager(app, startup_timeout=20, shutdown_timeout=20):
            async with app.state.database.writing() as session:
                cast = await make_cast(session)

            def client(role: str) -> AsyncClient:
                headers = {"Authorization": f"Bearer {cast.tokens[role]}"}
                return AsyncClient(
                    transport=ASGITransport(app=app), base_url="http://test", headers=headers, timeout=60
                )

            secretariat, member, chair = client("secretariat"), client("member"), client("chair")
            imported = await secretariat.post(
                f"/api/groups/{cast.group_id}/imports?format=unfccc&title=Paris", content=PARIS.read_bytes()
            )
            document = imported.json()["document"]
            page = (await member.get(f"/api/documents/{document}")).json()
            made = await propose(member, document, page, args.proposals)
            await measure(member, chair, document, made, args.times)


async def propose(member: AsyncClient, document: str, page: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """Changes of a word or two, all tabled, on paragraphs all over the document."""
    choice = random.Random(1)  # noqa: S311
    places = [one for one in page["paragraphs"] if len(one["words"]) > 40]
    made = []
    for number in range(count):
        paragraph = choice.choice(places)
        words = paragraph["words"].split(" ")
        words[choice.randrange(len(words))] = f"proposed{number}"
        body = {
            "id": str(uuid7()),
            "text": str(uuid7()),
            "kind": "change",
            "paragraph": paragraph["id"],
            "runs": [{"insert": " ".join(words)}],
            "table": True,
        }
        answer = await member.post(f"/api/documents/{document}/proposals", json=body)
        assert answer.status_code == 201, answer.text
        made.append(answer.json())
    return made


async def measure(
    member: AsyncClient, chair: AsyncClient, document: str, made: list[dict[str, Any]], times: int
) -> None:
    """Print what it costs."""
    url = f"/api/documents/{document}/proposals"

    async def listed() -> Any:
        return await member.get(url)

    async def page() -> Any:
        return await member.get(f"/api/documents/{document}")

    first, _, answer = await timed(listed, 1)
    print(f"{len(answer.json())} proposals, {len(answer.content) / 1024:.0f} KiB")
    print(f"first list        {first:7.1f} ms")
    middle, longest, answer = await timed(listed, times)
    print(f"list again        {middle:7.1f} ms, at most {longest:.1f}")
    etag = answer.headers["etag"]
    middle, longest, same = await timed(lambda: member.get(url, headers={"If-None-Match": etag}), times)
    assert same.status_code == 304
    print(f"unchanged (304)   {middle:7.1f} ms, at most {longest:.1f}")
    middle, longest, _ = await timed(page, times)
    print(f"the page state    {middle:7.1f} ms, at most {longest:.1f}")
    previews, accepts, after = [], [], []
    for proposal in made[:times]:
        began = time.perf_counter()
        shown = (await chair.get(f"/api/proposals/{proposal['id']}/preview")).json()
        previews.append((time.perf_counter() - began) * 1000)
        body = {"proposal_hash": shown["proposal_hash"], "paragraph_hash": shown["paragraph_hash"]}
        if shown["both_changed"]:
            body["runs"] = shown["result"]["runs"]
        began = time.perf_counter()
        accepted = await chair.post(f"/api/proposals/{proposal['id']}/accept", json=body)
        accepts.append((time.perf_counter() - began) * 1000)
        assert accepted.status_code == 200, accepted.text
        after.append((await timed(listed, 1))[0])
    print(f"preview           {median(previews):7.1f} ms, at most {max(previews):.1f}")
    print(f"accept            {median(accepts):7.1f} ms, at most {max(accepts):.1f}")
    print(f"list after each   {median(after):7.1f} ms, at most {max(after):.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--proposals", type=int, default=300)
    parser.add_argument("--times", type=int, default=20)
    asyncio.run(run(parser.parse_args()))
