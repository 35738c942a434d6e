"""The programs in docs/clients.md run as they are printed there."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interop.conftest import OBSERVER, STRANGER, Meeting

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```(?:python|js)\n(.*?)```", re.DOTALL)
NAME = re.compile(r"(?:#|//) (\w+\.(?:py|mjs))\b")
ADDS_WORDS = ["add_words.py", "add_words.mjs"]


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the documented programs and what npm would install beside them."""
    folder = tmp_path_factory.mktemp("programs")
    (folder / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")
    for block in BLOCK.findall((ROOT / "docs" / "clients.md").read_text()):
        name = NAME.search(block)
        assert name, f"a program without its name: {block[:80]}"
        (folder / name[1]).write_text(block)
    return folder


async def run(folder: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    interpreter = sys.executable if program.endswith(".py") else "node"
    command = [interpreter, str(folder / program), *arguments]
    return await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("program", ADDS_WORDS)
async def test_a_documented_program_adds_words_and_knows_that_they_are_saved(
    program: str, programs: Path, meeting: Meeting
) -> None:
    ran = await run(programs, program, meeting.url, meeting.token(0), meeting.document, f" From {program}.")

    assert ran.returncode == 0, ran.stdout + ran.stderr
    words = next(one["words"] for one in (await meeting.page_state())["paragraphs"] if not one["locked"])
    assert words.endswith(f" From {program}.")
    assert ran.stdout.strip() == f"Saved: {words}"


@pytest.mark.parametrize("program", ADDS_WORDS)
async def test_a_documented_program_says_why_words_were_not_added(
    program: str, programs: Path, meeting: Meeting
) -> None:
    ran = await run(programs, program, meeting.url, meeting.token(OBSERVER), meeting.document, " Not mine to say.")

    assert ran.returncode == 1
    assert "Not added: observer" in ran.stdout + ran.stderr


async def test_the_documented_reader_prints_the_words_and_a_stranger_is_refused(
    programs: Path, meeting: Meeting
) -> None:
    text = meeting.text().partition("@")[0]

    ran = await run(programs, "read_words.mjs", meeting.url, meeting.token(OBSERVER), text)
    refused = await run(programs, "read_words.mjs", meeting.url, meeting.token(STRANGER), text)

    assert ran.stdout.rstrip("\n") == (await meeting.words(text))["words"]
    assert refused.stdout == "Refused: 4403 foreign\n"
