"""The styles of an exported Word document: a UN paper's, as real styles that whoever receives it can change."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Pt, RGBColor

from app.exchange.out.docx_words import DEEPEST, NAMESPACES
from app.exchange.out.words import LANGUAGE

FACE = "Times New Roman"
EAST_ASIAN_FACE = "SimSun"
BODY_PT = 10.5
STEP = 680  # twentieths of a point: how far each level is set in
LEAST_HANG = 680


def set_styles(document: Document, hang: int) -> None:
    """Give the document its styles; `hang` is how far the words stand from the label, in twentieths of a point."""
    _defaults(document)
    _style(document, "Normal", size=BODY_PT, after=6)
    _style(document, "Title", size=17, bold=True, before=10, after=4, keep=True)
    for number, (size, bold, italic) in enumerate(
        [(14, True, False), (12, True, False), (10.5, True, False), (10.5, True, False), (10.5, False, True)], 1
    ):
        _style(document, f"Heading {number}", size=size, bold=bold, italic=italic, before=14, after=5, keep=True)
    _style(document, "Category note", based_on="Normal", size=9, italic=True, after=6, keep=True)
    _style(document, "Introduction", based_on="Normal", size=BODY_PT, after=8)
    _style(document, "Masthead", based_on="Normal", size=9.5, after=1)
    _style(document, "Masthead organ", based_on="Normal", size=12, bold=True, after=1)
    _style(document, "Colophon", based_on="Normal", size=8.5, after=2, keep=True)
    for name in ("Header", "Footer"):
        _tabs_gone(_style(document, name, size=8.5, after=0))
    for level in range(DEEPEST + 1):
        left = hang + STEP * level
        _indented(_style(document, f"Paragraph {level}", based_on="Normal", size=BODY_PT, after=6), left, hang)
        _indented(_style(document, f"Unnumbered {level}", based_on="Normal", size=BODY_PT, after=6), left - hang, 0)
    _style(document, "footnote text", based_on="Normal", size=8.5, after=1)
    _character(document, "footnote reference", '<w:vertAlign w:val="superscript"/>')
    _character(document, "Hyperlink", '<w:color w:val="0B4F8A"/><w:u w:val="single"/>')
    _character(document, "State", '<w:i/><w:iCs/><w:color w:val="404040"/><w:sz w:val="18"/><w:szCs w:val="18"/>')


def _defaults(document: Document) -> None:
    """One face for every script, and the language of the paper's own words."""
    defaults = document.styles.element.find(".//{*}docDefaults/{*}rPrDefault/{*}rPr")
    if defaults is None:
        raise RuntimeError("the Word template has no default properties")
    defaults.clear()
    for xml in (
        f'<w:rFonts {NAMESPACES} w:ascii="{FACE}" w:hAnsi="{FACE}" w:cs="{FACE}" w:eastAsia="{EAST_ASIAN_FACE}"/>',
        f'<w:sz {NAMESPACES} w:val="21"/>',
        f'<w:szCs {NAMESPACES} w:val="21"/>',
        f'<w:lang {NAMESPACES} w:val="{LANGUAGE}-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/>',
    ):
        defaults.append(parse_xml(xml))


def _style(
    document: Document,
    name: str,
    *,
    size: float,
    after: float,
    before: float = 0,
    bold: bool = False,
    italic: bool = False,
    keep: bool = False,
    based_on: str | None = None,
) -> Any:
    styles = document.styles
    known = name in [style.name for style in styles] if based_on else True
    style: Any = styles[name] if known else _added(document, name, WD_STYLE_TYPE.PARAGRAPH)
    if based_on:
        style.base_style = styles[based_on]
        style.quick_style = True
    properties = style.element.find("{*}rPr")
    if properties is not None:  # the template's own colours and faces
        style.element.remove(properties)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold or None, italic or None
    style.font.color.rgb = RGBColor(0, 0, 0)
    complex_ = [f'<w:szCs {NAMESPACES} w:val="{round(size * 2)}"/>']
    complex_ += [f"<w:bCs {NAMESPACES}/>"] * bold + [f"<w:iCs {NAMESPACES}/>"] * italic
    for xml in complex_:
        _insert_run_property(style.element.rPr, parse_xml(xml))
    layout = style.paragraph_format
    borders = style.element.find("{*}pPr/{*}pBdr")
    if borders is not None:
        borders.getparent().remove(borders)
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing_rule = WD_LINE_SPACING.SINGLE
    layout.line_spacing = 1.15 if name in {"Normal", "Introduction"} or based_on == "Normal" else 1.0
    layout.keep_with_next = keep or None
    layout.widow_control = True
    return style


def _added(document: Document, name: str, kind: WD_STYLE_TYPE) -> Any:
    """A new style; those that Word itself knows by name get the id that Word gives them."""
    style: Any = document.styles.add_style(name, kind, builtin=name in _WORDS_OWN)
    style.element.set(qn("w:styleId"), _WORDS_OWN.get(name) or name.replace(" ", ""))
    return style


_WORDS_OWN = {
    "footnote text": "FootnoteText",
    "footnote reference": "FootnoteReference",
    "Hyperlink": "Hyperlink",
}
_ORDER = ["rStyle", "rFonts", "b", "bCs", "i", "iCs", "strike", "color", "sz", "szCs", "u", "vertAlign", "rtl", "lang"]


def _insert_run_property(properties: Any, element: Any) -> None:
    """Put a run property where the schema wants it."""
    place = _ORDER.index(element.tag.rpartition("}")[2])
    for index, present in enumerate(properties):
        name = present.tag.rpartition("}")[2]
        if name in _ORDER and _ORDER.index(name) > place:
            properties.insert(index, element)
            return
    properties.append(element)


def _indented(style: Any, left: int, hang: int) -> None:
    """Left to right or right to left alike: `start` is the side where a line begins."""
    style.paragraph_format.left_indent = Pt(left / 20)
    style.paragraph_format.first_line_indent = Pt(-hang / 20) if hang else None
    if hang:
        style.paragraph_format.tab_stops.add_tab_stop(Pt(left / 20))


def _tabs_gone(style: Any) -> None:
    """The template centres on its own narrower page."""
    for element in style.element.findall("{*}pPr/{*}tabs"):
        element.getparent().remove(element)


def _character(document: Document, name: str, properties: str) -> None:
    style = _added(document, name, WD_STYLE_TYPE.CHARACTER)
    style.quick_style = name == "State"
    present = style.element.find("{*}rPr")
    if present is not None:
        style.element.remove(present)
    style.element.append(parse_xml(f"<w:rPr {NAMESPACES}>{properties}</w:rPr>"))
