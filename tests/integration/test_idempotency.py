"""A command sent again is answered again and not done again."""

import asyncio
from collections.abc import Awaitable, Callable

from httpx import AsyncClient
from sqlalchemy import select

from app.core.models import KeptAnswer
from tests.factories import Cast

ClientAs = Callable[[str], Awaitable[AsyncClient]]
KEY = {"Idempotency-Key": "one"}


async def test_a_repeated_command_is_answered_again_and_done_once(client_as: ClientAs, cast: Cast) -> None:
    secretariat = await client_as("secretariat")
    body = {"title": "Report", "categories": [{"code": "A", "title": "First"}]}
    path = f"/api/groups/{cast.group_id}/documents"

    first = await secretariat.post(path, json=body, headers=KEY)
    second = await secretariat.post(path, json=body, headers=KEY)

    assert first.status_code == second.status_code == 201
    assert second.json() == first.json()
    assert second.headers["Idempotency-Replayed"] == "true"
    documents = (await secretariat.get(f"/api/documents?group={cast.group_id}")).text
    assert documents.count('"Report"') == 1


async def test_a_command_that_comes_again_while_it_is_being_done_waits_for_the_first(
    client_as: ClientAs, cast: Cast
) -> None:
    secretariat = await client_as("secretariat")
    path = f"/api/groups/{cast.group_id}/documents"

    answers = await asyncio.gather(
        *(secretariat.post(path, json={"title": "Report", "categories": []}, headers=KEY) for _ in range(5))
    )

    assert [answer.status_code for answer in answers] == [201] * 5
    assert len({answer.json()["id"] for answer in answers}) == 1
    documents = (await secretariat.get(f"/api/documents?group={cast.group_id}")).text
    assert documents.count('"Report"') == 1


async def test_a_key_is_not_taken_for_another_request(client_as: ClientAs, cast: Cast) -> None:
    secretariat = await client_as("secretariat")
    path = f"/api/groups/{cast.group_id}/documents"
    await secretariat.post(path, json={"title": "One", "categories": []}, headers=KEY)

    other = await secretariat.post(path, json={"title": "Two", "categories": []}, headers=KEY)

    assert other.status_code == 409
    assert other.json()["type"] == "/problems/conflict"


async def test_answers_with_secrets_are_not_kept(client_as: ClientAs, cast: Cast) -> None:
    member = await client_as("member")

    made = await member.post("/api/me/tokens", json={"name": "script"}, headers=KEY)

    assert made.status_code < 300
    app = member._transport.app  # type: ignore[attr-defined]
    async with app.state.database.reading() as session:
        assert (await session.scalars(select(KeptAnswer))).all() == []
