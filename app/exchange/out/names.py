"""What an exported file is called, so that people can tell their copies apart (no I/O)."""

import re
from datetime import UTC
from urllib.parse import quote

from app.exchange.out import words as say
from app.exchange.out.choices import FileFormat, Pile
from app.exchange.out.outline import Outline

LONGEST_TITLE = 90
_FORBIDDEN = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+')


def file_name(outline: Outline, file_format: FileFormat, revision: int | None) -> str:
    """“Title - Rev.1 - bracketed.docx”, with the list's name before the view if it is one; fit for every system."""
    stand = f"Rev.{revision}" if revision is not None else f"{outline.at.astimezone(UTC):%Y-%m-%d %H.%M} UTC"
    parts = [fit(outline.title), stand]
    if outline.pile is not Pile.WHOLE:
        parts.append(say.PILES[outline.pile])
    parts.append(say.VIEWS[outline.view])
    return f"{' - '.join(parts)}.{file_format}"


def fit(title: str) -> str:
    """A title without what a file's name cannot hold; never empty, never hidden, never a path."""
    words = " ".join(_FORBIDDEN.sub(" ", title).split())
    while len(words) > LONGEST_TITLE or len(words.encode()) > 2 * LONGEST_TITLE:
        words = words[:-1]
    return words.strip(" .") or "Document"


def content_disposition(name: str) -> str:
    """The header that makes a browser save under that name (RFC 6266), with an ASCII one for very old ones."""
    plain = re.sub(r'[^\x20-\x7e]|["\\%]', "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
