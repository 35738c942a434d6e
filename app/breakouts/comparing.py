"""What a breakout group has made of what it was given, held against the plenary as it is now (no I/O).

Three sides of a paragraph: what was given (`Given`, kept with the group's copy), what the group has (`Own`), what the
plenary has (`Theirs`). Words are compared by their hashes here; comparison.py puts them together. What is not words is
listed change by change, and is *clean* only where the plenary did not change the same or its surroundings meanwhile
(ENGINE E17).
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID


class State(StrEnum):
    """How the plenary can take what the group has."""

    UNCHANGED = "unchanged"
    CLEAN = "clean"
    CHANGED_HERE_TOO = "changed_here_too"
    AGREED_MEANWHILE = "agreed_meanwhile"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Given:
    """A paragraph of the plenary when the group was given it, or when the plenary last took it as it is."""

    category: UUID
    position: str
    own_position: str  # in the group's text
    level: int
    kind: str
    content_hash: str
    after: UUID | None
    agreed: bool = False

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Given":
        """From what is kept with the copy."""
        return cls(
            UUID(facts["category"]),
            facts["position"],
            facts["own_position"],
            facts["level"],
            facts["kind"],
            facts["content_hash"],
            UUID(facts["after"]) if facts["after"] else None,
            facts["status"] == "agreed" and facts["qualifier"] != "except",
        )


@dataclass(frozen=True, slots=True)
class Own:
    """A paragraph of the group's text; without `origin` and `given` the group has added it."""

    id: UUID
    origin: UUID | None
    given: Given | None
    category: UUID | None  # the plenary's; None where the group made it
    own_category: UUID
    position: str
    level: int
    kind: str
    withdrawn: bool
    words_hash: str
    address: str = ""
    split_from: UUID | None = None
    joined_into: UUID | None = None  # by the group, which so withdrew it


@dataclass(frozen=True, slots=True)
class Theirs:
    """A paragraph of the plenary; `apart`: it was split or joined since it was given."""

    id: UUID
    category: UUID
    position: str
    level: int
    kind: str
    withdrawn: bool
    agreed: bool
    words_hash: str
    address: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Structure:
    """One change that is not words."""

    what: str
    before: str | None
    after: str | None
    clean: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph of the group stands: after that one of the group, or else before that one; in which category.

    `clean`: its neighbour stands in the plenary where it stood when it was given.
    """

    own_category: UUID
    category: UUID | None
    after: UUID | None
    before: UUID | None
    clean: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of one paragraph in the group. `together`: with which others it is taken, or not at all."""

    own: Own
    theirs: Theirs | None
    state: State
    words_changed: bool  # by the group
    structure: tuple[Structure, ...]
    place: Place | None  # of what is added or moved
    together: frozenset[UUID] = frozenset()

    @property
    def changed(self) -> bool:
        """Whether there is something for the plenary to decide about."""
        return self.state not in {State.UNCHANGED, State.GONE} or self.words_changed or bool(self.structure)


@dataclass(slots=True)
class Picture:
    """The group's text and the plenary's paragraphs that it was copied from."""

    own: Sequence[Own]  # in reading order, withdrawn ones too
    theirs: Mapping[UUID, Theirs]
    codes: Mapping[UUID, str] = field(default_factory=dict)  # of the plenary's categories


def compare(picture: Picture) -> list[Compared]:
    """Every paragraph of the group's text in reading order; those it added and took back itself are left out."""
    moved_here = _moved(
        (one.id, one.given.category, one.given.own_position, one.category, one.position)
        for one in picture.own
        if one.given is not None and not one.withdrawn
    )
    moved_there = _moved(
        (one.origin, one.given.category, one.given.position, theirs.category, theirs.position)
        for one in picture.own
        if one.given is not None
        and one.origin is not None
        and (theirs := picture.theirs.get(one.origin)) is not None
        and not theirs.withdrawn
    )
    by_id = {one.id: one for one in picture.own}
    joined = {one.joined_into: one for one in picture.own if one.joined_into is not None}
    tails: dict[UUID, list[UUID]] = {}
    for one in picture.own:
        if one.origin is None and one.split_from is not None and one.split_from in by_id and not one.withdrawn:
            tails.setdefault(one.split_from, []).append(one.id)
    before = _neighbours(picture.own)
    found: list[Compared] = []
    for one in picture.own:
        if one.origin is None and one.withdrawn:
            continue
        theirs = picture.theirs.get(one.origin) if one.origin is not None else None
        placed = one.origin is None or one.id in moved_here
        place = _place(one, picture, before, moved_there, by_id) if placed and not one.withdrawn else None
        structure = tuple(
            _structure(one, theirs, place, moved_here, moved_there, picture, by_id, joined.get(one.id), before)
        )
        words_changed = one.given is not None and one.words_hash != one.given.content_hash
        state = _state(one, theirs, words_changed, bool(structure))
        found.append(
            Compared(one, theirs, state, words_changed, structure, place, _together(one, by_id, tails, joined))
        )
    return found


