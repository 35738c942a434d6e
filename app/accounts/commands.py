"""`concord user` and `concord token`: in the database when no server runs, or through a running one."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import operators, service
from app.accounts.addresses import normal_email, shown_email
from app.accounts.models import ApiToken, Person
from app.accounts.schemas import Account, AccountCreate, AccountLink, AccountUpdate, TokenName, TokenRead
from app.core.database import Database
from app.core.errors import NotFound, Problem
from app.core.events import Events
from app.core.logging import configure
from app.core.offline import CannotWrite, offline_database
from app.core.settings import Settings, load_settings

T = TypeVar("T")

TIMEOUT_S = 30
ON_SERVER = "For a running server: concord user --server ADDRESS --token TOKEN …, with an operator's token."
ON_PAGE = "On a running server people make and revoke tokens on their account page."

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The address the person signs in with.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

user = typer.Typer(no_args_is_help=True, help="Accounts: add, list, disable, enable, reset, operator.")
token = typer.Typer(no_args_is_help=True, help="Tokens for programs: add, list, revoke.")


class Server:
    """A running server, spoken to with an operator's token."""

    def __init__(self, address: str, secret: str | None) -> None:
        if not address.startswith(("http://", "https://")):
            raise CannotWrite("The server's address begins with http:// or https://.")
        if not secret:
            raise CannotWrite("A running server needs the --token of an operator.")
        self._base = address.rstrip("/")
        self._secret = Path(secret[1:]).read_text().strip() if secret.startswith("@") else secret

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Send a request; raises CannotWrite with what the server has against it."""
        headers = {"Authorization": f"Bearer {self._secret}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._base + path, data, headers, method=method)  # noqa: S310 - checked above
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise CannotWrite(_objection(error)) from None
        except urllib.error.URLError as error:
            raise CannotWrite(f"{self._base} does not answer: {error.reason}") from None

    def account(self, email: str) -> Account:
        """Somebody's account, by e-mail."""
        for one in self.accounts():
            if one.email == shown_email(normal_email(email)):
                return one
        raise CannotWrite(f"Nobody has an account with the address {email}.")

    def accounts(self) -> list[Account]:
        """All accounts."""
        return TypeAdapter(list[Account]).validate_python(self.ask("GET", "/api/accounts"))


def _objection(error: urllib.error.HTTPError) -> str:
    try:
        problem = json.load(error)
        details = [one["detail"] for one in problem.get("errors", [])]
        return " ".join(details) or problem.get("detail") or problem["title"]
    except (ValueError, KeyError, TypeError):
        return f"The server answered {error.code}."


@user.callback()
def _which_server(
    context: typer.Context,
    server: Annotated[str | None, typer.Option(help="Address of a running server to do it on.")] = None,
    secret: Annotated[
        str | None, typer.Option("--token", help="An operator's API token for it; @FILE reads it from a file.")
    ] = None,
) -> None:
    if server is not None:
        context.obj = _told(lambda: Server(server, secret))


def _told(run: Callable[[], T]) -> T:
    """Run, and end the command with a plain sentence where it cannot be done."""
    try:
        return run()
    except CannotWrite as error:
        typer.echo(str(error), err=True)
    except ValidationError as error:
        for one in error.errors():
            typer.echo(f"{'.'.join(map(str, one['loc']))}: {one['msg']}", err=True)
    except Problem as problem:
        typer.echo(problem.detail or problem.title, err=True)
    raise typer.Exit(1)


def _settings() -> Settings:
    """The settings; logs go where they do not mix with what is printed."""
    settings = load_settings()
    configure(settings.log_level, as_json=settings.log_format == "json")
    return settings


def _write(work: Callable[[AsyncSession, Settings], Awaitable[T]], otherwise: str = ON_SERVER) -> T:
    """Do it in the database of the settings, in one transaction; `otherwise` is what to do beside a running server."""

    async def run() -> T:
        settings = _settings()
        try:
            async with offline_database(settings) as database, database.writing() as session:
                return await work(session, settings)
        except CannotWrite as error:
            raise CannotWrite(f"{error}\n{otherwise}") from None

    return _told(lambda: asyncio.run(run()))


