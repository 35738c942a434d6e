"""Opinions: drafted by a delegation, placed on record, signed by others.

*Some members* stay unnamed: the line in the record, the event and the page name neither the signers nor whoever placed
it; only the signers themselves see who they are. docs/opinions.md says what that means and what it does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import events_of, now
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.events import Events
from app.documents import policy
from app.documents import service as documents
from app.documents.events import Nudge
from app.documents.models import Document
from app.groups.rights import Act, Party, Standing, TextKind, decide
from app.groups.standing import standing_of
from app.ledger import service as ledger
from app.ledger.models import Decision
from app.opinions import access, reading
from app.opinions.models import Attribution, Opinion, OpinionSigner, OpinionState
from app.opinions.schemas import OpinionCreate, OpinionUpdate
from app.paragraphs import gates
from app.paragraphs.drafts import TooManyDrafts
from app.paragraphs.events import Cut
from app.paragraphs.models import Paragraph
from app.paragraphs.reading import address_of
from app.paragraphs.service import IdTaken, get_paragraph
from app.paragraphs.status import IsWithdrawn
from app.texts import service as texts
from app.texts.models import Text

OPINIONS = "opinions"
MOST = 20  # drafts of one delegation beside one paragraph


class OpinionPlaced(Conflict):
    slug = "opinion-placed"
    title = "This opinion is on record already"


class NotOnRecord(Conflict):
    slug = "opinion-not-placed"
    title = "This opinion is not on record"


class NoWords(Conflict):
    slug = "no-words"
    title = "There are no words in it yet"


class SignedByOthers(Conflict):
    slug = "signed-by-others"
    title = "Others have signed this opinion too"


class LastSigner(Conflict):
    slug = "last-signer"
    title = "Nobody else has signed this opinion"


@dataclass(slots=True)
class Held:
    """An opinion under lock, with all that a command about it needs."""

    opinion: Opinion
    text: Text
    document: Document
    standing: Standing
    signers: Sequence[OpinionSigner]

    @property
    def mine(self) -> bool:
        return reading.party_of(self.signers).has(self.standing)


def install(events: Events) -> None:
    """Let opinions take part in what happens to groups, documents and paragraphs."""
    access.install(events)
    events.within(Cut, _cut)


async def create(
    session: AsyncSession, actor: Actor, paragraph_id: UUID, new: OpinionCreate
) -> tuple[dict[str, Any], bool]:
    """Begin a draft with the ids that its page chose, and whether it is new; the same again is the same (E15).

    Who may only draft for the delegation prepares it; whoever may act places it on record.
    """
    paragraph = await get_paragraph(session, paragraph_id)
    document = await documents.lock_document(session, paragraph.document_id)
    standing = await standing_of(session, actor.person_id, document.group_id)
    if (known := await session.get(Opinion, new.id)) is not None:
        if known.created_by != actor.person_id or known.text_id != new.text or known.paragraph_id != paragraph_id:
            raise IdTaken
        policy.require(standing, Act.READ, document)
        return await reading.read_opinion(session, document, standing, known), False
    _require_drafting(standing, document, paragraph)
    await _require_room(session, standing, paragraph_id)
    opinion = Opinion(
        id=new.id,
        document_id=document.id,
        paragraph_id=paragraph_id,
        text_id=new.text,
        attribution=new.attribution,
        state=OpinionState.DRAFT,
        created_by=actor.person_id,
        created_at=now(),
    )
    try:
        async with session.begin_nested():
            await texts.found(
                session, new.text, new.runs or (), person_id=actor.person_id, delegation_id=standing.delegation_id
            )
            session.add(opinion)
            await session.flush()
    except IntegrityError:
        raise IdTaken from None
    signer = _signer(opinion, actor, standing)
    session.add(signer)
    await session.flush()
    await _nudge(session, opinion, [signer])
    return await reading.read_opinion(session, document, standing, opinion), True


async def attribute(session: AsyncSession, actor: Actor, opinion_id: UUID, change: OpinionUpdate) -> dict[str, Any]:
    """Say how a draft will be signed; once it is on record, that stays."""
    held = await _hold(session, actor, opinion_id)
    _require_mine(held, Act.WRITE_WORDS)
    if held.opinion.state is not OpinionState.DRAFT:
        raise OpinionPlaced("How it is signed does not change any more. Withdraw it, and state another.")
    if held.opinion.attribution is not change.attribution:
        held.opinion.attribution = change.attribution
        # Whose carets are shown in it depends on that.
        gates.raise_gate(session, held.text, held.document.id, "signers")
        await session.flush()
        await _nudge(session, held.opinion, held.signers)
    return await reading.read_opinion(session, held.document, held.standing, held.opinion)


async def place(session: AsyncSession, actor: Actor, opinion_id: UUID) -> dict[str, Any]:
    """Place it on record, for everybody who reads the document; its words then stay as they are."""
    held = await _hold(session, actor, opinion_id)
    opinion = held.opinion
    if opinion.state is OpinionState.PLACED and held.mine:
        return await reading.read_opinion(session, held.document, held.standing, opinion)
    _require_mine(held, Act.SIGN)
    if opinion.state is not OpinionState.DRAFT:
        raise NotOnRecord("It has been withdrawn.")
    words = await texts.words_under_lock(session, held.text)
    if not words.plain.strip():
        raise NoWords("Write it first, then place it on record.")
    opinion.state, opinion.placed_at = OpinionState.PLACED, now()
    gates.raise_gate(session, held.text, held.document.id, "placed", closed=True)
    await session.flush()
    line = await _record(session, actor, held, "opinion.placed")
    opinion.decision_number = line.number
    await session.flush()
    await _announce(session, actor, held)
    return await reading.read_opinion(session, held.document, held.standing, opinion)


async def sign(session: AsyncSession, actor: Actor, opinion_id: UUID) -> dict[str, Any]:
    """Sign an opinion that is on record, for one's delegation; again is the same."""
    held = await _hold(session, actor, opinion_id)
    policy.check(held.standing, Act.SIGN, reading.subject_of(held.document, held.opinion, held.signers))
    if held.opinion.state is not OpinionState.PLACED:
        raise NotOnRecord("An opinion is signed when it is on record.")
    if not held.mine:
        session.add(_signer(held.opinion, actor, held.standing))
        await _joined(session, actor, held, "opinion.signed")
    return await reading.read_opinion(session, held.document, held.standing, held.opinion)


