"""Proposals as those see them who make, join and decide them: two or three people at once."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.browser.stage import PHONE, Made, Someone, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

WORDS = "States should promote access for all."


async def the_text(stage: Stage, title: str) -> Made:
    return await stage.make_document(
        title, [("A", "anyone"), ("C", "proposal")], [["Free words."], [WORDS, "Second words."]]
    )


def proposal(one: Someone, where: str, whose: str) -> Locator:
    """One proposal, unfolded under a paragraph."""
    return one.row(where).get_by_role("article", name=re.compile(rf"(Proposal|Draft).*{whose}"))


async def unfold(one: Someone, where: str) -> None:
    fold = one.row(where).get_by_role("button", name=re.compile("^[0-9]+ proposal"))
    if await fold.get_attribute("aria-expanded") == "false":
        await fold.click()


async def propose(one: Someone, where: str, words: str) -> None:
    """By keys, at once, without waiting for the editor; then tabled."""
    await one.row(where).focus()
    await one.press("Enter")
    await one.type(words)
    await expect(one.editor(where)).to_contain_text(words.strip())
    await one.row(where).get_by_role("button", name=re.compile("^Table ")).click()
    await expect(one.editor(where)).to_have_count(0)


async def proposals_of(one: Someone, made: Made) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = await one.call("GET", f"/api/documents/{made.id}/proposals")
    return answer


async def test_a_draft_is_its_delegations_until_it_is_tabled_and_then_everybody_sees_the_difference(
    stage: Stage,
) -> None:
    made = await the_text(stage, "From draft to tabled")
    brazil, finland = await stage.someone("Brazil"), await stage.someone("Finland")
    await brazil.read(made.id)
    await finland.read(made.id)
    await brazil.row("C.1").focus()
    await brazil.press("Enter")
    await brazil.type(" And for the poor.")
    editor = brazil.editor("C.1")
    await expect(editor.locator("ins")).to_have_text(" And for the poor.")
    # The text itself does not change, and nobody else learns of it.
    await expect(brazil.words("C.1")).to_have_text(WORDS)
    await brazil.saved()
    await brazil.press("Escape")
    await expect(brazil.row("C.1")).to_be_focused()
    await expect(proposal(brazil, "C.1", "Brazil")).to_contain_text("Only your delegation sees it")
    assert await brazil.faults_of_access() == []
    assert await proposals_of(finland, made) == []
    await expect(finland.row("C.1")).not_to_contain_text("poor")

    # It stays over a new visit, and is gone on with by the same key.
    await brazil.read(made.id)
    await expect(brazil.row("C.1")).to_contain_text("Your draft")
    await brazil.row("C.1").focus()
    await brazil.press("Enter")
    await expect(editor).to_be_focused()
    await expect(editor).to_contain_text("And for the poor.")
    await brazil.row("C.1").get_by_role("textbox", name="Explanation").fill("They must not be forgotten.")
    await brazil.row("C.1").get_by_role("button", name=re.compile("^Table ")).click()

    await expect(finland.row("C.1")).to_contain_text("1 proposal: Brazil")
    await finland.look_at("C.1")
    await unfold(finland, "C.1")
    seen = proposal(finland, "C.1", "Brazil")
    await expect(seen.locator("ins")).to_contain_text("And for the poor.")
    await expect(seen).to_contain_text("They must not be forgotten.")
    # What its sponsors change goes on being seen as it is typed.
    await proposal(brazil, "C.1", "Brazil").get_by_role("button", name=re.compile("^Edit")).click()
    await expect(editor).to_be_focused()
    await brazil.type(" Everywhere.")
    await expect(seen.locator("ins")).to_contain_text("And for the poor. Everywhere.")
    assert await finland.faults_of_access() == []


async def test_two_co_sponsor_the_chair_accepts_one_of_two_that_collide_and_the_other_is_shown_on_the_new_words(
    stage: Stage,
) -> None:
    made = await the_text(stage, "Colliding")
    brazil, finland, kenya = [await stage.someone(role) for role in ("Brazil", "Finland", "Kenya")]
    chair = await stage.someone("Chair")
    for one in (brazil, finland, kenya, chair):
        await one.read(made.id)
    await propose(brazil, "C.1", " Also for the poor.")
    for one, whom in ((finland, "Finland"), (kenya, "Kenya")):
        await one.look_at("C.1")
        await unfold(one, "C.1")
        await proposal(one, "C.1", "Brazil").get_by_role("button", name="Co-sponsor").click()
        await expect(proposal(brazil, "C.1", "Brazil")).to_contain_text(whom)
    await propose(finland, "C.1", " Also for the young.")

    await chair.look_at("C.1")
    await expect(chair.row("C.1")).to_contain_text("2 proposals: Brazil, Finland")
    await unfold(chair, "C.1")
    await expect(proposal(chair, "C.1", "Brazil,")).to_contain_text("wants the same words otherwise: Finland")
    await chair.row("C.1").get_by_role("button", name="Show together").click()
    await expect(chair.row("C.1").get_by_role("group", name=re.compile("Proposals collide"))).to_be_visible()
    assert await chair.faults_of_access() == []

    # A digit shows the result in place, Esc leaves it, Enter accepts it.
    await chair.row("C.1").focus()
    await chair.press("1")
    preview = chair.row("C.1").get_by_role("region", name=re.compile("Preview of Proposal"))
    await expect(preview.get_by_role("button", name="Accept into the text")).to_be_focused()
    await expect(preview.locator("ins")).to_contain_text("Also for the poor.")
    await chair.press("Escape")
    await expect(preview).to_have_count(0)
    await chair.press("1")
    await expect(preview.get_by_role("button", name="Accept into the text")).to_be_focused()
    await chair.press("Enter")
    for one in (brazil, finland, kenya, chair):
        await expect(one.words("C.1")).to_have_text(f"{WORDS} Also for the poor.")
    # The other is told against the words as they are now, and says that they changed there.
    other = proposal(finland, "C.1", "Finland")
    await expect(finland.row("C.1")).to_contain_text("1 proposal: Finland")
    await expect(other).to_contain_text("The text has changed where this would change it.")

    # Both were changed: the chair chooses the words.
    await chair.row("C.1").focus()
    await chair.press("1")
    await expect(preview).to_contain_text("Both were changed: choose the words")
    await expect(preview.get_by_role("textbox")).to_be_focused()
    await chair.press("Control+a")
    await chair.type(f"{WORDS} Also for the poor and the young.")
    await preview.get_by_role("button", name="Accept these words into the text").click()
    await expect(kenya.words("C.1")).to_have_text(f"{WORDS} Also for the poor and the young.")
    outcomes = [(one["proposer"], one["outcome"]) for one in await proposals_of(kenya, made)]
    assert ("Brazil", "accepted") in outcomes
    assert all(outcome for _, outcome in outcomes)


async def test_words_that_move_on_under_the_preview_turn_it_amber_and_nothing_is_recorded(stage: Stage) -> None:
    made = await the_text(stage, "Moving on")
    brazil, chair = await stage.someone("Brazil"), await stage.someone("Chair")
    await brazil.read(made.id)
    await chair.read(made.id)
    await propose(brazil, "C.1", " First.")
    await expect(chair.row("C.1")).to_contain_text("1 proposal: Brazil")
    await chair.row("C.1").focus()
    await chair.press("1")
    preview = chair.row("C.1").get_by_role("region", name=re.compile("Preview of Proposal"))
    await expect(preview.get_by_role("button", name="Accept into the text")).to_be_focused()
    await proposal(brazil, "C.1", "Brazil").get_by_role("button", name=re.compile("^Edit")).click()
    await expect(brazil.editor("C.1")).to_be_focused()
    await brazil.type(" Second.")
    await expect(preview).to_have_attribute("data-amber", "true")
    await expect(preview.get_by_test_id("moved-on").locator("ins")).to_contain_text("Second.")
    assert await chair.faults_of_access() == []
    await preview.get_by_role("button", name="Look at the words as they are now").click()
    await expect(preview).not_to_have_attribute("data-amber", "true")
    await expect(chair.words("C.1")).to_have_text(WORDS)
    await preview.get_by_role("button", name="Accept into the text").click()
    await expect(brazil.words("C.1")).to_have_text(f"{WORDS} First. Second.")


async def test_some_of_the_changes_are_accepted_and_others_left(stage: Stage) -> None:
    made = await the_text(stage, "In part")
    brazil, chair = await stage.someone("Brazil"), await stage.someone("Chair")
    await chair.read(made.id)
    ids = {"id": "01930000-0000-7000-8000-00000000aa01", "text": "01930000-0000-7000-8000-00000000aa02"}
    runs = [{"insert": "All States should promote access for all people."}]
    change = {"kind": "change", "paragraph": made.paragraphs[1], "runs": runs, "table": True}
    await brazil.call("POST", f"/api/documents/{made.id}/proposals", ids | change)
    await expect(chair.row("C.1")).to_contain_text("1 proposal: Brazil")
    await chair.row("C.1").focus()
    await chair.press("1")
    preview = chair.row("C.1").get_by_role("region", name=re.compile("Preview of Proposal"))
    await preview.get_by_role("button", name="Accept in part").click()
    await preview.get_by_role("button", name=re.compile("Change 2 of 2")).click()
    assert await chair.faults_of_access() == []
    await preview.get_by_role("button", name="Accept these parts into the text").click()
    await expect(chair.words("C.1")).to_have_text("States should promote access for all people.")
    assert (await proposals_of(chair, made))[0]["outcome"] == "accepted_in_part"


async def test_what_is_said_in_the_room_is_typed_by_the_secretariat_and_seen_live_by_everybody(stage: Stage) -> None:
    made = await the_text(stage, "From the floor")
    secretariat, finland, chair = [await stage.someone(role) for role in ("Secretariat", "Finland", "Chair")]
    for one in (secretariat, finland, chair):
        await one.read(made.id)
    await finland.look_at("C.1")
    # O, a few letters, Enter, and the words: in one go.
    await secretariat.row("C.1").focus()
    await secretariat.press("o")
    await secretariat.type("bra")
    await secretariat.press("Enter")
    await secretariat.type(" Said in the room.")
    seen = proposal(finland, "C.1", "Brazil")
    await expect(seen.locator("ins")).to_contain_text("Said in the room.")
    await expect(seen).to_contain_text("from the floor")
    await secretariat.press("Escape")

    # Recorded on the chair's word, it awaits the chair's confirmation.
    await expect(secretariat.row("C.1")).to_be_focused()
    await secretariat.press("1")
    preview = secretariat.row("C.1").get_by_role("region", name=re.compile("Preview of Proposal"))
    await expect(preview).to_contain_text("On the chair's word")
    await expect(preview.get_by_role("button", name="Accept into the text")).to_be_focused()
    await secretariat.press("Enter")
    await expect(finland.words("C.1")).to_have_text(f"{WORDS} Said in the room.")
    await expect(chair.row("C.1")).to_contain_text("awaiting the chair's confirmation")
    await chair.row("C.1").get_by_role("button", name=re.compile("^Confirm: Proposal")).click()
    await expect(chair.row("C.1")).not_to_contain_text("awaiting the chair's confirmation")
    assert await chair.faults_of_access() == []


async def test_a_late_keystroke_becomes_a_draft_and_is_tabled_by_one_click(stage: Stage) -> None:
    made = await the_text(stage, "Too late")
    brazil, line = await stage.someone_on_a_line("Brazil")
    chair, finland = await stage.someone("Chair"), await stage.someone("Finland")
    await brazil.read(made.id)
    await finland.read(made.id)
    await brazil.begin("A.1")
    # While the words are on their way, the category's words come to change by proposal only.
    line.cut()
    await brazil.type(" Typed too late.")
    await chair.call("PATCH", f"/api/categories/{made.categories[0]}", {"way": "proposal"})
    line.mend()
    handed_back = brazil.row("A.1").get_by_role("region", name=re.compile("that were not added"))
    await expect(handed_back).to_contain_text("Not added: kept as your private draft")
    await expect(brazil.words("A.1")).to_have_text("Free words.")
    await handed_back.get_by_role("button", name="Table as a proposal").click()
    await expect(handed_back).to_have_count(0)
    await expect(finland.row("A.1")).to_contain_text("1 proposal: Brazil")
    await finland.look_at("A.1")
    await unfold(finland, "A.1")
    await expect(proposal(finland, "A.1", "Brazil").locator("ins")).to_contain_text("Typed too late.")


async def test_on_a_phone_one_composes_over_the_whole_screen_with_the_original_above(stage: Stage) -> None:
    made = await the_text(stage, "By thumb")
    brazil, finland = await stage.someone("Brazil", PHONE, has_touch=True), await stage.someone("Finland")
    await brazil.read(made.id)
    await finland.read(made.id)
    await brazil.row("C.1").tap()
    await (
        brazil.page.get_by_role("complementary", name="The paragraph you are at")
        .get_by_role("button", name="Propose")
        .tap()
    )
    sheet = brazil.page.get_by_role("dialog", name="A change to C.1")
    await expect(sheet).to_contain_text("The words as they are now")
    await expect(sheet.get_by_role("textbox", name=re.compile("Proposed words"))).to_be_focused()
    await brazil.type(" By thumb.")
    assert await brazil.overflow() == 0
    assert await brazil.faults_of_access() == []
    await sheet.get_by_role("button", name="Save draft").tap()
    await expect(sheet).to_have_count(0)
    await proposal(brazil, "C.1", "Brazil").get_by_role("button", name=re.compile("^Table ")).tap()
    await expect(finland.row("C.1")).to_contain_text("1 proposal: Brazil")


async def test_the_list_of_all_proposals_is_filtered_and_gone_through_by_keys(stage: Stage) -> None:
    made = await the_text(stage, "All of them")
    brazil, kenya = await stage.someone("Brazil"), await stage.someone("Kenya")
    await brazil.read(made.id)
    await kenya.read(made.id)
    await propose(brazil, "C.1", " From Brazil.")
    await propose(kenya, "C.2", " From Kenya.")
    await expect(brazil.page.get_by_role("navigation", name="Outline")).to_contain_text("2 proposals")
    await brazil.page.get_by_role("link", name="All proposals: 2 tabled").click()
    cards = brazil.page.get_by_role("article")
    await expect(cards).to_have_count(2)
    await expect(cards.first.locator("ins")).to_contain_text("From Brazil.")
    await brazil.press("n")
    await expect(brazil.page.get_by_role("listitem", name=re.compile("C.1"))).to_be_focused()
    await brazil.press("n")
    await expect(brazil.page.get_by_role("listitem", name=re.compile("C.2"))).to_be_focused()
    await brazil.page.get_by_label("Whose").select_option("Kenya")
    await expect(cards).to_have_count(1)
    assert await brazil.faults_of_access() == []
    assert await brazil.overflow() == 0
