"""E3: words have one canonical form, the same in Python and in the browser."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Text

from app.texts.runs import canonical_json, content_hash, doc_from_runs, normal_runs, plain, runs_of, words_of

VECTORS = json.loads((Path(__file__).parents[2] / "fixtures/canonical/vectors.json").read_text())

attributes = st.dictionaries(
    st.sampled_from(["bold", "italic", "link", "footnote", "unknown", "😀", "\uff61"]),
    st.one_of(
        st.none(), st.booleans(), st.text(max_size=4), st.integers(-5, 5), st.lists(st.integers(0, 3), max_size=2)
    ),
    max_size=3,
)
runs = st.lists(st.fixed_dictionaries({"insert": st.text(max_size=5), "attributes": attributes}), max_size=8)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_shared_vectors_hold_in_python(vector: dict[str, Any]) -> None:
    assert canonical_json(vector["delta"]).decode() == vector["canonical"]
    assert content_hash(vector["delta"]) == vector["hash"]
    assert canonical_json(json.loads(vector["canonical"])).decode() == vector["canonical"]


@given(runs)
def test_canonical_runs_say_the_same_words_and_are_stable(given_runs: list[Any]) -> None:
    normal = normal_runs(given_runs)

    assert plain(normal) == "".join(run["insert"] for run in given_runs)
    assert normal_runs(normal) == normal
    assert json.loads(canonical_json(given_runs)) == normal


@given(runs)
def test_a_text_founded_from_runs_says_these_runs(given_runs: list[Any]) -> None:
    ydoc: Doc[Any] = Doc()
    ydoc.apply_update(doc_from_runs(given_runs))

    assert canonical_json(runs_of(ydoc)) == canonical_json(given_runs)


@given(runs)
def test_a_text_is_founded_in_the_same_bytes_for_the_same_client(given_runs: list[Any]) -> None:
    assert doc_from_runs(given_runs, 7) == doc_from_runs(normal_runs(given_runs), 7)


def test_a_founded_text_leaves_no_mark_open_behind_its_last_word() -> None:
    ydoc: Doc[Any] = Doc()
    ydoc.apply_update(doc_from_runs([{"insert": "agreed", "attributes": {"bold": True}}], 1))
    text = ydoc.get("words", type=Text)
    text.insert(len(text), " and closed", {})

    assert runs_of(ydoc)[-1] == {"insert": " and closed"}


def test_words_carry_their_runs_characters_and_hash() -> None:
    ydoc: Doc[Any] = Doc()
    ydoc.apply_update(doc_from_runs([{"insert": "a"}, {"insert": "b"}, {"insert": "c", "attributes": {"sup": True}}]))

    words = words_of(ydoc)

    assert words.runs == [{"insert": "ab"}, {"attributes": {"sup": True}, "insert": "c"}]
    assert words.text == "abc"
    assert words.hash == content_hash(words.runs)


def test_the_words_of_an_empty_text_are_no_runs() -> None:
    assert words_of(Doc()).runs == []
    assert doc_from_runs([]) == b"\0\0"


def test_an_embed_is_no_run_of_words() -> None:
    with pytest.raises(TypeError):
        canonical_json([{"insert": {"image": "x"}}])
