"""The gavel: marks on the words that the chair saw, and confirming those given on the chair's word (ENGINE E18)."""

from typing import Any, Literal
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.database import events_of, now
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Document
from app.groups.models import Meeting, Office, OfficeKind
from app.groups.rights import LEADERS, Act, Standing, Subject, TextKind, decide
from app.groups.standing import standing_of
from app.paragraphs import gates, reading
from app.paragraphs.brackets import count_brackets
from app.paragraphs.events import Marking
from app.paragraphs.models import Paragraph
from app.paragraphs.schemas import Confirm, Mark
from app.paragraphs.service import get_paragraph, lock_with_text
from app.paragraphs.status import (
    IsWithdrawn,
    Marked,
    MarkMovedOn,
    New,
    NoChairInOffice,
    Seen,
    check_mark,
    closes,
    is_repeat,
    takes_typing,
)
from app.texts import service as texts
from app.texts.diff import word_diff
from app.texts.models import Text
from app.texts.runs import canonical_json, plain


async def mark(session: AsyncSession, actor: Actor, paragraph_id: UUID, given: Mark) -> dict[str, Any]:
    """Mark a paragraph on the words under the gavel, which are read from the log while its text is locked.

    Raises WordsMovedOn with the present words, ReasonRequired, UnresolvedBrackets, IsWithdrawn, NoChairInOffice,
    Forbidden. The same mark on the same words by the same office again is no second decision.
    """
    paragraph, text = await lock_with_text(session, paragraph_id)
    document = await documents.lock_document(session, paragraph.document_id)
    standing = await standing_of(session, actor.person_id, document.group_id)
    office = _check_right(standing, document, paragraph)
    on_word_of = None
    if office is OfficeKind.SECRETARIAT:
        on_word_of = await who_said_so(session, document.group_id, given.on_word_of)
    present = marked_as(paragraph)
    in_breakout = document.copy_of is not None
    words = await texts.words_under_lock(session, text)
    placeholders = tuple(paragraph.placeholders or ())
    seen = Seen(list(words.runs), words.plain, words.hash, words.seq, placeholders)
    new = New(given.status, given.qualifier, given.qualifier_words)
    if given.content_hash == words.hash and is_repeat(present, new, words.hash, office):
        return await reading.read_paragraph(session, document, paragraph_id)
    check_mark(present, new, given.content_hash, seen, reason=given.reason, brackets_seen=given.brackets_seen)
    if not in_breakout:
        marking = Marking(paragraph_id, closes(new.status, new.qualifier), given.alternatives_seen)
        await events_of(session).announce(session, marking)
    label = await reading.address_of(session, document, paragraph)
    facts = mark_facts(paragraph, new, seen, label, on_word_of) | {"reason": given.reason or None}
    if not in_breakout:  # there it is the group's recommendation, and closes nothing
        await change_gate(session, paragraph, text, new)
    meeting = await documents.current_meeting(session, document.group_id)
    set_mark(paragraph, new, seen, actor.name, office, on_word_of, meeting)
    decision = await documents.record(
        session, document, actor, standing, "paragraph.marked", subject_id=paragraph_id, facts=facts, meeting=meeting
    )
    paragraph.decision_number = decision.number
    return await _announce(session, actor, document, paragraph)


def mark_facts(
    paragraph: Paragraph, new: New, seen: Seen, label: str, on_word_of: tuple[UUID, str] | None
) -> dict[str, Any]:
    """What the record says of a mark, before it is set."""
    return {
        "status": new.status.value,
        "qualifier": new.qualifier.value if new.qualifier else None,
        "qualifier_words": new.qualifier_words,
        "before": paragraph.status.value,
        "qualifier_before": paragraph.qualifier.value if paragraph.qualifier else None,
        "label": label,
        "document": str(paragraph.document_id),
        "category": str(paragraph.category_id),
        "runs": seen.runs,
        "content_hash": seen.hash,
        "brackets": count_brackets(seen.plain, seen.placeholders),
        "on_word_of": {"id": str(on_word_of[0]), "name": on_word_of[1]} if on_word_of else None,
        "awaiting_confirmation": on_word_of is not None,
    }


def set_mark(
    paragraph: Paragraph,
    new: New,
    seen: Seen,
    by: str,
    office: str,
    on_word_of: tuple[UUID, str] | None,
    meeting: Meeting | None,
) -> None:
    """Set a mark on the row of a locked paragraph; the number of its line in the record comes with that line."""
    paragraph.status = new.status
    paragraph.qualifier = new.qualifier
    paragraph.qualifier_words = new.qualifier_words
    paragraph.marked_hash = seen.hash
    paragraph.marked_runs = canonical_json(seen.runs).decode()
    paragraph.marked_at = paragraph.changed_at = now()
    paragraph.marked_by = by
    paragraph.marked_office = str(office)
    paragraph.on_word_of = on_word_of[1] if on_word_of else None
    paragraph.awaiting_confirmation = on_word_of is not None
    paragraph.marked_meeting = meeting.number if meeting else None


