"""The outline: which paragraphs a list has, what the views show, and what stands around the words."""

from datetime import UTC, datetime

import pytest

from app.exchange.out.beside import Beside, Wording
from app.exchange.out.choices import FileFormat, Pile, View
from app.exchange.out.names import content_disposition, file_name
from app.exchange.out.outline import FrozenAs, Outline, build_outline
from app.exchange.out.pieces import ALONE
from tests.unit.exchange.papers import FINGERPRINT, a_paragraph, a_state

EVERY_SORT = [
    a_paragraph("agreed", status="agreed"),
    a_paragraph("revisit", status="to_revisit"),
    a_paragraph("none", status="no_agreement"),
    a_paragraph("divergent", status="divergent_opinion"),
    a_paragraph("new"),
    a_paragraph("statement agreed", kind="statement", status="agreed"),
    a_paragraph("statement new", kind="statement"),
    a_paragraph("heading", kind="plain", label="", address=""),
    a_paragraph("gone", status="agreed", withdrawn=True),
]


def words(outline: Outline) -> list[str]:
    return [item.words for item in outline.items]


def asides(**members: object) -> tuple[str, ...]:
    [item] = build_outline(a_state([a_paragraph(**members)])).items  # type: ignore[arg-type]
    return item.asides


@pytest.mark.parametrize(
    ("pile", "listed"),
    [
        (Pile.STATEMENTS, ["statement agreed", "statement new"]),
        (Pile.AGREED, ["agreed"]),
        (Pile.REVISIT, ["revisit"]),
        (Pile.NO_AGREEMENT, ["none"]),
        (Pile.DIVERGENT, ["divergent"]),
        (Pile.NOT_DISCUSSED, ["new", "statement new"]),
    ],
)
def test_each_list_has_its_paragraphs_and_no_withdrawn_ones(pile: Pile, listed: list[str]) -> None:
    assert words(build_outline(a_state(EVERY_SORT), pile)) == listed


@pytest.mark.parametrize("pile", Pile)
@pytest.mark.parametrize("view", View)
def test_a_list_with_nothing_in_it_says_so(pile: Pile, view: View) -> None:
    outline = build_outline(a_state([]), pile, view)

    assert not words(outline)
    assert len(outline.introduction) == 1
    assert outline.introduction[0].endswith(".")


def test_a_list_shows_addresses_and_the_opening_words_that_govern_its_paragraphs() -> None:
    outline = build_outline(
        a_state(
            [
                a_paragraph("We recommend:", kind="plain", label="", address=""),
                a_paragraph("first", level=1, label="(a)", address="A(a)", status="agreed"),
                a_paragraph("second", level=1, label="(b)", address="A(b)"),
                a_paragraph("A chapeau of nothing agreed:", kind="plain", label="", address=""),
                a_paragraph("third", level=1, label="(a)", address="A(a)"),
            ]
        ),
        Pile.AGREED,
    )

    assert [(item.label, item.words) for item in outline.items] == [("", "We recommend:"), ("A(a)", "first")]


def test_the_whole_keeps_the_labels_in_the_margin_and_every_category() -> None:
    outline = build_outline(a_state([a_paragraph("sub", level=1, label="(a)", address="A.1(a)")]))

    assert [section.heading for section in outline.sections] == ["A. Implementation", "Article 3"]
    assert [section.aside for section in outline.sections] == [
        "changes by proposal; 1 not yet discussed",
        "anyone may edit; no paragraphs yet",
    ]
    assert [item.label for item in outline.items] == ["(a)"]


def test_brackets_have_their_depth_and_those_without_a_partner_are_told_apart() -> None:
    [item] = build_outline(a_state([a_paragraph("😀[a [b] c] d] [X]", placeholders=["[X]"])])).items

    assert [(piece.words, piece.depth) for piece in item.pieces] == [
        ("😀", 0),
        ("[", 1),
        ("a ", 0),
        ("[", 2),
        ("b", 0),
        ("]", 2),
        (" c", 0),
        ("]", 1),
        (" d", 0),
        ("]", ALONE),
        (" ", 0),
        ("[", 0),
        ("X", 0),
        ("]", 0),
    ]


def test_the_clean_view_has_the_words_and_nothing_that_negotiators_said_of_them() -> None:
    paragraph = a_paragraph("[May] it be", status="agreed", proposer="Brazil", variant="Option 1")
    outline = build_outline(a_state([paragraph]), view=View.CLEAN)
    [item] = outline.items

    assert (item.words, item.asides, item.pieces[0].depth) == ("[May] it be", (), 0)
    assert outline.introduction == ()
    assert [section.aside for section in outline.sections] == ["", ""]


def test_a_paragraph_says_its_status_whose_it_is_and_what_is_open() -> None:
    assert asides() == ("not yet discussed",)
    assert asides(status="agreed", qualifier="ad_referendum") == ("agreed ad referendum",)
    assert asides(status="agreed", qualifier="except", qualifier_words="the date") == ("agreed except for “the date”",)
    assert asides(status="agreed", mark={"awaiting_confirmation": True}, changed_since_marked=True) == (
        "agreed",
        "awaiting the chair’s confirmation",
        "marked on earlier wording",
    )
    assert asides(proposer="Brazil", source="Contribution 12", variant="Alt 1", kind="statement") == (
        "statement",
        "not yet discussed",
        "Alt 1",
        "proposed by Brazil",
        "source: Contribution 12",
    )
    assert asides(words="", placeholder=True, kind="plain", label="") == ("words to come",)


