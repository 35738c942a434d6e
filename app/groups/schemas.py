"""What working groups take and give over HTTP."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator

from app.accounts.schemas import Email, OneLine, Password, PersonName, ShownEmail, Strict
from app.core.inputs import storable
from app.groups.models import OfficeKind, Seat, StakeholderGroup


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(map(str.isspace, value))
    except ValueError:
        sound = False
    if not sound:
        raise ValueError("must be an address that begins with http:// or https://")
    return value


GroupName = Annotated[OneLine, StringConstraints(min_length=1, max_length=300)]
DelegationName = Annotated[OneLine, StringConstraints(min_length=1, max_length=200)]
MeetingTitle = Annotated[OneLine, StringConstraints(min_length=1, max_length=300)]
Place = Annotated[OneLine, StringConstraints(max_length=200)]
Mandate = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000), AfterValidator(storable)]
Url = Annotated[OneLine, StringConstraints(max_length=1_000), AfterValidator(_web_address)]
Purpose = Annotated[str, WithJsonSchema({"type": "string", "enum": ["join", "reset"]})]
MeetingNumber = Annotated[int, Field(ge=1, le=10_000)]


def _in_order(from_day: date | None, until_day: date | None) -> None:
    if from_day is not None and until_day is not None and until_day < from_day:
        raise ValueError("the last day is before the first")


# Groups


class GroupCreate(Strict):
    name: GroupName
    mandate: Mandate = ""


class GroupUpdate(Strict):
    name: GroupName | None = None
    mandate: Mandate | None = None


class MyGroup(BaseModel):
    """A group as one of its people sees it; an operator's has neither seat nor offices unless given."""

    id: UUID
    name: str
    seat: Seat | None
    delegation: str | None
    offices: list[OfficeKind]


class DelegationRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    stakeholder_group: StakeholderGroup
    seat: Seat


class MeetingRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: int
    title: str
    from_day: date | None
    until_day: date | None
    place: str
    stream_url: str | None
    recording_url: str | None
    is_current: bool


class MayDoInGroup(BaseModel):
    manage: bool
    create_document: bool
    record: bool


class GroupRead(BaseModel):
    id: UUID
    name: str
    mandate: str
    delegations: list[DelegationRead]
    meetings: list[MeetingRead]
    may: MayDoInGroup


# Delegations and meetings


class DelegationCreate(Strict):
    name: DelegationName
    stakeholder_group: StakeholderGroup
    seat: Seat = Seat.MEMBER


class DelegationUpdate(Strict):
    name: DelegationName | None = None
    stakeholder_group: StakeholderGroup | None = None
    seat: Seat | None = None


class MeetingCreate(Strict):
    number: MeetingNumber | None = Field(default=None, description="The next one, unless given.")
    title: MeetingTitle
    from_day: date | None = None
    until_day: date | None = None
    place: Place = ""
    stream_url: Url | None = None
    recording_url: Url | None = None

    @model_validator(mode="after")
    def _days(self) -> Self:
        _in_order(self.from_day, self.until_day)
        return self


class MeetingUpdate(Strict):
    """Only what is named changes; null takes a day or a link away."""

    number: MeetingNumber | None = None
    title: MeetingTitle | None = None
    from_day: date | None = None
    until_day: date | None = None
    place: Place | None = None
    stream_url: Url | None = None
    recording_url: Url | None = None

    @model_validator(mode="after")
    def _days(self) -> Self:
        _in_order(self.from_day, self.until_day)
        return self


# People


class OfficeRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: OfficeKind
    from_day: date
    until_day: date | None


class DelegationShort(BaseModel):
    id: UUID
    name: str


class PendingInvitation(BaseModel):
    """A link that nobody used yet; the link itself is not kept."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    purpose: Purpose
    created_at: datetime
    expires_at: datetime


class InvitationState(PendingInvitation):
    """What became of somebody's latest link: it may have expired; a mail with it may wait, be sent or have failed."""

    opened_at: datetime | None
    mail: Literal["waiting", "sent", "failed"] | None
    mail_at: datetime | None = Field(description="When the mail was sent, or else asked for.")
    mail_error: str | None


class PersonOfGroup(BaseModel):
    """Somebody with a seat, an office, or both. Only those who manage the group see address, invitation, sign-ins."""

    person_id: UUID
    name: str
    email: ShownEmail | None
    has_mail: bool | None = Field(description="False for whoever has a name to sign in with instead of an address.")
    seat_id: UUID | None
    seat: Seat | None
    delegation: DelegationShort | None
    may_act: bool
    offices: list[OfficeRead]
    signed_in_before: bool
    last_signed_in_at: datetime | None
    invitation: InvitationState | None


class SeatUpdate(Strict):
    """Only what is named changes; null takes the delegation away."""

    delegation: UUID | None = None
    seat: Seat | None = None
    may_act: bool | None = None


class OfficeCreate(Strict):
    person: UUID
    kind: OfficeKind
    from_day: date | None = Field(default=None, description="Today, unless given.")
    until_day: date | None = None

    @model_validator(mode="after")
    def _days(self) -> Self:
        _in_order(self.from_day, self.until_day)
        return self


class OfficeUpdate(Strict):
    """Both days are included. `at_once` ends the office now instead of at a day's end."""

    from_day: date | None = None
    until_day: date | None = None
    at_once: bool = False


# Invitations


class InvitationCreate(Strict):
    """Without `seat` the delegation's is taken; without either, the person has offices only."""

    name: PersonName
    email: Email
    delegation: UUID | None = None
    seat: Seat | None = None
    may_act: bool = True
    offices: list[OfficeKind] = Field(default=[], max_length=len(OfficeKind))

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.delegation is None and self.seat is None and not self.offices:
            raise ValueError("an invitation gives a seat, an office, or both")
        return self


class InvitationMade(BaseModel):
    """The link is in this answer only. It is null where none is needed or may be given; `note` says which."""

    id: UUID | None
    link: str | None
    purpose: Purpose | None
    expires_at: datetime | None
    person_id: UUID
    name: str
    email: ShownEmail
    note: str | None


class InvitationListed(PendingInvitation):
    person_id: UUID
    name: str
    email: ShownEmail


class LinkRead(BaseModel):
    name: str
    email: ShownEmail
    group: str | None
    purpose: Purpose
    expires_at: datetime


class LinkUse(Strict):
    name: PersonName | None = None
    password: Password


# Oneself, and the demonstration


class CodeUse(Strict):
    code: Annotated[str, Field(max_length=60), AfterValidator(storable)]


class Me(BaseModel):
    id: UUID
    name: str
    email: ShownEmail
    operator: bool
    has_password: bool
    demo: bool
    groups: list[MyGroup]


class DemoPerson(BaseModel):
    id: UUID
    name: str
    role: str
    delegation: str | None


class Demonstration(BaseModel):
    people: list[DemoPerson]


class DemoSignIn(Strict):
    person: UUID
