"""The record of decisions as its readers see it."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.groups.models import Meeting
from app.ledger import service as ledger
from app.ledger.models import Decision
from app.texts.runs import plain

_SHOWN = {"label", "runs", "content_hash", "status", "reason", "on_word_of"}


async def read_record(
    session: AsyncSession, chain: str, after: int, limit: int, *, named: bool = True
) -> list[dict[str, Any]]:
    """Lines of a chain in order, from the one after that number; unless `named`, they do not say who did it."""
    lines = await ledger.lines_of(session, chain, after=after, limit=limit)
    meetings = await _meetings(session, lines)
    shown = [_line(line, meetings) for line in lines]
    return shown if named else [line | {"actor": None, "on_word_of": None} for line in shown]


async def _meetings(session: AsyncSession, lines: Sequence[Decision]) -> dict[UUID, int]:
    ids = {line.meeting_id for line in lines if line.meeting_id}
    if not ids:
        return {}
    rows = await session.execute(select(Meeting.id, Meeting.number).where(Meeting.id.in_(ids)))
    return {row.id: row.number for row in rows}


def _line(line: Decision, meetings: dict[UUID, int]) -> dict[str, Any]:
    body = json.loads(line.body)
    facts = body["facts"]
    runs = facts.get("runs")
    on_word_of = facts.get("on_word_of")
    return {
        "chain": line.chain,
        "number": line.number,
        "at": line.at,
        "action": line.action,
        "actor": body["actor"]["name"] if body["actor"] else None,
        "office": body["office"],
        "on_word_of": on_word_of["name"] if isinstance(on_word_of, dict) else on_word_of,
        "meeting": meetings.get(line.meeting_id) if line.meeting_id else None,
        "paragraph": line.subject_id if line.action.startswith("paragraph.") else facts.get("paragraph"),
        "subject": line.subject_id,
        "label": facts.get("label"),
        "words": plain(runs) if runs is not None else None,
        "runs": runs,
        "content_hash": facts.get("content_hash"),
        "status": facts.get("status"),
        "reason": facts.get("reason"),
        "facts": {key: value for key, value in facts.items() if key not in _SHOWN},
        "previous": line.previous,
        "fingerprint": line.fingerprint,
    }
