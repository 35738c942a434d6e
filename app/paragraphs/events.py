"""What happens to paragraphs and their texts, for the layers above, after the commit."""

from dataclasses import dataclass
from uuid import UUID

from app.documents.events import DocumentChanged

__all__ = ["DocumentChanged", "GatesRaised", "GenerationRaised"]


@dataclass(frozen=True, slots=True)
class GatesRaised:
    """Who may read or write these texts may have changed: ask again, and tell those who are attached (ENGINE E10)."""

    text_ids: tuple[UUID, ...]
    document_id: UUID | None
    reason: str


@dataclass(frozen=True, slots=True)
class GenerationRaised:
    """Earlier copies of the text must not flow back by themselves (ENGINE E11)."""

    text_id: UUID
    generation: int


@dataclass(frozen=True, slots=True)
class Marking:
    """A paragraph of the plenary is being marked: within the transaction, so that others may object.

    `closes`: its words are closed by it. `alternatives_seen`: whoever marks knows that alternatives stand beside it.
    """

    paragraph_id: UUID
    closes: bool
    alternatives_seen: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """Paragraphs are being split or joined, within the transaction: what rests on their texts' history must be placed
    again, and unless the chair or the secretariat does it, others may object (ENGINE E16)."""

    document_id: UUID
    paragraph_ids: tuple[UUID, ...]
    into: UUID  # where what belonged to a joined paragraph goes on; the first half of a split
    by_staff: bool
