"""Rolling documents and their categories: making them, changing them, and telling everyone that they changed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import events_of
from app.core.errors import Conflict, NotFound
from app.core.events import Events
from app.core.ids import uuid7
from app.documents import policy
from app.documents.events import AudienceChanged, DocumentChanged, Kind, WayChanged
from app.documents.heads import whereabouts
from app.documents.models import Audience, Category, Document, Way, narrower
from app.documents.positions import key_between, n_keys_between
from app.documents.schemas import CategoryAdd, CategoryUpdate, DocumentCreate, DocumentUpdate
from app.groups.events import GroupChanged
from app.groups.models import Meeting, WorkingGroup
from app.groups.policy import require as require_in_group
from app.groups.rights import Act, Standing
from app.ledger import service as ledger
from app.ledger.models import Decision

# Longer keys than this are respread before the column is full.
LONGEST_POSITION = 100


async def get_document(session: AsyncSession, document_id: UUID) -> Document:
    """The document; raises NotFound."""
    document = await session.get(Document, document_id)
    if document is None:
        raise NotFound("There is no such document.")
    return document


async def lock_document(session: AsyncSession, document_id: UUID) -> Document:
    """The document with its row locked: after its category, texts and paragraphs, before the record (ENGINE E20)."""
    locked = select(Document).where(Document.id == document_id).with_for_update(key_share=True)
    document = (await session.scalars(locked.execution_options(populate_existing=True))).one_or_none()
    if document is None:
        raise NotFound("There is no such document.")
    return document


async def lock_category(session: AsyncSession, category_id: UUID, *, shared: bool = False) -> Category:
    """The category with its row locked, before everything else; `shared` holds only its way of change still."""
    locked = select(Category).where(Category.id == category_id).with_for_update(read=shared, key_share=not shared)
    category = (await session.scalars(locked.execution_options(populate_existing=True))).one_or_none()
    if category is None:
        raise NotFound("There is no such category.")
    return category


async def categories_of(session: AsyncSession, document_id: UUID) -> Sequence[Category]:
    """A document's categories in order."""
    found = await session.scalars(select(Category).where(Category.document_id == document_id))
    return sorted(found, key=lambda category: category.position)


async def current_meeting(session: AsyncSession, group_id: UUID) -> Meeting | None:
    """The meeting that decisions of the group belong to now."""
    return (
        await session.scalars(select(Meeting).where(Meeting.group_id == group_id, Meeting.is_current))
    ).one_or_none()


async def record(
    session: AsyncSession,
    document: Document,
    actor: Actor,
    standing: Standing,
    action: str,
    *,
    subject_id: UUID,
    facts: dict[str, Any],
    meeting: Meeting | None = None,
) -> Decision:
    """Add a line to the document's record, in the office that the person holds."""
    meeting = meeting or await current_meeting(session, document.group_id)
    return await ledger.record(
        session,
        chain=ledger.document_chain(document.id),
        action=action,
        actor=actor,
        office=policy.office_of(standing),
        subject_id=subject_id,
        meeting_id=meeting.id if meeting else None,
        facts=facts,
    )


async def announce(
    session: AsyncSession,
    document: Document,
    kind: Kind,
    by: str,
    *,
    paragraphs: Sequence[UUID] = (),
    categories: Sequence[UUID] = (),
    subjects: Sequence[UUID] = (),
) -> None:
    """Give the change its number (the document is locked) and tell everyone once it is committed."""
    document.event_number += 1
    if document.unattributed:
        by = ""
    event = DocumentChanged(
        document.id, document.event_number, kind, by, tuple(paragraphs), tuple(categories), tuple(subjects)
    )
    await events_of(session).announce(session, event)


async def read_document(session: AsyncSession, document: Document) -> dict[str, Any]:
    """A document as DocumentHead."""
    group = await session.get_one(WorkingGroup, document.group_id)
    return {
        "id": document.id,
        "title": document.title,
        "group": {"id": group.id, "name": group.name},
        "numbering": document.numbering,
        "seq": document.event_number,
        **await whereabouts(session, document),
        "created_at": document.created_at,
        "categories": [
            {"id": category.id, "code": category.code, "title": category.title, "way": category.way}
            for category in await categories_of(session, document.id)
        ],
    }


async def create_document(session: AsyncSession, actor: Actor, group_id: UUID, new: DocumentCreate) -> Document:
    """A new document with its categories; anyone may edit in them unless they say otherwise."""
    standing = await require_in_group(session, actor, Act.CREATE_DOCUMENT, group_id)
    document = Document(id=uuid7(), group_id=group_id, title=new.title, audience=new.audience, event_number=0)
    session.add(document)
    await session.flush()
    positions = n_keys_between(None, None, len(new.categories))
    for category, position in zip(new.categories, positions, strict=True):
        session.add(Category(id=uuid7(), document_id=document.id, position=position, **category.model_dump()))
    await session.flush()
    facts = {
        "title": new.title,
        "audience": new.audience.value,
        "categories": [category.model_dump(mode="json") for category in new.categories],
    }
    await record(session, document, actor, standing, "document.created", subject_id=document.id, facts=facts)
    return document


async def update_document(session: AsyncSession, actor: Actor, document_id: UUID, change: DocumentUpdate) -> Document:
    """Change a document's title, audience or numbering."""
    document = await get_document(session, document_id)
    _not_of_a_group(document)
    named = {name for name, value in change.model_dump(exclude_none=True).items() if value != getattr(document, name)}
    standing = await policy.require_in(
        session, actor, Act.RELEASE if named <= {"audience"} else Act.STRUCTURE, document
    )
    if change.audience is not None:
        await tell_audience(session, document, change.audience, document.sitting_audience)
    if change.observers_propose not in {None, document.observers_propose}:  # they write what they have tabled
        widened = bool(change.observers_propose)
        await events_of(session).announce(session, AudienceChanged(document.id, widened=widened))
    before = document.audience, document.sitting_audience
    document = await lock_document(session, document_id)
    if change.audience is not None and (document.audience, document.sitting_audience) != before:
        raise Conflict("Somebody has just changed who can see this document. Look again.")
    facts = _apply(document, change.model_dump(exclude_none=True))
    if not facts:
        return document
    await record(session, document, actor, standing, "document.changed", subject_id=document.id, facts=facts)
    await announce(session, document, "document.changed", actor.name)
    return document


