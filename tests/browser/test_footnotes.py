"""Footnotes, numbered through the document; and writing undisturbed by what others write in the same paragraph."""

import pytest
from playwright.async_api import expect

from tests.browser.stage import Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


async def test_footnotes_are_written_changed_and_listed_in_order(stage: Stage) -> None:
    made = await stage.make_document("Notes", paragraphs=[["First words", "Second words"]])
    brazil, finland = await stage.someone("Brazil"), await stage.someone("Finland")
    await brazil.read(made.id)
    await finland.read(made.id)
    await brazil.begin("A.2")
    await brazil.press("Control+Alt+f")
    await brazil.page.get_by_role("textbox", name="Words of the note").fill("As agreed in Paris.")
    await brazil.press("Enter")
    await expect(brazil.editor("A.2")).to_be_focused()
    await brazil.type(" and on")
    listed = finland.page.get_by_role("region", name="Footnotes of A").get_by_role("listitem")
    await expect(listed).to_have_text(["As agreed in Paris. A.2"])
    await expect(finland.words("A.2").get_by_role("note", name="Footnote 1: As agreed in Paris.")).to_have_count(1)

    # One before it takes its number; both can be reached by keys and are spoken of with theirs.
    await brazil.begin("A.1")
    await brazil.row("A.1").get_by_role("button", name="Footnote").click()
    await brazil.page.get_by_role("textbox", name="Words of the note").fill("Earlier.")
    await brazil.page.get_by_role("button", name="Insert the footnote").click()
    await expect(listed).to_have_text(["Earlier. A.1", "As agreed in Paris. A.2"])
    await expect(finland.words("A.2").get_by_role("note", name="Footnote 2: As agreed in Paris.")).to_have_count(1)
    await expect(brazil.editor("A.1").get_by_role("note", name="Footnote 1: Earlier.")).to_have_count(1)
    assert not await brazil.faults_of_access()
    assert not await finland.faults_of_access()

    # At the note, the same key changes it or takes it away.
    await brazil.press("Control+Alt+f")
    await brazil.page.get_by_role("textbox", name="Words of the note").fill("Much earlier.")
    await brazil.press("Enter")
    await expect(listed).to_have_text(["Much earlier. A.1", "As agreed in Paris. A.2"])
    await brazil.press("Control+Alt+f")
    await brazil.page.get_by_role("button", name="Remove the footnote").click()
    await expect(listed).to_have_text(["As agreed in Paris. A.2"])
    await brazil.saved()


async def test_editing_quietly_others_words_are_shown_when_one_is_done(stage: Stage) -> None:
    made = await stage.make_document("Quietly", paragraphs=[["The words."]])
    brazil, finland = await stage.someone("Brazil"), await stage.someone("Finland")
    await brazil.read(made.id)
    await finland.read(made.id)
    await brazil.begin("A.1")
    await brazil.row("A.1").get_by_role("switch", name="Edit quietly").check()
    await brazil.editor("A.1").focus()
    await brazil.type(" Mine.")
    await expect(finland.words("A.1")).to_have_text("The words. Mine.")
    await finland.begin("A.1")
    await finland.caret_to_start()
    await finland.type("All ")
    await expect(brazil.row("A.1")).to_contain_text("Others are changing this paragraph.")
    await expect(brazil.words("A.1")).to_have_text("The words. Mine.")
    await brazil.type(" And on.")
    await expect(finland.words("A.1")).to_have_text("All The words. Mine. And on.")
    await brazil.row("A.1").get_by_role("button", name="Show", exact=True).click()
    await expect(brazil.words("A.1")).to_have_text("All The words. Mine. And on.")
    await finland.type("of ")
    await expect(brazil.row("A.1")).to_contain_text("Others are changing this paragraph.")
    await brazil.editor("A.1").press("Escape")
    await expect(brazil.words("A.1")).to_have_text("All of The words. Mine. And on.")
    # It is kept on this device, and switched off as it was switched on.
    await brazil.begin("A.1")
    await brazil.row("A.1").get_by_role("switch", name="Edit quietly").uncheck()
    await finland.type("us: ")
    await expect(brazil.words("A.1")).to_have_text("All of us: The words. Mine. And on.")
    await brazil.saved()
