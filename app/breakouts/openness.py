"""Who reads a breakout group's text, as columns of its document say it (no I/O)."""

from datetime import datetime

from app.breakouts.models import BreakoutState, Openness
from app.documents.models import Audience, narrower

ORDER = list(Openness)
REPORTED = frozenset({BreakoutState.REPORTED, BreakoutState.CONCLUDED})
FROZEN = REPORTED


def wider(one: Openness, other: Openness | None) -> Openness:
    """The larger of two; None does not widen."""
    return one if other is None else ORDER[max(ORDER.index(one), ORDER.index(other))]


def all_of(audience: Audience) -> Openness:
    """What is open to everybody who reads the plenary's document."""
    return Openness(audience.value)


def seen_by(
    state: BreakoutState,
    openness: Openness,
    opened_to: Openness | None,
    reported_at: datetime | None,
    plenary: Audience,
) -> tuple[bool, Audience]:
    """Whether only its participants read it, and who else does: never more than read the plenary's document.

    A group that was concluded before it ever reported stays as closed as it was.
    """
    if state in REPORTED and reported_at is not None:
        return False, plenary
    open_to = wider(openness, opened_to)
    if open_to is Openness.PARTICIPANTS:
        return True, narrower(Audience.BUREAU, plenary)
    return False, narrower(Audience(open_to.value), plenary)
