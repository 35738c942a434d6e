"""Invitations out by link, card and mail; the desk at the door; people without an e-mail address."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select, update

from app.accounts.models import Invitation, Person
from app.core.database import now
from app.core.ids import uuid7
from app.core.mail import Outbox
from app.core.settings import Settings
from app.ledger.models import Decision
from app.main import create_app
from tests.conftest import client_of
from tests.factories import Cast, make_cast
from tests.mailserver import MailServer, mail_server

ClientAs = Callable[[str], Awaitable[AsyncClient]]
PASSWORD = "correct horse battery"
DEADLINE_S = 20


async def invite(client: AsyncClient, cast: Cast, email: str, **more: Any) -> dict[str, Any]:
    wanted = {"name": email.split("@")[0].title(), "email": email, "delegation": str(cast.delegations["Hungary"])}
    response = await client.post(f"/api/groups/{cast.group_id}/invitations", json=wanted | more)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


async def walk_in(client: AsyncClient, cast: Cast, **more: Any) -> dict[str, Any]:
    wanted = {"id": str(uuid7()), "name": "José Ibarra"} | more
    response = await client.post(f"/api/groups/{cast.group_id}/walk-ins", json=wanted)
    assert response.status_code == 201, response.text
    assert response.headers["cache-control"] == "no-store"
    made: dict[str, Any] = response.json()
    return made


async def person(client: AsyncClient, cast: Cast, person_id: str) -> dict[str, Any]:
    people = (await client.get(f"/api/groups/{cast.group_id}/people")).json()
    found: dict[str, Any] = next(one for one in people if one["person_id"] == person_id)
    return found


async def actions(app: FastAPI) -> list[str]:
    async with app.state.database.reading() as session:
        return list(await session.scalars(select(Decision.action).order_by(Decision.number)))


async def bodies(app: FastAPI) -> str:
    async with app.state.database.reading() as session:
        return " ".join(await session.scalars(select(Decision.body)))


# The door


async def test_a_walk_in_without_an_address_signs_in_at_once_and_later_by_the_card(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    secretariat, jose = await client_as("secretariat"), await client_as("nobody")
    wanted = {"new_delegation": "Chile", "stakeholder_group": "government", "seat": "member", "may_act": True}

    made = await walk_in(secretariat, cast, **wanted)
    code = made["code"]["code"]
    assert made["code"]["link"] == f"http://test/code#{code.replace('-', '')}"
    assert made["code"]["email"] == "jose-ibarra"

    signed_in = await jose.post("/api/code", json={"code": f" {code.lower()} "})
    assert signed_in.status_code == 200 and signed_in.json()["email"] == "jose-ibarra"
    me = (await jose.get("/api/me")).json()
    assert me["email"] == "jose-ibarra" and me["groups"][0]["delegation"] == "Chile"
    assert not me["has_password"]
    chosen = await jose.put("/api/me/password", json={"new": "a password of one's own"})
    assert chosen.status_code == 204
    assert (await jose.put("/api/me/password", json={"new": "another password"})).status_code == 422
    again = await (await client_as("nobody")).post("/api/code", json={"code": code})
    assert again.status_code == 404 and again.json()["type"] == "/problems/code-wrong"

    links = await secretariat.post(
        f"/api/groups/{cast.group_id}/links", json={"people": [made["person_id"]], "cards": True, "new_passwords": True}
    )
    [card] = links.json()["made"]
    assert card["link"] == f"http://test/invitation/{card['code'].replace('-', '')}" and card["delegation"] == "Chile"
    other = await client_as("nobody")
    assert (await other.get(f"/api/invitations/{card['code']}")).json()["email"] == "jose-ibarra"
    assert (await other.post(f"/api/invitations/{card['code']}", json={"password": PASSWORD})).status_code == 200
    third = await client_as("nobody")
    by_name = await third.post("/api/login", json={"email": "Jose-Ibarra", "password": PASSWORD})
    assert by_name.status_code == 200

    assert await actions(app) == ["delegation.added", "seat.given", "code.made", "resets.made"]
    assert code not in await bodies(app)


async def test_registering_twice_by_the_same_request_registers_once(cast: Cast, client_as: ClientAs) -> None:
    secretariat = await client_as("secretariat")
    person_id = str(uuid7())

    first = await walk_in(secretariat, cast, id=person_id)
    second = await walk_in(secretariat, cast, id=person_id)

    assert first["person_id"] == second["person_id"] == person_id
    stale = await (await client_as("nobody")).post("/api/code", json={"code": first["code"]["code"]})
    assert stale.status_code == 404  # a newer code took its place
    namesake = await walk_in(secretariat, cast)
    assert namesake["code"]["email"] == "jose-ibarra-2"


async def test_a_code_ends_after_a_quarter_of_an_hour(app: FastAPI, cast: Cast, client_as: ClientAs) -> None:
    made = await walk_in(await client_as("secretariat"), cast)
    async with app.state.database.writing() as session:
        await session.execute(update(Invitation).values(expires_at=now() - timedelta(seconds=1)))

    answer = await (await client_as("nobody")).post("/api/code", json={"code": made["code"]["code"]})

    assert answer.status_code == 404


async def test_codes_are_not_guessed_from_one_place(cast: Cast, client_as: ClientAs) -> None:
    guesser = await client_as("nobody")

    answers = [await guesser.post("/api/code", json={"code": "BCDF-GHJK"}) for _ in range(21)]

    assert {answer.status_code for answer in answers[:20]} == {404}
    assert answers[20].status_code == 429


async def test_a_code_of_the_door_opens_no_password_page_and_a_card_does_not_sign_in_bare(
    cast: Cast, client_as: ClientAs
) -> None:
    secretariat, somebody = await client_as("secretariat"), await client_as("nobody")
    made = await walk_in(secretariat, cast)
    links = await secretariat.post(
        f"/api/groups/{cast.group_id}/links", json={"people": [made["person_id"]], "cards": True}
    )

    assert (await somebody.get(f"/api/invitations/{made['code']['code']}")).status_code == 404
    card = links.json()["made"][0]["code"]
    assert (await somebody.post("/api/code", json={"code": card})).status_code == 404


@pytest.mark.parametrize("role", ["member", "observer", "stranger"])
async def test_only_those_who_manage_the_group_stand_at_the_door(cast: Cast, client_as: ClientAs, role: str) -> None:
    one = await client_as(role)
    group, somebody = f"/api/groups/{cast.group_id}", str(cast.people["colleague"])

    for method, path, body in [
        ("POST", f"{group}/people/{somebody}/code", None),
        ("POST", f"{group}/walk-ins", {"id": str(uuid7()), "name": "X"}),
        ("POST", f"{group}/links", {"people": [somebody]}),
        ("POST", f"{group}/mails", {"people": [somebody]}),
        ("POST", f"{group}/mails/test", {}),
        ("GET", f"{group}/mail", None),
        ("PATCH", f"{group}/people/{somebody}", {"name": "Other"}),
    ]:
        assert (await one.request(method, path, json=body)).status_code == 403, path


async def test_nobody_gets_the_key_of_somebody_who_belongs_to_another_group_too(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    secretariat, operator = await client_as("secretariat"), await client_as("operator")
    seated = await walk_in(secretariat, cast, email="stranger@example.org")
    group, stranger = f"/api/groups/{cast.group_id}", str(cast.people["stranger"])

    assert seated == {"person_id": stranger, "name": "Stranger", "code": None}
    assert (await secretariat.post(f"{group}/people/{stranger}/code")).status_code == 403
    assert (await secretariat.patch(f"{group}/people/{stranger}", json={"email": "me@example.org"})).status_code == 403
    links = (await secretariat.post(f"{group}/links", json={"people": [stranger]})).json()
    assert links["made"] == [] and links["passed_over"][0]["why"] == "other-groups"
    assert (await operator.post(f"{group}/people/{stranger}/code")).status_code == 201


async def test_a_mistyped_address_is_corrected_and_the_link_that_went_there_stops(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    secretariat, anna = await client_as("secretariat"), await client_as("nobody")
    made = await invite(secretariat, cast, "ana@example.org")
    path = f"/api/groups/{cast.group_id}/people/{made['person_id']}"

    changed = await secretariat.patch(path, json={"email": "Anna@Example.org", "name": "Anna Kovács"})

    assert changed.json()["email"] == "anna@example.org" and changed.json()["invitation"] is None
    assert (await anna.get(f"/api/invitations/{made['link'].rsplit('/', 1)[1]}")).status_code == 410
    taken = await secretariat.patch(path, json={"email": "member@example.org"})
    assert taken.status_code == 409
    assert (await actions(app))[-1] == "person.corrected"
    assert "example.org" not in await bodies(app)


# Many at once


async def test_links_for_many_are_made_in_one_line_and_the_earlier_ones_stop(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    secretariat, nobody = await client_as("secretariat"), await client_as("nobody")
    first = await invite(secretariat, cast, "anna@example.org")
    second = await invite(secretariat, cast, "bela@example.org", seat="observer")
    asked = [first["person_id"], second["person_id"], str(cast.people["stranger"])]

    response = await secretariat.post(f"/api/groups/{cast.group_id}/links", json={"people": asked})

    assert response.status_code == 201 and response.headers["cache-control"] == "no-store"
    made = response.json()["made"]
    assert [one["name"] for one in made] == ["Anna", "Bela"] and [one["seat"] for one in made] == ["member", "observer"]
    assert all(one["qr"] and one["code"] is None for one in made)
    assert response.json()["passed_over"] == [{"person_id": asked[2], "name": "", "why": "not-here"}]
    assert (await nobody.get(f"/api/invitations/{first['link'].rsplit('/', 1)[1]}")).status_code == 410
    assert (await nobody.get(f"/api/invitations/{made[0]['link'].rsplit('/', 1)[1]}")).status_code == 200
    assert (await person(secretariat, cast, asked[0]))["invitation"]["opened_at"] is not None
    assert (await person(secretariat, cast, asked[1]))["invitation"]["opened_at"] is None
    assert (await actions(app))[-1] == "invitations.made"


# Mail


@pytest.fixture
def server() -> Any:
    with mail_server() as server:
        yield server


@pytest.fixture
async def posting(
    server: MailServer, database_url: str, tmp_path: Path
) -> AsyncIterator[tuple[FastAPI, Cast, AsyncClient]]:
    """An application that sends mail, its cast, and the secretariat's client."""
    settings = Settings(
        database_url=database_url,
        data_dir=tmp_path,
        public_url="http://test",
        log_level="warning",
        mail_host="localhost",
        mail_port=server.port,
        mail_security="none",
        mail_from="concord@example.org",
    )
    app = create_app(settings)
    async with LifespanManager(app, startup_timeout=20, shutdown_timeout=20):
        outbox = Outbox(settings, waits_s=(0.0, 0.0))
        await app.state.outbox.stop()
        app.state.outbox = outbox
        outbox.start()
        async with app.state.database.writing() as session:
            cast = await make_cast(session)
        async with client_of(app, cast.tokens["secretariat"]) as client:
            yield app, cast, client


