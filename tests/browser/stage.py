"""People at their browsers, on one server: what the browser tests are told with."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypedDict

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Locator, Page, StorageState, expect

from app.core.ids import uuid7
from tests.serving import ServerProcess

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
CHROMIUM = "/usr/bin/chromium"
DEADLINE_MS = 40_000
LAPTOP, PHONE, PROJECTOR = (1366, 768), (390, 844), (1920, 1080)

# What Chromium says of its own when a line is down or an answer is a refusal, which the page handles and shows.
_EXPECTED = ("Failed to load resource", "WebSocket connection to", "net::ERR_")


class NewParagraph(TypedDict, total=False):
    """A paragraph of a document made for a test."""

    words: str
    runs: list[dict[str, Any]]
    level: int
    kind: str
    status: str


@dataclass(frozen=True)
class Made:
    """A document that a test made for itself."""

    id: str
    categories: list[str]
    paragraphs: list[str]
    texts: list[str]

    @property
    def path(self) -> str:
        return f"/documents/{self.id}"


@dataclass(eq=False)
class Caller:
    """A person's login, for requests without a page."""

    context: BrowserContext
    base: str

    async def call(self, method: str, path: str, data: object = None) -> Any:
        """Send a request as this person, and return the JSON."""
        answer = await self.context.request.fetch(
            self.base + path,
            method=method,
            data=json.dumps(data) if data is not None else None,
            headers={"Origin": self.base, "Content-Type": "application/json"},
        )
        assert answer.ok, f"{method} {path}: {answer.status} {await answer.text()}"
        return await answer.json() if answer.status != 204 else None


@dataclass(eq=False)
class Someone(Caller):
    """A person at a browser of their own."""

    page: Page
    faults: list[str] = field(default_factory=list)

    async def go(self, path: str) -> None:
        await self.page.goto(self.base + path)

    async def read(self, document: str) -> None:
        """Open a document, and wait until it is painted and live."""
        await self.go(f"/documents/{document}")
        await expect(self.page.locator("#document")).to_be_visible()
        await self.saved()

    async def saved(self) -> None:
        await expect(self.save_state).to_have_attribute("data-state", "saved")

    @property
    def save_state(self) -> Locator:
        return self.page.locator("header [data-state]")

    def row(self, where: str) -> Locator:
        """The paragraph of that number ("A.1(a)") or id."""
        if len(where) == len("01900000-0000-7000-8000-000000000000"):
            return self.page.locator(f'[id="p-{where}"]')
        return self.page.locator(f'[data-paragraph][data-label="{where}"]')

    def words(self, where: str) -> Locator:
        """The words of the text itself, not of a draft beside it."""
        return self.row(where).locator("[data-words]").first

    def editor(self, where: str) -> Locator:
        return self.row(where).locator('[contenteditable="true"]')

    async def begin(self, where: str) -> Locator:
        """Edit as one does by keys: at the paragraph, Enter; returns the open editor with the caret at its end."""
        await self.row(where).focus()
        await self.page.keyboard.press("Enter")
        await expect(self.editor(where)).to_be_focused()
        return self.editor(where)

    async def look_at(self, where: str) -> None:
        """Bring a paragraph into view: what is far off screen is not kept live."""
        await self.row(where).focus()
        await expect(self.row(where)).to_be_in_viewport()

    async def caret_to_start(self) -> None:
        """Ctrl+Home. ProseMirror takes a jump to the start within 200 ms of the focus for the browser's own, and undoes
        it; people are slower."""
        opened = await self.page.evaluate("() => performance.now()")
        await self.page.wait_for_function("opened => performance.now() - opened > 250", arg=opened)
        await self.page.keyboard.press("Control+Home")

    async def type(self, words: str) -> None:
        await self.page.keyboard.type(words)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def faults_of_access(self) -> list[str]:
        """What axe finds on the page once it stands still: half faded in, everything is pale."""
        moving = "one => one.playState === 'running' && isFinite(one.effect.getComputedTiming().endTime)"
        await self.page.wait_for_function(f"() => !document.getAnimations().some({moving})")
        results = await Axe().run(self.page)
        return [
            f"{violation['id']}: {violation['help']} — "
            + "; ".join(f"{' '.join(map(str, node['target']))} {node['html'][:160]}" for node in violation["nodes"][:5])
            for violation in results.response["violations"]
        ]

    async def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        script = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(await self.page.evaluate(script))


