"""What commands write into texts whose rows they hold locked: log rows, forks, client ids (ENGINE E14, E16)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import moment_of
from app.texts.authorship import Author
from app.texts.fork import NOTHING
from app.texts.models import Text, TextClient, TextSegment, TextUpdate
from app.texts.runs import canonical_json
from app.texts.segments import Entry, pack
from app.texts.splitting import Addition, Cut

FIRST = 1


async def log_updates(session: AsyncSession, text: Text, updates: Sequence[tuple[bytes, Author]]) -> None:
    """Add updates to the tail of a locked text, each entered by its author; one that holds nothing is left out.

    All that one transaction writes has the same moment, by which history knows it to be one change.
    """
    at = moment_of(session)
    rows = []
    seq = text.seq
    for payload, author in updates:
        if payload != NOTHING:
            seq += 1
            rows.append(
                {"text_id": text.id, "seq": seq, "payload": payload, "at": at, "by_command": True, **author._asdict()}
            )
    if rows:
        await session.execute(insert(TextUpdate), rows)
        text.seq, text.changed_at = seq, at


async def claim(session: AsyncSession, text: Text, additions: Iterable[Addition]) -> None:
    """Let the client ids under which words were added belong to their authors."""
    rows = [
        {"lineage": text.lineage, "client_id": one.client_id, "text_id": text.id, "person_id": one.author.person_id}
        for one in additions
    ]
    if rows:
        await session.execute(insert(TextClient), rows)


async def found_tail(session: AsyncSession, original: Text, text_id: UUID, cut: Cut, author: Author) -> None:
    """A text of its own for the tail of a cut: a fork of the original, which is locked."""
    at = moment_of(session)
    await session.execute(
        insert(Text).values(
            id=text_id,
            lineage=original.lineage,
            seq=FIRST,
            checkpoint=cut.tail_state,
            checkpoint_seq=FIRST,
            checkpoint_runs=canonical_json(cut.tail.runs).decode(),
            checkpoint_hash=cut.tail.hash,
            max_characters=original.max_characters,
            forked_from=original.id,
            base_runs=canonical_json(cut.base.runs).decode(),
            base_hash=cut.base.hash,
            created_at=at,
            changed_at=at,
        )
    )
    # The whole fork, so that it can be replayed without its original; who entered the words, that one's log says.
    packed = pack([Entry(FIRST, at, *author, cut.tail_state)])
    await session.execute(
        insert(TextSegment).values(text_id=text_id, first_seq=FIRST, last_seq=FIRST, generation=1, packed=packed)
    )


def raise_generation(text: Text) -> None:
    """Copies made until now must not flow back by themselves (ENGINE E11)."""
    text.generation += 1
    text.refused_since_closing = False


async def clients_of(session: AsyncSession, lineage: UUID) -> set[int]:
    """The client ids that belong to somebody in a lineage."""
    return set(await session.scalars(select(TextClient.client_id).where(TextClient.lineage == lineage)))
