"""A breakout group works, is read by whom the chair lets, reports, is given its text back, and is concluded."""

import pytest
from fastapi import FastAPI

from app.documents.models import Document
from app.keeping.checks import check_record
from app.ledger import service as ledger
from tests.factories import Cast
from tests.integration.breakouts.conftest import ClientAs, SetUp, page_of

READERS = ["chair", "member", "other_member", "drafter", "observer", "stranger", "nobody"]
GROUP = {"member", "other_member"}  # Hungary, and the convener, who sits for Brazil


async def readers_of(client_as: ClientAs, copy: str) -> set[str]:
    found = set()
    for role in READERS:
        client = await client_as(role)
        if (await client.get(f"/api/documents/{copy}")).status_code == 200:
            found.add(role)
    return found


@pytest.mark.parametrize(
    ("openness", "expected"),
    [
        ("participants", GROUP),
        ("bureau", GROUP | {"chair"}),
        ("members", GROUP | {"chair", "drafter"}),
        ("observers", GROUP | {"chair", "drafter", "observer"}),
        # The document itself is for members and observers.
        ("public", GROUP | {"chair", "drafter", "observer"}),
    ],
)
async def test_a_groups_text_is_read_by_whom_the_chair_lets(
    client_as: ClientAs, set_up: SetUp, openness: str, expected: set[str]
) -> None:
    made = await set_up(openness=openness)

    assert await readers_of(client_as, made["copy"]) == expected


async def test_a_report_freezes_the_text_and_opens_it_to_everybody_who_reads_the_plenarys(
    client_as: ClientAs, cast: Cast, set_up: SetUp
) -> None:
    made = await set_up()
    convener, member = await client_as("other_member"), await client_as("member")
    page = await page_of(member, made["copy"])
    first = page["paragraphs"][0]

    refused = await member.post(f"/api/breakouts/{made['id']}/report", json={"report": "Done."})
    answer = await convener.post(f"/api/breakouts/{made['id']}/report", json={"report": "Done, by consensus."})

    assert refused.json()["why"] == "not-the-convener"
    assert answer.json()["state"] == "reported"
    assert answer.json()["reported_by"] == "Other Member"
    assert await readers_of(client_as, made["copy"]) == GROUP | {"chair", "drafter", "observer"}
    assert (await page_of(member, made["copy"]))["frozen"]
    for client in (member, convener):
        change = await client.patch(f"/api/paragraphs/{first['id']}", json={"kind": "statement"})
        assert change.json()["why"] == "reported"
    again = await convener.post(f"/api/breakouts/{made['id']}/report", json={"report": "Once more."})
    assert again.json()["why"] == "reported"


async def test_the_plenarys_record_has_where_the_groups_own_record_ends(
    client_as: ClientAs, cast: Cast, set_up: SetUp
) -> None:
    made = await set_up()
    convener = await client_as("other_member")
    page = await page_of(convener, made["copy"])
    await convener.patch(f"/api/paragraphs/{page['paragraphs'][0]['id']}", json={"kind": "statement"})
    await convener.post(f"/api/breakouts/{made['id']}/report", json={"report": "Done."})

    own = (await convener.get(f"/api/documents/{made['copy']}/record")).json()
    plenary = (await convener.get(f"/api/documents/{cast.document_id}/record")).json()

    assert [line["action"] for line in own] == ["breakout.set_up", "paragraph.changed", "breakout.reported"]
    assert [line["action"] for line in plenary] == ["breakout.set_up", "breakout.reported"]
    assert plenary[-1]["facts"]["chain"] == {
        "document": made["copy"],
        "number": 3,
        "fingerprint": own[-1]["fingerprint"],
    }


async def test_a_groups_record_that_does_not_go_as_the_plenarys_says_is_found(
    app: FastAPI, client_as: ClientAs, cast: Cast, set_up: SetUp
) -> None:
    made = await set_up()
    convener = await client_as("other_member")
    await convener.post(f"/api/breakouts/{made['id']}/report", json={"report": "Done."})

    async with app.state.database.reading() as session:
        connection = await session.connection()
        assert (await connection.run_sync(check_record)).faults == []
    async with app.state.database.writing() as session:
        plenary = await session.get_one(Document, cast.document_id)
        end = {"document": made["copy"], "number": 2, "fingerprint": "0" * 64}
        await ledger.record(
            session,
            chain=ledger.document_chain(plenary.id),
            action="breakout.reported",
            actor=None,
            facts={"chain": end},
        )
    async with app.state.database.reading() as session:
        connection = await session.connection()
        [fault] = (await connection.run_sync(check_record)).faults
    assert f"document:{made['copy']}: decision 2 is not the one" in fault


