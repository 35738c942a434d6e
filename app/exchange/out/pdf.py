"""The outline as a PDF. Typst sets it in a process of its own: its caches grow with every paper, and a process that
ends gives everything back; a paper that does not come to an end is ended."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.exchange.out import words as say
from app.exchange.out.outline import Item, Outline
from app.exchange.out.pieces import Piece

SETTER = Path(__file__).with_name("typesetting.py")
TIMEOUT_S = 60
_LEAST_HANG, _MOST_HANG, _LETTER = 34.0, 95.0, 5.5  # in points, as in the Word document


class NotSet(RuntimeError):
    """The PDF could not be made; the message says why, for the log."""


def write_pdf(outline: Outline, fonts: Sequence[Path] = ()) -> bytes:
    """The bytes of the PDF; raises NotSet. `fonts` are folders to look in besides the system's."""
    work = json.dumps({"paper": paper(outline), "fonts": [str(folder) for folder in fonts]})
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(SETTER)],
            input=work.encode(),
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotSet(f"not done after {TIMEOUT_S} s") from None
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        raise NotSet(done.stderr.decode("utf-8", "replace")[-2000:] or f"ended with {done.returncode}")
    return done.stdout


def paper(outline: Outline) -> dict[str, Any]:
    """The outline as the template reads it."""
    hang = _hang(outline)
    foot = outline.foot
    return {
        "title": outline.title,
        "organ": outline.organ,
        "language": say.LANGUAGE,
        "description": f"{outline.name}, {say.VIEWS[outline.view]}, {foot.stand}. {foot.decision_line}",
        "day": {"year": outline.at.year, "month": outline.at.month, "day": outline.at.day},
        "hang": hang,
        "running": outline.title if len(outline.title) <= 90 else f"{outline.title[:88].rstrip()}…",
        "stand": foot.stand,
        "foot": f"{f'{foot.short} · ' if foot.short else ''}{outline.name}, {say.VIEWS[outline.view]}",
        "page_word": "Page",
        "of_word": "of",
        "name": outline.name,
        "facts": [{"name": name, "value": value} for name, value in outline.facts],
        "introduction": list(outline.introduction),
        "sections": [
            {
                "heading": section.heading,
                "aside": section.aside,
                "items": [_item(item, hang) for item in section.items],
            }
            for section in outline.sections
        ],
        "notes": [{"words": note, "lang": _language(note)} for note in outline.notes],
        "colophon": list(foot.colophon),
    }


def _hang(outline: Outline) -> float:
    longest = max((len(item.label) for item in outline.items), default=0)
    return min(max(_LEAST_HANG, longest * _LETTER + 8), _MOST_HANG)


def _item(item: Item, hang: float) -> dict[str, Any]:
    aside = f"{' ' if item.pieces else ''}{item.aside_words}" if item.asides else ""
    return {
        "label": item.label,
        "long": len(item.label) * _LETTER > hang - 8,
        "level": item.level,
        "pieces": [_piece(piece) for piece in item.pieces],
        "aside": aside,
        "rtl": item.right_to_left,
        "lang": _language(item.words),
    }


def _piece(piece: Piece) -> dict[str, Any]:
    if piece.note is not None:
        return {"note": piece.note - 1}
    found: dict[str, Any] = {"words": piece.words} | dict.fromkeys(sorted(piece.marks), True)
    if piece.depth:
        found["depth"] = piece.depth
    if piece.link:
        found["link"] = piece.link
    return found


def _language(words: str) -> str:
    """The language whose script the words are in, as far as the letters tell: it sets direction and letter forms."""
    for first, last, language in (
        ("\u0590", "\u05ff", "he"),
        ("\u0600", "\u08ff", "ar"),
        ("\ufb50", "\ufeff", "ar"),
        ("\u0400", "\u052f", "ru"),
        ("\u0370", "\u03ff", "el"),
        ("\u3040", "\u30ff", "ja"),
        ("\uac00", "\ud7a3", "ko"),
        ("\u4e00", "\u9fff", "zh"),
    ):
        letters = [character for character in words if character.isalpha()]
        if letters and first <= letters[0] <= last:
            return language
    return say.LANGUAGE
