"""What helps in a long text: qualifiers, placeholders, filters, finding and replacing, frozen numbers, keys, paper."""

import io

import pypdf
import pytest
from playwright.async_api import expect

from tests.browser.stage import PHONE, NewParagraph, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

LINES = [
    "Members should share what they learn.",
    "Observers should be heard.",
    "The secretariat should report by [date].",
    "Nothing is decided here.",
]


async def test_agreed_except_for_something_is_said_to_everybody(stage: Stage) -> None:
    made = await stage.make_document("Except", paragraphs=[LINES])
    chair, brazil = await stage.someone("Chair"), await stage.someone("Brazil")
    await chair.read(made.id)
    await brazil.read(made.id)
    await chair.row("A.3").focus()
    await chair.press("Alt+Shift+1")
    card = chair.page.get_by_role("dialog", name="Mark A.3")
    await card.get_by_role("radio", name="except for").check()
    assert await chair.faults_of_access() == []
    await card.get_by_role("textbox", name="Agreed except for").fill("the date")
    await chair.press("Enter")
    await expect(card).to_have_count(0)

    await expect(brazil.row("A.3")).to_contain_text("agreed, except for: the date")
    await expect(brazil.page.get_by_role("navigation", name="Outline")).to_contain_text("1 with an exception")
    await brazil.row("A.3").focus()
    await brazil.press("Enter")
    await expect(brazil.row("A.3").get_by_role("textbox", name="Proposed words of A.3")).to_be_visible()


async def test_a_bracket_that_only_holds_a_place_is_not_warned_of(stage: Stage) -> None:
    made = await stage.make_document("Placeholders", paragraphs=[LINES])
    chair = await stage.someone("Chair")
    await chair.read(made.id)
    await chair.row("A.3").focus()
    await chair.press("Shift+F10")
    await chair.page.get_by_role("menuitem", name="Brackets that only hold a place").click()
    await chair.page.get_by_role("switch", name="[date]").press("Space")
    assert await chair.faults_of_access() == []
    await chair.page.get_by_role("button", name="Done").click()
    await expect(chair.row("A.3")).to_contain_text("1 bracket holds a place")
    await expect(chair.row("A.3").locator(".bracket-place")).to_have_count(2)
    await chair.press("Alt+Shift+1")
    card = chair.page.get_by_role("dialog", name="Mark A.3")
    await expect(card).to_contain_text("1 bracket only holds a place.")
    await expect(card).not_to_contain_text("is left")


async def test_filters_stand_in_the_address_and_keys_respect_them(stage: Stage) -> None:
    lines: list[NewParagraph | str] = [*LINES[:3], {"words": LINES[3], "kind": "statement"}]
    made = await stage.make_document("Filters", paragraphs=[lines])
    await stage.mark(made.paragraphs[1], "to_revisit", (await stage.state(made.id))["paragraphs"][1]["content_hash"])
    brazil = await stage.someone("Brazil")
    await brazil.go(f"{made.path}?status=not_yet_discussed")
    bar = brazil.page.get_by_role("region", name="Which paragraphs are shown")
    await expect(bar).to_contain_text("3 of 4 shown")
    await brazil.row("A.1").focus()
    await brazil.press("ArrowDown")
    await expect(brazil.row("A.3")).to_be_focused()

    await bar.get_by_role("button", name="Filter", exact=True).click()
    await brazil.page.get_by_role("checkbox", name="statement").check()
    assert await brazil.faults_of_access() == []
    await expect(bar).to_contain_text("2 of 4 shown")  # where one is stays
    await brazil.press("Escape")
    await bar.get_by_role("button", name="Do not filter by: not yet discussed").click()
    assert brazil.page.url.endswith("?kind=statement")
    await bar.get_by_role("button", name="Show all").click()
    await expect(brazil.page.locator("[data-paragraph]")).to_have_count(4)

    phone = await stage.someone("Kenya", PHONE)
    await phone.go(f"{made.path}?mine")
    await expect(phone.page.get_by_text("No paragraph is of the kind you chose.")).to_be_visible()
    assert await phone.overflow() <= 0
    await phone.page.get_by_role("button", name="Show all 4 paragraphs").click()
    await expect(phone.row("A.4")).to_be_visible()


