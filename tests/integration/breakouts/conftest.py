"""A document of three categories with paragraphs, and breakout groups that are given some of them."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pycrdt
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select

from app.core.ids import uuid7
from app.texts.authorship import Author
from app.texts.log import state_of
from app.texts.merging import enter_runs
from app.texts.models import Text
from app.texts.service import merged
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


def item_of(item: dict[str, Any], **wanted: Any) -> dict[str, Any]:
    """What is decided about an item of the comparison: by default it is taken as it is."""
    there = item["plenary_words"]
    return {
        "paragraph": item["paragraph"],
        "plenary_hash": there["content_hash"] if there else None,
        "group_hash": item["group_words"]["content_hash"],
        "take": "taken",
    } | wanted


class Group:
    """A breakout group at work: what its members do in its text, by the addresses of paragraphs."""

    def __init__(self, app: FastAPI, client_as: ClientAs, made: dict[str, Any]) -> None:
        self.app = app
        self.client_as = client_as
        self.id, self.copy = made["id"], made["copy"]

    async def paragraphs(self) -> dict[str, dict[str, Any]]:
        page = await page_of(await self.client_as("member"), self.copy)
        return {one["address"]: one for one in page["paragraphs"]}

    async def say(self, address: str, words: str, by: UUID | None = None) -> None:
        await say(self.app, (await self.paragraphs())[address]["text"], words, by)

    async def add(self, words: str, *, after: str | None, level: int = 0) -> str:
        member = await self.client_as("member")
        page = await page_of(member, self.copy)
        new = {
            "id": str(uuid7()),
            "text": str(uuid7()),
            "category": page["categories"][0]["id"],
            "after": after,
            "level": level,
            "runs": [{"insert": words}],
        }
        answer = await member.post(f"/api/documents/{self.copy}/paragraphs", json=new)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def split(self, address: str, at: int) -> None:
        one = (await self.paragraphs())[address]
        answer = await self.split_there(await self.client_as("member"), one["id"], one["text"], at)
        assert answer.status_code == 201, answer.text

    async def split_there(self, client: AsyncClient, paragraph_id: Any, text_id: Any, at: int) -> Any:
        async with self.app.state.database.reading() as session:
            state = await (await session.connection()).run_sync(state_of, UUID(str(text_id)))
        text = merged(state.update, ()).get("words", type=pycrdt.Text)
        at = min(at, len(str(text)) - 1)
        place = b64encode(text.sticky_index(max(at, 0), pycrdt.Assoc.AFTER).encode()).decode()
        given = {"id": str(uuid7()), "text": str(uuid7()), "at": place}
        return await client.post(f"/api/paragraphs/{paragraph_id}/split", json=given)

    async def report(self) -> None:
        convener = await self.client_as("other_member")
        answer = await convener.post(f"/api/breakouts/{self.id}/report", json={"report": "Done."})
        assert answer.status_code == 200, answer.text

    async def read(self, client: AsyncClient) -> dict[str, Any]:
        read: dict[str, Any] = (await client.get(f"/api/breakouts/{self.id}")).json()
        return read

    async def items(self, client: AsyncClient) -> dict[str, dict[str, Any]]:
        answer = await client.get(f"/api/breakouts/{self.id}/comparison")
        assert answer.status_code == 200, answer.text
        return {item["address"]: item for item in answer.json()["items"]}

    async def endorse(self, client: AsyncClient, items: list[dict[str, Any]]) -> Any:
        return await client.post(f"/api/breakouts/{self.id}/endorse", json={"items": items})


@pytest.fixture
async def group(app: FastAPI, client_as: ClientAs, set_up: SetUp) -> Group:
    return Group(app, client_as, await set_up())
