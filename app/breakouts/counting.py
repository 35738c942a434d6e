"""How far breakout groups have come, in numbers."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.breakouts.models import Became, Breakout
from app.breakouts.sides import Read, read_sides
from app.paragraphs.models import ParagraphStatus

NOTHING: Final[dict[str, Any]] = {"paragraphs": 0, "changed": 0, "recommended": {}, "taken": 0, "left": 0}


async def counts_of(session: AsyncSession, breakouts: Sequence[Breakout]) -> dict[UUID, dict[str, Any]]:
    """BreakoutCounts by breakout group."""
    return {one.id: counts_in(await read_sides(session, one)) for one in breakouts}


def counts_in(read: Read) -> dict[str, Any]:
    """BreakoutCounts of a group whose text has just been compared."""
    recommended: Counter[str] = Counter()
    paragraphs = changed = taken = left = 0
    for one in read.compared:
        row, outcome = read.rows[one.own.id], read.outcomes.get(one.own.id)
        if not one.own.withdrawn:
            paragraphs += 1
            if row.status != ParagraphStatus.NOT_YET_DISCUSSED:
                recommended[row.status] += 1
        decided = outcome is not None and outcome.became is not Became.RETURNED
        if one.changed or decided:
            changed += 1
            taken += decided
            left += not decided
    return {
        "paragraphs": paragraphs,
        "changed": changed,
        "recommended": dict(recommended),
        "taken": taken,
        "left": left,
    }
