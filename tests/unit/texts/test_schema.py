"""E1: one flat text of characters and marks; E4: nothing else gets in."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.texts.runs import plain
from app.texts.schema import MAX_CHARACTERS, ForeignContent, check_format, check_runs, fit_runs
from tests.unit.texts.strategies import runs

GOOD_MARKS = [
    *((flag, "true") for flag in ("bold", "italic", "underline", "strike", "sub", "sup")),
    *((mark, "null") for mark in ("bold", "link", "footnote")),
    ("link", '"https://example.org/a?b=c#d"'),
    ("link", '"HTTP://example.org"'),
    ("link", '"https:\\/\\/example.org\\u002f"'),
    ("link", '"mailto:chair@example.org"'),
    ("footnote", '""'),
    ("footnote", '"In their respective roles.\\nSee \\"Tunis\\" 😀"'),
    ("footnote", json.dumps("x" * 2000)),
]

FOREIGN_MARKS = [
    ("bold", "false"),
    ("bold", "1"),
    ("bold", '"true"'),
    ("bold", " true"),
    ("comment", "true"),
    ("comment", "null"),
    ("", "null"),
    ("link", "true"),
    ("link", '"javascript:alert(1)"'),
    ("link", '" https://example.org"'),
    ("link", '"https://example.org/a b"'),
    ("link", '"https://"'),
    ("link", '"ftp://example.org"'),
    ("link", '"/relative"'),
    ("link", '{"href":"https://example.org"}'),
    ("link", json.dumps("https://example.org/" + "x" * 2000)),
    ("link", '"https://example.org'),
    ("link", '"https://example.org" '),
    ("link", ""),
    ("footnote", '["a note"]'),
    ("footnote", '"\\ud83d"'),
    ("footnote", '"\\u0000"'),
    ("footnote", json.dumps("x" * 2001)),
    ("footnote", json.dumps("😀" * 1001)),
    ("footnote", "[" * 10_000),
]


@pytest.mark.parametrize(("key", "written"), GOOD_MARKS)
def test_a_mark_of_the_schema_may_be_set_or_removed(key: str, written: str) -> None:
    check_format(key, written)


@pytest.mark.parametrize(("key", "written"), FOREIGN_MARKS)
def test_any_other_mark_or_value_is_foreign(key: str, written: str) -> None:
    with pytest.raises(ForeignContent):
        check_format(key, written)


def test_runs_of_the_schema_come_back_in_canonical_form() -> None:
    given_runs: list[Any] = [
        {"insert": "a"},
        {"insert": "b\n", "attributes": {"bold": None}},
        {"insert": "\ufffc", "attributes": {"footnote": "A note."}},
    ]

    assert check_runs(given_runs) == [{"insert": "ab\n"}, {"insert": "\ufffc", "attributes": {"footnote": "A note."}}]


@pytest.mark.parametrize(
    "foreign",
    [
        [{"insert": "a", "attributes": {"comment": "x"}}],
        [{"insert": "a", "attributes": {"bold": 1}}],
        [{"insert": "a\x00"}],
        [{"insert": "a\r\n"}],
        [{"insert": "\ud83d"}],
        [{"insert": "\ufffc"}],
        [{"insert": "a", "attributes": {"footnote": "A note."}}],
        [{"insert": "a\ufffc", "attributes": {"footnote": "A note."}}],
        [{"insert": {"image": "x"}}],
        [{"attributes": {}}],
        [{"insert": "a", "attributes": {"bold": float("nan")}}],
        [{"insert": "x" * (MAX_CHARACTERS + 1)}],
        [{"insert": "😀" * (MAX_CHARACTERS // 2 + 1)}],
    ],
    ids=lambda foreign: repr(foreign)[:40],
)
def test_runs_that_a_text_may_not_hold_are_foreign(foreign: list[Any]) -> None:
    with pytest.raises(ForeignContent):
        check_runs(foreign)


@given(runs)
def test_words_from_outside_that_fit_are_left_as_they_are(given_runs: list[Any]) -> None:
    assert fit_runs(given_runs) == check_runs(given_runs)


@given(st.lists(st.fixed_dictionaries({"insert": st.text(st.sampled_from("a\r\n\x00\ufffc\ud83d😀"), max_size=6)})))
def test_words_from_outside_are_made_to_fit(given_runs: list[Any]) -> None:
    fitting = check_runs(fit_runs(given_runs))

    assert plain(fitting).count("a") == plain(given_runs).count("a")


def test_what_does_not_fit_is_left_out_and_the_words_stay() -> None:
    outside: list[Any] = [
        {"insert": "One\r\ntwo\rthree", "attributes": {"bold": True, "color": "red"}},
        {"insert": " see\ufffchere", "attributes": {"footnote": "A note.", "link": "javascript:x"}},
        {"insert": "\ufffc"},
    ]

    assert fit_runs(outside) == [
        {"insert": "One\ntwo\nthree", "attributes": {"bold": True}},
        {"insert": " see"},
        {"insert": "\ufffc", "attributes": {"footnote": "A note."}},
        {"insert": "here"},
    ]
