"""The one outline that every writer writes: title block, sections, paragraphs, notes and foot (no I/O).

It is built from a page state, be it the document as it stands or a frozen revision. What no format can hold (control
characters, half surrogate pairs) is left out here, once; each writer still escapes for its own format.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.documents.models import Audience, DocumentState, Way
from app.exchange.out import words as say
from app.exchange.out.choices import Pile, View
from app.paragraphs.brackets import find_brackets
from app.paragraphs.models import ParagraphKind, ParagraphStatus
from app.texts.runs import FOOTNOTE_MARK
from app.texts.schema import FLAGS

RIGHT_TO_LEFT_MARK = "\u200f"
NO_BREAK_SPACE = "\u00a0"
ALONE = -1  # the depth of a bracket without a partner
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PLANES_ENDS = re.compile(
    "[" + "".join(f"{chr(p * 0x10000 + 0xFFFE)}{chr(p * 0x10000 + 0xFFFF)}" for p in range(1, 17)) + "]"
)
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_SIGNS = re.compile(r"([\[\]])")
_LETTERED = re.compile(r"[A-Za-z]{1,2}|[IVXLC]{1,6}")

_OF_PILE = {
    Pile.AGREED: (ParagraphStatus.AGREED, {ParagraphKind.RECOMMENDATION}),
    Pile.REVISIT: (ParagraphStatus.TO_REVISIT, {ParagraphKind.RECOMMENDATION}),
    Pile.NO_AGREEMENT: (ParagraphStatus.NO_AGREEMENT, {ParagraphKind.RECOMMENDATION, ParagraphKind.STATEMENT}),
    Pile.DIVERGENT: (ParagraphStatus.DIVERGENT_OPINION, {ParagraphKind.RECOMMENDATION, ParagraphKind.STATEMENT}),
    Pile.NOT_DISCUSSED: (
        ParagraphStatus.NOT_YET_DISCUSSED,
        {ParagraphKind.RECOMMENDATION, ParagraphKind.STATEMENT},
    ),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with the same marks; or, with `note`, the place of that footnote."""

    words: str
    marks: frozenset[str] = frozenset()
    link: str | None = None
    depth: int = 0  # of a bracket sign: 1 is outermost, ALONE has no partner, 0 is nothing to show
    note: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph. `asides` is what the group says of it: status, proposer, source, variant; none in the clean view."""

    id: str
    label: str
    level: int
    kind: ParagraphKind
    pieces: tuple[Piece, ...]
    asides: tuple[str, ...]
    right_to_left: bool

    @property
    def words(self) -> str:
        """The bare words, without the places of footnotes."""
        return "".join(piece.words for piece in self.pieces)

    @property
    def aside_words(self) -> str:
        """What the group says of it, as one phrase after a dash, which a right-to-left line must not take to itself."""
        return f"{RIGHT_TO_LEFT_MARK if self.right_to_left else ''}—{NO_BREAK_SPACE}{'; '.join(self.asides)}"


@dataclass(frozen=True, slots=True)
class Section:
    """A category, or what of it is in the list."""

    heading: str
    aside: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Foot:
    """By what a reader knows which text this is."""

    stand: str  # "Rev.2" or "As of …"
    decision: int | None
    fingerprint: str
    revision_line: str = ""  # a frozen revision's own fingerprint

    @property
    def decision_line(self) -> str:
        """The last decision's number with its whole fingerprint."""
        if self.decision is None:
            return say.NO_DECISIONS
        return f"Last decision: No. {self.decision}, fingerprint {self.fingerprint}"

    @property
    def colophon(self) -> tuple[str, ...]:
        """What stands at the very end."""
        after = (say.COLOPHON,) if self.decision is not None else ()
        return (*([self.revision_line] if self.revision_line else []), self.decision_line, *after)

    @property
    def short(self) -> str:
        """The same for the foot of each page; 16 digits are enough to check by."""
        return f"Decision {self.decision} · {self.fingerprint[:16]}" if self.decision is not None else ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A paper, whatever the format."""

    title: str
    organ: str
    facts: tuple[tuple[str, str], ...]
    name: str
    introduction: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    foot: Foot
    view: View
    pile: Pile
    at: datetime

    @property
    def items(self) -> Iterable[Item]:
        """All paragraphs in order."""
        return (item for section in self.sections for item in section.items)


@dataclass(frozen=True, slots=True)
class FrozenAs:
    """Under what number a page state was frozen."""

    number: int
    title: str
    frozen_at: datetime
    adopted: bool = False
    fingerprint: str = ""
    seen_by: str | None = None  # who may see it, which releases widen after it was frozen


@dataclass(slots=True)
class _Notes:
    """Footnotes in the order of their places."""

    words: list[str] = field(default_factory=list)

    def add(self, words: str) -> int:
        self.words.append(showable(words).strip() or "…")
        return len(self.words)


def showable(words: str) -> str:
    """Words without what no format can hold; every sort of line end is a line break."""
    words = _LINE_ENDS.sub("\n", words)
    return _PLANES_ENDS.sub("", _UNSHOWABLE.sub("", words))


def one_line(words: str) -> str:
    """The same for a title or a name, which has no line breaks."""
    return " ".join(showable(words).split())


def build_outline(
    state: Mapping[str, Any],
    pile: Pile = Pile.WHOLE,
    view: View = View.BRACKETED,
    revision: FrozenAs | None = None,
    at: datetime | None = None,
) -> Outline:
    """The outline of a page state (parsed JSON, as `paragraphs.page.build` makes it).

    `at` is when it is taken out, if that is later than when the state was built; a revision has its own time.
    """
    notes = _Notes()
    at = revision.frozen_at if revision else at or _time(state["at"])
    shown = [one for one in state["paragraphs"] if not one["withdrawn"]]
    sections = tuple(_sections(state["categories"], shown, pile, view, notes))
    return Outline(
        title=one_line(state["title"]) or "Document",
        organ=one_line(state["group"]["name"]),
        facts=tuple(_facts(state, view, revision, at)),
        name=_name(state, pile, revision),
        introduction=tuple(_introduction(sections, shown, pile, view)),
        sections=sections,
        notes=tuple(notes.words),
        foot=_foot(state, revision, at),
        view=view,
        pile=pile,
        at=at,
    )


def _time(value: str | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _name(state: Mapping[str, Any], pile: Pile, revision: FrozenAs | None) -> str:
    adopted = state.get("state") in {DocumentState.ADOPTED, DocumentState.TRANSMITTED} or (
        revision and revision.adopted
    )
    if pile is Pile.WHOLE and adopted:
        return "Text as adopted"
    return say.PILES[pile]


def _facts(state: Mapping[str, Any], view: View, revision: FrozenAs | None, at: datetime) -> Iterable[tuple[str, str]]:
    """What stands at the head of the first page."""
    if revision is not None:
        title = one_line(revision.title)
        yield "Revision", f"Rev.{revision.number}{f': {title}' if title else ''}"
        yield "Frozen", say.moment(at)
    else:
        if newest := state.get("revision"):
            yield "Revision", f"after Rev.{newest['number']}"
        yield "As of", say.moment(at)
    if meeting := state.get("meeting"):
        title = one_line(meeting["title"])
        yield "Meeting", f"{meeting['number']}{f': {title}' if title else ''}"
    document_state = DocumentState(state.get("state") or DocumentState.DRAFTING)
    said = say.STATES[document_state]
    if state.get("as_amended") and document_state is not DocumentState.DRAFTING:
        said = said.replace("adopted", "adopted as amended", 1)
    yield "State", said
    seen_by = revision.seen_by if revision else None
    yield "Distribution", say.AUDIENCES[Audience(seen_by or state.get("seen_by") or state["audience"])]
    yield "View", say.VIEWS[view]


def _foot(state: Mapping[str, Any], revision: FrozenAs | None, at: datetime) -> Foot:
    record = state.get("record") or {}
    number, fingerprint = record.get("number"), record.get("fingerprint") or ""
    if revision is None:
        return Foot(f"As of {say.moment(at)}", number, fingerprint)
    line = f"Rev.{revision.number}, fingerprint {revision.fingerprint}" if revision.fingerprint else ""
    return Foot(f"Rev.{revision.number}", number, fingerprint, line)


def _introduction(
    sections: Sequence[Section], shown: Sequence[Mapping[str, Any]], pile: Pile, view: View
) -> Iterable[str]:
    wanted = sum(_belongs(one, pile) for one in shown)
    if not wanted:
        yield say.EMPTY[pile]
        return
    if view is View.CLEAN:
        return
    if pile is not Pile.WHOLE:
        yield f"{say.how_many(wanted, pile)}."
    yield say.BRACKETS


def _belongs(paragraph: Mapping[str, Any], pile: Pile) -> bool:
    if pile is Pile.WHOLE:
        return True
    if pile is Pile.STATEMENTS:
        return bool(paragraph["kind"] == ParagraphKind.STATEMENT)
    status, kinds = _OF_PILE[pile]
    return paragraph["status"] == status and paragraph["kind"] in kinds


def _sections(
    categories: Sequence[Mapping[str, Any]],
    shown: Sequence[Mapping[str, Any]],
    pile: Pile,
    view: View,
    notes: _Notes,
) -> Iterable[Section]:
    members: dict[str, list[Mapping[str, Any]]] = {category["id"]: [] for category in categories}
    for paragraph in shown:
        members[paragraph["category"]].append(paragraph)
    for category in categories:
        mine = members[category["id"]]
        listed = mine if pile is Pile.WHOLE else _with_chapeaux(mine, pile)
        if not listed and pile is not Pile.WHOLE:
            continue
        items = (_item(paragraph, pile, view, notes) for paragraph in listed)
        kept = tuple(item for item in items if item.pieces or item.asides)
        yield Section(heading_of(category), _aside(category, mine, view), kept)


def heading_of(category: Mapping[str, Any]) -> str:
    """A. Implementation; Article 3 Mitigation; or whichever of the two there is."""
    code, title = one_line(category["code"]), one_line(category["title"])
    if title in {"", code}:
        return code
    return f"{code}. {title}" if _LETTERED.fullmatch(code) else f"{code} {title}"


def _aside(category: Mapping[str, Any], mine: Sequence[Mapping[str, Any]], view: View) -> str:
    if view is View.CLEAN:
        return ""
    way = say.WAYS[Way(category["way"])]
    counts: dict[str, int] = {}
    for one in mine:
        if one["kind"] != ParagraphKind.PLAIN:
            counts[one["status"]] = counts.get(one["status"], 0) + 1
    counted = say.counts_words(counts)
    return f"{way}; {counted}" if counted else f"{way}; {say.EMPTY_CATEGORY.lower().rstrip('.')}"


def _with_chapeaux(mine: Sequence[Mapping[str, Any]], pile: Pile) -> list[Mapping[str, Any]]:
    """The paragraphs of a list, each under the plain text that governs it: opening words of a shallower level."""
    wanted: set[str] = set()
    above: list[Mapping[str, Any]] = []
    for paragraph in mine:
        while above and above[-1]["level"] >= paragraph["level"]:
            above.pop()
        if _belongs(paragraph, pile):
            wanted.add(paragraph["id"])
            wanted.update(one["id"] for one in above if one["kind"] == ParagraphKind.PLAIN)
        above.append(paragraph)
    return [paragraph for paragraph in mine if paragraph["id"] in wanted]


def _item(paragraph: Mapping[str, Any], pile: Pile, view: View, notes: _Notes) -> Item:
    label = paragraph["label"] if pile is Pile.WHOLE else paragraph["address"] or paragraph["label"]
    bracketed = view is View.BRACKETED
    return Item(
        id=str(paragraph["id"]),
        label=one_line(label),
        level=max(0, int(paragraph["level"])),
        kind=ParagraphKind(paragraph["kind"]),
        pieces=tuple(_pieces(paragraph, notes, coloured=bracketed)),
        asides=tuple(one_line(aside) for aside in _asides(paragraph)) if bracketed else (),
        right_to_left=is_right_to_left(paragraph["words"]),
    )


def _asides(paragraph: Mapping[str, Any]) -> Iterable[str]:
    """Status first, then whose it is."""
    if not paragraph["words"].strip():
        yield say.PLACEHOLDER if paragraph.get("placeholder") else say.NO_WORDS
    if paragraph["kind"] == ParagraphKind.STATEMENT:
        yield say.STATEMENT
    mark = paragraph.get("mark")
    if paragraph["kind"] != ParagraphKind.PLAIN or mark:
        yield say.status_words(paragraph["status"], paragraph.get("qualifier"), paragraph.get("qualifier_words"))
    if paragraph.get("final"):
        yield say.FINAL
    if mark and mark.get("awaiting_confirmation"):
        yield say.AWAITING
    if paragraph.get("changed_since_marked"):
        yield say.MOVED_ON
    if paragraph.get("variant"):
        yield paragraph["variant"]
    if paragraph.get("proposer"):
        yield f"proposed by {paragraph['proposer']}"
    if paragraph.get("source"):
        yield f"source: {paragraph['source']}"
    if paragraph.get("reference"):
        yield f"formerly {paragraph['reference']}"


def _pieces(paragraph: Mapping[str, Any], notes: _Notes, *, coloured: bool) -> Iterable[Piece]:
    depths = iter(_depths(paragraph) if coloured else ())
    for run in paragraph["runs"]:
        attributes = run.get("attributes") or {}
        marks = frozenset(key for key in FLAGS if attributes.get(key))
        link = attributes.get("link")
        if (footnote := attributes.get("footnote")) is not None:
            for _ in range(run["insert"].count(FOOTNOTE_MARK)):
                yield Piece("", note=notes.add(footnote))
        for part in _SIGNS.split(run["insert"]) if coloured else [run["insert"]]:
            depth = next(depths, 0) if coloured and part in {"[", "]"} else 0
            if words := showable(part.replace(FOOTNOTE_MARK, "")):
                yield Piece(words, marks, link, depth)


def _depths(paragraph: Mapping[str, Any]) -> list[int]:
    """The depth of each bracket sign in turn; those of a placeholder are nothing to show."""
    words: str = paragraph["words"]
    brackets = find_brackets(words)
    if not brackets.any:
        return []
    units = words.encode("utf-16-le", "surrogatepass")
    placeholders = set(paragraph.get("placeholders") or ())
    at: dict[int, int] = dict.fromkeys([*brackets.unclosed, *brackets.unopened], ALONE)
    for span in brackets.spans:
        said = units[2 * span.start : 2 * span.end].decode("utf-16-le", "surrogatepass")
        at[span.start] = at[span.end - 1] = 0 if said in placeholders else span.depth
    return [depth for _, depth in sorted(at.items())]


def is_right_to_left(words: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for character in words:
        direction = unicodedata.bidirectional(character)
        if direction == "L":
            return False
        if direction in {"R", "AL"}:
            return True
    return False
