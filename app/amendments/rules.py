"""The rules of proposals, with their errors (no I/O)."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.amendments.models import Amendment, Basis, Stage
from app.core.errors import Conflict
from app.groups.rights import Party
from app.texts.diff import word_diff

Stretch = tuple[int, int]  # characters from, to; the same place twice is where something is put in


class NotOpen(Conflict):
    slug = "proposal-not-open"
    title = "This proposal is not open any more"


class NotADraft(Conflict):
    slug = "proposal-tabled"
    title = "This proposal is tabled already"


class LastSponsor(Conflict):
    slug = "last-sponsor"
    title = "Nobody else stands behind this proposal"


class BothChanged(Conflict):
    slug = "both-changed"
    title = "Both were changed: choose the words"


class StillNegotiated(Conflict):
    slug = "still-negotiated"
    title = "Something is still being negotiated on this paragraph"


class NotSentBack(Conflict):
    slug = "not-sent-back"
    title = "This proposal has nobody to go back to"


def is_private(amendment: Amendment) -> bool:
    """Whether only its party knows of it: a draft, also one that was withdrawn before it was tabled."""
    return amendment.tabled_at is None


def stage_for_rights(amendment: Amendment) -> str:
    """The stage as `groups.rights` takes it: what is private is a draft, whatever became of it."""
    return Stage.DRAFT.value if is_private(amendment) else amendment.stage.value


def is_open(amendment: Amendment) -> bool:
    """Whether anything may still be done with it."""
    return amendment.stage in {Stage.DRAFT, Stage.TABLED}


def by_office(amendment: Amendment) -> bool:
    """Whether the chair's desk entered it."""
    return amendment.basis is not Basis.MEMBER


def party(sponsors: Iterable[Any], invited: Iterable[Any] = ()) -> Party:
    """Those whose it is, from the rows of its parties."""
    rows = [*sponsors, *invited]
    return Party(
        people=frozenset(row.person_id for row in rows if row.person_id is not None),
        delegations=frozenset(row.delegation_id for row in rows if row.delegation_id is not None),
    )


def changed_stretches(first: Iterable[Mapping[str, Any]], second: Iterable[Mapping[str, Any]]) -> list[Stretch]:
    """Which stretches of the first wording are changed in the second."""
    stretches: list[Stretch] = []
    at = 0
    for change in word_diff(first, second):
        length = 0 if change["op"] == "insert" else len(change["text"])
        if change["op"] != "equal":
            if stretches and stretches[-1][1] == at:
                stretches[-1] = (stretches[-1][0], at + length)
            else:
                stretches.append((at, at + length))
        at += length
    return stretches


def overlap(ours: Iterable[Stretch], theirs: Iterable[Stretch]) -> bool:
    """Whether two proposals change the same words, or put something in at the same place."""
    theirs = list(theirs)
    return any(_meet(one, other) for one in ours for other in theirs)


def _meet(one: Stretch, other: Stretch) -> bool:
    (start, end), (other_start, other_end) = one, other
    if start == end or other_start == other_end:
        # Something put in meets what is put in there, and what takes away the words on both its sides.
        if start == end and other_start == other_end:
            return start == other_start
        place, (first, last) = (start, other) if start == end else (other_start, one)
        return first <= place <= last
    return start < other_end and other_start < end
