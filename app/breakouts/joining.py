"""What the group's words and the plenary's come to when put together: computed in a thread, and kept by their seqs."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.breakouts.comparing import Compared, State
from app.breakouts.sides import Read
from app.texts.diff import Change, word_diff
from app.texts.fork import merge
from app.texts.forking import Standing, states_of
from app.texts.runs import Run, Words, words_from

KEPT = 4_000
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The words that the plenary's paragraph would say, and how they differ from what it says now."""

    words: Words | None
    changes: list[Change]


class Results:
    """Results by the seqs of both texts: a seq names its words for good, so they are never stale."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Result] = OrderedDict()

    def get(self, key: Key) -> Result | None:
        """The result of that very moment, if it is here."""
        if (known := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
        return known

    def put(self, key: Key, result: Result) -> None:
        """Keep a result; the least used go when there are many."""
        self._kept[key] = result
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)


async def results_of(session: AsyncSession, read: Read, wanted: Sequence[Compared]) -> dict[UUID, Result]:
    """The result of each of these, by the group's paragraph."""
    kept: Results = session.info["memo"].setdefault("breakouts.results", Results())
    keys = {one.own.id: _key(read, one) for one in wanted}
    found = {id_: known for id_, key in keys.items() if (known := kept.get(key)) is not None}
    missing = [one for one in wanted if one.own.id not in found]
    merging = [one for one in missing if _needs_merging(read, one)]
    ids = [id_ for one in merging for id_ in _texts(read, one) if id_ is not None]
    states = await (await session.connection()).run_sync(states_of, ids) if ids else {}
    computed = await asyncio.to_thread(_compute, read, missing, states)
    for id_, result in computed.items():
        kept.put(keys[id_], result)
    return found | computed


def _texts(read: Read, one: Compared) -> tuple[UUID, UUID | None]:
    own = read.rows[one.own.id].text_id
    return own, read.plenary_rows[one.theirs.id].text_id if one.theirs is not None else None


def _key(read: Read, one: Compared) -> Key:
    own, theirs = _texts(read, one)
    mine, other = read.words[own], read.words[theirs] if theirs is not None else None
    place = (other.generation, other.seq) if other is not None else ()
    apart = one.theirs is not None and one.theirs.apart
    return (own, mine.generation, mine.seq, theirs, *place, one.state, apart)


def _needs_merging(read: Read, one: Compared) -> bool:
    """Whether both texts have a history of their own since they were one."""
    if one.theirs is None or one.state in {State.WITHDRAWN, State.GONE} or one.theirs.apart:
        return False
    return one.words_changed and one.theirs.words_hash != one.own.words_hash


def _compute(read: Read, wanted: Sequence[Compared], states: dict[UUID, Standing]) -> dict[UUID, Result]:
    return {one.own.id: _result(read, one, states) for one in wanted}


def _result(read: Read, one: Compared, states: dict[UUID, Standing]) -> Result:
    own, theirs = _texts(read, one)
    mine = _words(read, own)
    present: list[Run] = read.words[theirs].runs if theirs is not None else []
    if one.own.withdrawn or one.state is State.GONE:
        return Result(None, word_diff(present, []) if one.state is not State.GONE else [])
    if theirs is None or not one.words_changed:
        words = mine if theirs is None else _words(read, theirs)
        return Result(words, word_diff(present, words.runs) if theirs is None else [])
    if own in states and theirs in states and states[own].row.lineage == states[theirs].row.lineage:
        words = words_from(merge(states[theirs].state, states[own].state).runs)
    else:
        words = mine
    return Result(words, word_diff(present, words.runs))


def _words(read: Read, text_id: UUID) -> Words:
    words = read.words[text_id]
    return Words(words.runs, words.plain, words.hash)
