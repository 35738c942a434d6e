"""E15, E17: paragraphs are made with the page's own ids and placed by the server; many people at once never fail."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select, update

from app.core.ids import uuid7
from app.documents.models import Category, Document
from app.paragraphs import service
from app.paragraphs.models import Paragraph
from app.texts.models import Text
from tests.factories import Cast

As = Callable[[str], Awaitable[AsyncClient]]


def new(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"id": str(uuid7()), "text": str(uuid7()), "category": str(cast.categories[0]), **more}


async def add(client: AsyncClient, cast: Cast, body: dict[str, Any]) -> Any:
    return await client.post(f"/api/documents/{cast.document_id}/paragraphs", json=body)


async def page(client: AsyncClient, cast: Cast) -> list[dict[str, Any]]:
    response = await client.get(f"/api/documents/{cast.document_id}")
    assert response.status_code == 200, response.text
    paragraphs: list[dict[str, Any]] = response.json()["paragraphs"]
    return paragraphs


async def actions(client: AsyncClient, cast: Cast) -> list[str]:
    lines = (await client.get(f"/api/documents/{cast.document_id}/record?limit=500")).json()
    return [line["action"] for line in lines]


async def test_a_member_adds_a_paragraph_where_anyone_may_edit(cast: Cast, client_as: As) -> None:
    member = await client_as("member")
    body = new(cast, after=str(cast.paragraphs[0]), level=1, kind="statement")

    response = await add(member, cast, body)

    assert response.status_code == 201, response.text
    made = response.json()
    assert (made["id"], made["text"], made["generation"], made["text_seq"]) == (body["id"], body["text"], 1, 0)
    assert (made["label"], made["address"], made["after"]) == ("(a)", "A.1(a)", str(cast.paragraphs[0]))
    assert (made["words"], made["status"], made["kind"]) == ("", "not_yet_discussed", "statement")
    assert [paragraph["label"] for paragraph in await page(member, cast)] == ["A.1", "(a)", "A.2", "A.3"]
    assert await actions(member, cast) == ["paragraph.added"]


async def test_it_may_begin_with_words(cast: Cast, client_as: As) -> None:
    member = await client_as("member")

    made = (
        await add(member, cast, new(cast, runs=[{"insert": "Begun "}, {"insert": "here.", "attributes": {}}]))
    ).json()
    foreign = await add(member, cast, new(cast, runs=[{"insert": "x", "attributes": {"colour": "red"}}]))

    assert made["runs"] == [{"insert": "Begun here."}]
    assert made["text_seq"] == 1
    assert foreign.status_code == 422
    assert foreign.json()["errors"][0]["pointer"].startswith("/runs")


async def test_the_same_paragraph_again_is_the_same_and_recorded_once_e15(cast: Cast, client_as: As) -> None:
    member = await client_as("member")
    body = new(cast)

    first, again = await add(member, cast, body), await add(member, cast, body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert await actions(member, cast) == ["paragraph.added"]


async def test_somebody_elses_id_is_taken(cast: Cast, client_as: As) -> None:
    member, other = await client_as("member"), await client_as("other_member")
    body = new(cast)
    await add(member, cast, body)

    for taken in [body, new(cast) | {"text": body["text"]}, new(cast) | {"id": body["id"]}]:
        response = await add(other, cast, taken)
        assert response.status_code == 409
        assert response.json()["type"] == "/problems/id-taken"


async def test_null_puts_it_first_and_an_empty_category_takes_it(cast: Cast, client_as: As) -> None:
    member = await client_as("member")

    first = (await add(member, cast, new(cast, after=None))).json()
    alone = (await add(member, cast, new(cast, category=str(cast.categories[1])))).json()

    assert first["label"] == "A.1"
    assert first["after"] is None
    assert alone["label"] == "B.1"
    assert [paragraph["label"] for paragraph in await page(member, cast)] == ["A.1", "A.2", "A.3", "A.4", "B.1"]


async def test_thirty_people_add_after_the_same_paragraph_at_once_and_nobody_fails(cast: Cast, client_as: As) -> None:
    clients = [await client_as(role) for role in ("member", "colleague", "other_member", "chair", "secretariat")]
    bodies = [new(cast, after=str(cast.paragraphs[0])) for _ in range(30)]

    answers = await asyncio.gather(*(add(clients[i % len(clients)], cast, body) for i, body in enumerate(bodies)))

    assert [answer.status_code for answer in answers] == [201] * 30
    paragraphs = await page(clients[0], cast)
    assert len(paragraphs) == 33
    assert {paragraph["id"] for paragraph in paragraphs[1:31]} == {body["id"] for body in bodies}
    assert [paragraph["id"] for paragraph in paragraphs[31:]] == [str(id_) for id_ in cast.paragraphs[1:]]
    assert await actions(clients[0], cast) == ["paragraph.added"] * 30
    state = (await clients[0].get(f"/api/documents/{cast.document_id}")).json()
    assert state["seq"] == 30


async def test_adding_moving_and_changing_ways_at_once_never_fails(cast: Cast, client_as: As) -> None:
    chair, member = await client_as("chair"), await client_as("member")
    for _ in range(4):
        await add(member, cast, new(cast, category=str(cast.categories[1])))
    ids = [paragraph["id"] for paragraph in await page(chair, cast)]
    commands: list[Awaitable[Any]] = []
    for number, id_ in enumerate(ids):
        category = str(cast.categories[(number + 1) % 2])
        commands.append(chair.post(f"/api/paragraphs/{id_}/move", json={"after": None, "category": category}))
        commands.append(chair.patch(f"/api/paragraphs/{id_}", json={"level": 1}))
        commands.append(add(member, cast, new(cast, after=id_)))
    for category_id in cast.categories:
        commands.append(chair.patch(f"/api/categories/{category_id}", json={"title": "Changed"}))

    answers = await asyncio.gather(*commands)

    assert {answer.status_code for answer in answers} <= {200, 201}, [answer.text for answer in answers]
    paragraphs = await page(chair, cast)
    assert len(paragraphs) == 2 * len(ids)
    number_of_events = (await chair.get(f"/api/documents/{cast.document_id}")).json()["seq"]
    assert number_of_events == len(await actions(chair, cast))


async def test_after_a_paragraph_that_has_just_gone_elsewhere_comes_last(cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    gone = str(cast.paragraphs[0])
    await chair.post(f"/api/paragraphs/{gone}/move", json={"after": None, "category": str(cast.categories[1])})

    made = await add(chair, cast, new(cast, after=gone))

    assert made.status_code == 201
    assert made.json()["label"] == "A.3"


async def test_a_move_renumbers_is_recorded_and_again_is_no_second_move(cast: Cast, client_as: As) -> None:
    secretariat = await client_as("secretariat")
    first, second, third = (str(id_) for id_ in cast.paragraphs)

    moved = await secretariat.post(f"/api/paragraphs/{first}/move", json={"after": third})
    again = await secretariat.post(f"/api/paragraphs/{first}/move", json={"after": third})

    assert moved.status_code == 200
    assert moved.json()["label"] == "A.3"
    assert again.json() == moved.json()
    assert [paragraph["id"] for paragraph in await page(secretariat, cast)] == [second, third, first]
    assert await actions(secretariat, cast) == ["paragraph.moved"]


async def test_a_move_to_another_category_takes_its_way_of_change(app: FastAPI, cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    await chair.patch(f"/api/categories/{cast.categories[1]}", json={"way": "closed"})
    async with app.state.database.reading() as session:
        gate = (await session.get_one(Text, cast.texts[0])).gate

    moved = await chair.post(
        f"/api/paragraphs/{cast.paragraphs[0]}/move", json={"after": None, "category": str(cast.categories[1])}
    )

    assert moved.json()["label"] == "B.1"
    assert moved.json()["category"] == str(cast.categories[1])
    async with app.state.database.reading() as session:
        assert (await session.get_one(Text, cast.texts[0])).gate == gate + 1


async def test_what_cannot_be_done_is_said(cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    first = str(cast.paragraphs[0])
    unknown = str(UUID(int=7))

    assert (await chair.post(f"/api/paragraphs/{first}/move", json={"after": first})).status_code == 409
    assert (await chair.post(f"/api/paragraphs/{first}/move", json={"after": unknown})).status_code == 404
    assert (await chair.post(f"/api/paragraphs/{first}/move", json={})).status_code == 422
    assert (await chair.post(f"/api/paragraphs/{unknown}/move", json={"after": None})).status_code == 404
    assert (await add(chair, cast, new(cast, after=unknown))).status_code == 404
    assert (await add(chair, cast, new(cast, category=unknown))).status_code == 404
    assert (await add(chair, cast, new(cast, level=99))).status_code == 422
    assert (await chair.get(f"/api/paragraphs/{unknown}")).status_code == 404


async def test_level_kind_proposer_and_source_change_and_only_what_changes_is_recorded(
    cast: Cast, client_as: As
) -> None:
    secretariat = await client_as("secretariat")
    url = f"/api/paragraphs/{cast.paragraphs[1]}"

    changed = (await secretariat.patch(url, json={"level": 1, "kind": "plain", "proposer": " Brazil "})).json()
    same = (await secretariat.patch(url, json={"level": 1, "kind": "plain", "proposer": "Brazil"})).json()
    taken_away = (await secretariat.patch(url, json={"proposer": ""})).json()

    assert (changed["level"], changed["kind"], changed["proposer"], changed["label"]) == (1, "plain", "Brazil", "")
    assert same == changed
    assert taken_away["proposer"] is None
    lines = (await secretariat.get(f"/api/documents/{cast.document_id}/record")).json()
    assert [line["action"] for line in lines] == ["paragraph.changed"] * 2
    assert lines[0]["facts"] == {
        "kind": "plain",
        "kind_before": "recommendation",
        "level": 1,
        "level_before": 0,
        "proposer": "Brazil",
        "proposer_before": None,
    }


async def test_what_is_withdrawn_keeps_its_words_on_record_and_can_be_restored(
    app: FastAPI, cast: Cast, client_as: As
) -> None:
    chair = await client_as("chair")
    url = f"/api/paragraphs/{cast.paragraphs[1]}"

    withdrawn = await chair.post(f"{url}/withdraw", json={"reason": "superseded by A.3"})
    again = await chair.post(f"{url}/withdraw")
    shown = await page(chair, cast)
    restored = await chair.post(f"{url}/restore")
    restored_again = await chair.post(f"{url}/restore")

    assert withdrawn.json()["withdrawn"] is True
    assert again.json() == withdrawn.json()
    assert [(one["label"], one["withdrawn"]) for one in shown] == [("A.1", False), ("", True), ("A.2", False)]
    assert restored.json()["label"] == "A.2"
    assert restored_again.json() == restored.json()
    lines = (await chair.get(f"/api/documents/{cast.document_id}/record")).json()
    assert [line["action"] for line in lines] == ["paragraph.withdrawn", "paragraph.restored"]
    assert (lines[0]["label"], lines[0]["reason"]) == ("A.2", "superseded by A.3")
    assert lines[0]["words"] == withdrawn.json()["words"]
    counts = (await chair.get(f"/api/documents/{cast.document_id}")).json()["categories"][0]["counts"]
    assert counts["not_yet_discussed"] == 3


async def test_a_restored_text_has_a_new_generation_if_words_were_refused_meanwhile_e11(
    app: FastAPI, cast: Cast, client_as: As
) -> None:
    chair = await client_as("chair")
    url = f"/api/paragraphs/{cast.paragraphs[0]}"
    await chair.post(f"{url}/withdraw")
    async with app.state.database.writing() as session:
        await session.execute(update(Text).where(Text.id == cast.texts[0]).values(refused_since_closing=True))

    restored = await chair.post(f"{url}/restore")

    assert restored.json()["generation"] == 2


@pytest.mark.parametrize(
    ("role", "status"), [("member", 403), ("observer", 403), ("stranger", 403), ("operator", 403), ("nobody", 401)]
)
async def test_order_and_presence_are_changed_by_the_bureau_only(
    cast: Cast, client_as: As, role: str, status: int
) -> None:
    client = await client_as(role)
    url = f"/api/paragraphs/{cast.paragraphs[0]}"

    for response in [
        await client.post(f"{url}/move", json={"after": str(cast.paragraphs[2])}),
        await client.patch(url, json={"level": 2}),
        await client.post(f"{url}/withdraw"),
        await client.post(f"{url}/restore"),
    ]:
        assert response.status_code == status, response.text
    assert await actions(await client_as("chair"), cast) == []


@pytest.mark.parametrize(
    ("role", "way", "status"),
    [
        ("member", "anyone", 201),
        ("drafter", "anyone", 201),
        ("observer", "anyone", 403),
        ("stranger", "anyone", 403),
        ("member", "proposal", 403),
        ("member", "closed", 403),
        ("chair", "proposal", 201),
        ("secretariat", "closed", 201),
        ("nobody", "anyone", 401),
    ],
)
async def test_who_adds_paragraphs_depends_on_the_way_of_change(
    app: FastAPI, cast: Cast, client_as: As, role: str, way: str, status: int
) -> None:
    async with app.state.database.writing() as session:
        await session.execute(update(Category).values(way=way))

    assert (await add(await client_as(role), cast, new(cast))).status_code == status


async def test_what_is_put_in_while_numbers_are_frozen_is_bis(app: FastAPI, cast: Cast, client_as: As) -> None:
    async with app.state.database.writing() as session:
        await session.execute(update(Document).values(numbering="given"))
        for number, id_ in enumerate(cast.paragraphs):
            await session.execute(update(Paragraph).where(Paragraph.id == id_).values(given_label=f"{number + 1}."))
    chair = await client_as("chair")

    for _ in range(2):
        await add(chair, cast, new(cast, after=str(cast.paragraphs[0])))

    labels = [paragraph["label"] for paragraph in await page(chair, cast)]
    assert labels == ["1.", "1 ter.", "1 bis.", "2.", "3."]


async def test_positions_are_spread_again_before_they_grow_too_long_e17(
    app: FastAPI, cast: Cast, client_as: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LONGEST_POSITION", 4)
    chair = await client_as("chair")
    made = []
    for _ in range(24):
        made.append((await add(chair, cast, new(cast, after=str(cast.paragraphs[0])))).json()["id"])

    order = [paragraph["id"] for paragraph in await page(chair, cast)]

    assert order == [str(cast.paragraphs[0]), *made[::-1], *map(str, cast.paragraphs[1:])]
    async with app.state.database.reading() as session:
        positions = (await session.scalars(select(Paragraph.position))).all()
    assert max(map(len, positions)) <= 5


async def test_a_paragraph_under_the_gavel_does_not_hold_up_one_that_is_added_e20(
    app: FastAPI, cast: Cast, client_as: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LONGEST_POSITION", 1)
    chair = await client_as("chair")
    hashes = {paragraph["id"]: paragraph["content_hash"] for paragraph in await page(chair, cast)}

    answers = await asyncio.gather(
        *(add(chair, cast, new(cast, after=str(cast.paragraphs[0]))) for _ in range(8)),
        *(
            chair.put(
                f"/api/paragraphs/{id_}/status",
                json={"status": status, "content_hash": hash_, "brackets_seen": True, "reason": "again"},
            )
            for id_, hash_ in hashes.items()
            for status in ("to_revisit", "agreed", "no_agreement")
        ),
    )

    assert {answer.status_code for answer in answers} <= {200, 201}, [answer.text for answer in answers]
