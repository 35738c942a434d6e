"""Concord's own format of a document: what docs/formats/document.schema.json describes and docs/import.md explains."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError, model_validator

from app.documents.models import Numbering, Way
from app.exchange.findings import Finding, Refused, fault, note, pointer_to
from app.exchange.plan import DEEPEST, Line, Plan, PlannedCategory, PlannedParagraph, add_footnotes, check, fitted
from app.exchange.source import Source
from app.paragraphs.models import ParagraphKind
from app.texts.runs import Run
from app.texts.schema import MAX_LINK, ForeignContent, check_mark

SCHEMA_ID = "https://concord.example/formats/document.schema.json"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Attributes(_Entry):
    """How a run is set. A footnote stands on the character U+FFFC and nothing else does."""

    bold: Literal[True] | None = None
    italic: Literal[True] | None = None
    underline: Literal[True] | None = None
    strike: Literal[True] | None = None
    sub: Literal[True] | None = None
    sup: Literal[True] | None = None
    link: Annotated[StrictStr, Field(max_length=MAX_LINK)] | None = None
    footnote: Annotated[StrictStr, Field(min_length=1, max_length=2000)] | None = None


class RunEntry(_Entry):
    """Words set alike."""

    insert: StrictStr
    attributes: Attributes = Field(default_factory=Attributes)


class CategoryEntry(_Entry):
    """A part of the document; paragraphs name it by its code."""

    code: Annotated[Line, Field(min_length=1, max_length=60)]
    title: Annotated[Line, Field(max_length=500)] = ""
    way: Annotated[Way, Field(description="How words change in it.")] = Way.ANYONE


class ParagraphEntry(_Entry):
    """A paragraph, in reading order. It has either `text` or `runs`."""

    category: Annotated[Line, Field(description="The code of its category.")]
    level: Annotated[StrictInt, Field(ge=0, le=DEEPEST, description="0 is outermost, 1 is (a), 2 is (i) …")] = 0
    kind: ParagraphKind = ParagraphKind.RECOMMENDATION
    label: Annotated[Line, Field(min_length=1, max_length=60)] | None = None
    variant: Annotated[Line, Field(min_length=1, max_length=100, description="Such as “Option 1”.")] | None = None
    placeholder: Annotated[StrictBool, Field(description="It only keeps a place for words to come.")] = False
    text: Annotated[StrictStr, Field(description="Its words, plain; \\n breaks a line.")] | None = None
    runs: Annotated[list[RunEntry], Field(description="Its words with bold, links and so on.")] | None = None
    proposer: Annotated[Line, Field(min_length=1, max_length=300)] | None = None
    source: Annotated[Line, Field(min_length=1, max_length=300)] | None = None

    @model_validator(mode="after")
    def _has_words_once(self) -> "ParagraphEntry":
        if (self.text is None) == (self.runs is None):
            raise ValueError("a paragraph has either “text” or “runs”")
        return self


class DocumentFile(_Entry):
    """A rolling document to import into Concord."""

    model_config = ConfigDict(
        extra="forbid",
        title="Concord document",
        json_schema_extra={"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID},
    )

    schema_: Annotated[StrictStr | None, Field(alias="$schema", description="May name this schema.")] = None
    format: Annotated[Literal["concord"], Field(description="Which format this is.")] = "concord"
    title: Annotated[Line, Field(min_length=1, max_length=500)]
    numbering: Annotated[
        Literal[Numbering.COMPUTED, Numbering.GIVEN] | None,
        Field(description="`given` shows the labels of the file; by default that, if any paragraph has one."),
    ] = None
    categories: Annotated[list[CategoryEntry], Field(min_length=1)]
    paragraphs: list[ParagraphEntry] = Field(default_factory=list)
    footnotes: Annotated[
        list[StrictStr], Field(description="Loose footnotes: they become plain paragraphs at the end.")
    ] = Field(default_factory=list)


def json_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of the format; the published file is this and nothing else."""
    schema = DocumentFile.model_json_schema(by_alias=True)
    paragraph = schema["$defs"]["ParagraphEntry"]
    paragraph["oneOf"] = [{"required": ["text"]}, {"required": ["runs"]}]
    return schema


