"""One real meeting from an empty server to its restored backup, as its people do it."""

import csv
import io
import json
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from docx import Document
from playwright.async_api import Browser, FilePayload, expect
from pypdf import PdfReader

from tests.browser.conftest import DRAFT
from tests.browser.stage import LAPTOP, PHONE, Line, Someone, Stage
from tests.browser.test_absence import AGE, TEN_MINUTES
from tests.serving import ServerProcess

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(420)]

PASSWORD = "a long word of passage"
PEOPLE = [
    ("Name", "E-mail", "Delegation", "Stakeholder group", "Seat", "Office"),
    ("Ana Lima", "ana@example.org", "", "", "", "secretariat"),
    ("Peter Chairman", "chair@example.org", "Hungary", "government", "member", "chair"),
    ("Beatriz Souza", "beatriz@example.org", "Brazil", "government", "member", ""),
    ("Kamau Njoroge", "kamau@example.org", "Kenya", "government", "member", ""),
    ("Olga Watcher", "olga@example.org", "Archive Society", "civil society", "observer", ""),
]
LISTS = ["whole", "statements", "agreed", "revisit", "no_agreement", "not_discussed"]


@pytest_asyncio.fixture(loop_scope="session")
async def empty(tmp_path: Path, pages: Path) -> AsyncIterator[ServerProcess]:
    """A server on which there is nobody yet."""
    server = ServerProcess(tmp_path / "data")
    server.folder.mkdir()
    server.environment |= {"CONCORD_FRONTEND_DIR": str(pages), "CONCORD_PUBLIC_URL": server.url}
    yield server
    server.make_sure_it_ended()


@pytest_asyncio.fixture(loop_scope="session")
async def hall(empty: ServerProcess, chromium: Browser) -> AsyncIterator[Stage]:
    """Whoever comes in here leaves at the end, and their pages must not have complained."""
    stage = Stage(empty, chromium, {})
    yield stage
    assert not (faults := await stage.clear()), "\n".join(faults)


async def come_in(one: Someone, link: str) -> None:
    """Open an invitation and choose a password."""
    await one.page.goto(link)
    await one.page.get_by_label("New password", exact=True).fill(PASSWORD)
    await one.page.get_by_label("New password once more").fill(PASSWORD)
    await one.page.get_by_role("button", name="sign in").click()
    await expect(one.page.get_by_role("button", name=re.compile("Account of"))).to_be_visible()


async def sign_in(one: Someone, email: str) -> None:
    await one.go("/sign-in")
    await one.page.get_by_label(re.compile("^E-mail address")).fill(email)
    await one.page.get_by_label("Password", exact=True).fill(PASSWORD)
    await one.page.get_by_role("button", name="Sign in").click()
    await expect(one.page.get_by_role("button", name=re.compile("Account of"))).to_be_visible()


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


async def prepare(ana: Someone, server: ServerProcess) -> tuple[str, str, dict[str, str]]:
    """The secretariat makes the group, brings in its people and its text; returns group, document and links."""
    made = json.loads(await server.run("user", "add", "ana@example.org", "Ana Lima", "--operator", "--json"))
    await server.start()
    await come_in(ana, made["link"])
    await ana.go("/")
    await ana.page.get_by_role("button", name="New working group").click()
    await ana.page.get_by_label("Name of the group").fill("Working Group on Archives")
    await ana.page.get_by_role("button", name="Set up the group").click()
    await expect(ana.page.get_by_role("heading", name="Working Group on Archives")).to_be_visible()
    group = ana.page.url.split("/groups/")[1].split("/")[0]

    # The list has two slips, which are seen and mended before anything is written.
    slips = [*PEOPLE[:4], ("Kamau Njoroge", "kamau@example", "Kenya", "government", "member", ""), *PEOPLE[5:]]
    await ana.go(f"/groups/{group}/people/import")
    await ana.page.get_by_label("The file with the list").set_input_files(
        FilePayload(name="participants.csv", mimeType="text/csv", buffer=as_csv(slips))
    )
    address = ana.page.get_by_role("textbox", name=re.compile("E-mail")).and_(
        ana.page.locator("input[value='kamau@example']")
    )
    await address.fill("kamau@example.org")
    await ana.press("Tab")
    await ana.page.get_by_role("button", name=re.compile("^Take over")).click()
    await expect(ana.page.get_by_role("heading", name="The list is taken over")).to_be_visible()

    await ana.go(f"/groups/{group}")
    await ana.page.get_by_role("button", name="Bring in a document").click()
    await ana.page.locator("input[type=file]").set_input_files(DRAFT)
    await ana.page.get_by_label("Title").fill("Draft agreement")
    await ana.page.get_by_role("button", name="Bring it in").click()
    await expect(ana.page.locator("#document")).to_be_visible()
    document = ana.page.url.split("/documents/")[1].split("/")[0]

    people = await ana.call("GET", f"/api/groups/{group}/people")
    wanted = [one["person_id"] for one in people if one["email"] != "ana@example.org"]
    links = await ana.call("POST", f"/api/groups/{group}/links", {"people": wanted})
    meeting = await ana.call("POST", f"/api/groups/{group}/meetings", {"number": 1, "title": "First meeting"})
    await ana.call("POST", f"/api/meetings/{meeting['id']}/open")
    return group, document, {one["email"]: one["link"] for one in links["made"]}


