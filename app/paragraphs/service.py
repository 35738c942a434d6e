"""Making paragraphs and changing their order, level, kind and presence (ENGINE E15, E17); marks.py marks them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import now
from app.core.errors import Conflict, NotFound
from app.core.events import Events
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Category, Document, Way
from app.documents.positions import key_between, n_keys_between
from app.groups.rights import Act, Standing
from app.paragraphs import gates, labels, reading
from app.paragraphs.models import Paragraph
from app.paragraphs.schemas import ParagraphCreate, ParagraphMove, ParagraphUpdate
from app.paragraphs.status import takes_typing
from app.texts import service as texts
from app.texts.models import Text

LONGEST_POSITION = 100


class IdTaken(Conflict):
    slug = "id-taken"
    title = "This id belongs to something else"


def install(events: Events) -> None:
    """Let paragraphs take part in what happens to groups and documents."""
    gates.install(events)


async def get_paragraph(session: AsyncSession, paragraph_id: UUID) -> Paragraph:
    """The paragraph; raises NotFound."""
    paragraph = await session.get(Paragraph, paragraph_id)
    if paragraph is None:
        raise NotFound("There is no such paragraph.")
    return paragraph


async def lock_with_text(session: AsyncSession, paragraph_id: UUID) -> tuple[Paragraph, Text]:
    """The paragraph and its text with their rows locked, the text first (ENGINE E20)."""
    return (await lock_with_texts(session, [paragraph_id]))[paragraph_id]


async def lock_with_texts(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, tuple[Paragraph, Text]]:
    """Paragraphs and their texts with their rows locked, all texts first, each in the order of ids (ENGINE E20)."""
    text_ids = (await session.scalars(select(Paragraph.text_id).where(Paragraph.id.in_(ids)))).all()
    if len(text_ids) < len(set(ids)):
        raise NotFound("There is no such paragraph.")
    fresh = {"populate_existing": True}
    text_rows = select(Text).where(Text.id.in_(text_ids)).order_by(Text.id).with_for_update()
    texts_ = {text.id: text for text in await session.scalars(text_rows.execution_options(**fresh))}
    rows = select(Paragraph).where(Paragraph.id.in_(ids)).order_by(Paragraph.id).with_for_update(key_share=True)
    paragraphs = (await session.scalars(rows.execution_options(**fresh))).all()
    return {paragraph.id: (paragraph, texts_[paragraph.text_id]) for paragraph in paragraphs}


async def create(
    session: AsyncSession, actor: Actor, document_id: UUID, new: ParagraphCreate
) -> tuple[dict[str, Any], bool]:
    """A new paragraph with the ids that its page chose, and whether it is new; the same again is the same (E15).

    If the paragraph it should follow has meanwhile gone to another category, it comes last in the one asked for:
    somebody is typing into it already.
    """
    category = await documents.lock_category(session, new.category, shared=True)
    document = await documents.lock_document(session, document_id)
    if category.document_id != document_id:
        raise NotFound("There is no such category in this document.")
    if (known := await session.get(Paragraph, new.id)) is not None:
        if known.created_by != actor.person_id or known.document_id != document_id or known.text_id != new.text:
            raise IdTaken
        await policy.require_in(session, actor, Act.READ, document)
        return await reading.read_paragraph(session, document, known.id), False
    standing = await policy.require_in(session, actor, Act.ADD_PARAGRAPH, document, way=category.way)
    paragraph = Paragraph(
        id=new.id,
        document_id=document_id,
        category_id=category.id,
        position=await position_after(session, document_id, category, new.after),
        level=new.level,
        kind=new.kind,
        text_id=new.text,
        created_by=actor.person_id,
    )
    await labels.label_added(session, document, paragraph)
    try:
        async with session.begin_nested():
            delegation = standing.delegation_id
            await texts.found(session, new.text, new.runs, person_id=actor.person_id, delegation_id=delegation)
            session.add(paragraph)
            await session.flush()
    except IntegrityError:
        raise IdTaken from None
    facts = {"category": category.code, "level": new.level, "kind": new.kind.value, **_after(new.after)}
    await _record(
        session, document, actor, standing, "paragraph.added", paragraph=paragraph, facts=facts, words=bool(new.runs)
    )
    await documents.announce(
        session, document, "paragraph.added", actor.name, paragraphs=[paragraph.id], categories=[category.id]
    )
    return await reading.read_paragraph(session, document, paragraph.id), True


async def move(session: AsyncSession, actor: Actor, paragraph_id: UUID, to: ParagraphMove) -> dict[str, Any]:
    """Put a paragraph behind another, also in another category, whose way of change then holds for it."""
    present = await get_paragraph(session, paragraph_id)
    if to.after == paragraph_id:
        raise Conflict("A paragraph cannot follow itself.")
    target = to.category
    if target is None:
        target = (await get_paragraph(session, to.after)).category_id if to.after else present.category_id
    category = await documents.lock_category(session, target, shared=True)
    paragraph, text = await lock_with_text(session, paragraph_id)
    document = await documents.lock_document(session, paragraph.document_id)
    if category.document_id != document.id:
        raise NotFound("There is no such category in this document.")
    standing = await policy.require_in(session, actor, Act.STRUCTURE, document)
    before, origin = await _before(session, paragraph), paragraph.category_id
    if origin == category.id and before == to.after:
        return await reading.read_paragraph(session, document, paragraph_id)
    paragraph.position = await position_after(session, document.id, category, to.after, moving=paragraph_id)
    paragraph.category_id = category.id
    paragraph.changed_at = now()
    if origin != category.id:
        await gate_after_structure(session, paragraph, text, category, "moved")
    await session.flush()
    facts = {"category": category.code, **_after(to.after), "after_before": str(before) if before else None}
    await _record(session, document, actor, standing, "paragraph.moved", paragraph=paragraph, facts=facts)
    await documents.announce(
        session,
        document,
        "paragraph.moved",
        actor.name,
        paragraphs=[paragraph_id],
        categories=list(dict.fromkeys([origin, category.id])),
    )
    return await reading.read_paragraph(session, document, paragraph_id)


async def update(session: AsyncSession, actor: Actor, paragraph_id: UUID, change: ParagraphUpdate) -> dict[str, Any]:
    """Change a paragraph's level, kind, proposer or source; null and empty take a proposer or source away."""
    paragraph, _ = await lock_with_text(session, paragraph_id)
    document = await documents.lock_document(session, paragraph.document_id)
    standing = await policy.require_in(session, actor, Act.STRUCTURE, document)
    facts: dict[str, Any] = {}
    for name in sorted(change.model_fields_set):
        value = getattr(change, name)
        if name in {"proposer", "source"}:
            value = value or None
        elif value is None:
            continue
        if (before := getattr(paragraph, name)) != value:
            setattr(paragraph, name, value)
            facts |= {name: _plain(value), f"{name}_before": _plain(before)}
    if facts:
        await labels.label_added(session, document, paragraph)
        await session.flush()
        await _record(session, document, actor, standing, "paragraph.changed", paragraph=paragraph, facts=facts)
        await documents.announce(session, document, "paragraph.changed", actor.name, paragraphs=[paragraph_id])
    return await reading.read_paragraph(session, document, paragraph_id)


