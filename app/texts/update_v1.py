"""A bounded reader of Yjs updates (encoding v1): what an update adds, needs and deletes, without a Y.Doc (E4, E5).

It reads strictly: what Yjs and Yrs write passes, and anything else that merely happens to decode is refused. Only the
content of a flat text (schema.py) gets through. The usual keystroke takes a short cut of one regular expression.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from operator import itemgetter
from typing import Final

from app.texts.runs import ROOT
from app.texts.schema import CONTROL, MAX_UPDATE, ForeignContent, check_format

DELETED: Final = 1
STRING: Final = 4
FORMAT: Final = 6
SKIP: Final = 10

MAX_CLIENT: Final = 2**53 - 1
MAX_CLOCK: Final = 2**31 - 1  # Yrs counts clocks in 32 bits

# What was collected with a nested type (0) never comes from a flat text, and Yjs and Yrs disagree on what is beside it.
_foreign_kinds = {
    0: "a collected type",
    2: "JSON",
    3: "binary",
    5: "an embed",
    7: "a nested type",
    8: "a value",
    9: "a document",
    11: "a move",
}


class MalformedUpdate(ValueError):
    """Not an update as Yjs or Yrs write it."""


class Update:
    """What an update holds.

    structs     (client, clock, length, kind), without the skips
    ranges      client -> (first clock, end): what it adds; a range spans its gaps
    gaps        (client, clock, length) that the update skips: such an update is never causally closed
    lefts       (client, clock) outside of the update to whose right it inserts
    rights      (client, clock) outside of the update to whose left it inserts
    inner       (client, clock) within its own ranges, in front of which it inserts
    deletes     (client, clock, length), apart and in order within a client
    characters  UTF-16 units inserted
    pairs       (client, clock) of the second half of each surrogate pair inserted
    """

    __slots__ = ("characters", "deletes", "gaps", "inner", "lefts", "pairs", "ranges", "rights", "structs")

    def __init__(
        self,
        structs: list[tuple[int, int, int, int]],
        ranges: dict[int, tuple[int, int]],
        lefts: list[tuple[int, int]],
        rights: list[tuple[int, int]],
        deletes: list[tuple[int, int, int]],
    ) -> None:
        self.structs = structs
        self.ranges = ranges
        self.lefts = lefts
        self.rights = rights
        self.deletes = deletes
        self.characters = 0
        self.gaps: Iterable[tuple[int, int, int]] = ()
        self.inner: Iterable[tuple[int, int]] = ()
        self.pairs: Iterable[tuple[int, int]] = ()

    @property
    def added(self) -> Iterable[int]:
        """The clients under whose ids it adds."""
        return self.ranges.keys()

    @property
    def needs(self) -> list[tuple[int, int]]:
        """Everything outside of the update that its structs refer to."""
        return self.lefts + self.rights

    @property
    def has_deletes(self) -> bool:
        return bool(self.deletes)

    @property
    def is_empty(self) -> bool:
        return not (self.structs or self.deletes or self.gaps)


class _Varints(dict[bytes, int]):
    """The numbers that varints stand for: short ones from the start, long ones (client ids) as they are met."""

    ROOM: Final = 20_000

    def __missing__(self, written: bytes) -> int:
        number, end = _long(written, 0)
        if end != len(written):
            raise MalformedUpdate("a number runs on")
        if len(self) >= self.ROOM:
            self.clear()
        self[written] = number
        return number


def _long(data: bytes, p: int) -> tuple[int, int]:
    """Read the varint at p; return it and where it ends. No encoding but the shortest is taken."""
    number = shift = 0
    while True:
        byte = data[p]
        p += 1
        if byte < 128:
            number |= byte << shift
            if (byte == 0 and shift) or number > MAX_CLIENT:
                raise MalformedUpdate("a number out of bounds")
            return number, p
        number |= (byte & 127) << shift
        shift += 7
        if shift > 49:
            raise MalformedUpdate("a number out of bounds")


_varints = _Varints()
_varints.update({bytes([n]) if n < 128 else bytes([n & 127 | 128, n >> 7]): n for n in range(1 << 14)})

# One run of characters of the basic plane, inserted by one client beside something; and one deletion.
_V: Final = rb"([\x80-\xff]*+[\x00-\x7f])"
_PLACE: Final = rb"(?:\x84%b%b|\xc4%b%b%b%b|\x44%b%b)" % ((_V,) * 8)
_keystroke = re.compile(rb"\x01\x01%b%b%b([\x01-\x7f])([\t\n\x20-\xef]+)\x00" % (_V, _V, _PLACE)).fullmatch
_backspace = re.compile(rb"\x00\x01%b\x01%b%b" % (_V, _V, _V)).fullmatch


def read(data: bytes, limit: int = MAX_UPDATE) -> Update:
    """Read an update; raise MalformedUpdate, or ForeignContent when it holds what a text may not."""
    try:
        match = _keystroke(data)
        if match is not None:
            a, b, l1, l2, m1, m2, m3, m4, r1, r2, size, words = match.groups()
            length = size[0]
            if length == len(words):
                if length > 1:
                    length = len(words.decode())
                elif words[0] > 127:
                    raise MalformedUpdate("not UTF-8")
                client = _varints[a]
                clock = _varints[b]
                lefts = []
                rights = []
                if l1 is not None:
                    lefts.append((_varints[l1], _varints[l2]))
                elif m1 is not None:
                    lefts.append((_varints[m1], _varints[m2]))
                    rights.append((_varints[m3], _varints[m4]))
                    if lefts == rights:
                        raise MalformedUpdate("a place that cannot be")
                else:
                    rights.append((_varints[r1], _varints[r2]))
                for other, at in lefts + rights:
                    if at >= MAX_CLOCK or (at >= clock and other == client):
                        raise MalformedUpdate("a place that cannot be")
                end = clock + length
                if end > MAX_CLOCK:
                    raise MalformedUpdate("a clock out of bounds")
                update = Update([(client, clock, length, STRING)], {client: (clock, end)}, lefts, rights, [])
                update.characters = length
                return update
        elif (match := _backspace(data)) is not None:
            a, b, c = match.groups()
            clock = _varints[b]
            length = _varints[c]
            if length and clock + length <= MAX_CLOCK:
                return Update([], {}, [], [], [(_varints[a], clock, length)])
        if len(data) > limit:
            raise MalformedUpdate("larger than an update may be")
        return _read(data)
    except IndexError as error:
        raise MalformedUpdate("cut short") from error
    except UnicodeDecodeError as error:
        raise MalformedUpdate("not UTF-8") from error


def _read(data: bytes) -> Update:
    structs: list[tuple[int, int, int, int]] = []
    ranges: dict[int, tuple[int, int]] = {}
    gaps: list[tuple[int, int, int]] = []
    pairs: list[tuple[int, int]] = []
    places: list[tuple[int, int, int, int, bool]] = []  # client, clock, beside client, clock, on its left
    characters = 0

    blocks, p = _number(data, 0)
    for _ in range(blocks):
        count, p = _number(data, p)
        start = p
        client, p = _number(data, p)
        written_client = data[start:p]  # most places are beside the same client
        clock, p = _number(data, p)
        if client in ranges or not count:
            raise MalformedUpdate("a client twice, or without structs")
        first = -1
        for _ in range(count):
            info = data[p]
            p += 1
            kind = info & 31
            if kind == SKIP:
                if info != kind:
                    raise MalformedUpdate("a gap with a place")
                length, p = _number(data, p)
            elif kind not in {STRING, FORMAT, DELETED}:
                raise _unknown(kind)
            else:
                if info & 32:
                    raise ForeignContent("a map")
                for beside in (128, 64):
                    if info & beside:
                        if data.startswith(written_client, p):
                            other = client
                            p += len(written_client)
                        else:
                            other, p = _number(data, p)
                        at, p = _number(data, p)
                        if at >= MAX_CLOCK or (other == client and at >= clock):
                            raise MalformedUpdate("a place that cannot be")
                        places.append((client, clock, other, at, beside == 128))
                if info & 192 == 192 and places[-1][2:4] == places[-2][2:4]:
                    raise MalformedUpdate("a place that cannot be")
                if not info & 192:
                    p = _check_root(data, p)
                if kind == STRING:
                    words, p = _string(data, p)
                    if CONTROL.search(words):
                        raise ForeignContent("a control character")
                    length = len(words)
                    if not words.isascii():
                        length = len(words.encode("utf-16-le")) // 2
                        if length != len(words):
                            pairs += [(client, clock + half) for half in _second_halves(words)]
                    characters += length
                elif kind == FORMAT:
                    key, p = _string(data, p)
                    value, p = _string(data, p)
                    check_format(key, value)
                    length = 1
                else:
                    length, p = _number(data, p)
            if not length or clock + length > MAX_CLOCK:
                raise MalformedUpdate("a length out of bounds")
            if kind == SKIP:
                gaps.append((client, clock, length))
            else:
                structs.append((client, clock, length, kind))
                if first < 0:
                    first = clock
            clock += length
        if first >= 0:
            ranges[client] = (first, clock)

    deletes, p = _read_deletes(data, p)
    if p != len(data):
        raise MalformedUpdate("more than an update")
    update = Update(structs, ranges, [], [], deletes)
    update.characters = characters
    update.gaps = gaps
    update.pairs = pairs
    _place(update, places)
    return update


def _number(data: bytes, p: int) -> tuple[int, int]:
    byte = data[p]
    return (byte, p + 1) if byte < 128 else _long(data, p)


def _string(data: bytes, p: int) -> tuple[str, int]:
    size, p = _number(data, p)
    end = p + size
    if end > len(data):
        raise MalformedUpdate("cut short")
    return data[p:end].decode(), end


def _check_root(data: bytes, p: int) -> int:
    by_name, p = _number(data, p)
    if by_name == 0:
        raise ForeignContent("a nested type")
    if by_name != 1:
        raise MalformedUpdate("neither a root nor a parent")
    name, p = _string(data, p)
    if name != ROOT:
        raise ForeignContent("another root")
    return p


def _unknown(kind: int) -> ValueError:
    name = _foreign_kinds.get(kind)
    return ForeignContent(name) if name else MalformedUpdate("an unknown kind of content")


def _second_halves(words: str) -> list[int]:
    """Return where, in UTF-16 units, the second halves of surrogate pairs stand."""
    halves = []
    at = 0
    for character in words:
        at += 1
        if character > "\uffff":
            halves.append(at)
            at += 1
    return halves


def _read_deletes(data: bytes, p: int) -> tuple[list[tuple[int, int, int]], int]:
    deletes: list[tuple[int, int, int]] = []
    seen: set[int] = set()
    clients, p = _number(data, p)
    for _ in range(clients):
        client, p = _number(data, p)
        count, p = _number(data, p)
        if client in seen or not count:
            raise MalformedUpdate("a client twice, or without deletions")
        seen.add(client)
        end = 0
        for _ in range(count):
            clock, p = _number(data, p)
            length, p = _number(data, p)
            if clock < end or not length:
                raise MalformedUpdate("deletions out of order")
            end = clock + length
            deletes.append((client, clock, length))
        if end > MAX_CLOCK:
            raise MalformedUpdate("a clock out of bounds")
    return deletes, p


def _place(update: Update, places: list[tuple[int, int, int, int, bool]]) -> None:
    """Sort out which places are outside of the update; refuse structs that wait for each other."""
    between: dict[int, list[tuple[int, int, int]]] = {}  # client -> (clock, waits for client, clock)
    inner: list[tuple[int, int]] = []
    ranges = update.ranges
    for client, clock, other, at, left in places:
        first, end = ranges.get(other, (0, 0))
        if first <= at < end:
            inner.append((other, at + left))
            if other != client:
                between.setdefault(client, []).append((clock, other, at))
        elif left:
            update.lefts.append((other, at))
        else:
            update.rights.append((other, at))
    update.inner = inner
    if update.pairs:
        _check_pairs(update)
    if len(between) > 1:
        _check_order(between)


def _check_pairs(update: Update) -> None:
    halves = set(update.pairs)
    if not halves.isdisjoint(update.inner) or any(
        (client, clock) in halves or (client, clock + length) in halves for client, clock, length in update.deletes
    ):
        raise MalformedUpdate("a surrogate pair torn apart")


def _check_order(between: dict[int, list[tuple[int, int, int]]]) -> None:
    """Refuse structs in a circle: Yjs would keep them pending for ever, and Yrs drop them."""
    number = dict(zip(between, accumulate(map(len, between.values()), initial=0), strict=False))
    waits = [0] * sum(map(len, between.values()))
    waited_for: dict[int, list[int]] = {}
    for client, mine in between.items():
        for index, (_, other, at) in enumerate(mine):
            place = number[client] + index
            before = bisect_right(between.get(other, ()), at, key=itemgetter(0))
            needs = [number[other] + before - 1] if before else []
            for needed in [*needs, place - 1] if index else needs:
                waited_for.setdefault(needed, []).append(place)
                waits[place] += 1
    ready = [place for place, count in enumerate(waits) if not count]
    reached = 0
    while ready:
        reached += 1
        for place in waited_for.get(ready.pop(), ()):
            waits[place] -= 1
            if not waits[place]:
                ready.append(place)
    if reached < len(waits):
        raise MalformedUpdate("structs that wait for each other")


def read_state_vector(data: bytes) -> dict[int, int]:
    """Read an encoded state vector; raise MalformedUpdate."""
    state_vector: dict[int, int] = {}
    try:
        count, p = _number(data, 0)
        for _ in range(count):
            client, p = _number(data, p)
            state_vector[client], p = _number(data, p)
    except IndexError as error:
        raise MalformedUpdate("cut short") from error
    if p != len(data):
        raise MalformedUpdate("more than a state vector")
    return state_vector


def number_at(data: bytes, p: int) -> tuple[int, int]:
    """Read the variable-length number at p; return it and where it ends."""
    return _number(data, p)
