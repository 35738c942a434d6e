"""Take the pictures of README and docs from the running product, on a data folder made for it: `make pictures`."""

import asyncio
import json
import re
import sys
import tempfile
from pathlib import Path

from playwright.async_api import FloatRect, async_playwright, expect

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.core.ids import uuid7  # noqa: E402
from tests.browser.stage import CHROMIUM, DEADLINE_MS, FLAGS, LAPTOP, PHONE, Someone, Stage  # noqa: E402
from tests.serving import ServerProcess  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
WIDE = (1920, 1080)
MOST_BYTES = 200_000


async def take(one: Someone, name: str, height: int | None = None) -> None:
    """Keep what is on the screen, or the upper part of it, without a blinking caret."""
    path = PICTURES / f"{name}.png"
    size = one.page.viewport_size
    assert size
    part: FloatRect = {"x": 0, "y": 0, "width": size["width"], "height": height or size["height"]}
    await one.page.screenshot(path=path, caret="hide", animations="disabled", clip=part)
    weight = path.stat().st_size
    print(f"{path.relative_to(ROOT)}  {weight // 1000} kB")
    if weight > MOST_BYTES:
        sys.exit(f"{path.name} is too large for a repository")


async def in_the_group(stage: Stage) -> None:
    """Pages around the document."""
    nobody = await stage.someone(size=LAPTOP)
    await nobody.go("/sign-in")
    await expect(nobody.page.get_by_role("heading", name="The demonstration group")).to_be_visible()
    await take(nobody, "sign-in")

    secretariat = await stage.someone("Secretariat", LAPTOP)
    group = (await secretariat.call("GET", "/api/me"))["groups"][0]["id"]
    await secretariat.go(f"/groups/{group}/people")
    await expect(secretariat.page.get_by_text("João Cavalcanti", exact=True)).to_be_visible()
    await take(secretariat, "people")


async def on_the_document(stage: Stage, document: str) -> None:
    """Delegations at work, and the chair."""
    brazil, finland, kenya = [await stage.someone(role, LAPTOP) for role in ("Brazil", "Finland", "Kenya")]
    wide, phone = await stage.someone("Indonesia", WIDE), await stage.someone("Morocco", PHONE)
    chair = await stage.someone("Chair", LAPTOP)
    everybody = (brazil, finland, kenya, wide, phone, chair)
    for one in everybody:
        await one.read(document)

    await kenya.row("B.8").focus()
    await finland.begin("B.4")
    await finland.press("Control+End")
    await brazil.begin("B.4")
    await brazil.type(" [and to whom it reports]")
    await expect(finland.words("B.4")).to_contain_text("to whom it reports")
    for caret in ("Finland", "Brazil"):
        reader = wide if caret == "Brazil" else brazil
        await reader.row("B.4").scroll_into_view_if_needed()
        await expect(reader.row("B.4").locator(f'.other-caret[data-label="{caret}"]')).to_have_count(1)
    await brazil.saved()
    await brazil.row("B.3").evaluate("row => row.scrollIntoView({ block: 'start' })")
    await brazil.page.evaluate("() => window.scrollBy(0, -120)")
    await take(brazil, "document")
    await wide.row("B.1").evaluate("row => row.scrollIntoView({ block: 'start' })")
    await wide.page.evaluate("() => window.scrollBy(0, -120)")
    await take(wide, "wide", height=700)

    await phone.row("B.8").scroll_into_view_if_needed()
    await phone.words("B.8").click()
    await take(phone, "phone")

    await chair.row("B.8").focus()
    await chair.press("Alt+Shift+Digit1")
    await expect(chair.page.get_by_role("dialog")).to_contain_text(re.compile("brackets? (is|are) left"))
    await take(chair, "mark")
    await chair.go(f"/documents/{document}/record")
    await expect(chair.page.get_by_role("main")).to_contain_text("Last decision")
    await take(chair, "record")


