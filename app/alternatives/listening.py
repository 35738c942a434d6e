"""What alternatives have to say when their paragraph is marked, split or joined."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.alternatives import reading
from app.alternatives.models import Alternative, AlternativeState
from app.core.errors import Conflict
from app.core.events import Events
from app.documents.models import Document
from app.paragraphs.events import Cut, Marking


class AlternativesStanding(Conflict):
    slug = "alternatives-standing"
    title = "Alternatives still stand beside this paragraph"


class StillNegotiated(Conflict):
    slug = "still-negotiated"
    title = "Proposals or alternatives stand beside this paragraph"


def install(events: Events) -> None:
    """Take part in marks, splits and joins."""
    events.within(Marking, _marking)
    events.within(Cut, _cut)


async def _marking(session: AsyncSession, event: Marking) -> None:
    """Agreeing words beside which others stand is asked about first."""
    if not event.closes or event.alternatives_seen:
        return
    standing = select(Alternative).where(
        Alternative.paragraph_id == event.paragraph_id, Alternative.state == AlternativeState.STANDING
    )
    found = (await session.scalars(standing.order_by(Alternative.number))).all()
    if not found:
        return
    document = await session.get_one(Document, found[0].document_id)
    labels = await reading.labels_of(session, document, found)
    raise AlternativesStanding(
        "Mark again if these words are agreed all the same; the alternatives stay on record.",
        alternatives=[{"id": str(one.id), "label": labels[one.id]} for one in found],
    )


async def _cut(session: AsyncSession, event: Cut) -> None:
    """What was beside a paragraph that is split or joined must be placed again; a joined one's goes on at the other.

    Numbers are given once beside a paragraph, so what comes over takes the next ones there.
    """
    beside = (
        select(Alternative)
        .where(Alternative.paragraph_id.in_(event.paragraph_ids), Alternative.state == AlternativeState.STANDING)
        .order_by(Alternative.paragraph_id, Alternative.number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = (await session.scalars(beside)).all()
    if not found:
        return
    if not event.by_staff:
        raise StillNegotiated("While something stands beside it, the chair or the secretariat splits and joins it.")
    highest = select(func.max(Alternative.number)).where(Alternative.paragraph_id == event.into)
    number = await session.scalar(highest) or 0
    for one in found:
        one.place_again = True
        if one.paragraph_id != event.into:
            number += 1
            one.paragraph_id, one.number = event.into, number
    await session.flush()
