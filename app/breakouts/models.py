"""Breakout, correspondence and ad-hoc groups: who they are, what they were given, and what became of it.

Their text is a document of its own with `copy_of` the plenary's (app/documents); its paragraphs say what they were
copied from.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Integer, String, UniqueConstraint, Uuid
from sqlalchemy import Text as LongString
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Record, UTCDateTime, now, word_of
from app.core.ids import uuid7


class BreakoutKind(StrEnum):
    BREAKOUT = "breakout"  # sits during a meeting
    CORRESPONDENCE = "correspondence"  # works between meetings
    AD_HOC = "ad_hoc"  # its product is a paper of its own


class BreakoutState(StrEnum):
    WORKING = "working"
    REPORTED = "reported"
    RETURNED = "returned"  # the plenary gave its text back: it works again
    CONCLUDED = "concluded"


class Openness(StrEnum):
    """Who else sees the text while the group works on it."""

    PARTICIPANTS = "participants"
    BUREAU = "bureau"
    MEMBERS = "members"
    OBSERVERS = "observers"
    PUBLIC = "public"


class Became(StrEnum):
    """What the plenary did with a paragraph of a breakout group's text."""

    TAKEN = "taken"
    AMENDED = "amended"  # taken with the chair's amendments, or in part
    ALTERNATIVE = "alternative"
    PROPOSAL = "proposal"
    NOT_TAKEN = "not_taken"
    RETURNED = "returned"


class Breakout(Record):
    """A smaller group that takes part of a document away and brings it back."""

    __tablename__ = "breakout"
    __table_args__ = (UniqueConstraint("document_id", "kind", "number"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("document.id"), index=True)  # the plenary's
    copy_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("document.id"), unique=True)  # its own text
    kind: Mapped[BreakoutKind] = mapped_column(word_of(BreakoutKind), default=BreakoutKind.BREAKOUT)
    number: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(300), default="")  # beside its number, such as "on capacity-building"
    task: Mapped[str] = mapped_column(LongString, default="")  # its terms of reference
    # What it was given of the plenary's: {"categories": […], "paragraphs": […]}, ids as strings.
    given: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    openness: Mapped[Openness] = mapped_column(word_of(Openness), default=Openness.MEMBERS)
    opened_to: Mapped[Openness | None] = mapped_column(word_of(Openness))  # by the group itself, within `openness`
    due_day: Mapped[date | None] = mapped_column(Date)
    state: Mapped[BreakoutState] = mapped_column(word_of(BreakoutState), default=BreakoutState.WORKING)
    report: Mapped[str] = mapped_column(LongString, default="")  # the rapporteur's, short
    reported_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reported_by: Mapped[str | None] = mapped_column(String(200))
    return_note: Mapped[str | None] = mapped_column(String(2000))
    concluded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_by: Mapped[UUID] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class BreakoutParticipant(Record):
    """A delegation or a person in a breakout group."""

    __tablename__ = "breakout_participant"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    breakout_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("breakout.id"), index=True)
    delegation_id: Mapped[UUID | None] = mapped_column(Uuid)
    person_id: Mapped[UUID | None] = mapped_column(Uuid)
    convener: Mapped[bool] = mapped_column(default=False)  # persons only, like the next
    rapporteur: Mapped[bool] = mapped_column(default=False)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class BreakoutOutcome(Record):
    """What became of one paragraph of a breakout group's text; the newest counts."""

    __tablename__ = "breakout_outcome"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    breakout_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("breakout.id"), index=True)
    paragraph_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("paragraph.id"))  # the group's
    became: Mapped[Became] = mapped_column(word_of(Became))
    group_hash: Mapped[str] = mapped_column(String(64))  # the group's words that were decided on
    result_id: Mapped[UUID | None] = mapped_column(Uuid)  # the paragraph, alternative or proposal in the plenary
    note: Mapped[str | None] = mapped_column(String(2000))
    decision_number: Mapped[int | None] = mapped_column(BigInteger)  # in the plenary's record
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
