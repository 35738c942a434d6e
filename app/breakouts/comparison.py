"""The page on which the plenary looks at what a group brought: paragraph by paragraph, as ComparisonItems."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.breakouts import reading
from app.breakouts.comparing import Compared, State
from app.breakouts.counting import counts_in
from app.breakouts.joining import Result, results_of
from app.breakouts.models import Breakout, BreakoutOutcome
from app.breakouts.sides import Read, read_sides
from app.core.actor import Actor
from app.documents import policy
from app.documents import service as documents
from app.groups.rights import Act
from app.paragraphs.models import ParagraphStatus
from app.texts.runs import Words
from app.texts.service import Words as Said


async def compare(session: AsyncSession, actor: Actor | None, breakout_id: UUID) -> dict[str, Any]:
    """BreakoutComparison, for whoever may read both texts."""
    breakout = await reading.get_breakout(session, breakout_id)
    await _require_reading(session, actor, breakout)
    read = await read_sides(session, breakout)
    shown = await reading.read_for(session, actor, breakout, counts_in(read))
    return {"breakout": shown, "items": await items_of(session, read)}


async def items_of(session: AsyncSession, read: Read, only: Collection[UUID] | None = None) -> list[dict[str, Any]]:
    """ComparisonItems in reading order: all, or those of these paragraphs of the group."""
    wanted = [one for one in read.compared if only is None or one.own.id in only]
    results = await results_of(session, read, wanted)
    return [_item(read, one, results[one.own.id]) for one in wanted]


async def outcomes(session: AsyncSession, actor: Actor | None, breakout_id: UUID) -> list[dict[str, Any]]:
    """What became of each paragraph, the newest of each, in the order of the group's text."""
    breakout = await reading.get_breakout(session, breakout_id)
    copy = await documents.get_document(session, breakout.copy_id)
    policy.require(await policy.standing_in(session, actor, copy.group_id), Act.READ, copy)
    found = select(BreakoutOutcome).where(BreakoutOutcome.breakout_id == breakout_id).order_by(BreakoutOutcome.id)
    newest = {one.paragraph_id: one for one in (await session.scalars(found)).all()}
    if not newest:
        return []
    read = await read_sides(session, breakout)
    return [
        {"paragraph": one.own.id, "address": one.own.address, **_outcome(newest[one.own.id])}
        for one in read.compared
        if one.own.id in newest
    ]


async def _require_reading(session: AsyncSession, actor: Actor | None, breakout: Breakout) -> None:
    plenary = await documents.get_document(session, breakout.document_id)
    copy = await documents.get_document(session, breakout.copy_id)
    standing = await policy.standing_in(session, actor, plenary.group_id)
    policy.require(standing, Act.READ, plenary)
    policy.require(standing, Act.READ, copy)


def _item(read: Read, one: Compared, result: Result) -> dict[str, Any]:
    row, extra = read.rows[one.own.id], read.extra[one.own.id]
    theirs = read.plenary_rows[one.theirs.id] if one.theirs is not None else None
    base = read.base_of(one.own.id)
    outcome = read.outcomes.get(one.own.id)
    return {
        "paragraph": one.own.id,
        "plenary": one.own.origin,
        "address": one.own.address,
        "category": one.own.category,
        "kind": one.own.kind,
        "level": one.own.level,
        "state": one.state,
        "apart": one.theirs is not None and one.theirs.apart,
        "plenary_words": said(read.words[theirs.text_id]) if theirs is not None else None,
        "base": _words(base) if base is not None else None,
        "group_words": said(read.words[row.text_id]),
        "result": _words(result.words) if result.words is not None else None,
        "changes": result.changes,
        "structure": [
            {"what": change.what, "before": change.before, "after": change.after, "clean": change.clean}
            for change in one.structure
        ],
        "together": _sorted(one.together),
        "recommended": _recommended(row, extra, one),
        "plenary_status": theirs.status if theirs is not None else None,
        "outcome": _outcome(outcome) if outcome is not None else None,
    }


def _recommended(row: Any, extra: Any, one: Compared) -> dict[str, Any] | None:
    if row.status == ParagraphStatus.NOT_YET_DISCUSSED or one.state is State.GONE:
        return None
    return {
        "status": row.status,
        "qualifier": row.qualifier,
        "qualifier_words": row.qualifier_words,
        "on_present_words": extra.marked_hash == one.own.words_hash,
    }


def _outcome(outcome: BreakoutOutcome) -> dict[str, Any]:
    return {"became": outcome.became, "note": outcome.note, "result": outcome.result_id, "at": outcome.at}


def said(words: Said) -> dict[str, Any]:
    """Words as WordsShown."""
    return {"runs": words.runs, "words": words.plain, "content_hash": words.hash}


def _words(words: Words) -> dict[str, Any]:
    return {"runs": words.runs, "words": words.text, "content_hash": words.hash}


def _sorted(ids: Collection[UUID]) -> Sequence[UUID]:
    return sorted(ids)
