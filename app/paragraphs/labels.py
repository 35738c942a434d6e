"""Labels that are kept: of what is put in while numbers are frozen or given, and freezing and numbering anew."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.errors import Conflict
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Category, Document, Numbering
from app.groups.rights import Act
from app.paragraphs import reading
from app.paragraphs.models import Paragraph, ParagraphKind
from app.paragraphs.numbering import added_label, inserted_label


class NumbersGiven(Conflict):
    slug = "numbers-given"
    title = "The paragraphs keep the numbers that the text came with"


async def label_added(session: AsyncSession, document: Document, paragraph: Paragraph) -> None:
    """Give a paragraph its label where labels are kept, and it has none: it is new, restored, or no longer plain text.

    Its category, position, level and kind are set, and the document is locked; it need not be in the session yet.
    """
    if document.numbering is Numbering.GIVEN and paragraph.given_label is None:
        paragraph.given_label = await _label_between(session, paragraph)
    if document.numbering is not Numbering.FROZEN or paragraph.frozen_label or paragraph.kind is ParagraphKind.PLAIN:
        return
    present = (await session.scalars(select(Paragraph).where(Paragraph.category_id == paragraph.category_id))).all()
    others = [one for one in present if one.id != paragraph.id]
    in_order = sorted([*others, paragraph], key=lambda one: one.position)
    places = [reading.place_of(one) for one in in_order]
    taken = await session.scalars(
        select(Paragraph.frozen_address).where(
            Paragraph.document_id == document.id, Paragraph.frozen_address.is_not(None)
        )
    )
    code = (await session.get_one(Category, paragraph.category_id)).code
    label = added_label(code, places, in_order.index(paragraph), {address for address in taken if address})
    paragraph.frozen_label, paragraph.frozen_address = label.label, label.address


async def read_numbering(session: AsyncSession, document: Document) -> dict[str, Any]:
    """How a document is numbered, and which of its paragraphs would be called otherwise if it were done anew."""
    return {"numbering": document.numbering, "relabelled": await _relabelled(session, document)}


async def set_numbering(session: AsyncSession, actor: Actor, document_id: UUID, wanted: Numbering) -> dict[str, Any]:
    """Freeze the labels as they are now, or compute them again, with a line in the record; raises NumbersGiven."""
    document = await documents.get_document(session, document_id)
    await policy.require_in(session, actor, Act.STRUCTURE, document)
    if document.copy_of is not None and document.numbering is not Numbering.COMPUTED:
        raise NumbersGiven("In a breakout group's text paragraphs keep the numbers that they have in the plenary's.")
    # Nothing is put in or moved meanwhile: whoever does holds its category.
    for category_id in sorted(category.id for category in await documents.categories_of(session, document_id)):
        await documents.lock_category(session, category_id)
    locked = (
        select(Paragraph)
        .where(Paragraph.document_id == document_id)
        .order_by(Paragraph.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    paragraphs = (await session.scalars(locked)).all()
    document = await documents.lock_document(session, document_id)
    standing = await policy.require_in(session, actor, Act.STRUCTURE, document)
    before = document.numbering
    if before is wanted:
        return await read_numbering(session, document)
    if wanted is Numbering.FROZEN and before is Numbering.GIVEN:
        raise NumbersGiven("They stay as they are anyway, and what is put in gets “bis”, “ter”.")
    facts: dict[str, Any] = {"numbering": wanted.value, "numbering_before": before.value}
    if wanted is Numbering.FROZEN:
        labels = await reading.labels_in(session, document, {one.category_id for one in paragraphs})
        for paragraph in paragraphs:
            label = labels[paragraph.id][0]
            paragraph.frozen_label, paragraph.frozen_address = label.label or None, label.address or None
    else:
        facts["relabelled"] = [[one["now"], one["anew"]] for one in await _relabelled(session, document)]
    document.numbering = wanted
    await session.flush()
    await documents.record(session, document, actor, standing, "document.numbered", subject_id=document_id, facts=facts)
    await documents.announce(session, document, "document.changed", actor.name)
    return await read_numbering(session, document)


async def _relabelled(session: AsyncSession, document: Document) -> list[dict[str, Any]]:
    if document.numbering is Numbering.COMPUTED:
        return []
    categories = await documents.categories_of(session, document.id)
    rows = reading.in_reading_order(await reading.rows_of(session, document.id), categories)
    codes = {category.id: category.code for category in categories}
    now = reading.labelled(rows, codes, Numbering(document.numbering))
    anew = reading.labelled(rows, codes, Numbering.COMPUTED)
    return [
        {"paragraph": row.id, "now": now[row.id][0].address, "anew": anew[row.id][0].address}
        for row in rows
        if now[row.id][0].address != anew[row.id][0].address
    ]


async def _label_between(session: AsyncSession, paragraph: Paragraph) -> str | None:
    """The label of a paragraph put into a text that keeps the labels it came with."""
    rows = (
        await session.execute(
            select(Paragraph.given_label, Paragraph.level, Paragraph.position)
            .where(Paragraph.category_id == paragraph.category_id)
            .order_by(Paragraph.position)
        )
    ).all()
    before = [row.given_label for row in rows if row.position < paragraph.position and row.level == paragraph.level]
    return inserted_label(before[-1] if before else None, [row.given_label for row in rows])
