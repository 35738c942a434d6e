"""The people of a working group: seats, offices, invitations."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.accounts.cookies import keep_out_of_caches
from app.core.actor import CurrentActor
from app.core.database import Session, Write
from app.core.ratelimit import Limit, rates_of
from app.core.settings import Settings
from app.groups import inviting, people
from app.groups.models import Office
from app.groups.policy import require
from app.groups.rights import Act, Subject, decide
from app.groups.router import changes_of
from app.groups.schemas import (
    InvitationCreate,
    InvitationListed,
    InvitationMade,
    OfficeCreate,
    OfficeRead,
    OfficeUpdate,
    PersonOfGroup,
    SeatUpdate,
)

router = APIRouter(prefix="/api", tags=["people"])

INVITATIONS = Limit("invitations made", 500, 3_600)
RESETS = Limit("links made", 100, 3_600)
RESETS_OF_ONE = Limit("links made for one person", 10, 3_600)


@router.get("/groups/{group_id}/people")
async def list_people(group_id: UUID, actor: CurrentActor, session: Session) -> list[PersonOfGroup]:
    """Everybody with a seat or an office, by name."""
    standing = await require(session, actor, Act.READ_GROUP, group_id)
    managing = decide(standing, Act.MANAGE_GROUP, Subject(group_id)).allowed
    return await people.people_of(session, group_id, managing=managing)


@router.patch("/seats/{seat_id}")
async def change_seat(seat_id: UUID, body: SeatUpdate, actor: CurrentActor, session: Write) -> PersonOfGroup:
    """Change a seat's delegation, whether it is a member's, and whether it may act for the delegation."""
    membership = await people.change_seat(session, actor, seat_id, changes_of(body, {"delegation"}))
    return await people.person_of_group(session, membership.group_id, membership.person_id)


@router.delete("/seats/{seat_id}", status_code=204)
async def end_seat(seat_id: UUID, actor: CurrentActor, session: Write) -> None:
    """End a seat."""
    await people.end_seat(session, actor, seat_id)


@router.post("/groups/{group_id}/offices", status_code=201, response_model=OfficeRead)
async def appoint(group_id: UUID, body: OfficeCreate, actor: CurrentActor, session: Write) -> Office:
    """Give an office to somebody of the group."""
    return await people.appoint(session, actor, group_id, body.person, body.kind, body.from_day, body.until_day)


@router.patch("/offices/{office_id}", response_model=OfficeRead)
async def change_office(office_id: UUID, body: OfficeUpdate, actor: CurrentActor, session: Write) -> Office:
    """Change an office's days, or end it."""
    changes = changes_of(body, {"until_day"})
    return await people.change_office(session, actor, office_id, changes, at_once=changes.pop("at_once", False))


@router.post("/groups/{group_id}/invitations", status_code=201)
async def invite(
    group_id: UUID, body: InvitationCreate, request: Request, response: Response, actor: CurrentActor, session: Write
) -> InvitationMade:
    """Invite somebody: a seat, offices or both, and a link that works once."""
    rates_of(request).take((INVITATIONS, str(actor.person_id)))
    keep_out_of_caches(response)
    settings: Settings = request.app.state.settings
    return await inviting.invite(session, actor, group_id, body, settings)


@router.get("/groups/{group_id}/invitations")
async def list_invitations(group_id: UUID, actor: CurrentActor, session: Session) -> list[InvitationListed]:
    """Links that nobody used yet."""
    return await inviting.pending(session, actor, group_id)


@router.delete("/invitations/{invitation_id}", status_code=204)
async def withdraw_invitation(invitation_id: UUID, actor: CurrentActor, session: Write) -> None:
    """Make a link stop working."""
    await inviting.withdraw(session, actor, invitation_id)


@router.post("/groups/{group_id}/people/{person_id}/reset", status_code=201)
async def renew_access(
    group_id: UUID, person_id: UUID, request: Request, response: Response, actor: CurrentActor, session: Write
) -> InvitationMade:
    """A link for a new password, to be handed to the person."""
    rates_of(request).take((RESETS, str(actor.person_id)), (RESETS_OF_ONE, str(person_id)))
    keep_out_of_caches(response)
    settings: Settings = request.app.state.settings
    return await inviting.renew_access(session, actor, group_id, person_id, settings)
