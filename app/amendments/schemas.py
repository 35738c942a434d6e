"""Proposals, as HTTP shows and takes them."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from app.amendments.models import AmendmentKind, Basis, Outcome, Stage
from app.core.inputs import storable
from app.documents.schemas import Input
from app.paragraphs.models import ParagraphKind
from app.paragraphs.schemas import Hash, Level, Name, Runs
from app.texts.schemas import Change, Run

Rationale = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5_000), AfterValidator(storable)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000), AfterValidator(storable)]
WrittenNote = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000), AfterValidator(storable)
]


class ProposalCreate(Input):
    id: UUID
    text: UUID | None = Field(default=None, description="Of the new text (a deletion has none).")
    kind: AmendmentKind
    paragraph: UUID | None = Field(default=None, description="What is to be changed or deleted.")
    category: UUID | None = Field(default=None, description="Of an addition.")
    after: UUID | None = Field(
        default=None, description="The paragraph that an addition follows; null: it comes first."
    )
    level: Level = 0
    paragraph_kind: ParagraphKind = ParagraphKind.RECOMMENDATION
    runs: Runs | None = Field(default=None, description="The proposed words; without, those of the paragraph as it is.")
    rationale: Rationale = ""
    basis: Basis = Basis.MEMBER
    for_delegation: UUID | None = Field(default=None, description="From the floor: the delegation that said it.")
    for_name: Name | None = Field(default=None, description="From the floor: who said it, where it is no delegation.")
    table: bool = Field(default=False, description="Table it at once; what is entered for others always is.")
    draft: UUID | None = Field(default=None, description="A private draft of yours, whose words it takes and uses up.")
    source: Literal["not_added", "history"] | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.kind is AmendmentKind.DELETION) != (self.text is None):
            raise ValueError("a deletion has no text, and everything else has one")
        if self.kind is AmendmentKind.ADDITION:
            if self.category is None or self.paragraph is not None:
                raise ValueError("an addition names its category and what it comes after, and no paragraph")
        elif self.paragraph is None or self.category is not None or self.after is not None:
            raise ValueError("a change or a deletion names its paragraph, and no other place")
        if self.basis is Basis.FLOOR and not (self.for_delegation or self.for_name):
            raise ValueError("a proposal from the floor says whose it is")
        if self.kind is AmendmentKind.DELETION and (self.runs is not None or self.draft is not None):
            raise ValueError("a deletion has no words")
        return self


class ProposalUpdate(Input):
    rationale: Rationale | None = None


class Invite(Input):
    delegation: UUID | None = None
    person: UUID | None = Field(default=None, description="A member who sits for no delegation.")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.delegation is None) == (self.person is None):
            raise ValueError("invite a delegation or a person")
        return self


class PlaceAgain(Input):
    paragraph: UUID = Field(description="The paragraph that it concerns now (of an addition: that it follows).")


class Accept(Input):
    proposal_hash: Hash | None = Field(default=None, description="Of its words on the screen (a deletion has none).")
    paragraph_hash: Hash | None = Field(
        default=None, description="Of the paragraph's words on the screen (an addition has none)."
    )
    runs: Runs | None = Field(
        default=None, description="The words as chosen or edited; required where both sides were changed."
    )
    part: bool = Field(default=False, description="Only part of what is proposed is accepted.")
    on_word_of: UUID | None = Field(
        default=None, description="For the secretariat: who said so; the chair unless given."
    )
    reason: Note | None = None


class KeepAsAlternative(Input):
    proposal_hash: Hash = Field(description="Of its words on the screen.")
    on_word_of: UUID | None = None


class Decline(Input):
    note: Note | None = None
    on_word_of: UUID | None = None


class SendBack(Input):
    note: WrittenNote
    on_word_of: UUID | None = None


class ConfirmDecision(Input):
    decision: int = Field(description="The number of the decision that is confirmed.")


class PartyRead(BaseModel):
    """A delegation, or a person without one."""

    id: UUID
    delegation: UUID | None
    person: UUID | None
    name: str
    proposer: bool


class ProposalMay(BaseModel):
    """What I may do with this proposal now."""

    write: bool
    table: bool
    withdraw: bool
    cosponsor: bool
    leave: bool
    invite: bool
    edit: bool


class ResultRead(BaseModel):
    """The words that were accepted, and the paragraph or the alternative that they are in."""

    id: UUID | None
    runs: list[Run] | None
    words: str | None
    content_hash: str | None


class ProposalRead(BaseModel):
    """A proposal with its words; `number` and `tabled_at` are there from when it is tabled."""

    id: UUID
    document: UUID
    category: UUID
    paragraph: UUID | None = Field(description="What it changes or deletes; of an addition, what it comes after.")
    kind: AmendmentKind
    text: UUID | None
    generation: int | None
    text_seq: int | None
    level: int
    paragraph_kind: ParagraphKind
    number: int | None
    basis: Basis
    proposer: str = Field(description="Such as “Hungary”, “Chair”, “Editorial”.")
    sponsors: list[PartyRead]
    invited: list[PartyRead]
    rationale: str
    stage: Stage
    outcome: Outcome | None
    returned_note: str | None
    place_again: bool = Field(description="Its paragraph was split or joined since: say again what it concerns.")
    source: str | None
    created_at: datetime
    changed_at: datetime = Field(description="Of its last words or of the last command about it.")
    tabled_at: datetime | None
    tabled_by: str | None
    decided_at: datetime | None
    decided_by: str | None
    on_word_of: str | None
    awaiting_confirmation: bool
    decision: int | None
    result: ResultRead | None
    base_hash: str | None
    base_runs: list[Run] | None
    runs: list[Run]
    words: str
    content_hash: str | None
    mine: bool = Field(description="I am of those whose it is, or was invited to its draft.")
    may: ProposalMay


class PreviewWords(BaseModel):
    runs: list[Run]
    words: str
    content_hash: str


class PreviewRead(BaseModel):
    """What accepting the proposal would come to at this moment."""

    proposal_hash: str | None
    paragraph_hash: str | None
    original: PreviewWords | None = Field(description="The paragraph's present words; null for an addition.")
    fork: PreviewWords | None = Field(description="The proposal's words; null for a deletion.")
    base: PreviewWords | None = Field(description="The paragraph's words when it was proposed.")
    result: PreviewWords | None = Field(description="What the paragraph would say; null for a deletion.")
    changes: list[Change] = Field(description="From the paragraph's present words to the result.")
    identical: bool = Field(description="It would change nothing.")
    fast_forward: bool = Field(description="The paragraph says what it said when this was proposed.")
    both_changed: bool = Field(description="The paragraph was changed as well: the words must be chosen.")
    apart: bool = Field(description="The paragraph was split, joined or begun anew since: words are only compared.")
    collides: list[UUID] = Field(description="Other tabled proposals that change the same words.")
    agreed: bool = Field(description="The paragraph is agreed: it must be reopened first.")
