"""Making a document from a plan, in one transaction."""

import time
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import now
from app.core.ids import uuid7
from app.documents.models import Audience, Category, Document
from app.documents.positions import n_keys_between
from app.documents.service import current_meeting
from app.exchange.plan import Plan, PlannedParagraph, summary
from app.groups.models import WorkingGroup
from app.ledger import service as ledger
from app.paragraphs.models import Paragraph
from app.texts import service as texts

AT_ONCE = 500  # rows of one statement; between them others get their turn


async def import_plan(
    session: AsyncSession,
    group: WorkingGroup,
    plan: Plan,
    *,
    audience: Audience = Audience.OBSERVERS,
    actor: Actor | None = None,
    office: str | None = None,
) -> dict[str, Any]:
    """Make the document with all its categories and paragraphs, record it, and return the report.

    Without an actor it was the keeper of the server, by a command.
    """
    began = time.perf_counter()
    document = Document(id=uuid7(), group_id=group.id, title=plan.title, numbering=plan.numbering, audience=audience)
    session.add(document)
    await session.flush()
    categories = await _add_categories(session, document.id, plan)
    await _add_paragraphs(session, document.id, categories, plan, actor)
    meeting = await current_meeting(session, group.id)
    await ledger.record(
        session,
        chain=ledger.document_chain(document.id),
        action="document.imported",
        actor=actor,
        office=office,
        subject_id=document.id,
        meeting_id=meeting.id if meeting else None,
        facts={
            "title": plan.title,
            "format": plan.file_format,
            "file": plan.fingerprint,
            "audience": document.audience.value,
            "categories": len(plan.categories),
            "paragraphs": len(plan.paragraphs),
        },
    )
    return {
        "document": str(document.id),
        "group": {"id": str(group.id), "name": group.name},
        **summary(plan),
        "seconds": round(time.perf_counter() - began, 3),
    }


async def _add_categories(session: AsyncSession, document_id: UUID, plan: Plan) -> list[UUID]:
    ids = [uuid7() for _ in plan.categories]
    positions = n_keys_between(None, None, len(ids))
    rows = [
        {
            "id": category_id,
            "document_id": document_id,
            "code": category.code,
            "title": category.title,
            "way": category.way,
            "position": position,
        }
        for category_id, category, position in zip(ids, plan.categories, positions, strict=True)
    ]
    await session.execute(insert(Category), rows)
    return ids


async def _add_paragraphs(
    session: AsyncSession, document_id: UUID, categories: list[UUID], plan: Plan, actor: Actor | None
) -> None:
    person_id = actor.person_id if actor else None
    at = now()
    ordered = plan.ordered()
    positions = n_keys_between(None, None, len(ordered))
    for start in range(0, len(ordered), AT_ONCE):
        part = [(uuid7(), paragraph) for paragraph in ordered[start : start + AT_ONCE]]
        await texts.found_many(session, [(text_id, paragraph.runs) for text_id, paragraph in part], person_id=person_id)
        rows = [
            _row(paragraph)
            | {
                "id": uuid7(),
                "document_id": document_id,
                "category_id": categories[paragraph.category],
                "position": positions[start + number],
                "text_id": text_id,
                "created_by": person_id,
                "created_at": at,
            }
            for number, (text_id, paragraph) in enumerate(part)
        ]
        await session.execute(insert(Paragraph), rows)


def _row(paragraph: PlannedParagraph) -> dict[str, Any]:
    return {
        "level": paragraph.level,
        "kind": paragraph.kind,
        "given_label": paragraph.label,
        "variant": paragraph.variant,
        "placeholder": paragraph.placeholder,
        "proposer": paragraph.proposer,
        "source": paragraph.source,
    }
