"""Square brackets mean *not agreed*: finding them, alike in the page and here (tests/fixtures/brackets; no I/O)."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_SIGNS = re.compile(r"[\[\]]")
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Span:
    """A bracketed stretch from its "[" to just after its "]", in UTF-16 units; depth 1 is outermost."""

    start: int
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class Brackets:
    """All brackets of a text; offsets are UTF-16 units, as browsers count."""

    spans: list[Span]
    unclosed: list[int]
    unopened: list[int]

    @property
    def any(self) -> bool:
        """Whether anything is still in brackets, or looks as if it were."""
        return bool(self.spans or self.unclosed or self.unopened)


NONE = Brackets([], [], [])


def find_brackets(text: str) -> Brackets:
    """Every pair with its depth, and the signs without a partner, which do not change the depth of what follows."""
    if "[" not in text and "]" not in text:
        return NONE
    open_: list[int] = []
    pairs: list[tuple[int, int]] = []
    unopened: list[int] = []
    for sign, at in _signs(text):
        if sign == "[":
            open_.append(at)
        elif open_:
            pairs.append((open_.pop(), at + 1))
        else:
            unopened.append(at)
    spans: list[Span] = []
    around: list[int] = []  # where the pairs around the present one end
    for start, end in sorted(pairs):
        while around and around[-1] <= start:
            around.pop()
        around.append(end)
        spans.append(Span(start, end, len(around)))
    return Brackets(spans, open_, unopened)


def count_brackets(text: str, placeholders: Collection[str] = ()) -> dict[str, int]:
    """Pairs still open to negotiation, those that only hold a place, and the signs that have no partner."""
    brackets = find_brackets(text)
    held = len(brackets.spans) - len(_negotiated(text, brackets, placeholders))
    return {
        "open": len(brackets.spans) - held,
        "placeholders": held,
        "unclosed": len(brackets.unclosed),
        "unopened": len(brackets.unopened),
    }


def bracketed(text: str) -> list[str]:
    """What stands in brackets, with its signs, in order of place and each but once."""
    units = text.encode("utf-16-le", "surrogatepass")
    return list(dict.fromkeys(_words(units, span.start, span.end) for span in find_brackets(text).spans))


def _negotiated(text: str, brackets: Brackets, placeholders: Collection[str]) -> list[Span]:
    """The pairs that are not flagged as placeholders."""
    if not placeholders:
        return brackets.spans
    units = text.encode("utf-16-le", "surrogatepass")
    return [span for span in brackets.spans if _words(units, span.start, span.end) not in placeholders]


def _words(units: bytes, start: int, end: int) -> str:
    return units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


def named(text: str, placeholders: Collection[str] = ()) -> list[dict[str, str | int]]:
    """Each unresolved bracket in order of place, as words that a chair can read aloud; placeholders are none."""
    brackets = find_brackets(text)
    units = text.encode("utf-16-le")

    def words(start: int, end: int) -> str:
        cut = units[2 * start : 2 * min(end, start + LONGEST_NAME)].decode("utf-16-le", "ignore")
        return cut if end <= start + LONGEST_NAME else f"{cut}…"

    length = len(units) // 2
    found: list[tuple[int, int, str]] = [
        (span.start, span.end, "open") for span in _negotiated(text, brackets, placeholders)
    ]
    found += [(at, min(at + 40, length), "unclosed") for at in brackets.unclosed]
    found += [(at, at + 1, "unopened") for at in brackets.unopened]
    return [
        {"kind": kind, "start": start, "end": end, "words": words(start, end)} for start, end, kind in sorted(found)
    ]


def _signs(text: str) -> Iterator[tuple[str, int]]:
    """Each bracket sign with its offset in UTF-16 units."""
    counted = units = 0
    for match in _SIGNS.finditer(text):
        units += len(text[counted : match.start()].encode("utf-16-le", "surrogatepass")) // 2
        counted = match.start()
        yield match.group(), units
