"""A backup is of one moment, made while others write, and everything comes back from it on either database."""

import asyncio
import hashlib
import json
import re
import sqlite3
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import inspect, select, update

from app.accounts.models import Login
from app.core.database import Database, Record, WriteLock, now, sync_engine
from app.core.events import Events
from app.core.migrations import migrate
from app.core.settings import Settings
from app.keeping.archive import Damaged
from app.keeping.backup import CannotBackUp, back_up, drop_older, last_backup
from app.keeping.checks import check_record, check_texts
from app.keeping.restore import CannotRestore, check, restore
from app.keeping.tables import LEFT_OUT, kept_tables
from app.ledger.models import Decision
from app.main import create_app
from app.texts import service as texts
from app.texts.models import Text
from tests.conftest import client_of
from tests.factories import Cast
from tests.integration.keeping.conftest import MakeEmpty
from tests.live import LiveText, until
from tests.serving import live_on

As = Callable[[str], Awaitable[AsyncClient]]
CHANGES_AT_RESTORE = {"at", "seq", "record"}  # the line that says so


def comparable(state: dict[str, Any]) -> dict[str, Any]:
    """A page state without what a restore changes."""
    paragraphs = [{key: one[key] for key in one if key != "generation"} for one in state["paragraphs"]]
    return {key: state[key] for key in state if key not in CHANGES_AT_RESTORE} | {"paragraphs": paragraphs}


async def page_state(app: FastAPI, cast: Cast) -> dict[str, Any]:
    async with client_of(app, cast.tokens["member"]) as member:
        response = await member.get(f"/api/documents/{cast.document_id}")
    assert response.status_code == 200, response.text
    state: dict[str, Any] = response.json()
    return state


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[FastAPI]:
    application = create_app(settings)
    async with LifespanManager(application, startup_timeout=20, shutdown_timeout=20):
        yield application


async def a_little_history(app: FastAPI, cast: Cast, client_as: As) -> None:
    """A mark, a private draft and a withdrawn paragraph, so that more than one table has rows."""
    chair, member = await client_as("chair"), await client_as("member")
    page = (await chair.get(f"/api/documents/{cast.document_id}")).json()
    first, second, third = page["paragraphs"]
    await chair.put(
        f"/api/paragraphs/{first['id']}/status",
        json={"status": "agreed", "content_hash": first["content_hash"], "brackets_seen": True},
    )
    await member.put(
        f"/api/paragraphs/{second['id']}/drafts/0192d3a4-0000-7000-8000-000000000001",
        json={"runs": [{"insert": "Mine 😀", "attributes": {"bold": True}}]},
    )
    await chair.post(f"/api/paragraphs/{third['id']}/withdraw", json={"reason": "Twice the same"})


async def type_until(text: LiveText, stop: asyncio.Event) -> None:
    """Number after number, each when the one before is saved: what is in a backup is always a beginning of it."""
    number = 0
    while not stop.is_set():
        number += 1
        sent = await text.type(f" w{number}")
        await until(lambda sent=sent: sent.status is not None or stop.is_set(), "a keystroke to be saved")  # type: ignore[misc]


def numbers_in(words: str) -> list[int]:
    return [int(number) for number in re.findall(r" w(\d+)", words)]


async def back_up_while_writing(app: FastAPI, cast: Cast, settings: Settings, backups: int) -> list[Path]:
    """Three people type and the chair marks; returns backups made meanwhile, checked against what was typed."""
    paths: list[Path] = []
    stop = asyncio.Event()
    async with live_on(app, cast) as live:
        typing = [await live.attach(role, text) for text, role in enumerate(("member", "other_member", "chair"))]
        await until(lambda: all(text.synced for text in typing), "all to be attached")
        writing = [asyncio.create_task(type_until(text, stop)) for text in typing]
        try:
            for number in range(backups):
                await until(
                    lambda: min(len(numbers_in(text.text)) for text in typing) > 5 * (len(paths) + 1),
                    "everybody to have typed",
                )
                saved = [len(text.sent) - len(text.waiting) for text in typing]
                path = settings.data_dir / f"{number}.backup"
                await asyncio.to_thread(back_up, settings, path)
                paths.append(path)
                for text, words in enumerate(await words_in(path, cast)):
                    numbers = numbers_in(words)
                    assert numbers == list(range(1, len(numbers) + 1))  # nothing missing in between
                    assert len(numbers) >= saved[text] - 1  # nothing that was saved before it began
        finally:
            stop.set()
            await asyncio.gather(*writing)
    return paths


