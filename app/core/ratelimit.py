"""How often something may be tried: sliding windows in memory, each server counting for itself."""

import math
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from fastapi import Request

from app.core.errors import TooManyRequests

SWEEP_AT = 4_096


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` within `seconds`, for each key."""

    name: str
    count: int
    seconds: int


Ask = tuple[Limit, str]


class Rates:
    """All windows of one server."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._taken: dict[tuple[str, str], tuple[Limit, deque[float]]] = {}
        self._sweep_at = SWEEP_AT

    def take(self, *asks: Ask) -> None:
        """Count one attempt in a window each time it is asked for, or raise TooManyRequests and count none."""
        present = self._clock()
        wanted = Counter(asks)
        windows = {ask: self._window(*ask, present) for ask in wanted}
        waits = [
            self._free_at(limit, windows[limit, key], number, present) - present
            for (limit, key), number in wanted.items()
            if len(windows[limit, key]) + number > limit.count
        ]
        if waits:
            seconds = max(1, math.ceil(max(waits)))
            raise TooManyRequests(f"Please wait {_span(seconds)} and try again.", retry_after=seconds)
        for (limit, key), number in wanted.items():
            taken = windows[limit, key]
            taken.extend([present] * number)
            self._taken[limit.name, key] = (limit, taken)

    @staticmethod
    def _free_at(limit: Limit, taken: deque[float], number: int, present: float) -> float:
        """When so many fit into the window."""
        last_in_the_way = len(taken) + number - limit.count - 1
        return (taken[last_in_the_way] if last_in_the_way < len(taken) else present) + limit.seconds

    def give_back(self, *asks: Ask) -> None:
        """Forget the latest attempt in each window: it was rightful."""
        for limit, key in asks:
            _, taken = self._taken.get((limit.name, key), (limit, None))
            if taken:
                taken.pop()

    def _window(self, limit: Limit, key: str, present: float) -> deque[float]:
        if len(self._taken) >= self._sweep_at:
            self._sweep(present)
        _, taken = self._taken.get((limit.name, key), (limit, deque[float]()))
        while taken and taken[0] <= present - limit.seconds:
            taken.popleft()
        return taken

    def _sweep(self, present: float) -> None:
        """Drop windows in which nothing counts any more, so that made-up keys do not fill the memory."""
        self._taken = {
            key: (limit, taken)
            for key, (limit, taken) in self._taken.items()
            if taken and taken[-1] > present - limit.seconds
        }
        self._sweep_at = max(SWEEP_AT, 2 * len(self._taken))


def _span(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} seconds"
    return f"{math.ceil(seconds / 60)} minutes"


def rates_of(request: Request) -> Rates:
    """The windows of the server that serves this request."""
    rates: Rates = request.app.state.rates
    return rates


def address_of(request: Request) -> str:
    """Where a request comes from, as a key: an IPv6 network of 64 bits counts as one."""
    host = request.client.host if request.client else "unknown"
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped) if address.ipv4_mapped else address.exploded[:19]
    return str(address)
