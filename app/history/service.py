"""The history of one paragraph: a page of it, the words of a moment, and how two moments differ.

Replaying a log takes its time, so it is done in a thread, once an answer.
"""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.amendments.models import Amendment
from app.breakouts.models import Breakout, BreakoutOutcome
from app.core.actor import Actor
from app.core.errors import NotFound
from app.documents.doors import Held, sittings_held
from app.documents.models import Document
from app.groups.models import Meeting
from app.history.entries import Entry, Group, Happening, Part, entries_of, grouped
from app.history.loading import Reader, parts_of, read_paragraph
from app.history.names import Names, names_of
from app.history.sources import breakout_head, happenings, proposal_head
from app.paragraphs import reading
from app.paragraphs.models import Paragraph
from app.texts.diff import Change, word_diff
from app.texts.history import How, bursts_of, shown_seq, sizes, words_at
from app.texts.runs import Words, words_from

LONGEST_SHOWN = 8_000  # characters; longer words are compared when they are asked for
NOW = "now"


async def history(
    session: AsyncSession, actor: Actor | None, paragraph_id: UUID, before: int | None, limit: int
) -> dict[str, Any]:
    """HistoryRead: the newest entries, or those before that many from the oldest."""
    paragraph, reader = await read_paragraph(session, actor, paragraph_id)
    document = reader.document
    parts = await parts_of(session, paragraph)
    done = await happenings(session, document, [paragraph.id])
    for part in parts[:-1]:
        done |= await happenings(session, document, [part.paragraph_id])
    for part in parts:
        part.happenings = done.get(part.paragraph_id, [])
    sittings = await sittings_held(session, document.id)
    page, words, total = await asyncio.to_thread(_page, parts, sittings, reader, before, limit)
    start = min(before if before is not None else total, total) - len(page)
    authors = [author for entry in page if entry.burst for author in entry.burst.authors]
    shown = _Shown(
        parts,
        words,
        await names_of(session, authors, unattributed=document.unattributed),
        await _addresses(session, document, [entry.happening for entry in page if entry.happening]),
        document.unattributed,
    )
    meetings = (await session.scalars(select(Meeting).where(Meeting.group_id == document.group_id))).all()
    return {
        "groups": [_group_json(one, shown, meetings) for one in grouped(reversed(page), sittings)],
        "next": start or None,
        "total": total,
        "present": _moment(parts[-1], parts[-1].rows[-1].seq if parts[-1].rows else 0),
        "origin": await _origin(session, document, paragraph),
    }


def _page(
    parts: Sequence[Part], sittings: Sequence[Held], reader: Reader, before: int | None, limit: int
) -> tuple[list[Entry], dict[tuple[int, int], "_Change"], int]:
    """Some entries, the oldest first, and what each of them did to the words."""
    entries = entries_of(parts, sittings, reader.shut)
    end = len(entries) if before is None else min(before, len(entries))
    page = entries[max(end - limit, 0) : end]
    changes: dict[tuple[int, int], _Change] = {}
    for number, part in enumerate(parts):
        bursts = [entry.burst for entry in page if entry.burst and entry.part == number]
        found = words_at(part.stretches, [seq for one in bursts for seq in (one.first - 1, one.last)])
        for one in bursts:
            earlier = _before_split(parts, number) if one.how is How.BEGUN and number else found[one.first - 1]
            later = found[one.last]
            short = max(len(earlier.text), len(later.text)) <= LONGEST_SHOWN
            diff = word_diff(earlier.runs, later.runs) if short else None
            changes[number, one.first] = _Change(later, diff, earlier.hash != later.hash)
    return page, changes, len(entries)


def _before_split(parts: Sequence[Part], number: int) -> Words:
    """What a split began with: the whole words."""
    parent = parts[number - 1]
    last = parent.rows[-1].seq if parent.rows else 0
    return words_at(parent.stretches, [last])[last]


class _Change:
    """What an entry did to the words."""

    __slots__ = ("changed", "diff", "words")

    def __init__(self, words: Words, diff: list[Change] | None, changed: bool) -> None:
        self.words, self.diff, self.changed = words, diff, changed


