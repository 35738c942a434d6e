"""Paragraphs, and the private drafts that people keep beside them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Uuid
from sqlalchemy import Text as LongString
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Record, UTCDateTime, now, word_of


class ParagraphKind(StrEnum):
    RECOMMENDATION = "recommendation"
    STATEMENT = "statement"
    PLAIN = "plain"


class ParagraphStatus(StrEnum):
    NOT_YET_DISCUSSED = "not_yet_discussed"
    AGREED = "agreed"
    TO_REVISIT = "to_revisit"
    NO_AGREEMENT = "no_agreement"
    DIVERGENT_OPINION = "divergent_opinion"


class DraftOrigin(StrEnum):
    """Why somebody has a private draft."""

    OWN = "own"
    NOT_ADDED = "not_added"
    ABSENCE = "absence"


class Qualifier(StrEnum):
    """What may stand beside *agreed*."""

    AD_REFERENDUM = "ad_referendum"
    EXCEPT = "except"


class Paragraph(Record):
    """One unit of agreement in a rolling document; its words are its text."""

    __tablename__ = "paragraph"
    __table_args__ = (Index("uq_paragraph_position", "document_id", "position", unique=True),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("document.id"))
    category_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("category.id"), index=True)
    position: Mapped[str] = mapped_column(String(200))  # fractional index: a move rewrites one row
    level: Mapped[int] = mapped_column(Integer, default=0)
    kind: Mapped[ParagraphKind] = mapped_column(word_of(ParagraphKind), default=ParagraphKind.RECOMMENDATION)
    text_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("text.id"), unique=True)
    status: Mapped[ParagraphStatus] = mapped_column(word_of(ParagraphStatus), default=ParagraphStatus.NOT_YET_DISCUSSED)
    qualifier: Mapped[Qualifier | None] = mapped_column(word_of(Qualifier))
    qualifier_words: Mapped[str | None] = mapped_column(String(1000))  # what it is agreed except for
    final: Mapped[bool] = mapped_column(default=False)  # adopted with the whole document: no longer provisional
    given_label: Mapped[str | None] = mapped_column(String(60))  # as the imported text had it
    frozen_label: Mapped[str | None] = mapped_column(String(120))  # while the document's numbers are frozen
    frozen_address: Mapped[str | None] = mapped_column(String(400))
    placeholders: Mapped[list[str] | None] = mapped_column(JSON)  # brackets, with their signs, that only hold a place
    split_from: Mapped[UUID | None] = mapped_column(Uuid)  # the paragraph whose second half this was
    # In a breakout group's text: the plenary's paragraph that it was copied from, and what that was like then.
    copied_from: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    copied_facts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    variant: Mapped[str | None] = mapped_column(String(100))  # such as "Option 1", as the imported text had it
    placeholder: Mapped[bool] = mapped_column(default=False)
    proposer: Mapped[str | None] = mapped_column(String(300))
    source: Mapped[str | None] = mapped_column(String(300))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    marked_hash: Mapped[str | None] = mapped_column(String(64))  # the words that the status was given to
    marked_runs: Mapped[str | None] = mapped_column(LongString)  # canonical JSON of them
    marked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    marked_by: Mapped[str | None] = mapped_column(String(200))
    marked_office: Mapped[str | None] = mapped_column(String(20))
    on_word_of: Mapped[str | None] = mapped_column(String(200))
    awaiting_confirmation: Mapped[bool] = mapped_column(default=False)
    marked_meeting: Mapped[int | None] = mapped_column(Integer)
    decision_number: Mapped[int | None] = mapped_column(BigInteger)
    created_by: Mapped[UUID | None] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    changed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # of the last command about it


class Draft(Record):
    """Words that one person keeps beside a paragraph; nobody else sees them."""

    __tablename__ = "draft"
    __table_args__ = (Index(None, "person_id", "paragraph_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    paragraph_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("paragraph.id"))
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    runs: Mapped[str] = mapped_column(LongString)
    base_hash: Mapped[str | None] = mapped_column(String(64))
    origin: Mapped[DraftOrigin] = mapped_column(word_of(DraftOrigin))
    reason: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    discarded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
