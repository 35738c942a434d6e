"""Brackets are found alike by the page and the server: both run the same vectors."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.paragraphs.brackets import bracketed, count_brackets, find_brackets, named

VECTORS = json.loads((Path(__file__).parents[2] / "fixtures/brackets/vectors.json").read_text())


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["text"][:20] for vector in VECTORS])
def test_the_shared_vectors_hold(vector: dict[str, Any]) -> None:
    brackets = find_brackets(vector["text"])

    spans = [{"start": span.start, "end": span.end, "depth": span.depth} for span in brackets.spans]
    assert spans == vector["spans"]
    assert brackets.unclosed == vector["unclosed"]
    assert brackets.unopened == vector["unopened"]
    assert brackets.any == bool(vector["spans"] or vector["unclosed"] or vector["unopened"])


@given(st.text(alphabet="[]a😀 ", max_size=60))
def test_every_bracket_is_counted_once(text: str) -> None:
    brackets = find_brackets(text)
    counts = count_brackets(text)

    assert 2 * counts["open"] + counts["unclosed"] + counts["unopened"] == text.count("[") + text.count("]")
    units = text.encode("utf-16-le")
    for span in brackets.spans:
        assert units[2 * span.start : 2 * span.start + 2].decode("utf-16-le") == "["
        assert units[2 * span.end - 2 : 2 * span.end].decode("utf-16-le") == "]"


def test_a_warning_names_each_bracket_in_order_of_place() -> None:
    assert named("😀 [shall] act ] and [so on") == [
        {"kind": "open", "start": 3, "end": 10, "words": "[shall]"},
        {"kind": "unopened", "start": 15, "end": 16, "words": "]"},
        {"kind": "unclosed", "start": 21, "end": 27, "words": "[so on"},
    ]


def test_a_long_bracket_is_named_by_its_beginning() -> None:
    [bracket] = named(f"[{'word ' * 100}]")

    assert bracket["words"].startswith("[word word")  # type: ignore[union-attr]
    assert len(str(bracket["words"])) == 121


def test_placeholders_are_counted_apart_wherever_they_stand() -> None:
    text = "😀 [Article [3 ter]] and [3 ter] [shall] ["

    assert bracketed(text) == ["[Article [3 ter]]", "[3 ter]", "[shall]"]
    assert count_brackets(text, ["[3 ter]", "[gone]"]) == {"open": 2, "placeholders": 2, "unclosed": 1, "unopened": 0}
    assert [one["words"] for one in named(text, ["[3 ter]"])] == ["[Article [3 ter]]", "[shall]", "["]
