"""Who entered which characters (ENGINE E14): from the log, by the Yjs ids of what each entry brought in.

A unit keeps its id in every copy, so the entry that first brought it names its author, whatever was deleted, moved to
a fork by a split, or archived since.
"""

import asyncio
from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

import pycrdt
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncSession

from app.texts.applying import apply
from app.texts.log import lineage_of, state_of
from app.texts.runs import ROOT, varint
from app.texts.segments import Author, Entry
from app.texts.update_v1 import read, read_state_vector

__all__ = ["NOBODY", "Author", "Span", "authors_of", "read_authors", "spans_of", "units_of"]


class Span(NamedTuple):
    """So many code points in a row by one author."""

    length: int
    person_id: UUID | None
    delegation_id: UUID | None


Units = dict[Author, list[tuple[int, int, int]]]  # (client, first clock, end)

NOBODY = Author(None, None)


async def authors_of(session: AsyncSession, text_id: UUID) -> list[Span]:
    """Who entered the present words of a text, as this transaction sees them; computed off the event loop."""
    connection = await session.connection()
    entries = await connection.run_sync(lineage_of, text_id)
    state = await connection.run_sync(state_of, text_id)
    return await asyncio.to_thread(_spans, state.update, entries)


def read_authors(connection: Connection, text_id: UUID) -> list[Span]:
    """`authors_of` over a blocking connection."""
    return _spans(state_of(connection, text_id).update, lineage_of(connection, text_id))


def _spans(state: bytes, entries: Iterable[Entry]) -> list[Span]:
    return spans_of(state, units_of(entries))


def units_of(entries: Iterable[Entry]) -> Units:
    """The units that each author brought in; what came twice belongs to the entry that was first."""
    units: Units = {}
    known: dict[int, int] = {}
    for entry in entries:
        ranges = read(entry.payload, limit=len(entry.payload)).ranges
        if not ranges:
            continue
        mine = units.setdefault(Author(entry.person_id, entry.delegation_id), [])
        for client, (first, end) in ranges.items():
            start = max(first, known.get(client, 0))
            if end <= start:
                continue
            known[client] = end
            if mine and mine[-1][0] == client and mine[-1][2] == start:
                mine[-1] = (client, mine[-1][1], end)
            else:
                mine.append((client, start, end))
    return units


def spans_of(state: bytes, units: Units) -> list[Span]:
    """The present words in order as spans, which follow on each other without a gap.

    Whose a character is shows when all units of an author are deleted from a copy: what Yrs then says has gone, is
    theirs. So it costs as much as there are authors, not edits.
    """
    words = str(_copy(state)[1])
    owned: list[tuple[int, int, Author]] = []  # in UTF-8 bytes, as pycrdt counts
    known = read_state_vector(bytes(pycrdt.get_state(state)))
    for author, theirs in units.items():
        owned += [(start, end, author) for start, end in _gone(state, _delete_set(theirs, known))]
    encoded = words.encode()
    spans: list[tuple[Author, int]] = []
    at = 0
    for start, end, author in [*sorted(owned, key=lambda one: one[0]), (len(encoded), len(encoded), NOBODY)]:
        spans += [(NOBODY, _length(encoded[at:start])), (author, _length(encoded[start:end]))]
        at = end
    return [
        Span(length, *author)
        for author, group in groupby((span for span in spans if span[1]), key=lambda span: span[0])
        if (length := sum(size for _, size in group))
    ]


def _copy(state: bytes) -> tuple[pycrdt.Doc[Any], pycrdt.Text]:
    ydoc: pycrdt.Doc[Any] = pycrdt.Doc()
    text = ydoc.get(ROOT, type=pycrdt.Text)
    apply(ydoc, state)
    return ydoc, text


def _gone(state: bytes, deletion: bytes) -> list[tuple[int, int]]:
    """What of the present words, in bytes, a deletion takes away."""
    ydoc, text = _copy(state)
    deltas: list[Any] = []
    subscription = text.observe(lambda event: deltas.extend(event.delta))  # type: ignore[attr-defined]
    try:
        apply(ydoc, deletion)
    finally:
        text.unobserve(subscription)
    gone = []
    at = 0
    for change in deltas:
        if "delete" in change:
            gone.append((at, at + change["delete"]))
            at += change["delete"]
        else:
            at += change["retain"]
    return gone


def _delete_set(units: list[tuple[int, int, int]], known: dict[int, int]) -> bytes:
    """An update that deletes these units, as far as a state has them."""
    by_client: dict[int, list[tuple[int, int]]] = {}
    for client, first, end in sorted(units):
        if (end := min(end, known.get(client, 0))) > first:
            by_client.setdefault(client, []).append((first, end - first))
    written = [b"\0", varint(len(by_client))]
    for client, ranges in by_client.items():
        written += [varint(client), varint(len(ranges))]
        for first, length in ranges:
            written += [varint(first), varint(length)]
    return b"".join(written)


def _length(encoded: bytes) -> int:
    return len(encoded.decode())
