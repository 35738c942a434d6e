"""Idempotency-Key: a command sent again is answered again and not done again.

A line drops after a command was sent and before its answer came; the page sends it once more with the same key. The
answer is kept a day. Keys belong to a person; the same key with another request is refused.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.database import Database, now
from app.core.errors import Conflict, problem_response
from app.core.models import KeptAnswer

KEPT_FOR = timedelta(days=1)
MAX_KEY = 200
MAX_BODY = 1024 * 1024
MAX_ANSWER = 256 * 1024
PASSING = {401, 408, 425, 429}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


class Idempotency:
    """ASGI middleware, within the one that knows the actor."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._turns: dict[tuple[UUID, str], tuple[asyncio.Lock, int]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        actor = scope.get("state", {}).get("actor") if scope["type"] == "http" else None
        key = Headers(scope=scope).get("idempotency-key") if scope["type"] == "http" else None
        if actor is None or not key or len(key) > MAX_KEY or scope["method"] not in UNSAFE:
            await self.app(scope, receive, send)
            return
        body, messages = await _read_body(receive)
        if len(body) > MAX_BODY:
            await self.app(scope, _replay(messages, receive), send)
            return
        asked = "\n".join((scope["method"], scope["path"], scope["query_string"].decode("latin-1")))
        digest = hashlib.sha256(asked.encode() + b"\n" + body).hexdigest()
        database: Database = scope["app"].state.database
        async with self._turn(actor.person_id, key):
            kept = await _find(database, actor.person_id, key)
            if kept is not None:
                await _answer_again(kept, digest, scope, receive, send)
                return
            answer = _Answer(send)
            await self.app(scope, _replay(messages, receive), answer)
            if answer.may_be_kept:
                await _keep(database, actor.person_id, key, digest, answer)

    @asynccontextmanager
    async def _turn(self, person_id: UUID, key: str) -> AsyncIterator[None]:
        """A command that comes again while it is still being done waits for the answer to the first."""
        lock, users = self._turns.get((person_id, key), (asyncio.Lock(), 0))
        self._turns[person_id, key] = lock, users + 1
        try:
            async with lock:
                yield
        finally:
            lock, users = self._turns.pop((person_id, key))
            if users > 1:
                self._turns[person_id, key] = lock, users - 1


class _Answer:
    """Passes an answer on and remembers it."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 500
        self.media_type = "application/json"
        self.body = b""
        self.is_secret = False

    @property
    def may_be_kept(self) -> bool:
        """Not what may go better the next time, and not secrets, of which we keep hashes only."""
        return self.status < 500 and self.status not in PASSING and len(self.body) <= MAX_ANSWER and not self.is_secret

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            self.status = message["status"]
            self.media_type = headers.get("content-type", "")
            self.is_secret = "no-store" in headers.get("cache-control", "")
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")
        await self._send(message)


async def _read_body(receive: Receive) -> tuple[bytes, list[Message]]:
    body, messages = b"", []
    while True:
        message = await receive()
        messages.append(message)
        if message["type"] != "http.request":
            break
        body += message.get("body", b"")
        if not message.get("more_body") or len(body) > MAX_BODY:
            break
    return body, messages


def _replay(messages: list[Message], receive: Receive) -> Receive:
    waiting = list(messages)

    async def again() -> Message:
        return waiting.pop(0) if waiting else await receive()

    return again


async def _find(database: Database, person_id: Any, key: str) -> KeptAnswer | None:
    async with database.reading() as session:
        statement = select(KeptAnswer).where(KeptAnswer.person_id == person_id, KeptAnswer.key == key)
        kept = (await session.scalars(statement)).one_or_none()
        return kept if kept is not None and kept.at > now() - KEPT_FOR else None


async def _answer_again(kept: KeptAnswer, digest: str, scope: Scope, receive: Receive, send: Send) -> None:
    if kept.request != digest:
        problem = Conflict("This Idempotency-Key was used for another request.")
        response = problem_response(problem.status, problem.slug, problem.title, problem.detail)
        await response(scope, receive, send)
        return
    headers = MutableHeaders({"Idempotency-Replayed": "true"})
    if kept.media_type:
        headers["Content-Type"] = kept.media_type
    await send({"type": "http.response.start", "status": kept.status, "headers": headers.raw})
    await send({"type": "http.response.body", "body": kept.body})


async def _keep(database: Database, person_id: Any, key: str, digest: str, answer: _Answer) -> None:
    try:
        async with database.writing() as session:
            await session.execute(delete(KeptAnswer).where(KeptAnswer.at < now() - KEPT_FOR))
            session.add(
                KeptAnswer(
                    person_id=person_id,
                    key=key,
                    request=digest,
                    status=answer.status,
                    body=answer.body,
                    media_type=answer.media_type,
                )
            )
    except IntegrityError:
        return  # the same command came to two servers at once: those about words are idempotent by their own ids
