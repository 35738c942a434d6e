"""Breakout groups over HTTP: setting them up, their report, and what the plenary makes of it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from app.breakouts import reading, setup
from app.breakouts.schemas import BreakoutCreate, BreakoutRead
from app.core.actor import CurrentActor, MaybeActor
from app.core.database import Session, Write

router = APIRouter(prefix="/api", tags=["breakouts"])


@router.get("/documents/{document_id}/breakouts", response_model=list[BreakoutRead])
async def list_breakouts(document_id: UUID, actor: MaybeActor, session: Session) -> list[dict[str, Any]]:
    """The breakout, correspondence and ad-hoc groups of a document."""
    return await reading.breakouts_of(session, actor, document_id)


@router.get("/documents/{document_id}/breakout", response_model=BreakoutRead)
async def read_breakout_of_text(document_id: UUID, actor: MaybeActor, session: Session) -> dict[str, Any]:
    """The group whose text this document is."""
    return await reading.breakout_of_copy(session, actor, document_id)


@router.get("/breakouts/{breakout_id}", response_model=BreakoutRead)
async def read_breakout(breakout_id: UUID, actor: MaybeActor, session: Session) -> dict[str, Any]:
    """One breakout group."""
    return await reading.read_for(session, actor, await reading.get_breakout(session, breakout_id))


@router.post(
    "/documents/{document_id}/breakouts",
    response_model=BreakoutRead,
    status_code=201,
    responses={200: {"model": BreakoutRead, "description": "You set it up before"}},
)
async def set_up_breakout(
    document_id: UUID, new: BreakoutCreate, actor: CurrentActor, session: Write, response: Response
) -> dict[str, Any]:
    """Set up a group that takes categories or paragraphs away: its text, a document of its own, is open at once.

    Chair, vice-chair or secretariat.
    """
    breakout, is_new = await setup.set_up(session, actor, document_id, new)
    if not is_new:
        response.status_code = 200
    return breakout
