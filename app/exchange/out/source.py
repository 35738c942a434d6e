"""Where the words of a file come from: the document as it stands, or a frozen revision; with the reader's rights."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import Database, one_view
from app.documents import policy
from app.documents.models import Audience, Revision
from app.documents.service import get_document
from app.exchange.out.beside import NOTHING, Beside, read_beside
from app.exchange.out.outline import FrozenAs
from app.groups.rights import Act
from app.paragraphs import page
from app.revisions import revisions


@dataclass(frozen=True, slots=True)
class Source:
    """A page state as JSON, and its name."""

    state: bytes
    etag: str
    revision: FrozenAs | None = None
    beside: Beside = NOTHING  # of the document as it stands; a revision is its paragraphs


async def read_source(
    session: AsyncSession, database: Database, actor: Actor | None, document_id: UUID, revision: int | None
) -> Source:
    """What this reader may take out; raises NotFound, Forbidden, Unauthorized."""
    await one_view(session)
    if revision is not None:
        seen = await revisions.read_revision(session, actor, document_id, revision)
        return _frozen(seen.revision, seen.seen_by)
    document = await get_document(session, document_id)
    policy.require(await policy.standing_in(session, actor, document.group_id), Act.READ, document)
    return await live_state(session, database, document_id)


async def live_state(session: AsyncSession, database: Database, document_id: UUID) -> Source:
    """The document as it stands, asked of nobody's rights."""
    present = await page.pages_of(database).get(session, document_id)
    beside = await read_beside(session, document_id)
    return Source(present.whole.plain, f"{present.etag} {beside.fingerprint}", beside=beside)


async def revision_state(session: AsyncSession, document_id: UUID, number: int) -> Source | None:
    """A frozen revision, asked of nobody's rights."""
    found = await session.scalar(select(Revision).where(Revision.document_id == document_id, Revision.number == number))
    return _frozen(found, None) if found else None


def _frozen(found: Revision, seen_by: Audience | None) -> Source:
    frozen = FrozenAs(found.number, found.title, found.frozen_at, found.adopted, found.fingerprint, seen_by)
    return Source(revisions.content_of(found), f"{found.fingerprint} {seen_by}", frozen)
