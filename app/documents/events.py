"""What happens to documents, for the layers above: in the transaction, and after its commit."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from app.documents.models import Way

Kind = Literal[
    "paragraph.marked",
    "paragraph.added",
    "paragraph.moved",
    "paragraph.changed",
    "paragraph.withdrawn",
    "paragraph.restored",
    "paragraph.split",
    "paragraph.joined",
    "category.changed",
    "document.changed",
    "document.discussing",
    "proposal.changed",
    "alternative.changed",
    "opinion.changed",
    "stance.changed",
    "breakout.changed",
    "breakout.endorsed",
    "sitting.changed",
]


@dataclass(frozen=True, slots=True)
class DocumentChanged:
    """The numbered event of a document; `paragraphs.reading.read_changes` says what clients are told."""

    document_id: UUID
    number: int
    kind: Kind
    by: str
    paragraphs: tuple[UUID, ...] = ()
    categories: tuple[UUID, ...] = ()
    subjects: tuple[UUID, ...] = ()  # proposals, alternatives, opinions or breakout groups that changed


@dataclass(frozen=True, slots=True)
class Nudge:
    """Something changed that only these people see: their pages ask anew. It has no number and is not kept."""

    document_id: UUID
    about: str  # "proposals", "opinions", "stances", …
    subject_id: UUID
    people: frozenset[UUID] = frozenset()
    delegations: frozenset[UUID] = frozenset()
    offices: bool = False  # also the chair, vice-chairs and secretariat


@dataclass(frozen=True, slots=True)
class WayChanged:
    """A category's words change in another way from now on; the gates of its texts rise in the same transaction."""

    document_id: UUID
    category_id: UUID
    way: Way


@dataclass(frozen=True, slots=True)
class AudienceChanged:
    """Other people than before may see the document; `widened`: more of them."""

    document_id: UUID
    widened: bool = True
