"""One paragraph made two, and two made one (ENGINE E16).

What they come to is computed before anything is locked, and again under the lock if somebody typed meanwhile (E20).
"""

import asyncio
from base64 import b64decode
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import Database, events_of, now, one_view
from app.core.errors import Conflict
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Category, Document
from app.groups.policy import refuse
from app.groups.rights import STAFF, Act, Standing, TextKind, decide
from app.groups.standing import standing_of
from app.ledger import service as ledger
from app.paragraphs import events, gates, reading, service
from app.paragraphs.labels import label_added
from app.paragraphs.models import Draft, Paragraph
from app.paragraphs.schemas import ParagraphJoin, ParagraphSplit
from app.paragraphs.status import WordsMovedOn
from app.texts import places, writing
from app.texts.authorship import Author, Span, authors_of, read_authors
from app.texts.log import State, state_of
from app.texts.models import Text
from app.texts.positions import utf16_length
from app.texts.runs import Words, words_of
from app.texts.service import merged
from app.texts.splitting import Addition, Cut, append, cut

SPLIT, JOINED = "paragraph.split", "paragraph.joined"


class MarkedParagraph(Conflict):
    slug = "marked-paragraph"
    title = "This paragraph is marked"


class UnknownPlace(Conflict):
    slug = "unknown-place"
    title = "This place is not in the words any more"


class NotAdjacent(Conflict):
    slug = "not-adjacent"
    title = "These paragraphs do not follow on each other"


class TooLong(Conflict):
    slug = "too-long"
    title = "This is longer than a paragraph may be"


@dataclass(frozen=True, slots=True)
class Seam:
    """What two texts come to when one is put at the end of the other."""

    first: State
    second: State
    before: Words
    added: Words
    additions: list[Addition]
    joined: Words


async def split(
    database: Database, actor: Actor, paragraph_id: UUID, given: ParagraphSplit
) -> tuple[dict[str, Any], bool]:
    """SplitRead, and whether it was done now: the same again, by its new ids, is the same (ENGINE E15).

    Raises MarkedParagraph, UnknownPlace, Forbidden, service.IdTaken.
    """
    place = places.decode(b64decode(given.at))
    async with database.reading() as session:
        await one_view(session)  # a checkpoint may be stored meanwhile, which takes away the tail
        paragraph = await _readable(session, actor, paragraph_id)
        state = await _state_of(session, paragraph.text_id)
    try:
        ready = await asyncio.to_thread(_cut, state, place)
    except places.UnknownPlace:
        ready = None  # whoever may not type here learns only that
    async with database.writing() as session:
        category, paragraph, text, document = await _lock(session, paragraph_id)
        if (known := await session.get(Paragraph, given.id)) is not None:
            if (known.split_from, known.text_id, known.created_by) != (paragraph_id, given.text, actor.person_id):
                raise service.IdTaken
            await policy.require_in(session, actor, Act.READ, document)
            return await _both(session, document, paragraph_id, given.id), False
        standing = await _require_typing(session, actor, document, category, paragraph, text)
        if ready is None or (text.seq, text.generation) != (state.seq, state.generation):
            try:
                ready = _cut(await _state_of(session, text.id), place)
            except places.UnknownPlace:
                raise UnknownPlace("Look at the words as they are now, and do it again.") from None
        await _announce_cut(session, document, standing, (paragraph_id,), paragraph_id)
        added = await _add_tail(session, actor, document, category, paragraph, text, standing, ready, given)
        await _record_split(session, actor, document, standing, paragraph, added, ready)
        return await _both(session, document, paragraph_id, added.id), True


async def join(database: Database, actor: Actor, paragraph_id: UUID, given: ParagraphJoin) -> dict[str, Any]:
    """JoinRead: a paragraph's words put at the end of the one before it, and itself withdrawn; again is the same.

    Raises MarkedParagraph, NotAdjacent, WordsMovedOn, TooLong, Forbidden.
    """
    first_id, second_id = given.with_, paragraph_id
    async with database.reading() as session:
        await one_view(session)
        first, second = [await _readable(session, actor, id_) for id_ in (first_id, second_id)]
        ready = await _seam(session, first.text_id, second.text_id)
    async with database.writing() as session:
        category = await _lock_category(session, second_id)
        locked = await service.lock_with_texts(session, [first_id, second_id])
        (first, text), (second, other) = locked[first_id], locked[second_id]
        document = await documents.lock_document(session, second.document_id)
        if first.document_id != document.id:
            raise NotAdjacent("They are not in the same document.")
        if second.withdrawn_at is not None and (done := await _joined_before(session, actor, first_id, second_id)):
            await policy.require_in(session, actor, Act.READ, document)
            return await _one(session, document, first_id, second_id, done)
        for paragraph, its_text in ((first, text), (second, other)):
            standing = await _require_typing(session, actor, document, category, paragraph, its_text)
        await _require_adjacent(session, category, first, second)
        if [(one.seq, one.generation) for one in (ready.first, ready.second)] != [
            (one.seq, one.generation) for one in (text, other)
        ]:
            ready = await _seam(session, text.id, other.id, at_once=True)
        if given.content_hash not in {None, ready.added.hash}:
            raise WordsMovedOn(
                "Look at the words as they are now, and do it again.",
                current={
                    "runs": ready.added.runs,
                    "words": ready.added.text,
                    "content_hash": ready.added.hash,
                    "text_seq": other.seq,
                },
            )
        if utf16_length(ready.joined.text) > text.max_characters:
            raise TooLong("Together they would be longer than a paragraph may be.")
        label = await reading.address_of(session, document, second)  # as everybody still sees it
        await _announce_cut(session, document, standing, (first_id, second_id), first_id)
        await _put_together(session, document, first, text, second, other, ready)
        await _record_join(session, actor, document, standing, first, second, label, ready)
        return await _one(session, document, first_id, second_id, utf16_length(ready.before.text))


