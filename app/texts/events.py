"""What happens to texts besides typing, for the layers above, after the commit."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import after_commit, events_of
from app.texts.models import Text


@dataclass(frozen=True, slots=True)
class TextAdvanced:
    """A command has added to the log of a text: rooms read it from there."""

    text_id: UUID
    seq: int


def tell_advanced(session: AsyncSession, text: Text) -> None:
    """Announce after the commit that a command has written words into a text."""
    after_commit(session, partial(events_of(session).publish, TextAdvanced(text.id, text.seq)))
