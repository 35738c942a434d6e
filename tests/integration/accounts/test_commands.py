"""`concord user` and `concord token`, in the database when no server runs."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import structlog
from typer.testing import CliRunner, Result

from app.accounts.actors import Actors
from app.accounts.commands import token, user
from app.accounts.invitations import open_link
from app.core.actor import Actor
from app.core.database import Database, WriteLock
from app.core.errors import Problem
from app.core.events import Events

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    monkeypatch.setenv("CONCORD_DATABASE_URL", database_url)
    monkeypatch.setenv("CONCORD_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CONCORD_PUBLIC_URL", "https://concord.example.org")
    monkeypatch.setenv("CONCORD_LOG_LEVEL", "warning")
    commands = {"user": user, "token": token}
    handlers, level = logging.root.handlers[:], logging.root.level
    yield lambda group, *arguments: CliRunner().invoke(commands[group], list(arguments))
    # Commands set up logging to the standard error they run with, which is the runner's here.
    logging.root.handlers[:], logging.root.level = handlers, level
    structlog.reset_defaults()


def printed(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def actor_by(database_url: str, secret: str) -> Actor | None:
    async def look_up() -> Actor | None:
        database = Database(database_url, Events())
        try:
            return await Actors().by_token(database, secret)
        finally:
            await database.close()

    return asyncio.run(look_up())


def opens(database_url: str, link: str) -> bool:
    async def look_up() -> bool:
        database = Database(database_url, Events())
        try:
            async with database.reading() as session:
                await open_link(session, link.rsplit("/", 1)[1], b"")
        except Problem:
            return False
        else:
            return True
        finally:
            await database.close()

    return asyncio.run(look_up())


def test_an_account_is_added_with_a_link_and_listed(database_url: str, run: Run) -> None:
    made = printed(run("user", "add", "Anna@Example.org", "Anna Kovács", "--operator", "--json"))

    assert made["link"].startswith("https://concord.example.org/invitation/")
    assert opens(database_url, made["link"])
    (listed,) = printed(run("user", "list", "--json"))
    assert listed["email"] == "anna@example.org" and listed["operator"] is True and listed["has_password"] is False
    assert "anna@example.org\tAnna Kovács\t(operator, no password yet)" in run("user", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["add", "anna@example.org", "Anna again"], "Somebody has an account with this e-mail address already."),
        (["add", "not an address", "Anna"], "email:"),
        (["add", "ben@example.org", "  "], "name:"),
        (["reset", "nobody@example.org"], "Nobody has an account with the address nobody@example.org."),
        (["--server", "concord.example.org", "list"], "begins with http"),
        (["--server", "https://concord.example.org", "list"], "needs the --token"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run: Run, arguments: list[str], sentence: str) -> None:
    printed(run("user", "add", "anna@example.org", "Anna", "--json"))

    result = run("user", *arguments)

    assert result.exit_code == 1
    assert sentence in result.stderr


def test_a_disabled_account_has_no_links_and_no_working_tokens(database_url: str, run: Run) -> None:
    printed(run("user", "add", "anna@example.org", "Anna", "--json"))
    made = printed(run("token", "add", "anna@example.org", "Minutes", "--json"))
    actor = actor_by(database_url, made["token"])
    assert actor is not None and actor.name == "Anna"

    assert "disabled" in run("user", "disable", "anna@example.org").stdout

    assert actor_by(database_url, made["token"]) is None
    assert run("user", "reset", "anna@example.org").exit_code == 1
    assert "disabled" not in run("user", "enable", "anna@example.org").stdout
    assert actor_by(database_url, made["token"]) is not None
    assert opens(database_url, printed(run("user", "reset", "anna@example.org", "--json"))["link"])


def test_an_operator_is_made_and_unmade(run: Run) -> None:
    printed(run("user", "add", "anna@example.org", "Anna", "--json"))

    assert "operator" in run("user", "operator", "ANNA@example.org").stdout
    assert "operator" not in run("user", "operator", "anna@example.org", "--remove").stdout


def test_tokens_are_listed_without_secrets_and_revoked(database_url: str, run: Run) -> None:
    printed(run("user", "add", "anna@example.org", "Anna", "--json"))
    secret = run("token", "add", "anna@example.org", "Minutes").stdout.strip()
    (listed,) = printed(run("token", "list", "anna@example.org", "--json"))
    assert listed["name"] == "Minutes" and secret not in run("token", "list", "anna@example.org").stdout

    assert run("token", "revoke", listed["id"]).stdout == "Revoked: Minutes\n"

    assert actor_by(database_url, secret) is None
    assert run("token", "revoke", str(uuid4())).exit_code == 1


def test_beside_a_running_server_commands_read_and_do_not_write(
    database_url: str, run: Run, tmp_path: Path, backend: str
) -> None:
    """E19: an SQLite file has one writing process."""
    printed(run("user", "add", "anna@example.org", "Anna", "--json"))
    if backend != "sqlite":
        return
    lock = WriteLock(tmp_path / "concord.db")
    lock.acquire()
    try:
        refused = run("user", "add", "ben@example.org", "Ben")
        assert refused.exit_code == 1
        assert "--server ADDRESS --token TOKEN" in refused.stderr
        assert "account page" in run("token", "add", "anna@example.org", "Minutes").stderr
        assert [one["name"] for one in printed(run("user", "list", "--json"))] == ["Anna"]
    finally:
        lock.release()
