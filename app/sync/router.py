"""What of the live half goes over HTTP: words that were not added, and reports of words that differ."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

import pycrdt
from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor, CurrentActor
from app.core.database import Session, Write, one_view
from app.core.errors import NotFound
from app.core.logging import get_logger
from app.sync.sources import authorise
from app.texts import runs as runs_
from app.texts.applying import Unreadable, apply
from app.texts.gate import Ask
from app.texts.log import Log, read_log
from app.texts.models import RefusedUpdate, Text, TextIncident
from app.texts.schemas import Run
from app.texts.service import merged, words_of

log = get_logger(__name__)
router = APIRouter(prefix="/api", tags=["texts"])

MAX_HANDED_BACK = 100


class RefusedRead(BaseModel):
    """An update of one's own that was not added, and the words as they would have been."""

    id: UUID
    at: datetime
    reason: str
    generation: int
    runs: list[Run]
    words: str


class IncidentReport(BaseModel):
    """What a browser saw at a seq."""

    generation: int
    seq: int
    hash: str = Field(pattern="^[0-9a-f]{64}$")


@router.get("/texts/{text_id}/refused")
async def refused(text_id: UUID, actor: CurrentActor, session: Session) -> list[RefusedRead]:
    """One's own words that were not added to this text, newest first: nobody else is told of them."""
    await one_view(session)
    text = await session.get(Text, text_id)
    if text is None or not await _may_read(session, actor, text_id):
        # The words as they would have been are words of the text too.
        raise NotFound("There is no such text.")
    rows = (
        await session.scalars(
            select(RefusedUpdate)
            .where(RefusedUpdate.text_id == text_id, RefusedUpdate.person_id == actor.person_id)
            .order_by(RefusedUpdate.id.desc())
            .limit(MAX_HANDED_BACK)
        )
    ).all()
    if not rows:
        return []
    kept = await (await session.connection()).run_sync(read_log, text_id, min(row.seq for row in rows))
    # In a thread: after the gavel, everybody who was typing asks at once.
    return await asyncio.to_thread(_handed_back, kept, rows)


def _handed_back(kept: Log, rows: Sequence[RefusedUpdate]) -> list[RefusedRead]:
    stretches = kept.stretches()
    states: dict[int, bytes] = {}
    answer = []
    for row in rows:
        if row.seq not in states:
            # As it was then, in the lineage of that time.
            states[row.seq] = bytes(kept.doc_at(stretches, row.seq).get_update())
        words = runs_.words_of(_with(merged(states[row.seq], ()), row.payload))
        answer.append(
            RefusedRead(
                id=row.id,
                at=row.at,
                reason=row.reason,
                generation=row.generation,
                runs=[Run(**run) for run in words.runs],
                words=words.text,
            )
        )
    return answer


def _with(ydoc: pycrdt.Doc[Any], payload: bytes) -> pycrdt.Doc[Any]:
    with suppress(Unreadable):  # it may have been refused because nobody can read it
        apply(ydoc, payload)
    return ydoc


async def _may_read(session: AsyncSession, actor: Actor, text_id: UUID) -> bool:
    connection = await session.connection()
    return (await connection.run_sync(authorise, [Ask(actor.person_id, text_id)]))[0].read


async def _reported(session: AsyncSession, actor: Actor, text_id: UUID, report: IncidentReport) -> bool:
    """Whether this person has said so already; one row is enough."""
    known = select(TextIncident.id).where(
        TextIncident.text_id == text_id, TextIncident.person_id == actor.person_id, TextIncident.seq == report.seq
    )
    return (await session.scalars(known.limit(1))).first() is not None


@router.post("/texts/{text_id}/incident", status_code=202)
async def report_incident(
    text_id: UUID, report: IncidentReport, actor: CurrentActor, session: Write, request: Request
) -> dict[str, bool]:
    """A browser with nothing unsent saw other words than the server at the same seq (ENGINE E3).

    Kept and logged. When the server's own words from the log differ from the report at that very seq, `differs` says
    so, and the browser starts afresh from the server's words.
    """
    if not await _may_read(session, actor, text_id):
        raise NotFound("There is no such text.")
    words = await words_of(session, text_id)
    same_moment = words.seq == report.seq and words.generation == report.generation
    differs = same_moment and words.hash != report.hash
    if differs and not await _reported(session, actor, text_id, report):
        log.error("text.incident", text_id=str(text_id), seq=report.seq, generation=report.generation)
        facts = {"reported": report.hash, "server": words.hash, "agent": request.headers.get("user-agent", "")[:200]}
        session.add(
            TextIncident(
                text_id=text_id,
                person_id=actor.person_id,
                generation=report.generation,
                seq=report.seq,
                facts=facts,
            )
        )
    return {"differs": differs}