async def words_in(path: Path, cast: Cast) -> list[str]:
    """The words of the cast's texts in a backup, by restoring it beside."""
    aside = Settings(data_dir=path.parent / f"{path.name}-aside", log_level="warning")
    restored = await asyncio.to_thread(restore, aside, path)
    assert restored.faults == []
    database = Database(aside.database_url, Events())
    try:
        async with database.reading() as session:
            found = await texts.words_of_many(session, cast.texts)
            return [found[text].plain for text in cast.texts]
    finally:
        await database.close()


async def test_a_backup_made_while_people_write_holds_all_that_was_saved_and_nothing_by_halves(
    app: FastAPI, cast: Cast, settings: Settings
) -> None:
    await back_up_while_writing(app, cast, settings, backups=2)


@pytest.mark.long
async def test_many_backups_while_people_write(app: FastAPI, cast: Cast, settings: Settings) -> None:
    await back_up_while_writing(app, cast, settings, backups=25)


@pytest.mark.parametrize("across", [False, True], ids=["same", "across"])
async def test_everything_comes_back_on_either_database(
    app: FastAPI,
    cast: Cast,
    client_as: As,
    settings: Settings,
    make_empty: MakeEmpty,
    backend: str,
    other: str,
    across: bool,
) -> None:
    await a_little_history(app, cast, client_as)
    before = await page_state(app, cast)
    path = settings.data_dir / "all.backup"
    made = await asyncio.to_thread(back_up, settings, path)
    target = make_empty(other if across else backend)

    restored = await asyncio.to_thread(restore, target, path)

    assert (restored.faults, restored.moved_to) == ([], None)
    assert restored.lines == made.manifest.rows("decision") == 2
    async with running(target) as again:
        after = await page_state(again, cast)
        async with client_of(again, cast.tokens["member"]) as member:
            drafts = (await member.get(f"/api/documents/{cast.document_id}/me")).json()["drafts"]
            record = (await member.get(f"/api/documents/{cast.document_id}/record")).json()
    assert comparable(after) == comparable(before)
    assert [draft["runs"] for draft in drafts] == [[{"insert": "Mine 😀", "attributes": {"bold": True}}]]
    assert [line["action"] for line in record] == ["paragraph.marked", "paragraph.withdrawn", "record.restored"]
    assert record[-1]["facts"]["file"] == made.sha256
    second = target.data_dir / "second.backup"
    again_made = await asyncio.to_thread(back_up, target, second)
    assert again_made.manifest.rows("text_segment") == made.manifest.rows("text_segment")


async def test_no_copy_from_after_the_backup_flows_back_by_itself(
    app: FastAPI, cast: Cast, settings: Settings, make_empty: MakeEmpty, backend: str
) -> None:
    """E11: generations and event numbers are higher than any that were given out, also when it is done twice."""
    async with app.state.database.writing() as session:
        await session.execute(update(Text).where(Text.id == cast.texts[1]).values(generation=900_000_000))
    path = settings.data_dir / "all.backup"
    await asyncio.to_thread(back_up, settings, path)
    before = await page_state(app, cast)
    target = make_empty(backend)

    await asyncio.to_thread(restore, target, path)
    async with running(target) as again:
        after = await page_state(again, cast)

    for old, new in zip(before["paragraphs"], after["paragraphs"], strict=True):
        assert new["generation"] > old["generation"] + (0 if old["generation"] > 1 else 10_000_000)
    assert after["paragraphs"][1]["generation"] == 900_000_001
    assert after["seq"] > before["seq"] + 10**9


async def test_logins_and_kept_answers_are_left_out(app: FastAPI, cast: Cast, settings: Settings) -> None:
    async with app.state.database.writing() as session:
        session.add(Login(person_id=cast.people["member"], secret_hash="5e" * 32, expires_at=now()))
    path = settings.data_dir / "all.backup"
    made = await asyncio.to_thread(back_up, settings, path)

    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        said = b"".join(archive.read(name) for name in names)
    assert b"5e5e5e5e" not in said
    assert {table.name for table in kept_tables()} | LEFT_OUT == set(Record.metadata.tables)
    assert made.manifest.left_out == ["kept_answer", "login"]
    assert "secret.key" not in "".join(names)
    assert path.stat().st_mode & 0o077 == 0


