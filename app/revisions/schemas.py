"""Revisions, releases, comparisons and the states of a document, as HTTP shows and takes them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, StringConstraints

from app.core.inputs import storable
from app.documents.models import Audience, DocumentState
from app.documents.schemas import Input
from app.paragraphs.models import ParagraphKind, ParagraphStatus, Qualifier
from app.paragraphs.schemas import Counts, Hash, PageState, Reason
from app.texts.schemas import Change

RevisionTitle = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(storable)]
FINGERPRINT = "SHA-256 over the pairs of id and content hash, and the statuses, in reading order"


class RevisionCreate(Input):
    title: RevisionTitle = ""


class ReleaseCreate(Input):
    audience: Audience
    from_time: AwareDatetime | None = Field(default=None, description="Now, unless given.")


class ReleaseRead(BaseModel):
    """From when on an audience may see a revision."""

    id: UUID
    audience: Audience
    from_time: datetime
    released_at: datetime
    released_by: str
    withdrawn_at: datetime | None


class RevisionHead(BaseModel):
    """A revision without its content."""

    number: int
    title: str
    adopted: bool
    fingerprint: str
    paragraphs: int
    meeting: int | None
    decision_number: int | None
    frozen_at: datetime
    frozen_by: str
    seen_by: Audience = Field(description="Who may see it at this moment.")
    may_read: bool
    opens_at: datetime | None = Field(description="When it will be released to you, if that is decided.")
    releases: list[ReleaseRead] = Field(description="Those that count, and those to come; for the bureau all of them.")


class RevisionRead(RevisionHead):
    """A revision with its page state, which never changes."""

    document: UUID
    document_title: str
    state: PageState


class StatusChange(BaseModel):
    status: ParagraphStatus
    qualifier: Qualifier | None
    qualifier_words: str | None


class Compared(BaseModel):
    """One paragraph in two revisions. `kind` says what happened to it; one that moved may have other words too."""

    id: UUID
    kind: Literal["same", "changed", "added", "removed"]
    moved: bool
    address: str
    address_before: str | None = Field(description="Where it was, if it is called otherwise now.")
    category: str = Field(description="The letter and title of its category.")
    level: int
    paragraph_kind: ParagraphKind
    before: StatusChange | None
    after: StatusChange | None
    status_changed: bool
    diff: list[Change] = Field(description="By words; only its words as they are, if they are the same.")


class Side(BaseModel):
    """What is compared: a revision, or the document as it is now."""

    number: int | None = Field(description="Of the revision; null is now.")
    title: str
    at: datetime


class Comparison(BaseModel):
    """Two revisions, paragraph by paragraph, in the order of the later one."""

    before: Side
    after: Side
    changed: int
    added: int
    removed: int
    moved: int
    status_changed: int
    same: int
    paragraphs: list[Compared]


class Unsettled(BaseModel):
    """A paragraph that is not simply agreed, and why."""

    id: UUID
    address: str
    words: str
    why: list[
        Literal[
            "not_yet_discussed",
            "to_revisit",
            "no_agreement",
            "divergent_opinion",
            "bracketed",
            "awaiting_confirmation",
            "changed_since_marked",
            "ad_referendum",
            "except",
        ]
    ]
    qualifier_words: str | None


class AdoptionPreview(BaseModel):
    """What adopting the document now would adopt."""

    state: DocumentState
    seen: str = Field(description=f"Send it with the adoption: {FINGERPRINT}.")
    paragraphs: int
    counts: Counts
    bracketed: int
    unsettled: list[Unsettled]


class StateChange(Input):
    state: DocumentState
    as_amended: bool = Field(default=False, description="With *adopted*: as amended.")
    seen: Hash | None = Field(default=None, description="With *adopted*: what the preview said.")
    reason: Reason | None = Field(default=None, description="Going back takes one.")
