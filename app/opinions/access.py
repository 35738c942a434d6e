"""Who may read and write an opinion's words: its signers' delegations, alone while it is a draft (ENGINE E8)."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.events import Events
from app.documents.events import AudienceChanged
from app.documents.models import Document
from app.groups.events import StandingChanged
from app.groups.rights import Party, Subject, TextKind
from app.opinions.models import Attribution, Opinion, OpinionSigner, OpinionState
from app.paragraphs.access import DOCUMENT_COLUMNS, MAX_IDS, Circumstances, document_facts
from app.paragraphs.gates import tell
from app.texts import service as texts
from app.texts.models import Text

_STAGES = {OpinionState.DRAFT: "draft", OpinionState.PLACED: "tabled", OpinionState.WITHDRAWN: "withdrawn"}
_FACTS = (
    select(
        Opinion.id,
        Opinion.text_id,
        Opinion.state.label("became"),  # the column `state` is the document's
        Opinion.placed_at,
        Opinion.attribution,
        Text.closed,
        Document.id.label("document_id"),
        *DOCUMENT_COLUMNS,
    )
    .join(Text, Text.id == Opinion.text_id)
    .join(Document, Document.id == Opinion.document_id)
)
_SIGNERS = select(OpinionSigner.opinion_id, OpinionSigner.delegation_id, OpinionSigner.person_id).where(
    OpinionSigner.left_at.is_(None)
)


def install(events: Events) -> None:
    """Raise the gates of opinions when seats, offices or the document's audience change."""
    events.within(StandingChanged, _standing_changed)
    events.within(AudienceChanged, _audience_changed)


def facts_of(connection: Connection, text_ids: Sequence[UUID]) -> dict[UUID, Circumstances]:
    """The facts of opinions' texts. Whose hand moves in one of *some members* is not shown to others."""
    facts: dict[UUID, Circumstances] = {}
    for start in range(0, len(text_ids), MAX_IDS):
        part = text_ids[start : start + MAX_IDS]
        rows = connection.execute(_FACTS.where(Opinion.text_id.in_(part))).all()
        sides = _sides(connection, [row.id for row in rows])
        for row in rows:
            subject = Subject(
                row.group_id,
                kind=TextKind.OPINION,
                closed=row.closed,
                side=sides[row.id],
                stage=stage_of(row.became, placed=row.placed_at is not None),
                **document_facts(row),
            )
            unattributed = row.unattributed or row.attribution is Attribution.SOME_MEMBERS
            facts[row.text_id] = Circumstances(subject, row.document_id, unattributed)
    return facts


def stage_of(state: OpinionState, *, placed: bool) -> str:
    """What `groups.rights` calls it; a draft that was thrown away stays its signers' alone."""
    return "draft" if not placed else _STAGES[state]


def side_of(signers: Sequence[tuple[UUID | None, UUID | None]]) -> Party:
    """Whose it is, from the delegations and people that signed it."""
    delegations = frozenset(delegation for delegation, _ in signers if delegation)
    people = frozenset(person for delegation, person in signers if person and not delegation)
    return Party(people, delegations)


def _sides(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, Party]:
    signers: dict[UUID, list[tuple[UUID | None, UUID | None]]] = defaultdict(list)
    if ids:
        for row in connection.execute(_SIGNERS.where(OpinionSigner.opinion_id.in_(ids))):
            signers[row.opinion_id].append((row.delegation_id, row.person_id))
    return {id_: side_of(signers[id_]) for id_ in ids}


async def _standing_changed(session: AsyncSession, event: StandingChanged) -> None:
    await session.flush()
    of_group = (
        select(Opinion.text_id)
        .join(Document, Document.id == Opinion.document_id)
        .where(Document.group_id == event.group_id, Opinion.state != OpinionState.WITHDRAWN)
    )
    await _raise(session, of_group, None, "standing")


async def _audience_changed(session: AsyncSession, event: AudienceChanged) -> None:
    of_document = select(Opinion.text_id).where(Opinion.document_id == event.document_id)
    await _raise(session, of_document, event.document_id, "audience")


async def _raise(session: AsyncSession, wanted: Select[UUID], document_id: UUID | None, reason: str) -> None:
    text_ids = (await session.scalars(wanted)).all()
    if text_ids:
        await texts.raise_gates(session, text_ids)
        tell(session, tuple(text_ids), document_id, reason)
