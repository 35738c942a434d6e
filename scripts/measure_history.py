"""How long history takes: a text of 10,000 edits in a document of 535 paragraphs with 60 edits each.

Run it from the project's folder: `PYTHONPATH=. python scripts/measure_history.py`. It makes and serves a demonstration
group in a folder of its own.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pycrdt
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Person
from app.core.database import Database
from app.core.events import Events
from app.documents.models import Document
from app.paragraphs.models import Paragraph
from app.texts.models import Text, TextSegment, TextUpdate
from app.texts.runs import ROOT, canonical_json, words_of
from app.texts.segments import Entry, pack
from app.texts.service import merged
from tests.serving import ServerProcess

PARAGRAPHS, LONG, SHORT = 535, 10_000, 60
SEGMENT = 300
START = datetime.now(UTC) - timedelta(days=20)


def edits(state: bytes, count: int, people: Sequence[UUID], after: int) -> list[Entry]:
    """Keystrokes and deletions by several people in turn, with rests."""
    rng = random.Random(1)  # noqa: S311  (no secret: the same past each time)
    ydoc = merged(state, ())
    text = ydoc.get(ROOT, type=pycrdt.Text)
    updates: list[bytes] = []
    ydoc.observe(lambda event: updates.append(bytes(event.update)))
    entries: list[Entry] = []
    at, place, who = START, 5, people[0]
    while len(entries) < count:
        if len(entries) % 30 == 0:
            who = rng.choice(people)
            at += timedelta(minutes=rng.choice([0, 1, 3, 40]))
            place = rng.randrange(max(1, len(str(text))))
        at += timedelta(milliseconds=300)
        length = len(str(text).encode())
        place = min(place, max(length - 1, 0))
        if rng.random() < 0.52 or length < 50:
            text.insert(place, rng.choice("abcdefgh "))
            place += 1
        elif place > 0:
            del text[place - 1 : place]
            place -= 1
        entries += [
            Entry(after + number + 1, at, who, None, updates[number]) for number in range(len(entries), len(updates))
        ]
    return entries[:count]


async def write(session: AsyncSession, paragraph: Paragraph, people: Sequence[UUID], count: int, archived: int) -> None:
    """Give a paragraph's text a past."""
    text = await session.get_one(Text, paragraph.text_id)
    entries = edits(text.checkpoint, count, people, text.seq)
    old, new = entries[:archived], entries[archived:]
    for start in range(0, len(old), SEGMENT):
        part = old[start : start + SEGMENT]
        segment = TextSegment(text_id=text.id, first_seq=part[0].seq, last_seq=part[-1].seq, generation=1)
        segment.packed = pack(part)
        session.add(segment)
    ydoc = merged(text.checkpoint, [entry.payload for entry in old])
    words = words_of(ydoc)
    text.checkpoint, text.checkpoint_seq = bytes(ydoc.get_update()), old[-1].seq
    text.checkpoint_runs, text.checkpoint_hash = canonical_json(words.runs).decode(), words.hash
    rows = [
        {"text_id": text.id, "seq": one.seq, "payload": one.payload, "person_id": one.person_id, "at": one.at}
        for one in new
    ]
    await session.execute(insert(TextUpdate), rows)
    text.seq, text.changed_at = entries[-1].seq, entries[-1].at
    paragraph.created_at = START - timedelta(days=1)


async def make(folder: Path, document: str) -> UUID:
    """The pasts of all paragraphs; the first one's is long."""
    database = Database(f"sqlite:///{folder / 'concord.db'}", Events())
    async with database.writing() as session:
        people = (await session.scalars(select(Person.id).limit(6))).all()
        in_order = select(Paragraph).where(Paragraph.document_id == UUID(document)).order_by(Paragraph.position)
        paragraphs = (await session.scalars(in_order)).all()
        await session.execute(update(Document).values(created_at=START - timedelta(days=1)))
        await write(session, paragraphs[0], people, LONG, LONG - 200)
        for paragraph in paragraphs[1:]:
            await write(session, paragraph, people, SHORT, SHORT - 20)
        first = paragraphs[0].id
    await database.close()
    return first


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess(Path(folder))
        demo = await server.demo(PARAGRAPHS, 20)
        paragraph = await make(Path(folder), demo["document"])
        await server.start()
        try:
            headers = {"Authorization": f"Bearer {demo['chair_token']}"}
            async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=60) as http:
                await measure(http, f"/api/paragraphs/{paragraph}", f"/api/documents/{demo['document']}")
        finally:
            await server.terminate()


async def measure(http: httpx.AsyncClient, paragraph: str, document: str) -> None:
    async def ask(name: str, path: str) -> Any:
        took = []
        for _ in range(5):
            begun = time.perf_counter()
            answer = await http.get(path)
            took.append(round((time.perf_counter() - begun) * 1000))
            answer.raise_for_status()
        print(f"{name}: first {took[0]} ms, then {min(took[1:])} ms, {len(answer.content) // 1000} kB")
        return answer.json()

    def since(at: datetime) -> str:
        return f"{document}/changes?since={at.isoformat().replace('+00:00', 'Z')}"

    newest = await ask("the newest page", f"{paragraph}/history")
    await ask("the page before it", f"{paragraph}/history?before={newest['next']}")
    await ask("the oldest page", f"{paragraph}/history?before=40")
    await ask("comparing 100 with 9,000", f"{paragraph}/history/compare?from=100&to=9000")
    await ask("comparing 9,990 with now", f"{paragraph}/history/compare?from=9990&to=now")
    everything = await ask("what changed, all of it", since(START - timedelta(hours=1)))
    print(f"    {len(everything['paragraphs'])} paragraphs")
    await ask("what changed, nothing", since(datetime.now(UTC)))


if __name__ == "__main__":
    asyncio.run(main())
