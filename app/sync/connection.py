"""A socket's side of the room: both codecs, admission, limits, and what is queued for it.

A connection is driven by the WebSocket protocol class (websocket.py), which hands it whole binary messages and writes
what it queues. Nothing here awaits.
"""

import math
from abc import ABC, abstractmethod
from collections import Counter
from typing import Any, Protocol
from uuid import UUID

import orjson

from app.core.actor import Actor
from app.core.logging import get_logger
from app.sync import protocol
from app.sync.access import Key
from app.sync.protocol import Auth, MalformedFrame, Message, Sync
from app.sync.subscription import CHANNEL, MAX_BACKLOG, State, Subscription, target_of
from app.texts.gate import Verdict

log = get_logger(__name__)

MAX_ADDRESSES = 5_000
MAX_SESSIONS = 16  # of one channel on one socket, each of which is told of everybody's presence
MAX_TOKEN = 200  # characters
MAX_QUEUED = 1024 * 1024  # bytes to write before the end of the turn
MAX_BACKLOG_BYTES = 5 * 1024 * 1024
FRAME_COSTS = 64  # bytes of memory that a frame takes beside its own
MAX_UNCOMMITTED = 2_000  # updates of one socket; past that its reading pauses until the disk has caught up
RESUME_BELOW = 500

TOO_MANY = 4205
NOT_SIGNED_IN = 4401
FORBIDDEN = 4403
RESTARTING = 1012
TOO_SLOW = 1013
IDLE = 4408


class Transport(Protocol):
    """What a connection needs of its socket."""

    def write(self, data: bytes) -> None: ...

    def close(self, code: int, reason: str) -> None: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...


class Doorkeeper(Protocol):
    """What a connection needs of the hub."""

    def admit(self, subscription: Subscription) -> None: ...

    def dirty(self, connection: "Connection") -> None: ...

    def gone(self, connection: "Connection") -> None: ...


