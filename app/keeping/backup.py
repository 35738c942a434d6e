"""Making a backup beside a running server: one view of one moment, read while others go on writing (ENGINE E19)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, Table, select
from sqlalchemy.exc import DBAPIError

from app.core.database import now, sync_engine
from app.core.migrations import newest
from app.core.settings import Settings
from app.keeping.archive import ChainEnd, Manifest, Part, Writer, put_in_place, sha256_of
from app.keeping.tables import LEFT_OUT, in_order, kept_tables, kind_of, written
from app.ledger.models import Chain

AT_ONCE = 500  # rows that are in memory together
LAST = "last-backup.json"  # in the data folder: what `concord doctor` tells of
_NAME = re.compile(r"concord-\d{4}-\d{2}-\d{2}-\d{6}\.backup")


class CannotBackUp(RuntimeError):
    """Why there is no backup, in a sentence for whoever typed the command."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup."""

    path: Path
    manifest: Manifest
    sha256: str
    size: int


def back_up(settings: Settings, path: Path) -> Made:
    """Write a backup to a path that holds nothing yet, or into a folder under a name of its time.

    It reads beside whoever writes and never waits for them; the file appears when it is whole. Raises CannotBackUp.
    """
    at = now()
    if path.is_dir():
        path /= name_at(at)
    if path.exists():
        raise CannotBackUp(f"{path} is there already. Choose another name, or a folder.")
    if not path.parent.is_dir():
        raise CannotBackUp(f"There is no folder {path.parent}.")
    if settings.is_sqlite and not settings.sqlite_path.exists():
        raise CannotBackUp(f"There is no database at {settings.sqlite_path}.")
    engine = sync_engine(settings.database_url, writes=False)
    try:
        with put_in_place(path) as file, one_moment(engine) as connection:
            manifest = _write(connection, Writer(file), at)
    except DBAPIError as error:
        raise CannotBackUp(f"The database could not be read: {error.orig}.") from error
    except OSError as error:
        raise CannotBackUp(f"The backup could not be written to {path}: {error.strerror or error}.") from error
    finally:
        engine.dispose()
    made = Made(path, manifest, sha256_of(path), path.stat().st_size)
    _remember(settings, made)
    return made


def name_at(at: datetime) -> str:
    """The name of a backup in a folder of backups: the later, the further down a list."""
    return f"concord-{at:%Y-%m-%d-%H%M%S}.backup"


def drop_older(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest backups that were named by `name_at`, and nothing else; returns what went."""
    named = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    gone = named[:-keep] if keep else []
    for path in gone:
        path.unlink()
    return gone


def one_moment(engine: Engine) -> Connection:
    """A connection whose statements all see the same moment. Use it as a context."""
    connection = engine.connect()
    if engine.dialect.name == "sqlite":
        return connection  # a reading transaction of SQLite is one view of the file
    return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _write(connection: Connection, writer: Writer, at: datetime) -> Manifest:
    heads = MigrationContext.configure(connection).get_current_heads()
    if heads != newest():
        raise CannotBackUp("The database is not on this program's schema: run `concord migrate` first.")
    manifest = Manifest(at, heads[0], connection.dialect.name, left_out=sorted(LEFT_OUT))
    manifest.chains = [
        ChainEnd(*row)
        for row in connection.execute(select(Chain.name, Chain.number, Chain.fingerprint).order_by(Chain.name))
    ]
    for table in kept_tables():
        manifest.parts.append(_part(connection, writer, table))
    writer.close(manifest)
    return manifest


def _part(connection: Connection, writer: Writer, table: Table) -> Part:
    columns = [(column.name, kind_of(column)) for column in table.columns]

    def rows() -> Iterator[list[Any]]:
        streaming = connection.execution_options(stream_results=True, yield_per=AT_ONCE)
        for row in streaming.execute(in_order(table)):
            yield [written(value) for value in row]

    return writer.add(table.name, columns, rows())


def _remember(settings: Settings, made: Made) -> None:
    """Note the last backup for the doctor; that the note cannot be written harms nothing."""
    note = {"at": made.manifest.made_at.isoformat(), "file": str(made.path.resolve()), "sha256": made.sha256}
    try:
        (settings.data_dir / LAST).write_text(json.dumps(note))
    except OSError:
        return


def last_backup(settings: Settings) -> tuple[datetime, str] | None:
    """When and where the last backup was made by this data folder, as far as is known."""
    try:
        note = json.loads((settings.data_dir / LAST).read_text())
        return datetime.fromisoformat(note["at"]), str(note["file"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
