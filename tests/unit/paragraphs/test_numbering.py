"""Labels are computed from order, level and kind; or kept as given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.paragraphs.numbering import (
    UNNUMBERED,
    Label,
    Place,
    added_label,
    frozen_labels,
    inserted_label,
    labels_of,
    running_numbers,
)


def labels(*places: Place, code: str = "A") -> list[str]:
    return [label.label for label in labels_of(code, places)]


def addresses(*places: Place, code: str = "A") -> list[str]:
    return [label.address for label in labels_of(code, places)]


def test_paragraphs_run_on_through_the_category_and_sub_paragraphs_begin_anew() -> None:
    levels = [0, 1, 1, 2, 2, 1, 0, 1, 0]

    assert labels(*map(Place, levels)) == ["A.1", "(a)", "(b)", "(i)", "(ii)", "(c)", "A.2", "(a)", "A.3"]
    assert addresses(*map(Place, levels))[3:6] == ["A.1(b)(i)", "A.1(b)(ii)", "A.1(c)"]


def test_deeper_levels_are_numbers_and_letters_with_a_bracket() -> None:
    assert addresses(*map(Place, [0, 1, 2, 3, 4, 4, 5]))[-1] == "A.1(a)(i)1)b)1)"


def test_letters_go_on_after_z_and_roman_numbers_are_right() -> None:
    assert labels(Place(0), *[Place(1)] * 28)[25:] == ["(y)", "(z)", "(aa)", "(ab)"]
    romans = labels(Place(0), Place(1), *[Place(2)] * 50)
    assert [romans[1 + number] for number in (4, 9, 14, 19, 40, 49)] == [
        "(iv)",
        "(ix)",
        "(xiv)",
        "(xix)",
        "(xl)",
        "(xlix)",
    ]


def test_plain_text_takes_no_number_and_what_is_below_it_begins_anew() -> None:
    places = [Place(0), Place(1), Place(0, plain=True), Place(1), Place(0)]

    assert labels(*places) == ["A.1", "(a)", "", "(a)", "A.2"]
    assert addresses(*places)[3] == "A(a)"


def test_a_withdrawn_paragraph_takes_no_number_and_is_passed_over() -> None:
    assert labels(Place(0), Place(1), Place(0, withdrawn=True), Place(1), Place(0)) == ["A.1", "(a)", "", "(b)", "A.2"]


def test_a_level_may_be_skipped() -> None:
    assert addresses(Place(0), Place(2), Place(2), Place(1)) == ["A.1", "A.1(i)", "A.1(ii)", "A.1(a)"]


def test_the_code_is_free_text() -> None:
    assert labels(Place(0), code="Article 3") == ["Article 3.1"]


def test_given_labels_are_kept_as_they_are() -> None:
    places = [Place(0, given="12."), Place(1, given="-"), Place(0), Place(0, given="13.", withdrawn=True)]

    assert [label.label for label in labels_of("A", places, given=True)] == ["12.", "-", "", ""]


@given(st.lists(st.builds(Place, st.integers(0, 6), st.booleans(), st.booleans()), max_size=60))
def test_numbered_paragraphs_have_a_label_and_no_others(places: list[Place]) -> None:
    made = labels_of("A", places)

    assert [bool(label.label) for label in made] == [not (place.plain or place.withdrawn) for place in places]
    top = [label.label for label, place in zip(made, places, strict=True) if label.label and place.level == 0]
    assert top == [f"A.{number + 1}" for number in range(len(top))]


def test_running_numbers_go_through_the_whole_document() -> None:
    places = [Place(0), Place(1), Place(0, plain=True), Place(0), Place(0, withdrawn=True), Place(0)]

    assert running_numbers(places) == [1, None, None, 2, None, 3]


@pytest.mark.parametrize(
    ("before", "taken", "label"),
    [
        ("12.", [], "12 bis."),
        ("12.", ["12 bis."], "12 ter."),
        ("12 bis.", ["12 bis."], "12 ter."),
        ("3", ["3 bis", "3 ter"], "3 quater"),
        ("(a)", [], "(a) bis"),
        ("(a) bis", ["(a) bis"], "(a) ter"),
        ("-", [], None),
        (None, [], None),
        ("", [], None),
    ],
)
def test_what_is_put_in_while_numbers_are_frozen_is_bis_and_ter(
    before: str | None, taken: list[str | None], label: str | None
) -> None:
    assert inserted_label(before, taken) == label


def test_there_is_always_one_more_label() -> None:
    taken: list[str | None] = []
    for _ in range(30):
        taken.append(inserted_label("12.", taken))

    assert len(set(taken)) == 30
    assert taken[8:11] == ["12 decies.", "12 11th.", "12 12th."]


def frozen(*levels: int) -> list[Place]:
    """The numbers of these levels, frozen."""
    made = labels_of("A", [Place(level) for level in levels])
    return [Place(level, frozen=label) for level, label in zip(levels, made, strict=True)]


def added(places: list[Place], at: int, new: Place) -> str:
    taken = {place.frozen.address for place in places if place.frozen.address}
    label = added_label("A", [*places[:at], new, *places[at:]], at, taken)
    places.insert(at, Place(new.level, frozen=label))
    return label.address


def test_what_is_added_while_numbers_are_frozen_takes_bis_of_the_one_before_it() -> None:
    places = frozen(0, 1, 1, 2, 0)

    assert added(places, 5, Place(0)) == "A.2 bis"
    assert added(places, 4, Place(0)) == "A.1 bis"
    assert added(places, 4, Place(0)) == "A.1 ter"
    assert added(places, 2, Place(1)) == "A.1(a) bis"
    assert added(places, 2, Place(2)) == "A.1(a)(i)"
    assert [place.frozen.label for place in places[:4]] == ["A.1", "(a)", "(i)", "(a) bis"]
    assert added(places, 7, Place(1)) == "A.1 ter(a)"


def test_before_the_first_comes_nought_and_an_empty_category_begins_with_one() -> None:
    places = frozen(0, 1)

    assert added(places, 0, Place(0)) == "A.0"
    assert added(places, 0, Place(0)) == "A.0 bis"
    assert added(places, 3, Place(1)) == "A.1(0)"
    assert added_label("B", [Place(0)], 0, set()) == Label("B.1", "B.1")
    assert added_label("B", [Place(0)], 0, {"B.1"}) == Label("B.2", "B.2")
    assert added_label("B", [Place(0, plain=True)], 0, set()) == UNNUMBERED


def test_withdrawn_and_plain_ones_keep_their_number_out_of_sight_and_nobody_else_gets_it() -> None:
    one, two, three = frozen(0, 0, 0)
    places = [one, Place(0, withdrawn=True, frozen=two.frozen), Place(0, plain=True, frozen=three.frozen)]

    assert [label.label for label in frozen_labels(places)] == ["A.1", "", ""]
    assert added(places, 2, Place(0)) == "A.1 bis"
    assert added_label("A", [Place(0), places[1]], 0, {"A.2"}).address == "A.1"


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 4)), max_size=25))
def test_no_two_paragraphs_ever_have_one_address(additions: list[tuple[int, int]]) -> None:
    places = frozen(0, 1, 2, 0, 0)

    for at, level in additions:
        assert added(places, min(at, len(places)), Place(level))

    addresses = [place.frozen.address for place in places]
    assert len(set(addresses)) == len(addresses)
