"""The record of decisions: append-only chains of lines, one a document and one a group."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, String, UniqueConstraint, Uuid
from sqlalchemy import Text as LongString
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Record, UTCDateTime


class Chain(Record):
    """The end of a chain; its row is the lock under which lines are added."""

    __tablename__ = "chain"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)  # "document:<id>" or "group:<id>"
    number: Mapped[int] = mapped_column(BigInteger, default=0)
    fingerprint: Mapped[str] = mapped_column(String(64), default="0" * 64)


class Decision(Record):
    """One line. `body` is the canonical JSON that was hashed; the other columns repeat what queries need."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("chain", "number"), Index(None, "subject_id"))

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    chain: Mapped[str] = mapped_column(String(60))
    number: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    action: Mapped[str] = mapped_column(String(60))
    actor_id: Mapped[UUID | None] = mapped_column(Uuid)
    subject_id: Mapped[UUID | None] = mapped_column(Uuid)
    meeting_id: Mapped[UUID | None] = mapped_column(Uuid)
    body: Mapped[str] = mapped_column(LongString)
    previous: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
