"""What was acknowledged is on disk, however the server ends, and clients resume by themselves (E7, E12)."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.sync.protocol import Sync
from tests.live import Client, LiveText, until
from tests.serving import ServerProcess

WRITERS, READERS, TEXTS = 5, 2, 4
PACE_S = 0.02  # between keystrokes of one writer, on average
ENDED_BY_ITSELF = (0, -signal.SIGTERM)  # uvicorn raises the signal again once all is closed
BETWEEN_ENDS = 60  # acknowledgements of this round before the server ends


@asynccontextmanager
async def server_on(folder: Path, database_url: str) -> AsyncIterator[ServerProcess]:
    server = ServerProcess(folder, database_url)
    try:
        yield server
    finally:
        server.make_sure_it_ended()


class Writer:
    """Types words that can be told apart into all texts, and takes some of them out again."""

    def __init__(self, name: str, client: Client, seed: int) -> None:
        self.name = name
        self.client = client
        self.choice = random.Random(seed)
        self.number = 0
        self.gone: dict[str, Any] = {}  # words taken out again, and the update that did

    async def write(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await asyncio.sleep(self.choice.uniform(0, 2 * PACE_S))
            text = self.choice.choice(list(self.client.texts.values()))
            if not text.text:
                continue  # not attached yet
            self.number += 1
            word = f"{self.name}{self.number:05d}"
            place = self.choice.choice([0, len(text.text)])
            await text.type(word, at=place)
            if self.choice.random() < 0.15:
                self.gone[word] = await text.delete(place, len(word))

    def acknowledged(self, text: LiveText) -> tuple[set[str], set[str]]:
        """Words that must be there, and words that must not."""
        taken_out = {word for word, sent in self.gone.items() if sent.status == 1 and sent in text.sent}
        words = {sent.note for sent in text.sent if sent.status == 1 and sent.note.startswith(self.name)}
        return words - set(self.gone), taken_out


async def page_state(server: ServerProcess, made: dict[str, Any]) -> dict[str, str]:
    """The words by text, over HTTP."""
    headers = {"Authorization": f"Bearer {made['chair_token']}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=30) as http:
        response = await http.get(f"/api/documents/{made['document']}")
    assert response.status_code == 200, response.text
    state = response.json()
    return {f"{one['text']}@{one['generation']}": one["words"] for one in state["paragraphs"]}


def check(words: dict[str, str], writers: list[Writer]) -> int:
    """Every acknowledged word is there, every acknowledged deletion holds; returns how many were looked at."""
    seen = 0
    for writer in writers:
        for text in writer.client.texts.values():
            there, gone = writer.acknowledged(text)
            present = words[text.address]
            lost = [word for word in there if word not in present]
            back = [word for word in gone if word in present]
            assert not lost, f"acknowledged and lost: {lost[:5]}"
            assert not back, f"acknowledged deletions undone: {back[:5]}"
            seen += len(there) + len(gone)
    return seen


async def reconnect(client: Client) -> None:
    """What a provider does: try again until the server is back."""
    await client.gone()

    async def opened() -> bool:
        try:
            await client.open()
        except OSError:
            return False
        return True

    await until(opened, "to connect again")


LONG = [pytest.mark.long, pytest.mark.timeout(2400)]


@pytest.mark.parametrize(
    ("backend", "how", "times"),
    [
        pytest.param("sqlite", signal.SIGKILL, 3, id="sqlite-kill-short"),
        pytest.param("postgresql", signal.SIGKILL, 1, id="postgresql-kill-short"),
        pytest.param("sqlite", signal.SIGTERM, 1, id="sqlite-term-short"),
        pytest.param("postgresql", signal.SIGTERM, 1, id="postgresql-term-short"),
        pytest.param("sqlite", signal.SIGKILL, 50, id="sqlite-kill-long", marks=LONG),
        pytest.param("postgresql", signal.SIGKILL, 50, id="postgresql-kill-long", marks=LONG),
        pytest.param("sqlite", signal.SIGTERM, 10, id="sqlite-term-long", marks=LONG),
        pytest.param("postgresql", signal.SIGTERM, 10, id="postgresql-term-long", marks=LONG),
    ],
)
async def test_no_acknowledged_word_is_lost_when_the_server_ends_under_load(
    tmp_path: Path, database_url: str, how: signal.Signals, times: int
) -> None:
    """E7, E12, E19, E20."""
    async with server_on(tmp_path, database_url) as server:
        made = await server.demo(TEXTS, WRITERS + READERS)
        await server.start()
        clients = [await Client(server.url, token).open() for token in made["tokens"]]
        for client in clients:
            for name in made["texts"]:
                await client.attach(name)
        writers = [Writer(f"w{number}x", client, number) for number, client in enumerate(clients[:WRITERS])]
        stop = asyncio.Event()
        writing = [asyncio.create_task(writer.write(stop)) for writer in writers]

        for _ in range(times):
            await _end_under_load(server, how, made, clients, writers)
        stop.set()
        await asyncio.gather(*writing)
        await until(lambda: all(_settled(client) for client in clients), lambda: _state(clients), 60)
        words = await page_state(server, made)
        assert check(words, writers) >= times * BETWEEN_ENDS / 2

        for client in clients:
            for text in client.texts.values():
                assert text.text == words[text.address]
                assert not text.refused and not text.stray and not text.denied
            await client.close()
        assert await server.terminate() in ENDED_BY_ITSELF
        assert "The record is whole" in await server.run("ledger", "verify")


async def _end_under_load(
    server: ServerProcess, how: signal.Signals, made: dict[str, Any], clients: list[Client], writers: list[Writer]
) -> None:
    before = _answered(writers)
    await until(lambda: _answered(writers) - before > BETWEEN_ENDS, "the writers to get on", 60)
    code = await server.end(how)
    for client in clients:
        await client.gone()
    if how is signal.SIGTERM:
        assert code in ENDED_BY_ITSELF, server.log.read_text()[-2000:]
        assert {client.close_code for client in clients} == {1012}
    await server.start()
    check(await page_state(server, made), writers)  # before anybody brings anything again
    await asyncio.gather(*[reconnect(client) for client in clients])


def _answered(writers: list[Writer]) -> int:
    return sum(sent.status == 1 for writer in writers for text in writer.client.texts.values() for sent in text.sent)


def _settled(client: Client) -> bool:
    return client.is_open and all(text.synced and text.is_saved for text in client.texts.values())


def _state(clients: list[Client]) -> str:
    return "\n".join(
        f"{text.address} open={client.is_open} synced={text.synced} waiting={len(text.waiting)} lost={len(text.lost)} "
        f"refused={len(text.refused)} stray={text.stray} {text.events[-6:]}"
        for client in clients
        for text in client.texts.values()
        if not (text.synced and text.is_saved)
    )


async def test_a_client_that_was_offline_while_the_server_restarted_brings_its_words(
    tmp_path: Path, sqlite_template: Path
) -> None:
    """E12: the Step2 after a reconnect carries what was typed meanwhile, and its acknowledgement alone clears it."""
    async with server_on(tmp_path, "") as server:
        made = await server.demo(1, 1)
        await server.start()
        client = await Client(server.url, made["tokens"][0]).open()
        text = await client.attach(made["texts"][0])
        await server.terminate()
        await client.gone()
        offline = await text.type("typed offline ", at=0)
        assert offline.status is None

        await server.start()
        await reconnect(client)
        await until(lambda: offline.status == 1)

        assert (await page_state(server, made))[text.address].startswith("typed offline ")
        assert sum(sent.step is Sync.STEP2 for sent in text.sent) == 2
        await client.close()
