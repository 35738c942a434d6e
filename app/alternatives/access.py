"""Who may read and write an alternative's words: its supporters' delegations, while it stands (ENGINE E8)."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.alternatives.models import Alternative, AlternativeState, AlternativeSupporter
from app.core.events import Events
from app.documents.events import AudienceChanged
from app.documents.models import Document
from app.groups.events import StandingChanged
from app.groups.rights import Party, Subject, TextKind
from app.paragraphs.access import DOCUMENT_COLUMNS, MAX_IDS, Circumstances, document_facts
from app.paragraphs.gates import tell
from app.texts import service as texts
from app.texts.models import Text

_FACTS = (
    select(
        Alternative.id,
        Alternative.text_id,
        Alternative.state.label("became"),  # the column `state` is the document's
        Alternative.amendment_id,
        Alternative.breakout_id,
        Text.closed,
        Document.id.label("document_id"),
        *DOCUMENT_COLUMNS,
    )
    .join(Text, Text.id == Alternative.text_id)
    .join(Document, Document.id == Alternative.document_id)
)
_SUPPORTERS = select(
    AlternativeSupporter.alternative_id, AlternativeSupporter.delegation_id, AlternativeSupporter.person_id
).where(AlternativeSupporter.left_at.is_(None))


def install(events: Events) -> None:
    """Raise the gates of alternatives when seats, offices or the document's audience change."""
    events.within(StandingChanged, _standing_changed)
    events.within(AudienceChanged, _audience_changed)


def facts_of(connection: Connection, text_ids: Sequence[UUID]) -> dict[UUID, Circumstances]:
    """The facts of alternatives' texts."""
    facts: dict[UUID, Circumstances] = {}
    for start in range(0, len(text_ids), MAX_IDS):
        part = text_ids[start : start + MAX_IDS]
        rows = connection.execute(_FACTS.where(Alternative.text_id.in_(part))).all()
        sides = _sides(connection, [row.id for row in rows])
        for row in rows:
            subject = Subject(
                row.group_id,
                kind=TextKind.ALTERNATIVE,
                closed=row.closed,
                side=sides[row.id],
                stage=stage_of(row.became),
                by_office=by_office(row.amendment_id, row.breakout_id),
                **document_facts(row),
            )
            facts[row.text_id] = Circumstances(subject, row.document_id, row.unattributed)
    return facts


def stage_of(state: AlternativeState) -> str:
    """What `groups.rights` calls it."""
    return "tabled" if state is AlternativeState.STANDING else "taken_up"


def by_office(amendment_id: UUID | None, breakout_id: UUID | None) -> bool:
    """Whether the chair or the secretariat made it: then they also see to its words."""
    return amendment_id is None and breakout_id is None


def side_of(supporters: Sequence[tuple[UUID | None, UUID | None]]) -> Party:
    """Whose it is, from the delegations and people that support it."""
    delegations = frozenset(delegation for delegation, _ in supporters if delegation)
    people = frozenset(person for delegation, person in supporters if person and not delegation)
    return Party(people, delegations)


def _sides(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, Party]:
    supporters: dict[UUID, list[tuple[UUID | None, UUID | None]]] = defaultdict(list)
    if ids:
        for row in connection.execute(_SUPPORTERS.where(AlternativeSupporter.alternative_id.in_(ids))):
            supporters[row.alternative_id].append((row.delegation_id, row.person_id))
    return {id_: side_of(supporters[id_]) for id_ in ids}


async def _standing_changed(session: AsyncSession, event: StandingChanged) -> None:
    await session.flush()
    of_group = (
        select(Alternative.text_id)
        .join(Document, Document.id == Alternative.document_id)
        .where(Document.group_id == event.group_id, Alternative.state == AlternativeState.STANDING)
    )
    await _raise(session, of_group, None, "standing")


async def _audience_changed(session: AsyncSession, event: AudienceChanged) -> None:
    of_document = select(Alternative.text_id).where(Alternative.document_id == event.document_id)
    await _raise(session, of_document, event.document_id, "audience")


async def _raise(session: AsyncSession, wanted: Select[UUID], document_id: UUID | None, reason: str) -> None:
    text_ids = (await session.scalars(wanted)).all()
    if text_ids:
        await texts.raise_gates(session, text_ids)
        tell(session, tuple(text_ids), document_id, reason)
