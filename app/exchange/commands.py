"""`concord import`: into the database when no server runs, or through a running one."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote, urlencode
from uuid import UUID

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import uuid7
from app.core.offline import CannotWrite, offline_database
from app.core.settings import Settings, load_settings
from app.exchange.concord_file import json_schema
from app.exchange.findings import Refused, note
from app.exchange.plan import Plan
from app.exchange.reading import Format, read_plan
from app.exchange.report import refusal, written
from app.exchange.service import import_plan
from app.groups.models import WorkingGroup

TIMEOUT_S = 120
NEW_GROUP = "Working group"


def _print_schema(wanted: bool) -> None:
    if wanted:
        typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
        raise typer.Exit


def import_command(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The JSON file.")],
    *,
    file_format: Annotated[Format, typer.Option("--format", help="What the file is.")] = Format.CONCORD,
    group: Annotated[str | None, typer.Option(help="The working group, by id or name, if there are several.")] = None,
    title: Annotated[str | None, typer.Option(help="A title other than the file's.")] = None,
    server: Annotated[str | None, typer.Option(help="Address of a running server to send the file to.")] = None,
    token: Annotated[str | None, typer.Option(help="An API token for that server; @FILE reads it from a file.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Only read the file and say what is wrong with it.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    schema: Annotated[
        bool, typer.Option("--schema", is_eager=True, callback=_print_schema, help="Print the format's JSON Schema.")
    ] = False,
) -> None:
    """Import a document: all of it, or nothing if anything is wrong with the file."""
    data = file.read_bytes()
    try:
        plan = read_plan(data, file_format, title)
    except Refused as refused:
        if as_json:
            typer.echo(json.dumps({"errors": [finding.as_json() for finding in refused.findings]}, ensure_ascii=False))
        typer.echo(refusal(refused.findings), err=True)
        raise typer.Exit(1) from None
    if check:
        typer.echo(f"Nothing is wrong with the file: {len(plan.paragraphs)} paragraphs.")
        return
    try:
        if server is not None:
            report = _send(server, token, data, group=group, file_format=file_format, title=title)
        else:
            report = asyncio.run(import_offline(load_settings(), plan, file_format, group))
    except CannotWrite as error:
        typer.echo(f"Nothing was imported. {error}", err=True)
        if server is None:
            typer.echo("A running server takes the file with --server ADDRESS --token TOKEN.", err=True)
        raise typer.Exit(1) from None
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else written(report))


async def import_offline(settings: Settings, plan: Plan, file_format: Format, group: str | None) -> dict[str, Any]:
    """Import into the database of these settings; raises CannotWrite."""
    async with offline_database(settings) as database, database.writing() as session:
        working_group = await _group(session, plan, group)
        return await import_plan(session, working_group, plan)


async def _group(session: AsyncSession, plan: Plan, wanted: str | None) -> WorkingGroup:
    groups = (await session.scalars(select(WorkingGroup).order_by(WorkingGroup.created_at))).all()
    if not groups:
        made = WorkingGroup(name=wanted or NEW_GROUP)
        plan.findings.append(
            note(
                f"There was no working group: “{made.name}” was made, and an operator can give seats and offices in it."
            )
        )
        session.add(made)
        await session.flush()
        return made
    if wanted is None and len(groups) > 1:
        raise CannotWrite(f"Say which working group with --group. {_named(groups)}")
    fitting = [one for one in groups if wanted is None or str(one.id) == wanted or one.name == wanted]
    if len(fitting) != 1:
        which = "no working group" if not fitting else "more than one working group"
        raise CannotWrite(f"There is {which} “{wanted}”. {_named(groups)}")
    return fitting[0]


def _named(groups: Sequence[WorkingGroup]) -> str:
    return "There are: " + "; ".join(f"{one.name} ({one.id})" for one in groups)


def _send(
    server: str, token: str | None, data: bytes, *, group: str | None, file_format: Format, title: str | None
) -> dict[str, Any]:
    """Post the file to a running server; raises CannotWrite with its reasons."""
    if not server.startswith(("http://", "https://")):
        raise CannotWrite("A server's address begins with http:// or https://.")
    if not token:
        raise CannotWrite("A running server needs a --token of somebody who may create documents in the group.")
    secret = Path(token[1:]).read_text().strip() if token.startswith("@") else token
    base = server.rstrip("/")
    headers = {"Authorization": f"Bearer {secret}"}
    group_id = _group_of_server(_ask(f"{base}/api/me", headers), group)
    query = urlencode({"format": file_format.value} | ({"title": title} if title else {}))
    headers |= {"Content-Type": "application/json", "Idempotency-Key": str(uuid7())}
    return _ask(f"{base}/api/groups/{quote(group_id)}/imports?{query}", headers, data)


def _group_of_server(me: dict[str, Any], wanted: str | None) -> str:
    groups = [one for one in me["groups"] if wanted in (None, one["id"], one["name"])]
    if wanted is not None and not groups and _is_uuid(wanted):
        return wanted
    if len(groups) != 1:
        names = "; ".join(f"{one['name']} ({one['id']})" for one in me["groups"])
        raise CannotWrite(f"Say which working group with --group; yours are: {names or 'none'}")
    return str(groups[0]["id"])


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def _ask(url: str, headers: dict[str, str], data: bytes | None = None) -> dict[str, Any]:
    request = urllib.request.Request(url, data=data, headers=headers)  # noqa: S310 - checked to be http or https
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:  # noqa: S310
            answer: dict[str, Any] = json.load(response)
            return answer
    except urllib.error.HTTPError as error:
        raise CannotWrite(_reason(error)) from None
    except (OSError, ValueError) as error:
        raise CannotWrite(f"{url} does not answer as a Concord server: {error}") from None


def _reason(error: urllib.error.HTTPError) -> str:
    try:
        problem = json.load(error)
        errors = [f"  {one['pointer']}: {one['detail']}" for one in problem.get("errors", ())]
        return "\n".join([problem.get("detail") or problem["title"], *errors])
    except (ValueError, KeyError, TypeError):
        return f"The server answered {error.code}."
