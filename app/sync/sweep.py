"""What the hub does by the clock: pings, samples, checkpoints, leaving empty rooms, and finding what the bus lost."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import orjson
from sqlalchemy import Connection as DatabaseConnection
from sqlalchemy import select

from app.core.database import now
from app.core.logging import get_logger
from app.documents.models import Document
from app.paragraphs.resting import overgrown
from app.sync import fanout, metrics, protocol
from app.sync.access import ended_actors
from app.sync.channel import Channel
from app.sync.connection import IDLE, HocuspocusConnection
from app.sync.hub import Hub
from app.sync.room import Room
from app.texts import founding, store
from app.texts.models import Text

log = get_logger(__name__)

EVERY_S = 1.0
PING_EVERY_S = 15.0
TICK_EVERY_S = 10.0
LOGINS_EVERY_S = 10.0
SILENT_S = 120.0  # stock providers answer each ping; a socket that says nothing for so long is gone or hostile
LEAVE_AFTER_S = 30.0
QUIET_S = 2.0  # words are sampled for comparison once nobody has changed them for so long (E3)
TAIL_COUNT = 500
REST = 50  # times as long as the last checkpoint took: in a busy text they must not take the writers' time
TAIL_BYTES = 64 * 1024
FOUND_EVERY_S = 600.0
FOUND_FIRST_S = 120.0  # a server that has just begun has its readers to serve
FOUND_AFTER = timedelta(hours=1)  # a text that has been quiet for so long is founded anew if it is overgrown (E21)
FOUND_AT_ONCE = 20
LAST_CHECKPOINTS_S = 5.0  # how long stopping may take to leave tidy checkpoints

_PING = protocol.websocket_frame(protocol.PING)


def document_numbers(connection: DatabaseConnection, document_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The event numbers of documents."""
    rows = connection.execute(select(Document.id, Document.event_number).where(Document.id.in_(document_ids)))
    return {row.id: row.event_number for row in rows}


def text_heads(connection: DatabaseConnection, text_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int, int]]:
    """(seq, generation, gate) of texts."""
    rows = connection.execute(select(Text.id, Text.seq, Text.generation, Text.gate).where(Text.id.in_(text_ids)))
    return {row.id: (row.seq, row.generation, row.gate) for row in rows}


