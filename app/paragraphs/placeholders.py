"""Brackets that only hold a place, such as [X] or [Article 3 ter]: they are not negotiated, and nobody is warned."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import now
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Category
from app.groups.rights import STAFF, Act, TextKind
from app.groups.standing import standing_of
from app.paragraphs import reading
from app.paragraphs.brackets import bracketed
from app.paragraphs.service import lock_with_text
from app.texts import service as texts


async def flag(session: AsyncSession, actor: Actor, paragraph_id: UUID, wanted: Sequence[str]) -> dict[str, Any]:
    """Flag these brackets of a paragraph, and no others; what its words no longer have is left out."""
    paragraph, text = await lock_with_text(session, paragraph_id)
    document = await documents.lock_document(session, paragraph.document_id)
    standing = await standing_of(session, actor.person_id, document.group_id)
    if standing.offices & STAFF:
        policy.require(standing, Act.STRUCTURE, document)
    else:
        category = await session.get_one(Category, paragraph.category_id)
        policy.require(
            standing,
            Act.WRITE_WORDS,
            document,
            kind=TextKind.PARAGRAPH,
            way=category.way,
            status=paragraph.status,
            qualifier=paragraph.qualifier,
            closed=text.closed,
            withdrawn=paragraph.withdrawn_at is not None,
        )
    words = await texts.words_under_lock(session, text)
    flagged = [one for one in bracketed(words.plain) if one in set(wanted)]
    before = paragraph.placeholders or []
    if flagged != before:
        paragraph.placeholders = flagged or None
        paragraph.changed_at = now()
        await session.flush()
        facts = {
            "label": await reading.address_of(session, document, paragraph),
            "placeholders": flagged,
            "placeholders_before": before,
        }
        await documents.record(
            session, document, actor, standing, "paragraph.changed", subject_id=paragraph_id, facts=facts
        )
        await documents.announce(session, document, "paragraph.changed", actor.name, paragraphs=[paragraph_id])
    return await reading.read_paragraph(session, document, paragraph_id)
