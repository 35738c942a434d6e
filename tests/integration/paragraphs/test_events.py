"""Numbered events: every procedural change has the next number, and says what a page needs to follow it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.core.database import Database, events_of
from app.core.ids import uuid7
from app.groups.events import GroupChanged
from app.paragraphs.events import DocumentChanged
from app.paragraphs.reading import read_changes
from tests.factories import Cast

As = Callable[[str], Awaitable[AsyncClient]]


@pytest.fixture
def heard(app: FastAPI, cast: Cast) -> list[DocumentChanged]:
    events: list[DocumentChanged] = []
    app.state.database.events.subscribe(DocumentChanged, events.append)
    return events


async def told(app: FastAPI, event: DocumentChanged) -> dict[str, Any]:
    database: Database = app.state.database
    async with database.reading() as session:
        return await read_changes(session, event)


async def test_every_change_has_the_next_number_and_the_page_state_carries_the_last(
    cast: Cast, client_as: As, heard: list[DocumentChanged]
) -> None:
    chair = await client_as("chair")
    first = f"/api/paragraphs/{cast.paragraphs[0]}"
    hash_ = (await chair.get(first)).json()["content_hash"]
    body = {"id": str(uuid7()), "text": str(uuid7()), "category": str(cast.categories[0])}

    await chair.post(f"/api/documents/{cast.document_id}/paragraphs", json=body)
    await chair.post(f"{first}/move", json={"after": None, "category": str(cast.categories[1])})
    await chair.patch(first, json={"level": 1})
    await chair.put(f"{first}/status", json={"status": "agreed", "content_hash": hash_, "brackets_seen": True})
    await chair.post(f"{first}/withdraw")
    await chair.post(f"{first}/restore")
    await chair.patch(f"/api/categories/{cast.categories[0]}", json={"title": "Other"})
    await chair.patch(f"/api/documents/{cast.document_id}", json={"title": "Other"})

    assert [event.kind for event in heard] == [
        "paragraph.added",
        "paragraph.moved",
        "paragraph.changed",
        "paragraph.marked",
        "paragraph.withdrawn",
        "paragraph.restored",
        "category.changed",
        "document.changed",
    ]
    assert [event.number for event in heard] == list(range(1, 9))
    assert (await chair.get(f"/api/documents/{cast.document_id}")).json()["seq"] == 8


async def test_a_refused_command_has_no_event(cast: Cast, client_as: As, heard: list[DocumentChanged]) -> None:
    member = await client_as("member")

    await member.post(f"/api/paragraphs/{cast.paragraphs[0]}/move", json={"after": str(cast.paragraphs[2])})
    await member.patch(f"/api/categories/{cast.categories[0]}", json={"way": "closed"})

    assert heard == []


async def test_a_mark_tells_the_words_it_was_given_to_and_the_new_counts(
    app: FastAPI, cast: Cast, client_as: As, heard: list[DocumentChanged]
) -> None:
    chair = await client_as("chair")
    url = f"/api/paragraphs/{cast.paragraphs[0]}"
    hash_ = (await chair.get(url)).json()["content_hash"]
    answer = await chair.put(f"{url}/status", json={"status": "agreed", "content_hash": hash_, "brackets_seen": True})

    message = await told(app, heard[0])

    assert (message["type"], message["number"], message["kind"], message["by"]) == (
        "event",
        1,
        "paragraph.marked",
        "Chair",
    )
    [paragraph] = message["paragraphs"]
    assert paragraph["words"] == answer.json()["words"]
    assert paragraph["mark"]["decision"] == 1
    [category] = message["categories"]
    assert category["counts"]["agreed"] == 1


async def test_a_move_tells_the_place_and_the_labels_of_both_categories_without_words(
    app: FastAPI, cast: Cast, client_as: As, heard: list[DocumentChanged]
) -> None:
    chair = await client_as("chair")
    first, second, third = (str(id_) for id_ in cast.paragraphs)
    await chair.post(f"/api/paragraphs/{first}/move", json={"after": None, "category": str(cast.categories[1])})

    message = await told(app, heard[0])

    [paragraph] = message["paragraphs"]
    assert (paragraph["category"], paragraph["after"]) == (str(cast.categories[1]), None)
    assert "words" not in paragraph
    assert "runs" not in paragraph
    assert message["labels"] == {first: ["B.1", "B.1"], second: ["A.1", "A.1"], third: ["A.2", "A.2"]}
    assert len(message["categories"]) == 2


async def test_a_changed_category_comes_with_all_of_them_in_order(
    app: FastAPI, cast: Cast, client_as: As, heard: list[DocumentChanged]
) -> None:
    chair = await client_as("chair")
    await chair.patch(f"/api/categories/{cast.categories[0]}", json={"code": "Z", "after": str(cast.categories[1])})

    message = await told(app, heard[0])

    assert [category["code"] for category in message["categories"]] == ["B", "Z"]
    assert message["labels"][str(cast.paragraphs[0])] == ["Z.1", "Z.1"]


async def test_documents_follow_what_happens_to_their_group(
    app: FastAPI, cast: Cast, heard: list[DocumentChanged]
) -> None:
    database: Database = app.state.database
    async with database.writing() as session:
        await events_of(session).announce(session, GroupChanged(cast.group_id))

    assert [(event.document_id, event.number, event.kind) for event in heard] == [
        (cast.document_id, 1, "document.changed")
    ]