async def confirm(session: AsyncSession, actor: Actor, paragraph_id: UUID, given: Confirm) -> dict[str, Any]:
    """Confirm the mark that the secretariat recorded on the chair's word; raises MarkMovedOn if it is another now."""
    paragraph, _ = await lock_with_text(session, paragraph_id)
    document = await documents.lock_document(session, paragraph.document_id)
    standing = await policy.require_in(session, actor, Act.CONFIRM_MARK, document)
    if paragraph.withdrawn_at is not None:
        raise IsWithdrawn("Restore it before confirming its mark.")
    if paragraph.decision_number != given.decision:
        raise MarkMovedOn(
            "It has been marked again since.",
            current={"status": paragraph.status, "decision": paragraph.decision_number},
        )
    if not paragraph.awaiting_confirmation:
        return await reading.read_paragraph(session, document, paragraph_id)
    facts = {
        "decision": given.decision,
        "status": paragraph.status.value,
        "qualifier": paragraph.qualifier.value if paragraph.qualifier else None,
        "qualifier_words": paragraph.qualifier_words,
        "label": await reading.address_of(session, document, paragraph),
        "runs": orjson.loads(paragraph.marked_runs or "[]"),
        "content_hash": paragraph.marked_hash,
        "recorded_by": paragraph.marked_by,
    }
    paragraph.awaiting_confirmation = False
    paragraph.changed_at = now()
    await documents.record(
        session, document, actor, standing, "paragraph.mark_confirmed", subject_id=paragraph_id, facts=facts
    )
    return await _announce(session, actor, document, paragraph)


async def marked_words(session: AsyncSession, actor: Actor | None, paragraph_id: UUID) -> dict[str, Any]:
    """The words that a paragraph was marked on, and by which words the present ones differ from them."""
    paragraph = await get_paragraph(session, paragraph_id)
    document = await documents.get_document(session, paragraph.document_id)
    policy.require(await policy.standing_in(session, actor, document.group_id), Act.READ, document)
    present = await texts.words_of(session, paragraph.text_id)
    if paragraph.marked_runs is None or paragraph.marked_hash is None:
        return {"runs": present.runs, "words": present.plain, "hash": present.hash, "diff": []}
    runs = orjson.loads(paragraph.marked_runs)
    diff = word_diff(runs, present.runs)
    return {"runs": runs, "words": plain(runs), "hash": paragraph.marked_hash, "diff": diff}


def _check_right(standing: Standing, document: Document, paragraph: Paragraph) -> OfficeKind | Literal["convener"]:
    """The office in which somebody marks: their own, or the secretariat on the chair's word; in a breakout group's
    text its convener."""
    if paragraph.withdrawn_at is not None and decide(standing, Act.READ, _subject(document)).allowed:
        raise IsWithdrawn("Restore it before marking it.")
    if document.copy_of is not None:
        policy.require(standing, Act.MARK, document, kind=TextKind.PARAGRAPH)
        return "convener"
    if standing.offices & LEADERS:
        policy.require(standing, Act.MARK, document, kind=TextKind.PARAGRAPH)
        return OfficeKind.CHAIR if OfficeKind.CHAIR in standing.offices else OfficeKind.VICE_CHAIR
    policy.require(standing, Act.MARK_ON_WORD, document, kind=TextKind.PARAGRAPH)
    return OfficeKind.SECRETARIAT


def _subject(document: Document) -> Subject:
    return policy.subject_of(document)


async def who_said_so(session: AsyncSession, group_id: UUID, person_id: UUID | None) -> tuple[UUID, str]:
    """The person on whose word the secretariat marks: as named, else the chair in office, else the vice-chair."""
    today = now().date()
    statement = (
        select(Person.id, Person.name, Office.kind)
        .join(Office, Office.person_id == Person.id)
        .where(Office.group_id == group_id, Office.kind.in_(LEADERS), Office.from_day <= today)
        .where(Office.until_day.is_(None) | (Office.until_day >= today))
        .where(Person.disabled_at.is_(None))
        .order_by(Office.from_day)
    )
    leaders = (await session.execute(statement)).all()
    if person_id is not None:
        leaders = [row for row in leaders if row.id == person_id]
    leaders = sorted(leaders, key=lambda row: row.kind is not OfficeKind.CHAIR)
    if not leaders:
        raise NoChairInOffice("The secretariat marks on the word of a chair or vice-chair in office.")
    return leaders[0].id, leaders[0].name


async def change_gate(session: AsyncSession, paragraph: Paragraph, text: Text, new: New) -> None:
    """Agreed closes the text; set back to *not yet discussed* it takes typing again; anything else stops typing."""
    if takes_typing(new.status):
        await gates.reopen(session, text, paragraph.document_id, "marked")
    else:
        closed = closes(new.status, new.qualifier)
        gates.raise_gate(session, text, paragraph.document_id, "marked", closed=closed)


async def _announce(session: AsyncSession, actor: Actor, document: Document, paragraph: Paragraph) -> dict[str, Any]:
    await session.flush()
    await documents.announce(
        session,
        document,
        "paragraph.marked",
        actor.name,
        paragraphs=[paragraph.id],
        categories=[paragraph.category_id],
    )
    return await reading.read_paragraph(session, document, paragraph.id)


def marked_as(paragraph: Paragraph) -> Marked:
    """How a paragraph is marked now, for the rules."""
    return Marked(
        paragraph.status,
        paragraph.marked_hash,
        paragraph.marked_office,
        paragraph.awaiting_confirmation,
        paragraph.qualifier,
        paragraph.qualifier_words,
    )
