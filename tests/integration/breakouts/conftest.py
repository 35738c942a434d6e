"""A document of three categories with paragraphs, and breakout groups that are given some of them."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select

from app.core.ids import uuid7
from app.texts.authorship import Author
from app.texts.merging import enter_runs
from app.texts.models import Text
from tests.factories import Cast

ClientAs = Callable[[str], Awaitable[AsyncClient]]
SetUp = Callable[..., Awaitable[dict[str, Any]]]


def terms(cast: Cast, **given: Any) -> dict[str, Any]:
    """What the chair asks for: by default category A for Hungary's people, convened by `other_member`."""
    return {
        "id": str(uuid7()),
        "name": "Implementation",
        "task": "Separate recommendations from statements.",
        "openness": "participants",
        "conveners": [str(cast.people["other_member"])],
        "delegations": [str(cast.delegations["Hungary"])],
        "categories": [str(cast.categories[0])],
    } | given


@pytest.fixture
def set_up(client_as: ClientAs, cast: Cast) -> SetUp:
    """`await set_up()`: a breakout group, as the chair sets one up."""

    async def make(**given: Any) -> dict[str, Any]:
        chair = await client_as("chair")
        answer = await chair.post(f"/api/documents/{cast.document_id}/breakouts", json=terms(cast, **given))
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    return make


async def page_of(client: AsyncClient, document_id: UUID | str) -> dict[str, Any]:
    answer = await client.get(f"/api/documents/{document_id}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def say(app: FastAPI, text_id: UUID | str, words: str, by: UUID | None = None) -> None:
    """Make a text say these words, as if somebody had typed them."""
    async with app.state.database.writing() as session:
        locked = select(Text).where(Text.id == UUID(str(text_id))).with_for_update()
        text = (await session.scalars(locked)).one()
        await enter_runs(session, text, [{"insert": words}], Author(by, None))


async def words_in(client: AsyncClient, document_id: UUID | str) -> dict[str, str]:
    """Words by address, of what is not withdrawn."""
    page = await page_of(client, document_id)
    return {one["address"]: one["words"] for one in page["paragraphs"] if not one["withdrawn"]}
