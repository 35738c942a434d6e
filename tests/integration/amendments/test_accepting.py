"""Accepting proposals: previews, the exact result, whose words they are, and what is never overwritten."""

from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from app.documents.models import Document, DocumentState
from app.ledger.verify import verify
from app.texts.authorship import authors_of
from app.texts.runs import content_hash
from tests.factories import WORDS, Cast
from tests.integration.amendments.proposing import (
    SHALL,
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

FIRST = f"1. {WORDS}"


def runs(words: str) -> list[dict[str, Any]]:
    return [{"insert": words}]


async def preview(client: Any, proposal: dict[str, Any]) -> dict[str, Any]:
    response = await client.get(f"/api/proposals/{proposal['id']}/preview")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def seen(shown: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"proposal_hash": shown["proposal_hash"], "paragraph_hash": shown["paragraph_hash"], **more}


async def accept(client: Any, proposal: dict[str, Any], **more: Any) -> dict[str, Any]:
    return await done(client, proposal, "accept", **seen(await preview(client, proposal), **more))


async def entered(session: AsyncSession, text_id: Any, words: str) -> list[tuple[str, Any]]:
    spans, at = [], 0
    for length, person, _ in await authors_of(session, text_id):
        spans.append((words[at : at + length], person))
        at += length
    return spans


async def _sound(app: FastAPI) -> None:
    async with app.state.database.reading() as session:
        report = await (await session.connection()).run_sync(verify, content_hash)
    assert report.sound, report.faults


async def test_a_proposal_on_the_present_words_is_accepted_as_it_is(app: FastAPI, cast: Cast, client_as: As) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    proposal = await propose(hungary, cast, change(cast, table=True))

    shown = await preview(chair, proposal)
    accepted = await done(chair, proposal, "accept", **seen(shown, reason="As read out."))

    assert shown["fast_forward"] and not shown["both_changed"] and not shown["identical"] and not shown["agreed"]
    assert shown["original"]["words"] == FIRST and shown["result"]["runs"] == SHALL
    assert [one["op"] for one in shown["changes"] if one["op"] != "equal"] == ["delete", "insert"]
    assert accepted["stage"] == "taken_up" and accepted["outcome"] == "accepted"
    assert accepted["decided_by"] == "Chair" and not accepted["awaiting_confirmation"]
    assert accepted["result"] == {
        "id": str(cast.paragraphs[0]),
        "runs": SHALL,
        "words": SHALL[0]["insert"],
        "content_hash": proposal["content_hash"],
    }
    now = await paragraph(hungary, cast)
    assert now["runs"] == SHALL and now["content_hash"] == proposal["content_hash"]
    line = (await record(hungary, cast))[-1]
    assert line["action"] == "amendment.accepted" and line["office"] == "chair" and line["reason"] == "As read out."
    assert line["runs"] == SHALL and line["facts"]["before"]["runs"] == runs(FIRST)
    assert line["facts"]["edited"] is False and line["number"] == accepted["decision"]
    async with app.state.database.reading() as session:
        spans = await entered(session, cast.texts[0], now["words"])
    assert any(person == cast.people["member"] and "hall" in words for words, person in spans)
    assert not any(person == cast.people["chair"] for _, person in spans)
    await _sound(app)


async def test_where_both_were_changed_the_words_are_chosen(app: FastAPI, cast: Cast, client_as: As) -> None:
    hungary, brazil, chair = await client_as("member"), await client_as("other_member"), await client_as("chair")
    first = await propose(hungary, cast, change(cast, runs(FIRST.replace("[should]", "shall")), table=True))
    second = await propose(brazil, cast, change(cast, runs(FIRST.replace("all stakeholders", "everyone")), table=True))
    await accept(chair, first)

    shown = await preview(chair, second)
    unchosen = await do(chair, second, "accept", **seen(shown))
    wanted = runs("1. Member States shall promote the participation of everybody.")
    accepted = await done(chair, second, "accept", **seen(shown, runs=wanted))

    assert shown["both_changed"] and not shown["fast_forward"]
    assert shown["result"]["words"] == "1. Member States shall promote the participation of everyone."
    assert unchosen.status_code == 409 and unchosen.json()["type"] == "/problems/both-changed"
    assert unchosen.json()["preview"]["result"] == shown["result"]
    assert accepted["outcome"] == "accepted" and accepted["result"]["runs"] == wanted
    assert (await paragraph(chair, cast))["runs"] == wanted
    assert (await record(chair, cast))[-1]["facts"]["edited"] is True
    async with app.state.database.reading() as session:
        spans = await entered(session, cast.texts[0], wanted[0]["insert"])
    people = {person for _, person in spans}
    assert {cast.people["member"], cast.people["other_member"], cast.people["chair"]} <= people
    await _sound(app)


async def test_part_of_a_proposal_is_accepted(cast: Cast, client_as: As) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    both = FIRST.replace("[should]", "shall").replace("all stakeholders", "everyone")
    proposal = await propose(hungary, cast, change(cast, runs(both), table=True))

    part = runs(FIRST.replace("[should]", "shall"))
    accepted = await accept(chair, proposal, runs=part, part=True)

    assert accepted["outcome"] == "accepted_in_part" and accepted["words"] == both
    assert (await paragraph(chair, cast))["runs"] == part


async def test_words_that_moved_on_since_the_preview_are_shown_again_and_never_overwritten(
    cast: Cast, client_as: As
) -> None:
    hungary, brazil, chair = await client_as("member"), await client_as("other_member"), await client_as("chair")
    first = await propose(hungary, cast, change(cast, table=True))
    second = await propose(brazil, cast, change(cast, runs(FIRST.replace("all", "the")), table=True))
    shown = await preview(chair, second)
    await accept(chair, first)

    refused = await do(chair, second, "accept", **seen(shown))
    unseen = await do(chair, second, "accept", proposal_hash="0" * 64, paragraph_hash=shown["paragraph_hash"])

    assert refused.status_code == unseen.status_code == 409
    assert refused.json()["type"] == "/problems/words-moved-on"
    assert refused.json()["current"] == await preview(chair, second)
    assert (await paragraph(chair, cast))["runs"] == SHALL
    [_, still] = await proposals(chair, cast)
    assert still["stage"] == "tabled"


async def test_an_agreed_paragraph_is_reopened_before_anything_is_accepted_into_it(cast: Cast, client_as: As) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    before = await paragraph(chair, cast)
    url = f"/api/paragraphs/{cast.paragraphs[0]}/status"
    mark = {"status": "agreed", "content_hash": before["content_hash"], "brackets_seen": True}
    assert (await chair.put(url, json=mark)).status_code == 200
    proposal = await propose(hungary, cast, change(cast, table=True))
    to_delete = await propose(hungary, cast, deletion(cast, table=True))

    shown = await preview(chair, proposal)
    refused = await do(chair, proposal, "accept", **seen(shown))
    not_deleted = await do(chair, to_delete, "accept", **seen(await preview(chair, to_delete)))
    unchanged = await paragraph(chair, cast)
    again = {"status": "to_revisit", "content_hash": before["content_hash"], "reason": "Hungary asked."}
    await chair.put(url, json=again)
    accepted = await accept(chair, proposal)
    now = await paragraph(chair, cast)

    assert shown["agreed"]
    assert refused.status_code == not_deleted.status_code == 409
    assert refused.json()["type"] == not_deleted.json()["type"] == "/problems/still-agreed"
    assert unchanged["words"] == FIRST
    assert accepted["outcome"] == "accepted" and now["changed_since_marked"] and now["status"] == "to_revisit"


async def test_a_deletion_withdraws_the_paragraph_with_its_words_on_record(
    app: FastAPI, cast: Cast, client_as: As
) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    proposal = await propose(hungary, cast, deletion(cast, 1, table=True))
    beside = await propose(hungary, cast, change(cast, number=1, table=True))

    shown = await preview(chair, proposal)
    accepted = await done(chair, proposal, "accept", **seen(shown))
    late = await do(chair, beside, "accept", **seen(await preview(chair, beside)))

    assert shown["result"] is None and {one["op"] for one in shown["changes"]} == {"delete"}
    assert shown["collides"] == [beside["id"]]
    assert accepted["outcome"] == "accepted" and accepted["result"]["runs"] is None
    assert (await paragraph(chair, cast, 1))["withdrawn"]
    line = (await record(chair, cast))[-1]
    assert line["words"] == f"2. {WORDS}" and line["label"]
    assert late.status_code == 409 and late.json()["type"] == "/problems/withdrawn"
    restored = await chair.post(f"/api/paragraphs/{cast.paragraphs[1]}/restore", json={})
    assert restored.json()["words"] == f"2. {WORDS}"
    await _sound(app)


async def test_a_deleted_paragraph_is_not_under_discussion_any_more(app: FastAPI, cast: Cast, client_as: As) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    proposal = await propose(hungary, cast, deletion(cast, table=True))
    async with app.state.database.writing() as session:
        (await session.get_one(Document, cast.document_id)).now_paragraph_id = cast.paragraphs[0]

    await accept(chair, proposal)

    async with app.state.database.reading() as session:
        assert (await session.get_one(Document, cast.document_id)).now_paragraph_id is None


@pytest.mark.parametrize("after", [0, None])
async def test_an_addition_becomes_a_paragraph_whose_words_are_its_authors(
    app: FastAPI, cast: Cast, client_as: As, after: int | None
) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    wanted = addition(cast, "Governments should report.", after, table=True, level=1, paragraph_kind="statement")
    proposal = await propose(hungary, cast, wanted)

    shown = await preview(chair, proposal)
    better = runs("All governments should report.")
    accepted = await done(chair, proposal, "accept", **seen(shown, runs=better))

    assert shown["original"] is None and shown["paragraph_hash"] is None
    assert {one["op"] for one in shown["changes"]} == {"insert"}
    added = (await chair.get(f"/api/paragraphs/{accepted['result']['id']}")).json()
    assert added["runs"] == better and added["level"] == 1 and added["kind"] == "statement"
    assert added["after"] == (str(cast.paragraphs[0]) if after == 0 else None)
    assert added["proposer"] == "Hungary" and added["text"] != proposal["text"]
    async with app.state.database.reading() as session:
        spans = await entered(session, UUID(added["text"]), added["words"])
    assert any(person == cast.people["member"] and "overnments should" in words for words, person in spans)
    assert any(person == cast.people["chair"] for _, person in spans)
    await _sound(app)


async def test_the_secretariat_accepts_on_the_chairs_word_and_the_chair_confirms(
    app: FastAPI, cast: Cast, client_as: As
) -> None:
    hungary, secretariat, chair = (
        await client_as("member"),
        await client_as("secretariat"),
        await client_as("chair"),
    )
    proposal = await propose(hungary, cast, change(cast, table=True))

    accepted = await accept(secretariat, proposal, on_word_of=str(cast.people["chair"]))
    by_itself = await do(secretariat, proposal, "confirm", decision=accepted["decision"])
    another = await do(chair, proposal, "confirm", decision=accepted["decision"] + 7)
    confirmed = await done(chair, proposal, "confirm", decision=accepted["decision"])
    again = await done(chair, proposal, "confirm", decision=accepted["decision"])

    assert accepted["awaiting_confirmation"] and accepted["on_word_of"] == "Chair"
    assert by_itself.status_code == 403
    assert another.status_code == 409 and another.json()["type"] == "/problems/mark-moved-on"
    assert not confirmed["awaiting_confirmation"] and again == confirmed
    lines = await record(chair, cast)
    assert [line["action"] for line in lines] == ["amendment.tabled", "amendment.accepted", "amendment.confirmed"]
    assert lines[1]["on_word_of"] == "Chair" and lines[1]["actor"] == "Secretariat"
    assert lines[2]["runs"] == SHALL
    await _sound(app)


@pytest.mark.parametrize(
    ("role", "why"), [("member", "not-your-office"), ("observer", "not-your-office"), ("colleague", "not-your-office")]
)
async def test_nobody_else_decides(cast: Cast, client_as: As, role: str, why: str) -> None:
    proposal = await propose(await client_as("member"), cast, change(cast, table=True))
    client = await client_as(role)
    shown = await preview(client, proposal)

    for command, body in [
        ("accept", seen(shown)),
        ("decline", {}),
        ("send-back", {"note": "No."}),
        ("keep-as-alternative", {"proposal_hash": shown["proposal_hash"]}),
    ]:
        refused = await do(client, proposal, command, **body)
        assert refused.status_code == 403 and refused.json()["why"] == why, refused.text


async def test_a_proposal_is_not_accepted_with_its_words_on_record(cast: Cast, client_as: As) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    proposal = await propose(hungary, cast, change(cast, table=True))

    declined = await done(chair, proposal, "decline", note="No support.")
    again = await do(chair, proposal, "decline", note="No support.")

    assert declined["stage"] == "taken_up" and declined["outcome"] == "not_accepted"
    assert again.json()["type"] == "/problems/proposal-not-open"
    line = (await record(hungary, cast))[-1]
    assert line["action"] == "amendment.declined" and line["runs"] == SHALL and line["reason"] == "No support."
    assert (await paragraph(chair, cast))["words"] == FIRST


async def test_what_is_sent_back_is_a_draft_again_which_nobody_else_sees(cast: Cast, client_as: As) -> None:
    hungary, chair, secretariat = await client_as("member"), await client_as("chair"), await client_as("secretariat")
    proposal = await propose(
        secretariat, cast, change(cast, basis="floor", for_delegation=str(cast.delegations["Hungary"]))
    )
    editorial = await propose(secretariat, cast, change(cast, basis="editorial"))

    back = await done(chair, proposal, "send-back", note="Please join it with Brazil's.")
    nobody = await do(chair, editorial, "send-back", note="To whom?")
    [_, seen_by_hungary] = sorted(await proposals(hungary, cast), key=lambda one: one["stage"] == "draft")
    again = await done(hungary, proposal, "table")

    assert back["stage"] == "draft" and back["returned_note"] == "Please join it with Brazil's."
    assert nobody.json()["type"] == "/problems/not-sent-back"
    assert seen_by_hungary["id"] == proposal["id"] and seen_by_hungary["stage"] == "draft"
    assert seen_by_hungary["returned_note"] and seen_by_hungary["may"]["table"] and seen_by_hungary["may"]["write"]
    assert again["number"] == proposal["number"] == 1 and again["returned_note"] is None
    actions = [line["action"] for line in await record(chair, cast)]
    assert actions == ["amendment.tabled", "amendment.tabled", "amendment.returned", "amendment.tabled"]


async def test_between_sending_back_and_tabling_nobody_else_sees_it(cast: Cast, client_as: As) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    proposal = await propose(hungary, cast, change(cast, table=True))
    await done(chair, proposal, "send-back", note="Shorter, please.")

    assert await proposals(chair, cast) == []
    assert (await chair.get(f"/api/proposals/{proposal['id']}")).status_code == 404
    assert (await chair.get(f"/api/proposals/{proposal['id']}/preview")).status_code == 404
    assert (await do(chair, proposal, "accept", proposal_hash=None)).status_code == 404
    withdrawn = await done(hungary, proposal, "withdraw")
    assert withdrawn["stage"] == "withdrawn"
    assert await proposals(chair, cast) == []


async def test_a_change_is_kept_as_an_alternative_with_its_sponsors_behind_it(cast: Cast, client_as: As) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    proposal = await propose(hungary, cast, change(cast, table=True))

    moved = await do(chair, proposal, "keep-as-alternative", proposal_hash="0" * 64)
    kept = await done(chair, proposal, "keep-as-alternative", proposal_hash=proposal["content_hash"])
    [alternative] = (await hungary.get(f"/api/documents/{cast.document_id}/alternatives")).json()

    assert moved.json()["type"] == "/problems/words-moved-on" and moved.json()["current"]["fork"]["runs"] == SHALL
    assert kept["outcome"] == "alternative" and kept["result"]["id"] == alternative["id"]
    assert alternative["words"] == SHALL[0]["insert"] and alternative["proposal"] == proposal["id"]
    assert [one["name"] for one in alternative["supporters"]] == ["Hungary"]
    assert (await record(chair, cast))[-1]["action"] == "amendment.kept_as_alternative"
    to_delete = await propose(hungary, cast, deletion(cast, table=True))
    assert (await do(chair, to_delete, "keep-as-alternative", proposal_hash="0" * 64)).status_code == 409


async def test_proposals_that_change_the_same_words_are_named_and_empty_ones_say_so(cast: Cast, client_as: As) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    here = await propose(hungary, cast, change(cast, table=True))
    same = await propose(hungary, cast, change(cast, runs(FIRST.replace("[should]", "must")), table=True))
    elsewhere = await propose(hungary, cast, change(cast, runs(FIRST.replace("stakeholders", "of us")), table=True))
    draft = await propose(hungary, cast, change(cast, runs("Nothing of it.")))
    twin = await propose(hungary, cast, change(cast, table=True))

    shown = await preview(chair, here)
    of_draft = await preview(hungary, draft)
    others = await preview(chair, elsewhere)
    await accept(chair, here)
    empty = await preview(chair, twin)

    assert shown["collides"] == [same["id"], twin["id"]]
    assert others["collides"] == []
    assert of_draft["collides"] == [here["id"], same["id"], elsewhere["id"], twin["id"]]
    assert empty["identical"]


async def test_while_the_sitting_is_suspended_and_after_adoption_nothing_is_decided(
    app: FastAPI, cast: Cast, client_as: As
) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    proposal = await propose(hungary, cast, change(cast, table=True))
    draft = await propose(hungary, cast, change(cast, number=1))
    shown = await preview(chair, proposal)
    async with app.state.database.writing() as session:
        (await session.get_one(Document, cast.document_id)).sitting_suspended = True
    suspended = await do(chair, proposal, "accept", **seen(shown))
    async with app.state.database.writing() as session:
        document = await session.get_one(Document, cast.document_id)
        document.sitting_suspended, document.state = False, DocumentState.ADOPTED
    adopted = await do(chair, proposal, "accept", **seen(shown))
    tabled = await do(hungary, draft, "table")
    made = await propose(hungary, cast, change(cast), 403)

    assert suspended.json()["why"] == "suspended"
    assert adopted.json()["why"] == tabled.json()["why"] == made["why"] == "adopted"
    assert [one["may"]["write"] for one in await proposals(hungary, cast)] == [False, False]


async def test_in_a_closed_category_nothing_is_accepted(cast: Cast, client_as: As) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    proposal = await propose(hungary, cast, change(cast, table=True))
    draft = await propose(hungary, cast, change(cast))
    await chair.patch(f"/api/categories/{cast.categories[0]}", json={"way": "closed"})

    refused = await do(chair, proposal, "accept", **seen(await preview(chair, proposal)))
    tabled = await do(hungary, draft, "table")

    assert refused.json()["why"] == tabled.json()["why"] == "closed"
