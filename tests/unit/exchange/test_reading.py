"""Files are read whole before anything is written: every fault is named with its place."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from app.documents.models import Numbering, Way
from app.exchange.concord_file import json_schema
from app.exchange.findings import Refused, Weight
from app.exchange.plan import Plan, summary
from app.exchange.reading import Format, read_plan
from app.paragraphs.models import ParagraphKind

ROOT = Path(__file__).parents[3]
PARIS = ROOT / "tests/fixtures/paris-draft-2015-10-23.json"
EXAMPLE = ROOT / "docs/formats/example.json"


def a_file(**changes: Any) -> dict[str, Any]:
    return {
        "title": "A draft",
        "categories": [{"code": "A", "title": "First"}, {"code": "B"}],
        "paragraphs": [{"category": "A", "text": "Words [in brackets]."}],
    } | changes


def read(value: Any, file_format: Format = Format.CONCORD) -> Plan:
    return read_plan(json.dumps(value, indent=1).encode(), file_format)


def faults(value: Any, file_format: Format = Format.CONCORD) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        read(value, file_format)
    return {finding.pointer: finding.detail for finding in refused.value.findings}


def warnings(plan: Plan) -> list[str]:
    return [str(finding) for finding in plan.findings if finding.weight is Weight.WARNING]


def test_the_published_schema_is_the_one_the_program_reads_by() -> None:
    published = json.loads((ROOT / "docs/formats/document.schema.json").read_text())
    assert published == json_schema(), "run: concord import --schema > docs/formats/document.schema.json"
    Draft202012Validator.check_schema(published)


def test_the_example_fits_the_schema_and_is_read_without_warnings() -> None:
    example = json.loads(EXAMPLE.read_text())
    Draft202012Validator(json_schema()).validate(example)

    plan = read_plan(EXAMPLE.read_bytes(), Format.CONCORD)

    assert [(category.code, category.way) for category in plan.categories] == [
        ("A", Way.ANYONE),
        ("B", Way.PROPOSAL),
        ("Footnotes", Way.ANYONE),
    ]
    assert plan.numbering is Numbering.COMPUTED
    assert warnings(plan) == []
    assert {"insert": "nobody", "attributes": {"italic": True}} in plan.paragraphs[4].runs
    assert plan.paragraphs[-1].words == "One delegation reserved its position on this part."


def test_every_fault_is_named_with_pointer_and_line() -> None:
    text = """{
  "title": "A draft",
  "categories": [{"code": "A"}, {"code": "A"}],
  "paragraphs": [
    {"category": "A", "text": "Fine."},
    {"category": "C", "text": "Where?"}
  ]
}"""
    with pytest.raises(Refused) as refused:
        read_plan(text.encode(), Format.CONCORD)

    assert [(finding.pointer, finding.line) for finding in refused.value.findings] == [
        ("/categories/1/code", 3),
        ("/paragraphs/1/category", 6),
    ]


@pytest.mark.parametrize(
    ("paragraph", "pointer", "detail"),
    [
        ({"category": "A"}, "/paragraphs/0", "A paragraph has either “text” or “runs”."),
        ({"category": "A", "text": "", "runs": []}, "/paragraphs/0", "A paragraph has either “text” or “runs”."),
        ({"text": "Where?"}, "/paragraphs/0/category", "This is missing."),
        ({"category": "A", "text": 5}, "/paragraphs/0/text", "This should be a string."),
        ({"category": "A", "text": "", "level": "1"}, "/paragraphs/0/level", "This should be a whole number."),
        ({"category": "A", "text": "", "level": True}, "/paragraphs/0/level", "This should be a whole number."),
        ({"category": "A", "text": "", "kinds": "plain"}, "/paragraphs/0/kinds", "This name means nothing here."),
        ({"category": "A", "text": "", "placeholder": 1}, "/paragraphs/0/placeholder", "This should be true or false."),
    ],
)
def test_a_paragraph_that_is_not_one_is_a_fault(paragraph: dict[str, Any], pointer: str, detail: str) -> None:
    assert faults(a_file(paragraphs=[paragraph])) == {pointer: detail}


@pytest.mark.parametrize(
    "attributes",
    [
        {"link": "https://a/\ud800"},
        {"link": "javascript:alert(1)"},
        {"bold": False},
        {"colour": "red"},
        {"footnote": ""},
        {"link": "https://a b"},
    ],
)
def test_formatting_that_a_text_cannot_hold_is_a_fault(attributes: dict[str, Any]) -> None:
    """E1"""
    runs = [{"insert": "words", "attributes": attributes}]
    [pointer] = faults(a_file(paragraphs=[{"category": "A", "runs": runs}]))
    assert pointer.startswith("/paragraphs/0/runs/0/attributes/")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This is not JSON"),
        (b"[1,\n2", "Line 2: This is not JSON"),
        (b'{"title": NaN}', "NaN"),
        (b"\xff\xfe", "UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "This should be an object."),
        (b'{"title": "a", "title": "b", "categories": [{"code": "A"}]}', "“title” occurs more than once"),
    ],
)
def test_what_is_no_document_is_refused_in_plain_words(data: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_plan(data, Format.CONCORD)
    assert said in "\n".join(map(str, refused.value.findings))


def test_a_paragraph_too_long_for_a_text_is_a_fault() -> None:
    assert list(faults(a_file(paragraphs=[{"category": "A", "text": "x" * 100_001}]))) == ["/paragraphs/0"]


def test_odd_things_are_imported_with_a_warning() -> None:
    plan = read(
        a_file(
            paragraphs=[
                {"category": "A", "text": "One [two", "label": "1."},
                {"category": "A", "text": "three] four", "label": "1."},
                {"category": "A", "text": "deep", "level": 2},
                {"category": "B", "text": "b\u0007ell\r\nand line", "level": 1},
                {"category": "B", "text": ""},
                {"category": "B", "text": "half \ud83d a character"},
            ]
        )
    )

    said = "\n".join(warnings(plan))
    assert "/paragraphs/0: Brackets do not balance: 1 “[” without its partner." in said
    assert "/paragraphs/1: Brackets do not balance: 1 “]” without its partner." in said
    assert "A paragraph of level 2 stands after one of level 0." in said
    assert "A paragraph of level 1 stands at the beginning of its category." in said
    assert "control characters were left out, line ends became plain ones" in said
    assert "This paragraph has no words." in said
    assert "halves of characters became “?”" in said
    assert "in “A” 1. (2 times)" in said
    assert plan.paragraphs[3].words == "bell\nand line"
    assert plan.paragraphs[5].words == "half ? a character"
    assert plan.numbering is Numbering.GIVEN


def test_characters_that_a_database_refuses_become_spaces_in_titles_and_labels() -> None:
    plan = read(a_file(title="A\u0000B\nC\ud800"))
    assert plan.title == "A B C"
    assert list(faults(a_file(title="\n"))) == ["/title"]


def test_the_paris_draft_keeps_every_text_label_and_level() -> None:
    file = json.loads(PARIS.read_text())

    plan = read_plan(PARIS.read_bytes(), Format.UNFCCC)

    headings = list(dict.fromkeys((row["article"], row["article_title"] or "") for row in file["paragraphs"]))
    assert len(headings) == 31
    assert [(category.code, category.title) for category in plan.categories] == [*headings, ("Footnotes", "")]
    kept = [
        (
            plan.categories[paragraph.category].code,
            paragraph.words,
            paragraph.label,
            paragraph.level,
            paragraph.variant,
            paragraph.placeholder,
        )
        for paragraph in plan.paragraphs
    ]
    assert kept[:535] == [
        (row["article"], row["text"], row["label"], row["level"], row["option"], row["placeholder"])
        for row in file["paragraphs"]
    ]
    assert [words for _, words, *_ in kept[535:]] == file["footnotes"]
    assert plan.ordered() == plan.paragraphs
    assert plan.numbering is Numbering.GIVEN


def test_the_report_on_the_paris_draft_counts_and_says_where_the_footnotes_went() -> None:
    report = summary(read_plan(PARIS.read_bytes(), Format.UNFCCC))

    assert report["by_level"] == {"0": 231 + 12, "1": 275, "2": 26, "3": 3}
    assert report["by_kind"] == {"plain": 22 + 12, "recommendation": 513}
    assert report["placeholders"] == 10
    assert report["brackets"]["deepest"] == 4
    assert any("12 loose footnotes became plain paragraphs at the end" in note["detail"] for note in report["notes"])
    assert Counter(bool(warning["line"]) for warning in report["warnings"] if warning["pointer"])[False] == 0


def test_the_next_version_of_such_a_file_is_taken_with_notes() -> None:
    rows = [
        {"article": "Article 1", "level": 0, "text": "Option 1:", "status": "new"},
        {"article": "Article 2", "level": 0, "text": "Words.", "label": "1.", "article_title": "purpose"},
        {"article": "Article 1", "level": 1, "text": "Later words."},
    ]
    plan = read({"title": "Next", "version": 2, "paragraphs": rows}, Format.UNFCCC)

    said = "\n".join(str(finding) for finding in plan.findings)
    assert "left out: version." in said
    assert "left out: status (1 times)." in said
    assert "“label” is missing in 2 of 3 paragraphs." in said
    assert "“Article 1” comes a second time: joined with the first." in said
    assert "The file has no list of footnotes." in said
    assert [paragraph.words for paragraph in plan.ordered()] == ["Option 1:", "Later words.", "Words."]
    assert plan.paragraphs[0].kind is ParagraphKind.PLAIN


def test_what_such_a_file_cannot_do_without_is_reported() -> None:
    rows = [{"article": "Article 1", "level": 0}, {"level": "0", "text": "Words."}]
    assert faults({"paragraphs": rows}, Format.UNFCCC) == {
        "/title": "This is missing.",
        "/paragraphs/0/text": "This is missing.",
        "/paragraphs/1/article": "This is missing.",
        "/paragraphs/1/level": "This should be a whole number.",
    }


def test_a_file_of_the_other_format_is_refused_in_one_sentence() -> None:
    with pytest.raises(Refused) as refused:
        read_plan(PARIS.read_bytes(), Format.CONCORD)
    assert [str(finding) for finding in refused.value.findings] == [
        "This file looks like the format “unfccc”, and was read as “concord”."
    ]
    with pytest.raises(Refused, match="cannot be imported"):
        read_plan(EXAMPLE.read_bytes(), Format.UNFCCC)


def test_of_very_many_faults_the_first_are_named_and_the_others_counted() -> None:
    with pytest.raises(Refused) as refused:
        read(a_file(paragraphs=[{"category": "A"}] * 150))
    assert len(refused.value.findings) == 101
    assert refused.value.findings[-1].detail == "There are 50 more."
