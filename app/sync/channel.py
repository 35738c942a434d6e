"""A document's channel: who is here and where, and what the chair and others did (ENGINE E24).

Presence is y-protocols' awareness: per client id a clock and a JSON state, `null` when gone. The server writes `user`
into each state, ties client ids to sockets, and sends what changed at most every 150 ms.
"""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson

from app.sync import protocol
from app.sync.protocol import MalformedFrame
from app.sync.subscription import Subscription

COALESCE_S = 0.15
WAIT_FOR_EARLIER_S = 0.3
GONE_AFTER_S = 45.0
MAX_STATE = 2_000  # bytes of one state's JSON
MAX_CLIENTS_A_SOCKET = 4
MAX_GONE = 1_000
_IN_A_TEXT = ("text", "anchor", "head", "editing")
ALLOWED = ("paragraph", *_IN_A_TEXT)


class Presence:
    """One client's state."""

    __slots__ = ("clock", "encoded", "seen", "subscription")

    def __init__(self, clock: int, encoded: bytes, subscription: Subscription | None) -> None:
        self.clock = clock
        self.encoded = encoded
        self.seen = time.monotonic()
        self.subscription = subscription  # None: it came from another server


def parse_awareness(data: bytes) -> list[tuple[int, int, bytes]]:
    """Read (client id, clock, JSON) triples; raises MalformedFrame."""
    count, at = protocol.read_uint(data, 0)
    if count > 100:
        raise MalformedFrame("too many states")
    states = []
    for _ in range(count):
        client, at = protocol.read_uint(data, at)
        clock, at = protocol.read_uint(data, at)
        encoded, at = protocol.read_bytes(data, at)
        states.append((client, clock, encoded))
    if at != len(data):
        raise MalformedFrame("more than awareness")
    return states


def encode_awareness(states: list[tuple[int, int, bytes]]) -> bytes:
    """The inverse of `parse_awareness`."""
    out = [protocol.uint(len(states))]
    for client, clock, encoded in states:
        out += (protocol.uint(client), protocol.uint(clock), protocol.var_bytes(encoded))
    return b"".join(out)


