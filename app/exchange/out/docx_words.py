"""WordprocessingML for the outline's words: paragraphs, runs, footnotes; text is escaped here and nowhere else."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from app.exchange.out.outline import Item
from app.exchange.out.pieces import ALONE, Piece, is_right_to_left

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
DEEPEST = 8  # the levels that have a style; what is deeper takes the last
BRACKET_COLOURS = ("14568F", "A3261B", "17653A", "6A3D9A")
ALONE_COLOUR = "B00020"
_ADDRESS_SAFE = "/:?#[]@!$&'()*+,;=%-._~"

Relate = Callable[[str], str]  # an address to the id of its relationship


def text(words: str) -> str:
    """Words as run content: line breaks and tabs are elements of their own."""
    pieces = []
    for part in re.split(r"([\n\t])", words):
        if part == "\n":
            pieces.append("<w:br/>")
        elif part == "\t":
            pieces.append("<w:tab/>")
        elif part:
            pieces.append(f'<w:t xml:space="preserve">{escape(part)}</w:t>')
    return "".join(pieces)


def run(words: str, properties: str = "") -> str:
    """One run, split where the direction of the letters changes, since Word sets the direction run by run."""
    written = []
    for part, right_to_left, language in directed(words):
        inner = properties + ("<w:rtl/>" if right_to_left else "") + language
        written.append(f"<w:r>{f'<w:rPr>{inner}</w:rPr>' if inner else ''}{text(part)}</w:r>")
    return "".join(written)


@lru_cache(maxsize=4096)
def _script(character: str) -> tuple[bool, str] | None:
    """The direction and language tag that a letter asks for; None for what goes along with its neighbours."""
    direction = unicodedata.bidirectional(character)
    if direction in {"R", "AL"}:
        hebrew = "\u0590" <= character <= "\u05ff" or "\ufb1d" <= character <= "\ufb4f"
        return True, f'<w:lang w:bidi="{"he-IL" if hebrew else "ar-SA"}"/>'
    if direction != "L":
        return None
    if "\u0370" <= character <= "\u03ff" or "\u1f00" <= character <= "\u1fff":
        return False, '<w:lang w:val="el-GR"/>'
    if "\u0400" <= character <= "\u052f":
        return False, '<w:lang w:val="ru-RU"/>'
    if "\u3040" <= character <= "\u30ff":
        return False, '<w:lang w:eastAsia="ja-JP"/>'
    if "\uac00" <= character <= "\ud7a3":
        return False, '<w:lang w:eastAsia="ko-KR"/>'
    if "\u2e80" <= character <= "\u9fff" or character >= "\U00020000":
        return False, '<w:lang w:eastAsia="zh-CN"/>'
    return False, ""


def directed(words: str) -> Iterable[tuple[str, bool, str]]:
    """Words in stretches of one direction and language: (words, right to left, w:lang)."""
    if words.isascii():
        yield words, False, ""
        return
    start = 0
    present: tuple[bool, str] | None = None
    for index, character in enumerate(words):
        asked = None if character.isspace() else _script(character)
        if asked is None or asked == present:
            continue
        if present is not None:
            yield words[start:index], *present
            start = index
        present = asked
    if start < len(words):
        yield words[start:], *(present or (False, ""))


def properties_of(piece: Piece, style: str = "") -> str:
    """The run properties of a piece, in the order that the schema asks for."""
    marks = piece.marks
    found = [f'<w:rStyle w:val="{style}"/>'] if style else []
    if "bold" in marks or piece.depth:
        found.append("<w:b/><w:bCs/>")
    if "italic" in marks:
        found.append("<w:i/><w:iCs/>")
    if "strike" in marks:
        found.append("<w:strike/>")
    if piece.depth:
        colour = ALONE_COLOUR if piece.depth == ALONE else BRACKET_COLOURS[(piece.depth - 1) % len(BRACKET_COLOURS)]
        found.append(f'<w:color w:val="{colour}"/>')
    if piece.depth == ALONE:
        found.append('<w:u w:val="wave"/>')
    elif "underline" in marks:
        found.append('<w:u w:val="single"/>')
    if "sup" in marks or "sub" in marks:
        found.append(f'<w:vertAlign w:val="{"superscript" if "sup" in marks else "subscript"}"/>')
    return "".join(found)


def address(link: str) -> str | None:
    """A link that Word can follow, or None: it takes a file with a broken address for damaged."""
    try:
        parts = urlsplit(link)
        whole = bool(parts.path) if parts.scheme == "mailto" else bool(parts.hostname) and parts.port is not False
    except ValueError:
        return None
    if not whole or parts.scheme.lower() not in {"http", "https", "mailto"} or "[" in link or "]" in link:
        return None
    return quote(link, safe=_ADDRESS_SAFE)


def pieces(of: Sequence[Piece], relate: Relate) -> str:
    """Runs, footnote places and links."""
    written = []
    for piece in of:
        if piece.note is not None:
            written.append(
                '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
                f'<w:footnoteReference w:id="{piece.note}"/></w:r>'
            )
            continue
        target = address(piece.link) if piece.link else None
        if target is None:
            written.append(run(piece.words, properties_of(piece)))
        else:
            inner = run(piece.words, properties_of(piece, "Hyperlink"))
            written.append(f'<w:hyperlink r:id="{relate(target)}" w:history="1">{inner}</w:hyperlink>')
    return "".join(written)


def item_paragraph(item: Item, relate: Relate) -> str:
    """A paragraph of the text: its label hangs in the margin, what the group says of it follows the words."""
    level = min(item.level, DEEPEST)
    style = f"{'Paragraph' if item.label else 'Unnumbered'}{level}"
    label = f"{run(item.label)}<w:r><w:tab/></w:r>" if item.label else ""
    aside = run((" " if item.pieces else "") + item.aside_words, '<w:rStyle w:val="State"/>') if item.asides else ""
    bidi = "<w:bidi/>" if item.right_to_left else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bidi}</w:pPr>{label}{pieces(item.pieces, relate)}{aside}</w:p>'


def paragraph(words: str, style: str) -> str:
    """A paragraph of the paper's own words."""
    bidi = "<w:bidi/>" if is_right_to_left(words) else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bidi}</w:pPr>{run(words)}</w:p>'


def footnotes_part(notes: Sequence[str]) -> bytes:
    """The whole footnotes part; -1 and 0 are the lines that Word draws above the notes."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{id_}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
        f'w:lineRule="auto"/></w:pPr><w:r><w:{sign}/></w:r></w:p></w:footnote>'
        for kind, id_, sign in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    for number, note in enumerate(notes, 1):
        bidi = "<w:bidi/>" if is_right_to_left(note) else ""
        lines += (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/>{bidi}</w:pPr><w:r><w:rPr>'
            '<w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
            f"{run(' ' + note)}</w:p></w:footnote>"
        )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}<w:footnotes {NAMESPACES}>{lines}</w:footnotes>".encode()
