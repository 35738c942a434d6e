"""Who may read and write the texts of proposals, for the committer and sockets (ENGINE E8)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from app.amendments import rules
from app.amendments.models import Amendment, AmendmentParty, PartyRole, Stage
from app.documents import policy
from app.documents.models import Document
from app.groups.rights import Party, Subject, TextKind
from app.paragraphs.access import DOCUMENT_COLUMNS, MAX_IDS, Circumstances, document_facts
from app.texts.models import Text

_FACTS = (
    select(
        Amendment.id,
        Amendment.text_id,
        Amendment.stage,
        Amendment.basis,
        Amendment.tabled_at,
        Amendment.document_id,
        Text.closed,
        *DOCUMENT_COLUMNS,
    )
    .join(Text, Text.id == Amendment.text_id)
    .join(Document, Document.id == Amendment.document_id)
)
_PARTIES = select(
    AmendmentParty.amendment_id, AmendmentParty.delegation_id, AmendmentParty.person_id, AmendmentParty.role
).where(AmendmentParty.left_at.is_(None))


def facts_of(connection: Connection, text_ids: Sequence[UUID]) -> dict[UUID, Circumstances]:
    """The facts of proposals' texts."""
    facts: dict[UUID, Circumstances] = {}
    for start in range(0, len(text_ids), MAX_IDS):
        wanted = _FACTS.where(Amendment.text_id.in_(text_ids[start : start + MAX_IDS]))
        rows: Sequence[Any] = connection.execute(wanted).all()
        if not rows:
            continue
        parties: dict[UUID, list[Any]] = defaultdict(list)
        for party in connection.execute(_PARTIES.where(AmendmentParty.amendment_id.in_([row.id for row in rows]))):
            parties[party.amendment_id].append(party)
        for row in rows:
            side = side_of(row, parties[row.id])
            subject = Subject(
                row.group_id,
                kind=TextKind.PROPOSAL,
                side=side,
                stage=rules.stage_for_rights(row),
                by_office=rules.by_office(row),
                closed=row.closed or row.stage == Stage.WITHDRAWN,
                **document_facts(row),
            )
            facts[row.text_id] = Circumstances(subject, row.document_id, row.unattributed)
    return facts


def side_of(amendment: Any, parties: Sequence[Any]) -> Party:
    """Those whose it is: its sponsors, and while only they see it, whom they invited."""
    invited = [one for one in parties if one.role == PartyRole.INVITED] if rules.is_private(amendment) else []
    return rules.party([one for one in parties if one.role == PartyRole.SPONSOR], invited)


def subject_of(document: Document, amendment: Amendment, parties: Sequence[Any], *, closed: bool = False) -> Subject:
    """The proposal as something that is acted on."""
    return policy.subject_of(
        document,
        kind=TextKind.PROPOSAL,
        side=side_of(amendment, parties),
        stage=rules.stage_for_rights(amendment),
        by_office=rules.by_office(amendment),
        closed=closed or amendment.stage is Stage.WITHDRAWN,
    )
