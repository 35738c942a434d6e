"""Page states for tests of what goes out, as small as they can be."""

from collections.abc import Sequence
from typing import Any

from app.texts.runs import plain

FINGERPRINT = "3f2a1b4c9d8e7f60" * 4


def a_paragraph(words: str | list[Any] = "Words.", **members: Any) -> dict[str, Any]:
    """A paragraph of a page state; words as a string or as runs."""
    runs = [{"insert": words}] if isinstance(words, str) else words
    return {
        "id": "0192",
        "label": "A.1",
        "address": "A.1",
        "category": "a",
        "level": 0,
        "kind": "recommendation",
        "status": "not_yet_discussed",
        "qualifier": None,
        "withdrawn": False,
        "proposer": None,
        "source": None,
        "reference": None,
        "variant": None,
        "placeholder": False,
        "runs": runs,
        "words": plain(runs),
        "mark": None,
        "changed_since_marked": False,
    } | members


def a_state(paragraphs: Sequence[dict[str, Any]], **members: Any) -> dict[str, Any]:
    """A page state of two categories, A and B."""
    numbered = [one | {"id": f"p{number}"} for number, one in enumerate(paragraphs)]
    return {
        "title": "Draft recommendations on enhanced cooperation",
        "group": {"id": "g", "name": "Working Group on Enhanced Cooperation"},
        "audience": "observers",
        "at": "2026-11-22T08:04:00.5Z",
        "meeting": {"id": "m", "number": 5, "title": "Fifth meeting"},
        "record": {"number": 41, "fingerprint": FINGERPRINT},
        "numbering": "computed",
        "categories": [
            {"id": "a", "code": "A", "title": "Implementation", "way": "proposal"},
            {"id": "b", "code": "Article 3", "title": "", "way": "anyone"},
        ],
        "paragraphs": numbered,
    } | members
