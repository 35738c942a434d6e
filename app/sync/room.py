"""A room: the live copy of one text in this process, judging updates at the door (ENGINE E4–E7, E9, E14).

What is in the log is committed; the room may know more (what waits for its commit), so that a writer's next update
can be judged. Nothing derived from the uncommitted part leaves: replies wait in the same queue as updates.
"""

from collections import deque
from collections.abc import Iterable
from enum import Enum
from hashlib import blake2b
from typing import Any, Protocol
from uuid import UUID

import pycrdt

from app.core.logging import get_logger
from app.sync import protocol
from app.sync.protocol import Sync
from app.sync.subscription import State, Subscription
from app.texts import runs as runs_
from app.texts.applying import Unreadable, apply, merge
from app.texts.applying import remainder as remainder_of
from app.texts.causality import Freshness, advance, causally_closed, freshness, tears_pair
from app.texts.client_ids import is_folded
from app.texts.committer import Item, Kind, cost_of
from app.texts.gate import Verdict
from app.texts.schema import MAX_UPDATE, ForeignContent
from app.texts.service import merged
from app.texts.store import Loaded
from app.texts.update_v1 import MalformedUpdate, Update, read, read_state_vector

log = get_logger(__name__)

MAX_HELD = 200
KNOWN_STEP2 = 64
MAX_STEP2 = 16 * 1024 * 1024

_UNKNOWN: Any = object()


class Reason:
    """Why an update was not added; DESIGN's rights give further ones."""

    FOREIGN = "foreign-content"
    MALFORMED = "malformed"
    TOO_LONG = "too-long"
    CLIENT_ID = "client-id"
    GENERATION = "generation"


class Owner(Protocol):
    """What a room needs of the hub it lives in."""

    def pending(self, room: "Room") -> None:
        """The room has items for the committer."""

    def rebuild(self, room: "Room") -> None:
        """The room must be loaded anew from the log."""


class Phase(Enum):
    READY = "ready"
    REBUILDING = "rebuilding"


