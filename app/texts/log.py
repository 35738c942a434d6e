"""A text's log read whole, archive and tail, for history, authors and what was there at an earlier moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pycrdt
from sqlalchemy import Connection, select

from app.core.errors import NotFound
from app.texts.history import How, Period, behind_doors, bursts_of, rows_of, shown_seq
from app.texts.models import Text, TextSegment, TextUpdate
from app.texts.runs import Words, words_of
from app.texts.segments import Entry, Stretch, unpack
from app.texts.service import merged

DEEPEST = 1_000  # forks of forks


@dataclass(frozen=True, slots=True)
class State:
    """A text's whole state at a moment of its log."""

    text_id: UUID
    generation: int
    lineage: UUID
    seq: int
    update: bytes
    forked_from: UUID | None
    max_characters: int


def state_of(connection: Connection, text_id: UUID) -> State:
    """The present state: checkpoint and tail as one update. Raises NotFound."""
    columns = (
        Text.generation,
        Text.lineage,
        Text.seq,
        Text.checkpoint,
        Text.checkpoint_seq,
        Text.forked_from,
        Text.max_characters,
    )
    row = connection.execute(select(*columns).where(Text.id == text_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such text.")
    update = row.checkpoint
    if row.seq > row.checkpoint_seq:
        tail = [entry.payload for entry in tail_of(connection, text_id, row.checkpoint_seq, row.seq)]
        update = bytes(merged(row.checkpoint, tail).get_update())
    return State(text_id, row.generation, row.lineage, row.seq, update, row.forked_from, row.max_characters)


def stretches_of(connection: Connection, text_id: UUID, *, lineage_only: bool = False) -> list[Stretch]:
    """The whole log in order, the tail last; `lineage_only`: from where the text was last founded anew."""
    statement = select(TextSegment.packed, TextSegment.last_seq).where(TextSegment.text_id == text_id)
    newest_first: list[Stretch] = []
    archived = 0
    for packed, last_seq in connection.execute(statement.order_by(TextSegment.first_seq.desc())):
        archived = max(archived, last_seq)
        newest_first.append(unpack(packed))
        if lineage_only and newest_first[-1].anew:
            break
    stretches = newest_first[::-1]
    if tail := tail_of(connection, text_id, archived):
        stretches.append(Stretch(tail))
    return stretches


def tail_of(connection: Connection, text_id: UUID, after: int, until: int | None = None) -> list[Entry]:
    """What came after a seq and is not archived yet."""
    statement = select(
        TextUpdate.seq,
        TextUpdate.at,
        TextUpdate.person_id,
        TextUpdate.delegation_id,
        TextUpdate.payload,
        TextUpdate.by_command,
    ).where(TextUpdate.text_id == text_id, TextUpdate.seq > after)
    if until is not None:
        statement = statement.where(TextUpdate.seq <= until)
    rows = connection.execute(statement.order_by(TextUpdate.seq))
    return [Entry(*row[:-1], by_command=bool(row.by_command)) for row in rows]


def lineage_of(connection: Connection, text_id: UUID) -> list[Entry]:
    """All entries by which the units of the present words came in, those of the texts it was forked from first."""
    chain: list[list[Entry]] = []
    wanted: UUID | None = text_id
    while wanted is not None and len(chain) < DEEPEST:
        stretches = stretches_of(connection, wanted, lineage_only=wanted == text_id)
        chain.append([entry for stretch in stretches for entry in stretch.entries])
        if wanted == text_id and stretches and stretches[0].anew:
            break  # nothing in it comes from another text any more
        wanted = connection.scalar(select(Text.forked_from).where(Text.id == wanted))
    return [entry for entries in reversed(chain) for entry in entries]


def doc_at(stretches: Sequence[Stretch], seq: int) -> pycrdt.Doc[Any]:
    """The Y.Doc as it was at a seq, replayed."""
    payloads: list[bytes] = []
    for stretch in stretches:
        if stretch.entries and stretch.entries[0].seq > seq:
            break
        if stretch.anew:
            payloads = []
        payloads += _until(stretch, seq)
    return merged(b"\0\0", payloads)


def _until(stretch: Stretch, seq: int) -> Iterable[bytes]:
    # Those by which a text was founded anew are one change.
    return [entry.payload for entry in stretch.entries if stretch.anew or entry.seq <= seq]


@dataclass(frozen=True, slots=True)
class Log:
    """What is needed to see a text as it was, read and not yet replayed: that takes its time, so do it in a thread.

    The archive is there only if a moment before the checkpoint was asked for.
    """

    present_seq: int
    checkpoint: bytes
    checkpoint_seq: int
    tail: Stretch
    archive: list[bytes]

    def stretches(self) -> list[Stretch]:
        """All of it that is there, in order."""
        return [*map(unpack, self.archive), self.tail]

    def doc_at(self, stretches: Sequence[Stretch], seq: int) -> pycrdt.Doc[Any]:
        """The Y.Doc as it was at a seq; `stretches` are this log's."""
        if seq >= self.checkpoint_seq:
            return merged(self.checkpoint, _until(self.tail, seq))
        return doc_at(stretches, seq)


def read_log(connection: Connection, text_id: UUID, seq: int) -> Log:
    """The log as far as seeing the text at that seq, or a later one, takes it; see one moment. Raises NotFound."""
    columns = (Text.seq, Text.checkpoint, Text.checkpoint_seq)
    row = connection.execute(select(*columns).where(Text.id == text_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such text.")
    archive: list[bytes] = []
    if seq < row.checkpoint_seq:
        packed = select(TextSegment.packed).where(TextSegment.text_id == text_id).order_by(TextSegment.first_seq)
        archive = list(connection.scalars(packed))
    tail = Stretch(tail_of(connection, text_id, row.checkpoint_seq, row.seq))
    return Log(row.seq, row.checkpoint, row.checkpoint_seq, tail, archive)


@dataclass(frozen=True, slots=True)
class Past:
    """A text as it was at a seq, and who has typed something since."""

    seq: int
    present_seq: int
    words: Words
    by: list[tuple[UUID | None, UUID | None]]  # (person, delegation), in the order in which they first did


def past_of(log: Log, seq: int, shut: Sequence[Period] = ()) -> Past:
    """The text at a seq, at most the present one; for one within a time that was shut, as it was at its end.

    Whoever wrote in a proposal's or a breakout group's text, whose words a command brought in, did not type them here.
    """
    stretches = log.stretches()
    rows = rows_of(stretches)
    seq = shown_seq(bursts_of(rows, shut=shut), min(seq, log.present_seq))
    since = [row.author for row in rows if row.seq > seq and row.how is How.TYPED and behind_doors(row, shut) is None]
    return Past(seq, log.present_seq, words_of(log.doc_at(stretches, seq)), list(dict.fromkeys(since)))
