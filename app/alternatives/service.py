"""Making alternatives, and supporting them; deciding.py says what becomes of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Person
from app.alternatives import access, listening, reading
from app.alternatives.models import Alternative, AlternativeState, AlternativeSupporter
from app.alternatives.schemas import AlternativeCreate
from app.core.actor import Actor
from app.core.database import now
from app.core.errors import Conflict, NotFound
from app.core.events import Events
from app.core.ids import uuid7
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Document
from app.groups.policy import refuse
from app.groups.rights import Act, Standing
from app.paragraphs import gates
from app.paragraphs.models import Paragraph
from app.paragraphs.reading import address_of
from app.paragraphs.service import IdTaken, get_paragraph
from app.paragraphs.status import IsWithdrawn
from app.texts import merging
from app.texts import service as texts
from app.texts.authorship import Author
from app.texts.models import Text

MOST = 50  # standing beside one paragraph

Supporter = tuple[UUID | None, UUID | None, str]  # delegation, or else person; and the name that is shown


class AlternativeEnded(Conflict):
    slug = "alternative-ended"
    title = "This alternative no longer stands"


class TooManyAlternatives(Conflict):
    slug = "too-many-alternatives"
    title = "Very many alternatives stand beside this paragraph"


def install(events: Events) -> None:
    """Let alternatives take part in what happens to groups, documents and paragraphs."""
    access.install(events)
    listening.install(events)


async def get_alternative(session: AsyncSession, alternative_id: UUID) -> Alternative:
    """The alternative; raises NotFound."""
    alternative = await session.get(Alternative, alternative_id)
    if alternative is None:
        raise NotFound("There is no such alternative.")
    return alternative


async def keep(
    session: AsyncSession,
    document: Document,
    paragraph: Paragraph,
    from_text_id: UUID,
    author: Author,
    *,
    amendment_id: UUID | None = None,
    breakout_id: UUID | None = None,
    supporters: Sequence[Supporter] = (),
    id_: UUID | None = None,
    text_id: UUID | None = None,
) -> Alternative:
    """Keep the present words of a text as an alternative of the paragraph, for the layers above.

    The document's row is locked, so that the number is its own. The words keep their authors where they come from a
    fork of the paragraph's text; `author` is who keeps it. Everyone is told; the line in the record is the caller's.
    """
    assert author.person_id is not None, "somebody keeps it"
    text_id = text_id or uuid7()
    await _copy(session, paragraph, from_text_id, text_id, author)
    alternative = Alternative(
        id=id_ or uuid7(),
        document_id=document.id,
        paragraph_id=paragraph.id,
        text_id=text_id,
        number=await _next_number(session, paragraph.id),
        state=AlternativeState.STANDING,
        amendment_id=amendment_id,
        breakout_id=breakout_id,
        place_again=False,
        created_by=author.person_id,
        created_at=now(),
        awaiting_confirmation=False,
    )
    session.add(alternative)
    await session.flush()
    for delegation_id, person_id, name in supporters:
        session.add(
            AlternativeSupporter(
                alternative_id=alternative.id,
                delegation_id=delegation_id,
                person_id=None if delegation_id else person_id,
                name=name,
            )
        )
    await session.flush()
    by = await session.get_one(Person, author.person_id)
    await documents.announce(
        session,
        document,
        "alternative.changed",
        by.name,
        paragraphs=[paragraph.id],
        subjects=[alternative.id],
    )
    return alternative


async def _copy(session: AsyncSession, paragraph: Paragraph, from_text_id: UUID, text_id: UUID, author: Author) -> None:
    """A fork of the paragraph's text that says what the other text says.

    What was written into a fork of the paragraph's text is brought over entry by entry: so it is in this one's own log,
    and comes back to the paragraph as its authors' if the alternative is taken.
    """
    await merging.fork_text(session, paragraph.text_id, text_id, author)
    if from_text_id == paragraph.text_id:
        return
    connection = await session.connection()
    ours = await connection.run_sync(merging.read_side, text_id)
    theirs = await connection.run_sync(merging.read_side, from_text_id)
    apart = theirs.state.forked_from != paragraph.text_id or not _whole(theirs)
    text = await session.get_one(Text, text_id)
    await merging.bring_back(session, text, ours, theirs, theirs.words.runs, author, apart=apart)


def _whole(side: merging.Side) -> bool:
    """Whether its log begins with what it has of its original, so that its entries are all that is its own."""
    return not side.entries or side.entries[0].seq == merging.FIRST + 1


async def _next_number(session: AsyncSession, paragraph_id: UUID) -> int:
    highest = select(func.max(Alternative.number)).where(Alternative.paragraph_id == paragraph_id)
    return (await session.scalar(highest) or 0) + 1


async def create(
    session: AsyncSession, actor: Actor, paragraph_id: UUID, new: AlternativeCreate
) -> tuple[dict[str, Any], bool]:
    """A new alternative with the ids that its page chose, and whether it is new; the same again is the same (E15)."""
    paragraph = await get_paragraph(session, paragraph_id)
    document = await documents.lock_document(session, paragraph.document_id)
    standing = await policy.require_in(session, actor, Act.ENTER_ORAL, document)
    if (known := await session.get(Alternative, new.id)) is not None:
        if known.paragraph_id != paragraph_id or known.text_id != new.text or known.created_by != actor.person_id:
            raise IdTaken
        return await reading.read_alternative(session, document, standing, known), False
    if paragraph.withdrawn_at is not None:
        raise IsWithdrawn("Restore it before putting an alternative beside it.")
    await require_room(session, paragraph_id)
    author = Author(actor.person_id, standing.delegation_id)
    try:
        async with session.begin_nested():
            alternative = await keep(
                session, document, paragraph, paragraph.text_id, author, id_=new.id, text_id=new.text
            )
            if new.runs is not None:
                text = await session.get_one(Text, new.text)
                await merging.enter_runs(session, text, new.runs, author)
    except IntegrityError:
        raise IdTaken from None
    await record(session, actor, standing, document, "alternative.added", alternative)
    return await reading.read_alternative(session, document, standing, alternative), True


async def require_room(session: AsyncSession, paragraph_id: UUID) -> None:
    """Raise TooManyAlternatives where there is no end to them."""
    standing = select(func.count()).where(
        Alternative.paragraph_id == paragraph_id, Alternative.state == AlternativeState.STANDING
    )
    if (await session.scalar(standing) or 0) >= MOST:
        raise TooManyAlternatives("Combine or drop some of them first.")


async def support(session: AsyncSession, actor: Actor, alternative_id: UUID) -> dict[str, Any]:
    """Join its supporters, for one's delegation; again is the same."""
    text, alternative, document, standing, supporters = await _lock_to_join(session, actor, alternative_id)
    if not reading.side_of_supporters(supporters).has(standing):
        session.add(
            AlternativeSupporter(
                alternative_id=alternative.id,
                delegation_id=standing.delegation_id,
                person_id=None if standing.delegation_id else actor.person_id,
                name=standing.delegation_name or actor.name,
            )
        )
        await _joined(session, actor, standing, document, alternative, text, "alternative.supported")
    return await reading.read_alternative(session, document, standing, alternative)


