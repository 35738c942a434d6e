"""Commit, then tell: one transaction for what arrived in the last moments, from all rooms (E7–E9, E14, E19, E20).

While one batch waits for the disk, the next gathers: that is all the waiting there is. The committer decides nothing
about words; rooms have judged them. It decides, in the database, whether their authors may write at this moment.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol, TypeVar
from uuid import UUID

import pycrdt
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.core.database import Database, now, sync_engine
from app.core.ids import uuid7
from app.core.logging import get_logger
from app.texts import store
from app.texts.gate import Ask, Authoriser, Verdict

log = get_logger(__name__)

T = TypeVar("T")

MAX_BATCH = 4_096  # items; bounds how long a transaction can get
# Under load the next batch gathers at least so long: every batch is a frame to every reader of every text in it. A
# keystroke that comes after a rest never waits.
GATHER_S = 0.004
RETRY_LOCKED_S = 0.005
RETRY_AWAY_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0)


class Kind(Enum):
    UPDATE = 1  # to be logged
    APPLIED = 2  # nothing new: acknowledged in its turn
    REPLY = 3  # bytes that may leave once all before them is committed
    REFUSED = 4  # refused by the room: kept, and answered in its turn


def cost_of(size: int) -> int:
    """What something that waits is charged to its sender: one, and one more for each 4 KiB."""
    return 1 + (size >> 12)


class Item:
    """Something that waits in a room for its turn. `subscription` is the sync layer's; the committer hands it back."""

    __slots__ = (
        "claims",
        "cost",
        "delegation_id",
        "kind",
        "payload",
        "person_id",
        "reason",
        "remainder",
        "reply",
        "step",
        "subscription",
    )

    def __init__(
        self,
        kind: Kind,
        subscription: Any,
        *,
        payload: bytes | None = None,
        remainder: bytes | None = None,
        reply: bytes = b"",
        reason: str = "",
        claims: Iterable[int] = (),
        step: int = 2,
    ) -> None:
        self.kind = kind
        self.subscription = subscription
        self.payload = payload
        self.remainder = remainder
        self.reply = reply
        self.reason = reason
        self.claims = claims
        self.step = step
        self.cost = cost_of(len(payload or b"") + len(reply))
        self.person_id: UUID | None = None
        self.delegation_id: UUID | None = None


class Source(Protocol):
    """A room, as far as the committer knows it."""

    text_id: UUID
    generation: int
    permits: dict[UUID, tuple[int, Verdict]]

    def cut(self) -> list[Item]: ...

    def put_back(self) -> None: ...


@dataclass(slots=True)
class Work:
    """One room's part of a batch, and what became of it."""

    source: Source
    items: list[Item]
    accepted: int = 0  # of the items, from the first
    refused: str = ""  # why the item after the accepted ones was refused
    locked: bool = False  # somebody held the row: try again
    stale: bool = False  # the text has another generation
    gate: int = 0
    seq_before: int = 0
    seq: int = 0
    count: int = 0  # log rows
    merged: bytes | None = None  # all remainders as one update
    size: int = 0
    broken: bool = False  # the database refuses this room's items: the room must be judged anew
    new_permits: dict[UUID, tuple[int, Verdict]] = field(default_factory=dict)


