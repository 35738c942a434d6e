"""The bytes of both protocols, without any I/O: Hocuspocus 4 (many texts on one socket) and classic y-websocket.

A Hocuspocus frame is `varString address | varUint type | payload`; a classic one `varUint type | payload`. Numbers are
lib0's varUint: little-endian base 128, seven bits a byte. Anything malformed raises MalformedFrame.
"""

from enum import IntEnum
from typing import Final

MAX_ADDRESS: Final = 300  # bytes; a text's address is 36 + "@" + the generation (+ NUL + a session id)
MAX_INTEGER: Final = 2**53 - 1

PING: Final = b"\x09"
PONG: Final = b"\x0a"

READ_WRITE: Final = "read-write"
READONLY: Final = "readonly"


class MalformedFrame(ValueError):
    """Bytes that are not a frame of the protocol."""


class Message(IntEnum):
    """Message types of Hocuspocus; the first four are also y-websocket's."""

    SYNC = 0
    AWARENESS = 1
    AUTH = 2
    QUERY_AWARENESS = 3
    STATELESS = 5
    CLOSE = 7
    SYNC_STATUS = 8


class Sync(IntEnum):
    STEP1 = 0
    STEP2 = 1
    UPDATE = 2


class Auth(IntEnum):
    TOKEN = 0
    DENIED = 1
    AUTHENTICATED = 2


def read_uint(data: bytes, at: int) -> tuple[int, int]:
    """Return a varUint and where it ends."""
    number = shift = 0
    try:
        while True:
            byte = data[at]
            at += 1
            number |= (byte & 127) << shift
            if byte < 128:
                break
            shift += 7
            if shift > 49:
                raise MalformedFrame("a number out of bounds")
    except IndexError:
        raise MalformedFrame("cut short") from None
    if number > MAX_INTEGER:
        raise MalformedFrame("a number out of bounds")
    return number, at


def read_bytes(data: bytes, at: int) -> tuple[bytes, int]:
    """Return a length-prefixed byte string and where it ends."""
    length, at = read_uint(data, at)
    end = at + length
    if end > len(data):
        raise MalformedFrame("cut short")
    return data[at:end], end


def read_string(data: bytes, at: int) -> tuple[str, int]:
    """Return a length-prefixed UTF-8 string and where it ends."""
    raw, end = read_bytes(data, at)
    try:
        return raw.decode(), end
    except UnicodeDecodeError:
        raise MalformedFrame("not UTF-8") from None


def uint(number: int) -> bytes:
    """A varUint."""
    if number < 128:
        return bytes((number,))
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def var_bytes(payload: bytes) -> bytes:
    """A length-prefixed byte string."""
    return uint(len(payload)) + payload


def var_string(text: str) -> bytes:
    """A length-prefixed UTF-8 string."""
    return var_bytes(text.encode())


def split_address(frame: bytes) -> tuple[bytes, int]:
    """Return a Hocuspocus frame's address as its raw bytes, and where the message type stands."""
    length = frame[0]
    if length > 127:
        length, at = read_uint(frame, 0)
    else:
        at = 1
    end = at + length
    if not 0 < length <= MAX_ADDRESS or end >= len(frame):
        raise MalformedFrame("no address")
    return frame[at:end], end


def sync_payload(step: Sync, payload: bytes) -> bytes:
    """A Sync message after its address; as it is, a classic frame."""
    return bytes((Message.SYNC, step)) + var_bytes(payload)


def awareness_payload(update: bytes) -> bytes:
    """An Awareness message after its address; as it is, a classic frame."""
    return bytes((Message.AWARENESS,)) + var_bytes(update)


def authenticated(scope: str) -> bytes:
    """Auth: this is what you may do here."""
    return bytes((Message.AUTH, Auth.AUTHENTICATED)) + var_string(scope)


def denied(reason: str) -> bytes:
    """Auth: you may not attach this, and why in one word."""
    return bytes((Message.AUTH, Auth.DENIED)) + var_string(reason)


def stateless(text: str) -> bytes:
    """An application's own message, usually JSON."""
    return bytes((Message.STATELESS,)) + var_string(text)


def close(reason: str) -> bytes:
    """This address is no longer served on this socket."""
    return bytes((Message.CLOSE,)) + var_string(reason)


APPLIED: Final = bytes((Message.SYNC_STATUS, 1))
REFUSED: Final = bytes((Message.SYNC_STATUS, 0))
STEP1_OF_EMPTY: Final = sync_payload(Sync.STEP1, b"\x00")
EMPTY_UPDATE: Final = b"\x00\x00"


def websocket_frame(payload: bytes) -> bytes:
    """One unmasked binary WebSocket frame (RFC 6455, 5.2): what a server sends is the same bytes for every reader."""
    length = len(payload)
    if length < 126:
        return bytes((0x82, length)) + payload
    if length < 65536:
        return b"\x82\x7e" + length.to_bytes(2, "big") + payload
    return b"\x82\x7f" + length.to_bytes(8, "big") + payload
