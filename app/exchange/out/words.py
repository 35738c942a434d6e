"""Every word that an exported paper says of itself, in one place (no I/O)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from app.documents.models import Audience, DocumentState, Way
from app.exchange.out.choices import Pile, View
from app.paragraphs.models import ParagraphStatus, Qualifier

LANGUAGE = "en"

PILES = {
    Pile.WHOLE: "Text",
    Pile.STATEMENTS: "Statements",
    Pile.AGREED: "Agreed recommendations",
    Pile.REVISIT: "Recommendations to be revisited",
    Pile.NO_AGREEMENT: "No agreement",
    Pile.DIVERGENT: "Divergent opinion",
    Pile.NOT_DISCUSSED: "Not yet discussed",
}
EMPTY = {
    Pile.WHOLE: "This document has no paragraphs yet.",
    Pile.STATEMENTS: "The document holds no statements.",
    Pile.AGREED: "No recommendation has been agreed.",
    Pile.REVISIT: "No recommendation is to be revisited.",
    Pile.NO_AGREEMENT: "There is no paragraph on which agreement was not found.",
    Pile.DIVERGENT: "No paragraph is marked as divergent opinion.",
    Pile.NOT_DISCUSSED: "Every paragraph has been discussed.",
}
EMPTY_CATEGORY = "No paragraphs yet."
STATUSES = {
    ParagraphStatus.NOT_YET_DISCUSSED: "not yet discussed",
    ParagraphStatus.AGREED: "agreed",
    ParagraphStatus.TO_REVISIT: "to revisit",
    ParagraphStatus.NO_AGREEMENT: "no agreement",
    ParagraphStatus.DIVERGENT_OPINION: "divergent opinion",
}
WAYS = {
    Way.ANYONE: "anyone may edit",
    Way.PROPOSAL: "changes by proposal",
    Way.CLOSED: "closed",
}
AUDIENCES = {
    Audience.BUREAU: "the chair and the secretariat only",
    Audience.MEMBERS: "members",
    Audience.OBSERVERS: "members and observers",
    Audience.PUBLIC: "public",
}
STATES = {
    DocumentState.DRAFTING: "draft",
    DocumentState.RELEASED: "draft, released",
    DocumentState.ADOPTED: "adopted",
    DocumentState.TRANSMITTED: "adopted and transmitted",
}
VIEWS = {View.BRACKETED: "bracketed", View.CLEAN: "clean"}
BRACKETS = "Square brackets mark words that are not agreed. What became of a paragraph stands at its end."
PLACEHOLDER = "words to come"
NO_WORDS = "no words yet"
AWAITING = "awaiting the chair’s confirmation"
MOVED_ON = "marked on earlier wording"
FINAL = "final"
STATEMENT = "statement"
COLOPHON = (
    "The number and the fingerprint stand for all decisions up to that one: whoever holds this paper can show "
    "whether any of them was changed afterwards."
)
NO_DECISIONS = "No decision has been recorded on this document."
NOTES = "Notes"
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def moment(at: datetime) -> str:
    """A time as a paper says it: 22 November 2026, 08:04 UTC."""
    at = at.astimezone(UTC)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M} UTC"


def day(at: datetime) -> str:
    """A day as a paper says it: 22 November 2026."""
    at = at.astimezone(UTC)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def status_words(status: str, qualifier: str | None, qualifier_words: str | None) -> str:
    """A status with what stands beside it: *agreed except for “the date”*."""
    said = STATUSES.get(ParagraphStatus(status), status)
    if qualifier == Qualifier.AD_REFERENDUM:
        return f"{said} ad referendum"
    if qualifier == Qualifier.EXCEPT:
        return f"{said} except for “{qualifier_words}”" if qualifier_words else f"{said} with an exception"
    return said


def counts_words(counts: Mapping[str, int]) -> str:
    """How far a category has come: 12 agreed, 9 not yet discussed; empty without paragraphs."""
    order = [
        ParagraphStatus.AGREED,
        ParagraphStatus.TO_REVISIT,
        ParagraphStatus.NO_AGREEMENT,
        ParagraphStatus.DIVERGENT_OPINION,
        ParagraphStatus.NOT_YET_DISCUSSED,
    ]
    return ", ".join(f"{counts[status]} {STATUSES[status]}" for status in order if counts.get(status))


def how_many(number: int, pile: Pile) -> str:
    """How many paragraphs a list has: 12 recommendations."""
    one = {Pile.STATEMENTS: "statement", Pile.AGREED: "recommendation", Pile.REVISIT: "recommendation"}.get(
        pile, "paragraph"
    )
    return f"{number} {one}{'' if number == 1 else 's'}"


ANNEX = "Annex. Opinions"
ANNEX_ASIDE = "Where views diverge, as their authors placed them on record."
SOME_MEMBERS = "Some members"


def whose(names: Sequence[str]) -> str:
    """Those who signed an opinion; without names, some members."""
    return ", ".join(names) or SOME_MEMBERS


def opinion_of(names: Sequence[str]) -> str:
    """The same as opening words."""
    return f"Opinion of {', '.join(names) if names else SOME_MEMBERS.lower()}"


def supported_by(names: Sequence[str]) -> str:
    """Those who support an alternative."""
    return f"supported by {', '.join(names)}"
