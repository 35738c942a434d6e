"""Revisions as people meet them: frozen, released, read as a paper, compared; and the adoption of the whole."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.stage import PHONE, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(150)]


async def test_a_revision_is_frozen_released_and_read_by_those_it_is_released_to(stage: Stage) -> None:
    made = await stage.make_document("To be released", paragraphs=[["The words [as they] stood."]])
    secretariat, brazil = await stage.someone("Secretariat"), await stage.someone("Brazil", size=PHONE)
    nobody = await stage.someone()
    await secretariat.go(f"{made.path}/revisions")
    page, dialog = secretariat.page, secretariat.page.get_by_role("dialog")
    await page.get_by_role("button", name="Freeze a revision").click()
    await dialog.get_by_label("Title, if it has one").fill("First reading")
    await dialog.get_by_role("button", name="Freeze it").click()
    await expect(page.get_by_role("heading", name="Rev.1: First reading")).to_be_visible()
    await expect(page.locator("main")).to_contain_text("Not released: only the chair and the secretariat")
    await brazil.go(f"{made.path}/rev/1")
    await expect(brazil.page.get_by_role("alert")).to_contain_text("Rev.1 is not released to you")
    assert await brazil.faults_of_access() == []

    await page.get_by_role("button", name="Release Rev.1").click()
    await expect(dialog.get_by_label("Members", exact=True)).to_be_checked()
    assert await secretariat.faults_of_access() == []
    await dialog.get_by_role("button", name="Release it now").click()
    await expect(page.locator("main")).to_contain_text("Released: members can see this")
    await expect(page.locator("main")).to_contain_text("The document is released")
    assert await secretariat.faults_of_access() == []
    await brazil.go(f"{made.path}/rev/1")
    paper = brazil.page.locator("article")
    await expect(paper).to_contain_text("The words [as they] stood.")
    await expect(paper).to_contain_text(re.compile("[0-9a-f]{64}"))
    await expect(paper).to_contain_text("Released: members can see this")
    assert await brazil.overflow() <= 1
    assert await brazil.faults_of_access() == []
    await nobody.go(f"{made.path}/rev/1")
    await expect(nobody.page.get_by_role("alert")).to_contain_text("Please sign in")


async def test_what_changed_is_compared_by_words_and_gone_through_by_keys(stage: Stage) -> None:
    made = await stage.make_document("To be compared", paragraphs=[["First, it should be so.", "Second.", "Third."]])
    chair, brazil = await stage.someone("Chair"), await stage.someone("Brazil")
    await chair.call("POST", f"/api/documents/{made.id}/revisions", {"title": ""})
    await brazil.read(made.id)
    editor = await brazil.begin("A.1")
    await brazil.page.keyboard.type(" And more.")
    await expect(editor).to_contain_text("And more.")
    await brazil.saved()
    await chair.call("POST", f"/api/paragraphs/{made.paragraphs[2]}/withdraw")

    await chair.go(f"{made.path}/compare?from=1&to=now")
    main = chair.page.locator("main")
    await expect(main).to_contain_text("1 paragraph with other words")
    await expect(main.locator("ins")).to_contain_text("And more.")
    await expect(main.locator("del")).to_contain_text("Third.")
    await expect(main.locator("article")).to_have_count(2)
    assert await chair.faults_of_access() == []
    await chair.press("n", "n")
    await expect(main.locator("article").nth(1)).to_be_focused()
    await expect(main).to_contain_text("2 of 2")
    await main.get_by_label("All paragraphs").check()
    await expect(main.locator("article")).to_have_count(3)


async def test_the_chair_adopts_the_whole_on_what_is_shown_and_nobody_writes_any_more(stage: Stage) -> None:
    """E8, E9: whoever types at that moment has the words back."""
    made = await stage.make_document(
        "To be adopted", paragraphs=[[{"words": "Agreed.", "status": "agreed"}, "Still [open]."]]
    )
    chair, brazil = await stage.someone("Chair"), await stage.someone("Brazil")
    await brazil.read(made.id)
    await brazil.begin("A.2")
    await chair.go(f"{made.path}/revisions")
    await chair.page.get_by_role("button", name="Adopt the document").click()
    dialog = chair.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("1 paragraph is not simply agreed")
    await expect(dialog).to_contain_text("not yet discussed · words in brackets")
    assert await chair.faults_of_access() == []
    # Something moves meanwhile: nothing is recorded, and the chair looks again.
    await brazil.type(" More.")
    await brazil.saved()
    await dialog.get_by_label("As amended").check()
    await dialog.get_by_role("button", name="Adopt it as amended").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Something has changed since you looked")
    await expect(dialog).to_contain_text("More.")
    await dialog.get_by_role("button", name="Adopt it as amended").click()
    await expect(dialog).to_have_count(0)
    await expect(chair.page.locator("main")).to_contain_text("adopted as amended")
    await expect(chair.page.locator("main")).to_contain_text("Rev.1, as adopted")

    await expect(brazil.page.locator("#document")).to_contain_text("The document is adopted")
    await expect(brazil.row("A.1")).to_contain_text("agreed, final")
    await expect(brazil.editor("A.2")).to_have_count(0)
    await expect(brazil.page.locator("header")).to_contain_text("adopted as amended · Rev.1")
