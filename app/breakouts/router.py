"""Breakout groups over HTTP: setting them up, their report, and what the plenary makes of it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.breakouts import changing, comparison, endorsing, reading, setup
from app.breakouts.schemas import (
    BreakoutComparison,
    BreakoutCreate,
    BreakoutOutcomeRead,
    BreakoutRead,
    BreakoutUpdate,
    Endorsed,
    EndorseWrite,
    OpenTo,
    Participants,
    ReportWrite,
    ReturnWrite,
)
from app.core.actor import CurrentActor, MaybeActor
from app.core.database import Session, Write, database_of, one_view

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


@router.patch("/breakouts/{breakout_id}", response_model=BreakoutRead)
async def update_breakout(
    breakout_id: UUID, change: BreakoutUpdate, actor: CurrentActor, session: Write
) -> dict[str, Any]:
    """Change its name, its task, the day it is due, who else reads along, whether names are shown."""
    return await changing.update(session, actor, breakout_id, change)


@router.put("/breakouts/{breakout_id}/participants", response_model=BreakoutRead)
async def set_participants(
    breakout_id: UUID, given: Participants, actor: CurrentActor, session: Write
) -> dict[str, Any]:
    """Say who takes part from now on; it holds at once."""
    return await changing.set_participants(session, actor, breakout_id, given)


@router.post("/breakouts/{breakout_id}/open-to", response_model=BreakoutRead)
async def open_breakout(breakout_id: UUID, given: OpenTo, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Let more people read its text before it reports, at most all readers of the plenary's. Convener, rapporteur."""
    return await changing.open_to(session, actor, breakout_id, given.openness)


@router.post("/breakouts/{breakout_id}/report", response_model=BreakoutRead)
async def report_to_plenary(
    breakout_id: UUID, given: ReportWrite, actor: CurrentActor, session: Write
) -> dict[str, Any]:
    """Report to the plenary: its text does not change any more, and everybody reads it. Convener or rapporteur."""
    return await changing.report(session, actor, breakout_id, given.report)


@router.post("/breakouts/{breakout_id}/return", response_model=BreakoutRead)
async def return_to_group(breakout_id: UUID, given: ReturnWrite, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Return its text to the group with a note; it works on it again."""
    return await changing.give_back(session, actor, breakout_id, given.note)


@router.post("/breakouts/{breakout_id}/conclude", response_model=BreakoutRead)
async def conclude_breakout(breakout_id: UUID, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """End the group."""
    return await changing.conclude(session, actor, breakout_id)


@router.get("/breakouts/{breakout_id}/comparison", response_model=BreakoutComparison, response_model_exclude_unset=True)
async def compare_breakout(breakout_id: UUID, actor: MaybeActor, session: Session) -> dict[str, Any]:
    """What the group made of what it was given, paragraph by paragraph, beside the plenary's words as they are now."""
    await one_view(session)
    return await comparison.compare(session, actor, breakout_id)


@router.get("/breakouts/{breakout_id}/outcomes", response_model=list[BreakoutOutcomeRead])
async def read_outcomes(breakout_id: UUID, actor: MaybeActor, session: Session) -> list[dict[str, Any]]:
    """What became of each of the group's paragraphs in the plenary."""
    await one_view(session)
    return await comparison.outcomes(session, actor, breakout_id)


@router.post("/breakouts/{breakout_id}/endorse", response_model=Endorsed, response_model_exclude_unset=True)
async def endorse(breakout_id: UUID, given: EndorseWrite, actor: CurrentActor, request: Request) -> dict[str, Any]:
    """Say what becomes of some or all of the paragraphs that a group reported: all of it is done, or nothing.

    Chair, vice-chair, or the secretariat on the chair's word. What has changed since you saw it comes back as `items`.
    """
    return await endorsing.endorse(database_of(request), actor, breakout_id, given)
