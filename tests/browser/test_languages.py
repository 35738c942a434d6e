"""The page in other languages: Arabic from right to left, French, and English in disguise, where plain words show."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.stage import LAPTOP, PHONE, Someone, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

# Names of buttons, links, fields and headings that hold letters, all of them plain: nobody translated them.
_PLAIN = """() => [...document.querySelectorAll(
    'button, a[href], input, [role=menuitem], h2, h3, [role=switch], label')]
  .filter(one => one.checkVisibility() && !one.closest('[data-words], bdi, [lang]:not(html), [translate=no]'))
  .map(one => (one.getAttribute('aria-label') ?? one.innerText ?? '').trim())
  .filter(name => /[a-z]{3}/i.test(name) && /^[\\x00-\\x7f“”’·…↑↓→←]*$/.test(name))"""


async def reader(stage: Stage, language: str, role: str = "Secretariat", size: tuple[int, int] = LAPTOP) -> Someone:
    one = await stage.someone(role, size)
    await one.context.add_init_script(f"localStorage.setItem('language', '{language}')")
    return one


async def rolling_document(one: Someone) -> tuple[str, dict[str, Any]]:
    group: dict[str, Any] = (await one.call("GET", "/api/me"))["groups"][0]
    documents = await one.call("GET", f"/api/documents?group={group['id']}")
    return next(each["id"] for each in documents if each["title"].startswith("Rolling document")), group


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
async def test_in_arabic_the_page_runs_from_right_to_left_and_fits(stage: Stage, size: tuple[int, int]) -> None:
    delegate = await reader(stage, "ar", "Brazil", size)
    document, group = await rolling_document(delegate)
    await delegate.read(document)
    await expect(delegate.page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(delegate.save_state).to_contain_text(re.compile(r"[\u0600-\u06ff]"))
    assert await delegate.overflow() == 0
    # The words keep their own direction, whatever the page's.
    assert await delegate.words("A.1").evaluate("words => getComputedStyle(words).direction") == "ltr"
    assert not await delegate.faults_of_access()
    outline = delegate.page.locator("[data-region=outline]")
    if await outline.is_visible():
        box = await outline.bounding_box()
        assert box
        assert box["x"] > size[0] / 2
    await delegate.go(f"/groups/{group['id']}/people")
    await expect(delegate.page.get_by_role("heading", level=1)).to_be_visible()
    assert await delegate.overflow() == 0


async def test_the_language_is_chosen_from_the_page_and_kept(stage: Stage) -> None:
    delegate = await stage.someone("Brazil")
    await delegate.go("/")
    await delegate.page.get_by_role("button", name="Language: English").click()
    await delegate.page.get_by_role("menuitem", name="Français").click()
    await expect(delegate.page.locator("html")).to_have_attribute("lang", "fr")
    await expect(delegate.page.get_by_role("button", name=re.compile("Français"))).to_be_visible()
    await delegate.page.reload()
    await expect(delegate.page.locator("html")).to_have_attribute("lang", "fr")


async def test_nothing_that_people_press_or_read_escapes_the_catalogues(stage: Stage) -> None:
    secretariat = await reader(stage, "pseudo")
    document, group = await rolling_document(secretariat)
    known = {group["name"]} | {
        one["name"] for one in await secretariat.call("GET", f"/api/groups/{group['id']}/delegations")
    }
    state = await stage.state(document)
    known |= {category["title"] for category in state["categories"]}
    # Other tests' documents are on the group's page, too.
    known |= {one["title"] for one in await secretariat.call("GET", f"/api/documents?group={group['id']}")}
    for path in (f"/documents/{document}", f"/groups/{group['id']}", f"/groups/{group['id']}/people", "/account"):
        await secretariat.go(path)
        await expect(secretariat.page.get_by_role("heading", level=1)).to_be_visible()
        plain = await secretariat.page.evaluate(_PLAIN)
        assert [name for name in plain if not any(each in name for each in known)] == [], path
    await secretariat.go("/sign-in")
    await secretariat.read(document)
    await secretariat.press("?")
    await expect(secretariat.page.get_by_role("dialog")).to_be_visible()
    assert [name for name in await secretariat.page.evaluate(_PLAIN) if not any(each in name for each in known)] == []
