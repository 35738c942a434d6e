"""Sittings of a meeting on a document: their doors, and what they did not reach.

The doors of a sitting narrow who sees the live document while it goes on, suspended or not. A suspended sitting decides
nothing (no marks, nothing taken up); people go on drafting. Without a sitting a document is as it is: marks need none.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import now
from app.core.errors import Conflict, Invalid, NotFound
from app.core.ids import uuid7
from app.documents import policy
from app.documents import service as documents
from app.documents.doors import DOORS
from app.documents.models import Audience, Category, Document
from app.groups.models import Meeting, Sitting, SittingState
from app.groups.rights import Act, Standing
from app.meetings.schemas import SittingCreate, SittingUpdate
from app.paragraphs import reading
from app.paragraphs.models import ParagraphKind, ParagraphStatus
from app.texts import service as texts

LONGEST_WORDS = 200  # of a paragraph in the list of what was not reached


class NoMeeting(Conflict):
    slug = "no-meeting"
    title = "No meeting is open"


class SittingGoesOn(Conflict):
    slug = "sitting-goes-on"
    title = "There is a sitting on this document already"


class SittingOver(Conflict):
    slug = "sitting-over"
    title = "This sitting is closed"


async def open_sitting(session: AsyncSession, actor: Actor, document_id: UUID, new: SittingCreate) -> dict[str, Any]:
    """Open a sitting of the current meeting; its doors hold at once for everybody who is looking."""
    document = await documents.get_document(session, document_id)
    standing = await policy.require_in(session, actor, Act.RUN_SITTING, document)
    meeting = await documents.current_meeting(session, document.group_id)
    if meeting is None:
        raise NoMeeting("A sitting belongs to a meeting. Open the meeting first, on the group's page.")
    if document.sitting_id is not None:
        raise SittingGoesOn("Close it before you open another.")
    await _check_planned(session, document_id, new.planned)
    document = await _change_doors(session, document, DOORS[new.access])
    held = select(func.max(Sitting.number)).where(Sitting.meeting_id == meeting.id, Sitting.document_id == document_id)
    sitting = Sitting(
        id=uuid7(),
        meeting_id=meeting.id,
        document_id=document_id,
        number=(await session.scalar(held) or 0) + 1,
        access=new.access,
        planned=[str(id_) for id_ in new.planned],
        opened_by=actor.name,
    )
    session.add(sitting)
    try:
        await session.flush()
    except IntegrityError:
        raise SittingGoesOn from None
    document.sitting_id, document.sitting_suspended = sitting.id, False
    facts = {"access": new.access.value, "planned": await _codes(session, sitting)}
    await _record(session, document, actor, standing, "sitting.opened", sitting, facts)
    return await _read(session, document, sitting)


async def update_sitting(
    session: AsyncSession, actor: Actor, sitting_id: UUID, change: SittingUpdate
) -> dict[str, Any]:
    """Go into a closed sitting or come out of it, or plan other categories, while it goes on."""
    document, sitting, standing = await _present(session, actor, sitting_id)
    if change.planned is not None:
        await _check_planned(session, document.id, change.planned)
    access = change.access or sitting.access
    document = await _change_doors(session, document, DOORS[access])
    await session.refresh(sitting)
    before = {"access": sitting.access.value, "planned": await _codes(session, sitting)}
    sitting.access = access
    if change.planned is not None:
        sitting.planned = [str(id_) for id_ in change.planned]
    after = {"access": access.value, "planned": await _codes(session, sitting)}
    if after != before:
        facts = after | {f"{name}_before": value for name, value in before.items()}
        await _record(session, document, actor, standing, "sitting.changed", sitting, facts)
    return await _read(session, document, sitting)


async def suspend(session: AsyncSession, actor: Actor, sitting_id: UUID) -> dict[str, Any]:
    """Suspend a sitting: nothing is decided until it goes on, its doors stay as they are."""
    return await _pause(session, actor, sitting_id, SittingState.SUSPENDED)


async def resume(session: AsyncSession, actor: Actor, sitting_id: UUID) -> dict[str, Any]:
    """Go on with a suspended sitting."""
    return await _pause(session, actor, sitting_id, SittingState.OPEN)


async def _pause(session: AsyncSession, actor: Actor, sitting_id: UUID, state: SittingState) -> dict[str, Any]:
    document, sitting, standing = await _present(session, actor, sitting_id)
    document = await _lock(session, document)
    await session.refresh(sitting)
    if sitting.state is not state:
        sitting.state = state
        sitting.suspended_at = now() if state is SittingState.SUSPENDED else None
        document.sitting_suspended = state is SittingState.SUSPENDED
        action = "sitting.suspended" if document.sitting_suspended else "sitting.resumed"
        await _record(session, document, actor, standing, action, sitting, {})
    return await _read(session, document, sitting)


async def close(session: AsyncSession, actor: Actor, sitting_id: UUID) -> dict[str, Any]:
    """Close a sitting: list what it did not reach, lay down what is under discussion, open its doors."""
    document, sitting, standing = await _present(session, actor, sitting_id)
    document = await _change_doors(session, document, None)
    sitting.not_reached = await not_reached(session, document, sitting)
    sitting.state, sitting.closed_at = SittingState.CLOSED, now()
    document.sitting_id, document.sitting_suspended = None, False
    document.now_paragraph_id = document.now_since = None
    facts = {"not_reached": sitting.not_reached, "planned": await _codes(session, sitting)}
    await _record(session, document, actor, standing, "sitting.closed", sitting, facts)
    return await _read(session, document, sitting)


async def sittings_of(session: AsyncSession, actor: Actor | None, document_id: UUID) -> list[dict[str, Any]]:
    """The sittings held on a document, the newest first."""
    document = await documents.get_document(session, document_id)
    policy.require(await policy.standing_in(session, actor, document.group_id), Act.READ, document)
    held = select(Sitting).where(Sitting.document_id == document_id).order_by(Sitting.opened_at.desc())
    return [await _read(session, document, sitting) for sitting in (await session.scalars(held)).all()]


async def not_reached(session: AsyncSession, document: Document, sitting: Sitting) -> list[dict[str, str]]:
    """What is still not yet discussed in the planned categories, in reading order; headings are not discussed."""
    categories = await documents.categories_of(session, document.id)
    planned = set(sitting.planned)
    wanted = [one for one in categories if not planned or str(one.id) in planned]
    ids = {one.id for one in wanted}
    rows = [
        row
        for row in reading.in_reading_order(await reading.rows_of(session, document.id), categories)
        if row.category_id in ids
        and row.withdrawn_at is None
        and row.kind is not ParagraphKind.PLAIN
        and row.status is ParagraphStatus.NOT_YET_DISCUSSED
    ]
    labels = await reading.labels_in(session, document, ids)
    words = await texts.words_of_many(session, [row.text_id for row in rows])
    return [
        {"id": str(row.id), "address": labels[row.id][0].address, "words": _beginning(words[row.text_id].plain)}
        for row in rows
    ]


def _beginning(words: str) -> str:
    return words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS].rstrip()}…"


async def _present(session: AsyncSession, actor: Actor, sitting_id: UUID) -> tuple[Document, Sitting, Standing]:
    """The sitting that goes on, its document, and the standing of the person who may run it."""
    sitting = await session.get(Sitting, sitting_id)
    if sitting is None:
        raise NotFound("There is no such sitting.")
    document = await documents.get_document(session, sitting.document_id)
    standing = await policy.require_in(session, actor, Act.RUN_SITTING, document)
    if sitting.state is SittingState.CLOSED:
        raise SittingOver
    return document, sitting, standing


async def _change_doors(session: AsyncSession, document: Document, doors: Audience | None) -> Document:
    """Raise the gates if others than now will see the document, lock it, and set its doors."""
    await documents.tell_audience(session, document, document.audience, doors)
    document = await _lock(session, document)
    document.sitting_audience = doors
    return document


async def _lock(session: AsyncSession, document: Document) -> Document:
    seen = document.audience, document.sitting_audience, document.sitting_id
    document = await documents.lock_document(session, document.id)
    if (document.audience, document.sitting_audience, document.sitting_id) != seen:
        raise Conflict("Somebody has just changed the sitting or who can see this document. Look again.")
    return document


async def _check_planned(session: AsyncSession, document_id: UUID, planned: list[UUID]) -> None:
    known = {one.id for one in await documents.categories_of(session, document_id)}
    if any(id_ not in known for id_ in planned):
        raise Invalid(errors=[{"pointer": "/planned", "detail": "This document has no such category."}])


async def _codes(session: AsyncSession, sitting: Sitting) -> list[str]:
    """The planned categories as people call them, for the record."""
    ids = [UUID(id_) for id_ in sitting.planned]
    rows = await session.execute(select(Category.id, Category.code).where(Category.id.in_(ids)))
    codes = {row.id: row.code for row in rows}
    return [codes[id_] for id_ in ids if id_ in codes]


async def _record(
    session: AsyncSession,
    document: Document,
    actor: Actor,
    standing: Standing,
    action: str,
    sitting: Sitting,
    facts: dict[str, Any],
) -> None:
    meeting = await session.get_one(Meeting, sitting.meeting_id)
    await session.flush()
    facts = {"number": sitting.number, "meeting": meeting.number} | facts
    await documents.record(
        session, document, actor, standing, action, subject_id=sitting.id, facts=facts, meeting=meeting
    )
    await documents.announce(session, document, "sitting.changed", actor.name)


async def _read(session: AsyncSession, document: Document, sitting: Sitting) -> dict[str, Any]:
    """A sitting as SittingRead."""
    meeting = await session.get_one(Meeting, sitting.meeting_id)
    over = sitting.state is SittingState.CLOSED
    return {
        "id": sitting.id,
        "number": sitting.number,
        "meeting": meeting.number,
        "access": sitting.access,
        "state": sitting.state,
        "planned": sitting.planned,
        "not_reached": (sitting.not_reached or []) if over else await not_reached(session, document, sitting),
        "opened_at": sitting.opened_at,
        "opened_by": sitting.opened_by,
        "suspended_at": sitting.suspended_at,
        "closed_at": sitting.closed_at,
    }
