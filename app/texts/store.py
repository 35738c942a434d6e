"""The log of texts over one blocking connection: loading, committing a batch, checkpoints and archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from app.core.database import now
from app.texts import runs as runs_
from app.texts.models import RefusedUpdate, Text, TextClient, TextSegment, TextUpdate
from app.texts.segments import Entry, pack
from app.texts.service import merged

MAX_IDS = 5_000
_table: Any = Text.__table__
_SET_SEQ = (
    _table.update()
    .where(_table.c.id == bindparam("of"))
    .values(seq=bindparam("new_seq"), changed_at=bindparam("changed"))
)
# Refused whoever wrote them: reopening does not make such updates welcome.
NOT_OF_RIGHTS = frozenset(("foreign-content", "malformed", "too-long", "client-id", "generation"))
MAX_KEPT = 256 * 1024  # bytes of one refused update; the page has a copy of its own
MAX_REFUSED = 200  # kept for one person and text; the oldest go


@dataclass(frozen=True, slots=True)
class Loaded:
    """A text as the log has it."""

    text_id: UUID
    generation: int
    lineage: UUID
    seq: int
    checkpoint: bytes
    tail: list[bytes]
    owners: dict[int, UUID | None]
    characters: int  # UTF-16 units at the checkpoint: an upper bound is enough for the room
    has_pairs: bool
    max_characters: int


def load(connection: Connection, text_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    """Read texts from the log, as one transaction sees them."""
    found: dict[UUID, Loaded] = {}
    for start in range(0, len(text_ids), MAX_IDS):
        found.update(_load(connection, text_ids[start : start + MAX_IDS]))
    return found


def _load(connection: Connection, text_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    columns = (
        Text.id,
        Text.generation,
        Text.lineage,
        Text.seq,
        Text.checkpoint,
        Text.checkpoint_seq,
        Text.checkpoint_runs,
        Text.max_characters,
    )
    rows = connection.execute(select(*columns).where(Text.id.in_(text_ids))).all()
    behind = [row.id for row in rows if row.checkpoint_seq < row.seq]
    tails: dict[UUID, list[bytes]] = {}
    if behind:
        updates = (
            select(TextUpdate.text_id, TextUpdate.payload)
            .join(Text, Text.id == TextUpdate.text_id)
            .where(TextUpdate.text_id.in_(behind), TextUpdate.seq > Text.checkpoint_seq, TextUpdate.seq <= Text.seq)
            .order_by(TextUpdate.text_id, TextUpdate.seq)
        )
        for text_id, payload in connection.execute(updates):
            tails.setdefault(text_id, []).append(payload)
    owners: dict[UUID, dict[int, UUID | None]] = {row.id: {} for row in rows}
    clients = select(TextClient.lineage, TextClient.client_id, TextClient.person_id, TextClient.text_id)
    sharing: dict[UUID, list[UUID]] = {}
    for row in rows:
        sharing.setdefault(row.lineage, []).append(row.id)
    for client in connection.execute(clients.where(TextClient.lineage.in_(list(sharing)))):
        for text_id in sharing[client.lineage]:
            # An id first used in the original is nobody's in its fork, and the other way round (E14).
            owners[text_id][client.client_id] = client.person_id if client.text_id == text_id else None
    found = {}
    for row in rows:
        words = runs_.plain(orjson.loads(row.checkpoint_runs))
        tail = tails.get(row.id, [])
        characters = len(words.encode("utf-16-le")) // 2 + sum(len(payload) for payload in tail)
        has_pairs = bool(tail) or any(character > "\uffff" for character in words)
        found[row.id] = Loaded(
            row.id,
            row.generation,
            row.lineage,
            row.seq,
            row.checkpoint,
            tail,
            owners[row.id],
            characters,
            has_pairs,
            row.max_characters,
        )
    return found


def since(connection: Connection, text_id: UUID, seq: int) -> tuple[list[bytes], int, dict[int, UUID | None]] | None:
    """The updates after a seq with the present seq and the lineage's owners; None when they are archived already."""
    row = connection.execute(select(Text.seq, Text.checkpoint_seq, Text.lineage).where(Text.id == text_id)).one()
    if row.checkpoint_seq > seq:
        return None
    payloads = connection.scalars(
        select(TextUpdate.payload)
        .where(TextUpdate.text_id == text_id, TextUpdate.seq > seq, TextUpdate.seq <= row.seq)
        .order_by(TextUpdate.seq)
    ).all()
    clients = connection.execute(
        select(TextClient.client_id, TextClient.person_id).where(
            TextClient.lineage == row.lineage, TextClient.text_id == text_id
        )
    )
    return list(payloads), row.seq, {client.client_id: client.person_id for client in clients}


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint will hold, computed before anything is locked (ENGINE E20)."""

    text_id: UUID
    old_seq: int
    seq: int
    generation: int
    state: bytes
    runs: bytes
    hash: str
    entries: list[Entry]


def prepare_checkpoint(connection: Connection, text_id: UUID) -> Checkpoint | None:
    """Merge a text's tail into its state; None when there is no tail."""
    columns = (Text.checkpoint, Text.checkpoint_seq, Text.seq, Text.generation)
    row = connection.execute(select(*columns).where(Text.id == text_id)).one_or_none()
    if row is None or row.seq == row.checkpoint_seq:
        return None
    updates = connection.execute(
        select(TextUpdate)
        .with_only_columns(
            TextUpdate.seq,
            TextUpdate.at,
            TextUpdate.person_id,
            TextUpdate.delegation_id,
            TextUpdate.payload,
            TextUpdate.by_command,
        )
        .where(TextUpdate.text_id == text_id, TextUpdate.seq > row.checkpoint_seq, TextUpdate.seq <= row.seq)
        .order_by(TextUpdate.seq)
    ).all()
    entries = [Entry(u.seq, u.at, u.person_id, u.delegation_id, u.payload, bool(u.by_command)) for u in updates]
    ydoc = merged(row.checkpoint, [entry.payload for entry in entries])
    words = runs_.words_of(ydoc)
    canonical = runs_.canonical_json(words.runs)
    state = bytes(ydoc.get_update())
    return Checkpoint(text_id, row.checkpoint_seq, row.seq, row.generation, state, canonical, words.hash, entries)


