"""Putting what a group moved or added where it belongs in the plenary's text (ENGINE E17)."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.breakouts.comparing import Compared, Place
from app.core.ids import uuid7
from app.documents.models import Category, Document
from app.documents.positions import key_between
from app.paragraphs import service
from app.paragraphs.models import Paragraph


async def position_for(
    session: AsyncSession,
    document: Document,
    category: Category,
    place: Place,
    there: Mapping[UUID, UUID],
    compared: Mapping[UUID, Compared],
    *,
    moving: UUID | None = None,
) -> tuple[str, UUID | None]:
    """A key in the plenary's text, and behind which of its paragraphs that is.

    `there` says which paragraph of the plenary each of the group's is, those that were just made too.
    """
    after = _anchor(place, there, compared)
    if after is None or after == moving:
        before = there.get(place.before) if place.before is not None else None
        after = await _previous(session, document, category, before, moving)
    return await service.position_after(session, document.id, category, after, moving=moving), after


def _anchor(place: Place, there: Mapping[UUID, UUID], compared: Mapping[UUID, Compared]) -> UUID | None:
    """The plenary's paragraph behind which it comes; what is not taken is passed over."""
    step: Place | None = place
    while step is not None and step.after is not None:
        if (found := there.get(step.after)) is not None:
            return found
        step = compared[step.after].place if step.after in compared else None
    return None


async def _previous(
    session: AsyncSession, document: Document, category: Category, before: UUID | None, moving: UUID | None
) -> UUID | None:
    """The paragraph before that one in its category; without, the last one."""
    here = select(Paragraph.id).where(Paragraph.document_id == document.id, Paragraph.category_id == category.id)
    if moving is not None:
        here = here.where(Paragraph.id != moving)
    if before is not None:
        limit = select(Paragraph.position).where(Paragraph.id == before).scalar_subquery()
        here = here.where(Paragraph.position < limit)
    found: UUID | None = await session.scalar(here.order_by(Paragraph.position.desc()).limit(1))
    return found


async def category_for(session: AsyncSession, plenary: Document, own: Category) -> Category:
    """The plenary's category that this one of the group is; one that the group made comes last there, once."""
    if own.copied_from is not None:
        return await session.get_one(Category, own.copied_from)
    last = await session.scalar(select(func.max(Category.position)).where(Category.document_id == plenary.id))
    of_last = select(Category.way).where(Category.document_id == plenary.id, Category.position == last)
    category = Category(
        id=uuid7(),
        document_id=plenary.id,
        code=own.code,
        title=own.title,
        position=key_between(last, None),
    )
    if (way := await session.scalar(of_last)) is not None:
        category.way = way
    session.add(category)
    await session.flush()
    own.copied_from = category.id
    return category
