"""Proposals as their readers see them: those that are tabled, and the drafts of one's own party."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.amendments import rules
from app.amendments.access import side_of, subject_of
from app.amendments.models import Amendment, AmendmentKind, AmendmentParty, PartyRole, Stage
from app.core.actor import Actor
from app.core.errors import NotFound
from app.documents import policy
from app.documents.models import Document
from app.documents.service import get_document
from app.groups.rights import Act, Standing, decide
from app.paragraphs.models import Paragraph
from app.texts import service as texts
from app.texts.models import Text
from app.texts.runs import plain

_TEXT = (Text.id, Text.generation, Text.seq, Text.closed, Text.base_hash, Text.base_runs, Text.changed_at)
FEW = 10  # so many are named one by one in a statement; of more, all of the document are read
_NONE_MAY = dict.fromkeys(("write", "table", "withdraw", "cosponsor", "leave", "invite", "edit"), False)


async def parties_of(session: AsyncSession, amendment_ids: Sequence[UUID]) -> dict[UUID, list[AmendmentParty]]:
    """Who stands behind each proposal now, and who is invited, in the order in which they joined."""
    wanted = select(AmendmentParty).where(AmendmentParty.amendment_id.in_(amendment_ids))
    return await _by_amendment(session, wanted)


async def _by_amendment(session: AsyncSession, wanted: Any) -> dict[UUID, list[AmendmentParty]]:
    found: dict[UUID, list[AmendmentParty]] = defaultdict(list)
    order = (AmendmentParty.joined_at, AmendmentParty.id)
    for party in await session.scalars(wanted.where(AmendmentParty.left_at.is_(None)).order_by(*order)):
        found[party.amendment_id].append(party)
    return found


def mine(standing: Standing | None) -> Any:
    """The condition that a row of a party is of this person, alone or by delegation."""
    if standing is None:
        return AmendmentParty.id.is_(None)
    of_me = AmendmentParty.person_id == standing.person_id
    if standing.delegation_id is None:
        return of_me
    return or_(of_me, AmendmentParty.delegation_id == standing.delegation_id)


async def find(session: AsyncSession, amendment_id: UUID, standing_of: Actor | None) -> tuple[Amendment, Document]:
    """A proposal that this person sees, and its document; of a draft that is not theirs nobody learns that it is."""
    amendment = await session.get(Amendment, amendment_id)
    if amendment is None:
        raise NotFound("There is no such proposal.")
    document = await get_document(session, amendment.document_id)
    standing = await policy.standing_in(session, standing_of, document.group_id)
    parties = (await parties_of(session, [amendment_id]))[amendment_id]
    require_seen(standing, document, amendment, parties)
    return amendment, document


def require_seen(
    standing: Standing | None, document: Document, amendment: Amendment, parties: Sequence[AmendmentParty]
) -> None:
    """Raise NotFound for somebody else's draft, and what reading the document would for the rest."""
    subject = subject_of(document, amendment, parties)
    if rules.is_private(amendment):
        if not decide(standing, Act.READ, subject).allowed:
            raise NotFound("There is no such proposal.")
        return
    policy.check(standing, Act.READ, subject)


async def read_proposal(
    session: AsyncSession, document: Document, standing: Standing | None, amendment_id: UUID
) -> dict[str, Any]:
    """One proposal as ProposalRead; whether it may be seen is asked before."""
    [row] = await rows_of(session, document, [amendment_id])
    parties, words = await around(session, document, [row])
    return proposal_json(document, standing, row, parties[amendment_id], words.get(row.id) if row.id else None)


async def rows_of(session: AsyncSession, document: Document, ids: Sequence[UUID] | None) -> Sequence[Any]:
    """The rows of some proposals of a document, or (drafts included) of all, with those of their texts."""
    wanted = (
        select(Amendment, *_TEXT, Paragraph.withdrawn_at, Paragraph.category_id)
        .outerjoin(Text, Text.id == Amendment.text_id)
        .outerjoin(Paragraph, Paragraph.id == Amendment.paragraph_id)
    )
    which = Amendment.document_id == document.id if ids is None else Amendment.id.in_(ids)
    return (await session.execute(wanted.where(which))).all()


async def around(
    session: AsyncSession, document: Document, rows: Sequence[Any]
) -> tuple[dict[UUID, list[AmendmentParty]], dict[UUID, texts.Words]]:
    """Those who stand behind proposals, and their words."""
    words = await texts.words_of_many(session, [row.id for row in rows if row.id is not None])
    if len(rows) <= FEW:
        return await parties_of(session, [row.Amendment.id for row in rows]), words
    ids = select(Amendment.id).where(Amendment.document_id == document.id)
    return await _by_amendment(session, select(AmendmentParty).where(AmendmentParty.amendment_id.in_(ids))), words


