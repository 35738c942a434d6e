"""What changed in a whole document since a moment, paragraph by paragraph and by words."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Connection, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import now
from app.core.errors import Invalid, NotFound
from app.documents import service as documents
from app.documents.doors import sittings_held
from app.documents.models import Document, Numbering
from app.groups.models import Meeting
from app.history.archive import Found, Unpacked, unpacked_of
from app.history.entries import Happening
from app.history.loading import Reader, reader_of
from app.history.names import names_of
from app.history.sources import happenings
from app.paragraphs import reading
from app.revisions.revisions import content_of, read_revision
from app.texts import service as texts
from app.texts.authorship import Author
from app.texts.diff import Change, word_diff
from app.texts.history import How, Row, behind_doors, rows_of, words_at
from app.texts.models import Text, TextUpdate
from app.texts.runs import Run, Words, words_from, words_of
from app.texts.segments import Entry, Stretch
from app.texts.service import merged

MAX_IDS = 5_000


async def changes(
    session: AsyncSession,
    actor: Actor | None,
    document_id: UUID,
    *,
    since: datetime | None,
    revision: int | None,
    meeting: bool,
) -> dict[str, Any]:
    """ChangesRead; raises Invalid, NotFound, and what reading the document or the revision would."""
    if sum((since is not None, revision is not None, meeting)) != 1:
        raise Invalid(errors=[{"pointer": "query/since", "detail": "Give one of since, revision and meeting."}])
    reader = await reader_of(session, actor, document_id)
    document = reader.document
    current = await documents.current_meeting(session, document.group_id)
    frozen: dict[str, Any] | None = None
    if revision is not None:
        seen = await read_revision(session, actor, document_id, revision)
        since, frozen = seen.revision.frozen_at, orjson.loads(content_of(seen.revision))
    elif meeting:
        since = await _beginning(session, document, current)
    assert since is not None
    rows = reading.in_reading_order(
        await reading.rows_of(session, document_id), await documents.categories_of(session, document_id)
    )
    done = await happenings(session, document, [row.id for row in rows], since=since)
    # Whoever was shut out at that moment last saw the words before it.
    seen_at = min((one.start for one in reader.shut if one.has(since) and not one.from_copy), default=since)
    touched = [row for row in rows if _touched(row, seen_at, done)]
    connection = await session.connection()
    kept = unpacked_of(session)
    logs = await connection.run_sync(_logs, touched, seen_at)
    # Where a tail begins before that moment, the archive is not needed.
    older = [id_ for id_, log in logs.items() if not (log.tail and log.tail[0].at <= seen_at)]
    archive = await connection.run_sync(kept.find, older)
    words = await texts.words_of_many(session, [row.text_id for row in touched])
    were = {one["id"]: one for one in frozen["paragraphs"] if not one["withdrawn"]} if frozen else None
    found = await asyncio.to_thread(_compared, touched, logs, (kept, archive), words, seen_at, reader, were, done)
    return {
        "since": since,
        "revision": revision,
        "meeting": {"number": current.number, "title": current.title} if current else None,
        "at": now(),
        "categories": [
            {"id": one.id, "code": one.code, "title": one.title}
            for one in await documents.categories_of(session, document_id)
        ],
        "paragraphs": await _shown(session, document, rows, found),
    }


async def _beginning(session: AsyncSession, document: Document, current: Meeting | None) -> datetime:
    """When the meeting began: its first day, or else its first sitting on this document."""
    if current is None:
        raise NotFound("No meeting is open.")
    if current.from_day is not None:
        return datetime.combine(current.from_day, time(), UTC)
    sittings = await sittings_held(session, document.id)
    opened = [one.opened_at for one in sittings if one.meeting_number == current.number]
    if not opened:
        raise NotFound("It is not known when the meeting began.")
    return opened[0]


def _touched(row: Any, since: datetime, done: Mapping[UUID, Sequence[Happening]]) -> bool:
    if row.withdrawn_at is not None and row.withdrawn_at <= since:
        return False
    moments = (row.created_at, row.changed_at, row.words_changed_at)
    return bool(done.get(row.id)) or any(at is not None and at > since for at in moments)


@dataclass(frozen=True, slots=True)
class _Log:
    """A text's checkpoint and tail."""

    checkpoint: bytes
    checkpoint_seq: int
    forked: bool
    tail: list[Entry]


