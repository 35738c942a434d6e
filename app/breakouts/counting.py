"""How far breakout groups have come, in numbers."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.breakouts.models import Breakout
from app.paragraphs.models import Paragraph

NOTHING: Final[dict[str, Any]] = {"paragraphs": 0, "changed": 0, "recommended": {}, "taken": 0, "left": 0}


async def counts_of(session: AsyncSession, breakouts: Sequence[Breakout]) -> dict[UUID, dict[str, Any]]:
    """BreakoutCounts by breakout group."""
    found: dict[UUID, dict[str, Any]] = {}
    for one in breakouts:
        present = select(func.count()).where(Paragraph.document_id == one.copy_id, Paragraph.withdrawn_at.is_(None))
        found[one.id] = NOTHING | {"paragraphs": await session.scalar(present) or 0}
    return found
