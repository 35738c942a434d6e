"""What becomes of proposals: not accepted, sent back, kept as an alternative; and the chair's confirmation.

The chair or vice-chair decides, or the secretariat on the chair's word, awaiting confirmation. accepting.py accepts.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.alternatives import service as alternatives
from app.amendments import held as held_
from app.amendments import making, rules
from app.amendments.held import Held, hold
from app.amendments.models import AmendmentKind, Basis, Outcome, Stage
from app.amendments.schemas import ConfirmDecision, Decline, KeepAsAlternative, SendBack
from app.amendments.together import outlook_under_lock, preview_json
from app.core.actor import Actor
from app.core.database import now
from app.core.errors import Conflict
from app.documents import policy
from app.groups.rights import LEADERS, Act
from app.paragraphs import gates
from app.paragraphs.marks import who_said_so
from app.paragraphs.status import IsWithdrawn, MarkMovedOn, WordsMovedOn
from app.texts import service as texts
from app.texts.authorship import Author
from app.texts.runs import canonical_json


@dataclass(slots=True)
class Decider:
    """Who decides: in their own office, or on the word of a chair or vice-chair (id and name)."""

    actor: Actor
    author: Author
    on_word_of: tuple[UUID, str] | None

    @property
    def facts(self) -> dict[str, Any]:
        word = self.on_word_of
        return {
            "on_word_of": {"id": str(word[0]), "name": word[1]} if word else None,
            "awaiting_confirmation": word is not None,
        }


async def decider_of(session: AsyncSession, actor: Actor, held: Held, word: UUID | None) -> Decider:
    """Who decides on a tabled proposal; raises Forbidden, NoChairInOffice, NotOpen."""
    standing = held.standing
    author = Author(actor.person_id, standing.delegation_id)
    on_word_of = None
    if standing.offices & LEADERS:
        policy.require(standing, Act.DECIDE, held.document)
    else:
        policy.require(standing, Act.DECIDE_ON_WORD, held.document)
        on_word_of = await who_said_so(session, held.document.group_id, word)
    held_.require_open(held)
    if held.amendment.stage is not Stage.TABLED:
        raise rules.NotOpen("It is a draft; nobody decides on it before it is tabled.", stage=held.amendment.stage)
    return Decider(actor, author, on_word_of)


async def decline(session: AsyncSession, actor: Actor, amendment_id: UUID, given: Decline) -> dict[str, Any]:
    """Do not accept a proposal, with its exact words on record."""
    held = await hold(session, actor, amendment_id, with_words=True)
    decider = await decider_of(session, actor, held, given.on_word_of)
    words = await making.present_words(session, held)
    facts = await held_.facts_of(session, held, words) | {"reason": given.note or None} | decider.facts
    line = await held_.record(session, actor, held, "amendment.declined", facts)
    settle(session, held, decider, Outcome.NOT_ACCEPTED, line.number)
    await held_.tell(session, actor, held)
    return await held_.answer(session, held)


async def send_back(session: AsyncSession, actor: Actor, amendment_id: UUID, given: SendBack) -> dict[str, Any]:
    """Give a proposal back to its sponsors with a note: it is a draft of theirs again, which nobody else sees."""
    held = await hold(session, actor, amendment_id, with_words=True)
    decider = await decider_of(session, actor, held, given.on_word_of)
    if not any(one.delegation_id or one.person_id for one in held.sponsors):
        raise rules.NotSentBack("Withdraw it, or do not accept it.")
    amendment = held.amendment
    words = await making.present_words(session, held)
    facts = await held_.facts_of(session, held, words) | {"reason": given.note} | decider.facts
    await held_.record(session, actor, held, "amendment.returned", facts | {"awaiting_confirmation": False})
    shown = await held_.answer(session, held)  # as whoever sends it back saw it last
    amendment.stage, amendment.tabled_at, amendment.tabled_by = Stage.DRAFT, None, None
    amendment.basis = Basis.MEMBER  # from now on it is theirs alone
    amendment.returned_note = given.note
    if held.text is not None:
        gates.raise_gate(session, held.text, held.document.id, "returned")
    await held_.tell(session, actor, held, was_tabled=True)
    return shown | {"stage": Stage.DRAFT, "returned_note": given.note, "tabled_at": None, "tabled_by": None}


async def keep_as_alternative(
    session: AsyncSession, actor: Actor, amendment_id: UUID, given: KeepAsAlternative
) -> dict[str, Any]:
    """Keep a change's words as an alternative beside the paragraph, supported by its sponsors."""
    held = await hold(session, actor, amendment_id, with_words=True)
    decider = await decider_of(session, actor, held, given.on_word_of)
    amendment, paragraph, text = held.amendment, held.paragraph, held.text
    if amendment.kind is not AmendmentKind.CHANGE or paragraph is None or text is None:
        raise Conflict("Only a change can be kept as an alternative of its paragraph.")
    if paragraph.withdrawn_at is not None:
        raise IsWithdrawn("Restore it before putting an alternative beside it.")
    words = await texts.words_under_lock(session, text)
    if words.hash != given.proposal_hash:
        present = preview_json(await outlook_under_lock(session, amendment_id, colliding=True), paragraph)
        raise WordsMovedOn("Look at its words as they are now, and decide again.", current=present)
    await alternatives.require_room(session, paragraph.id)
    supporters = [(one.delegation_id, one.person_id, one.name) for one in held.sponsors]
    kept = await alternatives.keep(
        session,
        held.document,
        paragraph,
        text.id,
        decider.author,
        amendment_id=amendment.id,
        supporters=[one for one in supporters if one[0] or one[1]],
    )
    facts = await held_.facts_of(session, held, words) | decider.facts | {"alternative": kept.number}
    line = await held_.record(session, actor, held, "amendment.kept_as_alternative", facts)
    amendment.result_id = kept.id
    amendment.result_runs, amendment.result_hash = canonical_json(words.runs).decode(), words.hash
    settle(session, held, decider, Outcome.ALTERNATIVE, line.number)
    await held_.tell(session, actor, held)
    return await held_.answer(session, held)


