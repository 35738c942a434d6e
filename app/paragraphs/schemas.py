"""Paragraphs, drafts and page states, as HTTP shows and takes them."""

from base64 import b64decode
from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.core.inputs import storable
from app.documents.models import Numbering
from app.documents.schemas import CategoryHead, DocumentHead, GroupName, Input, Whereabouts
from app.groups.models import OfficeKind, Seat
from app.paragraphs.models import DraftOrigin, ParagraphKind, ParagraphStatus, Qualifier
from app.texts import places
from app.texts.schema import ForeignContent, check_runs
from app.texts.schemas import Change, Run

DEEPEST = 8


def _runs(runs: list[Run]) -> list[Run]:
    try:
        return check_runs(runs)
    except ForeignContent as error:
        raise ValueError(f"a text cannot hold this: {error}") from error


# Words in the form of the page state, held to what a text may hold (ENGINE E1).
Runs = Annotated[list[Run], Field(max_length=20_000), AfterValidator(_runs)]
Level = Annotated[int, Field(ge=0, le=DEEPEST)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000), AfterValidator(storable)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(storable)]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class ParagraphCreate(Input):
    id: UUID
    text: UUID
    category: UUID
    after: UUID | None = Field(default=None, description="The paragraph before it; null puts it first in its category.")
    level: Level = 0
    kind: ParagraphKind = ParagraphKind.RECOMMENDATION
    runs: Runs = Field(default_factory=list)


class ParagraphMove(Input):
    after: UUID | None = Field(description="The paragraph before it; null puts it first in its category.")
    category: UUID | None = Field(default=None, description="Another category; without, the one it is in.")


class ParagraphUpdate(Input):
    level: Level | None = None
    kind: ParagraphKind | None = None
    proposer: Name | None = None
    source: Name | None = None


def _place(at: str) -> str:
    try:
        places.decode(b64decode(at, validate=True))
    except ValueError as error:
        raise ValueError(f"this is not a place in a text: {error}") from error
    return at


class ParagraphSplit(Input):
    id: UUID = Field(description="Of the paragraph for the second half.")
    text: UUID
    at: Annotated[str, StringConstraints(max_length=80), AfterValidator(_place)] = Field(
        description="Where: base64 of Y.encodeRelativePosition, in the Y.Text `words`."
    )


class ParagraphJoin(Input):
    with_: UUID = Field(alias="with", description="The paragraph directly before it in its category.")
    content_hash: Hash | None = Field(default=None, description="Of the joined one's words as you see them.")


class ParagraphWithdraw(Input):
    reason: Reason | None = None


class ParagraphRestore(Input):
    reason: Reason | None = None


class Mark(Input):
    status: ParagraphStatus
    content_hash: Hash = Field(description="Of the words that the person marking sees.")
    reason: Reason | None = None
    on_word_of: UUID | None = Field(
        default=None, description="For the secretariat: the chair or vice-chair who said so; the chair unless given."
    )
    brackets_seen: bool = Field(default=False, description="Agree although words are still in brackets.")
    alternatives_seen: bool = Field(default=False, description="Agree although alternatives stand beside it.")
    qualifier: Qualifier | None = Field(
        default=None, description="Beside *agreed* only: subject to capitals, or except for what the words say."
    )
    qualifier_words: Reason | None = Field(default=None, description="With *except*: what it is agreed except for.")

    @model_validator(mode="after")
    def _qualifier_fits(self) -> Self:
        if self.qualifier is not None and self.status is not ParagraphStatus.AGREED:
            raise ValueError("a qualifier stands beside agreed only")
        if (self.qualifier is Qualifier.EXCEPT) != bool(self.qualifier_words):
            raise ValueError("agreed except takes words, saying except for what, and nothing else does")
        return self


class Confirm(Input):
    decision: int = Field(description="The number of the mark that is confirmed.")


class Placeholders(Input):
    placeholders: list[Annotated[str, StringConstraints(min_length=2, max_length=2000), AfterValidator(storable)]] = (
        Field(
            max_length=500, description="Brackets with their signs, such as “[X]”; those not in the words are left out."
        )
    )


class NumberingWrite(Input):
    numbering: Literal[Numbering.FROZEN, Numbering.COMPUTED]


class DraftWrite(Input):
    runs: Runs
    base_hash: Hash | None = None
    origin: DraftOrigin = DraftOrigin.OWN
    reason: Annotated[str, StringConstraints(max_length=300), AfterValidator(storable)] | None = None


class BracketCounts(BaseModel):
    """Pairs open to negotiation, pairs flagged as placeholders, and signs without a partner."""

    open: int
    placeholders: int
    unclosed: int
    unopened: int


class MarkRead(BaseModel):
    status: ParagraphStatus
    hash: str
    at: datetime
    by: str
    office: str
    on_word_of: str | None
    awaiting_confirmation: bool
    meeting: int | None
    decision: int


class ParagraphRead(BaseModel):
    """A paragraph with its words; `label` stands in the margin, `address` is what one says to find it."""

    id: UUID
    text: UUID
    generation: int
    text_seq: int
    label: str
    address: str
    category: UUID
    after: UUID | None = Field(description="The paragraph before it in its category.")
    level: int
    kind: ParagraphKind
    status: ParagraphStatus
    qualifier: Qualifier | None
    qualifier_words: str | None
    final: bool = Field(description="Adopted with the whole document: no longer provisional.")
    locked: bool
    withdrawn: bool
    proposer: str | None
    source: str | None
    reference: str | None = Field(description="The label that an imported text gave it, where labels are computed.")
    variant: str | None
    placeholder: bool
    runs: list[Run]
    words: str
    content_hash: str
    placeholders: list[str] = Field(description="Of its brackets, with their signs, those that only hold a place.")
    brackets: BracketCounts
    mark: MarkRead | None
    changed_since_marked: bool
    changed_at: datetime = Field(description="Of its last words or of the last command about it.")
    split_from: UUID | None = Field(description="The paragraph whose second half it was.")


