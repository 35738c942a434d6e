"""Links by which screens in the room show the wall without anybody signed in there."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.secrets import new_secret, secret_hash
from app.core.actor import Actor
from app.core.database import Database, now
from app.core.errors import NotFound
from app.documents import policy
from app.documents import service as documents
from app.documents.models import DisplayLink, Document
from app.groups.rights import Act

SEEN_EVERY = timedelta(seconds=30)  # a screen asks every second; that it did is written down less often


async def make(session: AsyncSession, actor: Actor, document_id: UUID, name: str) -> tuple[DisplayLink, str]:
    """A new link and its secret, which is not kept."""
    document = await documents.lock_document(session, document_id)
    standing = await policy.require_in(session, actor, Act.RUN_SITTING, document)
    secret = new_secret()
    display = DisplayLink(
        document_id=document_id, name=name, secret_hash=secret_hash(secret), created_by=actor.person_id
    )
    session.add(display)
    await session.flush()
    await documents.record(
        session, document, actor, standing, "display.made", subject_id=display.id, facts={"name": name}
    )
    return display, secret


async def displays_of(session: AsyncSession, actor: Actor, document_id: UUID) -> Sequence[DisplayLink]:
    """The links that work now, oldest first."""
    document = await documents.get_document(session, document_id)
    await policy.require_in(session, actor, Act.RUN_SITTING, document)
    wanted = select(DisplayLink).where(DisplayLink.document_id == document_id, DisplayLink.revoked_at.is_(None))
    return (await session.scalars(wanted.order_by(DisplayLink.created_at))).all()


async def revoke(session: AsyncSession, actor: Actor, display_id: UUID) -> None:
    """Let a link show nothing any more; again is the same."""
    display = await session.get(DisplayLink, display_id)
    if display is None:
        raise NotFound("There is no such screen.")
    document = await documents.lock_document(session, display.document_id)
    standing = await policy.require_in(session, actor, Act.RUN_SITTING, document)
    if display.revoked_at is not None:
        return
    display.revoked_at = now()
    await session.flush()
    await documents.record(
        session, document, actor, standing, "display.revoked", subject_id=display.id, facts={"name": display.name}
    )


async def document_behind(session: AsyncSession, database: Database, secret: str) -> Document:
    """The document that a screen shows, whoever may see that document otherwise; raises NotFound."""
    found = select(DisplayLink).where(DisplayLink.secret_hash == secret_hash(secret), DisplayLink.revoked_at.is_(None))
    display = (await session.scalars(found)).one_or_none()
    if display is None:
        raise NotFound("This link shows nothing any more. Ask the secretariat for a new one.")
    document = await documents.get_document(session, display.document_id)
    if display.last_seen_at is None or now() - display.last_seen_at > SEEN_EVERY:
        async with database.writing() as writing:
            seen = update(DisplayLink).where(DisplayLink.id == display.id)
            await writing.execute(seen.values(last_seen_at=now()))
    return document
