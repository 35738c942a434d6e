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
