"""The commands as an operator types them, beside a real server (E19)."""

import contextlib
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.servers import free_port, wait_for_port

ROOT = Path(__file__).parents[3]
PARIS = ROOT / "tests/fixtures/paris-draft-2015-10-23.json"


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONCORD_")}
    return kept | {"CONCORD_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}


def concord(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        env=environment(folder),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    port = free_port()
    with (folder / "serve.log").open("wb") as log:
        command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environment(folder), cwd=folder, stdout=log, stderr=log)
        try:
            wait_for_port(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def read(address: str, token: str) -> Any:
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def test_a_large_demonstration_is_one_object_and_a_draft_comes_in_through_the_server(tmp_path: Path) -> None:
    made = concord(tmp_path, "demo", "--paragraphs", "12", "--members", "7", "--json")
    assert made.returncode == 0, made.stderr
    large = json.loads(made.stdout)
    assert set(large) == {"document", "texts", "paragraphs", "tokens", "chair_token", "logins"}
    assert (len(large["texts"]), len(large["paragraphs"]), len(large["tokens"])) == (12, 12, 7)
    (tmp_path / "token").write_text(large["chair_token"] + "\n")

    with serving(tmp_path) as address:
        beside = concord(tmp_path, "import", str(PARIS), "--format", "unfccc")
        through = concord(
            tmp_path,
            *("import", str(PARIS), "--format", "unfccc", "--json"),
            *("--server", address, "--token", f"@{tmp_path / 'token'}"),
        )
        stranger = concord(tmp_path, "import", str(PARIS), "--format", "unfccc", "--server", address, "--token", "x")
        assert through.returncode == 0, through.stderr
        page = read(f"{address}/api/documents/{json.loads(through.stdout)['document']}", large["tokens"][0])
        first = read(f"{address}/api/documents/{large['document']}", large["tokens"][-1])

    assert beside.returncode == stranger.returncode == 1
    assert "A Concord server is running" in beside.stderr
    assert "Nothing was imported" in stranger.stderr
    file = json.loads(PARIS.read_text())
    kept = [(one["words"], one["label"] or None, one["level"]) for one in page["paragraphs"]]
    assert kept[:535] == [(row["text"], row["label"], row["level"]) for row in file["paragraphs"]]
    assert len(page["categories"]) == 32
    assert [one["id"] for one in first["paragraphs"]] == large["paragraphs"]
    assert [f"{one['text']}@{one['generation']}" for one in first["paragraphs"]] == large["texts"]


def test_an_import_into_an_empty_folder_works_at_once_and_faults_write_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"title": "T",\n "categories": [{"code": "A"}],\n "paragraphs": [{"text": 1}]}')

    bad = concord(tmp_path, "import", "bad.json")
    assert bad.returncode == 1
    assert "line 3, /paragraphs/0/text: This should be a string." in bad.stderr
    assert not (tmp_path / "concord.db").exists()

    good = concord(tmp_path, "import", str(ROOT / "docs/formats/example.json"), "--group", "Archives")
    assert good.returncode == 0, good.stderr
    assert "7 in 3 categories" in good.stdout
    assert "“Archives” was made" in good.stdout
    assert concord(tmp_path, "ledger", "verify").returncode == 0
