"""Splitting a text and joining it again gives the same words, with their marks and authors (ENGINE E16)."""

from itertools import accumulate, pairwise
from typing import Any
from uuid import UUID

import pycrdt
from hypothesis import given
from hypothesis import strategies as st

from app.texts.authorship import Span, spans_of, units_of
from app.texts.fork import new_runs_update
from app.texts.runs import ROOT, doc_from_runs, words_from, words_of
from app.texts.segments import Entry
from app.texts.service import merged
from app.texts.splitting import append, cut
from tests.unit.texts.strategies import runs

PEOPLE = [UUID(int=number) for number in range(1, 5)]
AT: Any = None


def by_hand(versions: list[tuple[UUID, list[Any]]]) -> tuple[bytes, list[Entry]]:
    """A text that people changed in turn, and its log."""
    state = b"\0\0"
    log: list[Entry] = []
    for seq, (person, wanted) in enumerate(versions, 1):
        update = new_runs_update(state, wanted)
        log.append(Entry(seq, AT, person, None, update))
        state = bytes(merged(state, [update]).get_update())
    return state, log


def each(spans: list[Span]) -> list[UUID | None]:
    """The author of each character."""
    return [span.person_id for span in spans for _ in range(span.length)]


histories = st.lists(st.tuples(st.sampled_from(PEOPLE), runs), min_size=1, max_size=5)


@given(histories, st.data())
def test_what_is_split_and_joined_is_the_same_with_its_authors(history: list[Any], data: st.DataObject) -> None:
    state, log = by_hand(history)
    whole = words_of(merged(state, []))
    at = data.draw(st.integers(0, len(whole.text)))

    parts = cut(state, at)
    head_state = bytes(merged(state, [parts.update]).get_update())
    assert parts.base == whole
    assert (parts.head.text, parts.tail.text) == (whole.text[:at], whole.text[at:])
    assert words_from([*parts.head.runs, *parts.tail.runs]) == whole

    units = units_of(log)
    authors = each(spans_of(state, units))
    head_authors, tail_authors = spans_of(head_state, units), spans_of(parts.tail_state, units)
    assert each(head_authors) + each(tail_authors) == authors

    additions, joined = append(head_state, parts.tail.runs, tail_authors)
    assert joined == whole
    assert len({addition.client_id for addition in additions}) == len(additions)
    for addition in additions:
        log.append(Entry(len(log) + 1, AT, *addition.author, addition.update))
    again = bytes(merged(head_state, [addition.update for addition in additions]).get_update())
    assert words_of(merged(again, [])) == whole
    assert each(spans_of(again, units_of(log))) == authors


@given(histories)
def test_authors_are_of_the_characters_that_an_author_of_each_would_know(history: list[Any]) -> None:
    state, log = by_hand(history)
    spans = spans_of(state, units_of(log))

    assert sum(span.length for span in spans) == len(words_of(merged(state, [])).text)
    assert all(one[1:] != other[1:] for one, other in pairwise(spans))

    # Replayed slowly, one entry after the other, with what Yrs says went in where.
    ydoc: pycrdt.Doc[Any] = pycrdt.Doc()
    text = ydoc.get(ROOT, type=pycrdt.Text)
    slow: list[UUID | None] = []  # by byte
    deltas: list[Any] = []
    subscription = text.observe(lambda event: deltas.extend(event.delta))
    for entry in log:
        deltas.clear()
        ydoc.apply_update(entry.payload)
        at = 0
        for change in deltas:
            if "insert" in change:
                size = len(change["insert"].encode())
                slow[at:at] = [entry.person_id] * size
                at += size
            elif "delete" in change:
                del slow[at : at + change["delete"]]
            else:
                at += change["retain"]
    text.unobserve(subscription)
    starts = [0, *accumulate(len(character.encode()) for character in str(text))][:-1] if str(text) else []
    assert each(spans) == [slow[start] for start in starts]


def test_words_that_nobody_is_known_to_have_entered_are_nobodys() -> None:
    state = doc_from_runs([{"insert": "Founded 😀"}])

    assert spans_of(state, {}) == [Span(9, None, None)]
    assert spans_of(b"\0\0", {}) == []
