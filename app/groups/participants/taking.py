"""A list taken over: the facts it is checked against, and the one transaction that writes all of it or nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.addresses import NO_MAIL, has_mail, normal_email, sign_in_name
from app.accounts.models import Person
from app.core.actor import Actor
from app.core.database import now
from app.core.errors import Invalid
from app.core.ids import uuid7
from app.groups.models import Delegation, Membership, Office, OfficeKind, StakeholderGroup
from app.groups.participants.checking import (
    Facts,
    KnownDelegation,
    KnownPerson,
    KnownSeat,
    NewDelegation,
    Result,
    check,
)
from app.groups.participants.schemas import (
    Checked,
    CheckedRow,
    DelegationToMake,
    Finding,
    ListedRow,
    PersonTaken,
    Taken,
)
from app.groups.people import office_facts, seat_facts
from app.groups.policy import require
from app.groups.rights import Act
from app.groups.service import delegations_of, not_over, note, standing_changed, unique

A_LINE = 100  # seats in one line of the record
JUST_CHANGED = "Somebody has just changed the people of this group. Please check the list again."


# What is there before


async def facts_for(session: AsyncSession, actor: Actor, group_id: UUID, rows: Sequence[ListedRow]) -> Facts:
    """What a check of these rows needs to know."""
    delegations = {
        one.id: KnownDelegation(one.id, one.name, one.stakeholder_group, one.seat)
        for one in await delegations_of(session, group_id)
    }
    seats = await _seats(session, group_id, delegations)
    offices: dict[UUID, set[OfficeKind]] = defaultdict(set)
    held = select(Office.person_id, Office.kind).where(Office.group_id == group_id, not_over())
    for person_id, kind in await session.execute(held):
        offices[person_id].add(kind)
    addresses = {normal_email(row.email) for row in rows if "@" in row.email}
    ids = {*seats, *offices, *(row.id for row in rows if not row.email)}
    return Facts(
        delegations=list(delegations.values()),
        people=[
            KnownPerson(
                id=person.id,
                name=person.name,
                email=person.email if has_mail(person.email) else None,
                disabled=person.disabled_at is not None,
                has_password=person.password_hash is not None or person.demo_role is not None,
                seat=seats.get(person.id),
                offices=frozenset(offices.get(person.id, ())),
                in_group=person.id in seats or person.id in offices,
            )
            for person in await _people(session, addresses, ids)
        ],
        actor_id=actor.person_id,
        actor_is_operator=actor.operator,
    )


async def _seats(
    session: AsyncSession, group_id: UUID, delegations: dict[UUID, KnownDelegation]
) -> dict[UUID, KnownSeat]:
    found = select(Membership).where(Membership.group_id == group_id, Membership.ended_at.is_(None))
    return {
        one.person_id: KnownSeat(
            one.id, one.seat, one.may_act, delegations[one.delegation_id] if one.delegation_id else None
        )
        for one in await session.scalars(found)
    }


async def _people(session: AsyncSession, addresses: Collection[str], ids: Collection[UUID]) -> list[Person]:
    people: dict[UUID, Person] = {}
    for column, values in ((Person.email, addresses), (Person.id, ids)):
        for person in await session.scalars(select(Person).where(column.in_(values))):
            people[person.id] = person
    return list(people.values())


def as_checked(results: Sequence[Result], new: Sequence[NewDelegation]) -> Checked:
    """The outcome of a check as it is shown."""
    return Checked(
        rows=[
            CheckedRow(
                row=one.row,
                outcome=one.outcome,
                person=one.known.name if one.known else None,
                before=one.before,
                after=one.after,
                findings=one.findings,
            )
            for one in results
        ],
        delegations=[
            DelegationToMake(name=one.name, stakeholder_group=one.stakeholder_group, seat=one.seat, people=one.people)
            for one in new
            if one.stakeholder_group is not None
        ],
    )


# Writing


async def take_over(session: AsyncSession, actor: Actor, group_id: UUID, rows: Sequence[ListedRow]) -> Taken:
    """Write what a list says: delegations, people, seats, offices; all of it, or nothing where an error is left.

    Sent again, it finds everybody there already. Nobody gets a link by it: links are made when they are sent, copied or
    printed.
    """
    standing = await require(session, actor, Act.MANAGE_GROUP, group_id)
    results, new = check(rows, await facts_for(session, actor, group_id, rows))
    _refuse_errors(results)

    delegations = await _add_delegations(session, group_id, new)
    people, made = await _add_people(session, results)
    given, changed = await _seat(session, group_id, results, people, delegations)
    offices = await _give_offices(session, group_id, results, people)
    touched = {membership.person_id for membership, _, _ in [*given, *changed]} | {one.person_id for one, _ in offices}
    await standing_changed(session, group_id, sorted(touched))

    for delegation in delegations.values():
        facts = {"name": delegation.name, "stakeholder_group": delegation.stakeholder_group, "seat": delegation.seat}
        await note(session, actor, standing, "delegation.added", group_id, delegation.id, **facts)
    for action, seats in (("seats.given", given), ("seats.changed", changed)):
        for some in _in_lines([seat_facts(*seat) for seat in seats]):
            await note(session, actor, standing, action, group_id, group_id, seats=some)
    for office, person in offices:
        await note(session, actor, standing, "office.given", group_id, office.id, **office_facts(office, person))
    return Taken(
        people_made=made,
        seats_given=len(given),
        seats_changed=len(changed),
        offices_given=len(offices),
        unchanged=sum(result.outcome == "here" for result in results),
        delegations=[delegation.name for delegation in delegations.values()],
        people=[
            PersonTaken(
                person_id=person.id,
                name=person.name,
                email=person.email,
                needs_invitation=person.password_hash is None and person.demo_role is None,
            )
            for person in people
        ],
    )


def _refuse_errors(results: Sequence[Result]) -> None:
    errors = [
        {"pointer": f"/rows/{at}/{finding.field}", "detail": f"Row {result.row.number}: {_sentence(finding)}"}
        for at, result in enumerate(results)
        for finding in result.findings
        if finding.severity == "error"
    ]
    if errors:
        raise Invalid("The list has errors still; nothing was written.", errors=errors)


def _sentence(finding: Finding) -> str:
    """Short, for programs; the page says it in the reader's language."""
    words = finding.code.replace("-", " ")
    return f"{words} ({finding.value})" if finding.value else words


