"""A participants' list becomes people who sign in: by a card on a telephone, a code at the door."""

import re

import pytest
from playwright.async_api import FilePayload, expect

from tests.browser.stage import LAPTOP, PHONE, PROJECTOR, Someone, Stage
from tests.browser.test_pages import is_well, is_well_at_all_sizes
from tests.participants import HEADINGS, xlsx_of

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

LIST = [
    ["Third meeting: participants"],
    [*HEADINGS, "Badge"],
    ["Ilona Szabó", "ilona@example.org", "Hungary", "Government", "Member", "1"],
    ["Ferenc Varga", "ferenc@example", "Hungry", "Government", "Member", "2"],
    ["Gizella Tóth", "", "Hungary", "Government", "Confirmed", "3"],
    ["Ödön Balogh", "odon@example.org", "Hungary", "Government", "Confirmed", "4"],
]


async def desk(stage: Stage, size: tuple[int, int] = LAPTOP) -> tuple[Someone, str]:
    """The secretariat at its desk, and its group."""
    one = await stage.someone("Secretariat", size)
    return one, (await one.call("GET", "/api/me"))["groups"][0]["id"]


async def take_over(one: Someone, group: str, rows: list[list[str]]) -> None:
    """Bring a list in; it is looked at then."""
    await one.go(f"/groups/{group}/people/import")
    await expect(one.page.get_by_role("button", name="Choose the file")).to_be_visible()
    await one.page.set_input_files(
        "input[type=file]",
        files=[FilePayload(name="list.xlsx", mimeType="application/octet-stream", buffer=xlsx_of(rows))],
    )


async def test_a_list_is_corrected_in_place_taken_over_and_printed_as_cards_by_which_people_come_in(
    stage: Stage,
) -> None:
    secretariat, group = await desk(stage)
    page = secretariat.page
    await secretariat.go(f"/groups/{group}/people/import")
    await expect(page.get_by_role("button", name="Choose the file")).to_be_visible()
    await is_well_at_all_sizes(secretariat, "choosing a list")
    await take_over(secretariat, group, LIST)

    # What is wrong is said beside it; one answer puts the same word right in several rows.
    table = page.get_by_role("table")
    await expect(table).to_contain_text("Not an e-mail address.")
    await expect(table).to_contain_text("New delegation, or is it Hungary?")
    await expect(page.get_by_role("button", name="Take over")).to_be_disabled()
    await is_well_at_all_sizes(secretariat, "a list with errors")
    await page.get_by_label("Seat for all these rows").select_option("member")
    await page.get_by_label("E-mail address of Ferenc Varga").fill("ferenc@example.org")
    await page.keyboard.press("Enter")
    await table.get_by_role("button", name="Use Hungary").click()
    take = page.get_by_role("button", name="Take over 4 people")
    await expect(take).to_be_enabled()
    await take.click()
    await expect(page.get_by_role("status").filter(has_text="4 people are in the group")).to_be_visible()
    await is_well(secretariat, "a list taken over")

    # Without mail, cards: this server says that it sends none, and whom to ask.
    await page.get_by_role("button", name="Invite 4 people").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("This server sends no mail yet")
    await is_well(secretariat, "inviting many")
    await dialog.get_by_role("button", name="Go on to 4 cards").click()
    await page.get_by_role("button", name="Make 4 cards").click()
    cards = page.get_by_role("listitem").filter(has=page.get_by_role("img", name=re.compile("^Square")))
    await expect(cards).to_have_count(4)
    await is_well_at_all_sizes(secretariat, "cards")
    card = cards.filter(has_text="Gizella Tóth")
    await expect(card).to_contain_text("gizella-toth")
    code = await card.get_by_text(re.compile(r"^[A-Z]{4}-[A-Z]{4}-[A-Z]{4}$")).inner_text()

    # Gizella has no address: she types the card's code on her telephone and chooses a password.
    gizella = await stage.someone(size=PHONE)
    await gizella.go("/code")
    await expect(gizella.page.get_by_label("Code")).to_be_visible()
    await is_well_at_all_sizes(gizella, "typing a code")
    await gizella.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    await gizella.page.get_by_label("Code").fill(code.lower())
    await gizella.page.get_by_role("button", name="Go on").click()
    await expect(gizella.page.get_by_label("Your name to sign in")).to_have_value("gizella-toth")
    for label in ("New password", "New password once more"):
        await gizella.page.get_by_label(label, exact=True).fill("a good long password")
    await gizella.page.get_by_role("button", name="Join and sign in").click()
    await expect(gizella.page.get_by_role("main")).to_contain_text("Hungary")
    assert await gizella.overflow() <= 0

    # The people's page tells who has come; the others are one press away.
    await secretariat.go(f"/groups/{group}/people")
    row = page.get_by_role("listitem").filter(has_text="Gizella Tóth")
    await expect(row).to_contain_text("Signed in, last on")
    await expect(row).to_contain_text("No e-mail address; signs in as gizella-toth")
    await page.get_by_role("button", name="Not signed in yet").click()
    await expect(page.get_by_text("Gizella Tóth")).to_have_count(0)
    await page.get_by_label("Find by name").fill("Szabó")
    await expect(page.get_by_role("listitem").filter(has_text="Ilona Szabó")).to_contain_text("Link made on")
    await is_well_at_all_sizes(secretariat, "the people, narrowed")
    await secretariat.page.get_by_role("button", name="What to do with Ilona Szabó").click()
    await expect(page.get_by_role("menu")).to_be_visible()
    await is_well(secretariat, "a person's menu")
    await secretariat.press("Escape")
    await expect(page.get_by_role("button", name="What to do with Ilona Szabó")).to_be_focused()


