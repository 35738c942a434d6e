"""The page state of a document: put together from a fragment a paragraph, once for all its readers (ENGINE E23).

What a command did is in the very next answer. Words are, too, as long as that costs little; while many people type and
many read, a page state is served for up to a second after it was read (`at` and the `text_seq`s say what it holds).
"""

import asyncio
import gzip
import hashlib
import time
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, now, one_view
from app.core.errors import NotFound
from app.documents.heads import whereabouts
from app.documents.models import Document, Numbering
from app.documents.service import categories_of, current_meeting
from app.groups.models import Meeting, WorkingGroup
from app.ledger import service as ledger
from app.ledger.models import Chain
from app.paragraphs.models import Paragraph
from app.paragraphs.reading import category_json, counted, in_reading_order, labelled, paragraph_json, rows_of
from app.texts import service as texts
from app.texts.models import Text

KEPT_DOCUMENTS = 64
KEPT_NAMES = 1_000  # etags of one document that `?since=` still knows
KEPT_CHANGES = 100  # answers to different `since` for one page state
STALE_S = 1.0
FRESH_BUILDINGS = 5  # so many within FRESH_S cost little; more, and readers get the last one for up to STALE_S
FRESH_S = 5.0
COMPRESSION = 5
WORTH_PACKING = 1_000  # bytes

_json = orjson.OPT_UTC_Z

# Every reader asks these: they are made once.
_LOOK = (
    select(
        Document,
        WorkingGroup.name,
        Meeting.id,
        Meeting.number,
        Meeting.title,
        Chain.number,
        Chain.fingerprint,
    )
    .join(WorkingGroup, WorkingGroup.id == Document.group_id)
    .outerjoin(Meeting, and_(Meeting.group_id == Document.group_id, Meeting.is_current))
    .outerjoin(Chain, Chain.name == bindparam("chain"))
    .where(Document.id == bindparam("document"))
)
_SUMS = (
    select(func.count(), func.sum(Text.seq), func.sum(Text.generation))
    .join(Paragraph, Paragraph.text_id == Text.id)
    .where(Paragraph.document_id == bindparam("document"))
)


class Look(NamedTuple):
    """A document as one reader just saw it; `procedure` changes with everything in a page state but its words."""

    document: Document
    procedure: tuple[Any, ...]


@dataclass(slots=True)
class Body:
    """Bytes to answer with; compressed when the first reader asks for it."""

    plain: bytes
    _packed: bytes | None = None

    async def packed(self) -> bytes:
        """Compressed with gzip, once for everybody."""
        if self._packed is None:
            self._packed = await asyncio.to_thread(gzip.compress, self.plain, COMPRESSION, mtime=0)
        return self._packed

    @property
    def is_worth_packing(self) -> bool:
        return len(self.plain) >= WORTH_PACKING


@dataclass(slots=True)
class Fragment:
    """One paragraph's JSON, what it was made from, and the number of the building in which it last changed."""

    facts: tuple[Any, ...]
    building: int
    body: bytes


@dataclass(slots=True)
class Page:
    """A page state as it was at one moment. Its etag names the words and everything else in it but that moment."""

    etag: str
    building: int
    procedure: tuple[Any, ...]
    words: tuple[int, ...]
    read_at: float
    head: bytes
    whole: Body
    changes: dict[str, Body] = field(default_factory=dict)