async def leave(session: AsyncSession, actor: Actor, alternative_id: UUID) -> dict[str, Any]:
    """Support it no longer; again is the same."""
    text, alternative, document, standing, supporters = await _lock_to_join(session, actor, alternative_id)
    mine = [
        one
        for one in supporters
        if (one.delegation_id == standing.delegation_id if one.delegation_id else one.person_id == actor.person_id)
    ]
    for one in mine:
        one.left_at = now()
    if mine:
        await _joined(session, actor, standing, document, alternative, text, "alternative.left")
    return await reading.read_alternative(session, document, standing, alternative)


async def _lock_to_join(
    session: AsyncSession, actor: Actor, alternative_id: UUID
) -> tuple[Text, Alternative, Document, Standing, Sequence[AlternativeSupporter]]:
    present = await get_alternative(session, alternative_id)
    _, _, [(alternative, text)] = await lock(session, present.paragraph_id, [alternative_id])
    document = await documents.lock_document(session, alternative.document_id)
    standing = await policy.require_in(session, actor, Act.READ, document)
    supporters = (await reading.supporters_of(session, [alternative_id]))[alternative_id]
    require_standing(alternative)
    policy.check(standing, Act.TABLE, reading.subject_of(document, alternative, supporters))
    if standing.seat is None:
        raise refuse("no-seat")
    return text, alternative, document, standing, supporters


