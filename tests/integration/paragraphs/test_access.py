"""E8: the gate's question, answered inside the committer's transaction; and gates that rise when an answer changes."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import Connection, event, select, update

from app.core.database import Database, events_of, now
from app.documents.models import Category, Document
from app.groups.events import StandingChanged
from app.groups.models import Membership
from app.paragraphs.access import authorise, document_access
from app.paragraphs.events import GatesRaised, GenerationRaised
from app.paragraphs.models import Paragraph
from app.texts.gate import Ask, Verdict
from app.texts.models import Text
from tests.factories import Cast, make_cast

As = Callable[[str], Awaitable[AsyncClient]]


async def ask(database: Database, *asks: Ask) -> list[Verdict]:
    async with database.reading() as session:
        return await (await session.connection()).run_sync(authorise, list(asks))


async def verdict(database: Database, cast: Cast, role: str) -> Verdict:
    person = None if role == "nobody" else cast.people[role]
    [answer] = await ask(database, Ask(person, cast.texts[0]))
    return answer


@pytest.fixture
async def cast_alone(database: Database) -> Cast:
    async with database.writing() as session:
        return await make_cast(session)


WRITERS = {"chair", "vice_chair", "secretariat", "member", "colleague", "other_member", "drafter"}
READERS = WRITERS | {"observer"}


@pytest.mark.parametrize(
    ("columns", "way", "audience", "writers", "reason"),
    [
        ({}, "anyone", "observers", WRITERS, ""),
        ({}, "proposal", "observers", set(), "by-proposal"),
        ({}, "closed", "observers", set(), "closed"),
        ({"status": "to_revisit"}, "anyone", "observers", set(), "marked"),
        ({"status": "no_agreement"}, "anyone", "observers", set(), "marked"),
        ({"status": "divergent_opinion"}, "anyone", "observers", set(), "marked"),
        ({"status": "agreed"}, "anyone", "observers", set(), "agreed"),
        ({"withdrawn_at": now()}, "anyone", "observers", set(), "withdrawn"),
    ],
)
async def test_who_may_write_follows_the_way_the_mark_and_the_presence(
    database: Database,
    cast_alone: Cast,
    columns: dict[str, Any],
    way: str,
    audience: str,
    writers: set[str],
    reason: str,
) -> None:
    async with database.writing() as session:
        await session.execute(update(Category).values(way=way))
        await session.execute(update(Document).values(audience=audience))
        if columns:
            await session.execute(update(Paragraph).values(**columns))

    for role in [*READERS, "stranger", "operator", "nobody"]:
        answer = await verdict(database, cast_alone, role)
        assert answer.read is (role in READERS), role
        assert answer.write is (role in writers), role
        if role == "member":
            assert answer.reason == reason
            assert answer.delegation_id == cast_alone.delegations["Hungary"]
            assert answer.delegation_name == "Hungary"
            assert answer.document_id == cast_alone.document_id
    assert (await verdict(database, cast_alone, "nobody")).reason == "sign-in"
    assert (await verdict(database, cast_alone, "stranger")).reason == "foreign"


async def test_a_closed_audience_keeps_others_from_reading(database: Database, cast_alone: Cast) -> None:
    async with database.writing() as session:
        await session.execute(update(Document).values(audience="bureau"))

    assert (await verdict(database, cast_alone, "chair")).write
    answer = await verdict(database, cast_alone, "member")
    assert (answer.read, answer.write, answer.reason) == (False, False, "audience")


async def test_an_unknown_text_is_nobodys(database: Database, cast_alone: Cast) -> None:
    [answer] = await ask(database, Ask(cast_alone.people["chair"], uuid4()))

    assert (answer.read, answer.write, answer.reason) == (False, False, "not-found")


async def test_ten_thousand_asks_take_a_handful_of_statements(database: Database, cast_alone: Cast) -> None:
    people = [*cast_alone.people.values(), *(uuid4() for _ in range(40))]
    asks = [Ask(person, text) for person in people for text in cast_alone.texts * 70]

    def counted(connection: Connection) -> tuple[list[str], list[Verdict]]:
        statements: list[str] = []

        def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            statements.append(statement)

        event.listen(connection, "before_cursor_execute", count)
        try:
            return statements, authorise(connection, asks)
        finally:
            event.remove(connection, "before_cursor_execute", count)

    async with database.reading() as session:
        statements, answers = await (await session.connection()).run_sync(counted)

    assert len(statements) <= 3
    assert len(answers) == len(asks) >= 10_000
    by_person = {ask_.person_id: answer.write for ask_, answer in zip(asks, answers, strict=True)}
    assert sum(by_person.values()) == len(WRITERS)


async def test_the_channel_of_a_document_is_for_its_readers(database: Database, cast_alone: Cast) -> None:
    async def access(role: str, document_id: UUID | None = None) -> Verdict:
        person = cast_alone.people[role]
        async with database.reading() as session:
            connection = await session.connection()
            return await connection.run_sync(document_access, person, document_id or cast_alone.document_id)

    member, observer, stranger = await access("member"), await access("observer"), await access("stranger")

    assert (member.read, member.write, member.delegation_name) == (True, True, "Hungary")
    assert (observer.read, observer.write, observer.reason) == (True, False, "observer")
    assert (stranger.read, stranger.write, stranger.reason) == (False, False, "foreign")
    assert (await access("member", uuid4())).reason == "not-found"


async def gates(database: Database, cast: Cast) -> list[int]:
    async with database.reading() as session:
        rows = await session.execute(select(Text.id, Text.gate))
        found = {row.id: row.gate for row in rows}
    return [found[id_] for id_ in cast.texts]


async def test_all_gates_of_a_group_rise_with_a_change_of_standing(app: FastAPI, cast: Cast) -> None:
    database: Database = app.state.database
    raised: list[GatesRaised] = []
    database.events.subscribe(GatesRaised, raised.append)
    before = await gates(database, cast)

    async with database.writing() as session:
        member = cast.people["member"]
        membership = (await session.scalars(select(Membership).where(Membership.person_id == member))).one()
        membership.ended_at = now() - timedelta(seconds=1)
        await events_of(session).announce(session, StandingChanged(cast.group_id, (member,)))
        assert raised == []

    assert await gates(database, cast) == [gate + 1 for gate in before]
    assert [set(event_.text_ids) for event_ in raised] == [set(cast.texts)]
    assert (await verdict(database, cast, "member")).reason == "foreign"


async def test_gates_stay_when_the_change_of_standing_is_undone(app: FastAPI, cast: Cast) -> None:
    database: Database = app.state.database
    before = await gates(database, cast)

    with pytest.raises(RuntimeError):
        async with database.writing() as session:
            await events_of(session).announce(session, StandingChanged(cast.group_id, ()))
            raise RuntimeError

    assert await gates(database, cast) == before


async def test_a_new_way_of_change_raises_the_gates_of_its_category_in_the_same_transaction(
    app: FastAPI, cast: Cast, client_as: As
) -> None:
    database: Database = app.state.database
    raised: list[GatesRaised] = []
    generations: list[GenerationRaised] = []
    database.events.subscribe(GatesRaised, raised.append)
    database.events.subscribe(GenerationRaised, generations.append)
    chair = await client_as("chair")
    before = await gates(database, cast)

    response = await chair.patch(f"/api/categories/{cast.categories[0]}", json={"way": "proposal"})
    other = await chair.patch(f"/api/categories/{cast.categories[1]}", json={"way": "closed"})
    same = await chair.patch(f"/api/categories/{cast.categories[0]}", json={"way": "proposal"})

    assert (response.status_code, other.status_code, same.status_code) == (200, 200, 200)
    assert await gates(database, cast) == [gate + 1 for gate in before]
    assert [set(event_.text_ids) for event_ in raised] == [set(cast.texts)]
    assert (await verdict(database, cast, "member")).reason == "by-proposal"

    async with database.writing() as session:
        await session.execute(update(Text).where(Text.id == cast.texts[1]).values(refused_since_closing=True))
    await chair.patch(f"/api/categories/{cast.categories[0]}", json={"way": "anyone"})

    assert (await verdict(database, cast, "member")).write
    assert [(event_.text_id, event_.generation) for event_ in generations] == [(cast.texts[1], 2)]
    async with database.reading() as session:
        found = await session.execute(select(Text.id, Text.generation))
        assert {row.id: row.generation for row in found} == {cast.texts[0]: 1, cast.texts[1]: 2, cast.texts[2]: 1}


async def test_a_smaller_audience_raises_the_gates_of_the_document(app: FastAPI, cast: Cast, client_as: As) -> None:
    database: Database = app.state.database
    before = await gates(database, cast)

    await (await client_as("chair")).patch(f"/api/documents/{cast.document_id}", json={"audience": "bureau"})

    assert await gates(database, cast) == [gate + 1 for gate in before]
    assert not (await verdict(database, cast, "member")).read
