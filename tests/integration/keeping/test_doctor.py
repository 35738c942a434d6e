"""`concord doctor` says in plain sentences what is wrong and what to do, and ends with 1 only then."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from typer.testing import CliRunner

from app.cli import cli
from app.core.database import now
from app.core.migrations import migrate
from app.core.settings import Settings
from app.doctor import around, database
from app.doctor.findings import Finding, State
from app.keeping.backup import LAST, back_up
from app.texts.models import Text
from tests.factories import Cast
from tests.servers import free_port
from tests.serving import serve


def looked(*looks: list[Finding]) -> list[tuple[str, State]]:
    return [(finding.about, finding.state) for look in looks for finding in look]


def said(found: list[Finding], state: State) -> str:
    return " ".join(f"{one.what} {one.remedy}" for one in found if one.state is state)


async def test_a_sound_database_is_told_to_be_so(app: FastAPI, cast: Cast, settings: Settings) -> None:
    await asyncio.to_thread(back_up, settings, settings.data_dir / "all.backup")
    found = await asyncio.to_thread(
        lambda: [
            *database.disk(settings),
            *database.sqlite_file(settings),
            *database.contents(settings),
            *database.backup(settings),
        ]
    )

    assert {finding.about for finding in found} >= {"disk", "database", "schema", "record", "texts", "backup"}
    assert said(found, State.BAD) == ""


async def test_words_that_do_not_fit_their_fingerprint_are_named(app: FastAPI, cast: Cast, settings: Settings) -> None:
    async with app.state.database.writing() as session:
        await session.execute(update(Text).where(Text.id == cast.texts[0]).values(checkpoint_hash="0" * 64))

    wrong = said(await asyncio.to_thread(lambda: list(database.contents(settings))), State.BAD)

    assert f"Text {cast.texts[0]} has other words than its fingerprint says." in wrong


def test_a_database_of_an_older_schema_is_told_what_to_run(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    migrate(settings.database_url, "0001")

    assert "Run: concord migrate" in said(list(database.contents(settings)), State.BAD)


def test_a_damaged_file_a_database_that_does_not_answer_and_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data_dir=tmp_path)
    settings.sqlite_path.write_bytes(b"Dear secretariat, " * 1000)
    monkeypatch.setattr(database, "ENOUGH_DISK", 2**60)
    away = Settings(data_dir=tmp_path, database_url=f"postgresql://nobody@127.0.0.1:{free_port()}/concord")

    assert "restore the last backup" in said(list(database.sqlite_file(settings)), State.BAD)
    assert "Check CONCORD_DATABASE_URL" in said(list(database.contents(away)), State.BAD)
    assert "Make room" in said(list(database.disk(settings)), State.BAD)


def test_an_old_backup_is_wrong_and_none_is_worth_knowing(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert looked(list(database.backup(settings))) == [("backup", State.NOTE)]
    (tmp_path / LAST).write_text(json.dumps({"at": (now() - timedelta(days=30)).isoformat(), "file": "/b/old.backup"}))

    assert looked(list(database.backup(settings))) == [("backup", State.BAD)]


def test_a_key_that_others_can_read_is_wrong(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    settings.secret()
    assert looked(list(around.secret_key(settings))) == [("key", State.OK)]
    (tmp_path / "secret.key").chmod(0o644)

    assert "chmod 600" in said(list(around.secret_key(settings)), State.BAD)


async def test_the_public_address_must_lead_here_with_its_socket(
    sqlite_app: FastAPI, settings_of_sqlite: Settings
) -> None:
    async with serve(sqlite_app) as url:
        here = Settings(data_dir=settings_of_sqlite.data_dir, public_url=url)
        found = await asyncio.to_thread(lambda: list(around.address(here)))
    elsewhere = Settings(public_url=f"http://127.0.0.1:{free_port()}")
    open_to_all = Settings(public_url="http://concord.example.invalid")

    assert looked(found) == [("address", State.OK), ("address", State.OK)]
    assert looked(list(around.address(elsewhere))) == [("address", State.NOTE)]
    assert "without encryption" in said(list(around.address(open_to_all)), State.BAD)


def test_a_bus_and_a_mail_server_that_do_not_answer_are_wrong(redis_url: str, tmp_path: Path) -> None:
    nobody = free_port()
    well = Settings(bus_url=redis_url)
    ill = Settings(
        bus_url=f"redis://127.0.0.1:{nobody}",
        mail_host="127.0.0.1",
        mail_port=nobody,
        mail_from="concord@example.org",
        mail_security="none",
    )

    assert looked(list(around.bus(well)), list(around.mail(well))) == [("bus", State.OK), ("mail", State.NOTE)]
    assert looked(list(around.bus(ill)), list(around.mail(ill))) == [("bus", State.BAD), ("mail", State.BAD)]


def test_scripts_that_a_pdf_has_no_letters_for_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(around, "_SCRIPTS", {"Latin": ("A", "fonts-liberation"), "Vai": ("ꕙ\U000e0fff", "fonts-vai")})

    [finding] = around.faces(Settings(data_dir=tmp_path))

    assert finding.state is State.NOTE
    assert "no letters for Vai" in finding.what
    assert "fonts-vai" in finding.remedy


def test_the_command_ends_with_1_when_something_is_wrong_and_speaks_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCORD_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CONCORD_FRONTEND_DIR", str(tmp_path))
    (tmp_path / "index.html").write_text("")
    well = CliRunner().invoke(cli, ["doctor"])
    (tmp_path / "index.html").unlink()
    ill = CliRunner().invoke(cli, ["doctor", "--json"])

    assert well.exit_code == 0, well.output
    assert well.output.endswith("All is well.\n")
    assert ill.exit_code == 1
    answer = json.loads(ill.output)
    assert answer["well"] is False
    assert [one["about"] for one in answer["findings"] if one["state"] == "bad"] == ["pages"]
