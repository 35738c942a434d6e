"""Imports into the database: the words, labels and levels of the file, in one transaction, on both databases."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.core.database import Database, WriteLock
from app.core.offline import CannotWrite
from app.core.settings import Settings
from app.documents.models import Category, Document, Numbering
from app.exchange.commands import import_offline
from app.exchange.reading import Format, read_plan
from app.exchange.service import import_plan
from app.groups.models import WorkingGroup
from app.ledger.models import Decision
from app.ledger.verify import verify
from app.paragraphs.models import Paragraph, ParagraphKind, ParagraphStatus
from app.texts import service as texts
from app.texts.models import Text
from app.texts.runs import content_hash, runs_of

PARIS = Path(__file__).parents[2] / "fixtures/paris-draft-2015-10-23.json"


async def a_group(database: Database, name: str = "Ad hoc group") -> WorkingGroup:
    async with database.writing() as session:
        group = WorkingGroup(name=name)
        session.add(group)
    return group


async def reading_order(database: Database) -> list[Any]:
    async with database.reading() as session:
        rows = await session.execute(
            select(Paragraph, Category)
            .join(Category, Category.id == Paragraph.category_id)
            .order_by(Category.position, Paragraph.position)
        )
        return [(paragraph, category) for paragraph, category in rows]


async def test_the_paris_draft_is_kept_word_by_word_in_under_ten_seconds(database: Database) -> None:
    group = await a_group(database)
    file = json.loads(PARIS.read_text())
    began = time.monotonic()

    plan = read_plan(PARIS.read_bytes(), Format.UNFCCC)
    async with database.writing() as session:
        report = await import_plan(session, group, plan)

    assert time.monotonic() - began < 10
    assert (report["paragraphs"], report["categories"]) == (547, 32)
    rows = await reading_order(database)
    async with database.reading() as session:
        words = await texts.words_of_many(session, [paragraph.text_id for paragraph, _ in rows])
    kept = [
        (
            category.code,
            category.title,
            words[paragraph.text_id].plain,
            paragraph.given_label,
            paragraph.level,
            paragraph.variant,
            paragraph.placeholder,
        )
        for paragraph, category in rows
    ]
    assert kept[:535] == [
        (
            row["article"],
            row["article_title"] or "",
            row["text"],
            row["label"],
            row["level"],
            row["option"],
            row["placeholder"],
        )
        for row in file["paragraphs"]
    ]
    notes = [(paragraph.kind, category.code, words[paragraph.text_id].plain) for paragraph, category in rows[535:]]
    assert notes == [(ParagraphKind.PLAIN, "Footnotes", words) for words in file["footnotes"]]
    assert {paragraph.status for paragraph, _ in rows} == {ParagraphStatus.NOT_YET_DISCUSSED}


async def test_an_imported_text_is_a_y_doc_with_these_words(database: Database) -> None:
    group = await a_group(database)
    runs: list[Any] = [
        {"insert": "Plain, "},
        {"insert": "bold 🙂", "attributes": {"bold": True}},
        {"insert": "\nand a line."},
    ]
    file = {"title": "T", "categories": [{"code": "A"}], "paragraphs": [{"category": "A", "runs": runs}]}
    plan = read_plan(json.dumps(file).encode(), Format.CONCORD)

    async with database.writing() as session:
        await import_plan(session, group, plan)

    async with database.reading() as session:
        text = (await session.scalars(select(Text))).one()
        document = (await session.scalars(select(Document))).one()
    present = runs_of(texts.merged(text.checkpoint, []))
    assert text.checkpoint_hash == content_hash(present) == content_hash(runs)
    assert document.numbering is Numbering.COMPUTED


async def test_an_import_is_the_first_line_of_the_documents_record(database: Database) -> None:
    group = await a_group(database)
    plan = read_plan(PARIS.read_bytes(), Format.UNFCCC)

    async with database.writing() as session:
        report = await import_plan(session, group, plan)

    async with database.reading() as session:
        [line] = (await session.scalars(select(Decision))).all()
        connection = await session.connection()
        verified = await connection.run_sync(verify, content_hash)
    assert (line.chain, line.number, line.action) == (f"document:{report['document']}", 1, "document.imported")
    assert json.loads(line.body)["facts"]["file"] == report["fingerprint"]
    assert verified.sound


async def test_an_import_that_fails_leaves_nothing(database: Database) -> None:
    group = await a_group(database)
    plan = read_plan(PARIS.read_bytes(), Format.UNFCCC)

    with pytest.raises(OSError, match="the disk"):
        async with database.writing() as session:
            await import_plan(session, group, plan)
            raise OSError("the disk")

    async with database.reading() as session:
        for table in (Document, Category, Paragraph, Text, Decision):
            assert await session.scalar(select(func.count()).select_from(table)) == 0


async def test_a_command_imports_into_the_only_group_or_the_one_named(settings: Settings, database: Database) -> None:
    plan = read_plan(PARIS.read_bytes(), Format.UNFCCC)
    first = await a_group(database, "First group")

    assert (await import_offline(settings, plan, Format.UNFCCC, None))["group"]["id"] == str(first.id)

    second = await a_group(database, "Second group")
    with pytest.raises(CannotWrite, match="Say which working group"):
        await import_offline(settings, plan, Format.UNFCCC, None)
    with pytest.raises(CannotWrite, match="no working group “Third group”"):
        await import_offline(settings, plan, Format.UNFCCC, "Third group")
    for name in ("Second group", str(second.id)):
        assert (await import_offline(settings, plan, Format.UNFCCC, name))["group"]["name"] == "Second group"


async def test_a_command_makes_a_group_where_there_is_none_and_says_so(settings: Settings, database: Database) -> None:
    report = await import_offline(settings, read_plan(PARIS.read_bytes(), Format.UNFCCC), Format.UNFCCC, "Archives")

    assert report["group"]["name"] == "Archives"
    assert any("“Archives” was made" in note["detail"] for note in report["notes"])


async def test_a_command_refuses_to_write_beside_a_server(settings: Settings, backend: str) -> None:
    """E19: only one process writes an SQLite file; PostgreSQL may be written beside servers."""
    plan = read_plan(PARIS.read_bytes(), Format.UNFCCC)
    if backend != "sqlite":
        assert (await import_offline(settings, plan, Format.UNFCCC, None))["paragraphs"] == 547
        return
    server = WriteLock(settings.sqlite_path)
    server.acquire()
    try:
        with pytest.raises(CannotWrite, match="server is running"):
            await import_offline(settings, plan, Format.UNFCCC, None)
    finally:
        server.release()
    assert (await import_offline(settings, plan, Format.UNFCCC, None))["paragraphs"] == 547