def _state(one: Own, theirs: Theirs | None, words_changed: bool, structured: bool) -> State:
    if theirs is None or one.given is None:
        return State.ADDED
    if theirs.withdrawn:
        return State.GONE
    if one.withdrawn:
        return State.AGREED_MEANWHILE if theirs.agreed else State.WITHDRAWN
    same = theirs.words_hash == one.words_hash
    if not structured and (not words_changed or same):
        return State.UNCHANGED
    if theirs.agreed:
        return State.AGREED_MEANWHILE
    if not words_changed or same:
        return State.CLEAN
    untouched = theirs.words_hash == one.given.content_hash and not theirs.apart
    return State.CLEAN if untouched else State.CHANGED_HERE_TOO


def _structure(
    one: Own,
    theirs: Theirs | None,
    place: Place | None,
    moved_here: set[UUID],
    moved_there: set[UUID],
    picture: Picture,
    by_id: Mapping[UUID, Own],
    joined: Own | None,
    before: Mapping[UUID, UUID | None],
) -> Iterable[Structure]:
    if theirs is None or one.given is None:
        clean = place is not None and place.clean
        if one.split_from is not None and one.split_from in by_id:
            yield Structure("split", by_id[one.split_from].address, None, clean)
        yield Structure("added", None, _address(place.after if place else None, by_id), clean)
        return
    given = one.given
    if one.withdrawn:
        if theirs.withdrawn:
            return
        untouched = theirs.words_hash == given.content_hash
        if one.joined_into is not None:
            yield Structure("joined", None, _address(one.joined_into, by_id), untouched)
        yield Structure("withdrawn", None, None, untouched)
        return
    if one.kind not in {given.kind, theirs.kind}:
        yield Structure("kind", given.kind, one.kind, theirs.kind == given.kind)
    if one.level not in {given.level, theirs.level}:
        yield Structure("level", str(given.level), str(one.level), theirs.level == given.level)
    if joined is not None and joined.origin is not None and not _is_withdrawn(picture, joined.origin):
        yield Structure("joined", joined.address, None, True)
    if one.id in moved_here and place is not None and not _is_there(one, theirs, place, picture, by_id):
        clean = place.clean and theirs.id not in moved_there and not theirs.withdrawn
        if one.category != given.category:
            codes = picture.codes
            before_code = codes.get(given.category, "")
            after_code = codes.get(one.category, "") if one.category else ""
            yield Structure("category", before_code, after_code, clean)
        was_after = _address_there(given.after, picture)
        yield Structure("moved", was_after, _address(place.after, by_id), clean)


def _is_withdrawn(picture: Picture, id_: UUID) -> bool:
    theirs = picture.theirs.get(id_)
    return theirs is None or theirs.withdrawn


def _is_there(one: Own, theirs: Theirs, place: Place, picture: Picture, by_id: Mapping[UUID, Own]) -> bool:
    """Whether the plenary has it at that place already."""
    if one.category != theirs.category:
        return False
    origins = {other.origin for other in picture.own}
    known = sorted(
        (
            other
            for other in picture.theirs.values()
            if other.category == theirs.category and not other.withdrawn and other.id in origins
        ),
        key=lambda other: other.position,
    )
    ids = [other.id for other in known]
    at = ids.index(theirs.id) if theirs.id in ids else -1
    if place.after is not None:
        return at > 0 and ids[at - 1] == by_id[place.after].origin
    if place.before is not None:
        return 0 <= at < len(ids) - 1 and ids[at + 1] == by_id[place.before].origin
    return True


