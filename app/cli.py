"""`concord`: serve, migrate, and what an operator does beside."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from app.accounts.commands import token, user
from app.core import migrations
from app.core.database import AlreadyServed, WriteLock
from app.core.logging import configure
from app.core.settings import Settings, UnknownSetting, load_settings
from app.demo.commands import demo_command, ensure_demo
from app.doctor.commands import doctor_command
from app.exchange.commands import import_command
from app.exchange.out.commands import export_command
from app.keeping.commands import backup_command, restore_command
from app.main import create_app
from app.revisions.commands import ledger
from app.sync.websocket import socket_class

SWITCH_INTERVAL_S = 0.0005  # the committer's thread must not wait 5 ms for a busy event loop (Python's default)
GRACE_S = 15

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Concord: people who disagree write one text.",
)
cli.add_typer(user, name="user")
cli.add_typer(token, name="token")
cli.add_typer(ledger, name="ledger")
cli.command("demo")(demo_command)
cli.command("import")(import_command)
cli.command("export")(export_command)
cli.command("backup")(backup_command)
cli.command("restore")(restore_command)
cli.command("doctor")(doctor_command)


def _settings() -> Settings:
    settings = load_settings()
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not sys.stderr.isatty())
    configure(settings.log_level, as_json)
    return settings


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(help="Must stay 1; run several servers on PostgreSQL instead.")] = 1,
    demo: Annotated[bool, typer.Option("--demo", help="Make the demonstration group if there is none.")] = False,
    proxies: Annotated[str, typer.Option(help="Addresses of reverse proxies to believe, by commas.")] = "127.0.0.1",
) -> None:
    """Serve the pages, the API and the sockets."""
    settings = _settings()
    if workers != 1:
        typer.echo("One process serves one set of rooms: --workers must be 1 (docs/running.md).", err=True)
        raise typer.Exit(2)
    lock = WriteLock(settings.sqlite_path) if settings.is_sqlite else None
    people: tuple[tuple[str, str], ...] = ()
    try:
        if lock is not None:
            lock.acquire()
            migrations.migrate(settings.database_url)
        elif not migrations.is_migrated(settings.database_url):
            typer.echo("The database has another schema than this program. Run: concord migrate", err=True)
            raise typer.Exit(3)
        if demo or settings.demo:
            settings.demo = True
            people = ensure_demo(settings).people
        _tell_where(settings, host, port, people)
        _run(settings, host, port, proxies)
    except AlreadyServed as error:
        typer.echo(f"{error}. Stop it first, or choose another CONCORD_DATA_DIR.", err=True)
        raise typer.Exit(3) from None
    finally:
        if lock is not None:
            lock.release()


def _tell_where(settings: Settings, host: str, port: int, people: tuple[tuple[str, str], ...]) -> None:
    """Say where to sign in, and as whom."""
    default = Settings.model_fields["public_url"].default
    address = f"http://{host}:{port}" if settings.public_url == default else settings.public_url
    typer.echo(f"\n  Concord is on {address}")
    if people:
        typer.echo("  Its sign-in page offers the demonstration people, one click each:")
        seen: set[str] = set()
        for name, role in people:
            if role not in seen:
                typer.echo(f"    {role}: {name}")
            seen.add(role)
    typer.echo("")
    sys.stdout.flush()


def _run(settings: Settings, host: str, port: int, proxies: str) -> None:
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    application = create_app(settings)
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws=socket_class(application),
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=4096,
        forwarded_allow_ips=proxies,
        timeout_graceful_shutdown=GRACE_S,
    )
    uvicorn.Server(config).run()


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = _settings()
    lock = WriteLock(settings.sqlite_path) if settings.is_sqlite else None
    try:
        if lock is not None:
            lock.acquire()
        migrations.migrate(settings.database_url)
    except AlreadyServed as error:
        typer.echo(f"{error}. Stop it first.", err=True)
        raise typer.Exit(3) from None
    finally:
        if lock is not None:
            lock.release()


@cli.command(hidden=True)
def openapi(path: Annotated[Path, typer.Argument(help="Where to write it.")]) -> None:
    """Write the OpenAPI description, from which the page's client is generated."""
    schema = create_app(Settings()).openapi()
    path.write_text(json.dumps(schema, indent=1, sort_keys=True) + "\n")


def main() -> None:
    """The `concord` command."""
    try:
        cli()
    except UnknownSetting as error:
        typer.echo(f"concord: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
