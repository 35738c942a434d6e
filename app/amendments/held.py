"""A proposal held under lock with all that a command about it needs, and what every command ends with.

Locked in the one order (ENGINE E20): category, texts by id, paragraph, proposal, document. Every command holds the
paragraph, so that a split or a join of it, which flags its proposals when it holds the document, waits before or after.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.amendments import reading, rules
from app.amendments.access import side_of, subject_of
from app.amendments.models import Amendment, AmendmentKind, AmendmentParty, PartyRole
from app.core.actor import Actor
from app.core.database import events_of, now
from app.core.errors import Conflict, NotFound
from app.documents import policy
from app.documents import service as documents
from app.documents.events import Nudge
from app.documents.models import Category, Document
from app.groups.policy import refuse
from app.groups.rights import Act, Standing, Subject, decide
from app.groups.standing import standing_of
from app.ledger.models import Decision
from app.paragraphs import reading as paragraphs
from app.paragraphs.models import Paragraph
from app.texts import service as texts
from app.texts.models import Text

PROPOSALS = "proposals"  # what pages call the list of them


@dataclass(slots=True)
class Held:
    """What a command about a proposal works on; `text` is the proposal's, `words_of` its paragraph's."""

    amendment: Amendment
    text: Text | None
    paragraph: Paragraph | None
    words_of: Text | None
    category: Category
    document: Document
    standing: Standing
    parties: list[AmendmentParty]
    also: tuple[Paragraph, Text] | None = None  # another paragraph that the command concerns

    @property
    def sponsors(self) -> list[AmendmentParty]:
        return [one for one in self.parties if one.role is PartyRole.SPONSOR]

    @property
    def subject(self) -> Subject:
        closed = self.text is not None and self.text.closed
        return subject_of(self.document, self.amendment, self.parties, closed=closed)

    @property
    def is_sponsor(self) -> bool:
        return rules.party(self.sponsors).has(self.standing)


async def hold(
    session: AsyncSession, actor: Actor, amendment_id: UUID, *, with_words: bool = False, also: UUID | None = None
) -> Held:
    """The proposal, which the actor must see, with its rows locked; `with_words` also locks the paragraph's text,
    `also` another paragraph with its text."""
    seen = await session.get(Amendment, amendment_id)
    if seen is None:
        raise NotFound("There is no such proposal.")
    paragraph_id, text_id = seen.paragraph_id, seen.text_id
    category = await documents.lock_category(session, await _category_of(session, seen), shared=True)
    places = await _places(session, {paragraph_id, also} - {None})
    texts_ = await _lock(session, Text, {text_id, places.get(also), places.get(paragraph_id) if with_words else None})
    paragraphs_ = await _lock(session, Paragraph, set(places), key_share=True)
    amendment = (await _lock(session, Amendment, {amendment_id}))[amendment_id]
    if (amendment.paragraph_id, amendment.text_id) != (paragraph_id, text_id):
        raise Conflict("This proposal has just been placed elsewhere. Look again.")
    document = await documents.lock_document(session, amendment.document_id)
    standing = await standing_of(session, actor.person_id, document.group_id)
    parties = (await reading.parties_of(session, [amendment_id]))[amendment_id]
    reading.require_seen(standing, document, amendment, parties)
    if also is not None and (also not in paragraphs_ or paragraphs_[also].document_id != document.id):
        raise NotFound("There is no such paragraph in this document.")
    return Held(
        amendment=amendment,
        text=texts_.get(text_id) if text_id else None,
        paragraph=paragraphs_.get(paragraph_id) if paragraph_id else None,
        words_of=texts_.get(places[paragraph_id]) if paragraph_id else None,
        category=category,
        document=document,
        standing=standing,
        parties=parties,
        also=(paragraphs_[also], texts_[places[also]]) if also else None,
    )


async def _places(session: AsyncSession, ids: set[Any]) -> dict[Any, UUID]:
    """The texts of paragraphs."""
    found = await session.execute(select(Paragraph.id, Paragraph.text_id).where(Paragraph.id.in_(ids)))
    return {row.id: row.text_id for row in found}


async def _lock(session: AsyncSession, kind: Any, ids: set[Any], *, key_share: bool = False) -> dict[UUID, Any]:
    wanted = select(kind).where(kind.id.in_(ids - {None})).order_by(kind.id).with_for_update(key_share=key_share)
    rows = await session.scalars(wanted.execution_options(populate_existing=True))
    return {row.id: row for row in rows}


async def _category_of(session: AsyncSession, amendment: Amendment) -> UUID:
    """Where it is: a change where its paragraph is now, an addition where it was to come."""
    if amendment.kind is AmendmentKind.ADDITION or amendment.paragraph_id is None:
        return amendment.category_id
    present = await session.scalar(select(Paragraph.category_id).where(Paragraph.id == amendment.paragraph_id))
    return present or amendment.category_id


def require_open(held: Held) -> None:
    """Raise NotOpen for a proposal that was taken up or withdrawn."""
    if not rules.is_open(held.amendment):
        raise rules.NotOpen(stage=held.amendment.stage, outcome=held.amendment.outcome)


def require(held: Held, act: Act) -> None:
    """Raise Forbidden unless this may be done to the proposal."""
    policy.check(held.standing, act, held.subject)


def at_the_desk(held: Held) -> bool:
    """Whether the desk entered it and does this."""
    if rules.is_private(held.amendment) or not rules.by_office(held.amendment):
        return False
    return decide(held.standing, Act.ENTER_ORAL, policy.subject_of(held.document)).allowed


def require_preparing(held: Held) -> None:
    """Its sponsors who may write in it see to it, and the desk to what it entered; raises Forbidden.

    A deletion has no words to write, and its sponsors prepare it all the same.
    """
    if at_the_desk(held):
        return
    if not held.is_sponsor:
        raise refuse("not-yours")
    if held.text is not None:
        require(held, Act.WRITE_WORDS)
    elif not rules.is_private(held.amendment):
        require(held, Act.TABLE)


async def facts_of(session: AsyncSession, held: Held, words: texts.Words | None = None) -> dict[str, Any]:
    """What every line of the record says of a proposal; `words` are its own."""
    amendment = held.amendment
    label = await label_of(session, held, held.paragraph)
    facts: dict[str, Any] = {
        "label": label,
        "paragraph": str(amendment.paragraph_id) if amendment.paragraph_id else None,
        "category": str(held.category.id),
        "kind": amendment.kind.value,
        "number": amendment.number,
        "basis": amendment.basis.value,
        "proposer": amendment.proposer,
        "sponsors": [one.name for one in held.sponsors],
    }
    if amendment.kind is AmendmentKind.ADDITION:
        facts |= {"level": amendment.level, "paragraph_kind": amendment.paragraph_kind.value}
    return facts if words is None else facts | {"runs": words.runs, "content_hash": words.hash}


async def label_of(session: AsyncSession, held: Held, paragraph: Paragraph | None) -> str:
    """What one says to find a paragraph; empty without one."""
    return await paragraphs.address_of(session, held.document, paragraph) if paragraph else ""


async def record(session: AsyncSession, actor: Actor, held: Held, action: str, facts: dict[str, Any]) -> Decision:
    """A line about a proposal that everybody sees; never about a draft."""
    return await documents.record(
        session, held.document, actor, held.standing, action, subject_id=held.amendment.id, facts=facts
    )


async def tell(
    session: AsyncSession, actor: Actor, held: Held, *, paragraphs: Sequence[UUID] = (), was_tabled: bool = False
) -> None:
    """Tell everyone who reads the document, or of a draft only its party (also those who have just left it).

    `was_tabled`: it is a draft again, which those who saw it hear of.
    """
    amendment = held.amendment
    amendment.changed_at = now()
    await session.flush()
    if was_tabled or not rules.is_private(amendment):
        categories = [held.category.id] if paragraphs else []
        await documents.announce(
            session,
            held.document,
            "proposal.changed",
            actor.name,
            paragraphs=paragraphs,
            categories=categories,
            subjects=[amendment.id],
        )
    if rules.is_private(amendment):
        await nudge(session, amendment, held.parties)


async def nudge(session: AsyncSession, amendment: Amendment, parties: Sequence[AmendmentParty]) -> None:
    """Tell those of a draft, and nobody else, that it changed."""
    whose = side_of(amendment, parties)
    event = Nudge(amendment.document_id, PROPOSALS, amendment.id, whose.people, whose.delegations)
    await events_of(session).announce(session, event)


async def answer(session: AsyncSession, held: Held) -> dict[str, Any]:
    """The proposal as ProposalRead, as it now is."""
    await session.flush()
    return await reading.read_proposal(session, held.document, held.standing, held.amendment.id)