async def confirm(session: AsyncSession, actor: Actor, amendment_id: UUID, given: ConfirmDecision) -> dict[str, Any]:
    """Confirm what the secretariat recorded on the chair's word; raises MarkMovedOn if that is another now."""
    held = await hold(session, actor, amendment_id)
    amendment = held.amendment
    policy.require(held.standing, Act.CONFIRM_MARK, held.document)
    if amendment.decision_number != given.decision:
        raise MarkMovedOn(
            "This is not what was decided on it.",
            current={"outcome": amendment.outcome, "decision": amendment.decision_number},
        )
    if amendment.awaiting_confirmation:
        amendment.awaiting_confirmation = False
        facts = await held_.facts_of(session, held) | {
            "decision": given.decision,
            "outcome": amendment.outcome.value if amendment.outcome else None,
            "recorded_by": amendment.decided_by,
        }
        if amendment.result_runs is not None:
            facts |= {"runs": orjson.loads(amendment.result_runs), "content_hash": amendment.result_hash}
        await held_.record(session, actor, held, "amendment.confirmed", facts)
        await held_.tell(session, actor, held)
    return await held_.answer(session, held)


def settle(session: AsyncSession, held: Held, decider: Decider, outcome: Outcome, decision: int) -> None:
    """It is taken up, and its words stay as they were decided on."""
    amendment = held.amendment
    amendment.stage, amendment.outcome = Stage.TAKEN_UP, outcome
    amendment.decided_at, amendment.decided_by = now(), decider.actor.name
    office = policy.office_of(held.standing)
    amendment.decided_office = office.value if office else None
    amendment.on_word_of = decider.on_word_of[1] if decider.on_word_of else None
    amendment.awaiting_confirmation = decider.on_word_of is not None
    amendment.decision_number = decision
    if held.text is not None:
        gates.raise_gate(session, held.text, held.document.id, "taken-up", closed=True)
