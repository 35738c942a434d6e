"""Whose a proposal is: tabling, withdrawing, joining, leaving, inviting to a draft."""

import pytest

from tests.factories import Cast
from tests.integration.amendments.proposing import As, change, deletion, do, done, proposals, propose, record


async def test_a_draft_is_tabled_by_somebody_who_may_act_for_the_delegation(cast: Cast, client_as: As) -> None:
    drafter, brazil, chair = await client_as("drafter"), await client_as("other_member"), await client_as("chair")
    draft = await propose(drafter, cast, change(cast))

    refused = await do(drafter, draft, "table")
    tabled = await done(brazil, draft, "table")
    again = await done(brazil, draft, "table")

    assert draft["may"]["write"] and not draft["may"]["table"]
    assert refused.status_code == 403 and refused.json()["why"] == "drafts-only"
    assert tabled["stage"] == "tabled" and tabled["number"] == 1 and tabled["tabled_by"] == "Other Member"
    assert again["number"] == 1
    assert [one["id"] for one in await proposals(chair, cast)] == [draft["id"]]
    [line] = await record(chair, cast)
    assert line["action"] == "amendment.tabled" and line["facts"]["proposer"] == "Brazil"


async def test_others_join_and_leave_and_the_next_one_is_then_the_proposer(cast: Cast, client_as: As) -> None:
    hungary, brazil, chair = await client_as("member"), await client_as("other_member"), await client_as("chair")
    proposal = await propose(hungary, cast, change(cast, table=True))
    [seen] = await proposals(brazil, cast)
    assert seen["may"]["cosponsor"] and not seen["may"]["write"] and not seen["mine"]

    joined = await done(brazil, proposal, "sponsor")
    again = await done(brazil, proposal, "sponsor")
    with_the_chair = await done(chair, proposal, "sponsor")
    left = await done(hungary, proposal, "leave")

    assert joined["mine"] and joined["may"]["write"] and joined["may"]["leave"] and not joined["may"]["withdraw"]
    assert [one["name"] for one in again["sponsors"]] == ["Hungary", "Brazil"]
    assert [one["name"] for one in with_the_chair["sponsors"]] == ["Hungary", "Brazil", "Chair"]
    assert left["proposer"] == "Brazil" and [one["proposer"] for one in left["sponsors"]] == [True, False]
    assert not left["may"]["write"]
    actions = [(line["action"], line["facts"].get("sponsor")) for line in await record(chair, cast)]
    assert actions[1:] == [
        ("amendment.sponsored", "Brazil"),
        ("amendment.sponsored", "Chair"),
        ("amendment.left", "Hungary"),
    ]


async def test_the_last_sponsor_does_not_leave_but_withdraws(cast: Cast, client_as: As) -> None:
    hungary, brazil = await client_as("member"), await client_as("other_member")
    proposal = await propose(hungary, cast, change(cast, table=True))
    left = await do(hungary, proposal, "leave")
    await done(brazil, proposal, "sponsor")

    by_another = await do(brazil, proposal, "withdraw")
    withdrawn = await done(hungary, proposal, "withdraw")
    again = await done(hungary, proposal, "withdraw")
    afterwards = await do(brazil, proposal, "leave")

    assert left.status_code == 409 and left.json()["type"] == "/problems/last-sponsor"
    assert by_another.status_code == 403 and by_another.json()["why"] == "not-yours"
    assert withdrawn["stage"] == again["stage"] == "withdrawn" and not any(withdrawn["may"].values())
    assert afterwards.json()["type"] == "/problems/proposal-not-open"
    assert [line["action"] for line in await record(brazil, cast)][-1] == "amendment.withdrawn"


