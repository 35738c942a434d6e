"""Wordings and edits for property tests."""

from typing import Any

from hypothesis import strategies as st
from pycrdt import Doc, Text

WORDS = [
    "The ",
    "Group ",
    "recommends",
    "that",
    " ",
    ", ",
    ".",
    "[",
    "]",
    "\n",
    "é",
    "e\u0301",
    "😀",
    "👩‍👧",
    "🇭🇺",
    "工作组",
    "الفريق",
    "x",
]
MARKS: dict[str, Any] = {"bold": True, "italic": True, "link": "https://example.org/", "sup": True}

words = st.lists(st.sampled_from(WORDS), max_size=4).map("".join)
attributes = st.sets(st.sampled_from(sorted(MARKS)), max_size=2).map(lambda keys: {key: MARKS[key] for key in keys})
runs = st.lists(st.fixed_dictionaries({"insert": words, "attributes": attributes}), max_size=10)

edits = st.lists(
    st.tuples(st.integers(0, 999), st.integers(0, 4), words, attributes, st.sampled_from(["insert", "delete", "mark"])),
    max_size=8,
)


def edit(ydoc: Doc[Any], plan: list[Any]) -> None:
    """Edit as people do: never inside a character."""
    text = ydoc.get("words", type=Text)
    for place, length, inserted, marks, act in plan:
        characters = str(text)
        start = place % (len(characters) + 1)
        at, end = (len(characters[:stop].encode()) for stop in (start, start + length))
        if act == "insert":
            text.insert(at, inserted, marks)
        elif act == "mark" and end > at:
            text.format(at, end, marks or dict.fromkeys(MARKS))
        elif end > at:
            del text[at:end]
