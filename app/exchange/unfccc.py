"""Drafts of the climate negotiations, as published in JSON: one list of paragraphs that name their article."""

import re
from collections import Counter
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError

from app.documents.models import Numbering
from app.exchange.concord_file import faults_of
from app.exchange.findings import Refused, note, pointer_to, warning
from app.exchange.plan import DEEPEST, Line, Plan, PlannedCategory, PlannedParagraph, add_footnotes, check, fitted
from app.exchange.source import Source
from app.paragraphs.models import ParagraphKind

# A line that only names the option under which the following paragraphs stand: nobody agrees on it.
_OPTION_HEADING = re.compile(r"\[*option\s+\w+\s*:?\s*\]*", re.IGNORECASE)


class _Tolerant(BaseModel):
    """The next version of such a file may say more than we know of."""

    model_config = ConfigDict(extra="ignore")


class Row(_Tolerant):
    """A paragraph. What it cannot do without are its words, its article and its level."""

    n: StrictInt | None = None
    article: Annotated[Line, Field(min_length=1, max_length=60)]
    article_title: Annotated[Line, Field(max_length=500)] | None = None
    level: Annotated[StrictInt, Field(ge=0, le=DEEPEST)]
    label: Annotated[Line, Field(max_length=60)] | None = None
    option: Annotated[Line, Field(max_length=100)] | None = None
    placeholder: StrictBool = False
    text: StrictStr


class File(_Tolerant):
    """The draft as a whole."""

    title: Annotated[Line, Field(min_length=1, max_length=500)]
    date: StrictStr | None = None
    original: StrictStr | None = None
    source: StrictStr | None = None
    paragraphs: Annotated[list[Row], Field(min_length=1)]
    footnotes: list[StrictStr] = Field(default_factory=list)


def plan_of(source: Source, title: str | None = None) -> Plan:
    """Map a file: articles become categories, every text, label and level is kept. Raises Refused."""
    value = {**source.value, "title": title} if title and isinstance(source.value, dict) else source.value
    try:
        file = File.model_validate(value)
    except ValidationError as error:
        raise Refused(faults_of(error)) from None
    plan = Plan(title=file.title, numbering=Numbering.GIVEN)
    _note_names(plan, source.value)
    places: dict[tuple[str, str], int] = {}
    latest = -1
    for number, row in enumerate(file.paragraphs):
        pointer = pointer_to("paragraphs", number)
        heading = (row.article, row.article_title or "")
        if heading not in places:
            places[heading] = len(places)
            plan.categories.append(PlannedCategory(*heading))
        elif places[heading] != latest:
            plan.findings.append(warning(f"“{row.article}” comes a second time: joined with the first.", pointer))
        latest = places[heading]
        plan.paragraphs.append(_planned(plan, row, latest, pointer))
    headings = sum(paragraph.kind is ParagraphKind.PLAIN for paragraph in plan.paragraphs)
    plan.findings.append(
        note(
            "The file says nothing of kinds: its paragraphs became recommendations, which can be marked"
            + (f"; {headings} that only name an option became plain paragraphs." if headings else ".")
        )
    )
    add_footnotes(plan, [(pointer_to("footnotes", number), words) for number, words in enumerate(file.footnotes)])
    check(plan)
    return plan


def _planned(plan: Plan, row: Row, category: int, pointer: str) -> PlannedParagraph:
    runs, findings = fitted([{"insert": row.text}], pointer)
    plan.findings += findings
    plain = _OPTION_HEADING.fullmatch(row.text.strip())
    return PlannedParagraph(
        category=category,
        runs=runs,
        level=row.level,
        kind=ParagraphKind.PLAIN if plain else ParagraphKind.RECOMMENDATION,
        label=row.label,
        variant=row.option,
        placeholder=row.placeholder,
        pointer=pointer,
    )


def _note_names(plan: Plan, value: dict[str, Any]) -> None:
    """Say which names of the file were not understood, and which expected ones are missing."""
    unknown = sorted(set(value) - set(File.model_fields))
    if unknown:
        plan.findings.append(note(f"Names of the file that mean nothing here were left out: {', '.join(unknown)}."))
    rows: list[dict[str, Any]] = value["paragraphs"]
    strange = Counter(name for row in rows for name in row if name not in Row.model_fields)
    if strange:
        listed = ", ".join(f"{name} ({times} times)" for name, times in sorted(strange.items()))
        plan.findings.append(note(f"Names of paragraphs that mean nothing here were left out: {listed}."))
    missing = Counter(name for row in rows for name in Row.model_fields if name != "n" and name not in row)
    for name, times in sorted(missing.items()):
        plan.findings.append(warning(f"“{name}” is missing in {times} of {len(rows)} paragraphs.", "/paragraphs"))
    if "footnotes" not in value:
        plan.findings.append(note("The file has no list of footnotes."))
