"""Forks of a text and their way back: pure functions on Yjs states (encoding v1).

A fork is the same CRDT history, edited on its own; merging brings its updates back. What comes out converges, but need
not read well (both sides replace a word, and both replacements stand): show a dry run to a person before merging.
Every Y.Doc made here adds under a client id of its own, because an id shared between a fork and its original makes them
diverge without a sign (E14).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pycrdt import Doc, Text, TransactionEvent

from app.texts.client_ids import new_client_id
from app.texts.diff import Change, replaced, word_diff
from app.texts.positions import utf8_length
from app.texts.runs import (
    ROOT,
    Run,
    Words,
    content_hash,
    normal_runs,
    plain,
    runs_of,
    words_from,
    words_of,
)

NOTHING: Final = b"\0\0"  # the update that holds nothing


@dataclass(frozen=True, slots=True)
class Fork:
    """A fork at its beginning, and the words it began with."""

    state: bytes
    state_vector: bytes
    base_runs: list[Run]
    base_hash: str


@dataclass(frozen=True, slots=True)
class Merge:
    """What merging a fork adds to its original (NOTHING, if it was merged before), and the words that result."""

    update: bytes
    runs: list[Run]
    hash: str


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a merge would do, and all that somebody needs to judge it.

    identical      both sides say the same words already
    fast_forward   the original says what the fork began with, and the merge says what the fork says
    both_changed   both sides changed since: the result may read as neither meant
    ours, theirs   changes since the base in the original, and in the fork
    changes        from the original's present words to the result
    """

    merge: Merge
    original: Words
    fork: Words
    identical: bool
    fast_forward: bool
    both_changed: bool
    ours: list[Change]
    theirs: list[Change]
    changes: list[Change]


def fork(state: bytes) -> Fork:
    """Begin a fork from a text's whole state (a checkpoint, or a checkpoint and its tail merged)."""
    ydoc = open_copy(state)
    words = words_of(ydoc)
    return Fork(ydoc.get_update(), ydoc.get_state(), words.runs, words.hash)


def merge(original_state: bytes, fork_state: bytes) -> Merge:
    """Bring a fork's updates back. Repeating a merge adds nothing; the sides may be exchanged."""
    ydoc = open_copy(original_state)
    remainder = Remainder(ydoc)
    ydoc.apply_update(fork_state)
    runs = runs_of(ydoc)
    return Merge(remainder.update, runs, content_hash(runs))


def dry_run_merge(original_state: bytes, fork_state: bytes, base_runs: Iterable[Mapping[str, Any]]) -> DryRun:
    """Tell what `merge` would do; `base_runs` are the words that the fork began with."""
    base = words_from(base_runs)
    original, fork_words = words_of(open_copy(original_state)), words_of(open_copy(fork_state))
    merged = merge(original_state, fork_state)
    return DryRun(
        merge=merged,
        original=original,
        fork=fork_words,
        identical=original.hash == fork_words.hash,
        fast_forward=original.hash == base.hash and merged.hash == fork_words.hash,
        both_changed=base.hash not in {original.hash, fork_words.hash},
        ours=word_diff(base.runs, original.runs),
        theirs=word_diff(base.runs, fork_words.runs),
        changes=word_diff(original.runs, merged.runs),
    )


def new_runs_update(state: bytes, runs: Iterable[Mapping[str, Any]], client_id: int | None = None) -> bytes:
    """Return an update after which the text says these runs; what stays is left untouched, with its authors.

    The update adds under a new client id unless one is given.
    """
    wanted = normal_runs(runs)
    ydoc = open_copy(state, new_client_id() if client_id is None else client_id)
    text = ydoc.get(ROOT, type=Text)
    present = str(text)
    remainder = Remainder(ydoc)
    with ydoc.transaction():
        for start, end, other, other_end in reversed(_trimmed(present, plain(wanted))):
            at = utf8_length(present[:start])
            if end > start:
                del text[at : at + utf8_length(present[start:end])]
            for run in _part(wanted, other, other_end):
                text.insert(at, run["insert"], run.get("attributes", {}))
                at += utf8_length(run["insert"])
        _mark(text, runs_of(ydoc), wanted)
    return remainder.update


def open_copy(state: bytes, client_id: int | None = None) -> Doc[Any]:
    """A Y.Doc of a state, which adds under that client id."""
    ydoc: Doc[Any] = Doc() if client_id is None else Doc(client_id=client_id)
    ydoc.apply_update(state)
    return ydoc


class Remainder:
    """Keeps what the next transaction of a Y.Doc adds; pycrdt tells only when there is something."""

    def __init__(self, ydoc: Doc[Any]) -> None:
        self.update = NOTHING
        self._subscription = ydoc.observe(self._keep)

    def _keep(self, event: TransactionEvent) -> None:
        self.update = event.update


def _trimmed(first: str, second: str) -> list[tuple[int, int, int, int]]:
    """The stretches to replace, without the characters that both have at their beginning and their end."""
    stretches = []
    for start, end, other, other_end in replaced(first, second):
        while start < end and other < other_end and first[start] == second[other]:
            start, other = start + 1, other + 1
        while start < end and other < other_end and first[end - 1] == second[other_end - 1]:
            end, other_end = end - 1, other_end - 1
        stretches.append((start, end, other, other_end))
    return stretches


def _part(runs: list[Run], start: int, end: int) -> list[Run]:
    part: list[Run] = []
    at = 0
    for run in runs:
        words = run["insert"][max(start - at, 0) : max(end - at, 0)]
        at += len(run["insert"])
        if words:
            part.append({**run, "insert": words})
    return part


def _mark(text: Text, present: list[Run], wanted: list[Run]) -> None:
    """Give words that are right already the marks that are wanted."""
    at = i = j = 0
    left = other_left = ""
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    while True:
        if not left:
            if i == len(present):
                return
            left, old, i = present[i]["insert"], present[i].get("attributes", {}), i + 1
        if not other_left:
            other_left, new, j = wanted[j]["insert"], wanted[j].get("attributes", {}), j + 1
        size = min(len(left), len(other_left))
        length = utf8_length(left[:size])
        changed = {key: new.get(key) for key in old.keys() | new.keys() if repr(old.get(key)) != repr(new.get(key))}
        if changed:
            text.format(at, at + length, changed)
        at += length
        left, other_left = left[size:], other_left[size:]
