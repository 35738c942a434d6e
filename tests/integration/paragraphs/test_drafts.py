"""Private drafts beside a paragraph: nothing typed is lost, and nobody else ever sees it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import update

from app.core.ids import uuid7
from app.documents.models import Category
from tests.factories import Cast

As = Callable[[str], Awaitable[AsyncClient]]
RUNS = [{"insert": "Member States "}, {"insert": "shall", "attributes": {"bold": True}}, {"insert": " promote it."}]


def draft(**more: Any) -> dict[str, Any]:
    return {"runs": RUNS, "base_hash": "0" * 64, "origin": "not_added", "reason": "agreed", **more}


def url(cast: Cast, draft_id: object = "", number: int = 0) -> str:
    return f"/api/paragraphs/{cast.paragraphs[number]}/drafts" + (f"/{draft_id}" if draft_id else "")


async def test_words_that_were_not_added_are_kept_until_their_owner_discards_them(cast: Cast, client_as: As) -> None:
    member, id_ = await client_as("member"), uuid7()

    kept = await member.put(url(cast, id_), json=draft())
    again = await member.put(url(cast, id_), json=draft(runs=[{"insert": "Better."}], origin="own"))
    mine = (await member.get(url(cast))).json()
    in_document = (await member.get(f"/api/documents/{cast.document_id}/me")).json()["drafts"]
    discarded = await member.delete(url(cast, id_))
    twice = await member.delete(url(cast, id_))

    assert kept.status_code == 200, kept.text
    assert kept.json()["runs"] == RUNS
    assert kept.json()["words"] == "Member States shall promote it."
    assert again.json()["created_at"] == kept.json()["created_at"]
    assert mine == in_document == [again.json()]
    assert (discarded.status_code, twice.status_code) == (204, 204)
    assert (await member.get(url(cast))).json() == []


@pytest.mark.parametrize("role", ["colleague", "chair", "secretariat", "operator"])
async def test_nobody_else_sees_or_touches_a_draft(cast: Cast, client_as: As, role: str) -> None:
    member, other, id_ = await client_as("member"), await client_as(role), uuid7()
    await member.put(url(cast, id_), json=draft())

    assert (await other.get(url(cast))).json() == []
    assert (await other.put(url(cast, id_), json=draft())).status_code == 404
    assert (await other.delete(url(cast, id_))).status_code == 404
    assert (await member.put(url(cast, id_, number=1), json=draft())).status_code == 404
    assert len((await member.get(url(cast))).json()) == 1


@pytest.mark.parametrize(
    ("role", "origin", "status"),
    [
        ("member", "own", 200),
        ("drafter", "own", 200),
        ("observer", "own", 403),
        ("observer", "not_added", 200),
        ("stranger", "not_added", 403),
        ("nobody", "own", 401),
    ],
)
async def test_who_may_begin_a_draft(cast: Cast, client_as: As, role: str, origin: str, status: int) -> None:
    response = await (await client_as(role)).put(url(cast, uuid7()), json=draft(origin=origin))

    assert response.status_code == status, response.text


async def test_in_a_closed_category_only_what_was_not_added_is_kept(app: FastAPI, cast: Cast, client_as: As) -> None:
    member = await client_as("member")
    async with app.state.database.writing() as session:
        await session.execute(update(Category).values(way="closed"))

    assert (await member.put(url(cast, uuid7()), json=draft(origin="own"))).status_code == 403
    assert (await member.put(url(cast, uuid7()), json=draft(origin="absence"))).status_code == 200


async def test_a_draft_holds_what_a_text_may_hold(cast: Cast, client_as: As) -> None:
    member = await client_as("member")
    for runs in [
        [{"insert": {"image": 1}}],
        [{"insert": "x", "attributes": {"class": "y"}}],
        [{"insert": "\u0000"}],
        1,
    ]:
        response = await member.put(url(cast, uuid7()), json=draft(runs=runs))
        assert response.status_code == 422
        assert response.headers["content-type"] == "application/problem+json"
