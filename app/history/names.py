"""Names for people and delegations in the log."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Person
from app.groups.models import Delegation
from app.texts.authorship import Author

MOST = 50


@dataclass(frozen=True, slots=True)
class Names:
    """Of some people and delegations."""

    people: Mapping[UUID, str]
    delegations: Mapping[UUID, str]
    shown: bool = True

    def by(self, authors: Iterable[Author]) -> list[dict[str, Any]]:
        """Those who entered words, each once; the server itself is nobody."""
        if not self.shown:
            return []
        entered = [one for one in dict.fromkeys(authors) if one.person_id is not None][:MOST]
        return [
            {
                "name": self.people.get(one.person_id, "") if one.person_id else "",
                "delegation": self.delegations.get(one.delegation_id) if one.delegation_id else None,
            }
            for one in entered
        ]


async def names_of(session: AsyncSession, authors: Sequence[Author], *, unattributed: bool) -> Names:
    """Their names; nobody's where names are not shown."""
    if unattributed:
        return Names({}, {}, shown=False)
    people = select(Person.id, Person.name).where(Person.id.in_({one.person_id for one in authors if one.person_id}))
    seats = select(Delegation.id, Delegation.name).where(
        Delegation.id.in_({one.delegation_id for one in authors if one.delegation_id})
    )
    return Names(
        {row.id: row.name for row in await session.execute(people)},
        {row.id: row.name for row in await session.execute(seats)},
    )
