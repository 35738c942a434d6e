"""Alternatives beside the text, opinions where views diverge, stances to the chair or to all."""

import os
from pathlib import Path

import pytest
from playwright.async_api import expect

from app.core.ids import uuid7
from tests.browser.stage import PHONE, PROJECTOR, Someone, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

WORDS = "Member States [should] promote the participation of all stakeholders."


async def _picture(one: Someone, name: str) -> None:
    """Keep a picture, where somebody wants to look at them (PICTURES=folder)."""
    if folder := os.environ.get("PICTURES"):
        await one.page.screenshot(path=Path(folder) / f"{name}.png")


async def test_the_chair_keeps_an_alternative_a_delegation_supports_it_and_the_chair_combines(stage: Stage) -> None:
    made = await stage.make_document("Alternatives", [("A", "proposal")], [[WORDS, "Another paragraph."]])
    chair, brazil, observer = [await stage.someone(role) for role in ("Chair", "Brazil", "Switzerland")]
    for one in (chair, brazil, observer):
        await one.read(made.id)
    alternatives = [
        {"id": str(uuid7()), "text": str(uuid7()), "runs": [{"insert": words}]}
        for words in (
            "Member States shall promote the participation of all stakeholders.",
            "Member States [should] promote the full participation of all stakeholders.",
        )
    ]
    for given in alternatives:
        await chair.call("POST", f"/api/paragraphs/{made.paragraphs[0]}/alternatives", given)

    beside = brazil.row("A.1").get_by_role("button", name="2 alternatives")
    await beside.click()
    card = brazil.page.get_by_role("region", name="Alt 1 of A.1")
    await expect(card.locator("ins")).to_contain_text("shall")
    await card.get_by_role("button", name="Support it, for Brazil").click()
    await expect(chair.row("A.1").get_by_role("button", name="2 alternatives")).to_contain_text("Alt 1 (Brazil)")
    await card.get_by_role("button", name="Edit its words").click()
    await expect(brazil.editor("A.1")).to_be_focused()
    await brazil.type(" Always.")
    await brazil.saved()
    await brazil.press("Escape")
    assert not await brazil.faults_of_access()
    await _picture(brazil, "alternatives-laptop")

    await observer.row("A.1").get_by_role("button", name="2 alternatives").click()
    seen = observer.page.get_by_role("region", name="Alt 1 of A.1")
    await expect(seen).to_contain_text("Always")
    await expect(seen.get_by_role("button", name="Support it")).to_have_count(0)

    # Agreeing asks first.
    await chair.row("A.1").focus()
    await chair.press("Alt+Shift+Digit1")
    mark = chair.page.get_by_role("dialog")
    await expect(mark).to_contain_text("2 alternatives still stand beside these words")
    await expect(mark).to_contain_text("Alt 1, Alt 2")
    await _picture(chair, "alternatives-mark-card")
    await mark.get_by_role("button", name="Cancel").click()

    await chair.row("A.1").get_by_role("button", name="2 alternatives").click()
    await expect(chair.page.get_by_role("region", name="Alt 1 of A.1")).to_contain_text("Always")
    await chair.page.get_by_role("region", name="Alt 1 of A.1").get_by_role("button", name="Combine…").click()
    dialog = chair.page.get_by_role("dialog")
    await dialog.get_by_role("checkbox", name="Alt 2").check()
    editor = dialog.get_by_role("textbox", name="The words that the paragraph will have")
    await editor.click()
    await chair.press("Control+End")
    await chair.type(" With no exception.")
    assert not await chair.faults_of_access()
    await _picture(chair, "alternatives-combine")
    await dialog.get_by_role("button", name="Make these words the text").click()
    await expect(dialog).to_have_count(0)
    for one in (chair, brazil, observer):
        await expect(one.words("A.1")).to_contain_text("With no exception.")
        await expect(one.row("A.1").get_by_role("button", name="alternatives")).to_have_count(0)
    lines = await chair.call("GET", f"/api/documents/{made.id}/record?after=0&limit=100")
    assert lines[-1]["action"] == "alternatives.combined"
    assert "With no exception." in lines[-1]["words"]