class Committer:
    """Takes items from rooms that have some, writes them, and hands the outcome to `told`."""

    def __init__(self, database: Database, authorise: Authoriser, told: Callable[[list[Work]], None]) -> None:
        self._database = database
        self._authorise = authorise
        self._told = told
        self._engine: Engine = sync_engine(database.url, writes=True)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="committer")
        self._waiting: dict[Source, None] = {}
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._task: asyncio.Task[None] | None = None
        self._retries = 0  # rooms put back that will come again in a moment
        self.batches = 0
        self.updates = 0

    def start(self) -> None:
        """Begin to take batches."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Write what waits, then end."""
        await self.drained()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._thread.shutdown()
        self._engine.dispose()

    async def drained(self) -> None:
        """Wait until nothing waits."""
        await self._idle.wait()

    def pending(self, source: Source) -> None:
        """This room has items."""
        self._waiting[source] = None
        self._idle.clear()
        self._wake.set()

    async def in_thread(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run something in the writing thread, after the batch that is being written; the caller holds the lease."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *arguments)

    async def write(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run `function(connection, *arguments)` in a writing transaction of its own, under the lease."""

        def run() -> T:
            with self._engine.begin() as connection:
                return function(connection, *arguments)

        async with self._database.leased():
            return await self.in_thread(run)

    async def _run(self) -> None:
        clock = asyncio.get_running_loop().time
        told_at = 0.0
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                since = clock() - told_at
                if since < GATHER_S:
                    await asyncio.sleep(GATHER_S - since)
                try:
                    batch = self._gather()
                    await self._commit(batch)
                    self._settle(batch)
                except Exception:  # one room's trouble must not end the writing for all
                    log.exception("committer.failed")
                told_at = clock()
            if not self._retries:
                self._idle.set()

    def _gather(self) -> list[Work]:
        batch: list[Work] = []
        size = 0
        for source in list(self._waiting):
            del self._waiting[source]
            try:
                items = source.cut()
            except Exception:
                log.exception("committer.cut_failed", text_id=str(source.text_id))
                continue
            if items:
                batch.append(Work(source, items))
                size += len(items)
            if size >= MAX_BATCH:
                break
        return batch

    def _settle(self, batch: list[Work]) -> None:
        locked = [work for work in batch if work.locked]
        for work in locked:
            work.source.put_back()
        self._told([work for work in batch if not work.locked])
        if locked:
            self._retries += 1
            asyncio.get_running_loop().call_later(RETRY_LOCKED_S, self._retry, [work.source for work in locked])

    def _retry(self, sources: list[Source]) -> None:
        self._retries -= 1
        for source in sources:
            self.pending(source)

    async def _commit(self, batch: list[Work]) -> None:
        """Write a batch; on failure halve it until the bad room stands alone; wait while the database is away."""
        if not batch:
            return
        attempt = 0
        while True:
            try:
                async with self._database.leased():
                    await self.in_thread(self._transact, batch)
            except IntegrityError:
                if len(batch) > 1:
                    middle = len(batch) // 2
                    await self._commit(batch[:middle])
                    await self._commit(batch[middle:])
                else:
                    log.warning("committer.room_refused", text_id=str(batch[0].source.text_id))
                    batch[0].broken = True
                return
            except (DBAPIError, OSError) as error:
                # The outcome of a COMMIT may be unknown: what it wrote is found as "nothing new" when the rooms are
                # judged again (E6), so every room of the batch is.
                log.error("committer.database_away", error=type(error).__name__, attempt=attempt)
                for work in batch:
                    work.broken = True
                await asyncio.sleep(RETRY_AWAY_S[min(attempt, len(RETRY_AWAY_S) - 1)])
                return
            except BaseException as error:
                if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                    raise
                # Never expected; the others must not wait for ever behind it.
                log.exception("committer.failed")
                if len(batch) > 1:
                    middle = len(batch) // 2
                    await self._commit(batch[:middle])
                    await self._commit(batch[middle:])
                else:
                    _refuse_first(batch[0])
                return
            else:
                self.batches += 1
                return

    # In the committer's thread from here on.

    def _transact(self, batch: list[Work]) -> None:
        for work in batch:
            work.accepted = work.count = work.size = 0
            work.refused, work.merged = "", None
        with self._engine.begin() as connection:
            rows = store.lock(connection, [work.source.text_id for work in batch])
            self._ask(connection, batch, rows)
            at = now()
            updates: list[dict[str, Any]] = []
            seqs: list[dict[str, Any]] = []
            claims: list[dict[str, Any]] = []
            refused: list[dict[str, Any]] = []
            for work in batch:
                row = rows.get(work.source.text_id)
                if row is None:
                    work.locked = True
                    continue
                self._judge(work, row)
                self._rows_of(work, row, at, updates, claims)
                if work.count:
                    seqs.append({"of": work.source.text_id, "new_seq": work.seq, "changed": at})
                refused += _refused_rows(work)
            store.append(connection, updates, seqs, claims)
            if refused:
                store.keep_refused(connection, refused)
        self.updates += len(updates)

    def _ask(self, connection: Any, batch: list[Work], rows: dict[UUID, store.Row]) -> None:
        """Ask again for everyone whose permit was not given under the row's present gate (E8)."""
        asks: dict[tuple[UUID, UUID], tuple[Work, int]] = {}
        for work in batch:
            row = rows.get(work.source.text_id)
            if row is None:
                continue
            permits = work.source.permits
            for item in work.items:
                if item.kind is Kind.UPDATE and item.person_id is not None:
                    permit = permits.get(item.person_id)
                    if permit is None or permit[0] != row.gate:
                        asks[item.person_id, work.source.text_id] = (work, row.gate)
        if asks:
            verdicts = self._authorise(connection, [Ask(person, text) for person, text in asks])
            for ((person_id, _), (work, gate)), verdict in zip(asks.items(), verdicts, strict=True):
                work.new_permits[person_id] = (gate, verdict)

    def _judge(self, work: Work, row: store.Row) -> None:
        work.gate, work.seq_before, work.seq = row.gate, row.seq, row.seq
        work.stale = row.generation != work.source.generation
        permits = work.source.permits | work.new_permits if work.new_permits else work.source.permits
        for item in work.items:
            if item.kind is Kind.UPDATE:
                if work.stale:
                    work.refused = "generation"
                    return
                permit = permits.get(item.person_id) if item.person_id is not None else None
                if permit is None or not permit[1].write:
                    work.refused = permit[1].reason if permit is not None else "sign-in"
                    return
            work.accepted += 1

    @staticmethod
    def _rows_of(
        work: Work, row: store.Row, at: Any, updates: list[dict[str, Any]], claims: list[dict[str, Any]]
    ) -> None:
        text_id = work.source.text_id
        remainders: list[bytes] = []
        last: Item | None = None
        for item in work.items[: work.accepted]:
            if item.kind is not Kind.UPDATE:
                continue
            assert item.remainder is not None
            remainders.append(item.remainder)
            for client in item.claims:
                claims.append(
                    {"lineage": row.lineage, "client_id": client, "text_id": text_id, "person_id": item.person_id}
                )
            if last is not None and last.person_id == item.person_id and last.delegation_id == item.delegation_id:
                updates[-1]["payload"].append(item.remainder)
                continue
            last = item
            work.count += 1
            work.seq += 1
            updates.append(
                {
                    "text_id": text_id,
                    "seq": work.seq,
                    "payload": [item.remainder],
                    "person_id": item.person_id,
                    "delegation_id": item.delegation_id,
                    "at": at,
                }
            )
        if not remainders:
            return
        for update in updates[len(updates) - work.count :]:
            update["payload"] = _merge(update["payload"])
            work.size += len(update["payload"])
        work.merged = _merge(remainders)


def _refuse_first(work: Work) -> None:
    """Nothing of this room was written: its first update goes, the rest is judged again."""
    updates = [place for place, item in enumerate(work.items) if item.kind is Kind.UPDATE]
    work.count, work.merged = 0, None
    work.broken = not updates
    if updates:
        work.accepted, work.refused = updates[0], "malformed"


def _merge(payloads: list[bytes]) -> bytes:
    return payloads[0] if len(payloads) == 1 else bytes(pycrdt.merge_updates(*payloads))


def _refused_rows(work: Work) -> list[dict[str, Any]]:
    """What of this room's items must be kept for handing back."""
    items = [(item, item.reason) for item in work.items[: work.accepted] if item.kind is Kind.REFUSED]
    if work.refused and work.accepted < len(work.items):
        # With a stale generation every update behind the first goes the same way.
        rest = work.items[work.accepted :] if work.stale else work.items[work.accepted : work.accepted + 1]
        items += [(item, work.refused) for item in rest if item.kind is Kind.UPDATE]
    return [
        {
            "id": uuid7(),
            "text_id": work.source.text_id,
            "generation": work.source.generation,
            "seq": work.seq,
            "person_id": item.person_id,
            "reason": reason,
            "payload": item.payload,
        }
        for item, reason in items
        if item.person_id is not None and item.payload is not None
    ]
