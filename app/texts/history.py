"""A text's log as people read it: bursts of typing, and what came in at one moment; the words at any seq (no I/O).

Every seq is in exactly one burst, and bursts follow on each other without a gap: the words after the last one are the
present words. What somebody may not see (a sitting that did not admit them) is folded into one burst, of which nothing
shows but the words at its end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any, Final, NamedTuple

import pycrdt

from app.texts.runs import Words, words_of
from app.texts.segments import Author, Stretch

PAUSE: Final = timedelta(minutes=2)  # a longer rest ends a burst
LONGEST: Final = timedelta(minutes=10)
TOGETHER: Final = timedelta(seconds=10)  # so soon after each other, people are writing together


class How(StrEnum):
    """How words came in."""

    TYPED = "typed"
    COMMAND = "command"  # a split, a join, an accepted proposal: all at one moment
    BEGUN = "begun"  # what a fork has of its original
    ANEW = "anew"  # the same words, founded anew by the server
    SHUT = "shut"  # behind doors that were shut to the reader


class Row(NamedTuple):
    """One entry of the log without what it holds."""

    seq: int
    at: datetime
    author: Author
    how: How


@dataclass(frozen=True, slots=True)
class Period:
    """A time, its beginning included; without an end it goes on.

    `from_copy`: what a fork then began with is no secret.
    """

    start: datetime
    end: datetime | None = None
    from_copy: bool = False

    def has(self, at: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.start <= at and (self.end is None or at < self.end)


@dataclass(slots=True)
class Burst:
    """A stretch of the log that is read as one change: the words of seq `first` - 1 became those of `last`."""

    how: How
    first: int
    last: int
    at: datetime
    until: datetime
    authors: list[Author] = field(default_factory=list)


def rows_of(stretches: Iterable[Stretch], *, forked: bool = False) -> list[Row]:
    """The log's entries in order; `forked`: what is first is what the text has of another."""
    rows: list[Row] = []
    for stretch in stretches:
        for entry in stretch.entries:
            if stretch.anew:
                how = How.ANEW
            elif forked and entry.seq == 1:
                how = How.BEGUN
            else:
                how = How.COMMAND if entry.by_command else How.TYPED
            rows.append(Row(entry.seq, entry.at, Author(entry.person_id, entry.delegation_id), how))
    return rows


def bursts_of(rows: Sequence[Row], *, shut: Sequence[Period] = (), cuts: Iterable[datetime] = ()) -> list[Burst]:
    """Rows in order as bursts. None goes on past a moment of `cuts` (a mark, a sitting's end); `shut` are the times of
    which the reader is shown nothing."""
    borders = sorted(cuts)
    bursts: list[Burst] = []
    border = 0
    closed: Period | None = None
    for row in rows:
        while border < len(borders) and borders[border] <= row.at:
            border += 1
        since = borders[border - 1] if border else None
        behind = behind_doors(row, shut)
        last = bursts[-1] if bursts else None
        if row.how is How.ANEW and last is not None:
            last.last = row.seq
            continue
        if behind is not None:
            if last is not None and last.how is How.SHUT and closed is behind:
                last.last, last.until = row.seq, row.at
            else:
                bursts.append(Burst(How.SHUT, row.seq, row.seq, row.at, row.at))
                closed = behind
            continue
        if last is not None and _goes_on(last, row, since):
            last.last, last.until = row.seq, row.at
            if row.author not in last.authors:
                last.authors.append(row.author)
        else:
            bursts.append(Burst(row.how, row.seq, row.seq, row.at, row.at, [row.author]))
    return _together(bursts, borders)


def behind_doors(row: Row, shut: Iterable[Period]) -> Period | None:
    """The time of those that were shut in which an entry was made."""
    for period in shut:
        if period.has(row.at) and not (period.from_copy and row.how is How.BEGUN):
            return period
    return None


def _goes_on(burst: Burst, row: Row, since: datetime | None) -> bool:
    if burst.how is not row.how:
        return False
    if row.how is How.COMMAND:
        return burst.at == row.at
    if row.how is not How.TYPED or (since is not None and since > burst.until):
        return False
    return burst.authors == [row.author] and row.at - burst.until <= PAUSE and row.at - burst.at <= LONGEST


def _together(bursts: Sequence[Burst], borders: Sequence[datetime]) -> list[Burst]:
    """Where people take turns within seconds, one burst of them all, not one a keystroke."""
    found: list[Burst] = []
    index = 0
    while index < len(bursts):
        burst = bursts[index]
        index += 1
        while index + 1 < len(bursts) and _takes_turns(burst, bursts[index], bursts[index + 1], borders):
            for other in bursts[index : index + 2]:
                burst.last, burst.until = other.last, other.until
                burst.authors += [author for author in other.authors if author not in burst.authors]
            index += 2
        found.append(burst)
    return found


def _takes_turns(burst: Burst, other: Burst, again: Burst, borders: Sequence[datetime]) -> bool:
    return (
        burst.how is other.how is again.how is How.TYPED
        and other.at - burst.until <= TOGETHER
        and again.at - other.until <= TOGETHER
        and again.until - burst.at <= LONGEST
        and not set(burst.authors).isdisjoint(again.authors)
        and not any(burst.until < border <= again.at for border in borders)
    )


def shown_seq(bursts: Iterable[Burst], seq: int) -> int:
    """The seq whose words somebody may see who asks for those of another: the end of what was shut to them."""
    for burst in bursts:
        if burst.how is How.SHUT and burst.first <= seq < burst.last:
            return burst.last
    return seq


def words_at(stretches: Sequence[Stretch], seqs: Iterable[int]) -> dict[int, Words]:
    """The words after each of these seqs, by one replay of the log; 0 is before everything."""
    wanted = sorted(set(seqs), reverse=True)
    found: dict[int, Words] = {}
    ydoc: pycrdt.Doc[Any] = pycrdt.Doc()
    pending: list[bytes] = []

    def until(seq: int) -> None:
        """Note the words for what is asked for before this seq."""
        words: Words | None = None
        while wanted and wanted[-1] < seq:
            if words is None:
                _apply(ydoc, pending)
                words = words_of(ydoc)
            found[wanted.pop()] = words

    for stretch in stretches:
        if not wanted:
            break
        if stretch.anew and stretch.entries:
            until(stretch.entries[0].seq)
            # Those by which a text was founded anew are one change.
            ydoc, pending = pycrdt.Doc(), [entry.payload for entry in stretch.entries]
            until(stretch.entries[-1].seq)
            continue
        for entry in stretch.entries:
            if wanted and wanted[-1] < entry.seq:
                until(entry.seq)
            pending.append(entry.payload)
    until(2**63)
    return found


def _apply(ydoc: pycrdt.Doc[Any], pending: list[bytes]) -> None:
    if pending:
        with ydoc.transaction():
            for payload in pending:
                ydoc.apply_update(payload)
        pending.clear()


def sizes(changes: Iterable[Any]) -> tuple[int, int]:
    """How many characters a difference adds and takes away."""
    found = {op: sum(len(change["text"]) for change in group) for op, group in _by_op(changes)}
    return found.get("insert", 0), found.get("delete", 0)


def _by_op(changes: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    ordered = sorted(changes, key=lambda change: change["op"])
    return [(op, list(group)) for op, group in groupby(ordered, key=lambda change: change["op"])]