async def outcome(client: AsyncClient, cast: Cast, person_id: str) -> dict[str, Any]:
    """What became of the mail to somebody, once something did."""
    async with asyncio.timeout(DEADLINE_S):
        while True:
            state: dict[str, Any] = (await person(client, cast, person_id))["invitation"]
            if state["mail"] != "waiting":
                return state
            await asyncio.sleep(0.01)


async def test_mailed_invitations_arrive_and_those_that_fail_say_why(
    server: MailServer, posting: tuple[FastAPI, Cast, AsyncClient]
) -> None:
    app, cast, secretariat = posting
    group = f"/api/groups/{cast.group_id}"
    assert (await secretariat.get(f"{group}/mail")).json()["from_address"] == "concord@example.org"
    anna, bela, gone = [
        (await invite(secretariat, cast, f"{name}@example.org"))["person_id"] for name in ("anna", "bela", "gone")
    ]
    without = (await walk_in(secretariat, cast))["person_id"]
    server.answers = {"bela@example.org": ["451 later", "451 later"], "gone@example.org": ["550 No such user"]}

    wanted = {"people": [anna, bela, gone, without], "note": "See you <soon>.\n\nBring the draft."}
    asked = await secretariat.post(f"{group}/mails", json=wanted)

    assert asked.status_code == 202 and asked.json()["asked"] == [anna, bela, gone]
    assert [one["why"] for one in asked.json()["passed_over"]] == ["no-mail"]
    assert (await outcome(secretariat, cast, anna))["mail"] == "sent"
    assert (await outcome(secretariat, cast, bela))["mail"] == "sent"
    failed = await outcome(secretariat, cast, gone)
    assert failed["mail"] == "failed" and "550 No such user" in failed["mail_error"]

    [mail] = server.to("anna@example.org")
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None and html is not None
    words: str = plain.get_content()
    assert mail["Subject"] == "Invitation to Working Group on Enhanced Cooperation"
    assert "for Hungary" in words and "See you <soon>." in words and "See you &lt;soon&gt;." in html.get_content()
    link = next(word for word in words.split() if "/invitation/" in word)
    async with client_of(app) as nobody:
        path = f"/api/invitations/{link.rsplit('/', 1)[1]}"
        assert (await nobody.post(path, json={"password": PASSWORD})).status_code == 200
    assert (await actions(app))[-1] == "invitations.made"
    async with app.state.database.reading() as session:
        kept = [vars(one) for one in await session.scalars(select(Invitation))]
    assert link.rsplit("/", 1)[1] not in str(kept)


