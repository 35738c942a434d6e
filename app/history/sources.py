"""What was done about paragraphs, from the record and from what stood beside them: proposals, alternatives, groups.

Only what everybody may know who reads the document: no draft, and of a breakout group only what the plenary took.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.alternatives.models import Alternative, AlternativeState
from app.amendments.models import Amendment, AmendmentKind, AmendmentParty, Outcome, PartyRole, Stage
from app.breakouts.models import Became, Breakout, BreakoutOutcome
from app.documents.models import Document
from app.history.entries import Happening
from app.ledger import service as ledger
from app.ledger.models import Decision

MAX_IDS = 5_000
_LINES = {
    "paragraph.added": "added",
    "paragraph.marked": "marked",
    "paragraph.mark_confirmed": "confirmed",
    "paragraph.moved": "moved",
    "paragraph.changed": "changed",
    "paragraph.withdrawn": "withdrawn",
    "paragraph.restored": "restored",
    "paragraph.split": "split",
    "paragraph.joined": "joined",
    "paragraph.taken_up": "taken_up",
}
_BRINGING = frozenset({"added", "split", "joined"})
_ACCEPTED = frozenset({Outcome.ACCEPTED, Outcome.ACCEPTED_IN_PART})
_TAKEN = frozenset({Became.TAKEN, Became.AMENDED})

Done = dict[UUID, list[Happening]]


async def happenings(
    session: AsyncSession, document: Document, ids: Iterable[UUID], *, since: datetime | None = None
) -> Done:
    """What was done about each of these paragraphs, in no order."""
    wanted = set(ids)
    done: Done = defaultdict(list)
    await _lines(session, document, wanted, since, done)
    deciders = _Deciders(session, document)
    await _proposals(session, document, wanted, since, done, deciders)
    await _alternatives(session, document, wanted, since, done, deciders)
    await _endorsements(session, document, wanted, since, done, deciders)
    return done


async def _lines(
    session: AsyncSession, document: Document, wanted: set[UUID], since: datetime | None, done: Done
) -> None:
    chain = ledger.document_chain(document.id)
    statement = select(Decision).where(Decision.chain == chain, Decision.action.in_(_LINES))
    if since is not None:
        statement = statement.where(Decision.at > since)
    if len(wanted) == 1:
        # A split or a join is also about the paragraph that it made or withdrew.
        [only] = wanted
        cutting = ("paragraph.split", "paragraph.joined")
        about = Decision.subject_id == only
        statement = statement.where(or_(about, Decision.action.in_(cutting) & Decision.body.contains(str(only))))
    for line in (await session.scalars(statement.order_by(Decision.number))).all():
        for paragraph_id, happening in _of_line(line):
            if paragraph_id in wanted:
                done[paragraph_id].append(happening)


def _of_line(line: Decision) -> list[tuple[UUID, Happening]]:
    body = json.loads(line.body)
    facts: Mapping[str, Any] = body["facts"]
    kind = _LINES[line.action]
    on_word_of = facts.get("on_word_of")
    said: dict[str, Any] = {
        "at": line.at,
        "by": (body["actor"]["name"],) if body["actor"] else (),
        "office": body["office"],
        "on_word_of": on_word_of["name"] if isinstance(on_word_of, dict) else on_word_of,
        "decision": line.number,
        "status": facts.get("status"),
        "qualifier": facts.get("qualifier"),
        "note": facts.get("reason") or facts.get("qualifier_words"),
        "brings": kind in _BRINGING,
    }
    assert line.subject_id is not None
    other = {"split": "added", "joined": "joined"}.get(kind)
    if other is None:
        return [(line.subject_id, Happening(kind, **said))]
    other_id = UUID(facts[other]["paragraph"])
    theirs = {"split": "split_off", "joined": "joined_into"}[kind]
    return [
        (line.subject_id, Happening(kind, other=other_id, **said)),
        (other_id, Happening(theirs, other=line.subject_id, **said | {"brings": kind == "split"})),
    ]


class _Deciders:
    """Who took decisions, by their numbers in the document's record; asked for once."""

    def __init__(self, session: AsyncSession, document: Document) -> None:
        self._session = session
        self._chain = ledger.document_chain(document.id)
        self._known: dict[int, tuple[str | None, str | None]] = {}

    async def of(self, numbers: Iterable[int | None]) -> dict[int, tuple[str | None, str | None]]:
        """(name, office) of each."""
        missing = {number for number in numbers if number is not None} - self._known.keys()
        if missing:
            statement = select(Decision.number, Decision.body).where(
                Decision.chain == self._chain, Decision.number.in_(missing)
            )
            for row in await self._session.execute(statement):
                body = json.loads(row.body)
                self._known[row.number] = (body["actor"]["name"] if body["actor"] else None, body["office"])
        return self._known


