"""Breakout groups: they take some of the text away, work on it, report; the plenary endorses what it likes."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from app.core.ids import uuid7
from tests.browser.stage import PHONE, Made, Someone, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

WORDS = [
    ["States should share what they know.", "Capacity matters to everybody.", "The Internet is a public good."],
    ["Access should be affordable.", "Local content is to be promoted.", "[Spectrum is scarce.]"],
    ["Nothing here is given away."],
]


async def _document(stage: Stage, title: str) -> Made:
    return await stage.make_document(title, [("A", "anyone"), ("B", "anyone"), ("C", "anyone")], WORDS)


async def _person(stage: Stage, role: str) -> str:
    """The id of a demonstration person."""
    person: str = (await (await stage.caller(role)).call("GET", "/api/me"))["id"]
    return person


async def _set_up(stage: Stage, made: Made, convener: str, categories: list[str], **more: Any) -> dict[str, Any]:
    """A group without anybody's page."""
    given = {"id": str(uuid7()), "categories": categories, "conveners": [await _person(stage, convener)]}
    breakout: dict[str, Any] = await (await stage.caller("Chair")).call(
        "POST", f"/api/documents/{made.id}/breakouts", given | more
    )
    return breakout


def _banner(page: Page) -> Any:
    return page.locator('[data-region="banner"]')


async def _recommend(one: Someone, where: str, word: str = "agreed") -> None:
    await one.row(where).focus()
    await _banner(one.page).get_by_role("button", name="Mark as our recommendation").click()
    card = one.page.get_by_role("dialog", name=f"Mark {where} as the group's recommendation")
    await expect(card).to_contain_text("it closes nothing")
    await card.get_by_text(word, exact=True).click()
    await card.get_by_role("button", name="Record the recommendation").click()
    await expect(card).to_have_count(0)
    await expect(one.row(where)).to_contain_text(f"recommended: {word}")


async def _append(one: Someone, where: str, words: str) -> None:
    await one.begin(where)
    await one.type(words)
    await one.press("Escape")
    await one.saved()


async def _report(one: Someone, words: str) -> None:
    await _banner(one.page).get_by_role("button", name="Report to plenary").click()
    dialog = one.page.get_by_role("dialog", name="Report to the plenary")
    await dialog.get_by_label("Short report").fill(words)
    assert await one.faults_of_access() == []
    await dialog.get_by_role("button", name="Report", exact=True).click()
    await expect(dialog).to_have_count(0)
    await expect(one.page.locator("#document")).to_contain_text(
        "Reported to the plenary; nothing changes here any more."
    )


