"""What would come of a list: row by row, without I/O, from facts that the service brings.

The same check runs when a file is read, when somebody has corrected a cell, and again in the transaction that writes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from app.accounts.schemas import Email
from app.groups.models import OfficeKind, Seat, StakeholderGroup
from app.groups.participants import words
from app.groups.participants.schemas import Code, Field_, Finding, ListedRow, Outcome, SeatSaid, Severity
from app.groups.participants.words import folded

MAX_NAME = 200
ALIKE = 0.82  # as "Hungry" and "Hungary" are; "Niger" and "Nigeria" are asked about too, which does no harm
MOST_NEARBY = 100  # a list of thousands that all begin alike must not take minutes

_EMAIL: TypeAdapter[str] = TypeAdapter(Email)


@dataclass(frozen=True, slots=True)
class KnownDelegation:
    id: UUID
    name: str
    stakeholder_group: StakeholderGroup
    seat: Seat


@dataclass(frozen=True, slots=True)
class KnownSeat:
    """The seat that somebody has in this group."""

    id: UUID
    seat: Seat
    may_act: bool
    delegation: KnownDelegation | None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody whom the server knows; `email` is None for whoever has no address."""

    id: UUID
    name: str
    email: str | None
    disabled: bool = False
    has_password: bool = False
    seat: KnownSeat | None = None
    offices: frozenset[OfficeKind] = frozenset()
    in_group: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is there before: this group's delegations and people, and whoever has an address that the list names."""

    delegations: Sequence[KnownDelegation]
    people: Sequence[KnownPerson]
    actor_id: UUID | None = None
    actor_is_operator: bool = False


@dataclass(slots=True)
class NewDelegation:
    """A delegation that the list names and the group does not have; the list may not say its stakeholder group."""

    name: str
    stakeholder_group: StakeholderGroup | None
    seat: Seat = Seat.OBSERVER
    people: int = 0


@dataclass(slots=True)
class Result:
    """A row, what it means, and what is to be said of it."""

    row: ListedRow
    email: str | None = None
    known: KnownPerson | None = None
    delegation: KnownDelegation | NewDelegation | None = None
    seat: Seat | None = None
    may_act: bool = False
    offices: list[OfficeKind] = field(default_factory=list)
    outcome: Outcome = "unclear"
    before: SeatSaid | None = None
    after: SeatSaid | None = None
    findings: list[Finding] = field(default_factory=list)

    def find(self, where: Field_, code: Code, severity: Severity, **more: object) -> None:
        self.findings.append(Finding.model_validate({"field": where, "code": code, "severity": severity, **more}))

    @property
    def is_clear(self) -> bool:
        return all(finding.severity != "error" for finding in self.findings)


def check(rows: Sequence[ListedRow], facts: Facts) -> tuple[list[Result], list[NewDelegation]]:
    """What would come of these rows, in their order, and the delegations that would be made."""
    results = [_cells(row) for row in rows]
    _addresses(results)
    _find_people(results, facts)
    new = _delegations(results, facts)
    _names(results, facts)
    for result in results:
        _seat(result, facts)
        _conclude(result)
    for delegation in new:
        sitting = [one for one in results if one.delegation is delegation and one.seat is not None]
        delegation.people = len(sitting)
        delegation.seat = Seat.MEMBER if any(one.seat is Seat.MEMBER for one in sitting) else Seat.OBSERVER
    return results, [delegation for delegation in new if delegation.people]


# One row by itself


