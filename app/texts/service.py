"""Texts as commands and readers see them: founding, the words under a lock, raising gates and generations."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import pycrdt
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import now
from app.core.errors import NotFound
from app.core.ids import uuid7
from app.texts import runs as runs_
from app.texts.models import Text, TextClient, TextSegment, TextUpdate
from app.texts.runs import Run
from app.texts.schema import MAX_CHARACTERS
from app.texts.segments import Entry, pack
from app.texts.update_v1 import read

EMPTY_HASH = runs_.content_hash([])
CACHED_TEXTS = 20_000
MAX_IDS = 5_000


@dataclass(frozen=True, slots=True)
class Words:
    """The committed words of a text at a seq."""

    runs: list[Run]
    plain: str
    hash: str
    seq: int
    generation: int


class WordsCache:
    """Words by (text, generation, seq): never stale, since a seq names its words for good."""

    def __init__(self, size: int = CACHED_TEXTS) -> None:
        self._size = size
        self._words: OrderedDict[UUID, Words] = OrderedDict()

    def get(self, text_id: UUID, generation: int, seq: int) -> Words | None:
        """The words of that very moment, if they are here."""
        words = self._words.get(text_id)
        if words is None or words.seq != seq or words.generation != generation:
            return None
        self._words.move_to_end(text_id)
        return words

    def put(self, text_id: UUID, words: Words) -> None:
        """Keep words; the least used go when it is full."""
        self._words[text_id] = words
        self._words.move_to_end(text_id)
        while len(self._words) > self._size:
            self._words.popitem(last=False)


def _cache(session: AsyncSession) -> WordsCache:
    cache: WordsCache = session.info["memo"].setdefault("texts.words", WordsCache())
    return cache


def merged(checkpoint: bytes, tail: Iterable[bytes]) -> pycrdt.Doc[Any]:
    """The Y.Doc of a checkpoint and the updates since."""
    ydoc: pycrdt.Doc[Any] = pycrdt.Doc()
    with ydoc.transaction():
        ydoc.apply_update(checkpoint)
        for payload in tail:
            ydoc.apply_update(payload)
    return ydoc


def words_at(row: Any, tail: Sequence[bytes]) -> Words:
    """The words of a text's row and the tail after its checkpoint."""
    if not tail:
        runs = orjson.loads(row.checkpoint_runs)
        return Words(runs, runs_.plain(runs), row.checkpoint_hash, row.seq, row.generation)
    present = runs_.words_of(merged(row.checkpoint, tail))
    return Words(present.runs, present.text, present.hash, row.seq, row.generation)


async def words_under_lock(session: AsyncSession, text: Text) -> Words:
    """The present words, read from the log in this transaction and from no cache; the text's row must be locked, so
    that neither an update nor a checkpoint comes between the statements (ENGINE E18)."""
    return await _words_of_row(session, text.id)


async def _words_of_row(session: AsyncSession, text_id: UUID) -> Words:
    columns = (
        Text.checkpoint,
        Text.checkpoint_runs,
        Text.checkpoint_hash,
        Text.checkpoint_seq,
        Text.seq,
        Text.generation,
    )
    row = (await session.execute(select(*columns).where(Text.id == text_id))).one_or_none()
    if row is None:
        raise NotFound("There is no such text.")
    tail = (
        await session.scalars(
            select(TextUpdate.payload)
            .where(TextUpdate.text_id == text_id, TextUpdate.seq > row.checkpoint_seq, TextUpdate.seq <= row.seq)
            .order_by(TextUpdate.seq)
        )
    ).all()
    return words_at(row, tail)


async def words_of(session: AsyncSession, text_id: UUID) -> Words:
    """The committed words of one text; raises NotFound."""
    return (await words_of_many(session, [text_id])).get(text_id) or await _words_of_row(session, text_id)


async def words_of_many(session: AsyncSession, text_ids: Sequence[UUID]) -> dict[UUID, Words]:
    """The committed words of many texts, as this transaction sees them; only those changed since the last call cost."""
    cache = _cache(session)
    found: dict[UUID, Words] = {}
    missing: list[UUID] = []
    for start in range(0, len(text_ids), MAX_IDS):
        part = text_ids[start : start + MAX_IDS]
        for row in await session.execute(select(Text.id, Text.generation, Text.seq).where(Text.id.in_(part))):
            if (known := cache.get(row.id, row.generation, row.seq)) is not None:
                found[row.id] = known
            else:
                missing.append(row.id)
    for start in range(0, len(missing), MAX_IDS):
        for text_id, words in (await _read_many(session, missing[start : start + MAX_IDS])).items():
            if "after_commit" not in session.info:  # what a transaction wrote may yet be undone
                cache.put(text_id, words)
            found[text_id] = words
    return found


async def _read_many(session: AsyncSession, text_ids: Sequence[UUID]) -> dict[UUID, Words]:
    words: dict[UUID, Words] = {}
    wanted: Sequence[UUID] = text_ids
    while wanted:
        read = await _read_whole(session, wanted)
        words |= {text_id: found for text_id, found in read.items() if found is not None}
        wanted = [text_id for text_id, found in read.items() if found is None]
    return words


