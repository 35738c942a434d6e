"""What becomes of alternatives: on the words that were on the screen, with the exact words on record."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select

from app.core.ids import uuid7
from app.texts import merging
from app.texts.authorship import Author, authors_of
from app.texts.models import Text
from app.texts.runs import Run
from tests.factories import Cast

ClientAs = Callable[[str], Awaitable[AsyncClient]]


async def _add(client: AsyncClient, cast: Cast, words: str, paragraph: int = 0) -> Any:
    given = {"id": str(uuid7()), "text": str(uuid7()), "runs": [{"insert": words}]}
    answer = await client.post(f"/api/paragraphs/{cast.paragraphs[paragraph]}/alternatives", json=given)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def _paragraph(client: AsyncClient, cast: Cast, paragraph: int = 0) -> Any:
    return (await client.get(f"/api/paragraphs/{cast.paragraphs[paragraph]}")).json()


async def _last_line(client: AsyncClient, cast: Cast) -> Any:
    return (await client.get(f"/api/documents/{cast.document_id}/record?after=0&limit=200")).json()[-1]


async def _mark(client: AsyncClient, cast: Cast, status: str, **more: Any) -> Any:
    hash_ = (await _paragraph(client, cast))["content_hash"]
    given = {"status": status, "content_hash": hash_, "brackets_seen": True, **more}
    return await client.put(f"/api/paragraphs/{cast.paragraphs[0]}/status", json=given)


async def test_the_chair_makes_one_the_text_and_keeps_the_present_words(client_as: ClientAs, cast: Cast) -> None:
    chair = await client_as("chair")
    made = await _add(chair, cast, "States shall promote it.")
    before = await _paragraph(chair, cast)

    answer = await chair.post(
        f"/api/alternatives/{made['id']}/make-text",
        json={
            "alternative_hash": made["content_hash"],
            "paragraph_hash": before["content_hash"],
            "keep_present": True,
        },
    )

    assert answer.status_code == 200, answer.text
    assert answer.json()["state"] == "made_text"
    assert (await _paragraph(chair, cast))["words"] == "States shall promote it."
    found = (await chair.get(f"/api/documents/{cast.document_id}/alternatives")).json()
    assert [(one["label"], one["state"], one["words"]) for one in found] == [
        ("Alt 1", "made_text", "States shall promote it."),
        ("Alt 2", "standing", before["words"]),
    ]
    line = await _last_line(chair, cast)
    assert (line["action"], line["words"], line["label"]) == (
        "alternative.made_text",
        "States shall promote it.",
        "A.1",
    )
    assert line["facts"]["before"]["content_hash"] == before["content_hash"]
    assert line["paragraph"] == str(cast.paragraphs[0])


async def test_words_that_moved_on_are_shown_again_and_nothing_is_recorded(client_as: ClientAs, cast: Cast) -> None:
    chair = await client_as("chair")
    made = await _add(chair, cast, "States shall promote it.")

    answer = await chair.post(
        f"/api/alternatives/{made['id']}/make-text",
        json={"alternative_hash": "0" * 64, "paragraph_hash": (await _paragraph(chair, cast))["content_hash"]},
    )

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/words-moved-on")
    assert answer.json()["current"]["alternatives"][0]["content_hash"] == made["content_hash"]
    assert (await _last_line(chair, cast))["action"] == "alternative.added"


async def test_combined_words_are_the_chosen_ones_and_keep_their_authors(
    app: FastAPI, client_as: ClientAs, cast: Cast
) -> None:
    chair = await client_as("chair")
    alternatives = [await _add(chair, cast, f"1. Member States [should] promote {it}.") for it in ("health", "peace")]
    hungarian = Author(cast.people["member"], cast.delegations["Hungary"])
    async with app.state.database.writing() as session:
        text = (await session.scalars(select(Text).where(Text.id == UUID(alternatives[0]["text"])))).one()
        await merging.enter_runs(
            session, text, [Run(insert="1. Member States [should] promote public health.")], hungarian
        )
    alternatives = (await chair.get(f"/api/documents/{cast.document_id}/alternatives")).json()
    wanted = "1. Member States [should] promote public health and peace."

    answer = await chair.post(
        f"/api/paragraphs/{cast.paragraphs[0]}/combine",
        json={
            "alternatives": [{"id": one["id"], "content_hash": one["content_hash"]} for one in alternatives],
            "paragraph_hash": (await _paragraph(chair, cast))["content_hash"],
            "runs": [{"insert": wanted}],
        },
    )

    assert answer.status_code == 200, answer.text
    assert [one["state"] for one in answer.json()] == ["combined", "combined"]
    assert (await _paragraph(chair, cast))["words"] == wanted
    line = await _last_line(chair, cast)
    assert (line["action"], line["words"]) == ("alternatives.combined", wanted)
    assert len(line["facts"]["alternatives"]) == 2
    async with app.state.database.reading() as session:
        assert cast.people["member"] in {span.person_id for span in await authors_of(session, cast.texts[0])}


async def test_the_secretariat_decides_on_the_chairs_word_and_the_chair_confirms(
    client_as: ClientAs, cast: Cast
) -> None:
    chair, secretariat = await client_as("chair"), await client_as("secretariat")
    made = await _add(secretariat, cast, "States shall promote it.")

    dropped = (
        await secretariat.post(f"/api/alternatives/{made['id']}/drop", json={"reason": "Nobody wants it."})
    ).json()
    assert (dropped["state"], dropped["on_word_of"], dropped["awaiting_confirmation"]) == ("dropped", "Chair", True)
    line = await _last_line(chair, cast)
    assert (line["reason"], line["words"], line["on_word_of"]) == (
        "Nobody wants it.",
        "States shall promote it.",
        "Chair",
    )

    given = {"decision": dropped["decision"]}
    assert (await secretariat.post(f"/api/alternatives/{made['id']}/confirm", json=given)).status_code == 403
    confirmed = (await chair.post(f"/api/alternatives/{made['id']}/confirm", json=given)).json()
    assert not confirmed["awaiting_confirmation"]
    assert (await _last_line(chair, cast))["action"] == "alternative.confirmed"


async def test_what_no_longer_stands_is_not_decided_on_again(client_as: ClientAs, cast: Cast) -> None:
    chair = await client_as("chair")
    made = await _add(chair, cast, "States shall promote it.")
    await chair.post(f"/api/alternatives/{made['id']}/drop")
    again = await chair.post(f"/api/alternatives/{made['id']}/drop")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/alternative-ended")


@pytest.mark.parametrize("role", ["member", "observer", "stranger"])
async def test_others_do_not_decide(client_as: ClientAs, cast: Cast, role: str) -> None:
    made = await _add(await client_as("chair"), cast, "States shall promote it.")
    answer = await (await client_as(role)).post(f"/api/alternatives/{made['id']}/drop")
    assert answer.status_code == 403


async def test_an_agreed_paragraph_is_reopened_first(client_as: ClientAs, cast: Cast) -> None:
    chair = await client_as("chair")
    made = await _add(chair, cast, "States shall promote it.")
    assert (await _mark(chair, cast, "agreed", alternatives_seen=True)).status_code == 200

    answer = await chair.post(
        f"/api/alternatives/{made['id']}/make-text",
        json={
            "alternative_hash": made["content_hash"],
            "paragraph_hash": (await _paragraph(chair, cast))["content_hash"],
        },
    )

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/still-agreed")


async def test_agreeing_beside_standing_alternatives_asks_first(client_as: ClientAs, cast: Cast) -> None:
    chair = await client_as("chair")
    made = await _add(chair, cast, "States shall promote it.")

    asked = await _mark(chair, cast, "agreed")

    assert (asked.status_code, asked.json()["type"]) == (409, "/problems/alternatives-standing")
    assert asked.json()["alternatives"] == [{"id": made["id"], "label": "Alt 1"}]
    assert (await _mark(chair, cast, "to_revisit")).status_code == 200
    assert (await _mark(chair, cast, "agreed", alternatives_seen=True)).status_code == 200


async def test_when_paragraphs_are_joined_alternatives_hang_on_and_are_placed_again(
    client_as: ClientAs, cast: Cast
) -> None:
    chair, member = await client_as("chair"), await client_as("member")
    await _add(chair, cast, "One.", paragraph=0)
    second = await _add(chair, cast, "Two.", paragraph=1)
    path, given = f"/api/paragraphs/{cast.paragraphs[1]}/join", {"with": str(cast.paragraphs[0])}

    refused = await member.post(path, json=given)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/still-negotiated")

    assert (await chair.post(path, json=given)).status_code == 200
    found = (await chair.get(f"/api/documents/{cast.document_id}/alternatives")).json()
    assert [(one["label"], one["place_again"], one["paragraph"]) for one in found] == [
        ("Alt 1", True, str(cast.paragraphs[0])),
        ("Alt 2", True, str(cast.paragraphs[0])),
    ]
    taken = await chair.post(
        f"/api/alternatives/{second['id']}/make-text",
        json={
            "alternative_hash": second["content_hash"],
            "paragraph_hash": (await _paragraph(chair, cast))["content_hash"],
        },
    )
    assert taken.status_code == 200, taken.text
    assert (await _paragraph(chair, cast))["words"] == "Two."
