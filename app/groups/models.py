"""Working groups: mandate, delegations, seats, offices, meetings."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, UniqueConstraint, Uuid, text
from sqlalchemy import Text as LongString
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Record, UTCDateTime, now, word_of
from app.core.ids import uuid7


class StakeholderGroup(StrEnum):
    GOVERNMENT = "government"
    PRIVATE_SECTOR = "private sector"
    CIVIL_SOCIETY = "civil society"
    TECHNICAL_AND_ACADEMIC = "technical and academic community"
    INTERGOVERNMENTAL = "intergovernmental organisation"


class Seat(StrEnum):
    MEMBER = "member"
    OBSERVER = "observer"


class OfficeKind(StrEnum):
    CHAIR = "chair"
    VICE_CHAIR = "vice-chair"
    SECRETARIAT = "secretariat"
    FACILITATOR = "facilitator"


class WorkingGroup(Record):
    """A body with a mandate."""

    __tablename__ = "working_group"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(String(300))
    mandate: Mapped[str] = mapped_column(LongString, default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class Delegation(Record):
    """A member body of the group."""

    __tablename__ = "delegation"
    __table_args__ = (UniqueConstraint("group_id", "name"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    group_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("working_group.id"))
    name: Mapped[str] = mapped_column(String(200))
    stakeholder_group: Mapped[StakeholderGroup] = mapped_column(word_of(StakeholderGroup))
    seat: Mapped[Seat] = mapped_column(word_of(Seat), default=Seat.MEMBER)


class Membership(Record):
    """A person's seat in a group; ended seats are kept, since the record names them."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_present",
            "group_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "person_id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    group_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("working_group.id"))
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    delegation_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("delegation.id"))
    seat: Mapped[Seat] = mapped_column(word_of(Seat))
    may_act: Mapped[bool] = mapped_column(default=True)  # for the delegation; otherwise only drafts
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Office(Record):
    """An office, from a day to a day (both included); apart from the seat."""

    __tablename__ = "office"
    __table_args__ = (Index(None, "group_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    group_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("working_group.id"))
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    kind: Mapped[OfficeKind] = mapped_column(word_of(OfficeKind))
    from_day: Mapped[date] = mapped_column(Date)
    until_day: Mapped[date | None] = mapped_column(Date)


class Meeting(Record):
    """A numbered meeting; at most one of a group is the current one, and decisions carry it."""

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("group_id", "number"),
        Index(
            "uq_meeting_current",
            "group_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    group_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("working_group.id"))
    number: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(300))
    from_day: Mapped[date | None] = mapped_column(Date)
    until_day: Mapped[date | None] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(200), default="")
    stream_url: Mapped[str | None] = mapped_column(String(1000))
    recording_url: Mapped[str | None] = mapped_column(String(1000))
    is_current: Mapped[bool] = mapped_column(default=False)


class SittingAccess(StrEnum):
    """Who may follow a sitting."""

    EVERYONE = "everyone"
    MEMBERS = "members"
    CLOSED = "closed"


class SittingState(StrEnum):
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Sitting(Record):
    """One sitting of a meeting on one document; what it did not reach is listed when it closes."""

    __tablename__ = "sitting"
    __table_args__ = (
        UniqueConstraint("meeting_id", "document_id", "number"),
        Index(
            "uq_sitting_present",
            "document_id",
            unique=True,
            sqlite_where=text("state != 'closed'"),
            postgresql_where=text("state != 'closed'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    meeting_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("meeting.id"))
    document_id: Mapped[UUID] = mapped_column(Uuid)  # documents lie above this layer
    number: Mapped[int] = mapped_column(Integer)
    access: Mapped[SittingAccess] = mapped_column(word_of(SittingAccess))
    state: Mapped[SittingState] = mapped_column(word_of(SittingState), default=SittingState.OPEN)
    planned: Mapped[list[str]] = mapped_column(JSON)  # ids of the categories to be taken; empty: all of them
    not_reached: Mapped[list[dict[str, str]] | None] = mapped_column(JSON)  # [{"id", "address", "words"}] at its close
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    opened_by: Mapped[str] = mapped_column(String(200))
    suspended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