def proposal_json(
    document: Document,
    standing: Standing | None,
    row: Any,
    parties: Sequence[AmendmentParty],
    words: texts.Words | None,
) -> dict[str, Any]:
    """A proposal as one reader sees it, of plain values that any JSON writer takes."""
    amendment: Amendment = row.Amendment
    closed, gone = bool(row.closed), row.withdrawn_at is not None
    return common_json(row, parties, words) | {
        "mine": standing is not None and side_of(amendment, parties).has(standing),
        "may": may(standing, document, amendment, parties, closed=closed, gone=gone),
    }


def common_json(row: Any, parties: Sequence[AmendmentParty], words: texts.Words | None) -> dict[str, Any]:
    """What of a proposal is the same for all who see it."""
    amendment: Amendment = row.Amendment
    sponsors = [one for one in parties if one.role is PartyRole.SPONSOR]
    invited = [one for one in parties if one.role is PartyRole.INVITED] if rules.is_private(amendment) else []
    runs = words.runs if words else []
    result = orjson.loads(amendment.result_runs) if amendment.result_runs is not None else None
    at = [one for one in (amendment.changed_at, row.changed_at) if one is not None]
    return {
        "id": amendment.id,
        "document": amendment.document_id,
        "category": row.category_id
        if row.category_id is not None and amendment.kind is not AmendmentKind.ADDITION
        else amendment.category_id,
        "paragraph": amendment.paragraph_id,
        "kind": amendment.kind,
        "text": amendment.text_id,
        "generation": words.generation if words else None,
        "text_seq": words.seq if words else None,
        "level": amendment.level,
        "paragraph_kind": amendment.paragraph_kind,
        "number": amendment.number,
        "basis": amendment.basis,
        "proposer": amendment.proposer,
        "sponsors": [_party(one, number == 0) for number, one in enumerate(sponsors)],
        "invited": [_party(one, False) for one in invited],
        "rationale": amendment.rationale,
        "stage": amendment.stage,
        "outcome": amendment.outcome,
        "returned_note": amendment.returned_note,
        "place_again": amendment.place_again,
        "source": amendment.source,
        "created_at": amendment.created_at,
        "changed_at": max(at),
        "tabled_at": amendment.tabled_at,
        "tabled_by": amendment.tabled_by,
        "decided_at": amendment.decided_at,
        "decided_by": amendment.decided_by,
        "on_word_of": amendment.on_word_of,
        "awaiting_confirmation": amendment.awaiting_confirmation,
        "decision": amendment.decision_number,
        "result": {
            "id": amendment.result_id,
            "runs": result,
            "words": plain(result) if result is not None else None,
            "content_hash": amendment.result_hash,
        }
        if amendment.result_id is not None or result is not None
        else None,
        "base_hash": row.base_hash,
        "base_runs": orjson.loads(row.base_runs) if row.base_runs is not None else None,
        "runs": runs,
        "words": words.plain if words else "",
        "content_hash": words.hash if words else None,
    }


def may(
    standing: Standing | None,
    document: Document,
    amendment: Amendment,
    parties: Sequence[AmendmentParty],
    *,
    closed: bool,
    gone: bool,
) -> dict[str, bool]:
    """ProposalMay; `gone`: the paragraph it concerns is withdrawn."""
    if standing is None or not standing.belongs or not rules.is_open(amendment):
        return _NONE_MAY
    subject = subject_of(document, amendment, parties, closed=closed)
    acts = decide(standing, Act.TABLE, subject).allowed
    prepares = decide(standing, Act.WRITE_WORDS, subject).allowed or (
        amendment.kind is AmendmentKind.DELETION and subject.side.has(standing) and acts
    )
    desk = rules.by_office(amendment) and decide(standing, Act.ENTER_ORAL, policy.subject_of(document)).allowed
    sponsors = [one for one in parties if one.role is PartyRole.SPONSOR]
    is_sponsor = rules.party(sponsors).has(standing)
    proposer = bool(sponsors) and rules.party(sponsors[:1]).has(standing)
    draft = amendment.stage is Stage.DRAFT
    others = len(sponsors) > 1
    return {
        "write": prepares and amendment.text_id is not None,
        "table": draft and is_sponsor and acts and not gone,
        "withdraw": (is_sponsor and prepares) if draft else desk or (acts and proposer),
        "cosponsor": acts and not is_sponsor and (standing.delegation_id is not None or standing.seat is not None),
        "leave": acts and is_sponsor and (others or desk),
        "invite": draft and is_sponsor,
        "edit": desk or (is_sponsor and (prepares or acts)),
    }


def _party(party: AmendmentParty, proposer: bool) -> dict[str, Any]:
    return {
        "id": party.id,
        "delegation": party.delegation_id,
        "person": party.person_id,
        "name": party.name,
        "proposer": proposer,
    }