async def test_a_database_that_holds_something_is_put_aside_only_when_asked(
    app: FastAPI, cast: Cast, settings: Settings, make_empty: MakeEmpty, backend: str
) -> None:
    path = settings.data_dir / "all.backup"
    await asyncio.to_thread(back_up, settings, path)
    target = make_empty(backend)
    await asyncio.to_thread(restore, target, path)

    with pytest.raises(CannotRestore, match=r"is not empty\. With --replace"):
        await asyncio.to_thread(restore, target, path)
    restored = await asyncio.to_thread(restore, target, path, replace=True)

    assert restored.moved_to is not None
    async with running(target) as again:
        assert len((await page_state(again, cast))["paragraphs"]) == 3
    if backend == "sqlite":
        old = sqlite3.connect(restored.moved_to)
        assert old.execute("SELECT count(*) FROM paragraph").fetchone() == (3,)
        old.close()
    else:
        schema = restored.moved_to.removeprefix("the schema ")
        engine = sync_engine(target.database_url, writes=False)
        with engine.connect() as connection:
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {schema}.paragraph").scalar() == 3
        engine.dispose()


async def test_a_running_server_stops_a_restore(
    app: FastAPI, cast: Cast, settings: Settings, backend: str, make_empty: MakeEmpty
) -> None:
    path = settings.data_dir / "all.backup"
    await asyncio.to_thread(back_up, settings, path)
    if backend == "sqlite":
        lock = WriteLock(settings.sqlite_path)
        lock.acquire()
        with pytest.raises(CannotRestore, match="A server is running"):
            await asyncio.to_thread(restore, settings, path, replace=True)
        lock.release()
    else:
        with pytest.raises(CannotRestore, match="Stop all servers first"):
            await asyncio.to_thread(restore, settings, path, replace=True)


async def test_a_damaged_backup_changes_nothing(
    app: FastAPI, cast: Cast, settings: Settings, make_empty: MakeEmpty, backend: str
) -> None:
    path, bad = settings.data_dir / "all.backup", settings.data_dir / "bad.backup"
    await asyncio.to_thread(back_up, settings, path)
    target = make_empty(backend)
    await asyncio.to_thread(restore, target, path)

    for spoil in (cut, reworded, of_a_newer_program, not_at_all):
        spoil(path, bad)
        with pytest.raises((Damaged, CannotRestore)):
            await asyncio.to_thread(check, bad)
        with pytest.raises((Damaged, CannotRestore)):
            await asyncio.to_thread(restore, target, bad, replace=True)
    async with running(target) as again:
        assert len((await page_state(again, cast))["paragraphs"]) == 3


def cut(path: Path, bad: Path) -> None:
    bad.write_bytes(path.read_bytes()[:-200])


def rewritten(path: Path, bad: Path, change: Callable[[str, bytes], bytes]) -> None:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))


def reworded(path: Path, bad: Path) -> None:
    rewritten(
        path, bad, lambda name, data: data.replace(b"Member States", b"Member states") if "text" in name else data
    )


def of_a_newer_program(path: Path, bad: Path) -> None:
    def change(name: str, data: bytes) -> bytes:
        return json.dumps(json.loads(data) | {"schema": "9999"}).encode() if name == "manifest.json" else data

    rewritten(path, bad, change)


def not_at_all(path: Path, bad: Path) -> None:
    bad.write_text("Dear secretariat, please find attached")