def _cells(row: ListedRow) -> Result:
    """The row with its words recognised: seat, stakeholder group and the like in the server's own words."""
    said: dict[str, str] = {}
    result = Result(row)
    _recognise(result, said, "stakeholder_group", words.stakeholder_group, "stakeholder-unknown")
    office_in_seat = words.offices(row.seat) if row.seat else None
    if office_in_seat and words.seat(row.seat) is None:
        # "Chair" under "Seat" or "Status" is an office, and says nothing of the seat.
        said |= {"seat": "", "office": ", ".join([*filter(None, [row.office]), *office_in_seat])}
        result.row = row.model_copy(update=said)
    else:
        _recognise(result, said, "seat", words.seat, "seat-unknown")
    result.row = row = result.row.model_copy(update=said)
    may_act = words.yes_or_no(row.may_act) if row.may_act else None
    if row.may_act and may_act is None:
        result.find("may_act", "may-act-unknown", "error", value=row.may_act)
    elif row.may_act:
        said["may_act"] = "yes" if may_act else "no"
    offices = words.offices(row.office)
    if offices is None:
        result.find("office", "office-unknown", "warning", value=row.office)  # most likely a job title
    else:
        result.offices = offices
        said["office"] = ", ".join(offices)
    result.row = row.model_copy(update=said)
    if not row.name:
        result.find("name", "name-missing", "error")
    elif len(row.name) > MAX_NAME:
        result.find("name", "name-long", "error")
    if len(row.delegation) > MAX_NAME:
        result.find("delegation", "delegation-long", "error")
    _email(result)
    return result


def _recognise(
    result: Result, said: dict[str, str], name: Field_, read: Callable[[str], str | None], unknown: Code
) -> None:
    cell = getattr(result.row, name)
    if not cell:
        return
    value = read(cell)
    if value is None:
        result.find(name, unknown, "error", value=cell)
    else:
        said[name] = str(value)


def _email(result: Result) -> None:
    if not result.row.email:
        result.find("email", "email-missing", "warning")
        return
    try:
        result.email = _EMAIL.validate_python(result.row.email)
    except ValidationError:
        result.find("email", "email-bad", "error", value=result.row.email)


# Rows beside each other


def _addresses(results: Sequence[Result]) -> None:
    """One address is one person: whoever stands there twice is said at the second place."""
    first: dict[str, Result] = {}
    for result in results:
        if result.email is None:
            continue
        earlier = first.setdefault(result.email, result)
        if earlier is result:
            continue
        code: Code = "email-twice" if folded(earlier.row.name) == folded(result.row.name) else "email-two-names"
        result.find("email", code, "error", value=result.email, other=earlier.row.name, row=earlier.row.number)


def _names(results: Sequence[Result], facts: Facts) -> None:
    """The same name with another address may be the same person: worth a look, no more."""
    here: dict[str, list[KnownPerson]] = defaultdict(list)
    for person in facts.people:
        if person.in_group:
            here[_sorted_name(person.name)].append(person)
    first: dict[str, Result] = {}
    for result in results:
        name = _sorted_name(result.row.name)
        if not name:
            continue
        earlier = first.setdefault(name, result)
        doubled = any(finding.code in {"email-twice", "email-two-names"} for finding in result.findings)
        if earlier is not result and not doubled:
            # Without addresses nothing tells two people of one name in one delegation apart.
            alike = not (result.row.email or earlier.row.email) and result.row.delegation == earlier.row.delegation
            severity: Severity = "error" if alike else "warning"
            result.find("name", "name-twice", severity, value=result.row.name, row=earlier.row.number)
        others = [one for one in here[name] if result.known is None or one.id != result.known.id]
        if others and result.known is None:
            result.find("name", "name-known", "warning", value=others[0].name, other=others[0].email or "")
        if result.known is not None and folded(result.known.name) != folded(result.row.name):
            result.find("name", "name-kept", "note", value=result.row.name, other=result.known.name)


def _sorted_name(name: str) -> str:
    """ "KOVÁCS Anna" and "Anna Kovács" are one name."""
    return " ".join(sorted(folded(name).split()))


