"""Seats and offices: who belongs to a group, and as what."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select

from app.accounts import service as accounts
from app.accounts.models import Person
from app.core.database import now
from app.groups.days import begin_day
from app.groups.events import StandingChanged
from app.groups.models import Office, OfficeKind, Seat
from app.groups.standing import standing_of, standings_sync
from app.ledger.models import Decision
from tests.factories import Cast

ClientAs = Callable[[str], Awaitable[AsyncClient]]


@pytest.fixture
def heard(app: FastAPI) -> list[StandingChanged]:
    events: list[StandingChanged] = []
    app.state.database.events.subscribe(StandingChanged, events.append)
    return events


async def people(client: AsyncClient, cast: Cast) -> dict[str, dict[str, Any]]:
    response = await client.get(f"/api/groups/{cast.group_id}/people")
    assert response.status_code == 200, response.text
    return {person["name"]: person for person in response.json()}


async def actions(app: FastAPI) -> list[str]:
    async with app.state.database.reading() as session:
        return list(await session.scalars(select(Decision.action).order_by(Decision.number)))


async def test_everybody_of_the_group_is_listed_and_addresses_only_to_those_who_manage_it(
    cast: Cast, client_as: ClientAs
) -> None:
    seen = await people(await client_as("secretariat"), cast)

    assert list(seen) == sorted(seen)
    assert "Stranger" not in seen and "Operator" not in seen
    member, chair, secretariat = seen["Member"], seen["Chair"], seen["Secretariat"]
    assert member["seat"] == "member" and member["delegation"]["name"] == "Hungary" and member["may_act"] is True
    assert member["email"] == "member@example.org" and member["signed_in_before"] is False
    assert seen["Drafter"]["may_act"] is False
    assert chair["seat"] == "member" and [office["kind"] for office in chair["offices"]] == ["chair"]
    assert secretariat["seat"] is None and secretariat["seat_id"] is None
    assert (await people(await client_as("observer"), cast))["Member"]["email"] is None


async def test_a_seat_can_be_changed_and_ended_and_is_told_and_recorded(
    app: FastAPI, cast: Cast, client_as: ClientAs, heard: list[StandingChanged]
) -> None:
    secretariat, member = await client_as("secretariat"), await client_as("member")
    seat = (await people(secretariat, cast))["Member"]["seat_id"]
    change = {"delegation": str(cast.delegations["Brazil"]), "may_act": False}

    changed = await secretariat.patch(f"/api/seats/{seat}", json=change)

    assert changed.status_code == 200
    assert changed.json()["delegation"]["name"] == "Brazil" and changed.json()["may_act"] is False
    assert (await secretariat.patch(f"/api/seats/{seat}", json=change)).status_code == 200  # nothing new
    assert (await secretariat.delete(f"/api/seats/{seat}")).status_code == 204
    assert (await secretariat.delete(f"/api/seats/{seat}")).status_code == 404
    assert (await member.get(f"/api/groups/{cast.group_id}")).status_code == 403
    assert (await member.get("/api/me")).json()["groups"] == []
    assert heard == [StandingChanged(cast.group_id, (cast.people["member"],))] * 2
    assert await actions(app) == ["seat.changed", "seat.ended"]


async def test_an_observer_delegation_has_no_members(cast: Cast, client_as: ClientAs) -> None:
    secretariat = await client_as("secretariat")
    seat = (await people(secretariat, cast))["Observer"]["seat_id"]

    refused = await secretariat.patch(f"/api/seats/{seat}", json={"seat": "member"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/seat"
    member = (await people(secretariat, cast))["Member"]["seat_id"]
    moved = await secretariat.patch(
        f"/api/seats/{member}", json={"delegation": str(cast.delegations["Internet Society"])}
    )
    assert moved.json()["seat"] == "observer"


async def test_a_delegation_of_another_group_is_refused(app: FastAPI, cast: Cast, client_as: ClientAs) -> None:
    operator, secretariat = await client_as("operator"), await client_as("secretariat")
    new = {"name": "Kenya", "stakeholder_group": "government"}
    theirs = (await operator.post(f"/api/groups/{cast.other_group_id}/delegations", json=new)).json()["id"]
    seat = (await people(secretariat, cast))["Member"]["seat_id"]

    refused = await secretariat.patch(f"/api/seats/{seat}", json={"delegation": theirs})
    assert refused.status_code == 422
    invited = await secretariat.post(
        f"/api/groups/{cast.group_id}/invitations", json={"name": "K", "email": "k@example.org", "delegation": theirs}
    )
    assert invited.status_code == 422
    assert invited.json()["errors"][0]["pointer"] == "/delegation"


@pytest.mark.parametrize(
    ("first", "last", "in_office"),
    [(-3, None, True), (0, 0, True), (-3, 0, True), (1, None, False), (1, 5, False), (-3, -1, False), (0, None, True)],
)
async def test_an_office_is_held_from_its_first_to_its_last_day_both_included(
    app: FastAPI, cast: Cast, client_as: ClientAs, first: int, last: int | None, in_office: bool
) -> None:
    today = now().date()
    new = {
        "person": str(cast.people["colleague"]),
        "kind": "vice-chair",
        "from_day": str(today + timedelta(days=first)),
        "until_day": None if last is None else str(today + timedelta(days=last)),
    }

    given = await (await client_as("chair")).post(f"/api/groups/{cast.group_id}/offices", json=new)

    assert given.status_code == 201, given.text
    async with app.state.database.reading() as session:
        standing = await standing_of(session, cast.people["colleague"], cast.group_id)
        connection = await session.connection()
        pair = (cast.people["colleague"], cast.group_id)
        assert (await connection.run_sync(standings_sync, [pair]))[pair] == standing
    assert standing.offices == (frozenset({OfficeKind.VICE_CHAIR}) if in_office else frozenset())
    assert standing.seat is Seat.MEMBER and standing.delegation_name == "Hungary"


async def test_an_office_ends_on_a_day_or_at_once(
    app: FastAPI, cast: Cast, client_as: ClientAs, heard: list[StandingChanged]
) -> None:
    secretariat = await client_as("secretariat")
    path = f"/api/groups/{cast.group_id}/offices"
    new = {"person": str(cast.people["colleague"]), "kind": "facilitator"}
    office = (await secretariat.post(path, json=new)).json()
    assert office["from_day"] == str(now().date()) and office["until_day"] is None

    async def offices() -> frozenset[OfficeKind]:
        async with app.state.database.reading() as session:
            return (await standing_of(session, cast.people["colleague"], cast.group_id)).offices

    today = await secretariat.patch(f"/api/offices/{office['id']}", json={"until_day": str(now().date())})
    assert today.status_code == 200
    assert await offices() == {OfficeKind.FACILITATOR}
    assert (await secretariat.patch(f"/api/offices/{office['id']}", json={"at_once": True})).status_code == 200
    assert await offices() == frozenset()
    early = {"until_day": str(now().date() - timedelta(days=9))}
    assert (await secretariat.patch(f"/api/offices/{office['id']}", json=early)).status_code == 422
    assert (await secretariat.post(path, json=new)).status_code == 201
    assert await actions(app) == ["office.given", "office.ended", "office.ended", "office.given"]
    assert len(heard) == 4


async def test_the_same_office_is_not_given_twice_for_the_same_days(cast: Cast, client_as: ClientAs) -> None:
    secretariat = await client_as("secretariat")
    path = f"/api/groups/{cast.group_id}/offices"
    new = {"person": str(cast.people["vice_chair"]), "kind": "vice-chair"}

    assert (await secretariat.post(path, json=new)).status_code == 409
    assert (await secretariat.post(path, json=new | {"kind": "facilitator"})).status_code == 201
    backwards = {"from_day": "2025-02-02", "until_day": "2025-02-01"}
    assert (await secretariat.post(path, json=new | backwards)).status_code == 422


async def test_nobody_appoints_themselves_except_an_operator(cast: Cast, client_as: ClientAs) -> None:
    secretariat, operator = await client_as("secretariat"), await client_as("operator")
    path = f"/api/groups/{cast.group_id}/offices"

    refused = await secretariat.post(path, json={"person": str(cast.people["secretariat"]), "kind": "chair"})
    assert refused.status_code == 403 and refused.json()["why"] == "own-office"
    own = (await people(secretariat, cast))["Secretariat"]["offices"][0]["id"]
    assert (await secretariat.patch(f"/api/offices/{own}", json={"until_day": "2020-01-01"})).status_code == 422
    invite = {"name": "Me", "email": "secretariat@example.org", "offices": ["chair"]}
    assert (await secretariat.post(f"/api/groups/{cast.group_id}/invitations", json=invite)).status_code == 403
    given = await operator.post(path, json={"person": str(cast.people["operator"]), "kind": "secretariat"})
    assert given.status_code == 201


async def test_an_office_goes_only_to_people_of_the_group(cast: Cast, client_as: ClientAs) -> None:
    secretariat = await client_as("secretariat")

    response = await secretariat.post(
        f"/api/groups/{cast.group_id}/offices", json={"person": str(cast.people["stranger"]), "kind": "chair"}
    )

    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/person"


async def test_an_ended_office_gives_no_right_to_manage(cast: Cast, client_as: ClientAs) -> None:
    chair, secretariat = await client_as("chair"), await client_as("secretariat")
    office = (await people(chair, cast))["Secretariat"]["offices"][0]["id"]

    assert (await chair.patch(f"/api/offices/{office}", json={"at_once": True})).status_code == 200

    assert (await secretariat.patch(f"/api/groups/{cast.group_id}", json={"name": "Mine"})).status_code == 403


async def test_at_midnight_it_is_told_whose_offices_begin_and_end(
    app: FastAPI, cast: Cast, heard: list[StandingChanged]
) -> None:
    today = now().date()
    async with app.state.database.writing() as session:
        for role, first, last in [
            ("colleague", today, None),
            ("other_member", today - timedelta(days=9), today - timedelta(days=1)),
            ("observer", today - timedelta(days=9), None),
            ("drafter", today + timedelta(days=1), None),
        ]:
            kind = OfficeKind.FACILITATOR
            row = Office(group_id=cast.group_id, person_id=cast.people[role], kind=kind, from_day=first, until_day=last)
            session.add(row)

    async with app.state.database.writing() as session:
        await begin_day(session, now())

    assert [event.group_id for event in heard] == [cast.group_id]
    assert set(heard[0].person_ids) == {cast.people["colleague"], cast.people["other_member"]}


async def test_a_disabled_account_is_nobody_anywhere_and_that_is_told(
    app: FastAPI, cast: Cast, heard: list[StandingChanged]
) -> None:
    async with app.state.database.writing() as session:
        person = await session.get_one(Person, cast.people["chair"])
        await accounts.set_disabled(session, person, disabled=True)

    async with app.state.database.reading() as session:
        standing = await standing_of(session, cast.people["chair"], cast.group_id)
    assert not standing.belongs
    assert heard == [StandingChanged(cast.group_id, (cast.people["chair"],))]


async def test_whoever_takes_part_in_a_change_of_standing_can_undo_it(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    """What must hold with a change (raising gates, E8) happens in its transaction or the change does not."""

    async def fail(session: object, event: StandingChanged) -> None:
        raise RuntimeError("no gate was raised")

    secretariat = await client_as("secretariat")
    seat: UUID = (await people(secretariat, cast))["Member"]["seat_id"]
    app.state.database.events.within(StandingChanged, fail)
    with pytest.raises(RuntimeError, match="no gate"):
        await secretariat.delete(f"/api/seats/{seat}")

    assert (await people(secretariat, cast))["Member"]["seat_id"] == seat
