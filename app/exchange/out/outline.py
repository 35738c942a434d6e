"""The one outline that every writer writes: title block, sections, paragraphs, notes and foot (no I/O).

It is built from a page state, be it the document as it stands or a frozen revision, and from what stands beside its
paragraphs. Each writer still escapes for its own format.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.documents.models import Audience, DocumentState, Way
from app.exchange.out import words as say
from app.exchange.out.beside import NOTHING, Beside, Wording
from app.exchange.out.choices import Pile, View
from app.exchange.out.pieces import Notes, Piece, is_right_to_left, one_line, pieces_of
from app.paragraphs.models import ParagraphKind, ParagraphStatus

RIGHT_TO_LEFT_MARK = "\u200f"
NO_BREAK_SPACE = "\u00a0"
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


def build_outline(
    state: Mapping[str, Any],
    pile: Pile = Pile.WHOLE,
    view: View = View.BRACKETED,
    revision: FrozenAs | None = None,
    at: datetime | None = None,
    beside: Beside = NOTHING,
) -> Outline:
    """The outline of a page state (parsed JSON, as `paragraphs.page.build` makes it).

    `at` is when it is taken out, if that is later than when the state was built; a revision has its own time.
    """
    notes = Notes()
    at = revision.frozen_at if revision else at or _time(state["at"])
    shown = [one for one in state["paragraphs"] if not one["withdrawn"]]
    sections = tuple(_sections(state["categories"], shown, pile, view, notes, beside))
    introduction = tuple(_introduction(sections, shown, pile, view))
    if pile is Pile.WHOLE and (annex := _annex(sections, shown, beside, view, notes)) is not None:
        sections = (*sections, annex)
    return Outline(
        title=one_line(state["title"]) or "Document",
        organ=one_line(state["group"]["name"]),
        facts=tuple(_facts(state, view, revision, at)),
        name=_name(state, pile, revision),
        introduction=introduction,
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
    notes: Notes,
    beside: Beside,
) -> Iterable[Section]:
    members: dict[str, list[Mapping[str, Any]]] = {category["id"]: [] for category in categories}
    for paragraph in shown:
        members[paragraph["category"]].append(paragraph)
    for category in categories:
        mine = members[category["id"]]
        listed = mine if pile is Pile.WHOLE else _with_chapeaux(mine, pile)
        if not listed and pile is not Pile.WHOLE:
            continue
        items = (item for paragraph in listed for item in _items(paragraph, pile, view, notes, beside))
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


def _item(paragraph: Mapping[str, Any], pile: Pile, view: View, notes: Notes) -> Item:
    label = paragraph["label"] if pile is Pile.WHOLE else paragraph["address"] or paragraph["label"]
    bracketed = view is View.BRACKETED
    return Item(
        id=str(paragraph["id"]),
        label=one_line(label),
        level=max(0, int(paragraph["level"])),
        kind=ParagraphKind(paragraph["kind"]),
        pieces=tuple(pieces_of(paragraph, notes, coloured=bracketed)),
        asides=tuple(one_line(aside) for aside in _asides(paragraph)) if bracketed else (),
        right_to_left=is_right_to_left(paragraph["words"]),
    )


def _items(paragraph: Mapping[str, Any], pile: Pile, view: View, notes: Notes, beside: Beside) -> Iterable[Item]:
    """A paragraph; where brackets are shown, its alternatives; in the list of divergent opinions, those on it."""
    item = _item(paragraph, pile, view, notes)
    yield item
    if view is View.BRACKETED:
        for alternative in beside.alternatives.get(item.id, ()):
            inner = pieces_of(alternative.said, notes, coloured=True)
            nested = [replace(one, depth=one.depth + 1) if one.depth > 0 else one for one in inner]
            pieces = (Piece("[", depth=1), *nested, Piece("]", depth=1))
            asides = (say.supported_by(alternative.names),) if alternative.names else ()
            yield _beside(alternative, alternative.label, item.level, pieces, asides)
    if pile is Pile.DIVERGENT and _belongs(paragraph, pile):
        for opinion in beside.opinions.get(item.id, ()):
            yield _opinion(opinion, "", item.level + 1, view, notes, say.opinion_of(opinion.names))


def _opinion(opinion: Wording, label: str, level: int, view: View, notes: Notes, whose: str) -> Item:
    pieces = pieces_of(opinion.said, notes, coloured=view is View.BRACKETED)
    whose_piece = Piece(f"{one_line(whose)}: ", frozenset({"bold"}))
    return _beside(opinion, label, level, (whose_piece, *pieces), ())


def _beside(wording: Wording, label: str, level: int, pieces: tuple[Piece, ...], asides: tuple[str, ...]) -> Item:
    return Item(
        id=wording.id,
        label=one_line(label),
        level=level,
        kind=ParagraphKind.PLAIN,
        pieces=pieces,
        asides=tuple(one_line(aside) for aside in asides),
        right_to_left=is_right_to_left(wording.said["words"]),
    )


def _annex(
    sections: Sequence[Section], shown: Sequence[Mapping[str, Any]], beside: Beside, view: View, notes: Notes
) -> Section | None:
    """The opinions on record, attributed, in the order of the paragraphs that they are about."""
    addresses = {str(one["id"]): one["address"] or one["label"] for one in shown}
    in_order = [item.id for section in sections for item in section.items if item.id in addresses]
    items = tuple(
        _opinion(opinion, addresses[id_], 0, view, notes, say.whose(opinion.names))
        for id_ in in_order
        for opinion in beside.opinions.get(id_, ())
    )
    return Section(say.ANNEX, say.ANNEX_ASIDE, items) if items else None


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
