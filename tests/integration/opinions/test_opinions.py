"""Opinions: who drafts, places, signs and withdraws them, and whom they name."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.core.ids import uuid7
from app.sync.sources import authorise
from app.texts.gate import Ask, Verdict
from tests.factories import Cast

ClientAs = Callable[[str], Awaitable[AsyncClient]]
WORDS = "Hungary holds that the word “shall” is needed."


async def _draft(client: AsyncClient, cast: Cast, attribution: str = "signed", words: str = WORDS) -> Any:
    given = {
        "id": str(uuid7()),
        "text": str(uuid7()),
        "attribution": attribution,
        "runs": [{"insert": words}] if words else None,
    }
    answer = await client.post(f"/api/paragraphs/{cast.paragraphs[0]}/opinions", json=given)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def _list(client: AsyncClient, cast: Cast) -> Any:
    return (await client.get(f"/api/documents/{cast.document_id}/opinions")).json()


async def _record(client: AsyncClient, cast: Cast) -> Any:
    return (await client.get(f"/api/documents/{cast.document_id}/record?after=0&limit=200")).json()


async def _verdict(app: FastAPI, person_id: UUID, text_id: str) -> Verdict:
    async with app.state.database.reading() as session:
        connection = await session.connection()
        verdicts: list[Verdict] = await connection.run_sync(authorise, [Ask(person_id, UUID(text_id))])
        return verdicts[0]


async def test_a_draft_is_seen_and_written_by_its_delegation_alone(
    app: FastAPI, client_as: ClientAs, cast: Cast
) -> None:
    made = await _draft(await client_as("member"), cast)

    assert [one["id"] for one in await _list(await client_as("colleague"), cast)] == [made["id"]]
    assert (await _verdict(app, cast.people["colleague"], made["text"])).write
    for role in ("chair", "secretariat", "other_member", "observer"):
        client = await client_as(role)
        assert await _list(client, cast) == []
        assert (await client.get(f"/api/opinions/{made['id']}")).status_code == 404
        assert (await client.post(f"/api/opinions/{made['id']}/sign")).status_code == 404
        assert not (await _verdict(app, cast.people[role], made["text"])).read


async def test_placed_on_record_it_is_there_for_all_with_its_exact_words_which_stay(
    app: FastAPI, client_as: ClientAs, cast: Cast
) -> None:
    member, observer = await client_as("member"), await client_as("observer")
    made = await _draft(member, cast)

    placed = (await member.post(f"/api/opinions/{made['id']}/place")).json()

    assert (placed["state"], placed["may"]["write"]) == ("placed", False)
    [seen] = await _list(observer, cast)
    assert (seen["words"], [one["name"] for one in seen["signers"]]) == (WORDS, ["Hungary"])
    assert not (await _verdict(app, cast.people["member"], made["text"])).write
    line = (await _record(observer, cast))[-1]
    assert (line["action"], line["words"], line["actor"]) == ("opinion.placed", WORDS, "Member")
    assert line["facts"]["signers"] == ["Hungary"]
    assert line["number"] == placed["decision"]


async def test_others_sign_it_and_take_that_back_and_the_last_one_withdraws_it(client_as: ClientAs, cast: Cast) -> None:
    member, other = await client_as("member"), await client_as("other_member")
    made = await _draft(member, cast)
    path = f"/api/opinions/{made['id']}"
    await member.post(f"{path}/place")

    signed = (await other.post(f"{path}/sign")).json()
    assert [one["name"] for one in signed["signers"]] == ["Hungary", "Brazil"]
    assert (await member.post(f"{path}/withdraw")).json()["type"] == "/problems/signed-by-others"
    left = (await other.post(f"{path}/unsign")).json()
    assert [one["name"] for one in left["signers"]] == ["Hungary"]
    assert (await member.post(f"{path}/unsign")).json()["type"] == "/problems/last-signer"
    assert (await member.post(f"{path}/withdraw")).json()["state"] == "withdrawn"
    assert await _list(other, cast) == []
    actions = [line["action"] for line in await _record(other, cast)]
    assert actions == ["opinion.placed", "opinion.signed", "opinion.unsigned", "opinion.withdrawn"]


async def test_who_may_only_draft_prepares_it_and_another_places_it(client_as: ClientAs, cast: Cast) -> None:
    drafter, other = await client_as("drafter"), await client_as("other_member")
    made = await _draft(drafter, cast)
    refused = await drafter.post(f"/api/opinions/{made['id']}/place")
    assert (refused.status_code, refused.json()["why"]) == (403, "drafts-only")
    assert (await other.post(f"/api/opinions/{made['id']}/place")).json()["state"] == "placed"


@pytest.mark.parametrize(
    ("role", "why"),
    [("observer", "observer"), ("secretariat", "no-seat"), ("vice_chair", "no-seat"), ("stranger", "foreign")],
)
async def test_who_is_no_member_has_no_opinion(client_as: ClientAs, cast: Cast, role: str, why: str) -> None:
    client = await client_as(role)
    given = {"id": str(uuid7()), "text": str(uuid7())}
    answer = await client.post(f"/api/paragraphs/{cast.paragraphs[0]}/opinions", json=given)
    assert (answer.status_code, answer.json()["why"]) == (403, why)


async def test_some_members_are_named_to_nobody_but_themselves(app: FastAPI, client_as: ClientAs, cast: Cast) -> None:
    member, other, chair = await client_as("member"), await client_as("other_member"), await client_as("chair")
    words = "Some members hold another view."
    made = await _draft(member, cast, "some_members", words)
    assert (await _verdict(app, cast.people["member"], made["text"])).unattributed
    await member.post(f"/api/opinions/{made['id']}/place")
    await other.post(f"/api/opinions/{made['id']}/sign")

    for client in (chair, await client_as("observer"), await client_as("secretariat")):
        [seen] = await _list(client, cast)
        assert (seen["words"], seen["signers"], seen["mine"]) == (words, [], False)
        lines = await _record(client, cast)
        assert [(line["action"], line["actor"], line["office"]) for line in lines] == [("opinion.placed", None, None)]
        told = str(lines) + str(seen)
        for secret in ("Hungary", "Brazil", str(cast.people["member"]), str(cast.delegations["Hungary"])):
            assert secret not in told
    for client in (member, other):
        [seen] = await _list(client, cast)
        assert [one["name"] for one in seen["signers"]] == ["Hungary", "Brazil"]


async def test_how_it_is_signed_is_settled_when_it_is_placed(client_as: ClientAs, cast: Cast) -> None:
    member = await client_as("member")
    made = await _draft(member, cast, "some_members")
    path = f"/api/opinions/{made['id']}"
    assert (await member.patch(path, json={"attribution": "signed"})).json()["attribution"] == "signed"
    await member.post(f"{path}/place")
    answer = await member.patch(path, json={"attribution": "some_members"})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/opinion-placed")


async def test_an_opinion_without_words_is_not_placed(client_as: ClientAs, cast: Cast) -> None:
    member = await client_as("member")
    made = await _draft(member, cast, words="")
    answer = await member.post(f"/api/opinions/{made['id']}/place")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/no-words")


async def test_when_paragraphs_are_joined_opinions_go_on_at_the_other(client_as: ClientAs, cast: Cast) -> None:
    member, other = await client_as("member"), await client_as("other_member")
    given = {"id": str(uuid7()), "text": str(uuid7()), "runs": [{"insert": WORDS}]}
    await member.post(f"/api/paragraphs/{cast.paragraphs[1]}/opinions", json=given)
    joined = await other.post(f"/api/paragraphs/{cast.paragraphs[1]}/join", json={"with": str(cast.paragraphs[0])})
    assert joined.status_code == 200, joined.text
    [seen] = await _list(member, cast)
    assert seen["paragraph"] == str(cast.paragraphs[0])
