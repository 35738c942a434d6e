"""What accepting a proposal would come to: both sides of it at one moment, and which others change the same words.

It is computed before anything is locked, and again under the lock if somebody typed meanwhile (ENGINE E20).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.amendments import rules
from app.amendments.models import Amendment, AmendmentKind, Stage
from app.paragraphs.models import Paragraph
from app.paragraphs.status import closes
from app.texts.diff import word_diff
from app.texts.fork import merge
from app.texts.log import State, state_of
from app.texts.merging import Side, Together, put_together, read_side
from app.texts.runs import Run, Words, words_from


@dataclass(frozen=True, slots=True)
class Read:
    """Both sides as they were read, and the states of others that are tabled on the same paragraph."""

    kind: AmendmentKind
    original: Side | None
    proposal: Side | None
    apart: bool
    others: dict[UUID, State | None]  # None: that it be deleted


@dataclass(frozen=True, slots=True)
class Outlook:
    """What accepting would come to."""

    read: Read
    together: Together | None  # of a change
    collides: list[UUID]

    @property
    def original(self) -> Words | None:
        return self.read.original.words if self.read.original else None

    @property
    def proposed(self) -> Words | None:
        return self.read.proposal.words if self.read.proposal else None

    @property
    def result(self) -> Words | None:
        """The words there would be; None for a deletion."""
        return self.together.result if self.together else self.proposed

    @property
    def both_changed(self) -> bool:
        return self.together is not None and self.together.both_changed

    @property
    def apart(self) -> bool:
        return self.together is not None and self.together.apart

    def fits(self, proposal_hash: str | None, paragraph_hash: str | None) -> bool:
        """Whether somebody saw these words."""
        sides = (self.proposed, proposal_hash), (self.original, paragraph_hash)
        return all(words is None or words.hash == seen for words, seen in sides)

    def is_of(self, *seqs: tuple[UUID, int, int]) -> bool:
        """Whether the texts (id, generation, seq) are still as they were read."""
        sides = [side for side in (self.read.original, self.read.proposal) if side is not None]
        return {(one.state.text_id, one.state.generation, one.state.seq) for one in sides} == set(seqs)


def read(connection: Connection, amendment_id: UUID) -> Read:
    """Read what `look` needs; see one moment, or hold the rows."""
    columns = (Amendment.kind, Amendment.text_id, Amendment.paragraph_id, Amendment.place_again)
    row = connection.execute(select(*columns).where(Amendment.id == amendment_id)).one()
    original: Side | None = None
    others: dict[UUID, State | None] = {}
    if row.paragraph_id is not None and row.kind is not AmendmentKind.ADDITION:
        text_id = connection.scalar(select(Paragraph.text_id).where(Paragraph.id == row.paragraph_id))
        assert text_id is not None
        original = read_side(connection, text_id)
        beside = (
            select(Amendment.id, Amendment.text_id)
            .where(Amendment.paragraph_id == row.paragraph_id, Amendment.stage == Stage.TABLED)
            .where(Amendment.kind != AmendmentKind.ADDITION, Amendment.id != amendment_id)
            .order_by(Amendment.number)
        )
        for other in connection.execute(beside).all():
            others[other.id] = state_of(connection, other.text_id) if other.text_id else None
    proposal = read_side(connection, row.text_id) if row.text_id is not None else None
    return Read(row.kind, original, proposal, row.place_again, others)


def look(sides: Read, *, colliding: bool = True) -> Outlook:
    """What accepting would come to. Pure; some milliseconds for each proposal on the paragraph."""
    together: Together | None = None
    if sides.kind is AmendmentKind.CHANGE:
        assert sides.original is not None and sides.proposal is not None
        together = put_together(sides.original, sides.proposal, apart=sides.apart)
    collides = _colliding(sides, together) if colliding and sides.original is not None else []
    return Outlook(sides, together, collides)


def _colliding(sides: Read, together: Together | None) -> list[UUID]:
    """Those that would change the same words of the paragraph as they are now."""
    assert sides.original is not None
    present = sides.original.words
    ours = rules.changed_stretches(present.runs, together.result.runs) if together else [(0, len(present.text))]
    found: list[UUID] = []
    for other_id, state in sides.others.items():
        theirs = [(0, len(present.text))]
        if state is not None:
            same = state.lineage == sides.original.state.lineage
            runs = merge(sides.original.state.update, state.update).runs if same else []
            theirs = rules.changed_stretches(present.runs, runs) if same else theirs
        if rules.overlap(ours, theirs):
            found.append(other_id)
    return found


async def outlook(session: AsyncSession, amendment_id: UUID, *, colliding: bool = True) -> Outlook:
    """Read at one moment, which the session sees, and computed in a thread."""
    sides = await (await session.connection()).run_sync(read, amendment_id)
    return await asyncio.to_thread(look, sides, colliding=colliding)


async def outlook_under_lock(session: AsyncSession, amendment_id: UUID, *, colliding: bool = False) -> Outlook:
    """The same where the rows are held: under the lease nothing but the database is waited for."""
    return look(await (await session.connection()).run_sync(read, amendment_id), colliding=colliding)


def preview_json(seen: Outlook, paragraph: Paragraph | None) -> dict[str, Any]:
    """PreviewRead, of plain values."""
    original, proposed, result = seen.original, seen.proposed, seen.result
    together = seen.together
    deletion = seen.read.kind is AmendmentKind.DELETION
    before: Sequence[Run] = original.runs if original else []
    after: Sequence[Run] = result.runs if result else []
    base = seen.read.proposal.base if seen.read.proposal else None
    return {
        "proposal_hash": proposed.hash if proposed else None,
        "paragraph_hash": original.hash if original else None,
        "original": _said(original),
        "fork": _said(proposed),
        "base": _said(base),
        "result": None if deletion else _said(result),
        "changes": together.changes if together else word_diff(before, after),
        "identical": _is_empty(seen),
        "fast_forward": together.fast_forward if together else True,
        "both_changed": seen.both_changed,
        "apart": seen.apart,
        "collides": [str(one) for one in seen.collides],
        "agreed": original is not None and paragraph is not None and closes(paragraph.status, paragraph.qualifier),
    }


def _is_empty(seen: Outlook) -> bool:
    if seen.together is not None:
        return seen.together.identical or seen.together.result.hash == seen.together.original.hash
    return seen.read.kind is AmendmentKind.ADDITION and not (seen.proposed and seen.proposed.text.strip())


def _said(words: Words | None) -> dict[str, Any] | None:
    return {"runs": words.runs, "words": words.text, "content_hash": words.hash} if words else None


def chosen(runs: Sequence[Run] | None, otherwise: Words) -> Words:
    """The words somebody chose, or those that come of themselves."""
    return words_from(runs) if runs is not None else otherwise