async def test_a_returned_text_is_worked_on_again_and_as_closed_as_before(client_as: ClientAs, set_up: SetUp) -> None:
    made = await set_up()
    chair, convener, member = await client_as("chair"), await client_as("other_member"), await client_as("member")
    early = await chair.post(f"/api/breakouts/{made['id']}/return", json={"note": "Too early."})
    await convener.post(f"/api/breakouts/{made['id']}/report", json={"report": "Done."})

    refused = await member.post(f"/api/breakouts/{made['id']}/return", json={"note": "No."})
    returned = await chair.post(f"/api/breakouts/{made['id']}/return", json={"note": "Look at A.2 again."})

    assert early.json()["type"] == "/problems/breakout-state"
    assert refused.status_code == 403
    assert returned.json()["state"] == "returned"
    assert returned.json()["may"]["read"] is False
    assert await readers_of(client_as, made["copy"]) == GROUP
    seen = (await member.get(f"/api/breakouts/{made['id']}")).json()
    assert seen["return_note"] == "Look at A.2 again."
    assert seen["may"]["work"]
    page = await page_of(member, made["copy"])
    change = await member.patch(f"/api/paragraphs/{page['paragraphs'][0]['id']}", json={"kind": "statement"})
    assert change.status_code == 200
    again = await convener.post(f"/api/breakouts/{made['id']}/report", json={"report": "Now."})
    assert again.json()["state"] == "reported"


async def test_a_group_opens_its_text_earlier_and_never_further_than_the_plenarys(
    client_as: ClientAs, set_up: SetUp
) -> None:
    made = await set_up()
    convener, member = await client_as("other_member"), await client_as("member")

    refused = await member.post(f"/api/breakouts/{made['id']}/open-to", json={"openness": "members"})
    opened = await convener.post(f"/api/breakouts/{made['id']}/open-to", json={"openness": "members"})
    assert refused.status_code == 403
    assert opened.json()["opened_to"] == "members"
    assert await readers_of(client_as, made["copy"]) == GROUP | {"chair", "drafter"}

    narrower = await convener.post(f"/api/breakouts/{made['id']}/open-to", json={"openness": "bureau"})
    assert narrower.json()["opened_to"] == "members"

    await convener.post(f"/api/breakouts/{made['id']}/open-to", json={"openness": "public"})
    assert await readers_of(client_as, made["copy"]) == GROUP | {"chair", "drafter", "observer"}


async def test_a_groups_text_follows_when_fewer_or_more_may_read_the_plenarys(
    client_as: ClientAs, cast: Cast, set_up: SetUp
) -> None:
    made = await set_up(openness="public")
    chair = await client_as("chair")

    await chair.patch(f"/api/documents/{cast.document_id}", json={"audience": "members"})
    assert await readers_of(client_as, made["copy"]) == GROUP | {"chair", "drafter"}

    await chair.patch(f"/api/documents/{cast.document_id}", json={"audience": "public"})
    assert await readers_of(client_as, made["copy"]) == set(READERS)


async def test_who_takes_part_changes_at_once(client_as: ClientAs, cast: Cast, set_up: SetUp) -> None:
    made = await set_up()
    chair, member = await client_as("chair"), await client_as("member")
    given = {"conveners": [str(cast.people["observer"])], "people": [str(cast.people["drafter"])]}

    refused = await member.put(f"/api/breakouts/{made['id']}/participants", json=given)
    changed = await chair.put(f"/api/breakouts/{made['id']}/participants", json=given)

    assert refused.status_code == 403
    assert [one["name"] for one in changed.json()["participants"]] == ["Observer", "Drafter"]
    assert await readers_of(client_as, made["copy"]) == {"observer", "drafter"}
    observer = await client_as("observer")
    seen = (await observer.get(f"/api/breakouts/{made['id']}")).json()
    assert seen["may"] | {"read": True, "work": True, "convene": True, "report": True} == seen["may"]


