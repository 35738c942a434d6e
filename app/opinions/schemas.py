"""Opinions and stances, as HTTP shows and takes them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from app.core.inputs import storable
from app.documents.schemas import Input
from app.opinions.models import Attribution, OpinionState, SeenBy, StanceKind
from app.paragraphs.schemas import Hash, Runs
from app.texts.schemas import Run

StanceReason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), AfterValidator(storable)]


class OpinionCreate(Input):
    id: UUID
    text: UUID
    runs: Runs | None = None
    attribution: Attribution = Attribution.SIGNED


class OpinionUpdate(Input):
    attribution: Attribution


class SignerRead(BaseModel):
    id: UUID
    delegation: UUID | None
    person: UUID | None
    name: str


class OpinionMay(BaseModel):
    write: bool
    sign: bool
    unsign: bool
    place: bool
    withdraw: bool


class OpinionRead(BaseModel):
    id: UUID
    document: UUID
    paragraph: UUID
    text: UUID
    generation: int
    attribution: Attribution
    state: OpinionState
    signers: list[SignerRead] = Field(description="Of *some members*: empty to everybody but themselves.")
    runs: list[Run]
    words: str
    content_hash: str
    text_seq: int
    created_at: datetime
    placed_at: datetime | None
    withdrawn_at: datetime | None
    decision: int | None
    mine: bool
    may: OpinionMay


class StanceWrite(Input):
    kind: StanceKind
    seen_by: SeenBy
    reason: StanceReason = ""
    content_hash: Hash = Field(description="Of the paragraph's words as you see them.")


class StanceRead(BaseModel):
    id: UUID
    paragraph: UUID
    delegation: UUID | None
    person: UUID | None = Field(description="Whose it is, where there is no delegation.")
    name: str
    kind: StanceKind
    seen_by: SeenBy
    reason: str
    on_present_words: bool
    at: datetime
    mine: bool