def plan_of(source: Source, title: str | None = None) -> Plan:
    """Read a file of this format; raises Refused with everything that is wrong with it."""
    try:
        file = DocumentFile.model_validate(_with_title(source.value, title))
    except ValidationError as error:
        raise Refused(faults_of(error)) from None
    wrong = [*_repeated_names(source), *_category_faults(file), *_run_faults(file)]
    if wrong:
        raise Refused(wrong)
    given = any(paragraph.label for paragraph in file.paragraphs)
    plan = Plan(title=file.title, numbering=file.numbering or (Numbering.GIVEN if given else Numbering.COMPUTED))
    plan.categories = [PlannedCategory(entry.code, entry.title, entry.way) for entry in file.categories]
    places = {category.code: place for place, category in enumerate(plan.categories)}
    for number, entry in enumerate(file.paragraphs):
        plan.paragraphs.append(_planned(plan, entry, places[entry.category], pointer_to("paragraphs", number)))
    if given and plan.numbering is Numbering.COMPUTED:
        plan.findings.append(note("Labels are computed; those of the file are kept but not shown.", "/numbering"))
    add_footnotes(plan, [(pointer_to("footnotes", number), words) for number, words in enumerate(file.footnotes)])
    check(plan)
    return plan


def faults_of(error: ValidationError) -> list[Finding]:
    """What pydantic found, as findings in plain words."""
    return [fault(_plainly(item), pointer_to(*item["loc"])) for item in error.errors()]


def _plainly(item: Any) -> str:
    words = {
        "missing": "This is missing.",
        "extra_forbidden": "This name means nothing here.",
        "string_type": "This should be a string.",
        "int_type": "This should be a whole number.",
        "bool_type": "This should be true or false.",
        "list_type": "This should be a list.",
        "model_type": "This should be an object.",
        "model_attributes_type": "This should be an object.",
    }
    message = str(item["msg"]).removeprefix("Value error, ")
    return words.get(item["type"]) or f"{message[:1].upper()}{message[1:]}."


def _with_title(value: Any, title: str | None) -> Any:
    return {**value, "title": title} if title and isinstance(value, dict) else value


def _repeated_names(source: Source) -> Iterator[Finding]:
    for name in source.repeated:
        yield fault(f"“{name}” occurs more than once in one object.")


def _category_faults(file: DocumentFile) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, category in enumerate(file.categories):
        if category.code in seen:
            yield fault(f"There is another category “{category.code}”.", pointer_to("categories", number, "code"))
        seen.add(category.code)
    for number, paragraph in enumerate(file.paragraphs):
        if paragraph.category not in seen:
            pointer = pointer_to("paragraphs", number, "category")
            yield fault(f"There is no category “{paragraph.category}”.", pointer)


def _run_faults(file: DocumentFile) -> Iterator[Finding]:
    for number, paragraph in enumerate(file.paragraphs):
        for place, run in enumerate(paragraph.runs or ()):
            for name, value in run.attributes.model_dump(exclude_none=True).items():
                pointer = pointer_to("paragraphs", number, "runs", place, "attributes", name)
                try:
                    check_mark(name, value)
                    str(value).encode()
                except ForeignContent as error:
                    yield fault(f"{str(error)[:1].upper()}{str(error)[1:]}.", pointer)
                except UnicodeEncodeError:
                    yield fault("This is not well-formed Unicode.", pointer)


def _planned(plan: Plan, entry: ParagraphEntry, category: int, pointer: str) -> PlannedParagraph:
    given: list[Run] = [{"insert": entry.text or ""}]
    if entry.runs is not None:
        given = [
            {"insert": run.insert, "attributes": run.attributes.model_dump(exclude_none=True)} for run in entry.runs
        ]
    runs, findings = fitted(given, pointer)
    plan.findings += findings
    return PlannedParagraph(
        category=category,
        runs=runs,
        level=entry.level,
        kind=entry.kind,
        label=entry.label,
        variant=entry.variant,
        placeholder=entry.placeholder,
        proposer=entry.proposer,
        source=entry.source,
        pointer=pointer,
    )
