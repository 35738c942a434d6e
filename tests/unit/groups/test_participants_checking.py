"""What a check says of a list, row by row."""

import time
from uuid import UUID, uuid4

import pytest

from app.groups.models import OfficeKind, Seat, StakeholderGroup
from app.groups.participants.checking import Facts, KnownDelegation, KnownPerson, KnownSeat, check
from tests.participants import checked, codes, csv_of, large_list, listed, read

HUNGARY = KnownDelegation(uuid4(), "Hungary", StakeholderGroup.GOVERNMENT, Seat.MEMBER)
ISOC = KnownDelegation(uuid4(), "Internet Society", StakeholderGroup.TECHNICAL_AND_ACADEMIC, Seat.OBSERVER)
ANNA, BELA, CARLA, DARIO = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
FACTS = Facts(
    delegations=[HUNGARY, ISOC],
    people=[
        KnownPerson(
            ANNA, "Anna Kovács", "anna@example.org", seat=KnownSeat(uuid4(), Seat.MEMBER, True, HUNGARY), in_group=True
        ),
        KnownPerson(BELA, "Béla Nagy", "bela@example.org"),
        KnownPerson(CARLA, "Carla Out", "carla@example.org", disabled=True),
        KnownPerson(DARIO, "Dario Door", None, seat=KnownSeat(uuid4(), Seat.OBSERVER, False, None), in_group=True),
    ],
)


def of(*lines: str, headings: str = "Name,E-mail,Delegation,Stakeholder group,Seat,May act,Office") -> str:
    return "\n".join([headings, *lines]) + "\n"


def test_somebody_new_in_a_new_delegation_and_what_will_be_made() -> None:
    results, new = check(listed(read(of("Eva Ek,eva@example.org,Sweden,States,Member"))), FACTS)

    assert results[0].outcome == "new" and codes(results[0]) == ["note delegation-new"]
    assert results[0].row.stakeholder_group == "government" and results[0].row.seat == "member"
    assert results[0].after and results[0].after.may_act and results[0].after.delegation == "Sweden"
    assert [(one.name, one.stakeholder_group, one.seat, one.people) for one in new] == [
        ("Sweden", StakeholderGroup.GOVERNMENT, Seat.MEMBER, 1)
    ]


def test_those_who_are_here_those_who_join_and_those_whose_seat_changes() -> None:
    same, joins, changes = checked(
        of(
            "Anna Kovács,ANNA@example.org,hungary,,",
            "Béla Nagy,bela@example.org,Hungary,,observer",
            "Dario Door,,,,member",
        ),
        FACTS,
    )

    assert (same.outcome, joins.outcome) == ("here", "joins")
    assert joins.after and joins.after.seat is Seat.OBSERVER and not joins.after.may_act
    assert changes.outcome == "changes" and changes.known and changes.known.id == DARIO
    assert changes.before and changes.after and (changes.before.seat, changes.after.seat) == ("observer", "member")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",x@example.org,Hungary", "error name-missing"),
        ("Eva,not-an-address,Hungary", "error email-bad"),
        ("Eva,a@example.org; b@example.org,Hungary", "error email-bad"),
        ("Eva,,Hungary", "warning email-missing"),
        ("Carla Out,carla@example.org,Hungary", "error account-disabled"),
        ("Anna Kovács,other@example.org,Hungary", "warning name-known"),
        ("KOVÁCS Anna,other@example.org,Hungary", "warning name-known"),
        ("Anna K.,anna@example.org,Hungary", "note name-kept"),
        ("Eva,eva@example.org,Hungry,Government", "warning delegation-similar"),
        ("Eva,eva@example.org,Internet Society of Kenya,NGO", "warning delegation-similar"),
        ("Eva,eva@example.org,Sweden", "error stakeholder-missing"),
        ("Eva,eva@example.org,Sweden,Wizards", "error stakeholder-unknown"),
        ("Eva,eva@example.org,Hungary,Wizards", "note stakeholder-unknown"),
        ("Eva,eva@example.org,Hungary,NGO", "warning stakeholder-differs"),
        ("Eva,eva@example.org,Hungary,,Confirmed", "error seat-unknown"),
        ("Eva,eva@example.org,Internet Society,,member", "warning delegation-observes"),
        ("Eva,eva@example.org,,,", "note seat-assumed"),
        ("Eva,eva@example.org,Hungary,,,perhaps", "error may-act-unknown"),
        ("Eva,eva@example.org,Hungary,,,,Deputy Director", "warning office-unknown"),
        (f"Eva,eva@example.org,{'x' * 201},Government", "error delegation-long"),
    ],
)
def test_each_fault_of_a_row_is_said(line: str, said: str) -> None:
    [result] = checked(of(line), FACTS)

    assert said in codes(result)
    assert (result.outcome == "unclear") == any(code.startswith("error") for code in codes(result))


