"""Competing wordings beside a paragraph, and who supports them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Record, UTCDateTime, now, word_of
from app.core.ids import uuid7


class AlternativeState(StrEnum):
    """What became of an alternative."""

    STANDING = "standing"
    MADE_TEXT = "made_text"  # its words are the paragraph's now
    COMBINED = "combined"  # into the paragraph's words, with others
    DROPPED = "dropped"


class Alternative(Record):
    """A competing wording kept beside a paragraph; its text is a fork of what it came from."""

    __tablename__ = "alternative"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("document.id"), index=True)
    paragraph_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("paragraph.id"), index=True)
    text_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("text.id"), unique=True)
    number: Mapped[int] = mapped_column(Integer)  # Alt 1, Alt 2 in the order in which they came; never given again
    state: Mapped[AlternativeState] = mapped_column(word_of(AlternativeState), default=AlternativeState.STANDING)
    amendment_id: Mapped[UUID | None] = mapped_column(Uuid)  # the proposal it was
    breakout_id: Mapped[UUID | None] = mapped_column(Uuid)  # the breakout group it came from
    place_again: Mapped[bool] = mapped_column(default=False)  # the paragraph was split or joined since
    created_by: Mapped[UUID] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decision_number: Mapped[int | None] = mapped_column(BigInteger)  # by which it ended
    on_word_of: Mapped[str | None] = mapped_column(String(200))  # of whom the secretariat decided it
    awaiting_confirmation: Mapped[bool] = mapped_column(default=False)


class AlternativeSupporter(Record):
    """A delegation (or a person without one) that supports an alternative, for as long as it does."""

    __tablename__ = "alternative_supporter"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    alternative_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("alternative.id"), index=True)
    delegation_id: Mapped[UUID | None] = mapped_column(Uuid)
    person_id: Mapped[UUID | None] = mapped_column(Uuid)
    name: Mapped[str] = mapped_column(String(300))
    joined_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
