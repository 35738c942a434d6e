"""Pasting several paragraphs from a word processor into the text."""

import pytest
from playwright.async_api import expect

from tests.browser.stage import Someone, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

ITEM = "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>(a)</span>"
WORD = f"""<html><body><p class=MsoNormal>to <b>promote</b> access to affordable finance for the most vulnerable
Parties, by:</p>{ITEM}Simplifying procedures for the approval of readiness and preparatory support in all regions;</p>
{ITEM}Strengthening national institutions that are accredited for direct access.</p></body></html>"""

# What the browser tells a page at Ctrl+V; what a page itself puts on the clipboard would be stripped of Word's markup.
PASTE = """html => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


async def paste(one: Someone, html: str) -> None:
    await one.page.evaluate(PASTE, html)


async def test_paragraphs_from_word_become_paragraphs_with_their_levels(stage: Stage) -> None:
    made = await stage.make_document("Pasting", paragraphs=[["The Group recommends ", "Last."]])
    brazil, finland = await stage.someone("Brazil"), await stage.someone("Finland")
    await brazil.read(made.id)
    await finland.read(made.id)
    await brazil.begin("A.1")
    await paste(brazil, WORD)
    first = "The Group recommends to promote access to affordable finance for the most vulnerable Parties, by:"
    await expect(finland.words("A.1")).to_have_text(first)
    await expect(finland.words("A.1").locator("strong")).to_have_text("promote")
    await expect(finland.words("A.1(a)")).to_contain_text("Simplifying procedures for")
    await expect(finland.words("A.1(b)")).to_contain_text("Strengthening national institutions")
    # One goes on writing at the end of what was pasted.
    await expect(brazil.editor("A.1(b)")).to_be_focused()
    await brazil.type(" Now.")
    await expect(finland.words("A.1(b)")).to_contain_text("direct access. Now.")
    await expect(finland.words("A.2")).to_have_text("Last.")

    # In the middle of words it is asked; what stood behind the caret stays behind what was pasted.
    await brazil.begin("A.2")
    for _ in "t.":
        await brazil.press("ArrowLeft")
    await paste(brazil, "<p>One.</p><p>Two.</p>")
    await brazil.page.get_by_role("dialog").get_by_role("button", name="As 2 paragraphs").click()
    await expect(finland.words("A.2")).to_have_text("LasOne.")
    await expect(finland.words("A.3")).to_have_text("Two.")
    await expect(finland.words("A.4")).to_have_text("t.")
    await brazil.saved()


async def test_too_much_is_not_pasted_and_it_is_said(stage: Stage) -> None:
    made = await stage.make_document("Too much", paragraphs=[["Words."]])
    brazil = await stage.someone("Brazil")
    await brazil.read(made.id)
    await brazil.begin("A.1")
    await paste(brazil, "<p>One more paragraph of an enormous book.</p>" * 400)
    await expect(brazil.row("A.1")).to_contain_text("What you paste has 400 paragraphs. At most 300 are taken at once")
    await paste(brazil, f"<p>{'a very long paragraph ' * 4_000}</p>")
    await expect(brazil.row("A.1")).to_contain_text("too much for one paragraph")
    await expect(brazil.words("A.1")).to_have_text("Words.")
