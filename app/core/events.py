"""How low layers tell high ones without importing them.

`within` handlers run inside the transaction of the change (they may write, and their failure undoes it); `subscribe`
handlers run after its commit and cannot undo anything.
"""

import inspect
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from app.core.logging import get_logger

log = get_logger(__name__)

E = TypeVar("E")


class Events:
    """Event types (dataclasses) and who wants to hear of them, for one server."""

    def __init__(self) -> None:
        self._after: dict[type, list[Callable[[Any], Awaitable[None] | None]]] = defaultdict(list)
        self._within: dict[type, list[Callable[[Any, Any], Awaitable[None]]]] = defaultdict(list)

    def subscribe(self, kind: type[E], handler: Callable[[E], Awaitable[None] | None]) -> None:
        """Call the handler with each published event of this type."""
        self._after[kind].append(handler)

    def within(self, kind: type[E], handler: Callable[[Any, E], Awaitable[None]]) -> None:
        """Call the handler with (session, event) inside the transaction that makes the change."""
        self._within[kind].append(handler)

    async def publish(self, event: object) -> None:
        """Tell the subscribers; one that fails is logged and does not keep the others from hearing."""
        for handler in self._after[type(event)]:
            try:
                result = handler(event)
                if inspect.isawaitable(result):
                    await result
            except Exception:
                log.exception("event.failed", event_type=type(event).__name__)

    async def announce(self, session: Any, event: object) -> None:
        """Inside a transaction: let `within` handlers take part, and publish after its commit."""
        for handler in self._within[type(event)]:
            await handler(session, event)
        session.info["after_commit"].append(lambda: self.publish(event))