async def test_who_is_invited_to_a_draft_writes_in_it_and_joins(cast: Cast, client_as: As) -> None:
    hungary, brazil, drafter = await client_as("member"), await client_as("other_member"), await client_as("drafter")
    draft = await propose(hungary, cast, change(cast))

    invited = await done(hungary, draft, "invite", delegation=str(cast.delegations["Brazil"]))
    [seen] = await proposals(drafter, cast)
    chairs = await proposals(await client_as("chair"), cast)
    unasked = await do(drafter, draft, "invite", delegation=str(cast.delegations["Internet Society"]))
    joined = await done(brazil, draft, "sponsor")
    tabled = await done(brazil, draft, "table")

    assert [one["name"] for one in invited["invited"]] == ["Brazil"]
    assert seen["id"] == draft["id"] and seen["may"]["write"] and seen["may"]["leave"] is False
    assert not seen["may"]["table"] and not seen["may"]["invite"]
    assert chairs == []
    assert unasked.status_code == 403
    assert [one["name"] for one in joined["sponsors"]] == ["Hungary", "Brazil"] and joined["invited"] == []
    assert tabled["stage"] == "tabled" and tabled["proposer"] == "Hungary"


async def test_who_was_invited_and_did_not_join_has_no_part_in_what_is_tabled(cast: Cast, client_as: As) -> None:
    hungary, brazil = await client_as("member"), await client_as("other_member")
    draft = await propose(hungary, cast, change(cast))
    await done(hungary, draft, "invite", delegation=str(cast.delegations["Brazil"]))
    person = await done(hungary, draft, "invite", person=str(cast.people["chair"]))
    left = await done(await client_as("chair"), draft, "leave")

    await done(hungary, draft, "table")
    [seen] = await proposals(brazil, cast)

    assert [one["name"] for one in person["invited"]] == ["Brazil", "Chair"]
    assert [one["name"] for one in left["invited"]] == ["Brazil"]
    assert seen["invited"] == [] and not seen["mine"] and not seen["may"]["write"]
    late = await do(hungary, draft, "invite", delegation=str(cast.delegations["Brazil"]))
    assert late.json()["type"] == "/problems/proposal-tabled"


async def test_a_draft_that_is_withdrawn_stays_its_partys(cast: Cast, client_as: As) -> None:
    hungary, drafter, chair = await client_as("member"), await client_as("drafter"), await client_as("chair")
    draft = await propose(hungary, cast, change(cast))

    await done(await client_as("colleague"), draft, "withdraw")
    [seen] = await proposals(hungary, cast)

    assert seen["stage"] == "withdrawn" and seen["words"] and not any(seen["may"].values())
    assert await proposals(chair, cast) == await proposals(drafter, cast) == []
    assert (await chair.get(f"/api/proposals/{draft['id']}")).status_code == 404
    assert await record(chair, cast) == []


async def test_the_desk_withdraws_what_it_entered(cast: Cast, client_as: As) -> None:
    secretariat, chair = await client_as("secretariat"), await client_as("chair")
    editorial = await propose(secretariat, cast, change(cast, basis="editorial"))
    of_hungary = await propose(await client_as("member"), cast, change(cast, table=True))

    withdrawn = await done(chair, editorial, "withdraw")
    others = await do(secretariat, of_hungary, "withdraw")

    assert withdrawn["stage"] == "withdrawn"
    assert others.status_code == 403


async def test_an_explanation_is_changed_by_its_sponsors_while_it_is_open(cast: Cast, client_as: As) -> None:
    hungary, drafter, url = await client_as("member"), await client_as("drafter"), "/api/proposals/"
    for wanted in (change(cast, table=True), deletion(cast, 1, table=True)):
        proposal = await propose(hungary, cast, wanted)
        changed = await hungary.patch(url + proposal["id"], json={"rationale": " It is clearer. "})
        refused = await drafter.patch(url + proposal["id"], json={"rationale": "No."})
        await done(hungary, proposal, "withdraw")
        late = await hungary.patch(url + proposal["id"], json={"rationale": "Late."})

        assert changed.json()["rationale"] == "It is clearer." and changed.json()["may"]["edit"]
        assert refused.status_code == 403
        assert late.json()["type"] == "/problems/proposal-not-open"


