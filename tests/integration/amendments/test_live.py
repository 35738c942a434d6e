"""Proposals while people are connected: words live, drafts unseen, gates that rise at once (E7, E8, E10, E14)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.groups.models import Membership
from app.texts import service as texts
from tests.factories import WORDS, Cast
from tests.integration.amendments.proposing import addition, change, deletion, done, propose
from tests.integration.amendments.test_accepting import accept, preview, runs, seen
from tests.live import LiveText, until
from tests.serving import Live, live_on

FIRST = f"1. {WORDS}"


@pytest.fixture
async def live(app: FastAPI, cast: Cast) -> AsyncIterator[Live]:
    async with live_on(app, cast) as served:
        yield served


async def attach(live: Live, role: str, proposal: dict[str, Any]) -> LiveText:
    return await (await live.connect(role)).attach(f"{proposal['text']}@{proposal['generation']}")


def told(channel: LiveText, kind: str = "event") -> list[dict[str, Any]]:
    return [message for message in channel.messages if message["type"] == kind]


async def test_a_draft_is_typed_into_by_its_party_and_heard_of_by_nobody_else(live: Live) -> None:
    channels = {role: await live.channel(role) for role in ["colleague", "chair", "other_member", "observer"]}
    draft = await propose(live.http("member"), live.cast, change(live.cast))
    writer, colleague = await attach(live, "member", draft), await attach(live, "colleague", draft)
    others = [
        await attach(live, role, draft) for role in ["chair", "secretariat", "other_member", "observer", "nobody"]
    ]

    await writer.type(" More.")
    await until(lambda: writer.is_saved and colleague.text == writer.text)
    await done(live.http("colleague"), draft, "withdraw")
    await until(lambda: writer.scope == "readonly")

    assert writer.text.endswith(" More.")
    assert all(other.denied == ["not-yours"] or other.denied == ["sign-in"] for other in others)
    assert not any(other.text for other in others)
    await until(lambda: len(told(channels["colleague"], "nudge")) == 2)
    nudge = told(channels["colleague"], "nudge")[0]
    assert (nudge["about"], nudge["subject"]) == ("proposals", draft["id"])
    for role in ["chair", "other_member", "observer"]:
        await channels[role].client.roundtrip()
        assert not told(channels[role], "nudge") and not told(channels[role])


async def test_nobody_sees_where_somebody_is_in_a_draft(live: Live) -> None:
    draft = await propose(live.http("member"), live.cast, change(live.cast))
    tabled = await propose(live.http("member"), live.cast, change(live.cast, number=1, table=True))
    member, reader = await live.channel("member"), await live.channel("other_member")
    for proposal in (draft, tabled):
        await member.client.attach(f"{proposal['text']}@1")
    paragraph = str(live.cast.paragraphs[0])

    await member.be_present({"paragraph": paragraph, "text": draft["text"], "anchor": {}, "editing": True})
    await until(lambda: reader.awareness.get(member.ydoc.client_id))
    shown = reader.awareness[member.ydoc.client_id]
    await member.be_present({"paragraph": paragraph, "text": tabled["text"], "editing": True}, clock=2)
    await until(lambda: reader.awareness[member.ydoc.client_id] != shown)

    assert shown.keys() == {"paragraph", "user"}
    assert reader.awareness[member.ydoc.client_id]["text"] == tabled["text"]


async def test_an_oral_proposal_is_on_every_screen_from_the_first_letter(live: Live) -> None:
    channel = await live.channel("observer")
    wanted = change(live.cast, None, basis="floor", for_name="A voice")
    del wanted["runs"]
    entered = await propose(live.http("secretariat"), live.cast, wanted)
    await until(lambda: told(channel))
    secretariat, reader = await attach(live, "secretariat", entered), await attach(live, "observer", entered)
    vice_chair = await attach(live, "vice_chair", entered)

    await secretariat.type("A", at=0)
    await until(lambda: reader.text.startswith("A1."))
    await vice_chair.type("B", at=0)
    await until(lambda: reader.text.startswith("BA1."))

    event = told(channel)[0]
    assert event["kind"] == "proposal.changed" and event["subjects"] == [entered["id"]]
    assert reader.scope == "readonly"
    assert (await live.words()).plain == FIRST


async def test_accepting_puts_the_words_before_everybody_and_takes_none_of_who_types_there(live: Live) -> None:
    typist, reader, channel = (
        await live.attach("other_member"),
        await live.attach("observer"),
        await live.channel("drafter"),
    )
    proposal = await propose(live.http("member"), live.cast, change(live.cast, table=True))
    before = (await live.row()).generation
    shown = await preview(live.http("chair"), proposal)

    sent = typist.edit(lambda words: words.insert(len(words), " And typed at that moment."))
    accepted = await done(live.http("chair"), proposal, "accept", **seen(shown))
    await typist.send_update(sent)
    await until(lambda: typist.is_saved and reader.text == typist.text)

    assert reader.text == FIRST.replace("[should]", "shall") + " And typed at that moment."
    assert (await live.words()).plain == reader.text and (await live.words()).hash == reader.hash
    assert (await live.row()).generation == before and typist.scope == "read-write"
    await until(lambda: len(told(channel)) == 2)
    event = told(channel)[-1]
    assert event["kind"] == "proposal.changed" and event["subjects"] == [proposal["id"]]
    assert event["paragraphs"][0]["runs"] == accepted["result"]["runs"]


async def test_words_that_come_between_preview_and_accepting_stop_it(live: Live) -> None:
    typist = await live.attach("other_member")
    proposal = await propose(live.http("member"), live.cast, change(live.cast, table=True))
    chair = live.http("chair")
    shown = await preview(chair, proposal)

    await typist.type(" Typed.")
    await until(lambda: typist.is_saved)
    refused = await chair.post(f"/api/proposals/{proposal['id']}/accept", json=seen(shown))
    again = refused.json()["current"]
    chosen = await done(chair, proposal, "accept", **seen(again, runs=again["result"]["runs"]))

    assert refused.status_code == 409
    assert chosen["result"]["words"] == FIRST.replace("[should]", "shall") + " Typed."
    await until(lambda: typist.text == chosen["result"]["words"])


async def test_sponsors_write_together_until_it_is_taken_up(live: Live) -> None:
    proposal = await propose(live.http("member"), live.cast, change(live.cast, table=True))
    hungary, brazil = await attach(live, "member", proposal), await attach(live, "other_member", proposal)
    assert (hungary.scope, brazil.scope) == ("read-write", "readonly")

    await done(live.http("other_member"), proposal, "sponsor")
    await until(lambda: brazil.scope == "read-write")
    await brazil.type(" For Brazil.")
    await until(lambda: brazil.is_saved and hungary.text.endswith(" For Brazil."))
    await done(live.http("other_member"), proposal, "leave")
    await until(lambda: brazil.scope == "readonly")
    await accept(live.http("chair"), proposal)
    await until(lambda: hungary.scope == "readonly")
    late = await hungary.type(" Too late.")
    await until(lambda: late.status == 0)

    assert hungary.reasons == ["taken-up"]
    assert (await live.words()).plain.endswith(" For Brazil.")
    handed = (await live.http("member").get(f"/api/texts/{proposal['text']}/refused")).json()
    assert handed[0]["words"].endswith(" Too late.")


async def test_who_leaves_the_delegation_loses_its_draft_and_its_words_at_once(live: Live) -> None:
    draft = await propose(live.http("member"), live.cast, change(live.cast))
    tabled = await propose(live.http("member"), live.cast, change(live.cast, number=1, table=True))
    colleague, on_tabled = await attach(live, "colleague", draft), await attach(live, "colleague", tabled)
    assert colleague.scope == on_tabled.scope == "read-write"
    async with live.app.state.database.reading() as session:
        seat = (
            await session.scalars(select(Membership).where(Membership.person_id == live.cast.people["colleague"]))
        ).one()

    brazil = {"delegation": str(live.cast.delegations["Brazil"])}
    moved = await live.http("secretariat").patch(f"/api/seats/{seat.id}", json=brazil)
    assert moved.status_code == 200, moved.text
    await until(
        lambda: colleague.denied and on_tabled.scope == "readonly", lambda: (colleague.events, on_tabled.events), 5
    )

    listed = await live.http("colleague").get(f"/api/documents/{live.cast.document_id}/proposals")
    assert [one["id"] for one in listed.json()] == [tabled["id"]]


async def test_what_is_sent_back_disappears_for_those_who_had_it_open(live: Live) -> None:
    proposal = await propose(live.http("member"), live.cast, change(live.cast, table=True))
    hungary, reader = await attach(live, "member", proposal), await attach(live, "observer", proposal)
    channel = await live.channel("observer")

    response = await live.http("chair").post(f"/api/proposals/{proposal['id']}/send-back", json={"note": "Shorter."})
    assert response.status_code == 200
    await until(lambda: reader.denied and told(channel), lambda: (reader.events, channel.messages), 5)
    await hungary.type(" Private.")
    await until(lambda: hungary.is_saved)
    await reader.client.roundtrip()

    assert "Private" not in reader.text


async def test_additions_and_deletions_come_with_the_event(live: Live) -> None:
    channel, chair = await live.channel("observer"), live.http("chair")
    added = await propose(live.http("member"), live.cast, addition(live.cast, "More.", table=True))
    gone = await propose(live.http("member"), live.cast, deletion(live.cast, 1, table=True))

    new = await accept(chair, added)
    await accept(chair, gone)
    await until(lambda: len(told(channel)) == 4)

    addition_told, deletion_told = told(channel)[2:]
    [paragraph] = addition_told["paragraphs"]
    assert paragraph["id"] == new["result"]["id"] and paragraph["runs"] == runs("More.")
    assert paragraph["after"] == str(live.cast.paragraphs[0])
    assert deletion_told["paragraphs"][0]["withdrawn"]
    assert paragraph["id"] in deletion_told["labels"]


async def test_adoption_ends_the_writing_of_proposals(live: Live) -> None:
    chair = live.http("chair")
    proposal = await propose(live.http("member"), live.cast, change(live.cast, table=True))
    draft = await propose(live.http("member"), live.cast, change(live.cast))
    on_tabled, on_draft = await attach(live, "member", proposal), await attach(live, "member", draft)
    url = f"/api/documents/{live.cast.document_id}"
    looked = (await chair.get(f"{url}/adoption")).json()

    adopted = await chair.post(f"{url}/state", json={"state": "adopted", "seen": looked["seen"]})
    assert adopted.status_code == 200, adopted.text
    await until(lambda: on_tabled.scope == on_draft.scope == "readonly")


async def test_many_accept_and_type_at_once_and_nothing_is_lost(live: Live) -> None:
    typist = await live.attach("other_member")
    chair, member = live.http("chair"), live.http("member")
    proposals = [
        await propose(member, live.cast, change(live.cast, runs(f"{FIRST} Sentence {n}."), table=True))
        for n in range(4)
    ]

    async def accept_until_done(proposal: dict[str, Any]) -> None:
        while True:
            shown = await preview(chair, proposal)
            body = seen(shown, runs=shown["result"]["runs"])
            response = await chair.post(f"/api/proposals/{proposal['id']}/accept", json=body)
            if response.status_code == 200:
                return
            assert response.json()["type"] == "/problems/words-moved-on", response.text

    async def type_some() -> None:
        for number in range(15):
            await typist.type(f" w{number}")
            await asyncio.sleep(0)

    await asyncio.gather(*(accept_until_done(one) for one in proposals), type_some())
    await until(lambda: typist.is_saved)
    async with live.app.state.database.reading() as session:
        words = await texts.words_of(session, live.cast.texts[0])
    await until(lambda: typist.text == words.plain)

    for number in range(15):
        assert f" w{number}" in words.plain
    for number in range(4):
        assert f"Sentence {number}." in words.plain
