"""Alternatives, as HTTP shows and takes them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from app.alternatives.models import AlternativeState
from app.documents.schemas import Input
from app.paragraphs.schemas import Hash, Reason, Runs
from app.texts.schemas import Run


class AlternativeCreate(Input):
    id: UUID
    text: UUID
    runs: Runs | None = Field(default=None, description="Its words; without, those that the paragraph has now.")


class MakeText(Input):
    alternative_hash: Hash = Field(description="Of the alternative's words as you see them.")
    paragraph_hash: Hash = Field(description="Of the paragraph's words as you see them.")
    keep_present: bool = Field(default=False, description="Keep the paragraph's present words as an alternative.")
    on_word_of: UUID | None = Field(
        default=None, description="For the secretariat: the chair or vice-chair who said so; the chair unless given."
    )


class Seen(Input):
    id: UUID
    content_hash: Hash


class Combine(Input):
    alternatives: Annotated[list[Seen], Field(min_length=1, max_length=50)]
    paragraph_hash: Hash
    runs: Runs = Field(description="The words that the paragraph will have.")
    on_word_of: UUID | None = None


class Drop(Input):
    reason: Reason | None = None
    content_hash: Hash | None = Field(default=None, description="Of its words as you see them.")
    on_word_of: UUID | None = None


class ConfirmDecision(Input):
    decision: int = Field(description="The number of the decision that is confirmed.")


class SupporterRead(BaseModel):
    id: UUID
    delegation: UUID | None
    person: UUID | None
    name: str


class AlternativeMay(BaseModel):
    write: bool
    support: bool
    leave: bool
    decide: bool
    confirm: bool


class AlternativeRead(BaseModel):
    id: UUID
    document: UUID
    paragraph: UUID
    text: UUID
    generation: int
    number: int
    label: str = Field(description="“Alt 1”, or “A.12 bis” by the document's setting.")
    state: AlternativeState
    supporters: list[SupporterRead]
    proposal: UUID | None = Field(description="The proposal that it was.")
    breakout: UUID | None = Field(description="The breakout group that it came from.")
    place_again: bool = Field(description="The paragraph was split or joined since.")
    runs: list[Run]
    words: str
    content_hash: str
    text_seq: int
    created_at: datetime
    ended_at: datetime | None
    decision: int | None
    on_word_of: str | None
    awaiting_confirmation: bool
    mine: bool
    may: AlternativeMay
