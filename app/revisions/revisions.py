"""Freezing the document as Rev.n, and who may see what was frozen.

A revision is the whole page state as canonical JSON, under its SHA-256, for ever. Until it is released it is for the
bureau; releases widen that at a time, and may be taken back.
"""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import now
from app.core.errors import NotFound, Unauthorized
from app.core.ids import uuid7
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Audience, Document, Release, Revision
from app.groups.policy import refuse
from app.groups.rights import Act, Standing, Subject, decide
from app.ledger.lines import canonical, moment
from app.paragraphs import page
from app.paragraphs.models import Paragraph
from app.texts.models import Text

AUDIENCES = list(Audience)


@dataclass(frozen=True, slots=True)
class Seen:
    """A revision as somebody finds it at one moment."""

    revision: Revision
    releases: Sequence[Release]
    seen_by: Audience
    may_read: bool
    opens_at: datetime | None
    bureau: bool


async def hold_still(session: AsyncSession, document_id: UUID) -> tuple[Sequence[Text], Sequence[Paragraph], Document]:
    """Lock a document with all its texts and paragraphs: until the commit no word and no mark in it changes."""
    of_paragraphs = select(Paragraph.text_id).where(Paragraph.document_id == document_id)
    locked = select(Text).where(Text.id.in_(of_paragraphs)).order_by(Text.id).with_for_update()
    fresh = {"populate_existing": True}
    texts = (await session.scalars(locked.execution_options(**fresh))).all()
    rows = select(Paragraph).where(Paragraph.document_id == document_id)
    rows = rows.order_by(Paragraph.id).with_for_update(key_share=True)
    paragraphs = (await session.scalars(rows.execution_options(**fresh))).all()
    return texts, paragraphs, await documents.lock_document(session, document_id)


async def freeze(session: AsyncSession, actor: Actor, document_id: UUID, title: str) -> Seen:
    """Freeze the document as its next revision, for the bureau until it is released."""
    document = await documents.get_document(session, document_id)
    standing = await policy.require_in(session, actor, Act.RELEASE, document)
    _, _, document = await hold_still(session, document_id)
    revision = await freeze_held(session, actor, standing, document, title)
    await documents.announce(session, document, "document.changed", actor.name)
    return await _seen(session, revision, [], standing, document)


async def freeze_held(
    session: AsyncSession, actor: Actor, standing: Standing, document: Document, title: str, *, adopted: bool = False
) -> Revision:
    """The same for a document that is held still."""
    await session.flush()
    content = canonical(orjson.loads(await page.build(session, document.id))).encode()
    fingerprint = hashlib.sha256(content).hexdigest()
    last = select(func.max(Revision.number)).where(Revision.document_id == document.id)
    number = (await session.scalar(last) or 0) + 1
    paragraphs = sum(not one["withdrawn"] for one in orjson.loads(content)["paragraphs"])
    meeting = await documents.current_meeting(session, document.group_id)
    id_ = uuid7()
    # What is frozen is on record before its row is written, which nothing can change afterwards.
    decision = await documents.record(
        session,
        document,
        actor,
        standing,
        "revision.frozen",
        subject_id=id_,
        facts={
            "number": number,
            "title": title,
            "adopted": adopted,
            "revision_fingerprint": fingerprint,
            "paragraphs": paragraphs,
        },
        meeting=meeting,
    )
    revision = Revision(
        id=id_,
        document_id=document.id,
        number=number,
        title=title,
        adopted=adopted,
        content=zlib.compress(content, 9),
        fingerprint=fingerprint,
        paragraphs=paragraphs,
        meeting_number=meeting.number if meeting else None,
        decision_number=decision.number,
        frozen_at=now(),
        frozen_by=actor.name,
    )
    session.add(revision)
    await session.flush()
    return revision


def content_of(revision: Revision) -> bytes:
    """The canonical JSON that the fingerprint was computed of."""
    return zlib.decompress(revision.content)


