"""Signing in and out, cookies, tokens, and where requests may come from."""

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import select

from app.accounts import passwords
from app.accounts.events import LoginRevoked
from app.accounts.models import ApiToken, Login, Person
from app.accounts.signing_in import BY_BOTH
from tests.factories import Cast

PASSWORD = "correct horse battery"

ClientAs = Callable[[str], Awaitable[AsyncClient]]
Browser = Callable[[], AsyncClient]


@pytest.fixture
async def browser(app: FastAPI) -> AsyncIterator[Browser]:
    opened: list[AsyncClient] = []

    def browser(origin: str = "http://test") -> AsyncClient:
        headers = {"Origin": origin, "User-Agent": "Test browser"}
        opened.append(AsyncClient(transport=ASGITransport(app=app), base_url="http://test", headers=headers))
        return opened[-1]

    yield browser
    for one in opened:
        await one.aclose()


@pytest.fixture
async def member(app: FastAPI, cast: Cast) -> Cast:
    password_hash = await passwords.hash_password(PASSWORD)
    async with app.state.database.writing() as session:
        person = await session.get_one(Person, cast.people["member"])
        person.password_hash = password_hash
    return cast


async def signed_in(browser: Browser, password: str = PASSWORD) -> AsyncClient:
    client = browser()
    response = await client.post("/api/login", json={"email": " Member@Example.org", "password": password})
    assert response.status_code == 200, response.text
    return client


async def test_signing_in_sets_a_cookie_that_scripts_cannot_read(browser: Browser, member: Cast) -> None:
    client = browser()

    response = await client.post("/api/login", json={"email": "member@example.org", "password": PASSWORD})

    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "secure" not in cookie
    assert response.headers["cache-control"] == "no-store"
    me = (await client.get("/api/me")).json()
    assert me["name"] == "Member" and me["demo"] is False and me["operator"] is False
    assert me["groups"] == [
        {
            "id": str(member.group_id),
            "name": "Working Group on Enhanced Cooperation",
            "seat": "member",
            "delegation": "Hungary",
            "offices": [],
        }
    ]


async def test_what_is_kept_of_a_login_does_not_let_anybody_in(app: FastAPI, browser: Browser, member: Cast) -> None:
    client = await signed_in(browser)

    async with app.state.database.reading() as session:
        login = (await session.scalars(select(Login))).one()
    assert login.secret_hash != client.cookies["concord_login"]
    assert login.browser == "Test browser"
    thief = browser()
    thief.cookies.set("concord_login", login.secret_hash)
    assert (await thief.get("/api/me")).status_code == 401


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("member@example.org", "wrong horse battery"),
        ("nobody@example.org", PASSWORD),
        ("chair@example.org", PASSWORD),  # has no password yet
        ("member@example.org", ""),
    ],
)
async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    browser: Browser, member: Cast, email: str, password: str
) -> None:
    response = await browser().post("/api/login", json={"email": email, "password": password})

    assert response.status_code == 401
    body = response.json()
    assert body["type"] == "/problems/wrong-credentials"
    assert body["title"] == "The e-mail address or the password is wrong"
    assert "detail" not in body


async def test_a_disabled_account_cannot_sign_in(app: FastAPI, browser: Browser, member: Cast) -> None:
    client = await signed_in(browser)
    async with app.state.database.writing() as session:
        from app.accounts import service

        person = await session.get_one(Person, member.people["member"])
        await service.set_disabled(session, person, disabled=True)

    assert (await client.get("/api/me")).status_code == 401
    token = {"Authorization": f"Bearer {member.tokens['member']}"}
    assert (await client.get("/api/me", headers=token)).status_code == 401
    response = await browser().post("/api/login", json={"email": "member@example.org", "password": PASSWORD})
    assert response.status_code == 401


async def test_guessing_at_an_account_is_slowed_and_told_how_long(browser: Browser, member: Cast) -> None:
    client = browser()
    wrong = {"email": "member@example.org", "password": "wrong horse battery"}
    for _ in range(BY_BOTH.count):
        assert (await client.post("/api/login", json=wrong)).status_code == 401

    response = await client.post("/api/login", json=wrong | {"password": PASSWORD})

    assert response.status_code == 429
    assert 0 < int(response.headers["retry-after"]) <= BY_BOTH.seconds
    assert response.json()["type"] == "/problems/too-many-requests"


async def test_signing_in_rightly_does_not_count_as_guessing(browser: Browser, member: Cast) -> None:
    for _ in range(BY_BOTH.count + 2):
        await signed_in(browser)


async def test_signing_out_ends_this_login_alone(app: FastAPI, browser: Browser, member: Cast) -> None:
    heard: list[LoginRevoked] = []
    app.state.database.events.subscribe(LoginRevoked, heard.append)
    here, there = await signed_in(browser), await signed_in(browser)
    cookie = here.cookies["concord_login"]
    assert (await here.get("/api/me")).status_code == 200

    assert (await here.post("/api/logout")).status_code == 204

    assert "concord_login" not in here.cookies
    here.cookies.set("concord_login", cookie)
    assert (await here.get("/api/me")).status_code == 401
    assert (await there.get("/api/me")).status_code == 200
    assert [event.person_id for event in heard] == [member.people["member"]]
    assert heard[0].login_id is not None
    assert (await browser().post("/api/logout")).status_code == 204