class _Shown:
    """What entries are shown with."""

    def __init__(
        self,
        parts: Sequence[Part],
        changes: dict[tuple[int, int], _Change],
        names: Names,
        addresses: dict[UUID, str],
        unattributed: bool,
    ) -> None:
        self.parts, self.changes, self.names = parts, changes, names
        self.addresses, self.unattributed = addresses, unattributed


def _moment(part: Part, seq: int) -> str:
    return f"{part.paragraph_id}.{seq}"


def _group_json(group: Group, shown: _Shown, meetings: Sequence[Meeting]) -> dict[str, Any]:
    newest, oldest = group.entries[0], group.entries[-1]
    day = oldest.at.date()
    sitting = group.sitting
    meeting = None
    if sitting is not None:
        meeting = {"number": sitting.meeting_number, "title": sitting.meeting_title}
    else:
        for one in meetings:
            if one.from_day and one.from_day <= day <= (one.until_day or one.from_day):
                meeting = {"number": one.number, "title": one.title}
    return {
        "key": group.key,
        "sitting": {"number": sitting.number, "meeting": sitting.meeting_number} if sitting else None,
        "meeting": meeting,
        "day": day,
        "from": oldest.at,
        "to": newest.burst.until if newest.burst else newest.at,
        "entries": [_entry_json(entry, shown) for entry in group.entries],
    }


def _entry_json(entry: Entry, shown: _Shown) -> dict[str, Any]:
    part = shown.parts[entry.part]
    burst, done = entry.burst, entry.happening
    change = shown.changes[entry.part, burst.first] if burst else None
    by: list[dict[str, Any]] = []
    if done is not None:
        by = [] if shown.unattributed else [{"name": name, "delegation": None} for name in done.by]
    elif burst is not None and burst.how is How.TYPED:
        by = shown.names.by(burst.authors)
    seats = {one["delegation"] for one in by}
    added, removed = sizes(change.diff) if change and change.diff else (0, 0)
    brief = change is not None and len(change.words.text) <= LONGEST_SHOWN
    return {
        "id": entry.key,
        "kind": done.kind if done else _kind(burst),
        "at": entry.at,
        "until": burst.until if burst else entry.at,
        "by": by,
        "for": seats.pop() if len(seats) == 1 else None,
        "office": done.office if done and not shown.unattributed else None,
        "on_word_of": done.on_word_of if done and not shown.unattributed else None,
        "paragraph": part.paragraph_id,
        "seq_before": burst.first - 1 if burst else None,
        "seq": burst.last if burst else None,
        "before": _before(shown.parts, entry) if burst else None,
        "after": _moment(part, burst.last) if burst else None,
        "words": change.words.text if change and brief else None,
        "changes": change.diff if change and change.changed else None,
        "added": added,
        "removed": removed,
        "decision": done.decision if done else None,
        "status": done.status if done else None,
        "qualifier": done.qualifier if done else None,
        "note": done.note if done else None,
        "proposal": done.proposal if done else None,
        "breakout": done.breakout if done else None,
        "other": _other(done, shown.addresses),
    }


def _kind(burst: Any) -> str:
    return {How.SHUT: "shut", How.BEGUN: "begun"}.get(burst.how, "words")


def _before(parts: Sequence[Part], entry: Entry) -> str | None:
    assert entry.burst is not None
    if entry.burst.how is How.BEGUN:
        if entry.part == 0:
            return None
        parent = parts[entry.part - 1]
        return _moment(parent, parent.rows[-1].seq if parent.rows else 0)
    return _moment(parts[entry.part], entry.burst.first - 1)


def _other(done: Happening | None, addresses: dict[UUID, str]) -> dict[str, Any] | None:
    if done is None or done.other is None:
        return None
    return {"paragraph": done.other, "address": addresses.get(done.other, "")}


async def _addresses(session: AsyncSession, document: Document, done: Sequence[Happening]) -> dict[UUID, str]:
    ids = {one.other for one in done if one.other is not None}
    if not ids:
        return {}
    categories = await session.scalars(select(Paragraph.category_id).where(Paragraph.id.in_(ids)))
    labels = await reading.labels_in(session, document, set(categories))
    return {id_: labels[id_][0].address for id_ in ids if id_ in labels}