async def test_two_groups_work_and_report_and_the_plenary_endorses_most_of_it(stage: Stage) -> None:
    made = await _document(stage, "Two groups at once")
    chair, reader = await stage.someone("Chair"), await stage.someone("Finland")
    await reader.read(made.id)
    await chair.go(f"{made.path}/breakouts")
    await chair.page.get_by_role("button", name="Set up a group").click()
    form = chair.page.get_by_role("dialog", name="Set up a group")
    await form.get_by_label("Name", exact=True).fill("on knowledge")
    await form.get_by_label("Task").fill("Separate recommendations from statements.")
    await form.get_by_role("checkbox", name="A Category A").check()
    await form.get_by_label("Single paragraphs").fill("C.7")
    await form.get_by_role("button", name="Set it up").click()
    await expect(form).to_contain_text("No single paragraph is called C.7.")
    await form.get_by_label("Single paragraphs").fill("")
    await form.get_by_role("combobox", name="Convener").click()
    await chair.type("Beatriz")
    await chair.page.get_by_role("option", name="Beatriz").click()
    await form.get_by_role("combobox", name="Participants").click()
    await chair.type("Indonesia")
    await chair.page.get_by_role("option", name="Indonesia", exact=True).click()
    await chair.press("Tab")
    assert await chair.faults_of_access() == []
    await form.get_by_role("button", name="Set it up").click()
    await expect(form).to_have_count(0)
    await expect(chair.page.locator("main")).to_contain_text("Breakout group 1 on knowledge")
    await expect(chair.page.locator("main")).to_contain_text("working")
    assert await chair.faults_of_access() == []
    second = await _set_up(stage, made, "Kenya", [made.categories[1]])

    # The plenary's text says where groups work, to everybody who is there.
    note = reader.page.locator(f'[data-category="{made.categories[0]}"] [data-breakout]')
    await expect(note).to_contain_text("Breakout group 1 works on this.")
    await note.get_by_role("link", name="Its text").click()
    await expect(_banner(reader.page)).to_contain_text("Breakout group 1's text, not the plenary's")
    await expect(reader.page.locator("#document")).to_contain_text("You do not take part in this group")
    assert await reader.faults_of_access() == []

    # Both work at once.
    brazil, kenya = await stage.someone("Beatriz", size=(1600, 900)), await stage.someone("Kenya", size=(1600, 900))
    first = (await brazil.call("GET", f"/api/documents/{made.id}/breakouts"))[0]
    await brazil.read(first["copy"])
    await kenya.read(second["copy"])
    await expect(brazil.page).to_have_title("Breakout group 1's text, not the plenary's · Concord")
    await _append(brazil, "A.1", " With everybody.")
    await expect(reader.words("A.1")).to_contain_text("With everybody.")
    await brazil.row("A.3").focus()
    await _banner(brazil.page).get_by_role("button", name="Statement ↔ Recommendation").click()
    await expect(brazil.row("A.3")).to_contain_text("Statement")
    await _recommend(brazil, "A.1")
    await _append(kenya, "B.1", " And fast.")
    await _append(kenya, "B.2", " And translated.")
    await _append(kenya, "B.3", " Or is it?")
    await _recommend(kenya, "B.1")
    await _recommend(kenya, "B.3", "to revisit")
    assert await brazil.faults_of_access() == []
    await _report(brazil, "We agreed on all of it.")
    await _report(kenya, "Spectrum is left.")
    await expect(brazil.page.locator("#document")).to_contain_text("nothing changes here any more")
    await brazil.row("A.1").focus()
    await brazil.press("Enter")
    await expect(brazil.row("A.1")).to_contain_text("The group has reported to the plenary")

    # The plenary: most in one gesture.
    await reader.go(f"{made.path}/breakouts/{first['id']}")
    await expect(reader.page.locator("main")).to_contain_text("The chair endorses; you see here what becomes of it")
    await chair.page.get_by_role("link", name="Look at what Breakout group 1 brings and endorse").click()
    items = chair.page.locator("[data-item]")
    await expect(items).to_have_count(2)
    await expect(items.first.locator("ins")).to_contain_text("With everybody.")
    await expect(items.nth(1)).to_contain_text("recommendation becomes statement")
    await expect(chair.page.locator("main")).to_contain_text("We agreed on all of it.")
    await expect(chair.page.locator("main")).to_contain_text("1 paragraph is unchanged")
    assert await chair.faults_of_access() == []
    await chair.press("Shift+T")
    card = chair.page.get_by_role("dialog", name="Endorse everything that can be taken")
    await expect(card).to_contain_text("2 paragraphs")
    await expect(card).to_contain_text("1 mark")
    await expect(card).to_contain_text("1 structural change")
    assert await chair.faults_of_access() == []
    await chair.press("Enter")
    await expect(card).to_have_count(0)
    await expect(chair.page.locator("main")).to_contain_text("Decided 2")
    await expect(reader.page.locator("main")).to_contain_text("Decided 2")

    # One by one: one is kept as an alternative, one is returned with a note.
    await chair.go(f"{made.path}/breakouts/{second['id']}")
    await expect(items).to_have_count(3)
    await chair.press("j", "t")
    one = chair.page.get_by_role("dialog", name="B.1: take what the group brings")
    await expect(one.locator("ins")).to_contain_text("And fast.")
    await chair.press("Enter")
    await expect(one).to_have_count(0)
    await expect(items).to_have_count(2)
    await expect(items.first).to_be_focused()
    await chair.press("a")
    await expect(chair.page.get_by_role("dialog", name="B.2: keep the group's words as an alternative")).to_be_visible()
    await chair.page.get_by_role("button", name="Record it").click()
    await expect(items).to_have_count(1)
    await expect(items.first).to_be_focused()
    await chair.press("r")
    returned = chair.page.get_by_role("dialog", name="B.3: return it to the group")
    await chair.page.get_by_role("button", name="Record it").click()
    await expect(returned.get_by_role("alert")).to_contain_text("Say what the group is to do.")
    await chair.type("Is it scarce or not?")
    await chair.press("Enter")
    await expect(returned).to_have_count(0)
    await expect(chair.page.locator("main")).to_contain_text("Decided 3")

    # The group sees what became of each; the plenary's text has what was taken.
    await kenya.read(second["copy"])
    await expect(kenya.row("B.1")).to_contain_text("taken into the plenary's text")
    await expect(kenya.row("B.2")).to_contain_text("kept as an alternative")
    await expect(kenya.row("B.3")).to_contain_text("returned to the group: Is it scarce or not?")
    await reader.read(made.id)
    await expect(reader.words("A.1")).to_have_text("States should share what they know. With everybody.")
    await expect(reader.row("A.1")).to_contain_text("agreed")
    await expect(reader.words("B.1")).to_have_text("Access should be affordable. And fast.")
    await expect(reader.words("B.2")).to_have_text("Local content is to be promoted.")


