"""The page state: a reader without a socket is served well, and everybody gets the same."""

import gzip
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import update

from app.core.ids import uuid7
from app.documents.models import Document
from app.groups.models import Meeting
from app.texts.models import Text
from app.texts.runs import content_hash
from tests.factories import Cast

As = Callable[[str], Awaitable[AsyncClient]]


async def page(client: AsyncClient, cast: Cast, **headers: str) -> Any:
    return await client.get(f"/api/documents/{cast.document_id}", headers=headers)


async def test_it_holds_the_whole_document_in_reading_order(cast: Cast, client_as: As) -> None:
    state = (await page(await client_as("member"), cast)).json()

    assert state["id"] == str(cast.document_id)
    assert state["group"] == {"id": str(cast.group_id), "name": "Working Group on Enhanced Cooperation"}
    assert (state["audience"], state["seq"], state["meeting"], state["record"]) == ("observers", 0, None, None)
    assert [(category["code"], category["way"]) for category in state["categories"]] == [
        ("A", "anyone"),
        ("B", "anyone"),
    ]
    assert state["categories"][0]["counts"] == {
        "not_yet_discussed": 3,
        "agreed": 0,
        "to_revisit": 0,
        "no_agreement": 0,
        "divergent_opinion": 0,
    }
    assert [paragraph["id"] for paragraph in state["paragraphs"]] == [str(id_) for id_ in cast.paragraphs]
    first = state["paragraphs"][0]
    assert first["words"] == "1. Member States [should] promote the participation of all stakeholders."
    assert first["runs"] == [{"insert": first["words"]}]
    assert first["content_hash"] == content_hash(first["runs"])
    assert (first["generation"], first["text_seq"]) == (1, 1)
    assert first["brackets"] == {"open": 1, "placeholders": 0, "unclosed": 0, "unopened": 0}
    assert first == (await (await client_as("observer")).get(f"/api/paragraphs/{first['id']}")).json()


async def test_every_reader_gets_the_same_bytes_and_a_304_when_nothing_changed(cast: Cast, client_as: As) -> None:
    member, chair = await client_as("member"), await client_as("chair")

    first, other = await page(member, cast), await page(chair, cast)
    unchanged = await page(member, cast, **{"If-None-Match": first.headers["etag"]})
    listed = await page(member, cast, **{"If-None-Match": f'"other", {first.headers["etag"]}'})

    assert first.content == other.content
    assert first.headers["etag"] == other.headers["etag"]
    assert "private" in first.headers["cache-control"]
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["etag"] == first.headers["etag"]
    assert listed.status_code == 304