async def _origin(session: AsyncSession, document: Document, paragraph: Paragraph) -> dict[str, Any]:
    """Where it came from: a contribution, an accepted proposal, a breakout group, another paragraph."""
    # Of a breakout group's text, what its paragraph was copied from came from somewhere, too: its own history says so.
    proposal = await session.scalar(select(Amendment).where(Amendment.result_id == paragraph.id))
    breakout = await session.scalar(
        select(Breakout)
        .join(BreakoutOutcome, BreakoutOutcome.breakout_id == Breakout.id)
        .where(BreakoutOutcome.result_id == paragraph.id, Breakout.document_id == document.id)
        .order_by(BreakoutOutcome.at.desc())
        .limit(1)
    )
    split_from = None
    if paragraph.split_from is not None:
        parent = await session.get_one(Paragraph, paragraph.split_from)
        split_from = {"paragraph": parent.id, "address": await reading.address_of(session, document, parent)}
    copied = document.copy_of is not None and paragraph.copied_from is not None
    return {
        "source": paragraph.source,
        "proposer": paragraph.proposer,
        "proposal": proposal_head(proposal) if proposal and proposal.document_id == document.id else None,
        "breakout": breakout_head(breakout) if breakout else None,
        "split_from": split_from,
        "copied_from": {"document": document.copy_of, "paragraph": paragraph.copied_from} if copied else None,
        "imported": paragraph.given_label is not None or paragraph.variant is not None,
        "created_at": paragraph.created_at,
    }


async def words(session: AsyncSession, actor: Actor | None, paragraph_id: UUID, moment: str) -> dict[str, Any]:
    """MomentRead: the words of a paragraph at one moment."""
    paragraph, reader = await read_paragraph(session, actor, paragraph_id)
    [found] = await _moments(session, reader, paragraph, [moment])
    return found


async def compare(
    session: AsyncSession, actor: Actor | None, paragraph_id: UUID, before: str, after: str
) -> dict[str, Any]:
    """MomentsCompared: how the words of two moments differ."""
    paragraph, reader = await read_paragraph(session, actor, paragraph_id)
    earlier, later = await _moments(session, reader, paragraph, [before, after])
    changes = await asyncio.to_thread(word_diff, earlier["runs"], later["runs"])
    return {"before": earlier, "after": later, "changes": changes}


async def _moments(
    session: AsyncSession, reader: Reader, paragraph: Paragraph, moments: Sequence[str]
) -> list[dict[str, Any]]:
    parts = {part.paragraph_id: part for part in await parts_of(session, paragraph)}
    wanted: list[tuple[UUID, int | None]] = []
    for moment in moments:
        of, _, seq = moment.rpartition(".")
        id_ = UUID(of) if of else paragraph.id
        if id_ not in parts:
            other = await session.get(Paragraph, id_)
            if other is None or other.document_id != reader.document.id:
                raise NotFound("There is no such moment.")
            parts[id_] = (await parts_of(session, other))[-1]
        wanted.append((id_, None if seq == NOW else int(seq)))
    return await asyncio.to_thread(_said, reader, parts, wanted)


def _said(reader: Reader, parts: dict[UUID, Part], wanted: Sequence[tuple[UUID, int | None]]) -> list[dict[str, Any]]:
    found = []
    for id_, asked in wanted:
        part = parts[id_]
        last = part.every[-1].seq if part.every else 0
        seq = last if asked is None else min(asked, last)
        # Before anything but the present, what was shut stays so.
        seq = shown_seq(bursts_of(part.every, shut=reader.shut), seq)
        then = words_at(part.stretches, [seq]).get(seq) or words_from([])
        at = next((row.at for row in reversed(part.every) if row.seq <= seq), None)
        found.append(
            {
                "moment": _moment(part, seq),
                "at": at,
                "runs": then.runs,
                "words": then.text,
                "content_hash": then.hash,
                "text_seq": seq,
            }
        )
    return found
