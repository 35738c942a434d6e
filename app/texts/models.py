"""Where words are kept: texts, their tails and archives, who adds under which Yjs client id, and what was refused."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Uuid
from sqlalchemy import Text as LongString
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Record, UTCDateTime, now
from app.core.ids import uuid7
from app.texts.schema import MAX_CHARACTERS


class Text(Record):
    """One Y.Doc and its log: the words of one paragraph (later also of a proposal, an alternative, an opinion).

    `seq` is the last committed update; the checkpoint holds the merged state up to `checkpoint_seq`, the tail what
    came since. `gate` rises whenever who may write changes (ENGINE E8), `generation` when an earlier copy must not
    flow back by itself (E11), `lineage` when the CRDT history is begun anew.
    """

    __tablename__ = "text"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    generation: Mapped[int] = mapped_column(Integer, default=1)
    lineage: Mapped[UUID] = mapped_column(Uuid, default=uuid7)
    gate: Mapped[int] = mapped_column(Integer, default=1)
    closed: Mapped[bool] = mapped_column(default=False)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    checkpoint: Mapped[bytes] = mapped_column(LargeBinary, default=b"\x00\x00")
    checkpoint_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    checkpoint_runs: Mapped[str] = mapped_column(LongString, default="[]")  # canonical JSON of the checkpoint's words
    checkpoint_hash: Mapped[str] = mapped_column(String(64))
    max_characters: Mapped[int] = mapped_column(Integer, default=MAX_CHARACTERS)
    refused_since_closing: Mapped[bool] = mapped_column(default=False)
    forked_from: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("text.id"))
    base_runs: Mapped[str | None] = mapped_column(LongString)
    base_hash: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    changed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # of the last committed words; None: never since


class TextUpdate(Record):
    """One committed remainder of the tail, with who entered it and for whom."""

    __tablename__ = "text_update"

    text_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("text.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    person_id: Mapped[UUID | None] = mapped_column(Uuid)
    delegation_id: Mapped[UUID | None] = mapped_column(Uuid)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_command: Mapped[bool | None]  # words that a command brought in at one moment; None: typed


class TextSegment(Record):
    """A stretch of a text's past, packed; only history reads it, clients never get it (ENGINE E21)."""

    __tablename__ = "text_segment"

    text_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("text.id"), primary_key=True)
    first_seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    last_seq: Mapped[int] = mapped_column(BigInteger)
    generation: Mapped[int] = mapped_column(Integer)
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class TextClient(Record):
    """Whose a Yjs client id is in a lineage, and the one text in which it first added (ENGINE E14)."""

    __tablename__ = "text_client"

    lineage: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    client_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    text_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("text.id"))
    person_id: Mapped[UUID | None] = mapped_column(Uuid)


class RefusedUpdate(Record):
    """An update that was not added, kept so that its words can be handed back to who typed them (ENGINE E9)."""

    __tablename__ = "refused_update"
    __table_args__ = (Index(None, "text_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    text_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("text.id"))
    generation: Mapped[int] = mapped_column(Integer)
    seq: Mapped[int] = mapped_column(BigInteger)  # the text's seq at the refusal
    person_id: Mapped[UUID] = mapped_column(Uuid)
    reason: Mapped[str] = mapped_column(String(40))
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class TextIncident(Record):
    """Two readers at the same seq who saw different words (ENGINE E3): never expected, always kept."""

    __tablename__ = "text_incident"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    text_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("text.id"))
    person_id: Mapped[UUID] = mapped_column(Uuid)
    generation: Mapped[int] = mapped_column(Integer)
    seq: Mapped[int] = mapped_column(BigInteger)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
