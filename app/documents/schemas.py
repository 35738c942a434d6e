"""Documents, categories and lines of the record, as HTTP shows and takes them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.core.inputs import storable
from app.documents.models import AlternativeLabels, Audience, DocumentState, Numbering, Way
from app.groups.models import SittingAccess, SittingState
from app.texts.schemas import Run

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), AfterValidator(storable)]
CategoryTitle = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(storable)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), AfterValidator(storable)]


class Input(BaseModel):
    """What a command takes; names it does not know are refused, so that a slip is not passed over."""

    model_config = ConfigDict(extra="forbid")


class CategoryCreate(Input):
    code: Code
    title: CategoryTitle = ""
    way: Way = Way.ANYONE


class CategoryAdd(CategoryCreate):
    id: UUID | None = None
    after: UUID | None = Field(default=None, description="The category before it; without, it comes last.")


class CategoryUpdate(Input):
    code: Code | None = None
    title: CategoryTitle | None = None
    way: Way | None = None
    after: UUID | None = Field(default=None, description="Move behind this category; null moves it to the front.")


class DocumentCreate(Input):
    title: Title
    categories: list[CategoryCreate] = Field(default_factory=list, max_length=200)
    audience: Audience = Audience.OBSERVERS


class DocumentUpdate(Input):
    title: Title | None = None
    audience: Audience | None = None
    numbering: Literal[Numbering.COMPUTED, Numbering.GIVEN] | None = Field(
        default=None, description="Whether labels are computed, or kept as the imported text gave them."
    )
    alternative_labels: AlternativeLabels | None = None
    itu_labels: bool | None = Field(default=None, description="Whether proposals show as MOD, ADD, SUP.")
    observers_propose: bool | None = Field(default=None, description="Whether observers may make proposals.")


class GroupName(BaseModel):
    id: UUID
    name: str


class CategoryHead(BaseModel):
    """A category without what is in it."""

    id: UUID
    code: str
    title: str
    way: Way


class SittingHead(BaseModel):
    """The sitting that is going on, or is suspended."""

    id: UUID
    number: int
    meeting: int
    access: SittingAccess
    state: SittingState
    opened_at: datetime
    planned: list[UUID] = Field(description="Ids of the categories to be taken; empty: all of them.")


class UnderDiscussion(BaseModel):
    paragraph: UUID
    since: datetime


class RevisionName(BaseModel):
    number: int
    title: str
    adopted: bool
    frozen_at: datetime


class Whereabouts(BaseModel):
    """How far the whole has come, who may see it, and what the room is doing with it."""

    state: DocumentState
    as_amended: bool
    audience: Audience = Field(description="The document's own.")
    seen_by: Audience = Field(description="Who may see it at this moment: a sitting narrows the document's audience.")
    sitting: SittingHead | None
    now: UnderDiscussion | None
    revision: RevisionName | None = Field(description="The newest one.")
    alternative_labels: AlternativeLabels
    itu_labels: bool = Field(description="Whether proposals show as MOD, ADD, SUP.")
    observers_propose: bool
    copy_of: UUID | None = Field(description="Of a breakout group's text: the plenary's document.")
    party_only: bool = Field(description="Of a breakout group's text: only its participants read it.")
    frozen: bool = Field(description="Of a breakout group's text: it has reported.")
    unattributed: bool = Field(description="Names are not shown in it.")


class DocumentHead(Whereabouts):
    """A document without its paragraphs."""

    id: UUID
    title: str
    group: GroupName
    numbering: Numbering
    seq: int
    created_at: datetime
    categories: list[CategoryHead]


class LineRead(BaseModel):
    """One line of the record of decisions; `facts` are what else belongs to the action."""

    chain: str
    number: int
    at: datetime
    action: str
    actor: str | None
    office: str | None
    on_word_of: str | None
    meeting: int | None
    paragraph: UUID | None
    subject: UUID | None
    label: str | None
    words: str | None
    runs: list[Run] | None
    content_hash: str | None
    status: str | None
    reason: str | None
    facts: dict[str, Any]
    previous: str
    fingerprint: str
