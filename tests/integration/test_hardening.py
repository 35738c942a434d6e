"""What careless or hostile requests must not bring about: server errors, secrets in logs, memory filled."""

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core import logging as logs
from app.core import pages
from app.core.database import Database, sync_engine
from app.main import MAX_BODY
from tests.factories import Cast

As = Callable[[str], Awaitable[AsyncClient]]
SECRET = "k7Zf3vN0qLr9cXy2TgHs8WbMdUoPaEiJ1sRtYx5"
NUL = "a\0b"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/api/paragraphs/{paragraph}", {"proposer": NUL}),
        ("POST", "/api/paragraphs/{paragraph}/withdraw", {"reason": NUL}),
        ("PUT", "/api/paragraphs/{paragraph}/drafts/{other}", {"runs": [], "reason": NUL, "origin": "not_added"}),
        ("PATCH", "/api/documents/{document}", {"title": NUL}),
        ("POST", "/api/documents/{document}/categories", {"code": NUL}),
        ("POST", "/api/documents/{document}/categories", {"code": "C", "title": NUL}),
        ("POST", "/api/groups/{group}/documents", {"title": NUL}),
        ("PATCH", "/api/groups/{group}", {"mandate": NUL}),
        ("POST", "/api/login", {"email": NUL, "password": "x"}),
        ("GET", "/api/documents/{document}/record?after=9223372036854775808", None),
        ("GET", "/api/groups/{group}/record?after=9223372036854775808", None),
    ],
)
async def test_what_a_database_cannot_keep_is_the_askers_error(
    cast: Cast, client_as: As, method: str, path: str, body: Any
) -> None:
    chair = await client_as("chair")
    named = {"paragraph": cast.paragraphs[0], "document": cast.document_id, "group": cast.group_id}
    response = await chair.request(method, path.format(**named, other=cast.texts[0]), json=body)
    assert response.status_code == 422, response.text
    assert response.json()["errors"]


async def test_a_request_larger_than_any_command_is_refused_before_it_is_read(client_as: As) -> None:
    nobody = await client_as("nobody")
    response = await nobody.post(
        "/api/login", content=b"[" * (MAX_BODY + 1), headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == "/problems/too-large"


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(
    "path", [f"/api/invitations/{SECRET}", f"/invitation/{SECRET}", f"/api/wall/{SECRET}", f"/wall/{SECRET}"]
)
async def test_a_link_that_lets_somebody_in_is_not_in_the_log(
    client_as: As, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = logging.getLogger().handlers[:]
    nobody = await client_as("nobody")
    try:
        logs.configure("info", as_json=True)
        await nobody.get(path)
    finally:
        logging.getLogger().handlers[:] = before
    # httpx, the test's own client, logs as well.
    logged = [line for line in capsys.readouterr().err.splitlines() if '"event": "request"' in line]
    assert len(logged) == 1
    assert SECRET not in logged[0]


async def test_a_failing_statement_does_not_show_what_it_was_to_write(database: Database) -> None:
    failing, words = text("INSERT INTO nowhere VALUES (:words)"), {"words": "not for the log"}
    with pytest.raises(DBAPIError) as error:
        async with database.writing() as session:
            await session.execute(failing, words)
    assert words["words"] not in str(error.value)
    engine = sync_engine(database.url, writes=True)
    with pytest.raises(DBAPIError) as error, engine.begin() as connection:
        connection.execute(failing, words)
    engine.dispose()
    assert words["words"] not in str(error.value)


@pytest.mark.parametrize("path", ["/%00", "/" + "a" * 5_000, "/../secret", "/%2e%2e/secret"])
async def test_an_address_that_no_file_can_have_shows_the_page(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / "index.html").write_text("the page")
    (tmp_path / "secret").write_text("not for anybody")
    application = FastAPI()
    pages.install(application, folder)
    async with AsyncClient(transport=ASGITransport(app=application), base_url="http://test") as client:
        response = await client.get(path)
    assert (response.status_code, response.text) == (200, "the page")


async def test_whoever_left_the_group_does_not_read_on_in_a_paragraph_of_their_own(cast: Cast, client_as: As) -> None:
    member, chair = await client_as("other_member"), await client_as("chair")
    ids = {"id": str(cast.texts[0]), "text": str(cast.paragraphs[0]), "category": str(cast.categories[0])}
    path = f"/api/documents/{cast.document_id}/paragraphs"
    assert (await member.post(path, json=ids | {"runs": [{"insert": "Mine."}]})).status_code == 201
    people = (await chair.get(f"/api/groups/{cast.group_id}/people")).json()
    seat = next(one["seat_id"] for one in people if one["person_id"] == str(cast.people["other_member"]))
    assert (await chair.delete(f"/api/seats/{seat}")).status_code == 204
    again = await member.post(path, json=ids | {"runs": [{"insert": "Mine."}]})
    assert again.status_code == 403
    assert again.json()["why"] == "foreign"