async def test_words_are_replaced_where_one_may_write_and_drafted_where_not(stage: Stage) -> None:
    made = await stage.make_document(
        "Replacing", [("A", "anyone"), ("B", "proposal")], [LINES, ["All should agree.", "Résumés should follow."]]
    )
    await stage.mark(made.paragraphs[1], "agreed", (await stage.state(made.id))["paragraphs"][1]["content_hash"])
    brazil, kenya = await stage.someone("Brazil"), await stage.someone("Kenya")
    await brazil.read(made.id)
    await kenya.read(made.id)
    await kenya.begin("A.1")

    await brazil.row("A.1").focus()
    await brazil.press("Control+h")
    find = brazil.page.get_by_role("search", name="Find and replace")
    await find.get_by_role("textbox", name="Find").fill("SHOULD")
    await expect(find).to_contain_text("1 of 5, in 5 paragraphs")
    await find.get_by_role("textbox", name="Replace with").fill("shall")
    await expect(find.locator("ins")).to_have_text("added: shall; ")
    assert await brazil.faults_of_access() == []
    await find.get_by_role("button", name="Replace here").click()
    await expect(brazil.words("A.1")).to_have_text("Members shall share what they learn.")
    await kenya.type(" Kenya too.")
    await expect(brazil.words("A.1")).to_have_text("Members shall share what they learn. Kenya too.")

    await find.get_by_role("button", name="Replace in all 4 paragraphs").click()
    preview = brazil.page.get_by_role("dialog", name="Replace “SHOULD” with “shall”")
    await expect(preview).to_contain_text("Changed in the text (1)")
    await expect(preview).to_contain_text("Kept as your private drafts, since these change by proposal (2)")
    await expect(preview).to_contain_text("Left as they are (1)")
    await preview.get_by_role("checkbox", name="B.2").uncheck()
    assert await brazil.faults_of_access() == []
    await preview.get_by_role("button", name="Replace in 2 paragraphs").click()
    await expect(preview).to_contain_text("Replaced in 1 paragraph.")
    await expect(preview).to_contain_text("1 private draft is kept.")
    await preview.get_by_role("button", name="Done").click()
    await brazil.press("Escape")

    await expect(kenya.words("A.3")).to_have_text("The secretariat shall report by [date].")
    await expect(brazil.words("B.1")).to_have_text("All should agree.")
    await expect(brazil.row("B.1")).to_contain_text("All shall agree.")
    await expect(kenya.row("B.1")).not_to_contain_text("shall")
    await expect(brazil.words("A.2")).to_have_text("Observers should be heard.")


async def test_numbers_are_frozen_and_made_anew_with_a_preview(stage: Stage) -> None:
    made = await stage.make_document("Numbers", paragraphs=[LINES])
    secretariat, brazil = await stage.someone("Secretariat"), await stage.someone("Brazil")
    await secretariat.read(made.id)
    await brazil.read(made.id)
    await secretariat.page.get_by_role("button", name="Freeze the numbers").click()
    dialog = secretariat.page.get_by_role("dialog", name="Numbers of the paragraphs")
    await dialog.get_by_role("button", name="Freeze the numbers").click()
    await expect(dialog).to_have_count(0)
    await brazil.row("A.1").focus()
    await brazil.press("Control+Enter")
    await expect(brazil.editor("A.1 bis")).to_be_focused()
    await brazil.type("In between.")
    await brazil.press("Escape", "Control+k")
    await brazil.type("a1bis")
    await brazil.press("Enter")
    await expect(brazil.row("A.1 bis")).to_be_focused()

    await expect(secretariat.row("A.1 bis")).to_be_visible()
    await secretariat.page.get_by_role("button", name="Number anew").click()
    await expect(dialog).to_contain_text("4 paragraphs would be called")
    assert await secretariat.faults_of_access() == []
    await dialog.get_by_role("button", name="Number anew").click()
    await expect(brazil.words("A.2")).to_have_text("In between.")


async def test_keys_can_be_changed_and_bare_ones_switched_off(stage: Stage) -> None:
    made = await stage.make_document("Own keys", paragraphs=[LINES])
    brazil = await stage.someone("Brazil")
    await brazil.read(made.id)
    await brazil.row("A.1").focus()
    await brazil.press("?")
    sheet = brazil.page.get_by_role("dialog", name="Keys")
    await sheet.get_by_role("button", name="next undecided paragraph: Alt+N").click()
    await brazil.press("Alt+BracketLeft")
    await expect(sheet.get_by_role("alert")).to_contain_text("Alt+[ is the key for: next bracket")
    assert await brazil.faults_of_access() == []
    await sheet.get_by_role("button", name="Cancel").click()
    await sheet.get_by_role("button", name="next undecided paragraph: Alt+N").click()
    await brazil.press("n")
    await expect(sheet.get_by_role("button", name="next undecided paragraph: n.")).to_be_visible()
    await brazil.press("Escape")
    await expect(brazil.row("A.1")).to_be_focused()
    await brazil.press("n")
    await expect(brazil.row("A.2")).to_be_focused()
    editor = await brazil.begin("A.2")
    await brazil.type("n?")
    await expect(editor).to_have_text("Observers should be heard.n?")
    await brazil.press("Escape", "?")
    await sheet.get_by_role("switch", name="Keys of a single character").press("Space")
    await brazil.press("Escape", "n")
    await expect(brazil.row("A.2")).to_be_focused()
    await brazil.press("?")
    await expect(sheet).to_have_count(0)


async def test_on_paper_is_the_whole_document_with_its_last_decision(stage: Stage) -> None:
    made = await stage.make_document("Paper", paragraphs=[[f"Line {number} of many." for number in range(60)]])
    hash_ = (await stage.state(made.id))["paragraphs"][0]["content_hash"]
    await stage.mark(made.paragraphs[0], "agreed", hash_, qualifier="ad_referendum")
    brazil = await stage.someone("Brazil")
    await brazil.read(made.id)
    printed = pypdf.PdfReader(io.BytesIO(await brazil.page.pdf(format="A4")))
    text = " ".join(" ".join(page.extract_text() for page in printed.pages).split())

    assert "Line 0 of many." in text
    assert "Line 59 of many." in text
    assert "agreed, ad referendum" in text
    assert (await stage.state(made.id))["record"]["fingerprint"] in text.replace(" ", "")
    assert "Find and replace" not in text
