"""Endorsing what a group brought: one transaction, all of it or nothing, with a line in the record a paragraph.

What the words come to is computed before anything is locked, and again under the lock where somebody typed meanwhile
(ENGINE E20). What moved on between preview and gavel is shown again, never overwritten.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.breakouts import bringing, changing, comparison, reading
from app.breakouts.bringing import Written
from app.breakouts.changing import NotAtThisPoint
from app.breakouts.comparing import Compared, State
from app.breakouts.decided import Decider
from app.breakouts.models import Breakout, BreakoutState
from app.breakouts.ruling import WORDS_GO_IN, BelongTogether, MovedOn, has_moved_on, left_behind, objection
from app.breakouts.schemas import EndorseItem, EndorseWrite
from app.breakouts.sides import Read, read_sides
from app.breakouts.taking import Taking
from app.core.actor import Actor
from app.core.database import Database, one_view
from app.core.errors import Invalid, Problem
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Document
from app.groups.rights import LEADERS, Act, Standing
from app.groups.standing import standing_of
from app.paragraphs import service as paragraphs
from app.paragraphs.marks import who_said_so
from app.paragraphs.models import Paragraph
from app.texts.authorship import Author
from app.texts.forking import Standing as TextStanding
from app.texts.forking import entries_of, states_of
from app.texts.models import TextClient

Asked = Mapping[UUID, EndorseItem]


class _Refused(Exception):
    """A problem about some paragraphs, raised where the lease is held, and told with them as they are then."""

    def __init__(self, problem: Problem, ids: Sequence[UUID]) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.ids = ids


async def endorse(database: Database, actor: Actor, breakout_id: UUID, given: EndorseWrite) -> dict[str, Any]:
    """Endorsed. Raises MovedOn, ChooseWords, StillAgreed, CannotBecome, BelongTogether, NotAtThisPoint, Forbidden."""
    asked = {item.paragraph: item for item in given.items}
    if len(asked) < len(given.items):
        raise Invalid(errors=[{"pointer": "/items", "detail": "A paragraph is named twice."}])
    try:
        async with database.reading() as session:
            await one_view(session)
            breakout, standing = await _require(session, actor, breakout_id)
            read = await read_sides(session, breakout)
            _check(read, asked)
            ready = await _prepare(session, read, asked, Author(actor.person_id, standing.delegation_id))
        async with database.writing() as session:
            await _endorse(session, actor, breakout_id, given, asked, ready)
    except _Refused as refused:
        async with database.reading() as session:
            await one_view(session)
            read = await read_sides(session, await reading.get_breakout(session, breakout_id))
            refused.problem.extra["items"] = await comparison.items_of(session, read, refused.ids)
        raise refused.problem from None
    async with database.reading() as session:
        await one_view(session)
        read = await read_sides(session, await reading.get_breakout(session, breakout_id))
        return {"endorsed": len(asked), "items": await comparison.items_of(session, read, asked)}


async def _require(session: AsyncSession, actor: Actor, breakout_id: UUID) -> tuple[Breakout, Standing]:
    breakout = await reading.get_breakout(session, breakout_id)
    plenary = await documents.get_document(session, breakout.document_id)
    standing = await standing_of(session, actor.person_id, plenary.group_id)
    policy.require(standing, _act(standing), plenary)
    if breakout.state is not BreakoutState.REPORTED:
        raise NotAtThisPoint("What a group has reported is endorsed.", state=breakout.state)
    return breakout, standing


def _act(standing: Standing) -> Act:
    return Act.ENDORSE if standing.offices & LEADERS else Act.ENDORSE_ON_WORD


def _check(read: Read, asked: Asked) -> dict[UUID, Compared]:
    """What is asked about, if all of it can be done to what is there now."""
    found = {one.own.id: one for one in read.compared}
    unknown = [id_ for id_ in asked if id_ not in found]
    if unknown:
        raise Invalid(errors=[{"pointer": "/items", "detail": f"The group has no paragraph {id_}."} for id_ in unknown])
    moved = [id_ for id_, item in asked.items() if has_moved_on(item, found[id_])]
    if moved:
        raise _Refused(MovedOn("Look at it as it is now; nothing was changed."), moved)
    for id_, item in asked.items():
        if (problem := objection(item, found[id_])) is not None:
            raise _Refused(problem, [id_])
    compared = {str(id_): one for id_, one in found.items()}
    if behind := left_behind({str(id_): item for id_, item in asked.items()}, compared):
        raise _Refused(
            BelongTogether("The group split or joined them: take all of them, or none."), [one.own.id for one in behind]
        )
    return {id_: found[id_] for id_ in asked}


def _brings_words(item: EndorseItem, one: Compared) -> bool:
    """Whether the plenary's paragraph is to say something else."""
    if item.take not in WORDS_GO_IN or one.theirs is None or one.state is State.WITHDRAWN:
        return False
    return item.runs is not None or (one.words_changed and one.own.words_hash != one.theirs.words_hash)


