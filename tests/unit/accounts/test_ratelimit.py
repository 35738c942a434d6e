"""Sliding windows."""

import pytest

from app.core.errors import TooManyRequests
from app.core.ratelimit import SWEEP_AT, Limit, Rates

THREE_A_MINUTE = Limit("three", 3, 60)
ONE_AN_HOUR = Limit("one", 1, 3_600)


class Clock:
    def __init__(self) -> None:
        self.time = 1_000.0

    def __call__(self) -> float:
        return self.time


def test_the_fourth_attempt_within_a_minute_waits_until_the_first_is_a_minute_old() -> None:
    clock = Clock()
    rates = Rates(clock)
    for _ in range(3):
        rates.take((THREE_A_MINUTE, "anna"))
        clock.time += 10

    with pytest.raises(TooManyRequests) as caught:
        rates.take((THREE_A_MINUTE, "anna"))
    assert caught.value.headers == {"Retry-After": "30"}
    rates.take((THREE_A_MINUTE, "ben"))
    clock.time += 30
    rates.take((THREE_A_MINUTE, "anna"))


def test_an_attempt_that_one_window_refuses_counts_in_none() -> None:
    rates = Rates(Clock())
    rates.take((ONE_AN_HOUR, "hall"))

    for _ in range(5):
        with pytest.raises(TooManyRequests):
            rates.take((THREE_A_MINUTE, "anna"), (ONE_AN_HOUR, "hall"))
    for _ in range(3):
        rates.take((THREE_A_MINUTE, "anna"))


def test_asking_for_several_at_once_counts_each_of_them() -> None:
    clock = Clock()
    rates = Rates(clock)
    ask = (THREE_A_MINUTE, "anna")
    rates.take(ask, ask)
    with pytest.raises(TooManyRequests):
        rates.take(ask, ask)
    rates.take(ask)
    with pytest.raises(TooManyRequests):
        rates.take((THREE_A_MINUTE, "ben"), *[ask] * 4)
    rates.take(*[(THREE_A_MINUTE, "ben")] * 3)


def test_a_rightful_attempt_is_given_back() -> None:
    rates = Rates(Clock())

    for _ in range(10):
        rates.take((ONE_AN_HOUR, "anna"))
        rates.give_back((ONE_AN_HOUR, "anna"))
    rates.give_back((ONE_AN_HOUR, "somebody who never tried"))


def test_made_up_keys_do_not_fill_the_memory() -> None:
    clock = Clock()
    rates = Rates(clock)
    for number in range(3 * SWEEP_AT):
        rates.take((THREE_A_MINUTE, str(number)))
        clock.time += 1

    assert len(rates._taken) <= SWEEP_AT
