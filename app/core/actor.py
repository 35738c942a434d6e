"""Who asks: filled in by `accounts`, read by everyone above, so that low layers need no accounts."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app.core.errors import Unauthorized


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, or a program that acts by that person's token (then `login_id` is None)."""

    person_id: UUID
    name: str
    login_id: UUID | None = None
    operator: bool = False


def maybe_actor(request: Request) -> Actor | None:
    """The signed-in person of this request, if there is one."""
    actor: Actor | None = getattr(request.state, "actor", None)
    return actor


def current_actor(request: Request) -> Actor:
    """The signed-in person of this request; raises Unauthorized."""
    actor = maybe_actor(request)
    if actor is None:
        raise Unauthorized("Sign in first.")
    return actor


CurrentActor = Annotated[Actor, Depends(current_actor)]
MaybeActor = Annotated[Actor | None, Depends(maybe_actor)]
