"""Making proposals: changes, additions, deletions; private drafts and tabled ones; whose they are."""

from typing import Any

import pytest

from app.core.ids import uuid7
from tests.factories import Cast
from tests.integration.amendments.proposing import (
    SHALL,
    As,
    addition,
    change,
    deletion,
    paragraph,
    proposals,
    propose,
    record,
)


async def test_a_draft_is_seen_by_its_delegation_and_nobody_else(cast: Cast, client_as: As) -> None:
    member = await client_as("member")
    before = await paragraph(member, cast)
    draft = await propose(member, cast, change(cast, rationale="Stronger."))

    assert draft["stage"] == "draft" and draft["number"] is None and draft["proposer"] == "Hungary"
    assert draft["runs"] == SHALL and draft["base_runs"] == before["runs"]
    assert draft["base_hash"] == before["content_hash"]
    assert draft["mine"] and draft["may"]["write"] and draft["may"]["table"] and draft["may"]["withdraw"]
    assert [one["id"] for one in await proposals(await client_as("colleague"), cast)] == [draft["id"]]
    for role in ["chair", "vice_chair", "secretariat", "other_member", "drafter", "observer"]:
        other = await client_as(role)
        assert await proposals(other, cast) == []
        assert (await other.get(f"/api/proposals/{draft['id']}")).status_code == 404
        assert (await other.get(f"/api/texts/{draft['text']}/refused")).status_code == 404
    assert await record(member, cast) == []
    assert (await paragraph(member, cast)) == before


async def test_the_same_proposal_again_is_the_same(cast: Cast, client_as: As) -> None:
    member, other = await client_as("member"), await client_as("other_member")
    wanted = change(cast)

    made = await propose(member, cast, wanted)
    again = await propose(member, cast, wanted, 200)
    by_another = await propose(other, cast, wanted, 409)

    assert again == made
    assert by_another["type"] == "/problems/id-taken"
    assert len(await proposals(member, cast)) == 1


async def test_a_proposal_tabled_at_once_is_numbered_recorded_and_seen_by_all(cast: Cast, client_as: As) -> None:
    member, observer = await client_as("member"), await client_as("observer")

    first = await propose(member, cast, change(cast, table=True))
    second = await propose(member, cast, deletion(cast, 1, table=True, rationale="Said in A.1."))
    third = await propose(member, cast, addition(cast, "Governments should report.", table=True, level=1))

    assert [one["number"] for one in (first, second, third)] == [1, 2, 3]
    assert [one["id"] for one in await proposals(observer, cast)] == [one["id"] for one in (first, second, third)]
    assert second["text"] is None and second["words"] == "" and second["content_hash"] is None
    lines = await record(observer, cast)
    assert [line["action"] for line in lines] == ["amendment.tabled"] * 3
    assert lines[0]["runs"] == SHALL and lines[0]["content_hash"] == first["content_hash"]
    assert lines[1]["words"] == (await paragraph(observer, cast, 1))["words"]
    assert lines[2]["facts"]["level"] == 1


@pytest.mark.parametrize(
    ("role", "table", "status", "why"),
    [
        ("member", True, 201, None),
        ("drafter", False, 201, None),
        ("drafter", True, 403, "drafts-only"),
        ("observer", False, 403, "observer"),
        ("secretariat", False, 403, "no-seat"),
        ("stranger", False, 403, "foreign"),
        ("nobody", False, 401, None),
    ],
)
async def test_members_propose_and_those_who_act_for_a_delegation_table(
    cast: Cast, client_as: As, role: str, table: bool, status: int, why: str | None
) -> None:
    answer = await propose(await client_as(role), cast, change(cast, table=table), status)

    assert answer.get("why") == why


async def test_nothing_is_proposed_where_nobody_changes_words(cast: Cast, client_as: As) -> None:
    chair, member = await client_as("chair"), await client_as("member")
    await chair.post(f"/api/paragraphs/{cast.paragraphs[1]}/withdraw", json={})
    withdrawn = await propose(member, cast, change(cast, number=1), 409)
    await chair.patch(f"/api/categories/{cast.categories[0]}", json={"way": "closed"})

    closed = await propose(member, cast, change(cast), 403)
    added = await propose(member, cast, addition(cast, "More."), 403)
    unknown = await propose(member, cast, change(cast) | {"paragraph": str(uuid7())}, 404)

    assert withdrawn["type"] == "/problems/withdrawn"
    assert closed["why"] == added["why"] == "closed"
    assert unknown["type"] == "/problems/not-found"


@pytest.mark.parametrize(
    ("basis", "more", "proposer"),
    [("chair", {}, "Chair"), ("editorial", {}, "Editorial"), ("floor", {"for_name": "A voice"}, "A voice")],
)
async def test_the_desk_enters_what_is_said_and_it_is_tabled_at_once(
    cast: Cast, client_as: As, basis: str, more: dict[str, Any], proposer: str
) -> None:
    secretariat = await client_as("secretariat")
    wanted = change(cast, basis=basis, **more)

    entered = await propose(secretariat, cast, wanted)
    by_a_member = await propose(await client_as("member"), cast, change(cast, basis=basis, **more), 403)

    assert entered["stage"] == "tabled" and entered["number"] == 1 and entered["proposer"] == proposer
    assert entered["may"]["write"] and entered["may"]["withdraw"] and entered["may"]["edit"]
    assert by_a_member["why"] == "not-your-office"


async def test_what_was_said_from_the_floor_is_that_delegations(cast: Cast, client_as: As) -> None:
    secretariat, brazil = await client_as("secretariat"), await client_as("other_member")
    brazils = str(cast.delegations["Brazil"])

    entered = await propose(secretariat, cast, change(cast, basis="floor", for_delegation=brazils))
    [seen] = await proposals(brazil, cast)

    assert entered["proposer"] == "Brazil" and entered["sponsors"][0]["delegation"] == brazils
    assert seen["mine"] and seen["may"]["write"] and seen["may"]["withdraw"]
    assert (await propose(secretariat, cast, change(cast, basis="floor"), 422))["status"] == 422
    assert (await propose(secretariat, cast, change(cast, basis="floor", for_delegation=str(uuid7())), 404))["title"]


async def test_words_that_were_not_added_become_a_proposal(cast: Cast, client_as: As) -> None:
    member, draft_id = await client_as("member"), uuid7()
    drafts = f"/api/paragraphs/{cast.paragraphs[0]}/drafts"
    await member.put(f"{drafts}/{draft_id}", json={"runs": SHALL, "origin": "not_added", "reason": "agreed"})

    wanted = change(cast, draft=str(draft_id), table=True)
    del wanted["runs"]
    proposal = await propose(member, cast, wanted)

    assert proposal["runs"] == SHALL and proposal["source"] == "not_added" and proposal["stage"] == "tabled"
    assert (await member.get(drafts)).json() == []
    stolen = change(cast, draft=str(draft_id))
    assert (await propose(await client_as("other_member"), cast, stolen, 404))["type"] == "/problems/not-found"
