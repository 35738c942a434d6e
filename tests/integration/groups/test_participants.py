"""A participants' list over HTTP: read, corrected, taken over all or nothing, once."""

import asyncio
import csv
import io
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.accounts.models import Invitation, Person
from app.groups.models import Delegation, Membership
from app.ledger.models import Decision
from tests.factories import Cast
from tests.participants import HEADINGS, csv_of, large_list, xlsx_of

ClientAs = Callable[[str], Awaitable[AsyncClient]]
LIST = csv_of(
    [
        ["Eva Ek", "eva@example.org", "Sweden", "Government", "Member"],
        ["Member", "member@example.org", "Brazil", "", ""],
        ["Stranger", "stranger@example.org", "Internet Society", "", ""],
        ["Dario Door", "", "Sweden", "", "Observer"],
        ["Observer", "observer@example.org", "Internet Society", "", ""],
    ]
)


def path(cast: Cast, what: str = "") -> str:
    return f"/api/groups/{cast.group_id}/participants{what}"


async def read(client: AsyncClient, cast: Cast, data: str | bytes) -> dict[str, Any]:
    answer = await client.post(path(cast, "/file"), content=data)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def rows_of(checked: dict[str, Any]) -> list[dict[str, Any]]:
    return [one["row"] for one in checked["rows"]]


async def count(app: FastAPI, table: Any) -> int:
    async with app.state.database.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


async def test_a_list_is_checked_without_writing_and_taken_over_in_one_go(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    secretariat = await client_as("secretariat")
    before = [await count(app, table) for table in (Person, Membership, Delegation, Decision)]

    checked = await read(secretariat, cast, LIST)

    assert [one["outcome"] for one in checked["rows"]] == ["new", "changes", "joins", "new", "here"]
    assert checked["rows"][1]["before"]["delegation"] == "Hungary"
    assert checked["delegations"] == [
        {"name": "Sweden", "stakeholder_group": "government", "seat": "member", "people": 2}
    ]
    assert [await count(app, table) for table in (Person, Membership, Delegation, Decision)] == before

    taken = await secretariat.post(path(cast), json={"rows": rows_of(checked)})

    assert taken.status_code == 200, taken.text
    said = taken.json()
    assert (said["people_made"], said["seats_given"], said["seats_changed"], said["unchanged"]) == (2, 3, 1, 1)
    assert said["delegations"] == ["Sweden"]
    assert [one["email"] for one in said["people"]][:4] == [
        *("eva@example.org", "member@example.org", "stranger@example.org", "dario-door"),
    ]
    people = {one["name"]: one for one in (await secretariat.get(f"/api/groups/{cast.group_id}/people")).json()}
    assert people["Eva Ek"]["delegation"]["name"] == "Sweden" and people["Eva Ek"]["may_act"]
    assert people["Member"]["delegation"]["name"] == "Brazil"
    assert people["Dario Door"]["has_mail"] is False and people["Dario Door"]["seat"] == "observer"
    assert people["Stranger"]["seat"] == "observer"
    async with app.state.database.reading() as session:
        lines = list(await session.scalars(select(Decision).order_by(Decision.number)))
    assert [line.action for line in lines] == ["delegation.added", "seats.given", "seats.changed"]
    assert "Eva Ek" in lines[1].body and "eva@example.org" not in lines[1].body
    assert await count(app, Invitation) == 0  # links are made when they go out


async def test_taken_over_again_nothing_changes_not_even_at_the_same_moment(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    secretariat = await client_as("secretariat")
    rows = rows_of(await read(secretariat, cast, LIST))

    answers = await asyncio.gather(*[secretariat.post(path(cast), json={"rows": rows}) for _ in range(3)])
    again = await secretariat.post(path(cast), json={"rows": rows})

    assert {answer.status_code for answer in answers} <= {200, 409}
    assert again.json()["unchanged"] == 5 and again.json()["people_made"] == 0
    fresh = await read(secretariat, cast, LIST)
    assert [one["outcome"] for one in fresh["rows"]] == ["here"] * 5


async def test_one_error_keeps_the_whole_list_from_being_written(app: FastAPI, cast: Cast, client_as: ClientAs) -> None:
    secretariat = await client_as("secretariat")
    rows = rows_of(await read(secretariat, cast, LIST))
    rows[2]["email"] = "not-an-address"
    before = [await count(app, table) for table in (Person, Membership, Delegation, Decision)]

    answer = await secretariat.post(path(cast), json={"rows": rows})

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"pointer": "/rows/2/email", "detail": "Row 4: email bad (not-an-address)"},
    ]
    assert [await count(app, table) for table in (Person, Membership, Delegation, Decision)] == before


