"""Forking many texts at once, for a breakout group that is given a whole category."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Connection, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import now
from app.texts.authorship import Author
from app.texts.models import Text, TextSegment, TextUpdate
from app.texts.runs import Words, canonical_json, plain, words_of
from app.texts.segments import Entry, pack
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
            row, state, words = states[original]
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


def _states(connection: Connection, text_ids: Sequence[UUID]) -> dict[UUID, tuple[Any, bytes, Words]]:
    columns = (
        Text.id,
        Text.lineage,
        Text.seq,
        Text.checkpoint,
        Text.checkpoint_seq,
        Text.checkpoint_runs,
        Text.checkpoint_hash,
        Text.max_characters,
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
    found: dict[UUID, tuple[Any, bytes, Words]] = {}
    for row in rows:
        if row.id in tails:
            ydoc = merged(row.checkpoint, tails[row.id])
            found[row.id] = (row, bytes(ydoc.get_update()), words_of(ydoc))
        else:
            runs = orjson.loads(row.checkpoint_runs)
            found[row.id] = (row, row.checkpoint, Words(runs, plain(runs), row.checkpoint_hash))
    return found
