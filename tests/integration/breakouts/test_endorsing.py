"""The plenary endorses what a group reported: all of it or nothing, and nothing that moved on."""

from typing import Any

import pytest
from fastapi import FastAPI

from app.core.ids import uuid7
from app.ledger.verify import verify
from app.texts.runs import content_hash
from tests.factories import Cast
from tests.integration.breakouts.conftest import ClientAs, Group, SetUp, item_of, page_of, say, words_in


async def test_what_can_be_taken_as_it_is_is_endorsed_in_one_gesture(
    client_as: ClientAs, cast: Cast, group: Group
) -> None:
    await group.say("A.1", "The group's first.")
    await group.say("A.2", "The group's second.")
    await group.report()
    chair = await client_as("chair")
    items = await group.items(chair)

    answer = await group.endorse(chair, [item_of(items["A.1"]), item_of(items["A.2"])])

    assert answer.status_code == 200, answer.text
    assert answer.json()["endorsed"] == 2
    assert {item["state"] for item in answer.json()["items"]} == {"unchanged"}
    assert {item["outcome"]["became"] for item in answer.json()["items"]} == {"taken"}
    words = await words_in(chair, cast.document_id)
    assert (words["A.1"], words["A.2"]) == ("The group's first.", "The group's second.")
    seen = await group.read(chair)
    assert (seen["counts"]["changed"], seen["counts"]["taken"], seen["counts"]["left"]) == (2, 2, 0)


async def test_each_endorsed_paragraph_is_one_line_of_the_plenarys_record(
    app: FastAPI, client_as: ClientAs, cast: Cast, group: Group
) -> None:
    await group.say("A.1", "The group's first.")
    await group.say("A.2", "The group's second.")
    await group.report()
    chair = await client_as("chair")
    items = await group.items(chair)
    before = (await chair.get(f"/api/documents/{cast.document_id}/record")).json()
    await group.endorse(chair, [item_of(items["A.1"]), item_of(items["A.2"], note="With thanks.")])

    lines = (await chair.get(f"/api/documents/{cast.document_id}/record")).json()[len(before) :]

    assert [(line["action"], line["label"]) for line in lines] == [
        ("paragraph.endorsed", "A.1"),
        ("paragraph.endorsed", "A.2"),
    ]
    assert lines[0]["words"] == "The group's first."
    assert lines[0]["content_hash"] == items["A.1"]["group_words"]["content_hash"]
    assert lines[0]["office"] == "chair"
    assert lines[0]["facts"]["group"] == "Breakout group 1"
    assert lines[0]["facts"]["group_hash"] == items["A.1"]["group_words"]["content_hash"]
    assert lines[1]["facts"]["note"] == "With thanks."
    async with app.state.database.reading() as session:
        report = await (await session.connection()).run_sync(verify, content_hash)
    assert report.faults == []


async def test_words_stay_those_of_the_people_who_wrote_them(
    app: FastAPI, client_as: ClientAs, cast: Cast, group: Group
) -> None:
    from app.texts.authorship import authors_of

    await group.say("A.1", "Written by a member of the group.", by=cast.people["member"])
    await group.report()
    chair = await client_as("chair")
    await group.endorse(chair, [item_of((await group.items(chair))["A.1"])])

    async with app.state.database.reading() as session:
        authors = await authors_of(session, cast.texts[0])
    assert cast.people["member"] in {span.person_id for span in authors}
    assert cast.people["chair"] not in {span.person_id for span in authors}


async def test_what_moved_on_is_shown_again_and_nothing_is_done(
    app: FastAPI, client_as: ClientAs, cast: Cast, group: Group
) -> None:
    await group.say("A.1", "The group's first.")
    await group.say("A.2", "The group's second.")
    await group.report()
    chair = await client_as("chair")
    items = await group.items(chair)
    await say(app, cast.texts[1], "The plenary's second.")

    answer = await group.endorse(chair, [item_of(items["A.1"]), item_of(items["A.2"])])

    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/moved-on"
    [moved] = answer.json()["items"]
    assert (moved["address"], moved["state"]) == ("A.2", "changed_here_too")
    assert moved["plenary_words"]["words"] == "The plenary's second."
    words = await words_in(chair, cast.document_id)
    assert words["A.1"] == "1. Member States [should] promote the participation of all stakeholders."
    assert words["A.2"] == "The plenary's second."


async def test_where_both_were_changed_the_words_are_chosen(
    app: FastAPI, client_as: ClientAs, cast: Cast, group: Group
) -> None:
    await group.say("A.1", "The group's first.")
    await say(app, cast.texts[0], "The plenary's first.")
    await group.report()
    chair = await client_as("chair")
    item = (await group.items(chair))["A.1"]

    without = await group.endorse(chair, [item_of(item)])
    chosen = await group.endorse(chair, [item_of(item, runs=[{"insert": "What both can live with."}])])

    assert without.json()["type"] == "/problems/choose-words"
    assert chosen.json()["items"][0]["outcome"]["became"] == "amended"
    assert (await words_in(chair, cast.document_id))["A.1"] == "What both can live with."


