"""People, their logins, tokens and the links that let them in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Record, UTCDateTime, now
from app.core.ids import uuid7


class Person(Record):
    """Somebody with an account. Rights come from seats and offices, never from here (an operator keeps the server).

    Whoever has no e-mail address signs in with a name, kept as an address that can never be one (see addresses.py).
    """

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    operator: Mapped[bool] = mapped_column(default=False)
    demo_role: Mapped[str | None] = mapped_column(String(60))  # shown on the demonstration's sign-in page
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Login(Record):
    """A signed-in browser; the cookie holds the secret, we its hash."""

    __tablename__ = "login"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    browser: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ApiToken(Record):
    """A named secret for programs; acts with its person's rights."""

    __tablename__ = "api_token"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    last_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Invitation(Record):
    """A link that works once: to join with a new password, or to set one anew."""

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "group_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"), index=True)
    group_id: Mapped[UUID | None] = mapped_column(Uuid)  # a working group's id; groups lie above this layer
    purpose: Mapped[str] = mapped_column(String(10))  # "join", "reset", or "code": signs in at once, for minutes
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by: Mapped[UUID | None] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    mail_asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    mail_sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    mail_error: Mapped[str | None] = mapped_column(String(300))
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # first looked at by whoever holds it
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
