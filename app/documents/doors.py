"""Past sittings of a document, and the times at which somebody was not let in (their doors are in the record)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.documents import policy
from app.documents.models import Audience, Document, narrower
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
_GROUP_CHANGES = tuple(
    f"breakout.{word}" for word in ("set_up", "changed", "opened", "reported", "returned", "concluded")
)
_OPENNESS = ("participants", *Audience)  # the smallest first


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
    group's text was shut to those who are not of the group for as long as it was not open to them.
    """
    if document.copy_of is not None:
        return await _shut_by_group(session, document, standing)
    changes = [
        (at, None if action == "sitting.closed" else DOORS[SittingAccess(facts["access"])])
        for at, action, facts in await _lines(session, document, _CHANGES)
    ]
    return [
        Period(start, end)
        for start, end, doors in _between(changes)
        if doors is not None and not _admits(standing, document.group_id, doors)
    ]


async def _shut_by_group(session: AsyncSession, document: Document, standing: Standing | None) -> list[Period]:
    """A breakout group's text, to those who are not of the group: shut while it was not open to them."""
    if policy.takes_part(standing, document):
        return []
    assert document.copy_of is not None
    plenary = await session.get_one(Document, document.copy_of)
    # What its paragraphs began with is what the plenary's said then.
    known = not any(period.has(document.created_at) for period in await shut_out(session, plenary, standing))
    lines = await _lines(session, document, _GROUP_CHANGES)
    shut: list[Period] = []
    since: datetime | None = document.created_at - BEFORE
    for at, open_to in _open_to(lines):
        if open_to != "everyone" and not _reads(standing, document.group_id, plenary.audience, open_to):
            since = since or at
        elif since is not None:
            shut.append(Period(since, at, known))
            since = None
    return shut if since is None else [*shut, Period(since, None, known)]


def _open_to(lines: Sequence[tuple[datetime, str, dict[str, Any]]]) -> list[tuple[datetime, str]]:
    """From when on who else read a group's text: an audience, "participants", or "everyone" once it has reported."""
    openness, opened_to = "participants", "participants"
    reported = ever = False
    found = []
    for at, action, facts in lines:
        openness = str(facts.get("openness", openness))
        opened_to = str(facts.get("opened_to", opened_to))
        ever = ever or action == "breakout.reported"
        reported = {"breakout.reported": True, "breakout.returned": False, "breakout.concluded": ever}.get(
            action, reported
        )
        found.append((at, "everyone" if reported else max(openness, opened_to, key=_OPENNESS.index)))
    return found


def _reads(standing: Standing | None, group_id: UUID, plenary: Audience, open_to: str) -> bool:
    return open_to != "participants" and _admits(standing, group_id, narrower(plenary, Audience(open_to)))


async def _lines(
    session: AsyncSession, document: Document, actions: Sequence[str]
) -> list[tuple[datetime, str, dict[str, Any]]]:
    """When such things were done, in order, with their facts."""
    statement = select(Decision.at, Decision.action, Decision.body).where(
        Decision.chain == ledger.document_chain(document.id), Decision.action.in_(actions)
    )
    rows = await session.execute(statement.order_by(Decision.number))
    return [(row.at, row.action, json.loads(row.body)["facts"]) for row in rows]


def _between(
    changes: Sequence[tuple[datetime, Audience | None]],
) -> list[tuple[datetime, datetime | None, Audience | None]]:
    ends = [*(at for at, _ in changes), None][1:]
    return [(at, end, doors) for (at, doors), end in zip(changes, ends, strict=True)]


def _admits(standing: Standing | None, group_id: UUID, doors: Audience) -> bool:
    return decide(standing, Act.READ, Subject(group_id, audience=doors)).allowed