async def unsign(session: AsyncSession, actor: Actor, opinion_id: UUID) -> dict[str, Any]:
    """Take one's signature back; the last one withdraws the opinion instead."""
    held = await _hold(session, actor, opinion_id)
    if held.mine:
        _require_mine(held, Act.SIGN)
        if held.opinion.state is not OpinionState.PLACED:
            raise NotOnRecord("A draft has only its own delegation. Withdraw it instead.")
        if len(held.signers) == 1:
            raise LastSigner("Withdraw the opinion instead.")
        for one in held.signers:
            if (
                one.delegation_id == held.standing.delegation_id
                if one.delegation_id
                else one.person_id == actor.person_id
            ):
                one.left_at = now()
        await _joined(session, actor, held, "opinion.unsigned")
    return await reading.read_opinion(session, held.document, held.standing, held.opinion)


async def withdraw(session: AsyncSession, actor: Actor, opinion_id: UUID) -> dict[str, Any]:
    """Take a draft away, or an opinion off the record that nobody else has signed; the line about it stays."""
    held = await _hold(session, actor, opinion_id)
    opinion = held.opinion
    if opinion.state is OpinionState.WITHDRAWN and held.mine:
        return await reading.read_opinion(session, held.document, held.standing, opinion)
    placed = opinion.state is OpinionState.PLACED
    _require_mine(held, Act.SIGN if placed else Act.WRITE_WORDS)
    if placed and len(held.signers) > 1:
        raise SignedByOthers("Take your own signature back.")
    opinion.state, opinion.withdrawn_at = OpinionState.WITHDRAWN, now()
    gates.raise_gate(session, held.text, held.document.id, "withdrawn", closed=True)
    await session.flush()
    if placed:
        await _record(session, actor, held, "opinion.withdrawn")
        await _announce(session, actor, held)
    else:
        await _nudge(session, opinion, held.signers)
    return await reading.read_opinion(session, held.document, held.standing, opinion)


