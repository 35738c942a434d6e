"""Seats and offices: who belongs to a working group, and as what."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import invitations
from app.accounts.addresses import has_mail
from app.accounts.models import Invitation, Login, Person
from app.core.actor import Actor
from app.core.database import now
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.groups import mail_state
from app.groups.models import Delegation, Membership, Office, OfficeKind, Seat
from app.groups.policy import require
from app.groups.rights import Act
from app.groups.schemas import DelegationShort, InvitationState, OfficeRead, PersonOfGroup
from app.groups.service import delegation_of_group, not_over, note, standing_changed, unique

SEATED = "This person has a seat in the group already."


def seat_within(seat: Seat, delegation: Delegation | None) -> Seat:
    """The seat that somebody really has: nobody is more than their delegation."""
    return Seat.OBSERVER if delegation is not None and delegation.seat is Seat.OBSERVER else seat


def _check_seat(seat: Seat, delegation: Delegation | None) -> None:
    if seat is not seat_within(seat, delegation):
        raise Invalid(errors=[{"pointer": "/seat", "detail": "This delegation observes, so its people observe."}])


# Seats


async def give_seat(
    session: AsyncSession,
    group_id: UUID,
    person: Person,
    seat: Seat | None,
    delegation: Delegation | None,
    *,
    may_act: bool,
) -> Membership:
    """Seat somebody; without `seat`, as the delegation is seated. The caller authorises, announces and records."""
    seat = seat or (delegation.seat if delegation else Seat.MEMBER)
    _check_seat(seat, delegation)
    if await seat_of(session, group_id, person.id) is not None:
        raise Conflict(SEATED)
    membership = Membership(
        group_id=group_id,
        person_id=person.id,
        delegation_id=delegation.id if delegation else None,
        seat=seat,
        may_act=may_act,
    )
    async with unique(session, SEATED):
        session.add(membership)
    return membership


async def seat_of(session: AsyncSession, group_id: UUID, person_id: UUID) -> Membership | None:
    """The seat that somebody has at present."""
    found = select(Membership).where(
        Membership.group_id == group_id, Membership.person_id == person_id, Membership.ended_at.is_(None)
    )
    return (await session.scalars(found)).one_or_none()


async def _seat_or_404(session: AsyncSession, seat_id: UUID) -> Membership:
    membership = await session.get(Membership, seat_id)
    if membership is None or membership.ended_at is not None:
        raise NotFound("There is no such seat.")
    return membership


def seat_facts(membership: Membership, person: Person, delegation: Delegation | None) -> dict[str, Any]:
    """What the record says of a seat."""
    return {
        "person": {"id": str(person.id), "name": person.name},
        "seat": membership.seat,
        "delegation": {"id": str(delegation.id), "name": delegation.name} if delegation else None,
        "may_act": membership.may_act,
    }


async def change_seat(session: AsyncSession, actor: Actor, seat_id: UUID, changes: dict[str, Any]) -> Membership:
    """Change a seat's delegation, whether it is a member's, and whether it may act for the delegation."""
    membership = await _seat_or_404(session, seat_id)
    standing = await require(session, actor, Act.MANAGE_GROUP, membership.group_id)
    person = await session.get_one(Person, membership.person_id)
    delegation_id = changes.get("delegation", membership.delegation_id)
    delegation = await delegation_of_group(session, membership.group_id, delegation_id) if delegation_id else None
    seat = changes.get("seat") or membership.seat
    if "seat" in changes:
        _check_seat(seat, delegation)
    else:
        seat = seat_within(seat, delegation)
    may_act = membership.may_act if changes.get("may_act") is None else changes["may_act"]
    if (membership.delegation_id, membership.seat, membership.may_act) == (delegation_id, seat, may_act):
        return membership
    membership.delegation_id, membership.seat, membership.may_act = delegation_id, seat, may_act
    await session.flush()
    await standing_changed(session, membership.group_id, [person.id])
    facts = seat_facts(membership, person, delegation)
    await note(session, actor, standing, "seat.changed", membership.group_id, membership.id, **facts)
    return membership


async def end_seat(session: AsyncSession, actor: Actor, seat_id: UUID) -> None:
    """End a seat. The row stays, since the record names it; a link nobody used stops working if it led here only."""
    membership = await _seat_or_404(session, seat_id)
    standing = await require(session, actor, Act.MANAGE_GROUP, membership.group_id)
    person = await session.get_one(Person, membership.person_id)
    delegation = await session.get(Delegation, membership.delegation_id) if membership.delegation_id else None
    membership.ended_at = now()
    await session.flush()
    link = (await invitations.open_links_of(session, [person.id])).get(person.id)
    if link is not None and link.group_id == membership.group_id and link.purpose == invitations.JOIN:
        await invitations.revoke_links(session, person.id)
    await invitations.revoke_codes(session, person.id, membership.group_id)
    await standing_changed(session, membership.group_id, [person.id])
    facts = seat_facts(membership, person, delegation)
    await note(session, actor, standing, "seat.ended", membership.group_id, membership.id, **facts)


# Offices


async def give_office(
    session: AsyncSession,
    actor: Actor,
    group_id: UUID,
    person: Person,
    kind: OfficeKind,
    from_day: date | None = None,
    until_day: date | None = None,
) -> Office:
    """Give somebody an office from a day (today) to a day; the caller authorises, announces and records."""
    refuse_own_office(actor, person.id)
    from_day = from_day or now().date()
    await _refuse_double(session, group_id, person.id, kind, from_day, until_day)
    office = Office(group_id=group_id, person_id=person.id, kind=kind, from_day=from_day, until_day=until_day)
    session.add(office)
    await session.flush()
    return office


def refuse_own_office(actor: Actor, person_id: UUID) -> None:
    """Nobody appoints themselves; an operator may, who has to begin somewhere."""
    if actor.person_id == person_id and not actor.operator:
        raise Forbidden("Nobody gives an office to themselves: somebody else does.", why="own-office")


async def _refuse_double(
    session: AsyncSession,
    group_id: UUID,
    person_id: UUID,
    kind: OfficeKind,
    from_day: date,
    until_day: date | None,
    besides: UUID | None = None,
) -> None:
    overlapping = select(Office.id).where(
        Office.group_id == group_id,
        Office.person_id == person_id,
        Office.kind == kind,
        or_(Office.until_day.is_(None), Office.until_day >= from_day),
    )
    if until_day is not None:
        overlapping = overlapping.where(Office.from_day <= until_day)
    if besides is not None:
        overlapping = overlapping.where(Office.id != besides)
    if (await session.scalars(overlapping.limit(1))).first() is not None:
        raise Conflict("This person holds that office in these days already.")


def office_facts(office: Office, person: Person) -> dict[str, Any]:
    """What the record says of an office."""
    return {
        "person": {"id": str(person.id), "name": person.name},
        "kind": office.kind,
        "from_day": office.from_day,
        "until_day": office.until_day,
    }


async def appoint(
    session: AsyncSession,
    actor: Actor,
    group_id: UUID,
    person_id: UUID,
    kind: OfficeKind,
    from_day: date | None,
    until_day: date | None,
) -> Office:
    """Give an office to somebody whom the group knows; others are invited with it."""
    standing = await require(session, actor, Act.MANAGE_GROUP, group_id)
    person = await session.get(Person, person_id)
    known = person is not None and await belongs(session, group_id, person_id)
    if person is None or not (known or (actor.operator and actor.person_id == person_id)):
        raise Invalid(errors=[{"pointer": "/person", "detail": "The group has no such person; invite them."}])
    office = await give_office(session, actor, group_id, person, kind, from_day, until_day)
    await standing_changed(session, group_id, [person_id])
    await note(session, actor, standing, "office.given", group_id, office.id, **office_facts(office, person))
    return office


async def belongs(session: AsyncSession, group_id: UUID, person_id: UUID) -> bool:
    """Whether somebody has a seat, or an office now or from a coming day."""
    seat = exists().where(
        Membership.group_id == group_id, Membership.person_id == person_id, Membership.ended_at.is_(None)
    )
    office = exists().where(Office.group_id == group_id, Office.person_id == person_id, not_over())
    return bool(await session.scalar(select(or_(seat, office))))


async def change_office(
    session: AsyncSession, actor: Actor, office_id: UUID, changes: dict[str, Any], *, at_once: bool
) -> Office:
    """Change an office's days, or end it now."""
    office = await session.get(Office, office_id)
    if office is None:
        raise NotFound("There is no such office.")
    standing = await require(session, actor, Act.MANAGE_GROUP, office.group_id)
    today = now().date()
    from_day = changes.get("from_day") or office.from_day
    until_day = changes.get("until_day", office.until_day)
    if at_once:
        until_day = today - timedelta(days=1)  # of an office given today, that is before its first day
    elif until_day is not None and until_day < from_day:
        raise Invalid(errors=[{"pointer": "/until_day", "detail": "The last day is before the first."}])
    if (from_day, until_day) == (office.from_day, office.until_day):
        return office
    if from_day < office.from_day or _later(until_day, office.until_day):
        if not at_once:
            refuse_own_office(actor, office.person_id)
        await _refuse_double(
            session, office.group_id, office.person_id, office.kind, from_day, until_day, besides=office.id
        )
    office.from_day, office.until_day = from_day, until_day
    await session.flush()
    person = await session.get_one(Person, office.person_id)
    await standing_changed(session, office.group_id, [office.person_id])
    action = "office.ended" if until_day is not None and until_day <= today else "office.changed"
    await note(session, actor, standing, action, office.group_id, office.id, **office_facts(office, person))
    return office


