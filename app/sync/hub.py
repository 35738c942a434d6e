"""The hub of one server: its rooms, channels and sockets, and what passes between them and the committer."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Engine

from app.core.actor import Actor
from app.core.database import Database, sync_engine
from app.core.logging import get_logger
from app.sync import protocol
from app.sync.access import DocumentAccess, Findings, Wish, look_up
from app.sync.channel import Channel
from app.sync.connection import NOT_SIGNED_IN, RESTARTING, ClassicConnection, Connection
from app.sync.fanout import Bus, NoBus
from app.sync.protocol import Sync
from app.sync.room import Phase, Room
from app.sync.subscription import State, Subscription
from app.texts import store
from app.texts.committer import Committer, Item, Kind, Work
from app.texts.gate import Authoriser, Verdict

log = get_logger(__name__)

T = TypeVar("T")
RETRY_LOAD_S = 0.5
RETRY_IN_FLIGHT_S = 0.002
MAX_ADMITTED = 4_000  # addresses a look-up


class Hub:
    """All methods but `_read` run on the event loop's thread."""

    def __init__(
        self, database: Database, authorise: Authoriser, document_access: DocumentAccess, bus: Bus | None = None
    ) -> None:
        self.database = database
        self.rooms: dict[UUID, Room] = {}
        self.channels: dict[UUID, Channel] = {}
        self.connections: set[Connection] = set()
        self.committer = Committer(database, authorise, self._told)
        self.bus: Bus = bus or NoBus()
        self.refused = 0
        self.learn_number: Callable[[Channel], Any] | None = None  # a new channel's event number
        self._authorise = authorise
        self._document_access = document_access
        self._engine: Engine = sync_engine(database.url, writes=False)
        if not database.is_sqlite:
            # One view in all statements of a reading: between two of them a tail may go to the archive.
            self._engine = self._engine.execution_options(isolation_level="REPEATABLE READ")
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="admission")
        self._arrivals: list[tuple[Subscription, bool]] = []  # and whether it is only to be judged anew
        self._judged_anew = 0
        self._arrived = asyncio.Event()
        self._dirty: set[Connection] = set()
        self._flush_scheduled = False
        self._tasks: set[asyncio.Task[Any]] = set()
        self._admission: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to serve."""
        self._loop = asyncio.get_running_loop()
        self.committer.start()
        self._admission = asyncio.create_task(self._admit_all())

    async def stop(self) -> None:
        """Commit what waits, tell it, close every socket."""
        await self.drained()
        for connection in list(self.connections):
            connection.end(RESTARTING, "restarting")
        for task in [self._admission, *self._tasks]:
            if task is not None:
                task.cancel()
        await asyncio.gather(*[t for t in [self._admission, *self._tasks] if t], return_exceptions=True)
        await self.committer.stop()
        self._thread.shutdown()
        self._engine.dispose()

    async def drained(self) -> None:
        """Wait until everything that arrived is committed and told."""
        await self.committer.drained()
        self.flush()

    async def read(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run `function(connection, *arguments)` on a reading connection, off the event loop."""

        def run() -> T:
            with self._engine.connect() as connection:
                return function(connection, *arguments)

        return await self._loop.run_in_executor(self._thread, run)

    def spawn(self, coroutine: Any) -> None:
        """Run something beside, until the hub stops."""
        task = self._loop.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # Sockets.

    def opened(self, connection: Connection) -> None:
        """A socket has come."""
        self.connections.add(connection)
        connection.heard_at = self._loop.time()

    def gone(self, connection: Connection) -> None:
        """A socket has gone."""
        self.connections.discard(connection)
        self._dirty.discard(connection)

    def dirty(self, connection: Connection) -> None:
        """This socket has something queued."""
        self._dirty.add(connection)
        if not self._flush_scheduled:
            self._flush_scheduled = True
            self._loop.call_soon(self._scheduled_flush)

    def _scheduled_flush(self) -> None:
        self._flush_scheduled = False
        self.flush()

    def flush(self) -> None:
        """Write what is queued, one write a socket."""
        while self._dirty:
            dirty, self._dirty = self._dirty, set()
            for connection in dirty:
                connection.flush()

    def end_logins(self, gone: Callable[[Actor], bool]) -> None:
        """Close the sockets of people who no longer count."""
        self.end_connections(
            lambda connection: any(actor is not None and gone(actor) for actor in connection.actors.values())
        )

    def end_connections(self, wanted: Callable[[Connection], bool]) -> None:
        """Close sockets as no longer signed in."""
        for connection in [one for one in self.connections if wanted(one)]:
            connection.end(NOT_SIGNED_IN, "sign-in")

    # Admission: what one socket asks for in a burst is looked up together, and so is what others ask meanwhile.

    def admit(self, subscription: Subscription) -> None:
        """Find out whether this address may be attached."""
        if not subscription.arriving:
            subscription.arriving = True
            self._arrivals.append((subscription, False))
            self._arrived.set()

    def judge_anew(self, rooms: list[Room], channels: list[Channel] | None = None) -> None:
        """Rights may have changed: tell every subscription whose scope did (ENGINE E10)."""
        places: list[Room | Channel] = [*rooms, *(channels or [])]
        for place in places:
            self._arrivals += [(subscription, True) for subscription in place.subscriptions]
        self._judged_anew += 1
        if self._arrivals:
            self._arrived.set()

    async def _admit_all(self) -> None:
        while True:
            await self._arrived.wait()
            arrivals, self._arrivals = self._arrivals[:MAX_ADMITTED], self._arrivals[MAX_ADMITTED:]
            if not self._arrivals:
                self._arrived.clear()
            arrivals = [one for one in arrivals if not one[0].connection.closed]
            judged_anew = self._judged_anew
            try:
                wishes = [self._wish(subscription) for subscription, _ in arrivals]
                load = {w.text_id for w in wishes if w.text_id is not None and w.text_id not in self.rooms}
                findings = await self.read(look_up, wishes, list(load), self._authorise, self._document_access)
            except Exception:
                log.exception("sync.admission_failed")
                await asyncio.sleep(RETRY_LOAD_S)
                self._arrivals = arrivals + self._arrivals
                self._arrived.set()
                continue
            for (subscription, again), wish, verdict in zip(arrivals, wishes, findings.verdicts, strict=True):
                try:
                    self._settle_arrival(subscription, again, wish, verdict, findings)
                except Exception:  # one text's trouble must not keep the others out
                    log.exception("sync.admission_failed", text_id=str(wish.text_id))
                    subscription.connection.refused_admission(subscription, "forbidden")
            if judged_anew != self._judged_anew:
                # Rights changed while we looked, and nobody was attached yet to be told.
                self._arrivals += [(subscription, True) for subscription, again in arrivals if not again]
                self._arrived.set()
            self.flush()

    @staticmethod
    def _wish(subscription: Subscription) -> Wish:
        subscription.arriving = False
        key = subscription.connection.key_of(subscription.token)
        target = subscription.target
        if target is None:
            return Wish(key)
        return Wish(key, target.text_id, target.document_id)

    def _settle_arrival(
        self, subscription: Subscription, again: bool, wish: Wish, verdict: Verdict, findings: Findings
    ) -> None:
        connection = subscription.connection
        if connection.closed or subscription.state not in _LOOKED_UP:
            return
        actor = findings.actors.get(wish.key) if wish.key is not None else None
        if actor is not None:
            connection.actors[subscription.token or ""] = actor
        else:
            connection.actors.pop(subscription.token or "", None)
        if again:
            self._settle_again(subscription, verdict)
            return
        if not verdict.read:
            reason = "sign-in" if actor is None and verdict.reason != "not-found" else verdict.reason or "forbidden"
            connection.refused_admission(subscription, reason)
            return
        was_open = subscription.state is State.OPEN
        subscription.verdict = verdict
        if wish.document_id is not None:
            if not was_open:
                self._open_channel(subscription, wish.document_id)
        elif wish.text_id is not None and not was_open and not self._open_room(subscription, wish.text_id, findings):
            return
        subscription.state = State.OPEN
        connection.admitted(subscription, verdict)
        if subscription.channel is not None and not was_open:
            subscription.channel.join(subscription)
        connection.opened(subscription)

    def _settle_again(self, subscription: Subscription, verdict: Verdict) -> None:
        if subscription.state is not State.OPEN:
            return
        before, subscription.verdict = subscription.verdict, verdict
        if not verdict.read:
            reason = verdict.reason if verdict.reason == "sitting" else "forbidden"
            subscription.connection.refused_admission(subscription, reason)
        elif before.write != verdict.write:
            subscription.connection.rights_changed(subscription, verdict)
        elif subscription.channel is not None and before != verdict:
            subscription.send(protocol.stateless('{"type":"rights"}'))

    def _open_channel(self, subscription: Subscription, document_id: UUID) -> None:
        channel = self.channels.get(document_id)
        if channel is None:
            channel = self.channels[document_id] = Channel(document_id, self._loop.call_later)
            channel.on_presence = lambda update: self.bus.presence(document_id, update)
            if self.learn_number is not None:
                self.spawn(self.learn_number(channel))
        subscription.channel = channel

    def _open_room(self, subscription: Subscription, text_id: UUID, findings: Findings) -> bool:
        room = self.rooms.get(text_id)
        if room is None:
            loaded = findings.loaded.get(text_id)
            if loaded is None:  # a room that was there when we looked has been left since
                self.admit(subscription)
                return False
            room = self.rooms[text_id] = Room(self, text_id, loaded)
        target = subscription.target
        if target is not None and target.generation is not None and target.generation != room.generation:
            if target.generation > room.generation:
                # Either the name is made up, or the room was loaded while the generation rose: the log knows.
                room.begin_rebuild([])
            subscription.connection.refused_admission(subscription, "generation")
            return False
        room.document_id = subscription.verdict.document_id
        subscription.room = room
        room.join(subscription)
        return True

    # The committer's outcome.

    def pending(self, room: Room) -> None:
        """The room has items."""
        self.committer.pending(room)

    def _told(self, works: list[Work]) -> None:
        """A batch is durable: now, and not before, it is told."""
        for work in works:
            room = work.source
            assert isinstance(room, Room)
            try:
                self._tell(room, work)
            except Exception:
                log.exception("sync.telling_failed", text_id=str(room.text_id))
                room.in_flight = []
                room.begin_rebuild([])
        self.flush()

    def _tell(self, room: Room, work: Work) -> None:
        room.in_flight = []
        if work.broken:
            room.begin_rebuild(work.items)
            return
        room.permits.update(work.new_permits)
        accepted, rest = work.items[: work.accepted], work.items[work.accepted :]
        if work.count:
            if work.seq_before != room.seq:
                # Another server wrote in between: its words come first, from the log.
                room.forget_full()
                self.hear_of_more(room)
            else:
                room.committed(work.seq, work.count, work.size)
            room.changed_at = self._loop.time()
            room.sampled = False
            assert work.merged is not None
            self._broadcast(room, work.merged, _sole_author(accepted))
            self.bus.update(room.text_id, work.seq - work.count + 1, work.seq, work.merged)
        self._answer(accepted)
        if work.refused:
            self._refuse(room, work, rest)

    def _broadcast(self, room: Room, update: bytes, sole_author: Subscription | None) -> None:
        payload = protocol.sync_payload(Sync.UPDATE, update)
        frames: dict[bytes, bytes] = {}
        for subscription in room.subscriptions:
            if subscription is sole_author:
                continue  # it has these words already
            frame = frames.get(subscription.address)
            if frame is None:
                frame = frames[subscription.address] = protocol.websocket_frame(subscription.prefix + payload)
            subscription.connection.queue(frame)

    def _answer(self, items: list[Item]) -> None:
        """Every item its answer, in order; statuses in a row for one address go as one."""
        last: Subscription | None = None
        count = 0
        for item in items:
            subscription: Subscription = item.subscription
            subscription.connection.committed(item.cost)
            if item.kind not in _ACKNOWLEDGED:
                if last is not None:
                    self._acknowledge(last, count)
                    last = None
                if item.kind is Kind.REPLY:
                    if subscription.state is State.OPEN:
                        subscription.connection.queue(item.reply)
                else:
                    self._tell_refused(subscription, item.reason)
                continue
            if subscription is last:
                count += 1
            else:
                if last is not None:
                    self._acknowledge(last, count)
                last, count = subscription, 1
        if last is not None:
            self._acknowledge(last, count)

    @staticmethod
    def _acknowledge(subscription: Subscription, count: int) -> None:
        # Also when the address was refused meanwhile: these came before, and are durable.
        if not subscription.connection.closed and subscription.state is not State.LEFT:
            subscription.connection.acknowledge(subscription, count)

    def _tell_refused(self, subscription: Subscription, reason: str) -> None:
        """One answer to the first refused update of a subscription; what came behind it gets none (E9)."""
        if subscription.state in _HEARS_REFUSALS:
            self.refused += 1
            if not subscription.connection.closed:
                subscription.connection.refused_update(subscription, reason)
            subscription.drop()

    def _refuse(self, room: Room, work: Work, rest: list[Item]) -> None:
        if work.stale:
            for item in rest:
                item.subscription.connection.committed(item.cost)
                if item.kind is Kind.UPDATE:
                    self._tell_refused(item.subscription, work.refused)
            self.retire(room)
            return
        refused = rest[0].subscription
        self._tell_refused(refused, work.refused)
        behind = []
        for item in rest:
            if item.subscription is not refused:
                behind.append(item)
            else:
                refused.connection.committed(item.cost)
        room.begin_rebuild(behind)
        self.judge_anew([room])

    def retire(self, room: Room) -> None:
        """The text has another generation: whoever is attached must come again under the new name (E11)."""
        if self.rooms.get(room.text_id) is room:
            del self.rooms[room.text_id]
        for subscription in list(room.subscriptions):
            if isinstance(subscription.connection, ClassicConnection):
                subscription.connection.end(RESTARTING, "generation")
            else:
                subscription.connection.refused_admission(subscription, "generation")

    # Reading the log anew.

    def rebuild(self, room: Room) -> None:
        """Load a room from the log, for as long as it takes."""
        self.spawn(self._rebuild(room))

    async def _rebuild(self, room: Room) -> None:
        while room.phase is Phase.REBUILDING:
            if room.in_flight:  # what is being written must be in what is read
                await asyncio.sleep(RETRY_IN_FLIGHT_S)
                continue
            try:
                loaded = (await self.read(store.load, [room.text_id])).get(room.text_id)
            except Exception as error:
                log.error("sync.load_failed", text_id=str(room.text_id), error=type(error).__name__)
                await asyncio.sleep(RETRY_LOAD_S)
                continue
            if loaded is None or loaded.generation != room.generation:
                self.retire(room)
                return
            missed = loaded.seq != room.seq
            room.load_anew(loaded)
            if missed:
                # Readers may lack what was committed while we did not know: give them all of it.
                self._broadcast(room, room.full_state(), None)
            room.finish_rebuild()
        self.flush()

    def hear_of_more(self, room: Room) -> None:
        """Another server has committed something: read it, once for all that is heard of meanwhile."""
        if room.catching_up:
            room.again = True
            return
        room.catching_up = True
        self.spawn(self._catch_up_in_turn(room))

    async def _catch_up_in_turn(self, room: Room) -> None:
        try:
            while True:
                room.again = False
                await self.catch_up(room)
                if not room.again:
                    break
        finally:
            room.catching_up = False

    async def catch_up(self, room: Room) -> None:
        """Read what another server has committed, and tell this server's readers."""
        found = await self.read(store.since, room.text_id, room.seq)
        if self.rooms.get(room.text_id) is not room or room.phase is Phase.REBUILDING:
            return
        if found is None:
            room.begin_rebuild([])
            return
        payloads, seq, owners = found
        if seq > room.seq and payloads:
            merged = room.catch_up(payloads, seq, owners)
            room.changed_at, room.sampled = self._loop.time(), False
            self._broadcast(room, merged, None)
            self.flush()


_LOOKED_UP = frozenset((State.WAITING, State.OPEN))
_ACKNOWLEDGED = frozenset((Kind.UPDATE, Kind.APPLIED))
_HEARS_REFUSALS = frozenset((State.OPEN, State.REFUSING))


def _sole_author(items: list[Item]) -> Subscription | None:
    """The one address on one socket that sent all of a batch, if there is one."""
    author: Subscription | None = None
    for item in items:
        if item.kind is Kind.UPDATE:
            if author is None:
                author = item.subscription
            elif author is not item.subscription:
                return None
    return author
