"""`concord doctor`: what is wrong with this installation, and what to do about it."""

import asyncio
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import redis
import typer
from sqlalchemy import text

from app.core.database import AlreadyServed, WriteLock, sync_engine
from app.core.migrations import is_migrated
from app.core.settings import Settings, load_settings
from app.revisions.commands import verify_database

ENOUGH_DISK = 1024**3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    good: bool
    what: str
    remedy: str = ""


def _python(settings: Settings) -> Iterator[Finding]:
    yield Finding(sys.version_info >= (3, 11), f"Python {sys.version.split()[0]}", "Install Python 3.11 or newer.")


def _pages(settings: Settings) -> Iterator[Finding]:
    built = (settings.frontend_dir / "index.html").is_file()
    yield Finding(built, "The pages are built" if built else "The pages are not built", "Run: make install")


def _disk(settings: Settings) -> Iterator[Finding]:
    folder = settings.sqlite_path.parent if settings.is_sqlite else settings.data_dir
    if not folder.exists():
        return
    free = shutil.disk_usage(folder).free
    yield Finding(free > ENOUGH_DISK, f"{free // 1024**2:,} MiB free in {folder}", "Make room on the disk.")


def _database(settings: Settings) -> Iterator[Finding]:
    if settings.is_sqlite and not settings.sqlite_path.exists():
        yield Finding(True, f"No database yet at {settings.sqlite_path}: `concord serve` makes it")
        return
    if settings.is_sqlite:
        yield _sqlite_is_sound(settings)
        lock = WriteLock(settings.sqlite_path)
        try:
            lock.acquire()
            lock.release()
            yield Finding(True, "No server is writing the database")
        except AlreadyServed:
            yield Finding(True, "A server is writing the database")
    engine = sync_engine(settings.database_url, writes=False)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        yield Finding(True, f"The database answers ({engine.dialect.name})")
        migrated = is_migrated(settings.database_url)
        yield Finding(
            migrated, "The schema is the newest" if migrated else "The schema is older", "Run: concord migrate"
        )
        if migrated:
            report = asyncio.run(verify_database(settings, []))
            yield Finding(
                report.sound,
                f"The record of decisions {'is whole' if report.sound else 'is not whole'}: {report.lines} lines",
                "Run: concord ledger verify, and compare with the printed copies.",
            )
    except Exception as error:  # whatever the driver raises, the operator wants one sentence
        yield Finding(False, f"The database does not answer: {type(error).__name__}", "Check CONCORD_DATABASE_URL.")
    finally:
        engine.dispose()


def _sqlite_is_sound(settings: Settings) -> Finding:
    connection = sqlite3.connect(f"file:{settings.sqlite_path}?mode=ro", uri=True)
    try:
        answer = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        answer = str(error)
    finally:
        connection.close()
    return Finding(answer == "ok", f"SQLite's own check says: {answer}", "Restore the last backup.")


def _bus(settings: Settings) -> Iterator[Finding]:
    if settings.bus_url is None:
        return
    client = redis.from_url(settings.bus_url, socket_connect_timeout=3)
    try:
        client.ping()
        yield Finding(True, "The bus answers")
    except (redis.RedisError, OSError) as error:
        yield Finding(False, f"The bus does not answer: {type(error).__name__}", "Check CONCORD_BUS_URL.")
    finally:
        client.close()


LOOKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (_python, _pages, _disk, _database, _bus)


def findings(settings: Settings) -> Iterator[Finding]:
    """Look at everything in turn."""
    for look in LOOKS:
        yield from look(settings)


def doctor_command() -> None:
    """Say what is wrong with this installation and what to do; ends with 1 when something is."""
    sick = False
    for finding in findings(load_settings()):
        sick |= not finding.good
        typer.echo(f"{'ok ' if finding.good else 'BAD'}  {finding.what}")
        if not finding.good and finding.remedy:
            typer.echo(f"     {finding.remedy}")
    if sick:
        raise typer.Exit(1)
