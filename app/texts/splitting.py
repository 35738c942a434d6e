"""Cutting a text in two and putting two together (ENGINE E16): pure functions on Yjs states.

The tail of a cut is a fork: it has the same units, with the head deleted, as the original has the tail deleted. What
is joined is inserted anew at the end of the first text, under a client id of its own for each author.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pycrdt import Text

from app.texts.authorship import NOBODY, Author, Span
from app.texts.client_ids import new_client_id
from app.texts.fork import Remainder, open_copy
from app.texts.positions import utf8_length
from app.texts.runs import ROOT, Run, Words, normal_runs, plain, words_of


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut in two.

    update      what takes the tail from the original (NOTHING, if there is none)
    tail_state  the fork: everything, with the head deleted
    base        the words that both were
    """

    update: bytes
    head: Words
    tail_state: bytes
    tail: Words
    base: Words


@dataclass(frozen=True, slots=True)
class Addition:
    """What one author's part adds to a text; each builds on those before it."""

    update: bytes
    author: Author
    client_id: int


def cut(state: bytes, at: int) -> Cut:
    """Cut a text behind so many code points; the ends are allowed."""
    head, tail = open_copy(state), open_copy(state)
    base = words_of(head)
    place, end = utf8_length(base.text[:at]), utf8_length(base.text)
    remainder = Remainder(head)
    if place < end:
        del head.get(ROOT, type=Text)[place:end]
    if place:
        del tail.get(ROOT, type=Text)[:place]
    return Cut(remainder.update, words_of(head), bytes(tail.get_update()), words_of(tail), base)


def append(
    state: bytes, runs: Iterable[Mapping[str, Any]], authors: Sequence[Span], avoid: Iterable[int] = ()
) -> tuple[list[Addition], Words]:
    """Put words at the end of a text, each under its author; also the words that result.

    A client id belongs to one person for one delegation here, and to none of those to `avoid`.
    """
    pieces = _pieces(normal_runs(runs), authors)
    start = utf8_length(str(open_copy(state).get(ROOT, type=Text)))
    sizes = [0] * len(pieces)  # in bytes, of those that are there already
    taken = set(avoid)
    additions = []
    for author in dict.fromkeys(author for _, author in pieces):
        ydoc = open_copy(state, _unused(taken))
        text = ydoc.get(ROOT, type=Text)
        remainder = Remainder(ydoc)
        with ydoc.transaction():
            for number, (run, by) in enumerate(pieces):
                if by == author:
                    place = start + sum(sizes[:number])
                    text.insert(place, run["insert"], run.get("attributes", {}))
                    sizes[number] = utf8_length(run["insert"])
        additions.append(Addition(remainder.update, author, ydoc.client_id))
        state = bytes(ydoc.get_update())
    return additions, words_of(open_copy(state))


def _pieces(runs: Sequence[Run], authors: Sequence[Span]) -> list[tuple[Run, Author]]:
    """Runs divided where another author begins; what no span covers is nobody's."""
    pieces: list[tuple[Run, Author]] = []
    spans = [*authors, Span(len(plain(runs)), *NOBODY)]
    at = left = 0
    for run in runs:
        words = run["insert"]
        while words:
            while not left:
                left, at = spans[at].length, at + 1
            size = min(left, len(words))
            pieces.append(({**run, "insert": words[:size]}, Author(*spans[at - 1][1:])))
            words, left = words[size:], left - size
    return pieces


def _unused(taken: set[int]) -> int:
    while (client_id := new_client_id()) in taken:
        continue
    taken.add(client_id)
    return client_id
