"""The desk at the door: whoever cannot receive mail is let in by the secretariat; whoever was on no list is added."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import invitations
from app.accounts import service as accounts
from app.accounts.addresses import normal_email
from app.accounts.events import PersonChanged
from app.accounts.models import Invitation, Person
from app.accounts.service import refuse_for_demonstration
from app.core.actor import Actor
from app.core.database import events_of
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.settings import Settings
from app.groups.invitation_schemas import PersonUpdate, WalkIn
from app.groups.keys import held_keys
from app.groups.models import Delegation
from app.groups.people import belongs, give_seat, seat_facts
from app.groups.policy import require
from app.groups.rights import Act, Standing
from app.groups.service import delegation_of_group, note, standing_changed, unique

OTHERS_KEY = "This person belongs to other groups too: an operator may let them in."
ADDRESS_TAKEN = "Somebody has an account with this e-mail address already."

Code = tuple[Person, Invitation, str]


async def let_in(session: AsyncSession, actor: Actor, group_id: UUID, person_id: UUID, settings: Settings) -> Code:
    """A code by which somebody of the group signs in at once."""
    standing, person = await _person_held(session, actor, group_id, person_id)
    return await _code(session, actor, standing, person, settings)


async def _person_held(session: AsyncSession, actor: Actor, group_id: UUID, person_id: UUID) -> tuple[Standing, Person]:
    standing = await require(session, actor, Act.MANAGE_GROUP, group_id)
    person = await session.get(Person, person_id)
    if person is None or not await belongs(session, group_id, person_id):
        raise NotFound("There is no such person in this group.")
    if person.id not in await held_keys(session, actor, [person]):
        raise Forbidden(OTHERS_KEY, why="other-groups")
    return standing, person


async def _code(session: AsyncSession, actor: Actor, standing: Standing, person: Person, settings: Settings) -> Code:
    invitation, code = await invitations.make_code(
        session, person, group_id=standing.group_id, created_by=actor.person_id, key=settings.secret()
    )
    await note(session, actor, standing, "code.made", standing.group_id, invitation.id, person=_short(person))
    return person, invitation, code


async def walk_in(
    session: AsyncSession, actor: Actor, group_id: UUID, wanted: WalkIn, settings: Settings
) -> tuple[Person, Code | None]:
    """Register somebody who was on no list, with delegation and seat, and make the code that lets them in.

    Asked again with the same id, the person is not registered again. There is no code for an account of which this
    group does not hold the key: its person signs in as before.
    """
    standing = await require(session, actor, Act.MANAGE_GROUP, group_id)
    before = await session.get(Person, wanted.id)
    if before is not None:
        _, person = await _person_held(session, actor, group_id, wanted.id)
        return person, await _code(session, actor, standing, person, settings)

    person = await _person_for(session, wanted)
    delegation, is_new = await _delegation_for(session, group_id, wanted)
    membership = await give_seat(session, group_id, person, wanted.seat, delegation, may_act=wanted.may_act)
    await standing_changed(session, group_id, [person.id])
    if is_new and delegation is not None:
        facts = {"name": delegation.name, "stakeholder_group": delegation.stakeholder_group, "seat": delegation.seat}
        await note(session, actor, standing, "delegation.added", group_id, delegation.id, **facts)
    await note(
        session, actor, standing, "seat.given", group_id, membership.id, **seat_facts(membership, person, delegation)
    )
    if person.id not in await held_keys(session, actor, [person]) or person.demo_role is not None:
        return person, None
    return person, await _code(session, actor, standing, person, settings)


async def _person_for(session: AsyncSession, wanted: WalkIn) -> Person:
    if wanted.email is None:
        async with unique(session, "Somebody of this name has just been registered; please try again."):
            return await accounts.add_person_without_mail(session, wanted.name, person_id=wanted.id)
    person = await accounts.person_by_email(session, wanted.email)
    if person is None:
        async with unique(session, "Somebody has just been registered with this e-mail address."):
            return await accounts.add_person(session, wanted.email, wanted.name, person_id=wanted.id)
    if person.disabled_at is not None:
        raise Conflict("This person's account is out of use; an operator can put it back into use.")
    return person


async def _delegation_for(session: AsyncSession, group_id: UUID, wanted: WalkIn) -> tuple[Delegation | None, bool]:
    if wanted.new_delegation is None or wanted.stakeholder_group is None:
        return (await delegation_of_group(session, group_id, wanted.delegation) if wanted.delegation else None), False
    delegation = Delegation(
        group_id=group_id,
        name=wanted.new_delegation,
        stakeholder_group=wanted.stakeholder_group,
        seat=wanted.seat,
    )
    async with unique(session, f"There is a delegation called {wanted.new_delegation} already."):
        session.add(delegation)
    return delegation, True


async def correct(session: AsyncSession, actor: Actor, group_id: UUID, person_id: UUID, wanted: PersonUpdate) -> None:
    """Correct a name or an e-mail address. With the address, links and codes stop working: they went to the wrong one.

    Only for whoever may have a key to the account, since its mail may become one.
    """
    standing, person = await _person_held(session, actor, group_id, person_id)
    refuse_for_demonstration(person)
    former = person.name
    email = normal_email(wanted.email) if wanted.email else person.email
    new_address = email != person.email
    if new_address:
        holder = await accounts.person_by_email(session, email)
        if holder is not None:
            raise Conflict(ADDRESS_TAKEN)
        async with unique(session, ADDRESS_TAKEN):
            person.email = email
        await invitations.revoke_links(session, person.id)
    if wanted.name and wanted.name != former:
        person.name = wanted.name
        await session.flush()
    elif not new_address:
        return
    await events_of(session).announce(session, PersonChanged(person.id))
    facts = {"person": _short(person), "new_address": new_address}
    if person.name != former:
        facts["former_name"] = former
    await note(session, actor, standing, "person.corrected", group_id, person.id, **facts)


def _short(person: Person) -> dict[str, str]:
    return {"id": str(person.id), "name": person.name}