class Channel:
    """One document's channel in this process."""

    def __init__(self, document_id: UUID, later: Callable[[float, Callable[[], None]], object]) -> None:
        self.document_id = document_id
        self.number = 0  # of the last event sent
        self.subscriptions: dict[Subscription, None] = {}
        self.presences: dict[int, Presence] = {}
        self._changed: dict[int, None] = {}
        self._gone: dict[int, int] = {}  # last clocks of clients that left
        self._later = later
        self._early: dict[int, bytes] = {}
        self._scheduled = False
        self.on_presence: Callable[[bytes], None] | None = None  # tells other servers

    def join(self, subscription: Subscription) -> None:
        """Tell a newcomer who is here, and the number of the last event."""
        self.subscriptions[subscription] = None
        present = [(client, one.clock, one.encoded) for client, one in self.presences.items()]
        if present:
            subscription.send(protocol.awareness_payload(encode_awareness(present)))
        subscription.send(protocol.stateless(f'{{"type":"tick","number":{self.number}}}'))

    def leave(self, subscription: Subscription) -> None:
        """Somebody's socket or page is gone: so are their carets."""
        if self.subscriptions.pop(subscription, _MISSING) is _MISSING:
            return
        for client, presence in list(self.presences.items()):
            if presence.subscription is subscription:
                self._remove(client, presence)

    def _remove(self, client: int, presence: Presence) -> None:
        presence.clock += 1
        presence.encoded = b"null"
        self._note(client)

    def receive_awareness(self, subscription: Subscription, update: bytes) -> None:
        """Take states of this socket's own clients; those of others are not its to set."""
        for client, clock, encoded in parse_awareness(update):
            known = self.presences.get(client)
            if known is not None and known.subscription is not subscription:
                if encoded == b"null" or not _same_person(known, subscription):
                    continue
                # The same browser on a new socket, and the old one lingers.
                known.subscription = subscription
                clock = max(clock, known.clock + 1)
            if known is None and encoded == b"null":
                continue
            # Who comes back goes on counting from before; the others have heard of a later clock.
            clock = max(clock, self._gone.pop(client, -1) + 1)
            if known is not None and (clock < known.clock or (clock == known.clock and encoded != b"null")):
                continue
            if known is None and sum(p.subscription is subscription for p in self.presences.values()) >= (
                MAX_CLIENTS_A_SOCKET
            ):
                continue
            state = self._clean(subscription, encoded)
            if known is None:
                self.presences[client] = Presence(clock, state, subscription)
            else:
                known.clock, known.encoded, known.seen = clock, state, time.monotonic()
            self._note(client)

    @staticmethod
    def _clean(subscription: Subscription, encoded: bytes) -> bytes:
        """The state with what we allow of it, and `user` as the server knows it."""
        if encoded == b"null":
            return encoded
        if len(encoded) > MAX_STATE:
            raise MalformedFrame("a state too large")
        try:
            given: Any = orjson.loads(encoded)
        except orjson.JSONDecodeError:
            raise MalformedFrame("not JSON") from None
        state = {key: given[key] for key in ALLOWED if key in given} if isinstance(given, dict) else {}
        if _is_private(subscription, state.get("text")):  # others do not learn that somebody writes a draft
            for key in _IN_A_TEXT:
                state.pop(key, None)
        actor = subscription.connection.actor_of(subscription)
        verdict = subscription.verdict
        named = not verdict.unattributed  # a breakout group may work without names
        state["user"] = {
            "name": actor.name if actor and named else None,
            "delegation": verdict.delegation_name if named else None,
            "office": verdict.office if named else None,
            "reader": not verdict.write,
        }
        return orjson.dumps(state)

    def take_foreign(self, update: bytes) -> None:
        """Presence from another server."""
        for client, clock, encoded in parse_awareness(update):
            known = self.presences.get(client)
            if known is not None and (known.subscription is not None or clock < known.clock):
                continue
            if known is None:
                self.presences[client] = Presence(clock, encoded, None)
            else:
                known.clock, known.encoded, known.seen = clock, encoded, time.monotonic()
            self._note(client)

    def sweep(self) -> None:
        """Forget those who have not been heard of for long."""
        limit = time.monotonic() - GONE_AFTER_S
        for client, presence in list(self.presences.items()):
            if presence.seen < limit and presence.encoded != b"null":
                self._remove(client, presence)

    def _note(self, client: int) -> None:
        self._changed[client] = None
        if not self._scheduled:
            self._scheduled = True
            self._later(COALESCE_S, self._send_presence)

    def _send_presence(self) -> None:
        self._scheduled = False
        changed, self._changed = self._changed, {}
        states, own = [], []
        for client in changed:
            presence = self.presences.get(client)
            if presence is None:
                continue
            state = (client, presence.clock, presence.encoded)
            states.append(state)
            if presence.subscription is not None:
                own.append(state)
            if presence.encoded == b"null":
                del self.presences[client]
                self._gone[client] = presence.clock
                if len(self._gone) > MAX_GONE:
                    del self._gone[next(iter(self._gone))]
        if states:
            self.broadcast(protocol.awareness_payload(encode_awareness(states)))
        if own and self.on_presence is not None:
            self.on_presence(encode_awareness(own))

    def event(self, number: int, message: bytes) -> None:
        """Send a numbered event; one that comes before its predecessor waits a moment for it (ENGINE E22)."""
        if self.number and number > self.number + 1:
            self._early[number] = message
            self._later(WAIT_FOR_EARLIER_S, self._send_early)
            return
        self._send_event(number, message)
        while (following := self._early.pop(self.number + 1, None)) is not None:
            self._send_event(self.number + 1, following)

    def _send_event(self, number: int, message: bytes) -> None:
        self.number = max(self.number, number)
        self.broadcast(protocol.stateless(message.decode()))

    def _send_early(self) -> None:
        # What they waited for is lost: pages see the gap and fetch the page state.
        for number in sorted(self._early):
            self._send_event(number, self._early.pop(number))

    def nudge(self, content: dict[str, Any]) -> None:
        """Tell those whom it concerns, and nobody else, that something they see has changed."""
        people, delegations = set(content["people"]), set(content["delegations"])
        message = orjson.dumps({"type": "nudge", "about": content["about"], "subject": content["subject"]})
        payload = protocol.stateless(message.decode())
        for subscription in self.subscriptions:
            verdict = subscription.verdict
            concerned = (
                str(subscription.connection.person_of(subscription)) in people
                or str(verdict.delegation_id) in delegations
                or (content["offices"] and verdict.office is not None)
            )
            if concerned:
                subscription.connection.queue(protocol.websocket_frame(subscription.prefix + payload))

    def broadcast(self, payload: bytes) -> None:
        """Send one message to every socket on the channel, its bytes made once an address."""
        frames: dict[bytes, bytes] = {}
        for subscription in self.subscriptions:
            frame = frames.get(subscription.address)
            if frame is None:
                frame = frames[subscription.address] = protocol.websocket_frame(subscription.prefix + payload)
            subscription.connection.queue(frame)


def _is_private(subscription: Subscription, text: object) -> bool:
    """Whether this socket has that text open, and only some people know of it."""
    return isinstance(text, str) and any(
        one.verdict.private and one.target is not None and str(one.target.text_id) == text
        for one in subscription.connection.subscriptions.values()
    )


def _same_person(presence: Presence, subscription: Subscription) -> bool:
    before = presence.subscription
    if before is None:
        return False
    person_id = subscription.connection.person_of(subscription)
    return person_id is not None and before.connection.person_of(before) == person_id


_MISSING: Any = object()
