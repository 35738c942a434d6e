"""Where the words of a file come from: the document as it stands, or a frozen revision; with the reader's rights."""

import zlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import Database, one_view
from app.core.errors import NotFound
from app.documents import policy
from app.documents.models import Revision
from app.documents.service import get_document
from app.exchange.out.outline import FrozenAs
from app.groups.rights import Act
from app.paragraphs import page


@dataclass(frozen=True, slots=True)
class Source:
    """A page state as JSON, and its name."""

    state: bytes
    etag: str
    revision: FrozenAs | None = None


async def read_source(
    session: AsyncSession, database: Database, actor: Actor | None, document_id: UUID, revision: int | None
) -> Source:
    """What this reader may take out; raises NotFound, Forbidden, Unauthorized."""
    await one_view(session)
    document = await get_document(session, document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    if revision is not None:
        raise NotFound("There is no such revision.")
    policy.require(standing, Act.READ, document)
    return await live_state(session, database, document_id)


async def live_state(session: AsyncSession, database: Database, document_id: UUID) -> Source:
    """The document as it stands, asked of nobody's rights."""
    present = await page.pages_of(database).get(session, document_id)
    return Source(present.whole.plain, present.etag)


async def revision_state(session: AsyncSession, document_id: UUID, number: int) -> Source | None:
    """A frozen revision, asked of nobody's rights."""
    found = await session.scalar(select(Revision).where(Revision.document_id == document_id, Revision.number == number))
    if found is None:
        return None
    frozen = FrozenAs(found.number, found.title, found.frozen_at, found.adopted)
    return Source(zlib.decompress(found.content), found.fingerprint, frozen)
