"""Participants' lists as secretariats have them. All people are made up; the slips are those of real lists."""

import io
import itertools
from collections.abc import Sequence

from openpyxl import Workbook

from app.core.ids import uuid7
from app.groups.participants.checking import Facts, Result, check
from app.groups.participants.files import read_tables
from app.groups.participants.reading import ParticipantsList, read_list
from app.groups.participants.schemas import ListedRow

FIRST = [
    *("Anna", "Béla", "Carlos", "Dhruv", "Elif", "Fatou", "Guðrún", "Haruka"),
    *("Ivo", "Joséphine", "Kwame", "Leïla", "Miguel", "Ngozi", "Oğuz"),
]
LAST = [
    *("Kovács", "Ibarra", "Müller", "Okonkwo", "Sørensen", "Nakamura", "Đorđević", "Haddad", "Ó-Briain", "Rahman"),
    *("Papadopoulou", "Silva", "Traoré", "Ünal", "Vũ", "Wójcik", "Xu", "Yıldız", "Zhang", "Quispe"),
]
STATES = [
    *("Hungary", "Brazil", "Kenya", "Japan", "Finland", "Switzerland", "Mexico"),
    *("India", "Türkiye", "Senegal", "Lebanon", "Poland", "Peru"),
]
OTHERS = [
    ("Internet Society", "technical and academic community"),
    ("Association for Progressive Communications", "NGO"),
    ("International Chamber of Commerce", "Business"),
    ("UNESCO", "IGO"),
    ("Université de Genève", "Academia"),
]
HEADINGS = ["Name", "E-mail", "Delegation", "Stakeholder group", "Seat"]


def large_list(count: int = 300) -> list[list[str]]:
    """Rows without headings: delegations of a dozen states and some others, and a typical slip here and there."""
    pairs = itertools.cycle(itertools.product(FIRST, LAST))
    rows = []
    for number in range(count):
        first, last = next(pairs)
        if number % 4 == 3:
            delegation, group = OTHERS[number // 4 % len(OTHERS)]
            seat = "Observer"
        else:
            delegation, group, seat = STATES[number % len(STATES)], "Government", "Member"
        rows.append([f"{first} {last}", f"p{number}@example.org", delegation, group, seat])
    for at, column, value in SLIPS:
        rows[at][column] = value
    return rows


SLIPS = [
    (4, 1, "p3@example.org"),  # somebody else's address
    (8, 1, "not-an-address"),
    (12, 1, "a@example.org; b@example.org"),
    (16, 0, ""),
    (20, 1, ""),  # no address: allowed
    (24, 2, "Hungry"),
    (28, 3, "Goverment officials"),
    (32, 4, "Confirmed"),
    (36, 0, "Anna Kovács"),  # the first row's name, another address
]


def csv_of(rows: Sequence[Sequence[str]], sign: str = ",", headings: Sequence[str] = HEADINGS) -> str:
    return "\r\n".join(sign.join(f'"{cell}"' for cell in row) for row in [headings, *rows]) + "\r\n"


def xlsx_of(rows: Sequence[Sequence[object]]) -> bytes:
    workbook = Workbook()
    sheet = workbook.create_sheet("List", 0)
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def read(data: bytes | str) -> ParticipantsList:
    return read_list(read_tables(data.encode() if isinstance(data, str) else data))


def listed(found: ParticipantsList) -> list[ListedRow]:
    fields = ("number", "name", "email", "delegation", "stakeholder_group", "seat", "may_act", "office")
    return [ListedRow(id=uuid7(), **{name: getattr(row, name) for name in fields}) for row in found.rows]


def checked(data: bytes | str, facts: Facts | None = None) -> list[Result]:
    return check(listed(read(data)), facts or Facts([], []))[0]


def codes(result: Result) -> list[str]:
    """What is said of a row: "error email-bad", in order."""
    return [f"{finding.severity} {finding.code}" for finding in result.findings]
