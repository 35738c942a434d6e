"""Opinions and stances over HTTP."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from app.core.actor import CurrentActor, MaybeActor
from app.core.database import Session, Write, one_view
from app.opinions import reading, service, stances
from app.opinions.schemas import OpinionCreate, OpinionRead, OpinionUpdate, StanceRead, StanceWrite

router = APIRouter(prefix="/api", tags=["opinions"])


@router.get("/documents/{document_id}/opinions", response_model=list[OpinionRead], response_model_exclude_unset=True)
async def list_opinions(document_id: UUID, actor: MaybeActor, session: Session) -> list[dict[str, Any]]:
    """The opinions on record in a document, and the drafts of your own delegation."""
    await one_view(session)
    return await reading.opinions_in(session, actor, document_id)


@router.get("/opinions/{opinion_id}", response_model=OpinionRead, response_model_exclude_unset=True)
async def read_opinion(opinion_id: UUID, actor: MaybeActor, session: Session) -> dict[str, Any]:
    """One opinion with its words."""
    await one_view(session)
    return await service.readable(session, actor, opinion_id)


@router.post(
    "/paragraphs/{paragraph_id}/opinions",
    response_model=OpinionRead,
    response_model_exclude_unset=True,
    status_code=201,
    responses={200: {"model": OpinionRead, "description": "You made it before"}},
)
async def create_opinion(
    paragraph_id: UUID, new: OpinionCreate, actor: CurrentActor, session: Write, response: Response
) -> dict[str, Any]:
    """Begin a draft, which only your delegation sees, with ids of your own making (UUID version 7)."""
    opinion, is_new = await service.create(session, actor, paragraph_id, new)
    if not is_new:
        response.status_code = 200
    return opinion


@router.patch("/opinions/{opinion_id}", response_model=OpinionRead, response_model_exclude_unset=True)
async def update_opinion(
    opinion_id: UUID, change: OpinionUpdate, actor: CurrentActor, session: Write
) -> dict[str, Any]:
    """Say whether a draft will be signed, or stand as that of *some members*."""
    return await service.attribute(session, actor, opinion_id, change)


@router.post("/opinions/{opinion_id}/place", response_model=OpinionRead, response_model_exclude_unset=True)
async def place_opinion(opinion_id: UUID, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Place it on record. Those who may act for the delegation."""
    return await service.place(session, actor, opinion_id)


@router.post("/opinions/{opinion_id}/withdraw", response_model=OpinionRead, response_model_exclude_unset=True)
async def withdraw_opinion(opinion_id: UUID, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Withdraw it, while nobody else has signed it."""
    return await service.withdraw(session, actor, opinion_id)


@router.post("/opinions/{opinion_id}/sign", response_model=OpinionRead, response_model_exclude_unset=True)
async def sign_opinion(opinion_id: UUID, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Sign an opinion that is on record, for your delegation."""
    return await service.sign(session, actor, opinion_id)


@router.post("/opinions/{opinion_id}/unsign", response_model=OpinionRead, response_model_exclude_unset=True)
async def unsign_opinion(opinion_id: UUID, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Take your delegation's signature back."""
    return await service.unsign(session, actor, opinion_id)


@router.get("/documents/{document_id}/stances", response_model=list[StanceRead])
async def list_stances(document_id: UUID, actor: MaybeActor, session: Session) -> list[dict[str, Any]]:
    """The stances that delegations have now, as far as they are shown to you, by name. They are not added up."""
    await one_view(session)
    return await stances.stances_in(session, actor, document_id)


@router.get("/paragraphs/{paragraph_id}/stances", response_model=list[StanceRead])
async def read_stances(paragraph_id: UUID, actor: MaybeActor, session: Session) -> list[dict[str, Any]]:
    """What was said of one paragraph over time, newest first, as far as it is shown to you."""
    await one_view(session)
    return await stances.history_of(session, actor, paragraph_id)


@router.put("/paragraphs/{paragraph_id}/stance", response_model=StanceRead)
async def take_stance(paragraph_id: UUID, given: StanceWrite, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Say how your delegation stands to a paragraph, to the chair or to all; kind *none* takes it back."""
    return await stances.take(session, actor, paragraph_id, given)