async def test_somebody_on_no_list_is_registered_at_the_door_and_signs_in_with_a_code_at_once(stage: Stage) -> None:
    secretariat, group = await desk(stage, PHONE)
    page = secretariat.page
    await secretariat.go(f"/groups/{group}/people/door")
    await expect(page.get_by_label("Name, delegation or address")).to_be_visible()
    await is_well_at_all_sizes(secretariat, "the door")
    await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    await page.get_by_label("Name, delegation or address").fill("Walker Inn")
    await page.get_by_role("button", name="Register Walker Inn").click()
    dialog = page.get_by_role("dialog")
    await is_well(secretariat, "registering somebody")
    await dialog.get_by_role("combobox", name="Delegation", exact=True).fill("Finland")
    await page.get_by_role("option", name="Finland").click()
    await dialog.get_by_text("Member", exact=True).click()
    await dialog.get_by_role("button", name="Register and let in").click()
    shown = dialog.get_by_text(re.compile(r"^[A-Z]{4}-[A-Z]{4}$"))
    await expect(shown).to_be_visible()
    assert await secretariat.overflow() <= 0
    await is_well(secretariat, "a code at the door")

    walker = await stage.someone(size=PHONE)
    await walker.go(f"/code#{await shown.inner_text()}")
    await walker.page.get_by_role("button", name="Sign in").click()
    await expect(walker.page.get_by_role("main")).to_contain_text("Finland")

    # The screen at the door sees it; the code has done its work.
    await expect(dialog.get_by_text("Walker Inn has signed in.")).to_be_visible()
    await walker.go("/account")
    await expect(walker.page.get_by_role("main")).to_contain_text("You came in with a code and have no password yet")
    await is_well(walker, "the account of whoever came in with a code")


async def test_delegates_see_who_is_there_without_addresses_and_without_the_desk(stage: Stage) -> None:
    brazil = await stage.someone("Brazil", PROJECTOR)
    group = (await brazil.call("GET", "/api/me"))["groups"][0]["id"]
    await brazil.go(f"/groups/{group}/people")
    await expect(brazil.page.get_by_role("main")).to_contain_text("Ragnhild Solberg")
    await expect(brazil.page.get_by_text("@demo.example.org")).to_have_count(0)
    await expect(brazil.page.get_by_role("link", name="The door")).to_have_count(0)
    for path in ("people/import", "people/cards", "people/door"):
        await brazil.go(f"/groups/{group}/{path}")
        await expect(brazil.page.get_by_role("alert")).to_contain_text("for the chair and the secretariat")
