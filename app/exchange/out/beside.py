"""What stands beside the paragraphs of an exported document: alternatives, and opinions on record.

Drafts of opinions, stances and the names behind *some members* are not in any file, whoever takes it out.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.alternatives import reading as alternatives
from app.alternatives.models import Alternative, AlternativeState
from app.documents.models import Document
from app.opinions import reading as opinions
from app.opinions.models import Attribution, Opinion, OpinionState
from app.texts import service as texts


@dataclass(frozen=True, slots=True)
class Wording:
    """Words beside a paragraph, and whose they are; of an opinion without names, those of some members."""

    id: str
    names: tuple[str, ...]
    said: Mapping[str, Any]  # runs and words
    label: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """By paragraph, in order."""

    alternatives: Mapping[str, Sequence[Wording]] = field(default_factory=dict)
    opinions: Mapping[str, Sequence[Wording]] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Another one whenever a file with it would be another one."""
        return hashlib.sha256(repr((self.alternatives, self.opinions)).encode()).hexdigest()[:16]


NOTHING = Beside()


async def read_beside(session: AsyncSession, document_id: UUID) -> Beside:
    """The alternatives that stand and the opinions on record, as everybody who reads the document sees them."""
    document = await session.get_one(Document, document_id)
    standing = select(Alternative).where(
        Alternative.document_id == document_id, Alternative.state == AlternativeState.STANDING
    )
    kept = (await session.scalars(standing.order_by(Alternative.number))).all()
    on_record = select(Opinion).where(Opinion.document_id == document_id, Opinion.state == OpinionState.PLACED)
    placed = (await session.scalars(on_record.order_by(Opinion.placed_at, Opinion.id))).all()
    if not kept and not placed:
        return NOTHING
    words = await texts.words_of_many(session, [*(one.text_id for one in kept), *(one.text_id for one in placed)])
    labels = await alternatives.labels_of(session, document, kept) if kept else {}
    supporters = await alternatives.supporters_of(session, [one.id for one in kept])
    signers = await opinions.signers_of(session, [one.id for one in placed])
    found: dict[str, list[Wording]] = defaultdict(list)
    stated: dict[str, list[Wording]] = defaultdict(list)
    for one in kept:
        names = tuple(each.name for each in supporters.get(one.id, ()))
        found[str(one.paragraph_id)].append(Wording(str(one.id), names, _said(words[one.text_id]), labels[one.id]))
    for opinion in placed:
        named = opinion.attribution is Attribution.SIGNED
        names = tuple(each.name for each in signers.get(opinion.id, ())) if named else ()
        stated[str(opinion.paragraph_id)].append(Wording(str(opinion.id), names, _said(words[opinion.text_id])))
    return Beside(dict(found), dict(stated))


def _said(words: texts.Words) -> dict[str, Any]:
    return {"runs": words.runs, "words": words.plain}
