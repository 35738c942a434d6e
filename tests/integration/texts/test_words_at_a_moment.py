"""Words and the seq they are known by belong to one moment, whatever is committed between two statements (E18, E20)."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pycrdt
import pytest
from sqlalchemy import Connection, insert, update

from app.core.database import Database, now, sync_engine
from app.core.ids import uuid7
from app.texts import service as texts
from app.texts import store
from app.texts.models import Text, TextUpdate
from app.texts.runs import ROOT


class Log:
    """One text, to which words are added and whose tail is archived as the live half does it."""

    def __init__(self, database: Database) -> None:
        self.id = uuid7()
        self._database = database
        self._engine = sync_engine(database.url, writes=True)
        self._ydoc: pycrdt.Doc[Any] = pycrdt.Doc()
        self._seq = 1

    async def found(self, words: str) -> None:
        async with self._database.writing() as session:
            await texts.found(session, self.id, [{"insert": words}])
            self._ydoc.apply_update((await session.get_one(Text, self.id)).checkpoint)

    def add(self, words: str) -> None:
        before = self._ydoc.get_state()
        self._ydoc.get(ROOT, type=pycrdt.Text).insert(0, words)
        self._seq += 1
        row = {"text_id": self.id, "seq": self._seq, "payload": bytes(self._ydoc.get_update(before)), "at": now()}
        with self._engine.begin() as connection:
            connection.execute(insert(TextUpdate).values(row))
            connection.execute(update(Text).where(Text.id == self.id).values(seq=self._seq))

    def archive(self) -> None:
        with self._engine.begin() as connection:
            self._archive(connection)

    def _archive(self, connection: Connection) -> None:
        checkpoint = store.prepare_checkpoint(connection, self.id)
        assert checkpoint is not None
        assert store.store_checkpoint(connection, checkpoint)

    def close(self) -> None:
        self._engine.dispose()


@pytest.fixture
async def log(database: Database) -> AsyncIterator[Log]:
    log = Log(database)
    await log.found("paragraph")
    yield log
    log.close()


async def _read_while(database: Database, text_id: UUID, what: str, log: Log, after: int) -> texts.Words:
    """Read the words, with something committed after the given statement of the reading."""
    async with database.reading() as session:
        execute, seen = session.execute, 0

        async def execute_and_disturb(*arguments: Any, **more: Any) -> Any:
            nonlocal seen
            result = await execute(*arguments, **more)
            seen += 1
            if seen == after:
                getattr(log, what)(*(["later "] if what == "add" else []))
            return result

        session.execute = execute_and_disturb  # type: ignore[method-assign]
        return await texts.words_of(session, text_id)


@pytest.mark.parametrize("after", [1, 2, 3, 4])
@pytest.mark.parametrize("what", ["add", "archive"])
async def test_words_read_beside_a_commit_or_a_checkpoint_are_those_of_their_seq(
    database: Database, log: Log, what: str, after: int
) -> None:
    log.add("this ")
    found = await _read_while(database, log.id, what, log, after)
    assert found.plain == {2: "this paragraph", 3: "later this paragraph"}[found.seq]
    async with database.reading() as session:
        again = await texts.words_of(session, log.id)
    assert again.plain == ("later this paragraph" if what == "add" else "this paragraph")


async def test_the_gavel_reads_the_log_whatever_a_cache_says(database: Database, log: Log) -> None:
    log.add("this ")
    async with database.reading() as session:
        known = await texts.words_of(session, log.id)
        known.runs[0]["insert"] = "spoilt"
    async with database.writing() as session:
        text = await session.get_one(Text, log.id)
        assert (await texts.words_under_lock(session, text)).plain == "this paragraph"
        assert (await texts.words_under_lock(session, text)).runs == [{"insert": "this paragraph"}]
