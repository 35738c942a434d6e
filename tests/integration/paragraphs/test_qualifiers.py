"""E18: *ad referendum* closes a paragraph like agreed; *except for …* leaves it to change by proposal."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.core.database import Database
from app.paragraphs import access
from app.texts.gate import Ask
from tests.factories import Cast

As = Callable[[str], Awaitable[AsyncClient]]


async def mark(client: AsyncClient, cast: Cast, status: str = "agreed", **more: Any) -> Any:
    url = f"/api/paragraphs/{cast.paragraphs[0]}"
    seen = (await client.get(url)).json()["content_hash"]
    return await client.put(f"{url}/status", json={"status": status, "content_hash": seen} | more)


async def why_not_written(app: FastAPI, cast: Cast) -> str:
    database: Database = app.state.database
    async with database.reading() as session:
        connection = await session.connection()
        ask = Ask(cast.people["member"], cast.texts[0])
        [verdict] = await connection.run_sync(access.authorise, [ask])
    return verdict.reason


async def test_agreed_except_is_agreed_and_changes_by_proposal(app: FastAPI, cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")

    response = await mark(chair, cast, qualifier="except", qualifier_words=" the date in brackets ")

    assert response.status_code == 200, response.text
    after = response.json()
    assert (after["status"], after["qualifier"], after["qualifier_words"]) == (
        "agreed",
        "except",
        "the date in brackets",
    )
    assert (after["locked"], after["final"]) == (False, False)
    assert await why_not_written(app, cast) == "marked"
    [line] = (await chair.get(f"/api/documents/{cast.document_id}/record")).json()
    assert (line["facts"]["qualifier"], line["facts"]["qualifier_words"]) == ("except", "the date in brackets")
    again = await mark(chair, cast, qualifier="except", qualifier_words="the date in brackets")
    assert again.json()["mark"]["decision"] == after["mark"]["decision"]


async def test_agreed_ad_referendum_closes_the_words(app: FastAPI, cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")

    after = (await mark(chair, cast, qualifier="ad_referendum", brackets_seen=True)).json()

    assert (after["qualifier"], after["locked"]) == ("ad_referendum", True)
    assert await why_not_written(app, cast) == "agreed"
    loosened = await mark(chair, cast, qualifier="except", qualifier_words="the date")
    assert loosened.json()["type"] == "/problems/reason-required"
    completed = (await mark(chair, cast, brackets_seen=True)).json()
    assert (completed["qualifier"], completed["mark"]["decision"]) == (None, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "to_revisit", "qualifier": "ad_referendum"},
        {"qualifier": "except"},
        {"qualifier": "except", "qualifier_words": "   "},
        {"qualifier": "ad_referendum", "qualifier_words": "the date"},
        {"qualifier_words": "the date"},
    ],
)
async def test_a_qualifier_that_does_not_fit_is_malformed(cast: Cast, client_as: As, wrong: dict[str, str]) -> None:
    chair = await client_as("chair")

    assert (await mark(chair, cast, **wrong)).status_code == 422


async def test_brackets_flagged_as_placeholders_are_not_warned_of(cast: Cast, client_as: As) -> None:
    member, chair = await client_as("member"), await client_as("chair")
    url = f"/api/paragraphs/{cast.paragraphs[0]}/placeholders"

    flagged = await member.put(url, json={"placeholders": ["[should]", "[nowhere]"]})

    assert flagged.status_code == 200, flagged.text
    assert flagged.json()["placeholders"] == ["[should]"]
    assert flagged.json()["brackets"] == {"open": 0, "placeholders": 1, "unclosed": 0, "unopened": 0}
    assert (await mark(chair, cast)).status_code == 200
    assert (await member.put(url, json={"placeholders": []})).status_code == 403
    assert (await chair.put(url, json={"placeholders": []})).json()["brackets"]["open"] == 1
    lines = (await chair.get(f"/api/documents/{cast.document_id}/record")).json()
    assert [(line["action"], line["facts"].get("placeholders")) for line in lines] == [
        ("paragraph.changed", ["[should]"]),
        ("paragraph.marked", None),
        ("paragraph.changed", []),
    ]
