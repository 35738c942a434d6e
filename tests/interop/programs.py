"""Programs in Python as others would write them: y-py or pycrdt for the words, either protocol for the wire.

Nothing of Concord's is used here: what these speak, anybody can speak.
"""

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pycrdt
import y_py
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

SYNC, AUTH, STATUS, PING = 0, 2, 8, 9
STEP1, STEP2, UPDATE = 0, 1, 2
GRANTED = 2


class YPy:
    """The words in a Y.Doc of y-py, whose positions count bytes of UTF-8."""

    def __init__(self) -> None:
        self.ydoc: Any = y_py.YDoc()
        self.words = self.ydoc.get_text("words")

    @property
    def text(self) -> str:
        return str(self.words)

    def state(self) -> bytes:
        return bytes(y_py.encode_state_vector(self.ydoc))

    def since(self, state: bytes) -> bytes:
        return bytes(y_py.encode_state_as_update(self.ydoc, state))

    def apply(self, update: bytes) -> None:
        y_py.apply_update(self.ydoc, update)

    def insert(self, at: int, words: str) -> None:
        with self.ydoc.begin_transaction() as change:
            self.words.insert(change, at, words)

    def delete(self, at: int, length: int) -> None:
        with self.ydoc.begin_transaction() as change:
            self.words.delete_range(change, at, length)

    def format(self, at: int, length: int, attributes: dict[str, Any]) -> None:
        with self.ydoc.begin_transaction() as change:
            self.words.format(change, at, length, attributes)


class Pycrdt:
    """The words in a Doc of pycrdt, whose positions count bytes of UTF-8 too.

    By itself pycrdt draws client ids of 53 bits; y-py reads no more than 32.
    """

    def __init__(self, client_id: int | None = None) -> None:
        self.ydoc: pycrdt.Doc[Any] = pycrdt.Doc(client_id=secrets.randbits(32) if client_id is None else client_id)
        self.words = self.ydoc.get("words", type=pycrdt.Text)

    @property
    def text(self) -> str:
        return str(self.words)

    def state(self) -> bytes:
        return bytes(self.ydoc.get_state())

    def since(self, state: bytes) -> bytes:
        return bytes(self.ydoc.get_update(state))

    def apply(self, update: bytes) -> None:
        self.ydoc.apply_update(update)

    def insert(self, at: int, words: str) -> None:
        self.words.insert(at, words)

    def delete(self, at: int, length: int) -> None:
        del self.words[at : at + length]

    def format(self, at: int, length: int, attributes: dict[str, Any]) -> None:
        self.words.format(at, at + length, attributes)


Engine = YPy | Pycrdt


class Program:
    """One text, attached on a socket of its own: on /collab with an address before each frame, else on /collab/y."""

    def __init__(self, engine: Engine, server: str, text: str, token: str, *, classic: bool) -> None:
        self.engine = engine
        self.classic = classic
        self.token = token
        self.scope: str | None = None
        self.synced = False
        self.unanswered = 0  # updates sent without a SyncStatus yet; the classic endpoint has none
        self.refused = 0
        self._prefix = b"" if classic else _bytes(text.encode())
        path = f"/collab/y/{text}?token={token}" if classic else "/collab"
        self._url = server.replace("http", "ws", 1) + path
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Program":
        self._socket = await connect(self._url, compression=None, ping_interval=None, max_size=None)
        self._reading = asyncio.create_task(self._read(self._socket))
        if not self.classic:
            await self._send(bytes((AUTH, 0)) + _bytes(self.token.encode()))
        await self._send(bytes((SYNC, STEP1)) + _bytes(self.engine.state()))
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._socket is not None
        await self._socket.close()
        if self._reading is not None:
            await self._reading

    @property
    def is_saved(self) -> bool:
        return self.synced and not self.unanswered and not self.refused

    @property
    def text(self) -> str:
        return self.engine.text

    async def edit(self, change: Callable[[Engine], None]) -> None:
        """Change the words and send what changed."""
        before = self.engine.state()
        change(self.engine)
        await self._send_update(UPDATE, self.engine.since(before))

    async def _send_update(self, step: int, update: bytes) -> None:
        if not self.classic:
            self.unanswered += 1
        await self._send(bytes((SYNC, step)) + _bytes(update))

    async def _send(self, payload: bytes) -> None:
        assert self._socket is not None
        await self._socket.send(self._prefix + payload)

    async def _read(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            async for frame in socket:
                assert isinstance(frame, bytes)
                if frame == bytes((PING,)):
                    await socket.send(b"\x0a")
                elif frame.startswith(self._prefix):
                    await self._hear(frame[len(self._prefix) :])

    async def _hear(self, payload: bytes) -> None:
        kind = payload[0]
        if kind == SYNC:
            body = _read_bytes(payload, 2)
            if payload[1] == STEP1:
                await self._send_update(STEP2, self.engine.since(body))
                return
            self.engine.apply(body)
            self.synced = self.synced or payload[1] == STEP2
        elif kind == AUTH and payload[1] == GRANTED:
            self.scope = _read_bytes(payload, 2).decode()
        elif kind == STATUS:
            self.unanswered -= 1
            self.refused += payload[1] == 0


def _bytes(content: bytes) -> bytes:
    length, written = len(content), bytearray()
    while length > 127:
        written.append(length & 127 | 128)
        length >>= 7
    return bytes((*written, length)) + content


def _read_bytes(payload: bytes, at: int) -> bytes:
    length = shift = 0
    while True:
        byte = payload[at]
        at += 1
        length |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return payload[at : at + length]
