"""E18: a mark is given to the words that the chair saw."""

import pytest

from app.paragraphs.models import ParagraphStatus, Qualifier
from app.paragraphs.status import (
    Marked,
    New,
    ReasonRequired,
    Seen,
    UnresolvedBrackets,
    WordsMovedOn,
    changed_since_marked,
    check_mark,
    closes,
    is_repeat,
)

STATUSES = list(ParagraphStatus)
AGREED, OPEN = ParagraphStatus.AGREED, ParagraphStatus.NOT_YET_DISCUSSED


def words(text: str = "Words.", hash_: str = "h") -> Seen:
    return Seen([{"insert": text}], text, hash_, 7)


@pytest.mark.parametrize("new", STATUSES)
def test_words_that_moved_on_are_not_marked_and_are_handed_over(new: ParagraphStatus) -> None:
    with pytest.raises(WordsMovedOn) as error:
        check_mark(Marked(OPEN), New(new), "another", words(), reason=None)

    assert error.value.extra["current"] == {
        "runs": [{"insert": "Words."}],
        "words": "Words.",
        "content_hash": "h",
        "text_seq": 7,
    }


@pytest.mark.parametrize("present", STATUSES)
@pytest.mark.parametrize("new", STATUSES)
@pytest.mark.parametrize("reason", [None, "", "  ", "a slip"])
def test_only_reopening_what_is_agreed_takes_a_reason(
    present: ParagraphStatus, new: ParagraphStatus, reason: str | None
) -> None:
    needed = present is AGREED and new is not AGREED and not (reason or "").strip()
    if needed:
        with pytest.raises(ReasonRequired):
            check_mark(Marked(present, "h"), New(new), "h", words(), reason=reason)
    else:
        check_mark(Marked(present, "h"), New(new), "h", words(), reason=reason)


@pytest.mark.parametrize("new", STATUSES)
def test_brackets_warn_once_and_only_what_is_to_be_agreed(new: ParagraphStatus) -> None:
    bracketed = words("Parties [shall] act")
    if new is AGREED:
        with pytest.raises(UnresolvedBrackets) as error:
            check_mark(Marked(OPEN), New(new), "h", bracketed, reason=None)
        assert [bracket["words"] for bracket in error.value.extra["brackets"]] == ["[shall]"]

    check_mark(Marked(OPEN), New(new), "h", bracketed, reason=None, brackets_seen=True)


def test_a_repeat_is_the_same_mark_by_the_same_office_on_the_same_words() -> None:
    marked = Marked(AGREED, "h", "secretariat", awaiting_confirmation=True)

    assert is_repeat(marked, New(AGREED), "h", "secretariat")
    assert not is_repeat(marked, New(AGREED), "h", "chair")
    assert not is_repeat(marked, New(AGREED), "other", "secretariat")
    assert not is_repeat(marked, New(ParagraphStatus.TO_REVISIT), "h", "secretariat")
    assert is_repeat(Marked(OPEN), New(OPEN), "h", "chair")
    assert not is_repeat(Marked(OPEN), New(AGREED), "h", "chair")


def test_another_qualifier_is_another_mark() -> None:
    marked = Marked(AGREED, "h", "chair", qualifier=Qualifier.EXCEPT, qualifier_words="the date")

    assert is_repeat(marked, New(AGREED, Qualifier.EXCEPT, "the date"), "h", "chair")
    assert not is_repeat(marked, New(AGREED, Qualifier.EXCEPT, "the place"), "h", "chair")
    assert not is_repeat(marked, New(AGREED), "h", "chair")


EXCEPT = New(AGREED, Qualifier.EXCEPT, "the date")
AD_REFERENDUM = New(AGREED, Qualifier.AD_REFERENDUM)


def test_agreed_except_closes_nothing_and_ad_referendum_closes_like_agreed() -> None:
    assert not closes(EXCEPT.status, EXCEPT.qualifier)
    assert closes(AD_REFERENDUM.status, AD_REFERENDUM.qualifier)


@pytest.mark.parametrize(
    ("present", "new", "needed"),
    [
        (New(AGREED), EXCEPT, True),
        (AD_REFERENDUM, EXCEPT, True),
        (EXCEPT, New(OPEN), True),
        (EXCEPT, New(AGREED), False),
        (EXCEPT, New(AGREED, Qualifier.EXCEPT, "the place"), False),
        (AD_REFERENDUM, New(AGREED), False),
        (New(AGREED), AD_REFERENDUM, False),
    ],
)
def test_taking_agreement_back_in_part_takes_a_reason_and_completing_it_none(
    present: New, new: New, needed: bool
) -> None:
    marked = Marked(present.status, "h", "chair", False, present.qualifier, present.qualifier_words)
    if needed:
        with pytest.raises(ReasonRequired):
            check_mark(marked, new, "h", words(), reason=None)
    check_mark(marked, new, "h", words(), reason="a slip")
    if not needed:
        check_mark(marked, new, "h", words(), reason=None)


def test_placeholders_warn_of_nothing_nor_does_except() -> None:
    bracketed = Seen([], "by [X] and [shall]", "h", 1, ("[X]",))

    with pytest.raises(UnresolvedBrackets) as error:
        check_mark(Marked(OPEN), AD_REFERENDUM, "h", bracketed, reason=None)
    assert [bracket["words"] for bracket in error.value.extra["brackets"]] == ["[shall]"]
    check_mark(Marked(OPEN), New(AGREED), "h", Seen([], "by [X]", "h", 1, ("[X]",)), reason=None)
    check_mark(Marked(OPEN), EXCEPT, "h", bracketed, reason=None)


def test_changed_since_marked_compares_words_and_is_said_of_marks_only() -> None:
    assert changed_since_marked(Marked(AGREED, "h"), "other")
    assert not changed_since_marked(Marked(AGREED, "h"), "h")
    assert not changed_since_marked(Marked(OPEN, "h"), "other")
    assert not changed_since_marked(Marked(OPEN), "other")
