"""Stances: to the chair or to all, as the delegation chooses; with their history, and never added up."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.documents.events import DocumentChanged, Nudge
from tests.factories import Cast

ClientAs = Callable[[str], Awaitable[AsyncClient]]


async def _hash(client: AsyncClient, cast: Cast) -> str:
    return str((await client.get(f"/api/paragraphs/{cast.paragraphs[0]}")).json()["content_hash"])


async def _take(client: AsyncClient, cast: Cast, kind: str, seen_by: str = "chair", reason: str = "") -> Any:
    given = {"kind": kind, "seen_by": seen_by, "reason": reason, "content_hash": await _hash(client, cast)}
    answer = await client.put(f"/api/paragraphs/{cast.paragraphs[0]}/stance", json=given)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def _present(client: AsyncClient, cast: Cast) -> list[tuple[str, str]]:
    found = (await client.get(f"/api/documents/{cast.document_id}/stances")).json()
    return [(one["name"], one["kind"]) for one in found]


async def _history(client: AsyncClient, cast: Cast) -> list[tuple[str, str]]:
    found = (await client.get(f"/api/paragraphs/{cast.paragraphs[0]}/stances")).json()
    return [(one["name"], one["kind"]) for one in found]


async def test_what_is_said_to_the_chair_the_desk_and_the_delegation_see_and_nobody_else(
    client_as: ClientAs, cast: Cast
) -> None:
    await _take(await client_as("member"), cast, "object")
    for role in ("chair", "vice_chair", "secretariat", "member", "colleague"):
        assert await _present(await client_as(role), cast) == [("Hungary", "object")]
    for role in ("other_member", "drafter", "observer"):
        client = await client_as(role)
        assert await _present(client, cast) == []
        assert await _history(client, cast) == []


async def test_it_may_be_said_to_all_and_a_reason_follow_later(client_as: ClientAs, cast: Cast) -> None:
    member, observer = await client_as("member"), await client_as("observer")
    await _take(member, cast, "can_live_with", "all")
    await _take(member, cast, "can_live_with", "all")
    await _take(member, cast, "can_live_with", "all", "With the footnote.")

    [seen] = (await observer.get(f"/api/documents/{cast.document_id}/stances")).json()

    assert (seen["kind"], seen["reason"], seen["on_present_words"]) == ("can_live_with", "With the footnote.", True)
    assert await _history(observer, cast) == [("Hungary", "can_live_with")] * 2


async def test_it_is_taken_back_before_those_who_saw_it(client_as: ClientAs, cast: Cast) -> None:
    member, chair, observer = await client_as("member"), await client_as("chair"), await client_as("observer")
    await _take(member, cast, "support", "all")
    await _take(member, cast, "object", "chair")
    assert await _present(chair, cast) == [("Hungary", "object")]
    assert await _present(observer, cast) == []
    assert await _history(observer, cast) == [("Hungary", "none"), ("Hungary", "support")]

    await _take(member, cast, "none", "all")
    assert await _present(chair, cast) == []
    assert await _history(observer, cast) == [("Hungary", "none"), ("Hungary", "support")]


async def test_a_stance_on_earlier_words_says_so(client_as: ClientAs, cast: Cast) -> None:
    member, chair = await client_as("member"), await client_as("chair")
    given = {"kind": "support", "seen_by": "all", "content_hash": "0" * 64}
    await member.put(f"/api/paragraphs/{cast.paragraphs[0]}/stance", json=given)
    [seen] = (await chair.get(f"/api/documents/{cast.document_id}/stances")).json()
    assert not seen["on_present_words"]


async def test_what_only_the_chair_may_know_is_told_to_nobody_else(
    app: FastAPI, client_as: ClientAs, cast: Cast
) -> None:
    told: list[Any] = []
    events = app.state.database.events
    events.subscribe(DocumentChanged, told.append)
    events.subscribe(Nudge, told.append)
    member = await client_as("member")

    await _take(member, cast, "object", "chair")

    [nudge] = told
    assert isinstance(nudge, Nudge)
    assert nudge.delegations == {cast.delegations["Hungary"]} and nudge.offices
    assert nudge.people == {cast.people["member"]}
    told.clear()
    await _take(member, cast, "object", "all")
    [event] = told
    assert (event.kind, event.by) == ("stance.changed", "Hungary")


@pytest.mark.parametrize(
    ("role", "why"),
    [
        ("drafter", "drafts-only"),
        ("observer", "observer"),
        ("secretariat", "no-seat"),
        ("stranger", "foreign"),
    ],
)
async def test_who_does_not_act_for_a_member_takes_no_stance(
    client_as: ClientAs, cast: Cast, role: str, why: str
) -> None:
    client = await client_as(role)
    answer = await client.put(
        f"/api/paragraphs/{cast.paragraphs[0]}/stance",
        json={"kind": "support", "seen_by": "all", "content_hash": "0" * 64},
    )
    assert (answer.status_code, answer.json()["why"]) == (403, why)


async def test_nothing_taken_is_nothing_to_take_back(client_as: ClientAs, cast: Cast) -> None:
    member = await client_as("member")
    assert (await _take(member, cast, "none"))["kind"] == "none"
    assert await _history(member, cast) == []
