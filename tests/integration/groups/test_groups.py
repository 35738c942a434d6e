"""Working groups, their delegations and meetings."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import orjson
import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy import select

from app.core.ids import uuid7
from app.groups.events import GroupChanged, StandingChanged
from app.groups.models import Meeting
from app.groups.service import current_meeting
from app.ledger.models import Decision
from tests.factories import Cast

ClientAs = Callable[[str], Awaitable[AsyncClient]]


async def recorded(app: FastAPI, group_id: UUID) -> list[tuple[str, str | None]]:
    """Actions of the group's record, with the office they were done by."""
    async with app.state.database.reading() as session:
        lines = await session.scalars(
            select(Decision).where(Decision.chain == f"group:{group_id}").order_by(Decision.number)
        )
        return [(line.action, orjson.loads(line.body)["office"]) for line in lines]


def done(response: Response, status: int = 200) -> dict[str, object]:
    assert response.status_code == status, response.text
    return response.json() if response.content else {}


async def test_an_operator_sets_up_a_group_and_nobody_else_does(app: FastAPI, cast: Cast, client_as: ClientAs) -> None:
    new = {"name": "  Correspondence Group ", "mandate": "To map the issues.\n\nUntil March."}

    for role in ("chair", "secretariat", "member", "observer", "stranger"):
        assert (await (await client_as(role)).post("/api/groups", json=new)).status_code == 403
    assert (await (await client_as("nobody")).post("/api/groups", json=new)).status_code == 401
    group = done(await (await client_as("operator")).post("/api/groups", json=new), 201)

    assert group["name"] == "Correspondence Group"
    assert group["may"] == {"manage": True, "create_document": False, "record": False}
    assert await recorded(app, UUID(str(group["id"]))) == [("group.created", None)]


async def test_people_see_their_own_groups_and_operators_see_all(cast: Cast, client_as: ClientAs) -> None:
    async def names(role: str) -> list[str]:
        return [group["name"] for group in (await (await client_as(role)).get("/api/groups")).json()]

    assert await names("member") == ["Working Group on Enhanced Cooperation"]
    assert await names("secretariat") == ["Working Group on Enhanced Cooperation"]
    assert await names("stranger") == ["Another group"]
    assert await names("operator") == ["Another group", "Working Group on Enhanced Cooperation"]


@pytest.mark.parametrize(
    ("role", "status", "manage"),
    [
        ("chair", 200, True),
        ("vice_chair", 200, True),
        ("secretariat", 200, True),
        ("operator", 200, True),
        ("member", 200, False),
        ("observer", 200, False),
        ("stranger", 403, False),
        ("nobody", 401, False),
    ],
)
async def test_who_belongs_to_a_group_reads_it_and_offices_manage_it(
    cast: Cast, client_as: ClientAs, role: str, status: int, manage: bool
) -> None:
    client = await client_as(role)
    path = f"/api/groups/{cast.group_id}"

    read = await client.get(path)
    assert read.status_code == status
    if status == 200:
        assert read.json()["may"]["manage"] is manage
        assert [one["name"] for one in read.json()["delegations"]] == ["Brazil", "Hungary", "Internet Society"]
    commands = [
        client.patch(path, json={"mandate": f"As {role} sees it."}),
        client.post(f"{path}/delegations", json={"name": role, "stakeholder_group": "civil society"}),
        client.post(f"{path}/meetings", json={"title": role}),
        client.post(f"{path}/invitations", json={"name": role, "email": f"new-{role}@example.org", "seat": "member"}),
        client.post(f"{path}/offices", json={"person": str(cast.people["colleague"]), "kind": "facilitator"}),
        client.get(f"{path}/invitations"),
    ]
    for command in commands:
        response = await command
        if manage:
            assert response.is_success, response.text
        else:
            assert response.status_code == (401 if role == "nobody" else 403)


