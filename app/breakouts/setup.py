"""Setting a breakout group up: its text is a document of its own, with forks of the words that it is given."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.breakouts import openness, participants, reading, titles
from app.breakouts.given import addresses, chosen, facts_of, free_code, strings
from app.breakouts.models import Breakout, BreakoutKind, BreakoutState
from app.breakouts.schemas import BreakoutCreate
from app.core.actor import Actor
from app.core.database import now
from app.core.errors import Invalid, NotFound
from app.core.ids import uuid7
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Category, Document, Numbering, Way
from app.documents.positions import FIRST
from app.groups.rights import Act
from app.ledger import service as ledger
from app.paragraphs import reading as paragraphs_reading
from app.paragraphs.models import Paragraph, ParagraphStatus
from app.paragraphs.service import IdTaken
from app.texts.authorship import Author
from app.texts.forking import fork_many, hold_words

SET_UP = "breakout.set_up"


async def set_up(
    session: AsyncSession, actor: Actor, document_id: UUID, new: BreakoutCreate
) -> tuple[dict[str, Any], bool]:
    """BreakoutRead of a new group, and whether it is new: the same id again is the same group.

    Everything it is given is held still meanwhile, for as long as copying takes.
    """
    document = await documents.get_document(session, document_id)
    await policy.require_in(session, actor, Act.SET_UP_BREAKOUT, document)
    if document.copy_of is not None:
        raise Invalid("A breakout group sets up no groups of its own.")
    if (known := await session.get(Breakout, new.id)) is not None:
        if known.document_id != document_id:
            raise IdTaken
        return await reading.read_breakout(session, actor, known), False
    await participants.check(session, document.group_id, new)
    await _hold(session, document_id, new)
    document = await documents.lock_document(session, document_id)
    if (known := await session.get(Breakout, new.id)) is not None:  # somebody did at the same moment
        return await reading.read_breakout(session, actor, known), False
    standing = await policy.require_in(session, actor, Act.SET_UP_BREAKOUT, document)
    categories = await documents.categories_of(session, document_id)
    rows = paragraphs_reading.in_reading_order(await paragraphs_reading.rows_of(session, document_id), categories)
    given = chosen(rows, set(new.categories), set(new.paragraphs))
    _check_given(new, categories, given)
    last = select(func.max(Breakout.number)).where(Breakout.document_id == document_id, Breakout.kind == new.kind)
    number = (await session.scalar(last) or 0) + 1
    party_only, audience = openness.seen_by(BreakoutState.WORKING, new.openness, None, None, document.audience)
    given_numbers = document.numbering is Numbering.GIVEN
    copy = Document(
        id=uuid7(),
        group_id=document.group_id,
        title=titles.title_of(new.kind, number, new.name),
        audience=audience,
        numbering=Numbering.GIVEN if given_numbers else Numbering.FROZEN if given else Numbering.COMPUTED,
        event_number=0,
        alternative_labels=document.alternative_labels,
        itu_labels=document.itu_labels,
        copy_of=document_id,
        party=participants.party_of(new),
        party_only=party_only,
        unattributed=new.unattributed,
    )
    session.add(copy)
    await session.flush()
    breakout = Breakout(
        id=new.id,
        document_id=document_id,
        copy_id=copy.id,
        kind=new.kind,
        number=number,
        name=new.name,
        task=new.task,
        given={"categories": strings(new.categories), "paragraphs": strings(new.paragraphs)},
        openness=new.openness,
        due_day=new.due_day,
        created_by=actor.person_id,
    )
    session.add(breakout)
    await session.flush()
    await participants.set_participants(session, breakout.id, new)
    labels = paragraphs_reading.labelled(rows, {one.id: one.code for one in categories}, Numbering(document.numbering))
    author = Author(actor.person_id, standing.delegation_id)
    await _copy(session, document, copy, breakout, categories, given, labels, author)
    facts = {
        "number": number,
        "kind": breakout.kind.value,
        "name": breakout.name,
        "task": breakout.task,
        "openness": breakout.openness.value,
        "unattributed": copy.unattributed,
        "due_day": breakout.due_day.isoformat() if breakout.due_day else None,
        "categories": [one.code for one in categories if one.id in set(new.categories)],
        "given": addresses(labels, new.paragraphs),
        "paragraphs": len(given),
        "participants": await participants.said(session, breakout.id),
        "copy": str(copy.id),
        "plenary": str(document_id),
    }
    for one in (copy, document):
        await documents.record(session, one, actor, standing, SET_UP, subject_id=breakout.id, facts=facts)
    await documents.announce(session, document, "breakout.changed", actor.name, subjects=[breakout.id])
    return await reading.read_breakout(session, actor, breakout), True


async def _hold(session: AsyncSession, document_id: UUID, new: BreakoutCreate) -> None:
    """Nothing comes into the categories concerned, and no word in them changes, until the commit (ENGINE E20)."""
    of_paragraphs = select(Paragraph.category_id).where(
        Paragraph.id.in_(new.paragraphs), Paragraph.document_id == document_id
    )
    ids = {*new.categories, *(await session.scalars(of_paragraphs))}
    for category_id in sorted(ids):
        if (await documents.lock_category(session, category_id)).document_id != document_id:
            raise NotFound("There is no such category in this document.")
    texts = select(Paragraph.text_id).where(Paragraph.category_id.in_(ids), Paragraph.withdrawn_at.is_(None))
    await hold_words(session, sorted(await session.scalars(texts)))


def _check_given(new: BreakoutCreate, categories: Sequence[Category], given: Sequence[Any]) -> None:
    errors = []
    known = {one.id for one in categories}
    for at, id_ in enumerate(new.categories):
        if id_ not in known:
            errors.append({"pointer": f"/categories/{at}", "detail": "This document has no such category."})
    found = {row.id for row in given}
    for at, id_ in enumerate(new.paragraphs):
        if id_ not in found:
            errors.append({"pointer": f"/paragraphs/{at}", "detail": "This document has no such paragraph."})
    if not new.categories and not new.paragraphs and new.kind is not BreakoutKind.AD_HOC:
        errors.append({"pointer": "/categories", "detail": "Give it categories or paragraphs to work on."})
    if errors:
        raise Invalid(errors=errors)


async def _copy(
    session: AsyncSession,
    document: Document,
    copy: Document,
    breakout: Breakout,
    categories: Sequence[Category],
    given: Sequence[Any],
    labels: dict[UUID, Any],
    author: Author,
) -> None:
    at = now()
    wanted = {row.category_id for row in given} | {UUID(id_) for id_ in breakout.given["categories"]}
    ids = {one.id: uuid7() for one in categories if one.id in wanted}
    for one in categories:
        if one.id in ids:
            session.add(
                Category(
                    id=ids[one.id],
                    document_id=copy.id,
                    code=one.code,
                    title=one.title,
                    position=one.position,
                    way=Way.ANYONE,
                    copied_from=one.id,
                )
            )
    if not ids:
        code = free_code(one.code for one in categories)
        title = breakout.name or titles.title_of(breakout.kind, breakout.number, "")
        session.add(Category(id=uuid7(), document_id=copy.id, code=code, title=title, position=FIRST, way=Way.ANYONE))
    await session.flush()
    if not given:
        return
    end = await ledger.end_of(session, ledger.document_chain(document.id))
    forks = {row.text_id: uuid7() for row in given}
    words = await fork_many(session, list(forks.items()), author)
    frozen = copy.numbering is Numbering.FROZEN
    rows = []
    for row in given:
        label, after = labels[row.id]
        rows.append(
            {
                "id": uuid7(),
                "document_id": copy.id,
                "category_id": ids[row.category_id],
                "position": row.position,
                "level": row.level,
                "kind": row.kind,
                "text_id": forks[row.text_id],
                "status": ParagraphStatus.NOT_YET_DISCUSSED,
                "given_label": row.given_label,
                "frozen_label": label.label or None if frozen else None,
                "frozen_address": label.address or None if frozen else None,
                "placeholders": row.placeholders,
                "copied_from": row.id,
                "copied_facts": facts_of(row, label, after, words[row.text_id].hash, end[0] if end else 0),
                "variant": row.variant,
                "placeholder": row.placeholder,
                "proposer": row.proposer,
                "source": row.source,
                "created_by": author.person_id,
                "created_at": at,
            }
        )
    await session.execute(insert(Paragraph), rows)