async def sponsors_of(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The names under which proposals stood, proposer and co-sponsors in the order in which they joined."""
    statement = (
        select(AmendmentParty.amendment_id, AmendmentParty.name)
        .where(AmendmentParty.amendment_id.in_(ids), AmendmentParty.role == PartyRole.SPONSOR)
        .where(AmendmentParty.left_at.is_(None))
        .order_by(AmendmentParty.joined_at, AmendmentParty.id)
    )
    names: dict[UUID, list[str]] = {}
    for row in await session.execute(statement):
        names.setdefault(row.amendment_id, []).append(row.name)
    return names


def named(proposal: Amendment, sponsors: Sequence[str]) -> tuple[str, ...]:
    """In whose name a proposal is: never the people who typed it."""
    return tuple(dict.fromkeys([proposal.proposer, *sponsors]))


def proposal_head(proposal: Amendment) -> dict[str, Any]:
    """A proposal as the history names it."""
    return {
        "id": proposal.id,
        "number": proposal.number,
        "proposer": proposal.proposer,
        "basis": proposal.basis.value,
        "kind": proposal.kind.value,
    }


def breakout_head(breakout: Breakout) -> dict[str, Any]:
    """A breakout group as the history names it."""
    return {"id": breakout.id, "kind": breakout.kind.value, "number": breakout.number, "name": breakout.name}


def _recent(at: datetime | None, since: datetime | None) -> bool:
    return at is not None and (since is None or at > since)


async def _proposals(
    session: AsyncSession,
    document: Document,
    wanted: set[UUID],
    since: datetime | None,
    done: Done,
    deciders: _Deciders,
) -> None:
    # What was sent back is a draft again.
    statement = select(Amendment).where(Amendment.document_id == document.id, Amendment.stage != Stage.DRAFT)
    if len(wanted) == 1:
        [only] = wanted
        statement = statement.where(or_(Amendment.paragraph_id == only, Amendment.result_id == only))
    proposals = [
        one for one in (await session.scalars(statement)).all() if one.paragraph_id in wanted or one.result_id in wanted
    ]
    sponsors = await sponsors_of(session, [one.id for one in proposals])
    known = await deciders.of(one.decision_number for one in proposals)
    for one in proposals:
        by = named(one, sponsors.get(one.id, []))
        about = one.result_id if one.kind is AmendmentKind.ADDITION else one.paragraph_id
        if about not in wanted or about is None:
            continue
        head = proposal_head(one)
        if one.tabled_at is not None and one.kind is not AmendmentKind.ADDITION and _recent(one.tabled_at, since):
            done[about].append(Happening("proposed", one.tabled_at, by, proposal=head))
        if one.decided_at is None or one.outcome is None or not _recent(one.decided_at, since):
            continue
        if one.outcome is Outcome.ALTERNATIVE:
            continue  # the alternative itself says so
        _, office = known.get(one.decision_number or 0, (None, None))
        done[about].append(
            Happening(
                one.outcome.value,
                one.decided_at,
                by,
                office=one.decided_office or office,
                on_word_of=one.on_word_of,
                decision=one.decision_number,
                note=one.returned_note if one.outcome is Outcome.NOT_ACCEPTED else None,
                proposal=head,
                brings=one.outcome in _ACCEPTED and one.kind is not AmendmentKind.DELETION,
            )
        )


async def _alternatives(
    session: AsyncSession,
    document: Document,
    wanted: set[UUID],
    since: datetime | None,
    done: Done,
    deciders: _Deciders,
) -> None:
    statement = select(Alternative).where(Alternative.document_id == document.id)
    if len(wanted) == 1:
        statement = statement.where(Alternative.paragraph_id.in_(wanted))
    found = [one for one in (await session.scalars(statement)).all() if one.paragraph_id in wanted]
    known = await deciders.of(one.decision_number for one in found)
    for one in found:
        note = str(one.number)
        if _recent(one.created_at, since):
            done[one.paragraph_id].append(Happening("alternative_kept", one.created_at, note=note))
        if one.ended_at is None or not _recent(one.ended_at, since):
            continue
        name, office = known.get(one.decision_number or 0, (None, None))
        done[one.paragraph_id].append(
            Happening(
                f"alternative_{one.state.value}",
                one.ended_at,
                (name,) if name else (),
                office=office,
                decision=one.decision_number,
                note=note,
                brings=one.state in {AlternativeState.MADE_TEXT, AlternativeState.COMBINED},
            )
        )


async def _endorsements(
    session: AsyncSession,
    document: Document,
    wanted: set[UUID],
    since: datetime | None,
    done: Done,
    deciders: _Deciders,
) -> None:
    statement = (
        select(BreakoutOutcome, Breakout)
        .join(Breakout, Breakout.id == BreakoutOutcome.breakout_id)
        .where(Breakout.document_id == document.id, BreakoutOutcome.became.in_(_TAKEN))
    )
    if len(wanted) == 1:
        statement = statement.where(BreakoutOutcome.result_id.in_(wanted))
    rows = [row for row in (await session.execute(statement)).all() if row[0].result_id in wanted]
    known = await deciders.of(outcome.decision_number for outcome, _ in rows)
    for outcome, breakout in rows:
        assert outcome.result_id is not None
        if not _recent(outcome.at, since):
            continue
        name, office = known.get(outcome.decision_number or 0, (None, None))
        done[outcome.result_id].append(
            Happening(
                "endorsed" if outcome.became is Became.TAKEN else "endorsed_amended",
                outcome.at,
                (name,) if name else (),
                office=office,
                decision=outcome.decision_number,
                breakout=breakout_head(breakout),
                brings=True,
            )
        )
