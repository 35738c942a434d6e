"""The history of words, as HTTP shows it."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.paragraphs.models import ParagraphKind, ParagraphStatus
from app.paragraphs.schemas import WordsThen
from app.texts.schemas import Change, Run

MOMENT = "The words of one moment: a paragraph's id, a point, and the seq of its text; “now” is the present."


class By(BaseModel):
    """Who entered words, and the delegation they sat for then; a proposal's sponsors are names alone."""

    name: str
    delegation: str | None = None


class ProposalHead(BaseModel):
    id: UUID
    number: int | None
    proposer: str
    basis: str
    kind: str


class GroupHead(BaseModel):
    id: UUID
    kind: str
    number: int
    name: str


class Elsewhere(BaseModel):
    """Another paragraph that an entry is about."""

    paragraph: UUID
    address: str


class HistoryEntry(BaseModel):
    """A stretch of changes to the words, something that was done, or words that came in by what was done."""

    id: str
    kind: str = Field(
        description="words, shut (changed while a sitting did not admit you), begun; or what was done: added, marked, "
        "confirmed, moved, changed, withdrawn, restored, split, split_off, joined, joined_into, taken_up, proposed, "
        "accepted, accepted_in_part, not_accepted, alternative_kept, alternative_made_text, alternative_combined, "
        "alternative_dropped, endorsed, endorsed_amended."
    )
    at: datetime
    until: datetime
    by: list[By] = Field(description="Nobody where names are not shown.")
    for_: str | None = Field(alias="for", description="The delegation, if all that typed sat for one.")
    office: str | None
    on_word_of: str | None
    paragraph: UUID = Field(description="Whose text it was: before a split, the paragraph that was split.")
    seq_before: int | None
    seq: int | None
    before: str | None = Field(description=MOMENT)
    after: str | None = Field(description=MOMENT)
    words: str | None = Field(description="As they then were; null where they did not change, or are very long.")
    changes: list[Change] | None
    added: int = Field(description="Characters.")
    removed: int
    decision: int | None = Field(description="The number of the line in the record of decisions.")
    status: ParagraphStatus | None
    qualifier: str | None
    note: str | None
    proposal: ProposalHead | None
    breakout: GroupHead | None
    other: Elsewhere | None


class HistorySitting(BaseModel):
    number: int
    meeting: int


class HistoryMeeting(BaseModel):
    number: int
    title: str


class HistoryGroup(BaseModel):
    """Entries of one sitting, or of one day (UTC) between sittings."""

    key: str
    sitting: HistorySitting | None
    meeting: HistoryMeeting | None
    day: date
    from_: datetime = Field(alias="from")
    to: datetime
    entries: list[HistoryEntry] = Field(description="The newest first.")


class Copied(BaseModel):
    """In a breakout group's text: the paragraph of the plenary's that it began as."""

    document: UUID
    paragraph: UUID


class Origin(BaseModel):
    """Where a paragraph came from."""

    source: str | None
    proposer: str | None
    proposal: ProposalHead | None = Field(description="The accepted proposal that added it.")
    breakout: GroupHead | None = Field(description="The breakout group that it came from.")
    split_from: Elsewhere | None
    copied_from: Copied | None
    imported: bool = Field(description="It came with a document that was brought in.")
    created_at: datetime


class HistoryRead(BaseModel):
    """The words of a paragraph through time, the newest first."""

    groups: list[HistoryGroup]
    next: int | None = Field(description="Give it as `before` for what is older; null when there is nothing.")
    total: int
    present: str = Field(description=MOMENT)
    origin: Origin


class MomentRead(WordsThen):
    """The words at one moment. What was shut to you is shown as it was at its end."""

    moment: str
    at: datetime | None = Field(description="When they became so; null before there were any.")


class MomentsCompared(BaseModel):
    before: MomentRead
    after: MomentRead
    changes: list[Change]


class RunsRead(BaseModel):
    runs: list[Run]
    words: str
    content_hash: str


class Done(BaseModel):
    """Something that was done about a paragraph since."""

    kind: str
    at: datetime
    by: list[By]
    office: str | None
    on_word_of: str | None
    decision: int | None
    status: ParagraphStatus | None
    qualifier: str | None
    note: str | None
    proposal: ProposalHead | None
    breakout: GroupHead | None


class ParagraphChanged(BaseModel):
    """A paragraph with other words than then, or about which something was done since."""

    paragraph: UUID
    address: str
    category: UUID
    level: int
    kind: ParagraphKind
    what: Literal["added", "changed", "removed", "done"]
    status: ParagraphStatus
    before: RunsRead | None = Field(description="Null if it was not there.")
    now: RunsRead | None = Field(description="Null if it is withdrawn.")
    changes: list[Change]
    by: list[By] = Field(description="Who typed since, as far as it shows.")
    shut: bool = Field(description="Some of it was changed while a sitting did not admit you.")
    acts: list[Done]


class CategoryName(BaseModel):
    id: UUID
    code: str
    title: str


class ChangesRead(BaseModel):
    """What changed in a document since a moment, in reading order."""

    since: datetime
    revision: int | None
    meeting: HistoryMeeting | None
    at: datetime
    categories: list[CategoryName] = Field(description="All of the document's, in order.")
    paragraphs: list[ParagraphChanged]
