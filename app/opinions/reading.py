"""Opinions as their readers see them: a draft only by its signers, the names behind *some members* too."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Document
from app.groups.rights import Act, Party, Standing, Subject, TextKind, decide
from app.opinions.access import side_of, stage_of
from app.opinions.models import Attribution, Opinion, OpinionSigner, OpinionState
from app.texts import service as texts
from app.texts.models import Text


async def opinions_in(session: AsyncSession, actor: Actor | None, document_id: UUID) -> list[dict[str, Any]]:
    """The opinions in a document that this reader may see, oldest first: those on record, and drafts of their own."""
    document = await documents.get_document(session, document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    policy.require(standing, Act.READ, document)
    here = select(Opinion).where(Opinion.document_id == document_id, Opinion.state != OpinionState.WITHDRAWN)
    return await shown(session, document, standing, (await session.scalars(here.order_by(Opinion.created_at))).all())


async def read_opinion(
    session: AsyncSession, document: Document, standing: Standing | None, opinion: Opinion
) -> dict[str, Any]:
    """One of them, for somebody who sees it, as OpinionRead."""
    [one] = await shown(session, document, standing, [opinion])
    return one


async def shown(
    session: AsyncSession, document: Document, standing: Standing | None, opinions: Sequence[Opinion]
) -> list[dict[str, Any]]:
    """Those of the opinions that this reader may see, as OpinionRead."""
    signers = await signers_of(session, [one.id for one in opinions])
    subjects = {one.id: subject_of(document, one, signers[one.id]) for one in opinions}
    seen = [one for one in opinions if decide(standing, Act.READ, subjects[one.id]).allowed]
    if not seen:
        return []
    ids = [one.text_id for one in seen]
    words = await texts.words_of_many(session, ids)
    closed = {row.id: row.closed for row in await session.execute(select(Text.id, Text.closed).where(Text.id.in_(ids)))}
    return [
        _json(one, words[one.text_id], signers[one.id], subjects[one.id], standing, closed=closed[one.text_id])
        for one in seen
    ]


async def signers_of(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[OpinionSigner]]:
    """Whose opinion each is now, in the order in which they signed."""
    found: dict[UUID, list[OpinionSigner]] = defaultdict(list)
    of_them = select(OpinionSigner).where(OpinionSigner.opinion_id.in_(ids), OpinionSigner.left_at.is_(None))
    for signer in await session.scalars(of_them.order_by(OpinionSigner.joined_at, OpinionSigner.id)):
        found[signer.opinion_id].append(signer)
    return found


def party_of(signers: Sequence[OpinionSigner]) -> Party:
    """Whose an opinion is."""
    return side_of([(one.delegation_id, one.person_id) for one in signers])


def subject_of(document: Document, opinion: Opinion, signers: Sequence[OpinionSigner]) -> Subject:
    """An opinion as something that is acted on."""
    return replace(
        policy.subject_of(document),
        kind=TextKind.OPINION,
        side=party_of(signers),
        stage=stage_of(opinion.state, placed=opinion.placed_at is not None),
    )


def _json(
    one: Opinion,
    words: texts.Words,
    signers: Sequence[OpinionSigner],
    subject: Subject,
    standing: Standing | None,
    *,
    closed: bool,
) -> dict[str, Any]:
    def may(act: Act) -> bool:
        return decide(standing, act, replace(subject, closed=closed)).allowed

    mine = standing is not None and subject.side.has(standing)
    named = mine or one.attribution is Attribution.SIGNED
    draft, placed = one.state is OpinionState.DRAFT, one.state is OpinionState.PLACED
    sole = len(signers) == 1
    return {
        "id": one.id,
        "document": one.document_id,
        "paragraph": one.paragraph_id,
        "text": one.text_id,
        "generation": words.generation,
        "attribution": one.attribution,
        "state": one.state,
        "signers": [
            {"id": each.id, "delegation": each.delegation_id, "person": each.person_id, "name": each.name}
            for each in signers
        ]
        if named
        else [],
        "runs": words.runs,
        "words": words.plain,
        "content_hash": words.hash,
        "text_seq": words.seq,
        "created_at": one.created_at,
        "placed_at": one.placed_at,
        "withdrawn_at": one.withdrawn_at,
        "decision": one.decision_number,
        "mine": mine,
        "may": {
            "write": draft and may(Act.WRITE_WORDS),
            "sign": placed and not mine and may(Act.SIGN),
            "unsign": placed and mine and not sole and may(Act.SIGN),
            "place": draft and may(Act.SIGN),
            "withdraw": mine and ((draft and may(Act.WRITE_WORDS)) or (placed and sole and may(Act.SIGN))),
        },
    }
