"""What changed between two wordings, by word.

A difference is a list of changes in reading order, ready for JSON; runs of text as everywhere (runs.py):

    {"op": "equal",  "text": "The Group ", "attributes": {…}}
    {"op": "delete", "text": "should",     "attributes": {…}}    words of the first wording only
    {"op": "insert", "text": "shall",      "attributes": {…}}    words of the second wording only
    {"op": "format", "text": "all",        "attributes": {…}, "was": {…}}    the same words, marked otherwise

"attributes" and "was" are absent where there are none. Where words are replaced, the deletion comes first. The texts
of all changes but the insertions make the first wording, of all but the deletions the second.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final, Literal, NotRequired, TypedDict

from app.texts.runs import Attributes, Run, canonical_json, normal_runs, plain


class Change(TypedDict):
    op: Literal["equal", "delete", "insert", "format"]
    text: str
    attributes: NotRequired[Attributes]
    was: NotRequired[Attributes]


Replaced = tuple[int, int, int, int]  # characters from, to in the first text; from, to in the second
Block = tuple[int, int, int]  # so many equal tokens, from here in the first and from there in the second

MAX_EDITS: Final = 128  # so many are looked at together; then the way that led furthest is taken
WORK_PER_TOKEN: Final = 32  # steps; past it, whatever is left counts as replaced

_combining = "".join(
    re.escape(chr(code)) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)).startswith("M")
)
_MARKS: Final = f"[{_combining}\u200c\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef]*"
# Scripts that are written without spaces count by character.
_SPACELESS: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_tokens: Final = re.compile(
    rf"""
    \n | [^\S\n]+
    | [{_SPACELESS}]{_MARKS}
    | [^\W{_SPACELESS}]{_MARKS} (?: ['’.,]? [^\W{_SPACELESS}]{_MARKS} )*
    | [\U0001f1e6-\U0001f1ff]{{2}}
    | .{_MARKS} (?: \u200d .{_MARKS} )*
    """,
    re.VERBOSE | re.DOTALL,
)
_slight = re.compile(r"[ \t\u00a0,;:.]+").fullmatch


def word_diff(first: Iterable[Mapping[str, Any]], second: Iterable[Mapping[str, Any]]) -> list[Change]:
    """Return how the second wording differs from the first; both may be any runs."""
    a, b = normal_runs(first), normal_runs(second)
    before, after = _Cursor(a), _Cursor(b)
    changes: list[Change] = []
    for start, end, other_start, other_end in [*_readable(plain(a), plain(b)), (-1, -1, -1, -1)]:
        _keep(changes, before, after, start - before.at if start >= 0 else before.left)
        for text, attributes in before.take(end - start):
            changes.append(_change("delete", text, attributes))
        for text, attributes in after.take(other_end - other_start):
            changes.append(_change("insert", text, attributes))
    return changes


def apply_changes(first: Iterable[Mapping[str, Any]], changes: Iterable[Change]) -> list[Run]:
    """Make the second wording of the first and the difference; raise ValueError if it is not of that wording."""
    changes = list(changes)
    was = [
        {"insert": change["text"], "attributes": change.get("was" if change["op"] == "format" else "attributes", {})}
        for change in changes
        if change["op"] != "insert"
    ]
    if canonical_json(was) != canonical_json(first):
        raise ValueError("the difference is not of this wording")
    return normal_runs(
        {"insert": change["text"], "attributes": change.get("attributes", {})}
        for change in changes
        if change["op"] != "delete"
    )


def replaced(first: str, second: str) -> list[Replaced]:
    """Return the stretches replaced, by code points, in order: as few words as can be told in bounded time."""
    if first == second:
        return []
    a, b = _tokens.findall(first), _tokens.findall(second)
    stretches: list[Replaced] = []
    i = j = at = other = 0
    for start, other_start, length in [*_blocks(a, b), (len(a), len(b), 0)]:
        end, other_end = at + sum(map(len, a[i:start])), other + sum(map(len, b[j:other_start]))
        if end > at or other_end > other:
            stretches.append((at, end, other, other_end))
        same = sum(map(len, a[start : start + length]))
        at, other = end + same, other_end + same
        i, j = start + length, other_start + length
    return stretches


def _readable(first: str, second: str) -> list[Replaced]:
    """Join replacements with only a space or a comma between them: nobody reads a sentence word by word."""
    joined: list[Replaced] = []
    for stretch in replaced(first, second):
        if joined:
            start, end, other_start, other_end = joined[-1]
            deletes = end > start or stretch[1] > stretch[0]
            inserts = other_end > other_start or stretch[3] > stretch[2]
            if deletes and inserts and _slight(first, end, stretch[0]):
                joined[-1] = (start, stretch[1], other_start, stretch[3])
                continue
        joined.append(stretch)
    return joined


class _Cursor:
    """Goes through runs by characters."""

    def __init__(self, runs: list[Run]) -> None:
        self.at = 0
        self.left = sum(len(run["insert"]) for run in runs)
        self._runs = runs
        self._index = self._offset = 0

    def peek(self) -> tuple[int, Attributes]:
        """Return how far the present run still goes, and its attributes."""
        run = self._runs[self._index]
        return len(run["insert"]) - self._offset, run.get("attributes", {})

    def take(self, length: int) -> Iterator[tuple[str, Attributes]]:
        while length:
            ahead, attributes = self.peek()
            size = min(ahead, length)
            text = self._runs[self._index]["insert"][self._offset : self._offset + size]
            length -= size
            self.at += size
            self.left -= size
            self._offset += size
            if size == ahead:
                self._index += 1
                self._offset = 0
            yield text, attributes


def _keep(changes: list[Change], before: _Cursor, after: _Cursor, length: int) -> None:
    while length:
        (ahead, old), (other_ahead, new) = before.peek(), after.peek()
        size = min(ahead, other_ahead, length)
        ((text, _),) = before.take(size)
        ((_, _),) = after.take(size)
        length -= size
        same = old == new and _written(old) == _written(new)  # to Python, 1 is True
        change = _change("equal" if same else "format", text, new)
        if not same and old:
            change["was"] = old
        changes.append(change)


def _written(attributes: Attributes) -> bytes:
    return canonical_json([{"insert": "x", "attributes": attributes}]) if attributes else b""


def _change(op: Literal["equal", "delete", "insert", "format"], text: str, attributes: Attributes) -> Change:
    change: Change = {"op": op, "text": text}
    if attributes:
        change["attributes"] = attributes
    return change


def _blocks(a: list[str], b: list[str]) -> list[Block]:
    """Find equal tokens in order: landmarks (words found once on either side) first, then the shortest edit between."""
    blocks: list[Block] = []
    work = WORK_PER_TOKEN * (len(a) + len(b)) + 10_000
    stretches = [(0, len(a), 0, len(b))]
    while stretches:
        start, end, other, other_end = stretches.pop()
        first, first_other = start, other
        while start < end and other < other_end and a[start] == b[other]:
            start, other = start + 1, other + 1
        if start > first:
            blocks.append((first, first_other, start - first))
        last = end
        while start < end and other < other_end and a[end - 1] == b[other_end - 1]:
            end, other_end = end - 1, other_end - 1
        if last > end:
            blocks.append((end, other_end, last - end))
        size = end - start + other_end - other
        if start == end or other == other_end or work < size:
            continue
        work -= size
        landmarks = _landmarks(a[start:end], b[other:other_end])
        if landmarks:
            places = [(start, other), *((start + i, other + j) for i, j in landmarks), (end, other_end)]
            stretches += [(i, k, j, m) for (i, j), (k, m) in pairwise(places)]
        else:
            found, (i, j), steps = _shortest_edit(a[start:end], b[other:other_end])
            blocks += [(start + i, other + j, length) for i, j, length in found]
            stretches.append((start + i, end, other + j, other_end))
            work -= steps
    return sorted(blocks)


def _landmarks(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    """Return the longest ordered series of tokens that stand exactly once on either side."""
    counts, other_counts = Counter(a), Counter(b)
    place = {token: j for j, token in enumerate(b) if other_counts[token] == 1 and counts[token] == 1}
    candidates = [(i, place[token]) for i, token in enumerate(a) if token in place]
    tails: list[int] = []  # by length of series: the smallest second place it can end at
    ends: list[int] = []  # and the candidate that does
    previous: list[int] = []
    for index, (_, j) in enumerate(candidates):
        length = bisect_left(tails, j)
        previous.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(j)
            ends.append(index)
        else:
            tails[length] = j
            ends[length] = index
    series = []
    index = ends[-1] if ends else -1
    while index >= 0:
        series.append(candidates[index])
        index = previous[index]
    return series[::-1]


def _shortest_edit(a: list[str], b: list[str]) -> tuple[list[Block], tuple[int, int], int]:
    """Myers' greedy algorithm, up to MAX_EDITS edits; return the blocks, where they end, and the steps taken."""
    reach = {1: 0}  # by diagonal: how far in `a` the edits so far lead
    trace = []
    steps = 0
    furthest = (0, 0)
    for edits in range(MAX_EDITS):
        trace.append(dict(reach))
        furthest = (0, 0)
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])
            x = reach[diagonal + 1] if down else reach[diagonal - 1] + 1
            y = x - diagonal
            begun = x
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
            steps += 1 + x - begun
            reach[diagonal] = x
            if x <= len(a) and y <= len(b) and x + y > sum(furthest):
                furthest = (x, y)
        if furthest == (len(a), len(b)):
            break
    return _walk_back(trace, *furthest), furthest, steps


def _walk_back(trace: list[dict[int, int]], x: int, y: int) -> list[Block]:
    blocks = []
    for edits in range(len(trace) - 1, -1, -1):
        reach = trace[edits]
        diagonal = x - y
        down = diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])
        before = diagonal + 1 if down else diagonal - 1
        begun = reach[before] if down else reach[before] + 1
        if edits == 0:
            begun = 0
        if x > begun:
            blocks.append((begun, begun - diagonal, x - begun))
        x, y = reach[before], reach[before] - before
    return blocks
