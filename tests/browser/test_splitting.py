"""Enter, Backspace and Delete across paragraphs, with somebody else in the same words."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.stage import Someone, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


async def back(one: Someone, letters: int) -> None:
    for _ in range(letters):
        await one.press("ArrowLeft")


async def test_enter_splits_at_the_caret_and_backspace_joins_again(stage: Stage) -> None:
    """E15, E16: what is typed while the split is on its way goes to the second half; undo begins anew, and says so."""
    made = await stage.make_document("Splitting", paragraphs=[["The Group recommends this and that.", "Last."]])
    brazil, finland = await stage.someone("Brazil"), await stage.someone("Finland")
    await brazil.read(made.id)
    await finland.read(made.id)
    await brazil.begin("A.1")
    await back(brazil, len("and that."))
    await brazil.type("now ")
    await brazil.press("Enter")
    await brazil.type("Further, ")
    await expect(finland.words("A.1")).to_have_text("The Group recommends this now ")
    await expect(finland.words("A.2")).to_have_text("Further, and that.")
    await expect(finland.words("A.3")).to_have_text("Last.")
    await expect(brazil.editor("A.2")).to_be_focused()
    await expect(brazil.row("A.2")).to_contain_text("The paragraph was split. Undo begins anew.")

    # Shift+Enter is a line break; at the start Backspace joins, with the caret at the seam.
    await brazil.press("Shift+Enter")
    await expect(finland.words("A.2")).to_have_text("Further, \nand that.")
    await brazil.press("Backspace")
    await brazil.caret_to_start()
    await brazil.press("Backspace")
    await brazil.type("| ")
    await expect(finland.words("A.1")).to_have_text("The Group recommends this now | Further, and that.")
    await expect(finland.words("A.2")).to_have_text("Last.")
    await expect(brazil.editor("A.1")).to_be_focused()

    # Delete at the end joins the next, and what follows on it is typed at the seam.
    await brazil.press("Control+End", "Delete")
    await brazil.type(" ")
    await expect(finland.words("A.1")).to_have_text("The Group recommends this now | Further, and that. Last.")
    await expect(finland.page.locator("[data-paragraph]")).to_have_count(1)
    await brazil.saved()


async def test_enter_at_the_ends_puts_an_empty_paragraph_there(stage: Stage) -> None:
    made = await stage.make_document("Ends", paragraphs=[["Middle."]])
    brazil, finland = await stage.someone("Brazil"), await stage.someone("Finland")
    await brazil.read(made.id)
    await finland.read(made.id)
    await brazil.begin("A.1")
    await brazil.press("Enter", "Enter")
    await brazil.type("Third.")
    await expect(finland.words("A.3")).to_have_text("Third.")
    # An empty one is taken away as it came.
    await brazil.press(*["Backspace"] * len("Third."), "Backspace", "Backspace")
    await expect(finland.page.locator("[data-paragraph]")).to_have_count(1)
    await expect(brazil.editor("A.1")).to_be_focused()
    await brazil.caret_to_start()
    await brazil.press("Enter")
    await brazil.type("The ")
    await expect(finland.words("A.2")).to_have_text("The Middle.")
    await expect(finland.words("A.1")).to_have_text("")


async def test_a_marked_paragraph_is_not_joined_and_it_is_said_why(stage: Stage) -> None:
    made = await stage.make_document(
        "Marked", paragraphs=[[{"words": "Agreed words.", "status": "agreed"}, "Open words."]]
    )
    brazil = await stage.someone("Brazil")
    await brazil.read(made.id)
    await brazil.begin("A.2")
    await brazil.caret_to_start()
    await brazil.press("Backspace")
    await expect(brazil.row("A.2")).to_contain_text(re.compile("Not joined with A.1. This paragraph is agreed"))
    await expect(brazil.editor("A.2")).to_be_focused()
    await expect(brazil.words("A.2")).to_have_text("Open words.")


async def test_the_carets_and_words_of_others_follow_a_split(stage: Stage) -> None:
    """E16: whoever writes in the second half goes on writing there, and loses no letter."""
    made = await stage.make_document("Following", paragraphs=[["First half. Second half."]])
    brazil, finland = await stage.someone("Brazil"), await stage.someone("Finland")
    await brazil.read(made.id)
    await finland.read(made.id)
    await finland.begin("A.1")
    await finland.type(" It")
    await brazil.begin("A.1")
    await expect(brazil.words("A.1")).to_have_text("First half. Second half. It")
    await back(brazil, len("Second half. It"))
    await brazil.press("Enter")
    await finland.type(" goes on without a break, letter by letter, and nothing is lost.")
    whole = "Second half. It goes on without a break, letter by letter, and nothing is lost."
    await expect(brazil.words("A.2")).to_have_text(whole)
    await expect(finland.words("A.2")).to_have_text(whole)
    await expect(finland.editor("A.2")).to_be_focused()
    await expect(brazil.words("A.1")).to_have_text("First half. ")
    await expect(finland.row("A.2")).to_contain_text("split the paragraph. Undo begins anew.")
    await finland.saved()
    await expect(finland.page.get_by_text("not added")).to_have_count(0)
