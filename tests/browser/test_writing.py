"""Writing as people do it: marks, links, undo, copying, new paragraphs, and where words change by proposal only."""

import asyncio
import re

import pytest
from playwright.async_api import Route, expect

from tests.browser.stage import NewParagraph, Someone, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


async def select_back(one: Someone, letters: int) -> None:
    for _ in range(letters):
        await one.press("Shift+ArrowLeft")


async def test_bold_italic_a_link_and_undo_are_seen_by_the_other(stage: Stage) -> None:
    made = await stage.make_document("Marks", paragraphs=[["The Group recommends"]])
    brazil, finland = await stage.someone("Brazil"), await stage.someone("Finland")
    await brazil.read(made.id)
    await finland.read(made.id)
    await brazil.begin("A.1")
    await select_back(brazil, len("recommends"))
    await brazil.press("Control+b")
    await expect(finland.words("A.1").locator("strong")).to_have_text("recommends")
    await brazil.press("Control+i")
    await expect(finland.words("A.1").locator("em")).to_have_text("recommends")

    bar = brazil.row("A.1").get_by_role("toolbar", name="Formatting")
    await expect(bar.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    await bar.get_by_role("button", name="Link").click()
    await brazil.page.get_by_role("textbox", name="Address").fill("javascript:alert(1)")
    await brazil.press("Enter")
    await expect(brazil.page.get_by_text("This is not a web or e-mail address")).to_be_visible()
    await brazil.page.get_by_role("textbox", name="Address").fill("example.org/text")
    await brazil.press("Enter")
    link = finland.words("A.1").get_by_role("link", name="recommends")
    await expect(link).to_have_attribute("href", re.compile(r"^https?://example\.org/text$"))

    # Undo takes back one's own changes, not those of others.
    await finland.begin("A.1")
    await finland.type(" peace")
    await expect(brazil.words("A.1")).to_have_text("The Group recommends peace")
    await brazil.editor("A.1").focus()
    for _ in range(3):
        await brazil.press("Control+z")
    await expect(finland.words("A.1").locator("strong, em, a")).to_have_count(0)
    await expect(finland.words("A.1")).to_have_text("The Group recommends peace")
    await brazil.press("Control+Shift+z")
    await expect(finland.words("A.1").locator("strong").first).to_have_text("recommends")


async def test_a_selection_across_paragraphs_is_copied_whole(stage: Stage) -> None:
    first_runs: NewParagraph = {
        "runs": [{"insert": "First "}, {"insert": "strong", "attributes": {"bold": True}}, {"insert": " words."}]
    }
    made = await stage.make_document("Copying", paragraphs=[[first_runs, "Second words.", "Third words."]])
    one = await stage.someone("Finland")
    await one.read(made.id)
    first = await one.words("A.1").bounding_box()
    second = await one.words("A.2").bounding_box()
    assert first and second
    await one.page.mouse.move(first["x"] + 2, first["y"] + first["height"] / 2)
    await one.page.mouse.down()
    await one.page.mouse.move(second["x"] + 200, second["y"] + second["height"] / 2, steps=5)
    await one.page.mouse.up()
    await one.press("Control+c")
    copied = await one.page.evaluate("() => navigator.clipboard.readText()")
    assert "First strong words." in copied
    assert "Second words." in copied
    assert "Third" not in copied
    assert "not yet discussed" not in copied

    # And pasted into the text, with its marks, as lines of one paragraph.
    await one.begin("A.3")
    await one.press("Control+v")
    await one.page.get_by_role("dialog").get_by_role("button", name="As lines of this paragraph").click()
    await expect(one.words("A.3")).to_contain_text("Second words.")
    await expect(one.words("A.3").locator("strong")).to_have_text("strong")


async def test_a_new_paragraph_can_be_typed_into_at_once_and_enter_at_its_end_begins_the_next(stage: Stage) -> None:
    """E15: in a category that anyone may edit, by a member; the other sees it come."""
    made = await stage.make_document("New ones", paragraphs=[["First."]])
    brazil, finland = await stage.someone("Brazil"), await stage.someone("Finland")
    await brazil.read(made.id)
    await finland.read(made.id)
    await brazil.page.get_by_role("button", name="Add a paragraph to A").click()
    await brazil.type("Typed at once")
    await expect(finland.words("A.2")).to_have_text("Typed at once")
    await brazil.press("Enter")
    await brazil.type("and the next, without waiting.")
    await expect(finland.words("A.3")).to_have_text("and the next, without waiting.")
    await brazil.press("Shift+Enter")
    await brazil.type("A second line.")
    await expect(finland.words("A.3")).to_have_text("and the next, without waiting.\nA second line.")
    await brazil.saved()


async def test_what_is_typed_before_the_editor_is_there_is_not_lost(stage: Stage) -> None:
    """On a slow line the editor comes late; whoever adds a paragraph types at once all the same."""
    made = await stage.make_document("Slowly", paragraphs=[["First."]])
    secretariat, finland = await stage.someone("Secretariat"), await stage.someone("Finland")
    typed = asyncio.Event()

    async def slowly(route: Route) -> None:
        await typed.wait()
        await route.continue_()

    await secretariat.page.route("**/TextEditor-*.js", slowly)
    await secretariat.read(made.id)
    await finland.read(made.id)
    await secretariat.page.get_by_role("button", name="Add a paragraph to A").click()
    await secretariat.type("Is it kept? Yes.")
    await expect(secretariat.page.locator('[contenteditable="true"]')).to_have_count(0)
    typed.set()
    await expect(finland.words("A.2")).to_have_text("Is it kept? Yes.")
    await secretariat.type(" And on.")
    await expect(finland.words("A.2")).to_have_text("Is it kept? Yes. And on.")


async def test_words_that_change_by_proposal_are_read_with_a_private_draft_beside_them(stage: Stage) -> None:
    made = await stage.make_document("By proposal", [("A", "proposal")], [["Words of the room."]])
    brazil, colleague = await stage.someone("Brazil"), await stage.someone("Finland")
    await brazil.read(made.id)
    await colleague.read(made.id)
    await expect(brazil.page.locator("#document")).to_contain_text("changes by proposal")
    await brazil.row("A.1").focus()
    await brazil.press("Alt+Shift+N")
    draft = brazil.row("A.1").get_by_role("region", name=re.compile("Your private draft"))
    await expect(draft.get_by_role("textbox")).to_be_focused()
    await brazil.type(" Brazil would rather say this.")
    await expect(draft).to_contain_text("Kept as your private draft")
    await brazil.press("Escape")
    await brazil.go(made.path)
    await expect(draft.locator("[data-words]")).to_have_text("Words of the room. Brazil would rather say this.")
    await expect(brazil.words("A.1")).to_have_text("Words of the room.")

    # Nobody else has it, and the words are as they were.
    await colleague.go(made.path)
    await expect(colleague.words("A.1")).to_have_text("Words of the room.")
    await expect(colleague.page.get_by_text("would rather")).to_have_count(0)

    # Once anyone may edit, the draft is put into the text by its owner.
    chair = await stage.someone("Chair")
    await chair.read(made.id)
    await chair.page.get_by_role("button", name=re.compile("How changes are made in A")).click()
    await chair.page.get_by_role("menuitemradio", name=re.compile("anyone may edit")).click()
    await draft.get_by_role("button", name="Put into the text").click()
    await draft.get_by_role("button", name="Put these words into the text").click()
    await expect(colleague.words("A.1")).to_have_text("Words of the room. Brazil would rather say this.")


async def test_a_category_closed_under_somebodys_hands_closes_their_editor_and_keeps_their_words(stage: Stage) -> None:
    """E8, E10: the way of change holds at once, for those who are writing too."""
    made = await stage.make_document("Closing", paragraphs=[["Words."]])
    brazil, chair = await stage.someone("Brazil"), await stage.someone("Chair")
    await brazil.read(made.id)
    await chair.read(made.id)
    await brazil.begin("A.1")
    await brazil.type(" Saved before.")
    await expect(chair.words("A.1")).to_have_text("Words. Saved before.")
    await chair.page.get_by_role("button", name=re.compile("How changes are made in A")).click()
    await chair.page.get_by_role("menuitemradio", name=re.compile("^closed")).click()
    await expect(brazil.editor("A.1")).to_have_count(0)
    await expect(brazil.words("A.1")).to_have_text("Words. Saved before.")
    await brazil.row("A.1").focus()
    await brazil.press("Enter")
    await expect(brazil.row("A.1")).to_contain_text("This category is closed.")
    await brazil.saved()


async def test_an_observer_reads_everything_live_and_is_told_why_nothing_can_be_changed(stage: Stage) -> None:
    made = await stage.make_document("Observed", paragraphs=[["Words."]])
    brazil, observer = await stage.someone("Brazil"), await stage.someone("Switzerland")
    await brazil.read(made.id)
    await observer.read(made.id)
    await expect(observer.page.locator("#document")).to_contain_text("You take part as an observer")
    await brazil.begin("A.1")
    await brazil.type(" As it is typed.")
    await expect(observer.words("A.1")).to_have_text("Words. As it is typed.")
    await observer.row("A.1").focus()
    await observer.press("Enter")
    await expect(observer.row("A.1")).to_contain_text("You read this as an observer.")
    await expect(observer.editor("A.1")).to_have_count(0)
    for name in ("Edit", "Draft", "Mark", "Add a paragraph"):
        await expect(observer.page.get_by_role("button", name=re.compile(f"^{name}"))).to_have_count(0)
    # Readers have no caret, and are not shown beside a paragraph.
    await expect(brazil.row("A.1").get_by_role("list", name=re.compile("^Here:"))).to_have_count(0)
