"""Placing a proposal again, after its paragraph was split or joined (ENGINE E16)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.amendments import held as held_
from app.amendments import making
from app.amendments.held import Held, hold
from app.amendments.models import AmendmentKind
from app.core.actor import Actor
from app.core.ids import uuid7
from app.groups.rights import STAFF
from app.paragraphs import gates
from app.paragraphs.status import IsWithdrawn
from app.texts.authorship import Author
from app.texts.diff import word_diff
from app.texts.merging import bring_back, fork_text, read_side
from app.texts.models import Text
from app.texts.runs import Run, normal_runs, plain


async def place_again(session: AsyncSession, actor: Actor, amendment_id: UUID, paragraph_id: UUID) -> dict[str, Any]:
    """Say which paragraph it concerns now: whoever may see to it, or the chair and the secretariat of what is tabled.

    A change gets a text of its own again, forked from that paragraph's, with what of its words belongs there.
    """
    held = await hold(session, actor, amendment_id, with_words=True, also=paragraph_id)
    held_.require_open(held)
    assert held.also is not None
    target, text = held.also
    if not (held.amendment.tabled_at is not None and held.standing.offices & STAFF):
        held_.require_preparing(held)
    if target.withdrawn_at is not None:
        raise IsWithdrawn("Choose a paragraph that is still there.")
    amendment = held.amendment
    if target.id == amendment.paragraph_id and not amendment.place_again:
        return await held_.answer(session, held)
    if amendment.kind is AmendmentKind.CHANGE:
        author = Author(actor.person_id, held.standing.delegation_id)
        held.text = await _fork_again(session, held, text, author)
        amendment.text_id = held.text.id
    amendment.paragraph_id, amendment.category_id, amendment.place_again = target.id, target.category_id, False
    held.paragraph, held.words_of = target, text
    await session.flush()
    if amendment.tabled_at is not None:
        facts = await held_.facts_of(session, held, await making.present_words(session, held))
        await held_.record(session, actor, held, "amendment.placed_again", facts)
    await held_.tell(session, actor, held)
    return await held_.answer(session, held)


async def _fork_again(session: AsyncSession, held: Held, original: Text, author: Author) -> Text:
    """Its words on the other paragraph, still their authors' as far as the two share their history."""
    assert held.text is not None
    gates.raise_gate(session, held.text, held.document.id, "placed-again", closed=True)
    text_id = uuid7()
    await fork_text(session, original.id, text_id, author)
    connection = await session.connection()
    ours = await connection.run_sync(read_side, text_id)
    theirs = await connection.run_sync(read_side, held.text.id)
    wanted = words_there(theirs.base.runs if theirs.base else [], theirs.words.runs, ours.words.runs)
    text = await session.get_one(Text, text_id)
    await bring_back(session, text, ours, theirs, wanted, author, apart=False)
    return text


def words_there(base: Iterable[Mapping[str, Any]], proposed: Sequence[Run], there: Sequence[Run]) -> list[Run]:
    """What a change of `base` to `proposed` makes of other words: of a part of `base`, or of more than it.

    Where neither holds the other, the proposed words as they are: somebody looks at them anyway.
    """
    before, now = plain(base), plain(there)
    if before and (at := now.find(before)) >= 0:
        return normal_runs([*_cut(there, 0, at), *proposed, *_cut(there, at + len(before), len(now))])
    if now and (at := before.find(now)) >= 0:
        return _within(base, proposed, at, at + len(now), whole=len(before))
    return list(proposed)


def _within(
    base: Iterable[Mapping[str, Any]], proposed: Sequence[Run], start: int, end: int, *, whole: int
) -> list[Run]:
    """What becomes of the stretch of `base` from start to end; what is put in at its edge is of the outer side only
    where there is nothing else."""
    kept: list[dict[str, Any]] = []
    at = 0
    for change in word_diff(base, proposed):
        text, attributes = change["text"], change.get("attributes", {})
        if change["op"] == "insert":
            inside = (start < at or start == 0) and (at < end or end == whole)
            if inside:
                kept.append({"insert": text, "attributes": attributes})
            continue
        first, last = max(start - at, 0), min(end - at, len(text))
        if change["op"] != "delete" and first < last:
            kept.append({"insert": text[first:last], "attributes": attributes})
        at += len(text)
    return normal_runs(kept)


def _cut(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    pieces: list[dict[str, Any]] = []
    at = 0
    for run in runs:
        first, last = max(start - at, 0), min(end - at, len(run["insert"]))
        if first < last:
            pieces.append({**run, "insert": run["insert"][first:last]})
        at += len(run["insert"])
    return normal_runs(pieces)
