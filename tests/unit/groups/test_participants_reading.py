"""Participants' lists as they come: encodings, separators, headings, titles, workbooks; and files that mean no good."""

import io
import re
import time
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.groups.participants import files, tables_out
from app.groups.participants.files import FileUnreadable
from tests.participants import csv_of, large_list, read, xlsx_of

ROWS = [["Béla Kovács", "bela@example.org", "Hungary", "Government", "Member"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_csv_is_read_however_it_is_written(encoding: str, sign: str) -> None:
    [row] = read(csv_of(ROWS, sign).encode(encoding)).rows

    assert (row.number, row.name, row.email) == (2, "Béla Kovács", "bela@example.org")
    assert (row.delegation, row.stakeholder_group, row.seat) == ("Hungary", "Government", "Member")


def test_quoted_cells_keep_their_separators_and_lose_their_line_breaks() -> None:
    found = read('Name;E-mail;Delegation\n"Kovács; Béla";bela@example.org;"Ministry of\nForeign Affairs"\n')

    assert found.rows[0].name == "Kovács; Béla" and found.rows[0].delegation == "Ministry of Foreign Affairs"


@pytest.mark.parametrize(
    ("headings", "cells", "said"),
    [
        ("First name,Last name,E-mail address,Country", "Anna,Kovács,a@x.org,Hungary", ("Anna Kovács", "Hungary")),
        ("Nom;Prénom;Courriel;Délégation", "Kovács;Anna;a@x.org;Hongrie", ("Anna Kovács", "Hongrie")),
        ("Nom;Courriel;Pays", "Anna Kovács;a@x.org;Hongrie", ("Anna Kovács", "Hongrie")),
        ("No.,Full Name / Nom complet,EMAIL (required),Member State", "1,Anna,a@x.org,Hungary", ("Anna", "Hungary")),
        ("E-MAIL*\tOrganisation\tParticipant", "a@x.org\tISOC\tAnna", ("Anna", "ISOC")),
        ("Surname,Given names,Mail,Affiliation", "Kovács,Anna Mária,a@x.org,UNESCO", ("Anna Mária Kovács", "UNESCO")),
    ],
)
def test_headings_are_known_in_their_obvious_spellings(headings: str, cells: str, said: tuple[str, str]) -> None:
    [row] = read(f"{headings}\n{cells}\n").rows

    assert (row.name, row.delegation, row.email) == (*said, "a@x.org")


def test_titles_above_the_headings_are_skipped_and_unknown_columns_are_named() -> None:
    found = read(
        "WGEC third meeting,,,\n,,,\nName,Badge no.,E-mail,Diet\nAnna,17,a@x.org,none\nName,Badge no.,E-mail,Diet\n"
    )

    assert found.titles == ["WGEC third meeting"] and found.ignored == ["Badge no.", "Diet"]
    assert found.columns == {"Name": "name", "E-mail": "email"}
    assert [(row.number, row.name) for row in found.rows] == [(4, "Anna")]


def test_with_country_and_organisation_governments_sit_for_the_country_and_others_for_theirs() -> None:
    found = read(
        "Name,Country,Organisation,Stakeholder group\nA,Hungary,Ministry of Foreign Affairs,Government\n"
        "B,Switzerland,ISOC,Technical community\nC,Kenya,,NGO\nD,Peru,Ministry,\n"
    )

    assert [row.delegation for row in found.rows] == ["Hungary", "ISOC", "Kenya", "Peru"]


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("Anna Kovács <anna@example.org>", "anna@example.org"),
        ("mailto:anna@example.org;", "anna@example.org"),
        ("n/a", ""),
        ("–", ""),
        ("\u200banna@example.org\u00a0", "anna@example.org"),
    ],
)
def test_addresses_lose_what_mail_programs_put_around_them(cell: str, address: str) -> None:
    assert read(f"Name,E-mail\nAnna,{cell}\n").rows[0].email == address


# Workbooks


def test_a_workbook_is_read_with_numbers_as_words_and_the_sheet_that_has_the_list() -> None:
    workbook = Workbook()
    workbook.create_sheet("Notes", 0).append(["Remember the coffee"])
    sheet = workbook.create_sheet("List")
    sheet.append(["List of participants"])
    sheet.merge_cells("A1:D1")
    sheet.append([])
    sheet.append(["Name", "E-mail", "Delegation", "May act"])
    sheet.append(["Anna", "anna@example.org", 77, True])
    out = io.BytesIO()
    workbook.save(out)

    found = read(out.getvalue())

    assert found.titles == ["List of participants"]
    assert [(row.number, row.name, row.delegation, row.may_act) for row in found.rows] == [(4, "Anna", "77", "yes")]


