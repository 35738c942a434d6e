"""Who may read and write texts and documents, decided inside the committer's transaction (ENGINE E8)."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from app.documents.models import Category, Document
from app.documents.policy import office_of, party_of
from app.groups.rights import Act, Standing, Subject, TextKind, decide
from app.groups.standing import standings_sync
from app.paragraphs.models import Paragraph
from app.texts.gate import NOBODY, Ask, Authoriser, Verdict
from app.texts.models import Text

MAX_IDS = 5_000

DOCUMENT_COLUMNS = (
    Document.group_id,
    Document.audience,
    Document.sitting_audience,
    Document.sitting_suspended,
    Document.state,
    Document.observers_propose,
    Document.party_only,
    Document.frozen,
    Document.unattributed,
    Document.party,
)
_FACTS = (
    select(
        Paragraph.text_id,
        Paragraph.status,
        Paragraph.qualifier,
        Paragraph.withdrawn_at,
        Text.closed,
        Category.way,
        Document.id.label("document_id"),
        *DOCUMENT_COLUMNS,
    )
    .join(Text, Text.id == Paragraph.text_id)
    .join(Category, Category.id == Paragraph.category_id)
    .join(Document, Document.id == Paragraph.document_id)
)
_DOCUMENT = select(*DOCUMENT_COLUMNS)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a decision on a text rests on."""

    subject: Subject
    document_id: UUID
    unattributed: bool = False


# What one kind of texts is, of those asked for; others are left out.
FactSource = Callable[[Connection, Sequence[UUID]], dict[UUID, Circumstances]]


def authoriser(sources: Sequence[FactSource]) -> Authoriser:
    """What the committer asks: `authorise` with the facts of every kind of text."""

    def ask(connection: Connection, asks: Sequence[Ask]) -> list[Verdict]:
        return authorise(connection, asks, sources)

    return ask


def authorise(
    connection: Connection, asks: Sequence[Ask], sources: Sequence[FactSource] | None = None
) -> list[Verdict]:
    """Answer each ask from the facts as this transaction sees them, in a handful of statements however many there are.

    Texts in the same circumstances have the same answer for the same person, so a whole room is cheap.
    """
    facts: dict[UUID, Circumstances] = {}
    missing = {ask.text_id for ask in asks}
    for source in sources or (facts_of,):
        facts |= source(connection, list(missing))
        missing -= facts.keys()
        if not missing:
            break
    standings = _standings(connection, asks, facts)
    decided: dict[Any, Verdict] = {}
    answers: list[Verdict] = []
    for ask in asks:
        circumstances = facts.get(ask.text_id)
        if circumstances is None:
            answers.append(NOBODY)
            continue
        key = (ask.person_id, id(circumstances))
        verdict = decided.get(key)
        if verdict is None:
            group_id = circumstances.subject.group_id
            standing = standings[ask.person_id, group_id] if ask.person_id is not None else None
            verdict = decided[key] = _on_text(standing, circumstances)
        answers.append(verdict)
    return answers


def facts_of(connection: Connection, text_ids: Sequence[UUID]) -> dict[UUID, Circumstances]:
    """The facts of paragraphs' texts; equal circumstances are one object."""
    facts: dict[UUID, Circumstances] = {}
    same: dict[Any, Circumstances] = {}
    for start in range(0, len(text_ids), MAX_IDS):
        for row in connection.execute(_FACTS.where(Paragraph.text_id.in_(text_ids[start : start + MAX_IDS]))):
            # The last column, the party, is the document's.
            key = (*row[1:3], row.withdrawn_at is None, *row[4:-1])
            circumstances = same.get(key)
            if circumstances is None:
                circumstances = same[key] = Circumstances(_subject(row), row.document_id, row.unattributed)
            facts[row.text_id] = circumstances
    return facts


def _standings(
    connection: Connection, asks: Sequence[Ask], facts: dict[UUID, Circumstances]
) -> dict[tuple[UUID, UUID], Standing]:
    people: dict[UUID, set[UUID]] = defaultdict(set)
    for ask in asks:
        if ask.person_id is not None and ask.text_id in facts:
            people[facts[ask.text_id].subject.group_id].add(ask.person_id)
    standings: dict[tuple[UUID, UUID], Standing] = {}
    for group_id, ids in people.items():
        standings |= standings_sync(connection, [(person_id, group_id) for person_id in ids])
    return standings


def document_access(connection: Connection, person_id: UUID | None, document_id: UUID) -> Verdict:
    """Whether somebody may read a document and be on its channel; `write`: whether they may edit anything in it."""
    row = connection.execute(_DOCUMENT.where(Document.id == document_id)).first()
    if row is None:
        return NOBODY
    standing = None
    if person_id is not None:
        standing = standings_sync(connection, [(person_id, row.group_id)])[person_id, row.group_id]
    whole = Subject(row.group_id, **document_facts(row))
    reading = decide(standing, Act.READ, whole)
    writing = decide(standing, Act.WRITE_WORDS, open_paragraph(whole))
    verdict = _verdict(standing, reading.allowed, writing.allowed, reading.why or writing.why, document_id)
    return replace(verdict, unattributed=row.unattributed)


def open_paragraph(document: Subject) -> Subject:
    """A paragraph of that document that nobody has marked, in a category where anyone may edit."""
    return replace(document, kind=TextKind.PARAGRAPH, way="anyone", status="not_yet_discussed")


def document_facts(row: Any) -> dict[str, Any]:
    """What of a Subject a document's columns say."""
    return {
        "audience": row.audience,
        "sitting_audience": row.sitting_audience,
        "sitting_suspended": row.sitting_suspended,
        "document_state": row.state,
        "observers_propose": row.observers_propose,
        "party": party_of(row.party),
        "party_only": row.party_only,
        "frozen": row.frozen,
    }


def _subject(row: Any) -> Subject:
    return Subject(
        row.group_id,
        kind=TextKind.PARAGRAPH,
        way=row.way,
        status=row.status,
        qualifier=row.qualifier,
        closed=row.closed,
        withdrawn=row.withdrawn_at is not None,
        **document_facts(row),
    )


def _on_text(standing: Standing | None, circumstances: Circumstances) -> Verdict:
    subject, document_id = circumstances.subject, circumstances.document_id
    reading = decide(standing, Act.READ, subject)
    if not reading.allowed:
        return _verdict(standing, False, False, reading.why, document_id)
    writing = decide(standing, Act.WRITE_WORDS, subject)
    verdict = _verdict(standing, True, writing.allowed, writing.why, document_id)
    private = subject.stage == "draft"
    if not private and not circumstances.unattributed:
        return verdict
    return replace(verdict, unattributed=circumstances.unattributed, private=private)


def _verdict(standing: Standing | None, read: bool, write: bool, reason: str, document_id: UUID) -> Verdict:
    return Verdict(
        read=read,
        write=read and write,
        reason=reason,
        delegation_id=standing.delegation_id if standing else None,
        delegation_name=standing.delegation_name if standing else None,
        office=office_of(standing) if standing else None,
        document_id=document_id,
    )
