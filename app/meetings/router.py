"""Sittings, the paragraph under discussion, and the wall over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import CurrentActor, MaybeActor
from app.core.database import Session, Write, database_of
from app.documents import policy
from app.documents.models import DisplayLink, Document
from app.documents.schemas import Whereabouts
from app.documents.service import get_document
from app.groups.qr import square
from app.groups.rights import Act
from app.meetings import discussion, displays, sittings
from app.meetings.schemas import (
    Discussion,
    DisplayCreate,
    DisplayMade,
    DisplayRead,
    SittingCreate,
    SittingRead,
    SittingUpdate,
    Wall,
)
from app.meetings.wall import wall_of

router = APIRouter(prefix="/api", tags=["meetings"])

SHOWN: dict[int | str, dict[str, Any]] = {200: {"model": Wall}, 304: {"description": "As you have it"}}


@router.get("/documents/{document_id}/sittings", response_model=list[SittingRead])
async def list_sittings(document_id: UUID, actor: MaybeActor, session: Session) -> list[dict[str, Any]]:
    """The sittings held on a document, the newest first, each with what it did not reach."""
    return await sittings.sittings_of(session, actor, document_id)


@router.post("/documents/{document_id}/sittings", response_model=SittingRead, status_code=201)
async def open_sitting(document_id: UUID, new: SittingCreate, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Open a sitting of the current meeting. Chair, vice-chair or secretariat."""
    return await sittings.open_sitting(session, actor, document_id, new)


@router.patch("/sittings/{sitting_id}", response_model=SittingRead)
async def update_sitting(
    sitting_id: UUID, change: SittingUpdate, actor: CurrentActor, session: Write
) -> dict[str, Any]:
    """Change who may follow a sitting, or the categories to be taken, while it goes on."""
    return await sittings.update_sitting(session, actor, sitting_id, change)


@router.post("/sittings/{sitting_id}/suspend", response_model=SittingRead)
async def suspend_sitting(sitting_id: UUID, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Suspend a sitting: nothing is decided until it is resumed, and people go on drafting."""
    return await sittings.suspend(session, actor, sitting_id)


@router.post("/sittings/{sitting_id}/resume", response_model=SittingRead)
async def resume_sitting(sitting_id: UUID, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Go on with a suspended sitting."""
    return await sittings.resume(session, actor, sitting_id)


@router.post("/sittings/{sitting_id}/close", response_model=SittingRead)
async def close_sitting(sitting_id: UUID, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Close a sitting; what it did not reach is listed and recorded."""
    return await sittings.close(session, actor, sitting_id)


@router.put("/documents/{document_id}/now", response_model=Whereabouts)
async def take_up(document_id: UUID, now: Discussion, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Put a paragraph under discussion in the sitting that is open. Chair, vice-chair or secretariat."""
    return await discussion.take_up(session, actor, document_id, now.paragraph)


@router.get("/documents/{document_id}/displays", response_model=list[DisplayRead])
async def list_displays(document_id: UUID, actor: CurrentActor, session: Session) -> list[DisplayLink]:
    """The links by which screens show this document's wall."""
    return list(await displays.displays_of(session, actor, document_id))


@router.post("/documents/{document_id}/displays", status_code=201)
async def make_display(
    document_id: UUID, new: DisplayCreate, request: Request, actor: CurrentActor, session: Write
) -> DisplayMade:
    """Make a link for a screen in the room; whoever has it sees the wall, without signing in, until it is revoked."""
    display, secret = await displays.make(session, actor, document_id, new.name)
    link = f"{request.app.state.settings.public_url}/wall/{secret}"
    shown = DisplayRead.model_validate(display, from_attributes=True)
    return DisplayMade(**shown.model_dump(), link=link, qr=square(link))


@router.delete("/displays/{display_id}", status_code=204)
async def revoke_display(display_id: UUID, actor: CurrentActor, session: Write) -> None:
    """Let a screen's link show nothing any more."""
    await displays.revoke(session, actor, display_id)


@router.get("/documents/{document_id}/wall", responses=SHOWN)
async def read_wall(
    document_id: UUID,
    actor: MaybeActor,
    session: Session,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The wall, for whoever may see the document; ask again every second with its ETag."""
    document = await get_document(session, document_id)
    policy.require(await policy.standing_in(session, actor, document.group_id), Act.READ, document)
    return await _shown(session, document, if_none_match)


@router.get("/wall/{secret}", responses=SHOWN)
async def read_display(
    secret: str,
    request: Request,
    session: Session,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The wall of a screen's link, until that is revoked; nothing else can be seen by it."""
    document = await displays.document_behind(session, database_of(request), secret)
    return await _shown(session, document, if_none_match)


async def _shown(session: AsyncSession, document: Document, known: str | None) -> Response:
    body, etag = await wall_of(session, document)
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if known is not None and etag in {one.strip().removeprefix("W/") for one in known.split(",")}:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