def test_footnotes_are_numbered_in_the_order_of_their_places() -> None:
    note = {"insert": "\ufffc\ufffc", "attributes": {"footnote": "See the report."}}
    outline = build_outline(a_state([a_paragraph([{"insert": "One"}, note]), a_paragraph([note, {"insert": "Two"}])]))

    assert outline.notes == ("See the report.",) * 4
    assert [[piece.note for piece in item.pieces] for item in outline.items] == [[None, 1, 2], [3, 4, None]]
    assert words(outline) == ["One", "Two"]


def test_the_head_and_the_foot_say_which_text_this_is_and_who_may_see_it() -> None:
    outline = build_outline(a_state([], state="adopted", as_amended=True, seen_by="members", revision={"number": 2}))

    assert outline.facts == (
        ("Revision", "after Rev.2"),
        ("As of", "22 November 2026, 08:04 UTC"),
        ("Meeting", "5: Fifth meeting"),
        ("State", "adopted as amended"),
        ("Distribution", "members"),
        ("View", "bracketed"),
    )
    assert outline.foot.decision_line == f"Last decision: No. 41, fingerprint {FINGERPRINT}"
    assert outline.foot.short == "Decision 41 · 3f2a1b4c9d8e7f60"
    assert build_outline(a_state([], record=None)).foot.short == ""


def test_a_revision_has_the_time_at_which_it_was_frozen() -> None:
    frozen = FrozenAs(3, "For the plenary", datetime(2026, 11, 20, 17, 0, tzinfo=UTC))
    outline = build_outline(a_state([]), revision=frozen, at=datetime(2026, 11, 22, tzinfo=UTC))

    assert outline.facts[:2] == (("Revision", "Rev.3: For the plenary"), ("Frozen", "20 November 2026, 17:00 UTC"))
    assert outline.foot.stand == "Rev.3"


def test_a_file_is_named_after_the_text_its_revision_and_its_view() -> None:
    at = datetime(2026, 11, 22, 8, 4, tzinfo=UTC)
    frozen = FrozenAs(1, "", at)
    whole = build_outline(a_state([], title="../Draft: “A/B”\n[Rev]"), revision=frozen)
    listed = build_outline(a_state([], title="مشروع"), Pile.AGREED, View.CLEAN, at=at)

    assert file_name(whole, FileFormat.DOCX, 1) == ".. Draft “A B” [Rev] - Rev.1 - bracketed.docx".lstrip(". ")
    name = file_name(listed, FileFormat.PDF, None)
    assert name == "مشروع - 2026-11-22 08.04 UTC - Agreed recommendations - clean.pdf"
    assert content_disposition('a "b"é.pdf') == (
        "attachment; filename=\"a _b__.pdf\"; filename*=UTF-8''a%20%22b%22%C3%A9.pdf"
    )
    assert content_disposition(name).isascii()


def _said(words: str) -> dict[str, object]:
    return {"runs": [{"insert": words}], "words": words}


BESIDE = Beside(
    {"p3": [Wording("alt", ("Brazil", "Kenya"), _said("States [may] act."), "Alt 1")]},
    {"p3": [Wording("one", ("Hungary",), _said("Not so.")), Wording("two", (), _said("Nor so."))]},
)


def test_alternatives_stand_in_brackets_beside_their_paragraph_with_their_supporters() -> None:
    outline = build_outline(a_state(EVERY_SORT), beside=BESIDE)
    items = [item for section in outline.sections[:-1] for item in section.items]
    at = next(index for index, item in enumerate(items) if item.words == "divergent")
    alternative = items[at + 1]

    assert (alternative.label, alternative.words) == ("Alt 1", "[States [may] act.]")
    assert [piece.depth for piece in alternative.pieces if piece.depth] == [1, 2, 2, 1]
    assert alternative.asides == ("supported by Brazil, Kenya",)


def test_the_clean_view_leaves_alternatives_out_and_keeps_the_opinions() -> None:
    outline = build_outline(a_state(EVERY_SORT), view=View.CLEAN, beside=BESIDE)

    assert "alt" not in {item.id for item in outline.items}
    assert [item.words for item in outline.sections[-1].items] == ["Hungary: Not so.", "Some members: Nor so."]


def test_opinions_are_an_annex_of_the_whole_and_follow_their_paragraph_in_the_list_of_divergent_ones() -> None:
    whole = build_outline(a_state(EVERY_SORT), beside=BESIDE)
    assert whole.sections[-1].heading == "Annex. Opinions"
    assert [item.words for item in whole.sections[-1].items] == ["Hungary: Not so.", "Some members: Nor so."]

    listed = build_outline(a_state(EVERY_SORT), Pile.DIVERGENT, View.CLEAN, beside=BESIDE)
    assert [item.words for item in listed.items] == [
        "divergent",
        "Opinion of Hungary: Not so.",
        "Opinion of some members: Nor so.",
    ]
    other = build_outline(a_state(EVERY_SORT), Pile.AGREED, View.CLEAN, beside=BESIDE)
    assert not {item.id for item in other.items} & {"alt", "one", "two"}