def store_checkpoint(connection: Connection, checkpoint: Checkpoint) -> bool:
    """Put the checkpoint in place and the tail before it into the archive; False when somebody was faster."""
    changed = connection.execute(
        update(Text)
        .where(Text.id == checkpoint.text_id, Text.checkpoint_seq == checkpoint.old_seq)
        .values(
            checkpoint=checkpoint.state,
            checkpoint_seq=checkpoint.seq,
            checkpoint_runs=checkpoint.runs.decode(),
            checkpoint_hash=checkpoint.hash,
        )
    )
    if changed.rowcount != 1:
        return False
    connection.execute(
        insert(TextSegment).values(
            text_id=checkpoint.text_id,
            first_seq=checkpoint.old_seq + 1,
            last_seq=checkpoint.seq,
            generation=checkpoint.generation,
            packed=pack(checkpoint.entries),
        )
    )
    connection.execute(
        delete(TextUpdate).where(TextUpdate.text_id == checkpoint.text_id, TextUpdate.seq <= checkpoint.seq)
    )
    return True


@dataclass(slots=True)
class Row:
    """What the committer must know of a text, locked for it."""

    generation: int
    gate: int
    closed: bool
    seq: int
    lineage: UUID


def lock(connection: Connection, text_ids: Sequence[UUID]) -> dict[UUID, Row]:
    """Lock the rows that nobody else holds, in the one order; those left out are locked by a command (E20)."""
    if connection.dialect.name == "sqlite":
        return _sqlite_rows(connection, text_ids)
    statement = (
        select(Text.id, Text.generation, Text.gate, Text.closed, Text.seq, Text.lineage)
        .where(Text.id.in_(text_ids))
        .order_by(Text.id)
        .with_for_update(skip_locked=True)
    )
    rows = connection.execute(statement)
    return {row.id: Row(row.generation, row.gate, row.closed, row.seq, row.lineage) for row in rows}


def append(
    connection: Connection, updates: list[dict[str, Any]], seqs: list[dict[str, Any]], claims: list[dict[str, Any]]
) -> None:
    """Write log rows, the texts' new seqs and the client ids begun."""
    if claims:
        connection.execute(insert(TextClient), claims)
    if not updates:
        return
    if connection.dialect.name == "sqlite":
        _sqlite_append(connection, updates, seqs)
    else:
        connection.execute(insert(TextUpdate), updates)
        connection.execute(_SET_SEQ, seqs)


# Plain SQL for the three statements of every batch on SQLite: a third of Core's cost, which is most of a batch of one.
# It writes what the column types of models.py write: ids as 32 hex digits, times as ISO 8601 in UTC without a zone.

_SQLITE_ROWS = "SELECT id, generation, gate, closed, seq, lineage FROM text WHERE id IN (%s)"
_SQLITE_INSERT = (
    "INSERT INTO text_update (text_id, seq, payload, person_id, delegation_id, at) VALUES (?, ?, ?, ?, ?, ?)"
)
_SQLITE_SET_SEQ = "UPDATE text SET seq = ?, changed_at = ? WHERE id = ?"


def _sqlite_rows(connection: Connection, text_ids: Sequence[UUID]) -> dict[UUID, Row]:
    by_hex = {text_id.hex: text_id for text_id in text_ids}
    marks = ",".join("?" * len(by_hex))
    rows = connection.exec_driver_sql(_SQLITE_ROWS % marks, tuple(by_hex))
    return {by_hex[row[0]]: Row(row[1], row[2], bool(row[3]), row[4], UUID(row[5])) for row in rows}


def _sqlite_append(connection: Connection, updates: list[dict[str, Any]], seqs: list[dict[str, Any]]) -> None:
    at = updates[0]["at"].astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    rows = [
        (
            update["text_id"].hex,
            update["seq"],
            update["payload"],
            update["person_id"].hex if update["person_id"] else None,
            update["delegation_id"].hex if update["delegation_id"] else None,
            at,
        )
        for update in updates
    ]
    connection.exec_driver_sql(_SQLITE_INSERT, rows)
    connection.exec_driver_sql(_SQLITE_SET_SEQ, [(seq["new_seq"], at, seq["of"].hex) for seq in seqs])


def keep_refused(connection: Connection, refused: list[dict[str, Any]]) -> None:
    """Keep what was refused, bounded, and remember which texts have refused somebody who had no right (E9, E11)."""
    kept = [{"at": now(), **row} for row in refused if len(row["payload"]) <= MAX_KEPT]
    if kept:
        connection.execute(insert(RefusedUpdate), kept)
    shut = {row["text_id"] for row in refused if row["reason"] not in NOT_OF_RIGHTS}
    if shut:
        connection.execute(update(Text).where(Text.id.in_(shut)).values(refused_since_closing=True))
    for text_id, person_id in {(row["text_id"], row["person_id"]) for row in refused}:
        newest = (
            select(RefusedUpdate.id)
            .where(RefusedUpdate.text_id == text_id, RefusedUpdate.person_id == person_id)
            .order_by(RefusedUpdate.id.desc())
            .offset(MAX_REFUSED)
        )
        surplus = connection.scalars(newest).all()
        if surplus:
            connection.execute(delete(RefusedUpdate).where(RefusedUpdate.id.in_(surplus)))