async def withdraw(session: AsyncSession, actor: Actor, paragraph_id: UUID, reason: str | None) -> dict[str, Any]:
    """Take a paragraph out of the document, with its words on record; it can be restored."""
    paragraph, text = await lock_with_text(session, paragraph_id)
    document = await documents.lock_document(session, paragraph.document_id)
    standing = await policy.require_in(session, actor, Act.STRUCTURE, document)
    if paragraph.withdrawn_at is None:
        # Its label is recorded as it was when everybody still saw it.
        label = await reading.address_of(session, document, paragraph)
        paragraph.withdrawn_at = paragraph.changed_at = now()
        gates.raise_gate(session, text, document.id, "withdrawn")
        await session.flush()
        facts: dict[str, Any] = {"reason": reason, "label": label}
        await _record(
            session, document, actor, standing, "paragraph.withdrawn", paragraph=paragraph, facts=facts, words=True
        )
        await documents.announce(session, document, "paragraph.withdrawn", actor.name, paragraphs=[paragraph_id])
    return await reading.read_paragraph(session, document, paragraph_id)


async def restore(session: AsyncSession, actor: Actor, paragraph_id: UUID, reason: str | None = None) -> dict[str, Any]:
    """Bring a withdrawn paragraph back where it was, with its mark."""
    present = await get_paragraph(session, paragraph_id)
    category = await documents.lock_category(session, present.category_id, shared=True)
    paragraph, text = await lock_with_text(session, paragraph_id)
    document = await documents.lock_document(session, paragraph.document_id)
    standing = await policy.require_in(session, actor, Act.STRUCTURE, document)
    if paragraph.withdrawn_at is not None:
        paragraph.withdrawn_at = None
        paragraph.changed_at = now()
        await labels.label_added(session, document, paragraph)
        await gate_after_structure(session, paragraph, text, category, "restored")
        await session.flush()
        facts = {"reason": reason}
        await _record(
            session, document, actor, standing, "paragraph.restored", paragraph=paragraph, facts=facts, words=True
        )
        await documents.announce(session, document, "paragraph.restored", actor.name, paragraphs=[paragraph_id])
    return await reading.read_paragraph(session, document, paragraph_id)