class Connection(ABC):
    """One socket."""

    def __init__(self, hub: Doorkeeper, transport: Transport, cookie: str | None) -> None:
        self.hub = hub
        self.transport = transport
        self.cookie = cookie
        self.subscriptions: dict[bytes, Subscription] = {}
        self.actors: dict[str, Actor | None] = {}  # by token; "" is the cookie's
        self.heard_at = math.inf  # by the event loop's clock
        self.uncommitted = 0
        self.paused = False
        self.closed = False
        self.sessions: Counter[bytes] = Counter()  # addresses by name
        self._out: list[bytes] = []
        self._out_bytes = 0
        self._backlog_bytes = 0

    # Out.

    def queue(self, frames: bytes) -> None:
        """Send whole WebSocket frames at the end of this turn, together with whatever else is queued."""
        if not self._out:
            self.hub.dirty(self)
        self._out.append(frames)
        self._out_bytes += len(frames)
        if self._out_bytes > MAX_QUEUED:
            self.flush()  # the transport cuts a reader who leaves too much unread

    def flush(self) -> None:
        """Write what is queued."""
        out, self._out = self._out, []
        self._out_bytes = 0
        if out and not self.closed:
            self.transport.write(out[0] if len(out) == 1 else b"".join(out))

    def end(self, code: int, reason: str) -> None:
        """Close the socket, after what is queued."""
        if not self.closed:
            self.flush()
            self.transport.close(code, reason)
            self.lost()

    def lost(self) -> None:
        """The socket is gone."""
        if self.closed:
            return
        self.closed = True
        for subscription in list(self.subscriptions.values()):
            subscription.leave()
            subscription.state = State.DROPPED
        self.subscriptions.clear()
        self._out.clear()
        self.hub.gone(self)

    @property
    def is_attached(self) -> bool:
        """Whether any address is open."""
        return any(subscription.state is State.OPEN for subscription in self.subscriptions.values())

    # Flow: a sender who is too fast is slowed, not cut.

    def owes(self, cost: int) -> None:
        """Something of this size waits for the disk (or for the log to be read anew)."""
        self.uncommitted += cost

    def committed(self, cost: int) -> None:
        """It waits no more."""
        self.uncommitted -= cost
        if self.paused and self.uncommitted < RESUME_BELOW and not self.closed:
            self.paused = False
            self.transport.resume()

    def _slow_down(self) -> None:
        if self.uncommitted > MAX_UNCOMMITTED and not self.paused:
            self.paused = True
            self.transport.pause()

    # Who.

    def key_of(self, token: str | None) -> Key | None:
        """What was shown to speak on an address: its token, or the socket's cookie."""
        if token:
            return Key(token, False)
        return Key(self.cookie, True) if self.cookie else None

    def shown(self) -> set[Key]:
        """All by which somebody was let in here."""
        known = (self.key_of(token) for token, actor in self.actors.items() if actor is not None)
        return {key for key in known if key is not None}

    def actor_of(self, subscription: Subscription) -> Actor | None:
        """Who speaks on this address."""
        return self.actors.get(subscription.token or "")

    def person_of(self, subscription: Subscription) -> UUID | None:
        """Their id; None when signed out."""
        actor = self.actor_of(subscription)
        return actor.person_id if actor is not None else None

    # In.

    @abstractmethod
    def receive(self, frame: bytes) -> None:
        """Take one whole binary message."""

    def _deliver(self, subscription: Subscription, payload: bytes) -> None:
        """Hand over a message of an open address."""
        kind = payload[0]
        if kind == Message.SYNC:
            if subscription.room is None or len(payload) < 2:
                return
            step = payload[1]
            if step > Sync.UPDATE:
                raise MalformedFrame("an unknown step")
            body, end = protocol.read_bytes(payload, 2)
            if end != len(payload):
                raise MalformedFrame("more than one message")
            subscription.room.receive(subscription, Sync(step), body)
            self._slow_down()
        elif kind == Message.AWARENESS and subscription.channel is not None:
            body, _ = protocol.read_bytes(payload, 1)
            subscription.channel.receive_awareness(subscription, body)

    def _hold(self, subscription: Subscription, payload: bytes) -> None:
        self._backlog_bytes += len(payload) + FRAME_COSTS
        if len(subscription.backlog) >= MAX_BACKLOG or self._backlog_bytes > MAX_BACKLOG_BYTES:
            self.end(TOO_MANY, "too much before sign-in")
            return
        subscription.backlog.append(payload)

    def opened(self, subscription: Subscription) -> None:
        """The address was admitted: what was held comes now, in order."""
        backlog, subscription.backlog = subscription.backlog, []
        for payload in backlog:
            self._backlog_bytes -= len(payload) + FRAME_COSTS
            if subscription.state is State.OPEN:
                self._guarded(subscription, payload)

    def forget_backlog(self, subscription: Subscription) -> None:
        """The address was not admitted."""
        self._backlog_bytes -= sum(len(payload) + FRAME_COSTS for payload in subscription.backlog)
        subscription.backlog = []

    def _guarded(self, subscription: Subscription, payload: bytes) -> None:
        """One bad message costs its own address at most."""
        try:
            self._deliver(subscription, payload)
        except MalformedFrame:
            self.misbehaved(subscription)
        except Exception:
            log.exception("sync.message_failed", text_id=str(subscription.room.text_id) if subscription.room else None)
            self.misbehaved(subscription)

    @abstractmethod
    def misbehaved(self, subscription: Subscription) -> None:
        """A message on this address could not be understood."""

    @abstractmethod
    def start_afresh(self, subscription: Subscription) -> None:
        """What this client has cannot be brought together with the text: it must attach anew."""

    @abstractmethod
    def admitted(self, subscription: Subscription, verdict: Verdict) -> None:
        """Tell the verdict on an address that may be read."""

    @abstractmethod
    def refused_admission(self, subscription: Subscription, reason: str) -> None:
        """Tell that an address may not be read."""

    @abstractmethod
    def acknowledge(self, subscription: Subscription, count: int) -> None:
        """So many updates are durable (or held nothing new)."""

    @abstractmethod
    def refused_update(self, subscription: Subscription, reason: str) -> None:
        """An update was not added; the subscription is dropped already."""

    @abstractmethod
    def rights_changed(self, subscription: Subscription, verdict: Verdict) -> None:
        """Tell a new scope (ENGINE E10)."""


