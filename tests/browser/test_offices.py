"""What the secretariat and the chair do: marks on the chair's word, moved words, people and their seats."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.stage import Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


async def test_a_mark_of_the_secretariat_awaits_the_chair_who_confirms_it(stage: Stage) -> None:
    """E18: on the chair's word, both names shown."""
    made = await stage.make_document("On the chair's word", paragraphs=[["First.", "Second."]])
    secretariat, chair, brazil = [await stage.someone(role) for role in ("Secretariat", "Chair", "Brazil")]
    for one in (secretariat, chair, brazil):
        await one.read(made.id)
    await secretariat.row("A.2").focus()
    await secretariat.press("Alt+Shift+Digit1")
    card = secretariat.page.get_by_role("dialog")
    await expect(card).to_contain_text("On the chair's word; the chair confirms it afterwards.")
    await expect(card.locator("[name=status]:checked")).to_be_focused()
    await secretariat.press("Enter")
    awaiting = "marked by Chantal Mbeki-Laurent on the word of Ragnhild Solberg; awaiting confirmation"
    for one in (secretariat, chair, brazil):
        await expect(one.row("A.2")).to_contain_text(awaiting)
        await expect(one.row("A.2")).to_have_attribute("data-status", "agreed")

    await expect(chair.page.locator("#document")).to_contain_text("1 mark recorded on your word awaits")
    await chair.page.get_by_role("button", name="Show").click()
    await expect(chair.row("A.2")).to_be_focused()
    await chair.row("A.2").get_by_role("button", name="Confirm the mark of A.2").click()
    for one in (secretariat, chair, brazil):
        await expect(one.row("A.2")).not_to_contain_text("awaiting")
    await expect(chair.page.get_by_text("awaits your confirmation")).to_have_count(0)


async def test_words_that_move_under_the_card_turn_it_amber_and_nothing_is_recorded(stage: Stage) -> None:
    """E18: Enter first looks again, then marks what is shown."""
    made = await stage.make_document("Moving", paragraphs=[["The words [as they] stood."]])
    chair, brazil = await stage.someone("Chair"), await stage.someone("Brazil")
    await chair.read(made.id)
    await brazil.read(made.id)
    await chair.row("A.1").focus()
    await chair.press("Alt+Shift+Digit2")
    card = chair.page.get_by_role("dialog")
    await expect(card).to_contain_text("1 bracket is left")
    await expect(card).to_contain_text("[as they]")
    await brazil.begin("A.1")
    await brazil.type(" And more.")
    await expect(card).to_contain_text("The words have changed since you saw them")
    await expect(card.locator("ins")).to_have_text(re.compile("And more"))
    await brazil.press("Escape")
    await chair.press("Enter")
    await expect(card.locator("[data-words]")).to_have_text("The words [as they] stood. And more.")
    await expect(chair.row("A.1")).to_have_attribute("data-status", "not_yet_discussed")
    await chair.press("Enter")
    await expect(card).to_have_count(0)
    await expect(brazil.row("A.1")).to_have_attribute("data-status", "to_revisit")


async def test_the_secretariat_adds_moves_withdraws_and_restores_and_everybody_sees_it(stage: Stage) -> None:
    """E15, E17, live."""
    made = await stage.make_document("Structure", [("A", "anyone"), ("B", "proposal")], [["First.", "Second."], []])
    secretariat, brazil = await stage.someone("Secretariat"), await stage.someone("Brazil")
    await secretariat.read(made.id)
    await brazil.read(made.id)
    await secretariat.page.get_by_role("button", name="Add a paragraph to A").click()
    await secretariat.type("Third, typed at once.")
    await expect(brazil.words("A.3")).to_have_text("Third, typed at once.")
    await secretariat.press("Escape")

    await secretariat.row("A.1").focus()
    await secretariat.press("Shift+F10")
    await secretariat.page.get_by_role("menuitem", name="Withdraw it").click()
    dialog = secretariat.page.get_by_role("dialog", name="Withdraw A.1")
    await dialog.get_by_role("textbox").fill("Said twice")
    await secretariat.press("Enter")
    await expect(brazil.words("A.1")).to_have_text("Second.")
    await secretariat.page.get_by_role("button", name="Show 1 withdrawn paragraph").click()
    withdrawn = secretariat.row(made.paragraphs[0])
    await expect(withdrawn).to_contain_text("withdrawn")
    await withdrawn.focus()
    await secretariat.press("Shift+F10")
    await secretariat.page.get_by_role("menuitem", name="Restore it").click()
    await secretariat.page.get_by_role("dialog").get_by_role("button", name="Restore").click()
    await expect(brazil.words("A.1")).to_have_text("First.")
    await expect(brazil.words("A.2")).to_have_text("Second.")


async def test_somebody_invited_comes_by_the_link_and_takes_their_seat(stage: Stage) -> None:
    made = await stage.make_document("For the newcomer", paragraphs=[["Welcome."]])
    secretariat = await stage.someone("Secretariat")
    group = (await secretariat.call("GET", "/api/me"))["groups"][0]["id"]
    await secretariat.go(f"/groups/{group}/people")
    await secretariat.page.get_by_role("button", name="Invite somebody").click()
    dialog = secretariat.page.get_by_role("dialog")
    await dialog.get_by_role("textbox", name="Name").fill("Ágnes Kovács")
    await dialog.get_by_role("textbox", name="E-mail address").fill("agnes@mission.example.org")
    await dialog.get_by_role("combobox", name="Delegation").click()
    await secretariat.page.get_by_role("option", name="Finland").click()
    await dialog.get_by_role("button", name="Make the invitation link").click()
    link = await dialog.get_by_label("Link", exact=True).input_value()

    newcomer = await stage.someone()
    await newcomer.page.goto(link.replace(link.split("/invitation/")[0], newcomer.base))
    await newcomer.page.get_by_label("New password", exact=True).fill("a long enough secret")
    await newcomer.page.get_by_label("New password once more").fill("a long enough secret")
    await newcomer.press("Enter")
    await expect(newcomer.page.get_by_role("heading", name="My groups")).to_be_visible()
    await newcomer.page.get_by_role("link", name="For the newcomer", exact=True).click()
    await expect(newcomer.page.locator("header")).to_contain_text("for Finland")
    await newcomer.saved()
    await newcomer.begin("A.1")
    await newcomer.type(" Thank you.")
    await newcomer.saved()
    assert (await stage.state(made.id))["paragraphs"][0]["words"] == "Welcome. Thank you."

    # The link worked once.
    late = await stage.someone()
    await late.go("/invitation/" + link.split("/invitation/")[1])
    await expect(late.page.get_by_role("alert")).to_contain_text("This link does not work")

    # Signed out, and in again with the password.
    await newcomer.page.get_by_role("button", name=re.compile("^Account of")).click()
    await newcomer.page.get_by_role("menuitem", name="Sign out").click()
    await newcomer.page.get_by_role("textbox", name="E-mail address").fill("agnes@mission.example.org")
    await newcomer.page.get_by_role("textbox", name="Password").fill("wrong password")
    await newcomer.press("Enter")
    await expect(newcomer.page.get_by_role("alert")).to_be_visible()
    await newcomer.page.get_by_role("textbox", name="Password").fill("a long enough secret")
    await newcomer.press("Enter")
    await expect(newcomer.page.get_by_role("heading", name="My groups")).to_be_visible()
