"""Working groups, delegations and meetings."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from app.core.actor import Actor, CurrentActor
from app.core.database import Session, Write
from app.groups import service
from app.groups.models import Delegation, Meeting
from app.groups.policy import group_or_404, require
from app.groups.rights import Act, Subject, decide
from app.groups.schemas import (
    DelegationCreate,
    DelegationRead,
    DelegationUpdate,
    GroupCreate,
    GroupRead,
    GroupUpdate,
    MayDoInGroup,
    MeetingCreate,
    MeetingRead,
    MeetingUpdate,
    MyGroup,
)
from app.groups.standing import standings_of

router = APIRouter(prefix="/api", tags=["groups"])

MAY_BE_NULL = {"from_day", "until_day", "stream_url", "recording_url"}


def changes_of(body: BaseModel, may_be_null: Collection[str] = ()) -> dict[str, Any]:
    """What a body names; null counts only where a thing can be taken away."""
    named = body.model_dump(exclude_unset=True)
    return {name: value for name, value in named.items() if value is not None or name in may_be_null}


async def my_groups(session: Session, actor: Actor, *, every: bool = False) -> list[MyGroup]:
    """The groups that somebody belongs to, or every group."""
    groups = await (service.all_groups(session) if every else service.groups_of(session, actor.person_id))
    standings = await standings_of(session, [(actor.person_id, group.id) for group in groups])
    listed = []
    for group in groups:
        standing = standings[actor.person_id, group.id]
        listed.append(
            MyGroup(
                id=group.id,
                name=group.name,
                seat=standing.seat,
                delegation=standing.delegation_name,
                offices=sorted(standing.offices),
            )
        )
    return listed


@router.get("/groups")
async def list_groups(actor: CurrentActor, session: Session) -> list[MyGroup]:
    """One's own groups; an operator sees every group."""
    return await my_groups(session, actor, every=actor.operator)


@router.post("/groups", status_code=201)
async def create_group(body: GroupCreate, actor: CurrentActor, session: Write) -> GroupRead:
    """Set up a working group. Operators only."""
    group = await service.create_group(session, actor, body.name, body.mandate)
    return await _read(session, actor, group.id)


@router.get("/groups/{group_id}")
async def read_group(group_id: UUID, actor: CurrentActor, session: Session) -> GroupRead:
    """A group with its delegations and meetings, and what one may do there."""
    return await _read(session, actor, group_id)


async def _read(session: Session, actor: Actor, group_id: UUID) -> GroupRead:
    standing = await require(session, actor, Act.READ_GROUP, group_id)
    group = await group_or_404(session, group_id)

    def may(act: Act) -> bool:
        return decide(standing, act, Subject(group_id)).allowed

    return GroupRead(
        id=group.id,
        name=group.name,
        mandate=group.mandate,
        delegations=[DelegationRead.model_validate(one) for one in await service.delegations_of(session, group_id)],
        meetings=[MeetingRead.model_validate(one) for one in await service.meetings_of(session, group_id)],
        may=MayDoInGroup(
            manage=may(Act.MANAGE_GROUP), create_document=may(Act.CREATE_DOCUMENT), record=may(Act.SEE_RECORD)
        ),
    )


@router.patch("/groups/{group_id}")
async def update_group(group_id: UUID, body: GroupUpdate, actor: CurrentActor, session: Write) -> GroupRead:
    """Change the name or the mandate."""
    await service.update_group(session, actor, group_id, changes_of(body))
    return await _read(session, actor, group_id)


@router.get("/groups/{group_id}/delegations", response_model=list[DelegationRead])
async def list_delegations(group_id: UUID, actor: CurrentActor, session: Session) -> list[Delegation]:
    """A group's delegations, by name."""
    await require(session, actor, Act.READ_GROUP, group_id)
    return list(await service.delegations_of(session, group_id))


@router.post("/groups/{group_id}/delegations", status_code=201, response_model=DelegationRead)
async def add_delegation(group_id: UUID, body: DelegationCreate, actor: CurrentActor, session: Write) -> Delegation:
    """Add a delegation."""
    return await service.add_delegation(session, actor, group_id, body.name, body.stakeholder_group, body.seat)


@router.patch("/delegations/{delegation_id}", response_model=DelegationRead)
async def update_delegation(
    delegation_id: UUID, body: DelegationUpdate, actor: CurrentActor, session: Write
) -> Delegation:
    """Change a delegation. When it becomes an observer, its people observe."""
    return await service.update_delegation(session, actor, delegation_id, changes_of(body))


@router.delete("/delegations/{delegation_id}", status_code=204)
async def remove_delegation(delegation_id: UUID, actor: CurrentActor, session: Write) -> None:
    """Remove a delegation for which nobody ever sat."""
    await service.remove_delegation(session, actor, delegation_id)


@router.get("/groups/{group_id}/meetings", response_model=list[MeetingRead])
async def list_meetings(group_id: UUID, actor: CurrentActor, session: Session) -> list[Meeting]:
    """A group's meetings, by number."""
    await require(session, actor, Act.READ_GROUP, group_id)
    return list(await service.meetings_of(session, group_id))


@router.post("/groups/{group_id}/meetings", status_code=201, response_model=MeetingRead)
async def add_meeting(group_id: UUID, body: MeetingCreate, actor: CurrentActor, session: Write) -> Meeting:
    """Add a meeting."""
    details = body.model_dump(exclude={"number"})
    return await service.add_meeting(session, actor, group_id, body.number, details)


@router.patch("/meetings/{meeting_id}", response_model=MeetingRead)
async def update_meeting(meeting_id: UUID, body: MeetingUpdate, actor: CurrentActor, session: Write) -> Meeting:
    """Change what is known of a meeting."""
    return await service.update_meeting(session, actor, meeting_id, changes_of(body, MAY_BE_NULL))


@router.post("/meetings/{meeting_id}/open", response_model=MeetingRead)
async def open_meeting(meeting_id: UUID, actor: CurrentActor, session: Write) -> Meeting:
    """Make a meeting the current one, which decisions carry; the one before is closed."""
    return await service.open_meeting(session, actor, meeting_id)


@router.post("/meetings/{meeting_id}/close", response_model=MeetingRead)
async def close_meeting(meeting_id: UUID, actor: CurrentActor, session: Write) -> Meeting:
    """Close a meeting."""
    return await service.close_meeting(session, actor, meeting_id)
