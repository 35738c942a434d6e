"""What becomes of alternatives: made the paragraph's text, combined into it, dropped; and the chair's confirmation.

The chair or vice-chair decides, or the secretariat on the chair's word, on the words that were on the screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.alternatives import reading, service
from app.alternatives.models import Alternative, AlternativeState
from app.alternatives.schemas import Combine, ConfirmDecision, Drop, MakeText
from app.core.actor import Actor
from app.core.database import now
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Document
from app.groups.rights import LEADERS, Act, Standing
from app.groups.standing import standing_of
from app.paragraphs import gates
from app.paragraphs.marks import who_said_so
from app.paragraphs.models import Paragraph
from app.paragraphs.status import IsWithdrawn, MarkMovedOn, StillAgreed, WordsMovedOn, closes
from app.texts import merging
from app.texts import service as texts
from app.texts.authorship import Author
from app.texts.merging import Side
from app.texts.models import Text
from app.texts.runs import Run, Words, words_from


@dataclass(slots=True)
class Decider:
    """Who decides: in their own office, or on the word of a chair or vice-chair (id and name)."""

    actor: Actor
    standing: Standing
    on_word_of: tuple[UUID, str] | None

    @property
    def author(self) -> Author:
        return Author(self.actor.person_id, self.standing.delegation_id)

    @property
    def facts(self) -> dict[str, Any]:
        word = self.on_word_of
        return {
            "on_word_of": {"id": str(word[0]), "name": word[1]} if word else None,
            "awaiting_confirmation": word is not None,
        }


async def make_text(session: AsyncSession, actor: Actor, alternative_id: UUID, given: MakeText) -> dict[str, Any]:
    """Make an alternative's words the paragraph's; raises WordsMovedOn with both sides' present words."""
    present = await service.get_alternative(session, alternative_id)
    paragraph, original, sides = await service.lock(session, present.paragraph_id, [alternative_id], with_words=True)
    assert original is not None
    [(alternative, text)] = sides
    document, decider = await _decider(session, actor, alternative.document_id, given.on_word_of)
    _require_open(paragraph, [alternative])
    ours = await _side(session, original.id)
    theirs = await _side(session, text.id)
    _check_seen(ours.words, given.paragraph_hash, [(alternative, theirs.words, given.alternative_hash)])
    kept: Alternative | None = None
    if given.keep_present and ours.words.hash != theirs.words.hash:
        await service.require_room(session, paragraph.id)
        kept = await service.keep(session, document, paragraph, original.id, decider.author)
        await service.record(session, actor, decider.standing, document, "alternative.added", kept)
    told = await service.told_of(session, document, alternative)
    result = await merging.bring_back(
        session, original, ours, theirs, theirs.words.runs, decider.author, apart=alternative.place_again
    )
    facts = {
        **told,
        "runs": result.runs,
        "content_hash": result.hash,
        "before": _said(ours.words),
        "kept": str(kept.id) if kept else None,
        **decider.facts,
    }
    line = await documents.record(
        session, document, actor, decider.standing, "alternative.made_text", subject_id=alternative.id, facts=facts
    )
    _end(session, sides, AlternativeState.MADE_TEXT, line.number, decider)
    return await _told(session, document, decider, paragraph, [alternative])


async def combine(session: AsyncSession, actor: Actor, paragraph_id: UUID, given: Combine) -> list[dict[str, Any]]:
    """Make the chosen words the paragraph's, out of these alternatives; each author's words stay theirs."""
    seen = {one.id: one.content_hash for one in given.alternatives}
    paragraph, original, sides = await service.lock(session, paragraph_id, list(seen), with_words=True)
    assert original is not None
    document, decider = await _decider(session, actor, paragraph.document_id, given.on_word_of)
    alternatives = [alternative for alternative, _ in sides]
    _require_open(paragraph, alternatives)
    ours = await _side(session, original.id)
    theirs = [await _side(session, text.id) for _, text in sides]
    checked = [(one, side.words, seen[one.id]) for one, side in zip(alternatives, theirs, strict=True)]
    _check_seen(ours.words, given.paragraph_hash, checked)
    told = [
        {**await service.told_of(session, document, one), "id": str(one.id), **_said(side.words)}
        for one, side in zip(alternatives, theirs, strict=True)
    ]
    result = await _bring_all(
        session, original, ours, list(zip(alternatives, theirs, strict=True)), given.runs, decider
    )
    facts = {
        "label": told[0]["label"],
        "paragraph": str(paragraph_id),
        "runs": result.runs,
        "content_hash": result.hash,
        "before": _said(ours.words),
        "alternatives": told,
        **decider.facts,
    }
    line = await documents.record(
        session, document, actor, decider.standing, "alternatives.combined", subject_id=paragraph_id, facts=facts
    )
    _end(session, sides, AlternativeState.COMBINED, line.number, decider)
    await _told(session, document, decider, paragraph, alternatives)
    return await reading.shown(session, document, decider.standing, alternatives)


async def drop(session: AsyncSession, actor: Actor, alternative_id: UUID, given: Drop) -> dict[str, Any]:
    """Let an alternative go, with its exact words on record."""
    present = await service.get_alternative(session, alternative_id)
    _, _, sides = await service.lock(session, present.paragraph_id, [alternative_id])
    [(alternative, text)] = sides
    document, decider = await _decider(session, actor, alternative.document_id, given.on_word_of)
    service.require_standing(alternative)
    words = await texts.words_under_lock(session, text)
    if given.content_hash not in {None, words.hash}:
        raise WordsMovedOn(
            "Its words have changed since you saw them.", current={"alternatives": [_now(alternative, words)]}
        )
    number = await service.record(
        session,
        actor,
        decider.standing,
        document,
        "alternative.dropped",
        alternative,
        reason=given.reason or None,
        **decider.facts,
    )
    _end(session, sides, AlternativeState.DROPPED, number, decider)
    return await _told(session, document, decider, None, [alternative])


