"""What inviting many people, and letting in those at the door, takes and gives over HTTP."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from app.accounts.schemas import Email, PersonName, ShownEmail, Strict
from app.core.inputs import storable
from app.groups.models import Seat, StakeholderGroup
from app.groups.schemas import DelegationName

MOST_AT_ONCE = 2_000

People = Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000), AfterValidator(storable)]
MailLanguage = Literal["en", "fr", "ar"]
WhyNot = Literal["has-password", "other-groups", "disabled", "demonstration", "no-mail", "not-here"]


class LinksWanted(Strict):
    """Fresh links for these people; their earlier ones stop working.

    With `cards`, each link is short and comes with the code that is typed instead of it. With `new_passwords`, whoever
    has a password gets a link for a new one, and is otherwise passed over.
    """

    people: People
    cards: bool = False
    new_passwords: bool = False


class LinkMade(BaseModel):
    """A link, in this answer only. `qr` is the square to scan: rows of modules as hexadecimal digits, from the left."""

    invitation: UUID
    person_id: UUID
    name: str
    email: ShownEmail
    delegation: str | None
    seat: Seat | None
    purpose: Literal["join", "reset"]
    link: str
    code: str | None
    qr: list[str]
    expires_at: datetime


class PassedOver(BaseModel):
    """Somebody for whom nothing was made, and why."""

    person_id: UUID
    name: str
    why: WhyNot


class LinksMade(BaseModel):
    made: list[LinkMade]
    passed_over: list[PassedOver]


class MailsWanted(Strict):
    """A mail with a fresh link to each of these people. `note` stands in it above the link."""

    people: People
    note: Note = ""
    language: MailLanguage = "en"
    new_passwords: bool = False


class MailsAsked(BaseModel):
    """The mails are on their way; what becomes of each is told with the people of the group."""

    asked: list[UUID]
    passed_over: list[PassedOver]


class MailSetUp(BaseModel):
    """Whether this server sends mail, and as whom."""

    set_up: bool
    from_address: str | None
    reply_to: str | None


class TestMail(Strict):
    note: Note = ""
    language: MailLanguage = "en"


class TestMailSent(BaseModel):
    """`error` says why it was not sent."""

    to: str
    error: str | None


class CodeMade(BaseModel):
    """A code that signs its person in at once, in this answer only; `link` leads to where it is typed, with it."""

    person_id: UUID
    name: str
    email: ShownEmail
    code: str
    link: str
    qr: list[str]
    expires_at: datetime


class WalkIn(Strict):
    """Somebody at the door who was on no list. `id` is made by whoever asks (UUID version 7), so that asking twice
    registers once. A delegation is named by its id, or by name and stakeholder group if it is to be made."""

    id: UUID
    name: PersonName
    email: Email | None = None
    delegation: UUID | None = None
    new_delegation: DelegationName | None = None
    stakeholder_group: StakeholderGroup | None = None
    seat: Seat = Seat.OBSERVER
    may_act: bool = False

    @model_validator(mode="after")
    def _one_delegation(self) -> "WalkIn":
        if self.new_delegation and self.delegation:
            raise ValueError("a delegation that is there, or a new one")
        if self.new_delegation and self.stakeholder_group is None:
            raise ValueError("a new delegation needs its stakeholder group")
        return self


class WalkedIn(BaseModel):
    """Registered. Without `code`, the person has an account of which this group does not hold the key."""

    person_id: UUID
    name: str
    code: CodeMade | None


class PersonUpdate(Strict):
    """Only what is named changes."""

    name: PersonName | None = None
    email: Email | None = None
