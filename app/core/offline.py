"""How a command writes when no server runs: the only writer of an SQLite file, on the newest schema (ENGINE E19)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.core.database import AlreadyServed, Database, WriteLock
from app.core.events import Events
from app.core.migrations import is_migrated, migrate
from app.core.settings import Settings


class CannotWrite(RuntimeError):
    """Why a command cannot write here, in a sentence for whoever typed it."""


@asynccontextmanager
async def offline_database(settings: Settings) -> AsyncIterator[Database]:
    """The database, for a command that writes; an SQLite file is made and migrated if need be. Raises CannotWrite.

    PostgreSQL may be written beside running servers, but is migrated only by `concord migrate`.
    """
    lock = WriteLock(settings.sqlite_path) if settings.is_sqlite else None
    if lock is not None:
        try:
            lock.acquire()
        except AlreadyServed:
            raise CannotWrite(
                f"A Concord server is running on {settings.sqlite_path}, and only one process may write that file. "
                "Stop it first."
            ) from None
        await asyncio.to_thread(migrate, settings.database_url)
    elif not await asyncio.to_thread(is_migrated, settings.database_url):
        raise CannotWrite("The database is not on the newest schema: run `concord migrate` first.")
    database = Database(settings.database_url, Events())
    try:
        yield database
    finally:
        await database.close()
        if lock is not None:
            lock.release()
