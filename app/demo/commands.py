"""`concord demo`: the demonstration group, or a large one for measuring; and what `serve --demo` makes."""

import asyncio
import json
from typing import Annotated

import typer

from app.core.database import Database
from app.core.events import Events
from app.core.offline import CannotWrite, offline_database
from app.core.settings import Settings, load_settings
from app.demo.group import DemoResult, make_demo
from app.demo.large import LargeDemo, make_large_demo

PARAGRAPHS, MEMBERS = 60, 20


def demo_command(
    *,
    paragraphs: Annotated[
        int | None, typer.Option(min=1, max=20_000, help="Make a large one with so many paragraphs.")
    ] = None,
    members: Annotated[
        int | None, typer.Option(min=1, max=5_000, help="Make a large one with so many members.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Make a large one, and print ids, tokens and logins as one JSON object.")
    ] = False,
) -> None:
    """Make the demonstration group where there is none yet, or a large group in which anyone may edit."""
    settings = load_settings()
    try:
        if paragraphs is None and members is None and not as_json:
            typer.echo(_told(asyncio.run(_make(settings))))
            return
        large = asyncio.run(_make_large(settings, paragraphs or PARAGRAPHS, members or MEMBERS))
    except CannotWrite as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(json.dumps(large) if as_json else _large_told(large))


def ensure_demo(settings: Settings) -> DemoResult:
    """Make the demonstration group in an empty database; for a server that is about to start and holds its lock."""
    return asyncio.run(_ensure(settings))


async def _ensure(settings: Settings) -> DemoResult:
    database = Database(settings.database_url, Events())
    try:
        return await make_demo(database)
    finally:
        await database.close()


async def _make(settings: Settings) -> DemoResult:
    async with offline_database(settings) as database:
        return await make_demo(database)


async def _make_large(settings: Settings, paragraphs: int, members: int) -> LargeDemo:
    async with offline_database(settings) as database:
        return await make_large_demo(database, paragraphs, members)


def _told(result: DemoResult) -> str:
    if result.document_id is None:
        return "There are working groups here already, and the demonstration is not one of them. Nothing was made."
    lines = ["The demonstration group was made." if result.made else "The demonstration group is here already."]
    lines += ["With `concord serve --demo` the sign-in page offers its people:"]
    return "\n".join([*lines, *(f"  {role}: {name}" for name, role in result.people)])


def _large_told(large: LargeDemo) -> str:
    lines = [f"Document {large['document']} with {len(large['paragraphs'])} paragraphs.", "To sign in:"]
    return "\n".join([*lines, *(f"  {login['email']}  {login['password']}" for login in large["logins"])])
