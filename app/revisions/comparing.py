"""What changed between two page states, paragraph by paragraph and by words (no I/O)."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from app.texts.diff import word_diff

State = Mapping[str, Any]


def compare(before: State, after: State) -> dict[str, Any]:
    """The paragraphs of both in the order of the later one, each removed one behind what it stood behind; and counts.

    Withdrawn paragraphs are not there. One is *moved* if its category is another, or if it stands otherwise among
    those that both have than the fewest moves can explain.
    """
    old = {one["id"]: one for one in before["paragraphs"] if not one["withdrawn"]}
    new = {one["id"]: one for one in after["paragraphs"] if not one["withdrawn"]}
    moved = _moved(old, new)
    categories = {
        one["id"]: f"{one['code']} {one['title']}".strip() for one in (*before["categories"], *after["categories"])
    }
    paragraphs = [
        _compared(old.get(id_), new.get(id_), categories, moved=id_ in moved) for id_ in _merged(list(old), list(new))
    ]
    kinds = Counter(one["kind"] for one in paragraphs)
    return {
        "changed": kinds["changed"],
        "added": kinds["added"],
        "removed": kinds["removed"],
        "same": kinds["same"],
        "moved": len(moved),
        "status_changed": sum(one["status_changed"] for one in paragraphs),
        "paragraphs": paragraphs,
    }


def _compared(old: State | None, new: State | None, categories: Mapping[str, str], *, moved: bool) -> dict[str, Any]:
    present = new or old
    assert present is not None
    if old is None or new is None:
        kind, op = ("added", "insert") if old is None else ("removed", "delete")
        diff: list[Any] = [_run(run, op) for run in present["runs"]]
    elif old["content_hash"] == new["content_hash"]:
        kind, diff = "same", [_run(run, "equal") for run in new["runs"]]
    else:
        kind, diff = "changed", list(word_diff(old["runs"], new["runs"]))
    statuses = [_status(one) if one is not None else None for one in (old, new)]
    renamed = old is not None and new is not None and old["address"] != new["address"]
    return {
        "id": present["id"],
        "kind": kind,
        "moved": moved,
        "address": present["address"],
        "address_before": old["address"] if renamed and old is not None else None,
        "category": categories.get(present["category"], ""),
        "level": present["level"],
        "paragraph_kind": present["kind"],
        "before": statuses[0],
        "after": statuses[1],
        "status_changed": None not in statuses and statuses[0] != statuses[1],
        "diff": diff,
    }


def _run(run: Mapping[str, Any], op: str) -> dict[str, Any]:
    change = {"op": op, "text": run["insert"]}
    if run.get("attributes"):
        change["attributes"] = run["attributes"]
    return change


def _status(paragraph: State) -> dict[str, Any]:
    return {name: paragraph.get(name) for name in ("status", "qualifier", "qualifier_words")}


def _moved(old: Mapping[str, State], new: Mapping[str, State]) -> set[str]:
    """Those of both that changed their category or are not in the longest series that kept its order."""
    stayed = [id_ for id_ in new if id_ in old and old[id_]["category"] == new[id_]["category"]]
    elsewhere = {id_ for id_ in new if id_ in old} - set(stayed)
    place = {id_: at for at, id_ in enumerate(old)}
    kept = longest_rising([place[id_] for id_ in stayed])
    return elsewhere | {id_ for id_ in stayed if place[id_] not in kept}


def longest_rising(numbers: Sequence[int]) -> set[int]:
    """The numbers of one longest rising series in the order given; all are different."""
    ends: list[int] = []  # by length: the smallest number that such a series can end in
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    series: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        series.add(last)
        last = before[last]
    return series


def _merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The new order, each that is gone put behind the last one before it that is still there."""
    there = set(new)
    behind: dict[str | None, list[str]] = {}
    anchor: str | None = None
    for id_ in old:
        if id_ in there:
            anchor = id_
        else:
            behind.setdefault(anchor, []).append(id_)
    merged = behind.get(None, [])
    for id_ in new:
        merged += [id_, *behind.get(id_, [])]
    return merged