async def _joined(
    session: AsyncSession,
    actor: Actor,
    standing: Standing,
    document: Document,
    alternative: Alternative,
    text: Text,
    action: str,
) -> None:
    gates.raise_gate(session, text, document.id, "supporters")
    await session.flush()
    facts = {"supporter": standing.delegation_name or actor.name}
    await record(session, actor, standing, document, action, alternative, **facts)
    await documents.announce(session, document, "alternative.changed", actor.name, subjects=[alternative.id])


def require_standing(alternative: Alternative) -> None:
    """Raise AlternativeEnded if something became of it already."""
    if alternative.state is not AlternativeState.STANDING:
        raise AlternativeEnded("Somebody has decided on it meanwhile. Look again.", state=alternative.state.value)


async def lock(
    session: AsyncSession, paragraph_id: UUID, ids: Sequence[UUID], *, with_words: bool = False
) -> tuple[Paragraph, Text | None, list[tuple[Alternative, Text]]]:
    """A paragraph and alternatives beside it, locked, with their texts (the paragraph's only `with_words`).

    Texts of paragraphs come before those beside them, all texts before paragraphs (ENGINE E20). The paragraph is held
    because a split or a join, which changes its alternatives when it holds the document already, holds it too.
    Alternatives come in the order asked for. Raises NotFound, and Conflict where one stands elsewhere.
    """
    fresh = {"populate_existing": True}
    beside = (await session.execute(select(Alternative.id, Alternative.text_id).where(Alternative.id.in_(ids)))).all()
    if len(beside) < len(set(ids)):
        raise NotFound("There is no such alternative.")
    text: Text | None = None
    if with_words:
        of_paragraph = (await get_paragraph(session, paragraph_id)).text_id
        locked = select(Text).where(Text.id == of_paragraph).with_for_update().execution_options(**fresh)
        text = (await session.scalars(locked)).one()
    rows = select(Text).where(Text.id.in_([row.text_id for row in beside])).order_by(Text.id).with_for_update()
    side_texts = {one.id: one for one in await session.scalars(rows.execution_options(**fresh))}
    here = select(Paragraph).where(Paragraph.id == paragraph_id).with_for_update(key_share=True)
    paragraph = (await session.scalars(here.execution_options(**fresh))).one()
    mine = select(Alternative).where(Alternative.id.in_(ids)).order_by(Alternative.id).with_for_update()
    found = {one.id: one for one in await session.scalars(mine.execution_options(**fresh))}
    if any(one.paragraph_id != paragraph_id for one in found.values()):
        raise Conflict("One of them stands beside another paragraph now. Look again.")
    return paragraph, text, [(found[id_], side_texts[found[id_].text_id]) for id_ in ids]


async def record(
    session: AsyncSession,
    actor: Actor,
    standing: Standing,
    document: Document,
    action: str,
    alternative: Alternative,
    **facts: Any,
) -> int:
    """A line about one alternative, with its exact words; its number."""
    words = await texts.words_of(session, alternative.text_id)
    told = {**await told_of(session, document, alternative), "runs": words.runs, "content_hash": words.hash, **facts}
    line = await documents.record(session, document, actor, standing, action, subject_id=alternative.id, facts=told)
    return line.number


async def told_of(session: AsyncSession, document: Document, alternative: Alternative) -> dict[str, Any]:
    """What every line says of an alternative: its paragraph, its label, its supporters."""
    paragraph = await session.get_one(Paragraph, alternative.paragraph_id)
    supporters = (await reading.supporters_of(session, [alternative.id]))[alternative.id]
    labels = await reading.labels_of(session, document, [alternative])
    return {
        "label": await address_of(session, document, paragraph),
        "paragraph": str(paragraph.id),
        "alternative": labels[alternative.id],
        "supporters": [one.name for one in supporters],
        "proposal": str(alternative.amendment_id) if alternative.amendment_id else None,
        "breakout": str(alternative.breakout_id) if alternative.breakout_id else None,
    }