def _logs(connection: Connection, rows: Sequence[Any], since: datetime) -> dict[UUID, _Log]:
    ids = [row.text_id for row in rows if max(row.created_at, row.words_changed_at or row.created_at) > since]
    logs: dict[UUID, _Log] = {}
    for start in range(0, len(ids), MAX_IDS):
        part = ids[start : start + MAX_IDS]
        columns = (Text.id, Text.checkpoint, Text.checkpoint_seq, Text.forked_from)
        for row in connection.execute(select(*columns).where(Text.id.in_(part))):
            logs[row.id] = _Log(row.checkpoint, row.checkpoint_seq, row.forked_from is not None, [])
        updates = (
            select(
                TextUpdate.text_id,
                TextUpdate.seq,
                TextUpdate.at,
                TextUpdate.person_id,
                TextUpdate.delegation_id,
                TextUpdate.payload,
                TextUpdate.by_command,
            )
            .join(Text, Text.id == TextUpdate.text_id)
            .where(TextUpdate.text_id.in_(part), TextUpdate.seq > Text.checkpoint_seq)
            .order_by(TextUpdate.text_id, TextUpdate.seq)
        )
        for one in connection.execute(updates):
            logs[one.text_id].tail.append(Entry(*one[1:-1], by_command=bool(one.by_command)))
    return logs


@dataclass(slots=True)
class _Found:
    """What a paragraph was and is, and who changed it."""

    row: Any
    what: str
    before: Words | None
    now: Words | None
    changes: list[Change]
    by: list[Author]
    shut: bool
    acts: list[Happening]


def _compared(
    rows: Iterable[Any],
    logs: Mapping[UUID, _Log],
    archive: tuple[Unpacked, Found],
    words: Mapping[UUID, texts.Words],
    since: datetime,
    reader: Reader,
    were: Mapping[str, Any] | None,
    done: Mapping[UUID, Sequence[Happening]],
) -> list[_Found]:
    found = []
    archives = archive[0].unpack(archive[1])
    for row in rows:
        present = Words(words[row.text_id].runs, words[row.text_id].plain, words[row.text_id].hash)
        log = logs.get(row.text_id)
        entries, stretches = _entries(log, archives.get(row.text_id, []))
        if were is not None:
            old = were.get(str(row.id))
            before = words_from(old["runs"]) if old else None
        elif row.created_at > since:
            before = None
        else:
            before = _then(log, entries, stretches, since) if log else present
        now_there = present if row.withdrawn_at is None else None
        if before is None and now_there is None:
            continue
        acts = sorted(done.get(row.id, ()), key=lambda one: one.at)
        what = _what(before, now_there)
        if what == "done" and not acts:
            continue
        later = [one for one in entries if one.at > since]
        hidden = [behind_doors(one, reader.shut) is not None for one in later]
        typed = [one.author for one, shut in zip(later, hidden, strict=True) if one.how is How.TYPED and not shut]
        diff = word_diff(before.runs if before else [], now_there.runs if now_there else [])
        found.append(_Found(row, what, before, now_there, diff, typed, any(hidden), acts))
    return found


def _what(before: Words | None, present: Words | None) -> str:
    if before is None:
        return "added"
    if present is None:
        return "removed"
    return "changed" if before.hash != present.hash else "done"


def _entries(log: _Log | None, archive: Sequence[Stretch]) -> tuple[list[Row], list[Stretch]]:
    if log is None:
        return [], []
    stretches = [*archive, Stretch(log.tail)]
    return rows_of(stretches, forked=log.forked), stretches


def _then(log: _Log, rows: Sequence[Row], stretches: Sequence[Stretch], since: datetime) -> Words:
    """The words at that moment."""
    seq = max((row.seq for row in rows if row.at <= since), default=0)
    if log.tail and log.tail[0].at <= since:
        early = [entry.payload for entry in log.tail if entry.seq <= seq]
        return words_of(merged(log.checkpoint, early))
    return words_at(stretches, [seq])[seq]


async def _shown(
    session: AsyncSession, document: Document, rows: Sequence[Any], found: Sequence[_Found]
) -> list[dict[str, Any]]:
    codes = {one.id: one.code for one in await documents.categories_of(session, document.id)}
    labels = reading.labelled(rows, codes, Numbering(document.numbering))
    authors = [author for one in found for author in one.by]
    names = await names_of(session, authors, unattributed=document.unattributed)
    return [
        {
            "paragraph": one.row.id,
            "address": labels[one.row.id][0].address,
            "category": one.row.category_id,
            "level": one.row.level,
            "kind": one.row.kind,
            "what": one.what,
            "status": one.row.status,
            "before": _runs(one.before) if one.what != "done" else None,
            "now": _runs(one.now),
            "changes": one.changes,
            "by": names.by(one.by),
            "shut": one.shut,
            "acts": [_act(act, document.unattributed) for act in one.acts],
        }
        for one in found
    ]


def _runs(words: Words | None) -> dict[str, Any] | None:
    if words is None:
        return None
    runs: list[Run] = words.runs
    return {"runs": runs, "words": words.text, "content_hash": words.hash}


def _act(done: Happening, unattributed: bool) -> dict[str, Any]:
    return {
        "kind": done.kind,
        "at": done.at,
        "by": [] if unattributed else [{"name": name, "delegation": None} for name in done.by],
        "office": None if unattributed else done.office,
        "on_word_of": None if unattributed else done.on_word_of,
        "decision": done.decision,
        "status": done.status,
        "qualifier": done.qualifier,
        "note": done.note,
        "proposal": done.proposal,
        "breakout": done.breakout,
    }
