"""What people read as a paragraph's history: how words came in and what was done, in order, by sittings (no I/O)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from app.documents.doors import Held
from app.texts.history import Burst, How, Period, Row, bursts_of
from app.texts.segments import Stretch

NEAR: Final = timedelta(seconds=20)  # a command's words and its lines are of one transaction
_BY_COMMAND = frozenset({How.COMMAND, How.BEGUN})


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that was done about a paragraph. `brings`: words came into the text by it."""

    kind: str
    at: datetime
    by: tuple[str, ...] = ()
    office: str | None = None
    on_word_of: str | None = None
    decision: int | None = None
    status: str | None = None
    qualifier: str | None = None
    note: str | None = None
    proposal: dict[str, Any] | None = None
    breakout: dict[str, Any] | None = None
    other: UUID | None = None  # another paragraph that it concerns
    brings: bool = False


@dataclass(slots=True)
class Part:
    """One of the texts that a paragraph's words went through: its own, and before a split its parent's."""

    paragraph_id: UUID
    stretches: list[Stretch]
    rows: list[Row]
    every: list[Row] = field(default_factory=list)  # also those since it was split off
    happenings: list[Happening] = field(default_factory=list)
    until: datetime | None = None  # when it was split off from there


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history: words that came in, or something that was done, or both in one."""

    part: int
    at: datetime
    burst: Burst | None
    happening: Happening | None

    @property
    def key(self) -> str:
        """Its name in the page, which stays when more comes after it."""
        if self.burst is not None:
            return f"{self.part}-{self.burst.first}"
        assert self.happening is not None
        return f"{self.part}-{self.happening.kind}-{self.happening.at.timestamp():.6f}"


def rows_until(rows: Iterable[Row], until: datetime | None) -> list[Row]:
    """What was there before the moment at which another text was split off."""
    return [row for row in rows if until is None or row.at < until]


def entries_of(parts: Sequence[Part], sittings: Sequence[Held], shut: Sequence[Period]) -> list[Entry]:
    """The whole history in order, the oldest first."""
    borders = [at for one in sittings for at in (one.opened_at, one.closed_at) if at is not None]
    entries: list[Entry] = []
    for number, part in enumerate(parts):
        done = sorted(part.happenings, key=lambda one: one.at)
        if part.until is not None:
            done = [one for one in done if one.at < part.until]
        bursts = bursts_of(part.rows, shut=shut, cuts=[*borders, *(one.at for one in done)])
        ends_shut = part.until is not None and any(period.has(part.until) for period in shut)
        if ends_shut and bursts and bursts[-1].how is How.SHUT:
            bursts.pop()  # its words are those of a moment behind the doors
        entries += _in_order(number, bursts, done)
    return entries


def _in_order(part: int, bursts: Sequence[Burst], done: Sequence[Happening]) -> list[Entry]:
    """Bursts by their seqs, and between them what was done when it was done; what brought a burst in is one with it."""
    brought = _brought(bursts, done)
    single = [one for one in done if not any(one is other for other in brought.values())]
    entries: list[Entry] = []
    at = 0
    for index, burst in enumerate(bursts):
        while at < len(single) and single[at].at < burst.at:
            entries.append(Entry(part, single[at].at, None, single[at]))
            at += 1
        if burst.how is not How.ANEW:
            entries.append(Entry(part, burst.at, burst, brought.get(index)))
    return entries + [Entry(part, one.at, None, one) for one in single[at:]]


def _brought(bursts: Sequence[Burst], done: Sequence[Happening]) -> dict[int, Happening]:
    """By what each burst of a command came in: the nearest in time that brings words, each once."""
    found: dict[int, Happening] = {}
    left = [one for one in done if one.brings]
    for index, burst in enumerate(bursts):
        if burst.how in _BY_COMMAND:
            fits = [one for one in left if abs(one.at - burst.at) <= NEAR and one.kind != "added"]
        elif burst.how is How.TYPED and burst.first == 1:  # it was added with words
            fits = [one for one in left if one.kind == "added" and burst.at <= one.at <= burst.at + NEAR]
        else:
            continue
        if fits:
            nearest = min(fits, key=lambda one: abs(one.at - burst.at))
            left = [one for one in left if one is not nearest]
            found[index] = nearest
    return found


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one sitting, or of one day between sittings."""

    key: str
    sitting: Held | None
    entries: list[Entry]


def grouped(entries: Iterable[Entry], sittings: Sequence[Held]) -> list[Group]:
    """Entries in the order given, divided where another sitting or another day (UTC) begins."""

    def where(entry: Entry) -> tuple[str, Held | None]:
        for one in reversed(sittings):
            if one.opened_at <= entry.at and (one.closed_at is None or entry.at <= one.closed_at):
                return f"sitting {one.id}", one
        return f"day {entry.at.date().isoformat()}", None

    found = []
    for key, members in groupby(((where(entry), entry) for entry in entries), key=lambda one: one[0]):
        found.append(Group(key[0], key[1], [entry for _, entry in members]))
    return found
