"""A served application with a meeting, and ways to make a past."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import pycrdt
import pytest
from fastapi import FastAPI
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database
from app.groups.models import Meeting
from app.texts.models import Text, TextUpdate
from app.texts.runs import ROOT
from app.texts.service import merged
from tests.factories import Cast
from tests.serving import Live, live_on

Step = tuple[datetime, UUID | None, UUID | None, str]  # when, who, for whom, and what the words then are


@pytest.fixture
async def live(app: FastAPI, cast: Cast) -> AsyncIterator[Live]:
    database: Database = app.state.database
    async with database.writing() as session:
        session.add(Meeting(group_id=cast.group_id, number=1, title="First meeting", is_current=True))
    async with live_on(app, cast) as served:
        yield served


async def type_words(session: AsyncSession, text_id: UUID, steps: Sequence[Step]) -> None:
    """Write into the log what people typed at those times; nobody has the text open."""
    text = await session.get_one(Text, text_id)
    ydoc = merged(text.checkpoint, ())
    words = ydoc.get(ROOT, type=pycrdt.Text)
    rows: list[dict[str, Any]] = []
    for at, person, delegation, wanted in steps:
        made: list[bytes] = []
        subscription = ydoc.observe(lambda event, made=made: made.append(bytes(event.update)))
        present = str(words)
        same = next((i for i, (a, b) in enumerate(zip(present, wanted, strict=False)) if a != b), None)
        place = min(len(present), len(wanted)) if same is None else same
        at_byte = len(present[:place].encode())
        with ydoc.transaction():
            if len(present) > place:
                del words[at_byte : len(present.encode())]
            if len(wanted) > place:
                words.insert(at_byte, wanted[place:])
        ydoc.unobserve(subscription)
        for update in made:
            text.seq += 1
            rows.append(
                {
                    "text_id": text_id,
                    "seq": text.seq,
                    "payload": update,
                    "person_id": person,
                    "delegation_id": delegation,
                    "at": at,
                }
            )
        text.changed_at = at
    await session.execute(insert(TextUpdate), rows)
