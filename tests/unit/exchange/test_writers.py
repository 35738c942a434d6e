"""Every writer gives a valid file whose text is the outline's words, whatever the words are."""

import io
import json
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from defusedxml.ElementTree import fromstring
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.exchange.out.choices import Pile, View
from app.exchange.out.docx_file import write_docx
from app.exchange.out.docx_words import address
from app.exchange.out.html import write_html
from app.exchange.out.outline import Outline, build_outline
from app.exchange.out.pdf import SETTER, NotSet, paper, write_pdf
from app.exchange.out.typesetting import typeset
from tests.unit.exchange.papers import FINGERPRINT, a_paragraph, a_state

NASTY = [
    "<script>alert(1)</script>",
    "]]>",
    "<![CDATA[",
    "&amp; &lt;b&gt;",
    '" onclick="x',
    '=HYPERLINK("http://x")',
    "#panic(1)",
    "$x^2$",
    "*bold* _em_ `raw` <label> @ref // no /* comment */",
    "\\u{41} ~ -- --- ...",
    '#read("/etc/passwd")',
    "{{ PAGE }}",
    "  two  spaces ",
    "\ttab",
    "line\nbreak\n",
    "[one [two] ]",
    "]",
    "וגם עברית",
    "مع العربية (2015)",
    "工作组",
    "Подтверждая",
    "😀👩‍👧",
    "e\u0301",
]
LATIN = [words for words in NASTY if words.isascii()]
marks = st.sets(st.sampled_from(["bold", "italic", "underline", "strike", "sub", "sup"]), max_size=3).map(
    lambda keys: dict.fromkeys(sorted(keys), True)
)
links = st.sampled_from(['https://example.org/?a=1&b=<">', "http://[", "mailto:chair@example.org", "https://é.org/ü"])


