"""The demonstration looks like a working group in the middle of its second meeting, and its record is whole."""

import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, select

from app.accounts.models import ApiToken, Login, Person
from app.accounts.secrets import secret_hash
from app.amendments.models import Amendment, AmendmentKind, AmendmentParty, Stage
from app.core.database import Database
from app.core.events import Events
from app.core.settings import Settings
from app.demo.commands import ensure_demo
from app.demo.group import DemoResult, make_demo
from app.demo.large import make_large_demo
from app.documents.models import Category, Way
from app.groups.models import Delegation, Meeting, Membership, OfficeKind, Seat, StakeholderGroup, WorkingGroup
from app.groups.standing import standing_of
from app.ledger.models import Decision
from app.ledger.verify import verify
from app.paragraphs import page
from app.paragraphs.access import authorise
from app.paragraphs.brackets import find_brackets
from app.paragraphs.models import Draft, Paragraph, ParagraphKind, ParagraphStatus
from app.texts import service as texts
from app.texts.gate import Ask
from app.texts.models import Text, TextClient, TextUpdate
from app.texts.runs import content_hash


@dataclass(frozen=True)
class Made:
    url: str
    result: DemoResult


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Made once for all tests that only look at it, as a server does before it starts."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("demo") / "concord.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        url = f"sqlite:///{path}"
        yield Made(url, ensure_demo(Settings(database_url=url)))
        return
    server = request.getfixturevalue("postgresql_server")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE test_demo TEMPLATE concord_template")
    yield Made(f"{server}/test_demo", ensure_demo(Settings(database_url=f"{server}/test_demo")))
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE test_demo WITH (FORCE)")


@pytest.fixture
async def shown(made: Made) -> AsyncIterator[Database]:
    database = Database(made.url, Events())
    yield database
    await database.close()


@pytest.fixture
def demo(made: Made) -> DemoResult:
    return made.result


async def all_of(database: Database, table: Any) -> list[Any]:
    async with database.reading() as session:
        return list((await session.scalars(select(table))).all())


async def test_there_are_some_sixty_paragraphs_of_every_kind_level_and_status(
    shown: Database, demo: DemoResult
) -> None:
    paragraphs = await all_of(shown, Paragraph)

    assert 55 <= len(paragraphs) <= 70
    assert {one.kind for one in paragraphs} == set(ParagraphKind)
    assert {one.status for one in paragraphs} == set(ParagraphStatus)
    assert {one.level for one in paragraphs} == {0, 1, 2}
    assert {one.marked_meeting for one in paragraphs} == {None, 1, 2}
    [awaiting] = [one for one in paragraphs if one.awaiting_confirmation]
    assert awaiting.marked_office == OfficeKind.SECRETARIAT
    assert awaiting.on_word_of == "Ragnhild Solberg"


async def test_words_have_nested_and_unclosed_brackets_links_and_italics(shown: Database, demo: DemoResult) -> None:
    async with shown.reading() as session:
        ids = (await session.scalars(select(Text.id))).all()
        words = await texts.words_of_many(session, ids)
    found = [find_brackets(one.plain) for one in words.values()]
    marks = {name for one in words.values() for run in one.runs for name in run.get("attributes", {})}

    assert max(span.depth for one in found for span in one.spans) >= 2
    assert any(one.unclosed for one in found)
    assert marks == {"link", "italic", "bold"}
    assert max(len(one.plain) for one in words.values()) > 400


async def test_agreed_paragraphs_are_closed_and_without_brackets(shown: Database, demo: DemoResult) -> None:
    """E18"""
    async with shown.reading() as session:
        rows = (
            await session.execute(
                select(Paragraph, Text)
                .join(Text, Text.id == Paragraph.text_id)
                .where(Paragraph.status == ParagraphStatus.AGREED)
            )
        ).all()
    assert len(rows) >= 10
    for paragraph, text in rows:
        assert text.closed
        assert paragraph.marked_hash == text.checkpoint_hash
        assert not find_brackets(text.checkpoint_runs.strip("[]")).any


async def test_one_paragraph_is_marked_on_earlier_wording(shown: Database, demo: DemoResult) -> None:
    """E18: derived from the words, which one more update in the log has changed."""
    changed = []
    async with shown.reading() as session:
        paragraphs = (await session.scalars(select(Paragraph))).all()
        words = await texts.words_of_many(session, [one.text_id for one in paragraphs])
    for one in paragraphs:
        if one.marked_hash is not None and one.marked_hash != words[one.text_id].hash:
            changed.append(one)
    [changed_one] = changed
    [update] = [one for one in await all_of(shown, TextUpdate) if one.text_id == changed_one.text_id]
    assert update.text_id == changed_one.text_id
    assert words[changed_one.text_id].plain.endswith("and in forms that people with disabilities can use.")
    owners = {client.person_id for client in await all_of(shown, TextClient) if client.text_id == update.text_id}
    assert update.person_id in owners


async def test_one_category_changes_by_proposal_and_one_is_closed(shown: Database, demo: DemoResult) -> None:
    ways = {one.code: one.way for one in await all_of(shown, Category)}
    assert ways == {
        "A": Way.PROPOSAL,
        "B": Way.ANYONE,
        "C": Way.ANYONE,
        "D": Way.ANYONE,
        "E": Way.CLOSED,
    }


