"""Take the pictures of README.md from the running product, with its demonstration group (`make pictures`)."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.servers import free_port, wait_for_port

PICTURES = Path("docs/pictures")
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LAPTOP, PHONE = (1366, 850), (390, 844)


@contextmanager
def demonstration() -> Iterator[str]:
    """A server with the demonstration group; yields its address."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).with_name("concord")), "serve", "--demo", "--port", str(port)]
        environment = os.environ | {"CONCORD_DATA_DIR": folder, "CONCORD_LOG_LEVEL": "warning"}
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_for_port(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def page_of(browser: Browser, base: str, role: str | None, size: tuple[int, int]) -> Page:
    """A page of that size, signed in as the first person of that role."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    page = context.new_page()
    if role is not None:
        people = page.request.get(f"{base}/api/demo").json()["people"]
        person = next(one for one in people if one["role"] == role)
        page.request.post(f"{base}/api/demo/login", data={"person": person["id"]}, headers={"Origin": base})
    return page


def document_of(page: Page, base: str) -> str:
    """The demonstration document's address."""
    group = page.request.get(f"{base}/api/me").json()["groups"][0]["id"]
    return f"{base}/documents/{page.request.get(f'{base}/api/documents?group={group}').json()[0]['id']}"


def take(page: Page, name: str) -> None:
    """Write one picture."""
    page.screenshot(path=PICTURES / f"{name}.png")


def main() -> None:
    """Take them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demonstration() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = page_of(browser, base, None, LAPTOP)
        page.goto(f"{base}/sign-in")
        page.get_by_text("The demonstration group").wait_for()
        take(page, "sign-in")

        chair = page_of(browser, base, "Chair", LAPTOP)
        address = document_of(chair, base)
        chair.goto(address)
        chair.get_by_text("Saved").first.wait_for()
        chair.get_by_text("A.1", exact=True).first.wait_for()
        take(chair, "document")
        chair.goto(f"{address}/record")
        chair.get_by_role("heading", name="Record of decisions").wait_for()
        chair.get_by_text("agreed").first.wait_for()
        take(chair, "record")

        chair.goto(address)
        row = chair.get_by_text("not yet discussed").first
        row.wait_for()
        row.click()
        chair.keyboard.press("Alt+Shift+Digit1")
        chair.get_by_role("dialog").wait_for()
        take(chair, "mark")

        phone = page_of(browser, base, "Delegate", PHONE)
        phone.goto(address)
        phone.get_by_text("Saved").first.wait_for()
        phone.get_by_text("A.1", exact=True).first.wait_for()
        take(phone, "phone")
        browser.close()


main()
