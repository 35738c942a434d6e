"""The outline as a Word document with real styles, footnotes, links and page numbers."""

import io
from typing import Any

from docx import Document as new_document
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIPS
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Cm

from app.exchange.out import words as say
from app.exchange.out.docx_styles import LEAST_HANG, set_styles
from app.exchange.out.docx_words import NAMESPACES, footnotes_part, item_paragraph, paragraph, run
from app.exchange.out.outline import Outline

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_BALLAST = ("/thumbnail", "/stylesWithEffects", "/customXml")  # types of relationships
_LETTER = 110  # about the width of a label's letter, in twentieths of a point
_MOST_HANG = 1900
_TEXT_WIDTH = 9354  # A4 within its margins, in twentieths of a point


def write_docx(outline: Outline) -> bytes:
    """The bytes of the Word document."""
    document = new_document()
    _without_ballast(document)
    _page(document)
    set_styles(document, _hang(outline))
    related: dict[str, str] = {}

    def relate(target: str) -> str:
        if target not in related:
            related[target] = document.part.relate_to(target, RELATIONSHIPS.HYPERLINK, is_external=True)
        return related[target]

    body = [_masthead(outline), paragraph(outline.title, "Title"), paragraph(outline.name, "Heading1")]
    body += [paragraph(words, "Introduction") for words in outline.introduction]
    for section in outline.sections:
        body.append(paragraph(section.heading, "Heading2"))
        if section.aside:
            body.append(paragraph(section.aside, "Categorynote"))
        body += [item_paragraph(item, relate) for item in section.items]
    body += [_rule(), *(paragraph(words, "Colophon") for words in outline.foot.colophon)]
    _fill(document, "".join(body))
    if outline.notes:
        _add_footnotes(document, outline)
    _header_and_footer(document, outline)
    _properties(document, outline)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _hang(outline: Outline) -> int:
    """Room for the longest label, within reason: a longer one pushes the words of its first line along."""
    longest = max((len(item.label) for item in outline.items if item.label), default=0)
    return min(max(LEAST_HANG, longest * _LETTER + 150), _MOST_HANG)


def _without_ballast(document: Document) -> None:
    """The template brings a picture of itself, a second set of styles for old Words, and a hundred table styles."""
    for rels in (document.part.package.rels, document.part.rels):
        for id_ in [id_ for id_, rel in rels.items() if rel.reltype.endswith(_BALLAST)]:
            del rels[id_]
    styles: Any = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and not style.get(qn("w:default")):
            styles.remove(style)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.25)
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1.1)
    section.different_first_page_header_footer = True  # the first page has the masthead


def _fill(document: Document, xml: str) -> None:
    """Put the paragraphs in before the section's properties, which stay last."""
    body = document.element.body
    for element in list(body):
        if not element.tag.endswith("}sectPr"):
            body.remove(element)
    for element in parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>"):
        body.insert(len(body) - 1, element)


def _masthead(outline: Outline) -> str:
    """The organ on the start side, the facts on the other, a strong line below: a table, so that both may be long."""
    line = '<w:bottom w:val="single" w:sz="12" w:space="0" w:color="000000"/>'
    facts = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="Masthead"/></w:pPr>{run(f"{name}: ", "<w:b/><w:bCs/>")}{run(value)}</w:p>'
        for name, value in outline.facts
    )
    half = _TEXT_WIDTH // 2
    cell = '<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/></w:tcPr>{}</w:tc>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{line}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:bottom w:w="80" w:type="dxa"/>'
        '<w:right w:w="120" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{half}"/><w:gridCol w:w="{half}"/></w:tblGrid>'
        f"<w:tr>{cell.format(half, paragraph(outline.organ, 'Mastheadorgan'))}{cell.format(half, facts)}</w:tr></w:tbl>"
    )


def _rule() -> str:
    return (
        '<w:p><w:pPr><w:pStyle w:val="Colophon"/><w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" '
        'w:color="808080"/></w:pBdr><w:spacing w:before="240"/></w:pPr></w:p>'
    )


def _add_footnotes(document: Document, outline: Outline) -> None:
    """python-docx knows no footnotes: their part is written whole, and the settings name its two lines."""
    package = document.part.package
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, footnotes_part(outline.notes), package)
    document.part.relate_to(part, RELATIONSHIPS.FOOTNOTES)
    lines = parse_xml(f'<w:footnotePr {NAMESPACES}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>')
    settings: Any = document.settings.element
    before = settings.find("{*}compat")
    if before is None:
        settings.append(lines)
    else:
        before.addprevious(lines)


def _field(name: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {name} </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _header_and_footer(document: Document, outline: Outline) -> None:
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{_TEXT_WIDTH}"/></w:tabs>'
    tab = "<w:r><w:tab/></w:r>"
    line = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="2" w:color="808080"/></w:pBdr>'
    title = outline.title if len(outline.title) <= 90 else f"{outline.title[:88].rstrip()}…"
    head = (
        f'<w:p {NAMESPACES}><w:pPr><w:pStyle w:val="Header"/>{line}{tabs}</w:pPr>'
        f"{run(title)}{tab}{run(outline.foot.stand)}</w:p>"
    )
    short = f"{outline.foot.short} · " if outline.foot.short else ""
    said = f"{short}{outline.name}, {say.VIEWS[outline.view]}"
    page = f"{run('Page ')}{_field('PAGE')}{run(' of ')}{_field('NUMPAGES')}"
    foot = f'<w:p {NAMESPACES}><w:pPr><w:pStyle w:val="Footer"/>{tabs}</w:pPr>{run(said)}{tab}{page}</w:p>'
    section = document.sections[0]
    for part, xml in (
        (section.header, head),
        (section.footer, foot),
        (section.first_page_footer, foot),
        (section.first_page_header, f'<w:p {NAMESPACES}><w:pPr><w:pStyle w:val="Header"/></w:pPr></w:p>'),
    ):
        part.is_linked_to_previous = False
        element: Any = part._element  # python-docx has no way to set a whole paragraph
        for paragraph_ in list(element):
            element.remove(paragraph_)
        element.append(parse_xml(xml))


def _properties(document: Document, outline: Outline) -> None:
    core = document.core_properties
    core.title = outline.title[:255]
    core.subject = f"{outline.name}, {say.VIEWS[outline.view]}, {outline.foot.stand}"[:255]
    core.author = core.last_modified_by = outline.organ[:255]
    core.comments = outline.foot.decision_line[:255]
    core.keywords = ""
    core.language = say.LANGUAGE
    core.created = core.modified = outline.at.replace(tzinfo=None)
    core.revision = 1