async def gate_after_structure(
    session: AsyncSession, paragraph: Paragraph, text: Text, category: Category, reason: str
) -> None:
    """Another category or presence may open the text to typing again, or shut it."""
    if category.way is Way.ANYONE and takes_typing(paragraph.status) and paragraph.withdrawn_at is None:
        await gates.reopen(session, text, paragraph.document_id, reason)
    else:
        gates.raise_gate(session, text, paragraph.document_id, reason)


async def _record(
    session: AsyncSession,
    document: Document,
    actor: Actor,
    standing: Standing,
    action: str,
    *,
    paragraph: Paragraph,
    facts: dict[str, Any],
    words: bool = False,
) -> None:
    facts = {"label": await reading.address_of(session, document, paragraph)} | facts
    if words:
        present = await texts.words_of(session, paragraph.text_id)
        facts |= {"runs": present.runs, "content_hash": present.hash}
    await documents.record(session, document, actor, standing, action, subject_id=paragraph.id, facts=facts)


async def _before(session: AsyncSession, paragraph: Paragraph) -> UUID | None:
    """The paragraph before it in its category."""
    statement = (
        select(Paragraph.id)
        .where(Paragraph.category_id == paragraph.category_id)
        .where(Paragraph.position < paragraph.position)
        .order_by(Paragraph.position.desc())
        .limit(1)
    )
    return await session.scalar(statement)


async def position_after(
    session: AsyncSession, document_id: UUID, category: Category, after: UUID | None, *, moving: UUID | None = None
) -> str:
    """A key behind `after`; the document is locked. Keys are unique in the whole document, whatever the category."""
    before, behind = await _neighbours(session, document_id, category.id, after, moving)
    key = key_between(before, behind)
    if len(key) <= LONGEST_POSITION:
        return key
    await _respread(session, document_id)
    return key_between(*await _neighbours(session, document_id, category.id, after, moving))


async def _neighbours(
    session: AsyncSession, document_id: UUID, category_id: UUID, after: UUID | None, moving: UUID | None
) -> tuple[str | None, str | None]:
    """The keys next to the place, of any category, so that what is put between them meets no other key."""
    here = Paragraph.document_id == document_id
    before: str | None = None
    if after is not None:
        row = (
            await session.execute(select(Paragraph.category_id, Paragraph.position).where(here, Paragraph.id == after))
        ).one_or_none()
        if row is None:
            raise NotFound("The paragraph it should follow is not in this document.")
        before = row.position
        if row.category_id != category_id:
            # It has just gone elsewhere: come last.
            before = await session.scalar(
                select(func.max(Paragraph.position)).where(
                    here, Paragraph.category_id == category_id, Paragraph.id != moving
                )
            )
    else:
        first = await session.scalar(
            select(func.min(Paragraph.position)).where(
                here, Paragraph.category_id == category_id, Paragraph.id != moving
            )
        )
        if first is not None:
            return await session.scalar(
                select(func.max(Paragraph.position)).where(here, Paragraph.position < first)
            ), first
    if before is None:  # an empty category: anywhere is right
        return await session.scalar(select(func.max(Paragraph.position)).where(here)), None
    return before, await session.scalar(select(func.min(Paragraph.position)).where(here, Paragraph.position > before))


async def _respread(session: AsyncSession, document_id: UUID) -> None:
    """Give all paragraphs short keys again, above all present ones, so that no two rows ever meet on the way.

    Paragraphs are locked before their document (ENGINE E20) and here it is the other way round, so it does not wait:
    while one of them is being marked or moved, the long key is good enough, and the next one tries again.
    """
    statement = (
        select(Paragraph)
        .where(Paragraph.document_id == document_id)
        .order_by(Paragraph.position)
        .with_for_update(nowait=True, key_share=True)
        .execution_options(populate_existing=True)
    )
    try:
        async with session.begin_nested():
            paragraphs: Sequence[Paragraph] = (await session.scalars(statement)).all()
    except DBAPIError:
        return
    keys = n_keys_between(paragraphs[-1].position, None, len(paragraphs))
    for paragraph, key in zip(paragraphs, keys, strict=True):
        paragraph.position = key
    await session.flush()


def _after(after: UUID | None) -> dict[str, Any]:
    return {"after": str(after) if after else None}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)