async def in_the_meeting(stage: Stage, document: str) -> None:
    """The secretariat runs a sitting; what it froze, compares, shows on the wall and takes out."""
    secretariat = await stage.someone("Secretariat", LAPTOP)
    chair = await stage.caller("Chair")
    state = await stage.state(document)
    one = next(each for each in state["paragraphs"] if each["address"] == "B.4")
    await secretariat.call("POST", f"/api/documents/{document}/revisions", {"title": "For the second meeting"})
    await secretariat.call("POST", f"/api/documents/{document}/sittings", {"access": "members", "planned": []})
    await chair.call("PUT", f"/api/documents/{document}/now", {"paragraph": one["id"]})
    await secretariat.read(document)
    await secretariat.look_at("B.4")
    await secretariat.page.get_by_role("button", name=re.compile("[Ss]itting 1")).click()
    await expect(secretariat.page.get_by_role("menuitem", name="Close the sitting")).to_be_visible()
    await take(secretariat, "sitting")
    await secretariat.press("Escape")
    await secretariat.page.get_by_role("button", name="Download").click()
    await expect(secretariat.page.get_by_role("dialog").get_by_text("Statements")).to_be_visible()
    await take(secretariat, "export")
    await secretariat.press("Escape")

    finland = await stage.someone("Finland", LAPTOP)
    await finland.read(document)
    await finland.begin("B.4")
    await finland.caret_to_start()
    await finland.type("As a first step, ")
    await finland.press("Escape")
    await finland.saved()
    await secretariat.go(f"/documents/{document}/compare?from=1&to=now")
    await expect(secretariat.page.get_by_role("main")).to_contain_text("As a first step,")
    await take(secretariat, "compare")
    wall = await stage.someone("Indonesia", WIDE)
    await wall.go(f"/documents/{document}/wall")
    await expect(wall.page.get_by_text("As a first step,")).to_be_visible()
    await take(wall, "wall")


async def in_the_negotiation(stage: Stage, document: str) -> None:
    """Two proposals that collide, what the chair sees of one, and a breakout group's text beside the plenary's."""
    chair = await stage.someone("Chair", LAPTOP)
    await chair.read(document)
    await chair.look_at("A.7")
    await chair.row("A.7").focus()
    await chair.row("A.7").get_by_role("button", name=re.compile("2 proposals")).click()
    await expect(chair.row("A.7").get_by_text("Another proposal wants the same words otherwise")).to_have_count(2)
    await chair.row("A.7").evaluate("row => row.scrollIntoView({ block: 'start' })")
    await chair.page.evaluate("() => window.scrollBy(0, -70)")
    await take(chair, "proposals")

    state = await stage.state(document)
    category = next(one["id"] for one in state["categories"] if one["code"] == "B")
    people = {role: (await (await stage.caller(role)).call("GET", "/api/me"))["id"] for role in ("Kenya", "Brazil")}
    new = {
        "id": str(uuid7()),
        "kind": "breakout",
        "name": "on public policy issues",
        "task": "Bring the paragraphs on existing mechanisms together.",
        "openness": "members",
        "unattributed": False,
        "conveners": [people["Kenya"]],
        "rapporteurs": [people["Kenya"]],
        "people": [people["Brazil"]],
        "delegations": [],
        "categories": [category],
        "paragraphs": [],
    }
    group = await chair.call("POST", f"/api/documents/{document}/breakouts", new)
    kenya = await stage.someone("Kenya", LAPTOP)
    await kenya.read(group["copy"])
    await kenya.begin("B.4")
    await kenya.caret_to_start()
    await kenya.type("With the help of all stakeholders, ")
    await kenya.press("Escape")
    await kenya.saved()
    await take(kenya, "breakout")
    report = {"report": "The group agreed on B.4 and left B.9 to the plenary."}
    await kenya.call("POST", f"/api/breakouts/{group['id']}/report", report)
    await chair.go(f"/documents/{document}/breakouts/{group['id']}")
    await expect(chair.page.get_by_role("main")).to_contain_text("With the help of all stakeholders,")
    await take(chair, "endorsing")


async def main() -> None:
    """Serve, look, and stop the server."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=DEADLINE_MS)
    with tempfile.TemporaryDirectory(prefix="concord-pictures-") as folder:
        server = ServerProcess(Path(folder))
        server.environment["CONCORD_DEMO"] = "true"
        await server.run("demo")
        await server.start()
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                stage = Stage(server, browser, {})
                await in_the_group(stage)
                chair = await stage.caller("Chair")
                group = (await chair.call("GET", "/api/me"))["groups"][0]["id"]
                (document,) = await chair.call("GET", f"/api/documents?group={group}")
                await on_the_document(stage, document["id"])
                await in_the_negotiation(stage, document["id"])
                await in_the_meeting(stage, document["id"])
                if faults := await stage.clear():
                    sys.exit(json.dumps(faults, indent=1))
                await browser.close()
        finally:
            server.make_sure_it_ended()


if __name__ == "__main__":
    asyncio.run(main())
