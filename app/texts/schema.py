"""What a text may hold (E1): characters, line breaks, and these marks. Everything else is foreign.

A character may be anything but the C0 controls (a line break "\\n" and a tab "\\t" are allowed) and half a surrogate
pair. U+FFFC stands for a footnote: a mark `footnote` on it carries the note's words.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from app.texts.positions import utf16_length
from app.texts.runs import FOOTNOTE_MARK, Run, normal_runs

SCHEMA_VERSION: Final = 1

MAX_UPDATE: Final = 64 * 1024
MAX_FRAME: Final = 1024 * 1024
MAX_CHARACTERS: Final = 100_000  # of one text, in UTF-16 units
MAX_LINK: Final = 2_000  # in UTF-16 units, as a browser counts
MAX_FOOTNOTE: Final = 2_000

FLAGS: Final = frozenset({"bold", "italic", "underline", "strike", "sub", "sup"})
MARKS: Final = FLAGS | {"link", "footnote"}

CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f]")
ADDRESS: Final = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f\x7f]+", re.IGNORECASE)
LINE_ENDS: Final = re.compile(r"\r\n?")


class ForeignContent(ValueError):
    """Well-formed, but nothing that a text may hold."""


def check_mark(key: str, value: Any) -> None:
    """Raise ForeignContent unless this mark with this value may stand on words."""
    if key in FLAGS:
        if value is not True:
            raise ForeignContent(f"{key} can only be true")
    elif key == "link":
        if not isinstance(value, str) or utf16_length(value) > MAX_LINK or not ADDRESS.fullmatch(value):
            raise ForeignContent("a link is an http, https or mailto address")
    elif key == "footnote":
        if not isinstance(value, str) or utf16_length(value) > MAX_FOOTNOTE or CONTROL.search(value):
            raise ForeignContent("a footnote is plain words")
    else:
        raise ForeignContent("an unknown mark")


@lru_cache(maxsize=256)
def check_format(key: str, written: str) -> None:
    """Raise ForeignContent unless an update may set this mark to this value, as its JSON is written; null removes."""
    if key not in MARKS:
        raise ForeignContent("an unknown mark")
    if written == "null":
        return
    if key in FLAGS:
        value: Any = written == "true"
    else:
        value = _string(written)
    check_mark(key, value)


def _string(written: str) -> str:
    """Read a JSON string and nothing else, so that nothing deep or large is ever built."""
    if written[:1] != '"' or written[-1:] != '"' or len(written) > 6 * MAX_FOOTNOTE + 2:
        raise ForeignContent("a link or a footnote is a string")
    try:
        value: str = json.loads(written)
        value.encode()
    except ValueError as error:
        raise ForeignContent("not a string") from error
    return value


def check_runs(runs: Iterable[Mapping[str, Any]]) -> list[Run]:
    """Return runs in canonical form; raise ForeignContent unless a text may hold them."""
    try:
        normal = normal_runs(runs)
    except (KeyError, TypeError, ValueError) as error:
        raise ForeignContent("not runs of words") from error
    length = 0
    for run in normal:
        words, attributes = run["insert"], run.get("attributes", {})
        try:
            length += len(words.encode("utf-16-le")) // 2  # utf16_length lets halves pass
        except UnicodeEncodeError as error:
            raise ForeignContent("half a surrogate pair") from error
        if CONTROL.search(words):
            raise ForeignContent("a control character")
        for key, value in attributes.items():
            check_mark(key, value)
        if ("footnote" in attributes) != (FOOTNOTE_MARK in words) or (
            "footnote" in attributes and words.strip(FOOTNOTE_MARK)
        ):
            raise ForeignContent("a footnote stands on its placeholder, and nothing else does")
    if length > MAX_CHARACTERS:
        raise ForeignContent("too many characters")
    return normal


def fit_runs(runs: Iterable[Mapping[str, Any]]) -> list[Run]:
    """Return what of these runs a text may hold, in canonical form: for words from outside, such as an import.

    Unknown marks and control characters go, other line ends become "\\n", and a placeholder without its footnote goes.
    The length is not cut: check_runs says whether it fits.
    """
    fitting: list[Run] = []
    for run in runs:
        words = str(run["insert"]).encode("utf-16-le", "replace").decode("utf-16-le")
        words = CONTROL.sub("", LINE_ENDS.sub("\n", words))
        attributes = {key: value for key, value in (run.get("attributes") or {}).items() if _holds(key, value)}
        note = {key: attributes.pop(key) for key in ("footnote",) if key in attributes}
        for piece in re.split(f"({FOOTNOTE_MARK}+)", words):
            if not piece.startswith(FOOTNOTE_MARK):
                fitting.append({"attributes": attributes, "insert": piece})
            elif note:
                fitting.append({"attributes": attributes | note, "insert": piece})
    return normal_runs(fitting)


def _holds(key: str, value: Any) -> bool:
    try:
        check_mark(key, value)
    except ForeignContent:
        return False
    return True
