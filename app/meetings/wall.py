"""The wall: the paragraph under discussion, for screens that are read from far away and asked for every second."""

import hashlib
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.documents.heads import whereabouts
from app.documents.models import Document
from app.groups.models import WorkingGroup
from app.paragraphs import reading


async def wall_of(session: AsyncSession, document: Document) -> tuple[bytes, str]:
    """A document's Wall as JSON, and its ETag."""
    group = await session.scalar(select(WorkingGroup.name).where(WorkingGroup.id == document.group_id))
    where = await whereabouts(session, document)
    paragraph = category = None
    if document.now_paragraph_id is not None:
        paragraph = await reading.read_paragraph(session, document, document.now_paragraph_id)
    categories = await reading.read_categories(session, document.id)
    total: dict[str, int] = {}
    for one in categories:
        for status, count in one["counts"].items():
            total[status] = total.get(status, 0) + count
        if paragraph is not None and one["id"] == paragraph["category"]:
            category = {name: one[name] for name in ("code", "title", "counts")}
    shown: dict[str, Any] = {
        "document": {
            "id": str(document.id),
            "title": document.title,
            "state": where["state"],
            "as_amended": where["as_amended"],
        },
        "group": {"id": str(document.group_id), "name": group},
        "sitting": where["sitting"],
        "since": document.now_since,
        "paragraph": paragraph,
        "category": category,
        "counts": total,
    }
    body = orjson.dumps(shown, option=orjson.OPT_UTC_Z)
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'
