"""Documents and categories: who makes them, in which order they stand, and what is recorded."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.core.ids import uuid7
from app.documents import service
from tests.factories import Cast

As = Callable[[str], Awaitable[AsyncClient]]


async def codes(client: AsyncClient, document_id: object) -> list[str]:
    state = (await client.get(f"/api/documents/{document_id}")).json()
    return [category["code"] for category in state["categories"]]


async def record_of(client: AsyncClient, document_id: object) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = (await client.get(f"/api/documents/{document_id}/record")).json()
    return lines


async def test_the_secretariat_begins_a_document(cast: Cast, client_as: As) -> None:
    secretariat = await client_as("secretariat")
    body = {"title": " Rolling text ", "categories": [{"code": "A", "title": "First"}, {"code": "B", "way": "closed"}]}

    response = await secretariat.post(f"/api/groups/{cast.group_id}/documents", json=body)

    assert response.status_code == 201, response.text
    document = response.json()
    assert (document["title"], document["audience"], document["seq"]) == ("Rolling text", "observers", 0)
    assert [(one["code"], one["title"], one["way"]) for one in document["categories"]] == [
        ("A", "First", "anyone"),
        ("B", "", "closed"),
    ]
    [line] = await record_of(secretariat, document["id"])
    assert (line["action"], line["office"], line["facts"]["title"]) == (
        "document.created",
        "secretariat",
        "Rolling text",
    )
    assert await codes(secretariat, document["id"]) == ["A", "B"]


@pytest.mark.parametrize(
    ("role", "status"),
    [("chair", 201), ("vice_chair", 201), ("member", 403), ("observer", 403), ("operator", 403), ("nobody", 401)],
)
async def test_who_begins_documents(cast: Cast, client_as: As, role: str, status: int) -> None:
    client = await client_as(role)

    response = await client.post(f"/api/groups/{cast.group_id}/documents", json={"title": "Text"})

    assert response.status_code == status


async def test_a_document_of_no_group_or_without_a_title_is_refused(cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")

    assert (await chair.post(f"/api/groups/{uuid7()}/documents", json={"title": "Text"})).status_code == 404
    assert (await chair.post(f"/api/groups/{cast.group_id}/documents", json={"title": "  "})).status_code == 422


async def test_categories_are_added_at_the_end_or_after_another_and_moved(cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    url = f"/api/documents/{cast.document_id}/categories"

    last = await chair.post(url, json={"code": "D"})
    between = await chair.post(url, json={"code": "A2", "after": str(cast.categories[0])})
    first = await chair.post(url, json={"code": "0", "after": None})
    assert [answer.status_code for answer in (last, between, first)] == [201, 201, 201]
    assert await codes(chair, cast.document_id) == ["0", "A", "A2", "B", "D"]

    moved = await chair.patch(f"/api/categories/{last.json()['id']}", json={"after": str(cast.categories[0])})
    again = await chair.patch(f"/api/categories/{last.json()['id']}", json={"after": str(cast.categories[0])})
    front = await chair.patch(f"/api/categories/{between.json()['id']}", json={"after": None, "title": "New"})

    assert {answer.status_code for answer in (moved, again, front)} == {200}
    assert await codes(chair, cast.document_id) == ["A2", "0", "A", "D", "B"]
    assert [line["action"] for line in await record_of(chair, cast.document_id)] == [
        "category.added",
        "category.added",
        "category.added",
        "category.changed",
        "category.changed",
    ]
    assert (await chair.post(url, json={"code": "X", "after": str(uuid7())})).status_code == 404


async def test_the_same_category_again_is_the_same(cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    body = {"id": str(uuid7()), "code": "C"}

    first = await chair.post(f"/api/documents/{cast.document_id}/categories", json=body)
    again = await chair.post(f"/api/documents/{cast.document_id}/categories", json=body)

    assert first.json() == again.json()
    assert await codes(chair, cast.document_id) == ["A", "B", "C"]


async def test_many_categories_at_once_never_fail_and_keys_stay_short(
    cast: Cast, client_as: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LONGEST_POSITION", 3)
    chair = await client_as("chair")
    url = f"/api/documents/{cast.document_id}/categories"

    answers = await asyncio.gather(
        *(chair.post(url, json={"code": f"A{number}", "after": str(cast.categories[0])}) for number in range(20))
    )

    assert {answer.status_code for answer in answers} == {201}
    found = await codes(chair, cast.document_id)
    assert (found[0], found[-1], len(set(found))) == ("A", "B", 22)


async def test_a_new_way_of_change_is_recorded_as_what_it_was_and_is(cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")

    response = await chair.patch(f"/api/categories/{cast.categories[0]}", json={"way": "proposal"})

    assert response.json()["way"] == "proposal"
    [line] = await record_of(chair, cast.document_id)
    assert line["action"] == "category.changed"
    assert line["facts"] == {"code": "A", "way": "proposal", "way_before": "anyone"}
    assert line["subject"] == str(cast.categories[0])


@pytest.mark.parametrize(("role", "status"), [("member", 403), ("observer", 403), ("stranger", 403), ("nobody", 401)])
async def test_who_changes_documents_and_categories(cast: Cast, client_as: As, role: str, status: int) -> None:
    client = await client_as(role)

    for response in [
        await client.patch(f"/api/documents/{cast.document_id}", json={"title": "Mine"}),
        await client.post(f"/api/documents/{cast.document_id}/categories", json={"code": "C"}),
        await client.patch(f"/api/categories/{cast.categories[0]}", json={"way": "closed"}),
        await client.patch(f"/api/categories/{cast.categories[0]}", json={"title": "Mine"}),
    ]:
        assert response.status_code == status


async def test_the_record_is_read_page_by_page(cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    for number in range(5):
        await chair.patch(f"/api/documents/{cast.document_id}", json={"title": f"Title {number}"})
    url = f"/api/documents/{cast.document_id}/record"

    first = (await chair.get(f"{url}?limit=3")).json()
    rest = (await chair.get(f"{url}?limit=3&after=3")).json()

    assert [line["number"] for line in first + rest] == [1, 2, 3, 4, 5]
    assert [line["previous"] for line in rest] == [first[-1]["fingerprint"], rest[0]["fingerprint"]]
    assert (await chair.get(f"{url}?limit=0")).status_code == 422


async def test_a_group_has_a_record_of_its_own(app: FastAPI, cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    made = await chair.post(
        f"/api/groups/{cast.group_id}/delegations", json={"name": "Kenya", "stakeholder_group": "government"}
    )
    assert made.status_code in {200, 201}, made.text

    lines = (await chair.get(f"/api/groups/{cast.group_id}/record")).json()

    assert lines
    assert lines[0]["chain"] == f"group:{cast.group_id}"
    assert (await (await client_as("stranger")).get(f"/api/groups/{cast.group_id}/record")).status_code == 403
