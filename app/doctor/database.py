"""The database: does it answer, is it whole, does it hold what was agreed."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from sqlalchemy import Connection, func, select, text

from app.core.database import AlreadyServed, WriteLock, now, sync_engine
from app.core.migrations import is_migrated
from app.core.settings import Settings
from app.doctor.findings import Finding, bad, note, ok
from app.keeping.backup import last_backup, one_moment
from app.keeping.checks import check_record, check_texts
from app.ledger.models import Decision

MIB = 1024**2
ENOUGH_DISK = 1024 * MIB
LARGE_WAL = 512 * MIB
OLD_BACKUP = timedelta(days=8)
MOST_SAID = 5
CLOCK_SLACK = timedelta(seconds=30)


def disk(settings: Settings) -> Iterator[Finding]:
    """Room where the data is."""
    folder = settings.sqlite_path.parent if settings.is_sqlite else settings.data_dir
    if not folder.exists():
        return
    free = shutil.disk_usage(folder).free
    said = f"{free // MIB:,} MiB are free in {folder}"
    if free > ENOUGH_DISK:
        yield ok("disk", said)
    else:
        yield bad("disk", said, "Make room: when the disk is full, nothing more can be saved.")
    if not os.access(folder, os.W_OK):
        yield bad("disk", f"{folder} cannot be written", f"Give it to the user that runs Concord: chown -R … {folder}")


def sqlite_file(settings: Settings) -> Iterator[Finding]:
    """The one file, and what SQLite itself says of it."""
    if not settings.is_sqlite:
        return
    path = settings.sqlite_path
    if not path.exists():
        yield ok("database", f"There is no database yet at {path}: `concord serve` makes it")
        return
    lock = WriteLock(path)
    try:
        lock.acquire()
        lock.release()
        yield ok("server", "No server is writing the database")
    except AlreadyServed:
        yield ok("server", "A server is writing the database")
    except OSError:
        pass  # said below
    if not os.access(path, os.W_OK):
        yield bad("database", f"{path} cannot be written", f"Give it to the user that runs Concord: chown … {path}")
    elif path.stat().st_mode & 0o044:
        yield note(
            "database",
            f"Other users of this machine can read {path}",
            f"It holds everybody's words and the hashes of passwords: chmod 700 {path.parent.resolve()}",
        )
    wal = path.with_name(f"{path.name}-wal")
    if wal.exists() and wal.stat().st_size > LARGE_WAL:
        yield note(
            "database",
            f"{wal.stat().st_size // MIB:,} MiB wait in {wal.name} to be brought into the database",
            "Something reads for very long, or the server was ended: restart it when nobody meets.",
        )
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        faults = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
        lost = connection.execute("PRAGMA foreign_key_check").fetchmany(MOST_SAID)
    except sqlite3.DatabaseError as error:
        faults, lost = [str(error)], []
    finally:
        connection.close()
    if faults == ["ok"] and not lost:
        yield ok("database", "SQLite's own check finds the file whole")
    else:
        said = "; ".join([*(fault for fault in faults if fault != "ok"), *(f"rows lost from {row[2]}" for row in lost)])
        yield bad("database", f"The file is damaged: {said}", "Keep a copy of it, and restore the last backup.")


def contents(settings: Settings) -> Iterator[Finding]:
    """The schema, the record of decisions and the words."""
    if settings.is_sqlite and not settings.sqlite_path.exists():
        return
    engine = sync_engine(settings.database_url, writes=False)
    try:
        with one_moment(engine) as connection:
            connection.execute(text("SELECT 1"))
            yield ok("database", f"The database answers ({engine.dialect.name})")
            yield from _postgresql(connection)
            if not is_migrated(settings.database_url):
                yield bad("schema", "The database has another schema than this program", "Run: concord migrate")
                return
            yield ok("schema", "The schema is this program's")
            yield from _record(connection)
            yield from _texts(connection)
            yield from _clock(connection)
    except Exception as error:  # whatever the driver raises, the operator wants one sentence
        yield bad("database", f"The database does not answer: {type(error).__name__}", "Check CONCORD_DATABASE_URL.")
    finally:
        engine.dispose()


def _postgresql(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name != "postgresql":
        return
    if connection.scalar(text("SELECT pg_is_in_recovery()")):
        yield bad(
            "database", "This PostgreSQL is a standby and takes no writing", "Point CONCORD_DATABASE_URL elsewhere."
        )
    allowed = connection.scalar(
        text("SELECT bool_and(has_table_privilege(oid, 'INSERT')) FROM pg_class WHERE relname IN ('text', 'decision')")
    )
    if allowed is False:
        yield bad("database", "This user may not write Concord's tables", "Make it the owner of the database.")
    there: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    if abs(there - now()) > CLOCK_SLACK:
        yield bad(
            "clock", f"The database's clock says {there:%H:%M:%S}, this one {now():%H:%M:%S} UTC", "Set both by NTP."
        )


def _record(connection: Connection) -> Iterator[Finding]:
    report = check_record(connection)
    if report.sound:
        yield ok("record", f"The record is whole: {report.lines:,} decision{'' if report.lines == 1 else 's'}")
        return
    said = " ".join(report.faults[:MOST_SAID])
    yield bad("record", f"The record is not whole: {said}", "Run `concord ledger verify`; compare with printed copies.")


def _texts(connection: Connection) -> Iterator[Finding]:
    faults = list(islice(check_texts(connection), MOST_SAID))
    if faults:
        yield bad("texts", " ".join(faults), "Keep a copy of the database, and compare with the last backup.")
    else:
        yield ok("texts", "Every text has the words that its fingerprint says")


def _clock(connection: Connection) -> Iterator[Finding]:
    newest = connection.scalar(select(func.max(Decision.at)))
    if newest is not None and newest > now() + CLOCK_SLACK:
        yield bad(
            "clock", f"The clock says {now():%Y-%m-%d %H:%M} UTC; decisions are later than that", "Set it by NTP."
        )
    elif now() < datetime(2026, 1, 1, tzinfo=UTC):
        yield bad("clock", f"The clock says {now():%Y-%m-%d}", "Set it by NTP.")


def backup(settings: Settings) -> Iterator[Finding]:
    """How old the last one is that this data folder knows of."""
    known = last_backup(settings)
    if known is None:
        yield note("backup", "No backup is known to this data folder", "See docs/keeping.md for a nightly one.")
        return
    at, file = known
    said = f"The last backup is of {at:%Y-%m-%d %H:%M} UTC, {file}"
    if now() - at > OLD_BACKUP:
        yield bad("backup", said, "Run: concord backup FOLDER. See docs/keeping.md for a nightly one.")
    else:
        yield ok("backup", said)
