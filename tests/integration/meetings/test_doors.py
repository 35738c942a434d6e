"""E8, E10, E11: the doors of a sitting hold at once for everybody whose page is open, and what they typed is kept."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI

from app.core.database import Database
from app.core.ids import uuid7
from app.groups.models import Meeting
from tests.factories import Cast
from tests.live import LiveText, until
from tests.serving import Live, live_on


@pytest.fixture
async def live(app: FastAPI, cast: Cast) -> AsyncIterator[Live]:
    database: Database = app.state.database
    async with database.writing() as session:
        session.add(Meeting(group_id=cast.group_id, number=1, title="First meeting", is_current=True))
    async with live_on(app, cast) as served:
        yield served


async def post(live: Live, role: str, path: str, **body: Any) -> dict[str, Any]:
    response = await live.http(role).post(f"/api{path}", json=body)
    assert response.is_success, response.text
    answer: dict[str, Any] = response.json()
    return answer


def kinds(channel: LiveText) -> list[str]:
    return [message["kind"] for message in channel.messages if message["type"] == "event"]


async def test_a_sitting_that_closes_its_doors_ends_reading_at_once_and_opening_them_gives_it_back(live: Live) -> None:
    writer, reader, page = await live.attach("member"), await live.attach("observer"), await live.channel("observer")
    gate = (await live.row()).gate
    sitting = await post(live, "secretariat", f"/documents/{live.cast.document_id}/sittings", access="members")

    await until(lambda: reader.denied and page.denied, "the observer to be shut out")
    assert reader.denied == page.denied == ["sitting"]
    assert (await live.row()).gate > gate
    before = reader.text
    await writer.type(" within closed doors")
    await until(lambda: writer.is_saved)
    assert reader.text == before

    await post(live, "secretariat", f"/sittings/{sitting['id']}/close")
    again = await live.attach("observer")
    assert again.text.endswith("within closed doors")


async def test_words_typed_while_the_doors_close_are_refused_kept_and_do_not_flow_back_by_themselves(
    live: Live,
) -> None:
    """E8 and E11; a person who is shut out may still keep the words as a private draft."""
    writer = await live.attach("member")
    sitting = await post(live, "chair", f"/documents/{live.cast.document_id}/sittings", access="closed")
    await until(lambda: writer.denied, "the member to be shut out")

    late = await live.attach("member")
    assert late.denied == ["sitting"]
    draft = f"/api/paragraphs/{live.cast.paragraphs[0]}/drafts/{uuid7()}"
    kept = await live.http("member").put(draft, json={"runs": [{"insert": "mine"}], "origin": "not_added"})
    assert kept.status_code == 200, kept.text

    async with live.app.state.database.writing() as session:
        (await session.get_one(type(await live.row()), live.cast.texts[0])).refused_since_closing = True
    await post(live, "chair", f"/sittings/{sitting['id']}/close")
    assert (await live.row()).generation == 2
    assert (await live.attach("member")).denied == ["generation"]


async def test_what_is_under_discussion_reaches_every_page_by_one_event(live: Live) -> None:
    page = await live.channel("member")
    await post(live, "chair", f"/documents/{live.cast.document_id}/sittings")
    response = await live.http("chair").put(
        f"/api/documents/{live.cast.document_id}/now", json={"paragraph": str(live.cast.paragraphs[2])}
    )
    assert response.status_code == 200, response.text

    await until(lambda: "document.discussing" in kinds(page), lambda: json.dumps(page.messages))
    event = next(message for message in page.messages if message.get("kind") == "document.discussing")
    assert kinds(page) == ["sitting.changed", "document.discussing"]
    assert event["document"]["now"]["paragraph"] == str(live.cast.paragraphs[2])
    assert event["document"]["sitting"]["number"] == 1
    assert event["document"]["seen_by"] == "observers"
