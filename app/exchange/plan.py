"""What an import is about to make, whatever format it was read from (no I/O)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import AfterValidator, StrictStr

from app.documents.models import Numbering, Way
from app.exchange.findings import Finding, Weight, fault, note, warning
from app.paragraphs.brackets import find_brackets
from app.paragraphs.models import ParagraphKind
from app.texts.positions import utf16_length
from app.texts.runs import FOOTNOTE_MARK, Run, normal_runs, plain
from app.texts.schema import CONTROL, LINE_ENDS, MAX_CHARACTERS, fit_runs

DEEPEST = 8
MAX_PARAGRAPHS = 20_000
MAX_CATEGORIES = 500
FOOTNOTES = "Footnotes"

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


def _one_line(value: str) -> str:
    return _CONTROL.sub(" ", value).strip()


# A title or a label: control characters (line breaks too) and half characters become spaces; databases refuse some.
Line = Annotated[StrictStr, AfterValidator(_one_line)]


@dataclass(frozen=True, slots=True)
class PlannedCategory:
    code: str
    title: str = ""
    way: Way = Way.ANYONE


@dataclass(frozen=True, slots=True)
class PlannedParagraph:
    category: int  # its place among the plan's categories
    runs: list[Run]
    level: int = 0
    kind: ParagraphKind = ParagraphKind.RECOMMENDATION
    label: str | None = None
    variant: str | None = None
    placeholder: bool = False
    proposer: str | None = None
    source: str | None = None
    pointer: str = ""  # where it stands in the file

    @property
    def words(self) -> str:
        """Its bare characters."""
        return plain(self.runs)


@dataclass(slots=True)
class Plan:
    """A document to be; the paragraphs are in reading order of the file, which may go to and fro between categories."""

    title: str
    numbering: Numbering = Numbering.COMPUTED
    categories: list[PlannedCategory] = field(default_factory=list)
    paragraphs: list[PlannedParagraph] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    fingerprint: str = ""  # SHA-256 (hex) of the file
    file_format: str = ""

    def ordered(self) -> list[PlannedParagraph]:
        """The paragraphs as they will be read: by category, each in the order of the file."""
        return sorted(self.paragraphs, key=lambda paragraph: paragraph.category)


def fitted(runs: Sequence[Run], pointer: str) -> tuple[list[Run], list[Finding]]:
    """Words as a text can hold them, and what had to change for that."""
    fitting = fit_runs(runs)
    if fitting == normal_runs(runs):
        return fitting, []
    words = plain(runs)
    changes = []
    if CONTROL.search(LINE_ENDS.sub("\n", words)):
        changes.append("control characters were left out")
    if LINE_ENDS.search(words):
        changes.append("line ends became plain ones")
    if FOOTNOTE_MARK in words and plain(fitting).count(FOOTNOTE_MARK) < words.count(FOOTNOTE_MARK):
        changes.append("placeholders of footnotes without a footnote (U+FFFC) were left out")
    if any("\ud800" <= character <= "\udfff" for character in words):
        changes.append("halves of characters became “?”")
    return fitting, [
        warning(f"Some characters do not belong in a text: {', '.join(changes or ['left out'])}.", pointer)
    ]


def add_footnotes(plan: Plan, footnotes: Iterable[tuple[str, str]]) -> None:
    """Put loose footnotes (pointer, words) at the end of the plan as plain paragraphs, and note it."""
    notes = [(pointer, words) for pointer, words in footnotes if words.strip()]
    if not notes:
        return
    codes = {category.code for category in plan.categories}
    code = (
        FOOTNOTES
        if FOOTNOTES not in codes
        else next(name for number in range(2, MAX_CATEGORIES) if (name := f"{FOOTNOTES} {number}") not in codes)
    )
    plan.categories.append(PlannedCategory(code=code))
    for pointer, words in notes:
        runs, findings = fitted([{"insert": words}], pointer)
        plan.findings += findings
        category = len(plan.categories) - 1
        plan.paragraphs.append(PlannedParagraph(category, runs, kind=ParagraphKind.PLAIN, pointer=pointer))
    plan.findings.append(
        note(
            f"{len(notes)} loose footnotes became plain paragraphs at the end, in a category “{code}” of their own: "
            "the file does not say where they stand."
        )
    )


def check(plan: Plan) -> None:
    """Add to the plan what is wrong or odd about it as a whole."""
    plan.findings += _faults(plan)
    plan.findings += _level_warnings(plan)
    plan.findings += _label_warnings(plan)
    plan.findings += _bracket_warnings(plan)


def _faults(plan: Plan) -> Iterator[Finding]:
    if not plan.categories:
        yield fault("There is no category.", "/categories")
    if len(plan.categories) > MAX_CATEGORIES:
        yield fault(f"There are more than {MAX_CATEGORIES} categories.", "/categories")
    if len(plan.paragraphs) > MAX_PARAGRAPHS:
        yield fault(f"There are more than {MAX_PARAGRAPHS} paragraphs.", "/paragraphs")
    for paragraph in plan.paragraphs:
        if utf16_length(paragraph.words) > MAX_CHARACTERS:
            yield fault(f"A paragraph has at most {MAX_CHARACTERS:,} characters.", paragraph.pointer)
        if not paragraph.words.strip():
            yield warning("This paragraph has no words.", paragraph.pointer)


def _level_warnings(plan: Plan) -> Iterator[Finding]:
    before: dict[int, int] = {}
    for paragraph in plan.paragraphs:
        above = before.get(paragraph.category, -1)
        if paragraph.level > above + 1:
            came = f"after one of level {above}" if above >= 0 else "at the beginning of its category"
            yield warning(f"A paragraph of level {paragraph.level} stands {came}.", paragraph.pointer)
        before[paragraph.category] = paragraph.level


def _label_warnings(plan: Plan) -> Iterator[Finding]:
    for number, category in enumerate(plan.categories):
        places = Counter(
            (paragraph.label, paragraph.level, paragraph.variant)
            for paragraph in plan.paragraphs
            if paragraph.category == number and paragraph.label and paragraph.label.strip("-–—•* ")
        )
        repeated: dict[str, int] = {}
        for (label, _, _), times in places.items():
            if label and times > 1:
                repeated[label] = max(times, repeated.get(label, 0))
        if repeated:
            listed = ", ".join(f"{label} ({times} times)" for label, times in repeated.items())
            yield warning(f"Labels occur more than once at one level: in “{category.code}” {listed}.")


def _bracket_warnings(plan: Plan) -> Iterator[Finding]:
    for paragraph in plan.paragraphs:
        found = find_brackets(paragraph.words)
        odd = [
            f"{len(offsets)} “{sign}” without its partner"
            for sign, offsets in (("[", found.unclosed), ("]", found.unopened))
            if offsets
        ]
        if odd:
            yield warning(f"Brackets do not balance: {' and '.join(odd)}.", paragraph.pointer)


def summary(plan: Plan) -> dict[str, Any]:
    """The figures of the report."""
    found = [find_brackets(paragraph.words) for paragraph in plan.paragraphs]
    in_category = Counter(paragraph.category for paragraph in plan.paragraphs)
    return {
        "title": plan.title,
        "numbering": plan.numbering,
        "categories": len(plan.categories),
        "paragraphs": len(plan.paragraphs),
        "by_category": [
            {"code": category.code, "title": category.title, "way": category.way, "paragraphs": in_category[number]}
            for number, category in enumerate(plan.categories)
        ],
        "by_level": _counted(str(paragraph.level) for paragraph in plan.paragraphs),
        "by_kind": _counted(paragraph.kind.value for paragraph in plan.paragraphs),
        "placeholders": sum(paragraph.placeholder for paragraph in plan.paragraphs),
        "brackets": {
            "paragraphs": sum(bool(one.spans or one.unclosed or one.unopened) for one in found),
            "pairs": sum(len(one.spans) for one in found),
            "deepest": max((span.depth for one in found for span in one.spans), default=0),
            "unclosed": sum(len(one.unclosed) for one in found),
            "unopened": sum(len(one.unopened) for one in found),
        },
        "fingerprint": plan.fingerprint,
        "warnings": [finding.as_json() for finding in plan.findings if finding.weight is Weight.WARNING],
        "notes": [finding.as_json() for finding in plan.findings if finding.weight is Weight.NOTE],
    }


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
