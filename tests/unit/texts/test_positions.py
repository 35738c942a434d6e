"""Three ways of counting in a text (E3)."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Text

from app.texts.positions import from_utf8, from_utf16, utf8_length, utf8_to_utf16, utf16_length, utf16_to_utf8
from tests.unit.texts.strategies import words


@given(words, st.integers(0, 30))
def test_every_place_between_characters_has_a_name_in_each_way_of_counting(text: str, place: int) -> None:
    before = text[:place]

    assert from_utf16(text, utf16_length(before)) == from_utf8(text, utf8_length(before)) == len(before)
    assert utf16_to_utf8(text, utf16_length(before)) == utf8_length(before)
    assert utf8_to_utf16(text, utf8_length(before)) == utf16_length(before)


def test_a_place_inside_a_character_is_the_one_before_it() -> None:
    assert from_utf16("a😀b", 2) == 1
    assert from_utf8("a😀b", 3) == 1
    assert utf16_to_utf8("a😀b", 2) == 1


def test_pycrdt_counts_in_bytes() -> None:
    ydoc: Doc[Any] = Doc()
    text = ydoc.get("words", type=Text)
    text.insert(0, "The 😀 é")

    assert len(text) == utf8_length("The 😀 é")
    text.insert(utf16_to_utf8("The 😀 é", 6), "!")
    assert str(text) == "The 😀! é"