@dataclass(slots=True)
class Kept:
    """What is kept of one document."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    page: Page | None = None
    buildings: int = 0
    reordered: int = 0  # the last building with other paragraphs, or in another order, than the one before it
    fragments: dict[UUID, Fragment] = field(default_factory=dict)  # in reading order
    removed: dict[UUID, int] = field(default_factory=dict)
    names: OrderedDict[str, int] = field(default_factory=OrderedDict)
    built_at: deque[float] = field(default_factory=lambda: deque(maxlen=FRESH_BUILDINGS))

    def serves(self, procedure: tuple[Any, ...], clock: float) -> Page | None:
        """The page state that will do without looking at the words: read a moment ago, and building is not free."""
        page = self.page
        if page is None or page.procedure != procedure or clock - page.read_at > STALE_S:
            return None
        busy = len(self.built_at) == FRESH_BUILDINGS and clock - self.built_at[0] < FRESH_S
        return page if busy else None


async def build(session: AsyncSession, document_id: UUID) -> bytes:
    """The page state as JSON, as this transaction sees it, from nothing that is kept; raises NotFound."""
    page, _ = await _build(session, await look(session, document_id), Kept())
    return page.whole.plain


class Pages:
    """The page states of a server, so that a room of readers costs one building."""

    def __init__(self, kept: int = KEPT_DOCUMENTS) -> None:
        self._size = kept
        self._kept: OrderedDict[UUID, Kept] = OrderedDict()

    async def get(self, session: AsyncSession, document_id: UUID, looked: Look | None = None) -> Page:
        """The page state, at most a second behind in its words and in nothing else; raises NotFound.

        It may end the session's transaction, so that nobody who waits for a building holds a connection.
        """
        kept = self._kept_of(document_id)
        if looked is None:
            looked = await look(session, document_id)
        if (page := await _current(session, document_id, kept, looked.procedure)) is not None:
            return page
        await session.rollback()
        async with kept.lock:
            await one_view(session)
            looked = await look(session, document_id)
            if (page := await _current(session, document_id, kept, looked.procedure)) is None:
                page, fragments = await _build(session, looked, kept)
                _keep(kept, page, fragments)
        return page

    def changes(self, document_id: UUID, page: Page, since: str) -> Body | None:
        """What differs from the page state with that etag (without quotes); None if it is not known here any more.

        Ask at once when `get` has returned: the fragments must still be those of the page.
        """
        kept = self._kept_of(document_id)
        if kept.page is not page or (building := kept.names.get(since)) is None:
            return None
        if (known := page.changes.get(since)) is not None:
            return known
        changed = [fragment.body for fragment in kept.fragments.values() if fragment.building > building]
        gone = [str(id_) for id_, gone_in in kept.removed.items() if gone_in > building]
        order = [str(id_) for id_ in kept.fragments] if kept.reordered > building else None
        body = b'{"since":%b,"head":%b,"paragraphs":[%b],"removed":%b,"order":%b}' % (
            orjson.dumps(since),
            page.head,
            b",".join(changed),
            orjson.dumps(gone),
            orjson.dumps(order),
        )
        answer = Body(body)
        if len(page.changes) < KEPT_CHANGES:
            page.changes[since] = answer
        return answer

    def _kept_of(self, document_id: UUID) -> Kept:
        kept = self._kept.setdefault(document_id, Kept())
        self._kept.move_to_end(document_id)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return kept


def pages_of(database: Database) -> Pages:
    """The page states that this server keeps."""
    pages: Pages = database.memo.setdefault("paragraphs.pages", Pages())
    return pages


async def look(session: AsyncSession, document_id: UUID) -> Look:
    """The document, and what its page state depends on besides the words; raises NotFound."""
    row = (
        await session.execute(
            _LOOK,
            {"document": document_id, "chain": ledger.document_chain(document_id)},
            execution_options={"populate_existing": True},
        )
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such document.")
    document, *others = row
    # Each command about the document or what is in it counts `event_number` up.
    return Look(document, (document.event_number, document.group_id, *others))


async def _current(session: AsyncSession, document_id: UUID, kept: Kept, procedure: tuple[Any, ...]) -> Page | None:
    """The page state that is kept, if it will do."""
    clock = time.monotonic()
    if (page := kept.serves(procedure, clock)) is not None:
        return page
    page = kept.page
    if page is None or page.procedure != procedure:
        return None
    sums = (await session.execute(_SUMS, {"document": document_id})).one()
    if kept.page is not page or page.words != tuple(int(number or 0) for number in sums):
        return None
    page.read_at = clock
    return page


async def _build(session: AsyncSession, looked: Look, kept: Kept) -> tuple[Page, dict[UUID, Fragment]]:
    at, read_at = now(), time.monotonic()
    document, procedure = looked
    categories = await categories_of(session, document.id)
    rows = in_reading_order(await rows_of(session, document.id), categories)
    numbering = Numbering(document.numbering)
    labels = labelled(rows, {category.id: category.code for category in categories}, numbering)
    facts = {row.id: (tuple(row), *labels[row.id], numbering) for row in rows}
    stale = [row for row in rows if (old := kept.fragments.get(row.id)) is None or old.facts != facts[row.id]]
    words = await texts.words_of_many(session, [row.text_id for row in stale])
    counts = counted(rows)
    head = await _head(session, document, at)
    head["categories"] = [category_json(category, counts.get(category.id, {})) for category in categories]
    building = kept.buildings + 1

    def assemble() -> tuple[bytes, Body, dict[UUID, Fragment]]:
        new = {
            row.id: Fragment(
                facts[row.id],
                building,
                orjson.dumps(paragraph_json(row, words[row.text_id], *labels[row.id], numbering), option=_json),
            )
            for row in stale
        }
        fragments = {row.id: new.get(row.id) or kept.fragments[row.id] for row in rows}
        start = orjson.dumps(head, option=_json)
        joined = b",".join([fragment.body for fragment in fragments.values()])
        return start, Body(start[:-1] + b',"paragraphs":[' + joined + b"]}"), fragments

    start, whole, fragments = await asyncio.to_thread(assemble)
    sums = (len(rows), sum(row.seq for row in rows), sum(row.generation for row in rows))
    return Page(_name_of(document.id, procedure, sums), building, procedure, sums, read_at, start, whole), fragments


async def _head(session: AsyncSession, document: Document, at: Any) -> dict[str, Any]:
    """Everything about the document that is not its categories and paragraphs.

    What is said here must change only with what `look` reads.
    """
    group = await session.get_one(WorkingGroup, document.group_id, populate_existing=True)
    meeting = await current_meeting(session, document.group_id)
    end = await ledger.end_of(session, ledger.document_chain(document.id))
    return {
        "id": str(document.id),
        "title": document.title,
        "group": {"id": str(group.id), "name": group.name},
        "seq": document.event_number,
        "at": at,
        "meeting": meeting
        and {"id": str(meeting.id), "number": meeting.number, "title": meeting.title, "from_day": meeting.from_day},
        "record": {"number": end[0], "fingerprint": end[1]} if end else None,
        "numbering": document.numbering,
        **await whereabouts(session, document),
    }


def _keep(kept: Kept, page: Page, fragments: dict[UUID, Fragment]) -> None:
    order_changed = list(fragments) != list(kept.fragments)
    kept.buildings = page.building
    if order_changed:
        kept.reordered = page.building
        for id_ in kept.fragments.keys() - fragments.keys():
            kept.removed[id_] = page.building
        for id_ in fragments:
            kept.removed.pop(id_, None)
    kept.fragments = fragments
    kept.page = page
    kept.built_at.append(page.read_at)
    name = page.etag.strip('"')
    # Words never go back, so a name that comes again is that of the same words (a building between two moments).
    kept.names.setdefault(name, page.building)
    kept.names.move_to_end(name)
    while len(kept.names) > KEPT_NAMES:
        kept.names.popitem(last=False)


def _name_of(document_id: UUID, procedure: Sequence[Any], words: Iterable[int]) -> str:
    """A strong name of a page state: it changes with every event, word and generation."""
    said = [str(document_id), *(str(fact) for fact in procedure), *words]
    return f'"{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}"'
