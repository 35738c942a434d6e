"""Sittings, what is under discussion, and the wall, as HTTP shows and takes them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from app.core.inputs import storable
from app.documents.models import DocumentState
from app.documents.schemas import GroupName, Input, SittingHead
from app.groups.models import SittingAccess, SittingState
from app.paragraphs.schemas import Counts, ParagraphRead

Planned = Annotated[list[UUID], Field(max_length=200, description="Categories to be taken; empty: all of them.")]
DisplayName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(storable)
]


class SittingCreate(Input):
    access: SittingAccess = SittingAccess.EVERYONE
    planned: Planned = Field(default_factory=list)


class SittingUpdate(Input):
    access: SittingAccess | None = None
    planned: Planned | None = None


class NotReached(BaseModel):
    """A paragraph of the planned categories that is still not yet discussed; `words` are its first ones."""

    id: UUID
    address: str
    words: str


class SittingRead(BaseModel):
    """One sitting; while it goes on, `not_reached` is what is left now."""

    id: UUID
    number: int
    meeting: int
    access: SittingAccess
    state: SittingState
    planned: list[UUID]
    not_reached: list[NotReached]
    opened_at: datetime
    opened_by: str
    suspended_at: datetime | None
    closed_at: datetime | None


class Discussion(Input):
    paragraph: UUID | None = Field(description="What the room takes up now; null when it lays that down.")


class DisplayCreate(Input):
    name: DisplayName


class DisplayRead(BaseModel):
    """A screen in the room that shows the wall without signing in."""

    id: UUID
    name: str
    created_at: datetime
    last_seen_at: datetime | None


class DisplayMade(DisplayRead):
    link: str = Field(description="For the screen's browser; it is told only once.")
    qr: list[str] = Field(description="The same to scan: rows of modules as hexadecimal digits, from the left.")


class WallDocument(BaseModel):
    id: UUID
    title: str
    state: DocumentState
    as_amended: bool


class WallCategory(BaseModel):
    code: str
    title: str
    counts: Counts


class Wall(BaseModel):
    """What the wall shows: the paragraph under discussion, if there is one, and how far the whole has come."""

    document: WallDocument
    group: GroupName
    sitting: SittingHead | None
    since: datetime | None = Field(description="Since when the paragraph is under discussion.")
    paragraph: ParagraphRead | None
    category: WallCategory | None
    counts: Counts
