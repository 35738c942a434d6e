"""Paragraphs as readers see them: rows with labels, marks and words made into what HTTP and events say."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.errors import NotFound
from app.documents import policy
from app.documents.events import DocumentChanged
from app.documents.heads import whereabouts
from app.documents.models import Audience, Category, Document, Numbering
from app.documents.service import categories_of, get_document, read_document
from app.groups.models import Membership, Office
from app.groups.rights import Act, Standing, decide
from app.groups.standing import standings_of
from app.paragraphs.brackets import bracketed, count_brackets
from app.paragraphs.models import Paragraph, ParagraphKind, ParagraphStatus
from app.paragraphs.numbering import UNNUMBERED, Label, Place, frozen_labels, labels_of
from app.paragraphs.status import Marked, changed_since_marked, closes
from app.texts import service as texts
from app.texts.models import Text
from app.texts.service import Words

WITH_WORDS = {
    "paragraph.added",
    "paragraph.marked",
    "paragraph.split",
    "paragraph.joined",
    "proposal.changed",
    "alternative.changed",
    "breakout.endorsed",
}

_COLUMNS = select(
    Paragraph.id,
    Paragraph.text_id,
    Paragraph.category_id,
    Paragraph.position,
    Paragraph.level,
    Paragraph.kind,
    Paragraph.status,
    Paragraph.qualifier,
    Paragraph.qualifier_words,
    Paragraph.final,
    Paragraph.placeholders,
    Paragraph.given_label,
    Paragraph.frozen_label,
    Paragraph.frozen_address,
    Paragraph.variant,
    Paragraph.placeholder,
    Paragraph.proposer,
    Paragraph.source,
    Paragraph.withdrawn_at,
    Paragraph.marked_hash,
    Paragraph.marked_at,
    Paragraph.marked_by,
    Paragraph.marked_office,
    Paragraph.on_word_of,
    Paragraph.awaiting_confirmation,
    Paragraph.marked_meeting,
    Paragraph.decision_number,
    Paragraph.split_from,
    Paragraph.created_at,
    Paragraph.changed_at,
    Text.generation,
    Text.seq,
    Text.closed,
    Text.changed_at.label("words_changed_at"),
    Document.copy_of,
    Document.unattributed,
)
_COLUMNS = _COLUMNS.join(Text, Text.id == Paragraph.text_id).join(Document, Document.id == Paragraph.document_id)
_PLACES = select(
    Paragraph.id,
    Paragraph.category_id,
    Paragraph.position,
    Paragraph.level,
    Paragraph.kind,
    Paragraph.withdrawn_at,
    Paragraph.given_label,
    Paragraph.frozen_label,
    Paragraph.frozen_address,
)
_counts = lru_cache(maxsize=20_000)(count_brackets)


async def rows_of(session: AsyncSession, document_id: UUID) -> Sequence[Any]:
    """All paragraphs of a document with their texts' places in the log, in no order."""
    return (await session.execute(_COLUMNS.where(Paragraph.document_id == document_id))).all()


def in_reading_order(rows: Iterable[Any], categories: Sequence[Category]) -> list[Any]:
    """Rows by the order of their categories, then by position."""
    order = {category.id: number for number, category in enumerate(categories)}
    return sorted(rows, key=lambda row: (order[row.category_id], row.position))


def labelled(
    rows: Sequence[Any], codes: Mapping[UUID, str], numbering: Numbering
) -> dict[UUID, tuple[Label, UUID | None]]:
    """The label of each row (given in reading order), and the paragraph before it in its category."""
    found: dict[UUID, tuple[Label, UUID | None]] = {}
    for category_id, group in groupby(rows, key=lambda row: row.category_id):
        members = list(group)
        places = [place_of(row) for row in members]
        if numbering is Numbering.FROZEN:
            labels = frozen_labels(places)
        else:
            labels = labels_of(codes[category_id], places, given=numbering is Numbering.GIVEN)
        before: UUID | None = None
        for row, label in zip(members, labels, strict=True):
            found[row.id] = (label, before)
            before = row.id
    return found


def place_of(row: Any) -> Place:
    """What numbering needs to know of a paragraph or a row of its columns."""
    frozen = Label(row.frozen_label or "", row.frozen_address or "") if row.frozen_label else UNNUMBERED
    return Place(row.level, row.kind == ParagraphKind.PLAIN, row.withdrawn_at is not None, row.given_label, frozen)


