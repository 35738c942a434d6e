"""The rules of marking, with their errors (no I/O)."""

from dataclasses import dataclass
from typing import Any

from app.core.errors import Conflict
from app.paragraphs import brackets
from app.paragraphs.models import ParagraphStatus, Qualifier


class WordsMovedOn(Conflict):
    slug = "words-moved-on"
    title = "The words have changed since you saw them"


class ReasonRequired(Conflict):
    slug = "reason-required"
    title = "This takes a reason"


class UnresolvedBrackets(Conflict):
    slug = "unresolved-brackets"
    title = "There are still words in brackets"


class StillAgreed(Conflict):
    slug = "still-agreed"
    title = "This paragraph is agreed: reopen it first"


class MarkMovedOn(Conflict):
    slug = "mark-moved-on"
    title = "This is not the mark you saw"


class NoChairInOffice(Conflict):
    slug = "no-chair-in-office"
    title = "Nobody holds the office on whose word this would be marked"


class IsWithdrawn(Conflict):
    slug = "withdrawn"
    title = "This paragraph has been withdrawn"


@dataclass(frozen=True, slots=True)
class Marked:
    """How a paragraph is marked now: on which words, by whom; no hash before it was ever marked."""

    status: ParagraphStatus
    hash: str | None = None
    office: str | None = None
    awaiting_confirmation: bool = False
    qualifier: Qualifier | None = None
    qualifier_words: str | None = None


@dataclass(frozen=True, slots=True)
class New:
    """The mark to be given; a qualifier stands beside *agreed* only, its words beside *except* only."""

    status: ParagraphStatus
    qualifier: Qualifier | None = None
    qualifier_words: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """The words under the gavel."""

    runs: list[Any]
    plain: str
    hash: str
    seq: int
    placeholders: tuple[str, ...] = ()


def is_repeat(present: Marked, new: New, words_hash: str, office: str) -> bool:
    """Whether the same office gives the same mark to the same words again, which is no new decision."""
    if present.hash is None:
        return new.status is ParagraphStatus.NOT_YET_DISCUSSED
    same = New(present.status, present.qualifier, present.qualifier_words) == new
    return same and present.hash == words_hash and present.office == office


def check_mark(
    present: Marked,
    new: New,
    seen_hash: str,
    words: Seen,
    *,
    reason: str | None,
    brackets_seen: bool = False,
) -> None:
    """Raise WordsMovedOn, ReasonRequired or UnresolvedBrackets unless this mark may be given to these words."""
    if seen_hash != words.hash:
        raise WordsMovedOn(
            "Look at the words as they are now, and mark again.",
            current={
                "runs": words.runs,
                "words": words.plain,
                "content_hash": words.hash,
                "text_seq": words.seq,
            },
        )
    if reopens(present, new) and not (reason or "").strip():
        raise ReasonRequired("Reopening an agreed paragraph takes a reason.")
    clean = closes(new.status, new.qualifier)  # *except* says itself what is left
    if clean and not brackets_seen and (unresolved := brackets.named(words.plain, words.placeholders)):
        raise UnresolvedBrackets(
            "Brackets mean that the words in them are not agreed. Mark again if it is agreed all the same.",
            brackets=unresolved,
        )


def reopens(present: Marked, new: New) -> bool:
    """Whether what was agreed no longer is, or not wholly."""
    if present.status is not ParagraphStatus.AGREED:
        return False
    agreed_wholly = closes(present.status, present.qualifier)
    return new.status is not ParagraphStatus.AGREED or (agreed_wholly and not closes(new.status, new.qualifier))


def closes(status: ParagraphStatus, qualifier: Qualifier | None = None) -> bool:
    """Whether the words can no longer be changed at all under this mark; agreed *except* leaves them to proposals."""
    return status is ParagraphStatus.AGREED and qualifier is not Qualifier.EXCEPT


def takes_typing(status: ParagraphStatus) -> bool:
    """Whether words may still be typed into the paragraph, as far as its category allows."""
    return status is ParagraphStatus.NOT_YET_DISCUSSED


def changed_since_marked(present: Marked, words_hash: str) -> bool:
    """Whether the words are no longer those that the mark was given to (ENGINE E18: derived, never written)."""
    if present.status is ParagraphStatus.NOT_YET_DISCUSSED or present.hash is None:
        return False
    return present.hash != words_hash