class Sweeper:
    """The hub's clock."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._task: asyncio.Task[None] | None = None
        self._gates: dict[UUID, int] = {}
        self._counted = (0, 0, 0)
        hub.learn_number = self.learn_number

    async def learn_number(self, channel: Channel) -> None:
        """A channel begins: read the number of its document's last event, and tell those who are there."""
        numbers = await self._hub.read(document_numbers, [channel.document_id])
        if numbers.get(channel.document_id, 0) > channel.number:
            channel.number = numbers[channel.document_id]
            channel.broadcast(protocol.stateless(f'{{"type":"tick","number":{channel.number}}}'))

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End; what can be tidied in a few seconds is."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._hub.drained()
        try:
            async with asyncio.timeout(LAST_CHECKPOINTS_S):
                for room in list(self._hub.rooms.values()):
                    if room.tail_count:
                        await self.checkpoint(room)
        except TimeoutError:
            log.info("sync.checkpoints_left")

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        periods = {
            self._ping: PING_EVERY_S,
            self._tick: TICK_EVERY_S,
            self._logins: LOGINS_EVERY_S,
            self.found_anew: FOUND_EVERY_S,
        }
        due = dict.fromkeys(periods, loop.time())
        due[self.found_anew] += FOUND_FIRST_S
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                for action, at in due.items():
                    if loop.time() >= at:
                        due[action] = loop.time() + periods[action]
                        await action()
                if not self._hub.database.is_sqlite:
                    await self._find_lost()
                await self._rooms(loop.time())
                for channel in list(self._hub.channels.values()):
                    channel.sweep()
                    if not channel.subscriptions:
                        del self._hub.channels[channel.document_id]
                self._hub.flush()
                self._measure()
            except Exception:
                log.exception("sync.sweep_failed")

    def _measure(self) -> None:
        hub, committer = self._hub, self._hub.committer
        metrics.sockets.set(len(hub.connections))
        metrics.rooms.set(len(hub.rooms))
        metrics.waiting.set(sum(len(room.queue) + len(room.in_flight) for room in hub.rooms.values()))
        counted = (committer.batches, committer.updates, hub.refused)
        for metric, value, before in zip(
            (metrics.batches, metrics.updates, metrics.refused), counted, self._counted, strict=True
        ):
            metric.inc(value - before)
        self._counted = counted

    async def _ping(self) -> None:
        silent_since = asyncio.get_running_loop().time() - SILENT_S
        for connection in list(self._hub.connections):
            if isinstance(connection, HocuspocusConnection):
                if connection.heard_at < silent_since:
                    connection.end(IDLE, "silent")
                else:
                    connection.queue(_PING)
            elif connection.heard_at < silent_since and not connection.is_attached:
                connection.end(IDLE, "silent")

    async def _tick(self) -> None:
        for channel in self._hub.channels.values():
            channel.broadcast(protocol.stateless(f'{{"type":"tick","number":{channel.number}}}'))

    async def _logins(self) -> None:
        """Close sockets whose login or token ended elsewhere, or by its own date."""
        keys = {key for connection in self._hub.connections for key in connection.shown()}
        if keys:
            ended = await self._hub.read(ended_actors, list(keys))
            if ended:
                self._hub.end_connections(lambda connection: not ended.isdisjoint(connection.shown()))

    async def found_anew(self) -> None:
        """Found texts anew that are quiet, open nowhere here and far larger than their words (ENGINE E21)."""
        hub = self._hub
        wanted = await hub.read(overgrown, now() - FOUND_AFTER)
        # What somebody has open waits until the last one has left it.
        for text_id in [text_id for text_id in wanted if text_id not in hub.rooms][:FOUND_AT_ONCE]:
            prepared = await hub.read(founding.prepare, text_id)
            if prepared is None or not await hub.committer.write(founding.store, prepared):
                continue
            log.info("text.founded_anew", text_id=str(text_id), size=len(prepared.state))
            hub.bus.tell(fanout.GENERATION, text_id)
            if (room := hub.rooms.get(text_id)) is not None:  # somebody came while it was computed
                hub.retire(room)

    async def _find_lost(self) -> None:
        """The bus may lose the last message too (ENGINE E22)."""
        hub = self._hub
        if hub.rooms:
            heads = await hub.read(text_heads, list(hub.rooms))
            changed: list[Room] = []
            for text_id, (seq, generation, gate) in heads.items():
                room = hub.rooms.get(text_id)
                if room is None:
                    continue
                if generation != room.generation:
                    hub.retire(room)
                elif seq > room.seq and not room.in_flight:
                    await hub.catch_up(room)
                if self._gates.get(text_id, gate) != gate:
                    changed.append(room)
                self._gates[text_id] = gate
            self._gates = {text_id: gate for text_id, gate in self._gates.items() if text_id in hub.rooms}
            if changed:
                hub.judge_anew(changed)
        if hub.channels:
            numbers = await hub.read(document_numbers, list(hub.channels))
            for document_id, number in numbers.items():
                channel = hub.channels.get(document_id)
                if channel is not None and number > channel.number:
                    channel.number = number
                    channel.broadcast(protocol.stateless(f'{{"type":"tick","number":{number}}}'))

    async def _rooms(self, present: float) -> None:
        for room in list(self._hub.rooms.values()):
            try:
                await self._look_after(room, present)
            except Exception:  # one text's trouble is not the others'
                log.exception("sync.room_sweep_failed", text_id=str(room.text_id))

    async def _look_after(self, room: Room, present: float) -> None:
        if not room.is_unused:
            room.idle_since = present
        if (self._is_long(room) and present >= room.checkpoint_due) or (room.is_unused and room.tail_count):
            await self.checkpoint(room)
        elif room.is_unused and present - room.idle_since > LEAVE_AFTER_S:
            self._hub.rooms.pop(room.text_id, None)
        elif not room.sampled and room.is_settled and present - room.changed_at > QUIET_S:
            self._sample(room)

    @staticmethod
    def _is_long(room: Room) -> bool:
        return room.tail_count > TAIL_COUNT or room.tail_bytes > max(TAIL_BYTES, room.checkpoint_size // 2)

    async def checkpoint(self, room: Room) -> None:
        """Store the merged state and move the tail before it to the archive."""
        if room.compacting:
            return
        room.compacting = True
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            prepared = await self._hub.read(store.prepare_checkpoint, room.text_id)
            if prepared is None:
                room.tail_count = room.tail_bytes = 0
            elif await self._hub.committer.write(store.store_checkpoint, prepared):
                room.tail_count = max(0, room.seq - prepared.seq)
                room.tail_bytes = 0
                room.checkpoint_size = len(prepared.state)
        finally:
            room.compacting = False
            room.checkpoint_due = clock() + REST * (clock() - began)

    def _sample(self, room: Room) -> None:
        room.sampled = True
        channel = self._hub.channels.get(room.document_id) if room.document_id is not None else None
        if channel is None or not channel.subscriptions:
            return
        sample = {
            "type": "sample",
            "text": room.text_id,
            "generation": room.generation,
            "seq": room.seq,
            "hash": room.words().hash,
        }
        channel.broadcast(protocol.stateless(orjson.dumps(sample).decode()))
