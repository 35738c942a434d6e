"""Breakout groups, what their text has become, and endorsing it, as HTTP shows and takes them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from app.breakouts.models import BreakoutKind, BreakoutState, Openness
from app.core.inputs import storable
from app.documents.schemas import Input

Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(storable)]
Task = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000), AfterValidator(storable)]
Report = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000), AfterValidator(storable)
]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(storable)]
Ids = Annotated[list[UUID], Field(max_length=2000)]


class Participants(Input):
    conveners: Ids = Field(default_factory=list, description="People who convene it.")
    rapporteurs: Ids = Field(default_factory=list, description="People who report for it.")
    people: Ids = Field(default_factory=list, description="Others who take part as persons.")
    delegations: Ids = Field(default_factory=list, description="Delegations: whoever sits for one takes part.")


class BreakoutCreate(Participants):
    id: UUID
    kind: BreakoutKind = BreakoutKind.BREAKOUT
    name: Name = ""
    task: Task = Field(default="", description="Its terms of reference.")
    openness: Openness = Field(
        default=Openness.MEMBERS, description="Who else reads its text while it works; once it has reported, all do."
    )
    unattributed: bool = Field(default=False, description="Names are not shown in its text.")
    due_day: date | None = None
    categories: Ids = Field(default_factory=list, description="Given to it with all that is in them.")
    paragraphs: Ids = Field(default_factory=list, description="Given to it with what belongs under each.")


class BreakoutUpdate(Input):
    name: Name | None = None
    task: Task | None = None
    openness: Openness | None = None
    due_day: date | None = None
    unattributed: bool | None = None


class OpenTo(Input):
    openness: Openness


class ReportWrite(Input):
    report: Report


class ReturnWrite(Input):
    note: Note


class GivenCategory(BaseModel):
    id: UUID
    code: str
    title: str


class GivenParagraph(BaseModel):
    id: UUID
    address: str


class Given(BaseModel):
    """What of the plenary's document was given to it."""

    categories: list[GivenCategory]
    paragraphs: list[GivenParagraph]


class ParticipantRead(BaseModel):
    id: UUID
    delegation: UUID | None
    person: UUID | None
    name: str
    convener: bool
    rapporteur: bool


class BreakoutCounts(BaseModel):
    """All 0 for whoever may not read its text."""

    paragraphs: int
    changed: int = Field(description="Paragraphs that differ from what was given, new and withdrawn ones too.")
    recommended: dict[str, int] = Field(description="How many it recommends to mark as what.")
    taken: int = Field(description="Changed paragraphs of which something has become in the plenary.")
    left: int = Field(description="Changed paragraphs that wait for the plenary.")


class BreakoutMay(BaseModel):
    """What I may do with it now."""

    read: bool
    work: bool
    convene: bool = Field(description="Mark, as the group's recommendation.")
    manage: bool = Field(description="Change what it is and who takes part, return and conclude it.")
    report: bool
    open: bool = Field(description="Open its text to more people before it reports.")
    endorse: bool


class BreakoutRead(BaseModel):
    """A breakout, correspondence or ad-hoc group."""

    id: UUID
    document: UUID = Field(description="The plenary's.")
    copy_: UUID = Field(alias="copy", description="Its own text, a document like any other.")
    kind: BreakoutKind
    number: int
    name: str
    task: str
    openness: Openness = Field(description="Who else reads its text while it works, as the chair set it.")
    opened_to: Openness | None = Field(
        description="Who else reads it while it works, as the group itself opened it further; null if it did not."
    )
    unattributed: bool
    due_day: date | None
    state: BreakoutState
    given: Given
    participants: list[ParticipantRead]
    report: str
    reported_at: datetime | None
    reported_by: str | None
    return_note: str | None
    concluded_at: datetime | None
    counts: BreakoutCounts
    mine: bool = Field(description="I take part in it, or my delegation does.")
    may: BreakoutMay
