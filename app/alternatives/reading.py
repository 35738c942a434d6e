"""Alternatives as their readers see them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.alternatives.access import by_office, side_of, stage_of
from app.alternatives.labels import alternative_label
from app.alternatives.models import Alternative, AlternativeState, AlternativeSupporter
from app.core.actor import Actor
from app.documents import policy
from app.documents import service as documents
from app.documents.models import AlternativeLabels, Document
from app.groups.rights import Act, Party, Standing, Subject, TextKind, decide
from app.paragraphs import reading as paragraphs
from app.paragraphs.models import Paragraph
from app.texts import service as texts


async def alternatives_in(session: AsyncSession, actor: Actor | None, document_id: UUID) -> list[dict[str, Any]]:
    """All alternatives of a document, those that ended too, in the order in which they came; for its readers."""
    document = await documents.get_document(session, document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    policy.require(standing, Act.READ, document)
    of_document = select(Alternative).where(Alternative.document_id == document_id)
    found = (await session.scalars(of_document.order_by(Alternative.paragraph_id, Alternative.number))).all()
    return await shown(session, document, standing, found)


async def read_alternative(
    session: AsyncSession, document: Document, standing: Standing | None, alternative: Alternative
) -> dict[str, Any]:
    """One of them, as AlternativeRead."""
    [one] = await shown(session, document, standing, [alternative])
    return one


async def shown(
    session: AsyncSession, document: Document, standing: Standing | None, alternatives: Sequence[Alternative]
) -> list[dict[str, Any]]:
    """Alternatives as AlternativeRead, in a handful of statements however many there are."""
    if not alternatives:
        return []
    supporters = await supporters_of(session, [one.id for one in alternatives])
    words = await texts.words_of_many(session, [one.text_id for one in alternatives])
    labels = await labels_of(session, document, alternatives)
    whole = policy.subject_of(document)
    return [
        _json(one, labels[one.id], words[one.text_id], supporters[one.id], _subject(whole, one, supporters), standing)
        for one in alternatives
    ]


async def supporters_of(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[AlternativeSupporter]]:
    """Who supports them now, in the order in which they joined."""
    of_them = (
        select(AlternativeSupporter)
        .where(AlternativeSupporter.alternative_id.in_(ids), AlternativeSupporter.left_at.is_(None))
        .order_by(AlternativeSupporter.joined_at, AlternativeSupporter.id)
    )
    found: dict[UUID, list[AlternativeSupporter]] = defaultdict(list)
    for supporter in await session.scalars(of_them):
        found[supporter.alternative_id].append(supporter)
    return found


async def labels_of(session: AsyncSession, document: Document, alternatives: Iterable[Alternative]) -> dict[UUID, str]:
    """What each of them is called now."""
    wanted = list(alternatives)
    style = AlternativeLabels(document.alternative_labels)
    if style is AlternativeLabels.ALT:
        return {one.id: alternative_label(style, one.number, "", ()) for one in wanted}
    beside = Paragraph.id.in_([one.paragraph_id for one in wanted])
    categories = set(await session.scalars(select(Paragraph.category_id).where(beside)))
    found = await paragraphs.labels_in(session, document, categories)
    frozen = await session.scalars(select(Paragraph.frozen_address).where(Paragraph.document_id == document.id))
    taken = {label.address for label, _ in found.values()} | {address for address in frozen if address}
    return {one.id: alternative_label(style, one.number, found[one.paragraph_id][0].address, taken) for one in wanted}


def side_of_supporters(supporters: Sequence[AlternativeSupporter]) -> Party:
    """Whose an alternative is."""
    return side_of([(one.delegation_id, one.person_id) for one in supporters])


def subject_of(document: Document, alternative: Alternative, supporters: Sequence[AlternativeSupporter]) -> Subject:
    """An alternative as something that is acted on."""
    return _subject(policy.subject_of(document), alternative, {alternative.id: list(supporters)})


def _subject(whole: Subject, one: Alternative, supporters: dict[UUID, list[AlternativeSupporter]]) -> Subject:
    return replace(
        whole,
        kind=TextKind.ALTERNATIVE,
        side=side_of_supporters(supporters.get(one.id, [])),
        stage=stage_of(one.state),
        by_office=by_office(one.amendment_id, one.breakout_id),
    )


def _json(
    one: Alternative,
    label: str,
    words: texts.Words,
    supporters: Sequence[AlternativeSupporter],
    subject: Subject,
    standing: Standing | None,
) -> dict[str, Any]:
    def may(act: Act) -> bool:
        return decide(standing, act, subject).allowed

    stands = one.state is AlternativeState.STANDING
    mine = standing is not None and subject.side.has(standing)
    joins = (
        stands and standing is not None and standing.seat is not None and may(Act.TABLE)
    )  # an office supports nothing
    return {
        "id": one.id,
        "document": one.document_id,
        "paragraph": one.paragraph_id,
        "text": one.text_id,
        "generation": words.generation,
        "number": one.number,
        "label": label,
        "state": one.state,
        "supporters": [
            {"id": each.id, "delegation": each.delegation_id, "person": each.person_id, "name": each.name}
            for each in supporters
        ],
        "proposal": one.amendment_id,
        "breakout": one.breakout_id,
        "place_again": one.place_again,
        "runs": words.runs,
        "words": words.plain,
        "content_hash": words.hash,
        "text_seq": words.seq,
        "created_at": one.created_at,
        "ended_at": one.ended_at,
        "decision": one.decision_number,
        "on_word_of": one.on_word_of,
        "awaiting_confirmation": one.awaiting_confirmation,
        "mine": mine,
        "may": {
            "write": may(Act.WRITE_WORDS),
            "support": joins and not mine,
            "leave": joins and mine,
            "decide": stands and (may(Act.DECIDE) or may(Act.DECIDE_ON_WORD)),
            "confirm": one.awaiting_confirmation and may(Act.DECIDE),
        },
    }
