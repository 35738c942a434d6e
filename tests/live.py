"""Clients of the live half for tests: Hocuspocus and classic y-websocket, with books of what was sent.

Nothing here waits for a time to pass: `until(condition)` waits for a condition, with a deadline.
"""

import asyncio
import inspect
import json
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pycrdt
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from app.sync import protocol
from app.sync.channel import encode_awareness, parse_awareness
from app.sync.protocol import Auth, Message, Sync
from app.texts import runs as runs_

DEADLINE_S = 20.0
LOOK_EVERY_S = 0.008

Words = pycrdt.Text


async def until(condition: Callable[[], Any | Awaitable[Any]], what: object = "", deadline: float = DEADLINE_S) -> Any:
    """Return what the condition gives once that is true; fail after the deadline, naming what was waited for."""
    loop = asyncio.get_running_loop()
    end = loop.time() + deadline
    while True:
        found = condition()
        if inspect.isawaitable(found):
            found = await found
        if found:
            return found
        if loop.time() > end:
            raise TimeoutError(str(what() if callable(what) else what) or inspect.getsource(condition).strip())
        await asyncio.sleep(LOOK_EVERY_S)


@dataclass(eq=False)
class Sent:
    """An update that went out, and its SyncStatus when it came: 1, 0, or None while (or because) there was none."""

    step: Sync
    update: bytes
    status: int | None = None
    note: str = ""
    covers: list["Sent"] = field(default_factory=list)  # what an earlier socket took away unanswered

    def answered(self, status: int) -> None:
        self.status = status
        for sent in self.covers:
            sent.answered(status)


class LiveText:
    """One address on a client: a Y.Doc kept in step with the server as a page would, with every status booked."""

    def __init__(self, client: "Client", address: str, token: str) -> None:
        self.client = client
        self.address = address
        self.token = token
        self.ydoc: pycrdt.Doc[Any] = pycrdt.Doc()
        self.words = self.ydoc.get(runs_.ROOT, type=Words)
        self.scope: str | None = None
        self.scopes: list[str] = []
        self.denied: list[str] = []
        self.closed: list[str] = []  # reasons of CLOSE
        self.reasons: list[str] = []  # of refusals
        self.messages: list[dict[str, Any]] = []  # other stateless ones
        self.waiting: deque[Sent] = deque()  # without a SyncStatus yet, in the order they went out
        self.sent: list[Sent] = []
        self.lost: list[Sent] = []  # sent on a socket that is gone, and what was typed while there was none
        self.stray = 0  # statuses for nothing that was sent
        self.events: list[str] = []  # every message, by a short name, in order
        self.received: list[bytes] = []  # updates
        self.synced = False
        self.brings_the_rest = True  # answers a Step1, as every client does
        self.dropped = False  # after a refusal: as a page does, nothing more is sent here
        self.awareness: dict[int, Any] = {}
        self.clocks: dict[int, int] = {}
        self._remainders: list[bytes] = []
        self.ydoc.observe(lambda event: self._remainders.append(bytes(event.update)))

    # What it says.

    @property
    def text(self) -> str:
        return str(self.words)

    @property
    def hash(self) -> str:
        return runs_.content_hash(runs_.runs_of(self.ydoc))

    @property
    def refused(self) -> list[Sent]:
        return [sent for sent in self.sent if sent.status == 0]

    @property
    def is_saved(self) -> bool:
        """Whether everything sent was answered with 1, and nothing was answered that was not sent."""
        return not self.waiting and not self.lost and not self.refused and not self.stray

    # What it does.

    async def attach(self) -> None:
        """Auth and Step1 in one go, as the stock provider does."""
        self.synced = self.dropped = False
        self.scope = None
        await self.send(bytes((Message.AUTH, Auth.TOKEN)) + protocol.var_string(self.token) + protocol.var_string("4"))
        await self.send(protocol.sync_payload(Sync.STEP1, bytes(self.ydoc.get_state())))

    async def send(self, payload: bytes) -> None:
        await self.client.send(protocol.var_string(self.address) + payload)

    async def send_update(self, update: bytes, step: Sync = Sync.UPDATE, note: str = "") -> Sent:
        sent = Sent(step, update, note=note)
        self.sent.append(sent)
        if not self.client.is_open:
            self.lost.append(sent)
        elif not self.dropped:
            self.waiting.append(sent)
            await self.send(protocol.sync_payload(step, update))
        return sent

    def edit(self, change: Callable[[Words], object]) -> bytes:
        """Change the words here, without telling; returns the update."""
        self._remainders.clear()
        with self.ydoc.transaction():
            change(self.words)
        return pycrdt.merge_updates(*self._remainders) if self._remainders else protocol.EMPTY_UPDATE

    async def type(self, words: str, at: int | None = None) -> Sent:
        """Insert words (at the end unless told) and send them."""
        size = len(self.words)
        place = size if at is None else min(at, size)
        return await self.send_update(self.edit(lambda text: text.insert(place, words)), note=words)

    async def delete(self, at: int, length: int) -> Sent:
        def change(text: Words) -> None:
            del text[at : at + length]

        return await self.send_update(self.edit(change), note="delete")

    async def close(self) -> None:
        """Leave this address; the socket stays."""
        await self.send(bytes((Message.CLOSE,)))

    async def be_present(self, state: Any, client: int | None = None, clock: int = 1) -> None:
        encoded = json.dumps(state).encode()
        await self.send(protocol.awareness_payload(encode_awareness([(client or self.ydoc.client_id, clock, encoded)])))

    # What it hears.

    async def hear(self, payload: bytes) -> None:
        kind = payload[0]
        if kind == Message.SYNC:
            await self._hear_sync(Sync(payload[1]), protocol.read_bytes(payload, 2)[0])
        elif kind == Message.AUTH:
            said, _ = protocol.read_string(payload, 2)
            self.events.append(said if payload[1] == Auth.AUTHENTICATED else f"denied {said}")
            if payload[1] == Auth.AUTHENTICATED:
                self.scope = said
                self.scopes.append(said)
            else:
                self.denied.append(said)
        elif kind == Message.SYNC_STATUS:
            self._hear_status(payload[1])
        elif kind == Message.STATELESS:
            message = json.loads(protocol.read_string(payload, 1)[0])
            self.events.append(str(message["type"]))
            if message["type"] == "refused":
                self.reasons.append(message["reason"])
            else:
                self.messages.append(message)
        elif kind == Message.CLOSE:
            self.closed.append(protocol.read_string(payload, 1)[0])
            self.events.append(f"close {self.closed[-1]}")
        elif kind == Message.AWARENESS:
            self.events.append("awareness")
            for client, clock, encoded in parse_awareness(protocol.read_bytes(payload, 1)[0]):
                self.awareness[client] = json.loads(encoded)
                self.clocks[client] = clock

    async def _hear_sync(self, step: Sync, body: bytes) -> None:
        self.events.append(step.name.lower())
        if step is Sync.STEP1:
            if not self.brings_the_rest:
                return
            covers, self.lost = self.lost, []
            sent = await self.send_update(bytes(self.ydoc.get_update(body)), Sync.STEP2, "step2")
            sent.covers = covers
            return
        self.received.append(body)
        self.ydoc.apply_update(body)
        if step is Sync.STEP2:
            self.synced = True

    def _hear_status(self, status: int) -> None:
        self.events.append(f"status {status}")
        if not self.waiting:
            self.stray += 1
            return
        self.waiting.popleft().answered(status)
        if status == 0:
            self.dropped = True


