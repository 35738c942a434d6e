"""The outline as one HTML file that needs nothing else: it reads well on any screen, and prints well."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from app.exchange.out import words as say
from app.exchange.out.outline import Item, Outline, Section
from app.exchange.out.pieces import ALONE, Piece
from app.texts.schema import ADDRESS

STYLE = Path(__file__).with_name("paper.css").read_text()
_TAGS = (("bold", "strong"), ("italic", "em"), ("underline", "u"), ("strike", "s"), ("sub", "sub"), ("sup", "sup"))


def write_html(outline: Outline) -> bytes:
    """The bytes of the page, in UTF-8."""
    title = escape(outline.title)
    facts = "".join(f"<dt>{escape(name)}</dt><dd><bdi>{escape(value)}</bdi></dd>" for name, value in outline.facts)
    introduction = "".join(f"<p>{escape(words)}</p>" for words in outline.introduction)
    return (
        f'<!DOCTYPE html>\n<html lang="{say.LANGUAGE}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title} – {escape(outline.name)}</title>\n"
        f'<meta name="description" content="{escape(outline.foot.decision_line)}">\n'
        f"<style>\n{STYLE}</style>\n</head>\n<body>\n"
        f'<header class="masthead"><p class="organ" dir="auto">{escape(outline.organ)}</p><dl>{facts}</dl></header>\n'
        f'<main>\n<h1 dir="auto">{title}</h1>\n<p class="name">{escape(outline.name)}</p>\n{introduction}\n'
        f"{''.join(_section(section) for section in outline.sections)}{_notes(outline.notes)}</main>\n"
        f"<footer>{''.join(f'<p>{escape(words)}</p>' for words in outline.foot.colophon)}</footer>\n</body>\n</html>\n"
    ).encode()


def _section(section: Section) -> str:
    aside = f'<p class="aside">{escape(section.aside)}</p>\n' if section.aside else ""
    items = "".join(_item(item) for item in section.items)
    return f'<section>\n<h2 dir="auto">{escape(section.heading)}</h2>\n{aside}{items}</section>\n'


def _item(item: Item) -> str:
    direction = "rtl" if item.right_to_left else "ltr"
    label = f'<span class="label"><bdi>{escape(item.label)}</bdi></span> ' if item.label else ""
    aside = f' <span class="state">{escape(item.aside_words)}</span>' if item.asides else ""
    level = f' style="--level:{min(item.level, 8)}"' if item.level else ""
    words = "".join(_piece(piece) for piece in item.pieces)
    sort = "item" if item.label else "item unnumbered"
    return (
        f'<div class="{sort}" id="p-{escape(item.id)}" dir="{direction}"{level}>{label}'
        f'<p><span class="words">{words}</span>{aside}</p></div>\n'
    )


def _piece(piece: Piece) -> str:
    if piece.note is not None:
        number = piece.note
        return (
            f'<sup class="note"><a href="#note-{number}" id="place-{number}" role="doc-noteref" '
            f'aria-label="Note {number}">{number}</a></sup>'
        )
    written = escape(piece.words).replace("\n", "<br>")
    for mark, tag in _TAGS:
        if mark in piece.marks:
            written = f"<{tag}>{written}</{tag}>"
    if piece.depth:
        depth = "alone" if piece.depth == ALONE else f"d{(piece.depth - 1) % 4 + 1}"
        written = f'<b class="bracket {depth}">{written}</b>'
    if piece.link and ADDRESS.fullmatch(piece.link):
        written = f'<a href="{escape(piece.link)}" rel="noopener noreferrer nofollow">{written}</a>'
    return written


def _notes(notes: Sequence[str]) -> str:
    if not notes:
        return ""
    lines = "".join(
        f'<li id="note-{number}" dir="auto"><span class="words">{escape(note).replace(chr(10), "<br>")}</span> '
        f'<a href="#place-{number}" role="doc-backlink" aria-label="Back to note {number} in the text">↩</a></li>\n'
        for number, note in enumerate(notes, 1)
    )
    return f'<section class="notes" role="doc-endnotes"><h2>{say.NOTES}</h2>\n<ol>\n{lines}</ol></section>\n'