async def test_what_moved_on_before_the_gavel_is_shown_again_and_nothing_is_recorded(stage: Stage) -> None:
    made = await _document(stage, "Meanwhile")
    breakout = await _set_up(stage, made, "Kenya", [made.categories[0]])
    chair, kenya, brazil = await stage.someone("Chair"), await stage.someone("Kenya"), await stage.someone("Brazil")
    await kenya.read(breakout["copy"])
    await _append(kenya, "A.1", " With everybody.")
    await _append(kenya, "A.2", " And to States.")
    await kenya.call("POST", f"/api/breakouts/{breakout['id']}/report", {"report": "Done."})
    await chair.go(f"{made.path}/breakouts/{breakout['id']}")
    await expect(chair.page.locator("[data-item]")).to_have_count(2)
    await chair.press("Shift+T")
    card = chair.page.get_by_role("dialog", name="Endorse everything that can be taken")
    await expect(card).to_contain_text("2 paragraphs")
    await brazil.read(made.id)
    await _append(brazil, "A.1", " Soon.")
    await chair.press("Enter")
    await expect(card.get_by_role("alert")).to_contain_text("Something has changed since you looked")
    await expect(card.get_by_test_id("moved-on").locator("ins")).to_contain_text("Soon.")
    assert await chair.faults_of_access() == []
    assert "With everybody" not in (await stage.state(made.id))["paragraphs"][0]["words"]
    await chair.page.get_by_role("button", name="Look at it as it is now").click()
    await expect(card).to_contain_text("1 paragraph is left out")
    await chair.page.get_by_role("button", name="Endorse 1 paragraph").click()
    await expect(card).to_have_count(0)

    # What both changed: the chair chooses the words.
    await chair.page.locator("[data-item]").first.get_by_role("button", name="Choose the words").click()
    choice = chair.page.get_by_role("dialog", name="A.1: choose the words")
    editor = choice.get_by_role("textbox", name="The words to be taken")
    await expect(editor).to_contain_text("With everybody.")
    await expect(editor).to_contain_text("Soon.")
    assert await chair.faults_of_access() == []
    await choice.get_by_role("button", name="the group's words").click()
    await expect(editor).to_have_text("States should share what they know. With everybody.")
    await editor.click()
    await chair.press("Control+End")
    await chair.type(" At last.")
    await choice.get_by_role("button", name="Record it").click()
    await expect(choice).to_have_count(0)
    await expect(brazil.words("A.1")).to_have_text("States should share what they know. With everybody. At last.")


async def test_a_closed_group_tells_others_that_it_works_by_itself(stage: Stage) -> None:
    made = await _document(stage, "Behind doors")
    breakout = await _set_up(stage, made, "Kenya", [made.categories[0]], openness="participants", kind="ad_hoc")
    brazil, kenya = await stage.someone("Brazil", size=PHONE), await stage.someone("Kenya", size=PHONE)
    await brazil.go(f"/documents/{breakout['copy']}")
    await expect(brazil.page.get_by_role("alert")).to_contain_text("This group works by itself")
    assert await brazil.faults_of_access() == []
    assert await brazil.overflow() <= 1
    await brazil.read(made.id)
    note = brazil.page.locator("[data-breakout]")
    await expect(note).to_contain_text("Ad hoc group 1 works on this.")
    await expect(note.get_by_role("link")).to_have_count(0)
    await kenya.read(breakout["copy"])
    await expect(_banner(kenya.page)).to_contain_text("Ad hoc group 1's text, not the plenary's")
    await expect(kenya.page.locator("#document")).to_contain_text("Only the group's participants can see this")
    await kenya.row("A.1").focus()
    await _banner(kenya.page).get_by_role("button", name="What the group can do").click()
    await kenya.page.get_by_role("menuitem", name="Statement ↔ Recommendation").click()
    await expect(kenya.row("A.1")).to_contain_text("Statement")
    await _banner(kenya.page).get_by_role("button", name="What the group can do").click()
    await kenya.page.get_by_role("menuitem", name="Open to others…").click()
    dialog = kenya.page.get_by_role("dialog", name="Open the text to others")
    await dialog.get_by_label("Members can see this", exact=True).check()
    assert await kenya.faults_of_access() == []
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    await brazil.go(f"/documents/{breakout['copy']}")
    await expect(_banner(brazil.page)).to_be_visible()
    assert await brazil.faults_of_access() == []
    assert await brazil.overflow() <= 1