def _later(day: date | None, than: date | None) -> bool:
    return than is not None and (day is None or day > than)


# Everybody


async def people_of(session: AsyncSession, group_id: UUID, *, managing: bool) -> list[PersonOfGroup]:
    """Everybody with a seat or an office, by name; e-mail and invitation only for those who manage the group."""
    seats = await _seats(session, group_id)
    offices = await _offices(session, group_id)
    people = await _people(session, {*seats, *offices})
    links = await invitations.latest_links_of(session, [person.id for person, _, _ in people]) if managing else {}
    listed = []
    for person, signed_in_before, last_signed_in_at in people:
        membership, delegation = seats.get(person.id, (None, None))
        link = links.get(person.id)
        listed.append(
            PersonOfGroup(
                person_id=person.id,
                name=person.name,
                email=person.email if managing else None,
                has_mail=has_mail(person.email) if managing else None,
                seat_id=membership.id if membership else None,
                seat=seat_within(membership.seat, delegation) if membership else None,
                delegation=DelegationShort(id=delegation.id, name=delegation.name) if delegation else None,
                may_act=membership.may_act if membership else False,
                offices=[OfficeRead.model_validate(office) for office in offices.get(person.id, [])],
                signed_in_before=signed_in_before,
                last_signed_in_at=last_signed_in_at if managing else None,
                invitation=_invitation_state(link) if link else None,
            )
        )
    return listed


