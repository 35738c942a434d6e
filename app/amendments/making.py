"""Making proposals: changes, additions and deletions, as private drafts or tabled at once (ENGINE E15)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.amendments import held as held_
from app.amendments import reading
from app.amendments.held import Held
from app.amendments.models import Amendment, AmendmentKind, AmendmentParty, Basis, PartyRole, Stage
from app.amendments.schemas import ProposalCreate
from app.core.actor import Actor
from app.core.database import now
from app.core.errors import NotFound
from app.core.ids import uuid7
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Category, Document
from app.groups.models import Delegation
from app.groups.policy import refuse
from app.groups.rights import Act, Standing, TextKind
from app.paragraphs.models import Draft, DraftOrigin, Paragraph
from app.paragraphs.service import IdTaken, get_paragraph, lock_with_text
from app.paragraphs.status import IsWithdrawn
from app.texts import service as texts
from app.texts.authorship import Author
from app.texts.merging import fork_text
from app.texts.models import Text
from app.texts.runs import Run

CHAIR, EDITORIAL = "Chair", "Editorial"


@dataclass(slots=True)
class _Place:
    category: Category
    paragraph: Paragraph | None
    text: Text | None
    document: Document


async def create(
    session: AsyncSession, actor: Actor, document_id: UUID, new: ProposalCreate
) -> tuple[dict[str, Any], bool]:
    """A new proposal with the ids that its page chose, and whether it is new; the same again is the same (E15).

    Raises NotFound, IsWithdrawn, Forbidden, IdTaken.
    """
    if (known := await session.get(Amendment, new.id)) is not None:
        return await _again(session, actor, document_id, known, new), False
    place = await _lock_place(session, document_id, new)
    standing = await _require(session, actor, place, new)
    amendment = Amendment(
        id=new.id,
        document_id=document_id,
        category_id=place.category.id,
        paragraph_id=place.paragraph.id if place.paragraph else None,
        kind=new.kind,
        text_id=new.text,
        level=new.level,
        paragraph_kind=new.paragraph_kind,
        basis=new.basis,
        proposer="",
        rationale=new.rationale,
        stage=Stage.DRAFT,
        source=new.source,
        created_by=actor.person_id,
    )
    sponsor = await _sponsor(session, actor, standing, place.document, amendment, new)
    runs = await _words(session, actor, amendment, new)
    author = Author(actor.person_id, standing.delegation_id)
    try:
        async with session.begin_nested():
            await _found(session, place, new, runs, author)
            session.add(amendment)
            await session.flush()
            if sponsor is not None:
                session.add(sponsor)
            await session.flush()
    except IntegrityError:
        raise IdTaken from None
    text = await session.get(Text, new.text) if new.text else None
    parties = [sponsor] if sponsor is not None else []
    held = Held(amendment, text, place.paragraph, place.text, place.category, place.document, standing, parties)
    if new.table or new.basis is not Basis.MEMBER:
        await put_on_the_table(session, actor, held)
    else:
        await held_.tell(session, actor, held)
    return await held_.answer(session, held), True


async def put_on_the_table(session: AsyncSession, actor: Actor, held: Held) -> None:
    """Give a draft its number, its line in the record and everybody's eyes; rights are asked before."""
    amendment = held.amendment
    if amendment.number is None:
        highest = select(func.max(Amendment.number)).where(Amendment.document_id == held.document.id)
        amendment.number = (await session.scalar(highest) or 0) + 1
    amendment.stage = Stage.TABLED
    amendment.tabled_at = now()
    amendment.tabled_by = actor.name
    amendment.returned_note = None
    await session.flush()
    words = await present_words(session, held)
    facts = await held_.facts_of(session, held, words)
    await held_.record(session, actor, held, "amendment.tabled", facts | {"rationale": amendment.rationale})
    await held_.tell(session, actor, held)


async def present_words(session: AsyncSession, held: Held) -> texts.Words | None:
    """The proposed words; of a deletion those that are to go."""
    if held.text is not None:
        return await texts.words_of(session, held.text.id)
    return await texts.words_of(session, held.paragraph.text_id) if held.paragraph else None


async def _again(
    session: AsyncSession, actor: Actor, document_id: UUID, known: Amendment, new: ProposalCreate
) -> dict[str, Any]:
    same = (known.created_by, known.document_id, known.text_id, known.kind)
    if same != (actor.person_id, document_id, new.text, new.kind):
        raise IdTaken
    _, document = await reading.find(session, known.id, actor)
    standing = await policy.standing_in(session, actor, document.group_id)
    return await reading.read_proposal(session, document, standing, known.id)


