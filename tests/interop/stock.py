"""The stock JavaScript clients, kept in one Node process and driven from here (see stock_clients.mjs)."""

import asyncio
import itertools
import json
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.live import until

SCRIPT = Path(__file__).with_name("stock_clients.mjs")
START_S = 60.0
CALL_S = 30.0

Change = list[Any]  # ["insert", place, words], ["delete", place, length] or ["format", place, length, attributes]


class StockClient:
    """One provider or socket: its state as Node last told it, and everything that happened to it, in order."""

    def __init__(self, clients: "StockClients", name: str) -> None:
        self.name = name
        self.state: dict[str, Any] = {}
        self.happened: list[dict[str, Any]] = []
        self._clients = clients

    def __repr__(self) -> str:
        return f"{self.name}: {self.state} {self.happened}"

    @property
    def text(self) -> str:
        return str(self.state.get("text", ""))

    @property
    def hash(self) -> str:
        return str(self.state.get("hash", ""))

    @property
    def is_saved(self) -> bool:
        return bool(self.state.get("synced")) and self.state.get("unsynced") == 0

    def all(self, happened: str) -> list[dict[str, Any]]:
        """What happened of this kind."""
        return [one for one in self.happened if one["happened"] == happened]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Stateless messages."""
        return [one["message"] for one in self.all("stateless")]

    async def until(self, condition: Callable[["StockClient"], Any], deadline: float = 30.0) -> Any:
        """Wait for a condition on this client; a failure shows all that is known of it."""
        return await until(lambda: condition(self), lambda: repr(self), deadline)

    async def edit(self, *changes: Change) -> None:
        await self._clients.do("edit", name=self.name, changes=changes)

    async def edit_characters(self, *changes: Change) -> None:
        """The same with places and lengths that count characters of the words as this client has them by then."""
        await self._clients.do("editCharacters", name=self.name, changes=changes)

    async def append(self, words: str) -> None:
        await self.edit(["insert", "end", words])

    async def do(self, what: str, **given: Any) -> None:
        """Another action on this client: connect, disconnect, destroy, present."""
        await self._clients.do(what, name=self.name, **given)


class StockClients:
    """The Node process."""

    def __init__(self) -> None:
        self._clients: dict[str, StockClient] = {}
        self._answers: dict[int, str | None] = {}
        self._numbers = itertools.count(1)
        self._ready = threading.Event()
        self._process = subprocess.Popen(["node", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._ready.wait(START_S), "Node did not start"

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told = json.loads(line)
            client = self._clients.get(told.get("name", ""))
            if "ready" in told:
                self._ready.set()
            elif "id" in told:
                self._answers[told["id"]] = told["error"]
            elif client is not None and "state" in told:
                client.state = told["state"]
            elif client is not None:
                client.happened.append(told)

    async def do(self, what: str, **given: Any) -> None:
        """Have Node do something, and return once it is done and its consequences there are told."""
        number = next(self._numbers)
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"id": number, "do": what, **given}).encode() + b"\n")
        await asyncio.to_thread(self._process.stdin.flush)
        await until(lambda: number in self._answers, f"Node to {what}", CALL_S)
        error = self._answers.pop(number)
        assert error is None, error

    async def _make(self, what: str, **given: Any) -> StockClient:
        client = StockClient(self, f"{what}-{next(self._numbers)}")
        self._clients[client.name] = client
        await self.do(what, name=client.name, **given)
        return client

    async def socket(self, server: str, **options: Any) -> StockClient:
        """A HocuspocusProviderWebsocket to that server."""
        return await self._make("socket", url=server.replace("http", "ws", 1) + "/collab", options=options)

    async def attach(self, socket: StockClient, document: str, token: str, **given: Any) -> StockClient:
        """A HocuspocusProvider on it."""
        return await self._make("attach", socket=socket.name, document=document, token=token, **given)

    async def renew(self, provider: StockClient, socket: StockClient, document: str, token: str) -> StockClient:
        """Destroy a provider and make another for the same document in the same breath."""
        renewed = StockClient(self, f"attach-{next(self._numbers)}")
        self._clients[renewed.name] = renewed
        await provider.do("renew", **{"as": renewed.name}, socket=socket.name, document=document, token=token)
        return renewed

    async def classic(self, server: str, text: str, token: str = "", **options: Any) -> StockClient:
        """A WebsocketProvider of y-websocket."""
        url = server.replace("http", "ws", 1) + "/collab/y"
        return await self._make("classic", url=url, text=text, token=token, options=options)

    async def reset(self) -> None:
        """Destroy everything."""
        await self.do("reset")
        self._clients.clear()

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._reader.join(20)
