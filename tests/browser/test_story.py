"""Two delegates and a chair in the imported draft of 535 paragraphs, as they see it."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.stage import LAPTOP, Someone, Stage
from tests.serving import ServerProcess

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

KEPT = re.compile(r"\d+ changes? kept on this device")
NOT_RELOADED = "() => { window.neverReloaded = true }"


async def the_draft(stage: Stage) -> dict[str, Any]:
    """The imported draft."""
    chair = await stage.someone("Chair")
    group = (await chair.call("GET", "/api/me"))["groups"][0]["id"]
    documents = await chair.call("GET", f"/api/documents?group={group}")
    imported = next(one["id"] for one in documents if one["title"].startswith("Draft agreement"))
    state = await stage.state(imported)
    assert len(state["paragraphs"]) >= 535
    return state


def paragraph_of(state: dict[str, Any], words: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in state["paragraphs"] if one["words"].startswith(words))
    return found


async def sees_caret_of(reader: Someone, where: str, delegation: str) -> None:
    # A caret takes no room among the words, so it is not "visible" as Playwright has it.
    await expect(reader.row(where).locator(f'.other-caret[data-label="{delegation}"]')).to_have_count(1)


async def mark_by_keys(chair: Someone, where: str, digit: int, words: str) -> None:
    """Alt+Shift+digit, the card with exactly these words, Enter."""
    await chair.row(where).focus()
    await chair.press(f"Alt+Shift+Digit{digit}")
    card = chair.page.get_by_role("dialog")
    await expect(card.locator("[data-words]")).to_have_text(words)
    await expect(card.locator("[name=status]:checked")).to_be_focused()
    await chair.press("Enter")
    await expect(card).to_have_count(0)


async def test_delegates_draft_the_chair_marks_it_locks_for_all_and_is_reopened_with_a_reason(stage: Stage) -> None:
    """E7, E8, E10, E18: what the room sees from the first keystroke to the reopened paragraph."""
    state = await the_draft(stage)
    paragraph = paragraph_of(state, '"Party" means')
    where, first = paragraph["id"], paragraph["words"]
    brazil, finland, chair = await asyncio.gather(
        stage.someone("Brazil"), stage.someone("Finland"), stage.someone("Chair")
    )
    await asyncio.gather(*(one.read(state["id"]) for one in (brazil, finland, chair)))

    # Both find the paragraph by its words, and write in it at the same time.
    for one in (brazil, finland):
        await one.press("Control+k")
        await one.page.get_by_role("combobox").fill('"Party" means')
        await expect(one.page.get_by_role("option").first).to_contain_text("Party to this Agreement")
        await one.press("Enter")
        await expect(one.row(where)).to_be_focused()
        await one.press("Enter")
        await expect(one.editor(where)).to_be_focused()
    await finland.caret_to_start()
    await chair.look_at(where)
    await asyncio.gather(brazil.type(" It has signed."), finland.type("Here, "))
    both = f"Here, {first} It has signed."
    for one in (brazil, finland, chair):
        await expect(one.words(where)).to_have_text(both)
    await sees_caret_of(finland, where, "Brazil")
    await sees_caret_of(brazil, where, "Finland")
    await sees_caret_of(chair, where, "Brazil")
    await expect(chair.row(where).get_by_role("list", name=re.compile("^Here:"))).to_contain_text("Finland")

    # The chair marks the exact words by keys; both editors close at once, and everybody sees the lock.
    await mark_by_keys(chair, where, 1, both)
    for one in (brazil, finland, chair):
        await expect(one.row(where)).to_have_attribute("data-status", "agreed")
        await expect(one.editor(where)).to_have_count(0)
        await expect(one.row(where)).to_have_attribute("aria-label", re.compile("agreed"))
        await expect(one.words(where)).to_have_text(both)
    now = paragraph_of(await stage.state(state["id"]), "Here, ")
    assert now["locked"]
    assert now["mark"]["hash"] == now["content_hash"]
    assert not now["changed_since_marked"]

    # Enter on closed words says why, and opens nothing.
    await brazil.row(where).focus()
    await brazil.press("Enter")
    await expect(brazil.row(where)).to_contain_text("This paragraph is agreed")
    await expect(brazil.editor(where)).to_have_count(0)

    # Reopening asks for a reason, and then both write again.
    await chair.row(where).focus()
    await chair.press("Alt+Shift+Digit1")
    card = chair.page.get_by_role("dialog")
    await card.get_by_role("radio", name="not yet discussed").check()
    await chair.press("Enter")
    await expect(card.get_by_role("alert")).to_contain_text("takes a reason")
    await card.get_by_role("textbox").fill("Finland asked for one more look")
    await chair.press("Enter")
    await expect(card).to_have_count(0)
    for one in (brazil, finland):
        await expect(one.row(where)).to_have_attribute("data-status", "not_yet_discussed")
    await brazil.begin(where)
    await brazil.type(" Again.")
    await expect(finland.words(where)).to_have_text(f"{both} Again.")
    await brazil.saved()

    # The record has both decisions, with the reason.
    await chair.go(f"/documents/{state['id']}/record")
    await expect(chair.page.get_by_role("main")).to_contain_text("Finland asked for one more look")
    await expect(chair.page.get_by_role("main")).to_contain_text(both)


async def test_words_typed_without_a_line_are_kept_and_arrive_when_it_is_back(stage: Stage) -> None:
    """E12, E13: without a reload, and after the window was closed."""
    state = await the_draft(stage)
    where = paragraph_of(state, '"CMA" means')["id"]
    (brazil, line), finland = await stage.someone_on_a_line("Brazil"), await stage.someone("Finland")
    await asyncio.gather(brazil.read(state["id"]), finland.read(state["id"]))
    await brazil.page.evaluate(NOT_RELOADED)

    await brazil.begin(where)
    line.cut()
    await brazil.type(" Typed on the train.")
    await expect(brazil.save_state).to_have_text(KEPT)
    await finland.begin(where)
    await finland.type(" Typed in the hall.")
    await finland.saved()
    await expect(finland.words(where)).not_to_contain_text("train")
    line.mend()
    await expect(finland.words(where)).to_contain_text("Typed on the train.")
    await expect(brazil.words(where)).to_contain_text("Typed in the hall.")
    await brazil.saved()
    assert await brazil.page.evaluate("() => window.neverReloaded")

    # The window is closed while the line is down; the words are sent when the page is opened again.
    await brazil.editor(where).focus()
    line.cut()
    await brazil.type(" Typed before the window was closed.")
    await expect(brazil.save_state).to_have_text(KEPT)
    async with brazil.page.expect_event("close"):
        await brazil.page.close(run_before_unload=True)
    line.mend()
    await expect(finland.words(where)).not_to_contain_text("window")
    brazil.page = await brazil.context.new_page()
    await brazil.read(state["id"])
    await expect(finland.words(where)).to_contain_text("Typed before the window was closed.")
    await expect(brazil.words(where)).to_contain_text("Typed before the window was closed.")


async def test_a_browser_that_goes_offline_says_so_and_catches_up(stage: Stage) -> None:
    state = await the_draft(stage)
    where = paragraph_of(state, '[Placeholder for "countries')["id"]
    brazil, finland = await stage.someone("Brazil"), await stage.someone("Finland")
    await asyncio.gather(brazil.read(state["id"]), finland.read(state["id"]))
    await finland.look_at(where)
    await brazil.begin(where)
    await brazil.context.set_offline(True)
    await brazil.type(" Underground.")
    await expect(brazil.save_state).to_have_text(KEPT)
    await brazil.context.set_offline(False)
    await expect(finland.words(where)).to_contain_text("Underground.")
    await brazil.saved()


async def test_a_server_killed_while_people_type_loses_nothing_and_nobody_reloads(
    stage: Stage, server: ServerProcess
) -> None:
    """E7, E12: `kill -9` in the middle of a sentence."""
    state = await the_draft(stage)
    where = paragraph_of(state, "[Climate forcers")["id"]
    brazil, finland = await stage.someone("Brazil"), await stage.someone("Finland")
    await asyncio.gather(brazil.read(state["id"]), finland.read(state["id"]))
    for one in (brazil, finland):
        await one.page.evaluate(NOT_RELOADED)
        await one.begin(where)
    await finland.caret_to_start()

    said = "These words are typed while the server dies. "

    async def die_and_rise() -> None:
        await expect(finland.words(where)).to_contain_text("These words")
        await server.kill()
        await server.start()

    await asyncio.gather(
        brazil.page.keyboard.type(said, delay=60), finland.page.keyboard.type(said.upper(), delay=60), die_and_rise()
    )
    for one in (brazil, finland):
        await expect(one.words(where)).to_contain_text(said.strip())
        await expect(one.words(where)).to_contain_text(said.upper().strip())
        await one.saved()
        assert await one.page.evaluate("() => window.neverReloaded")
    words = (await stage.state(state["id"]))["paragraphs"]
    committed = next(one["words"] for one in words if one["id"] == where)
    assert said in committed
    assert said.upper() in committed


WATCH = """where => {
  window.longest = '';
  const row = document.getElementById('p-' + where);
  const look = () => {
    const text = row.querySelector('[contenteditable="true"] [data-words]');
    // Brazil's own words, without the name flags of others.
    const said = text ? text.textContent : '';
    if (said.length > window.longest.length) window.longest = said;
  };
  new MutationObserver(look).observe(row, { subtree: true, childList: true, characterData: true, attributes: true });
  look();
}"""


async def test_a_keystroke_racing_the_gavel_is_agreed_or_handed_back_never_both_never_neither(stage: Stage) -> None:
    """E8, E9, E18, with real keys."""
    made = await stage.make_document("A race", paragraphs=[[f"Paragraph {n} ends here." for n in range(1, 6)]])
    brazil, chair = await stage.someone("Brazil", LAPTOP), await stage.someone("Chair")
    await brazil.read(made.id)
    first = await stage.state(made.id)
    outcomes = []
    for number, where in enumerate(made.paragraphs):
        await brazil.begin(where)
        await brazil.page.evaluate(WATCH, where)
        seen = first["paragraphs"][number]["content_hash"]

        async def strike(where: str = where, seen: str = seen) -> str:
            """The gavel falls on whatever the words are, as soon as some were typed."""
            await expect(brazil.editor(where)).to_contain_text("abc")
            while True:
                answer = await chair.context.request.put(
                    f"{chair.base}/api/paragraphs/{where}/status",
                    data={"status": "agreed", "content_hash": seen},
                    headers={"Origin": chair.base},
                )
                said = await answer.json()
                if answer.ok:
                    return str(said["words"])
                assert answer.status == 409, said
                seen = said["current"]["content_hash"]

        _, agreed = await asyncio.gather(brazil.page.keyboard.type("abcdefghijklmnopqrstuvwxyz", delay=8), strike())
        row = brazil.row(where)
        await expect(row).to_have_attribute("data-status", "agreed")
        await expect(brazil.editor(where)).to_have_count(0)
        await expect(brazil.words(where)).to_have_text(agreed)
        typed = await brazil.page.evaluate("() => window.longest")
        assert typed.startswith(agreed)
        drafts = row.get_by_role("region", name=re.compile("that were not added"))
        if typed == agreed:
            await expect(drafts).to_have_count(0)
        else:
            await expect(drafts.locator("[data-words]")).to_have_text(typed)
            await expect(drafts).to_contain_text("Not added: kept as your private draft")
            await expect(drafts).to_contain_text("The paragraph was agreed while you were writing.")
        outcomes.append(typed != agreed)
    for one in (await stage.state(made.id))["paragraphs"]:
        assert one["mark"]["hash"] == one["content_hash"]
    print("handed back:", sum(outcomes), "of", len(outcomes))
