"""Invitations and links for a new password."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select, update

from app.accounts import passwords
from app.accounts.models import Invitation, Person
from app.core.database import now
from app.ledger.models import Decision
from tests.factories import Cast

ClientAs = Callable[[str], Awaitable[AsyncClient]]
PASSWORD = "correct horse battery"
ANNA = {"name": "Anna Kovács", "email": "Anna@Example.org"}


def path_of(link: str) -> str:
    """Where the page asks, for the link that people hand on."""
    assert link.startswith("http://test/invitation/")
    return f"/api/invitations/{link.rsplit('/', 1)[1]}"


async def invited(client: AsyncClient, cast: Cast, **more: Any) -> dict[str, Any]:
    wanted = ANNA | {"delegation": str(cast.delegations["Hungary"])} | more
    response = await client.post(f"/api/groups/{cast.group_id}/invitations", json=wanted)
    assert response.status_code == 201, response.text
    assert response.headers["cache-control"] == "no-store"
    made: dict[str, Any] = response.json()
    return made


async def test_an_invited_person_chooses_a_password_once_and_sits_at_once(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    secretariat, anna = await client_as("secretariat"), await client_as("nobody")
    made = await invited(secretariat, cast, may_act=False)
    path = path_of(made["link"])

    seen = (await anna.get(path)).json()
    assert seen["name"] == "Anna Kovács" and seen["email"] == "anna@example.org" and seen["purpose"] == "join"
    assert seen["group"] == "Working Group on Enhanced Cooperation"
    short = await anna.post(path, json={"password": "short"})
    assert short.json()["errors"][0]["pointer"] == "/password"
    assert (await anna.post(path, json={"name": "Anna K.", "password": PASSWORD})).status_code == 200

    me = (await anna.get("/api/me")).json()
    assert me["name"] == "Anna K." and me["groups"][0]["delegation"] == "Hungary"
    spent = await (await client_as("nobody")).post(path, json={"password": "another password"})
    assert spent.status_code == 410
    assert spent.json()["type"] == "/problems/link-spent"
    assert (await (await client_as("nobody")).get(path)).status_code == 410
    again = await (await client_as("nobody")).post(
        "/api/login", json={"email": "anna@example.org", "password": PASSWORD}
    )
    assert again.status_code == 200
    async with app.state.database.reading() as session:
        actions = list(await session.scalars(select(Decision.action).order_by(Decision.number)))
        bodies = " ".join(await session.scalars(select(Decision.body)))
    assert actions == ["seat.given", "invitation.made"]
    assert "anna@example.org" not in bodies  # the record is for good: it names people, not their addresses


async def test_a_link_used_by_two_at_the_same_moment_works_for_one(cast: Cast, client_as: ClientAs) -> None:
    made = await invited(await client_as("secretariat"), cast)
    path = path_of(made["link"])
    first, second = await client_as("nobody"), await client_as("nobody")

    answers = await asyncio.gather(
        first.post(path, json={"password": "the password of one"}),
        second.post(path, json={"password": "the password of two"}),
    )

    assert sorted(answer.status_code for answer in answers) == [200, 410]


async def test_what_is_kept_of_a_link_does_not_open_it(app: FastAPI, cast: Cast, client_as: ClientAs) -> None:
    await invited(await client_as("secretariat"), cast)

    async with app.state.database.reading() as session:
        kept = (await session.scalars(select(Invitation))).one()
    answer = await (await client_as("nobody")).get(f"/api/invitations/{kept.secret_hash}")
    assert answer.status_code == 404


async def test_an_expired_link_says_so(app: FastAPI, cast: Cast, client_as: ClientAs) -> None:
    made = await invited(await client_as("secretariat"), cast)
    async with app.state.database.writing() as session:
        await session.execute(update(Invitation).values(expires_at=now() - timedelta(days=1)))

    response = await (await client_as("nobody")).post(path_of(made["link"]), json={"password": PASSWORD})

    assert response.status_code == 410
    assert "expired on" in response.json()["detail"]


async def test_a_withdrawn_invitation_opens_nothing(cast: Cast, client_as: ClientAs) -> None:
    secretariat, member = await client_as("secretariat"), await client_as("member")
    made = await invited(secretariat, cast)
    listed = (await secretariat.get(f"/api/groups/{cast.group_id}/invitations")).json()
    assert [one["email"] for one in listed] == ["anna@example.org"]
    assert "link" not in listed[0]

    assert (await member.delete(f"/api/invitations/{made['id']}")).status_code == 403
    assert (await secretariat.delete(f"/api/invitations/{made['id']}")).status_code == 204
    assert (await secretariat.delete(f"/api/invitations/{made['id']}")).status_code == 204

    assert (await (await client_as("nobody")).get(path_of(made["link"]))).status_code == 410
    assert (await secretariat.get(f"/api/groups/{cast.group_id}/invitations")).json() == []


async def test_ending_the_seat_of_somebody_who_never_came_ends_the_link(cast: Cast, client_as: ClientAs) -> None:
    secretariat = await client_as("secretariat")
    made = await invited(secretariat, cast)
    people = (await secretariat.get(f"/api/groups/{cast.group_id}/people")).json()
    anna = next(person for person in people if person["person_id"] == made["person_id"])
    assert anna["invitation"]["id"] == made["id"]

    assert (await secretariat.delete(f"/api/seats/{anna['seat_id']}")).status_code == 204

    assert (await (await client_as("nobody")).get(path_of(made["link"]))).status_code == 410


async def test_somebody_with_a_seat_is_not_invited_again(cast: Cast, client_as: ClientAs) -> None:
    secretariat = await client_as("secretariat")
    again = {"name": "Member", "email": "member@example.org", "seat": "member"}

    response = await secretariat.post(f"/api/groups/{cast.group_id}/invitations", json=again)

    assert response.status_code == 409
    assert response.json()["detail"] == "This person has a seat in the group already."


async def test_inviting_the_same_address_many_times_at_once_makes_one_account(cast: Cast, client_as: ClientAs) -> None:
    secretariat = await client_as("secretariat")
    wanted = ANNA | {"seat": "member"}

    answers = await asyncio.gather(
        *(secretariat.post(f"/api/groups/{cast.group_id}/invitations", json=wanted) for _ in range(5))
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "not an address"},
        {"email": ""},
        {"name": ""},
        {"name": "x" * 201},
        {"seat": "chair"},
        {"seat": None, "offices": []},
        {"offices": ["emperor"]},
        {"operator": True},
    ],
)
async def test_an_invitation_with_something_wrong_makes_nothing(
    cast: Cast, client_as: ClientAs, wrong: dict[str, Any]
) -> None:
    secretariat = await client_as("secretariat")

    response = await secretariat.post(
        f"/api/groups/{cast.group_id}/invitations", json=ANNA | {"seat": "member"} | wrong
    )

    assert response.status_code == 422
    assert (await secretariat.get(f"/api/groups/{cast.group_id}/invitations")).json() == []


async def test_an_office_can_come_with_the_invitation_and_without_a_seat(cast: Cast, client_as: ClientAs) -> None:
    made = await invited(await client_as("operator"), cast, delegation=None, offices=["secretariat", "secretariat"])
    anna = await client_as("nobody")
    await anna.post(path_of(made["link"]), json={"password": PASSWORD})

    me = (await anna.get("/api/me")).json()
    assert me["groups"][0]["seat"] is None and me["groups"][0]["offices"] == ["secretariat"]
    assert (await anna.patch(f"/api/groups/{cast.group_id}", json={"mandate": "Ours."})).status_code == 200


# Keys to other people's accounts


async def test_somebody_with_an_account_gets_a_seat_and_no_link(app: FastAPI, cast: Cast, client_as: ClientAs) -> None:
    """Otherwise a secretariat could take over the account of anybody whose address it knows."""
    async with app.state.database.writing() as session:
        (await session.get_one(Person, cast.people["stranger"])).password_hash = "$argon2id$of-the-stranger"
    secretariat, stranger = await client_as("secretariat"), await client_as("stranger")

    made = await invited(secretariat, cast, email="stranger@example.org")

    assert made["link"] is None and "has an account already" in made["note"]
    assert made["name"] == "Stranger"
    assert len((await stranger.get("/api/me")).json()["groups"]) == 2
    reset = f"/api/groups/{cast.group_id}/people/{cast.people['stranger']}/reset"
    refused = await secretariat.post(reset)
    assert refused.status_code == 403 and refused.json()["why"] == "other-groups"
    assert (await (await client_as("operator")).post(reset)).status_code == 201


async def test_whoever_was_invited_by_another_group_gets_no_second_link(cast: Cast, client_as: ClientAs) -> None:
    made = await invited(await client_as("secretariat"), cast, email="stranger@example.org")

    assert made["link"] is None and "another group" in made["note"]


async def test_only_an_operator_makes_a_link_to_an_operators_account(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    secretariat, operator = await client_as("secretariat"), await client_as("operator")
    made = await invited(secretariat, cast, email="operator@example.org")
    assert made["link"] is None

    reset = f"/api/groups/{cast.group_id}/people/{cast.people['operator']}/reset"
    assert (await secretariat.post(reset)).status_code == 403
    assert (await operator.post(reset)).status_code == 201


async def test_a_link_for_a_new_password_ends_earlier_links_and_logins_when_used(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    password_hash = await passwords.hash_password(PASSWORD)
    async with app.state.database.writing() as session:
        (await session.get_one(Person, cast.people["member"])).password_hash = password_hash
    secretariat, member = await client_as("secretariat"), await client_as("nobody")
    credentials = {"email": "member@example.org", "password": PASSWORD}
    assert (await member.post("/api/login", json=credentials)).status_code == 200
    reset = f"/api/groups/{cast.group_id}/people/{cast.people['member']}/reset"
    first = (await secretariat.post(reset)).json()
    second = (await secretariat.post(reset)).json()
    assert second["purpose"] == "reset"

    elsewhere = await client_as("nobody")
    assert (await elsewhere.get(path_of(first["link"]))).status_code == 410
    assert (await member.get("/api/me")).status_code == 200  # making a link changes nothing yet
    used = await elsewhere.post(path_of(second["link"]), json={"name": "Mallory", "password": "a brand new one"})

    assert used.status_code == 200 and used.json()["name"] == "Member"
    assert (await elsewhere.get("/api/me")).status_code == 200
    assert (await member.get("/api/me")).status_code == 401
    assert (await member.post("/api/login", json=credentials)).status_code == 401
    async with app.state.database.reading() as session:
        actions = list(await session.scalars(select(Decision.action).order_by(Decision.number)))
    assert actions == ["reset.made", "reset.made"]


async def test_links_are_made_only_for_people_of_the_group_by_those_who_manage_it(
    cast: Cast, client_as: ClientAs
) -> None:
    reset = f"/api/groups/{cast.group_id}/people/{cast.people['member']}/reset"
    for role in ("member", "colleague", "observer", "stranger"):
        assert (await (await client_as(role)).post(reset)).status_code == 403

    elsewhere = f"/api/groups/{cast.group_id}/people/{cast.people['stranger']}/reset"
    assert (await (await client_as("secretariat")).post(elsewhere)).status_code == 404


async def test_links_for_one_person_are_limited(cast: Cast, client_as: ClientAs) -> None:
    secretariat = await client_as("secretariat")
    reset = f"/api/groups/{cast.group_id}/people/{cast.people['member']}/reset"

    answers = [(await secretariat.post(reset)).status_code for _ in range(11)]

    assert answers == [201] * 10 + [429]


async def test_trying_links_is_limited(cast: Cast, client_as: ClientAs) -> None:
    nobody = await client_as("nobody")

    answers = [(await nobody.get(f"/api/invitations/guess{number}")).status_code for number in range(101)]

    assert answers == [404] * 100 + [429]


# The demonstration


@pytest.fixture
async def demonstration(app: FastAPI, cast: Cast) -> Cast:
    app.state.settings.demo = True
    async with app.state.database.writing() as session:
        for role, words in [("chair", "Chair"), ("member", "Delegate who may act")]:
            (await session.get_one(Person, cast.people[role])).demo_role = words
    return cast


async def test_the_demonstration_lets_anybody_in_as_one_of_its_people(demonstration: Cast, client_as: ClientAs) -> None:
    visitor = await client_as("nobody")

    shown = (await visitor.get("/api/demo")).json()["people"]
    assert [(one["name"], one["role"], one["delegation"]) for one in shown] == [
        ("Chair", "Chair", None),
        ("Member", "Delegate who may act", "Hungary"),
    ]
    assert (await visitor.post("/api/demo/login", json={"person": shown[1]["id"]})).status_code == 200

    me = (await visitor.get("/api/me")).json()
    assert me["name"] == "Member" and me["demo"] is True
    assert (await visitor.patch("/api/me", json={"name": "Mallory"})).status_code == 403
    change = {"current": PASSWORD, "new": "mine alone now"}
    assert (await visitor.put("/api/me/password", json=change)).status_code == 403


async def test_nobody_else_can_be_entered_through_the_demonstration(demonstration: Cast, client_as: ClientAs) -> None:
    visitor = await client_as("nobody")

    for role in ("secretariat", "operator", "stranger"):
        person: UUID = demonstration.people[role]
        assert (await visitor.post("/api/demo/login", json={"person": str(person)})).status_code == 404


async def test_there_is_no_demonstration_unless_the_server_shows_one_and_has_its_people(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    visitor = await client_as("nobody")
    enter = {"person": str(cast.people["chair"])}

    app.state.settings.demo = True
    assert (await visitor.get("/api/demo")).status_code == 404
    assert (await visitor.post("/api/demo/login", json=enter)).status_code == 404
    app.state.settings.demo = False
    async with app.state.database.writing() as session:
        (await session.get_one(Person, cast.people["chair"])).demo_role = "Chair"
    assert (await visitor.get("/api/demo")).status_code == 404
    assert (await visitor.post("/api/demo/login", json=enter)).status_code == 404


# Those who keep the server


async def test_operators_add_disable_and_reset_accounts_and_nobody_else_does(cast: Cast, client_as: ClientAs) -> None:
    operator, chair, anna = await client_as("operator"), await client_as("chair"), await client_as("nobody")
    for request in [
        chair.get("/api/accounts"),
        chair.post("/api/accounts", json=ANNA),
        chair.patch(f"/api/accounts/{cast.people['member']}", json={"disabled": True}),
        chair.post(f"/api/accounts/{cast.people['member']}/reset"),
    ]:
        assert (await request).status_code == 403

    made = (await operator.post("/api/accounts", json=ANNA)).json()
    assert (await anna.post(path_of(made["link"]), json={"password": PASSWORD})).status_code == 200
    account = f"/api/accounts/{made['person']['id']}"
    assert (await operator.patch(account, json={"disabled": True})).json()["disabled"] is True
    assert (await anna.get("/api/me")).status_code == 401
    assert (await operator.post(f"{account}/reset")).status_code == 409
    assert (await operator.patch(account, json={"disabled": False, "operator": True})).json()["operator"] is True
    assert (await operator.post(f"{account}/reset")).status_code == 201
    own = f"/api/accounts/{cast.people['operator']}"
    assert (await operator.patch(own, json={"operator": False})).status_code == 409
