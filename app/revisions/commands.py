"""`concord ledger verify`: reads the record beside a running server, and writes nothing."""

import asyncio
from typing import Annotated

import typer

from app.core.database import Database
from app.core.events import Events
from app.core.settings import Settings, load_settings
from app.ledger.verify import Expected, Report, verify
from app.paragraphs.verify import missing_lines
from app.revisions.verify import changed_revisions
from app.texts.runs import content_hash

ledger = typer.Typer(no_args_is_help=True, help="The record of decisions.")


@ledger.callback()
def _commands() -> None:
    """Keep `verify` a command of its own while it is the only one."""


@ledger.command("verify")
def verify_command(
    expect: Annotated[
        list[str] | None,
        typer.Option(help="A decision that must be there, as printed: NUMBER:FINGERPRINT or CHAIN=NUMBER:FINGERPRINT."),
    ] = None,
) -> None:
    """Check that no decision or revision was changed, removed or added, and that words have their fingerprint."""
    try:
        expected = [Expected.parse(text) for text in expect or ()]
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    settings = load_settings()
    if settings.is_sqlite and not settings.sqlite_path.exists():
        typer.echo(f"There is no database at {settings.sqlite_path}.", err=True)
        raise typer.Exit(2)
    report = asyncio.run(verify_database(settings, expected))
    for fault in report.faults:
        typer.echo(fault)
    counted = f"{report.lines} decision{'' if report.lines == 1 else 's'} in {report.chains} chain"
    counted += "" if report.chains == 1 else "s"
    if not report.sound:
        typer.echo(f"The record is not whole: {len(report.faults)} found wrong in {counted}.")
        raise typer.Exit(1)
    typer.echo(f"The record is whole: {counted}.")


async def verify_database(settings: Settings, expected: list[Expected]) -> Report:
    """Verify the database of these settings in one consistent view."""
    database = Database(settings.database_url, Events())
    try:
        async with database.reading() as session:
            # SQLite reads one view within a transaction anyway.
            options = {} if database.is_sqlite else {"isolation_level": "REPEATABLE READ"}
            connection = await session.connection(execution_options=options)
            report = await connection.run_sync(verify, content_hash, expected)
            for check in (missing_lines, changed_revisions):
                report.faults.extend(await connection.run_sync(check))
            return report
    finally:
        await database.close()
