"""Proposals over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response

from app.amendments import accepting, deciding, listing, making, placing, reading, sponsors
from app.amendments.schemas import (
    Accept,
    ConfirmDecision,
    Decline,
    Invite,
    KeepAsAlternative,
    PlaceAgain,
    PreviewRead,
    ProposalCreate,
    ProposalRead,
    ProposalUpdate,
    SendBack,
)
from app.core.actor import CurrentActor, MaybeActor
from app.core.database import Session, Write, database_of, one_view
from app.documents import policy

# Answers leave out what was not set: a run without marks has no "attributes" at all, as everywhere else.
router = APIRouter(prefix="/api", tags=["proposals"])


@router.get(
    "/documents/{document_id}/proposals",
    response_model=list[ProposalRead],
    responses={304: {"description": "As you have it"}},
)
async def list_proposals(
    document_id: UUID,
    actor: MaybeActor,
    session: Session,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Every proposal in a document that you see: the tabled ones with what became of them, and your own drafts."""
    await one_view(session)
    etag, body = await listing.list_proposals(session, actor, document_id, if_none_match)
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if body is None:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@router.post(
    "/documents/{document_id}/proposals",
    response_model=ProposalRead,
    response_model_exclude_unset=True,
    status_code=201,
    responses={200: {"model": ProposalRead, "description": "You made it before"}},
)
async def create_proposal(
    document_id: UUID, new: ProposalCreate, actor: CurrentActor, session: Write, response: Response
) -> dict[str, Any]:
    """Propose a change, an addition or a deletion, with ids of your own making (UUID version 7).

    It is a draft of your delegation's until it is tabled. From the floor, editorial and the chair's: the chair's desk,
    tabled at once.
    """
    proposal, is_new = await making.create(session, actor, document_id, new)
    if not is_new:
        response.status_code = 200
    return proposal


@router.get("/proposals/{proposal_id}", response_model=ProposalRead, response_model_exclude_unset=True)
async def read_proposal(proposal_id: UUID, actor: MaybeActor, session: Session) -> dict[str, Any]:
    """One proposal with its words."""
    await one_view(session)
    _, document = await reading.find(session, proposal_id, actor)
    standing = await policy.standing_in(session, actor, document.group_id)
    return await reading.read_proposal(session, document, standing, proposal_id)


@router.patch("/proposals/{proposal_id}", response_model=ProposalRead, response_model_exclude_unset=True)
async def explain_proposal(
    proposal_id: UUID, given: ProposalUpdate, actor: CurrentActor, session: Write
) -> dict[str, Any]:
    """Change its explanation. Its sponsors."""
    return await sponsors.explain(session, actor, proposal_id, given)


@router.post("/proposals/{proposal_id}/table", response_model=ProposalRead, response_model_exclude_unset=True)
async def table_proposal(proposal_id: UUID, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Put a draft before everybody. A sponsor who may act for the delegation."""
    return await sponsors.table(session, actor, proposal_id)


@router.post("/proposals/{proposal_id}/withdraw", response_model=ProposalRead, response_model_exclude_unset=True)
async def withdraw_proposal(proposal_id: UUID, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Take it back. Its first sponsor; the chair's desk what it entered; of a draft whoever may write in it."""
    return await sponsors.withdraw(session, actor, proposal_id)


@router.post("/proposals/{proposal_id}/sponsor", response_model=ProposalRead, response_model_exclude_unset=True)
async def sponsor_proposal(proposal_id: UUID, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Join its sponsors, for your delegation."""
    return await sponsors.cosponsor(session, actor, proposal_id)


@router.post("/proposals/{proposal_id}/leave", response_model=ProposalRead, response_model_exclude_unset=True)
async def leave_proposal(proposal_id: UUID, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Stand behind it no longer."""
    return await sponsors.leave(session, actor, proposal_id)


@router.post("/proposals/{proposal_id}/invite", response_model=ProposalRead, response_model_exclude_unset=True)
async def invite_proposal(proposal_id: UUID, given: Invite, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Show a draft to another delegation or person, who may then write in it and join."""
    return await sponsors.invite(session, actor, proposal_id, given)


@router.get("/proposals/{proposal_id}/preview", response_model=PreviewRead, response_model_exclude_unset=True)
async def preview_proposal(proposal_id: UUID, actor: MaybeActor, session: Session) -> dict[str, Any]:
    """What accepting it now would come to: the exact result, and which other proposals change the same words."""
    await one_view(session)
    return await accepting.preview(session, actor, proposal_id)


@router.post("/proposals/{proposal_id}/accept", response_model=ProposalRead, response_model_exclude_unset=True)
async def accept_proposal(proposal_id: UUID, given: Accept, actor: CurrentActor, request: Request) -> dict[str, Any]:
    """Accept it into the text, on the words that you see. Chair or vice-chair, or the secretariat on the chair's word.

    A deletion withdraws the paragraph; an addition makes one. Where both sides were changed, send the words chosen.
    """
    return await accepting.accept(database_of(request), actor, proposal_id, given)


@router.post(
    "/proposals/{proposal_id}/keep-as-alternative", response_model=ProposalRead, response_model_exclude_unset=True
)
async def keep_as_alternative_proposal(
    proposal_id: UUID, given: KeepAsAlternative, actor: CurrentActor, session: Write
) -> dict[str, Any]:
    """Keep a change's words as an alternative beside the paragraph, supported by its sponsors."""
    return await deciding.keep_as_alternative(session, actor, proposal_id, given)


@router.post("/proposals/{proposal_id}/decline", response_model=ProposalRead, response_model_exclude_unset=True)
async def decline_proposal(proposal_id: UUID, given: Decline, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Do not accept it. Chair or vice-chair, or the secretariat on the chair's word."""
    return await deciding.decline(session, actor, proposal_id, given)


@router.post("/proposals/{proposal_id}/send-back", response_model=ProposalRead, response_model_exclude_unset=True)
async def send_back_proposal(proposal_id: UUID, given: SendBack, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Give it back to its sponsors with a note: it is a draft again, which only they see."""
    return await deciding.send_back(session, actor, proposal_id, given)


@router.post("/proposals/{proposal_id}/confirm", response_model=ProposalRead, response_model_exclude_unset=True)
async def confirm_proposal(
    proposal_id: UUID, given: ConfirmDecision, actor: CurrentActor, session: Write
) -> dict[str, Any]:
    """Confirm what the secretariat recorded on your word. Chair or vice-chair."""
    return await deciding.confirm(session, actor, proposal_id, given)


@router.post("/proposals/{proposal_id}/place-again", response_model=ProposalRead, response_model_exclude_unset=True)
async def place_proposal_again(
    proposal_id: UUID, given: PlaceAgain, actor: CurrentActor, session: Write
) -> dict[str, Any]:
    """Say which paragraph it concerns, after a split or a join. Its sponsors, or the chair and the secretariat."""
    return await placing.place_again(session, actor, proposal_id, given.paragraph)
