"""Comparing two revisions, or one with the document as it is now, for those who may see both."""

import asyncio
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import now, one_view
from app.documents import policy
from app.documents import service as documents
from app.groups.rights import Act
from app.paragraphs import page
from app.revisions.comparing import compare
from app.revisions.revisions import content_of, read_revision

NOW = "now"


async def comparison(
    session: AsyncSession, actor: Actor | None, document_id: UUID, before: str, after: str
) -> dict[str, Any]:
    """What changed from one to the other, each a revision's number or "now"; raises what reading them would."""
    await one_view(session)
    old, new = await _side(session, actor, document_id, before), await _side(session, actor, document_id, after)
    # Long words are compared beside everything else that the server does.
    found = await asyncio.to_thread(lambda: compare(orjson.loads(old[1]), orjson.loads(new[1])))
    return {"before": old[0], "after": new[0], **found}


async def _side(
    session: AsyncSession, actor: Actor | None, document_id: UUID, which: str
) -> tuple[dict[str, Any], bytes]:
    if which != NOW:
        seen = await read_revision(session, actor, document_id, int(which))
        revision = seen.revision
        return {"number": revision.number, "title": revision.title, "at": revision.frozen_at}, content_of(revision)
    document = await documents.get_document(session, document_id)
    policy.require(await policy.standing_in(session, actor, document.group_id), Act.READ, document)
    return {"number": None, "title": "", "at": now()}, await page.build(session, document_id)
