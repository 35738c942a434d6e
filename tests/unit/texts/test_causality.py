"""E5: causally closed or not; E6: how much is new."""

from typing import Any

import pytest
from pycrdt import Doc, Text

from app.texts.causality import Freshness, advance, causally_closed, freshness, missing, tears_pair
from app.texts.runs import doc_from_runs
from app.texts.update_v1 import read
from tests.unit.texts.test_update_v1 import FIRST, NO_DELETES, X, after, string, update

KNOWN = {1: 10, 2: 4}


@pytest.mark.parametrize(
    ("data", "lacks"),
    [
        pytest.param(update(1, 10, after(1, 9, X)), [], id="the next of a client"),
        pytest.param(update(1, 4, after(1, 3, X)), [], id="one that is known"),
        pytest.param(update(3, 0, after(2, 3, X)), [], id="a new client beside a known place"),
        pytest.param(update(1, 11, after(1, 9, X)), [(1, 10, 11)], id="its own predecessor"),
        pytest.param(update(1, 10, after(2, 4, X)), [(2, 4, 5)], id="another client's place to the left"),
        pytest.param(update(1, 10, b"\x44\2\7" + X), [(2, 4, 8)], id="another client's place to the right"),
        pytest.param(update(1, 10, after(7, 0, X)), [(7, 0, 1)], id="an unknown client's place"),
        pytest.param(b"\0\1\2\1\0\4", [], id="a known deletion"),
        pytest.param(b"\0\1\2\1\3\2", [(2, 4, 5)], id="a deletion half unknown"),
        pytest.param(b"\0\1\7\1\0\1", [(7, 0, 1)], id="a deletion of the unknown"),
        pytest.param(update(1, 10, after(1, 9, X), deletes=b"\1\1\1\x0a\1"), [], id="a deletion of what it adds"),
        pytest.param(update(1, 10, after(1, 9, X), deletes=b"\1\1\1\x0a\2"), [(1, 10, 12)], id="and of one more"),
        pytest.param(update(1, 9, after(1, 8, X), b"\x0a\2", after(1, 8, X)), [(1, 10, 12)], id="a gap"),
        pytest.param(
            b"\2\1\x08\0" + after(9, 0, X) + b"\1\x09\0" + FIRST + X + NO_DELETES, [], id="a place in the update itself"
        ),
    ],
)
def test_an_update_is_closed_when_everything_it_builds_on_is_known(data: bytes, lacks: list[Any]) -> None:
    found = read(data)

    assert missing(found, KNOWN) == lacks
    assert causally_closed(found, KNOWN) == (not lacks)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(update(1, 10, after(1, 9, X)), Freshness.ALL_NEW, id="the next of a client"),
        pytest.param(update(3, 0, after(1, 9, X)), Freshness.ALL_NEW, id="a new client"),
        pytest.param(update(1, 9, after(1, 8, X)), Freshness.NO_STRUCTS_NEW, id="a known struct"),
        pytest.param(update(1, 9, after(1, 8, string("ab"))), Freshness.PARTLY, id="a struct half known"),
        pytest.param(update(1, 10, after(1, 9, X), deletes=b"\1\1\1\0\1"), Freshness.PARTLY, id="with a deletion"),
        pytest.param(
            b"\2\1\1\x0a" + after(1, 9, X) + b"\1\2\3" + after(1, 9, X) + NO_DELETES,
            Freshness.PARTLY,
            id="a new struct and a known one",
        ),
        pytest.param(b"\0\1\1\1\0\1", Freshness.NO_STRUCTS_NEW, id="a deletion alone"),
        pytest.param(b"\0\0", Freshness.NO_STRUCTS_NEW, id="nothing"),
    ],
)
def test_a_state_vector_tells_how_much_is_new(data: bytes, expected: Freshness) -> None:
    assert freshness(read(data), KNOWN) is expected


def test_a_state_vector_advances_in_place_and_never_back() -> None:
    state_vector = dict(KNOWN)

    advance(state_vector, read(update(1, 10, after(1, 9, string("abc")))))
    advance(state_vector, read(update(1, 4, after(1, 3, X))))
    advance(state_vector, read(update(3, 0, after(1, 3, X))))

    assert state_vector == {1: 13, 2: 4, 3: 1}


EMOJI = doc_from_runs([{"insert": "a😀b"}], 1)  # clocks: a 0, 😀 1 and 2, b 3


@pytest.mark.parametrize(
    ("data", "torn"),
    [
        pytest.param(update(2, 0, after(1, 1, X)), True, id="right of its first half"),
        pytest.param(update(2, 0, b"\x44\1\2" + X), True, id="left of its second half"),
        pytest.param(update(2, 0, b"\xc4\1\1\1\2" + X), True, id="between its halves"),
        pytest.param(b"\0\1\1\1\0\2", True, id="up to its first half deleted"),
        pytest.param(b"\0\1\1\1\2\2", True, id="from its second half deleted"),
        pytest.param(update(1, 4, after(1, 3, string("😀"))), False, id="another one after it"),
        pytest.param(update(2, 0, b"\xc4\1\0\1\1" + X), False, id="before it"),
        pytest.param(update(2, 0, b"\xc4\1\2\1\3" + X), False, id="behind it"),
        pytest.param(b"\0\1\1\1\1\2", False, id="all of it deleted"),
        pytest.param(
            update(1, 1, after(1, 0, string("xyz")), after(1, 1, X)), True, id="claiming that it holds something else"
        ),
        pytest.param(update(1, 3, after(1, 0, string("😀"))), True, id="another one, half of it known already"),
    ],
)
def test_no_update_may_tear_a_surrogate_pair(data: bytes, torn: bool) -> None:
    base = read(EMOJI)
    state_vector = {1: 4}

    assert list(base.pairs) == [(1, 2)]
    assert tears_pair(read(data), state_vector, set(base.pairs)) == torn


def test_a_lost_keystroke_keeps_the_next_one_out() -> None:
    """pycrdt alone shows "axb" where Yjs holds the x back: should it ever do so too, this rule may go."""
    base, after_a_lost_one = update(1, 0, FIRST + string("ab")), update(1, 5, after(1, 0, X))
    unguarded: Doc[Any] = Doc()
    unguarded.apply_update(base)
    unguarded.apply_update(after_a_lost_one)

    assert str(unguarded.get("words", type=Text)) == "axb"
    assert not causally_closed(read(after_a_lost_one), {1: 2})
    assert missing(read(after_a_lost_one), {1: 2}) == [(1, 2, 5)]