async def _readable(session: AsyncSession, actor: Actor, paragraph_id: UUID) -> Paragraph:
    """A paragraph, for whoever may read it: before anything is computed for them."""
    paragraph = await service.get_paragraph(session, paragraph_id)
    await policy.require_in(session, actor, Act.READ, await documents.get_document(session, paragraph.document_id))
    return paragraph


async def _lock_category(session: AsyncSession, paragraph_id: UUID) -> Category:
    present = await service.get_paragraph(session, paragraph_id)
    return await documents.lock_category(session, present.category_id, shared=True)


async def _lock(session: AsyncSession, paragraph_id: UUID) -> tuple[Category, Paragraph, Text, Document]:
    category = await _lock_category(session, paragraph_id)
    paragraph, text = await service.lock_with_text(session, paragraph_id)
    return category, paragraph, text, await documents.lock_document(session, paragraph.document_id)


async def _require_typing(
    session: AsyncSession, actor: Actor, document: Document, category: Category, paragraph: Paragraph, text: Text
) -> Standing:
    """Whoever may type into it may split and join it; raises MarkedParagraph or Forbidden."""
    if paragraph.category_id != category.id:
        raise Conflict("Somebody has just moved this paragraph. Look again.")
    standing = await standing_of(session, actor.person_id, document.group_id)
    policy.require(standing, Act.READ, document)
    facts: dict[str, Any] = {
        "kind": TextKind.PARAGRAPH,
        "way": category.way,
        "status": paragraph.status,
        "closed": text.closed,
        "withdrawn": paragraph.withdrawn_at is not None,
    }
    verdict = decide(standing, Act.WRITE_WORDS, policy.subject_of(document, **facts))
    if verdict.why in {"marked", "agreed"}:
        raise MarkedParagraph("Paragraphs that the chair has marked are not split or joined.", why=verdict.why)
    if not verdict.allowed:
        raise refuse(verdict.why)
    return standing


async def _announce_cut(
    session: AsyncSession, document: Document, standing: Standing, ids: tuple[UUID, ...], into: UUID
) -> None:
    by_staff = bool(standing.offices & STAFF) or document.copy_of is not None
    await events_of(session).announce(session, events.Cut(document.id, ids, into, by_staff))


# Splitting.


async def _state_of(session: AsyncSession, text_id: UUID) -> State:
    return await (await session.connection()).run_sync(state_of, text_id)


def _cut(state: State, place: places.Place) -> Cut:
    return cut(state.update, places.find(state.update, place))


async def _add_tail(
    session: AsyncSession,
    actor: Actor,
    document: Document,
    category: Category,
    paragraph: Paragraph,
    text: Text,
    standing: Standing,
    parts: Cut,
    given: ParagraphSplit,
) -> Paragraph:
    author = Author(actor.person_id, standing.delegation_id)
    added = Paragraph(
        id=given.id,
        document_id=document.id,
        category_id=category.id,
        position=await service.position_after(session, document.id, category, paragraph.id),
        level=paragraph.level,
        kind=paragraph.kind,
        proposer=paragraph.proposer,
        source=paragraph.source,
        placeholders=paragraph.placeholders,
        text_id=given.text,
        split_from=paragraph.id,
        created_by=actor.person_id,
    )
    await label_added(session, document, added)
    try:
        async with session.begin_nested():
            await writing.found_tail(session, text, given.text, parts, author)
            session.add(added)
            await session.flush()
    except IntegrityError:
        raise service.IdTaken from None
    await writing.log_updates(session, text, [(parts.update, author)])
    writing.raise_generation(text)
    gates.tell_generation(session, text)
    paragraph.changed_at = now()
    await session.flush()
    return added


