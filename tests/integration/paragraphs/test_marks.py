"""E18: the chair marks a paragraph on the words that the chair saw; the record keeps them exactly."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select, update

from app.accounts.models import Person
from app.core.database import Database
from app.documents.models import Category
from app.groups.models import Meeting, Office
from app.ledger.verify import verify
from app.paragraphs.models import Paragraph
from app.texts.models import Text
from app.texts.runs import content_hash
from tests.factories import Cast

As = Callable[[str], Awaitable[AsyncClient]]
ALL = ["agreed", "to_revisit", "no_agreement", "divergent_opinion"]


async def read(client: AsyncClient, cast: Cast, number: int = 0) -> dict[str, Any]:
    response = await client.get(f"/api/paragraphs/{cast.paragraphs[number]}")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def mark(client: AsyncClient, cast: Cast, status: str, number: int = 0, **more: Any) -> Any:
    if "content_hash" not in more:
        more["content_hash"] = (await read(client, cast, number))["content_hash"]
    more.setdefault("brackets_seen", True)
    return await client.put(f"/api/paragraphs/{cast.paragraphs[number]}/status", json={"status": status, **more})


async def record_of(client: AsyncClient, cast: Cast) -> list[dict[str, Any]]:
    response = await client.get(f"/api/documents/{cast.document_id}/record?limit=500")
    assert response.status_code == 200, response.text
    lines: list[dict[str, Any]] = response.json()
    return lines


async def text_row(app: FastAPI, cast: Cast, number: int = 0) -> Text:
    database: Database = app.state.database
    async with database.reading() as session:
        return await session.get_one(Text, cast.texts[number])


async def change_words(app: FastAPI, cast: Cast, words: str, number: int = 0) -> None:
    """As if a proposal had been accepted: the words of the log are others now."""
    runs = [{"insert": words}]
    database: Database = app.state.database
    async with database.writing() as session:
        await session.execute(
            update(Text)
            .where(Text.id == cast.texts[number])
            .values(
                seq=Text.seq + 1,
                checkpoint_seq=Text.seq + 1,
                checkpoint_runs=f'[{{"insert":"{words}"}}]',
                checkpoint_hash=content_hash(runs),
            )
        )


async def sound(app: FastAPI) -> bool:
    database: Database = app.state.database
    async with database.reading() as session:
        report = await (await session.connection()).run_sync(verify, content_hash)
    assert report.faults == []
    return report.lines > 0


@pytest.mark.parametrize("status", ALL)
async def test_the_chair_marks_the_words_on_the_screen(app: FastAPI, cast: Cast, client_as: As, status: str) -> None:
    chair = await client_as("chair")
    before = await read(chair, cast)

    response = await mark(chair, cast, status)

    assert response.status_code == 200, response.text
    after = response.json()
    assert after["status"] == status
    assert after["locked"] is (status == "agreed")
    assert after["mark"] | {"at": ""} == {
        "status": status,
        "hash": before["content_hash"],
        "at": "",
        "by": "Chair",
        "office": "chair",
        "on_word_of": None,
        "awaiting_confirmation": False,
        "meeting": None,
        "decision": 1,
    }
    assert after["changed_since_marked"] is False
    [line] = await record_of(chair, cast)
    assert (line["action"], line["actor"], line["office"], line["status"]) == (
        "paragraph.marked",
        "Chair",
        "chair",
        status,
    )
    assert (line["words"], line["content_hash"]) == (before["words"], before["content_hash"])
    assert line["label"] == "A.1"
    assert await sound(app)


async def test_a_mark_raises_the_gate_and_only_agreed_closes_the_text(app: FastAPI, cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    gates = [(await text_row(app, cast)).gate]
    for status, closed in [("to_revisit", False), ("agreed", True), ("no_agreement", False)]:
        assert (await mark(chair, cast, status, reason="by the chair")).status_code == 200
        row = await text_row(app, cast)
        assert row.closed is closed
        gates.append(row.gate)

    assert gates == sorted(set(gates))


async def test_words_that_moved_on_are_not_marked_and_come_back_with_the_answer(
    app: FastAPI, cast: Cast, client_as: As
) -> None:
    chair = await client_as("chair")
    seen = await read(chair, cast)
    await change_words(app, cast, "Other words.")

    response = await mark(chair, cast, "agreed", content_hash=seen["content_hash"])

    assert response.status_code == 409
    problem = response.json()
    assert problem["type"] == "/problems/words-moved-on"
    assert problem["current"] == {
        "runs": [{"insert": "Other words."}],
        "words": "Other words.",
        "content_hash": content_hash([{"insert": "Other words."}]),
        "text_seq": 2,
    }
    assert (await read(chair, cast))["status"] == "not_yet_discussed"
    assert await record_of(chair, cast) == []


async def test_reopening_what_is_agreed_takes_a_reason_and_is_a_second_record(
    app: FastAPI, cast: Cast, client_as: As
) -> None:
    chair = await client_as("chair")
    await mark(chair, cast, "agreed")

    refused = await mark(chair, cast, "not_yet_discussed")
    reopened = await mark(chair, cast, "not_yet_discussed", reason="recorded in error")

    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/reason-required"
    assert reopened.status_code == 200
    assert reopened.json()["mark"] is None
    assert reopened.json()["locked"] is False
    assert [(line["number"], line["status"], line["reason"]) for line in await record_of(chair, cast)] == [
        (1, "agreed", None),
        (2, "not_yet_discussed", "recorded in error"),
    ]
    assert await sound(app)


async def test_the_generation_rises_at_reopening_only_if_something_was_refused_meanwhile_e11(
    app: FastAPI, cast: Cast, client_as: As
) -> None:
    chair = await client_as("chair")
    await mark(chair, cast, "agreed")
    await mark(chair, cast, "not_yet_discussed", reason="a slip")
    assert (await text_row(app, cast)).generation == 1

    await mark(chair, cast, "agreed")
    async with app.state.database.writing() as session:
        await session.execute(update(Text).where(Text.id == cast.texts[0]).values(refused_since_closing=True))
    reopened = await mark(chair, cast, "not_yet_discussed", reason="a slip")

    assert reopened.json()["generation"] == 2
    row = await text_row(app, cast)
    assert (row.generation, row.refused_since_closing) == (2, False)


async def test_the_same_mark_again_is_no_second_decision(cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    first = await mark(chair, cast, "agreed")

    again = await mark(chair, cast, "agreed")

    assert again.status_code == 200
    assert again.json() == first.json()
    assert len(await record_of(chair, cast)) == 1


async def test_unresolved_brackets_are_named_before_anything_is_agreed(cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")

    warned = await mark(chair, cast, "agreed", brackets_seen=False)
    revisited = await mark(chair, cast, "to_revisit", brackets_seen=False)
    agreed = await mark(chair, cast, "agreed", brackets_seen=True)

    assert warned.status_code == 409
    assert warned.json()["type"] == "/problems/unresolved-brackets"
    assert [bracket["words"] for bracket in warned.json()["brackets"]] == ["[should]"]
    assert revisited.status_code == 200
    assert agreed.status_code == 200
    assert agreed.json()["brackets"] == {"open": 1, "placeholders": 0, "unclosed": 0, "unopened": 0}


async def test_what_the_secretariat_marks_awaits_the_chairs_confirmation(
    app: FastAPI, cast: Cast, client_as: As
) -> None:
    secretariat, chair = await client_as("secretariat"), await client_as("chair")

    marked = (await mark(secretariat, cast, "agreed")).json()["mark"]
    refused = await secretariat.post(
        f"/api/paragraphs/{cast.paragraphs[0]}/confirm", json={"decision": marked["decision"]}
    )
    stale = await chair.post(f"/api/paragraphs/{cast.paragraphs[0]}/confirm", json={"decision": 99})
    confirmed = await chair.post(f"/api/paragraphs/{cast.paragraphs[0]}/confirm", json={"decision": marked["decision"]})
    again = await chair.post(f"/api/paragraphs/{cast.paragraphs[0]}/confirm", json={"decision": marked["decision"]})

    assert (marked["by"], marked["on_word_of"], marked["awaiting_confirmation"]) == ("Secretariat", "Chair", True)
    assert refused.status_code == 403
    assert stale.status_code == 409
    assert stale.json()["type"] == "/problems/mark-moved-on"
    assert confirmed.json()["mark"]["awaiting_confirmation"] is False
    assert again.json() == confirmed.json()
    lines = await record_of(chair, cast)
    assert [(line["action"], line["actor"], line["office"], line["on_word_of"]) for line in lines] == [
        ("paragraph.marked", "Secretariat", "secretariat", "Chair"),
        ("paragraph.mark_confirmed", "Chair", "chair", None),
    ]
    assert lines[0]["content_hash"] == lines[1]["content_hash"]
    assert await sound(app)


async def test_the_mark_of_a_withdrawn_paragraph_is_not_confirmed(cast: Cast, client_as: As) -> None:
    secretariat, chair = await client_as("secretariat"), await client_as("chair")
    decision = (await mark(secretariat, cast, "to_revisit")).json()["mark"]["decision"]
    url = f"/api/paragraphs/{cast.paragraphs[0]}"
    await chair.post(f"{url}/withdraw")

    refused = await chair.post(f"{url}/confirm", json={"decision": decision})
    await chair.post(f"{url}/restore")
    confirmed = await chair.post(f"{url}/confirm", json={"decision": decision})

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/withdrawn")
    assert confirmed.status_code == 200


async def test_the_secretariat_may_name_the_vice_chair_and_nobody_else(cast: Cast, client_as: As) -> None:
    secretariat = await client_as("secretariat")

    named = await mark(secretariat, cast, "to_revisit", on_word_of=str(cast.people["vice_chair"]))
    other = await mark(secretariat, cast, "agreed", on_word_of=str(cast.people["member"]))

    assert named.json()["mark"]["on_word_of"] == "Vice Chair"
    assert other.status_code == 409
    assert other.json()["type"] == "/problems/no-chair-in-office"


async def test_without_a_chair_in_office_the_secretariat_cannot_mark(app: FastAPI, cast: Cast, client_as: As) -> None:
    secretariat = await client_as("secretariat")
    async with app.state.database.writing() as session:
        leaders = [cast.people["chair"], cast.people["vice_chair"]]
        await session.execute(
            update(Person)
            .where(Person.id.in_(leaders))
            .values(disabled_at=(await session.get_one(Person, leaders[0])).created_at)
        )

    response = await mark(secretariat, cast, "agreed")

    assert response.json()["type"] == "/problems/no-chair-in-office"


@pytest.mark.parametrize(
    ("role", "status"),
    [("member", 403), ("observer", 403), ("drafter", 403), ("stranger", 403), ("operator", 403), ("nobody", 401)],
)
async def test_nobody_else_marks(cast: Cast, client_as: As, role: str, status: int) -> None:
    seen = await read(await client_as("chair"), cast)

    response = await mark(await client_as(role), cast, "agreed", content_hash=seen["content_hash"])

    assert response.status_code == status
    assert await record_of(await client_as("chair"), cast) == []


async def test_the_chairs_own_mark_on_what_the_secretariat_marked_settles_it(cast: Cast, client_as: As) -> None:
    await mark(await client_as("secretariat"), cast, "agreed")

    marked = await mark(await client_as("chair"), cast, "agreed")

    assert marked.json()["mark"]["awaiting_confirmation"] is False
    assert marked.json()["mark"]["decision"] == 2


async def test_a_withdrawn_paragraph_is_not_marked(cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    await chair.post(f"/api/paragraphs/{cast.paragraphs[0]}/withdraw", json={"reason": "superseded"})

    response = await mark(chair, cast, "agreed")

    assert response.status_code == 409
    assert response.json()["type"] == "/problems/withdrawn"


async def test_changed_since_it_was_marked_shows_with_the_difference(app: FastAPI, cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    await mark(chair, cast, "to_revisit")
    await change_words(app, cast, "1. Member States shall promote the participation of all stakeholders.")

    paragraph = await read(chair, cast)
    marked = (await chair.get(f"/api/paragraphs/{cast.paragraphs[0]}/marked")).json()

    assert paragraph["changed_since_marked"] is True
    assert paragraph["mark"]["hash"] == marked["hash"] == content_hash(marked["runs"])
    assert marked["words"] == "1. Member States [should] promote the participation of all stakeholders."
    assert {change["op"] for change in marked["diff"]} == {"equal", "delete", "insert"}
    assert "".join(change["text"] for change in marked["diff"] if change["op"] != "insert") == marked["words"]
    assert "".join(change["text"] for change in marked["diff"] if change["op"] != "delete") == paragraph["words"]


async def test_a_decision_carries_the_current_meeting(app: FastAPI, cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    async with app.state.database.writing() as session:
        session.add(Meeting(group_id=cast.group_id, number=4, title="Fourth meeting", is_current=True))

    marked = await mark(chair, cast, "agreed")
    state = (await chair.get(f"/api/documents/{cast.document_id}")).json()

    assert marked.json()["mark"]["meeting"] == 4
    assert (await record_of(chair, cast))[0]["meeting"] == 4
    assert state["meeting"]["number"] == 4
    assert state["record"]["number"] == 1
    assert state["record"]["fingerprint"] == (await record_of(chair, cast))[0]["fingerprint"]


async def test_an_office_that_ended_yesterday_marks_no_more(app: FastAPI, cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    async with app.state.database.writing() as session:
        office = (await session.scalars(select(Office).where(Office.person_id == cast.people["chair"]))).one()
        office.until_day = office.from_day

    assert (await mark(chair, cast, "agreed")).status_code == 403


async def test_malformed_marks_are_refused(cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    for body in [
        {"status": "open", "content_hash": "0" * 64},
        {"status": "agreed"},
        {"status": "agreed", "content_hash": "xyz"},
        {"status": "agreed", "content_hash": "0" * 64, "unknown": 1},
    ]:
        response = await chair.put(f"/api/paragraphs/{cast.paragraphs[0]}/status", json=body)
        assert response.status_code == 422
        assert response.json()["errors"]
    unknown = await chair.put(
        f"/api/paragraphs/{UUID(int=1)}/status", json={"status": "agreed", "content_hash": "0" * 64}
    )
    assert unknown.status_code == 404


async def test_marks_are_possible_in_a_closed_category(app: FastAPI, cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    async with app.state.database.writing() as session:
        await session.execute(update(Category).values(way="closed"))

    assert (await mark(chair, cast, "agreed")).status_code == 200
    async with app.state.database.reading() as session:
        assert (await session.get_one(Paragraph, cast.paragraphs[0])).status == "agreed"
