"""A document of three categories with paragraphs, and breakout groups that are given some of them."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from app.core.ids import uuid7
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
