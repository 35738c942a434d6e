"""What a breakout group is given: which paragraphs are copied, and what each is remembered as (no I/O)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from app.paragraphs.numbering import Label

LETTERS = "PQRSTUVWXYZABCDEFGHIJKLMNO"


def chosen(rows: Sequence[Any], categories: Collection[UUID], paragraphs: Collection[UUID]) -> list[Any]:
    """The rows (in reading order) that are given: all of a category, or some with what belongs under them.

    What is withdrawn is not given.
    """
    found: list[Any] = []
    category: UUID | None = None
    below: int | None = None  # the level of the paragraph whose lower ones are given, too
    for row in rows:
        if row.category_id != category:
            category, below = row.category_id, None
        if row.withdrawn_at is not None:
            continue
        if below is not None and row.level <= below:
            below = None
        if below is None and row.id in paragraphs:
            below = row.level
        if below is not None or row.category_id in categories:
            found.append(row)
    return found


def facts_of(
    row: Any, label: Label, after: UUID | None, content_hash: str, record: int, own_position: str | None = None
) -> dict[str, Any]:
    """What a paragraph was like when it was given: what it became is told against that.

    `own_position` is its key in the group's text where that is not the same; `record` the last line of the plenary's.
    """
    return {
        "category": str(row.category_id),
        "after": str(after) if after else None,
        "position": row.position,
        "own_position": own_position or row.position,
        "level": row.level,
        "kind": str(row.kind),
        "status": str(row.status),
        "qualifier": str(row.qualifier) if row.qualifier else None,
        "decision": row.decision_number,
        "address": label.address,
        "content_hash": content_hash,
        "generation": row.generation,
        "record": record,
    }


def free_code(taken: Iterable[str]) -> str:
    """A letter for the one category of a group that was given nothing."""
    used = set(taken)
    return next((letter for letter in LETTERS if letter not in used), "PP")


def strings(ids: Iterable[UUID]) -> list[str]:
    """Ids as JSON keeps them, each once."""
    return [str(id_) for id_ in dict.fromkeys(ids)]


def addresses(labels: Mapping[UUID, tuple[Label, UUID | None]], ids: Iterable[UUID]) -> list[str]:
    """What one says to find these paragraphs; plain text has no address."""
    return [labels[id_][0].address for id_ in ids if id_ in labels and labels[id_][0].address]