def runs_of(words: st.SearchStrategy[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    plain_run = st.builds(lambda insert, marks: {"insert": insert, "attributes": marks}, words, marks)
    link_run = st.builds(lambda insert, link: {"insert": insert, "attributes": {"link": link}}, words, links)
    note_run = words.map(lambda note: {"insert": "\ufffc", "attributes": {"footnote": note}})
    return st.lists(st.one_of(plain_run, link_run, note_run), max_size=6)


def outlines(words: st.SearchStrategy[str]) -> st.SearchStrategy[Outline]:
    paragraphs = st.lists(
        st.builds(
            lambda runs, label, level, proposer: a_paragraph(runs, label=label, level=level, proposer=proposer),
            runs_of(words),
            st.sampled_from(["A.1", "", "12 bis.", "(a)"]) | words,
            st.integers(0, 12),
            st.none() | words,
        ),
        max_size=4,
    )
    return st.builds(
        lambda some, title, view: build_outline(a_state(some, title=title), Pile.WHOLE, view),
        paragraphs,
        words,
        st.sampled_from(View),
    )


anything = st.sampled_from(NASTY) | st.text(max_size=12) | st.lists(st.sampled_from(NASTY), max_size=3).map("".join)


def expected(outline: Outline) -> list[str]:
    """What each paragraph of the text reads as."""
    return [
        (f"{item.label}\t" if item.label else "")
        + item.words
        + ((" " if item.pieces else "") + item.aside_words if item.asides else "")
        for item in outline.items
    ]


@settings(max_examples=60)
@given(outlines(anything))
def test_a_word_file_opens_and_reads_as_the_outline(outline: Outline) -> None:
    data = write_docx(outline)

    document = Document(io.BytesIO(data))
    read = [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph.style is not None and re.match(r"(Paragraph|Unnumbered) \d", paragraph.style.name or "")
    ]
    assert read == expected(outline)
    assert document.core_properties.title == outline.title[:255]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                fromstring(package.read(name))
        if outline.notes:
            notes = fromstring(package.read("word/footnotes.xml"))
            assert [words_of(note)[1:] for note in notes][2:] == list(outline.notes)
        else:
            assert "word/footnotes.xml" not in package.namelist()


def words_of(element: ElementTree.Element) -> str:
    said = {"br": "\n", "tab": "\t"}
    return "".join(said.get(one.tag.rpartition("}")[2], one.text or "") for one in element.iter())


class Reader(HTMLParser):
    """Collects the words of a page, and the tags and attributes it is made of."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._open = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if ("class", "words") in attrs:
            self.words.append("")
            self._open = 1
        elif self._open and tag == "br":
            self.words[-1] += "\n"
        elif self._open:
            self._open += 1
        if tag == "sup" and ("class", "note") in attrs:
            self._open += 1_000  # the number of a note is not of the words

    def handle_endtag(self, tag: str) -> None:
        if self._open > 1_000 and tag == "sup":
            self._open = self._open % 1_000 or 1
        if self._open:
            self._open -= 1

    def handle_data(self, data: str) -> None:
        if 0 < self._open < 1_000:
            self.words[-1] += data


@settings(max_examples=60)
@given(outlines(anything))
def test_an_html_file_reads_as_the_outline_and_holds_no_markup_of_anybody_else(outline: Outline) -> None:
    reader = Reader()
    reader.feed(write_html(outline).decode())

    assert reader.words == [*(item.words for item in outline.items), *outline.notes]
    assert "script" not in reader.tags
    assert not any(name.startswith("on") for name in reader.attributes)


@settings(max_examples=12)
@given(outlines(st.lists(st.sampled_from(LATIN), max_size=3).map("".join)))
def test_a_pdf_reads_as_the_outline_and_nothing_in_it_is_typst(outline: Outline) -> None:
    read = PdfReader(io.BytesIO(typeset(paper(outline), [])))

    # Lines are broken where they end, so that white space says nothing; footnotes come where the page ends.
    said = "".join("".join(page.extract_text().split()) for page in read.pages)
    for item in outline.items:
        for piece in item.pieces:
            assert "".join(piece.words.split()) in said
    for note in outline.notes:
        assert "".join(note.split()) in said
    assert read.metadata is not None
    assert read.metadata.title == outline.title


@settings(max_examples=12)
@given(outlines(anything))
def test_a_pdf_is_made_of_any_words_also_where_no_font_has_them(outline: Outline) -> None:
    assert typeset(paper(outline), []).startswith(b"%PDF")


def test_a_pdf_is_tagged_names_its_language_and_has_page_numbers_and_the_last_decision() -> None:
    outline = build_outline(a_state([a_paragraph("Words. " * 300) for _ in range(5)]))
    read = PdfReader(io.BytesIO(write_pdf(outline)))

    assert str(read.root_object["/Lang"]) == "en"
    assert "/StructTreeRoot" in read.root_object
    pages = [page.extract_text() for page in read.pages]
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert f"Decision 41 · {FINGERPRINT[:16]}" in page
    assert FINGERPRINT in pages[-1]


def test_a_word_file_has_real_styles_a_head_a_foot_and_page_numbers() -> None:
    arabic = a_paragraph("وإذ تؤكد من جديد Internet", status="agreed")
    data = write_docx(build_outline(a_state([arabic, a_paragraph("Words.", level=2)])))
    document = Document(io.BytesIO(data))

    heading = next(one for one in document.paragraphs if one.text == "A. Implementation")
    assert heading.style is not None and heading.style.name == "Heading 2"
    assert heading.style.font.size is not None and heading.style.font.size.pt == 12
    section = document.sections[0]
    assert "Decision 41" in section.footer.paragraphs[0].text
    assert "Decision 41" in section.first_page_footer.paragraphs[0].text
    assert "Draft recommendations" in section.header.paragraphs[0].text
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body, foot = package.read("word/document.xml").decode(), package.read("word/footer1.xml").decode()
    assert "NUMPAGES" in foot
    assert body.count("<w:bidi/>") == 1
    assert '<w:rtl/><w:lang w:bidi="ar-SA"/>' in body


def test_every_style_that_a_word_file_names_is_there() -> None:
    note = {"insert": "\ufffc", "attributes": {"footnote": "See the report."}}
    link = {"insert": "here", "attributes": {"link": "https://example.org/"}}
    paragraphs = [a_paragraph([note, link], level=level, label=label) for level in range(9) for label in ("A.1", "")]
    with zipfile.ZipFile(io.BytesIO(write_docx(build_outline(a_state(paragraphs))))) as package:
        parts = [package.read(name).decode() for name in package.namelist() if re.match(r"word/[a-z]+\d?\.xml", name)]
        there = set(re.findall(r'w:styleId="([^"]+)"', package.read("word/styles.xml").decode()))

    named = {name for part in parts for name in re.findall(r'w:[pr]Style w:val="([^"]+)"', part)}
    assert {"FootnoteReference", "FootnoteText", "Hyperlink", "Paragraph8", "Unnumbered0", "State"} <= named <= there


@pytest.mark.parametrize("link", ["http://[", "http://", "https://a:b/", "ftp://x/", "mailto:", "javascript:alert(1)"])
def test_a_link_that_would_damage_a_word_file_is_not_written(link: str) -> None:
    assert address(link) is None


def test_typesetting_that_fails_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("import sys; sys.exit('no such face')")
    monkeypatch.setattr("app.exchange.out.pdf.SETTER", broken)

    with pytest.raises(NotSet, match="no such face"):
        write_pdf(build_outline(a_state([])))


def test_the_typesetter_runs_alone() -> None:
    work = json.dumps({"paper": paper(build_outline(a_state([]))), "fonts": ["/nowhere"]}).encode()
    done = subprocess.run([sys.executable, "-I", str(SETTER)], input=work, capture_output=True, check=True)
    assert done.stdout.startswith(b"%PDF")
