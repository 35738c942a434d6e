"""Where a document stands as a whole: its state, who may see it, the sitting on it, its newest revision."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.documents.models import Document, Revision
from app.groups.models import Meeting, Sitting


async def whereabouts(session: AsyncSession, document: Document) -> dict[str, Any]:
    """A document's Whereabouts, of plain values that any JSON writer takes: in page states, lists and events alike."""
    return {
        "state": document.state,
        "as_amended": document.as_amended,
        "audience": document.audience,
        "seen_by": document.seen_by,
        "sitting": await _sitting(session, document),
        "now": _now(document),
        "revision": await _newest_revision(session, document),
        "alternative_labels": document.alternative_labels,
        "itu_labels": document.itu_labels,
        "observers_propose": document.observers_propose,
        "copy_of": str(document.copy_of) if document.copy_of else None,
        "party_only": document.party_only,
        "frozen": document.frozen,
        "unattributed": document.unattributed,
    }


async def _sitting(session: AsyncSession, document: Document) -> dict[str, Any] | None:
    if document.sitting_id is None:
        return None
    found = await session.execute(
        select(
            Sitting.number,
            Sitting.access,
            Sitting.state,
            Sitting.opened_at,
            Sitting.planned,
            Meeting.number.label("of"),
        )
        .join(Meeting, Meeting.id == Sitting.meeting_id)
        .where(Sitting.id == document.sitting_id)
    )
    row = found.one()
    return {
        "id": str(document.sitting_id),
        "number": row.number,
        "meeting": row.of,
        "access": row.access,
        "state": row.state,
        "opened_at": row.opened_at,
        "planned": row.planned,
    }


def _now(document: Document) -> dict[str, Any] | None:
    if document.now_paragraph_id is None:
        return None
    return {"paragraph": str(document.now_paragraph_id), "since": document.now_since}


async def _newest_revision(session: AsyncSession, document: Document) -> dict[str, Any] | None:
    newest = (
        select(Revision.number, Revision.title, Revision.adopted, Revision.frozen_at)
        .where(Revision.document_id == document.id)
        .order_by(Revision.number.desc())
        .limit(1)
    )
    row = (await session.execute(newest)).one_or_none()
    return dict(row._mapping) if row else None
