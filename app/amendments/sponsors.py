"""Those whose a proposal is: tabling and withdrawing it, joining and leaving, inviting to a draft, placing it again."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Person
from app.amendments import held as held_
from app.amendments import making, rules
from app.amendments.held import Held, hold
from app.amendments.models import AmendmentKind, AmendmentParty, PartyRole, Stage
from app.amendments.schemas import Invite, ProposalUpdate
from app.core.actor import Actor
from app.core.database import now
from app.core.errors import NotFound
from app.core.ids import uuid7
from app.documents import policy
from app.groups.models import Membership
from app.groups.policy import refuse
from app.groups.rights import Act
from app.paragraphs import gates
from app.paragraphs.status import IsWithdrawn


async def explain(session: AsyncSession, actor: Actor, amendment_id: UUID, change: ProposalUpdate) -> dict[str, Any]:
    """Change the explanation: its sponsors, while it is open."""
    held = await hold(session, actor, amendment_id)
    held_.require_open(held)
    held_.require_preparing(held)
    if change.rationale is not None and change.rationale != held.amendment.rationale:
        held.amendment.rationale = change.rationale
        await held_.tell(session, actor, held)
    return await held_.answer(session, held)


async def table(session: AsyncSession, actor: Actor, amendment_id: UUID) -> dict[str, Any]:
    """Put a draft before everybody: a sponsor who may act for its delegation. Again is the same."""
    held = await hold(session, actor, amendment_id, with_words=True)
    held_.require_open(held)
    if held.amendment.stage is Stage.TABLED:
        return await held_.answer(session, held)
    _require_sponsor(held)
    on_paragraph = held.paragraph is not None and held.amendment.kind is not AmendmentKind.ADDITION
    withdrawn = on_paragraph and held.paragraph is not None and held.paragraph.withdrawn_at is not None
    if withdrawn:
        raise IsWithdrawn("The paragraph was withdrawn. Restore it before proposing something.")
    policy.check(held.standing, Act.TABLE, replace(held.subject, way=held.category.way.value))
    for one in held.parties:
        if one.role is PartyRole.INVITED:  # who did not join is no part of it
            one.left_at = now()
    held.parties = held.sponsors
    await making.put_on_the_table(session, actor, held)
    _raise_gate(session, held, "tabled")
    return await held_.answer(session, held)


async def withdraw(session: AsyncSession, actor: Actor, amendment_id: UUID) -> dict[str, Any]:
    """Take a proposal back: its first sponsor, or the desk what it entered. Again is the same.

    A draft stays its party's, who can still read it.
    """
    held = await hold(session, actor, amendment_id, with_words=True)
    amendment = held.amendment
    if amendment.stage is Stage.WITHDRAWN:
        return await held_.answer(session, held)
    held_.require_open(held)
    if rules.is_private(amendment):
        held_.require_preparing(held)
    elif not held_.at_the_desk(held):
        if not rules.party(held.sponsors[:1]).has(held.standing):
            raise refuse("not-yours")
        held_.require(held, Act.TABLE)
    amendment.stage = Stage.WITHDRAWN
    if held.text is not None:
        gates.raise_gate(session, held.text, held.document.id, "withdrawn", closed=True)
    if not rules.is_private(amendment):
        facts = await held_.facts_of(session, held, await making.present_words(session, held))
        await held_.record(session, actor, held, "amendment.withdrawn", facts)
    await held_.tell(session, actor, held)
    return await held_.answer(session, held)


async def cosponsor(session: AsyncSession, actor: Actor, amendment_id: UUID) -> dict[str, Any]:
    """Join its sponsors, for one's delegation; again is the same."""
    held = await hold(session, actor, amendment_id)
    held_.require_open(held)
    held_.require(held, Act.TABLE)
    standing = held.standing
    if held.is_sponsor:
        return await held_.answer(session, held)
    if standing.seat is None:
        raise refuse("no-seat")
    for one in held.parties:
        if rules.party([one]).has(standing):
            one.left_at = now()  # invited, and joining now
    joined = AmendmentParty(
        id=uuid7(),
        amendment_id=amendment_id,
        delegation_id=standing.delegation_id,
        person_id=None if standing.delegation_id else actor.person_id,
        name=standing.delegation_name or actor.name,
        role=PartyRole.SPONSOR,
        joined_at=now(),
    )
    session.add(joined)
    held.parties = [*(one for one in held.parties if one.left_at is None), joined]
    await _joined(session, actor, held, "amendment.sponsored", joined.name)
    return await held_.answer(session, held)


async def leave(session: AsyncSession, actor: Actor, amendment_id: UUID) -> dict[str, Any]:
    """Stand behind it no longer; raises LastSponsor. The next one is then its proposer."""
    held = await hold(session, actor, amendment_id)
    held_.require_open(held)
    mine = [one for one in held.parties if rules.party([one]).has(held.standing)]
    if not mine:
        return await held_.answer(session, held)
    if held.is_sponsor:
        held_.require(held, Act.TABLE)
        others = [one for one in held.sponsors if one not in mine]
        if not others and not rules.by_office(held.amendment):
            raise rules.LastSponsor("Withdraw it instead.")
        if others and not rules.by_office(held.amendment):
            held.amendment.proposer = others[0].name
    before = list(held.parties)
    for one in mine:
        one.left_at = now()
    held.parties = [one for one in before if one not in mine]
    await _joined(session, actor, held, "amendment.left", mine[0].name)
    if rules.is_private(held.amendment):
        await held_.nudge(session, held.amendment, before)
    return await held_.answer(session, held)


async def invite(session: AsyncSession, actor: Actor, amendment_id: UUID, wanted: Invite) -> dict[str, Any]:
    """Show a draft to another delegation or person, who may then write in it and join; again is the same."""
    held = await hold(session, actor, amendment_id)
    held_.require_open(held)
    if held.amendment.stage is not Stage.DRAFT:
        raise rules.NotADraft("Everybody sees it; whoever wants to joins its sponsors.")
    held_.require_preparing(held)
    name = await _name_of(session, held, wanted)
    known = any((one.delegation_id, one.person_id) == (wanted.delegation, wanted.person) for one in held.parties)
    if not known:
        invited = AmendmentParty(
            id=uuid7(),
            amendment_id=amendment_id,
            delegation_id=wanted.delegation,
            person_id=wanted.person,
            name=name,
            role=PartyRole.INVITED,
            joined_at=now(),
        )
        session.add(invited)
        held.parties = [*held.parties, invited]
        _raise_gate(session, held, "invited")
        await held_.tell(session, actor, held)
    return await held_.answer(session, held)


async def _name_of(session: AsyncSession, held: Held, wanted: Invite) -> str:
    if wanted.delegation is not None:
        return (await making.delegation_in(session, held.document, wanted.delegation)).name
    found = await session.scalar(
        select(Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.id == wanted.person, Membership.group_id == held.document.group_id)
    )
    if found is None:
        raise NotFound("There is no such member of this group.")
    return found


async def _joined(session: AsyncSession, actor: Actor, held: Held, action: str, name: str) -> None:
    await session.flush()
    _raise_gate(session, held, "sponsors")
    if not rules.is_private(held.amendment):
        facts = await held_.facts_of(session, held, await making.present_words(session, held))
        await held_.record(session, actor, held, action, facts | {"sponsor": name})
    await held_.tell(session, actor, held)


def _raise_gate(session: AsyncSession, held: Held, reason: str) -> None:
    if held.text is not None:
        gates.raise_gate(session, held.text, held.document.id, reason)


def _require_sponsor(held: Held) -> None:
    if not held.is_sponsor:
        raise refuse("not-yours")
