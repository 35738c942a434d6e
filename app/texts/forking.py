"""Forking and reading many texts at once, for breakout groups, which are given whole categories."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Connection, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import now
from app.texts.authorship import Author
from app.texts.models import Text, TextSegment, TextUpdate
from app.texts.runs import Words, canonical_json, plain, words_of
from app.texts.segments import Entry, pack, unpack
from app.texts.service import MAX_IDS, merged

FIRST = 1  # the seq of a fork's beginning, as in merging.py


async def hold_words(session: AsyncSession, text_ids: Sequence[UUID]) -> None:
    """Keep these texts as they are until the commit, others may read and fork them meanwhile (ENGINE E20)."""
    for start in range(0, len(text_ids), MAX_IDS):
        part = text_ids[start : start + MAX_IDS]
        await session.execute(select(Text.id).where(Text.id.in_(part)).order_by(Text.id).with_for_update(read=True))


async def fork_many(session: AsyncSession, pairs: Sequence[tuple[UUID, UUID]], author: Author) -> dict[UUID, Words]:
    """`merging.fork_text` for many (original, fork) at once; the originals are held. The words, by original."""
    found: dict[UUID, Words] = {}
    connection = await session.connection()
    for start in range(0, len(pairs), MAX_IDS):
        part = pairs[start : start + MAX_IDS]
        states = await connection.run_sync(_states, [original for original, _ in part])
        texts: list[dict[str, Any]] = []
        segments: list[dict[str, Any]] = []
        at = now()
        for original, text_id in part:
            row, state, words = states[original].row, states[original].state, states[original].words
            canonical = canonical_json(words.runs).decode()
            texts.append(
                {
                    "id": text_id,
                    "lineage": row.lineage,
                    "seq": FIRST,
                    "checkpoint": state,
                    "checkpoint_seq": FIRST,
                    "checkpoint_runs": canonical,
                    "checkpoint_hash": words.hash,
                    "max_characters": row.max_characters,
                    "forked_from": original,
                    "base_runs": canonical,
                    "base_hash": words.hash,
                    "created_at": at,
                }
            )
            packed = pack([Entry(FIRST, at, *author, state)])
            segments.append(
                {"text_id": text_id, "first_seq": FIRST, "last_seq": FIRST, "generation": 1, "packed": packed}
            )
            found[original] = words
        if texts:
            await session.execute(insert(Text), texts)
            await session.execute(insert(TextSegment), segments)
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """A text as it stands: `row` has its lineage, seq, generation, what it was forked from and its limit."""

    row: Any
    state: bytes
    words: Words


def states_of(connection: Connection, text_ids: Sequence[UUID]) -> dict[UUID, Standing]:
    """The present states of many texts; see one moment in all statements, or hold the rows."""
    found: dict[UUID, Standing] = {}
    for start in range(0, len(text_ids), MAX_IDS):
        found |= _states(connection, text_ids[start : start + MAX_IDS])
    return found


def _states(connection: Connection, text_ids: Sequence[UUID]) -> dict[UUID, Standing]:
    columns = (
        Text.id,
        Text.lineage,
        Text.generation,
        Text.seq,
        Text.checkpoint,
        Text.checkpoint_seq,
        Text.checkpoint_runs,
        Text.checkpoint_hash,
        Text.max_characters,
        Text.forked_from,
    )
    rows = connection.execute(select(*columns).where(Text.id.in_(text_ids))).all()
    tails: dict[UUID, list[bytes]] = {}
    behind = [row.id for row in rows if row.checkpoint_seq < row.seq]
    if behind:
        updates = (
            select(TextUpdate.text_id, TextUpdate.payload)
            .join(Text, Text.id == TextUpdate.text_id)
            .where(TextUpdate.text_id.in_(behind), TextUpdate.seq > Text.checkpoint_seq, TextUpdate.seq <= Text.seq)
            .order_by(TextUpdate.text_id, TextUpdate.seq)
        )
        for text_id, payload in connection.execute(updates):
            tails.setdefault(text_id, []).append(payload)
    found: dict[UUID, Standing] = {}
    for row in rows:
        if row.id in tails:
            ydoc = merged(row.checkpoint, tails[row.id])
            found[row.id] = Standing(row, bytes(ydoc.get_update()), words_of(ydoc))
        else:
            runs = orjson.loads(row.checkpoint_runs)
            found[row.id] = Standing(row, row.checkpoint, Words(runs, plain(runs), row.checkpoint_hash))
    return found


def entries_of(connection: Connection, text_ids: Sequence[UUID]) -> dict[UUID, list[Entry]]:
    """What was entered into each of these texts itself, in order; what a fork has of its original is left out."""
    found: dict[UUID, list[Entry]] = {text_id: [] for text_id in text_ids}
    for start in range(0, len(text_ids), MAX_IDS):
        part = text_ids[start : start + MAX_IDS]
        forks = set(connection.scalars(select(Text.id).where(Text.id.in_(part), Text.forked_from.is_not(None))))
        archived: dict[UUID, int] = {}
        packed = select(TextSegment.text_id, TextSegment.last_seq, TextSegment.packed)
        packed = packed.where(TextSegment.text_id.in_(part)).order_by(TextSegment.text_id, TextSegment.first_seq)
        for text_id, last_seq, segment in connection.execute(packed):
            archived[text_id] = last_seq
            stretch = unpack(segment)
            if stretch.anew:
                found[text_id] = []
                forks.discard(text_id)
            found[text_id] += stretch.entries
        tail = select(
            TextUpdate.text_id,
            TextUpdate.seq,
            TextUpdate.at,
            TextUpdate.person_id,
            TextUpdate.delegation_id,
            TextUpdate.payload,
        ).where(TextUpdate.text_id.in_(part))
        for row in connection.execute(tail.order_by(TextUpdate.text_id, TextUpdate.seq)):
            if row.seq > archived.get(row.text_id, 0):
                found[row.text_id].append(Entry(row.seq, row.at, row.person_id, row.delegation_id, row.payload))
        for text_id in forks:
            found[text_id] = [entry for entry in found[text_id] if entry.seq > FIRST]
    return found
