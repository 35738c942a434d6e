"""Rolling documents and their categories."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Record, UTCDateTime, now, word_of
from app.core.ids import uuid7


class Audience(StrEnum):
    """Who may see a document, each including those before it."""

    BUREAU = "bureau"
    MEMBERS = "members"
    OBSERVERS = "observers"
    PUBLIC = "public"


def narrower(one: Audience, other: Audience | None) -> Audience:
    """The smaller of two audiences; None does not narrow."""
    order = list(Audience)
    return one if other is None else order[min(order.index(one), order.index(other))]


class Way(StrEnum):
    """How words change in a category."""

    ANYONE = "anyone"
    PROPOSAL = "proposal"
    CLOSED = "closed"


class Numbering(StrEnum):
    """Whether labels are computed, frozen as they were at one moment, or kept as the imported text gave them."""

    COMPUTED = "computed"
    FROZEN = "frozen"
    GIVEN = "given"


class DocumentState(StrEnum):
    """How far the whole has come."""

    DRAFTING = "drafting"
    RELEASED = "released"
    ADOPTED = "adopted"
    TRANSMITTED = "transmitted"


class AlternativeLabels(StrEnum):
    """What alternatives of a paragraph are called: Alt 1, Alt 2; or A.12 bis, A.12 ter."""

    ALT = "alt"
    BIS = "bis"


class Document(Record):
    """A rolling document; `event_number` rises with every procedural change and is what readers compare.

    A breakout group's text is one, too, with `copy_of` the plenary's: the same words, page and channel, other rights.
    """

    __tablename__ = "document"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    group_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("working_group.id"), index=True)
    title: Mapped[str] = mapped_column(String(500))
    audience: Mapped[Audience] = mapped_column(word_of(Audience), default=Audience.OBSERVERS)
    numbering: Mapped[Numbering] = mapped_column(word_of(Numbering), default=Numbering.COMPUTED)
    event_number: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[DocumentState] = mapped_column(word_of(DocumentState), default=DocumentState.DRAFTING)
    as_amended: Mapped[bool] = mapped_column(default=False)  # how it was adopted
    sitting_id: Mapped[UUID | None] = mapped_column(Uuid)  # the one that is not closed
    sitting_audience: Mapped[Audience | None] = mapped_column(word_of(Audience))  # narrows `audience` meanwhile
    sitting_suspended: Mapped[bool] = mapped_column(default=False)
    now_paragraph_id: Mapped[UUID | None] = mapped_column(Uuid)  # under discussion now
    now_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    alternative_labels: Mapped[AlternativeLabels] = mapped_column(
        word_of(AlternativeLabels), default=AlternativeLabels.ALT
    )
    itu_labels: Mapped[bool] = mapped_column(default=False)  # proposals show as MOD, ADD, SUP
    observers_propose: Mapped[bool] = mapped_column(default=False)
    copy_of: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("document.id"), index=True)
    # Of a breakout group's text: {"people": […], "delegations": […], "conveners": […]}, ids as strings.
    party: Mapped[dict[str, list[str]] | None] = mapped_column(JSON)
    party_only: Mapped[bool] = mapped_column(default=False)  # nobody else reads it yet, whatever the audience
    frozen: Mapped[bool] = mapped_column(default=False)  # it has reported: nothing in it changes any more
    unattributed: Mapped[bool] = mapped_column(default=False)  # names are not shown in it
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    @property
    def seen_by(self) -> Audience:
        """Who may see it at this moment: the sitting narrows its own audience."""
        return narrower(self.audience, self.sitting_audience)


class Revision(Record):
    """The document frozen at one moment under a number, for ever: `content` is the zlib-compressed page state.

    The database refuses to change or delete a row (the guards in migration 0002).
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("document.id"))
    number: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(300), default="")
    adopted: Mapped[bool] = mapped_column(default=False)  # the words as the group adopted them
    content: Mapped[bytes] = mapped_column(LargeBinary)
    fingerprint: Mapped[str] = mapped_column(String(64))  # SHA-256 of the content before compression
    paragraphs: Mapped[int] = mapped_column(Integer)
    meeting_number: Mapped[int | None] = mapped_column(Integer)
    decision_number: Mapped[int | None] = mapped_column(BigInteger)
    frozen_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    frozen_by: Mapped[str] = mapped_column(String(200))


class Release(Record):
    """From when on an audience may see a revision; a release can be taken back, and both are on record."""

    __tablename__ = "release"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    revision_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("revision.id"), index=True)
    audience: Mapped[Audience] = mapped_column(word_of(Audience))
    from_time: Mapped[datetime] = mapped_column(UTCDateTime)
    released_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    released_by: Mapped[str] = mapped_column(String(200))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class DisplayLink(Record):
    """A link by which a screen in the room shows the wall without signing in; it can be revoked."""

    __tablename__ = "display_link"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("document.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by: Mapped[UUID] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    last_seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


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
    copied_from: Mapped[UUID | None] = mapped_column(Uuid)  # in a breakout group's text: the plenary's category