def _place(
    one: Own,
    picture: Picture,
    before: Mapping[UUID, UUID | None],
    moved_there: set[UUID],
    by_id: Mapping[UUID, Own],
) -> Place:
    """After which paragraph of the group it goes: the one before it that the plenary has or can have."""
    previous = before[one.id]
    direct = True
    while previous is not None:
        other = by_id[previous]
        if other.origin is None:  # added as well: where that one goes
            root = _place(other, picture, before, moved_there, by_id)
            return Place(one.own_category, one.category, previous, None, direct and root.clean)
        theirs = picture.theirs.get(other.origin)
        if theirs is not None and not theirs.withdrawn and theirs.category == one.category:
            clean = direct and theirs.id not in moved_there
            return Place(one.own_category, one.category, previous, None, clean)
        previous, direct = before[previous], False
    following = [
        other
        for other in picture.own
        if other.own_category == one.own_category and other.position > one.position and not other.withdrawn
    ]
    for other in following:
        theirs = picture.theirs.get(other.origin) if other.origin is not None else None
        if theirs is not None and not theirs.withdrawn and theirs.category == one.category:
            clean = direct and theirs.id not in moved_there
            return Place(one.own_category, one.category, None, other.id, clean)
    return Place(one.own_category, one.category, None, None, direct)


def _neighbours(own: Sequence[Own]) -> dict[UUID, UUID | None]:
    """The paragraph before each in its category, withdrawn ones passed over."""
    found: dict[UUID, UUID | None] = {}
    last: dict[UUID, UUID] = {}
    for one in own:
        found[one.id] = last.get(one.own_category)
        if not one.withdrawn:
            last[one.own_category] = one.id
    return found


def _moved(rows: Iterable[tuple[UUID | None, UUID, str, UUID | None, str]]) -> set[UUID]:
    """Which have moved: as few as explain the present order, and all that are in another category.

    A move gives one paragraph another key, so those that kept theirs have stayed (after keys are respread, none has).
    """
    moved: set[UUID] = set()
    stayed: dict[UUID, list[tuple[str, str, UUID]]] = {}
    for id_, was_in, was_at, is_in, is_at in rows:
        assert id_ is not None
        if was_in != is_in:
            moved.add(id_)
        else:
            stayed.setdefault(was_in, []).append((is_at, was_at, id_))
    for places in stayed.values():
        places.sort()
        between: list[tuple[str, UUID]] = []
        low = ""
        for is_at, was_at, id_ in places:
            if is_at != was_at:
                between.append((was_at, id_))
                continue
            moved |= _out_of_order(between, low, is_at)
            between, low = [], is_at
        moved |= _out_of_order(between, low, None)
    return moved


def _out_of_order(places: Sequence[tuple[str, UUID]], low: str, high: str | None) -> set[UUID]:
    """Which of these, that stand now between two that stayed, do not belong there or not in this order."""
    fitting = [(key, id_) for key, id_ in places if key > low and (high is None or key < high)]
    kept = _longest_rising([key for key, _ in fitting])
    return {id_ for _, id_ in places} - {id_ for at, (_, id_) in enumerate(fitting) if at in kept}


def _longest_rising(keys: Sequence[str]) -> set[int]:
    """The indices of a longest series that rises."""
    tails: list[str] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, key in enumerate(keys):
        length = bisect_left(tails, key)
        previous.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(key)
            ends.append(index)
        else:
            tails[length], ends[length] = key, index
    kept: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(at)
        at = previous[at]
    return kept


def _together(
    one: Own,
    by_id: Mapping[UUID, Own],
    tails: Mapping[UUID, Sequence[UUID]],
    joined: Mapping[UUID, Own],
) -> frozenset[UUID]:
    """The halves of what the group split, or the two that it joined: one without the other loses or doubles words."""
    found: set[UUID] = set()
    if not one.withdrawn:
        found.update(tails.get(one.id, ()))
        head = by_id.get(one.split_from) if one.split_from is not None else None
        if head is not None and not head.withdrawn and one.id in tails.get(head.id, ()):
            found.add(head.id)
    if one.joined_into is not None and one.joined_into in by_id:
        found.add(one.joined_into)
    if (second := joined.get(one.id)) is not None and second.origin is not None:
        found.add(second.id)
    return frozenset(found)


def _address(id_: UUID | None, by_id: Mapping[UUID, Own]) -> str | None:
    return by_id[id_].address if id_ is not None and id_ in by_id else None


def _address_there(id_: UUID | None, picture: Picture) -> str | None:
    theirs = picture.theirs.get(id_) if id_ is not None else None
    return theirs.address if theirs is not None else None
