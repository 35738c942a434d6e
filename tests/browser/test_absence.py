"""Coming back after the line was down: for a moment, for long, with a closed laptop (E13)."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.stage import Line, Made, Someone, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

# Makes what lies in the browser's journal as old as if it had been typed so many milliseconds earlier.
AGE = """ms => new Promise((resolve, reject) => {
  const opening = indexedDB.open("concord");
  opening.onerror = reject;
  opening.onsuccess = () => {
    const db = opening.result;
    const tx = db.transaction("entries", "readwrite");
    let n = 0;
    tx.objectStore("entries").openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      n += 1;
      cursor.update({ ...cursor.value, since: cursor.value.since - ms });
      cursor.continue();
    };
    tx.oncomplete = () => { db.close(); resolve(n); };
  };
})"""
TEN_MINUTES = 600_000


async def kept(page: Page) -> None:
    await expect(page.locator("header [data-state]")).to_have_attribute("data-state", "kept")


async def go_offline(brazil: Someone, line: Line) -> None:
    """The line goes down once the editor is there."""
    await brazil.begin("A.1")
    await brazil.press("Escape")
    line.cut()


async def come_back(stage: Stage, brazil: Someone, line: Line, made: Made) -> None:
    """The laptop was closed, with the page in it, and is opened where there is a line."""
    await brazil.page.goto(f"{stage.server.url}/api/demo")
    line.mend()
    await brazil.go(made.path)


async def test_edits_merge_after_a_moment_and_are_shown_first_after_long(stage: Stage) -> None:
    made = await stage.make_document("Away", paragraphs=[["First words.", "Second words.", "Third words."]])
    finland = await stage.someone("Finland")
    await finland.read(made.id)
    brazil, line = await stage.someone_on_a_line("Brazil")
    await brazil.read(made.id)

    # For a moment: nobody is asked.
    await go_offline(brazil, line)
    await brazil.begin("A.1")
    await brazil.type(" Mine.")
    await kept(brazil.page)
    await finland.begin("A.1")
    await finland.caret_to_start()
    await finland.type("The ")
    line.mend()
    await expect(finland.words("A.1")).to_have_text("The First words. Mine.")
    await expect(brazil.words("A.1")).to_have_text("The First words. Mine.")
    await brazil.press("Escape")
    await brazil.saved()

    # For long, over a reload: two of the three went on, the third did not.
    line.cut()
    for where in ("A.1", "A.2", "A.3"):
        await brazil.begin(where)
        await brazil.type(" Written on the train.")
        await brazil.press("Escape")
    await kept(brazil.page)
    await finland.page.keyboard.press("Escape")
    for where in ("A.1", "A.2"):
        await finland.begin(where)
        await finland.caret_to_start()
        await finland.type("Meanwhile: ")
        await finland.press("Escape")
    await finland.saved()
    assert await brazil.page.evaluate(AGE, TEN_MINUTES) == 3
    await come_back(stage, brazil, line, made)

    # What did not go on is merged by itself; the others are shown, and nothing of them was sent.
    await expect(finland.words("A.3")).to_have_text("Third words. Written on the train.")
    notice = brazil.page.get_by_role("region", name="While you were away")
    await expect(notice).to_contain_text("2 paragraphs went on while you were away.")
    await expect(finland.words("A.1")).to_have_text("Meanwhile: The First words. Mine.")
    assert not await brazil.faults_of_access()

    # By keys: to the first, add; then the second, which becomes a draft.
    await notice.get_by_role("button", name="Show A.1").focus()
    await brazil.press("Enter")
    card = brazil.page.get_by_role("dialog", name="A.1 went on while you were away")
    await expect(card).to_be_focused()
    await expect(card).to_contain_text("Others changed its words.")
    await expect(card.locator("ins").last).to_contain_text("Written on the train.")
    await brazil.press("Tab", "Enter")
    added = "Meanwhile: The First words. Mine. Written on the train."
    await expect(finland.words("A.1")).to_have_text(added)
    second = brazil.page.get_by_role("dialog", name="A.2 went on while you were away")
    await expect(second).to_be_focused()
    await second.get_by_role("button", name="Keep as my private draft").click()
    draft = brazil.row("A.2").get_by_role("region", name=re.compile("Your private draft"))
    await expect(draft.locator("[data-words]")).to_have_text("Second words. Written on the train.")
    await expect(notice).to_have_count(0)
    await brazil.saved()
    await expect(finland.words("A.2")).to_have_text("Meanwhile: Second words.")
    # And the paragraph can be written in again.
    await brazil.begin("A.2")
    await brazil.type(" And on.")
    await expect(finland.words("A.2")).to_have_text("Meanwhile: Second words. And on.")


async def test_words_are_not_added_to_what_was_agreed_meanwhile(stage: Stage) -> None:
    made = await stage.make_document("Agreed meanwhile", paragraphs=[["Words."]])
    brazil, line = await stage.someone_on_a_line("Brazil")
    await brazil.read(made.id)
    await go_offline(brazil, line)
    await brazil.begin("A.1")
    await brazil.type(" Too late.")
    await kept(brazil.page)
    paragraph = (await stage.state(made.id))["paragraphs"][0]
    await stage.mark(paragraph["id"], "agreed", paragraph["content_hash"])
    assert await brazil.page.evaluate(AGE, TEN_MINUTES) >= 1
    await come_back(stage, brazil, line, made)
    card = brazil.page.get_by_role("dialog", name="A.1 went on while you were away")
    await expect(card).to_contain_text("It was marked: agreed.")
    await expect(card.get_by_role("button", name="Add to the text")).to_have_count(0)
    await card.get_by_role("button", name="Discard…").click()
    await card.get_by_role("button", name="Discard", exact=True).click()
    await expect(card).to_have_count(0)
    await brazil.saved()
    assert (await stage.state(made.id))["paragraphs"][0]["words"] == "Words."
