"""`concord backup` and `concord restore`, as an operator types them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.core.migrations import migrate
from app.core.settings import Settings


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def test_an_operator_backs_up_into_a_folder_checks_the_file_and_restores_it_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there, folder = tmp_path / "here", tmp_path / "there", tmp_path / "backups"
    folder.mkdir()
    migrate(Settings(data_dir=here).database_url)
    monkeypatch.setenv("CONCORD_DATA_DIR", str(here))

    made = run("backup", folder, "--keep", "3")
    [file] = folder.glob("concord-*.backup")
    checked = run("restore", file, "--check")
    monkeypatch.setenv("CONCORD_DATA_DIR", str(there))
    restored = run("restore", file)

    assert made[0] == 0
    assert made[1].startswith(f"{file}: 0 documents, 0 paragraphs, 0 decisions, 0 people, ")
    assert checked[0] == 0
    assert "is whole: 0 documents" in checked[1]
    assert restored[0] == 0
    assert restored[1].endswith("Everybody signs in again.\nThe record is whole: 0 decisions.\n")
    assert (there / "concord.db").exists()


def test_what_cannot_be_done_is_said_and_ends_with_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCORD_DATA_DIR", str(tmp_path))
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear secretariat")

    nothing = run("backup", tmp_path / "new.backup")
    no_folder = run("backup", tmp_path / "new.backup", "--keep", "3")
    no_backup = run("restore", letter)

    assert nothing == (1, f"Nothing was backed up. There is no database at {tmp_path / 'concord.db'}.\n")
    assert no_folder == (2, "--keep is for a folder of backups.\n")
    assert no_backup[0] == 1
    assert no_backup[1].startswith(f"Nothing was restored. {letter} is not a backup of Concord")
    assert not (tmp_path / "concord.db").exists()