async def test_the_chair_amends_in_the_same_act(client_as: ClientAs, cast: Cast, group: Group) -> None:
    await group.say("A.1", "The group's first.")
    await group.report()
    chair = await client_as("chair")
    item = (await group.items(chair))["A.1"]

    amended = await group.endorse(chair, [item_of(item, take="amended", runs=[{"insert": "The group's very first."}])])

    assert amended.json()["items"][0]["outcome"]["became"] == "amended"
    assert (await words_in(chair, cast.document_id))["A.1"] == "The group's very first."


async def test_what_is_agreed_meanwhile_becomes_only_a_proposal_or_an_alternative(
    client_as: ClientAs, cast: Cast, group: Group
) -> None:
    await group.say("A.1", "The group's first.")
    await group.say("A.2", "The group's second.")
    chair = await client_as("chair")
    there = (await page_of(chair, cast.document_id))["paragraphs"]
    for one in there[:2]:
        await chair.put(
            f"/api/paragraphs/{one['id']}/status",
            json={"status": "agreed", "content_hash": one["content_hash"], "brackets_seen": True},
        )
    await group.report()
    items = await group.items(chair)

    taken = await group.endorse(chair, [item_of(items["A.1"])])
    amended = await group.endorse(chair, [item_of(items["A.1"], take="amended", runs=[{"insert": "Other."}])])
    kept = await group.endorse(
        chair, [item_of(items["A.1"], take="alternative"), item_of(items["A.2"], take="proposal", note="Late.")]
    )

    assert (taken.json()["type"], amended.json()["type"]) == ("/problems/still-agreed",) * 2
    assert kept.status_code == 200, kept.text
    words = await words_in(chair, cast.document_id)
    assert (words["A.1"], words["A.2"]) == (there[0]["words"], there[1]["words"])
    alternatives = (await chair.get(f"/api/documents/{cast.document_id}/alternatives")).json()
    assert [(one["words"], one["breakout"]) for one in alternatives] == [("The group's first.", group.id)]
    proposals = (await chair.get(f"/api/documents/{cast.document_id}/proposals")).json()
    assert [(one["words"], one["proposer"], one["stage"]) for one in proposals] == [
        ("The group's second.", "Breakout group 1", "tabled")
    ]
    assert [item["outcome"]["became"] for item in kept.json()["items"]] == ["alternative", "proposal"]


async def test_new_paragraphs_withdrawals_kinds_levels_and_moves_are_taken_over(
    client_as: ClientAs, cast: Cast, group: Group
) -> None:
    member, chair = await client_as("member"), await client_as("chair")
    paragraphs = await group.paragraphs()
    await member.patch(f"/api/paragraphs/{paragraphs['A.1']['id']}", json={"kind": "statement", "level": 1})
    await member.post(f"/api/paragraphs/{paragraphs['A.2']['id']}/withdraw")
    added = await group.add("Something new.", after=paragraphs["A.3"]["id"])
    await group.add("Something under it.", after=added, level=1)
    await member.post(f"/api/paragraphs/{paragraphs['A.1']['id']}/move", json={"after": paragraphs["A.3"]["id"]})
    await group.report()
    items = await group.items(chair)

    answer = await group.endorse(chair, [item_of(item, structure=True) for item in items.values()])

    assert answer.status_code == 200, answer.text
    page = await page_of(chair, cast.document_id)
    shown = [(one["words"][:15], one["level"], one["kind"], one["withdrawn"]) for one in page["paragraphs"]]
    assert shown == [
        ("2. Member State", 0, "recommendation", True),
        ("3. Member State", 0, "recommendation", False),
        ("1. Member State", 1, "statement", False),
        ("Something new.", 0, "recommendation", False),
        ("Something under", 1, "recommendation", False),
    ]
    after = await group.items(chair)
    assert {item["state"] for item in after.values()} <= {"unchanged", "gone"}


async def test_an_added_paragraph_needs_no_place_that_was_not_taken(
    client_as: ClientAs, cast: Cast, group: Group
) -> None:
    chair = await client_as("chair")
    paragraphs = await group.paragraphs()
    added = await group.add("Not taken.", after=paragraphs["A.1"]["id"])
    await group.add("Taken.", after=added)
    await group.report()
    items = await group.items(chair)
    wanted = next(item for item in items.values() if item["group_words"]["words"] == "Taken.")

    await group.endorse(chair, [item_of(wanted)])

    page = await page_of(chair, cast.document_id)
    assert [one["words"][:5] for one in page["paragraphs"]] == ["1. Me", "Taken", "2. Me", "3. Me"]


