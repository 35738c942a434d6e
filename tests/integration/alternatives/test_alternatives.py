"""Alternatives beside a paragraph: who makes and supports them, who writes them, what they are called."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from httpx import AsyncClient

from app.alternatives import service
from app.core.ids import uuid7
from app.documents.models import Document
from app.paragraphs.models import Paragraph
from app.sync.sources import authorise
from app.texts import merging
from app.texts import service as texts
from app.texts.authorship import Author, authors_of
from app.texts.gate import Ask
from app.texts.models import Text
from app.texts.runs import Run
from tests.factories import Cast

ClientAs = Callable[[str], Awaitable[AsyncClient]]


async def _add(client: AsyncClient, cast: Cast, words: str, paragraph: int = 0) -> Any:
    given = {"id": str(uuid7()), "text": str(uuid7()), "runs": [{"insert": words}]}
    answer = await client.post(f"/api/paragraphs/{cast.paragraphs[paragraph]}/alternatives", json=given)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def _may_write(app: FastAPI, person_id: UUID, text_id: str) -> bool:
    async with app.state.database.reading() as session:
        connection = await session.connection()
        [verdict] = await connection.run_sync(authorise, [Ask(person_id, UUID(text_id))])
        return bool(verdict.write)


async def test_the_chair_puts_an_alternative_beside_a_paragraph_and_everybody_reads_it(
    client_as: ClientAs, cast: Cast
) -> None:
    chair, observer = await client_as("chair"), await client_as("observer")
    made = await _add(chair, cast, "States shall promote it.")

    [seen] = (await observer.get(f"/api/documents/{cast.document_id}/alternatives")).json()

    assert seen["id"] == made["id"]
    assert (seen["label"], seen["words"], seen["state"]) == ("Alt 1", "States shall promote it.", "standing")
    assert seen["may"] == {"write": False, "support": False, "leave": False, "decide": False, "confirm": False}


async def test_a_delegation_supports_it_edits_it_and_leaves(app: FastAPI, client_as: ClientAs, cast: Cast) -> None:
    made = await _add(await client_as("chair"), cast, "States shall promote it.")
    member = await client_as("member")
    assert not await _may_write(app, cast.people["colleague"], made["text"])

    supported = (await member.post(f"/api/alternatives/{made['id']}/support")).json()
    again = (await member.post(f"/api/alternatives/{made['id']}/support")).json()

    assert (
        [one["name"] for one in supported["supporters"]] == ["Hungary"] == [one["name"] for one in again["supporters"]]
    )
    assert supported["mine"] and supported["may"]["leave"]
    assert await _may_write(app, cast.people["colleague"], made["text"])
    assert not await _may_write(app, cast.people["other_member"], made["text"])

    left = (await member.post(f"/api/alternatives/{made['id']}/leave")).json()
    assert left["supporters"] == []
    assert not await _may_write(app, cast.people["colleague"], made["text"])


async def test_only_those_who_may_act_for_a_delegation_support_for_it(client_as: ClientAs, cast: Cast) -> None:
    made = await _add(await client_as("secretariat"), cast, "States shall promote it.")
    refused = [
        (await (await client_as(role)).post(f"/api/alternatives/{made['id']}/support")).json().get("why")
        for role in ("drafter", "observer", "stranger", "secretariat")
    ]
    assert refused == ["drafts-only", "observer", "foreign", "no-seat"]


async def test_members_do_not_put_alternatives_beside_a_paragraph_themselves(client_as: ClientAs, cast: Cast) -> None:
    member = await client_as("member")
    answer = await member.post(
        f"/api/paragraphs/{cast.paragraphs[0]}/alternatives", json={"id": str(uuid7()), "text": str(uuid7())}
    )
    assert answer.status_code == 403


async def test_what_is_kept_from_a_fork_of_the_paragraph_keeps_its_authors(app: FastAPI, cast: Cast) -> None:
    hungarian = Author(cast.people["member"], cast.delegations["Hungary"])
    chair = Author(cast.people["chair"], None)
    proposal = uuid7()
    async with app.state.database.writing() as session:
        await merging.fork_text(
            session, cast.texts[0], proposal, hungarian, [Run(insert="1. Member States [should] promote it well.")]
        )
    async with app.state.database.writing() as session:
        document = await session.get(Document, cast.document_id)
        paragraph = await session.get(Paragraph, cast.paragraphs[0])
        supporters = [(cast.delegations["Hungary"], None, "Hungary")]
        kept = await service.keep(session, document, paragraph, proposal, chair, supporters=supporters)
        text_id = kept.text_id
    async with app.state.database.reading() as session:
        spans = await authors_of(session, text_id)
        words = await texts.words_of(session, text_id)

    assert words.plain == "1. Member States [should] promote it well."
    assert cast.people["member"] in {span.person_id for span in spans}
    assert cast.people["chair"] not in {span.person_id for span in spans}


async def test_labels_follow_the_setting_of_the_document(client_as: ClientAs, cast: Cast) -> None:
    chair = await client_as("chair")
    for words in ("One.", "Two."):
        await _add(chair, cast, words)
    await chair.patch(f"/api/documents/{cast.document_id}", json={"alternative_labels": "bis"})

    found = (await chair.get(f"/api/documents/{cast.document_id}/alternatives")).json()

    assert [one["label"] for one in found] == ["A.1 bis", "A.1 ter"]


async def test_adopting_the_document_ends_permissions_that_were_given_before(
    app: FastAPI, client_as: ClientAs, cast: Cast
) -> None:
    chair = await client_as("chair")
    made = await _add(chair, cast, "States shall promote it.")
    before = await _gate(app, made["text"])

    seen = (await chair.get(f"/api/documents/{cast.document_id}/adoption")).json()["seen"]
    answer = await chair.post(f"/api/documents/{cast.document_id}/state", json={"state": "adopted", "seen": seen})

    assert answer.status_code == 200, answer.text
    assert await _gate(app, made["text"]) > before
    assert not await _may_write(app, cast.people["chair"], made["text"])


async def _gate(app: FastAPI, text_id: str) -> int:
    async with app.state.database.reading() as session:
        return int((await session.get_one(Text, UUID(text_id))).gate)


async def test_an_office_without_a_seat_is_not_offered_to_support(client_as: ClientAs, cast: Cast) -> None:
    secretariat = await client_as("secretariat")
    made = await _add(secretariat, cast, "States shall promote it.")
    assert not made["may"]["support"]
    assert made["may"]["write"] and made["may"]["decide"]
