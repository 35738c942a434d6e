"""Breakout groups, what their text has become, and endorsing it, as HTTP shows and takes them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from app.breakouts.comparing import State
from app.breakouts.models import Became, BreakoutKind, BreakoutState, Openness
from app.core.inputs import storable
from app.documents.schemas import Input
from app.paragraphs.models import ParagraphKind, ParagraphStatus, Qualifier
from app.paragraphs.schemas import Hash, Runs
from app.texts.schemas import Change, Run

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


class WordsShown(BaseModel):
    runs: list[Run]
    words: str
    content_hash: str


class StructureChange(BaseModel):
    """One change that is not words; addresses, codes and words say what was and is."""

    what: Literal["moved", "level", "kind", "category", "split", "joined", "withdrawn", "added"]
    before: str | None = Field(
        description="Of a move: the address of what it came after; of a split: of its first half."
    )
    after: str | None
    clean: bool = Field(description="The plenary has not changed the same, or what stands before it, meanwhile.")


class Recommended(BaseModel):
    status: ParagraphStatus
    qualifier: Qualifier | None
    qualifier_words: str | None
    on_present_words: bool = Field(description="The group marked the words that it has now.")


class OutcomeShown(BaseModel):
    """What became of it in the plenary, as long as the group has not changed its words since."""

    became: Became
    note: str | None
    result: UUID | None = Field(description="The paragraph, alternative or proposal that it became.")
    at: datetime


class ComparisonItem(BaseModel):
    """One paragraph of the group's text, as given, as the group has it, and as the plenary has it now."""

    paragraph: UUID = Field(description="The group's.")
    plenary: UUID | None
    address: str
    category: UUID | None = Field(description="The plenary's; null where the group made one of its own.")
    kind: ParagraphKind
    level: int
    state: State
    apart: bool = Field(description="The plenary split or joined it meanwhile: words are compared, not put together.")
    plenary_words: WordsShown | None
    base: WordsShown | None
    group_words: WordsShown
    result: WordsShown | None = Field(description="What the plenary would say; of *changed_here_too* a suggestion.")
    changes: list[Change] = Field(description="From the plenary's present words to the result.")
    structure: list[StructureChange]
    together: list[UUID] = Field(
        description="Others of the group's that it is taken with: a split's or join's other part."
    )
    recommended: Recommended | None
    plenary_status: ParagraphStatus | None
    outcome: OutcomeShown | None


class BreakoutComparison(BaseModel):
    breakout: BreakoutRead
    items: list[ComparisonItem]


class BreakoutOutcomeRead(BaseModel):
    """What became of one paragraph, for the group to see."""

    paragraph: UUID
    address: str
    became: Became
    note: str | None
    result: UUID | None
    at: datetime


class EndorseItem(Input):
    """What the plenary makes of one paragraph; the hashes are of the words that whoever decides has seen."""

    paragraph: UUID = Field(description="The group's.")
    plenary_hash: Hash | None = Field(description="Of the plenary's words; null for what the group added.")
    group_hash: Hash
    take: Became
    runs: Runs | None = Field(default=None, description="The words chosen, or the chair's amendments to them.")
    structure: bool = Field(default=False, description="Apply its clean structural changes with it.")
    mark: bool = Field(default=False, description="Give it the mark that the group recommends.")
    note: Note | None = None


class EndorseWrite(Input):
    items: list[EndorseItem] = Field(min_length=1, max_length=1000)
    on_word_of: UUID | None = Field(
        default=None, description="For the secretariat: the chair or vice-chair who said so; the chair unless given."
    )
    brackets_seen: bool = Field(default=False, description="Mark as agreed although words are in brackets.")
    alternatives_seen: bool = Field(default=False, description="Mark as agreed although alternatives stand beside it.")


class Endorsed(BaseModel):
    endorsed: int
    items: list[ComparisonItem] = Field(description="Those that were decided on, as they are now.")
