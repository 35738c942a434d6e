"""Working groups, their delegations and meetings; every change is recorded in the group's record of decisions."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.events import PersonChanged
from app.core.actor import Actor
from app.core.database import events_of, now
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.events import Events
from app.groups.events import GroupChanged, StandingChanged
from app.groups.models import (
    Delegation,
    Meeting,
    Membership,
    Office,
    Seat,
    Sitting,
    SittingState,
    StakeholderGroup,
    WorkingGroup,
)
from app.groups.policy import group_or_404, require
from app.groups.rights import Act, Standing, acting_office
from app.ledger import service as ledger


@asynccontextmanager
async def unique(session: AsyncSession, sentence: str) -> AsyncIterator[None]:
    """Flush at the end; what a unique constraint refuses becomes a Conflict with this sentence."""
    try:
        yield
        await session.flush()
    except IntegrityError:
        raise Conflict(sentence) from None


async def note(
    session: AsyncSession,
    actor: Actor | None,
    standing: Standing | None,
    action: str,
    group_id: UUID,
    subject_id: UUID,
    **facts: Any,
) -> None:
    """Record what was done in the group's chain. Lock and change everything else before (ENGINE E20)."""
    meeting = await current_meeting(session, group_id)
    await ledger.record(
        session,
        chain=ledger.group_chain(group_id),
        action=action,
        actor=actor,
        office=acting_office(standing, Act.MANAGE_GROUP) if standing else None,
        subject_id=subject_id,
        meeting_id=meeting.id if meeting else None,
        facts={name: _plain(value) for name, value in facts.items()},
    )


def _plain(value: Any) -> Any:
    if isinstance(value, UUID | date):
        return str(value)
    return value


async def standing_changed(session: AsyncSession, group_id: UUID, person_ids: Iterable[UUID]) -> None:
    """Announce that what these people may do has changed; before the record is written."""
    people = tuple(person_ids)
    if people:
        await events_of(session).announce(session, StandingChanged(group_id, people))


# Groups


async def create_group(session: AsyncSession, actor: Actor, name: str, mandate: str) -> WorkingGroup:
    """Set up a working group; operators only."""
    if not actor.operator:
        raise Forbidden("Only those who keep this server set up working groups.", why="not-operator")
    group = WorkingGroup(name=name, mandate=mandate)
    session.add(group)
    await session.flush()
    await note(session, actor, None, "group.created", group.id, group.id, name=name, mandate=mandate)
    return group


async def update_group(session: AsyncSession, actor: Actor, group_id: UUID, changes: dict[str, str]) -> WorkingGroup:
    """Change the name or the mandate."""
    standing = await require(session, actor, Act.MANAGE_GROUP, group_id)
    group = await group_or_404(session, group_id)
    changed = _apply(group, changes)
    if changed:
        await session.flush()
        await events_of(session).announce(session, GroupChanged(group_id))
        await note(session, actor, standing, "group.changed", group_id, group_id, **changed)
    return group


