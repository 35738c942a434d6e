"""What the demonstration is made of: group.toml, read and checked (no database)."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.amendments.models import AmendmentKind
from app.documents.models import Way
from app.groups.models import OfficeKind, Seat, StakeholderGroup
from app.paragraphs.models import ParagraphKind, ParagraphStatus

FILE = Path(__file__).with_name("group.toml")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DemoMeeting(_Entry):
    """A meeting, placed around the day on which the demonstration is made; the last one is the current one."""

    number: int
    title: str
    place: str
    days_from_today: tuple[int, int]
    stream_url: str | None = None
    recording_url: str | None = None


class DemoDelegation(_Entry):
    name: str
    stakeholders: StakeholderGroup
    seat: Seat = Seat.MEMBER


class DemoPerson(_Entry):
    """Somebody to sign in as; without a role of their own, a delegate or an observer."""

    key: str
    name: str
    role: str | None = None
    office: OfficeKind | None = None
    delegation: str | None = None
    may_act: bool = True


class DemoCategory(_Entry):
    code: str
    title: str
    way: Way


class DemoMark(_Entry):
    status: ParagraphStatus
    meeting: int
    by: str = "chair"  # the key of a person in office


class DemoParagraph(_Entry):
    """A paragraph; `earlier` are the words it was marked on, where they have changed since."""

    category: str
    kind: ParagraphKind
    level: int = 0
    text: str | None = None
    runs: list[dict[str, Any]] | None = None
    earlier: str | None = None
    changed_by: str | None = None
    proposer: str | None = None
    source: str | None = None
    mark: DemoMark | None = None

    @property
    def first_runs(self) -> list[dict[str, Any]]:
        """The words it begins with."""
        return self.runs or [{"insert": self.earlier or self.text or ""}]


class DemoDraft(_Entry):
    """A private draft; the paragraph is the one whose words begin so."""

    person: str
    beside: str
    text: str


class DemoProposal(_Entry):
    """A proposal of a person's delegation on the paragraph whose words begin so; others join it as co-sponsors."""

    person: str
    on: str
    kind: AmendmentKind
    text: str | None = None
    level: int = 0
    rationale: str = ""
    table: bool = True
    sponsors: list[str] = []


class Material(_Entry):
    name: str
    mandate: str
    document: str
    meetings: list[DemoMeeting] = Field(alias="meeting")
    delegations: list[DemoDelegation] = Field(alias="delegation")
    people: list[DemoPerson] = Field(alias="person")
    categories: list[DemoCategory] = Field(alias="category")
    paragraphs: list[DemoParagraph] = Field(alias="paragraph")
    drafts: list[DemoDraft] = Field(alias="draft")
    proposals: list[DemoProposal] = Field(alias="proposal")


def load_material() -> Material:
    """Read group.toml."""
    return Material.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
