"""Ids sort by time, those that one process makes exactly, also within a millisecond and when the clock is set back."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import RFC_4122

import pytest

from app.core.ids import uuid7


def test_ids_are_of_version_7_and_begin_with_the_time() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()

    assert (made.version, made.variant) == (7, RFC_4122)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000 + 1


def test_ids_made_one_after_the_other_sort_in_that_order_and_are_never_the_same() -> None:
    made = [uuid7() for _ in range(5_000)]

    assert made == sorted(set(made))


def test_ids_go_on_upwards_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first = uuid7()
    hour_ago = time.time_ns() - 3_600 * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: hour_ago)

    assert first < uuid7() < uuid7()


def test_threads_never_get_the_same_id() -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: uuid7(), range(4_000)))

    assert len(set(made)) == 4_000