class Line:
    """A line to the server that can be cut and mended, without the browser being told."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_cut = False

    async def open(self) -> str:
        self._server = await asyncio.start_server(self._forward, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        try:
            onward_reader, onward = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, onward}
        for source, sink in ((reader, onward), (onward_reader, writer)):
            task = asyncio.create_task(self._pump(source, sink))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                sink.write(data)
                await sink.drain()
        with suppress(OSError, RuntimeError):
            sink.close()
        self._writers.discard(sink)

    def cut(self) -> None:
        self._is_cut = True
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    def mend(self) -> None:
        self._is_cut = False

    async def close(self) -> None:
        self.cut()
        self._server.close()
        for task in list(self._tasks):
            task.cancel()


class Stage:
    """A server with the demonstration group, and whoever a test seats before it."""

    def __init__(self, server: ServerProcess, browser: Browser, logins: dict[str, StorageState]) -> None:
        self.server = server
        self.browser = browser
        self._logins = logins  # of all tests on this server: whoever signs out must have signed in for it
        self.people: list[Someone] = []
        self.lines: list[Line] = []
        self._callers: dict[str, Caller] = {}

    async def someone(
        self, role: str = "", size: tuple[int, int] = LAPTOP, base: str = "", tour: bool = False, **options: Any
    ) -> Someone:
        """Somebody in a window of their own, signed in by a word of a demonstration person's role, delegation or name;
        without one, signed out. They have had the tour of the first visit, unless `tour` says they have not."""
        base = base or self.server.url
        state = await self._login_of(role) if role else None
        context = await self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            storage_state=state,
            permissions=["clipboard-read", "clipboard-write"],
            **options,
        )
        context.set_default_timeout(DEADLINE_MS)
        if not tour:
            await context.add_init_script("localStorage.setItem('tour-seen', 'all')")
        page = await context.new_page()
        one = Someone(context, base, page)
        page.on("pageerror", lambda error: one.faults.append(f"error in the page: {error}"))
        page.on(
            "console",
            lambda said: (
                one.faults.append(f"console: {said.text}")
                if said.type in ("error", "warning") and not any(word in said.text for word in _EXPECTED)
                else None
            ),
        )
        self.people.append(one)
        return one

    async def someone_on_a_line(self, role: str, **options: Any) -> tuple[Someone, Line]:
        """Somebody whose line to the server can be cut."""
        line = Line(self.server.port)
        self.lines.append(line)
        return await self.someone(role, base=await line.open(), **options), line

    async def _login_of(self, role: str) -> StorageState:
        """Their login, made once: cookies are shared by all ports of the machine."""
        if role not in self._logins:
            context = await self.browser.new_context()
            url = self.server.url
            people = (await (await context.request.get(f"{url}/api/demo")).json())["people"]
            fitting = [one for one in people if role.lower() in " ".join(map(str, one.values())).lower()]
            exact = [one for one in fitting if role in one.values() or one.get("delegation") == role]
            person = (exact or fitting)[0]
            answer = await context.request.post(
                f"{url}/api/demo/login", data={"person": person["id"]}, headers={"Origin": url}
            )
            assert answer.ok, await answer.text()
            self._logins[role] = await context.storage_state()
            await context.close()
        return self._logins[role]

    async def make_document(
        self,
        title: str,
        categories: Sequence[tuple[str, str]] = (("A", "anyone"),),
        paragraphs: Sequence[Sequence[NewParagraph | str]] = (),
        audience: str = "observers",
    ) -> Made:
        """A document of the demonstration group: categories with their ways of change, and what stands in each."""
        secretariat = await self.caller("Secretariat")
        group = (await secretariat.call("GET", "/api/me"))["groups"][0]["id"]
        codes = [{"code": code, "title": f"Category {code}", "way": way} for code, way in categories]
        made = await secretariat.call(
            "POST", f"/api/groups/{group}/documents", {"title": title, "categories": codes, "audience": audience}
        )
        result = Made(made["id"], [one["id"] for one in made["categories"]], [], [])
        for category, contents in zip(result.categories, paragraphs, strict=False):
            after = None
            for content in contents:
                given: NewParagraph = {"words": content} if isinstance(content, str) else content
                ids = {"id": str(uuid7()), "text": str(uuid7())}
                answer = await secretariat.call(
                    "POST",
                    f"/api/documents/{result.id}/paragraphs",
                    ids
                    | {
                        "category": category,
                        "after": after,
                        "level": given.get("level", 0),
                        "kind": given.get("kind", "recommendation"),
                        "runs": given.get("runs") or [{"insert": given["words"]}] * bool(given.get("words")),
                    },
                )
                after = ids["id"]
                result.paragraphs.append(ids["id"])
                result.texts.append(ids["text"])
                if "status" in given:
                    await self.mark(ids["id"], given["status"], answer["content_hash"])
        return result

    async def mark(self, paragraph: str, status: str, content_hash: str, role: str = "Chair", **more: Any) -> Any:
        """Mark a paragraph without anybody's page."""
        given = {"status": status, "content_hash": content_hash, "brackets_seen": True} | more
        return await (await self.caller(role)).call("PUT", f"/api/paragraphs/{paragraph}/status", given)

    async def state(self, document: str) -> dict[str, Any]:
        """The page state, as the chair gets it."""
        state: dict[str, Any] = await (await self.caller("Chair")).call("GET", f"/api/documents/{document}")
        return state

    async def caller(self, role: str) -> Caller:
        """Somebody who only sends requests."""
        if role not in self._callers:
            context = await self.browser.new_context(storage_state=await self._login_of(role))
            self._callers[role] = Caller(context, self.server.url)
        return self._callers[role]

    async def clear(self) -> list[str]:
        """Everybody leaves; returns what their pages complained of."""
        faults = [fault for one in self.people for fault in one.faults]
        for one in [*self.people, *self._callers.values()]:
            await one.context.close()
        for line in self.lines:
            await line.close()
        self.people.clear()
        self._callers.clear()
        self.lines.clear()
        return faults
