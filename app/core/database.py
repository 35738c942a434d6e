"""Engines, sessions and the write lease.

SQLite has one writing process and in it one fair lease, shared by commands and the committer, so that nobody waits
in SQLite's own unfair queue (ENGINE E19). PostgreSQL needs no lease. A request is one transaction, committed before
its answer leaves.
"""

import asyncio
import fcntl
import inspect
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, create_engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from app.core.events import Events
from app.core.logging import get_logger

log = get_logger(__name__)

Callback = Callable[[], Awaitable[None] | None]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
LOCK_TIMEOUT_MS = 10_000


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC in both databases; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime was given")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def word_of(kind: type[StrEnum]) -> Enum:
    """A column type that keeps an enumeration by its lower-case words, so that a new word needs no migration."""
    return Enum(
        kind, native_enum=False, length=40, values_callable=lambda members: [member.value for member in members]
    )


class Record(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)


class AlreadyServed(RuntimeError):
    """Another process writes this SQLite file."""


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA temp_store=MEMORY")
    cursor.close()


def _listen_sqlite(engine: Engine, begin: str) -> None:
    event.listen(engine, "connect", _sqlite_pragmas)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))


def sync_engine(url: str, *, writes: bool) -> Engine:
    """A blocking engine, for the committer's thread, migrations and commands."""
    if url.startswith("sqlite"):
        engine = create_engine(
            url, connect_args={"check_same_thread": False}, pool_size=1 if writes else 5, hide_parameters=True
        )
        _listen_sqlite(engine, "BEGIN IMMEDIATE" if writes else "BEGIN")
        return engine
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), pool_size=2, hide_parameters=True)


class WriteLock:
    """The lock file that makes one process the writer of an SQLite file."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(database.name + ".lock")
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take it or raise AlreadyServed at once; the kernel releases it when the process ends, however it ends."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise AlreadyServed(f"another Concord process is writing {self.path.with_suffix('')}") from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        self._descriptor = descriptor

    def release(self) -> None:
        """Let others write."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class Database:
    """The engines of one server and what it takes to write."""

    def __init__(self, url: str, events: Events) -> None:
        self.url = url
        self.events = events
        self.is_sqlite = url.startswith("sqlite")
        self.memo: dict[str, Any] = {}  # caches of the layers above that live as long as the server
        self.lease = asyncio.Lock()  # fair: first come, first served; only SQLite needs it
        self._reader, self._writer = self._engines()
        self._read_sessions = async_sessionmaker(self._reader, expire_on_commit=False, autoflush=False)
        self._write_sessions = async_sessionmaker(self._writer, expire_on_commit=False)

    def _engines(self) -> tuple[AsyncEngine, AsyncEngine]:
        if not self.is_sqlite:
            engine = create_async_engine(
                self.url.replace("postgresql://", "postgresql+asyncpg://", 1),
                pool_size=10,
                max_overflow=10,
                pool_pre_ping=True,
                hide_parameters=True,  # errors are logged, words and secrets never
                connect_args={"server_settings": {"lock_timeout": str(LOCK_TIMEOUT_MS)}},
            )
            return engine, engine
        url = self.url.replace("sqlite:", "sqlite+aiosqlite:", 1)
        reader = create_async_engine(url, pool_size=5, max_overflow=10, hide_parameters=True)
        writer = create_async_engine(url, pool_size=1, max_overflow=0, hide_parameters=True)
        _listen_sqlite(reader.sync_engine, "BEGIN")
        _listen_sqlite(writer.sync_engine, "BEGIN IMMEDIATE")
        return reader, writer

    @property
    def writer(self) -> AsyncEngine:
        """The engine that writes; on SQLite hold the lease first."""
        return self._writer

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that only reads, one consistent view."""
        async with self._read_sessions() as session:
            session.info["events"] = self.events
            session.info["memo"] = self.memo
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A session that commits at the end, or rolls back on an exception; `after_commit` callbacks run then."""
        async with self.leased(), self._write_sessions() as session:
            session.info["events"] = self.events
            session.info["memo"] = self.memo
            callbacks: list[Callback] = []
            session.info["after_commit"] = callbacks
            yield session
            await session.commit()
        for callback in callbacks:
            await _run(callback)

    @asynccontextmanager
    async def leased(self) -> AsyncIterator[None]:
        """Hold the write lease (nothing on PostgreSQL). Await nothing but the database inside."""
        if not self.is_sqlite:
            yield
            return
        async with self.lease:
            yield

    async def close(self) -> None:
        """Close all connections."""
        await self._reader.dispose()
        if self._writer is not self._reader:
            await self._writer.dispose()


async def _run(callback: Callback) -> None:
    """What follows a commit may fail, but cannot undo it: servers sweep for lost events (ENGINE E22)."""
    try:
        result = callback()
        if inspect.isawaitable(result):
            await result
    except Exception:
        log.exception("after_commit.failed")


def after_commit(session: AsyncSession, callback: Callback) -> None:
    """Run the callback once the session's transaction is durable."""
    session.info["after_commit"].append(callback)


def events_of(session: AsyncSession) -> Events:
    """The server's events, to publish on after commit or within the transaction."""
    events: Events = session.info["events"]
    return events


def moment_of(session: AsyncSession) -> datetime:
    """One moment for all that this session's transaction writes down with it, which tells that it belongs together."""
    moment: datetime = session.info.setdefault("moment", now())
    return moment


async def one_view(session: AsyncSession) -> None:
    """See one moment in all statements of this transaction, which has not begun; SQLite does anyway."""
    if session.get_bind().dialect.name != "sqlite":
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def database_of(request: Request) -> Database:
    """The database of the application that serves this request."""
    database: Database = request.app.state.database
    return database


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    """A session for reading."""
    async with database_of(request).reading() as session:
        yield session


async def get_write_session(request: Request) -> AsyncIterator[AsyncSession]:
    """A session for writing: committed before the answer leaves."""
    async with database_of(request).writing() as session:
        yield session


# With FastAPI's default scope a failed commit would still answer 200.
Session = Annotated[AsyncSession, Depends(get_session, scope="function")]
Write = Annotated[AsyncSession, Depends(get_write_session, scope="function")]
