"""The history of words over HTTP."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime

from app.core.actor import MaybeActor
from app.core.database import Session, one_view
from app.history import changes as changes_
from app.history import service
from app.history.schemas import MOMENT, ChangesRead, HistoryRead, MomentRead, MomentsCompared

router = APIRouter(prefix="/api", tags=["history"])

Moment = Annotated[str, Query(pattern=r"^(now|([0-9a-f-]{36}\.)?[0-9]{1,15})$", description=MOMENT)]
PRIVATE = {"Cache-Control": "private, no-cache"}


def _answer(content: dict[str, Any]) -> Response:
    return Response(
        orjson.dumps(content, default=str, option=orjson.OPT_UTC_Z), media_type="application/json", headers=PRIVATE
    )


@router.get("/paragraphs/{paragraph_id}/history", response_model=HistoryRead)
async def read_history(
    paragraph_id: UUID,
    actor: MaybeActor,
    session: Session,
    before: Annotated[int | None, Query(ge=0, description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 40,
) -> Response:
    """The words of a paragraph through time: who entered them, and what was done about it. The newest first."""
    await one_view(session)
    return _answer(await service.history(session, actor, paragraph_id, before, limit))


@router.get("/paragraphs/{paragraph_id}/words", response_model=MomentRead)
async def read_words(
    paragraph_id: UUID,
    actor: MaybeActor,
    session: Session,
    seq: Moment,
) -> Response:
    """The words of a paragraph at one moment."""
    await one_view(session)
    return _answer(await service.words(session, actor, paragraph_id, seq))


@router.get("/paragraphs/{paragraph_id}/history/compare", response_model=MomentsCompared)
async def compare_moments(
    paragraph_id: UUID,
    actor: MaybeActor,
    session: Session,
    before: Annotated[Moment, Query(alias="from")],
    after: Annotated[Moment, Query(alias="to")] = "now",
) -> Response:
    """How the words of two moments differ."""
    await one_view(session)
    return _answer(await service.compare(session, actor, paragraph_id, before, after))


@router.get("/documents/{document_id}/changes", response_model=ChangesRead)
async def read_changes(
    document_id: UUID,
    actor: MaybeActor,
    session: Session,
    since: Annotated[AwareDatetime | None, Query(description="A time.")] = None,
    revision: Annotated[int | None, Query(ge=1, description="The number of a revision that you may read.")] = None,
    meeting: Annotated[bool, Query(description="Since the current meeting began.")] = False,
) -> Response:
    """What changed in a document since a time, a revision, or the beginning of the meeting: one of them is given."""
    await one_view(session)
    moment: datetime | None = since
    return _answer(
        await changes_.changes(session, actor, document_id, since=moment, revision=revision, meeting=meeting)
    )
