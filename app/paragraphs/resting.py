"""Which paragraphs' texts may be founded anew: quiet ones that nothing is to be merged with (ENGINE E11, E21)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, exists, func, select
from sqlalchemy.orm import aliased

from app.paragraphs.models import Paragraph
from app.texts.founding import is_overgrown
from app.texts.models import Text

MOST = 500


def overgrown(connection: Connection, quiet_since: datetime) -> list[UUID]:
    """Texts of the plenary that are far larger than their words and unchanged since then, the largest first.

    Words come back to a text from its fork by merging, which takes one lineage: so neither an open fork nor what it
    was forked from. The tail of a split is no such fork, nor is what is closed, as a proposal that was taken up: those
    never come back.
    """
    fork, tail = aliased(Text), aliased(Paragraph)
    open_fork = (
        exists()
        .where(fork.forked_from == Text.id, ~fork.closed)
        .where(~exists().where(tail.text_id == fork.id, tail.split_from.is_not(None)).correlate(fork))
        .correlate(Text)
    )
    statement = (
        select(Text.id)
        .join(Paragraph, Paragraph.text_id == Text.id)
        .where(is_overgrown())
        .where(Text.forked_from.is_(None) | Paragraph.split_from.is_not(None))
        .where(func.coalesce(Text.changed_at, Text.created_at) < quiet_since)
        .where(~open_fork)
        .order_by(func.length(Text.checkpoint).desc())
        .limit(MOST)
    )
    return list(connection.scalars(statement))
