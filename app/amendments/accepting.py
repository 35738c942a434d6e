"""Accepting proposals into the text: whoever decides saw the exact result, and everybody sees what came of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.amendments import held as held_
from app.amendments import reading, rules
from app.amendments.deciding import Decider, decider_of, settle
from app.amendments.held import Held, hold
from app.amendments.models import AmendmentKind, Outcome
from app.amendments.schemas import Accept
from app.amendments.together import Outlook, chosen, outlook, outlook_under_lock, preview_json
from app.core.actor import Actor
from app.core.database import Database, now, one_view
from app.core.ids import uuid7
from app.documents.models import Way
from app.groups.policy import refuse
from app.paragraphs import gates, service
from app.paragraphs.labels import label_added
from app.paragraphs.models import Paragraph
from app.paragraphs.splitting import TooLong
from app.paragraphs.status import IsWithdrawn, StillAgreed, WordsMovedOn, closes
from app.texts.merging import bring_back, fork_text
from app.texts.models import Text
from app.texts.positions import utf16_length
from app.texts.runs import Words, canonical_json
from app.texts.schema import MAX_CHARACTERS


@dataclass(frozen=True, slots=True)
class Accepted:
    """The paragraph it went into, and the words that were accepted (of a deletion, those that went)."""

    paragraph: Paragraph
    words: Words
    facts: dict[str, Any]


async def preview(session: AsyncSession, actor: Actor | None, amendment_id: UUID) -> dict[str, Any]:
    """PreviewRead: what accepting it now would come to, for everybody who sees it; the session sees one moment."""
    amendment, _ = await reading.find(session, amendment_id, actor)
    seen = await outlook(session, amendment_id)
    paragraph = await session.get(Paragraph, amendment.paragraph_id) if amendment.paragraph_id else None
    return preview_json(seen, paragraph)


async def accept(database: Database, actor: Actor, amendment_id: UUID, given: Accept) -> dict[str, Any]:
    """Accept a proposal as it was on the screen, or with the words chosen.

    Raises WordsMovedOn with the present preview, BothChanged, StillAgreed, IsWithdrawn, NotOpen, TooLong, Forbidden.
    """
    async with database.reading() as session:
        await one_view(session)
        await reading.find(session, amendment_id, actor)  # nothing is computed for those who do not see it
        seen = await outlook(session, amendment_id, colliding=False)
    async with database.writing() as session:
        held = await hold(session, actor, amendment_id, with_words=True)
        decider = await decider_of(session, actor, held, given.on_word_of)
        _check_place(held)
        if not seen.is_of(*_present(held)):
            seen = await outlook_under_lock(session, amendment_id)
        if not seen.fits(given.proposal_hash, given.paragraph_hash):
            now_ = await outlook_under_lock(session, amendment_id, colliding=True)
            raise WordsMovedOn(
                "Look at the words as they are now, and decide again.", current=preview_json(now_, held.paragraph)
            )
        accepted = await _take(session, held, decider, seen, given)
        await _decided(session, actor, held, decider, seen, given, accepted)
        return await held_.answer(session, held)


def _present(held: Held) -> list[tuple[UUID, int, int]]:
    sides = [held.text]
    if held.amendment.kind is not AmendmentKind.ADDITION:
        sides.append(held.words_of)
    return [(one.id, one.generation, one.seq) for one in sides if one is not None]


def _check_place(held: Held) -> None:
    if held.category.way is Way.CLOSED:
        raise refuse("closed")
    if held.amendment.kind is AmendmentKind.ADDITION or held.paragraph is None:
        return
    if held.paragraph.withdrawn_at is not None:
        raise IsWithdrawn("Restore it before accepting something into it.")
    if closes(held.paragraph.status, held.paragraph.qualifier):
        raise StillAgreed("Mark it otherwise before its words change.")


async def _take(session: AsyncSession, held: Held, decider: Decider, seen: Outlook, given: Accept) -> Accepted:
    if held.amendment.kind is AmendmentKind.DELETION:
        return await _delete(session, held, seen)
    assert seen.result is not None
    if seen.both_changed and given.runs is None:
        now_ = await outlook_under_lock(session, held.amendment.id, colliding=True)
        raise rules.BothChanged("Say which words it shall be.", preview=preview_json(now_, held.paragraph))
    result = chosen(given.runs, seen.result)
    limit = held.words_of.max_characters if held.words_of else MAX_CHARACTERS
    if utf16_length(result.text) > limit:
        raise TooLong("It would be longer than a paragraph may be.")
    if held.amendment.kind is AmendmentKind.ADDITION:
        return await _add(session, held, decider, result)
    return await _change(session, held, decider, seen, result)


async def _change(session: AsyncSession, held: Held, decider: Decider, seen: Outlook, result: Words) -> Accepted:
    paragraph, text = held.paragraph, held.words_of
    original, proposal = seen.read.original, seen.read.proposal
    assert paragraph is not None and text is not None and original is not None and proposal is not None
    await bring_back(session, text, original, proposal, result.runs, decider.author, apart=seen.apart)
    paragraph.changed_at = now()
    return Accepted(paragraph, result, {"before": _said(original.words), "proposal": _said(proposal.words)})


async def _delete(session: AsyncSession, held: Held, seen: Outlook) -> Accepted:
    paragraph, text = held.paragraph, held.words_of
    assert paragraph is not None and text is not None and seen.original is not None
    label = await held_.label_of(session, held, paragraph)  # as everybody still sees it
    paragraph.withdrawn_at = paragraph.changed_at = now()
    gates.raise_gate(session, text, held.document.id, "withdrawn")
    return Accepted(paragraph, seen.original, {"label": label})


async def _add(session: AsyncSession, held: Held, decider: Decider, result: Words) -> Accepted:
    """A paragraph whose text is a fork of the proposal's, so that its words stay its authors'."""
    amendment, document = held.amendment, held.document
    assert held.text is not None
    proposed = await _fork(session, held.text, decider, result)
    paragraph = Paragraph(
        id=uuid7(),
        document_id=document.id,
        category_id=held.category.id,
        position=await service.position_after(session, document.id, held.category, amendment.paragraph_id),
        level=amendment.level,
        kind=amendment.paragraph_kind,
        proposer=amendment.proposer or None,
        text_id=proposed,
        created_by=decider.actor.person_id,
        changed_at=now(),
    )
    await label_added(session, document, paragraph)
    session.add(paragraph)
    await session.flush()
    place = {"after": str(amendment.paragraph_id) if amendment.paragraph_id else None}
    return Accepted(paragraph, result, place)


async def _fork(session: AsyncSession, text: Text, decider: Decider, result: Words) -> UUID:
    text_id = uuid7()
    await fork_text(session, text.id, text_id, decider.author, result.runs)
    return text_id


async def _decided(
    session: AsyncSession,
    actor: Actor,
    held: Held,
    decider: Decider,
    seen: Outlook,
    given: Accept,
    accepted: Accepted,
) -> None:
    amendment = held.amendment
    deletion = amendment.kind is AmendmentKind.DELETION
    label = await held_.label_of(session, held, accepted.paragraph)
    edited = not deletion and seen.result is not None and accepted.words.hash != seen.result.hash
    outcome = Outcome.ACCEPTED_IN_PART if given.part and not deletion else Outcome.ACCEPTED
    facts = await held_.facts_of(session, held) | {
        "label": label,
        "paragraph": str(accepted.paragraph.id),
        "outcome": outcome.value,
        "edited": edited,
        **_said(accepted.words),
        **accepted.facts,
        "reason": given.reason or None,
        **decider.facts,
    }
    line = await held_.record(session, actor, held, "amendment.accepted", facts)
    amendment.result_id = accepted.paragraph.id
    if not deletion:
        amendment.result_runs = canonical_json(accepted.words.runs).decode()
        amendment.result_hash = accepted.words.hash
    settle(session, held, decider, outcome, line.number)
    await held_.tell(session, actor, held, paragraphs=[accepted.paragraph.id])


def _said(words: Words) -> dict[str, Any]:
    return {"runs": words.runs, "content_hash": words.hash}
