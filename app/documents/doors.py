"""Past sittings of a document, and the times at which somebody was not let in (their doors are in the record)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.documents.models import Audience, Document
from app.groups.models import Meeting, Sitting, SittingAccess
from app.groups.rights import Act, Standing, Subject, decide
from app.ledger import service as ledger
from app.ledger.models import Decision
from app.texts.history import Period

DOORS: dict[SittingAccess, Audience | None] = {
    SittingAccess.EVERYONE: None,
    SittingAccess.MEMBERS: Audience.MEMBERS,
    SittingAccess.CLOSED: Audience.BUREAU,
}
BEFORE = timedelta(minutes=1)  # a group's text and its paragraphs are made one after the other
_CHANGES = ("sitting.opened", "sitting.changed", "sitting.closed")


@dataclass(frozen=True, slots=True)
class Held:
    """One sitting on a document, and its meeting."""

    id: UUID
    number: int
    meeting_number: int
    meeting_title: str
    opened_at: datetime
    closed_at: datetime | None


async def sittings_held(session: AsyncSession, document_id: UUID) -> list[Held]:
    """The sittings on a document in the order in which they were opened."""
    columns = (Sitting.id, Sitting.number, Meeting.number, Meeting.title, Sitting.opened_at, Sitting.closed_at)
    held = select(*columns).join(Meeting, Meeting.id == Sitting.meeting_id).where(Sitting.document_id == document_id)
    return [Held(*row) for row in await session.execute(held.order_by(Sitting.opened_at))]


async def shut_out(session: AsyncSession, document: Document, standing: Standing | None) -> list[Period]:
    """The times at which a sitting went on behind doors that were shut to this person, in order.

    What was typed then is never theirs to see, keystroke by keystroke, also when the sitting is over. A breakout
    group's text was shut to everybody who is not of the group until now.
    """
    if document.copy_of is not None:
        return await _shut_by_group(session, document, standing)
    lines = (
        await session.execute(
            select(Decision.at, Decision.action, Decision.body)
            .where(Decision.chain == ledger.document_chain(document.id), Decision.action.in_(_CHANGES))
            .order_by(Decision.number)
        )
    ).all()
    changes = [
        (line.at, None if line.action == "sitting.closed" else DOORS[SittingAccess(_access(line.body))])
        for line in lines
    ]
    return [
        Period(start, end)
        for start, end, doors in _between(changes)
        if doors is not None and not _admits(standing, document.group_id, doors)
    ]


async def _shut_by_group(session: AsyncSession, document: Document, standing: Standing | None) -> list[Period]:
    party = document.party or {}
    mine = {*party.get("people", ()), *party.get("delegations", ()), *party.get("conveners", ())}
    if standing is not None and not mine.isdisjoint({str(standing.person_id), str(standing.delegation_id)}):
        return []
    plenary = await session.get_one(Document, document.copy_of)
    known = not any(period.has(document.created_at) for period in await shut_out(session, plenary, standing))
    return [Period(document.created_at - BEFORE, from_copy=known)]


def _access(body: str) -> str:
    return str(json.loads(body)["facts"]["access"])


def _between(
    changes: Sequence[tuple[datetime, Audience | None]],
) -> list[tuple[datetime, datetime | None, Audience | None]]:
    ends = [*(at for at, _ in changes), None][1:]
    return [(at, end, doors) for (at, doors), end in zip(changes, ends, strict=True)]


def _admits(standing: Standing | None, group_id: UUID, doors: Audience) -> bool:
    return decide(standing, Act.READ, Subject(group_id, audience=doors)).allowed
