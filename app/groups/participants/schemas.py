"""Participants' lists over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from app.accounts.schemas import OneLine, ShownEmail, Strict
from app.groups.models import OfficeKind, Seat, StakeholderGroup
from app.groups.participants.files import MAX_CELL, MAX_ROWS

Cell = Annotated[OneLine, StringConstraints(max_length=MAX_CELL)]
Field_ = Literal["name", "email", "delegation", "stakeholder_group", "seat", "may_act", "office"]
Severity = Literal["error", "warning", "note"]
Code = Literal[
    "name-missing",
    "name-long",
    "name-twice",
    "name-known",
    "name-kept",
    "email-missing",
    "email-bad",
    "email-twice",
    "email-two-names",
    "account-disabled",
    "delegation-long",
    "delegation-new",
    "delegation-similar",
    "delegation-observes",
    "stakeholder-missing",
    "stakeholder-unknown",
    "stakeholder-differs",
    "seat-unknown",
    "seat-assumed",
    "may-act-unknown",
    "office-unknown",
    "office-own",
]
Outcome = Literal["new", "here", "changes", "joins", "unclear"]


class ListedRow(Strict):
    """A row of the list, in words as they stand there or were corrected; recognised words or the server's own.

    `id` stays with the row from reading to taking over: asked again, nobody is added twice.
    """

    id: UUID
    number: int = Field(ge=1, le=1_000_000, description="Where it stands in the file.")
    name: Cell = ""
    email: Cell = ""
    delegation: Cell = ""
    stakeholder_group: Cell = ""
    seat: Cell = ""
    may_act: Cell = ""
    office: Cell = ""


class Rows(Strict):
    rows: Annotated[list[ListedRow], Field(min_length=1, max_length=MAX_ROWS)]


class Finding(BaseModel):
    """What is to be known of a row. An error keeps the list from being taken over; docs/people.md tells each code.

    `value` is what stands in the cell; `other` what it is held against; `row` the number of another row.
    """

    field: Field_
    code: Code
    severity: Severity
    value: str = ""
    other: str = ""
    row: int | None = None


class SeatSaid(BaseModel):
    """A seat in words."""

    seat: Seat | None
    delegation: str | None
    may_act: bool
    offices: list[OfficeKind] = []


class CheckedRow(BaseModel):
    """A row and what would come of it.

    `new`: an account is made; `joins`: a person of this server gets a seat here; `changes`: the seat here becomes
    `after`; `here`: nothing changes; `unclear`: an error is to be corrected first.
    """

    row: ListedRow
    outcome: Outcome
    person: str | None = Field(description="The name that the account has, where there is one.")
    before: SeatSaid | None
    after: SeatSaid | None
    findings: list[Finding]


class DelegationToMake(BaseModel):
    name: str
    stakeholder_group: StakeholderGroup
    seat: Seat
    people: int


class Checked(BaseModel):
    """Nothing is written yet."""

    rows: list[CheckedRow]
    delegations: list[DelegationToMake]


class FileRead(Checked):
    """A file's list, checked. `columns` tells what each heading was taken for; `ignored` headings mean nothing here;
    `titles` are lines that stood above the headings."""

    columns: dict[str, str]
    ignored: list[str]
    titles: list[str]


class PersonTaken(BaseModel):
    person_id: UUID
    name: str
    email: ShownEmail
    needs_invitation: bool


class Taken(BaseModel):
    """What was written, all of it in one transaction."""

    people_made: int
    seats_given: int
    seats_changed: int
    offices_given: int
    unchanged: int
    delegations: list[str]
    people: list[PersonTaken]