async def test_a_corrected_cell_is_checked_again(cast: Cast, client_as: ClientAs) -> None:
    secretariat = await client_as("secretariat")
    rows = rows_of(
        await read(secretariat, cast, csv_of([["Eva", "eva@example.org", "Hungry", "Government", "member"]]))
    )

    rows[0]["delegation"] = "Hungary"
    checked = (await secretariat.post(path(cast, "/check"), json={"rows": rows})).json()

    assert checked["rows"][0]["findings"] == [] and checked["delegations"] == []


async def test_three_hundred_people_come_in_as_a_workbook_and_get_their_links(
    app: FastAPI, cast: Cast, client_as: ClientAs
) -> None:
    secretariat = await client_as("secretariat")
    checked = await read(secretariat, cast, xlsx_of([["A title"], HEADINGS, *large_list()]))
    unclear = [one for one in checked["rows"] if one["outcome"] == "unclear"]
    assert len(unclear) == 5 and checked["titles"] == ["A title"]
    rows = [one["row"] for one in checked["rows"] if one["outcome"] != "unclear"]

    taken = (await secretariat.post(path(cast), json={"rows": rows})).json()
    asked = [one["person_id"] for one in taken["people"] if one["needs_invitation"]]
    links = await secretariat.post(f"/api/groups/{cast.group_id}/links", json={"people": asked, "cards": True})

    assert taken["people_made"] == len(asked) == len(links.json()["made"]) == 295
    assert len({one["code"] for one in links.json()["made"]}) == 295


@pytest.mark.parametrize("role", ["member", "observer", "stranger"])
async def test_only_those_who_manage_the_group_see_or_take_over_a_list(
    cast: Cast, client_as: ClientAs, role: str
) -> None:
    one, secretariat = await client_as(role), await client_as("secretariat")
    rows = rows_of(await read(secretariat, cast, LIST))

    assert (await one.post(path(cast, "/file"), content=LIST)).status_code == 403
    assert (await one.post(path(cast, "/check"), json={"rows": rows})).status_code == 403
    assert (await one.post(path(cast), json={"rows": rows})).status_code == 403
    table = await one.post(f"/api/groups/{cast.group_id}/people/table", json={"format": "csv"})
    assert table.status_code == 403


async def test_a_file_that_is_no_list_is_a_problem_in_words(cast: Cast, client_as: ClientAs) -> None:
    answer = await (await client_as("secretariat")).post(path(cast, "/file"), content=b"%PDF-1.7")

    assert answer.status_code == 422 and answer.json()["type"] == "/problems/file-unreadable"


async def test_the_people_go_out_as_a_table_that_comes_in_again(cast: Cast, client_as: ClientAs) -> None:
    secretariat = await client_as("secretariat")
    evil = csv_of([['=HYPERLINK("http://x")', "evil@example.org", "Hungary", "", ""], ["Dario", "", "Hungary", "", ""]])
    await secretariat.post(path(cast), json={"rows": rows_of(await read(secretariat, cast, evil.replace('""', '"')))})
    table = f"/api/groups/{cast.group_id}/people/table"

    as_csv = await secretariat.post(table, json={"format": "csv"})
    as_xlsx = await secretariat.post(table, json={"format": "xlsx"})

    assert as_csv.headers["content-disposition"].startswith("attachment;")
    lines = list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig"))))
    assert lines[0][:3] == ["Name", "E-mail", "Delegation"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line)
    sheet = load_workbook(io.BytesIO(as_xlsx.content)).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    for data in (as_csv.content, as_xlsx.content):
        checked = await read(secretariat, cast, data)
        assert {one["outcome"] for one in checked["rows"]} == {"here"}, checked["rows"]


async def test_an_empty_list_to_fill_in_is_there_for_whoever_is_signed_in(cast: Cast, client_as: ClientAs) -> None:
    secretariat, nobody = await client_as("secretariat"), await client_as("nobody")

    for file_format in ("csv", "xlsx"):
        answer = await secretariat.get(f"/api/participants/template?format={file_format}")
        assert answer.status_code == 200 and f"participants.{file_format}" in answer.headers["content-disposition"]
    assert (await nobody.get("/api/participants/template")).status_code == 401