async def _seats(session: AsyncSession, group_id: UUID) -> dict[UUID, tuple[Membership, Delegation | None]]:
    found = (
        select(Membership, Delegation)
        .outerjoin(Delegation, Membership.delegation_id == Delegation.id)
        .where(Membership.group_id == group_id, Membership.ended_at.is_(None))
    )
    return {membership.person_id: (membership, delegation) for membership, delegation in await session.execute(found)}


async def _offices(session: AsyncSession, group_id: UUID) -> dict[UUID, list[Office]]:
    found = select(Office).where(Office.group_id == group_id, not_over()).order_by(Office.from_day, Office.id)
    offices: dict[UUID, list[Office]] = defaultdict(list)
    for office in await session.scalars(found):
        offices[office.person_id].append(office)
    return offices


async def _people(session: AsyncSession, ids: Collection[UUID]) -> list[tuple[Person, bool, datetime | None]]:
    found = select(Person).where(Person.id.in_(ids)).order_by(Person.name, Person.id)
    logins = select(Login.person_id, func.max(Login.created_at)).where(Login.person_id.in_(ids))
    latest = {row[0]: row[1] for row in await session.execute(logins.group_by(Login.person_id))}
    return [
        (person, person.password_hash is not None or person.id in latest, latest.get(person.id))
        for person in await session.scalars(found)
    ]


def _invitation_state(link: Invitation) -> InvitationState:
    return InvitationState(
        id=link.id,
        purpose=link.purpose,
        created_at=link.created_at,
        expires_at=link.expires_at,
        opened_at=link.opened_at,
        mail=mail_state.state_of(link),
        mail_at=link.mail_sent_at or link.mail_asked_at,
        mail_error=mail_state.error_of(link),
    )


async def person_of_group(session: AsyncSession, group_id: UUID, person_id: UUID) -> PersonOfGroup:
    """One of them, as those who manage the group see it."""
    for person in await people_of(session, group_id, managing=True):
        if person.person_id == person_id:
            return person
    raise NotFound("There is no such person in this group.")
