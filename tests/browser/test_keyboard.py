"""All the way by keys, and no letter that anybody types is ever taken for a command."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.stage import LAPTOP, PHONE, NewParagraph, Someone, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


async def is_current(one: Someone, where: str) -> None:
    await expect(one.row(where)).to_be_focused()
    await expect(one.row(where)).to_have_attribute("data-current", "true")


async def tab_to(one: Someone, name: str, limit: int = 30) -> None:
    """Tab until something of that name has the focus."""
    script = "() => document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"
    for _ in range(limit):
        await one.press("Tab")
        if str(await one.page.evaluate(script)).startswith(name):
            return
    pytest.fail(f"Tab never comes to {name}")


async def test_signing_in_and_opening_the_document_takes_no_mouse(stage: Stage) -> None:
    await stage.make_document("Opened by keys", paragraphs=[["Words."]])
    one = await stage.someone()
    await one.go("/sign-in")
    await expect(one.page.get_by_role("button", name=re.compile("João"))).to_be_visible()
    await tab_to(one, "Enter as João")
    await one.press("Enter")
    await expect(one.page.get_by_role("link", name="Opened by keys", exact=True)).to_be_visible()
    await tab_to(one, "Opened by keys")
    await one.press("Enter")
    await expect(one.words("A.1")).to_have_text("Words.")
    await one.saved()
    await one.press("Tab")
    await expect(one.page.get_by_role("link", name="Skip to the text")).to_be_focused()
    await one.press("Enter")
    await tab_to(one, "Paragraph A.1")
    await expect(one.row("A.1")).to_be_focused()


async def test_arrows_move_enter_edits_escape_leaves(stage: Stage) -> None:
    made = await stage.make_document("Arrows", paragraphs=[["First.", "Second.", "Third."]])
    one = await stage.someone("Brazil")
    await one.read(made.id)
    await one.row("A.1").focus()
    await one.press("ArrowDown")
    await is_current(one, "A.2")
    await one.press("End")
    await is_current(one, "A.3")
    await one.press("Home", "ArrowDown")
    await is_current(one, "A.2")

    # A letter changes nothing until Enter; then it is a letter, also where it is a key of the page.
    await one.type("x")
    await expect(one.words("A.2")).to_have_text("Second.")
    await one.press("Enter")
    await expect(one.editor("A.2")).to_be_focused()
    await one.type(" Why? [Now]")
    await expect(one.editor("A.2")).to_have_text("Second. Why? [Now]")
    await expect(one.page.get_by_role("dialog")).to_have_count(0)
    await one.press("Escape")
    await expect(one.editor("A.2")).to_have_count(0)
    await is_current(one, "A.2")

    # Out of the editor by arrows, at its edges.
    await one.press("Enter")
    await expect(one.editor("A.2")).to_be_focused()
    await one.press("ArrowDown")
    await is_current(one, "A.3")
    await expect(one.editor("A.2")).to_have_count(0)


async def test_going_to_a_number_the_next_undecided_and_the_next_bracket(stage: Stage) -> None:
    agreed: NewParagraph = {"words": "Agreed.", "status": "agreed"}
    words = [f"Paragraph {n}." for n in range(1, 13)]
    made = await stage.make_document("Going", paragraphs=[[agreed, "Here is [one] bracket.", *words]])
    one = await stage.someone("Finland")
    await one.read(made.id)
    await one.press("Control+k")
    await one.type("a.12")
    await expect(one.page.get_by_role("option", selected=True)).to_contain_text("A.12")
    await one.press("Enter")
    await is_current(one, "A.12")
    await expect(one.row("A.12")).to_be_in_viewport()
    await one.press("Control+k")
    await one.type("no such words anywhere")
    await expect(one.page.get_by_role("dialog")).to_contain_text("No paragraph has this number or these words.")
    await one.press("Escape")
    await expect(one.page.get_by_role("dialog")).to_have_count(0)

    await one.row("A.1").focus()
    await one.press("Alt+n")
    await is_current(one, "A.2")
    await one.press("Alt+n")
    await is_current(one, "A.3")
    await one.row("A.1").focus()
    await one.press("Alt+BracketLeft")
    await is_current(one, "A.2")
    await one.page.wait_for_function("() => getSelection().toString() === '['")
    await one.press("Alt+BracketLeft")
    await one.page.wait_for_function("() => getSelection().toString() === ']'")


async def test_f6_goes_round_the_regions_and_back_to_where_one_was(stage: Stage) -> None:
    made = await stage.make_document("Regions", paragraphs=[["First.", "Second."]])
    one = await stage.someone("Brazil")
    await one.read(made.id)
    await one.row("A.2").focus()
    await one.press("F6")
    strip = one.page.get_by_role("complementary", name="Your delegation and A.2")
    await expect(strip.locator(":focus")).to_have_count(1)
    await one.press("F6")
    await expect(one.page.locator("header :focus")).to_have_count(1)
    await one.press("F6")
    await expect(one.page.get_by_role("navigation", name="Outline").locator(":focus")).to_have_count(1)
    await one.press("F6")
    await is_current(one, "A.2")
    await one.press("Shift+F6")
    await expect(one.page.get_by_role("navigation", name="Outline").locator(":focus")).to_have_count(1)

    # In the middle of a sentence too; coming back is coming back to the sentence.
    await one.begin("A.2")
    await one.press("F6", "F6", "F6", "F6")
    await expect(one.editor("A.2")).to_be_focused()
    await one.type(" And on.")
    await expect(one.editor("A.2")).to_have_text("Second. And on.")

    phone = await stage.someone("Kenya", PHONE)
    await phone.read(made.id)
    await phone.row("A.1").focus()
    await phone.press("F6")
    await expect(phone.page.get_by_role("complementary").locator(":focus")).to_have_count(1)


async def test_the_keys_sheet_tells_each_what_they_may_do(stage: Stage) -> None:
    made = await stage.make_document("Keys", paragraphs=[["First."]])
    chair, observer = await stage.someone("Chair", LAPTOP), await stage.someone("Switzerland")
    for one, marks in ((chair, True), (observer, False)):
        await one.read(made.id)
        await one.row("A.1").focus()
        await one.press("?")
        sheet = one.page.get_by_role("dialog", name="Keys")
        await expect(sheet).to_contain_text("next undecided paragraph")
        await expect(sheet.get_by_text("Alt+Shift+1")).to_have_count(int(marks))
        await one.press("Escape")
        await expect(sheet).to_have_count(0)
        await expect(one.row("A.1")).to_be_focused()


async def test_the_order_is_changed_by_keys(stage: Stage) -> None:
    made = await stage.make_document("Order", paragraphs=[["First.", "Second.", "Third."]])
    secretariat, brazil = await stage.someone("Secretariat"), await stage.someone("Brazil")
    await secretariat.read(made.id)
    await brazil.read(made.id)
    await secretariat.row("A.3").focus()
    await secretariat.press("Alt+Shift+ArrowUp")
    await expect(brazil.words("A.2")).to_have_text("Third.")
    await expect(secretariat.words("A.2")).to_have_text("Third.")
    await expect(secretariat.row("A.2")).to_be_focused()
    await secretariat.press("Alt+Shift+ArrowRight")
    await expect(brazil.words("A.1(a)")).to_have_text("Third.")
    await secretariat.press("Alt+Shift+ArrowLeft")
    await expect(brazil.words("A.2")).to_have_text("Third.")
