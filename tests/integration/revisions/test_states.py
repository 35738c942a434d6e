"""A document's states: released, adopted as one decision on the words that were seen, transmitted, and back."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.core.settings import Settings
from app.revisions.commands import verify_database
from tests.factories import Cast
from tests.live import until
from tests.serving import Live, live_on

As = Callable[[str], Awaitable[AsyncClient]]


@pytest.fixture
async def live(app: FastAPI, cast: Cast) -> AsyncIterator[Live]:
    async with live_on(app, cast) as served:
        yield served


async def go(client: AsyncClient, cast: Cast, state: str, **more: Any) -> Any:
    return await client.post(f"/api/documents/{cast.document_id}/state", json={"state": state, **more})


async def preview(client: AsyncClient, cast: Cast) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get(f"/api/documents/{cast.document_id}/adoption")).json()
    return found


async def adopt(client: AsyncClient, cast: Cast, **more: Any) -> Any:
    return await go(client, cast, "adopted", seen=(await preview(client, cast))["seen"], **more)


async def mark(client: AsyncClient, cast: Cast, status: str, number: int, **more: Any) -> None:
    seen = (await client.get(f"/api/paragraphs/{cast.paragraphs[number]}")).json()["content_hash"]
    given = {"status": status, "content_hash": seen, "brackets_seen": True, **more}
    response = await client.put(f"/api/paragraphs/{cast.paragraphs[number]}/status", json=given)
    assert response.status_code == 200, response.text


async def page(client: AsyncClient, cast: Cast) -> dict[str, Any]:
    state: dict[str, Any] = (await client.get(f"/api/documents/{cast.document_id}")).json()
    return state


async def lines(client: AsyncClient, cast: Cast) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get(f"/api/documents/{cast.document_id}/record?limit=500")).json()
    return found


async def test_the_preview_names_what_is_not_simply_agreed_and_why(client_as: As, cast: Cast) -> None:
    chair = await client_as("chair")
    await mark(await client_as("secretariat"), cast, "agreed", 0)
    await mark(chair, cast, "agreed", 1, qualifier="ad_referendum")

    found = await preview(await client_as("member"), cast)

    assert found["paragraphs"] == 3
    assert (found["counts"]["agreed"], found["counts"]["not_yet_discussed"], found["bracketed"]) == (2, 1, 3)
    assert [(one["address"], one["why"]) for one in found["unsettled"]] == [
        ("A.1", ["bracketed", "awaiting_confirmation"]),
        ("A.2", ["bracketed", "ad_referendum"]),
        ("A.3", ["not_yet_discussed", "bracketed"]),
    ]


async def test_adoption_is_one_decision_that_makes_what_is_agreed_final_and_closes_everything(
    client_as: As, cast: Cast, settings: Settings
) -> None:
    chair = await client_as("chair")
    await mark(chair, cast, "agreed", 0)
    await mark(chair, cast, "agreed", 1, qualifier="except", qualifier_words="the date")
    seen = (await preview(chair, cast))["seen"]

    response = await adopt(chair, cast, as_amended=True)

    assert response.status_code == 200, response.text
    head = response.json()
    assert (head["state"], head["as_amended"], head["revision"]["number"]) == ("adopted", True, 1)
    state = await page(chair, cast)
    assert [one["final"] for one in state["paragraphs"]] == [True, False, False]
    assert [one["locked"] for one in state["paragraphs"]] == [True, True, True]
    adopted, frozen = (await lines(chair, cast))[-2:]
    assert (adopted["action"], adopted["facts"]["words_fingerprint"]) == ("document.adopted", seen)
    assert adopted["facts"]["counts"]["agreed"] == 2
    assert (frozen["action"], frozen["facts"]["adopted"]) == ("revision.frozen", True)
    kept = (await chair.get(f"/api/documents/{cast.document_id}/revisions/1")).json()
    assert kept["adopted"] and kept["state"]["state"] == "adopted"
    assert kept["state"]["record"] == {"number": adopted["number"], "fingerprint": adopted["fingerprint"]}
    assert (await verify_database(settings, [])).sound


async def test_nothing_in_an_adopted_document_is_written_marked_or_moved_any_more(client_as: As, cast: Cast) -> None:
    chair, secretariat, member = await client_as("chair"), await client_as("secretariat"), await client_as("member")
    await adopt(chair, cast)
    paragraph, category = cast.paragraphs[0], cast.categories[0]
    hash_ = (await page(chair, cast))["paragraphs"][0]["content_hash"]

    for response in [
        await chair.put(f"/api/paragraphs/{paragraph}/status", json={"status": "to_revisit", "content_hash": hash_}),
        await secretariat.post(f"/api/paragraphs/{paragraph}/move", json={"after": str(cast.paragraphs[2])}),
        await secretariat.post(f"/api/paragraphs/{paragraph}/withdraw"),
        await secretariat.patch(f"/api/categories/{category}", json={"way": "closed"}),
        await secretariat.post(f"/api/documents/{cast.document_id}/categories", json={"code": "C"}),
        await secretariat.patch(f"/api/documents/{cast.document_id}", json={"title": "Another"}),
        await member.post(
            f"/api/documents/{cast.document_id}/paragraphs",
            json={"id": str(cast.group_id), "text": str(cast.group_id), "category": str(category)},
        ),
    ]:
        assert (response.status_code, response.json().get("why")) == (403, "adopted"), response.text
    me = (await member.get(f"/api/documents/{cast.document_id}/me")).json()
    assert (me["may"]["write"], me["why"]) == (False, "adopted")
    assert (
        await secretariat.patch(f"/api/documents/{cast.document_id}", json={"audience": "public"})
    ).status_code == 200


async def test_adoption_is_refused_if_a_word_or_a_mark_changed_since_the_preview(client_as: As, cast: Cast) -> None:
    chair = await client_as("chair")
    seen = (await preview(chair, cast))["seen"]
    await mark(chair, cast, "to_revisit", 2)

    refused = await go(chair, cast, "adopted", seen=seen)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/words-moved-on")
    assert refused.json()["current"]["seen"] == (await preview(chair, cast))["seen"]
    assert (await page(chair, cast))["state"] == "drafting"
    assert (await go(chair, cast, "adopted")).status_code == 422
    assert (await go(chair, cast, "adopted", seen=refused.json()["current"]["seen"])).status_code == 200


async def test_only_a_chair_adopts_and_the_secretariat_releases_and_transmits(client_as: As, cast: Cast) -> None:
    chair, secretariat = await client_as("vice_chair"), await client_as("secretariat")
    assert (await go(await client_as("member"), cast, "released")).status_code == 403
    assert (await go(secretariat, cast, "released")).status_code == 200
    assert (await adopt(secretariat, cast)).json()["why"] == "not-your-office"
    assert (await adopt(chair, cast)).status_code == 200
    assert (await go(secretariat, cast, "transmitted")).status_code == 200
    nowhere = await go(secretariat, cast, "drafting", reason="no")
    assert (nowhere.status_code, nowhere.json()["type"]) == (409, "/problems/not-from-this-state")
    states = [line["facts"]["state"] for line in await lines(chair, cast) if "state" in line["facts"]]
    assert states == ["released", "adopted", "transmitted"]


@pytest.mark.parametrize("role", ["stranger", "member"])
async def test_who_may_not_change_the_state_does_not_hold_up_those_who_write(
    client_as: As, cast: Cast, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked: list[object] = []
    monkeypatch.setattr("app.revisions.states.hold_still", lambda *given: locked.append(given))

    assert (await go(await client_as(role), cast, "adopted")).status_code == 403
    assert locked == []


async def test_going_back_takes_a_reason_and_opens_what_adoption_closed(client_as: As, cast: Cast) -> None:
    chair = await client_as("chair")
    await mark(chair, cast, "agreed", 0)
    await adopt(chair, cast)
    await go(chair, cast, "transmitted")

    assert (await go(chair, cast, "adopted")).json()["type"] == "/problems/reason-required"
    assert (await go(chair, cast, "adopted", reason="recorded in error")).status_code == 200
    assert (await go(chair, cast, "released", reason="recorded in error")).status_code == 200

    state = await page(chair, cast)
    assert [one["locked"] for one in state["paragraphs"]] == [True, False, False]
    assert not any(one["final"] for one in state["paragraphs"])
    assert state["revision"]["adopted"]  # what was frozen stays
    assert (await lines(chair, cast))[-1]["reason"] == "recorded in error"
    await mark(chair, cast, "agreed", 1)


async def test_whoever_types_while_the_document_is_adopted_gets_the_words_back(live: Live) -> None:
    """E8, E9, E10: the texts close under the writers, who are told why."""
    writer = await live.attach("member")
    await writer.type(" in time")
    await until(lambda: writer.is_saved)
    response = await adopt(live.http("chair"), live.cast)
    assert response.status_code == 200, response.text

    await until(lambda: writer.scopes[-1] == "readonly", lambda: f"{writer.scopes}")
    late = await writer.type(" too late")
    await until(lambda: late.status == 0)
    assert writer.reasons == ["adopted"]
    assert (await live.words()).plain.endswith("in time")
    back = await go(live.http("chair"), live.cast, "released", reason="recorded in error")
    assert back.status_code == 200, back.text
    assert (await live.row()).generation == 2  # what was refused does not flow back by itself (E11)
    assert (await live.row(1)).generation == 1