async def revise(ana: Someone, document: str, number: int, audience: str) -> None:
    """Freeze the document and release the revision."""
    await ana.go(f"/documents/{document}/revisions")
    await ana.page.get_by_role("button", name=re.compile("^Freeze")).click()
    await ana.page.get_by_role("button", name="Freeze it").click()
    await ana.page.get_by_role("button", name=re.compile(f"Release Rev.{number}")).click()
    await ana.page.get_by_role("dialog").get_by_label(audience, exact=True).check()
    await ana.page.get_by_role("button", name="Release it now").click()
    await expect(ana.page.get_by_role("dialog")).to_have_count(0)


async def test_a_meeting_is_prepared_held_closed_and_kept(hall: Stage, empty: ServerProcess, tmp_path: Path) -> None:
    ana = await hall.someone(size=LAPTOP)
    _, document, links = await prepare(ana, empty)
    await revise(ana, document, 1, "Members")

    # Delegates come in by invitation, on a laptop and on a phone whose line is bad; the chair, and an observer.
    line = Line(empty.port)
    hall.lines.append(line)
    beatriz, chair, olga = [await hall.someone() for _ in range(3)]
    kamau = await hall.someone(size=PHONE, base=await line.open())
    for one, email in ((beatriz, "beatriz"), (chair, "chair"), (olga, "olga")):
        await come_in(one, links[f"{email}@example.org"])
    await come_in(kamau, links["kamau@example.org"].replace(empty.url, kamau.base))
    for one in (beatriz, chair, kamau):
        await one.go(f"/documents/{document}/rev/1")
        await expect(one.page.get_by_role("heading", level=1)).to_contain_text("Draft agreement")
    await olga.go(f"/documents/{document}/rev/1")
    await expect(olga.page.get_by_role("main")).to_contain_text("Rev.1 is not released to you")

    # The sitting opens for members: the observer is shut out at once, and told why.
    for one in (ana, beatriz, chair, kamau, olga):
        await one.read(document)
    await ana.page.get_by_role("button", name=re.compile("No sitting")).click()
    await ana.page.get_by_role("menuitem", name="Open a sitting").click()
    await ana.page.get_by_role("radio", name=re.compile("^Members")).check()
    await ana.page.get_by_role("button", name="Open the sitting").click()
    await expect(olga.page.get_by_text("This sitting is closed to you: you cannot see the")).to_be_visible()
    await expect(kamau.page.locator("#document")).to_be_visible()

    # What is under discussion shows on every page; it is edited, split, and marked agreed except for a date.
    state: dict[str, Any] = await ana.call("GET", f"/api/documents/{document}")
    first, _, third = [one for one in state["paragraphs"] if one["kind"] == "recommendation" and one["label"]][:3]
    await chair.call("PUT", f"/api/documents/{document}/now", {"paragraph": first["id"]})
    for one in (beatriz, chair, kamau):
        await expect(one.row(first["id"])).to_contain_text("Now")
    await kamau.look_at(first["id"])
    await beatriz.begin(first["id"])
    await beatriz.type(" It reports in time.")
    for _ in range(len("in time.")):
        await beatriz.press("ArrowLeft")
    await beatriz.press("Enter")
    await beatriz.type("Further, ")
    await expect(kamau.words(first["id"])).to_have_text(f"{first['words']} It reports ")
    await expect(kamau.page.get_by_text("Further, in time.")).to_be_visible()
    await beatriz.press("Escape")
    await beatriz.saved()
    await chair.look_at(first["id"])
    await chair.press("Alt+Shift+Digit1")
    card = chair.page.get_by_role("dialog")
    await card.get_by_role("radio", name="except for …").check()
    await card.get_by_label("Agreed except for").fill("the date")
    await card.get_by_role("button", name="Record the mark").click()
    await expect(card).to_have_count(0)
    await expect(kamau.row(first["id"])).to_contain_text("except for")

    # The phone's line goes down for ten minutes; both sides write; the phone's owner is asked, and adds.
    await kamau.begin(third["id"])
    await kamau.press("Escape")
    line.cut()
    await kamau.begin(third["id"])
    await kamau.type(" Written on the road.")
    await kamau.press("Escape")
    await expect(kamau.save_state).to_have_attribute("data-state", "kept")
    await beatriz.begin(third["id"])
    await beatriz.type(" Written in the hall.")
    await beatriz.press("Escape")
    await beatriz.saved()
    assert await kamau.page.evaluate(AGE, TEN_MINUTES) >= 1
    await kamau.page.goto(f"{empty.url}/api/demo")
    line.mend()
    await kamau.go(f"/documents/{document}")
    notice = kamau.page.get_by_role("region", name="While you were away")
    await notice.get_by_role("button", name=re.compile("^Show")).click()
    beside = kamau.page.get_by_role("dialog", name=re.compile("went on while you were away"))
    await expect(beside).to_contain_text("Others changed its words.")
    await beside.get_by_role("button", name="Add to the text").click()
    await beatriz.look_at(third["id"])
    await expect(beatriz.words(third["id"])).to_contain_text("Written on the road.")
    await expect(beatriz.words(third["id"])).to_contain_text("Written in the hall.")
    await kamau.saved()

    # A statement, one to revisit, one without agreement; the sitting closes and says what it did not reach.
    state = await ana.call("GET", f"/api/documents/{document}")
    rest = [one for one in state["paragraphs"] if one["status"] == "not_yet_discussed" and one["kind"] != "plain"][:4]
    await ana.call("PATCH", f"/api/paragraphs/{rest[0]['id']}", {"kind": "statement"})
    for one, status in zip(rest, ("agreed", "agreed", "to_revisit", "no_agreement"), strict=True):
        mark = {"status": status, "content_hash": one["content_hash"], "brackets_seen": True}
        await chair.call("PUT", f"/api/paragraphs/{one['id']}/status", mark)
    await ana.page.get_by_role("button", name=re.compile("Sitting 1|sitting 1")).click()
    await ana.page.get_by_role("menuitem", name="Close the sitting").click()
    closing = ana.page.get_by_role("dialog")
    await expect(closing).to_contain_text("not reached")
    await closing.get_by_role("button", name="Close the sitting").click()
    await expect(closing).to_have_count(0)
    await expect(olga.page.locator("#document")).to_be_visible()
    (sitting,) = await ana.call("GET", f"/api/documents/{document}/sittings")
    assert len(sitting["not_reached"]) > 400

    # Rev.2, the four lists and the PDF go out.
    await revise(ana, document, 2, "Members and observers")
    for list_ in LISTS:
        answer = await ana.context.request.get(
            f"{empty.url}/api/documents/{document}/export?format=docx&list={list_}&revision=2"
        )
        assert answer.ok, list_
        said = "\n".join(one.text for one in Document(io.BytesIO(await answer.body())).paragraphs)
        assert "Draft agreement" in said, list_
    answer = await olga.context.request.get(f"{empty.url}/api/documents/{document}/export?format=pdf&revision=2")
    paper = "".join(page.extract_text() for page in PdfReader(io.BytesIO(await answer.body())).pages)
    assert "Written in the hall." in paper.replace("\n", " ")

    # Backup, wipe, restore: everything is there, and verifies.
    before = await ana.call("GET", f"/api/documents/{document}")
    await empty.run("backup", str(tmp_path / "night.concord"))
    await empty.terminate()
    shutil.rmtree(empty.folder)
    empty.folder.mkdir()
    await empty.run("restore", str(tmp_path / "night.concord"))
    assert "whole" in await empty.run("ledger", "verify")
    await empty.start()
    again = await hall.someone()
    await sign_in(again, "beatriz@example.org")
    await again.read(document)
    after = await again.call("GET", f"/api/documents/{document}")
    for one in (before, after):
        for paragraph in one["paragraphs"]:
            paragraph.pop("generation")
    assert after["paragraphs"] == before["paragraphs"]
    assert [one["number"] for one in await again.call("GET", f"/api/documents/{document}/revisions")] == [2, 1]