class Client:
    """One Hocuspocus socket with any number of texts."""

    def __init__(self, url: str, token: str = "", cookie: str | None = None) -> None:
        self.url = url  # http://host:port
        self.token = token
        self.cookie = cookie
        self.texts: dict[str, LiveText] = {}
        self.pings = 0
        self.recorded: list[bytes] | None = None  # frames sent, for those who want them
        self.close_code: int | None = None
        self.close_reason = ""
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._doors = 0

    @property
    def is_open(self) -> bool:
        return self._socket is not None and self.close_code is None

    async def open(self, query: str = "?schema=1", origin: str | None = None) -> "Client":
        """Connect, and attach every text that was attached before."""
        headers = {"Cookie": f"concord_login={self.cookie}"} if self.cookie else {}
        if self.cookie and origin is None:
            origin = self.url
        self._socket = await connect(
            self.url.replace("http", "ws", 1) + "/collab" + query,
            max_size=None,
            compression=None,
            ping_interval=None,
            additional_headers=headers,
            origin=Origin(origin) if origin else None,
        )
        self.close_code = None
        self._reading = asyncio.create_task(self._read(self._socket))
        for text in self.texts.values():
            await text.attach()
        return self

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                assert isinstance(frame, bytes)
                await self._hear(frame)
        except ConnectionClosed:
            pass
        except BaseException:
            await socket.close()
            raise
        finally:
            with suppress(Exception):
                await socket.wait_closed()
            self.close_code, self.close_reason = socket.close_code or 1006, socket.close_reason or ""
            for text in self.texts.values():
                text.lost += [sent for sent in text.waiting if sent.step is not Sync.STEP2 or sent.covers]
                text.waiting.clear()
                text.scope, text.synced = None, False

    async def _hear(self, frame: bytes) -> None:
        if frame == protocol.PING:
            self.pings += 1
            await self.send(protocol.PONG)
            return
        address, at = protocol.split_address(frame)
        text = self.texts.get(address.decode(errors="replace"))
        if text is not None:
            await text.hear(frame[at:])

    async def send(self, frame: bytes) -> None:
        """Send one binary frame; a socket that is gone swallows it, as a browser's does."""
        if self.recorded is not None:
            self.recorded.append(frame)
        assert self._socket is not None
        with suppress(ConnectionClosed):
            await self._socket.send(frame)

    async def send_text(self, message: str) -> None:
        assert self._socket is not None
        with suppress(ConnectionClosed):
            await self._socket.send(message)

    def join(self, address: object, token: str | None = None) -> LiveText:
        """A text on this socket, nothing sent yet."""
        text = LiveText(self, str(address), self.token if token is None else token)
        self.texts[text.address] = text
        return text

    async def attach(self, address: object, token: str | None = None) -> LiveText:
        """A text on this socket, in step with the server and its first Step2 answered (or denied)."""
        text = self.join(address, token)
        await text.attach()
        await until(
            lambda: text.denied or (text.synced and not text.waiting) or not self.is_open,
            lambda: f"{address} to attach: {text.events}",
        )
        return text

    async def roundtrip(self) -> None:
        """Everything sent so far was taken by the server, and what it answers at once has come."""
        self._doors += 1
        door = self.join(f"nothing-{self._doors}")
        await door.attach()
        await until(lambda: door.denied or not self.is_open, "the door to answer")
        await door.close()
        del self.texts[door.address]

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
            await self.gone()

    def cut(self) -> None:
        """Lose the connection without a word."""
        assert self._socket is not None
        self._socket.transport.abort()

    async def gone(self) -> int:
        """Wait until the socket is closed; returns the code."""
        if self._reading is not None:
            await asyncio.wait_for(self._reading, DEADLINE_S)
        return self.close_code or 0