async def _prepare(session: AsyncSession, read: Read, asked: Asked, author: Author) -> dict[UUID, Written]:
    """What is to be written into which text, computed off the event loop."""
    wanted = [one for one in read.compared if one.own.id in asked and _brings_words(asked[one.own.id], one)]
    own = {one.own.id: read.rows[one.own.id].text_id for one in wanted}
    there = {one.own.id: read.plenary_rows[one.theirs.id].text_id for one in wanted if one.theirs is not None}
    connection = await session.connection()
    states = await connection.run_sync(states_of, [*own.values(), *there.values()])
    entries = await connection.run_sync(entries_of, list(own.values()))
    taken = await _clients(session, states)

    def compute() -> dict[UUID, Written]:
        return {
            one.own.id: bringing.write(
                states[there[one.own.id]],
                states[own[one.own.id]],
                entries[own[one.own.id]],
                asked[one.own.id].runs,
                author,
                apart=one.theirs is not None and one.theirs.apart,
                taken=taken,
            )
            for one in wanted
        }

    return await asyncio.to_thread(compute)


async def _clients(session: AsyncSession, states: Mapping[UUID, TextStanding]) -> set[int]:
    lineages = {one.row.lineage for one in states.values()}
    return set(await session.scalars(select(TextClient.client_id).where(TextClient.lineage.in_(lineages))))


async def _endorse(
    session: AsyncSession,
    actor: Actor,
    breakout_id: UUID,
    given: EndorseWrite,
    asked: Asked,
    ready: dict[UUID, Written],
) -> None:
    breakout = await reading.get_breakout(session, breakout_id)
    plenary = await documents.get_document(session, breakout.document_id)
    await _lock_categories(session, plenary)
    origins = select(Paragraph.copied_from).where(Paragraph.id.in_(asked), Paragraph.copied_from.is_not(None))
    ids = [*asked, *(id_ for id_ in await session.scalars(origins) if id_ is not None)]
    locked = await paragraphs.lock_with_texts(session, ids)
    held = await changing.hold(session, breakout_id)
    breakout, standing = await _require(session, actor, breakout_id)
    read = await read_sides(session, breakout)
    compared = _check(read, asked)
    on_word_of = None
    if not standing.offices & LEADERS:
        on_word_of = await who_said_so(session, held.plenary.group_id, given.on_word_of)
    decider = Decider(actor, standing, on_word_of)
    ready = await _again(session, read, asked, ready, decider.author)
    taking = Taking(session, decider, held, read, locked, given)
    await taking.begin({id_: written for id_, written in ready.items() if id_ in compared})
    for one in read.compared:
        if one.own.id in compared:
            try:
                await taking.take(one, asked[one.own.id], ready.get(one.own.id))
            except Problem as problem:  # whoever decides must know which of them it is
                problem.extra.setdefault("paragraph", one.own.id)
                problem.extra.setdefault("address", one.own.address)
                raise
    await taking.finish()


async def _lock_categories(session: AsyncSession, plenary: Document) -> None:
    """Where something may be put in or moved to, before everything else (ENGINE E20)."""
    ids = {one.id for one in await documents.categories_of(session, plenary.id)}
    for category_id in sorted(ids):
        await documents.lock_category(session, category_id, shared=True)


async def _again(
    session: AsyncSession, read: Read, asked: Asked, ready: dict[UUID, Written], author: Author
) -> dict[UUID, Written]:
    """What was computed, where both texts are still at the same seqs; computed again at once where they are not."""
    stale: list[Compared] = []
    for one in read.compared:
        if one.own.id not in asked or not _brings_words(asked[one.own.id], one):
            continue
        own = read.rows[one.own.id]
        there = read.plenary_rows[one.theirs.id] if one.theirs is not None else None
        written = ready.get(one.own.id)
        seqs = (there.seq, there.generation, own.seq, own.generation) if there is not None else ()
        if written is None or seqs != (written.seq, written.generation, written.own_seq, written.own_generation):
            stale.append(one)
    if not stale:
        return ready
    connection = await session.connection()
    for one in stale:
        assert one.theirs is not None
        own_text, text = read.rows[one.own.id].text_id, read.plenary_rows[one.theirs.id].text_id
        states = await connection.run_sync(states_of, [own_text, text])
        entries = await connection.run_sync(entries_of, [own_text])
        ready[one.own.id] = bringing.write(
            states[text],
            states[own_text],
            entries[own_text],
            asked[one.own.id].runs,
            author,
            apart=one.theirs.apart,
            taken=await _clients(session, states),
        )
    return ready