class HocuspocusConnection(Connection):
    """Many addresses on one socket, each with its own Auth."""

    def receive(self, frame: bytes) -> None:
        if len(frame) == 1:
            return  # a Pong; whatever else one byte says is no message of ours
        try:
            address, at = protocol.split_address(frame)
        except (MalformedFrame, IndexError):
            self.end(TOO_MANY, "malformed frame")
            return
        subscription = self.subscriptions.get(address)
        if subscription is not None and subscription.state is State.OPEN and frame[at] not in _DOORS:
            self._guarded(subscription, frame[at:])
            return
        self._receive_at_the_door(subscription, address, frame[at:])

    def _receive_at_the_door(self, subscription: Subscription | None, address: bytes, payload: bytes) -> None:
        kind = payload[0]
        if kind == Message.CLOSE:
            if subscription is not None:
                self._forget(subscription)
            return
        if subscription is None:
            if len(self.subscriptions) >= MAX_ADDRESSES:
                self.end(TOO_MANY, "too many addresses")
                return
            subscription = self.subscriptions[address] = Subscription(self, address)
            self.sessions[subscription.name] += 1
            if self.sessions[subscription.name] > MAX_SESSIONS and subscription.name.startswith(CHANNEL):
                self.end(TOO_MANY, "too many sessions of one channel")
                return
        elif kind == Message.AUTH and subscription.state in _ENDED:
            # A fresh attempt: what was sent before it is never judged under it.
            subscription = self.subscriptions[address] = Subscription(self, address)
        if kind == Message.AUTH:
            try:
                self._authenticate(subscription, payload)
            except MalformedFrame:
                self.misbehaved(subscription)
        elif subscription.state is State.WAITING:
            self._hold(subscription, payload)

    def _authenticate(self, subscription: Subscription, payload: bytes) -> None:
        kind, at = protocol.read_uint(payload, 1)
        if kind != Auth.TOKEN:
            return
        token, _ = protocol.read_string(payload, at)
        if len(token) > MAX_TOKEN:
            self.refused_admission(subscription, "sign-in")
            return
        subscription.token = token
        subscription.target = target_of(subscription.name)
        self.hub.admit(subscription)

    def _forget(self, subscription: Subscription) -> None:
        self.forget_backlog(subscription)
        subscription.drop()
        subscription.state = State.LEFT
        if self.subscriptions.pop(subscription.address, None) is not None:
            self.sessions[subscription.name] -= 1

    def misbehaved(self, subscription: Subscription) -> None:
        if subscription.state is not State.DROPPED:
            self.forget_backlog(subscription)
            self.start_afresh(subscription)

    def start_afresh(self, subscription: Subscription) -> None:
        subscription.send(protocol.close("resync"))
        subscription.drop()

    def admitted(self, subscription: Subscription, verdict: Verdict) -> None:
        subscription.send(protocol.authenticated(protocol.READ_WRITE if verdict.write else protocol.READONLY))

    rights_changed = admitted

    def refused_admission(self, subscription: Subscription, reason: str) -> None:
        self.forget_backlog(subscription)
        subscription.drop()
        subscription.send(protocol.denied(reason))

    def acknowledge(self, subscription: Subscription, count: int) -> None:
        self.queue(subscription.ack if count == 1 else subscription.ack * count)

    def refused_update(self, subscription: Subscription, reason: str) -> None:
        subscription.send(protocol.stateless(_json({"type": "refused", "reason": reason})))
        subscription.send(protocol.REFUSED)


_DOORS = frozenset((Message.AUTH, Message.CLOSE))
_ENDED = frozenset((State.REFUSING, State.DROPPED))


class ClassicConnection(Connection):
    """One text on one socket, as y-websocket knows it: no acknowledgements, a refusal closes (ENGINE E25)."""

    def __init__(self, hub: Doorkeeper, transport: Transport, cookie: str | None, name: str, token: str) -> None:
        super().__init__(hub, transport, cookie)
        self.subscription = Subscription(self, b"")
        self.subscription.token = token
        self.subscription.target = target_of(name.encode())
        self.subscriptions[b""] = self.subscription
        hub.admit(self.subscription)

    def receive(self, frame: bytes) -> None:
        if not frame:
            return
        if frame[0] == Message.AWARENESS and self.subscription.state not in _ENDED:
            # Its own awareness sent back to it alone is the sign of life that this client needs.
            self.queue(protocol.websocket_frame(frame))
        elif self.subscription.state is State.OPEN:
            self._guarded(self.subscription, frame)
        elif self.subscription.state is State.WAITING:
            self._hold(self.subscription, frame)

    def misbehaved(self, subscription: Subscription) -> None:
        self.end(FORBIDDEN, "malformed")

    def start_afresh(self, subscription: Subscription) -> None:
        self.end(RESTARTING, "resync")  # this client knows no closing of an address, and comes again by itself

    def admitted(self, subscription: Subscription, verdict: Verdict) -> None:
        pass

    def refused_admission(self, subscription: Subscription, reason: str) -> None:
        self.end(NOT_SIGNED_IN if reason == "sign-in" else FORBIDDEN, reason)

    def acknowledge(self, subscription: Subscription, count: int) -> None:
        pass

    def refused_update(self, subscription: Subscription, reason: str) -> None:
        self.end(FORBIDDEN, reason)

    def rights_changed(self, subscription: Subscription, verdict: Verdict) -> None:
        pass


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
