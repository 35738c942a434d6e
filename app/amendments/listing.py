"""The list of a document's proposals, for a room of people who all ask for it at once.

What is the same for every reader is made once for each proposal and kept while nothing about it changes. What remains
for each reader is who may do what, and that is the same for most proposals of one kind.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.amendments import reading, rules
from app.amendments.access import side_of
from app.amendments.models import Amendment, AmendmentParty, PartyRole
from app.core.actor import Actor
from app.documents import policy
from app.documents.models import Document
from app.documents.service import get_document
from app.groups.rights import Act, Party, Standing
from app.paragraphs.models import Paragraph
from app.texts.models import Text

KEPT_DOCUMENTS = 16

# Whatever about a proposal changes, one of these does: each command sets `changed_at`.
_FACTS = (
    Amendment.id,
    Amendment.changed_at,
    Amendment.stage,
    Amendment.place_again,
    Text.generation,
    Text.seq,
    Text.closed,
    Paragraph.withdrawn_at,
    Paragraph.category_id,
)


@dataclass(slots=True)
class Kept:
    """One proposal: the part of its JSON that all its readers share, and what their rights depend on."""

    facts: tuple[Any, ...]
    body: bytes
    amendment: Amendment
    parties: Sequence[AmendmentParty]
    side: Party
    sponsors: Party
    proposer: Party
    others: bool


async def list_proposals(
    session: AsyncSession, actor: Actor | None, document_id: UUID, known: str | None
) -> tuple[str, bytes | None]:
    """The ETag and the JSON of every proposal in a document that this reader sees; None instead of what is known.

    The session sees one moment.
    """
    document = await get_document(session, document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    policy.require(standing, Act.READ, document)
    facts = await _facts(session, document, standing)
    etag = _name_of(document, standing, facts)
    if known is not None and etag in {one.strip() for one in known.split(",")}:
        return etag, None
    kept = _kept_of(session, document_id)
    # By their own facts: others may see an earlier or a later moment, and keep that meanwhile.
    have = {row.id: one for row in facts if (one := kept.get(row.id)) is not None and one.facts == tuple(row)}
    if stale := [row for row in facts if row.id not in have]:
        read = await _read(session, document, stale)
        kept.update(read)
        have |= read
    shown = [have[row.id] for row in facts]
    return etag, b"[%b]" % b",".join(_whole(document, standing, shown))


async def _facts(session: AsyncSession, document: Document, standing: Standing | None) -> Sequence[Any]:
    """Those this reader sees: what is tabled or was, and the drafts of their own party."""
    own = select(AmendmentParty.amendment_id).where(AmendmentParty.left_at.is_(None), reading.mine(standing))
    seen = or_(Amendment.tabled_at.is_not(None), Amendment.id.in_(own))
    wanted = (
        select(*_FACTS)
        .outerjoin(Text, Text.id == Amendment.text_id)
        .outerjoin(Paragraph, Paragraph.id == Amendment.paragraph_id)
        .where(Amendment.document_id == document.id, seen)
        .order_by(Amendment.created_at, Amendment.id)
    )
    return (await session.execute(wanted)).all()


def _name_of(document: Document, standing: Standing | None, facts: Sequence[Any]) -> str:
    said = [document.id, document.event_number, document.state, document.sitting_suspended, _who(standing)]
    return f'"{hashlib.sha256(repr([*said, *map(tuple, facts)]).encode()).hexdigest()[:32]}"'


def _who(standing: Standing | None) -> tuple[Any, ...]:
    if standing is None:
        return ()
    seat = (standing.delegation_id, standing.delegation_name, standing.seat, standing.may_act)
    return (standing.person_id, *seat, *sorted(standing.offices))


def _kept_of(session: AsyncSession, document_id: UUID) -> dict[UUID, Kept]:
    documents: OrderedDict[UUID, dict[UUID, Kept]] = session.info["memo"].setdefault("amendments.lists", OrderedDict())
    kept = documents.setdefault(document_id, {})
    documents.move_to_end(document_id)
    while len(documents) > KEPT_DOCUMENTS:
        documents.popitem(last=False)
    return kept


async def _read(session: AsyncSession, document: Document, stale: Sequence[Any]) -> dict[UUID, Kept]:
    read: dict[UUID, Kept] = {}
    facts = {row.id: tuple(row) for row in stale}
    rows = await reading.rows_of(session, document, None if len(stale) > reading.FEW else list(facts))
    wanted = [row for row in rows if row.Amendment.id in facts]
    parties, words = await reading.around(session, document, wanted)
    for row in wanted:
        amendment = row.Amendment
        behind = parties[amendment.id]
        sponsors = [one for one in behind if one.role is PartyRole.SPONSOR]
        common = reading.common_json(row, behind, words.get(row.id) if row.id else None)
        read[amendment.id] = Kept(
            facts=facts[amendment.id],
            # asyncpg has ids of its own class
            body=orjson.dumps(common, default=str, option=orjson.OPT_UTC_Z)[:-1],
            amendment=amendment,
            parties=behind,
            side=side_of(amendment, behind),
            sponsors=rules.party(sponsors),
            proposer=rules.party(sponsors[:1]),
            others=len(sponsors) > 1,
        )
    return read


def _whole(document: Document, standing: Standing | None, shown: Sequence[Kept]) -> list[bytes]:
    rights: dict[Any, bytes] = {}
    whole = []
    for one in shown:
        amendment, (*_, closed, withdrawn_at, _category) = one.amendment, one.facts
        mine = standing is not None and one.side.has(standing)
        sponsor = standing is not None and one.sponsors.has(standing)
        proposer = standing is not None and one.proposer.has(standing)
        gone = withdrawn_at is not None
        key = (
            *(amendment.stage, amendment.kind, rules.is_private(amendment), rules.by_office(amendment)),
            *(amendment.text_id is None, closed, gone, mine, sponsor, proposer, one.others),
        )
        if (said := rights.get(key)) is None:
            may = reading.may(standing, document, amendment, one.parties, closed=bool(closed), gone=gone)
            said = rights[key] = b',"mine":%b,"may":%b}' % (orjson.dumps(mine), orjson.dumps(may))
        whole.append(one.body + said)
    return whole