def _in_lines(facts: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(facts), A_LINE):
        yield facts[start : start + A_LINE]


async def _add_delegations(
    session: AsyncSession, group_id: UUID, new: Sequence[NewDelegation]
) -> dict[int, Delegation]:
    """By the identity of what was to be made."""
    made: dict[int, Delegation] = {}
    async with unique(session, JUST_CHANGED):
        for one in new:
            assert isinstance(one.stakeholder_group, StakeholderGroup)  # otherwise the check has an error
            made[id(one)] = Delegation(
                id=uuid7(), group_id=group_id, name=one.name, stakeholder_group=one.stakeholder_group, seat=one.seat
            )
        session.add_all(made.values())
    return made


async def _add_people(session: AsyncSession, results: Sequence[Result]) -> tuple[list[Person], int]:
    """The person of each row, and how many were made."""
    known = [result.known.id for result in results if result.known]
    there = {person.id: person for person in await session.scalars(select(Person).where(Person.id.in_(known)))}
    names = _FreeNames([])
    if any(result.known is None and result.email is None for result in results):
        taken = select(Person.email).where(Person.email.like(f"%{NO_MAIL}"))
        names = _FreeNames((await session.scalars(taken)).all())
    people, made = [], []
    for result in results:
        if result.known is not None:
            people.append(there[result.known.id])
            continue
        email = result.email or names.take(result.row.name)
        person = Person(id=result.row.id, email=email, name=result.row.name)
        people.append(person)
        made.append(person)
    async with unique(session, JUST_CHANGED):
        session.add_all(made)
    return people, len(made)


class _FreeNames:
    """Names to sign in with that nobody has yet."""

    def __init__(self, taken: Collection[str]) -> None:
        self._taken = set(taken)

    def take(self, name: str) -> str:
        stem = sign_in_name(name)
        email, number = stem + NO_MAIL, 1
        while email in self._taken:
            number += 1
            email = f"{stem}-{number}{NO_MAIL}"
        self._taken.add(email)
        return email


SeatOf = tuple[Membership, Person, Delegation | None]


async def _seat(
    session: AsyncSession,
    group_id: UUID,
    results: Sequence[Result],
    people: Sequence[Person],
    made: dict[int, Delegation],
) -> tuple[list[SeatOf], list[SeatOf]]:
    """The seats given, and those changed."""
    before = [result.known.seat.id for result in results if result.known and result.known.seat]
    found = select(Membership).where(Membership.id.in_(before))
    there = {membership.person_id: membership for membership in await session.scalars(found)}
    old = {one.id: one for one in await delegations_of(session, group_id)}
    given: list[SeatOf] = []
    changed: list[SeatOf] = []
    for result, person in zip(results, people, strict=True):
        if result.seat is None or result.outcome == "here":
            continue
        wanted = result.delegation
        delegation = made[id(wanted)] if isinstance(wanted, NewDelegation) else old[wanted.id] if wanted else None
        delegation_id = delegation.id if delegation else None
        membership = there.get(person.id)
        if membership is None:
            membership = Membership(
                id=uuid7(),
                group_id=group_id,
                person_id=person.id,
                delegation_id=delegation_id,
                seat=result.seat,
                may_act=result.may_act,
            )
            given.append((membership, person, delegation))
        elif (membership.delegation_id, membership.seat, membership.may_act) != (
            delegation_id,
            result.seat,
            result.may_act,
        ):
            membership.delegation_id, membership.seat, membership.may_act = delegation_id, result.seat, result.may_act
            changed.append((membership, person, delegation))
    async with unique(session, JUST_CHANGED):
        session.add_all(membership for membership, _, _ in given)
    return given, changed


async def _give_offices(
    session: AsyncSession, group_id: UUID, results: Sequence[Result], people: Sequence[Person]
) -> list[tuple[Office, Person]]:
    given = [
        (Office(id=uuid7(), group_id=group_id, person_id=person.id, kind=kind, from_day=now().date()), person)
        for result, person in zip(results, people, strict=True)
        for kind in result.offices
    ]
    session.add_all(office for office, _ in given)
    await session.flush()
    return given
