"""What groups announce to the layers above, within the transaction of the change and again after it."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StandingChanged:
    """What these people may do in a group has changed: gates rise, open sockets are judged again (ENGINE E8, E10)."""

    group_id: UUID
    person_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class GroupChanged:
    """The group's name or its current meeting changed, which its documents show."""

    group_id: UUID