async def test_halves_of_a_split_are_taken_together_or_not_at_all(
    app: FastAPI, client_as: ClientAs, cast: Cast, group: Group
) -> None:
    chair = await client_as("chair")
    await group.split("A.1", 10)
    await group.report()
    items = await group.items(chair)
    head = items["A.1"]
    tail = next(item for item in items.values() if item["state"] == "added")

    alone = await group.endorse(chair, [item_of(head)])
    both = await group.endorse(chair, [item_of(head), item_of(tail)])

    assert alone.json()["type"] == "/problems/belong-together"
    assert both.status_code == 200, both.text
    page = await page_of(chair, cast.document_id)
    first, second = page["paragraphs"][:2]
    assert (
        first["words"] + second["words"] == "1. Member States [should] promote the participation of all stakeholders."
    )


async def test_recommended_marks_are_given_with_the_words(client_as: ClientAs, cast: Cast, group: Group) -> None:
    await group.say("A.1", "The group's first.")
    convener, chair, secretariat = [await client_as(role) for role in ("other_member", "chair", "secretariat")]
    for address, status in (("A.1", "agreed"), ("A.2", "to_revisit")):
        one = (await group.paragraphs())[address]
        await convener.put(
            f"/api/paragraphs/{one['id']}/status",
            json={"status": status, "content_hash": one["content_hash"], "brackets_seen": True},
        )
    await group.report()
    items = await group.items(chair)

    one = await group.endorse(chair, [item_of(items["A.1"], mark=True)])
    other = await group.endorse(secretariat, [item_of(items["A.2"], mark=True)])

    assert (one.status_code, other.status_code) == (200, 200), other.text
    first, second, _ = (await page_of(chair, cast.document_id))["paragraphs"]
    assert (first["status"], first["locked"], first["mark"]["hash"]) == ("agreed", True, first["content_hash"])
    assert first["mark"]["office"] == "chair"
    assert (second["status"], second["mark"]["awaiting_confirmation"]) == ("to_revisit", True)
    assert second["mark"]["on_word_of"] == "Chair"
    line = (await chair.get(f"/api/documents/{cast.document_id}/record")).json()[first["mark"]["decision"] - 1]
    assert (line["action"], line["status"], line["words"]) == ("paragraph.marked", "agreed", "The group's first.")
    confirmed = await chair.post(
        f"/api/paragraphs/{second['id']}/confirm", json={"decision": second["mark"]["decision"]}
    )
    assert confirmed.status_code == 200


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("chair", 200),
        ("vice_chair", 200),
        ("secretariat", 200),
        ("other_member", 403),
        ("member", 403),
        ("observer", 403),
        ("stranger", 403),
        ("nobody", 401),
    ],
)
async def test_only_the_chair_endorses_or_the_secretariat_on_the_chairs_word(
    client_as: ClientAs, group: Group, role: str, code: int
) -> None:
    await group.say("A.1", "The group's first.")
    await group.report()
    items = await group.items(await client_as("chair"))

    answer = await group.endorse(await client_as(role), [item_of(items["A.1"])])

    assert answer.status_code == code


async def test_only_what_was_reported_is_endorsed(client_as: ClientAs, cast: Cast, set_up: SetUp, app: FastAPI) -> None:
    made = await set_up(openness="members")
    group = Group(app, client_as, made)
    await group.say("A.1", "The group's first.")
    chair = await client_as("chair")
    items = await group.items(chair)

    answer = await group.endorse(chair, [item_of(items["A.1"])])

    assert answer.json()["type"] == "/problems/breakout-state"


async def test_what_is_not_taken_or_goes_back_is_told_to_the_group(
    client_as: ClientAs, cast: Cast, group: Group
) -> None:
    await group.say("A.1", "The group's first.")
    await group.say("A.2", "The group's second.")
    await group.report()
    chair, member = await client_as("chair"), await client_as("member")
    items = await group.items(chair)

    await group.endorse(
        chair,
        [
            item_of(items["A.1"], take="not_taken", note="Not now."),
            item_of(items["A.2"], take="returned", note="Shorter."),
        ],
    )

    told = (await member.get(f"/api/breakouts/{group.id}/outcomes")).json()
    assert [(one["address"], one["became"], one["note"]) for one in told] == [
        ("A.1", "not_taken", "Not now."),
        ("A.2", "returned", "Shorter."),
    ]
    words = await words_in(chair, cast.document_id)
    assert words["A.1"].startswith("1. Member States")
    counts = (await group.read(chair))["counts"]
    assert (counts["taken"], counts["left"]) == (1, 1)