def _read(work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Look it up in the database of the settings, which a running server may be writing meanwhile."""

    async def run() -> T:
        settings = _settings()
        if settings.is_sqlite and not settings.sqlite_path.exists():
            raise CannotWrite(f"There is no database at {settings.sqlite_path}.")
        database = Database(settings.database_url, Events())
        try:
            async with database.reading() as session:
                return await work(session)
        finally:
            await database.close()

    return _told(lambda: asyncio.run(run()))


async def _person(session: AsyncSession, email: str) -> Person:
    person = await service.person_by_email(session, email)
    if person is None:
        raise NotFound(f"Nobody has an account with the address {email}.")
    return person


def _say_link(made: AccountLink, as_json: bool) -> None:
    if as_json:
        typer.echo(made.model_dump_json())
        return
    typer.echo(f"{made.person.name} <{made.person.email}>")
    typer.echo(f"Hand over this link; it works once, until {made.expires_at:%Y-%m-%d %H:%M} UTC:")
    typer.echo(made.link)


def _say_account(one: Account) -> None:
    words = ["operator"] * one.operator + ["no password yet"] * (not one.has_password) + ["disabled"] * one.disabled
    typer.echo(f"{one.email}\t{one.name}" + (f"\t({', '.join(words)})" if words else ""))


@user.command("add")
def add_user(
    context: typer.Context,
    email: Email,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person's name, as others see it.")],
    *,
    operator: Annotated[bool, typer.Option("--operator", help="Let this person keep the server.")] = False,
    as_json: AsJson = False,
) -> None:
    """Add an account and print the link by which its person chooses a password."""
    wanted = _told(lambda: AccountCreate(name=name, email=email, operator=operator))
    if isinstance(context.obj, Server):
        server: Server = context.obj
        answer = _told(lambda: server.ask("POST", "/api/accounts", wanted.model_dump()))
        made = AccountLink.model_validate(answer)
    else:
        made = _write(lambda session, settings: operators.open_account(session, settings, wanted, None))
    _say_link(made, as_json)


@user.command("list")
def list_users(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List all accounts."""

    async def read(session: AsyncSession) -> list[Account]:
        return [operators.account(person) for person in await operators.everybody(session)]

    found = _told(context.obj.accounts) if isinstance(context.obj, Server) else _read(read)
    if as_json:
        typer.echo(TypeAdapter(list[Account]).dump_json(found))
        return
    for one in found:
        _say_account(one)


def _change(context: typer.Context, email: str, wanted: AccountUpdate) -> None:
    async def change(session: AsyncSession, settings: Settings) -> Account:
        return operators.account(await operators.change_account(session, await _person(session, email), wanted))

    def ask(server: Server) -> Account:
        path = f"/api/accounts/{server.account(email).id}"
        return Account.model_validate(server.ask("PATCH", path, wanted.model_dump(exclude_none=True)))

    _say_account(_told(lambda: ask(context.obj)) if isinstance(context.obj, Server) else _write(change))


@user.command("disable")
def disable_user(context: typer.Context, email: Email) -> None:
    """Put an account out of use, and sign its person out everywhere."""
    _change(context, email, AccountUpdate(disabled=True))


@user.command("enable")
def enable_user(context: typer.Context, email: Email) -> None:
    """Put an account back into use."""
    _change(context, email, AccountUpdate(disabled=False))


@user.command("operator")
def make_operator(
    context: typer.Context,
    email: Email,
    *,
    remove: Annotated[bool, typer.Option("--remove", help="No longer.")] = False,
) -> None:
    """Let somebody keep the server: set up groups and manage their people."""
    _change(context, email, AccountUpdate(operator=not remove))


@user.command("reset")
def reset_user(context: typer.Context, email: Email, *, as_json: AsJson = False) -> None:
    """Print a link by which somebody chooses a new password; earlier links stop working."""

    async def reset(session: AsyncSession, settings: Settings) -> AccountLink:
        return await operators.link_for(session, settings, await _person(session, email), None)

    def ask(server: Server) -> AccountLink:
        path = f"/api/accounts/{server.account(email).id}/reset"
        return AccountLink.model_validate(server.ask("POST", path))

    _say_link(_told(lambda: ask(context.obj)) if isinstance(context.obj, Server) else _write(reset), as_json)


@token.command("add")
def add_token(
    email: Email,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the token is for.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Make a token that acts for somebody, and print it. On a running server people make their own."""
    wanted = _told(lambda: TypeAdapter[str](TokenName).validate_python(name))

    async def make(session: AsyncSession, settings: Settings) -> tuple[ApiToken, str]:
        return await service.make_token(session, (await _person(session, email)).id, wanted)

    made, secret = _write(make, ON_PAGE)
    typer.echo(json.dumps({"id": str(made.id), "name": made.name, "token": secret}) if as_json else secret)


@token.command("list")
def list_tokens(email: Email, *, as_json: AsJson = False) -> None:
    """List somebody's tokens; their secrets are not kept."""

    async def read(session: AsyncSession) -> list[TokenRead]:
        tokens = await service.tokens_of(session, (await _person(session, email)).id)
        return [TokenRead.model_validate(one) for one in tokens]

    found = _read(read)
    if as_json:
        typer.echo(TypeAdapter(list[TokenRead]).dump_json(found))
        return
    for one in found:
        used = f"last used {one.last_used_at:%Y-%m-%d}" if one.last_used_at else "never used"
        typer.echo(f"{one.id}\t{one.name}\t({used})")


@token.command("revoke")
def revoke_token(
    token_id: Annotated[UUID, typer.Argument(metavar="ID", help="The token's id, as `token list` shows it.")],
) -> None:
    """Revoke a token."""

    async def revoke(session: AsyncSession, settings: Settings) -> str:
        found = await session.get(ApiToken, token_id)
        if found is None:
            raise NotFound("There is no such token.")
        await service.revoke_token(session, found.person_id, token_id)
        return found.name

    typer.echo(f"Revoked: {_write(revoke, ON_PAGE)}")