async def _record_split(
    session: AsyncSession,
    actor: Actor,
    document: Document,
    standing: Standing,
    paragraph: Paragraph,
    added: Paragraph,
    parts: Cut,
) -> None:
    facts = {
        "label": await reading.address_of(session, document, paragraph),
        **_said(parts.head),
        "hash_before": parts.base.hash,
        "added": {
            "paragraph": str(added.id),
            "label": await reading.address_of(session, document, added),
            **_said(parts.tail),
        },
    }
    await documents.record(session, document, actor, standing, SPLIT, subject_id=paragraph.id, facts=facts)
    await documents.announce(
        session,
        document,
        "paragraph.split",
        actor.name,
        paragraphs=[paragraph.id, added.id],
        categories=[paragraph.category_id],
    )


async def _both(session: AsyncSession, document: Document, paragraph_id: UUID, added_id: UUID) -> dict[str, Any]:
    first, second = await reading.read_paragraphs(session, document, [paragraph_id, added_id])
    return {"paragraph": first, "added": second}


# Joining.


async def _seam(session: AsyncSession, first_id: UUID, second_id: UUID, *, at_once: bool = False) -> Seam:
    first, second = await _state_of(session, first_id), await _state_of(session, second_id)
    avoid = await writing.clients_of(session, first.lineage)
    if at_once:  # under the lease nothing but the database is waited for
        authors = await (await session.connection()).run_sync(read_authors, second_id)
        return _put_end_to_end(first, second, authors, avoid)
    authors = await authors_of(session, second_id)
    return await asyncio.to_thread(_put_end_to_end, first, second, authors, avoid)


def _put_end_to_end(first: State, second: State, authors: list[Span], avoid: set[int]) -> Seam:
    before, added = (words_of(merged(state.update, ())) for state in (first, second))
    additions, joined = append(first.update, added.runs, authors, avoid)
    return Seam(first, second, before, added, additions, joined)


async def _require_adjacent(session: AsyncSession, category: Category, first: Paragraph, second: Paragraph) -> None:
    before = await session.scalar(
        select(Paragraph.id)
        .where(Paragraph.category_id == category.id, Paragraph.withdrawn_at.is_(None))
        .where(Paragraph.position < second.position)
        .order_by(Paragraph.position.desc())
        .limit(1)
    )
    if before != first.id:
        raise NotAdjacent("Another paragraph stands between them now. Look again.")


async def _put_together(
    session: AsyncSession, document: Document, first: Paragraph, text: Text, second: Paragraph, other: Text, seam: Seam
) -> None:
    await writing.log_updates(session, text, [(one.update, one.author) for one in seam.additions])
    await writing.claim(session, text, seam.additions)
    writing.raise_generation(text)
    gates.tell_generation(session, text)
    gates.raise_gate(session, other, document.id, "withdrawn")
    second.withdrawn_at = now()
    first.changed_at = second.changed_at = second.withdrawn_at
    if document.now_paragraph_id == second.id:
        document.now_paragraph_id = first.id
    await session.execute(update(Draft).where(Draft.paragraph_id == second.id).values(paragraph_id=first.id))
    await session.flush()


async def _record_join(
    session: AsyncSession,
    actor: Actor,
    document: Document,
    standing: Standing,
    first: Paragraph,
    second: Paragraph,
    label: str,
    seam: Seam,
) -> None:
    facts = {
        "label": await reading.address_of(session, document, first),
        **_said(seam.joined),
        "first": _said(seam.before),
        "joined": {"paragraph": str(second.id), "label": label, **_said(seam.added)},
        "seam": utf16_length(seam.before.text),
    }
    await documents.record(session, document, actor, standing, JOINED, subject_id=first.id, facts=facts)
    await documents.announce(
        session,
        document,
        "paragraph.joined",
        actor.name,
        paragraphs=[first.id, second.id],
        categories=[first.category_id],
    )


async def _joined_before(session: AsyncSession, actor: Actor, first_id: UUID, second_id: UUID) -> int | None:
    """Where the seam is, if this person joined the two last and nothing has happened to the second since."""
    line = await ledger.last_about(session, first_id, JOINED)
    if line is None or line.actor_id != actor.person_id:
        return None
    facts = ledger.facts_of(line)
    if facts["joined"]["paragraph"] != str(second_id):
        return None
    return int(facts["seam"])


async def _one(session: AsyncSession, document: Document, first_id: UUID, second_id: UUID, seam: int) -> dict[str, Any]:
    first, second = await reading.read_paragraphs(session, document, [first_id, second_id])
    return {"paragraph": first, "removed": second, "seam": seam}


def _said(words: Words) -> dict[str, Any]:
    return {"runs": words.runs, "content_hash": words.hash}
