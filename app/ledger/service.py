"""Add lines to the record of decisions, and read them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import now
from app.core.ids import uuid7
from app.ledger.lines import JSON, START, document_chain, fingerprint, group_chain, line_body
from app.ledger.models import Chain, Decision

__all__ = [
    "Line",
    "actor_name",
    "document_chain",
    "end_of",
    "facts_of",
    "group_chain",
    "last_about",
    "lines_of",
    "record",
    "record_many",
]

_ends: Any = Chain.__table__
_MOVE_END = (
    _ends.update().where(_ends.c.name == bindparam("of")).values(number=bindparam("to"), fingerprint=bindparam("print"))
)


async def record(
    session: AsyncSession,
    *,
    chain: str,
    action: str,
    actor: Actor | None,
    office: str | None = None,
    subject_id: UUID | None = None,
    meeting_id: UUID | None = None,
    facts: dict[str, JSON],
) -> Decision:
    """Add a line to a chain. It holds the chain's row until the commit, so lock everything else before it.

    Words go into the facts as `runs` with their `content_hash`: `ledger verify` holds each to the other.
    """
    end = await _lock_chain(session, chain)
    at = now()
    number = end.number + 1
    body = line_body(
        chain=chain,
        number=number,
        previous=end.fingerprint,
        at=at,
        action=action,
        actor=(actor.person_id, actor.name) if actor else None,
        office=office,
        meeting_id=meeting_id,
        subject_id=subject_id,
        facts=facts,
    )
    decision = Decision(
        id=uuid7(),
        chain=chain,
        number=number,
        at=at,
        action=action,
        actor_id=actor.person_id if actor else None,
        subject_id=subject_id,
        meeting_id=meeting_id,
        body=body,
        previous=end.fingerprint,
        fingerprint=fingerprint(body),
    )
    session.add(decision)
    end.number, end.fingerprint = number, decision.fingerprint
    # Each line moves the chain's end by one in the database as well (its trigger sees to it).
    await session.flush()
    return decision


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be recorded of one of many things done at once."""

    action: str
    subject_id: UUID
    facts: dict[str, JSON]


async def record_many(
    session: AsyncSession,
    lines: Sequence[Line],
    *,
    chain: str,
    actor: Actor,
    office: str | None,
    meeting_id: UUID | None,
) -> list[int]:
    """`record` for many lines of one person in one office, in order; the numbers they have got."""
    if not lines:
        return []
    end = await _lock_chain(session, chain)
    number, previous = end.number, end.fingerprint
    rows: list[dict[str, Any]] = []
    for line in lines:
        at = now()
        number += 1
        body = line_body(
            chain=chain,
            number=number,
            previous=previous,
            at=at,
            action=line.action,
            actor=(actor.person_id, actor.name),
            office=office,
            meeting_id=meeting_id,
            subject_id=line.subject_id,
            facts=line.facts,
        )
        rows.append(
            {
                "id": uuid7(),
                "chain": chain,
                "number": number,
                "at": at,
                "action": line.action,
                "actor_id": actor.person_id,
                "subject_id": line.subject_id,
                "meeting_id": meeting_id,
                "body": body,
                "previous": previous,
                "fingerprint": fingerprint(body),
            }
        )
        previous = rows[-1]["fingerprint"]
    await session.execute(insert(Decision), rows)
    # The chain's end moves line by line in the database as well (its trigger sees to it).
    ends = [{"to": row["number"], "print": row["fingerprint"], "of": chain} for row in rows]
    connection = await session.connection()
    await connection.execute(_MOVE_END, ends)
    await session.refresh(end)
    return [row["number"] for row in rows]


async def _lock_chain(session: AsyncSession, name: str) -> Chain:
    locked = select(Chain).where(Chain.name == name).with_for_update().execution_options(populate_existing=True)
    # What this transaction has added itself must reach the row before it is read again.
    await session.flush()
    end = (await session.scalars(locked)).one_or_none()
    if end is not None:
        return end
    # Two may found a chain at once; the second waits here and then locks what the first made.
    values: dict[str, Any] = {"name": name, "number": 0, "fingerprint": START}
    if session.get_bind().dialect.name == "sqlite":
        await session.execute(sqlite.insert(Chain).values(values).on_conflict_do_nothing())
    else:
        await session.execute(postgresql.insert(Chain).values(values).on_conflict_do_nothing())
    return (await session.scalars(locked)).one()


async def end_of(session: AsyncSession, chain: str) -> tuple[int, str] | None:
    """The number and fingerprint of a chain's last line; None before the first."""
    row = (await session.execute(select(Chain.number, Chain.fingerprint).where(Chain.name == chain))).one_or_none()
    return (row.number, row.fingerprint) if row and row.number else None


async def lines_of(session: AsyncSession, chain: str, *, after: int = 0, limit: int = 100) -> Sequence[Decision]:
    """Lines of a chain in order, from the one after the given number."""
    wanted = select(Decision).where(Decision.chain == chain, Decision.number > after)
    return (await session.scalars(wanted.order_by(Decision.number).limit(limit))).all()


async def last_about(session: AsyncSession, subject_id: UUID, action: str) -> Decision | None:
    """The last line that says this of that subject."""
    wanted = select(Decision).where(Decision.subject_id == subject_id, Decision.action == action)
    return (await session.scalars(wanted.order_by(Decision.number.desc()).limit(1))).one_or_none()


def facts_of(line: Decision) -> dict[str, Any]:
    """The facts of a line."""
    facts: dict[str, Any] = json.loads(line.body)["facts"]
    return facts


def actor_name(line: Decision) -> str | None:
    """The name of whoever did what a line says; None when it was the server."""
    actor = json.loads(line.body)["actor"]
    return str(actor["name"]) if actor else None
