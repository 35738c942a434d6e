"""Sittings: one at a time on a document, with doors; what is under discussion; what was not reached."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.core.database import Database
from app.groups.models import Meeting
from tests.factories import Cast, make_paragraph

As = Callable[[str], Awaitable[AsyncClient]]


@pytest.fixture
async def meeting(app: FastAPI, cast: Cast) -> Meeting:
    database: Database = app.state.database
    async with database.writing() as session:
        meeting = Meeting(group_id=cast.group_id, number=3, title="Third meeting", is_current=True)
        session.add(meeting)
        await session.flush()
        return meeting


async def open_sitting(client: AsyncClient, cast: Cast, access: str = "everyone", **more: Any) -> dict[str, Any]:
    response = await client.post(f"/api/documents/{cast.document_id}/sittings", json={"access": access, **more})
    assert response.status_code == 201, response.text
    sitting: dict[str, Any] = response.json()
    return sitting


async def page(client: AsyncClient, cast: Cast) -> dict[str, Any]:
    response = await client.get(f"/api/documents/{cast.document_id}")
    assert response.status_code == 200, response.text
    state: dict[str, Any] = response.json()
    return state


async def take_up(client: AsyncClient, cast: Cast, number: int | None) -> Any:
    paragraph = str(cast.paragraphs[number]) if number is not None else None
    return await client.put(f"/api/documents/{cast.document_id}/now", json={"paragraph": paragraph})


async def lines(client: AsyncClient, cast: Cast) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get(f"/api/documents/{cast.document_id}/record?limit=500")).json()
    return found


async def mark(client: AsyncClient, cast: Cast, status: str, number: int = 0) -> Any:
    seen = (await client.get(f"/api/paragraphs/{cast.paragraphs[number]}")).json()["content_hash"]
    given = {"status": status, "content_hash": seen, "brackets_seen": True}
    return await client.put(f"/api/paragraphs/{cast.paragraphs[number]}/status", json=given)


@pytest.mark.parametrize("role", ["member", "observer", "operator"])
async def test_only_chair_and_secretariat_run_sittings(client_as: As, cast: Cast, meeting: Meeting, role: str) -> None:
    sitting = await open_sitting(await client_as("vice_chair"), cast)
    client = await client_as(role)

    for response in [
        await client.post(f"/api/documents/{cast.document_id}/sittings", json={}),
        await client.patch(f"/api/sittings/{sitting['id']}", json={"access": "members"}),
        await client.post(f"/api/sittings/{sitting['id']}/suspend"),
        await client.post(f"/api/sittings/{sitting['id']}/close"),
        await take_up(client, cast, 0),
        await client.post(f"/api/documents/{cast.document_id}/displays", json={"name": "Hall"}),
    ]:
        assert response.status_code == 403, response.text


async def test_a_sitting_needs_an_open_meeting_and_a_meeting_outlasts_its_sittings(
    client_as: As, cast: Cast, meeting: Meeting
) -> None:
    secretariat = await client_as("secretariat")
    await secretariat.post(f"/api/meetings/{meeting.id}/close")

    without = await secretariat.post(f"/api/documents/{cast.document_id}/sittings", json={})
    assert (without.status_code, without.json()["type"]) == (409, "/problems/no-meeting")

    await secretariat.post(f"/api/meetings/{meeting.id}/open")
    sitting = await open_sitting(secretariat, cast)
    assert (await secretariat.post(f"/api/meetings/{meeting.id}/close")).status_code == 409
    await secretariat.post(f"/api/sittings/{sitting['id']}/close")
    assert (await secretariat.post(f"/api/meetings/{meeting.id}/close")).status_code == 200


async def test_sittings_come_one_after_another_and_are_numbered_in_their_meeting(
    client_as: As, cast: Cast, meeting: Meeting
) -> None:
    chair = await client_as("chair")
    first = await open_sitting(chair, cast)

    second = await chair.post(f"/api/documents/{cast.document_id}/sittings", json={})
    assert (second.status_code, second.json()["type"]) == (409, "/problems/sitting-goes-on")
    await chair.post(f"/api/sittings/{first['id']}/close")
    again = await chair.post(f"/api/sittings/{first['id']}/close")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/sitting-over")
    assert (await open_sitting(chair, cast))["number"] == 2
    shown = (await page(chair, cast))["sitting"]
    assert (shown["number"], shown["meeting"], shown["state"]) == (2, 3, "open")
    actions = [(line["action"], line["facts"].get("number"), line["meeting"]) for line in await lines(chair, cast)]
    assert actions == [("sitting.opened", 1, 3), ("sitting.closed", 1, 3), ("sitting.opened", 2, 3)]


@pytest.mark.parametrize(
    ("access", "shut_out"),
    [("everyone", set[str]()), ("members", {"observer"}), ("closed", {"observer", "member"})],
)
async def test_the_doors_of_a_sitting_narrow_who_sees_the_document_until_it_closes(
    client_as: As, cast: Cast, meeting: Meeting, access: str, shut_out: set[str]
) -> None:
    secretariat = await client_as("secretariat")
    sitting = await open_sitting(secretariat, cast, access)

    async def who_sees() -> set[str]:
        seen = set()
        for role in ["chair", "secretariat", "member", "observer"]:
            client = await client_as(role)
            response = await client.get(f"/api/documents/{cast.document_id}")
            if response.status_code == 200:
                seen.add(role)
            else:
                assert (response.status_code, response.json()["why"]) == (403, "sitting")
                assert (await client.get(f"/api/documents/{cast.document_id}/record")).status_code == 403
                assert (await client.get(f"/api/documents/{cast.document_id}/wall")).status_code == 403
                [listed] = (await client.get(f"/api/documents?group={cast.group_id}")).json()
                assert listed["shut"] and listed["categories"] == []
        return seen

    everyone = {"chair", "secretariat", "member", "observer"}
    assert await who_sees() == everyone - shut_out
    await secretariat.post(f"/api/sittings/{sitting['id']}/suspend")
    assert await who_sees() == everyone - shut_out
    await secretariat.post(f"/api/sittings/{sitting['id']}/close")
    assert await who_sees() == everyone


async def test_a_sitting_opens_no_document_to_more_people_than_may_see_it(
    client_as: As, cast: Cast, meeting: Meeting
) -> None:
    secretariat = await client_as("secretariat")
    await secretariat.patch(f"/api/documents/{cast.document_id}", json={"audience": "bureau"})
    await open_sitting(secretariat, cast, "everyone")

    response = await (await client_as("member")).get(f"/api/documents/{cast.document_id}")

    assert (response.status_code, response.json()["why"]) == (403, "audience")
    assert (await page(secretariat, cast))["seen_by"] == "bureau"


async def test_a_sitting_goes_into_closed_doors_and_out_again(client_as: As, cast: Cast, meeting: Meeting) -> None:
    chair, member = await client_as("chair"), await client_as("member")
    sitting = await open_sitting(chair, cast)

    await chair.patch(f"/api/sittings/{sitting['id']}", json={"access": "closed"})
    state = await page(chair, cast)
    assert (state["audience"], state["seen_by"], state["sitting"]["access"]) == ("observers", "bureau", "closed")
    assert (await member.get(f"/api/documents/{cast.document_id}")).status_code == 403
    await chair.patch(f"/api/sittings/{sitting['id']}", json={"access": "everyone"})
    assert (await page(member, cast))["seen_by"] == "observers"


async def test_a_suspended_sitting_decides_nothing_and_people_go_on_drafting(
    client_as: As, cast: Cast, meeting: Meeting
) -> None:
    chair, member = await client_as("chair"), await client_as("member")
    sitting = await open_sitting(chair, cast)
    await take_up(chair, cast, 1)
    await chair.post(f"/api/sittings/{sitting['id']}/suspend")

    refused = await mark(chair, cast, "agreed")
    assert (refused.status_code, refused.json()["why"]) == (403, "suspended")
    refused = await take_up(chair, cast, 0)
    assert (refused.status_code, refused.json()["why"]) == (403, "suspended")
    state = await page(member, cast)
    assert state["sitting"]["state"] == "suspended"
    assert state["now"]["paragraph"] == str(cast.paragraphs[1])
    assert (await member.get(f"/api/documents/{cast.document_id}/me")).json()["may"]["write"]

    await chair.post(f"/api/sittings/{sitting['id']}/resume")
    assert (await mark(chair, cast, "agreed")).status_code == 200


async def test_what_is_under_discussion_is_in_the_page_state_and_on_record_and_ends_with_the_sitting(
    client_as: As, cast: Cast, meeting: Meeting
) -> None:
    chair = await client_as("chair")
    early = await take_up(chair, cast, 0)
    assert (early.status_code, early.json()["type"]) == (409, "/problems/no-sitting")
    sitting = await open_sitting(chair, cast)

    await take_up(await client_as("secretariat"), cast, 0)
    await take_up(chair, cast, 1)
    assert (await take_up(chair, cast, 1)).status_code == 200  # the same again is nothing new

    state = await page(await client_as("observer"), cast)
    assert state["now"]["paragraph"] == str(cast.paragraphs[1])
    taken_up = [line for line in await lines(chair, cast) if line["action"] == "paragraph.taken_up"]
    assert [line["label"] for line in taken_up] == ["A.1", "A.2"]
    assert taken_up[1]["words"] == state["paragraphs"][1]["words"]
    await chair.post(f"/api/sittings/{sitting['id']}/close")
    assert (await page(chair, cast))["now"] is None


async def test_a_paragraph_that_is_withdrawn_is_under_discussion_no_more(
    client_as: As, cast: Cast, meeting: Meeting
) -> None:
    chair = await client_as("chair")
    await open_sitting(chair, cast)
    await take_up(chair, cast, 0)

    await chair.post(f"/api/paragraphs/{cast.paragraphs[0]}/withdraw", json={"reason": "merged with A.2"})

    assert (await page(chair, cast))["now"] is None
    assert (await take_up(chair, cast, 0)).json()["type"] == "/problems/withdrawn"
    await take_up(chair, cast, 1)
    assert (await take_up(chair, cast, None)).json()["now"] is None


async def test_what_a_sitting_did_not_reach_is_listed_and_kept(
    app: FastAPI, client_as: As, cast: Cast, meeting: Meeting
) -> None:
    database: Database = app.state.database
    async with database.writing() as session:
        await make_paragraph(session, cast, words="Issues", category=1, kind="plain")
        await make_paragraph(session, cast, words="Of another category.", category=1)
    chair = await client_as("chair")
    sitting = await open_sitting(chair, cast, planned=[str(cast.categories[0])])
    assert [one["address"] for one in sitting["not_reached"]] == ["A.1", "A.2", "A.3"]
    await mark(chair, cast, "agreed", 0)
    await mark(chair, cast, "to_revisit", 2)

    closed = (await chair.post(f"/api/sittings/{sitting['id']}/close")).json()
    await mark(chair, cast, "agreed", 1)

    [kept] = (await chair.get(f"/api/documents/{cast.document_id}/sittings")).json()
    assert kept == closed
    assert [one["address"] for one in kept["not_reached"]] == ["A.2"]
    [line] = [line for line in await lines(chair, cast) if line["action"] == "sitting.closed"]
    assert [one["address"] for one in line["facts"]["not_reached"]] == ["A.2"]
    everything = await open_sitting(chair, cast)
    assert [one["address"] for one in everything["not_reached"]] == ["B.1"]
    foreign = await chair.patch(f"/api/sittings/{everything['id']}", json={"planned": [str(cast.document_id)]})
    assert foreign.status_code == 422


async def test_a_screen_shows_the_wall_by_its_link_alone_until_that_is_revoked(
    app: FastAPI, client_as: As, cast: Cast, meeting: Meeting
) -> None:
    secretariat, nobody = await client_as("secretariat"), await client_as("nobody")
    await open_sitting(secretariat, cast, "closed")
    made = await secretariat.post(f"/api/documents/{cast.document_id}/displays", json={"name": "Hall"})
    address = "/api" + made.json()["link"].removeprefix("http://test")

    quiet = await nobody.get(address)
    assert quiet.json()["paragraph"] is None
    assert quiet.json()["document"]["title"] == "Draft recommendations on enhanced cooperation"
    await take_up(secretariat, cast, 0)
    shown = await nobody.get(address, headers={"If-None-Match": quiet.headers["ETag"]})
    assert shown.json()["paragraph"]["address"] == "A.1"
    assert shown.json()["category"]["counts"]["not_yet_discussed"] == 3
    assert (await nobody.get(address, headers={"If-None-Match": shown.headers["ETag"]})).status_code == 304
    assert (await nobody.get(f"/api/documents/{cast.document_id}")).status_code == 401
    [listed] = (await secretariat.get(f"/api/documents/{cast.document_id}/displays")).json()
    assert listed["name"] == "Hall" and listed["last_seen_at"] and "link" not in listed

    await secretariat.delete(f"/api/displays/{listed['id']}")
    assert (await nobody.get(address)).status_code == 404
    assert (await secretariat.get(f"/api/documents/{cast.document_id}/displays")).json() == []
    assert [line["action"] for line in await lines(secretariat, cast)][-1] == "display.revoked"
