"""Paragraphs that are split or joined while something is proposed on them (ENGINE E16)."""

from base64 import b64encode
from typing import Any

import pycrdt
from fastapi import FastAPI
from httpx import AsyncClient, Response

from app.core.ids import uuid7
from app.texts.log import state_of
from app.texts.runs import ROOT
from app.texts.service import merged
from tests.factories import WORDS, Cast
from tests.integration.amendments.proposing import (
    As,
    addition,
    change,
    deletion,
    do,
    done,
    paragraph,
    proposals,
    propose,
    record,
)
from tests.integration.amendments.test_accepting import accept, preview, runs

FIRST = f"1. {WORDS}"
BOTH = FIRST.replace("Member States", "All States").replace("all stakeholders", "everyone")


async def split(app: FastAPI, client: AsyncClient, cast: Cast, before: str, number: int = 0) -> Response:
    async with app.state.database.reading() as session:
        state = await (await session.connection()).run_sync(state_of, cast.texts[number])
    ydoc = merged(state.update, ())
    text = ydoc.get(ROOT, type=pycrdt.Text)
    at = str(text).encode().index(before.encode())
    place = b64encode(text.sticky_index(at, pycrdt.Assoc.AFTER).encode()).decode()
    body = {"id": str(uuid7()), "text": str(uuid7()), "at": place}
    return await client.post(f"/api/paragraphs/{cast.paragraphs[number]}/split", json=body)


async def by_id(client: AsyncClient, cast: Cast, proposal: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in await proposals(client, cast) if one["id"] == proposal["id"])


async def test_while_something_is_tabled_only_the_desk_splits_and_it_is_placed_again(
    app: FastAPI, cast: Cast, client_as: As
) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    proposal = await propose(hungary, cast, change(cast, runs(BOTH), table=True))
    gone = await propose(hungary, cast, deletion(cast, table=True))
    behind = await propose(hungary, cast, addition(cast, "More.", 0, table=True))

    refused = await split(app, hungary, cast, "[should]")
    halves = await split(app, chair, cast, "[should]")
    flagged = await proposals(hungary, cast)
    shown = await preview(chair, proposal)

    assert refused.status_code == 409 and refused.json()["type"] == "/problems/still-negotiated"
    assert halves.status_code == 201, halves.text
    assert [one["place_again"] for one in flagged] == [True, True, True]
    assert shown["apart"] and shown["both_changed"]
    second = halves.json()["added"]["id"]
    placed = await done(hungary, proposal, "place-again", paragraph=second)
    deleted = await done(chair, gone, "place-again", paragraph=second)
    added = await done(hungary, behind, "place-again", paragraph=second)
    assert not placed["place_again"] and placed["paragraph"] == second and placed["text"] != proposal["text"]
    assert placed["words"] == BOTH[BOTH.index("[should]") :]
    assert deleted["paragraph"] == added["paragraph"] == second
    again = await preview(chair, placed)
    assert again["fast_forward"] and not again["apart"]
    accepted = await accept(chair, placed)
    assert accepted["result"]["words"] == placed["words"]
    assert (await paragraph(chair, cast))["words"] == FIRST[: FIRST.index("[should]")]
    actions = [line["action"] for line in await record(chair, cast)]
    assert actions.count("amendment.placed_again") == 3


async def test_a_draft_hinders_nobody_and_is_placed_again_by_its_party(app: FastAPI, cast: Cast, client_as: As) -> None:
    hungary, brazil, chair = await client_as("member"), await client_as("other_member"), await client_as("chair")
    draft = await propose(hungary, cast, change(cast, runs(BOTH)))

    halves = await split(app, brazil, cast, "[should]")
    mine = await by_id(hungary, cast, draft)
    by_the_chair = await do(chair, draft, "place-again", paragraph=str(cast.paragraphs[0]))
    placed = await done(hungary, draft, "place-again", paragraph=str(cast.paragraphs[0]))

    assert halves.status_code == 201
    assert mine["place_again"]
    assert by_the_chair.status_code == 404
    assert placed["words"] == BOTH[: BOTH.index("[should]")]
    assert placed["stage"] == "draft" and await proposals(chair, cast) == []


async def test_what_is_proposed_on_a_paragraph_goes_over_when_it_is_joined(
    app: FastAPI, cast: Cast, client_as: As
) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    words = f"2. {WORDS}"
    await propose(hungary, cast, change(cast, runs(words.replace("[should]", "shall")), 1, table=True))
    behind = await propose(hungary, cast, addition(cast, "More.", 1, table=True))

    body = {"with": str(cast.paragraphs[0])}
    joined = await chair.post(f"/api/paragraphs/{cast.paragraphs[1]}/join", json=body)
    moved, after = await proposals(hungary, cast)

    assert joined.status_code == 200, joined.text
    assert moved["paragraph"] == after["paragraph"] == str(cast.paragraphs[0])
    assert moved["place_again"] and not after["place_again"]
    placed = await done(chair, moved, "place-again", paragraph=str(cast.paragraphs[0]))
    assert placed["words"] == FIRST + words.replace("[should]", "shall")
    await accept(chair, placed)
    await accept(chair, behind)
    assert (await paragraph(chair, cast))["words"] == placed["words"]


async def test_a_proposal_goes_with_its_paragraph_to_another_category(cast: Cast, client_as: As) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    proposal = await propose(hungary, cast, change(cast, table=True))
    move = {"after": None, "category": str(cast.categories[1])}
    assert (await chair.post(f"/api/paragraphs/{cast.paragraphs[0]}/move", json=move)).status_code == 200

    [moved] = await proposals(hungary, cast)
    accepted = await accept(chair, proposal)

    assert moved["category"] == str(cast.categories[1])
    assert accepted["outcome"] == "accepted"


async def test_a_change_without_need_is_not_placed_again(cast: Cast, client_as: As) -> None:
    hungary = await client_as("member")
    proposal = await propose(hungary, cast, change(cast, table=True))

    same = await done(hungary, proposal, "place-again", paragraph=str(cast.paragraphs[0]))
    unknown = await do(hungary, proposal, "place-again", paragraph=str(uuid7()))
    others = await do(await client_as("other_member"), proposal, "place-again", paragraph=str(cast.paragraphs[1]))

    assert same["text"] == proposal["text"]
    assert unknown.status_code == 404
    assert others.status_code == 403
