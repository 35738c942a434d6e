"""Identifiers: UUID version 7, so that ids made anywhere sort roughly by time, and those of one process exactly."""

import secrets
import threading
import time
from uuid import UUID

_TAIL_BITS = 74  # what RFC 9562 leaves beside the time, the version and the variant
_last = 0
_lock = threading.Lock()


def uuid7() -> UUID:
    """A new UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, the rest random.

    One of the same millisecond (or after the clock was set back) is the last one and a random step: rows that are made
    together keep their order by id.
    """
    global _last
    milliseconds = (time.time_ns() // 1_000_000) & 0xFFFF_FFFF_FFFF
    fresh = milliseconds << _TAIL_BITS | secrets.randbits(_TAIL_BITS)
    with _lock:
        _last = fresh if milliseconds > _last >> _TAIL_BITS else _last + 1 + secrets.randbits(_TAIL_BITS // 2)
        made = _last
    high, low = made >> 62, made & (1 << 62) - 1
    return UUID(int=(high >> 12) << 80 | 0x7 << 76 | (high & 0xFFF) << 64 | 0x2 << 62 | low)
