"""Differences by word, as people read them."""

import json
from itertools import pairwise
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.texts.diff import Change, apply_changes, replaced, word_diff
from app.texts.runs import Run, normal_runs, plain
from tests.unit.texts.strategies import runs


def shown(first: str, second: str) -> str:
    brackets = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}", "format": "<{}>"}
    changes = word_diff([{"insert": first}], [{"insert": second}])
    return "".join(brackets[change["op"]].format(change["text"]) for change in changes)


@given(runs, runs)
def test_a_difference_applied_to_the_first_wording_gives_the_second(first: list[Any], second: list[Any]) -> None:
    changes = word_diff(first, second)

    assert apply_changes(first, json.loads(json.dumps(changes))) == normal_runs(second)


@given(st.text(alphabet="ab []\n", max_size=60), st.text(alphabet="ab []\n", max_size=60))
def test_short_alphabets_do_not_confuse_it(first: str, second: str) -> None:
    assert apply_changes([{"insert": first}], word_diff([{"insert": first}], [{"insert": second}])) == normal_runs(
        [{"insert": second}]
    )


@given(runs)
def test_a_wording_does_not_differ_from_itself(wording: list[Any]) -> None:
    assert {change["op"] for change in word_diff(wording, wording)} <= {"equal"}


@given(runs, runs)
def test_a_deletion_comes_before_the_insertion_that_replaces_it(first: list[Any], second: list[Any]) -> None:
    for change, following in pairwise(word_diff(first, second)):
        assert (change["op"], following["op"]) != ("insert", "delete")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("", "", ""),
        ("", "All.", "{+All.+}"),
        ("States should act", "States shall act", "States [-should-]{+shall+} act"),
        ("promotes", "promoted", "[-promotes-]{+promoted+}"),
        ("to promote peace", "to peacefully promote peace", "to {+peacefully +}promote peace"),
        ("rights and duties", "human rights", "{+human +}rights[- and duties-]"),
        ("A, B", "C, D", "[-A, B-]{+C, D+}"),
        ("[should] act", "should act", "[-[-]should[-]-] act"),
        ("one\ntwo", "one\nthree", "one\n[-two-]{+three+}"),
        ("the delegate's view", "the delegates' view", "the [-delegate's-]{+delegates'+} view"),
        ("1,000 people", "1,500 people", "[-1,000-]{+1,500+} people"),
        ("工作组建议", "工作小组的建议", "工作{+小+}组{+的+}建议"),
        ("الفريق العامل", "الفريق كله", "الفريق [-العامل-]{+كله+}"),
        ("कार्य समूह", "कार्य दल", "कार्य [-समूह-]{+दल+}"),
        ("e\u0301", "e", "[-e\u0301-]{+e+}"),
        ("👩‍👧🇭🇺", "👩‍👧🇺🇳", "👩‍👧[-🇭🇺-]{+🇺🇳+}"),
    ],
)
def test_it_reads_by_word(first: str, second: str, expected: str) -> None:
    assert shown(first, second) == expected


def test_marks_alone_are_told_as_format_with_what_they_were() -> None:
    first: list[Run] = [{"insert": "all "}, {"insert": "people", "attributes": {"italic": True}}]
    second: list[Run] = [{"insert": "all ", "attributes": {"bold": True}}, {"insert": "people"}]

    assert word_diff(first, second) == [
        Change(op="format", text="all ", attributes={"bold": True}),
        Change(op="format", text="people", was={"italic": True}),
    ]


def test_words_replaced_keep_the_marks_of_either_side() -> None:
    first: list[Run] = [{"insert": "should", "attributes": {"bold": True}}]
    second: list[Run] = [{"insert": "shall", "attributes": {"italic": True}}]

    changes = word_diff(first, second)

    assert changes == [
        Change(op="delete", text="should", attributes={"bold": True}),
        Change(op="insert", text="shall", attributes={"italic": True}),
    ]


def test_a_mark_of_one_is_not_a_mark_of_true() -> None:
    changes = word_diff([{"insert": "x", "attributes": {"n": 1}}], [{"insert": "x", "attributes": {"n": True}}])

    assert [change["op"] for change in changes] == ["format"]


def test_a_difference_of_another_wording_is_refused() -> None:
    changes = word_diff([{"insert": "a"}], [{"insert": "b"}])

    with pytest.raises(ValueError, match="not of this wording"):
        apply_changes([{"insert": "c"}], changes)


def sentence(length: int, vocabulary: int, shift: int) -> str:
    return " ".join(f"w{(i * i + i // 7 + shift * (i % 3)) % vocabulary}" for i in range(length))


@settings(deadline=None, max_examples=12)
@given(st.sampled_from([2, 3, 50, 3000]), st.integers(1, 5))
def test_ten_thousand_words_take_bounded_time_however_they_repeat(vocabulary: int, shift: int) -> None:
    first, second = sentence(10_000, vocabulary, 0), sentence(10_000, vocabulary, shift)

    begun = process_time()
    stretches = replaced(first, second)

    assert process_time() - begun < 5
    assert plain(apply_changes([{"insert": first}], word_diff([{"insert": first}], [{"insert": second}]))) == second
    assert all(before[1] <= after[0] and before[3] <= after[2] for before, after in pairwise(stretches))