def _find_people(results: Sequence[Result], facts: Facts) -> None:
    """By address; by the id of a row that was taken over before; without address by name and delegation."""
    by_email = {person.email: person for person in facts.people if person.email}
    by_id = {person.id: person for person in facts.people if not person.email}
    by_name = {
        (_sorted_name(person.name), folded(_delegation_name(person))): person
        for person in facts.people
        if not person.email and person.in_group
    }
    for result in results:
        if result.email is not None:
            result.known = by_email.get(result.email)
        elif not result.row.email:
            key = (_sorted_name(result.row.name), folded(result.row.delegation))
            result.known = by_id.get(result.row.id) or by_name.get(key)
        if result.known is not None and result.known.disabled:
            result.find("email", "account-disabled", "error", value=result.row.email)


def _delegation_name(person: KnownPerson) -> str:
    return person.seat.delegation.name if person.seat and person.seat.delegation else ""


# Delegations


def _delegations(results: Sequence[Result], facts: Facts) -> list[NewDelegation]:
    there = {folded(one.name): one for one in facts.delegations}
    named = Counter(folded(result.row.delegation) for result in results if result.row.delegation)
    new: dict[str, NewDelegation] = {}
    groups = _groups_said(results)
    neighbours, similar = _Neighbours(there.keys(), named), dict[str, str | None]()
    for result in results:
        if not result.row.delegation or len(result.row.delegation) > MAX_NAME:
            _excuse_unknown_group(result)
            continue
        key = folded(result.row.delegation) or result.row.delegation
        if key in there:
            known = there[key]
            result.delegation = known
            result.row = result.row.model_copy(update={"delegation": known.name})
            _hold_against(result, known.stakeholder_group)
            _excuse_unknown_group(result)
            continue
        delegation = new.setdefault(key, NewDelegation(result.row.delegation, groups.get(key)))
        result.delegation = delegation
        result.row = result.row.model_copy(update={"delegation": delegation.name})
        if key not in similar:
            similar[key] = neighbours.of(key)
        like = similar[key]
        if like is not None:
            shown = there[like].name if like in there else _first_spelling(results, like)
            result.find("delegation", "delegation-similar", "warning", value=result.row.delegation, other=shown)
        else:
            result.find("delegation", "delegation-new", "note", value=result.row.delegation)
        if delegation.stakeholder_group is None:
            if not any(finding.code == "stakeholder-unknown" for finding in result.findings):
                result.find("stakeholder_group", "stakeholder-missing", "error", value=result.row.delegation)
        else:
            _hold_against(result, delegation.stakeholder_group, error=True)
            _excuse_unknown_group(result)
    return list(new.values())


def _groups_said(results: Iterable[Result]) -> dict[str, StakeholderGroup]:
    """The stakeholder group that the list gives each delegation the most often."""
    said: dict[str, Counter[StakeholderGroup]] = defaultdict(Counter)
    for result in results:
        group = words.stakeholder_group(result.row.stakeholder_group)
        if result.row.delegation and group is not None:
            said[folded(result.row.delegation) or result.row.delegation][group] += 1
    return {delegation: counted.most_common(1)[0][0] for delegation, counted in said.items()}


def _hold_against(result: Result, group: StakeholderGroup, *, error: bool = False) -> None:
    """A delegation has one stakeholder group; what a row says otherwise does not count, or must be put right."""
    said = words.stakeholder_group(result.row.stakeholder_group)
    if said is not None and said is not group:
        severity: Severity = "error" if error else "warning"
        result.find("stakeholder_group", "stakeholder-differs", severity, value=said, other=group)


def _excuse_unknown_group(result: Result) -> None:
    """Where the delegation's group is known otherwise, a word that is not understood keeps nobody out."""
    for finding in result.findings:
        if finding.code == "stakeholder-unknown":
            finding.severity = "note"


def _first_spelling(results: Iterable[Result], key: str) -> str:
    return next((one.row.delegation for one in results if folded(one.row.delegation) == key), key)