async def test_changing_a_group_is_recorded_with_the_office_and_told(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    heard: list[GroupChanged] = []
    app.state.database.events.subscribe(GroupChanged, heard.append)
    secretariat = await client_as("secretariat")
    path = f"/api/groups/{cast.group_id}"

    group = done(await secretariat.patch(path, json={"name": "WGEC"}))
    done(await secretariat.patch(path, json={"name": "WGEC"}))  # nothing new: no second line

    assert group["name"] == "WGEC" and group["mandate"] == "To examine the mandate."
    assert await recorded(app, cast.group_id) == [("group.changed", "secretariat")]
    assert heard == [GroupChanged(cast.group_id)]


async def test_an_unknown_group_is_not_found_and_a_foreign_one_refused(cast: Cast, client_as: ClientAs) -> None:
    chair = await client_as("chair")

    assert (await chair.get(f"/api/groups/{uuid7()}")).status_code == 404
    foreign = await chair.get(f"/api/groups/{cast.other_group_id}")
    assert foreign.status_code == 403
    assert foreign.json()["why"] == "foreign"
    assert foreign.json()["detail"] == "You do not belong to this working group."


# Delegations


async def test_two_delegations_of_one_name_are_refused_in_a_plain_sentence(cast: Cast, client_as: ClientAs) -> None:
    secretariat = await client_as("secretariat")
    new = {"name": " Hungary ", "stakeholder_group": "government"}

    response = await secretariat.post(f"/api/groups/{cast.group_id}/delegations", json=new)

    assert response.status_code == 409
    assert response.json()["detail"] == "There is a delegation called Hungary already."
    brazil = f"/api/delegations/{cast.delegations['Brazil']}"
    assert (await secretariat.patch(brazil, json={"name": "Hungary"})).status_code == 409
    assert (await secretariat.patch(brazil, json={"name": "Brasil"})).json()["name"] == "Brasil"


async def test_a_delegation_for_which_people_sit_stays(app: FastAPI, cast: Cast, client_as: ClientAs) -> None:
    secretariat = await client_as("secretariat")
    path = f"/api/groups/{cast.group_id}/delegations"
    empty = done(await secretariat.post(path, json={"name": "Kenya", "stakeholder_group": "government"}), 201)

    assert (await secretariat.delete(f"/api/delegations/{cast.delegations['Hungary']}")).status_code == 409
    assert (await secretariat.delete(f"/api/delegations/{empty['id']}")).status_code == 204

    assert (await secretariat.delete(f"/api/delegations/{empty['id']}")).status_code == 404
    assert await recorded(app, cast.group_id) == [
        ("delegation.added", "secretariat"),
        ("delegation.removed", "secretariat"),
    ]


async def test_when_a_delegation_becomes_an_observer_its_people_observe(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    heard: list[StandingChanged] = []
    app.state.database.events.subscribe(StandingChanged, heard.append)
    secretariat, member = await client_as("secretariat"), await client_as("member")
    hungary = f"/api/delegations/{cast.delegations['Hungary']}"

    done(await secretariat.patch(hungary, json={"seat": "observer"}))

    assert (await member.get("/api/me")).json()["groups"][0]["seat"] == "observer"
    people = (await secretariat.get(f"/api/groups/{cast.group_id}/people")).json()
    assert {one["seat"] for one in people if (one["delegation"] or {}).get("name") == "Hungary"} == {"observer"}
    assert [set(event.person_ids) for event in heard] == [{cast.people["member"], cast.people["colleague"]}]
    done(await secretariat.patch(hungary, json={"seat": "member"}))
    assert (await member.get("/api/me")).json()["groups"][0]["seat"] == "member"


# Meetings


async def test_meetings_are_numbered_and_at_most_one_is_current(app: FastAPI, cast: Cast, client_as: ClientAs) -> None:
    chair = await client_as("chair")
    path = f"/api/groups/{cast.group_id}/meetings"
    details = {"from_day": "2025-01-30", "until_day": "2025-01-31", "place": "Geneva"}
    links = {"stream_url": "https://stream.example.org/1", "recording_url": None}
    first = done(await chair.post(path, json={"title": "First meeting"} | details | links), 201)
    second = done(await chair.post(path, json={"title": "Second meeting"}), 201)
    assert (first["number"], second["number"]) == (1, 2)
    assert first["stream_url"] == "https://stream.example.org/1"
    assert first["is_current"] is False

    done(await chair.post(f"/api/meetings/{first['id']}/open"))
    done(await chair.post(f"/api/meetings/{first['id']}/open"))
    done(await chair.post(f"/api/meetings/{second['id']}/open"))

    assert [meeting["is_current"] for meeting in (await chair.get(path)).json()] == [False, True]
    async with app.state.database.reading() as session:
        current = await current_meeting(session, cast.group_id)
        assert current is not None and current.number == 2
    done(await chair.post(f"/api/meetings/{second['id']}/close"))
    done(await chair.post(f"/api/meetings/{second['id']}/close"))
    assert not any(meeting["is_current"] for meeting in (await chair.get(path)).json())
    assert await recorded(app, cast.group_id) == [
        ("meeting.added", "chair"),
        ("meeting.added", "chair"),
        ("meeting.opened", "chair"),
        ("meeting.opened", "chair"),
        ("meeting.closed", "chair"),
    ]


async def test_what_is_done_during_a_meeting_carries_it(app: FastAPI, cast: Cast, client_as: ClientAs) -> None:
    chair = await client_as("chair")
    meeting = done(await chair.post(f"/api/groups/{cast.group_id}/meetings", json={"title": "First"}), 201)
    done(await chair.post(f"/api/meetings/{meeting['id']}/open"))

    done(await chair.patch(f"/api/groups/{cast.group_id}", json={"mandate": "New."}))

    async with app.state.database.reading() as session:
        line = (await session.scalars(select(Decision).where(Decision.action == "group.changed"))).one()
    assert str(line.meeting_id) == meeting["id"]


async def test_meetings_opened_at_the_same_moment_leave_one_current(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    import asyncio

    chair = await client_as("chair")
    path = f"/api/groups/{cast.group_id}/meetings"
    ids = [done(await chair.post(path, json={"title": f"Meeting {n}"}), 201)["id"] for n in range(6)]

    answers = await asyncio.gather(*(chair.post(f"/api/meetings/{one}/open") for one in ids))

    assert {answer.status_code for answer in answers} <= {200, 409}
    async with app.state.database.reading() as session:
        assert len((await session.scalars(select(Meeting).where(Meeting.is_current))).all()) == 1


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": ""}, "/title"),
        ({"stream_url": "javascript:alert(1)"}, "/stream_url"),
        ({"stream_url": "ftp://example.org"}, "/stream_url"),
        ({"number": 0}, "/number"),
        ({"place": "x" * 201}, "/place"),
        ({"from_day": "2025-02-02", "until_day": "2025-02-01"}, "/"),
        ({"is_current": True}, "/is_current"),
    ],
)
async def test_a_meeting_takes_only_sensible_details(
    cast: Cast, client_as: ClientAs, change: dict[str, object], pointer: str
) -> None:
    chair = await client_as("chair")

    response = await chair.post(f"/api/groups/{cast.group_id}/meetings", json={"title": "First meeting"} | change)

    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == pointer


async def test_a_meetings_days_stay_in_order_when_one_of_them_changes(cast: Cast, client_as: ClientAs) -> None:
    chair = await client_as("chair")
    path = f"/api/groups/{cast.group_id}/meetings"
    meeting = done(await chair.post(path, json={"title": "First", "from_day": "2025-01-30"}), 201)
    here = f"/api/meetings/{meeting['id']}"

    assert (await chair.patch(here, json={"until_day": "2025-01-29"})).status_code == 422
    changed = done(await chair.patch(here, json={"until_day": "2025-01-31", "title": None}))
    assert changed["until_day"] == "2025-01-31" and changed["title"] == "First"
    assert done(await chair.patch(here, json={"until_day": None}))["until_day"] is None
    assert (await chair.post(path, json={"title": "Again", "number": 1})).status_code == 409
