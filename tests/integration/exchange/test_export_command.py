"""`concord export` writes beside a running server, and says what there is when it is asked for something else."""

import asyncio
from pathlib import Path

import pytest
from docx import Document as read_docx
from fastapi import FastAPI
from typer.testing import CliRunner

from app.cli import cli
from app.core.settings import Settings
from tests.conftest import client_of
from tests.factories import Cast


@pytest.fixture
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCORD_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("CONCORD_DATA_DIR", str(settings.data_dir))


@pytest.mark.usefixtures("environment")
async def test_it_writes_into_a_folder_or_under_a_name_and_finds_a_document_by_its_title(
    app: FastAPI, cast: Cast, tmp_path: Path
) -> None:
    title = "Draft recommendations on enhanced cooperation"
    in_folder = await run("export", title, "-o", str(tmp_path))
    by_name = await run("export", str(cast.document_id), "--format", "html", "-o", str(tmp_path / "text.html"))

    [written] = tmp_path.glob("*.docx")
    assert in_folder == (0, f"{written}\n")
    assert any("all stakeholders." in one.text for one in read_docx(str(written)).paragraphs)
    assert by_name[0] == 0
    assert "all stakeholders." in (tmp_path / "text.html").read_text()


@pytest.mark.usefixtures("environment")
async def test_a_revision_goes_out_as_it_was_frozen(app: FastAPI, cast: Cast, tmp_path: Path) -> None:
    async with client_of(app, cast.tokens["chair"]) as chair:
        await chair.post(f"/api/documents/{cast.document_id}/revisions", json={})
        await chair.patch(f"/api/documents/{cast.document_id}", json={"title": "Another title"})

    code, said = await run("export", str(cast.document_id), "--revision", "1", "--view", "clean", "-o", str(tmp_path))
    other = await run("export", str(cast.document_id), "--revision", "2", "-o", str(tmp_path))

    assert (code, said) == (0, f"{tmp_path / 'Draft recommendations on enhanced cooperation - Rev.1 - clean.docx'}\n")
    assert other == (1, "The document has no Rev.2.\n")


@pytest.mark.usefixtures("environment")
async def test_an_unknown_document_is_answered_with_those_there_are(app: FastAPI, cast: Cast) -> None:
    code, said = await run("export", "Something else")

    assert code == 1
    assert f"{cast.document_id}  Draft recommendations on enhanced cooperation" in said


async def run(*arguments: str) -> tuple[int, str]:
    """The command has an event loop of its own, so it runs in a thread."""
    result = await asyncio.to_thread(CliRunner().invoke, cli, list(arguments))
    return result.exit_code, result.output