async def test_any_change_gives_it_another_etag(app: FastAPI, cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    database = app.state.database
    etags = [(await page(chair, cast)).headers["etag"]]

    async def words() -> None:
        async with database.writing() as session:
            await session.execute(
                update(Text)
                .where(Text.id == cast.texts[0])
                .values(seq=2, checkpoint_seq=2, checkpoint_runs='[{"insert":"New."}]')
            )

    async def generation() -> None:
        async with database.writing() as session:
            await session.execute(update(Text).where(Text.id == cast.texts[0]).values(generation=2))

    async def meeting() -> None:
        async with database.writing() as session:
            session.add(Meeting(group_id=cast.group_id, number=1, title="First", is_current=True))

    async def title() -> None:
        await chair.patch(f"/api/documents/{cast.document_id}", json={"title": "Another title"})

    async def way() -> None:
        await chair.patch(f"/api/categories/{cast.categories[0]}", json={"way": "proposal"})

    async def order() -> None:
        await chair.post(f"/api/paragraphs/{cast.paragraphs[0]}/move", json={"after": str(cast.paragraphs[2])})

    for change in (words, generation, meeting, title, way, order):
        await change()
        etags.append((await page(chair, cast, **{"If-None-Match": etags[-1]})).headers["etag"])

    assert len(set(etags)) == 7
    assert (await page(chair, cast)).json()["paragraphs"][2]["words"] == "New."


async def test_it_is_sent_compressed_to_those_who_take_it(cast: Cast, client_as: As) -> None:
    member = await client_as("member")
    async with member.stream(
        "GET", f"/api/documents/{cast.document_id}", headers={"Accept-Encoding": "gzip"}
    ) as answer:
        raw = b"".join([piece async for piece in answer.aiter_raw()])

    plain = await page(member, cast, **{"Accept-Encoding": "identity"})

    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize(
    ("audience", "may_read"),
    [
        ("bureau", {"chair", "vice_chair", "secretariat"}),
        ("members", {"chair", "vice_chair", "secretariat", "member", "drafter"}),
        ("observers", {"chair", "vice_chair", "secretariat", "member", "drafter", "observer"}),
        (
            "public",
            {"chair", "vice_chair", "secretariat", "member", "drafter", "observer", "stranger", "operator", "nobody"},
        ),
    ],
)
async def test_it_is_for_its_audience_and_says_so_to_those_who_are_shut_out(
    app: FastAPI, cast: Cast, client_as: As, audience: str, may_read: set[str]
) -> None:
    async with app.state.database.writing() as session:
        await session.execute(update(Document).values(audience=audience))
    roles = ["chair", "vice_chair", "secretariat", "member", "drafter", "observer", "stranger", "operator", "nobody"]

    for role in roles:
        client = await client_as(role)
        expected = 200 if role in may_read else 401 if role == "nobody" else 403
        for url in (
            f"/api/documents/{cast.document_id}",
            f"/api/documents/{cast.document_id}/me",
            f"/api/documents/{cast.document_id}/record",
            f"/api/paragraphs/{cast.paragraphs[0]}",
            f"/api/paragraphs/{cast.paragraphs[0]}/marked",
        ):
            response = await client.get(url)
            assert response.status_code == expected, (role, url, response.text)
            if expected == 403:
                assert response.json()["why"] in {"audience", "foreign"}
        listed = (await client.get(f"/api/documents?group={cast.group_id}")).json()
        assert bool(listed) is (role in may_read), role


async def test_a_list_says_how_far_each_document_has_come(cast: Cast, client_as: As) -> None:
    member = await client_as("member")

    [document] = (await member.get("/api/documents")).json()

    assert document["title"] == "Draft recommendations on enhanced cooperation"
    assert document["counts"]["not_yet_discussed"] == 3
    assert [category["code"] for category in document["categories"]] == ["A", "B"]
    assert (await (await client_as("stranger")).get("/api/documents")).json() == []
    assert (await (await client_as("nobody")).get("/api/documents")).json() == []


@pytest.mark.parametrize(
    ("role", "allowed", "speaks_for", "why"),
    [
        ("member", {"write", "propose", "add", "table", "sign", "stance"}, "for Hungary", ""),
        ("observer", set(), "for Internet Society", "observer"),
        (
            "chair",
            {
                "write",
                "propose",
                "add",
                "mark",
                "confirm",
                "structure",
                "ways",
                "manage",
                "sitting",
                "release",
                "adopt",
                "table",
                "sign",
                "stance",
                "oral",
                "decide",
                "breakouts",
                "endorse",
            },
            "Chair",
            "",
        ),
        (
            "secretariat",
            {
                "write",
                "propose",
                "add",
                "on_word",
                "structure",
                "ways",
                "manage",
                "sitting",
                "release",
                "table",
                "oral",
                "decide_on_word",
                "breakouts",
                "endorse_on_word",
            },
            "Secretariat",
            "",
        ),
    ],
)
async def test_me_says_what_i_may_do(
    cast: Cast, client_as: As, role: str, allowed: set[str], speaks_for: str, why: str
) -> None:
    me = (await (await client_as(role)).get(f"/api/documents/{cast.document_id}/me")).json()

    assert {name for name, may in me["may"].items() if may} == allowed
    assert (me["for"], me["why"]) == (speaks_for, why)
    assert me["person"]["id"] == str(cast.people[role])
    assert me["drafts"] == []


async def test_there_is_no_such_document(client_as: As) -> None:
    response = await (await client_as("chair")).get(f"/api/documents/{uuid7()}")

    assert response.status_code == 404
    assert response.json()["type"] == "/problems/not-found"
