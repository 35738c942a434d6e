"""Documents, their categories and the record of decisions over HTTP; page states are with paragraphs."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query

from app.core.actor import CurrentActor, MaybeActor
from app.core.database import Session, Write
from app.documents import policy, service
from app.documents.models import Category
from app.documents.record import read_record
from app.documents.schemas import (
    CategoryAdd,
    CategoryHead,
    CategoryUpdate,
    DocumentCreate,
    DocumentHead,
    DocumentUpdate,
    LineRead,
)
from app.groups.policy import require as require_in_group
from app.groups.rights import Act
from app.ledger.service import document_chain, group_chain

router = APIRouter(prefix="/api", tags=["documents"])

After = Annotated[int, Query(ge=0, le=2**63 - 1, description="The number of the last line you have.")]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.post("/groups/{group_id}/documents", response_model=DocumentHead, status_code=201)
async def create_document(group_id: UUID, new: DocumentCreate, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Begin a rolling document with its categories. Chair, vice-chair or secretariat."""
    document = await service.create_document(session, actor, group_id, new)
    return await service.read_document(session, document)


@router.patch("/documents/{document_id}", response_model=DocumentHead)
async def update_document(
    document_id: UUID, change: DocumentUpdate, actor: CurrentActor, session: Write
) -> dict[str, Any]:
    """Change a document's title, who may see it, or whether labels are computed or kept as given."""
    document = await service.update_document(session, actor, document_id, change)
    return await service.read_document(session, document)


@router.post("/documents/{document_id}/categories", response_model=CategoryHead, status_code=201)
async def add_category(document_id: UUID, new: CategoryAdd, actor: CurrentActor, session: Write) -> Category:
    """Add a category."""
    return await service.add_category(session, actor, document_id, new)


@router.patch("/categories/{category_id}", response_model=CategoryHead)
async def update_category(category_id: UUID, change: CategoryUpdate, actor: CurrentActor, session: Write) -> Category:
    """Change a category's code, title, place, or how its words change; a new way holds at once for everybody."""
    return await service.update_category(session, actor, category_id, change)


@router.get("/documents/{document_id}/record", response_model=list[LineRead])
async def read_document_record(
    document_id: UUID, actor: MaybeActor, session: Session, after: After = 0, limit: Limit = 100
) -> list[dict[str, Any]]:
    """The document's record of decisions, in order."""
    document = await service.get_document(session, document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    policy.require(standing, Act.SEE_RECORD, document)
    named = not document.unattributed or policy.takes_part(standing, document)
    return await read_record(session, document_chain(document_id), after, limit, named=named)


@router.get("/groups/{group_id}/record", response_model=list[LineRead])
async def read_group_record(
    group_id: UUID, actor: CurrentActor, session: Session, after: After = 0, limit: Limit = 100
) -> list[dict[str, Any]]:
    """The group's record: seats, offices, meetings."""
    await require_in_group(session, actor, Act.READ_GROUP, group_id)
    return await read_record(session, group_chain(group_id), after, limit)
