"""Labels: computed from order, level and kind, frozen, or kept as an imported text gave them (no I/O).

In a category with code A the paragraphs of level 0 are A.1, A.2, …, running on through the category; below them come
(a), (b), … (z), (aa), …, then (i), (ii), …, then 1), 2), … and a), b), …. Plain text (headings, chapeaux) takes no
number, and what is below it begins anew; a withdrawn paragraph takes none and is passed over.

While numbers are frozen each paragraph keeps its label wherever it goes, and what is added takes *bis*, *ter*, … of the
one before it.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

_INSERTED = ["bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies"]
_INSERTED_TAIL = re.compile(rf"^(?P<base>.*?) ?(?:{'|'.join(_INSERTED)}|\d+th)$")
_ROMAN = [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]


@dataclass(frozen=True, slots=True)
class Label:
    """What stands in the margin, and what one says to find the paragraph: A.1(a)(i)."""

    label: str
    address: str


UNNUMBERED = Label("", "")


@dataclass(frozen=True, slots=True)
class Place:
    """What numbering needs to know of a paragraph, in reading order within its category."""

    level: int
    plain: bool = False
    withdrawn: bool = False
    given: str | None = None
    frozen: Label = UNNUMBERED

    @property
    def numbered(self) -> bool:
        """Whether a number stands beside it."""
        return not self.plain and not self.withdrawn


def labels_of(code: str, places: Iterable[Place], *, given: bool = False) -> list[Label]:
    """The label of each paragraph of one category; with `given`, those that the text came with."""
    if given:
        return [UNNUMBERED if place.withdrawn else Label(place.given or "", place.given or "") for place in places]
    labels: list[Label] = []
    counts: list[int] = []
    above: list[str] = []  # the address of the numbered paragraph open at each level
    for place in places:
        if place.withdrawn:
            labels.append(UNNUMBERED)
            continue
        level = max(place.level, 0)
        # Level 0 runs on; everything deeper begins anew under each paragraph above it.
        del counts[level + 1 :]
        del above[level:]
        counts += [0] * (level + 1 - len(counts))
        if place.plain:
            labels.append(UNNUMBERED)
            continue
        counts[level] += 1
        own = _own(code, level, counts[level])
        parent = next((address for address in reversed(above) if address), code)
        address = own if level == 0 else parent + own
        above += [""] * (level - len(above)) + [address]
        labels.append(Label(own, address))
    return labels


def frozen_labels(places: Iterable[Place]) -> list[Label]:
    """The labels as they were frozen; what is plain text or withdrawn now shows none."""
    return [place.frozen if place.numbered else UNNUMBERED for place in places]


def added_label(code: str, places: Sequence[Place], at: int, taken: Collection[str]) -> Label:
    """The label of a paragraph put in at that index while numbers are frozen: “A.12 bis”, “(b) bis” under A.12.

    What comes before the first of its level is 0. `taken` are all addresses of the document, those out of sight too.
    """
    new = places[at]
    if new.plain:
        return UNNUMBERED
    level = max(new.level, 0)
    parent, before = _above(code, places[:at], level)
    used = {address.removeprefix(parent) for address in taken} if level else taken
    if before is not None:
        own = inserted_label(before, used)
    elif _is_followed(places[at + 1 :], level):
        first = f"{code}.0" if level == 0 else _with(level, "0")
        own = first if first not in used else inserted_label(first, used)
    else:
        number = 1
        while (own := _own(code, level, number)) in used:
            number += 1
    own = own or ""
    return Label(own, own if level == 0 else parent + own)


def _above(code: str, earlier: Sequence[Place], level: int) -> tuple[str, str | None]:
    """The address a paragraph of this level hangs on, and the label of its sibling before it."""
    before: str | None = None
    limit = level
    for place in reversed(earlier):
        if place.withdrawn or place.level > limit:
            continue
        if place.level == level == limit:
            if before is None and place.numbered:
                before = place.frozen.label or None
            continue
        if place.level < limit:
            limit = place.level
            if place.numbered and place.frozen.address:
                return place.frozen.address, before
    return code, before


def _is_followed(later: Iterable[Place], level: int) -> bool:
    """Whether a numbered sibling comes after."""
    for place in later:
        if not place.withdrawn and place.level < level:
            return False
        if place.level == level and place.numbered and place.frozen.label:
            return True
    return False


def running_numbers(places: Iterable[Place]) -> list[int | None]:
    """1 … n through a document in reading order, for texts whose paragraphs are numbered right through."""
    number = 0
    numbers: list[int | None] = []
    for place in places:
        if place.plain or place.withdrawn or place.level > 0:
            numbers.append(None)
        else:
            number += 1
            numbers.append(number)
    return numbers


def inserted_label(before: str | None, taken: Collection[str | None]) -> str | None:
    """The label of a paragraph put in after another: “12 bis.” after “12.”, “(b) bis” after “(b)”, or None."""
    if not before or not any(letter.isalnum() for letter in before):
        return None
    body = before if before.startswith("(") else before.rstrip(".):")
    tail = before[len(body) :]
    known = _INSERTED_TAIL.match(body)
    base = known["base"] if known else body
    used = set(taken)
    for word in _INSERTED:
        if (label := f"{base} {word}{tail}") not in used:
            return label
    number = len(_INSERTED) + 2
    while (label := f"{base} {number}th{tail}") in used:
        number += 1
    return label


def inserted_word(number: int) -> str:
    """The word for the first, second, … thing put in after another: bis, ter, …, decies, 11th."""
    return _INSERTED[number - 1] if number <= len(_INSERTED) else f"{number + 1}th"


def _own(code: str, level: int, number: int) -> str:
    if level == 0:
        return f"{code}.{number}"
    if level == 2:
        return _with(level, _roman(number))
    return _with(level, str(number) if level > 1 and level % 2 else _letters(number))


def _with(level: int, sign: str) -> str:
    return f"({sign})" if level <= 2 else f"{sign})"


def _letters(number: int) -> str:
    """a … z, aa … az, ba …"""
    written = ""
    while number:
        number, letter = divmod(number - 1, 26)
        written = chr(ord("a") + letter) + written
    return written


def _roman(number: int) -> str:
    written = "m" * (number // 1000)
    hundreds, number = divmod(number % 1000, 100)
    written += ["", "c", "cc", "ccc", "cd", "d", "dc", "dcc", "dccc", "cm"][hundreds]
    for value, letters in _ROMAN:
        while number >= value:
            written += letters
            number -= value
    return written
