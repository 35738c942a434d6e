"""Inviting people into a working group, and links for those who forgot their password."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import invitations
from app.accounts import service as accounts
from app.accounts.models import Invitation, Person
from app.core.actor import Actor
from app.core.database import now
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.settings import Settings
from app.groups.keys import held_keys
from app.groups.models import WorkingGroup
from app.groups.people import belongs, give_office, give_seat, office_facts, seat_facts
from app.groups.policy import require
from app.groups.rights import Act
from app.groups.schemas import InvitationCreate, InvitationListed, InvitationMade, LinkRead
from app.groups.service import delegation_of_group, note, standing_changed, unique

HAS_ACCOUNT = "This person has an account already and signs in as before; no link is needed."
OTHERS_LINK = "This person was invited by another group too; only an operator may make the link."


async def invite(
    session: AsyncSession, actor: Actor, group_id: UUID, wanted: InvitationCreate, settings: Settings
) -> InvitationMade:
    """Give a seat, offices or both to somebody who may have no account yet, and a link to whoever needs one."""
    standing = await require(session, actor, Act.MANAGE_GROUP, group_id)
    delegation = await delegation_of_group(session, group_id, wanted.delegation) if wanted.delegation else None
    person = await accounts.person_by_email(session, wanted.email)
    if person is None:
        async with unique(session, "Somebody has just been invited with this e-mail address."):
            person = await accounts.add_person(session, wanted.email, wanted.name)
    if person.disabled_at is not None:
        raise Conflict("This person's account is out of use; an operator can put it back into use.")

    # Everything is changed first and recorded last: the record is what everybody waits for (ENGINE E20).
    membership = None
    if wanted.seat is not None or delegation is not None:
        membership = await give_seat(session, group_id, person, wanted.seat, delegation, may_act=wanted.may_act)
    offices = [await give_office(session, actor, group_id, person, kind) for kind in dict.fromkeys(wanted.offices)]
    await standing_changed(session, group_id, [person.id])
    made = await _link_if_needed(session, actor, person, group_id, settings)
    if membership is not None:
        facts = seat_facts(membership, person, delegation)
        await note(session, actor, standing, "seat.given", group_id, membership.id, **facts)
    for office in offices:
        await note(session, actor, standing, "office.given", group_id, office.id, **office_facts(office, person))
    if made.id is not None:
        await note(session, actor, standing, "invitation.made", group_id, made.id, person=_short(person))
    return made


async def _link_if_needed(
    session: AsyncSession, actor: Actor, person: Person, group_id: UUID, settings: Settings
) -> InvitationMade:
    if person.password_hash is not None or person.demo_role is not None:
        return _made(person, HAS_ACCOUNT)
    if person.id not in await held_keys(session, actor, [person]):
        return _made(person, OTHERS_LINK)
    return await _new_link(session, actor, person, group_id, settings)


async def _new_link(
    session: AsyncSession, actor: Actor, person: Person, group_id: UUID, settings: Settings
) -> InvitationMade:
    invitation, secret = await invitations.make_link(
        session, person, group_id=group_id, days=settings.invitation_days, created_by=actor.person_id
    )
    made = _made(person, None)
    made.id, made.purpose, made.expires_at = invitation.id, invitation.purpose, invitation.expires_at
    made.link = invitations.link_address(settings.public_url, secret)
    return made


def _made(person: Person, reason: str | None) -> InvitationMade:
    return InvitationMade(
        id=None,
        link=None,
        purpose=None,
        expires_at=None,
        person_id=person.id,
        name=person.name,
        email=person.email,
        note=reason,
    )


def _short(person: Person) -> dict[str, str]:
    return {"id": str(person.id), "name": person.name}


async def renew_access(
    session: AsyncSession, actor: Actor, group_id: UUID, person_id: UUID, settings: Settings
) -> InvitationMade:
    """A link for a new password, or to join for whoever never did; earlier links stop working."""
    standing = await require(session, actor, Act.MANAGE_GROUP, group_id)
    person = await session.get(Person, person_id)
    if person is None or not await belongs(session, group_id, person_id):
        raise NotFound("There is no such person in this group.")
    if person.id not in await held_keys(session, actor, [person]):
        raise Forbidden("This person belongs to other groups too: an operator may make the link.", why="other-groups")
    made = await _new_link(session, actor, person, group_id, settings)
    assert made.id is not None
    action = "reset.made" if made.purpose == invitations.RESET else "invitation.made"
    await note(session, actor, standing, action, group_id, made.id, person=_short(person))
    return made


async def pending(session: AsyncSession, actor: Actor, group_id: UUID) -> list[InvitationListed]:
    """The group's links that nobody used yet."""
    await require(session, actor, Act.MANAGE_GROUP, group_id)
    found = (
        select(Invitation, Person)
        .join(Person, Invitation.person_id == Person.id)
        .where(
            Invitation.group_id == group_id,
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now(),
        )
        .order_by(Invitation.created_at, Invitation.id)
    )
    return [
        InvitationListed(
            id=invitation.id,
            purpose=invitation.purpose,
            created_at=invitation.created_at,
            expires_at=invitation.expires_at,
            person_id=person.id,
            name=person.name,
            email=person.email,
        )
        for invitation, person in await session.execute(found)
    ]


async def withdraw(session: AsyncSession, actor: Actor, invitation_id: UUID) -> None:
    """Make a link stop working; seat and offices stay until they are ended."""
    invitation = await session.get(Invitation, invitation_id)
    if invitation is None or invitation.group_id is None:
        raise NotFound("There is no such invitation.")
    standing = await require(session, actor, Act.MANAGE_GROUP, invitation.group_id)
    if invitation.used_at is not None:
        raise Conflict("This link was used already.")
    if invitation.revoked_at is None:
        invitation.revoked_at = now()
        await session.flush()
        person = await session.get_one(Person, invitation.person_id)
        facts = {"person": _short(person)}
        await note(session, actor, standing, "invitation.withdrawn", invitation.group_id, invitation.id, **facts)


async def read_link(session: AsyncSession, secret: str, key: bytes) -> tuple[Invitation, LinkRead]:
    """A link, and what it is for."""
    invitation, person = await invitations.open_link(session, secret, key)
    group = await session.get(WorkingGroup, invitation.group_id) if invitation.group_id else None
    return invitation, LinkRead(
        name=person.name,
        email=person.email,
        group=group.name if group else None,
        purpose=invitation.purpose,
        expires_at=invitation.expires_at,
    )
