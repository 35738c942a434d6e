"""Comparing page states: what was added, removed, moved, reworded, marked otherwise, and in which order it is told."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.revisions.comparing import compare, longest_rising
from app.texts.diff import apply_changes
from app.texts.runs import content_hash


def paragraph(id_: str, words: str = "", **more: Any) -> dict[str, Any]:
    runs = [{"insert": words or f"Words of {id_}."}]
    standing = {"status": "not_yet_discussed", "qualifier": None, "qualifier_words": None, "withdrawn": False}
    place = {"category": "one", "level": 0, "kind": "recommendation", "address": id_.upper()}
    return {"id": id_, "runs": runs, "content_hash": content_hash(runs), **standing, **place, **more}


def state(*paragraphs: dict[str, Any] | str) -> dict[str, Any]:
    categories = [{"id": "one", "code": "A", "title": "First"}, {"id": "two", "code": "B", "title": ""}]
    return {
        "categories": categories,
        "paragraphs": [paragraph(one) if isinstance(one, str) else one for one in paragraphs],
    }


def told(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    found = compare(before, after)["paragraphs"]
    return [f"{one['id']} {one['kind']}{' moved' if one['moved'] else ''}" for one in found]


def test_each_paragraph_is_told_in_the_later_order_and_one_removed_behind_what_it_stood_behind() -> None:
    before = state("a", "b", "c", "d")
    after = state("a", paragraph("c", "Other words."), "e", "d")

    assert told(before, after) == ["a same", "b removed", "c changed", "e added", "d same"]


def test_what_was_removed_at_the_beginning_comes_first() -> None:
    assert told(state("a", "b", "c"), state("c")) == ["a removed", "b removed", "c same"]


def test_a_withdrawn_paragraph_is_not_there() -> None:
    assert told(state("a", "b"), state("a", paragraph("b", withdrawn=True))) == ["a same", "b removed"]
    assert told(state(paragraph("a", withdrawn=True)), state(paragraph("a", withdrawn=True))) == []


def test_one_paragraph_put_elsewhere_is_one_move_and_keeps_its_words() -> None:
    assert told(state("a", "b", "c", "d"), state("b", "c", "d", "a")) == ["b same", "c same", "d same", "a same moved"]
    elsewhere = paragraph("b", "Said otherwise.", category="two", address="B.1")
    found = compare(state("a", "b", "c"), state("a", "c", elsewhere))
    assert [(one["id"], one["kind"], one["moved"]) for one in found["paragraphs"]][-1] == ("b", "changed", True)
    assert found["paragraphs"][-1]["address_before"] == "B"
    assert found["paragraphs"][-1]["category"] == "B"


def test_another_mark_on_the_same_words_is_told() -> None:
    agreed = {"status": "agreed", "qualifier": "except", "qualifier_words": "the date"}
    found = compare(state("a"), state(paragraph("a", **agreed)))

    assert (found["same"], found["status_changed"]) == (1, 1)
    assert found["paragraphs"][0]["after"] == agreed


def test_words_are_compared_with_their_formatting() -> None:
    bold: list[dict[str, Any]] = [{"insert": "Words of "}, {"insert": "a.", "attributes": {"bold": True}}]
    changed = paragraph("a") | {"runs": bold, "content_hash": content_hash(bold)}
    [one] = compare(state("a"), state(changed))["paragraphs"]

    assert one["kind"] == "changed"
    assert apply_changes(paragraph("a")["runs"], one["diff"]) == bold


def test_counts_are_of_what_is_told() -> None:
    before = state("a", "b", "c", paragraph("d", "One."))
    found = compare(before, state(paragraph("d", "Two."), "a", "e", "c"))

    assert {name: found[name] for name in ("same", "changed", "added", "removed", "moved")} == {
        "same": 2,
        "changed": 1,
        "added": 1,
        "removed": 1,
        "moved": 1,
    }


@given(st.permutations(range(12)))
def test_the_longest_rising_series_rises_and_no_other_is_longer(numbers: list[int]) -> None:
    series = [number for number in numbers if number in longest_rising(numbers)]

    assert series == sorted(series)
    longest = [1] * len(numbers)
    for at, number in enumerate(numbers):
        longest[at] += max((longest[i] for i in range(at) if numbers[i] < number), default=0)
    assert len(series) == max(longest)