async def readable(session: AsyncSession, actor: Actor | None, opinion_id: UUID) -> dict[str, Any]:
    """One opinion, for whoever sees it; to others there is none."""
    opinion = await session.get(Opinion, opinion_id)
    if opinion is None:
        raise NotFound("There is no such opinion.")
    document = await documents.get_document(session, opinion.document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    found = await reading.shown(session, document, standing, [opinion])
    if not found:
        raise NotFound("There is no such opinion.")
    return found[0]


def _require_drafting(standing: Standing, document: Document, paragraph: Paragraph) -> None:
    try:
        policy.require(standing, Act.SIGN, document, kind=TextKind.PARAGRAPH)
    except Forbidden as refusal:
        if refusal.extra.get("why") != "drafts-only":
            raise
    if paragraph.withdrawn_at is not None:
        raise IsWithdrawn("Restore it before stating an opinion on it.")


async def _require_room(session: AsyncSession, standing: Standing, paragraph_id: UUID) -> None:
    mine = (
        OpinionSigner.delegation_id == standing.delegation_id
        if standing.delegation_id
        else OpinionSigner.person_id == standing.person_id
    )
    drafts = (
        select(func.count())
        .select_from(Opinion)
        .join(OpinionSigner, OpinionSigner.opinion_id == Opinion.id)
        .where(Opinion.paragraph_id == paragraph_id, Opinion.state == OpinionState.DRAFT, mine)
    )
    if (await session.scalar(drafts) or 0) >= MOST:
        raise TooManyDrafts("Withdraw some of your drafts first.")


async def _hold(session: AsyncSession, actor: Actor, opinion_id: UUID) -> Held:
    """The opinion, which the actor must see, with its rows locked: text, paragraph, itself, document (ENGINE E20).

    The paragraph is held because a join, which moves its opinions when it holds the document already, holds it too.
    """
    fresh = {"populate_existing": True}
    seen = await session.get(Opinion, opinion_id)
    if seen is None:
        raise NotFound("There is no such opinion.")
    own_text = select(Text).where(Text.id == seen.text_id).with_for_update().execution_options(**fresh)
    text = (await session.scalars(own_text)).one()
    paragraph_id = seen.paragraph_id
    await session.execute(select(Paragraph.id).where(Paragraph.id == paragraph_id).with_for_update(key_share=True))
    own = select(Opinion).where(Opinion.id == opinion_id).with_for_update().execution_options(**fresh)
    opinion = (await session.scalars(own)).one()
    if opinion.paragraph_id != paragraph_id:
        raise Conflict("Its paragraph has just been joined to another one. Look again.")
    document = await documents.lock_document(session, opinion.document_id)
    standing = await standing_of(session, actor.person_id, document.group_id)
    signers = (await reading.signers_of(session, [opinion_id]))[opinion_id]
    subject = reading.subject_of(document, opinion, signers)
    if subject.stage == "draft" and not decide(standing, Act.READ, subject).allowed:
        raise NotFound("There is no such opinion.")
    policy.check(standing, Act.READ, subject)
    return Held(opinion, text, document, standing, signers)


def _require_mine(held: Held, act: Act) -> None:
    subject = reading.subject_of(held.document, held.opinion, held.signers)
    if not held.mine:
        raise Forbidden("This is somebody else's opinion.", why="not-yours")
    if held.opinion.state is not OpinionState.WITHDRAWN:
        policy.check(held.standing, act, subject)


def _signer(opinion: Opinion, actor: Actor, standing: Standing) -> OpinionSigner:
    return OpinionSigner(
        opinion_id=opinion.id,
        delegation_id=standing.delegation_id,
        person_id=None if standing.delegation_id else actor.person_id,
        name=standing.delegation_name or actor.name,
        joined_at=now(),
    )


async def _joined(session: AsyncSession, actor: Actor, held: Held, action: str) -> None:
    """Others hear of a signature where names are shown; behind *some members* only the signers do."""
    gates.raise_gate(session, held.text, held.document.id, "signers")
    await session.flush()
    before, held.signers = held.signers, (await reading.signers_of(session, [held.opinion.id]))[held.opinion.id]
    if held.opinion.attribution is Attribution.SIGNED:
        await _record(session, actor, held, action)
        await _announce(session, actor, held)
    else:
        await _nudge(session, held.opinion, [*before, *held.signers])


async def _record(session: AsyncSession, actor: Actor, held: Held, action: str) -> Decision:
    """A line with the exact words; under *some members* it says neither who they are nor who did this."""
    opinion, document = held.opinion, held.document
    paragraph = await session.get_one(Paragraph, opinion.paragraph_id)
    words = await texts.words_under_lock(session, held.text)
    facts: dict[str, Any] = {
        "label": await address_of(session, document, paragraph),
        "paragraph": str(paragraph.id),
        "attribution": opinion.attribution.value,
        "runs": words.runs,
        "content_hash": words.hash,
    }
    if opinion.attribution is Attribution.SIGNED:
        facts["signers"] = [one.name for one in held.signers]
        if action in {"opinion.signed", "opinion.unsigned"}:
            facts["signer"] = held.standing.delegation_name or actor.name
        return await documents.record(
            session, document, actor, held.standing, action, subject_id=opinion.id, facts=facts
        )
    meeting = await documents.current_meeting(session, document.group_id)
    return await ledger.record(
        session,
        chain=ledger.document_chain(document.id),
        action=action,
        actor=None,
        subject_id=opinion.id,
        meeting_id=meeting.id if meeting else None,
        facts=facts,
    )


async def _announce(session: AsyncSession, actor: Actor, held: Held) -> None:
    by = actor.name if held.opinion.attribution is Attribution.SIGNED else ""
    await documents.announce(session, held.document, "opinion.changed", by, subjects=[held.opinion.id])


async def _nudge(session: AsyncSession, opinion: Opinion, signers: Sequence[OpinionSigner]) -> None:
    party: Party = reading.party_of(signers)
    nudge = Nudge(opinion.document_id, OPINIONS, opinion.id, party.people, party.delegations)
    await events_of(session).announce(session, nudge)


async def _cut(session: AsyncSession, event: Cut) -> None:
    """A joined paragraph's opinions go on at the other; nobody is kept from joining, who may not know of drafts."""
    gone = [id_ for id_ in event.paragraph_ids if id_ != event.into]
    if gone:
        hang_over = update(Opinion).where(Opinion.paragraph_id.in_(gone)).values(paragraph_id=event.into)
        await session.execute(hang_over.execution_options(synchronize_session="fetch"))