async def test_a_concluded_group_ends_where_it_is(client_as: ClientAs, cast: Cast, set_up: SetUp) -> None:
    made = await set_up()
    chair, member = await client_as("chair"), await client_as("member")

    ended = await chair.post(f"/api/breakouts/{made['id']}/conclude")
    again = await chair.post(f"/api/breakouts/{made['id']}/conclude")

    assert ended.json()["state"] == again.json()["state"] == "concluded"
    assert await readers_of(client_as, made["copy"]) == GROUP
    seen = (await member.get(f"/api/breakouts/{made['id']}")).json()
    assert not seen["may"]["work"]
    late = await chair.patch(f"/api/breakouts/{made['id']}", json={"name": "Another"})
    assert late.json()["type"] == "/problems/breakout-state"


async def test_a_group_is_called_and_tasked_otherwise(client_as: ClientAs, cast: Cast, set_up: SetUp) -> None:
    made = await set_up()
    chair, member = await client_as("chair"), await client_as("member")

    changed = await chair.patch(
        f"/api/breakouts/{made['id']}", json={"name": "Capacity", "task": "Be short.", "due_day": "2026-12-04"}
    )
    undated = await chair.patch(f"/api/breakouts/{made['id']}", json={"due_day": None, "openness": "members"})

    assert changed.json()["due_day"] == "2026-12-04"
    assert (undated.json()["due_day"], undated.json()["openness"]) == (None, "members")
    page = await page_of(member, made["copy"])
    assert page["title"] == "Breakout group 1: Capacity"


async def test_a_groups_text_is_not_a_document_of_the_working_group(
    client_as: ClientAs, cast: Cast, set_up: SetUp
) -> None:
    made = await set_up(openness="members", conveners=[str(cast.people["chair"])])
    chair = await client_as("chair")
    page = await page_of(chair, made["copy"])
    copy = f"/api/documents/{made['copy']}"
    await chair.post(f"/api/groups/{cast.group_id}/meetings", json={"number": 1, "title": "First"})

    refused = [
        await chair.post(f"{copy}/sittings", json={"access": "everyone", "planned": []}),
        await chair.post(f"{copy}/revisions", json={"title": "Ours"}),
        await chair.put(f"{copy}/now", json={"paragraph": page["paragraphs"][0]["id"]}),
        await chair.post(f"{copy}/displays", json={"name": "Screen"}),
        await chair.patch(copy, json={"title": "Ours"}),
        await chair.patch(copy, json={"audience": "public"}),
        await chair.post(f"{copy}/numbering", json={"numbering": "computed"}),
        await chair.patch(f"/api/categories/{page['categories'][0]['id']}", json={"title": "Ours"}),
        await chair.patch(f"/api/categories/{page['categories'][0]['id']}", json={"way": "closed"}),
        await chair.post(f"{copy}/breakouts", json={"id": made["id"], "categories": []}),
    ]

    assert [answer.status_code for answer in refused] == [403, 403, 403, 403, 409, 409, 409, 409, 403, 422]


async def test_an_unattributed_group_shows_no_names_to_others(client_as: ClientAs, cast: Cast, set_up: SetUp) -> None:
    made = await set_up(openness="members", unattributed=True)
    convener, drafter = await client_as("other_member"), await client_as("drafter")
    page = await page_of(convener, made["copy"])
    one = page["paragraphs"][0]
    await convener.put(
        f"/api/paragraphs/{one['id']}/status",
        json={"status": "agreed", "content_hash": one["content_hash"], "brackets_seen": True},
    )

    theirs = (await convener.get(f"/api/documents/{made['copy']}/record")).json()
    others = (await drafter.get(f"/api/documents/{made['copy']}/record")).json()

    assert {line["actor"] for line in theirs} == {"Chair", "Other Member"}
    assert {line["actor"] for line in others} == {None}
    assert (await page_of(drafter, made["copy"]))["paragraphs"][0]["mark"]["by"] == ""
