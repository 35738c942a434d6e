"""E17: positions always have room between any two, are unique and ordered, and stay short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.positions import FIRST, key_between, n_keys_between


@given(st.lists(st.integers(0, 10_000), max_size=200))
def test_keys_put_anywhere_are_unique_and_in_the_order_of_the_places(places: list[int]) -> None:
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        before = keys[at - 1] if at else None
        after = keys[at] if at < len(keys) else None
        keys.insert(at, key_between(before, after))

    assert keys == sorted(set(keys))


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 300))
def test_many_keys_at_once_fit_between_any_two(first: int, second: int, count: int) -> None:
    keys = n_keys_between(None, None, 62)
    low, high = sorted((first, second + 1))
    if low == high:
        high += 1
    for before, after in [(keys[low], keys[high]), (None, keys[low]), (keys[high], None), (None, None)]:
        made = n_keys_between(before, after, count)

        assert len(made) == count
        whole = [*([before] if before else []), *made, *([after] if after else [])]
        assert whole == sorted(set(whole))


@pytest.mark.parametrize("upward", [True, False])
def test_keys_added_at_either_end_stay_short(upward: bool) -> None:
    key = FIRST
    for _ in range(100_000):
        following = key_between(key, None) if upward else key_between(None, key)
        assert (following > key) is upward
        key = following

    assert len(key) <= 5


@pytest.mark.parametrize("side", ["after the first", "before the last"])
def test_keys_squeezed_into_one_place_grow_by_a_digit_for_every_five(side: str) -> None:
    low, high = "n0", "n1"
    for _ in range(500):
        middle = key_between(low, high)
        assert low < middle < high
        if side == "after the first":
            high = middle
        else:
            low = middle

    assert len(middle) <= 2 + 500 // 5 + 1


def test_the_first_keys_of_a_document_are_two_letters() -> None:
    assert n_keys_between(None, None, 3) == ["n0", "n1", "n2"]
    assert n_keys_between(None, None, 37)[-2:] == ["nz", "o00"]
    assert key_between(None, "n0") == "mz"


def test_the_very_ends_still_have_room() -> None:
    lowest, highest = "a" + "0" * 13, "z" + "z" * 13

    assert key_between(highest, None) > highest
    assert key_between(lowest, "a0000000000001") > "a0000000000000"
    with pytest.raises(ValueError, match="not a position"):
        key_between("a0000000000000V", None)


@pytest.mark.parametrize("key", ["", "n", "o0", "0", "nA", "n00", "N0", "n0-", "a0"])
def test_what_is_no_position_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="is not a position"):
        key_between(key, None)


@pytest.mark.parametrize(("before", "after"), [("n1", "n0"), ("n0", "n0"), ("n0i", "n0i")])
def test_neighbours_in_the_wrong_order_are_refused(before: str, after: str) -> None:
    with pytest.raises(ValueError, match="does not come before"):
        key_between(before, after)