async def revisions_of(session: AsyncSession, actor: Actor | None, document_id: UUID) -> list[Seen]:
    """A document's revisions, the newest first.

    Who may read the live document sees that each is there; others see those that are released to them. If there is
    nothing to see at all, this raises what reading the document would.
    """
    document = await documents.get_document(session, document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    found = await session.scalars(
        select(Revision).where(Revision.document_id == document_id).order_by(Revision.number.desc())
    )
    revisions = found.all()
    releases = await _releases(session, [one.id for one in revisions])
    seen = [await _seen(session, one, releases.get(one.id, []), standing, document) for one in revisions]
    if decide(standing, Act.READ, policy.subject_of(document)).allowed:
        return seen
    readable = [one for one in seen if one.may_read]
    if not readable:
        policy.require(standing, Act.READ, document)
    return readable


async def read_revision(session: AsyncSession, actor: Actor | None, document_id: UUID, number: int) -> Seen:
    """One revision; raises NotFound, or Forbidden with `opens_at` if it will be released to this person later."""
    document = await documents.get_document(session, document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    found = select(Revision).where(Revision.document_id == document_id, Revision.number == number)
    revision = (await session.scalars(found)).one_or_none()
    if revision is None:
        # Who may see neither this document nor its revisions is not told how many there are.
        policy.require(standing, Act.READ, document)
        raise NotFound(f"There is no Rev.{number} of this document.")
    releases = (await _releases(session, [revision.id])).get(revision.id, [])
    seen = await _seen(session, revision, releases, standing, document)
    if not seen.may_read:
        verdict = decide(standing, Act.READ, Subject(document.group_id, audience=seen.seen_by))
        if verdict.why == "sign-in":
            raise Unauthorized("Sign in first.")
        problem = refuse("not-released" if verdict.why == "audience" else verdict.why)
        problem.extra |= {"opens_at": moment(seen.opens_at) if seen.opens_at else None, "revision": number}
        raise problem
    return seen


async def _releases(session: AsyncSession, revision_ids: Sequence[UUID]) -> dict[UUID, list[Release]]:
    found = select(Release).where(Release.revision_id.in_(revision_ids)).order_by(Release.released_at, Release.id)
    releases: dict[UUID, list[Release]] = {}
    for one in (await session.scalars(found)).all():
        releases.setdefault(one.revision_id, []).append(one)
    return releases


def audience_at(releases: Sequence[Release], at: datetime) -> Audience:
    """Who may see a revision at a moment: the widest of the releases that count by then."""
    open_to = [one.audience for one in releases if one.withdrawn_at is None and one.from_time <= at]
    return max(open_to, key=AUDIENCES.index, default=Audience.BUREAU)


async def _seen(
    session: AsyncSession,
    revision: Revision,
    releases: Sequence[Release],
    standing: Standing | None,
    document: Document,
) -> Seen:
    def readable_by(audience: Audience) -> bool:
        return decide(standing, Act.READ, Subject(document.group_id, audience=audience)).allowed

    at = now()
    seen_by = audience_at(releases, at)
    may_read = readable_by(seen_by)
    to_come = [
        one.from_time
        for one in releases
        if one.withdrawn_at is None and one.from_time > at and readable_by(one.audience)
    ]
    bureau = bool(standing and standing.group_id == document.group_id and standing.offices)
    shown = [one for one in releases if bureau or one.withdrawn_at is None]
    return Seen(revision, shown, seen_by, may_read, None if may_read else min(to_come, default=None), bureau)


def head_of(seen: Seen) -> dict[str, Any]:
    """A revision as RevisionHead, of plain values that any JSON writer takes."""
    revision = seen.revision
    return {
        "number": revision.number,
        "title": revision.title,
        "adopted": revision.adopted,
        "fingerprint": revision.fingerprint,
        "paragraphs": revision.paragraphs,
        "meeting": revision.meeting_number,
        "decision_number": revision.decision_number,
        "frozen_at": revision.frozen_at,
        "frozen_by": revision.frozen_by,
        "seen_by": seen.seen_by,
        "may_read": seen.may_read,
        "opens_at": seen.opens_at,
        "releases": [release_json(one) for one in seen.releases],
    }


def release_json(release: Release) -> dict[str, Any]:
    """A release as ReleaseRead."""
    return {
        "id": str(release.id),
        "audience": release.audience,
        "from_time": release.from_time,
        "released_at": release.released_at,
        "released_by": release.released_by,
        "withdrawn_at": release.withdrawn_at,
    }
