"""Yjs client ids: how long they may be for every client to read them, and what y-py makes of longer ones."""

import secrets
from collections.abc import Iterable

BITS = 32  # as Yjs draws them; pycrdt by itself draws 53, which Yjs reads and y-py does not
LONGEST = 2**BITS - 1


def new_client_id() -> int:
    """Draw a client id that every client can read."""
    return secrets.randbits(BITS)


def folded(client: int) -> int:
    """What y-py 0.6 reads for a client id: it shifts the parts of a longer one around within 32 bits."""
    read = shift = 0
    while client:
        read |= (client & 127) << shift & LONGEST
        client >>= 7
        shift = (shift + 7) % BITS
    return read


def is_folded(client: int, known: Iterable[int]) -> bool:
    """Whether somebody took a known, longer id for this one: they would offer its words again as another's (E14)."""
    return client <= LONGEST and any(one > LONGEST and folded(one) == client for one in known)