async def test_a_restore_that_fails_half_way_leaves_what_was_there(
    app: FastAPI,
    cast: Cast,
    settings: Settings,
    make_empty: MakeEmpty,
    backend: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = settings.data_dir / "all.backup"
    await asyncio.to_thread(back_up, settings, path)
    target = make_empty(backend)
    await asyncio.to_thread(restore, target, path)

    def fail(*_: Any) -> None:
        raise CannotRestore("no room")

    monkeypatch.setattr("app.keeping.restore._go_on_from_here", fail)
    with pytest.raises(CannotRestore, match="no room"):
        await asyncio.to_thread(restore, target, path, replace=True)

    async with running(target) as again:
        assert len((await page_state(again, cast))["paragraphs"]) == 3
    assert not list(target.data_dir.glob("*.restoring*"))


async def test_a_backup_of_an_older_schema_is_brought_forward(
    app: FastAPI, cast: Cast, client_as: As, settings: Settings, make_empty: MakeEmpty, backend: str
) -> None:
    await a_little_history(app, cast, client_as)
    path, old = settings.data_dir / "all.backup", settings.data_dir / "old.backup"
    await asyncio.to_thread(back_up, settings, path)
    await asyncio.to_thread(as_of_the_first_schema, path, old)
    target = make_empty(backend)

    restored = await asyncio.to_thread(restore, target, old)

    assert (restored.manifest.schema, restored.faults) == ("0001", [])
    async with running(target) as again:
        assert said_then(await page_state(again, cast)) == said_then(await page_state(app, cast))


def said_then(state: dict[str, Any]) -> list[list[Any]]:
    """What the first schema knew of paragraphs."""
    known = ("id", "label", "runs", "content_hash", "status", "locked", "withdrawn", "mark")
    return [[one[key] for key in known] for one in state["paragraphs"]]


def as_of_the_first_schema(path: Path, old: Path) -> None:
    """The same backup as a program of the first schema would have made it."""
    url = f"sqlite:///{old}.db"
    migrate(url, "0001")
    engine = sync_engine(url, writes=False)
    inspector = inspect(engine)
    there = {name: [column["name"] for column in inspector.get_columns(name)] for name in inspector.get_table_names()}
    engine.dispose()
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        parts = [part for part in manifest["parts"] if part["table"] in there]
        with zipfile.ZipFile(old, "w") as written:
            for part in parts:
                keep = [number for number, (name, _) in enumerate(part["columns"]) if name in there[part["table"]]]
                rows = [json.loads(line) for line in archive.read(part["file"]).splitlines()]
                lines = "".join(json.dumps([row[number] for number in keep]) + "\n" for row in rows).encode()
                part["columns"] = [part["columns"][number] for number in keep]
                part["sha256"] = hashlib.sha256(lines).hexdigest()
                written.writestr(part["file"], lines)
            written.writestr("manifest.json", json.dumps(manifest | {"parts": parts, "schema": "0001"}))


async def test_words_that_were_changed_by_hand_are_found(app: FastAPI, cast: Cast, settings: Settings) -> None:
    async with app.state.database.writing() as session:
        await session.execute(
            update(Text).where(Text.id == cast.texts[0]).values(checkpoint_runs='[{"insert":"Other."}]')
        )
    engine = sync_engine(settings.database_url, writes=False)
    with engine.connect() as connection:
        assert list(check_texts(connection)) == [f"Text {cast.texts[0]} has other words than its fingerprint says."]
        assert check_record(connection).sound
    engine.dispose()


async def test_a_backup_never_overwrites_a_file_and_a_folder_keeps_the_newest(
    app: FastAPI, cast: Cast, settings: Settings
) -> None:
    folder = settings.data_dir / "backups"
    folder.mkdir()
    (folder / "notes.txt").write_text("not ours")
    for name in ("concord-2026-01-01-030000.backup", "concord-2026-01-02-030000.backup"):
        (folder / name).write_text("old")
    made = await asyncio.to_thread(back_up, settings, folder)

    with pytest.raises(CannotBackUp, match="is there already"):
        await asyncio.to_thread(back_up, settings, made.path)
    gone = drop_older(folder, 2)

    assert [path.name for path in gone] == ["concord-2026-01-01-030000.backup"]
    assert (folder / "notes.txt").exists()
    known = last_backup(settings)
    assert known is not None
    assert known[1] == str(made.path.resolve())


async def test_the_record_of_the_restored_database_goes_on(
    app: FastAPI, cast: Cast, client_as: As, settings: Settings, make_empty: MakeEmpty, backend: str
) -> None:
    await a_little_history(app, cast, client_as)
    path = settings.data_dir / "all.backup"
    await asyncio.to_thread(back_up, settings, path)
    target = make_empty(backend)
    await asyncio.to_thread(restore, target, path)

    async with running(target) as again, client_of(again, cast.tokens["chair"]) as chair:
        second = (await chair.get(f"/api/documents/{cast.document_id}")).json()["paragraphs"][1]
        marked = await chair.put(
            f"/api/paragraphs/{second['id']}/status",
            json={"status": "to_revisit", "content_hash": second["content_hash"]},
        )
        async with again.state.database.reading() as session:
            numbers = (await session.scalars(select(Decision.number).order_by(Decision.number))).all()

    assert marked.status_code == 200
    assert numbers == [1, 2, 3, 4]
