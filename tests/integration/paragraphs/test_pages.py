"""A room of readers costs one building of the page state (ENGINE E23)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import orjson
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database
from app.documents.models import Document
from app.paragraphs import page
from app.paragraphs.page import FRESH_BUILDINGS, Page, Pages
from app.paragraphs.reading import paragraph_json
from app.texts.models import Text
from tests.factories import Cast, make_cast

As = Callable[[str], Awaitable[AsyncClient]]


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
async def written(database: Database) -> Cast:
    async with database.writing() as session:
        return await make_cast(session)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(page, "time", clock)
    return clock


@pytest.fixture
async def made(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[str]]:
    """The ids of the paragraphs whose JSON was made, in order."""
    made: list[str] = []

    def noted(row: Any, *more: Any) -> dict[str, Any]:
        made.append(str(row.id))
        return paragraph_json(row, *more)

    monkeypatch.setattr("app.paragraphs.page.paragraph_json", noted)
    yield made


async def type_into(database: Database, text_id: UUID, words: str) -> None:
    """New words, as a checkpoint of theirs would have them."""
    async with database.writing() as session:
        await session.execute(
            update(Text)
            .where(Text.id == text_id)
            .values(
                seq=Text.seq + 1,
                checkpoint_seq=Text.checkpoint_seq + 1,
                checkpoint_runs=orjson.dumps([{"insert": words}]).decode(),
                checkpoint_hash=f"{words:0>64}",
            )
        )


async def read(database: Database, pages: Pages, document_id: UUID) -> Page:
    async with database.reading() as session:
        return await pages.get(session, document_id)


def words_in(state: Page) -> list[str]:
    return [paragraph["words"] for paragraph in orjson.loads(state.whole.plain)["paragraphs"]]


async def test_a_hundred_readers_at_once_cost_one_building_and_no_connections(
    database: Database, written: Cast, made: list[str]
) -> None:
    pages = Pages()

    states = await asyncio.gather(*(read(database, pages, written.document_id) for _ in range(100)))

    assert len({id(state) for state in states}) == 1
    assert made == [str(id_) for id_ in written.paragraphs]


async def test_a_changed_paragraph_costs_one_fragment(database: Database, written: Cast, made: list[str]) -> None:
    pages = Pages()
    first = await read(database, pages, written.document_id)
    made.clear()
    await type_into(database, written.texts[1], "New words.")

    second = await read(database, pages, written.document_id)
    same = await read(database, pages, written.document_id)

    assert made == [str(written.paragraphs[1])]
    assert same is second
    assert words_in(second) == [words_in(first)[0], "New words.", words_in(first)[2]]


async def test_while_many_type_words_are_up_to_a_second_old_and_the_etag_is_of_what_is_served(
    database: Database, written: Cast, clock: Clock
) -> None:
    pages = Pages()
    served = []
    for number in range(FRESH_BUILDINGS + 3):
        await type_into(database, written.texts[0], f"{number}.")
        served.append(await read(database, pages, written.document_id))
        clock.now += 0.1
    last = FRESH_BUILDINGS - 1

    assert [words_in(state)[0] for state in served] == [f"{min(number, last)}." for number in range(len(served))]
    assert {state.etag for state in served[last:]} == {served[last].etag}
    assert len({state.etag for state in served}) == FRESH_BUILDINGS

    clock.now += 1.0
    state = await read(database, pages, written.document_id)
    assert words_in(state)[0] == f"{FRESH_BUILDINGS + 2}."
    assert state.etag != served[last].etag


async def test_what_a_command_did_is_never_stale(database: Database, written: Cast, clock: Clock) -> None:
    pages = Pages()
    for number in range(FRESH_BUILDINGS + 1):
        await type_into(database, written.texts[0], f"{number}.")
        await read(database, pages, written.document_id)
    async with database.writing() as session:
        await session.execute(update(Document).values(event_number=Document.event_number + 1, title="Another title"))

    state = await read(database, pages, written.document_id)

    assert orjson.loads(state.whole.plain)["title"] == "Another title"
    assert words_in(state)[0] == f"{FRESH_BUILDINGS}."


async def test_a_page_built_alone_is_the_page_from_fragments(database: Database, written: Cast) -> None:
    pages = Pages()
    await read(database, pages, written.document_id)
    await type_into(database, written.texts[1], "New words.")
    kept = orjson.loads((await read(database, pages, written.document_id)).whole.plain)

    async with database.reading() as session:
        alone = orjson.loads(await page.build(session, written.document_id))

    assert {**alone, "at": None} == {**kept, "at": None}


async def test_only_some_documents_are_kept(database: Database, written: Cast) -> None:
    pages = Pages(kept=1)
    async with database.writing() as session:
        other = await second_document(session, written)
    first = await read(database, pages, written.document_id)
    await read(database, pages, other)

    again = await read(database, pages, written.document_id)

    assert again is not first
    assert again.etag == first.etag
    assert pages.changes(written.document_id, again, "of another server") is None


async def second_document(session: AsyncSession, cast: Cast) -> UUID:
    document = Document(group_id=cast.group_id, title="Another")
    session.add(document)
    await session.flush()
    return document.id


async def changes(client: AsyncClient, cast: Cast, etag: str) -> dict[str, Any]:
    response = await client.get(f"/api/documents/{cast.document_id}", params={"since": etag.strip('"')})
    assert response.status_code == 200
    return {**response.json(), "etag": response.headers["etag"]}


async def test_since_gives_only_what_differs(app: FastAPI, cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    url = f"/api/documents/{cast.document_id}"
    before = await chair.get(url)
    etag = before.headers["etag"]
    first, second, third = (str(id_) for id_ in cast.paragraphs)

    nothing = await changes(chair, cast, etag)
    assert (nothing["since"], nothing["etag"]) == (etag.strip('"'), etag)
    assert (nothing["paragraphs"], nothing["removed"], nothing["order"]) == ([], [], None)
    assert nothing["head"] == {key: value for key, value in before.json().items() if key != "paragraphs"}

    await type_into(app.state.database, cast.texts[1], "New words.")
    typed = await changes(chair, cast, etag)
    assert [(one["id"], one["words"]) for one in typed["paragraphs"]] == [(second, "New words.")]
    assert typed["order"] is None

    await chair.post(f"/api/paragraphs/{first}/move", json={"after": third})
    moved = await changes(chair, cast, etag)
    whole = (await chair.get(url)).json()
    assert moved["order"] == [second, third, first] == [one["id"] for one in whole["paragraphs"]]
    assert moved["head"]["seq"] == 1
    by_id = {one["id"]: one for one in before.json()["paragraphs"]} | {one["id"]: one for one in moved["paragraphs"]}
    assert [by_id[id_] for id_ in moved["order"]] == whole["paragraphs"]
    assert moved["paragraphs"]

    # Each from their own: who has seen the words gets the move only.
    later = await changes(chair, cast, typed["etag"])
    assert {one["id"] for one in later["paragraphs"]} == {first, second, third}  # all have other labels now
    latest = await changes(chair, cast, moved["etag"])
    assert latest["paragraphs"] == []


async def test_since_of_an_unknown_page_state_is_answered_with_the_whole(cast: Cast, client_as: As) -> None:
    member = await client_as("member")
    url = f"/api/documents/{cast.document_id}"

    answer = await member.get(url, params={"since": "0" * 32})
    unchanged = await member.get(url, params={"since": "0" * 32}, headers={"If-None-Match": answer.headers["etag"]})

    assert len(answer.json()["paragraphs"]) == 3
    assert "since" not in answer.json()
    assert unchanged.status_code == 304


async def test_since_is_for_those_who_may_read(cast: Cast, client_as: As) -> None:
    etag = (await (await client_as("chair")).get(f"/api/documents/{cast.document_id}")).headers["etag"].strip('"')

    response = await (await client_as("stranger")).get(f"/api/documents/{cast.document_id}", params={"since": etag})

    assert response.status_code == 403