def test_one_address_twice_is_told_apart_from_two_people_with_one_address() -> None:
    _, twice, two = checked(
        of("Eva Ek,e@example.org,Hungary", "Ek Eva,E@example.org,Hungary", "Ola,e@example.org"), FACTS
    )

    assert codes(twice) == ["error email-two-names"]
    assert "error email-two-names" in codes(two) and two.findings[0].row == 2
    _, again = checked(of("Eva Ek,e@example.org,Hungary", "Eva Ek,e@example.org,Hungary"), FACTS)
    assert codes(again) == ["error email-twice"]


def test_one_name_with_two_addresses_is_asked_about_and_without_any_it_is_an_error() -> None:
    _, second = checked(of("Eva Ek,a@example.org,Hungary", "Eva Ek,b@example.org,Hungary"), FACTS)
    assert codes(second) == ["warning name-twice"] and second.outcome == "new"
    _, alike = checked(of("Eva Ek,,Hungary", "Eva Ek,,Hungary"), FACTS)
    assert "error name-twice" in codes(alike)


def test_a_slip_in_the_list_itself_is_held_against_what_stands_there_more_often() -> None:
    lines = [f"P{number},p{number}@x.org,Senegal,Government" for number in range(3)]
    results = checked(of(*lines, "Q,q@x.org,Sengal,Government"), Facts([], []))

    assert codes(results[3]) == ["warning delegation-similar"] and results[3].findings[0].other == "Senegal"
    assert codes(results[0]) == ["note delegation-new"]


def test_a_new_delegation_has_one_stakeholder_group() -> None:
    one, other, none = checked(
        of("A,a@x.org,Sweden,Government", "B,b@x.org,Sweden,NGO", "C,c@x.org,Sweden,"), Facts([], [])
    )

    assert one.outcome == "new" and none.outcome == "new"
    assert "error stakeholder-differs" in codes(other)


def test_an_office_in_the_column_of_seats_is_an_office_and_nobody_appoints_themselves() -> None:
    facts = Facts(FACTS.delegations, FACTS.people, actor_id=ANNA)
    chair, own = checked(of("Eva,eva@example.org,Hungary,,Chair", "Anna Kovács,anna@example.org,,,,,Vice-Chair"), facts)

    assert chair.offices == [OfficeKind.CHAIR] and chair.seat is Seat.MEMBER
    assert "error office-own" in codes(own)


def test_secretariat_staff_have_an_office_and_no_seat() -> None:
    [result] = checked(of("Eva,eva@example.org,,,,,Secretariat"), FACTS)

    assert result.outcome == "new" and result.seat is None and result.offices == [OfficeKind.SECRETARIAT]


def test_a_row_that_was_taken_over_is_found_again_by_its_id() -> None:
    row = listed(read(of("Dario Other,,Hungary")))[0].model_copy(update={"id": DARIO})

    [result], _ = check([row], FACTS)

    assert result.known is not None and result.known.id == DARIO


def test_a_list_of_three_hundred_with_its_typical_slips() -> None:
    results = checked(csv_of(large_list()))

    errors = {
        result.row.number: [code for code in codes(result) if code.startswith("error")]
        for result in results
        if not result.is_clear
    }
    assert errors == {
        6: ["error email-two-names"],
        10: ["error email-bad"],
        14: ["error email-bad"],
        18: ["error name-missing"],
        34: ["error seat-unknown"],
    }
    by_number = {result.row.number: codes(result) for result in results}
    assert "warning email-missing" in by_number[22]
    assert "warning delegation-similar" in by_number[26]
    assert "note stakeholder-unknown" in by_number[30]
    assert "warning name-twice" in by_number[38]
    assert sum(result.outcome == "new" for result in results) == 295


def test_five_thousand_rows_of_as_many_organisations_are_checked_in_seconds() -> None:
    rows = [
        [f"Person {n}", f"p{n}@example.org", f"Organisation number {n * 7919}", "NGO", "observer"] for n in range(5_000)
    ]
    began = time.monotonic()

    assert len(checked(csv_of(rows))) == 5_000
    assert time.monotonic() - began < 30