@pytest.mark.parametrize("role", ["drafter", "observer", "secretariat"])
async def test_who_cannot_act_for_anybody_does_not_join(cast: Cast, client_as: As, role: str) -> None:
    proposal = await propose(await client_as("member"), cast, change(cast, table=True))

    refused = await do(await client_as(role), proposal, "sponsor")

    assert refused.status_code == 403


async def test_observers_propose_where_the_chair_lets_them(cast: Cast, client_as: As) -> None:
    observer, chair = await client_as("observer"), await client_as("chair")
    allowed = await chair.patch(f"/api/documents/{cast.document_id}", json={"observers_propose": True})
    assert allowed.status_code == 200, allowed.text
    draft = await propose(observer, cast, change(cast))

    tabled = await done(observer, draft, "table")

    assert tabled["proposer"] == "Internet Society" and tabled["may"]["write"]
    await chair.patch(f"/api/documents/{cast.document_id}", json={"observers_propose": False})
    [later] = await proposals(observer, cast)
    assert not later["may"]["write"] and not later["may"]["cosponsor"]


async def test_in_a_closed_sitting_a_delegation_keeps_its_draft_and_tables_when_it_is_admitted(
    cast: Cast, client_as: As
) -> None:
    hungary, chair = await client_as("member"), await client_as("chair")
    draft = await propose(hungary, cast, change(cast))
    await chair.patch(f"/api/documents/{cast.document_id}", json={"audience": "bureau"})

    shut_out = await hungary.get(f"/api/proposals/{draft['id']}")
    refused = await do(hungary, draft, "table")

    assert shut_out.status_code == 200 and shut_out.json()["words"] == draft["words"]
    assert refused.status_code == 403


async def test_the_list_has_a_name_that_changes_with_what_is_in_it(cast: Cast, client_as: As) -> None:
    member, url = await client_as("member"), f"/api/documents/{cast.document_id}/proposals"
    empty = (await member.get(url)).headers["ETag"]
    draft = await propose(member, cast, change(cast))
    drafted = (await member.get(url)).headers["ETag"]
    same = await member.get(url, headers={"If-None-Match": drafted})
    other = await client_as("other_member")
    others = (await other.get(url)).headers["ETag"]
    await done(member, draft, "table")

    assert empty != drafted and same.status_code == 304
    assert (await other.get(url)).headers["ETag"] != others
    assert (await member.get(url, headers={"If-None-Match": drafted})).status_code == 200


async def test_a_draft_is_not_for_commands_of_others(cast: Cast, client_as: As) -> None:
    draft = await propose(await client_as("member"), cast, change(cast))

    for role in ["other_member", "chair", "secretariat"]:
        other = await client_as(role)
        for command in ["table", "withdraw", "sponsor", "leave"]:
            assert (await do(other, draft, command)).status_code == 404


async def test_the_list_says_of_each_proposal_what_its_own_address_says(cast: Cast, client_as: As) -> None:
    """What is kept of proposals for one reader never shows to another."""
    hungary, brazil = await client_as("member"), await client_as("other_member")
    tabled = await propose(hungary, cast, change(cast, table=True))
    await propose(hungary, cast, change(cast))
    await propose(brazil, cast, deletion(cast, 1))
    await propose(await client_as("secretariat"), cast, change(cast, number=2, basis="editorial"))
    for step in ["nothing", "joined", "withdrawn"]:
        if step == "joined":
            await done(brazil, tabled, "sponsor")
        elif step == "withdrawn":
            await done(hungary, tabled, "withdraw")
        for role, count in {"member": 3, "drafter": 3, "chair": 2, "observer": 2, "secretariat": 2}.items():
            client = await client_as(role)
            listed = await proposals(client, cast)
            assert len(listed) == count
            for one in listed:
                assert (await client.get(f"/api/proposals/{one['id']}")).json() == one, role
