"""Words as the pieces that every writer writes: marks, links, coloured brackets, places of footnotes (no I/O).

What no format can hold (control characters, half surrogate pairs) is left out here, once.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.paragraphs.brackets import find_brackets
from app.texts.runs import FOOTNOTE_MARK
from app.texts.schema import FLAGS

ALONE = -1  # the depth of a bracket without a partner
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PLANES_ENDS = re.compile(
    "[" + "".join(f"{chr(p * 0x10000 + 0xFFFE)}{chr(p * 0x10000 + 0xFFFF)}" for p in range(1, 17)) + "]"
)
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_SIGNS = re.compile(r"([\[\]])")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with the same marks; or, with `note`, the place of that footnote."""

    words: str
    marks: frozenset[str] = frozenset()
    link: str | None = None
    depth: int = 0  # of a bracket sign: 1 is outermost, ALONE has no partner, 0 is nothing to show
    note: int | None = None


@dataclass(slots=True)
class Notes:
    """Footnotes in the order of their places."""

    words: list[str] = field(default_factory=list)

    def add(self, words: str) -> int:
        self.words.append(showable(words).strip() or "…")
        return len(self.words)


def showable(words: str) -> str:
    """Words without what no format can hold; every sort of line end is a line break."""
    words = _LINE_ENDS.sub("\n", words)
    return _PLANES_ENDS.sub("", _UNSHOWABLE.sub("", words))


def one_line(words: str) -> str:
    """The same for a title or a name, which has no line breaks."""
    return " ".join(showable(words).split())


def pieces_of(paragraph: Mapping[str, Any], notes: Notes, *, coloured: bool) -> Iterable[Piece]:
    """The words of a paragraph, or of something beside one (`runs`, `words`, perhaps `placeholders`)."""
    depths = iter(_depths(paragraph) if coloured else ())
    for run in paragraph["runs"]:
        attributes = run.get("attributes") or {}
        marks = frozenset(key for key in FLAGS if attributes.get(key))
        link = attributes.get("link")
        if (footnote := attributes.get("footnote")) is not None:
            for _ in range(run["insert"].count(FOOTNOTE_MARK)):
                yield Piece("", note=notes.add(footnote))
        for part in _SIGNS.split(run["insert"]) if coloured else [run["insert"]]:
            depth = next(depths, 0) if coloured and part in {"[", "]"} else 0
            if words := showable(part.replace(FOOTNOTE_MARK, "")):
                yield Piece(words, marks, link, depth)


def _depths(paragraph: Mapping[str, Any]) -> list[int]:
    """The depth of each bracket sign in turn; those of a placeholder are nothing to show."""
    words: str = paragraph["words"]
    brackets = find_brackets(words)
    if not brackets.any:
        return []
    units = words.encode("utf-16-le", "surrogatepass")
    placeholders = set(paragraph.get("placeholders") or ())
    at: dict[int, int] = dict.fromkeys([*brackets.unclosed, *brackets.unopened], ALONE)
    for span in brackets.spans:
        said = units[2 * span.start : 2 * span.end].decode("utf-16-le", "surrogatepass")
        at[span.start] = at[span.end - 1] = 0 if said in placeholders else span.depth
    return [depth for _, depth in sorted(at.items())]


def is_right_to_left(words: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for character in words:
        direction = unicodedata.bidirectional(character)
        if direction == "L":
            return False
        if direction in {"R", "AL"}:
            return True
    return False