async def labels_in(
    session: AsyncSession, document: Document, category_ids: Iterable[UUID]
) -> dict[UUID, tuple[Label, UUID | None]]:
    """`labelled` for some categories only."""
    ids = list(category_ids)
    codes = {
        row.id: row.code
        for row in await session.execute(select(Category.id, Category.code).where(Category.id.in_(ids)))
    }
    rows = (await session.execute(_PLACES.where(Paragraph.category_id.in_(ids)))).all()
    return labelled(sorted(rows, key=lambda row: (row.category_id, row.position)), codes, Numbering(document.numbering))


async def address_of(session: AsyncSession, document: Document, paragraph: Paragraph) -> str:
    """What one says to find a paragraph, such as A.12(b); empty for plain text."""
    labels = await labels_in(session, document, [paragraph.category_id])
    return labels.get(paragraph.id, (UNNUMBERED, None))[0].address


async def read_paragraph(session: AsyncSession, document: Document, paragraph_id: UUID) -> dict[str, Any]:
    """One paragraph as ParagraphRead."""
    [paragraph] = await read_paragraphs(session, document, [paragraph_id])
    return paragraph


async def read_paragraphs(session: AsyncSession, document: Document, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Paragraphs as ParagraphRead, in the order asked for; raises NotFound."""
    rows = {row.id: row for row in await session.execute(_COLUMNS.where(Paragraph.id.in_(ids)))}
    if len(rows) < len(set(ids)):
        raise NotFound("There is no such paragraph.")
    labels = await labels_in(session, document, {row.category_id for row in rows.values()})
    words = await texts.words_of_many(session, [row.text_id for row in rows.values()])
    shown = [rows[id_] for id_ in ids]
    numbering = Numbering(document.numbering)
    return [paragraph_json(row, words[row.text_id], *labels[row.id], numbering) for row in shown]


def paragraph_json(row: Any, words: Words, label: Label, after: UUID | None, numbering: Numbering) -> dict[str, Any]:
    """The one form of a paragraph, in page states, answers and events, of plain values that any JSON writer takes."""
    present = Marked(row.status, row.marked_hash, row.marked_office, row.awaiting_confirmation)
    flagged = set(row.placeholders or ())
    placeholders = [one for one in bracketed(words.plain) if one in flagged] if flagged else []
    return {
        "id": str(row.id),
        "text": str(row.text_id),
        "generation": words.generation,
        "text_seq": words.seq,
        "label": label.label,
        "address": label.address,
        "category": str(row.category_id),
        "after": str(after) if after else None,
        "level": row.level,
        "kind": row.kind,
        "status": row.status,
        "qualifier": row.qualifier,
        "qualifier_words": row.qualifier_words,
        "final": row.final,
        # In a breakout group's text a mark is the group's recommendation, and closes nothing.
        "locked": row.closed or row.final or (row.copy_of is None and closes(row.status, row.qualifier)),
        "withdrawn": row.withdrawn_at is not None,
        "proposer": row.proposer,
        "source": row.source,
        "reference": row.given_label if numbering is not Numbering.GIVEN else None,
        "variant": row.variant,
        "placeholder": row.placeholder,
        "runs": words.runs,
        "words": words.plain,
        "content_hash": words.hash,
        "placeholders": placeholders,
        "brackets": _counts(words.plain, tuple(placeholders)),
        "mark": _mark_json(row),
        "changed_since_marked": changed_since_marked(present, words.hash),
        "changed_at": max(at for at in (row.created_at, row.changed_at, row.words_changed_at) if at is not None),
        "split_from": str(row.split_from) if row.split_from else None,
    }


def _mark_json(row: Any) -> dict[str, Any] | None:
    """The mark in force; setting it back to *not yet discussed* shows only until it is confirmed."""
    if row.marked_hash is None:
        return None
    if row.status == ParagraphStatus.NOT_YET_DISCUSSED and not row.awaiting_confirmation:
        return None
    return {
        "status": row.status,
        "hash": row.marked_hash,
        "at": row.marked_at,
        "by": row.marked_by if not row.unattributed else "",
        "office": row.marked_office,
        "on_word_of": row.on_word_of,
        "awaiting_confirmation": row.awaiting_confirmation,
        "meeting": row.marked_meeting,
        "decision": row.decision_number,
    }


def category_json(category: Category, counts: Mapping[str, int]) -> dict[str, Any]:
    """A category with its counts; statuses that nothing has are there with 0."""
    return {
        "id": str(category.id),
        "code": category.code,
        "title": category.title,
        "way": category.way,
        "counts": {status.value: counts.get(status.value, 0) for status in ParagraphStatus},
    }


def counted(rows: Iterable[Any]) -> dict[UUID, Counter[str]]:
    """How many paragraphs of each status a category has, withdrawn ones left out."""
    counts: dict[UUID, Counter[str]] = {}
    for row in rows:
        if row.withdrawn_at is None:
            counts.setdefault(row.category_id, Counter())[row.status] += 1
    return counts


async def read_categories(
    session: AsyncSession, document_id: UUID, ids: Iterable[UUID] | None = None
) -> list[dict[str, Any]]:
    """Categories of a document in order, as CategoryRead; all of them or some."""
    wanted = set(ids) if ids is not None else None
    categories = [one for one in await categories_of(session, document_id) if wanted is None or one.id in wanted]
    statuses = select(Paragraph.category_id, Paragraph.status, Paragraph.withdrawn_at).where(
        Paragraph.category_id.in_([category.id for category in categories])
    )
    counts = counted((await session.execute(statuses)).all())
    return [category_json(category, counts.get(category.id, {})) for category in categories]


async def read_changes(session: AsyncSession, event: DocumentChanged) -> dict[str, Any]:
    """The numbered event that clients are told: everything as it is at this moment, never how it was.

    `labels` are [label, address] of all paragraphs of the categories concerned, since one move renumbers many.
    """
    document = await get_document(session, event.document_id)
    paragraphs = await read_paragraphs(session, document, event.paragraphs) if event.paragraphs else []
    concerned = {UUID(paragraph["category"]) for paragraph in paragraphs} | set(event.categories)
    labels: dict[str, list[str]] = {}
    if event.kind != "paragraph.marked" and concerned:
        found = await labels_in(session, document, concerned)
        labels = {str(id_): [label.label, label.address] for id_, (label, _) in found.items()}
    if event.kind not in WITH_WORDS:
        paragraphs = [{key: value for key, value in one.items() if key not in {"runs", "words"}} for one in paragraphs]
    whole_list = event.kind == "category.changed"
    return {
        "type": "event",
        "number": event.number,
        "kind": event.kind,
        "by": event.by,
        "paragraphs": paragraphs,
        "subjects": [str(id_) for id_ in event.subjects],
        "categories": await read_categories(session, event.document_id, None if whole_list else concerned),
        "labels": labels,
        "document": {
            "title": document.title,
            "numbering": document.numbering,
            **await whereabouts(session, document),
        },
    }


async def list_documents(session: AsyncSession, actor: Actor | None, group_id: UUID | None) -> list[dict[str, Any]]:
    """The documents somebody may read, newest first: of one group, or of all groups that they belong to."""
    wanted = select(Document).where(Document.copy_of.is_(None)).order_by(Document.created_at.desc(), Document.id.desc())
    if group_id is not None:
        wanted = wanted.where(Document.group_id == group_id)
    elif actor is not None:
        seats = select(Membership.group_id).where(Membership.person_id == actor.person_id)
        offices = select(Office.group_id).where(Office.person_id == actor.person_id)
        wanted = wanted.where(Document.group_id.in_(seats.union(offices)))
    else:
        wanted = wanted.where(Document.audience == Audience.PUBLIC)
    documents = (await session.scalars(wanted)).all()
    standings: dict[UUID, Standing] = {}
    if actor is not None:
        found = await standings_of(session, {(actor.person_id, document.group_id) for document in documents})
        standings = {group: standing for (_, group), standing in found.items()}
    shown: list[dict[str, Any]] = []
    for document in documents:
        verdict = decide(standings.get(document.group_id), Act.READ, policy.subject_of(document))
        shut = verdict.why == "sitting"
        if not verdict.allowed and not shut:
            continue
        # Whom a sitting shuts out still finds the document, and nothing of what is going on in it.
        categories = [] if shut else await read_categories(session, document.id)
        total: Counter[str] = Counter()
        for category in categories:
            total.update(category["counts"])
        head = await read_document(session, document)
        shown.append(head | {"categories": categories, "counts": dict(total), "shut": shut})
    return shown
