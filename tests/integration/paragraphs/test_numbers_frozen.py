"""Numbers are frozen during negotiation: what is put in takes *bis*, *ter*, and what is moved keeps its number."""

from collections.abc import Awaitable, Callable
from typing import Any

from httpx import AsyncClient

from app.core.ids import uuid7
from tests.factories import Cast

As = Callable[[str], Awaitable[AsyncClient]]


async def addresses(client: AsyncClient, cast: Cast) -> list[str]:
    page = (await client.get(f"/api/documents/{cast.document_id}")).json()
    return [paragraph["address"] for paragraph in page["paragraphs"]]


async def add(client: AsyncClient, cast: Cast, after: int | None, level: int = 0, category: int = 0) -> Any:
    body = {
        "id": str(uuid7()),
        "text": str(uuid7()),
        "category": str(cast.categories[category]),
        "after": None if after is None else str(cast.paragraphs[after]),
        "level": level,
    }
    response = await client.post(f"/api/documents/{cast.document_id}/paragraphs", json=body)
    assert response.status_code == 201, response.text
    return response.json()


async def number(client: AsyncClient, cast: Cast, how: str) -> Any:
    response = await client.post(f"/api/documents/{cast.document_id}/numbering", json={"numbering": how})
    assert response.status_code == 200, response.text
    return response.json()


async def test_frozen_numbers_stay_and_numbering_anew_says_what_it_changes(cast: Cast, client_as: As) -> None:
    staff, member = await client_as("secretariat"), await client_as("member")
    one, two, three = cast.paragraphs

    assert (await number(staff, cast, "frozen"))["relabelled"] == []
    assert (await add(member, cast, 0))["address"] == "A.1 bis"
    assert (await add(member, cast, 0))["address"] == "A.1 ter"
    assert (await add(member, cast, 1, level=1))["address"] == "A.2(a)"
    await staff.post(f"/api/paragraphs/{three}/move", json={"after": None, "category": str(cast.categories[1])})
    assert (await add(member, cast, None, category=1))["address"] == "B.0"
    await staff.post(f"/api/paragraphs/{two}/withdraw")

    assert await addresses(staff, cast) == ["A.1", "A.1 ter", "A.1 bis", "", "A.2(a)", "B.0", "A.3"]
    await staff.post(f"/api/paragraphs/{two}/restore")
    preview = (await member.get(f"/api/documents/{cast.document_id}/numbering")).json()
    assert preview["numbering"] == "frozen"
    assert [(one["now"], one["anew"]) for one in preview["relabelled"]] == [
        ("A.1 ter", "A.2"),
        ("A.1 bis", "A.3"),
        ("A.2", "A.4"),
        ("A.2(a)", "A.4(a)"),
        ("B.0", "B.1"),
        ("A.3", "B.2"),
    ]

    assert (await number(staff, cast, "computed"))["relabelled"] == []
    assert await addresses(staff, cast) == ["A.1", "A.2", "A.3", "A.4", "A.4(a)", "B.1", "B.2"]
    record = (await staff.get(f"/api/documents/{cast.document_id}/record")).json()
    numbered = [line["facts"] for line in record if line["action"] == "document.numbered"]
    assert [facts["numbering"] for facts in numbered] == ["frozen", "computed"]
    assert numbered[1]["relabelled"][0] == ["A.1 ter", "A.2"]
    assert one == cast.paragraphs[0]


async def test_plain_text_that_becomes_a_recommendation_gets_a_number_while_they_are_frozen(
    cast: Cast, client_as: As
) -> None:
    staff = await client_as("secretariat")
    url = f"/api/paragraphs/{cast.paragraphs[1]}"
    await staff.patch(url, json={"kind": "plain"})
    await number(staff, cast, "frozen")

    assert (await staff.patch(url, json={"kind": "recommendation"})).json()["address"] == "A.1 bis"
    assert (await staff.patch(url, json={"kind": "plain"})).json()["address"] == ""
    assert (await staff.patch(url, json={"kind": "statement"})).json()["address"] == "A.1 bis"
    assert await addresses(staff, cast) == ["A.1", "A.1 bis", "A.2"]


async def test_only_staff_freeze_numbers_and_given_ones_stay_as_they_are(cast: Cast, client_as: As) -> None:
    member, staff = await client_as("member"), await client_as("secretariat")
    url = f"/api/documents/{cast.document_id}"

    assert (await member.post(f"{url}/numbering", json={"numbering": "frozen"})).status_code == 403
    assert (await staff.patch(url, json={"numbering": "frozen"})).status_code == 422
    await staff.patch(url, json={"numbering": "given"})
    refused = await staff.post(f"{url}/numbering", json={"numbering": "frozen"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/numbers-given")
