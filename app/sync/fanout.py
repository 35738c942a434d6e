"""What servers that share a database tell each other, by Redis or Valkey (docs/sync-rules.md, S22).

A message is one byte (what it is), 16 bytes (the sending server), 16 bytes (the text or document), then its content.
The bus may lose messages, the last one too: every server also sweeps (sweep.py).
"""

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from typing import Protocol
from uuid import UUID

import redis.asyncio
from redis.exceptions import RedisError

from app.core.logging import get_logger

log = get_logger(__name__)

UPDATE, PRESENCE, EVENT, GATES, STANDING, AUDIENCE, GENERATION, LOGINS, NUDGE = range(1, 10)
MAX_QUEUE = 10_000
RETRY_S = 1.0
HEAD = 33


class Bus(Protocol):
    """How this server tells the others."""

    def update(self, text_id: UUID, first: int, last: int, merged: bytes) -> None: ...

    def presence(self, document_id: UUID, update: bytes) -> None: ...

    def tell(self, kind: int, subject: UUID, content: bytes = b"") -> None: ...


class NoBus:
    """One server alone."""

    def update(self, text_id: UUID, first: int, last: int, merged: bytes) -> None:
        """Nobody to tell."""

    def presence(self, document_id: UUID, update: bytes) -> None:
        """Nobody to tell."""

    def tell(self, kind: int, subject: UUID, content: bytes = b"") -> None:
        """Nobody to tell."""


class RedisBus:
    """Publishes in order, and hands what others publish to `heard(kind, subject, content)`."""

    def __init__(self, url: str, namespace: str) -> None:
        self._redis = redis.asyncio.from_url(url)
        self._channel = f"concord:{namespace}"
        self._me = secrets.token_bytes(16)
        self._queue: asyncio.Queue[bytes] = asyncio.Queue(MAX_QUEUE)
        self._tasks: list[asyncio.Task[None]] = []
        self.heard: Callable[[int, UUID, bytes], None] = lambda kind, subject, content: None
        self.lost = 0

    async def start(self) -> None:
        """Begin to listen and publish; a bus that is away is waited for, beside."""
        self._tasks = [asyncio.create_task(self._publish()), asyncio.create_task(self._listen())]

    async def stop(self) -> None:
        """Leave."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(RedisError, OSError):
            await self._redis.aclose()

    def update(self, text_id: UUID, first: int, last: int, merged: bytes) -> None:
        """Committed words, with the seqs they have."""
        self.tell(UPDATE, text_id, first.to_bytes(8, "big") + last.to_bytes(8, "big") + merged)

    def presence(self, document_id: UUID, update: bytes) -> None:
        """Who is where on this server."""
        self.tell(PRESENCE, document_id, update)

    def tell(self, kind: int, subject: UUID, content: bytes = b"") -> None:
        """Queue a message; when the bus is too slow it is lost, and the sweep finds what it said."""
        try:
            self._queue.put_nowait(bytes((kind,)) + self._me + subject.bytes + content)
        except asyncio.QueueFull:
            self.lost += 1

    async def _publish(self) -> None:
        while True:
            message = await self._queue.get()
            try:
                await self._redis.publish(self._channel, message)
            except (RedisError, OSError) as error:
                self.lost += 1
                log.warning("bus.away", error=type(error).__name__)
                await asyncio.sleep(RETRY_S)

    async def _listen(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await pubsub.subscribe(self._channel)
                    async for message in pubsub.listen():
                        if message["type"] == "message":
                            self._hear(message["data"])
            except (RedisError, OSError) as error:
                log.warning("bus.away", error=type(error).__name__)
                await asyncio.sleep(RETRY_S)

    def _hear(self, data: bytes) -> None:
        if len(data) < HEAD or data[1:17] == self._me:
            return
        try:
            self.heard(data[0], UUID(bytes=data[17:33]), data[HEAD:])
        except Exception:
            log.exception("bus.message_failed", kind=data[0])
