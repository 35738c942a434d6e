"""Who takes part in a breakout group, and how that stands in the row of its text (`Document.party`)."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Person
from app.breakouts.models import BreakoutParticipant
from app.breakouts.schemas import Participants
from app.core.database import now
from app.core.errors import Invalid
from app.core.ids import uuid7
from app.groups.models import Delegation
from app.groups.standing import standings_of

Key = tuple[UUID | None, UUID | None]  # a delegation, or a person


def party_of(given: Participants) -> dict[str, list[str]]:
    """What the row of its text keeps; conveners and rapporteurs do the same there."""
    return {
        "people": _strings([*given.people, *given.conveners, *given.rapporteurs]),
        "delegations": _strings(given.delegations),
        "conveners": _strings([*given.conveners, *given.rapporteurs]),
    }


def _strings(ids: Iterable[UUID]) -> list[str]:
    return [str(id_) for id_ in dict.fromkeys(ids)]


async def check(session: AsyncSession, group_id: UUID, given: Participants) -> None:
    """Raise Invalid unless all of them belong to the working group."""
    errors: list[dict[str, str]] = []
    people = {*given.people, *given.conveners, *given.rapporteurs}
    standings = await standings_of(session, {(person, group_id) for person in people})
    for name in ("conveners", "rapporteurs", "people"):
        for at, person in enumerate(getattr(given, name)):
            if not standings[person, group_id].belongs:
                detail = "This person has neither a seat nor an office in the working group."
                errors.append({"pointer": f"/{name}/{at}", "detail": detail})
    known = set(
        await session.scalars(
            select(Delegation.id).where(Delegation.group_id == group_id, Delegation.id.in_(given.delegations))
        )
    )
    for at, delegation in enumerate(given.delegations):
        if delegation not in known:
            errors.append({"pointer": f"/delegations/{at}", "detail": "This delegation is not in the working group."})
    if errors:
        raise Invalid(errors=errors)


async def set_participants(session: AsyncSession, breakout_id: UUID, given: Participants) -> None:
    """Make these its participants; who left stays on the list with the time."""
    wanted: dict[Key, tuple[bool, bool]] = {}
    for person in [*given.conveners, *given.rapporteurs, *given.people]:
        wanted[None, person] = (person in given.conveners, person in given.rapporteurs)
    for delegation in given.delegations:
        wanted[delegation, None] = (False, False)
    for row in await present(session, breakout_id):
        if (roles := wanted.pop((row.delegation_id, row.person_id), None)) is None:
            row.left_at = now()
        else:
            row.convener, row.rapporteur = roles
    for (delegation_id, person_id), (convener, rapporteur) in wanted.items():
        session.add(
            BreakoutParticipant(
                id=uuid7(),
                breakout_id=breakout_id,
                delegation_id=delegation_id,
                person_id=person_id,
                convener=convener,
                rapporteur=rapporteur,
            )
        )
    await session.flush()


async def present(session: AsyncSession, breakout_id: UUID) -> Sequence[BreakoutParticipant]:
    """Those who take part now."""
    rows = select(BreakoutParticipant).where(
        BreakoutParticipant.breakout_id == breakout_id, BreakoutParticipant.left_at.is_(None)
    )
    return (await session.scalars(rows.order_by(BreakoutParticipant.id))).all()


async def read_participants(session: AsyncSession, breakout_ids: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """ParticipantRead by breakout group: conveners and rapporteurs first, then by name."""
    rows = (
        await session.execute(
            select(BreakoutParticipant, Delegation.name, Person.name)
            .outerjoin(Delegation, Delegation.id == BreakoutParticipant.delegation_id)
            .outerjoin(Person, Person.id == BreakoutParticipant.person_id)
            .where(BreakoutParticipant.breakout_id.in_(breakout_ids), BreakoutParticipant.left_at.is_(None))
        )
    ).all()
    found: dict[UUID, list[dict[str, Any]]] = {id_: [] for id_ in breakout_ids}
    for one, delegation, person in rows:
        found[one.breakout_id].append(
            {
                "id": one.id,
                "delegation": one.delegation_id,
                "person": one.person_id,
                "name": delegation or person or "",
                "convener": one.convener,
                "rapporteur": one.rapporteur,
            }
        )
    for participants in found.values():
        participants.sort(key=lambda one: (not one["convener"], not one["rapporteur"], one["name"].casefold()))
    return found


async def said(session: AsyncSession, breakout_id: UUID) -> list[dict[str, Any]]:
    """The participants as the record says them."""
    [participants] = (await read_participants(session, [breakout_id])).values()
    return [
        {
            "id": str(one["person"] or one["delegation"]),
            "name": one["name"],
            "as": "person" if one["person"] else "delegation",
            "convener": one["convener"],
            "rapporteur": one["rapporteur"],
        }
        for one in participants
    ]
