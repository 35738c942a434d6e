"""The record of decisions in real databases: it only grows, many at once stay in line, and verify sees tampering."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from app.core.actor import Actor
from app.core.database import Database
from app.core.events import Events
from app.ledger import service as ledger
from app.ledger.triggers import drop_triggers
from app.ledger.verify import Expected, Report, verify
from app.revisions.commands import ledger as commands
from app.texts.runs import content_hash

CHAIN = ledger.document_chain(UUID(int=1))
ACTOR = Actor(UUID(int=5), "The Chair")


async def add(database: Database, number: int, chain: str = CHAIN) -> None:
    runs = [{"insert": f"Words {number}, “so decided”."}]
    async with database.writing() as session:
        await ledger.record(
            session,
            chain=chain,
            action="paragraph.marked",
            actor=ACTOR,
            office="chair",
            subject_id=UUID(int=number + 10),
            facts={"runs": runs, "content_hash": content_hash(runs), "status": "agreed"},
        )


async def verified(database: Database, *expect: str) -> Report:
    async with database.reading() as session:
        expected = [Expected.parse(one) for one in expect]
        return await (await session.connection()).run_sync(verify, content_hash, expected)


async def test_lines_added_at_once_stand_in_one_chain(database: Database) -> None:
    await asyncio.gather(*(add(database, number) for number in range(25)))

    report = await verified(database)
    async with database.reading() as session:
        lines = await ledger.lines_of(session, CHAIN)
        end = await ledger.end_of(session, CHAIN)

    assert report.sound, report.faults
    assert [line.number for line in lines] == list(range(1, 26))
    assert end == (25, lines[-1].fingerprint)


async def test_two_lines_of_one_transaction_follow_each_other(database: Database) -> None:
    async with database.writing() as session:
        for _ in range(3):
            await ledger.record(session, chain=CHAIN, action="x.done", actor=None, facts={})

    assert (await verified(database)).lines == 3


async def test_a_transaction_that_fails_leaves_no_line_and_no_gap(database: Database) -> None:
    await add(database, 1)
    with pytest.raises(RuntimeError):
        async with database.writing() as session:
            await ledger.record(session, chain=CHAIN, action="x.done", actor=None, facts={})
            raise RuntimeError
    await add(database, 2)

    report = await verified(database)
    assert report.sound
    assert report.lines == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET body = '{}' WHERE number = 2",
        "DELETE FROM decision WHERE number = 2",
        "DELETE FROM chain",
        "UPDATE chain SET number = number - 1",
        "UPDATE chain SET fingerprint = 'x'",
    ],
)
async def test_the_database_refuses_to_change_a_decision(database: Database, statement: str) -> None:
    for number in range(3):
        await add(database, number)

    with pytest.raises(DBAPIError, match=r"never|only grows"):
        async with database.writing() as session:
            await session.execute(text(statement))

    assert (await verified(database)).sound


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE decision SET body = replace(body, 'Words 1', 'Words 9') WHERE number = 2", "decision 2 was changed"),
        ("UPDATE decision SET action = 'paragraph.moved' WHERE number = 2", "the column for “action”"),
        ("DELETE FROM decision WHERE number = 2", "decision 2 is missing"),
        ("DELETE FROM decision WHERE number = 4", "decision 4 is missing at the end"),
        ("UPDATE decision SET number = 5 WHERE number = 4", "decision 4 is missing"),
        ("UPDATE chain SET number = 3", "there are lines after decision 3"),
        ("DELETE FROM chain", "where this chain ends is missing"),
    ],
)
async def test_verify_finds_what_was_done_behind_its_back(database: Database, statement: str, fault: str) -> None:
    for number in range(4):
        await add(database, number)
    async with database.writing() as session:
        for drop in drop_triggers("sqlite" if database.is_sqlite else "postgresql"):
            await session.execute(text(drop))
        await session.execute(text(statement))

    report = await verified(database)

    assert any(fault in one for one in report.faults), report.faults


def test_the_command_says_whether_the_record_is_whole(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fill() -> str:
        database = Database(database_url, Events())
        for number in range(3):
            await add(database, number)
        async with database.reading() as session:
            end = await ledger.end_of(session, CHAIN)
        await database.close()
        assert end is not None
        return f"{end[0]}:{end[1]}"

    last = asyncio.run(fill())
    monkeypatch.setenv("CONCORD_DATABASE_URL", database_url)
    runner = CliRunner()

    whole = runner.invoke(commands, ["verify"])
    expected = runner.invoke(commands, ["verify", "--expect", last, "--expect", f"{CHAIN}={last}"])
    missing = runner.invoke(commands, ["verify", "--expect", f"7:{'a' * 64}"])
    slip = runner.invoke(commands, ["verify", "--expect", "seven"])

    assert (whole.exit_code, whole.output.strip()) == (0, "The record is whole: 3 decisions in 1 chain.")
    assert expected.exit_code == 0
    assert missing.exit_code == 1
    assert f"The expected decision 7:{'a' * 64} is not in the record." in missing.output
    assert slip.exit_code == 2
