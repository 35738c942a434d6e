"""What a breakout group works on is not cut up under its hands (ENGINE E16)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.alternatives.listening import StillNegotiated
from app.breakouts import titles
from app.breakouts.models import Breakout, BreakoutState
from app.paragraphs.events import Cut
from app.paragraphs.models import Paragraph


async def object_to_cut(session: AsyncSession, event: Cut) -> None:
    """Only the chair or the secretariat split and join what a group was given and has not brought back for good."""
    if event.by_staff:
        return
    with_them = select(Paragraph.document_id).where(Paragraph.copied_from.in_(event.paragraph_ids))
    at_work = (
        select(Breakout)
        .where(
            Breakout.document_id == event.document_id,
            Breakout.state != BreakoutState.CONCLUDED,
            Breakout.copy_id.in_(with_them),
        )
        .order_by(Breakout.created_at)
    )
    groups = [titles.name_of(one) for one in (await session.scalars(at_work)).all()]
    if groups:
        raise StillNegotiated(
            f"{', '.join(groups)} works on it. The chair or the secretariat can split or join it.", breakouts=groups
        )
