"""Sittings as the room sees them: what is under discussion on every page, doors that close, the wall."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.stage import PHONE, PROJECTOR, Made, Someone, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(150)]

LONG = [
    f"Member States [should] consider paragraph {number}, in all its length and breadth. " * 4 for number in range(9)
]


async def begin(stage: Stage, title: str, access: str = "everyone") -> tuple[Made, Someone]:
    """A document of nine long paragraphs, and the secretariat before it with an open sitting."""
    made = await stage.make_document(title, paragraphs=[LONG])
    secretariat = await stage.someone("Secretariat")
    await secretariat.call("POST", f"/api/documents/{made.id}/sittings", {"access": access})
    await secretariat.read(made.id)
    return made, secretariat


async def end(stage: Stage, made: Made) -> None:
    """Close what a test opened: the demonstration's meeting is everybody's."""
    secretariat = await stage.caller("Secretariat")
    for sitting in await secretariat.call("GET", f"/api/documents/{made.id}/sittings"):
        if sitting["state"] != "closed":
            await secretariat.call("POST", f"/api/sittings/{sitting['id']}/close")


async def test_a_sitting_is_opened_discusses_and_closes_with_what_it_did_not_reach(stage: Stage) -> None:
    made = await stage.make_document("First sitting", paragraphs=[["First.", "Second.", "Third."]])
    secretariat, chair, brazil = [await stage.someone(role) for role in ("Secretariat", "Chair", "Brazil")]
    for one in (secretariat, chair, brazil):
        await one.read(made.id)
    # What is to be discussed needs a sitting: the key leads there.
    await secretariat.row("A.2").focus()
    await secretariat.press("Alt+Shift+KeyD")
    dialog = secretariat.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Open a sitting")
    await dialog.get_by_label("Category A").check()
    assert await secretariat.faults_of_access() == []
    await dialog.get_by_role("button", name="Open the sitting").click()
    await expect(dialog).to_have_count(0)
    for one in (secretariat, chair, brazil):
        await expect(one.page.locator("header")).to_contain_text("Sitting 1, open")

    await secretariat.row("A.2").focus()
    await secretariat.press("Alt+Shift+KeyD")
    for one in (secretariat, chair, brazil):
        await expect(one.row("A.2")).to_have_attribute("data-now", "true")
        await expect(one.row("A.2")).to_contain_text("Now")
        await expect(one.page.get_by_role("region", name="Under discussion now")).to_contain_text("A.2")
    assert await brazil.faults_of_access() == []
    await chair.row("A.2").focus()
    await chair.press("Alt+Shift+Digit1")
    await expect(chair.page.get_by_role("dialog").locator("[name=status]:checked")).to_be_focused()
    await chair.press("Enter")
    await expect(brazil.row("A.2")).to_have_attribute("data-status", "agreed")

    await secretariat.page.get_by_role("button", name="Sitting 1, open").click()
    await secretariat.page.get_by_role("menuitem", name="Close the sitting").click()
    await expect(dialog).to_contain_text("2 paragraphs were not reached")
    await expect(dialog).to_contain_text("Third.")
    await dialog.get_by_role("button", name="Close the sitting").click()
    await expect(dialog).to_have_count(0)
    await expect(brazil.row("A.2")).not_to_have_attribute("data-now", "true")
    await brazil.go(f"{made.path}/sittings")
    await expect(brazil.page.locator("main")).to_contain_text("2 paragraphs were not reached")
    assert await brazil.faults_of_access() == []


async def test_whoever_wants_it_is_kept_at_what_is_discussed_and_on_a_phone_one_tap_leads_there(stage: Stage) -> None:
    made, secretariat = await begin(stage, "Followed")
    brazil, phone = await stage.someone("Brazil"), await stage.someone("Observer", size=PHONE)
    await brazil.read(made.id)
    await phone.read(made.id)
    await secretariat.call("PUT", f"/api/documents/{made.id}/now", {"paragraph": made.paragraphs[0]})
    await brazil.page.get_by_label("Keep it in view").check()

    await secretariat.call("PUT", f"/api/documents/{made.id}/now", {"paragraph": made.paragraphs[8]})
    await expect(brazil.row("A.9")).to_be_in_viewport()
    await expect(phone.row("A.9")).not_to_be_in_viewport()
    await phone.page.get_by_role("button", name="Now: A.9").click()
    await expect(phone.row("A.9")).to_be_in_viewport()
    await expect(phone.page.get_by_role("button", name="Now: A.9")).to_have_count(0)
    await end(stage, made)


async def test_doors_that_close_take_the_page_away_with_a_reason_and_give_it_back(stage: Stage) -> None:
    """E10: what was being typed is kept as a private draft."""
    made, secretariat = await begin(stage, "Behind closed doors")
    brazil, chair = await stage.someone("Brazil"), await stage.someone("Chair")
    await brazil.read(made.id)
    await chair.read(made.id)
    await brazil.begin("A.1")
    await brazil.type(" And in time.")
    await brazil.saved()
    await secretariat.page.get_by_role("button", name="Sitting 1, open").click()
    await secretariat.page.get_by_role("menuitem", name="Who may follow, and what is planned").click()
    await secretariat.page.get_by_label("Closed", exact=True).check()
    await secretariat.page.get_by_role("dialog").get_by_role("button", name="Save").click()

    await expect(brazil.page.get_by_role("alert")).to_contain_text("This sitting is closed")
    await expect(brazil.page.locator("main")).to_contain_text("Behind closed doors")
    await expect(brazil.page.locator("[data-paragraph]")).to_have_count(0)
    assert await brazil.faults_of_access() == []
    await expect(chair.page.locator("header")).to_contain_text("Closed sitting 1")
    await end(stage, made)
    await expect(brazil.row("A.1")).to_contain_text("And in time.")
    await chair.begin("A.2")
    await chair.type(" From the chair.")
    await expect(brazil.row("A.2")).to_contain_text("From the chair.")


async def test_the_wall_shows_the_words_huge_and_live_and_marks_what_changes(stage: Stage) -> None:
    made, secretariat = await begin(stage, "On the wall")
    wall = await stage.someone(size=PROJECTOR)
    await secretariat.page.get_by_role("button", name="Sitting 1, open").click()
    await secretariat.page.get_by_role("menuitem", name="Screens in the room").click()
    dialog = secretariat.page.get_by_role("dialog")
    await dialog.get_by_label("Name of the screen").fill("Main hall")
    await dialog.get_by_role("button", name="Make a link").click()
    link = await dialog.get_by_label("Link for Main hall").input_value()
    await expect(dialog.get_by_role("img", name="The same link, to scan")).to_be_visible()
    assert await secretariat.faults_of_access() == []

    await wall.go("/wall/" + link.rsplit("/", 1)[1])
    await expect(wall.page.get_by_role("heading")).to_have_text("On the wall")
    await secretariat.call("PUT", f"/api/documents/{made.id}/now", {"paragraph": made.paragraphs[3]})
    words = wall.page.locator("p.words")
    await expect(words).to_contain_text("consider paragraph 3")
    size = await words.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert size >= 60  # a twentieth of the height: read from twenty metres on a screen of two
    assert await wall.overflow() == 0
    brazil = await stage.someone("Brazil")
    await brazil.read(made.id)
    await brazil.begin("A.4")
    await brazil.type("Henceforth.")
    await expect(wall.page.locator("ins")).to_have_text(re.compile("Henceforth"))
    await expect(wall.page.locator("footer")).to_contain_text("0 of 9 discussed")
    assert await wall.faults_of_access() == []

    await dialog.get_by_role("button", name="End the link of Main hall").click()
    await expect(wall.page.locator("main")).to_contain_text("shows nothing any more")
    await end(stage, made)
