"""Rolling documents and their categories."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Record, UTCDateTime, now, word_of
from app.core.ids import uuid7


class Audience(StrEnum):
    """Who may see a document, each including those before it."""

    BUREAU = "bureau"
    MEMBERS = "members"
    OBSERVERS = "observers"
    PUBLIC = "public"


class Way(StrEnum):
    """How words change in a category."""

    ANYONE = "anyone"
    PROPOSAL = "proposal"
    CLOSED = "closed"


class Numbering(StrEnum):
    """Whether labels are computed or kept as the imported text gave them."""

    COMPUTED = "computed"
    GIVEN = "given"


class Document(Record):
    """A rolling document; `event_number` rises with every procedural change and is what readers compare."""

    __tablename__ = "document"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    group_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("working_group.id"), index=True)
    title: Mapped[str] = mapped_column(String(500))
    audience: Mapped[Audience] = mapped_column(word_of(Audience), default=Audience.OBSERVERS)
    numbering: Mapped[Numbering] = mapped_column(word_of(Numbering), default=Numbering.COMPUTED)
    event_number: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class Category(Record):
    """A lettered part of a document, with its way of change; the code is free text."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("document_id", "position"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("document.id"))
    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(500), default="")
    position: Mapped[str] = mapped_column(String(200))
    way: Mapped[Way] = mapped_column(word_of(Way), default=Way.ANYONE)