def _apply(row: object, changes: dict[str, Any]) -> dict[str, Any]:
    """Set attributes; returns those that have a new value."""
    changed = {name: value for name, value in changes.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return changed


async def groups_of(session: AsyncSession, person_id: UUID) -> Sequence[WorkingGroup]:
    """The groups in which somebody has a seat, or an office now or from a coming day; by name."""
    seats = select(Membership.group_id).where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    offices = select(Office.group_id).where(Office.person_id == person_id, not_over())
    found = select(WorkingGroup).where(or_(WorkingGroup.id.in_(seats), WorkingGroup.id.in_(offices)))
    return (await session.scalars(found.order_by(WorkingGroup.name, WorkingGroup.id))).all()


async def all_groups(session: AsyncSession) -> Sequence[WorkingGroup]:
    """Every group of the server, by name."""
    return (await session.scalars(select(WorkingGroup).order_by(WorkingGroup.name, WorkingGroup.id))).all()


def not_over() -> Any:
    """The condition that an office is held today, or from a coming day."""
    return or_(Office.until_day.is_(None), Office.until_day >= now().date())


# Delegations


async def delegations_of(session: AsyncSession, group_id: UUID) -> Sequence[Delegation]:
    """A group's delegations, by name."""
    found = select(Delegation).where(Delegation.group_id == group_id)
    return (await session.scalars(found.order_by(Delegation.name))).all()


async def delegation_or_404(session: AsyncSession, delegation_id: UUID) -> Delegation:
    """The delegation, or NotFound."""
    delegation = await session.get(Delegation, delegation_id)
    if delegation is None:
        raise NotFound("There is no such delegation.")
    return delegation


async def delegation_of_group(session: AsyncSession, group_id: UUID, delegation_id: UUID) -> Delegation:
    """The delegation named in a request's body; raises Invalid where it is not this group's."""
    delegation = await session.get(Delegation, delegation_id)
    if delegation is None or delegation.group_id != group_id:
        raise Invalid(errors=[{"pointer": "/delegation", "detail": "This group has no such delegation."}])
    return delegation


async def add_delegation(
    session: AsyncSession, actor: Actor, group_id: UUID, name: str, stakeholder_group: StakeholderGroup, seat: Seat
) -> Delegation:
    """Add a member body or an observing one."""
    standing = await require(session, actor, Act.MANAGE_GROUP, group_id)
    delegation = Delegation(group_id=group_id, name=name, stakeholder_group=stakeholder_group, seat=seat)
    async with unique(session, f"There is a delegation called {name} already."):
        session.add(delegation)
    facts = {"name": name, "stakeholder_group": stakeholder_group, "seat": seat}
    await note(session, actor, standing, "delegation.added", group_id, delegation.id, **facts)
    return delegation


async def update_delegation(
    session: AsyncSession, actor: Actor, delegation_id: UUID, changes: dict[str, Any]
) -> Delegation:
    """Rename a delegation, or change its stakeholder group or seat; nobody in it is more than it is."""
    delegation = await delegation_or_404(session, delegation_id)
    standing = await require(session, actor, Act.MANAGE_GROUP, delegation.group_id)
    former = delegation.name
    async with unique(session, "There is a delegation of this name already."):
        changed = _apply(delegation, changes)
    if not changed:
        return delegation
    if "seat" in changed:
        sitting = select(Membership.person_id).where(
            Membership.delegation_id == delegation.id, Membership.ended_at.is_(None)
        )
        await standing_changed(session, delegation.group_id, (await session.scalars(sitting)).all())
    await note(
        session,
        actor,
        standing,
        "delegation.changed",
        delegation.group_id,
        delegation.id,
        **changed,
        former_name=former,
    )
    return delegation


async def remove_delegation(session: AsyncSession, actor: Actor, delegation_id: UUID) -> None:
    """Remove a delegation for which nobody ever sat; others are part of the record."""
    delegation = await delegation_or_404(session, delegation_id)
    standing = await require(session, actor, Act.MANAGE_GROUP, delegation.group_id)
    sat = select(func.count()).select_from(Membership).where(Membership.delegation_id == delegation.id)
    if await session.scalar(sat):
        raise Conflict("People sit or sat for this delegation; it stays, since the record names it.")
    group_id, name = delegation.group_id, delegation.name
    async with unique(session, "Somebody has just been given a seat in this delegation."):
        await session.delete(delegation)
    await note(session, actor, standing, "delegation.removed", group_id, delegation_id, name=name)


# Meetings


async def current_meeting(session: AsyncSession, group_id: UUID) -> Meeting | None:
    """The meeting that decisions are taken in at present."""
    found = select(Meeting).where(Meeting.group_id == group_id, Meeting.is_current)
    return (await session.scalars(found)).one_or_none()


async def meetings_of(session: AsyncSession, group_id: UUID) -> Sequence[Meeting]:
    """A group's meetings, by number."""
    found = select(Meeting).where(Meeting.group_id == group_id)
    return (await session.scalars(found.order_by(Meeting.number))).all()


async def meeting_or_404(session: AsyncSession, meeting_id: UUID) -> Meeting:
    """The meeting, or NotFound."""
    meeting = await session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound("There is no such meeting.")
    return meeting


async def add_meeting(
    session: AsyncSession, actor: Actor, group_id: UUID, number: int | None, details: dict[str, Any]
) -> Meeting:
    """Add a meeting; it is not the current one until it is opened."""
    standing = await require(session, actor, Act.MANAGE_GROUP, group_id)
    if number is None:
        last = select(func.max(Meeting.number)).where(Meeting.group_id == group_id)
        number = (await session.scalar(last) or 0) + 1
    meeting = Meeting(group_id=group_id, number=number, **details)
    async with unique(session, f"There is a meeting with the number {number} already."):
        session.add(meeting)
    await note(session, actor, standing, "meeting.added", group_id, meeting.id, number=number, **details)
    return meeting


async def update_meeting(session: AsyncSession, actor: Actor, meeting_id: UUID, changes: dict[str, Any]) -> Meeting:
    """Change what is known of a meeting."""
    meeting = await meeting_or_404(session, meeting_id)
    standing = await require(session, actor, Act.MANAGE_GROUP, meeting.group_id)
    from_day, until_day = (changes.get(day, getattr(meeting, day)) for day in ("from_day", "until_day"))
    if from_day is not None and until_day is not None and until_day < from_day:
        raise Invalid(errors=[{"pointer": "/until_day", "detail": "The last day is before the first."}])
    async with unique(session, "There is a meeting with this number already."):
        changed = _apply(meeting, changes)
    if not changed:
        return meeting
    if meeting.is_current:
        await events_of(session).announce(session, GroupChanged(meeting.group_id))
    await note(session, actor, standing, "meeting.changed", meeting.group_id, meeting.id, **changed)
    return meeting


async def open_meeting(session: AsyncSession, actor: Actor, meeting_id: UUID) -> Meeting:
    """Make a meeting the current one; the one before it is closed."""
    meeting = await meeting_or_404(session, meeting_id)
    standing = await require(session, actor, Act.MANAGE_GROUP, meeting.group_id)
    if meeting.is_current:
        return meeting
    # Of two openings at once the second waits for the first, and then closes its meeting. Rows that refer to the group
    # may be written meanwhile: whoever holds its documents must not wait for us.
    group = select(WorkingGroup.id).where(WorkingGroup.id == meeting.group_id).with_for_update(key_share=True)
    await session.execute(group)
    before = await current_meeting(session, meeting.group_id)
    if before is not None:
        await _check_nothing_sits(session, before)
    others = update(Meeting).where(Meeting.group_id == meeting.group_id, Meeting.is_current)
    await session.execute(others.values(is_current=False))
    meeting.is_current = True
    async with unique(session, "Another meeting has just been opened."):
        pass
    await events_of(session).announce(session, GroupChanged(meeting.group_id))
    facts = {"number": meeting.number, "closed_number": before.number if before else None}
    await note(session, actor, standing, "meeting.opened", meeting.group_id, meeting.id, **facts)
    return meeting


async def close_meeting(session: AsyncSession, actor: Actor, meeting_id: UUID) -> Meeting:
    """Close a meeting: none is current until another is opened."""
    meeting = await meeting_or_404(session, meeting_id)
    standing = await require(session, actor, Act.MANAGE_GROUP, meeting.group_id)
    if not meeting.is_current:
        return meeting
    await _check_nothing_sits(session, meeting)
    meeting.is_current = False
    await session.flush()
    await events_of(session).announce(session, GroupChanged(meeting.group_id))
    await note(session, actor, standing, "meeting.closed", meeting.group_id, meeting.id, number=meeting.number)
    return meeting


async def _check_nothing_sits(session: AsyncSession, meeting: Meeting) -> None:
    sits = select(Sitting.id).where(Sitting.meeting_id == meeting.id, Sitting.state != SittingState.CLOSED).limit(1)
    if await session.scalar(sits) is not None:
        raise Conflict(
            f"A sitting of meeting {meeting.number} is not closed yet. Close it on its document's page first."
        )


# What follows from elsewhere


async def _on_person_changed(session: AsyncSession, event: PersonChanged) -> None:
    if event.rights:
        for group in await groups_of(session, event.person_id):
            await standing_changed(session, group.id, [event.person_id])


def install(events: Events) -> None:
    """Let a disabled account lose its rights in the same transaction."""
    events.within(PersonChanged, _on_person_changed)
