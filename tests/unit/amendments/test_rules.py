"""Which words of a paragraph a proposal changes, what it makes of words elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.amendments.placing import words_there
from app.amendments.rules import changed_stretches, overlap
from app.texts.runs import Run, plain


def runs(words: str) -> list[Run]:
    return [Run(insert=words)] if words else []


@pytest.mark.parametrize(
    ("before", "after", "stretches"),
    [
        ("States should act.", "States should act.", []),
        ("States should act.", "States shall act.", [(7, 13)]),
        ("States should act.", "All States should act.", [(0, 0)]),
        ("States should act.", "States act.", [(7, 14)]),
        ("", "States act.", [(0, 0)]),
    ],
)
def test_the_stretches_that_are_changed(before: str, after: str, stretches: list[tuple[int, int]]) -> None:
    assert changed_stretches(runs(before), runs(after)) == stretches


def test_formatting_alone_changes_words_too() -> None:
    bold: list[Run] = [{"insert": "States "}, {"insert": "shall", "attributes": {"bold": True}}, {"insert": " act."}]

    assert changed_stretches(runs("States shall act."), bold) == [(7, 12)]


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ((0, 5), (5, 9), False),
        ((0, 6), (5, 9), True),
        ((3, 3), (3, 3), True),
        ((3, 3), (4, 4), False),
        ((3, 3), (0, 5), True),
        ((5, 5), (0, 5), True),
        ((6, 6), (0, 5), False),
        ((0, 9), (2, 3), True),
    ],
)
def test_which_stretches_meet(one: tuple[int, int], other: tuple[int, int], meet: bool) -> None:
    assert overlap([one], [other]) is overlap([other], [one]) is meet
    assert not overlap([], [other])


@pytest.mark.parametrize(
    ("base", "proposed", "there", "result"),
    [
        # One half of what was split.
        ("One thing. Two things.", "One thing. Three things.", "Two things.", "Three things."),
        ("One thing. Two things.", "One thing. Three things.", "One thing. ", "One thing. "),
        ("One thing. Two things.", "A thing. Two things, too.", "One thing. ", "A thing. "),
        ("One thing. Two things.", "A thing. Two things. So.", "Two things.", "Two things. So."),
        # The second of what was joined.
        ("Two things.", "Three things.", "One thing. Two things.", "One thing. Three things."),
        # Something else altogether.
        ("Two things.", "Three things.", "One thing.", "Three things."),
        ("", "New.", "One thing.", "New."),
    ],
)
def test_a_change_placed_on_other_words(base: str, proposed: str, there: str, result: str) -> None:
    assert plain(words_there(runs(base), runs(proposed), runs(there))) == result


WORDS = st.lists(st.sampled_from(["a", "b", "all", "[should]", "shall", "act."]), max_size=6).map(" ".join)


@given(WORDS, WORDS, WORDS)
def test_a_change_of_all_the_words_that_are_there_is_the_change_itself(base: str, proposed: str, head: str) -> None:
    assert plain(words_there(runs(base), runs(proposed), runs(base))) == proposed
    if base and head and (head + base).find(base) == len(head):
        assert plain(words_there(runs(base), runs(proposed), runs(head + base))) == head + proposed


@given(WORDS, WORDS)
def test_what_nothing_changes_has_no_stretches_and_meets_nothing(base: str, proposed: str) -> None:
    stretches = changed_stretches(runs(base), runs(proposed))

    assert (not stretches) == (base == proposed)
    assert all(0 <= start <= end <= len(base) for start, end in stretches)
    assert stretches == sorted(stretches)
    assert overlap(stretches, stretches) is bool(stretches)
