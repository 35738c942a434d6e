"""Places in a text as browsers name them: Yjs relative positions, which stay where they are whatever else changes.

`Y.encodeRelativePosition` writes which inserted unit (client, clock) the place is beside, or the end of the text, and
on which side. Where that unit has been deleted, the place is where it was.
"""

from dataclasses import dataclass
from typing import Any, Final

import pycrdt

from app.texts.applying import Unreadable, apply
from app.texts.positions import from_utf8
from app.texts.runs import ROOT, varint
from app.texts.update_v1 import MalformedUpdate, number_at, read, read_state_vector

LONGEST: Final = 40  # bytes: an id of 53 bits and a clock of 32 need fewer


class UnknownPlace(ValueError):
    """Not a place in this text, or beside words that it does not have."""


@dataclass(frozen=True, slots=True)
class Place:
    """Beside one inserted unit, on its left side, or on its right if `after`; without a unit at an end of the text."""

    unit: tuple[int, int] | None
    after: bool


def decode(encoded: bytes) -> Place:
    """Read what `Y.encodeRelativePosition` wrote; raise UnknownPlace."""
    try:
        return _decode(encoded)
    except (IndexError, MalformedUpdate, UnicodeDecodeError):
        raise UnknownPlace("not a relative position") from None


def _decode(encoded: bytes) -> Place:
    if len(encoded) > LONGEST:
        raise UnknownPlace("too long for a relative position")
    kind, p = encoded[0], 1
    unit = None
    if kind == 0:
        client, p = number_at(encoded, p)
        clock, p = number_at(encoded, p)
        unit = (client, clock)
    elif kind == 1:
        size, p = number_at(encoded, p)
        if encoded[p : p + size].decode() != ROOT:
            raise UnknownPlace("of another root")
        p += size
    else:
        raise UnknownPlace("of a nested type")
    # One signed number: on the right of the unit when it is negative; old versions write none.
    after = False
    if p < len(encoded):
        if encoded[p] & 0x80 or p + 1 != len(encoded):
            raise UnknownPlace("not a relative position")
        after = bool(encoded[p] & 0x40 and encoded[p] & 0x3F)
    return Place(unit, after)


def find(state: bytes, place: Place) -> int:
    """How many code points of the text are before a place; raise UnknownPlace for a unit that the text never had."""
    ydoc: pycrdt.Doc[Any] = pycrdt.Doc()
    text = ydoc.get(ROOT, type=pycrdt.Text)
    apply(ydoc, state)
    if place.unit is None:
        return 0 if place.after else len(str(text))
    client, clock = place.unit
    if clock >= read_state_vector(bytes(ydoc.get_state())).get(client, 0):
        raise UnknownPlace("beside words that are not in the text")
    # Yrs adds units to bytes when it counts within an item. A deleted unit begins an item of its own, for which it
    # only counts the bytes before it: so it is deleted here, in a copy, whole characters always.
    pairs = read(state, limit=len(state)).pairs
    first = clock - 1 if (client, clock) in pairs else clock
    length = 2 if (client, first + 1) in pairs else 1
    before = str(text)
    try:
        apply(ydoc, b"\0\1" + varint(client) + b"\1" + varint(first) + varint(length))
    except Unreadable:
        raise UnknownPlace("beside words that are not in the text") from None
    index = pycrdt.StickyIndex.decode(b"\0" + varint(client) + varint(first) + b"\0", text).get_index()
    at = from_utf8(str(text), index)
    was_there = len(before) > len(str(text))
    return at + 1 if was_there and place.after else at
