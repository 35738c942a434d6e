"""The end of an endorsement: its lines in the record, what the group is told, and what it works on from then on."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.breakouts import titles
from app.breakouts.changing import Held
from app.breakouts.decided import Decider, Done
from app.breakouts.given import facts_of
from app.breakouts.models import Became, BreakoutOutcome
from app.breakouts.ruling import WORDS_GO_IN
from app.core.database import now
from app.core.ids import uuid7
from app.documents import policy
from app.documents import service as documents
from app.groups.models import Meeting
from app.ledger import service as ledger
from app.ledger.service import Line
from app.paragraphs import reading as paragraphs_reading
from app.paragraphs.models import Paragraph
from app.texts.models import Text
from app.texts.runs import canonical_json

ENDORSED, NOT_TAKEN, GIVEN_BACK, MARKED = (
    "paragraph.endorsed",
    "paragraph.not_endorsed",
    "paragraph.given_back",
    "paragraph.marked",
)
_ACTIONS = {Became.NOT_TAKEN: NOT_TAKEN, Became.RETURNED: GIVEN_BACK}


class Settling:
    """What was done in one endorsement, to be settled."""

    def __init__(
        self,
        session: AsyncSession,
        decider: Decider,
        held: Held,
        locked: dict[UUID, tuple[Paragraph, Text]],
        done: list[Done],
        meeting: Meeting | None,
    ) -> None:
        self._session = session
        self._decider = decider
        self._held = held
        self._locked = locked
        self._done = done
        self._meeting = meeting

    async def settle(self, categories: set[UUID], *, new_categories: bool) -> None:
        """Record every paragraph, keep what became of it for the group, and tell everyone."""
        session, held = self._session, self._held
        plenary, breakout = held.plenary, held.breakout
        await session.flush()
        labels = await self._labels()
        lines: list[Line] = []
        line_of: list[tuple[Done, bool]] = []
        for done in self._done:
            label = done.facts.pop("label", None) or labels.get(done.subject_id) or done.one.own.address
            lines.append(Line(_ACTIONS.get(done.became, ENDORSED), done.subject_id, self._facts(done, label)))
            line_of.append((done, False))
            if done.mark is not None:
                lines.append(Line(MARKED, done.subject_id, done.mark | {"label": label}))
                line_of.append((done, True))
        numbers = await ledger.record_many(
            session,
            lines,
            chain=ledger.document_chain(plenary.id),
            actor=self._decider.actor,
            office=policy.office_of(self._decider.standing),
            meeting_id=self._meeting.id if self._meeting else None,
        )
        outcomes: list[dict[str, Any]] = []
        for (done, is_mark), number in zip(line_of, numbers, strict=True):
            if is_mark:
                assert done.paragraph is not None
                done.paragraph.decision_number = number
                continue
            outcomes.append(
                {
                    "id": uuid7(),
                    "breakout_id": breakout.id,
                    "paragraph_id": done.one.own.id,
                    "became": done.became,
                    "group_hash": done.one.own.words_hash,
                    "result_id": done.result_id,
                    "note": done.item.note,
                    "decision_number": number,
                    "at": now(),
                }
            )
        await session.execute(insert(BreakoutOutcome), outcomes)
        await self._rebase(numbers[-1] if numbers else 0)
        await session.flush()
        await self._tell(categories, new_categories)

    def _facts(self, done: Done, label: str) -> dict[str, Any]:
        breakout = self._held.breakout
        facts: dict[str, Any] = {
            "label": label,
            "group": titles.name_of(breakout),
            "breakout": str(breakout.id),
            "group_paragraph": str(done.one.own.id),
            "group_hash": done.one.own.words_hash,
            "became": done.became.value,
            "result": str(done.result_id) if done.result_id else None,
            "note": done.item.note,
            **done.facts,
            **self._decider.facts,
        }
        if done.words is not None:
            facts |= {"runs": done.words.runs, "content_hash": done.words.hash}
        return facts

    async def _labels(self) -> dict[UUID, str]:
        ids = {done.paragraph.category_id for done in self._done if done.paragraph is not None}
        found = await paragraphs_reading.labels_in(self._session, self._held.plenary, ids) if ids else {}
        return {id_: label.address for id_, (label, _) in found.items()}

    async def _rebase(self, record: int) -> None:
        """What was taken as it is, is what the group was given from now on: if it works again, against that."""
        changed = [
            done
            for done in self._done
            if done.became in WORDS_GO_IN and done.words is not None and done.paragraph is not None
        ]
        ids = {done.paragraph.category_id for done in changed if done.paragraph is not None}
        labels = await paragraphs_reading.labels_in(self._session, self._held.plenary, ids) if ids else {}
        for done in changed:
            assert done.paragraph is not None and done.words is not None
            own, own_text = self._locked[done.one.own.id]
            if own.withdrawn_at is not None or (done.words.hash != done.one.own.words_hash and done.one.theirs):
                continue
            label, after = labels[done.paragraph.id]
            row = _Row(done.paragraph, self._generation(done))
            facts = facts_of(row, label, after, done.words.hash, record, own.position)
            if own.copied_facts and _is_still_to_be_moved(done):
                facts |= {name: own.copied_facts[name] for name in ("category", "after", "position", "own_position")}
            own.copied_facts = facts
            own_text.base_runs, own_text.base_hash = canonical_json(done.words.runs).decode(), done.words.hash

    def _generation(self, done: Done) -> int:
        assert done.paragraph is not None
        known = self._locked.get(done.paragraph.id)
        return known[1].generation if known is not None else 1

    async def _tell(self, categories: set[UUID], new_categories: bool) -> None:
        session, held = self._session, self._held
        by = self._decider.actor.name
        touched = [
            done.paragraph.id for done in self._done if done.paragraph is not None and done.became in WORDS_GO_IN
        ]
        if new_categories:
            await documents.announce(session, held.plenary, "category.changed", by)
        await documents.announce(
            session,
            held.plenary,
            "breakout.endorsed",
            by,
            paragraphs=list(dict.fromkeys(touched)),
            categories=sorted(categories),
            subjects=[held.breakout.id],
        )
        await documents.announce(session, held.copy, "breakout.changed", by, subjects=[held.breakout.id])


def _is_still_to_be_moved(done: Done) -> bool:
    """The words were taken, and its place was not."""
    applied = {change["what"] for change in done.facts.get("structure", ())}
    return "moved" not in applied and any(change.what == "moved" for change in done.one.structure)


class _Row:
    """A paragraph of the plenary as `given.facts_of` reads one."""

    def __init__(self, paragraph: Paragraph, generation: int) -> None:
        self.category_id = paragraph.category_id
        self.position = paragraph.position
        self.level = paragraph.level
        self.kind = paragraph.kind
        self.status = paragraph.status
        self.qualifier = paragraph.qualifier
        self.decision_number = paragraph.decision_number
        self.generation = generation