class SplitRead(BaseModel):
    paragraph: ParagraphRead = Field(description="The first half, in a new generation.")
    added: ParagraphRead = Field(description="The second half.")


class JoinRead(BaseModel):
    paragraph: ParagraphRead = Field(description="The first, with the words of both, in a new generation.")
    removed: ParagraphRead = Field(description="The second, withdrawn.")
    seam: int = Field(description="Where its words begin in the first, in UTF-16 units.")


class WordsThen(BaseModel):
    runs: list[Run]
    words: str
    content_hash: str
    text_seq: int


class EnteredBy(BaseModel):
    person: UUID
    name: str
    delegation: str | None


class ActRead(BaseModel):
    """A line of the record about the paragraph."""

    number: int
    action: str
    at: datetime
    by: str | None


class SinceRead(BaseModel):
    """What happened to a paragraph while somebody was away."""

    paragraph: UUID
    before: WordsThen
    present: WordsThen
    generation: int
    diff: list[Change] = Field(description="From the words then to the words now.")
    changed: bool
    by: list[EnteredBy] = Field(description="Who has entered or deleted words since, the first first.")
    marked: bool = Field(description="The chair has marked it since; without `record`: it is marked now.")
    discussed: bool = Field(description="It was taken up for discussion since, or is under discussion now.")
    withdrawn: bool
    acts: list[ActRead] = Field(description="What was done with it since that line of the record, at most 50.")


class Counts(BaseModel):
    """Paragraphs by status, withdrawn ones left out."""

    not_yet_discussed: int = 0
    agreed: int = 0
    to_revisit: int = 0
    no_agreement: int = 0
    divergent_opinion: int = 0

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class CategoryRead(CategoryHead):
    counts: Counts


class DocumentRead(DocumentHead):
    """A document in a list, with how far it has come."""

    categories: list[CategoryRead]  # type: ignore[assignment]
    counts: Counts
    shut: bool = Field(default=False, description="A sitting is going on to which you are not admitted.")


class CurrentMeeting(BaseModel):
    id: UUID
    number: int
    title: str
    from_day: date | None


class LastDecision(BaseModel):
    number: int
    fingerprint: str


class PageHead(Whereabouts):
    """All of a page state but its paragraphs."""

    id: UUID
    title: str
    group: GroupName
    seq: int
    at: datetime
    meeting: CurrentMeeting | None
    record: LastDecision | None
    numbering: Numbering
    categories: list[CategoryRead]


class PageState(PageHead):
    """Everything that every reader of a document sees; equal for all of them."""

    paragraphs: list[ParagraphRead]


class PageChanges(BaseModel):
    """What differs from the page state with the ETag `since`."""

    since: str
    head: PageHead
    paragraphs: list[ParagraphRead] = Field(description="Those that differ, whole.")
    removed: list[UUID]
    order: list[UUID] | None = Field(description="All paragraphs in reading order; null if the order is the same.")


class Relabelled(BaseModel):
    paragraph: UUID
    now: str
    anew: str


class NumberingRead(BaseModel):
    """How paragraphs are numbered, and which would have another address if they were numbered anew."""

    numbering: Numbering
    relabelled: list[Relabelled]


class NamedRead(BaseModel):
    id: UUID
    name: str


class DraftRead(BaseModel):
    id: UUID
    paragraph: UUID
    runs: list[Run]
    words: str
    base_hash: str | None
    origin: DraftOrigin
    reason: str | None
    created_at: datetime
    updated_at: datetime


class May(BaseModel):
    """What I may do in this document, before what a single paragraph or category forbids."""

    write: bool
    propose: bool
    mark: bool
    confirm: bool
    on_word: bool
    structure: bool
    add: bool
    ways: bool
    sitting: bool
    release: bool
    adopt: bool
    manage: bool
    table: bool = Field(description="Table proposals, co-sponsor, support alternatives.")
    oral: bool = Field(description="Enter proposals from the floor, editorial ones and the chair's.")
    decide: bool = Field(description="Say what becomes of proposals and alternatives.")
    decide_on_word: bool = Field(description="The same on the chair's word, awaiting confirmation.")
    sign: bool = Field(description="Sign opinions.")
    stance: bool
    breakouts: bool = Field(description="Set up breakout groups.")
    report: bool = Field(description="In a breakout group's text: report it to the plenary.")
    endorse: bool
    endorse_on_word: bool


class MyStanding(BaseModel):
    person: NamedRead | None
    delegation: NamedRead | None
    seat: Seat | None
    may_act: bool
    offices: list[OfficeKind]
    may: May
    why: str = Field(description="Why I may not write; empty if I may.")
    for_: str = Field(alias="for", description="Such as “for Hungary”.")
    drafts: list[DraftRead]


class MarkedRead(BaseModel):
    """The words that the paragraph was marked on, and how the present ones differ."""

    runs: list[Run]
    words: str
    hash: str
    diff: list[Change]
