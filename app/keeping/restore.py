"""Restoring a backup: into an empty database, whole or not at all, of either kind whichever it was made of."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, case, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from app.core.database import AlreadyServed, Database, WriteLock, now, sync_engine
from app.core.events import Events
from app.core.migrations import is_known, migrate
from app.core.settings import Settings
from app.documents.models import Document
from app.keeping.archive import Damaged, Manifest, Reader, sha256_of
from app.keeping.backup import one_moment
from app.keeping.checks import check_record, check_texts
from app.keeping.places import Place, PostgresPlace, SQLitePlace
from app.keeping.tables import read, table_of
from app.ledger import service as ledger
from app.ledger.lines import moment
from app.ledger.models import Chain
from app.ledger.verify import Expected
from app.texts.models import Text

AT_ONCE = 500
_COUNTING_FROM = datetime(2026, 1, 1, tzinfo=UTC)
"""Generations and event numbers go on from the time that has passed since: higher than any given out after the backup,
also when the same backup is restored twice (ENGINE E11)."""


class CannotRestore(RuntimeError):
    """Why nothing was restored, in a sentence for whoever typed the command."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What is there now. `faults` are what was wrong already when the backup was made."""

    manifest: Manifest
    moved_to: str | None
    lines: int
    faults: list[str] = field(default_factory=list)


def check(path: Path) -> Manifest:
    """Read a whole backup and hold it to its manifest, writing nothing; raises Damaged or CannotRestore."""
    with _reading(path) as reader:
        reader.check()
        return reader.manifest


def restore(settings: Settings, path: Path, *, replace: bool = False) -> Restored:
    """Make the database what it was when the backup was made; raises Damaged or CannotRestore, and then nothing is
    changed. With `replace`, what was there is kept aside and not deleted.

    Nobody is signed in afterwards, all pages ask for the text anew, and the record says that it was restored.
    """
    lock = WriteLock(settings.sqlite_path) if settings.is_sqlite else None
    try:
        if lock is not None:
            lock.acquire()
        with _reading(path) as reader:
            reader.check()
            place: Place = SQLitePlace(settings) if settings.is_sqlite else PostgresPlace(settings)
            _refuse_if_taken(place, replace)
            with place.prepared() as url:
                faults, lines = _fill(url, reader, sha256_of(path))
            return Restored(reader.manifest, place.moved_to, lines, faults)
    except AlreadyServed:
        raise CannotRestore(f"A server is running on {settings.sqlite_path}. Stop it first.") from None
    except DBAPIError as error:
        raise CannotRestore(f"The database did not take it: {error.orig}.") from error
    except OSError as error:
        raise CannotRestore(f"The backup could not be restored: {error.strerror or error}.") from error
    finally:
        if lock is not None:
            lock.release()


@contextmanager
def _reading(path: Path) -> Iterator[Reader]:
    reader = Reader(path)
    try:
        if not is_known(reader.manifest.schema):
            raise CannotRestore(
                f"The backup was made by a newer Concord (schema {reader.manifest.schema}). Install that one first."
            )
        yield reader
    finally:
        reader.close()


def _refuse_if_taken(place: Place, replace: bool) -> None:
    if others := place.others():
        raise CannotRestore(
            f"{others} other connection{'s are' if others > 1 else ' is'} open to the database. Stop all servers first."
        )
    if not replace and not place.is_empty():
        raise CannotRestore(
            f"{place} is not empty. With --replace, what is there now is put aside and the backup takes its place."
        )


def _fill(url: str, reader: Reader, sha256: str) -> tuple[list[str], int]:
    """Fill a database that has no tables yet."""
    migrate(url, reader.manifest.schema)
    engine = sync_engine(url, writes=True)
    try:
        with engine.begin() as connection:
            _load(connection, reader)
    finally:
        engine.dispose()
    migrate(url)
    engine = sync_engine(url, writes=True)
    try:
        with engine.begin() as connection:
            _go_on_from_here(connection)
        faults, lines = _check(engine, reader.manifest)
    finally:
        engine.dispose()
    asyncio.run(_record(url, reader.manifest, sha256))
    return faults, lines


def _load(connection: Connection, reader: Reader) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    for part in reader.manifest.parts:
        table = table_of(part.table, part.columns)
        kinds = [kind for _, kind in part.columns]
        names = [name for name, _ in part.columns]
        waiting: list[dict[str, Any]] = []
        for row in reader.rows(part):
            try:
                values = [read(value, kind) for value, kind in zip(row, kinds, strict=True)]
            except (ValueError, TypeError) as error:
                raise Damaged(f"The part {part.file} holds what its table cannot: {error}") from None
            waiting.append(dict(zip(names, values, strict=True)))
            if len(waiting) == AT_ONCE:
                connection.execute(insert(table), waiting)
                waiting = []
        if waiting:
            connection.execute(insert(table), waiting)


def _go_on_from_here(connection: Connection) -> None:
    """No browser's copy from after the backup may flow back by itself: it is compared and offered (ENGINE E11)."""
    passed = max((now() - _COUNTING_FROM).total_seconds(), 0)
    generation = int(passed)
    connection.execute(
        update(Text).values(
            generation=case((Text.generation >= generation, Text.generation + 1), else_=generation),
        )
    )
    events = int(passed * 1000)
    connection.execute(update(Document).values(event_number=Document.event_number + events))


def _check(engine: Any, manifest: Manifest) -> tuple[list[str], int]:
    """Everything that was in the backup must be here; what was wrong in it already is said, and does not stop it."""
    expected = [Expected(end.number, end.fingerprint, end.chain) for end in manifest.chains if end.number]
    with one_moment(engine) as connection:
        for part in manifest.parts:
            table = table_of(part.table, part.columns)
            there = connection.scalar(select(func.count()).select_from(table))
            if there != part.rows:
                raise CannotRestore(f"{part.rows} rows of {part.table} were in the backup, {there} are restored.")
        report = check_record(connection, expected)
        return [*report.faults, *check_texts(connection)], report.lines


async def _record(url: str, manifest: Manifest, sha256: str) -> None:
    """A line in each chain, so that decisions lost with the time since the backup are not missed in silence."""
    database = Database(url, Events())
    try:
        async with database.writing() as session:
            for chain in (await session.scalars(select(Chain.name).order_by(Chain.name))).all():
                await ledger.record(
                    session,
                    chain=chain,
                    action="record.restored",
                    actor=None,
                    facts={"backup": moment(manifest.made_at), "file": sha256},
                )
    finally:
        await database.close()
