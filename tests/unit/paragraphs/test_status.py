"""E18: a mark is given to the words that the chair saw."""

import pytest

from app.paragraphs.models import ParagraphStatus
from app.paragraphs.status import (
    Marked,
    ReasonRequired,
    Seen,
    UnresolvedBrackets,
    WordsMovedOn,
    changed_since_marked,
    check_mark,
    is_repeat,
)

STATUSES = list(ParagraphStatus)
AGREED, OPEN = ParagraphStatus.AGREED, ParagraphStatus.NOT_YET_DISCUSSED


def words(text: str = "Words.", hash_: str = "h") -> Seen:
    return Seen([{"insert": text}], text, hash_, 7)


@pytest.mark.parametrize("new", STATUSES)
def test_words_that_moved_on_are_not_marked_and_are_handed_over(new: ParagraphStatus) -> None:
    with pytest.raises(WordsMovedOn) as error:
        check_mark(Marked(OPEN), new, "another", words(), reason=None)

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
            check_mark(Marked(present, "h"), new, "h", words(), reason=reason)
    else:
        check_mark(Marked(present, "h"), new, "h", words(), reason=reason)


@pytest.mark.parametrize("new", STATUSES)
def test_brackets_warn_once_and_only_what_is_to_be_agreed(new: ParagraphStatus) -> None:
    bracketed = words("Parties [shall] act")
    if new is AGREED:
        with pytest.raises(UnresolvedBrackets) as error:
            check_mark(Marked(OPEN), new, "h", bracketed, reason=None)
        assert [bracket["words"] for bracket in error.value.extra["brackets"]] == ["[shall]"]

    check_mark(Marked(OPEN), new, "h", bracketed, reason=None, brackets_seen=True)


def test_a_repeat_is_the_same_mark_by_the_same_office_on_the_same_words() -> None:
    marked = Marked(AGREED, "h", "secretariat", awaiting_confirmation=True)

    assert is_repeat(marked, AGREED, "h", "secretariat")
    assert not is_repeat(marked, AGREED, "h", "chair")
    assert not is_repeat(marked, AGREED, "other", "secretariat")
    assert not is_repeat(marked, ParagraphStatus.TO_REVISIT, "h", "secretariat")
    assert is_repeat(Marked(OPEN), OPEN, "h", "chair")
    assert not is_repeat(Marked(OPEN), AGREED, "h", "chair")


def test_changed_since_marked_compares_words_and_is_said_of_marks_only() -> None:
    assert changed_since_marked(Marked(AGREED, "h"), "other")
    assert not changed_since_marked(Marked(AGREED, "h"), "h")
    assert not changed_since_marked(Marked(OPEN, "h"), "other")
    assert not changed_since_marked(Marked(OPEN), "other")
