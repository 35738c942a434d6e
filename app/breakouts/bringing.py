"""What is to be written into the plenary's texts to make them say what was endorsed (no I/O; some milliseconds each).

As in texts/merging.py: what the group's authors wrote comes back as theirs, entry by entry; what the result has
besides, or has not, is entered by whoever decides. Entries that came back before add nothing, and are left out.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

import pycrdt

from app.texts.authorship import Author
from app.texts.client_ids import new_client_id
from app.texts.fork import NOTHING, Remainder, new_runs_update, open_copy
from app.texts.forking import Standing
from app.texts.runs import Run, Words, words_from, words_of
from app.texts.segments import Entry
from app.texts.update_v1 import read


@dataclass(frozen=True, slots=True)
class Written:
    """Updates for one text, and what it says then; `client_id` is new and belongs to whoever decides."""

    seq: int
    generation: int
    own_seq: int
    own_generation: int
    words: Words
    updates: list[tuple[bytes, Author]]
    client_id: int | None

    def is_of(self, original: Standing, fork: Standing) -> bool:
        """Whether neither text has changed since this was computed."""
        return (self.seq, self.generation, self.own_seq, self.own_generation) == (
            original.row.seq,
            original.row.generation,
            fork.row.seq,
            fork.row.generation,
        )


def write(
    original: Standing,
    fork: Standing,
    entries: Sequence[Entry],
    runs: Sequence[Run] | None,
    author: Author,
    *,
    apart: bool,
    taken: Collection[int] = (),
) -> Written:
    """What makes the original say `runs`, or without them what both give together."""
    ydoc = open_copy(original.state)
    updates: list[tuple[bytes, Author]] = []
    apart = apart or original.row.lineage != fork.row.lineage
    if not apart:
        remainder = Remainder(ydoc)
        for who, group in groupby(entries, key=lambda one: (one.person_id, one.delegation_id)):
            remainder.update = NOTHING
            ydoc.apply_update(bytes(pycrdt.merge_updates(*(entry.payload for entry in group))))
            if remainder.update != NOTHING:
                updates.append((remainder.update, Author(*who)))
    together = words_of(ydoc)
    result = words_from(runs) if runs is not None else fork.words if apart else together
    client_id = None
    if result.hash != together.hash:
        client_id = new_client_id()
        while client_id in taken:
            client_id = new_client_id()
        update = new_runs_update(bytes(ydoc.get_update()), result.runs, client_id)
        if update != NOTHING:
            updates.append((update, author))
            if not read(update, limit=len(update)).added:
                client_id = None
    return Written(
        original.row.seq,
        original.row.generation,
        fork.row.seq,
        fork.row.generation,
        result,
        updates,
        client_id,
    )
