"""Which column is what, and the rows below: a table becomes a participants' list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.groups.models import StakeholderGroup
from app.groups.participants.files import MAX_ROWS, TITLE_ROWS, FileUnreadable, Table
from app.groups.participants.words import AMBIGUOUS, HEADINGS, folded, stakeholder_group

FIELDS = ("name", "email", "delegation", "stakeholder_group", "seat", "may_act", "office")

NO_HEADINGS = (
    "No row with headings was found. One row must name the columns: at least the name, or first name and last name;"
    " also e-mail, delegation, stakeholder group, seat."
)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One participant in the words of the list; what the list does not say is empty."""

    number: int
    name: str = ""
    email: str = ""
    delegation: str = ""
    stakeholder_group: str = ""
    seat: str = ""
    may_act: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class ParticipantsList:
    """What a file holds: `columns` are headings with what each was taken for, `ignored` headings mean nothing here."""

    rows: list[ListRow]
    columns: dict[str, str]
    ignored: list[str]
    titles: list[str]


def read_list(tables: Sequence[Table]) -> ParticipantsList:
    """The list in the first of the tables with the most headings that are known; raises FileUnreadable."""
    found = [(table, *_heading(table)) for table in tables]
    best = max(found, key=lambda one: len(one[2]), default=None)
    if best is None or not ({"name", "first_name", "last_name"} & set(best[2].values())):
        raise FileUnreadable(NO_HEADINGS)
    table, at, columns = best
    headings = table[at][1]
    rows = list(_rows(table[at + 1 :], columns))
    if len(rows) > MAX_ROWS:
        raise FileUnreadable(f"The list has more than {MAX_ROWS} rows. Cut it into several.")
    if not rows:
        raise FileUnreadable("Nobody stands below the headings.")
    return ParticipantsList(
        rows=rows,
        columns={headings[index]: _shown(field) for index, field in columns.items()},
        ignored=[heading for index, heading in enumerate(headings) if heading and index not in columns],
        titles=[" · ".join(filter(None, cells)) for _, cells in table[:at]],
    )


def _shown(field: str) -> str:
    if field in {"first_name", "last_name"}:
        return "name"
    return "delegation" if field in {"country", "organisation"} else field


def _heading(table: Table) -> tuple[int, dict[int, str]]:
    """Which row has the headings, and which column is what."""
    candidates = [(at, _columns(cells)) for at, (_, cells) in enumerate(table[:TITLE_ROWS])]
    return max(candidates, key=lambda one: len(one[1]), default=(0, {}))


def _columns(cells: Sequence[str]) -> dict[int, str]:
    columns: dict[int, str] = {}
    unsure: list[tuple[int, tuple[str, ...]]] = []
    for index, heading in enumerate(cells):
        field = _field(heading)
        if field is not None and field not in columns.values():
            columns[index] = field
        elif folded(heading) in AMBIGUOUS:
            unsure.append((index, AMBIGUOUS[folded(heading)]))
    for index, fields in unsure:
        # "Nom" is the family name beside "Prénom", and the whole name otherwise.
        wanted = fields if len(fields) == 1 or "first_name" in columns.values() else fields[::-1]
        free = [field for field in wanted if field not in columns.values()]
        if free:
            columns[index] = free[0]
    return columns


def _field(heading: str) -> str | None:
    """What a heading means, also one that says it twice, as in "Name / Nom" or "E-mail (required)"."""
    parts = [heading, *re.split(r"[/|()\[\]*:]", heading)]
    return next((HEADINGS[folded(part)] for part in parts if folded(part) in HEADINGS), None)


def _rows(below: Table, columns: dict[int, str]) -> Iterator[ListRow]:
    for number, cells in below:
        said = {field: cells[index] if index < len(cells) else "" for index, field in columns.items()}
        if not any(said.values()) or _is_heading_again(cells, columns):
            continue
        name = said.get("name") or " ".join(filter(None, [said.get("first_name", ""), said.get("last_name", "")]))
        row = ListRow(number, name=name, delegation=_delegation(said))
        values = {field: said[field] for field in FIELDS if field in said and field not in {"name", "delegation"}}
        yield ListRow(number, name=row.name, delegation=row.delegation, **_tidied(values))


def _delegation(said: dict[str, str]) -> str:
    """A list with country and organisation means the country for governments and the organisation for others."""
    if said.get("delegation"):
        return said["delegation"]
    country, organisation = said.get("country", ""), said.get("organisation", "")
    group = stakeholder_group(said.get("stakeholder_group", ""))
    if country and (group is StakeholderGroup.GOVERNMENT or (group is None and not said.get("stakeholder_group"))):
        return country
    return organisation or country


def _tidied(values: dict[str, str]) -> dict[str, str]:
    if "email" in values:
        values["email"] = _address(values["email"])
    return values


def _address(words: str) -> str:
    """ "Anna <mailto:anna@example.org>;" as anna@example.org; a dash for nothing as nothing."""
    inner = re.search(r"<([^<>]+)>", words)
    address = (inner.group(1) if inner else words).strip(" ;,")
    address = re.sub(r"(?i)^mailto:", "", address)
    return "" if folded(address) in {"", "n a", "na", "none", "no", "nil", "aucun", "aucune", "non", "tbc"} else address


def _is_heading_again(cells: Sequence[str], columns: dict[int, str]) -> bool:
    """A heading that a long list repeats at the top of each page."""
    again = _columns(cells)
    return len(again) >= 2 and again == columns
