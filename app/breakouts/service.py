"""Breakout groups, as they take part in what happens to documents and paragraphs."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.breakouts.changing import follow_plenary
from app.breakouts.cutting import object_to_cut
from app.breakouts.models import Breakout
from app.core.events import Events
from app.documents import service as documents
from app.documents.events import AudienceChanged, DocumentChanged
from app.paragraphs.events import Cut
from app.paragraphs.models import Paragraph
from app.texts.models import Text


def install(events: Events) -> None:
    """Follow the plenary's document; to be installed before paragraphs are, whose gates rise next."""
    events.within(AudienceChanged, _lock_all_texts)
    events.within(DocumentChanged, _document_changed)
    events.within(Cut, object_to_cut)


async def _lock_all_texts(session: AsyncSession, event: AudienceChanged) -> None:
    """Who reads the plenary's may soon be others, and so in its groups' texts: all are locked, in one order (E20)."""
    copies = select(Breakout.copy_id).where(Breakout.document_id == event.document_id)
    if found := (await session.scalars(copies)).all():
        texts = select(Paragraph.text_id).where(Paragraph.document_id.in_([event.document_id, *found]))
        await session.execute(select(Text.id).where(Text.id.in_(texts)).order_by(Text.id).with_for_update())


async def _document_changed(session: AsyncSession, event: DocumentChanged) -> None:
    if event.kind == "document.changed":
        await follow_plenary(session, await documents.get_document(session, event.document_id))
