"""Every page as everybody sees it: axe finds nothing, nothing overflows, and no word of ours stands there."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.stage import LAPTOP, PHONE, PROJECTOR, Made, Someone, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

# PAGES, "the words people see, never our own"; "open" is only forbidden as a status.
NEVER = re.compile(
    r"\b(modes?|write access|fork(ed|s)?|MOD|SUP|working copy|branch(es)?|merged?|conflicts?|three-way|ledger|"
    r"audit log|spotlight|refused|rejected|offline queue|unsynced)\b"
)
SEEN_BY_ALL = "This working group is looked at on every screen."


async def is_well(one: Someone, what: str) -> None:
    """Neither axe nor the width nor a word of ours is at fault on what stands there now."""
    faults = await one.faults_of_access()
    assert not faults, f"{what}:\n" + "\n".join(faults)
    assert await one.overflow() <= 0, f"{what} is wider than the window"
    said = NEVER.findall(await one.page.locator("body").inner_text())
    assert not said, f"{what} says {said}"


async def is_well_at_all_sizes(one: Someone, what: str) -> None:
    """On a laptop, then on a projector and a phone, where only the width is new to axe."""
    for size in (PROJECTOR, PHONE, LAPTOP):
        await one.page.set_viewport_size({"width": size[0], "height": size[1]})
        assert await one.overflow() <= 0, f"{what} is wider than {size[0]} px"
    await is_well(one, what)


@pytest_asyncio.fixture(loop_scope="session")
async def made(stage: Stage) -> AsyncIterator[Made]:
    """A document with something of everything in it."""
    yield await stage.make_document(
        "Something of everything",
        [("A", "anyone"), ("B", "proposal"), ("C", "closed"), ("D", "anyone")],
        [
            [
                SEEN_BY_ALL,
                {"words": "The Group [should][shall] consider it [with care", "level": 0},
                {"words": "as a first matter;", "level": 1},
                {"words": "Agreed words.", "status": "agreed"},
                {"words": "Words to revisit.", "status": "to_revisit"},
            ],
            ["Words that change by proposal.", {"words": "No agreement here.", "status": "no_agreement"}],
            [{"words": "Views differ.", "status": "divergent_opinion"}, {"words": "Plain words.", "kind": "plain"}],
        ],
    )


async def test_axe_finds_nothing_on_the_pages_of_somebody_signed_out(stage: Stage) -> None:
    nobody = await stage.someone()
    await nobody.go("/sign-in")
    await expect(nobody.page.get_by_role("heading", name="The demonstration group")).to_be_visible()
    await is_well_at_all_sizes(nobody, "sign-in")
    await nobody.go("/invitation/no-such-link")
    await expect(nobody.page.get_by_role("alert")).to_contain_text("This link does not work")
    await is_well_at_all_sizes(nobody, "a spent invitation")


@pytest.mark.parametrize("role", ["Secretariat", "Brazil", "Switzerland"])
async def test_axe_finds_nothing_on_the_pages_of_a_group(stage: Stage, made: Made, role: str) -> None:
    one = await stage.someone(role)
    group = (await one.call("GET", "/api/me"))["groups"][0]["id"]
    pages = {
        "/": "Something of everything",
        f"/groups/{group}": "Something of everything",
        f"/groups/{group}/people": "Ragnhild Solberg",
        f"/groups/{group}/delegations": "Finland",
        f"/groups/{group}/meetings": "Second meeting",
        f"/groups/{group}/record": "Working group set up",
        f"{made.path}/record": "Agreed words.",
        "/account": "Sign out everywhere",
        "/nothing/of/the/kind": "There is nothing at this address",
    }
    for path, shown in pages.items():
        await one.go(path)
        await expect(one.page.get_by_role("main")).to_contain_text(shown)
        await is_well_at_all_sizes(one, path)


@pytest.mark.parametrize("role", ["", "Chair", "Secretariat", "Brazil", "Beatriz", "Switzerland"])
async def test_axe_finds_nothing_on_the_document(stage: Stage, made: Made, role: str) -> None:
    if not role:
        made = await stage.make_document("For everybody", paragraphs=[[SEEN_BY_ALL]], audience="public")
    one = await stage.someone(role)
    await one.go(made.path)
    await expect(one.words("A.1")).to_have_text(SEEN_BY_ALL)
    await is_well_at_all_sizes(one, f"the document of {role or 'nobody'}")
    await one.page.emulate_media(color_scheme="dark")
    await is_well(one, "the document in the dark")


async def test_axe_finds_nothing_on_what_lies_over_the_document(stage: Stage, made: Made) -> None:
    chair = await stage.someone("Chair")
    await chair.read(made.id)
    dialog = chair.page.get_by_role("dialog")
    for keys, title in [
        ("Alt+Shift+Digit1", "Mark A.2"),
        ("Control+k", "Go to a paragraph"),
        ("?", "Keys"),
    ]:
        await chair.row("A.2").focus()
        await chair.press(keys)
        await expect(dialog.get_by_role("heading", name=title)).to_be_visible()
        await is_well(chair, title)
        await chair.press("Escape")
        await expect(dialog).to_have_count(0)
    await chair.row("A.2").focus()
    await chair.press("Shift+F10")
    await expect(chair.page.get_by_role("menu")).to_be_visible()
    await is_well(chair, "a paragraph's menu")
    await chair.press("Escape")
    await chair.begin("A.1")
    await is_well(chair, "an open editor")

    phone = await stage.someone("Kenya", PHONE)
    await phone.read(made.id)
    await phone.page.get_by_role("complementary").get_by_role("button", name="Outline").click()
    await expect(phone.page.get_by_role("dialog")).to_be_visible()
    await is_well(phone, "the outline on a phone")


async def test_what_is_empty_closed_or_missing_says_so_plainly(stage: Stage) -> None:
    empty = await stage.make_document("Nothing yet", [])
    bureau = await stage.make_document("For the bureau", paragraphs=[["Quiet words."]], audience="bureau")
    secretariat, brazil, nobody = [await stage.someone(role) for role in ("Secretariat", "Brazil", "")]

    await secretariat.go(empty.path)
    await expect(secretariat.page.get_by_role("button", name="Add the first category")).to_be_visible()
    await is_well(secretariat, "an empty document")
    await brazil.go(empty.path)
    await expect(brazil.page.get_by_role("main")).to_contain_text("This document has no categories yet.")
    await is_well(brazil, "an empty document, to a delegate")

    await brazil.go(bureau.path)
    await expect(brazil.page.get_by_role("main")).to_contain_text("You may not see this")
    await expect(brazil.page.get_by_text("Quiet words.")).to_have_count(0)
    await is_well(brazil, "a document that is not for them")

    await brazil.go("/documents/01900000-0000-7000-8000-000000000000")
    await expect(brazil.page.get_by_role("main")).to_be_visible()
    await is_well(brazil, "a document that is not there")

    # Signed out, one is asked who one is, and comes to where one wanted to go.
    await nobody.go("/account")
    await nobody.page.get_by_role("link", name="Sign in to see this page").click()
    await nobody.page.get_by_role("button", name=re.compile("^Enter as João")).click()
    await expect(nobody.page.get_by_role("heading", name="Account")).to_be_visible()
    await nobody.go(empty.path)
    await expect(nobody.page.locator("header")).to_contain_text("for Brazil")


async def test_a_phone_shows_the_whole_title_and_acts_from_the_thumb_bar(stage: Stage, made: Made) -> None:
    phone = await stage.someone("Kenya", PHONE, has_touch=True, is_mobile=True)
    await phone.read(made.id)
    await expect(phone.page.get_by_role("main").get_by_text("Something of everything")).to_be_visible()
    bar = phone.page.get_by_role("complementary", name="The paragraph you are at")
    await phone.words("A.1").tap()
    await expect(bar).to_contain_text("A.1")
    await expect(bar).to_contain_text("for Kenya")
    await bar.get_by_role("button", name="Edit").tap()
    await expect(phone.editor("A.1")).to_be_focused()
    await bar.get_by_role("button", name="Done").tap()
    await expect(phone.editor("A.1")).to_have_count(0)
    await bar.get_by_role("button", name="Next").tap()
    await expect(phone.row("A.2")).to_have_attribute("data-current", "true")
