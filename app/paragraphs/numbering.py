"""Labels: computed from order, level and kind, or kept as an imported text gave them (no I/O).

In a category with code A the paragraphs of level 0 are A.1, A.2, …, running on through the category; below them come
(a), (b), … (z), (aa), …, then (i), (ii), …, then 1), 2), … and a), b), …. Plain text (headings, chapeaux) takes no
number, and what is below it begins anew; a withdrawn paragraph takes none and is passed over.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_INSERTED = ["bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies"]
_INSERTED_TAIL = re.compile(rf"^(?P<base>.*?) ?(?:{'|'.join(_INSERTED)}|\d+th)$")
_ROMAN = [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]


@dataclass(frozen=True, slots=True)
class Place:
    """What numbering needs to know of a paragraph, in reading order within its category."""

    level: int
    plain: bool = False
    withdrawn: bool = False
    given: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """What stands in the margin, and what one says to find the paragraph: A.1(a)(i)."""

    label: str
    address: str


UNNUMBERED = Label("", "")


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
        own = f"{code}.{counts[0]}" if level == 0 else _of_level(level, counts[level])
        parent = next((address for address in reversed(above) if address), code)
        address = own if level == 0 else parent + own
        above += [""] * (level - len(above)) + [address]
        labels.append(Label(own, address))
    return labels


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


def inserted_label(before: str | None, taken: Sequence[str | None]) -> str | None:
    """The label of a paragraph put in while numbers are frozen: “12 bis.” after “12.”, or None."""
    if not before or not any(letter.isalnum() for letter in before):
        return None
    body = before.rstrip(".):")
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


def _of_level(level: int, number: int) -> str:
    if level == 1:
        return f"({_letters(number)})"
    if level == 2:
        return f"({_roman(number)})"
    return f"{number})" if level % 2 else f"{_letters(number)})"


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
