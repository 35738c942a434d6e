"""Raising the gates of proposals' texts whenever who may write or read them changes (ENGINE E8), and flagging proposals
whose paragraph is split or joined (E16)."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.amendments import held, reading, rules
from app.amendments.models import Amendment, AmendmentKind, Stage
from app.core.database import now
from app.core.events import Events
from app.documents import service as documents
from app.documents.events import AudienceChanged
from app.documents.models import Document
from app.groups.events import StandingChanged
from app.paragraphs.events import Cut
from app.paragraphs.gates import reopen, tell
from app.texts import service as texts
from app.texts.models import Text

_OPEN = Amendment.stage.in_([Stage.DRAFT, Stage.TABLED])


def install(events: Events) -> None:
    """Take part in the changes of seats, offices, audiences, and in splits and joins."""
    events.within(StandingChanged, _standing_changed)
    events.within(AudienceChanged, _audience_changed)
    events.within(Cut, _cut)


async def _standing_changed(session: AsyncSession, event: StandingChanged) -> None:
    """A delegation that leaves loses its proposals' words at once; whoever is none of a draft's party, the draft."""
    await session.flush()
    of_group = (
        select(Amendment.text_id)
        .join(Document, Document.id == Amendment.document_id)
        .where(Document.group_id == event.group_id, Amendment.text_id.is_not(None))
    )
    await _raise(session, of_group, None, "standing")


async def _audience_changed(session: AsyncSession, event: AudienceChanged) -> None:
    of_document = select(Amendment.text_id).where(
        Amendment.document_id == event.document_id, Amendment.text_id.is_not(None)
    )
    await _raise(session, of_document, event.document_id, "audience")
    if not event.widened:
        return
    refused = (
        select(Text)
        .join(Amendment, Amendment.text_id == Text.id)
        .where(Amendment.document_id == event.document_id, _OPEN, Text.refused_since_closing, ~Text.closed)
        .order_by(Text.id)
        .execution_options(populate_existing=True)
    )
    for text in (await session.scalars(refused)).all():  # what was refused must not flow back by itself (E11)
        await reopen(session, text, event.document_id, "audience")


async def _raise(session: AsyncSession, wanted: Select[Any], document_id: UUID | None, reason: str) -> None:
    text_ids: list[UUID] = list(await session.scalars(wanted))
    if text_ids:
        await texts.raise_gates(session, text_ids)
        tell(session, tuple(text_ids), document_id, reason)


async def _cut(session: AsyncSession, event: Cut) -> None:
    """What is proposed on a paragraph that is split or joined must be placed again; a joined one's goes to the other.

    While something is tabled there, the chair or the secretariat does that; a draft, of which nobody may learn, stands
    in nobody's way. Commands about a proposal hold its paragraph first, so none of them waits for the document here.
    """
    on_them = (
        select(Amendment)
        .where(Amendment.paragraph_id.in_(event.paragraph_ids), _OPEN)
        .order_by(Amendment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = (await session.scalars(on_them)).all()
    if not found:
        return
    changing = [one for one in found if one.kind is not AmendmentKind.ADDITION]
    if not event.by_staff and any(one.stage is Stage.TABLED for one in changing):
        raise rules.StillNegotiated(
            "While something is proposed on it, the chair or the secretariat splits and joins it."
        )
    moved = [one for one in found if one.paragraph_id != event.into]
    for one in moved:
        one.paragraph_id = event.into
    splits = len(event.paragraph_ids) == 1
    # An addition goes on after what was joined; after a split it may belong after the second half.
    touched = [one for one in found if one in moved or splits or one in changing]
    for one in touched:
        one.place_again = one.place_again or splits or one in changing
        one.changed_at = now()
    await session.flush()
    await _tell(session, event, touched)


async def _tell(session: AsyncSession, event: Cut, touched: list[Amendment]) -> None:
    document = await session.get_one(Document, event.document_id)
    tabled = [one.id for one in touched if not rules.is_private(one)]
    if tabled:
        await documents.announce(session, document, "proposal.changed", "", subjects=tabled)
    private = [one for one in touched if rules.is_private(one)]
    parties = await reading.parties_of(session, [one.id for one in private])
    for one in private:
        await held.nudge(session, one, parties[one.id])
