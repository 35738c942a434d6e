"""What happens to a breakout group besides its words: who takes part and reads along, its report, its end.

Whoever may write or read its text changes with each of these, so the gates of its texts rise first (ENGINE E8, E20).
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.breakouts import openness, participants, reading, titles
from app.breakouts.models import Breakout, BreakoutState, Openness
from app.breakouts.schemas import BreakoutUpdate, Participants
from app.core.actor import Actor
from app.core.database import events_of, now
from app.core.errors import Conflict
from app.documents import policy
from app.documents import service as documents
from app.documents.events import AudienceChanged
from app.documents.models import Document
from app.groups.rights import Act, Standing
from app.ledger import service as ledger

WORKING = frozenset({BreakoutState.WORKING, BreakoutState.RETURNED})


class NotAtThisPoint(Conflict):
    slug = "breakout-state"
    title = "The group is not at this point"


@dataclass(frozen=True, slots=True)
class Held:
    """A group with its row, its text's and the plenary's locked."""

    breakout: Breakout
    plenary: Document
    copy: Document


async def update(session: AsyncSession, actor: Actor, breakout_id: UUID, change: BreakoutUpdate) -> dict[str, Any]:
    """Change its name, task, day, who else reads along, or whether names are shown. Chair or secretariat."""
    await _require_managing(session, actor, breakout_id)
    wanted = change.model_dump(exclude_unset=True)
    wanted = {name: value for name, value in wanted.items() if value is not None or name == "due_day"}
    if wanted.keys() & {"openness", "unattributed"}:
        await _raise_gates(session, breakout_id)
    held = await hold(session, breakout_id)
    standing = await _require_managing(session, actor, breakout_id)
    facts: dict[str, Any] = {}
    for name, value in wanted.items():
        row = held.copy if name == "unattributed" else held.breakout
        if (before := getattr(row, name)) != value:
            setattr(row, name, value)
            facts |= {name: _plain(value), f"{name}_before": _plain(before)}
    if facts:
        held.copy.title = titles.title_of(held.breakout.kind, held.breakout.number, held.breakout.name)
        await _settle(session, actor, standing, held, "breakout.changed", facts)
    return await reading.read_breakout(session, actor, held.breakout)


async def set_participants(
    session: AsyncSession, actor: Actor, breakout_id: UUID, given: Participants
) -> dict[str, Any]:
    """Say who takes part from now on. Chair or secretariat."""
    await _require_managing(session, actor, breakout_id)
    await _raise_gates(session, breakout_id, widened=True)
    held = await hold(session, breakout_id)
    standing = await _require_managing(session, actor, breakout_id)
    await participants.check(session, held.plenary.group_id, given)
    before = await participants.said(session, breakout_id)
    await participants.set_participants(session, breakout_id, given)
    held.copy.party = participants.party_of(given)
    facts = {"participants": await participants.said(session, breakout_id), "participants_before": before}
    if facts["participants"] != before:
        await _settle(session, actor, standing, held, "breakout.changed", facts)
    return await reading.read_breakout(session, actor, held.breakout)


async def open_to(session: AsyncSession, actor: Actor, breakout_id: UUID, wanted: Openness) -> dict[str, Any]:
    """Let more people read along before it reports, at most all readers of the plenary's. Convener or rapporteur."""
    await _require_reporting(session, actor, breakout_id)
    await _raise_gates(session, breakout_id)
    held = await hold(session, breakout_id)
    standing = await _require_reporting(session, actor, breakout_id)
    breakout = held.breakout
    before = openness.wider(breakout.openness, breakout.opened_to)
    if openness.wider(wanted, before) is not before:
        breakout.opened_to = wanted
        facts = {"opened_to": wanted.value, "openness": breakout.openness.value}
        await _settle(session, actor, standing, held, "breakout.opened", facts)
    return await reading.read_breakout(session, actor, breakout)


async def report(session: AsyncSession, actor: Actor, breakout_id: UUID, words: str) -> dict[str, Any]:
    """Report to the plenary: its text freezes and is open to everybody who reads the plenary's.

    The plenary's record has where the group's own one ends, so that what was closed is anchored and not told.
    """
    await _require_reporting(session, actor, breakout_id)
    await _raise_gates(session, breakout_id)
    held = await hold(session, breakout_id)
    standing = await _require_reporting(session, actor, breakout_id)
    breakout = held.breakout
    breakout.state = BreakoutState.REPORTED
    breakout.report = words
    breakout.reported_at, breakout.reported_by = now(), actor.name
    breakout.return_note = None
    await _settle(session, actor, standing, held, "breakout.reported", {"report": words})
    return await reading.read_breakout(session, actor, breakout)


