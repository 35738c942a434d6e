"""Reading the two texts that are compared: the group's own and the plenary's, in a handful of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.breakouts.comparing import Compared, Given, Own, Picture, Theirs, compare
from app.breakouts.models import Breakout, BreakoutOutcome
from app.documents import service as documents
from app.documents.models import Document, Numbering
from app.ledger import service as ledger
from app.ledger.models import Decision
from app.paragraphs import reading
from app.paragraphs.models import Paragraph
from app.paragraphs.splitting import JOINED, SPLIT
from app.paragraphs.status import closes
from app.texts import service as texts
from app.texts.models import Text
from app.texts.runs import Words, words_from


@dataclass(frozen=True, slots=True)
class Read:
    """Both texts as one transaction saw them."""

    breakout: Breakout
    plenary: Document
    copy: Document
    compared: list[Compared]
    rows: Mapping[UUID, Any]  # of the group's paragraphs
    extra: Mapping[UUID, Any]  # what only a group's paragraphs have
    plenary_rows: Mapping[UUID, Any]
    words: Mapping[UUID, texts.Words]  # by text
    outcomes: Mapping[UUID, BreakoutOutcome]  # the newest by the group's paragraph, where its words are still those

    def base_of(self, paragraph_id: UUID) -> Words | None:
        """The words that the group was given."""
        extra = self.extra[paragraph_id]
        return words_from(orjson.loads(extra.base_runs)) if extra.copied_facts and extra.base_runs else None


async def read_sides(session: AsyncSession, breakout: Breakout) -> Read:
    """Compare the group's text with the plenary's; see one moment in all statements, or hold both documents."""
    plenary = await documents.get_document(session, breakout.document_id)
    copy = await documents.get_document(session, breakout.copy_id)
    categories = await documents.categories_of(session, plenary.id)
    own_categories = await documents.categories_of(session, copy.id)
    rows = reading.in_reading_order(await reading.rows_of(session, copy.id), own_categories)
    extra = await _extra(session, copy.id)
    there = reading.in_reading_order(await reading.rows_of(session, plenary.id), categories)
    wanted = {one.copied_from for one in extra.values() if one.copied_from is not None}
    copied = [row for row in there if row.id in wanted]
    words = await texts.words_of_many(session, [row.text_id for row in [*rows, *copied]])
    labels = reading.labelled(rows, {one.id: one.code for one in own_categories}, Numbering(copy.numbering))
    labels_there = reading.labelled(there, {one.id: one.code for one in categories}, Numbering(plenary.numbering))
    origin_of = {one.id: one.copied_from for one in own_categories}
    cut = await _cut_there(session, plenary.id, extra)
    joined = await _joined_here(session, copy.id)
    own = [
        Own(
            row.id,
            extra[row.id].copied_from,
            Given.of(extra[row.id].copied_facts) if extra[row.id].copied_facts else None,
            origin_of[row.category_id],
            row.category_id,
            row.position,
            row.level,
            str(row.kind),
            row.withdrawn_at is not None,
            words[row.text_id].hash,
            labels[row.id][0].address or _given_address(extra[row.id]),
            row.split_from,
            joined.get(row.id) if row.withdrawn_at is not None else None,
        )
        for row in rows
    ]
    theirs = {
        row.id: Theirs(
            row.id,
            row.category_id,
            row.position,
            row.level,
            str(row.kind),
            row.withdrawn_at is not None,
            row.closed or row.final or closes(row.status, row.qualifier),
            words[row.text_id].hash if row.text_id in words else "",
            labels_there[row.id][0].address,
            row.id in cut,
        )
        for row in there
    }
    compared = compare(Picture(own, theirs, {one.id: one.code for one in categories}))
    hashes = {one.id: one.words_hash for one in own}
    return Read(
        breakout,
        plenary,
        copy,
        compared,
        {row.id: row for row in rows},
        extra,
        {row.id: row for row in there},
        words,
        await outcomes_of(session, breakout.id, hashes),
    )


async def outcomes_of(
    session: AsyncSession, breakout_id: UUID, hashes: Mapping[UUID, str]
) -> dict[UUID, BreakoutOutcome]:
    """The newest outcome of each paragraph whose words are still those that it was given for."""
    found = select(BreakoutOutcome).where(BreakoutOutcome.breakout_id == breakout_id)
    newest = {one.paragraph_id: one for one in await session.scalars(found.order_by(BreakoutOutcome.id))}
    return {id_: one for id_, one in newest.items() if one.group_hash == hashes.get(id_)}


def _given_address(extra: Any) -> str:
    """What is withdrawn shows no label any more; here it is still called what it was given as."""
    return str(extra.copied_facts["address"]) if extra.copied_facts else ""


async def _extra(session: AsyncSession, copy_id: UUID) -> dict[UUID, Any]:
    columns = (
        Paragraph.id,
        Paragraph.copied_from,
        Paragraph.copied_facts,
        Paragraph.marked_hash,
        Text.base_runs,
        Text.base_hash,
        Text.forked_from,
    )
    of = select(*columns).join(Text, Text.id == Paragraph.text_id).where(Paragraph.document_id == copy_id)
    return {row.id: row for row in await session.execute(of)}


async def _cut_there(session: AsyncSession, plenary_id: UUID, extra: Mapping[UUID, Any]) -> set[UUID]:
    """Which of the plenary's paragraphs were split, or had another joined to them, since they were given."""
    since = {
        one.copied_from: one.copied_facts["record"]
        for one in extra.values()
        if one.copied_from is not None and one.copied_facts
    }
    if not since:
        return set()
    lines = select(Decision.subject_id, Decision.number).where(
        Decision.chain == ledger.document_chain(plenary_id),
        Decision.action.in_([SPLIT, JOINED]),
        Decision.number > min(since.values()),
    )
    return {
        row.subject_id
        for row in await session.execute(lines)
        if row.subject_id in since and row.number > since[row.subject_id]
    }


async def _joined_here(session: AsyncSession, copy_id: UUID) -> dict[UUID, UUID]:
    """Which paragraph of the group was last joined to which."""
    lines = (
        select(Decision)
        .where(Decision.chain == ledger.document_chain(copy_id), Decision.action == JOINED)
        .order_by(Decision.number)
    )
    found: dict[UUID, UUID] = {}
    for line in await session.scalars(lines):
        if line.subject_id is not None:
            found[UUID(ledger.facts_of(line)["joined"]["paragraph"])] = line.subject_id
    return found


def plenary_text_ids(read: Read, ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The text of the plenary's paragraph behind each of these of the group."""
    found: dict[UUID, UUID] = {}
    for one in read.compared:
        if one.own.id in ids and one.theirs is not None:
            found[one.own.id] = read.plenary_rows[one.theirs.id].text_id
    return found