def _not_of_a_group(document: Document) -> None:
    if document.copy_of is not None:
        raise Conflict("What a breakout group's text is called and who reads it is said of the group.")


async def tell_audience(
    session: AsyncSession, document: Document, audience: Audience, sitting_audience: Audience | None
) -> None:
    """Raise the gates of the document's texts if other people than now will see it.

    Texts are locked before their document (ENGINE E20), so this comes first; whoever calls it locks the document then,
    and looks whether its audiences are still what they were.
    """
    order = list(Audience)
    before, after = order.index(document.seen_by), order.index(narrower(audience, sitting_audience))
    if before != after:
        await events_of(session).announce(session, AudienceChanged(document.id, widened=after > before))


async def add_category(session: AsyncSession, actor: Actor, document_id: UUID, new: CategoryAdd) -> Category:
    """A new category, at the end unless it says after which; the same id again by anyone is the same category."""
    document = await lock_document(session, document_id)
    standing = await policy.require_in(session, actor, Act.STRUCTURE, document)
    if new.id is not None and (known := await session.get(Category, new.id)) is not None:
        if known.document_id != document_id:
            raise Conflict("This id is taken.")
        return known
    categories = await categories_of(session, document_id)
    after = new.after if "after" in new.model_fields_set else (categories[-1].id if categories else None)
    position = await _position_after(session, categories, after)
    category = Category(
        id=new.id or uuid7(),
        document_id=document_id,
        code=new.code,
        title=new.title,
        way=new.way,
        position=position,
    )
    session.add(category)
    await session.flush()
    facts = {"code": new.code, "title": new.title, "way": new.way.value, "after": str(after) if after else None}
    await record(session, document, actor, standing, "category.added", subject_id=category.id, facts=facts)
    await announce(session, document, "category.changed", actor.name, categories=[category.id])
    return category


async def update_category(session: AsyncSession, actor: Actor, category_id: UUID, change: CategoryUpdate) -> Category:
    """Change a category's code, title, place or way of change; a new way raises the gates of its texts."""
    category = await lock_category(session, category_id)
    # The gates of its texts rise now, since texts are locked before the document (ENGINE E20).
    wanted = change.model_dump(exclude_none=True, exclude={"after"})
    document = await get_document(session, category.document_id)
    standing = await policy.require_in(
        session, actor, Act.SET_WAY if set(wanted) == {"way"} else Act.STRUCTURE, document
    )
    if category.copied_from is not None or (document.copy_of is not None and "way" in wanted):
        raise Conflict("In a breakout group's text the plenary's categories stay as they are.")
    facts = _apply(category, wanted)
    if "way" in facts:
        await session.flush()
        way = WayChanged(document.id, category.id, Way(category.way))
        await events_of(session).announce(session, way)
    document = await lock_document(session, category.document_id)
    if "after" in change.model_fields_set:
        categories = [one for one in await categories_of(session, document.id) if one.id != category.id]
        before = [one.id for one in categories if one.position < category.position]
        if change.after != (before[-1] if before else None):
            category.position = await _position_after(session, categories, change.after)
            facts["after"] = str(change.after) if change.after else None
    if not facts:
        return category
    await session.flush()
    facts |= {"code": category.code}
    await record(session, document, actor, standing, "category.changed", subject_id=category.id, facts=facts)
    await announce(session, document, "category.changed", actor.name, categories=[category.id])
    return category


def _apply(row: Document | Category, wanted: dict[str, Any]) -> dict[str, Any]:
    """Set what differs, and say what it was and is, for the record."""
    facts: dict[str, Any] = {}
    for name, value in wanted.items():
        if (before := getattr(row, name)) != value:
            setattr(row, name, value)
            facts[name] = str(value)
            facts[f"{name}_before"] = str(before)
    return facts


async def _position_after(session: AsyncSession, categories: Sequence[Category], after: UUID | None) -> str:
    """A key behind that category; all are respread first when keys have grown long."""
    places = [one.id for one in categories]
    if after is not None and after not in places:
        raise NotFound("There is no such category in this document.")
    at = places.index(after) + 1 if after is not None else 0
    key = _key_at([one.position for one in categories], at)
    if len(key) <= LONGEST_POSITION:
        return key
    # Above all present keys, so that no two rows ever meet on the way.
    everywhere = await categories_of(session, categories[0].document_id)
    highest = max(one.position for one in everywhere)
    for one, position in zip(categories, n_keys_between(highest, None, len(categories)), strict=True):
        one.position = position
        await session.flush()
    return _key_at([one.position for one in categories], at)


def _key_at(positions: Sequence[str], at: int) -> str:
    return key_between(positions[at - 1] if at else None, positions[at] if at < len(positions) else None)


def install(events: Events) -> None:
    """Let documents follow what happens to their group: its name and its current meeting stand in their page state."""
    events.within(GroupChanged, _group_changed)


async def _group_changed(session: AsyncSession, event: GroupChanged) -> None:
    ids = await session.scalars(select(Document.id).where(Document.group_id == event.group_id).order_by(Document.id))
    for document_id in ids.all():
        await announce(session, await lock_document(session, document_id), "document.changed", "")