class Room:
    """One text in one generation. All methods run on the event loop's thread."""

    def __init__(self, owner: Owner, text_id: UUID, loaded: Loaded) -> None:
        self.owner = owner
        self.text_id = text_id
        self.subscriptions: dict[Subscription, None] = {}
        self.permits: dict[UUID, tuple[int, Verdict]] = {}  # per person: the gate it was given under
        self.queue: deque[Item] = deque()
        self.in_flight: list[Item] = []
        self.backlog: list[tuple[Subscription, Sync, bytes | Item]] = []
        self.phase = Phase.READY
        self.document_id: UUID | None = None
        self.idle_since = 0.0
        self.changed_at = 0.0  # when words were last committed, for samples (E3)
        self.sampled = True
        self.compacting = False
        self.checkpoint_due = 0.0  # not before, by the event loop's clock
        self.catching_up = False  # the log is being read for what other servers wrote,
        self.again = False  # and must be once more
        self.one_by_one = False  # after Yrs could not take a batch: find out which update it was
        self.tail_bytes = 0
        self.tail_count = 0
        self._load(loaded)

    def _load(self, loaded: Loaded) -> None:
        self.generation = loaded.generation
        self.lineage = loaded.lineage
        self.seq = loaded.seq
        self.checkpoint_size = len(loaded.checkpoint)
        self.tail_bytes = sum(len(payload) for payload in loaded.tail)
        self.tail_count = len(loaded.tail)
        self.owners: dict[int, UUID | None] = dict(loaded.owners)
        self._checkpoint: bytes | None = loaded.checkpoint
        self._tail: list[bytes] = list(loaded.tail)
        self._unapplied: list[bytes] = []
        self._ydoc: pycrdt.Doc[Any] | None = None
        self._sv: dict[int, int] | None = None
        self._pairs: set[tuple[int, int]] | None = None
        self._characters = loaded.characters
        self._has_pairs = loaded.has_pairs
        self._max_characters = loaded.max_characters
        self._full: dict[bytes, bytes] = {}  # what newcomers are answered, by address
        self._scratch: pycrdt.Doc[Any] | None = None  # a copy to try the updates of those who may not write
        self._nothing_new: deque[bytes] = deque(maxlen=KNOWN_STEP2)

    # What the room knows, made when first needed.

    @property
    def ydoc(self) -> pycrdt.Doc[Any]:
        """The Y.Doc, the uncommitted part included."""
        if self._ydoc is None:
            assert self._checkpoint is not None
            self._ydoc = merged(self._checkpoint, self._tail)
            self._checkpoint = None
            self._tail = []
        if self._unapplied:
            unapplied, self._unapplied = self._unapplied, []
            apply(self._ydoc, merge(unapplied))
        return self._ydoc

    @property
    def state_vector(self) -> dict[int, int]:
        """The state vector, the uncommitted part included."""
        if self._sv is None:
            self._sv = read_state_vector(self._encoded_state_vector())
        return self._sv

    @property
    def pairs(self) -> set[tuple[int, int]]:
        """Where the second halves of surrogate pairs stand."""
        if self._pairs is None:
            state = self.ydoc.get_update() if self._has_pairs else protocol.EMPTY_UPDATE
            known = read(state, limit=len(state)).pairs
            self._pairs = set(known)
        return self._pairs

    def _encoded_state_vector(self) -> bytes:
        if self._ydoc is None and not self._tail and not self._unapplied:
            assert self._checkpoint is not None
            return bytes(pycrdt.get_state(self._checkpoint))
        return bytes(self.ydoc.get_state())

    def full_state(self) -> bytes:
        """Everything as one update; the checkpoint itself when nothing came since."""
        if self._ydoc is None and not self._tail and not self._unapplied:
            assert self._checkpoint is not None
            return self._checkpoint
        return bytes(self.ydoc.get_update())

    @property
    def is_settled(self) -> bool:
        """Whether all that the room knows is committed."""
        return not self.queue and not self.in_flight and self.phase is Phase.READY

    @property
    def is_unused(self) -> bool:
        """Whether nobody listens and nothing waits."""
        return not self.subscriptions and self.is_settled and not self.backlog and not self.compacting

    def words(self) -> runs_.Words:
        """The words at `seq`; only when settled."""
        return runs_.words_of(self.ydoc)

    # Coming and going.

    def join(self, subscription: Subscription) -> None:
        """Let this address hear what is committed from now on."""
        self.subscriptions[subscription] = None

    def leave(self, subscription: Subscription) -> None:
        """Stop telling this address."""
        self.subscriptions.pop(subscription, None)

    # What arrives.

    def receive(self, subscription: Subscription, step: Sync, payload: bytes) -> None:
        """Take a Sync message of an open subscription; everything is answered in order."""
        if self.phase is Phase.REBUILDING:
            subscription.connection.owes(cost_of(len(payload)))
            self.backlog.append((subscription, step, payload))
        elif step is Sync.STEP1:
            self._answer_step1(subscription, payload)
        else:
            self._receive_update(subscription, step, payload)

    def _answer_step1(self, subscription: Subscription, encoded: bytes) -> None:
        if encoded == b"\x00" and self.is_settled:
            subscription.connection.queue(self._full_frames(subscription))
            return
        try:
            theirs = read_state_vector(encoded)
        except MalformedUpdate:
            subscription.connection.start_afresh(subscription)
            return
        reply = self._reply(subscription, theirs, encoded)
        if self.is_settled:
            subscription.connection.queue(reply)
        else:
            self._wait(Item(Kind.REPLY, subscription, payload=encoded, reply=reply))

    def _full_frames(self, subscription: Subscription) -> bytes:
        if b"\x00" in subscription.address:  # with a session id it is nobody else's
            return self._frames(subscription, self._encoded_state_vector(), self.full_state())
        frames = self._full.get(subscription.address)
        if frames is None:
            frames = self._frames(subscription, self._encoded_state_vector(), self.full_state())
            self._full[subscription.address] = frames
        return frames

    def _reply(self, subscription: Subscription, theirs: dict[int, int], encoded: bytes) -> bytes:
        if not theirs:
            return self._frames(subscription, self._encoded_state_vector(), self.full_state())
        return self._frames(subscription, self._encoded_state_vector(), bytes(self.ydoc.get_update(encoded)))

    def _frames(self, subscription: Subscription, state_vector: bytes, update: bytes) -> bytes:
        prefix = subscription.prefix
        step1 = protocol.websocket_frame(prefix + protocol.sync_payload(Sync.STEP1, state_vector))
        return step1 + protocol.websocket_frame(prefix + protocol.sync_payload(Sync.STEP2, update))

    def _receive_update(self, subscription: Subscription, step: Sync, payload: bytes) -> None:
        held = subscription.held
        if held is not None and step is Sync.UPDATE:
            held.append((step, payload))
            if len(held) > MAX_HELD:
                subscription.connection.start_afresh(subscription)
            return
        if payload == protocol.EMPTY_UPDATE:
            self._applied(subscription)
        else:
            self._judge(subscription, step, payload)
        if held is not None and subscription.state is State.OPEN and subscription.held is held:
            self._take_up_held(subscription, held)

    def _take_up_held(self, subscription: Subscription, held: list[tuple[Sync, bytes]]) -> None:
        # The rest has come (as a Step2). What was held is judged after it; its statuses are as many as its frames.
        subscription.held = None
        for step, payload in held:
            if subscription.state is State.OPEN:
                self._judge(subscription, step, payload)
        subscription.asked_for_rest = False

    def _judge(self, subscription: Subscription, step: Sync, payload: bytes) -> None:
        digest = None
        if step is Sync.STEP2:
            digest = blake2b(payload, digest_size=16).digest()
            if digest in self._nothing_new:
                self._applied(subscription)
                return
        try:
            update = read(payload, limit=MAX_UPDATE if step is Sync.UPDATE else MAX_STEP2)
        except ForeignContent:
            self._refuse(subscription, payload, Reason.FOREIGN)
            return
        except MalformedUpdate:
            self._refuse(subscription, payload, Reason.MALFORMED)
            return
        state_vector = self.state_vector
        if not causally_closed(update, state_vector):
            self._ask_for_rest(subscription, step, payload)
            return
        fresh = freshness(update, state_vector)
        if fresh is Freshness.NO_STRUCTS_NEW and not update.deletes:
            self._applied(subscription)
        elif not subscription.verdict.write:
            self._judge_without_right(subscription, payload, digest)
        else:
            self._take(subscription, step, payload, update, fresh, digest)

    def _judge_without_right(self, subscription: Subscription, payload: bytes, digest: bytes | None) -> None:
        # A clean reader's Step2 carries the whole delete set: nothing new is acknowledged, whatever the lock (E6).
        scratch = self._scratch
        self._scratch = None
        if scratch is None:
            scratch = pycrdt.Doc()
            apply(scratch, self.full_state())
        try:
            new = remainder_of(scratch, payload)
        except Unreadable:
            self._refuse(subscription, payload, Reason.MALFORMED)
            return
        # Stock Yjs tidies away formatting that has become redundant, in readers too. That deletes marks and changes
        # no word; it is not taken into the log, and it is no reason to drop a reader.
        if new is None:
            self._scratch = scratch
        if new is None or self._says_the_same(scratch):
            self._remember_nothing_new(digest)
            self._applied(subscription)
        else:
            self._refuse(subscription, payload, subscription.verdict.reason)

    def _says_the_same(self, other: pycrdt.Doc[Any]) -> bool:
        """Whether a copy has the same insertions and the same words."""
        ydoc = self.ydoc
        return other.get_state() == ydoc.get_state() and runs_.runs_of(other) == runs_.runs_of(ydoc)

    def _take(
        self,
        subscription: Subscription,
        step: Sync,
        payload: bytes,
        update: Update,
        fresh: Freshness,
        digest: bytes | None,
    ) -> None:
        person_id = subscription.connection.person_of(subscription)
        claims: list[int] = []
        state_vector = self.state_vector
        owners = self.owners
        for client, (_, end) in update.ranges.items():
            if end <= state_vector.get(client, 0):
                continue
            owner = owners.get(client, _UNKNOWN)
            if owner is _UNKNOWN and not is_folded(client, state_vector):
                claims.append(client)
            elif owner != person_id:
                self._refuse(subscription, payload, Reason.CLIENT_ID)
                return
        if self._characters + update.characters > self._max_characters and self._too_long(update):
            self._refuse(subscription, payload, Reason.TOO_LONG)
            return
        if (self._has_pairs or update.pairs) and self._tears(update):
            self._refuse(subscription, payload, Reason.FOREIGN)
            return
        remainder: bytes | None
        if fresh is Freshness.ALL_NEW and not self.one_by_one:
            remainder = payload
            self._unapplied.append(payload)
        else:
            try:
                remainder = remainder_of(self.ydoc, payload)
            except Unreadable:
                log.exception("room.unreadable", text_id=str(self.text_id))
                self._refuse(subscription, payload, Reason.MALFORMED)
                self.begin_rebuild([])
                return
            if remainder is None:
                self._remember_nothing_new(digest)
                self._applied(subscription)
                return
        for client in claims:
            owners[client] = person_id
        self._characters += update.characters
        advance(state_vector, update)
        self._scratch = None
        item = Item(Kind.UPDATE, subscription, payload=payload, remainder=remainder, claims=claims, step=step)
        item.person_id = person_id
        item.delegation_id = subscription.verdict.delegation_id
        self._wait(item)

    def _tears(self, update: Update) -> bool:
        if tears_pair(update, self.state_vector, self.pairs):
            return True
        if update.pairs:
            self._has_pairs = True
            self.pairs.update(update.pairs)
        return False

    def _too_long(self, update: Update) -> bool:
        # The count only rises with insertions; before refusing, count what is really there.
        present = runs_.plain(runs_.runs_of(self.ydoc))
        self._characters = len(present.encode("utf-16-le")) // 2
        return self._characters + update.characters > self._max_characters

    def _remember_nothing_new(self, digest: bytes | None) -> None:
        if digest is not None:
            self._nothing_new.append(digest)

    # Answers, each in its turn.

    def _wait(self, item: Item) -> None:
        """Let something wait for its turn, on its sender's account."""
        item.subscription.connection.owes(item.cost)
        self.queue.append(item)
        self.owner.pending(self)

    def _applied(self, subscription: Subscription) -> None:
        if self.is_settled:
            subscription.connection.acknowledge(subscription, 1)
        else:
            self._wait(Item(Kind.APPLIED, subscription))

    def _refuse(self, subscription: Subscription, payload: bytes, reason: str) -> None:
        """Refuse what was never applied; the subscription hears nothing more until a new Auth (E9)."""
        item = Item(Kind.REFUSED, subscription, payload=payload, reason=reason)
        item.person_id = subscription.connection.person_of(subscription)
        subscription.state = State.REFUSING
        subscription.held = None
        self._wait(item)

    def _ask_for_rest(self, subscription: Subscription, step: Sync, payload: bytes) -> None:
        if subscription.asked_for_rest:
            subscription.connection.start_afresh(subscription)
            return
        subscription.asked_for_rest = True
        subscription.held = [(step, payload)]
        reply = protocol.websocket_frame(
            subscription.prefix + protocol.sync_payload(Sync.STEP1, self._encoded_state_vector())
        )
        if self.is_settled:
            subscription.connection.queue(reply)
        else:
            self._wait(Item(Kind.REPLY, subscription, reply=reply, payload=None))

    # The committer's side.

    def cut(self) -> list[Item]:
        """Hand over what waits; the Y.Doc is brought up to date first, so that what Yrs cannot take is never logged."""
        if self._unapplied:
            self._bring_up_to_date()
        self.in_flight = list(self.queue)
        self.queue.clear()
        return self.in_flight

    def _bring_up_to_date(self) -> None:
        try:
            _ = self.ydoc
        except Unreadable:
            # One of them is bad and the Y.Doc may be spoilt: read the log anew and judge one by one.
            log.exception("room.unreadable", text_id=str(self.text_id))
            self.one_by_one = True
            items = list(self.queue)
            self.queue.clear()
            self.begin_rebuild(items)

    def put_back(self) -> None:
        """Take back a cut that was not committed (somebody held the row); order is kept."""
        items, self.in_flight = self.in_flight, []
        if self.phase is Phase.REBUILDING:
            self.backlog = self._unjudged(items) + self.backlog
        else:
            self.queue.extendleft(reversed(items))

    def committed(self, seq: int, count: int, size: int) -> None:
        """What was cut is in the log."""
        self.in_flight = []
        if count:
            self.seq = seq
            self.tail_count += count
            self.tail_bytes += size
            self._full.clear()

    def forget_full(self) -> None:
        """Make the answer to newcomers anew."""
        self._full.clear()

    def catch_up(self, payloads: Iterable[bytes], seq: int, owners: dict[int, UUID | None]) -> bytes:
        """Add what another server committed; returns it merged, for this server's readers."""
        updates = list(payloads)
        ydoc = self.ydoc
        merged_update = merge(updates)
        apply(ydoc, merged_update)
        self._scratch = None
        for payload in updates:
            update = read(payload, limit=MAX_STEP2)
            advance(self.state_vector, update)
            if update.pairs:
                self._has_pairs = True
                self.pairs.update(update.pairs)
            self._characters += update.characters
            self.tail_bytes += len(payload)
        self.owners.update(owners)
        self.seq = seq
        self.tail_count += len(updates)
        self._full.clear()
        return merged_update

    def begin_rebuild(self, items: list[Item]) -> None:
        """Forget what is not in the log: these items and what is queued are judged again, in order, once it is read."""
        waiting = [*items, *self.queue]
        self.queue.clear()
        self.backlog = self._unjudged(waiting) + self.backlog
        if self.phase is Phase.READY:
            self.phase = Phase.REBUILDING
            self.owner.rebuild(self)

    def _unjudged(self, items: list[Item]) -> list[tuple[Subscription, Sync, bytes | Item]]:
        """What to judge again for each item; an answer that is already a refusal only waits for its turn."""
        again: list[tuple[Subscription, Sync, bytes | Item]] = []
        for item in items:
            subscription: Subscription = item.subscription
            subscription.connection.committed(item.cost)
            if item.kind is Kind.UPDATE:
                assert item.payload is not None
                again.append((subscription, Sync(item.step), item.payload))
            elif item.kind is Kind.REFUSED:
                if subscription.state is State.REFUSING:
                    subscription.state = State.OPEN  # what came before it is judged first
                again.append((subscription, Sync.UPDATE, item))
            elif item.kind is Kind.APPLIED:
                again.append((subscription, Sync.STEP2, protocol.EMPTY_UPDATE))
            elif item.payload is not None:
                again.append((subscription, Sync.STEP1, item.payload))
            elif subscription.held is not None:  # the question for the rest never left
                again += [(subscription, step, payload) for step, payload in subscription.held]
                subscription.held, subscription.asked_for_rest = None, False
        for subscription, _, payload in again:
            if isinstance(payload, bytes):
                subscription.connection.owes(cost_of(len(payload)))
        return again

    def load_anew(self, loaded: Loaded) -> None:
        """The log has been read: for a moment the room knows what is committed and nothing else."""
        self._load(loaded)
        self.permits.clear()

    def finish_rebuild(self) -> None:
        """Judge again what waited."""
        self.phase = Phase.READY
        backlog, self.backlog = self.backlog, []
        for subscription, step, payload in backlog:
            if isinstance(payload, bytes):
                subscription.connection.committed(cost_of(len(payload)))
            if isinstance(payload, Item):
                self._refuse_still(payload)
            elif subscription.state is State.OPEN and subscription.room is self:
                self.receive(subscription, step, payload)

    def _refuse_still(self, item: Item) -> None:
        subscription: Subscription = item.subscription
        if subscription.state is State.REFUSING:
            return  # one before it was refused meanwhile
        if subscription.state is State.OPEN:
            subscription.state = State.REFUSING
        self._wait(item)
