"""Where views diverge: opinions, which go into the report, and stances, which are offered and never added up."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Record, UTCDateTime, now, word_of
from app.core.ids import uuid7


class Attribution(StrEnum):
    """How an opinion is signed."""

    SIGNED = "signed"
    SOME_MEMBERS = "some_members"


class OpinionState(StrEnum):
    DRAFT = "draft"
    PLACED = "placed"  # on record, for everyone to see
    WITHDRAWN = "withdrawn"


class StanceKind(StrEnum):
    SUPPORT = "support"
    CAN_LIVE_WITH = "can_live_with"
    OBJECT = "object"
    NONE = "none"  # taken back


class SeenBy(StrEnum):
    """To whom a stance is shown."""

    CHAIR = "chair"
    ALL = "all"


class Opinion(Record):
    """A statement of position on a paragraph, with a text of its own."""

    __tablename__ = "opinion"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("document.id"), index=True)
    paragraph_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("paragraph.id"), index=True)
    text_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("text.id"), unique=True)
    attribution: Mapped[Attribution] = mapped_column(word_of(Attribution), default=Attribution.SIGNED)
    state: Mapped[OpinionState] = mapped_column(word_of(OpinionState), default=OpinionState.DRAFT)
    created_by: Mapped[UUID] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    placed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decision_number: Mapped[int | None] = mapped_column(BigInteger)


class OpinionSigner(Record):
    """A delegation (or a person without one) whose opinion it is."""

    __tablename__ = "opinion_signer"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    opinion_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("opinion.id"), index=True)
    delegation_id: Mapped[UUID | None] = mapped_column(Uuid)
    person_id: Mapped[UUID | None] = mapped_column(Uuid)
    name: Mapped[str] = mapped_column(String(300))
    joined_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Stance(Record):
    """One line of the history of a delegation's stance on a paragraph; the newest counts."""

    __tablename__ = "stance"
    __table_args__ = (Index(None, "paragraph_id", "delegation_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("document.id"), index=True)
    paragraph_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("paragraph.id"))
    delegation_id: Mapped[UUID | None] = mapped_column(Uuid)
    person_id: Mapped[UUID] = mapped_column(Uuid)  # who said it; whose it is, without a delegation
    name: Mapped[str] = mapped_column(String(300))
    kind: Mapped[StanceKind] = mapped_column(word_of(StanceKind))
    seen_by: Mapped[SeenBy] = mapped_column(word_of(SeenBy))
    reason: Mapped[str] = mapped_column(String(2000), default="")
    words_hash: Mapped[str] = mapped_column(String(64))  # of the words it was taken on
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