async def test_nobody_else_uses_up_how_many_mails_somebody_gets(
    server: MailServer, posting: tuple[FastAPI, Cast, AsyncClient]
) -> None:
    app, cast, secretariat = posting
    path = f"/api/groups/{cast.group_id}/mails"
    anna = (await invite(secretariat, cast, "anna@example.org"))["person_id"]
    async with client_of(app, cast.tokens["member"]) as member:
        answers = [(await member.post(path, json={"people": [anna]})).status_code for _ in range(11)]
    assert answers == [403] * 11

    assert (await secretariat.post(path, json={"people": [anna]})).status_code == 202
    assert (await outcome(secretariat, cast, anna))["mail"] == "sent"


@pytest.mark.parametrize(("language", "subject"), [("fr", "Invitation : "), ("ar", "دعوة: ")])
async def test_a_test_mail_shows_the_invitation_without_a_link(
    server: MailServer, posting: tuple[FastAPI, Cast, AsyncClient], language: str, subject: str
) -> None:
    _, cast, secretariat = posting
    path = f"/api/groups/{cast.group_id}/mails/test"

    sent = await secretariat.post(path, json={"language": language})

    assert sent.json() == {"to": "secretariat@example.org", "error": None}
    [mail] = server.received
    assert subject in mail["Subject"] and "/invitation/" not in mail.as_string()
    server.answers["secretariat@example.org"] = ["550 Mailbox unavailable"]
    failed = (await secretariat.post(path, json={})).json()
    assert "550 Mailbox unavailable" in failed["error"]


