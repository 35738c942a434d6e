"""What an update is to somebody who has a state vector: whole, new, known; without a Y.Doc (E5, E6)."""

from collections.abc import Mapping, MutableMapping
from enum import Enum

from app.texts.update_v1 import Update


class Freshness(Enum):
    """What a state vector alone can tell about how much of an update is new."""

    ALL_NEW = "all new"  # what is new is the update itself
    PARTLY = "partly"  # only applying it can tell
    NO_STRUCTS_NEW = "no structs new"  # at most its deletions are new


def freshness(update: Update, state_vector: Mapping[int, int]) -> Freshness:
    """Tell how much is new to somebody with this state vector, to whom the update is causally closed."""
    new = known = False
    for client, (first, end) in update.ranges.items():
        have = state_vector.get(client, 0)
        if end <= have:
            known = True
        elif first == have:
            new = True
        else:
            return Freshness.PARTLY
    if not new:
        return Freshness.NO_STRUCTS_NEW
    return Freshness.PARTLY if known or update.deletes or update.gaps else Freshness.ALL_NEW


def causally_closed(update: Update, state_vector: Mapping[int, int]) -> bool:
    """Say whether everything the update builds on or deletes is known, or in the update itself (E5)."""
    if update.gaps:
        return False
    known = state_vector.get
    ranges = update.ranges
    for client, (first, _) in ranges.items():
        if first > known(client, 0):
            return False
    for client, clock in update.lefts:
        if clock >= known(client, 0):
            return False
    for client, clock in update.rights:
        if clock >= known(client, 0):
            return False
    for client, clock, length in update.deletes:
        end = clock + length
        if end > known(client, 0) and (client not in ranges or end > ranges[client][1]):
            return False
    return True


def missing(update: Update, state_vector: Mapping[int, int]) -> list[tuple[int, int, int]]:
    """Return (client, clock known, clock needed) for what keeps the update from being causally closed."""
    needed: dict[int, int] = {}

    def need(client: int, end: int) -> None:
        if end > max(state_vector.get(client, 0), needed.get(client, 0)):
            needed[client] = end

    for client, (first, _) in update.ranges.items():
        need(client, first)
    for client, clock in update.needs:
        need(client, clock + 1)
    for client, clock, length in update.deletes:
        first, end = update.ranges.get(client, (0, 0))
        if clock + length > end:
            need(client, clock + length)
    for client, clock, length in update.gaps:
        needed[client] = max(needed.get(client, 0), clock + length)
    return [(client, state_vector.get(client, 0), end) for client, end in needed.items()]


def advance(state_vector: MutableMapping[int, int], update: Update) -> None:
    """Raise the state vector by what a causally closed update adds."""
    for client, (_, end) in update.ranges.items():
        if end > state_vector.get(client, 0):
            state_vector[client] = end


def tears_pair(update: Update, state_vector: Mapping[int, int], pairs: set[tuple[int, int]]) -> bool:
    """Say whether applying an update would part the halves of a surrogate pair.

    Such an update must be refused: Yjs shows two replacement characters, Yrs another text. `pairs` gathers the `pairs`
    of every update that the text has taken; while it has none, and the update neither, there is nothing to ask.
    """
    return (
        any((client, clock + 1) in pairs for client, clock in update.lefts)
        or not pairs.isdisjoint(update.rights)
        or not pairs.isdisjoint(update.inner)  # what it claims to hold itself may be known already, as something else
        or any(
            (client, clock) in pairs or (client, clock + length) in pairs for client, clock, length in update.deletes
        )
        or any(clock == state_vector.get(client, 0) for client, clock in update.pairs)  # cut where the known part ends
    )