async def confirm(session: AsyncSession, actor: Actor, alternative_id: UUID, given: ConfirmDecision) -> dict[str, Any]:
    """Confirm what the secretariat decided on the chair's word, of all alternatives that it decided on."""
    present = await service.get_alternative(session, alternative_id)
    document_id = present.document_id
    same = (
        select(Alternative)
        .where(Alternative.document_id == document_id, Alternative.decision_number == given.decision)
        .order_by(Alternative.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    decided = (await session.scalars(same)).all()
    document = await documents.lock_document(session, document_id)
    standing = await policy.require_in(session, actor, Act.DECIDE, document)
    alternative = next((one for one in decided if one.id == alternative_id), None)
    if alternative is None:
        raise MarkMovedOn("This is not what was decided on it.", current={"decision": present.decision_number})
    if alternative.awaiting_confirmation:
        facts = {
            **await service.told_of(session, document, alternative),
            "decision": given.decision,
            "became": alternative.state.value,
            "on_word_of": alternative.on_word_of,
        }
        for one in decided:
            one.awaiting_confirmation = False
        await session.flush()
        await documents.record(
            session, document, actor, standing, "alternative.confirmed", subject_id=alternative_id, facts=facts
        )
        await documents.announce(
            session, document, "alternative.changed", actor.name, subjects=[one.id for one in decided]
        )
    return await reading.read_alternative(session, document, standing, alternative)


async def _decider(
    session: AsyncSession, actor: Actor, document_id: UUID, word: UUID | None
) -> tuple[Document, Decider]:
    """The document, locked, and who decides in it; raises Forbidden, NoChairInOffice."""
    document = await documents.lock_document(session, document_id)
    standing = await standing_of(session, actor.person_id, document.group_id)
    policy.require(standing, Act.READ, document)
    if standing.offices & LEADERS:
        policy.require(standing, Act.DECIDE, document)
        return document, Decider(actor, standing, None)
    policy.require(standing, Act.DECIDE_ON_WORD, document)
    return document, Decider(actor, standing, await who_said_so(session, document.group_id, word))


def _require_open(paragraph: Paragraph, alternatives: Sequence[Alternative]) -> None:
    for alternative in alternatives:
        service.require_standing(alternative)
    if paragraph.withdrawn_at is not None:
        raise IsWithdrawn("Restore it before changing its words.")
    if closes(paragraph.status, paragraph.qualifier):
        raise StillAgreed("Mark it otherwise before its words change.")


def _check_seen(ours: Words, seen: str, alternatives: Sequence[tuple[Alternative, Words, str]]) -> None:
    if seen == ours.hash and all(words.hash == hash_ for _, words, hash_ in alternatives):
        return
    raise WordsMovedOn(
        "Look at the words as they are now, and decide again.",
        current={
            "paragraph": {"runs": ours.runs, "words": ours.text, "content_hash": ours.hash},
            "alternatives": [_now(one, words) for one, words, _ in alternatives],
        },
    )


def _now(alternative: Alternative, words: Words | texts.Words) -> dict[str, Any]:
    return {"id": str(alternative.id), "runs": words.runs, "content_hash": words.hash}


async def _bring_all(
    session: AsyncSession,
    original: Text,
    ours: Side,
    sides: Sequence[tuple[Alternative, Side]],
    runs: Sequence[Run],
    decider: Decider,
) -> Words:
    """One alternative after the other, so that what is taken from each stays its authors'; then the chosen words."""
    wanted = words_from(runs)
    for alternative, theirs in sides:
        if alternative.place_again or theirs.state.lineage != ours.state.lineage:
            continue
        together = merging.put_together(ours, theirs).result.runs
        await merging.bring_back(session, original, ours, theirs, together, decider.author, apart=False)
        ours = await _side(session, original.id)
    return await merging.enter_runs(session, original, wanted.runs, decider.author)


def _end(
    session: AsyncSession,
    sides: Sequence[tuple[Alternative, Text]],
    state: AlternativeState,
    number: int,
    decider: Decider,
) -> None:
    for alternative, text in sides:
        alternative.state = state
        alternative.ended_at = now()
        alternative.decision_number = number
        alternative.on_word_of = decider.on_word_of[1] if decider.on_word_of else None
        alternative.awaiting_confirmation = decider.on_word_of is not None
        gates.raise_gate(session, text, alternative.document_id, "taken-up", closed=True)


async def _told(
    session: AsyncSession,
    document: Document,
    decider: Decider,
    paragraph: Paragraph | None,
    alternatives: Sequence[Alternative],
) -> dict[str, Any]:
    if paragraph is not None:
        paragraph.changed_at = now()
    await session.flush()
    await documents.announce(
        session,
        document,
        "alternative.changed",
        decider.actor.name,
        paragraphs=[paragraph.id] if paragraph else [],
        categories=[paragraph.category_id] if paragraph else [],
        subjects=[one.id for one in alternatives],
    )
    return await reading.read_alternative(session, document, decider.standing, alternatives[0])


async def _side(session: AsyncSession, text_id: UUID) -> Side:
    return await (await session.connection()).run_sync(merging.read_side, text_id)


def _said(words: Words) -> dict[str, Any]:
    return {"runs": words.runs, "content_hash": words.hash}