class _Neighbours:
    """Delegations that one may be a slip for: those that are there, and those that the list names more often."""

    def __init__(self, there: Collection[str], named: Mapping[str, int]) -> None:
        self._there = there
        self._named = named
        self._nearby: dict[str, list[str]] = defaultdict(list)
        for key in dict.fromkeys([*there, *named]):
            for end in _ends(key):
                if len(self._nearby[end]) < MOST_NEARBY:
                    self._nearby[end].append(key)

    def of(self, key: str) -> str | None:
        candidates = dict.fromkeys(other for end in _ends(key) for other in self._nearby[end])
        for other in candidates:
            is_better = other in self._there or self._named.get(other, 0) > self._named.get(key, 0)
            if other != key and is_better and _alike(key, other):
                return other
        return None


def _ends(key: str) -> tuple[str, str]:
    """A slip spares the beginning or the end of a name; so only those are compared that share one of them."""
    return f"{key[:3]}…", f"…{key[-3:]}"


def _alike(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) <= 3 and min(len(one), len(other)) >= 4:
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        if matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
            return True
    shorter, longer = sorted((one, other), key=len)
    # "United States" and "United States of America"; "Iran" and "Iran Islamic Republic of".
    return len(shorter) >= 4 and longer.startswith(shorter + " ")


# Seats


def _seat(result: Result, facts: Facts) -> None:
    """The seat that the person would have: what the list says, else as before, else as the delegation is seated."""
    before = result.known.seat if result.known else None
    said = words.seat(result.row.seat)
    if before is not None and result.delegation is None:
        result.delegation = before.delegation
    observes = isinstance(result.delegation, KnownDelegation) and result.delegation.seat is Seat.OBSERVER
    if said is not None:
        result.seat = said
        if observes and said is Seat.MEMBER:
            result.seat = Seat.OBSERVER
            result.find("seat", "delegation-observes", "warning", other=result.row.delegation)
    elif before is not None:
        result.seat = Seat.OBSERVER if observes else before.seat
    elif result.delegation is not None:
        result.seat = result.delegation.seat if isinstance(result.delegation, KnownDelegation) else Seat.MEMBER
    elif not result.offices:
        # Rights are not guessed: without a word and without a delegation, somebody reads.
        result.seat = Seat.OBSERVER
        if not result.row.seat:
            result.find("seat", "seat-assumed", "note", value=Seat.OBSERVER)
    acts = words.yes_or_no(result.row.may_act) if result.row.may_act else None
    if acts is None:
        acts = before.may_act if before is not None and said is None else result.seat is Seat.MEMBER
    result.may_act = bool(acts) and result.seat is Seat.MEMBER
    held = result.known.offices if result.known else frozenset()
    result.offices = [office for office in result.offices if office not in held]
    is_actor = result.known is not None and result.known.id == facts.actor_id
    if result.offices and is_actor and not facts.actor_is_operator:
        result.find("office", "office-own", "error")


def _conclude(result: Result) -> None:
    before = result.known.seat if result.known else None
    if before is not None:
        shown = Seat.OBSERVER if before.delegation and before.delegation.seat is Seat.OBSERVER else before.seat
        result.before = SeatSaid(
            seat=shown,
            delegation=before.delegation.name if before.delegation else None,
            may_act=before.may_act and shown is Seat.MEMBER,
            offices=sorted(result.known.offices) if result.known else [],
        )
    result.after = SeatSaid(
        seat=result.seat,
        delegation=result.delegation.name if result.delegation else None,
        may_act=result.may_act,
        offices=sorted({*(result.known.offices if result.known else ()), *result.offices}),
    )
    if not result.is_clear:
        result.outcome = "unclear"
    elif result.known is None:
        result.outcome = "new"
    elif result.before is None and not result.known.in_group:
        result.outcome = "joins"
    elif result.before == result.after or (result.before is None and result.seat is None and not result.offices):
        result.outcome = "here"
    else:
        result.outcome = "changes"
