"""A participants' list as secretariats have it, CSV or XLSX, as a bare table of words.

What is read may come from anywhere: its size, the size it unpacks to, its rows and columns are all bounded; XML comes
in through defusedxml; formulas are not worked out, the values that were saved with them count.
"""

import codecs
import csv
import io
import re
import unicodedata
import warnings
import zipfile
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from app.core.errors import Problem

MAX_BYTES = 4 * 1024 * 1024
MAX_UNPACKED = 64 * 1024 * 1024
MAX_PARTS = 2_000
MAX_TAGS = 3_000_000  # in sheets and their words: what the largest list has in all columns
MAX_TAGS_OF_A_ROW = 100_000  # a row is read whole, and the widest has 16,384 cells
MAX_OTHER_TAGS = 100_000  # styles and the like are read whole
MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_CELL = 500
TITLE_ROWS = 20  # that may stand above the headings
SHEETS = 20

FAR_MORE = "The file unpacks to far more than a participants' list has."
_ROW_END = re.compile(rb"</(?:[\w.-]+:)?row>")
_SHEET = re.compile(r"/?xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_SHARED_WORDS = re.compile(r"/?xl/sharedStrings\.xml", re.IGNORECASE)
_UNSEEN = {"Cc", "Cf", "Cs", "Co"}
_JOINERS = "\u200c\u200d"  # belong to how names are written in Persian and in Indian languages

Table = list[tuple[int, list[str]]]  # rows with their numbers in the file; rows without words are left out


class FileUnreadable(Problem):
    status = 422
    slug = "file-unreadable"
    title = "This file cannot be read as a participants' list"


def read_tables(data: bytes) -> list[Table]:
    """The tables that the file may hold, likeliest first: sheets, or the same text cut at different signs."""
    if len(data) > MAX_BYTES:
        raise FileUnreadable(f"The file has more than {MAX_BYTES // 1024 // 1024} MiB.")
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileUnreadable("The file is empty.")
    if data.startswith(b"PK\x03\x04"):
        return _sheets(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileUnreadable(
            "This is an old Excel file (.xls) or a protected one. Save it as .xlsx or CSV, unprotected."
        )
    if data.startswith((b"%PDF", b"{\\rtf", b"<")):
        raise FileUnreadable("This is neither a CSV nor an XLSX file. Save the list as one of these.")
    return _separated(_decoded(data))


# CSV


def _decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 where they are that; otherwise what Windows writes in western Europe, which reads anything."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if data.count(b"\0") > len(data) // 4:
        little = data[1::2].count(0) >= data[::2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _separated(text: str) -> list[Table]:
    text = text.replace("\0", "")
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return [_rows(rest, first.strip()[-1], 1)]
    tables = [_rows(text, sign, 0) for sign in ",;\t|"]
    return sorted(tables, key=lambda table: -max((len(cells) for _, cells in table[:TITLE_ROWS]), default=0))


def _rows(text: str, sign: str, above: int) -> Table:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    table: Table = []
    try:
        for number, cells in enumerate(reader, above + 1):
            _add(table, number, cells)
    except csv.Error as error:
        raise FileUnreadable("The file is not well formed: a quotation mark may be missing at a cell's end.") from error
    return table


# XLSX


def _sheets(data: bytes) -> list[Table]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise FileUnreadable(FAR_MORE)
            _check_tags(archive, parts)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _workbook(data)
    except FileUnreadable:
        raise
    except Exception as error:  # the library raises whatever its XML and ZIP readers do
        raise FileUnreadable("The file is damaged, or not an XLSX file. Save it again as .xlsx or CSV.") from error


def _check_tags(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Empty tags pack to nothing, and each becomes an object: some kilobytes could fill the memory."""
    streamed = others = widest = 0
    for part in parts:
        words = archive.read(part)
        tags = words.count(b"<")
        if _SHEET.fullmatch(part.filename):
            streamed += tags
            widest = max(stretch.count(b"<") for stretch in _ROW_END.split(words))
        elif _SHARED_WORDS.fullmatch(part.filename):
            streamed += tags
        else:
            others += tags
        if streamed > MAX_TAGS or others > MAX_OTHER_TAGS or widest > MAX_TAGS_OF_A_ROW:
            raise FileUnreadable(FAR_MORE)


def _workbook(data: bytes) -> list[Table]:
    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        tables = []
        for sheet in workbook.worksheets[:SHEETS]:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()  # what the file says of its size need not be so
            table: Table = []
            last = TITLE_ROWS + 2 * MAX_ROWS
            for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, max_row=last, values_only=True), 1):
                _add(table, number, [_words(cell) for cell in cells])
            tables.append(table)
        return tables
    finally:
        workbook.close()


def _words(value: Any) -> str:
    """A cell's value as people see it, near enough: numbers as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


# Both


def _add(table: Table, number: int, cells: list[str]) -> None:
    tidied = [_tidy(cell) for cell in cells[:MAX_COLUMNS]]
    while tidied and not tidied[-1]:
        tidied.pop()
    if not tidied:
        return
    if len(table) >= MAX_ROWS + TITLE_ROWS:
        raise FileUnreadable(f"The list has more than {MAX_ROWS} rows. Cut it into several.")
    table.append((number, tidied))


def _tidy(cell: str) -> str:
    """One line without characters that nobody sees, nor the sign that keeps a spreadsheet from working it out."""
    seen = "".join(
        " " if character.isspace() else character
        for character in cell[: 4 * MAX_CELL]
        if character.isspace() or character in _JOINERS or unicodedata.category(character) not in _UNSEEN
    )
    words = unicodedata.normalize("NFC", " ".join(seen.split()))[:MAX_CELL]
    return words[1:] if words[:1] == "'" and words[1:2] in {"=", "+", "-", "@"} else words
