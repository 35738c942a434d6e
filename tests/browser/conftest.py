"""Chromium, and servers with the demonstration group for people to meet on."""

import os
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, StorageState, async_playwright, expect

from tests.browser.stage import CHROMIUM, DEADLINE_MS, FLAGS, Stage
from tests.serving import ServerProcess

FRONTEND = Path(__file__).parents[2] / "frontend"
DRAFT = Path(__file__).parents[1] / "fixtures" / "paris-draft-2015-10-23.json"


def _is_stale(built: Path) -> bool:
    if not built.exists():
        return True
    sources = [FRONTEND / "index.html", *(path for path in (FRONTEND / "src").rglob("*") if path.is_file())]
    return any(path.stat().st_mtime > built.stat().st_mtime for path in sources if not path.name.endswith(".po"))


@pytest.fixture(scope="session")
def pages() -> Path:
    """The built pages; built now if the sources are newer. PAGES=folder tests other ones."""
    if given := os.environ.get("PAGES"):
        return Path(given).resolve()
    built = FRONTEND / "dist"
    if _is_stale(built / "index.html"):
        subprocess.run(["npm", "run", "--silent", "build"], cwd=FRONTEND, check=True, timeout=300)
    return built


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    expect.set_options(timeout=DEADLINE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


async def _serve(folder: Path, pages: Path, *files: Path) -> ServerProcess:
    """A server on the demonstration group, with these drafts imported into it."""
    server = ServerProcess(folder)
    server.environment |= {"CONCORD_DEMO": "true", "CONCORD_FRONTEND_DIR": str(pages)}
    await server.run("demo")
    for file in files:
        await server.run("import", str(file), "--format", "unfccc")
    await server.start()
    return server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory, pages: Path) -> AsyncIterator[ServerProcess]:
    """The demonstration group, and beside its own document the imported draft of 535 paragraphs."""
    server = await _serve(tmp_path_factory.mktemp("served"), pages, DRAFT)
    yield server
    server.make_sure_it_ended()


@pytest.fixture(scope="session")
def logins() -> dict[str, StorageState]:
    """Of the demonstration's people, made as they are needed."""
    return {}


@pytest_asyncio.fixture(loop_scope="session")
async def stage(server: ServerProcess, chromium: Browser, logins: dict[str, StorageState]) -> AsyncIterator[Stage]:
    """Whoever a test seats here leaves at its end, and their pages must not have complained of anything."""
    stage = Stage(server, chromium, logins)
    yield stage
    faults = await stage.clear()
    assert not faults, "\n".join(faults)
