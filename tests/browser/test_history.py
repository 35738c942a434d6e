"""The words of a paragraph through time, and what changed in a document, as people look back at them."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.stage import LAPTOP, PHONE, PROJECTOR, Made, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

FIRST = "Member States should promote the participation of all stakeholders in public policy."


async def negotiated(stage: Stage, title: str) -> Made:
    """A document in which two delegations typed and the chair marked."""
    made = await stage.make_document(title, paragraphs=[[FIRST, "The second one stays as it is."]])
    finland = await stage.someone("Finland")
    await finland.read(made.id)
    await finland.begin("A.1")
    await finland.type(" It is urgent.")
    await finland.saved()
    await finland.press("Escape")
    state = await stage.state(made.id)
    await stage.mark(made.paragraphs[0], "to_revisit", state["paragraphs"][0]["content_hash"])
    await stage.mark(made.paragraphs[0], "not_yet_discussed", state["paragraphs"][0]["content_hash"])
    await finland.begin("A.1")
    await finland.type(" Very.")
    await finland.saved()
    await finland.press("Escape")
    return made


async def test_a_delegate_looks_back_compares_two_moments_and_proposes_the_old_words_again(stage: Stage) -> None:
    made = await negotiated(stage, "Looking back")
    reader = await stage.someone("Brazil")
    await reader.read(made.id)
    await reader.row("A.1").focus()
    await reader.press("Alt+y")

    panel = reader.page.locator('[data-panel="history"]')
    entries = panel.locator("[data-kind]")
    await expect(entries).to_have_count(5)
    await expect(entries.nth(0)).to_contain_text("for Finland")
    await expect(entries.nth(0).locator("ins")).to_contain_text("Very.")
    await expect(entries.nth(1)).to_contain_text("Marked: not yet discussed")
    await expect(entries.nth(2)).to_contain_text("Marked: to revisit")

    await entries.nth(3).get_by_label("Compare").check()
    card = panel.locator("[data-compared]")
    await expect(card).to_contain_text("to now")
    await expect(card.locator("ins")).to_contain_text("Very.")
    await entries.nth(4).get_by_label("Compare").check()
    await expect(card.locator("ins")).to_contain_text("It is urgent.")
    await expect(card.locator("del")).to_have_count(0)
    assert await reader.faults_of_access() == []

    await entries.nth(4).get_by_role("button", name="Propose these words again").click()
    await expect(reader.page.locator('[data-panel="proposals"]')).to_be_visible()
    [proposal] = await reader.call("GET", f"/api/documents/{made.id}/proposals")
    assert (proposal["words"], proposal["source"], proposal["paragraph"]) == (FIRST, "history", made.paragraphs[0])


async def test_history_is_in_the_menu_of_a_paragraph_and_a_sheet_on_a_phone(stage: Stage) -> None:
    made = await negotiated(stage, "On a phone")
    reader = await stage.someone("Observer", size=PHONE)
    await reader.read(made.id)
    await reader.look_at("A.1")
    await reader.press("Shift+F10")
    await reader.page.get_by_role("menuitem", name="History", exact=True).click()

    sheet = reader.page.get_by_role("dialog", name="About A.1")
    await expect(sheet.locator("[data-kind]")).to_have_count(5)
    await expect(sheet.get_by_role("button", name="Propose these words again")).to_have_count(0)
    assert await reader.overflow() <= 0
    assert await reader.faults_of_access() == []


@pytest.mark.parametrize("size", [PHONE, LAPTOP, PROJECTOR], ids=["phone", "laptop", "projector"])
async def test_what_changed_since_a_revision_is_one_page_of_differences(stage: Stage, size: Any) -> None:
    made = await stage.make_document("What changed", paragraphs=[[FIRST, "The second one stays as it is."]])
    secretariat = await stage.caller("Secretariat")
    await secretariat.call("POST", f"/api/documents/{made.id}/revisions", {"title": "first reading"})
    await secretariat.call(
        "POST", f"/api/documents/{made.id}/revisions/1/releases", {"audience": "observers", "from_time": None}
    )
    brazil = await stage.someone("Brazil", size=size)
    await brazil.read(made.id)
    await brazil.begin("A.1")
    await brazil.type(" And now.")
    await brazil.saved()

    await brazil.go(f"/documents/{made.id}/changes?since=rev.1")
    rows = brazil.page.locator("article")
    await expect(rows).to_have_count(1)
    await expect(rows.locator("ins")).to_contain_text("And now.")
    await expect(rows).to_contain_text("for Brazil")
    await expect(rows.get_by_role("link", name="A.1")).to_have_attribute(
        "href", f"/documents/{made.id}#p-{made.paragraphs[0]}"
    )
    assert await brazil.overflow() <= 0
    assert await brazil.faults_of_access() == []

    await brazil.page.get_by_label("Since").select_option("day")
    await expect(brazil.page.get_by_label("Day")).to_be_visible()
    await expect(rows).to_have_count(2)


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
async def test_a_revision_and_the_document_now_stand_side_by_side(stage: Stage, size: Any) -> None:
    made = await stage.make_document("Side by side", paragraphs=[[FIRST, "The second one goes."]])
    secretariat = await stage.someone("Secretariat", size=size)
    await secretariat.call("POST", f"/api/documents/{made.id}/revisions", {"title": "first reading"})
    await secretariat.call("POST", f"/api/paragraphs/{made.paragraphs[1]}/withdraw")
    await secretariat.read(made.id)
    await secretariat.begin("A.1")
    await secretariat.type(" And now.")
    await secretariat.saved()

    await secretariat.go(f"/documents/{made.id}/compare")
    await secretariat.page.get_by_role("switch", name="Side by side").click()
    await expect(secretariat.page).to_have_url(re.compile("[?&]view=side$"))
    row = secretariat.page.locator("article").first
    before, after = row.locator("> div").nth(0), row.locator("> div").nth(1)
    await expect(before).not_to_contain_text("And now.")
    await expect(after.locator("ins")).to_contain_text("And now.")
    await expect(secretariat.page.locator("article").nth(1)).to_contain_text("Not there any more")
    boxes = [await one.bounding_box() for one in (before, after)]
    assert boxes[0] and boxes[1]
    assert (boxes[1]["x"] > boxes[0]["x"]) is (size == LAPTOP)
    assert (boxes[1]["y"] > boxes[0]["y"]) is (size == PHONE)
    assert await secretariat.overflow() <= 0
    assert await secretariat.faults_of_access() == []

    await secretariat.page.reload()
    await expect(secretariat.page.get_by_label("Side by side")).to_be_checked()
