"""Tables for secretariats, as CSV and XLSX: nothing in a cell is ever worked out by whatever opens it."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.groups.models import OfficeKind, Seat, StakeholderGroup
from app.groups.participants.files import MAX_ROWS

Format = Literal["csv", "xlsx"]
MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEADINGS = ("Name", "E-mail", "Delegation", "Stakeholder group", "Seat", "May act", "Office")
EXPLAINED = (
    ("Name", "The person's name, as the others are to see it. Needed."),
    ("E-mail", "One address of their own. May be empty: then they are let in by a printed card or at the door."),
    ("Delegation", "As the meeting calls it: Hungary, ISOC. A name that is not known yet makes a new delegation."),
    ("Stakeholder group", "Needed for a new delegation: " + ", ".join(StakeholderGroup) + "."),
    ("Seat", "member or observer. Empty: as the delegation is seated."),
    ("May act", "yes or no: whether a member may act for the delegation, or only draft. Empty: yes for members."),
    ("Office", "Most people have none: " + ", ".join(OfficeKind) + "."),
)
_WORKED_OUT = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_WIDTHS = (32, 36, 32, 40, 12, 10, 16, 16, 44, 20)


def safe(cell: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula; reading a list takes the sign away again."""
    return f"'{cell}" if cell.startswith(_WORKED_OUT) else cell


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet, its headings fixed and filtered."""
    workbook = Workbook()
    sheet = _sheet(workbook, title, headings, rows)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{sheet.max_row}"
    return _saved(workbook)


def template(file_format: Format) -> bytes:
    """An empty list to fill in; the workbook offers the words that are known and explains the columns."""
    if file_format == "csv":
        return write_csv(HEADINGS, [])
    workbook = Workbook()
    sheet = _sheet(workbook, "Participants", HEADINGS, [])
    for column, choices in (("D", StakeholderGroup), ("E", Seat), ("F", ("yes", "no")), ("G", OfficeKind)):
        offered = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        offered.showErrorMessage = False  # other spellings are understood too
        offered.add(f"{column}2:{column}{MAX_ROWS}")
        sheet.add_data_validation(offered)
    _sheet(workbook, "What goes where", ("Column", "What goes there"), EXPLAINED, widths=(20, 110))
    return _saved(workbook)


def _sheet(
    workbook: Workbook,
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int] = _WIDTHS,
) -> Worksheet:
    sheet: Worksheet = workbook.create_sheet(title)
    for number, (width, heading) in enumerate(zip(widths, headings, strict=False), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        cell = sheet.cell(1, number, heading)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E6EFF7")
    for at, row in enumerate(rows, 2):
        for number, words in enumerate(row, 1):
            cell = sheet.cell(at, number, words)
            cell.data_type = "s"  # words, also where they begin as a formula does
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
    return sheet


def _saved(workbook: Workbook) -> bytes:
    del workbook["Sheet"]  # which every new one begins with
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
