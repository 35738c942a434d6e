"""Alternatives over HTTP."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from app.alternatives import deciding, reading, service
from app.alternatives.schemas import (
    AlternativeCreate,
    AlternativeRead,
    Combine,
    ConfirmDecision,
    Drop,
    MakeText,
)
from app.core.actor import CurrentActor, MaybeActor
from app.core.database import Session, Write, one_view
from app.documents import policy
from app.documents import service as documents
from app.groups.rights import Act

router = APIRouter(prefix="/api", tags=["alternatives"])


@router.get(
    "/documents/{document_id}/alternatives", response_model=list[AlternativeRead], response_model_exclude_unset=True
)
async def list_alternatives(document_id: UUID, actor: MaybeActor, session: Session) -> list[dict[str, Any]]:
    """The alternatives of a document with their words, those that no longer stand too."""
    await one_view(session)
    return await reading.alternatives_in(session, actor, document_id)


@router.get("/alternatives/{alternative_id}", response_model=AlternativeRead, response_model_exclude_unset=True)
async def read_alternative(alternative_id: UUID, actor: MaybeActor, session: Session) -> dict[str, Any]:
    """One alternative with its words."""
    await one_view(session)
    alternative = await service.get_alternative(session, alternative_id)
    document = await documents.get_document(session, alternative.document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    policy.require(standing, Act.READ, document)
    return await reading.read_alternative(session, document, standing, alternative)


@router.post(
    "/paragraphs/{paragraph_id}/alternatives",
    response_model=AlternativeRead,
    response_model_exclude_unset=True,
    status_code=201,
    responses={200: {"model": AlternativeRead, "description": "You made it before"}},
)
async def create_alternative(
    paragraph_id: UUID, new: AlternativeCreate, actor: CurrentActor, session: Write, response: Response
) -> dict[str, Any]:
    """Put an alternative beside a paragraph, with ids of your own making (UUID version 7).

    Chair, vice-chair or secretariat; a delegation's proposal is kept as one by whoever decides on it.
    """
    alternative, is_new = await service.create(session, actor, paragraph_id, new)
    if not is_new:
        response.status_code = 200
    return alternative


@router.post(
    "/alternatives/{alternative_id}/support", response_model=AlternativeRead, response_model_exclude_unset=True
)
async def support_alternative(alternative_id: UUID, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Support it for your delegation, which may then edit its words while it stands."""
    return await service.support(session, actor, alternative_id)


@router.post("/alternatives/{alternative_id}/leave", response_model=AlternativeRead, response_model_exclude_unset=True)
async def leave_alternative(alternative_id: UUID, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Support it no longer."""
    return await service.leave(session, actor, alternative_id)


@router.post(
    "/alternatives/{alternative_id}/make-text", response_model=AlternativeRead, response_model_exclude_unset=True
)
async def make_text(alternative_id: UUID, given: MakeText, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Make its words the paragraph's. Chair or vice-chair, or the secretariat on the chair's word."""
    return await deciding.make_text(session, actor, alternative_id, given)


@router.post("/alternatives/{alternative_id}/drop", response_model=AlternativeRead, response_model_exclude_unset=True)
async def drop_alternative(
    alternative_id: UUID, actor: CurrentActor, session: Write, given: Drop | None = None
) -> dict[str, Any]:
    """Drop it, with its words on record. Chair or vice-chair, or the secretariat on the chair's word."""
    return await deciding.drop(session, actor, alternative_id, given or Drop())


@router.post(
    "/paragraphs/{paragraph_id}/combine", response_model=list[AlternativeRead], response_model_exclude_unset=True
)
async def combine_alternatives(
    paragraph_id: UUID, given: Combine, actor: CurrentActor, session: Write
) -> list[dict[str, Any]]:
    """Make chosen words the paragraph's, out of one or several alternatives, which then no longer stand."""
    return await deciding.combine(session, actor, paragraph_id, given)


@router.post(
    "/alternatives/{alternative_id}/confirm", response_model=AlternativeRead, response_model_exclude_unset=True
)
async def confirm_decision(
    alternative_id: UUID, given: ConfirmDecision, actor: CurrentActor, session: Write
) -> dict[str, Any]:
    """Confirm what the secretariat decided on your word. Chair or vice-chair."""
    return await deciding.confirm(session, actor, alternative_id, given)