class ClassicClient:
    """One text on one socket, as y-websocket has it."""

    def __init__(self, url: str, text_id: UUID | str, token: str = "") -> None:
        query = f"?token={token}" if token else ""
        self.url = f"{url.replace('http', 'ws', 1)}/collab/y/{text_id}{query}"
        self.ydoc: pycrdt.Doc[Any] = pycrdt.Doc()
        self.words = self.ydoc.get(runs_.ROOT, type=Words)
        self.synced = False
        self.awareness: list[bytes] = []
        self.frames: list[bytes] = []
        self.close_code: int | None = None
        self.recorded: list[bytes] | None = None
        self._remainders: list[bytes] = []
        self.ydoc.observe(lambda event: self._remainders.append(bytes(event.update)))

    async def open(self) -> "ClassicClient":
        self._socket = await connect(self.url, max_size=None, compression=None, ping_interval=None)
        self._reading = asyncio.create_task(self._read())
        await self.send(protocol.sync_payload(Sync.STEP1, bytes(self.ydoc.get_state())))
        return self

    async def _read(self) -> None:
        try:
            async for frame in self._socket:
                assert isinstance(frame, bytes)
                await self._hear(frame)
        except ConnectionClosed:
            pass
        finally:
            with suppress(Exception):
                await self._socket.wait_closed()
            self.close_code = self._socket.close_code or 1006

    async def _hear(self, frame: bytes) -> None:
        self.frames.append(frame)
        if frame[0] == Message.AWARENESS:
            self.awareness.append(frame)
        elif frame[0] == Message.SYNC:
            body, _ = protocol.read_bytes(frame, 2)
            if frame[1] == Sync.STEP1:
                await self.send(protocol.sync_payload(Sync.STEP2, bytes(self.ydoc.get_update(body))))
                return
            self.ydoc.apply_update(body)
            self.synced = self.synced or frame[1] == Sync.STEP2

    @property
    def text(self) -> str:
        return str(self.words)

    async def type(self, words: str) -> None:
        self._remainders.clear()
        with self.ydoc.transaction():
            self.words.insert(len(self.words), words)
        for update in self._remainders:
            await self.send(protocol.sync_payload(Sync.UPDATE, update))

    async def send(self, frame: bytes) -> None:
        if self.recorded is not None:
            self.recorded.append(frame)
        with suppress(ConnectionClosed):
            await self._socket.send(frame)

    async def close(self) -> None:
        await self._socket.close()
        await self.gone()

    async def gone(self) -> int:
        await asyncio.wait_for(self._reading, DEADLINE_S)
        return self.close_code or 0