async def test_where_views_diverge_delegations_are_asked_for_their_opinion_and_others_sign_it(stage: Stage) -> None:
    made = await stage.make_document("Opinions", [("A", "proposal")], [[WORDS]])
    brazil, kenya, chair = [await stage.someone(role) for role in ("Brazil", "Kenya", "Chair")]
    for one in (brazil, kenya, chair):
        await one.read(made.id)
    content_hash = (await stage.state(made.id))["paragraphs"][0]["content_hash"]
    await stage.mark(made.paragraphs[0], "divergent_opinion", content_hash)

    await expect(brazil.row("A.1")).to_contain_text("Views diverge here: state your delegation's opinion.")
    await expect(kenya.row("A.1")).to_contain_text("Views diverge here")
    await brazil.row("A.1").get_by_role("button", name="State your delegation's opinion on A.1").click()
    panel = brazil.page.get_by_role("complementary", name="About A.1")
    draft = panel.get_by_role("region", name="Your draft opinion on A.1")
    await expect(draft.get_by_role("textbox")).to_be_focused()
    await brazil.type("Brazil holds that nothing less than “shall” will do.")
    await brazil.saved()
    await _picture(brazil, "opinion-draft-laptop")
    assert not await brazil.faults_of_access()
    await expect(chair.row("A.1").get_by_role("button", name="1 opinion")).to_have_count(0)
    await draft.get_by_role("button", name="Place it on record, for Brazil").click()

    await kenya.row("A.1").get_by_role("button", name="1 opinion").click()
    opinion = kenya.page.get_by_role("region", name="Opinion on A.1: Brazil")
    await expect(opinion).to_contain_text("nothing less than “shall” will do")
    await opinion.get_by_role("button", name="Sign it, for Kenya").click()
    await expect(chair.row("A.1").get_by_role("button", name="1 opinion")).to_contain_text("Brazil, Kenya")
    await _picture(kenya, "opinion-signed-laptop")


async def test_a_stance_to_the_chair_is_seen_at_the_desk_and_by_nobody_else(stage: Stage) -> None:
    made = await stage.make_document("Stances", [("A", "proposal")], [[WORDS]])
    brazil, chair, kenya = [await stage.someone(role) for role in ("Brazil", "Chair", "Kenya")]
    for one in (brazil, chair, kenya):
        await one.read(made.id)
    await brazil.row("A.1").focus()
    strip = brazil.page.get_by_role("complementary", name="Your delegation and A.1")
    await expect(strip).to_contain_text("for Brazil")
    await strip.get_by_role("button", name="Object to A.1, for Brazil").click()
    dialog = brazil.page.get_by_role("dialog")
    await dialog.get_by_label("Reason, if you wish").fill("Our parliament has not seen it.")
    await _picture(brazil, "stance-dialog")
    assert not await brazil.faults_of_access()
    await dialog.get_by_role("button", name="Give this stance").click()
    await expect(dialog).to_have_count(0)
    await expect(strip).to_contain_text("Your delegation objects (to the chair only)")
    await _picture(brazil, "stance-strip-laptop")

    at_the_desk = chair.row("A.1").get_by_role("button", name="Stances")
    await expect(at_the_desk).to_contain_text("Brazil objects")
    await at_the_desk.click()
    await expect(chair.row("A.1")).to_contain_text("Our parliament has not seen it.")
    await _picture(chair, "stance-chair")
    await kenya.row("A.1").focus()
    await expect(kenya.row("A.1").get_by_role("button", name="Stances")).to_have_count(0)

    await strip.get_by_role("button", name="Your delegation objects").click()
    await dialog.get_by_label("Can live with it").check()
    await dialog.get_by_label("All who can see this document").check()
    await dialog.get_by_role("button", name="Give this stance").click()
    await expect(kenya.row("A.1").get_by_role("button", name="Stances")).to_contain_text("Brazil can live with it")


async def test_on_a_phone_the_thumb_bar_supports_and_objects(stage: Stage) -> None:
    made = await stage.make_document("On a phone", [("A", "proposal")], [[WORDS]])
    chair = await stage.caller("Chair")
    given = {"id": str(uuid7()), "text": str(uuid7()), "runs": [{"insert": "Member States shall promote it."}]}
    await chair.call("POST", f"/api/paragraphs/{made.paragraphs[0]}/alternatives", given)
    brazil = await stage.someone("Brazil", PHONE)
    await brazil.read(made.id)
    await brazil.row("A.1").click()
    await brazil.row("A.1").get_by_role("button", name="1 alternative").click()
    await expect(brazil.page.get_by_role("region", name="Alt 1 of A.1")).to_contain_text("shall")
    assert await brazil.overflow() == 0
    await _picture(brazil, "alternatives-phone")
    bar = brazil.page.get_by_role("complementary", name="The paragraph you are at")
    await expect(bar).to_contain_text("for Brazil")
    await bar.get_by_role("button", name="Support").click()
    dialog = brazil.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("your stance, for Brazil")
    await _picture(brazil, "stance-phone")
    await dialog.get_by_role("button", name="Give this stance").click()
    await expect(brazil.row("A.1")).to_contain_text("Brazil supports it")
    assert not await brazil.faults_of_access()

    wide = await stage.someone("Brazil", PROJECTOR)
    await wide.read(made.id)
    await wide.row("A.1").get_by_role("button", name="1 alternative").click()
    await wide.row("A.1").focus()
    await _picture(wide, "alternatives-projector")
    assert await wide.overflow() == 0
