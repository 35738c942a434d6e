"""Handing updates to Yrs, and what it says of them."""

from collections.abc import Sequence
from typing import Any

import pycrdt


class Unreadable(ValueError):
    """Yrs cannot take an update that the reader let in: never expected, never fatal."""


def apply(ydoc: pycrdt.Doc[Any], payload: bytes) -> None:
    """Apply an update; raises Unreadable, also for a panic within Yrs, which is no Exception."""
    try:
        ydoc.apply_update(payload)
    except BaseException as error:
        raise _unreadable(error) from None


def _unreadable(error: BaseException) -> BaseException:
    is_of_yrs = isinstance(error, Exception) or type(error).__name__ == "PanicException"
    return Unreadable(str(error)[:200]) if is_of_yrs else error


def merge(updates: Sequence[bytes]) -> bytes:
    """One update that holds them all, in order; raises Unreadable."""
    if len(updates) == 1:
        return updates[0]
    try:
        return bytes(pycrdt.merge_updates(*updates))
    except BaseException as error:
        raise _unreadable(error) from None


def remainder(ydoc: pycrdt.Doc[Any], payload: bytes) -> bytes | None:
    """Apply, and return what of it was new (ENGINE E6); None when nothing was. Raises Unreadable."""
    new: list[bytes] = []
    # An event comes only when something is new. An observer costs three times the application itself, so it is there
    # only for updates that need it.
    subscription = ydoc.observe(lambda event: new.append(bytes(event.update)))
    try:
        apply(ydoc, payload)
    finally:
        ydoc.unobserve(subscription)
    return merge(new) if new else None
