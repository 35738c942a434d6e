"""Stances: a delegation supports a paragraph, can live with it, or objects; to the chair or to all, as it chooses.

They are offered and never demanded, and nowhere are they added up. Each line of the history stays. What was said to
the chair only, the chair's desk and the delegation itself see, and nobody else learns that there is anything.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import events_of, now
from app.core.ids import uuid7
from app.documents import policy
from app.documents import service as documents
from app.documents.events import Nudge
from app.documents.models import Document
from app.groups.rights import STAFF, Act, Standing, TextKind
from app.opinions.models import SeenBy, Stance, StanceKind
from app.opinions.schemas import StanceWrite
from app.paragraphs.models import Paragraph
from app.paragraphs.service import get_paragraph
from app.texts import service as texts

STANCES = "stances"
_EARLIER = timedelta(microseconds=1)


async def stances_in(session: AsyncSession, actor: Actor | None, document_id: UUID) -> list[dict[str, Any]]:
    """The stances that delegations have now, as far as this reader sees them, by name."""
    document = await documents.get_document(session, document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    policy.require(standing, Act.READ, document)
    here = select(Stance).where(Stance.document_id == document_id).order_by(Stance.at, Stance.id)
    seen = visible((await session.scalars(here)).all(), standing)
    newest: dict[tuple[UUID, UUID], Stance] = {(one.paragraph_id, _whose(one)): one for one in seen}
    present = [one for one in newest.values() if one.kind is not StanceKind.NONE]
    return await _shown(session, sorted(present, key=lambda one: (one.name, one.at)), standing)


async def history_of(session: AsyncSession, actor: Actor | None, paragraph_id: UUID) -> list[dict[str, Any]]:
    """What was said of one paragraph over time, as far as this reader sees it, newest first."""
    paragraph = await get_paragraph(session, paragraph_id)
    document = await documents.get_document(session, paragraph.document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    policy.require(standing, Act.READ, document)
    of_it = select(Stance).where(Stance.paragraph_id == paragraph_id).order_by(Stance.at.desc(), Stance.id.desc())
    return await _shown(session, visible((await session.scalars(of_it)).all(), standing), standing)


async def take(session: AsyncSession, actor: Actor, paragraph_id: UUID, given: StanceWrite) -> dict[str, Any]:
    """Take a stance for one's delegation, give its reason, or take it back; again is the same.

    It counts for the words that the person saw, even if they have moved on meanwhile: an objection is never lost.
    """
    paragraph = await get_paragraph(session, paragraph_id)
    document = await documents.lock_document(session, paragraph.document_id)
    withdrawn = paragraph.withdrawn_at is not None
    standing = await policy.require_in(
        session, actor, Act.TAKE_STANCE, document, kind=TextKind.PARAGRAPH, withdrawn=withdrawn
    )
    before = await _newest(session, paragraph_id, standing)
    stance = Stance(
        id=uuid7(),
        document_id=document.id,
        paragraph_id=paragraph_id,
        delegation_id=standing.delegation_id,
        person_id=actor.person_id,
        name=standing.delegation_name or actor.name,
        kind=given.kind,
        seen_by=given.seen_by,
        reason=given.reason if given.kind is not StanceKind.NONE else "",
        words_hash=given.content_hash,
        at=now(),
    )
    if stance.kind is StanceKind.NONE:
        if before is None:
            return (await _shown(session, [stance], standing))[0]
        stance.seen_by = before.seen_by  # who saw it sees that it is taken back
    if before is not None and _said(before) == _said(stance):
        return (await _shown(session, [before], standing))[0]
    told_all = stance.seen_by is SeenBy.ALL
    if before is not None and before.seen_by is SeenBy.ALL and not told_all and before.kind is not StanceKind.NONE:
        # What all have seen is taken back before their eyes; what is said to the chair instead they do not see.
        session.add(_taken_back(before, stance))
        told_all = True
    session.add(stance)
    await session.flush()
    await _tell(session, document, standing, stance, to_all=told_all)
    return (await _shown(session, [stance], standing))[0]


def visible(stances: Iterable[Stance], standing: Standing | None) -> list[Stance]:
    """Those that somebody may see: said to all, one's own, and everything at the chair's desk."""
    at_the_desk = standing is not None and bool(standing.offices & STAFF)
    return [one for one in stances if at_the_desk or one.seen_by is SeenBy.ALL or _is_of(one, standing)]


def _is_of(stance: Stance, standing: Standing | None) -> bool:
    if standing is None or not standing.belongs:
        return False
    if stance.delegation_id is not None:
        return stance.delegation_id == standing.delegation_id
    return stance.person_id == standing.person_id


def _whose(stance: Stance) -> UUID:
    return stance.delegation_id or stance.person_id


def _said(stance: Stance) -> tuple[StanceKind, SeenBy, str, str]:
    words = stance.words_hash if stance.kind is not StanceKind.NONE else ""
    return stance.kind, stance.seen_by, stance.reason, words


def _taken_back(before: Stance, by: Stance) -> Stance:
    return Stance(
        document_id=by.document_id,
        paragraph_id=by.paragraph_id,
        delegation_id=by.delegation_id,
        person_id=by.person_id,
        name=by.name,
        kind=StanceKind.NONE,
        seen_by=SeenBy.ALL,
        reason="",
        words_hash=before.words_hash,
        at=by.at - _EARLIER,
    )


async def _newest(session: AsyncSession, paragraph_id: UUID, standing: Standing) -> Stance | None:
    """The delegation's newest line about the paragraph; the document is locked."""
    mine = select(Stance).where(Stance.paragraph_id == paragraph_id)
    if standing.delegation_id is not None:
        mine = mine.where(Stance.delegation_id == standing.delegation_id)
    else:
        mine = mine.where(Stance.delegation_id.is_(None), Stance.person_id == standing.person_id)
    return (await session.scalars(mine.order_by(Stance.at.desc(), Stance.id.desc()).limit(1))).first()


async def _tell(session: AsyncSession, document: Document, standing: Standing, stance: Stance, *, to_all: bool) -> None:
    if to_all:
        await documents.announce(session, document, "stance.changed", stance.name, subjects=[stance.paragraph_id])
    if not to_all or stance.seen_by is SeenBy.CHAIR:
        mine = standing.delegation_id
        await events_of(session).announce(
            session,
            Nudge(
                document.id,
                STANCES,
                stance.paragraph_id,
                people=frozenset({standing.person_id}),
                delegations=frozenset({mine}) if mine else frozenset(),
                offices=True,
            ),
        )


async def _shown(session: AsyncSession, stances: Sequence[Stance], standing: Standing | None) -> list[dict[str, Any]]:
    about = {one.paragraph_id for one in stances}
    rows = (await session.execute(select(Paragraph.id, Paragraph.text_id).where(Paragraph.id.in_(about)))).all()
    words = await texts.words_of_many(session, [row.text_id for row in rows])
    present = {row.id: words[row.text_id].hash for row in rows}
    return [
        {
            "id": one.id,
            "paragraph": one.paragraph_id,
            "delegation": one.delegation_id,
            "person": None if one.delegation_id else one.person_id,
            "name": one.name,
            "kind": one.kind,
            "seen_by": one.seen_by,
            "reason": one.reason,
            "on_present_words": one.words_hash == present[one.paragraph_id],
            "at": one.at,
            "mine": _is_of(one, standing),
        }
        for one in stances
    ]
