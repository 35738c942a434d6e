"""Where a backup is restored to: what is there now, and putting it aside until the new one is whole."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, create_engine, exists, inspect, literal, select, text

from app.core.database import Record, now, sync_engine
from app.core.settings import Settings
from app.keeping.archive import sync_folder

_BESIDE = ("", "-wal", "-shm")  # an SQLite file and what belongs to it


class Place(Protocol):
    """A database that a backup may be restored into."""

    moved_to: str | None

    def others(self) -> int:
        """How many others are connected that we know of."""

    def is_empty(self) -> bool:
        """Whether nobody has written anything into it yet."""

    def prepared(self) -> AbstractContextManager[str]:
        """The address of a database without tables; it takes the place at the end, or all is as before."""


class SQLitePlace:
    """A file: the backup is restored into another one, which is then renamed."""

    def __init__(self, settings: Settings) -> None:
        self._path = settings.sqlite_path
        self._url = settings.database_url
        self.moved_to: str | None = None

    def __str__(self) -> str:
        return f"The database {self._path}"

    def others(self) -> int:
        """The write lock, which the caller holds, says that no server runs."""
        return 0

    def is_empty(self) -> bool:
        """Also when there is no file."""
        if not self._path.exists():
            return True
        engine = sync_engine(self._url, writes=False)
        try:
            with engine.connect() as connection:
                return has_no_rows(connection)
        finally:
            engine.dispose()

    @contextmanager
    def prepared(self) -> Iterator[str]:
        """A file beside it."""
        new = self._path.with_name(f"{self._path.name}.restoring")
        _remove(new)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield f"sqlite:///{new}"
            _settle(new)
            if self._path.exists():
                if self.is_empty():
                    _remove(self._path)
                else:
                    self._put_aside()
            new.replace(self._path)
            sync_folder(self._path.parent)
        finally:
            _remove(new)

    def _put_aside(self) -> None:
        aside = self._path.with_name(f"{self._path.name}.before-{_stamp(now())}")
        for ending in _BESIDE:
            part = self._path.with_name(self._path.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))
        self.moved_to = str(aside)


def _settle(path: Path) -> None:
    """Bring everything into the one file, durable."""
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
    finally:
        engine.dispose()
    for ending in _BESIDE[1:]:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)


class PostgresPlace:
    """A schema: what is there is moved to another schema of the same database."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.database_url
        self.moved_to: str | None = None

    def __str__(self) -> str:
        return "The database"

    def others(self) -> int:
        """Every server keeps connections open."""
        with self._connected() as connection:
            found = connection.scalar(
                text(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                    "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                )
            )
            return int(found or 0)

    def is_empty(self) -> bool:
        """Also when there are no tables."""
        with self._connected() as connection:
            return has_no_rows(connection)

    @contextmanager
    def prepared(self) -> Iterator[str]:
        """The same database, without our tables."""
        with self._connected() as connection:
            here = str(connection.scalar(text("SELECT current_schema()")))
            aside = f"before_{_stamp(now())}"
            empty = has_no_rows(connection)
            _move(connection, here, aside)
        try:
            yield self._url
        except BaseException:
            with self._connected() as connection:
                _drop(connection, here)
                _move(connection, aside, here)
                _drop_schema(connection, aside)
            raise
        if empty:
            with self._connected() as connection:
                _drop(connection, aside)
                _drop_schema(connection, aside)
        else:
            self.moved_to = f"the schema {aside}"

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        engine = sync_engine(self._url, writes=True)
        try:
            with engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()


def has_no_rows(connection: Connection) -> bool:
    """Whether no table of ours holds anything."""
    there = set(inspect(connection).get_table_names())
    tables = [table for table in Record.metadata.sorted_tables if table.name in there]
    return not any(connection.scalar(select(exists(select(literal(1)).select_from(table)))) for table in tables)


def _ours(connection: Connection, schema: str) -> tuple[list[str], list[str]]:
    """The names of our tables and functions in a schema."""
    known = {table.name for table in Record.metadata.sorted_tables} | {"alembic_version"}
    tables = [name for name in inspect(connection).get_table_names(schema) if name in known]
    functions = connection.scalars(  # those that triggers run: nobody else has any here
        text(
            "SELECT proname FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace "
            "WHERE nspname = :schema AND prorettype = 'trigger'::regtype"
        ),
        {"schema": schema},
    )
    return tables, list(functions)


def _move(connection: Connection, origin: str, target: str) -> None:
    connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{target}"'))
    tables, functions = _ours(connection, origin)
    for name in tables:
        connection.execute(text(f'ALTER TABLE "{origin}"."{name}" SET SCHEMA "{target}"'))
    for name in functions:
        connection.execute(text(f'ALTER FUNCTION "{origin}"."{name}"() SET SCHEMA "{target}"'))


def _drop(connection: Connection, schema: str) -> None:
    tables, functions = _ours(connection, schema)
    for name in tables:
        connection.execute(text(f'DROP TABLE "{schema}"."{name}" CASCADE'))
    for name in functions:
        connection.execute(text(f'DROP FUNCTION "{schema}"."{name}"()'))


def _drop_schema(connection: Connection, schema: str) -> None:
    connection.execute(text(f'DROP SCHEMA "{schema}"'))


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%d%H%M%S}"
