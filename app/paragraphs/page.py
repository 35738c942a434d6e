"""The page state of a document: built once for all its readers, told apart by its ETag."""

import asyncio
import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, now
from app.core.errors import NotFound
from app.documents.models import Document, Numbering
from app.documents.service import categories_of, current_meeting
from app.groups.models import WorkingGroup
from app.ledger import service as ledger
from app.paragraphs.models import Paragraph
from app.paragraphs.reading import category_json, counted, in_reading_order, labelled, paragraph_json, rows_of
from app.texts import service as texts
from app.texts.models import Text

KEPT_PAGES = 64
COMPRESSION = 5


@dataclass(slots=True)
class Page:
    """A built page state; compressed when the first reader asks for it."""

    etag: str
    body: bytes
    packed: bytes | None = None


async def etag_of(session: AsyncSession, document_id: UUID) -> str:
    """A strong name of what a reader would get now: it changes with every event, word and generation."""
    row = (
        await session.execute(
            select(Document.event_number, WorkingGroup.name, Document.group_id)
            .join(WorkingGroup, WorkingGroup.id == Document.group_id)
            .where(Document.id == document_id)
        )
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such document.")
    sums = (
        await session.execute(
            select(func.count(), func.sum(Text.seq), func.sum(Text.generation))
            .join(Paragraph, Paragraph.text_id == Text.id)
            .where(Paragraph.document_id == document_id)
        )
    ).one()
    meeting = await current_meeting(session, row.group_id)
    end = await ledger.end_of(session, ledger.document_chain(document_id))
    said = [str(document_id), row.event_number, row.name, *sums, meeting and [str(meeting.id), meeting.title], end]
    return f'"{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}"'


async def build(session: AsyncSession, document_id: UUID) -> bytes:
    """The page state as JSON, as this transaction sees it; raises NotFound."""
    found = await session.execute(
        select(Document, WorkingGroup.name)
        .join(WorkingGroup, WorkingGroup.id == Document.group_id)
        .where(Document.id == document_id)
        .execution_options(populate_existing=True)
    )
    if (first := found.one_or_none()) is None:
        raise NotFound("There is no such document.")
    document, group_name = first
    categories = await categories_of(session, document_id)
    rows = in_reading_order(await rows_of(session, document_id), categories)
    words = await texts.words_of_many(session, [row.text_id for row in rows])
    meeting = await current_meeting(session, document.group_id)
    end = await ledger.end_of(session, ledger.document_chain(document_id))
    numbering = Numbering(document.numbering)
    labels = labelled(rows, {category.id: category.code for category in categories}, numbering)
    counts = counted(rows)
    state: dict[str, Any] = {
        "id": str(document.id),
        "title": document.title,
        "group": {"id": str(document.group_id), "name": group_name},
        "audience": document.audience,
        "seq": document.event_number,
        "at": now(),
        "meeting": {"id": str(meeting.id), "number": meeting.number, "title": meeting.title} if meeting else None,
        "record": {"number": end[0], "fingerprint": end[1]} if end else None,
        "numbering": numbering,
        "categories": [category_json(category, counts.get(category.id, {})) for category in categories],
        "paragraphs": [paragraph_json(row, words[row.text_id], *labels[row.id], numbering) for row in rows],
    }
    return orjson.dumps(state)


class Pages:
    """The last page states of a server, so that a room of readers costs one building."""

    def __init__(self, kept: int = KEPT_PAGES) -> None:
        self._kept = kept
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._building: dict[UUID, asyncio.Lock] = {}

    async def get(self, session: AsyncSession, document_id: UUID, etag: str) -> Page:
        """The page state that had this ETag a moment ago in this session's transaction."""
        if (page := self._known(etag)) is not None:
            return page
        lock = self._building.setdefault(document_id, asyncio.Lock())
        async with lock:
            if (page := self._known(etag)) is None:
                page = self._pages[etag] = Page(etag, await build(session, document_id))
                while len(self._pages) > self._kept:
                    self._pages.popitem(last=False)
        if not lock.locked():
            self._building.pop(document_id, None)
        return page

    def _known(self, etag: str) -> Page | None:
        page = self._pages.get(etag)
        if page is not None:
            self._pages.move_to_end(etag)
        return page


async def packed(page: Page) -> bytes:
    """The body compressed, once for everybody."""
    if page.packed is None:
        page.packed = await asyncio.to_thread(gzip.compress, page.body, COMPRESSION, mtime=0)
    return page.packed


def pages_of(database: Database) -> Pages:
    """The page states that this server keeps."""
    pages: Pages = database.memo.setdefault("paragraphs.pages", Pages())
    return pages
