"""A room of readers costs one building of the page state."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database
from app.paragraphs import page
from app.paragraphs.page import Pages, etag_of
from tests.factories import make_cast


async def test_a_hundred_readers_at_once_cost_one_building(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async with database.writing() as session:
        cast = await make_cast(session)
    built: list[UUID] = []
    build = page.build

    async def counted(session: AsyncSession, document_id: UUID) -> bytes:
        built.append(document_id)
        return await build(session, document_id)

    monkeypatch.setattr(page, "build", counted)
    pages = Pages()

    async def read() -> bytes:
        async with database.reading() as session:
            etag = await etag_of(session, cast.document_id)
            return (await pages.get(session, cast.document_id, etag)).body

    bodies = await asyncio.gather(*(read() for _ in range(100)))

    assert len(set(bodies)) == 1
    assert built == [cast.document_id]


async def test_only_the_last_page_states_are_kept(database: Database) -> None:
    async with database.writing() as session:
        cast = await make_cast(session)
    pages = Pages(kept=2)

    async with database.reading() as session:
        first = await pages.get(session, cast.document_id, "one")
        await pages.get(session, cast.document_id, "two")
        assert await pages.get(session, cast.document_id, "one") is first
        await pages.get(session, cast.document_id, "three")
        assert await pages.get(session, cast.document_id, "one") is first
        second = await pages.get(session, cast.document_id, "two")

    assert second.etag == "two"
    assert len(pages._pages) == 2