def _changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).decode()
            new.writestr(name, change(content) if name == part else content)
    return out.getvalue()


def test_formulas_count_as_the_values_that_were_saved_with_them() -> None:
    plain = xlsx_of([["Name", "E-mail"], ["Anna", '="an"&"na@example.org"']])
    saved = _changed(
        plain,
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(r'r="B2"(.*?</f>)<v ?/?>(</v>)?', r'r="B2" t="str"\1<v>anna@example.org</v>', xml),
    )

    assert read(plain).rows[0].email == ""  # saved without a value, as by a program
    assert read(saved).rows[0].email == "anna@example.org"


def test_the_template_is_a_list_without_people_and_its_workbook_can_be_filled_in() -> None:
    with pytest.raises(FileUnreadable, match="Nobody stands below"):
        read(tables_out.template("csv"))
    filled = _changed(
        tables_out.template("xlsx"),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("</row>", '</row><row r="2"><c r="A2" t="inlineStr"><is><t>Anna</t></is></c></row>', 1),
    )
    found = read(filled)
    assert len(found.columns) == 7 and found.rows[0].name == "Anna"


# Files that mean no good


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"%PDF-1.7", "neither"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"PK\x03\x04 nothing behind it", "damaged"),
        (b"just a sentence\n", "No row with headings"),
        (b"Name,E-mail\n", "Nobody stands below"),
        (b"E-mail,Seat\na@x.org,member\n", "No row with headings"),
        (b"Name,E-mail\n" + b"A,a@x.org\n" * 5_021, "more than 5000 rows"),
        (b"x" * (files.MAX_BYTES + 1), "more than 4 MiB"),
    ],
)
def test_what_is_no_list_is_said_plainly(data: bytes, words: str) -> None:
    with pytest.raises(FileUnreadable, match=words):
        read(data)


def test_a_workbook_that_unpacks_to_gigabytes_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (files.MAX_UNPACKED + 1))

    with pytest.raises(FileUnreadable, match="unpacks to far more"):
        read(out.getvalue())


@pytest.mark.parametrize(
    ("part", "end", "tag"),
    [("xl/styles.xml", "</cellXfs>", "<xf/>"), ("xl/worksheets/sheet1.xml", "</row>", "<c/>")],
)
def test_some_kilobytes_of_empty_tags_do_not_fill_the_memory(part: str, end: str, tag: str) -> None:
    data = _changed(
        xlsx_of([["Name"], ["Anna"]]), part, lambda xml: xml.replace(end, tag * (files.MAX_OTHER_TAGS + 1) + end, 1)
    )

    with pytest.raises(FileUnreadable, match="unpacks to far more"):
        read(data)


def test_a_workbook_with_entities_in_it_is_not_read() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    data = _changed(
        xlsx_of([["Name"], ["Anna"]]), "xl/worksheets/sheet1.xml", lambda xml: bomb + xml.replace("Anna", "&b;")
    )

    with pytest.raises(FileUnreadable):
        read(data)


def test_a_sheet_that_claims_a_million_rows_is_read_in_a_moment() -> None:
    data = _changed(
        xlsx_of([["Name", "E-mail"], ["Anna", "a@x.org"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("A1:B2", "A1:XFD1048576").replace('<row r="2"', '<row r="900000"'),
    )
    began = time.monotonic()

    with pytest.raises(FileUnreadable, match="Nobody"):
        read(data)
    assert time.monotonic() - began < 5


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        read(data)
    except FileUnreadable as problem:
        assert problem.detail


# Out again


@pytest.mark.parametrize("cell", ["=1+1", "+36 1 234", "-x", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_no_cell_that_goes_out_is_worked_out_and_what_goes_out_comes_in_again(cell: str) -> None:
    headings, rows = ["Name", "E-mail"], [[cell, "a@x.org"]]

    line = tables_out.write_csv(headings, rows).decode("utf-8-sig").splitlines()[1]
    assert line.lstrip('"').startswith("'")
    assert read(tables_out.write_csv(headings, rows)).rows[0].name == " ".join(cell.split())
    assert read(tables_out.write_xlsx("People", headings, rows)).rows[0].name == " ".join(cell.split())


def test_three_hundred_people_are_read_in_a_moment() -> None:
    began = time.monotonic()

    found = read(xlsx_of([["Name", "E-mail", "Delegation", "Stakeholder group", "Seat"], *large_list()]))

    assert len(found.rows) == 300 and time.monotonic() - began < 5
