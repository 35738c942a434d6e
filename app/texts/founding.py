"""Founding a text anew from its words, when what was typed and deleted has grown far larger than they are (ENGINE E21).

The words stay, with their authors; the Yjs state, its lineage and its generation are new, so an earlier copy comes back
by comparison only. The archive keeps the whole past readable.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from app.core.database import now
from app.core.ids import uuid7
from app.core.logging import get_logger
from app.texts.authorship import NOBODY, read_authors
from app.texts.fork import NOTHING
from app.texts.models import Text, TextClient, TextSegment
from app.texts.runs import content_hash, words_of
from app.texts.segments import Entry, pack
from app.texts.service import merged
from app.texts.splitting import Addition, append

log = get_logger(__name__)

# A new generation costs whoever has the text open an attachment and their undo, and a copy with unsent words a
# comparison: not for less. Every newcomer is sent the whole state; 32 KiB is what a paragraph of a page of words weighs
# after some hours of editing, and eight times its words is more than formatting and many authors can explain.
LARGE = 32 * 1024
TIMES_ITS_WORDS = 8


@dataclass(frozen=True, slots=True)
class Founding:
    """What a text will be founded anew from, computed before anything is locked (ENGINE E20)."""

    text_id: UUID
    generation: int
    seq: int
    state: bytes
    additions: list[Addition]


def is_overgrown() -> ColumnElement[bool]:
    """The condition on a text's row that it is worth it; its words must all be in the checkpoint."""
    size = func.length(Text.checkpoint)
    return (
        (size > LARGE)
        & (size > TIMES_ITS_WORDS * func.length(Text.checkpoint_runs))
        & (Text.checkpoint_seq == Text.seq)
    )


def prepare(connection: Connection, text_id: UUID) -> Founding | None:
    """Compute a text's new state; None if it is not worth it any more."""
    columns = (Text.generation, Text.seq, Text.lineage, Text.checkpoint, Text.checkpoint_hash)
    row = connection.execute(select(*columns).where(Text.id == text_id, is_overgrown())).one_or_none()
    if row is None:
        return None
    words = words_of(merged(row.checkpoint, ()))
    authors = read_authors(connection, text_id)
    avoid = connection.scalars(select(TextClient.client_id).where(TextClient.lineage == row.lineage))
    additions, present = append(NOTHING, words.runs, authors, avoid)
    if not words.hash == present.hash == row.checkpoint_hash == content_hash(words.runs):
        log.error("text.founding_differs", text_id=str(text_id))  # never expected; it stays as it is
        return None
    state = bytes(merged(NOTHING, [one.update for one in additions]).get_update())
    return Founding(text_id, row.generation, row.seq, state, additions)


def store(connection: Connection, founding: Founding) -> bool:
    """Put the new state in place; False when somebody wrote meanwhile."""
    parts = [(one.update, one.author) for one in founding.additions] or [(NOTHING, NOBODY)]
    last = founding.seq + len(parts)
    lineage, generation = uuid7(), founding.generation + 1
    values: dict[str, Any] = {
        "lineage": lineage,
        "generation": generation,
        "seq": last,
        "checkpoint": founding.state,
        "checkpoint_seq": last,
        "refused_since_closing": False,
    }
    unchanged = (
        (Text.id == founding.text_id)
        & (Text.seq == founding.seq)
        & (Text.checkpoint_seq == founding.seq)
        & (Text.generation == founding.generation)
    )
    if connection.execute(update(Text).where(unchanged).values(values)).rowcount != 1:
        return False
    at = now()
    entries = [Entry(seq, at, *author, payload) for seq, (payload, author) in enumerate(parts, founding.seq + 1)]
    connection.execute(
        insert(TextSegment).values(
            text_id=founding.text_id,
            first_seq=founding.seq + 1,
            last_seq=last,
            generation=generation,
            packed=pack(entries, anew=True),
        )
    )
    clients = [
        {
            "lineage": lineage,
            "client_id": one.client_id,
            "text_id": founding.text_id,
            "person_id": one.author.person_id,
        }
        for one in founding.additions
    ]
    if clients:
        connection.execute(insert(TextClient), clients)
    return True
