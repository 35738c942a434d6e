"""Concord itself for tests: in the test's own event loop, or as the command in a process of its own."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import uvicorn
from fastapi import FastAPI
from sqlalchemy import select

from app.paragraphs.models import Paragraph
from app.sync.hub import Hub
from app.sync.websocket import socket_class
from app.texts import service as texts
from app.texts.models import Text
from tests.factories import Cast
from tests.live import ClassicClient, Client, LiveText, until
from tests.servers import free_port

CONCORD = Path(sys.executable).with_name("concord")
START_S = 60.0


@asynccontextmanager
async def serve(app: FastAPI) -> AsyncIterator[str]:
    """Serve an application whose lifespan has begun; yields its address. Real sockets, our own socket class."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, ws=socket_class(app), lifespan="off", log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started or task.done(), "the server to start")
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await asyncio.wait_for(task, 20)


@dataclass
class Live:
    """A served application with its cast, and the sockets that a test opened on it."""

    app: FastAPI
    url: str
    cast: Cast
    clients: list[Client | ClassicClient] = field(default_factory=list)
    https: list[httpx.AsyncClient] = field(default_factory=list)

    @property
    def hub(self) -> Hub:
        hub: Hub = self.app.state.hub
        return hub

    async def connect(self, role: str) -> Client:
        """A socket of that member of the cast; "nobody" is signed out."""
        client = await Client(self.url, self.cast.tokens.get(role, "")).open()
        self.clients.append(client)
        return client

    async def attach(self, role: str, text: int = 0, generation: int = 1) -> LiveText:
        """A socket of their own with one of the cast's texts on it."""
        return await (await self.connect(role)).attach(f"{self.cast.texts[text]}@{generation}")

    async def channel(self, role: str) -> LiveText:
        """A socket of their own on the document's channel."""
        text = (await self.connect(role)).join(f"doc:{self.cast.document_id}")
        await text.attach()
        await until(lambda: text.scope, lambda: f"the channel: {text.events}")
        return text

    async def classic(self, role: str, text: int = 0) -> ClassicClient:
        token = self.cast.tokens.get(role, "")
        client = await ClassicClient(self.url, self.cast.texts[text], token).open()
        self.clients.append(client)
        return client

    def http(self, role: str) -> httpx.AsyncClient:
        """An HTTP client of that member of the cast, over the same server."""
        headers = {} if role == "nobody" else {"Authorization": f"Bearer {self.cast.tokens[role]}"}
        client = httpx.AsyncClient(base_url=self.url, headers=headers, timeout=20)
        self.https.append(client)
        return client

    async def words(self, text: int = 0) -> texts.Words:
        """The committed words."""
        async with self.app.state.database.reading() as session:
            return await texts.words_of(session, self.cast.texts[text])

    async def row(self, text: int = 0) -> Text:
        async with self.app.state.database.reading() as session:
            row: Text = await session.get_one(Text, self.cast.texts[text])
            return row

    async def paragraph(self, text: int = 0) -> Paragraph:
        async with self.app.state.database.reading() as session:
            paragraph: Paragraph = await session.get_one(Paragraph, self.cast.paragraphs[text])
            return paragraph

    @asynccontextmanager
    async def held(self, text: int = 0) -> AsyncIterator[None]:
        """Keep the committer from writing: on SQLite everything, on PostgreSQL this text."""
        async with self.app.state.database.writing() as session:
            await session.execute(select(Text.id).where(Text.id == self.cast.texts[text]).with_for_update())
            yield

    async def mark(self, status: str, text: int = 0, **more: Any) -> dict[str, Any]:
        """The chair marks the words as they are (brackets and all)."""
        given = {"status": status, "content_hash": (await self.words(text)).hash, "brackets_seen": True, **more}
        response = await self.http("chair").put(f"/api/paragraphs/{self.cast.paragraphs[text]}/status", json=given)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def set_way(self, way: str, category: int = 0) -> None:
        path = f"/api/categories/{self.cast.categories[category]}"
        response = await self.http("chair").patch(path, json={"way": way})
        assert response.status_code == 200, response.text

    async def handed_back(self, role: str, text: int = 0) -> list[dict[str, Any]]:
        """What somebody is given back of what was not added."""
        response = await self.http(role).get(f"/api/texts/{self.cast.texts[text]}/refused")
        assert response.status_code == 200, response.text
        answer: list[dict[str, Any]] = response.json()
        return answer

    async def close(self) -> None:
        for client in self.clients:
            await client.close()
        for http in self.https:
            await http.aclose()


@asynccontextmanager
async def live_on(app: FastAPI, cast: Cast) -> AsyncIterator[Live]:
    async with serve(app) as url:
        live = Live(app, url, cast)
        try:
            yield live
        finally:
            await live.close()


class ServerProcess:
    """`concord serve` on a data folder, and its other commands on the same data."""

    def __init__(self, folder: Path, database_url: str = "", bus_url: str = "") -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("CONCORD_")}
        self.environment |= {"CONCORD_DATA_DIR": str(folder), "CONCORD_LOG_LEVEL": "warning"}
        if database_url:
            self.environment["CONCORD_DATABASE_URL"] = database_url
        if bus_url:
            self.environment["CONCORD_BUS_URL"] = bus_url
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / f"server-{self.port}.log"

    async def run(self, *arguments: str) -> str:
        """Run another command of `concord` to its end; returns what it printed."""

        def run() -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [CONCORD, *arguments], env=self.environment, capture_output=True, text=True, timeout=180
            )

        done = await asyncio.to_thread(run)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    async def demo(self, paragraphs: int, members: int) -> dict[str, Any]:
        """Fill the data with a large demonstration group; before the server starts."""
        made: dict[str, Any] = json.loads(
            await self.run("demo", "--paragraphs", str(paragraphs), "--members", str(members), "--json")
        )
        return made

    async def start(self) -> None:
        """Start it, and return once it answers /readyz."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [CONCORD, "serve", "--port", str(self.port)], env=self.environment, stdout=log, stderr=log
            )
        async with httpx.AsyncClient(base_url=self.url) as http:

            async def ready() -> bool:
                assert self.process is not None
                assert self.process.poll() is None, self.log.read_text()[-3000:]
                try:
                    return (await http.get("/readyz")).status_code == 200
                except httpx.TransportError:
                    return False

            await until(ready, "/readyz", START_S)

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    async def end(self, signal_number: int) -> int:
        """Send that one process a signal, and return its exit code once it has ended."""
        assert self.process is not None
        if self.is_running:
            self.process.send_signal(signal_number)
        return await asyncio.to_thread(self.process.wait, 40)

    async def kill(self) -> None:
        """`kill -9`."""
        await self.end(signal.SIGKILL)

    async def terminate(self) -> int:
        """SIGTERM: it drains and leaves."""
        return await self.end(signal.SIGTERM)

    def make_sure_it_ended(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(20)


def words_in_page_state(state: dict[str, Any], text_id: UUID | str) -> dict[str, Any]:
    """The paragraph of that text in a page state."""
    found: dict[str, Any] = next(one for one in state["paragraphs"] if one["text"] == str(text_id))
    return found
