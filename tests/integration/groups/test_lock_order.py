"""Commands of a group beside commands of its documents: one lock order, so that neither waits for the other (E20)."""

import asyncio

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.core.actor import Actor
from app.core.database import Database
from app.documents import service as documents
from app.groups import service as groups
from tests.conftest import POSTGRESQL
from tests.factories import Cast
from tests.live import until

WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


async def _somebody_waits(database: Database) -> bool:
    async with database.reading() as session:
        return bool(await session.scalar(WAITING))


@pytest.mark.parametrize("backend", [POSTGRESQL])
async def test_a_meeting_is_opened_beside_a_document_that_is_written_twice(app: FastAPI, cast: Cast) -> None:
    # The second writing of a row in one transaction looks at the rows that it refers to: the group's.
    database: Database = app.state.database
    chair = Actor(cast.people["chair"], "Chair")
    async with database.writing() as session:
        meeting = await groups.add_meeting(session, chair, cast.group_id, 1, {"title": "First meeting"})

    async def open_meeting() -> None:
        async with database.writing() as session:
            await groups.open_meeting(session, chair, meeting.id)

    async with database.writing() as session:
        document = await documents.lock_document(session, cast.document_id)
        document.title = "Another title"
        await session.flush()
        opening = asyncio.create_task(open_meeting())
        await until(lambda: _somebody_waits(database), "the opening to wait for the document")
        document.event_number += 1
        await session.flush()
    await asyncio.wait_for(opening, 20)
    async with database.reading() as session:
        current = await groups.current_meeting(session, cast.group_id)
        assert current is not None
        assert current.id == meeting.id
