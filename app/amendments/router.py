"""Proposals over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Response

from app.amendments import making, reading
from app.amendments.schemas import ProposalCreate, ProposalRead
from app.core.actor import CurrentActor, MaybeActor
from app.core.database import Session, Write, one_view
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
    etag, body = await reading.list_proposals(session, actor, document_id, if_none_match)
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