async def _read_whole(session: AsyncSession, text_ids: Sequence[UUID]) -> dict[UUID, Words | None]:
    """Words of texts; None where a checkpoint came between these statements, each of which may see a later moment."""
    rows = (
        await session.execute(
            select(
                Text.id,
                Text.generation,
                Text.seq,
                Text.checkpoint_seq,
                Text.checkpoint_runs,
                Text.checkpoint_hash,
            ).where(Text.id.in_(text_ids))
        )
    ).all()
    behind = [row.id for row in rows if row.checkpoint_seq < row.seq]
    checkpoints: dict[UUID, Any] = {}
    tails: dict[UUID, dict[int, bytes]] = {}
    if behind:
        statement = select(Text.id, Text.checkpoint, Text.checkpoint_seq).where(Text.id.in_(behind))
        checkpoints = {row.id: row for row in await session.execute(statement)}
        updates = (
            select(TextUpdate.text_id, TextUpdate.seq, TextUpdate.payload)
            .join(Text, Text.id == TextUpdate.text_id)
            .where(TextUpdate.text_id.in_(behind), TextUpdate.seq > Text.checkpoint_seq, TextUpdate.seq <= Text.seq)
        )
        for text_id, seq, payload in await session.execute(updates):
            tails.setdefault(text_id, {})[seq] = payload
    words: dict[UUID, Words | None] = {}
    for row in rows:
        if row.checkpoint_seq == row.seq:
            words[row.id] = words_at(row, ())
            continue
        checkpoint, tail = checkpoints[row.id], tails.get(row.id, {})
        seqs = range(row.checkpoint_seq + 1, row.seq + 1)
        if checkpoint.checkpoint_seq != row.checkpoint_seq or not all(seq in tail for seq in seqs):
            words[row.id] = None
            continue
        present = runs_.words_of(merged(checkpoint.checkpoint, [tail[seq] for seq in seqs]))
        words[row.id] = Words(present.runs, present.text, present.hash, row.seq, row.generation)
    return words


async def found(
    session: AsyncSession,
    text_id: UUID,
    runs: Sequence[Mapping[str, Any]] = (),
    *,
    person_id: UUID | None = None,
    delegation_id: UUID | None = None,
) -> None:
    """Begin a text with these words (none: an empty one); the words are its first update, entered by that person."""
    await found_many(session, [(text_id, runs)], person_id=person_id, delegation_id=delegation_id)


async def found_many(
    session: AsyncSession,
    texts: Sequence[tuple[UUID, Sequence[Mapping[str, Any]]]],
    *,
    person_id: UUID | None = None,
    delegation_id: UUID | None = None,
    max_characters: int = MAX_CHARACTERS,
) -> None:
    """Begin many texts at once; only texts made for measuring may grow longer than the schema's limit (E4)."""
    at = now()
    rows: list[dict[str, Any]] = []
    segments: list[dict[str, Any]] = []
    clients: list[dict[str, Any]] = []
    for text_id, runs in texts:
        words = runs_.words_from(runs)
        state = runs_.doc_from_runs(words.runs)
        seq = 1 if words.runs else 0
        lineage = uuid7()
        rows.append(
            {
                "id": text_id,
                "lineage": lineage,
                "seq": seq,
                "checkpoint": state,
                "checkpoint_seq": seq,
                "checkpoint_runs": runs_.canonical_json(words.runs).decode(),
                "checkpoint_hash": words.hash,
                "max_characters": max_characters,
                "created_at": at,
            }
        )
        if words.runs:
            packed = pack([Entry(1, at, person_id, delegation_id, state)])
            segments.append({"text_id": text_id, "first_seq": 1, "last_seq": 1, "generation": 1, "packed": packed})
            clients += [
                {"lineage": lineage, "client_id": client, "text_id": text_id, "person_id": None}
                for client in read(state).added
            ]
    if rows:
        await session.execute(insert(Text), rows)
    if segments:
        await session.execute(insert(TextSegment), segments)
        await session.execute(insert(TextClient), clients)


def raise_gate(text: Text, closed: bool | None = None) -> None:
    """Make every standing permission to write this text be asked for again; `closed` also closes or opens it."""
    text.gate += 1
    if closed is not None:
        text.closed = closed


async def raise_gates(session: AsyncSession, text_ids: Sequence[UUID]) -> None:
    """The same for many texts at once."""
    for start in range(0, len(text_ids), MAX_IDS):
        part = sorted(text_ids[start : start + MAX_IDS])
        # One lock order (ENGINE E20): an UPDATE alone would lock in the plan's order.
        await session.execute(select(Text.id).where(Text.id.in_(part)).order_by(Text.id).with_for_update())
        await session.execute(update(Text).where(Text.id.in_(part)).values(gate=Text.gate + 1))


def reopen(text: Text) -> bool:
    """Open a closed text; True when its generation rose, because something was refused while it was closed (E11)."""
    raise_gate(text, closed=False)
    if not text.refused_since_closing:
        return False
    text.generation += 1
    text.refused_since_closing = False
    return True


async def changed_since(session: AsyncSession, text_ids: Sequence[UUID]) -> int:
    """A number that rises whenever any of these texts changes: the sum of their seqs and generations."""
    statement = select(func.coalesce(func.sum(Text.seq + Text.generation), 0)).where(Text.id.in_(text_ids))
    return int((await session.execute(statement)).scalar_one())
