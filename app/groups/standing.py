"""Reading what people are in groups today, for requests and inside the committer's transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Date, Row, Select, and_, bindparam, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Person
from app.core.database import now
from app.groups.models import Delegation, Membership, Office, OfficeKind, Seat, WorkingGroup
from app.groups.rights import Standing

Pair = tuple[UUID, UUID]  # a person and a group
Columns = tuple[Any, ...]


async def standing_of(session: AsyncSession, person_id: UUID, group_id: UUID) -> Standing:
    """What a person is in a group today; a stranger or a disabled account is nobody there."""
    return (await standings_of(session, [(person_id, group_id)]))[person_id, group_id]


async def standings_of(session: AsyncSession, pairs: Collection[Pair]) -> dict[Pair, Standing]:
    """The same for many, in one statement."""
    return _fold(pairs, (await session.execute(_FACTS, _asked(pairs))).all())


def standing_sync(connection: Connection, person_id: UUID, group_id: UUID) -> Standing:
    """`standing_of` in the committer's transaction."""
    return standings_sync(connection, [(person_id, group_id)])[person_id, group_id]


def standings_sync(connection: Connection, pairs: Collection[Pair]) -> dict[Pair, Standing]:
    """`standings_of` in the committer's transaction."""
    return _fold(pairs, connection.execute(_FACTS, _asked(pairs)).all())


def _facts() -> Select[*Columns]:
    """One row for each office that somebody holds in a group, or one without any."""
    today = bindparam("today", type_=Date)
    return (
        select(
            Person.id,
            WorkingGroup.id,
            Person.operator,
            Membership.seat,
            Membership.may_act,
            Delegation.id,
            Delegation.name,
            Delegation.seat,
            Office.kind,
        )
        .select_from(Person)
        .join(WorkingGroup, true())
        .outerjoin(
            Membership,
            and_(
                Membership.person_id == Person.id,
                Membership.group_id == WorkingGroup.id,
                Membership.ended_at.is_(None),
            ),
        )
        .outerjoin(Delegation, Delegation.id == Membership.delegation_id)
        .outerjoin(
            Office,
            and_(
                Office.person_id == Person.id,
                Office.group_id == WorkingGroup.id,
                Office.from_day <= today,
                or_(Office.until_day.is_(None), Office.until_day >= today),
            ),
        )
        .where(
            Person.id.in_(bindparam("people", expanding=True)),
            WorkingGroup.id.in_(bindparam("groups", expanding=True)),
            Person.disabled_at.is_(None),
        )
    )


_FACTS = _facts()  # every request asks: made once, it costs half


def _asked(pairs: Collection[Pair]) -> dict[str, Any]:
    return {
        "people": list({person for person, _ in pairs}),
        "groups": list({group for _, group in pairs}),
        "today": now().date(),
    }


def _fold(pairs: Collection[Pair], rows: Iterable[Row[*Columns]]) -> dict[Pair, Standing]:
    found: dict[Pair, Row[*Columns]] = {}
    offices: dict[Pair, set[OfficeKind]] = defaultdict(set)
    for row in rows:
        pair = (row[0], row[1])
        found[pair] = row
        if row[8] is not None:
            offices[pair].add(row[8])
    return {pair: _standing(pair, found.get(pair), frozenset(offices[pair])) for pair in pairs}


def _standing(pair: Pair, row: Row[*Columns] | None, offices: frozenset[OfficeKind]) -> Standing:
    person_id, group_id = pair
    if row is None:
        return Standing(person_id, group_id)
    _, _, operator, seat, may_act, delegation_id, delegation_name, delegation_seat, _ = row
    if seat is not None and delegation_seat is Seat.OBSERVER:
        seat = Seat.OBSERVER  # nobody is more than their delegation
    return Standing(
        person_id,
        group_id,
        operator=operator,
        seat=seat,
        delegation_id=delegation_id,
        delegation_name=delegation_name,
        may_act=bool(may_act),
        offices=offices,
    )