async def test_without_mail_settings_nothing_is_made_and_the_answer_says_whom_to_ask(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    secretariat = await client_as("secretariat")
    made = await invite(secretariat, cast, "anna@example.org")
    before = await actions(app)

    answer = await secretariat.post(f"/api/groups/{cast.group_id}/mails", json={"people": [made["person_id"]]})

    assert answer.status_code == 409 and answer.json()["type"] == "/problems/mail-not-set-up"
    assert await actions(app) == before
    setting = (await secretariat.get(f"/api/groups/{cast.group_id}/mail")).json()
    assert setting == {"set_up": False, "from_address": None, "reply_to": None}


async def test_after_a_restart_what_was_not_sent_says_so(app: FastAPI, cast: Cast, settings: Settings) -> None:
    long_ago = now() - timedelta(hours=2)
    async with app.state.database.writing() as session:
        anna = Person(id=cast.people["member"], email="x", name="x")
        session.add(
            Invitation(
                person_id=anna.id,
                group_id=cast.group_id,
                purpose="join",
                secret_hash="0" * 64,
                expires_at=now() + timedelta(days=1),
                mail_asked_at=long_ago,
            )
        )

    restarted = create_app(settings)
    async with LifespanManager(restarted, startup_timeout=20), client_of(restarted, cast.tokens["chair"]) as chair:
        state = (await person(chair, cast, str(cast.people["member"])))["invitation"]

    assert state["mail"] == "failed" and "send it again" in state["mail_error"]