async def test_all_stakeholder_groups_are_there_and_everybody_is_offered_at_sign_in(
    shown: Database, demo: DemoResult
) -> None:
    delegations = await all_of(shown, Delegation)
    people = await all_of(shown, Person)
    seats = await all_of(shown, Membership)

    assert len(delegations) >= 12
    assert {one.stakeholder_group for one in delegations} == set(StakeholderGroup)
    assert {one.seat for one in delegations} == {Seat.MEMBER, Seat.OBSERVER}
    assert len(people) >= 20
    assert all(one.demo_role and one.password_hash is None for one in people)
    assert sorted(role for _, role in demo.people) == sorted(one.demo_role for one in people)
    assert Counter(one.may_act for one in seats)[False] >= 1


async def test_the_second_meeting_is_the_current_one_and_the_first_has_a_recording(
    shown: Database, demo: DemoResult
) -> None:
    first, second = sorted(await all_of(shown, Meeting), key=lambda meeting: meeting.number)
    assert (first.is_current, second.is_current) == (False, True)
    assert first.recording_url
    assert first.until_day < second.from_day


async def test_the_record_holds_every_mark_and_verifies(shown: Database, demo: DemoResult) -> None:
    async with shown.reading() as session:
        marked = await session.scalar(select(func.count()).where(Decision.action == "paragraph.marked"))
        paragraphs = await session.scalar(select(func.count()).where(Paragraph.marked_hash.is_not(None)))
        connection = await session.connection()
        report = await connection.run_sync(verify, content_hash)
    assert marked == paragraphs
    assert report.sound, report.faults


async def test_its_page_is_built_and_drafts_stay_private(shown: Database, demo: DemoResult) -> None:
    assert demo.document_id is not None
    async with shown.reading() as session:
        body = (await page.build(session, demo.document_id)).decode()
    drafts = await all_of(shown, Draft)
    assert len(drafts) == 2
    assert "keep under regular review" in body
    assert "within existing resources, to which anybody may turn" not in body


async def test_proposals_stand_in_the_category_that_changes_by_proposal_and_one_is_still_a_draft(
    shown: Database, demo: DemoResult
) -> None:
    proposals = await all_of(shown, Amendment)

    assert Counter((one.kind, one.stage) for one in proposals) == {
        (AmendmentKind.CHANGE, Stage.TABLED): 2,
        (AmendmentKind.ADDITION, Stage.TABLED): 1,
        (AmendmentKind.DELETION, Stage.TABLED): 1,
        (AmendmentKind.CHANGE, Stage.DRAFT): 1,
    }
    on = {one.paragraph_id for one in proposals if one.kind is AmendmentKind.CHANGE and one.stage is Stage.TABLED}
    assert len(on) == 1, "the two of them collide"
    joined = Counter(one.amendment_id for one in await all_of(shown, AmendmentParty))
    assert max(joined.values()) == 3


async def test_it_is_made_once(shown: Database, demo: DemoResult) -> None:
    again = await make_demo(shown)

    assert (demo.made, again.made) == (True, False)
    assert (again.group_id, again.document_id) == (demo.group_id, demo.document_id)
    assert sorted(again.people) == sorted(demo.people)
    assert len(await all_of(shown, WorkingGroup)) == 1


async def test_it_is_not_put_beside_other_groups(database: Database) -> None:
    async with database.writing() as session:
        session.add(WorkingGroup(name="A real one"))

    result = await make_demo(database)

    assert result == DemoResult(made=False)
    assert await all_of(database, Person) == []


async def test_a_large_one_is_made_in_under_ten_seconds(database: Database) -> None:
    began = time.monotonic()
    large = await make_large_demo(database, paragraphs=215, members=200)
    assert time.monotonic() - began < 10

    assert len(large["texts"]) == len(large["paragraphs"]) == 215
    assert len(set(large["tokens"]) | {large["chair_token"]}) == 201
    async with database.reading() as session:
        ways = set((await session.scalars(select(Category.way))).all())
        statuses = set((await session.scalars(select(Paragraph.status))).all())
        rows = (await session.scalars(select(Text))).all()
        words = await texts.words_of_many(session, [text.id for text in rows])
    lengths = [len(one.plain) for one in words.values()]
    assert (ways, statuses) == ({Way.ANYONE}, {ParagraphStatus.NOT_YET_DISCUSSED})
    assert all(500 <= length <= 760 for length in lengths)
    assert 550 <= sum(lengths) / len(lengths) <= 650
    assert {f"{text.id}@{text.generation}" for text in rows} == set(large["texts"])


async def test_every_member_of_a_large_one_may_write_and_its_chair_is_in_office(database: Database) -> None:
    large = await make_large_demo(database, paragraphs=3, members=4)
    async with database.reading() as session:
        tokens = {row.secret_hash: row.person_id for row in await session.scalars(select(ApiToken))}
        group_id = (await session.scalars(select(WorkingGroup.id))).one()
        members = [tokens[secret_hash(token)] for token in large["tokens"]]
        chair = await standing_of(session, tokens[secret_hash(large["chair_token"])], group_id)
        text_ids = (await session.scalars(select(Text.id))).all()
        asks = [Ask(person, text_id) for person in members for text_id in text_ids]
        connection = await session.connection()
        verdicts = await connection.run_sync(authorise, asks)
    assert OfficeKind.CHAIR in chair.offices
    assert len(verdicts) == 12
    assert all(verdict.write for verdict in verdicts)


async def test_there_may_be_several_large_ones(database: Database) -> None:
    await make_large_demo(database, paragraphs=1, members=1)
    await make_large_demo(database, paragraphs=1, members=1)
    assert len(await all_of(database, WorkingGroup)) == 2
    assert await all_of(database, Login) == []
