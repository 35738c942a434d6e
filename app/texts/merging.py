"""Forks of texts in the database, and bringing their words back (ENGINE E14, E16, E20).

A fork copies a text's state and keeps its lineage. What was written into it comes back entry by entry, each still its
author's; where the result is to be other words than both give together, whoever decides enters the rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

import orjson
import pycrdt
from sqlalchemy import Connection, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import moment_of
from app.texts.authorship import Author
from app.texts.client_ids import new_client_id
from app.texts.diff import Change, word_diff
from app.texts.events import tell_advanced
from app.texts.fork import NOTHING, merge, new_runs_update
from app.texts.log import State, state_of, stretches_of
from app.texts.models import Text, TextClient, TextSegment
from app.texts.runs import Run, Words, canonical_json, words_from, words_of
from app.texts.segments import Entry, pack
from app.texts.service import merged
from app.texts.update_v1 import read
from app.texts.writing import clients_of, log_updates

FIRST = 1  # the seq of a fork's beginning: everything that it has of its original


@dataclass(frozen=True, slots=True)
class Side:
    """One of two texts that are to come together, at one moment; what a fork has of its own are `entries`."""

    state: State
    words: Words
    base: Words | None
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Together:
    """What accepting a fork's words would come to, for somebody to look at before they decide.

    identical      both say the same already
    fast_forward   the original says what the fork began with: the result is the fork's words
    both_changed   each was changed since: the result may read as neither meant, so the words must be chosen
    apart          the histories are no longer one (the text was split, joined or begun anew): by comparison only
    changes        from the original's present words to the result
    """

    original: Words
    fork: Words
    base: Words
    result: Words
    identical: bool
    fast_forward: bool
    both_changed: bool
    apart: bool
    changes: list[Change]


async def fork_text(
    session: AsyncSession,
    original_id: UUID,
    text_id: UUID,
    author: Author,
    runs: Iterable[Mapping[str, Any]] | None = None,
) -> Words:
    """A new text that begins as the original is now; with `runs`, changed to them at once by that author.

    The words it then has are returned. The original's row need not be locked: a fork is of one moment of the log.
    """
    connection = await session.connection()
    state = await connection.run_sync(state_of, original_id)
    words = await connection.run_sync(lambda _: words_of(merged(state.update, ())))
    at = moment_of(session)
    canonical = canonical_json(words.runs).decode()
    await session.execute(
        insert(Text).values(
            id=text_id,
            lineage=state.lineage,
            seq=FIRST,
            checkpoint=state.update,
            checkpoint_seq=FIRST,
            checkpoint_runs=canonical,
            checkpoint_hash=words.hash,
            max_characters=state.max_characters,
            forked_from=original_id,
            base_runs=canonical,
            base_hash=words.hash,
            created_at=at,
        )
    )
    packed = pack([Entry(FIRST, at, *author, state.update)])
    await session.execute(
        insert(TextSegment).values(text_id=text_id, first_seq=FIRST, last_seq=FIRST, generation=1, packed=packed)
    )
    if runs is None:
        return words
    wanted = words_from(runs)
    if wanted.hash != words.hash:
        text = await session.get_one(Text, text_id)
        await enter_runs(session, text, wanted.runs, author)
    return wanted


async def enter_runs(session: AsyncSession, text: Text, runs: Sequence[Run], author: Author) -> Words:
    """Make a locked text say these words, entered by that author; what stays keeps its authors. Tells rooms."""
    state = await (await session.connection()).run_sync(state_of, text.id)
    await _correct(session, text, state.update, runs, author)
    return words_from(runs)


async def _correct(session: AsyncSession, text: Text, state: bytes, runs: Sequence[Run], author: Author) -> None:
    client_id = new_client_id()
    taken = await clients_of(session, text.lineage)
    while client_id in taken:
        client_id = new_client_id()
    update = new_runs_update(state, runs, client_id)
    if update == NOTHING:
        return
    await log_updates(session, text, [(update, author)])
    if read(update, limit=len(update)).added:
        await session.execute(
            insert(TextClient).values(
                lineage=text.lineage, client_id=client_id, text_id=text.id, person_id=author.person_id
            )
        )
    tell_advanced(session, text)


def read_side(connection: Connection, text_id: UUID) -> Side:
    """A text as one side of a merge. See one moment in all statements, or hold the row. Raises NotFound."""
    state = state_of(connection, text_id)
    row = connection.execute(select(Text.base_runs).where(Text.id == text_id)).one()
    base = words_from(orjson.loads(row.base_runs)) if row.base_runs is not None else None
    entries: list[Entry] = []
    if state.forked_from is not None:
        stretches = stretches_of(connection, text_id, lineage_only=True)
        entries = [entry for stretch in stretches for entry in stretch.entries if entry.seq > FIRST]
    return Side(state, words_of(merged(state.update, ())), base, entries)


def put_together(original: Side, fork: Side, *, apart: bool = False) -> Together:
    """What the original would say with the fork's words brought back. Pure; some milliseconds.

    `apart`: somebody knows that the original was split or joined since.
    """
    base = fork.base or words_from([])
    apart = apart or original.state.lineage != fork.state.lineage
    result = fork.words if apart else words_from(merge(original.state.update, fork.state.update).runs)
    return Together(
        original=original.words,
        fork=fork.words,
        base=base,
        result=result,
        identical=original.words.hash == fork.words.hash,
        fast_forward=not apart and original.words.hash == base.hash and result.hash == fork.words.hash,
        both_changed=apart or base.hash not in {original.words.hash, fork.words.hash},
        apart=apart,
        changes=word_diff(original.words.runs, result.runs),
    )


async def bring_back(
    session: AsyncSession, text: Text, original: Side, fork: Side, result: Sequence[Run], author: Author, *, apart: bool
) -> Words:
    """Make the original, whose row is locked and is as `original` says, say `result`.

    What the fork's authors wrote comes back as theirs; what the result has besides, or has not, is entered by `author`.
    """
    state = original.state.update
    if not apart and original.state.lineage == fork.state.lineage:
        found = merge(state, fork.state.update)
        if found.update != NOTHING:
            updates = [
                (pycrdt.merge_updates(*(entry.payload for entry in entries)), Author(*who))
                for who, entries in groupby(fork.entries, key=lambda one: (one.person_id, one.delegation_id))
            ]
            await log_updates(session, text, updates)
            state = bytes(merged(state, [update for update, _ in updates]).get_update())
            tell_advanced(session, text)
    await _correct(session, text, state, result, author)
    return words_from(result)
