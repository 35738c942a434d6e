"""The socket itself: uvicorn hands over the upgrade, `websockets` reads and writes the protocol, no ASGI in between.

An ASGI application is given one task and one queue a connection, and each message is copied into each of them. Here a
frame's bytes are made once and handed to every transport (docs/decisions/0005-sockets-without-asgi.md).
"""

import asyncio
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

from fastapi import FastAPI
from uvicorn.config import Config
from uvicorn.server import ServerState
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from app.core.logging import get_logger
from app.sync.connection import RESTARTING, TOO_SLOW, ClassicConnection, Connection, HocuspocusConnection
from app.sync.hub import Hub
from app.texts.schema import MAX_FRAME, SCHEMA_VERSION

log = get_logger(__name__)

PATH = "/collab"
CLASSIC_PATH = "/collab/y/"
COOKIE = "concord_login"
MAX_UNSENT = 16 * 1024 * 1024  # bytes that a slow reader may leave unread before it must start afresh
CLOSE_TIMEOUT_S = 3.0
OLDER_PAGE = 4426  # the page speaks an older schema: it reads HTML and asks to be reloaded


class CollabSocket(asyncio.Protocol):
    """One WebSocket on /collab or /collab/y/{text}."""

    application: FastAPI

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._loop = _loop or asyncio.get_event_loop()
        self._connections = server_state.connections
        self._socket = ServerProtocol(max_size=MAX_FRAME)
        self._transport: asyncio.Transport | None = None
        self._fragments: list[bytes] = []
        self._closing = False
        self._draining = False
        self.connection: Connection | None = None

    @property
    def hub(self) -> Hub:
        """The application's hub."""
        hub: Hub = self.application.state.hub
        return hub

    # asyncio's side.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._connections.add(self)  # type: ignore[arg-type]  # uvicorn names its own protocols only

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self)
        self._closing = True
        if self.connection is not None:
            self.connection.lost()

    def data_received(self, data: bytes) -> None:
        if self._closing and self.connection is not None and self._socket.state is State.OPEN:
            return  # draining: what comes now is sent again to the next server
        if self.connection is not None:
            self.connection.heard_at = self._loop.time()
        self._socket.receive_data(data)
        for event in self._socket.events_received():
            if isinstance(event, Request):
                self._handshake(event)
            elif isinstance(event, Frame):
                self._frame(event)
        if self._socket.parser_exc is not None or self._socket.close_rcvd is not None:
            # Not sooner: closing while the client still sends would lose the code that tells it why.
            self._finish()
        self.hub.flush()

    def eof_received(self) -> bool | None:
        return None

    # The handshake.

    def _handshake(self, request: Request) -> None:
        response = self._socket.accept(request)
        accepted = response.status_code == HTTPStatus.SWITCHING_PROTOCOLS
        path, _, query = request.path.partition("?")
        if accepted and path != PATH and not path.startswith(CLASSIC_PATH):
            accepted, response = False, self._socket.reject(HTTPStatus.NOT_FOUND, "There is nothing here.\n")
        if accepted and not self._own_page(request):
            accepted, response = False, self._socket.reject(HTTPStatus.FORBIDDEN, "Another site's page.\n")
        self._socket.send_response(response)
        self._write_out()
        if not accepted:
            self._finish()
            return
        self._open(path, parse_qs(query), _cookie(request))

    def _own_page(self, request: Request) -> bool:
        """Browsers always name the page's origin; programs, which bring no cookie, need not."""
        origin = request.headers.get("Origin")
        if origin is None:
            return _cookie(request) is None
        if origin == self.application.state.settings.public_url:
            return True
        return urlsplit(origin).netloc == request.headers.get("Host")

    def _open(self, path: str, query: dict[str, list[str]], cookie: str | None) -> None:
        if path == PATH:
            self.connection = HocuspocusConnection(self.hub, self, cookie)
            schema = query.get("schema", [""])[0]
            if schema and schema != str(SCHEMA_VERSION):
                self.connection.end(OLDER_PAGE, "schema")
                return
            self.hub.opened(self.connection)
        else:
            name = unquote(path.removeprefix(CLASSIC_PATH))
            token = query.get("token", [""])[0]
            self.connection = ClassicConnection(self.hub, self, cookie, name, token)
            self.hub.opened(self.connection)

    # Frames.

    def _frame(self, frame: Frame) -> None:
        if frame.opcode is Opcode.BINARY and frame.fin and not self._fragments:
            if self.connection is not None:
                self.connection.receive(bytes(frame.data))
        elif frame.opcode in (Opcode.BINARY, Opcode.CONT):
            self._fragments.append(bytes(frame.data))
            if frame.fin:
                message = b"".join(self._fragments)
                self._fragments = []
                if self.connection is not None:
                    self.connection.receive(message)
        elif frame.opcode is Opcode.TEXT:
            self.close(int(CloseCode.UNSUPPORTED_DATA), "binary frames only")
        else:
            self._write_out()  # the answer to a ping or a close

    # The connection's side.

    def write(self, data: bytes) -> None:
        """Write whole frames; a reader who does not keep up is cut and starts afresh, the others never wait."""
        transport = self._transport
        if transport is None or self._closing:
            return
        if transport.get_write_buffer_size() > MAX_UNSENT:
            log.info("sync.slow_reader")
            self._closing = True
            if self.connection is not None:
                # Not at once: whoever writes may be going through a room's readers.
                self._loop.call_soon(self.connection.lost)
            self._socket.send_close(TOO_SLOW, "too slow")
            transport.abort()
            return
        transport.write(data)

    def close(self, code: int, reason: str) -> None:
        """Say why and close."""
        if self._closing or self._socket.state is not State.OPEN:
            return
        self._socket.send_close(code, reason)
        self._write_out()
        self._closing = True
        if self._transport is not None:
            # The client answers with its own close; one that does not is cut.
            self._loop.call_later(CLOSE_TIMEOUT_S, self._transport.abort)
            self._transport.resume_reading()

    def pause(self) -> None:
        """Read no more for now."""
        if self._transport is not None and not self._closing:
            self._transport.pause_reading()

    def resume(self) -> None:
        """Read on."""
        if self._transport is not None and not self._closing and not self._draining:
            self._transport.resume_reading()

    def shutdown(self) -> None:
        """uvicorn asks for the end: what this socket has sent is committed and acknowledged first."""
        self._draining = True
        self._loop.create_task(self._drain())

    async def _drain(self) -> None:
        if self.connection is not None:
            self.pause()  # what comes now is sent again to the next server; else a busy meeting would never be drained
            await self.hub.drained()
            self.connection.flush()
        self.close(RESTARTING, "restarting")
        if self._transport is not None and self.connection is None:
            self._transport.close()

    def _write_out(self) -> None:
        data = b"".join(self._socket.data_to_send())
        if data and self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def _finish(self) -> None:
        self._write_out()
        if self.connection is not None:
            self.connection.lost()
        if self._transport is not None:
            self._transport.close()


def _cookie(request: Request) -> str | None:
    for header in request.headers.get_all("Cookie"):
        for part in header.split(";"):
            name, _, value = part.strip().partition("=")
            if name == COOKIE:
                return value
    return None


def socket_class(application: FastAPI) -> type[CollabSocket]:
    """The protocol class to give to uvicorn (`ws=`) for this application."""
    return type("BoundCollabSocket", (CollabSocket,), {"application": application})
