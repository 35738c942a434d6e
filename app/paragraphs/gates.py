"""Raising the gates of texts whenever who may write them changes, in the transaction that changes it (ENGINE E8)."""

from functools import partial
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import after_commit, events_of
from app.core.events import Events
from app.documents.events import AudienceChanged, WayChanged
from app.documents.models import Category, Document, Way
from app.groups.events import StandingChanged
from app.paragraphs.events import GatesRaised, GenerationRaised
from app.paragraphs.models import Paragraph, ParagraphStatus
from app.texts import service as texts
from app.texts.models import Text


def install(events: Events) -> None:
    """Take part in the changes of seats, offices, audiences and ways of change."""
    events.within(StandingChanged, _standing_changed)
    events.within(AudienceChanged, _audience_changed)
    events.within(WayChanged, _way_changed)


async def raise_gates(session: AsyncSession, group_id: UUID, reason: str = "standing") -> None:
    """Raise the gates of all texts of a group: some seat or office in it has changed."""
    statement = (
        select(Paragraph.text_id)
        .join(Document, Document.id == Paragraph.document_id)
        .where(Document.group_id == group_id)
    )
    await _raise(session, statement, None, reason)


async def reopen(session: AsyncSession, text: Text, document_id: UUID, reason: str) -> None:
    """Let words be typed into a locked text again; its generation rises if any were refused meanwhile (ENGINE E11)."""
    if texts.reopen(text):
        tell_generation(session, text)
    tell(session, (text.id,), document_id, reason)


def raise_gate(session: AsyncSession, text: Text, document_id: UUID, reason: str, closed: bool | None = None) -> None:
    """Raise the gate of one locked text and tell those who are attached once it is committed."""
    texts.raise_gate(text, closed)
    tell(session, (text.id,), document_id, reason)


def tell(session: AsyncSession, text_ids: tuple[UUID, ...], document_id: UUID | None, reason: str) -> None:
    """Announce raised gates after the commit."""
    after_commit(session, partial(events_of(session).publish, GatesRaised(text_ids, document_id, reason)))


def tell_generation(session: AsyncSession, text: Text) -> None:
    """Announce a raised generation after the commit."""
    after_commit(session, partial(events_of(session).publish, GenerationRaised(text.id, text.generation)))


async def _raise(session: AsyncSession, wanted: Select[UUID], document_id: UUID | None, reason: str) -> None:
    text_ids = (await session.scalars(wanted)).all()
    if text_ids:
        await texts.raise_gates(session, text_ids)
        tell(session, tuple(text_ids), document_id, reason)


async def _standing_changed(session: AsyncSession, event: StandingChanged) -> None:
    await session.flush()
    await raise_gates(session, event.group_id)


async def _audience_changed(session: AsyncSession, event: AudienceChanged) -> None:
    statement = select(Paragraph.text_id).where(Paragraph.document_id == event.document_id)
    await _raise(session, statement, event.document_id, "audience")
    if event.widened:
        await _reopen_those_that_refused(session, event.document_id, None, "audience")


async def _way_changed(session: AsyncSession, event: WayChanged) -> None:
    statement = select(Paragraph.text_id).where(Paragraph.category_id == event.category_id)
    await _raise(session, statement, event.document_id, "way")
    if event.way is Way.ANYONE:
        await _reopen_those_that_refused(session, event.document_id, event.category_id, "way")


async def _reopen_those_that_refused(
    session: AsyncSession, document_id: UUID, category_id: UUID | None, reason: str
) -> None:
    """Words refused while people were kept out must not flow back by themselves when they may write (ENGINE E11)."""
    statement = (
        select(Text)
        .join(Paragraph, Paragraph.text_id == Text.id)
        .join(Category, Category.id == Paragraph.category_id)
        .join(Document, Document.id == Paragraph.document_id)
        .where(
            Paragraph.document_id == document_id,
            # In a breakout group's text a mark closes nothing.
            (Paragraph.status == ParagraphStatus.NOT_YET_DISCUSSED) | Document.copy_of.is_not(None),
            Text.refused_since_closing,
            Category.id == category_id if category_id is not None else Category.way == Way.ANYONE,
        )
        .order_by(Text.id)
        .execution_options(populate_existing=True)
    )
    for text in (await session.scalars(statement)).all():
        await reopen(session, text, document_id, reason)
