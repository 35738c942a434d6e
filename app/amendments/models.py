"""Amendments (proposals, to those who read): changes, additions and deletions, from draft to what became of them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Integer, String, UniqueConstraint, Uuid
from sqlalchemy import Text as LongString
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Record, UTCDateTime, now, word_of
from app.core.ids import uuid7
from app.paragraphs.models import ParagraphKind


class AmendmentKind(StrEnum):
    CHANGE = "change"
    ADDITION = "addition"
    DELETION = "deletion"


class Basis(StrEnum):
    """In whose name it is proposed."""

    MEMBER = "member"  # a delegation, or a member without one
    CHAIR = "chair"
    FLOOR = "floor"  # entered by the secretariat for whoever said it
    EDITORIAL = "editorial"


class Stage(StrEnum):
    DRAFT = "draft"
    TABLED = "tabled"
    TAKEN_UP = "taken_up"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What became of one that was taken up."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    ALTERNATIVE = "alternative"
    NOT_ACCEPTED = "not_accepted"


class PartyRole(StrEnum):
    SPONSOR = "sponsor"
    INVITED = "invited"  # to a draft


class Amendment(Record):
    """A proposal on a paragraph: a fork of its text, a new paragraph after it, or that it be deleted."""

    __tablename__ = "amendment"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("document.id"), index=True)
    category_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("category.id"))
    # What it changes or deletes, or what an addition comes after; None puts an addition first in its category.
    paragraph_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("paragraph.id"), index=True)
    kind: Mapped[AmendmentKind] = mapped_column(word_of(AmendmentKind))
    text_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("text.id"), unique=True)  # a deletion has none
    level: Mapped[int] = mapped_column(Integer, default=0)  # of an addition, with its kind
    paragraph_kind: Mapped[ParagraphKind] = mapped_column(word_of(ParagraphKind), default=ParagraphKind.RECOMMENDATION)
    number: Mapped[int | None] = mapped_column(Integer)  # through the document, from when it is tabled
    basis: Mapped[Basis] = mapped_column(word_of(Basis), default=Basis.MEMBER)
    proposer: Mapped[str] = mapped_column(String(300))  # what is shown: "Hungary", "Chair", "Editorial"
    rationale: Mapped[str] = mapped_column(LongString, default="")
    stage: Mapped[Stage] = mapped_column(word_of(Stage), default=Stage.DRAFT)
    outcome: Mapped[Outcome | None] = mapped_column(word_of(Outcome))
    returned_note: Mapped[str | None] = mapped_column(String(2000))  # why the chair sent it back
    place_again: Mapped[bool] = mapped_column(default=False)  # the paragraph was split or joined since
    source: Mapped[str | None] = mapped_column(String(40))  # "not_added", "history": where its words came from
    created_by: Mapped[UUID] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)  # of the last command about it
    tabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    tabled_by: Mapped[str | None] = mapped_column(String(200))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(200))
    decided_office: Mapped[str | None] = mapped_column(String(20))
    on_word_of: Mapped[str | None] = mapped_column(String(200))
    awaiting_confirmation: Mapped[bool] = mapped_column(default=False)
    decision_number: Mapped[int | None] = mapped_column(BigInteger)
    result_runs: Mapped[str | None] = mapped_column(LongString)  # canonical JSON of the words that were accepted
    result_hash: Mapped[str | None] = mapped_column(String(64))
    result_id: Mapped[UUID | None] = mapped_column(Uuid)  # the paragraph or the alternative that it became


class AmendmentParty(Record):
    """A delegation (or a person without one) that sponsors a proposal, or was invited to its draft."""

    __tablename__ = "amendment_party"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    amendment_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("amendment.id"), index=True)
    delegation_id: Mapped[UUID | None] = mapped_column(Uuid)
    person_id: Mapped[UUID | None] = mapped_column(Uuid)
    name: Mapped[str] = mapped_column(String(300))
    role: Mapped[PartyRole] = mapped_column(word_of(PartyRole), default=PartyRole.SPONSOR)
    joined_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
