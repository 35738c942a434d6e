"""Where the words of a file come from: the document as it stands, or a frozen revision; with the reader's rights."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import Database, one_view
from app.core.errors import NotFound
from app.documents import policy
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
    if revision is not None:
        raise NotFound("There is no such revision.")
    await one_view(session)
    document = await get_document(session, document_id)
    policy.require(await policy.standing_in(session, actor, document.group_id), Act.READ, document)
    present = await page.pages_of(database).get(session, document_id)
    return Source(present.whole.plain, present.etag)
