"""Revisions, releases, comparisons and the states of a document over HTTP."""

import hashlib
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Query, Response

from app.core.actor import CurrentActor, MaybeActor
from app.core.database import Session, Write
from app.documents import service as documents
from app.documents.models import Release
from app.documents.schemas import DocumentHead
from app.revisions import releases, revisions, states
from app.revisions.comparison import comparison
from app.revisions.schemas import (
    AdoptionPreview,
    Comparison,
    ReleaseCreate,
    ReleaseRead,
    RevisionCreate,
    RevisionHead,
    RevisionRead,
    StateChange,
)

router = APIRouter(prefix="/api", tags=["revisions"])

Which = Annotated[str, Query(pattern=r"^(now|[1-9][0-9]{0,8})$", description="The number of a revision, or “now”.")]
SHOWN: dict[int | str, dict[str, Any]] = {200: {"model": RevisionRead}, 304: {"description": "As you have it"}}
CONTENT: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {}}, "description": "The canonical JSON whose SHA-256 is the fingerprint"}
}


@router.get("/documents/{document_id}/revisions", response_model=list[RevisionHead])
async def list_revisions(document_id: UUID, actor: MaybeActor, session: Session) -> list[dict[str, Any]]:
    """A document's revisions, the newest first, each with who may see it."""
    found = await revisions.revisions_of(session, actor, document_id)
    return [revisions.head_of(one) for one in found]


@router.post("/documents/{document_id}/revisions", response_model=RevisionHead, status_code=201)
async def freeze(
    document_id: UUID, actor: CurrentActor, session: Write, new: RevisionCreate | None = None
) -> dict[str, Any]:
    """Freeze the document as it is as its next revision. Chair, vice-chair or secretariat."""
    seen = await revisions.freeze(session, actor, document_id, new.title if new else "")
    return revisions.head_of(seen)


@router.get("/documents/{document_id}/revisions/{number}", responses=SHOWN)
async def read_revision(
    document_id: UUID,
    number: int,
    actor: MaybeActor,
    session: Session,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """A revision: its `state` never changes; who may see it may."""
    seen = await revisions.read_revision(session, actor, document_id, number)
    document = await documents.get_document(session, document_id)
    head = orjson.dumps(
        {**revisions.head_of(seen), "document": str(document_id), "document_title": document.title},
        option=orjson.OPT_UTC_Z,
    )
    etag = f'"{seen.revision.fingerprint[:32]}-{hashlib.sha256(head).hexdigest()[:16]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if if_none_match is not None and etag in {one.strip().removeprefix("W/") for one in if_none_match.split(",")}:
        return Response(status_code=304, headers=headers)
    body = head[:-1] + b',"state":' + revisions.content_of(seen.revision) + b"}"
    return Response(body, media_type="application/json", headers=headers)


@router.get("/documents/{document_id}/revisions/{number}/content", responses=CONTENT)
async def read_content(document_id: UUID, number: int, actor: MaybeActor, session: Session) -> Response:
    """Exactly what was frozen: the SHA-256 of these bytes is the fingerprint."""
    seen = await revisions.read_revision(session, actor, document_id, number)
    headers = {
        "ETag": f'"{seen.revision.fingerprint}"',
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f'attachment; filename="rev-{number}.json"',
    }
    return Response(revisions.content_of(seen.revision), media_type="application/json", headers=headers)


@router.post("/documents/{document_id}/revisions/{number}/releases", response_model=ReleaseRead, status_code=201)
async def release(document_id: UUID, number: int, given: ReleaseCreate, actor: CurrentActor, session: Write) -> Release:
    """Release a revision to an audience, now or from a time to come. Chair, vice-chair or secretariat."""
    return await releases.release(session, actor, document_id, number, given)


@router.delete("/releases/{release_id}", status_code=204)
async def take_back(release_id: UUID, actor: CurrentActor, session: Write) -> None:
    """Take a release back; it stays on record."""
    await releases.take_back(session, actor, release_id)


@router.get("/documents/{document_id}/compare", response_model=Comparison)
async def compare(
    document_id: UUID,
    actor: MaybeActor,
    session: Session,
    before: Annotated[Which, Query(alias="from")],
    after: Annotated[Which, Query(alias="to")] = "now",
) -> Response:
    """What changed between two revisions, or from one to the document as it is now, by words."""
    found = await comparison(session, actor, document_id, before, after)
    body = orjson.dumps(found, option=orjson.OPT_UTC_Z)
    return Response(body, media_type="application/json", headers={"Cache-Control": "private, no-cache"})


@router.get("/documents/{document_id}/adoption", response_model=AdoptionPreview)
async def preview_adoption(document_id: UUID, actor: CurrentActor, session: Session) -> dict[str, Any]:
    """What adopting the document now would adopt, and what in it is not simply agreed."""
    return await states.preview(session, actor, document_id)


@router.post("/documents/{document_id}/state", response_model=DocumentHead)
async def change_state(document_id: UUID, change: StateChange, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Release, adopt or transmit the document, or go back with a reason. Only chair and vice-chair adopt."""
    document = await states.change_state(session, actor, document_id, change)
    return await documents.read_document(session, document)
