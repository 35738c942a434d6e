"""One real server and one Node process for all of these tests; each test takes texts of its own."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from tests.interop.stock import StockClients
from tests.live import Client, LiveText
from tests.serving import ServerProcess, words_in_page_state

PARAGRAPHS, MEMBERS = 60, 9
OBSERVER, STRANGER = 7, 8  # that member observes, that one has no seat any more; all others may write


@dataclass
class Meeting:
    """A served document, its members, and paragraphs that no other test has touched."""

    server: ServerProcess
    made: dict[str, Any]
    _fresh: Iterator[int] = field(default_factory=itertools.count)

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def document(self) -> str:
        return str(self.made["document"])

    def token(self, member: int) -> str:
        return str(self.made["tokens"][member])

    def paragraph(self) -> tuple[str, str]:
        """The name on the wire and the paragraph's id of a text that is only this test's."""
        number = next(self._fresh)
        return self.made["texts"][number], self.made["paragraphs"][number]

    def text(self) -> str:
        return self.paragraph()[0]

    def http(self, token: str | None = None) -> httpx.AsyncClient:
        """Requests as the chair unless told otherwise."""
        bearer = {"Authorization": f"Bearer {token or self.made['chair_token']}"}
        return httpx.AsyncClient(base_url=self.url, headers=bearer, timeout=20)

    async def page_state(self) -> dict[str, Any]:
        async with self.http() as http:
            response = await http.get(f"/api/documents/{self.document}")
        assert response.status_code == 200, response.text
        state: dict[str, Any] = response.json()
        return state

    async def words(self, text: str) -> dict[str, Any]:
        """What the server says of that text now (a page state may be a second old): words, runs, content_hash."""
        paragraph = words_in_page_state(await self.page_state(), text.split("@", maxsplit=1)[0])["id"]
        async with self.http() as http:
            response = await http.get(f"/api/paragraphs/{paragraph}")
        assert response.status_code == 200, response.text
        read: dict[str, Any] = response.json()
        return read

    async def mark(self, text: str, paragraph: str, status: str, **more: Any) -> dict[str, Any]:
        """The chair marks the words as they are."""
        seen = (await self.words(text))["content_hash"]
        async with self.http() as http:
            response = await http.put(
                f"/api/paragraphs/{paragraph}/status",
                json={"status": status, "content_hash": seen, "brackets_seen": True, **more},
            )
        assert response.status_code == 200, response.text
        marked: dict[str, Any] = response.json()
        return marked

    async def seat(self, member: int, seat: str | None) -> None:
        """The chair gives a member another seat, or ends it."""
        async with self.http(self.token(member)) as http:
            me = (await http.get("/api/me")).json()
        async with self.http() as http:
            group = me["groups"][0]["id"]
            people = (await http.get(f"/api/groups/{group}/people")).json()
            seat_id = next(one["seat_id"] for one in people if one["person_id"] == me["id"])
            path = f"/api/seats/{seat_id}"
            response = await (http.patch(path, json={"seat": seat}) if seat else http.delete(path))
        assert response.status_code in {200, 204}, response.text


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meeting]:
    server = ServerProcess(tmp_path_factory.mktemp("interop"))

    async def prepare() -> Meeting:
        meeting = Meeting(server, await server.demo(PARAGRAPHS, MEMBERS))
        await server.start()
        await meeting.seat(OBSERVER, "observer")
        await meeting.seat(STRANGER, None)
        return meeting

    try:
        yield asyncio.run(prepare())
    finally:
        server.make_sure_it_ended()


@pytest.fixture
async def meeting(served: Meeting) -> Meeting:
    """The server, running also when the test before ended it."""
    if not served.server.is_running:
        await served.server.start()
    return served


@pytest.fixture(scope="session")
def node() -> Iterator[StockClients]:
    clients = StockClients()
    yield clients
    clients.close()


@pytest.fixture
async def clients(node: StockClients) -> AsyncIterator[StockClients]:
    yield node
    await node.reset()


@pytest.fixture
async def attach_live(meeting: Meeting) -> AsyncIterator[Callable[[str, str], Awaitable[LiveText]]]:
    """`await attach_live(address, token)`: the text on a socket of our own test client, which does only as told."""
    opened: list[Client] = []

    async def attach(address: str, token: str) -> LiveText:
        opened.append(await Client(meeting.url, token).open())
        return await opened[-1].attach(address)

    yield attach
    for client in opened:
        await client.close()
