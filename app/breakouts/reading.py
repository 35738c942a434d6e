"""Breakout groups as readers see them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.breakouts import openness, participants
from app.breakouts.counting import NOTHING, counts_of
from app.breakouts.models import Breakout, BreakoutState
from app.core.actor import Actor
from app.core.errors import NotFound
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Category, Document
from app.groups.rights import Act, Standing, decide
from app.paragraphs import reading as paragraphs_reading
from app.paragraphs.access import open_paragraph
from app.paragraphs.models import Paragraph

_WORKING = frozenset({BreakoutState.WORKING, BreakoutState.RETURNED})


async def get_breakout(session: AsyncSession, breakout_id: UUID) -> Breakout:
    """The breakout group; raises NotFound."""
    breakout = await session.get(Breakout, breakout_id)
    if breakout is None:
        raise NotFound("There is no such breakout group.")
    return breakout


async def breakouts_of(session: AsyncSession, actor: Actor | None, document_id: UUID) -> list[dict[str, Any]]:
    """The groups that were set up in a document, in the order in which they were."""
    document = await documents.get_document(session, document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    policy.require(standing, Act.READ, document)
    if document.copy_of is not None:
        return []
    rows = select(Breakout).where(Breakout.document_id == document_id).order_by(Breakout.created_at, Breakout.id)
    return await _read(session, standing, document, (await session.scalars(rows)).all())


async def breakout_of_copy(session: AsyncSession, actor: Actor | None, copy_id: UUID) -> dict[str, Any]:
    """The group whose text that document is."""
    await documents.get_document(session, copy_id)
    breakout = (await session.scalars(select(Breakout).where(Breakout.copy_id == copy_id))).one_or_none()
    if breakout is None:
        raise NotFound("This document is not a breakout group's text.")
    return await read_for(session, actor, breakout)


async def read_for(
    session: AsyncSession, actor: Actor | None, breakout: Breakout, counts: dict[str, Any] | None = None
) -> dict[str, Any]:
    """BreakoutRead, for whoever may read the plenary's document or the group's text; with counts that are known."""
    document = await documents.get_document(session, breakout.document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    copy = await documents.get_document(session, breakout.copy_id)
    if not decide(standing, Act.READ, policy.subject_of(copy)).allowed:
        policy.require(standing, Act.READ, document)
    return (await _read(session, standing, document, [breakout], {breakout.id: counts} if counts else None))[0]


async def read_breakout(session: AsyncSession, actor: Actor, breakout: Breakout) -> dict[str, Any]:
    """BreakoutRead, for whoever has just done something with it."""
    document = await documents.get_document(session, breakout.document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    return (await _read(session, standing, document, [breakout]))[0]


async def _read(
    session: AsyncSession,
    standing: Standing | None,
    document: Document,
    breakouts: Sequence[Breakout],
    counts: dict[UUID, dict[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    if not breakouts:
        return []
    rows = await session.scalars(select(Document).where(Document.id.in_([one.copy_id for one in breakouts])))
    copies = {copy.id: copy for copy in rows}
    taking_part = await participants.read_participants(session, [one.id for one in breakouts])
    given = await _given(session, document, breakouts)
    may = {one.id: _may(standing, document, copies[one.copy_id], one) for one in breakouts}
    counts = counts or await counts_of(session, [one for one in breakouts if may[one.id]["read"]])
    shown = []
    for one in breakouts:
        copy = copies[one.copy_id]
        # What it reports is for those who may read its text.
        readable = may[one.id]["read"]
        shown.append(
            {
                "id": one.id,
                "document": one.document_id,
                "copy": one.copy_id,
                "kind": one.kind,
                "number": one.number,
                "name": one.name,
                "task": one.task,
                "openness": one.openness,
                "opened_to": one.opened_to,
                "unattributed": copy.unattributed,
                "due_day": one.due_day,
                "state": one.state,
                "given": given[one.id],
                "participants": taking_part[one.id],
                "report": one.report if readable else "",
                "reported_at": one.reported_at,
                "reported_by": one.reported_by if readable else None,
                "return_note": one.return_note if readable else None,
                "concluded_at": one.concluded_at,
                "counts": counts.get(one.id, NOTHING),
                "mine": policy.takes_part(standing, copy),
                "may": may[one.id],
            }
        )
    return shown


def _may(standing: Standing | None, document: Document, copy: Document, breakout: Breakout) -> dict[str, bool]:
    text = policy.subject_of(copy)
    plenary = policy.subject_of(document)
    open_ = open_paragraph(text)
    working = breakout.state in _WORKING

    def may(act: Act, subject: Any) -> bool:
        return decide(standing, act, subject).allowed

    opened = openness.wider(breakout.openness, breakout.opened_to)
    widest = openness.all_of(document.audience)
    return {
        "read": may(Act.READ, text),
        "work": may(Act.WRITE_WORDS, open_),
        "convene": may(Act.MARK, open_),
        "manage": may(Act.SET_UP_BREAKOUT, plenary) and breakout.state is not BreakoutState.CONCLUDED,
        "report": may(Act.REPORT, text) and working,
        "open": may(Act.REPORT, text) and working and openness.wider(opened, widest) is not opened,
        "endorse": breakout.state is BreakoutState.REPORTED
        and (may(Act.ENDORSE, plenary) or may(Act.ENDORSE_ON_WORD, plenary)),
    }


async def _given(
    session: AsyncSession, document: Document, breakouts: Sequence[Breakout]
) -> dict[UUID, dict[str, Any]]:
    """What each was given, as it is called now."""
    wanted = {UUID(id_) for one in breakouts for id_ in one.given["paragraphs"]}
    labels: dict[UUID, Any] = {}
    if wanted:
        of = set(await session.scalars(select(Paragraph.category_id).where(Paragraph.id.in_(wanted))))
        labels = await paragraphs_reading.labels_in(session, document, of)
    ids = {UUID(id_) for one in breakouts for id_ in one.given["categories"]}
    named = {one.id: one for one in await session.scalars(select(Category).where(Category.id.in_(ids)))} if ids else {}
    return {
        one.id: {
            "categories": [
                {"id": category.id, "code": category.code, "title": category.title}
                for id_ in one.given["categories"]
                if (category := named.get(UUID(id_))) is not None
            ],
            "paragraphs": [
                {"id": UUID(id_), "address": labels[UUID(id_)][0].address if UUID(id_) in labels else ""}
                for id_ in one.given["paragraphs"]
            ],
        }
        for one in breakouts
    }
