"""What alternatives are called."""

from app.alternatives.labels import alternative_label
from app.documents.models import AlternativeLabels

ALT, BIS = AlternativeLabels.ALT, AlternativeLabels.BIS


def test_alternatives_are_counted_beside_their_paragraph() -> None:
    assert [alternative_label(ALT, number, "A.12", ()) for number in (1, 2)] == ["Alt 1", "Alt 2"]


def test_by_the_setting_they_are_bis_and_ter_of_their_paragraph() -> None:
    assert [alternative_label(BIS, number, "A.12", ()) for number in (1, 2, 10)] == [
        "A.12 bis",
        "A.12 ter",
        "A.12 11th",
    ]
    assert alternative_label(BIS, 1, "A.12(b)", ()) == "A.12(b) bis"


def test_they_go_on_after_paragraphs_that_were_put_in_while_numbers_were_frozen() -> None:
    taken = {"A.12", "A.12 bis", "A.12 quater"}
    assert [alternative_label(BIS, number, "A.12", taken) for number in (1, 2)] == ["A.12 ter", "A.12 quinquies"]


def test_beside_a_paragraph_without_a_number_they_are_counted() -> None:
    assert alternative_label(BIS, 2, "", ()) == "Alt 2"
