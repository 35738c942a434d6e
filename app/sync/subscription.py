"""One address on one socket: a text or a document's channel, and how far it has come."""

from enum import Enum
from typing import TYPE_CHECKING
from uuid import UUID

from app.sync import protocol
from app.texts.gate import NOBODY, Verdict

if TYPE_CHECKING:
    from app.sync.channel import Channel
    from app.sync.connection import Connection
    from app.sync.room import Room

CHANNEL = b"doc:"  # what a document's channel is called
MAX_BACKLOG = 1_000  # frames that wait for the verdict on their address


class State(Enum):
    WAITING = "waiting"  # no Auth yet, or no verdict yet: frames are held
    OPEN = "open"
    REFUSING = "refusing"  # an update was refused, and its answer waits for its turn
    DROPPED = "dropped"  # refused, denied or closed by us: frames are ignored until a new Auth
    LEFT = "left"  # closed by the client: who attaches the address next must not hear answers meant for this one


class Subscription:
    """What a (socket, address) holds. Frames to it are encoded once per address, see `Connection.frame`."""

    __slots__ = (
        "ack",
        "address",
        "arriving",
        "asked_for_rest",
        "backlog",
        "channel",
        "connection",
        "held",
        "prefix",
        "room",
        "state",
        "target",
        "token",
        "verdict",
    )

    def __init__(self, connection: "Connection", address: bytes) -> None:
        self.connection = connection
        self.address = address
        self.prefix = protocol.var_bytes(address) if address else b""
        self.ack = protocol.websocket_frame(self.prefix + protocol.APPLIED)
        self.state = State.WAITING
        self.verdict: Verdict = NOBODY
        self.token: str | None = None
        self.target: Target | None = None
        self.room: Room | None = None
        self.channel: Channel | None = None
        self.arriving = False  # a look-up for it is due
        self.backlog: list[bytes] = []  # payloads after the address, in order
        self.held: list[tuple[protocol.Sync, bytes]] | None = None  # updates that wait for the rest (E5)
        self.asked_for_rest = False

    @property
    def name(self) -> bytes:
        """The address without the session id that a provider may add after a NUL."""
        return self.address.split(b"\x00", 1)[0]

    def send(self, payload: bytes) -> None:
        """Queue one frame for this address."""
        self.connection.queue(protocol.websocket_frame(self.prefix + payload))

    def leave(self) -> None:
        """No longer hear from the room or channel."""
        if self.room is not None:
            self.room.leave(self)
            self.room = None
        if self.channel is not None:
            self.channel.leave(self)
            self.channel = None

    def drop(self) -> None:
        """Serve this address no more until a new Auth."""
        self.state = State.DROPPED
        self.backlog = []
        self.held = None
        self.asked_for_rest = False
        self.leave()


class Target:
    """What an address names: a text in a generation, or a document's channel."""

    __slots__ = ("document_id", "generation", "text_id")

    def __init__(
        self, text_id: UUID | None = None, generation: int | None = None, document_id: UUID | None = None
    ) -> None:
        self.text_id = text_id
        self.generation = generation
        self.document_id = document_id


def target_of(name: bytes) -> Target | None:
    """Read `<text>@<generation>`, `<text>` (the present generation) or `doc:<document>`; None for anything else."""
    try:
        text = name.decode("ascii")
        if text.startswith("doc:"):
            return Target(document_id=_uuid(text[4:]))
        text_id, separator, generation = text.partition("@")
        if separator and not (generation.isdecimal() and len(generation) < 10):
            return None
        return Target(text_id=_uuid(text_id), generation=int(generation) if separator else None)
    except ValueError:
        return None


def _uuid(text: str) -> UUID:
    value = UUID(text)
    if str(value) != text:
        raise ValueError("not the canonical form of a UUID")
    return value
