"""Private drafts beside a paragraph: one person's words, which nobody else ever sees."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import now
from app.core.errors import Conflict, NotFound
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Category
from app.groups.rights import Act, TextKind
from app.paragraphs.models import Draft, DraftOrigin, Paragraph
from app.paragraphs.schemas import DraftWrite
from app.paragraphs.service import get_paragraph
from app.texts.runs import canonical_json, plain

MAX_DRAFTS = 100  # of one person beside one paragraph


class TooManyDrafts(Conflict):
    slug = "too-many-drafts"
    title = "You keep very many drafts beside this paragraph"


async def drafts_beside(session: AsyncSession, actor: Actor, paragraph_id: UUID) -> list[dict[str, Any]]:
    """My drafts beside one paragraph, oldest first."""
    await get_paragraph(session, paragraph_id)
    mine = select(Draft).where(Draft.person_id == actor.person_id, Draft.paragraph_id == paragraph_id)
    return _shown((await session.scalars(mine.where(Draft.discarded_at.is_(None)))).all())


async def drafts_in(session: AsyncSession, actor: Actor, document_id: UUID) -> list[dict[str, Any]]:
    """My drafts in a whole document, oldest first."""
    mine = (
        select(Draft)
        .join(Paragraph, Paragraph.id == Draft.paragraph_id)
        .where(Draft.person_id == actor.person_id, Draft.discarded_at.is_(None), Paragraph.document_id == document_id)
    )
    return _shown((await session.scalars(mine)).all())


async def keep(
    session: AsyncSession, actor: Actor, paragraph_id: UUID, draft_id: UUID, words: DraftWrite
) -> dict[str, Any]:
    """Keep a draft, or its new words. Words that were not added are kept wherever they were typed."""
    paragraph = await get_paragraph(session, paragraph_id)
    draft = await session.get(Draft, draft_id)
    if draft is not None and (draft.person_id != actor.person_id or draft.paragraph_id != paragraph_id):
        raise NotFound("There is no such draft of yours.")
    if draft is None:
        await _require(session, actor, paragraph, words.origin)
        draft = Draft(id=draft_id, paragraph_id=paragraph_id, person_id=actor.person_id, created_at=now())
        session.add(draft)
    draft.runs = canonical_json(words.runs).decode()
    draft.base_hash = words.base_hash
    draft.origin = words.origin
    draft.reason = words.reason
    draft.updated_at = now()
    draft.discarded_at = None
    await session.flush()
    return _shown([draft])[0]


async def discard(session: AsyncSession, actor: Actor, paragraph_id: UUID, draft_id: UUID) -> None:
    """Discard one of my drafts; again is the same."""
    draft = await session.get(Draft, draft_id)
    if draft is None or draft.person_id != actor.person_id or draft.paragraph_id != paragraph_id:
        raise NotFound("There is no such draft of yours.")
    draft.discarded_at = draft.discarded_at or now()
    await session.flush()


async def _require(session: AsyncSession, actor: Actor, paragraph: Paragraph, origin: DraftOrigin) -> None:
    document = await documents.get_document(session, paragraph.document_id)
    if origin is DraftOrigin.OWN:
        category = await session.get_one(Category, paragraph.category_id)
        facts: dict[str, Any] = {
            "kind": TextKind.PARAGRAPH,
            "way": category.way,
            "status": paragraph.status,
            "withdrawn": paragraph.withdrawn_at is not None,
        }
        await policy.require_in(session, actor, Act.PROPOSE, document, **facts)
    else:
        await policy.require_in(session, actor, Act.KEEP_DRAFT, document)
    kept = await session.scalar(
        select(func.count()).where(
            Draft.person_id == actor.person_id, Draft.paragraph_id == paragraph.id, Draft.discarded_at.is_(None)
        )
    )
    if (kept or 0) >= MAX_DRAFTS:
        raise TooManyDrafts("Discard some of them first.")


def _shown(drafts: Sequence[Draft]) -> list[dict[str, Any]]:
    shown = []
    for draft in sorted(drafts, key=lambda draft: (draft.created_at, draft.id)):
        runs = orjson.loads(draft.runs)
        shown.append(
            {
                "id": draft.id,
                "paragraph": draft.paragraph_id,
                "runs": runs,
                "words": plain(runs),
                "base_hash": draft.base_hash,
                "origin": draft.origin,
                "reason": draft.reason,
                "created_at": draft.created_at,
                "updated_at": draft.updated_at,
            }
        )
    return shown
