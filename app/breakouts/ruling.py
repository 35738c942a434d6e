"""What may become of a paragraph that a group brought, as it stands at this moment (no I/O)."""

from app.breakouts.comparing import Compared, State
from app.breakouts.models import Became
from app.breakouts.schemas import EndorseItem
from app.core.errors import Conflict, Problem
from app.paragraphs.status import IsWithdrawn, StillAgreed

WORDS_GO_IN = frozenset({Became.TAKEN, Became.AMENDED})
_BESIDE = frozenset({State.UNCHANGED, State.CLEAN, State.CHANGED_HERE_TOO, State.AGREED_MEANWHILE})


class MovedOn(Conflict):
    """With `items`: what moved on, as it is now."""

    slug = "moved-on"
    title = "Some of it has changed since you saw it"


class ChooseWords(Conflict):
    slug = "choose-words"
    title = "Both were changed: choose the words"


class CannotBecome(Conflict):
    slug = "cannot-become"
    title = "This cannot become that"


class BelongTogether(Conflict):
    slug = "belong-together"
    title = "These paragraphs are taken together"


def has_moved_on(item: EndorseItem, one: Compared) -> bool:
    """Whether either side says something else than whoever decides has seen."""
    there = one.theirs.words_hash if one.theirs is not None else None
    return (item.group_hash, item.plenary_hash) != (one.own.words_hash, there)


def objection(item: EndorseItem, one: Compared) -> Problem | None:
    """Why that paragraph cannot become that, if so."""
    if item.take in {Became.NOT_TAKEN, Became.RETURNED}:
        return _with_mark(item)
    if one.state is State.GONE:
        return IsWithdrawn("The plenary has withdrawn it meanwhile. Restore it first.")
    if item.take is Became.ALTERNATIVE:
        if one.state not in _BESIDE:
            return CannotBecome("An alternative stands beside a paragraph that the plenary has and the group keeps.")
        return _with_mark(item)
    if item.take is Became.PROPOSAL:
        return _with_mark(item)
    if one.state is State.AGREED_MEANWHILE or (one.theirs is not None and one.theirs.agreed):
        return StillAgreed("It can become a proposal or an alternative.")
    if item.take is Became.AMENDED and item.runs is None:
        return ChooseWords("Say which words it is taken with.")
    if item.runs is not None and one.state is State.WITHDRAWN:
        return CannotBecome("The group has withdrawn it: it has no words to amend.")
    if one.state is State.CHANGED_HERE_TOO and item.runs is None:
        return ChooseWords("The plenary has changed it, too. Say which words it is to have.")
    return None


def _with_mark(item: EndorseItem) -> Problem | None:
    if item.mark or item.structure:
        return CannotBecome("It is marked, moved or reclassified only as it is taken.")
    return None


def left_behind(items: dict[str, EndorseItem], compared: dict[str, Compared]) -> list[Compared]:
    """Of what belongs together, those parts that are not taken with the others.

    What the plenary has already as the group has it needs no taking.
    """
    taken = {id_ for id_, item in items.items() if item.take in WORDS_GO_IN}
    found: dict[str, Compared] = {}
    for id_ in taken:
        for other in compared[id_].together:
            part = compared.get(str(other))
            if part is not None and str(other) not in taken and part.state not in {State.UNCHANGED, State.GONE}:
                found[str(other)] = part
    return list(found.values())