async def test_signing_in_anew_in_a_browser_ends_the_login_before(browser: Browser, member: Cast) -> None:
    client = await signed_in(browser)
    former = client.cookies["concord_login"]

    again = await client.post("/api/login", json={"email": "member@example.org", "password": PASSWORD})

    assert again.status_code == 200
    assert client.cookies["concord_login"] != former
    thief = browser()
    thief.cookies.set("concord_login", former)
    assert (await thief.get("/api/me")).status_code == 401
    assert (await client.get("/api/me")).status_code == 200


async def test_signing_out_everywhere_spares_tokens_unless_asked(
    browser: Browser, member: Cast, client_as: ClientAs
) -> None:
    here, there = await signed_in(browser), await signed_in(browser)
    program = await client_as("member")
    assert (await there.get("/api/me")).status_code == 200

    assert (await here.post("/api/logout-everywhere")).status_code == 204
    assert (await there.get("/api/me")).status_code == 401
    assert (await program.get("/api/me")).status_code == 200

    here = await signed_in(browser)
    assert (await here.post("/api/logout-everywhere", json={"tokens": True})).status_code == 204
    assert (await program.get("/api/me")).status_code == 401


async def test_an_unsafe_request_from_a_foreign_page_is_refused(browser: Browser, member: Cast) -> None:
    client = await signed_in(browser)

    for headers in [{"Origin": "https://evil.example"}, {"Origin": "null"}]:
        response = await client.patch("/api/me", json={"name": "Mallory"}, headers=headers)
        assert response.status_code == 403
        assert response.json()["type"] == "/problems/foreign-origin"
        response = await client.post(
            "/api/login", json={"email": "member@example.org", "password": PASSWORD}, headers=headers
        )
        assert response.status_code == 403
    assert (await client.get("/api/me", headers={"Origin": "https://evil.example"})).json()["name"] == "Member"


async def test_a_program_with_a_token_needs_no_origin(client_as: ClientAs, cast: Cast) -> None:
    program = await client_as("member")

    response = await program.patch("/api/me", json={"name": "Anna"}, headers={"Origin": "https://elsewhere.example"})

    assert response.status_code == 200
    assert (await program.get("/api/me")).json()["name"] == "Anna"


async def test_nobody_is_signed_in_without_cookie_or_token(client_as: ClientAs, cast: Cast) -> None:
    nobody = await client_as("nobody")

    assert (await nobody.get("/api/me")).json()["type"] == "/problems/sign-in"
    response = await nobody.get("/api/me", headers={"Authorization": "Bearer cnc_made_up"})
    assert response.status_code == 401
    assert "token" in response.json()["detail"]


async def test_a_new_password_needs_the_present_one_and_signs_out_other_browsers(
    browser: Browser, member: Cast
) -> None:
    here, there = await signed_in(browser), await signed_in(browser)

    wrong = await here.put("/api/me/password", json={"current": "not this one", "new": "a brand new one"})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["pointer"] == "/current"
    short = await here.put("/api/me/password", json={"current": PASSWORD, "new": "short"})
    assert short.json()["errors"][0]["pointer"] == "/new"
    assert (await here.put("/api/me/password", json={"current": PASSWORD, "new": "a brand new one"})).status_code == 204

    assert (await here.get("/api/me")).status_code == 200
    assert (await there.get("/api/me")).status_code == 401
    assert (await browser().post("/api/login", json={"email": "member@example.org", "password": PASSWORD})).is_error
    await signed_in(browser, "a brand new one")


async def test_a_token_is_shown_once_named_and_revocable(app: FastAPI, client_as: ClientAs, cast: Cast) -> None:
    member, colleague = await client_as("member"), await client_as("colleague")

    made = await member.post("/api/me/tokens", json={"name": "  Minutes  "})

    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    secret, token_id = made.json()["token"], made.json()["id"]
    assert secret.startswith("cnc_")
    listed = (await member.get("/api/me/tokens")).json()
    assert [token["name"] for token in listed] == ["test", "Minutes"]
    assert all("token" not in token for token in listed)
    async with app.state.database.reading() as session:
        assert secret not in (await session.get_one(ApiToken, UUID(token_id))).secret_hash
    headers = {"Authorization": f"Bearer {secret}"}
    nobody = await client_as("nobody")
    assert (await nobody.get("/api/me", headers=headers)).json()["name"] == "Member"

    assert (await colleague.delete(f"/api/me/tokens/{token_id}")).status_code == 404
    assert (await member.delete(f"/api/me/tokens/{token_id}")).status_code == 204

    assert (await nobody.get("/api/me", headers=headers)).status_code == 401


async def test_the_use_of_a_token_is_noted(app: FastAPI, client_as: ClientAs, cast: Cast) -> None:
    member = await client_as("member")
    assert (await member.get("/api/me/tokens")).json()[0]["last_used_at"] is None

    await app.state.actors.write_uses(app.state.database)

    assert (await member.get("/api/me/tokens")).json()[0]["last_used_at"] is not None


@pytest.mark.parametrize("name", ["", "   ", "two\nlines", "x" * 201])
async def test_a_name_is_one_line_of_bounded_length(client_as: ClientAs, cast: Cast, name: str) -> None:
    response = await (await client_as("member")).patch("/api/me", json={"name": name})

    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/name"