async def _lock_place(session: AsyncSession, document_id: UUID, new: ProposalCreate) -> _Place:
    """What it concerns, locked, so that nothing is split, withdrawn or closed meanwhile."""
    paragraph_id = new.after if new.kind is AmendmentKind.ADDITION else new.paragraph
    paragraph, text = None, None
    category_id = new.category
    if paragraph_id is not None:
        seen = await get_paragraph(session, paragraph_id)
        if seen.document_id != document_id:
            raise NotFound("There is no such paragraph in this document.")
        category_id = category_id or seen.category_id
    assert category_id is not None
    category = await documents.lock_category(session, category_id, shared=True)
    if category.document_id != document_id:
        raise NotFound("There is no such category in this document.")
    if paragraph_id is not None:
        paragraph, text = await lock_with_text(session, paragraph_id)
    document = await documents.lock_document(session, document_id)
    return _Place(category, paragraph, text, document)


async def _require(session: AsyncSession, actor: Actor, place: _Place, new: ProposalCreate) -> Standing:
    facts: dict[str, Any] = {"kind": TextKind.PARAGRAPH, "way": place.category.way, "status": "not_yet_discussed"}
    if place.paragraph is not None and new.kind is not AmendmentKind.ADDITION:
        facts |= {"status": place.paragraph.status, "withdrawn": place.paragraph.withdrawn_at is not None}
    standing = await policy.require_in(session, actor, Act.READ, place.document)
    if place.document.copy_of is not None:
        raise refuse("breakout")  # there the words themselves are changed
    if facts.get("withdrawn"):
        raise IsWithdrawn("Restore it before proposing something.")
    policy.require(standing, Act.PROPOSE, place.document, **facts)
    if new.basis is not Basis.MEMBER:
        policy.require(standing, Act.ENTER_ORAL, place.document)
    elif standing.seat is None:
        raise refuse("no-seat")  # who only holds an office enters what others propose, or the chair's
    elif new.table:
        policy.require(standing, Act.TABLE, place.document, **facts)
    return standing


async def _sponsor(
    session: AsyncSession,
    actor: Actor,
    standing: Standing,
    document: Document,
    amendment: Amendment,
    new: ProposalCreate,
) -> AmendmentParty | None:
    """Whose it is; sets the name that is shown."""
    delegation_id, person_id = None, None
    if new.basis is Basis.CHAIR:
        amendment.proposer = CHAIR
        return None
    if new.basis is Basis.EDITORIAL:
        amendment.proposer = EDITORIAL
        return None
    if new.basis is Basis.FLOOR:
        if new.for_delegation is not None:
            delegation = await delegation_in(session, document, new.for_delegation)
            delegation_id, amendment.proposer = delegation.id, delegation.name
        else:
            amendment.proposer = new.for_name or ""
    elif standing.delegation_id is not None:
        delegation_id, amendment.proposer = standing.delegation_id, standing.delegation_name or ""
    else:
        person_id, amendment.proposer = actor.person_id, actor.name
    return AmendmentParty(
        id=uuid7(),
        amendment_id=amendment.id,
        delegation_id=delegation_id,
        person_id=person_id,
        name=amendment.proposer,
        role=PartyRole.SPONSOR,
        joined_at=now(),
    )


async def delegation_in(session: AsyncSession, document: Document, delegation_id: UUID) -> Delegation:
    """A delegation of the document's group; raises NotFound."""
    delegation = await session.get(Delegation, delegation_id)
    if delegation is None or delegation.group_id != document.group_id:
        raise NotFound("There is no such delegation in this group.")
    return delegation


async def _words(session: AsyncSession, actor: Actor, amendment: Amendment, new: ProposalCreate) -> list[Run] | None:
    """The proposed words, if others than the paragraph's; a private draft whose words they are is used up."""
    runs: list[Run] | None = [Run(**run) for run in new.runs] if new.runs is not None else None
    if new.draft is None:
        return runs
    draft = await session.get(Draft, new.draft, with_for_update=True, populate_existing=True)
    of_place = draft is not None and (amendment.paragraph_id in {None, draft.paragraph_id})
    if draft is None or draft.person_id != actor.person_id or not of_place:
        raise NotFound("There is no such draft of yours.")
    draft.discarded_at = draft.discarded_at or now()
    if draft.origin is not DraftOrigin.OWN and amendment.source is None:
        amendment.source = "not_added"
    kept: list[Run] = orjson.loads(draft.runs)
    return runs if runs is not None else kept


async def _found(
    session: AsyncSession, place: _Place, new: ProposalCreate, runs: list[Run] | None, author: Author
) -> None:
    """The text of the proposal: a fork of its paragraph's, or a text of its own."""
    if new.text is None:
        return
    if new.kind is AmendmentKind.CHANGE:
        assert place.text is not None
        await fork_text(session, place.text.id, new.text, author, runs)
        return
    await texts.found(session, new.text, runs or [], person_id=author.person_id, delegation_id=author.delegation_id)