async def test_a_returned_group_goes_on_from_what_was_taken(client_as: ClientAs, cast: Cast, group: Group) -> None:
    chair = await client_as("chair")
    await group.say("A.1", "The group's first.")
    added = await group.add("Something new.", after=(await group.paragraphs())["A.3"]["id"])
    await group.report()
    items = await group.items(chair)
    await group.endorse(chair, [item_of(items["A.1"]), item_of(items["A.3 bis"])])
    await chair.post(f"/api/breakouts/{group.id}/return", json={"note": "Once more."})

    await group.say("A.1", "The group's second thoughts on the first.")
    await group.say("A.3 bis", "Something newer.")
    await group.report()
    again = await group.items(chair)
    assert (again["A.1"]["state"], again["A.3 bis"]["state"]) == ("clean", "clean")
    assert again["A.1"]["base"]["words"] == "The group's first."
    assert again["A.3 bis"]["paragraph"] == added
    answer = await group.endorse(chair, [item_of(again["A.1"]), item_of(again["A.3 bis"])])

    assert answer.status_code == 200, answer.text
    words = await words_in(chair, cast.document_id)
    assert words["A.1"] == "The group's second thoughts on the first."
    assert words["A.4"] == "Something newer."


async def test_two_groups_on_the_same_category_are_endorsed_one_after_the_other(
    app: FastAPI, client_as: ClientAs, cast: Cast, set_up: SetUp
) -> None:
    one = Group(app, client_as, await set_up())
    two = Group(app, client_as, await set_up(name="The same"))
    await one.say("A.1", "As the first group has it.")
    await two.say("A.1", "As the second group has it.")
    await two.say("A.2", "As the second group has A.2.")
    for group in (one, two):
        await group.report()
    chair = await client_as("chair")
    seen_before = (await two.items(chair))["A.1"]

    await one.endorse(chair, [item_of((await one.items(chair))["A.1"])])
    late = await two.endorse(chair, [item_of(seen_before)])
    after = await two.items(chair)

    assert late.json()["type"] == "/problems/moved-on"
    assert (after["A.1"]["state"], after["A.2"]["state"]) == ("changed_here_too", "clean")
    kept = await two.endorse(chair, [item_of(after["A.1"], take="alternative"), item_of(after["A.2"])])
    assert kept.status_code == 200, kept.text
    assert (await words_in(chair, cast.document_id))["A.1"] == "As the first group has it."


async def test_what_the_plenary_split_meanwhile_is_apart(
    app: FastAPI, client_as: ClientAs, cast: Cast, group: Group
) -> None:
    member, chair = await client_as("member"), await client_as("chair")
    await group.say("A.1", "The group's first.")
    refused = await group.split_there(member, cast.paragraphs[0], cast.texts[0], 10)
    split = await group.split_there(chair, cast.paragraphs[0], cast.texts[0], 10)
    await group.report()

    item = (await group.items(chair))["A.1"]

    assert refused.json()["type"] == "/problems/still-negotiated"
    assert split.status_code == 201, split.text
    assert (item["state"], item["apart"]) == ("changed_here_too", True)
    chosen = await group.endorse(chair, [item_of(item, runs=[{"insert": "The group's first."}])])
    assert chosen.json()["items"][0]["outcome"]["became"] == "taken"


async def test_an_ad_hoc_groups_paper_becomes_a_category_of_its_own(
    app: FastAPI, client_as: ClientAs, cast: Cast, set_up: SetUp
) -> None:
    group = Group(app, client_as, await set_up(kind="ad_hoc", name="Way forward", categories=[]))
    first = await group.add("The first step.", after=None)
    await group.add("The second step.", after=first)
    await group.report()
    chair = await client_as("chair")
    items = await group.items(chair)

    answer = await group.endorse(chair, [item_of(item) for item in items.values()])

    assert answer.status_code == 200, answer.text
    page = await page_of(chair, cast.document_id)
    assert page["categories"][-1]["title"] == "Way forward"
    assert [one["words"] for one in page["paragraphs"][-2:]] == ["The first step.", "The second step."]
    assert page["paragraphs"][-1]["source"] == "Ad hoc group 1"


async def test_the_same_endorsement_sent_twice_is_done_once(client_as: ClientAs, cast: Cast, group: Group) -> None:
    await group.say("A.1", "The group's first.")
    await group.report()
    chair = await client_as("chair")
    wanted = [item_of((await group.items(chair))["A.1"])]
    key = {"Idempotency-Key": uuid7().hex}

    one = await chair.post(f"/api/breakouts/{group.id}/endorse", json={"items": wanted}, headers=key)
    two = await chair.post(f"/api/breakouts/{group.id}/endorse", json={"items": wanted}, headers=key)

    assert one.json() == two.json()
    actions: list[Any] = [
        line["action"] for line in (await chair.get(f"/api/documents/{cast.document_id}/record")).json()
    ]
    assert actions.count("paragraph.endorsed") == 1
