"""The gate (ENGINE E8): what the committer asks of the layer that knows paragraphs, inside its own transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Ask:
    """May this person (None: somebody signed out) read and write this text?"""

    person_id: UUID | None
    text_id: UUID


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer at this moment; `reason` says in one word why writing is refused, or reading when `read` is false."""

    read: bool
    write: bool
    reason: str = ""
    delegation_id: UUID | None = None
    delegation_name: str | None = None
    office: str | None = None  # the highest that the person holds
    document_id: UUID | None = None
    unattributed: bool = False  # names are not shown there
    private: bool = False  # others do not learn that it is there


NOBODY = Verdict(False, False, "not-found")

# Answers in the order of the asks, from facts read over this connection.
Authoriser = Callable[[Connection, Sequence[Ask]], list[Verdict]]
