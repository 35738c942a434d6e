"""What the room has under discussion now: one paragraph of the document, on every page at once."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import now
from app.core.errors import Conflict, NotFound
from app.core.events import Events
from app.documents import policy
from app.documents import service as documents
from app.documents.events import DocumentChanged
from app.documents.heads import whereabouts
from app.documents.models import Document
from app.groups.policy import refuse
from app.groups.rights import Act
from app.paragraphs import reading
from app.paragraphs.models import Paragraph
from app.paragraphs.service import get_paragraph, lock_with_text
from app.paragraphs.status import IsWithdrawn
from app.texts import service as texts


class NoSitting(Conflict):
    slug = "no-sitting"
    title = "No sitting is open"


async def take_up(session: AsyncSession, actor: Actor, document_id: UUID, paragraph_id: UUID | None) -> dict[str, Any]:
    """Put a paragraph under discussion, or lay down the present one; returns the document's Whereabouts."""
    paragraph: Paragraph | None = None
    if paragraph_id is not None:
        paragraph, _ = await lock_with_text(session, paragraph_id)
        if paragraph.document_id != document_id:
            raise NotFound("There is no such paragraph in this document.")
    document = await documents.lock_document(session, document_id)
    standing = await policy.require_in(session, actor, Act.RUN_SITTING, document)
    if document.sitting_id is None:
        raise NoSitting("A paragraph is discussed in a sitting. Open one first.")
    if document.sitting_suspended:
        raise refuse("suspended")
    if paragraph is not None and paragraph.withdrawn_at is not None:
        raise IsWithdrawn("Restore it before it is discussed.")
    if paragraph_id == document.now_paragraph_id:
        return await whereabouts(session, document)
    if paragraph is None:
        assert document.now_paragraph_id is not None
        paragraph, action = await get_paragraph(session, document.now_paragraph_id), "paragraph.laid_down"
        facts: dict[str, Any] = {}
        _lay_down(document)
    else:
        action, words = "paragraph.taken_up", await texts.words_of(session, paragraph.text_id)
        facts = {"runs": words.runs, "content_hash": words.hash}
        # Whoever was away meanwhile is shown both wordings before anything of theirs is added (ENGINE E13).
        paragraph.changed_at = document.now_since = now()
        document.now_paragraph_id = paragraph.id
    await session.flush()
    facts = {"label": await reading.address_of(session, document, paragraph)} | facts
    await documents.record(session, document, actor, standing, action, subject_id=paragraph.id, facts=facts)
    await documents.announce(session, document, "document.discussing", actor.name, paragraphs=[paragraph.id])
    return await whereabouts(session, document)


def _lay_down(document: Document) -> None:
    document.now_paragraph_id = document.now_since = None


async def _follow(session: AsyncSession, event: DocumentChanged) -> None:
    """A paragraph that is withdrawn (by a proposal, too), or joined to the one before it, is discussed no more."""
    if event.kind not in {"paragraph.withdrawn", "paragraph.joined", "proposal.changed", "breakout.endorsed"}:
        return
    document = await documents.get_document(session, event.document_id)
    if document.now_paragraph_id not in event.paragraphs:
        return
    present = [id_ for id_ in event.paragraphs if (await get_paragraph(session, id_)).withdrawn_at is None]
    if document.now_paragraph_id in present:
        return
    if present:
        document.now_paragraph_id = present[0]
    else:
        _lay_down(document)
    await session.flush()


def install(events: Events) -> None:
    """Let the discussion follow what happens to its paragraph."""
    events.within(DocumentChanged, _follow)
