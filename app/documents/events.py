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
