"""Releasing a revision to an audience from a moment on, and taking that back; both are on record."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import now
from app.core.errors import Conflict, NotFound
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Audience, Release, Revision
from app.groups.rights import Act
from app.ledger.lines import moment
from app.revisions.schemas import ReleaseCreate


class AlreadyReleased(Conflict):
    slug = "already-released"
    title = "It is released to them already"


async def release(session: AsyncSession, actor: Actor, document_id: UUID, number: int, given: ReleaseCreate) -> Release:
    """Let an audience see a revision, now or from a time to come; a time gone by is now."""
    document = await documents.lock_document(session, document_id)
    standing = await policy.require_in(session, actor, Act.RELEASE, document)
    found = select(Revision).where(Revision.document_id == document_id, Revision.number == number)
    revision = (await session.scalars(found)).one_or_none()
    if revision is None:
        raise NotFound(f"There is no Rev.{number} of this document.")
    at = now()
    from_time = max(given.from_time, at) if given.from_time else at
    if given.audience is Audience.BUREAU:
        raise AlreadyReleased("The bureau sees every revision from the beginning.")
    there = await session.scalars(
        select(Release).where(Release.revision_id == revision.id, Release.withdrawn_at.is_(None))
    )
    wider = list(Audience).index(given.audience)
    if any(list(Audience).index(one.audience) >= wider and one.from_time <= from_time for one in there.all()):
        raise AlreadyReleased("A release to them, or to more people, holds by then. Take that back first.")
    released = Release(
        revision_id=revision.id,
        audience=given.audience,
        from_time=from_time,
        released_at=at,
        released_by=actor.name,
    )
    session.add(released)
    await session.flush()
    facts = {
        "number": number,
        "audience": given.audience.value,
        "from_time": moment(from_time),
        "revision_fingerprint": revision.fingerprint,
        "release": str(released.id),
    }
    await documents.record(session, document, actor, standing, "revision.released", subject_id=revision.id, facts=facts)
    await documents.announce(session, document, "document.changed", actor.name)
    return released


async def take_back(session: AsyncSession, actor: Actor, release_id: UUID) -> None:
    """Let a release not count any more; who has read the revision by it has read it. Again is the same."""
    present = await session.get(Release, release_id)
    if present is None:
        raise NotFound("There is no such release.")
    revision = await session.get_one(Revision, present.revision_id)
    document = await documents.lock_document(session, revision.document_id)
    standing = await policy.require_in(session, actor, Act.RELEASE, document)
    await session.refresh(present)
    if present.withdrawn_at is not None:
        return
    present.withdrawn_at = now()
    await session.flush()
    facts = {
        "number": revision.number,
        "audience": present.audience.value,
        "from_time": moment(present.from_time),
        "release": str(present.id),
    }
    await documents.record(
        session, document, actor, standing, "revision.release_taken_back", subject_id=revision.id, facts=facts
    )
    await documents.announce(session, document, "document.changed", actor.name)