async def give_back(session: AsyncSession, actor: Actor, breakout_id: UUID, note: str) -> dict[str, Any]:
    """Return its text to the group, which works on it again. Chair or secretariat."""
    await _require_managing(session, actor, breakout_id)
    await _raise_gates(session, breakout_id, widened=True)
    held = await hold(session, breakout_id)
    standing = await _require_managing(session, actor, breakout_id)
    if held.breakout.state is not BreakoutState.REPORTED:
        raise NotAtThisPoint("Only what was reported is returned.", state=held.breakout.state)
    held.breakout.state = BreakoutState.RETURNED
    held.breakout.return_note = note
    await _settle(session, actor, standing, held, "breakout.returned", {"note": note})
    return await reading.read_breakout(session, actor, held.breakout)


async def conclude(session: AsyncSession, actor: Actor, breakout_id: UUID) -> dict[str, Any]:
    """End the group; its text stays as it is, open as far as it was. Again is the same. Chair or secretariat."""
    breakout = await reading.get_breakout(session, breakout_id)
    if breakout.state is BreakoutState.CONCLUDED:
        return await reading.read_for(session, actor, breakout)
    await _require_managing(session, actor, breakout_id)
    await _raise_gates(session, breakout_id)
    held = await hold(session, breakout_id)
    standing = await _require_managing(session, actor, breakout_id)
    held.breakout.state = BreakoutState.CONCLUDED
    held.breakout.concluded_at = now()
    await _settle(session, actor, standing, held, "breakout.concluded", {})
    return await reading.read_breakout(session, actor, held.breakout)


async def hold(session: AsyncSession, breakout_id: UUID) -> Held:
    """Lock the group's row, then the plenary's document, then its own (ENGINE E20)."""
    locked = select(Breakout).where(Breakout.id == breakout_id).with_for_update(key_share=True)
    breakout = (await session.scalars(locked.execution_options(populate_existing=True))).one()
    plenary = await documents.lock_document(session, breakout.document_id)
    return Held(breakout, plenary, await documents.lock_document(session, breakout.copy_id))


async def follow_plenary(session: AsyncSession, plenary: Document) -> None:
    """Nobody reads a group's text who does not read the plenary's: after a change of who does (its row is locked)."""
    of = select(Breakout).where(Breakout.document_id == plenary.id).order_by(Breakout.copy_id)
    for breakout in (await session.scalars(of)).all():
        copy = await documents.lock_document(session, breakout.copy_id)
        before = copy.audience
        _set_columns(breakout, plenary, copy)
        if copy.audience != before:
            await session.flush()
            await events_of(session).announce(session, AudienceChanged(copy.id))
            await documents.announce(session, copy, "document.changed", "")


async def _raise_gates(session: AsyncSession, breakout_id: UUID, *, widened: bool = False) -> None:
    """Others than now may read or write its text: `widened` lets words be typed where some were refused before."""
    breakout = await reading.get_breakout(session, breakout_id)
    await events_of(session).announce(session, AudienceChanged(breakout.copy_id, widened=widened))


async def _require_managing(session: AsyncSession, actor: Actor, breakout_id: UUID) -> Standing:
    breakout = await reading.get_breakout(session, breakout_id)
    plenary = await documents.get_document(session, breakout.document_id)
    standing = await policy.require_in(session, actor, Act.SET_UP_BREAKOUT, plenary)
    if breakout.state is BreakoutState.CONCLUDED:
        raise NotAtThisPoint("This group is concluded.", state=breakout.state)
    return standing


async def _require_reporting(session: AsyncSession, actor: Actor, breakout_id: UUID) -> Standing:
    breakout = await reading.get_breakout(session, breakout_id)
    copy = await documents.get_document(session, breakout.copy_id)
    standing = await policy.require_in(session, actor, Act.REPORT, copy)
    if breakout.state not in WORKING:
        raise NotAtThisPoint("This group has reported.", state=breakout.state)
    return standing


def _set_columns(breakout: Breakout, plenary: Document, copy: Document) -> None:
    copy.party_only, copy.audience = openness.seen_by(
        breakout.state, breakout.openness, breakout.opened_to, breakout.reported_at, plenary.audience
    )
    copy.frozen = breakout.state in openness.FROZEN


async def _settle(
    session: AsyncSession, actor: Actor, standing: Standing, held: Held, action: str, facts: dict[str, Any]
) -> None:
    """Bring the row of its text up to date, record it in the group's chain and the plenary's, and tell both."""
    breakout, plenary, copy = held.breakout, held.plenary, held.copy
    _set_columns(breakout, plenary, copy)
    await session.flush()
    named = {"group": titles.name_of(breakout), "name": breakout.name, **facts}
    await documents.record(session, copy, actor, standing, action, subject_id=breakout.id, facts=named)
    if (end := await ledger.end_of(session, ledger.document_chain(copy.id))) is not None:
        named |= {"chain": {"document": str(copy.id), "number": end[0], "fingerprint": end[1]}}
    await documents.record(session, plenary, actor, standing, action, subject_id=breakout.id, facts=named)
    for document in (copy, plenary):
        await documents.announce(session, document, "breakout.changed", actor.name, subjects=[breakout.id])


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool) else str(value)
