"""Who may hold a key to whose account, and fresh links for many at once.

A link opens every group that its person is in. So it goes only to somebody who manages all of these, and an operator's
only to an operator.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import invitations
from app.accounts.addresses import has_mail
from app.accounts.models import Invitation, Person
from app.core.actor import Actor
from app.core.settings import Settings
from app.groups.invitation_schemas import PassedOver, WhyNot
from app.groups.models import Delegation, Membership, Office, Seat
from app.groups.policy import require
from app.groups.rights import Act, Subject, decide
from app.groups.service import not_over, note
from app.groups.standing import standings_of


@dataclass(frozen=True, slots=True)
class Invited:
    """A person of a group with the link that was made for them."""

    person: Person
    invitation: Invitation
    secret: str
    seat: Seat | None
    delegation: str | None


async def held_keys(session: AsyncSession, actor: Actor, people: Collection[Person]) -> set[UUID]:
    """Those of these people to whose accounts the actor may have a key."""
    if actor.operator:
        return {person.id for person in people}
    groups = await _groups_of(session, [person.id for person in people])
    asked = {group_id for of_one in groups.values() for group_id in of_one}
    standings = await standings_of(session, [(actor.person_id, group_id) for group_id in asked])
    managed = {
        group_id
        for (_, group_id), standing in standings.items()
        if decide(standing, Act.MANAGE_GROUP, Subject(group_id)).allowed
    }
    return {person.id for person in people if not person.operator and groups[person.id] <= managed}


async def _groups_of(session: AsyncSession, people: Collection[UUID]) -> dict[UUID, set[UUID]]:
    seats = select(Membership.person_id, Membership.group_id).where(
        Membership.person_id.in_(people), Membership.ended_at.is_(None)
    )
    offices = select(Office.person_id, Office.group_id).where(Office.person_id.in_(people), not_over())
    groups: dict[UUID, set[UUID]] = defaultdict(set)
    for person_id, group_id in await session.execute(union(seats, offices)):
        groups[person_id].add(group_id)
    return groups


async def make_links(
    session: AsyncSession,
    actor: Actor,
    group_id: UUID,
    wanted: Sequence[UUID],
    settings: Settings,
    *,
    way: str,
    new_passwords: bool = False,
) -> tuple[list[Invited], list[PassedOver]]:
    """Fresh links for people of a group, in the order asked for, and those who get none; `way` is link, card or mail.

    Earlier links of those who get one stop working. Recorded in one line for all.
    """
    standing = await require(session, actor, Act.MANAGE_GROUP, group_id)
    people = await _people_of_group(session, group_id, wanted)
    held = await held_keys(session, actor, [person for person, _, _ in people.values()])
    passed_over = [PassedOver(person_id=one, name="", why="not-here") for one in wanted if one not in people]
    inviting = []
    for person, seat, delegation in people.values():
        why = _why_not(person, held, new_passwords=new_passwords, by_mail=way == "mail")
        if why is not None:
            passed_over.append(PassedOver(person_id=person.id, name=person.name, why=why))
        else:
            inviting.append((person, seat, delegation))
    made = await invitations.make_links(
        session,
        [person for person, _, _ in inviting],
        group_id=group_id,
        days=settings.invitation_days,
        created_by=actor.person_id,
        card_key=settings.secret() if way == "card" else None,
    )
    invited = [
        Invited(person, invitation, secret, seat, delegation)
        for (person, seat, delegation), (invitation, secret) in zip(inviting, made, strict=True)
    ]
    for action, purpose in (("invitations.made", invitations.JOIN), ("resets.made", invitations.RESET)):
        named = [
            {"id": str(one.person.id), "name": one.person.name} for one in invited if one.invitation.purpose == purpose
        ]
        if named:
            await note(session, actor, standing, action, group_id, group_id, people=named, way=way)
    return invited, passed_over


async def _people_of_group(
    session: AsyncSession, group_id: UUID, wanted: Sequence[UUID]
) -> dict[UUID, tuple[Person, Seat | None, str | None]]:
    """Those of the wanted who have a seat or an office there, each with seat and delegation."""
    found = (
        select(Person, Membership.seat, Delegation.seat, Delegation.name)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Delegation, Delegation.id == Membership.delegation_id)
        .where(Membership.group_id == group_id, Membership.ended_at.is_(None), Person.id.in_(wanted))
    )
    people: dict[UUID, tuple[Person, Seat | None, str | None]] = {}
    for person, seat, delegation_seat, delegation in await session.execute(found):
        people[person.id] = (person, Seat.OBSERVER if delegation_seat is Seat.OBSERVER else seat, delegation)
    officers = (
        select(Person)
        .join(Office, Office.person_id == Person.id)
        .where(Office.group_id == group_id, not_over(), Person.id.in_(wanted))
    )
    for person in await session.scalars(officers):
        people.setdefault(person.id, (person, None, None))
    return {one: people[one] for one in dict.fromkeys(wanted) if one in people}


def _why_not(person: Person, held: set[UUID], *, new_passwords: bool, by_mail: bool) -> WhyNot | None:
    if person.disabled_at is not None:
        return "disabled"
    if person.demo_role is not None:
        return "demonstration"
    if person.id not in held:
        return "other-groups"
    if person.password_hash is not None and not new_passwords:
        return "has-password"
    return "no-mail" if by_mail and not has_mail(person.email) else None
