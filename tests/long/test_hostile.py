"""E1, E4, E5, E14: hostile frames end no process, cost no other client anything, and leave every text intact."""

import asyncio
import random
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.sync import protocol
from app.sync.protocol import Auth, Message, Sync
from app.texts import runs as runs_
from tests.interop.test_update_reader import node
from tests.live import ClassicClient, Client, LiveText, until
from tests.long.hostile import broken, foreign_updates, odd_frames
from tests.serving import ServerProcess

HONEST = 3
ATTACKED = (0, 1)  # the texts that the attackers may write; they have no right to the others
QUIET = (2, 3)
FRAMES_A_SOCKET = 25
TURNED_AWAY = ("refused", "close resync", "closed 4205", "closed 4403", "closed 1012")


async def record(url: str, token: str, address: str) -> list[bytes]:
    """What a real session sends, of every kind."""
    client = Client(url, token)
    client.recorded = []
    await client.open()
    text = await client.attach(address)
    for words in ("Words ", "工作组 ", "😀 ", "é\n", "more words of a usual length "):
        await text.type(words)
    await text.send_update(text.edit(lambda words: words.format(0, 4, {"bold": True})))
    await text.send_update(text.edit(lambda words: words.format(0, 4, {"link": "https://example.org"})))
    await text.delete(1, 3)
    await text.be_present({"paragraph": None})
    await text.send_update(bytes(text.ydoc.get_update()), Sync.STEP2)
    await until(lambda: text.is_saved)
    await text.close()
    await client.close()
    recorded, client.recorded = client.recorded, None
    return recorded


class Attacker:
    """A member who sends whatever there is, on either endpoint, and comes again when thrown out."""

    def __init__(self, url: str, made: dict[str, Any], token: str, seed: int, honest: LiveText) -> None:
        self.url = url
        self.made = made
        self.token = token
        self.choice = random.Random(seed)
        self.honest = honest
        self.sent = 0
        self.heard: Counter[str] = Counter()

    async def attack(self, frames: int, recorded: list[bytes]) -> None:
        while self.sent < frames:
            address = self.made["texts"][self.choice.choice(ATTACKED)]
            if self.choice.random() < 0.3:
                await self._classic(address, recorded)
            else:
                await self._hocuspocus(address, recorded)

    async def _hocuspocus(self, address: str, recorded: list[bytes]) -> None:
        """Each burst meets an open address on an open socket, as far as there is a right to one."""
        client = await Client(self.url, self.token).open()
        text = await client.attach(address)
        for _ in range(FRAMES_A_SOCKET):
            if not client.is_open:
                break
            if text.closed or text.dropped or (text.denied and text.denied != ["foreign"]):
                self._note(text)
                await text.close()
                text = await client.attach(address)
            for _ in range(self.choice.choice([1, 1, 1, 4])):
                await client.send(self._frame(address, text.ydoc.client_id, recorded))
                self.sent += 1
            if self.choice.random() < 0.1:  # as nobody
                name = protocol.var_string(self.choice.choice(self.made["texts"]))
                await client.send(name + bytes((Message.AUTH, Auth.TOKEN)) + protocol.var_string("nobody"))
            await client.roundtrip()
        self._note(text)
        await client.close()
        self.heard[f"closed {client.close_code}"] += 1

    def _note(self, text: LiveText) -> None:
        self.heard.update(text.events)
        self.heard.update(text.reasons)

    def _frame(self, address: str, own_client: int, recorded: list[bytes]) -> bytes:
        kind = self.choice.random()
        if kind < 0.6:
            return broken(self.choice, recorded)
        if kind < 0.85:
            updates = foreign_updates(self.honest.ydoc.client_id, 5, own_client)
            step = self.choice.choice([Sync.UPDATE, Sync.STEP2])
            return protocol.var_string(address) + protocol.sync_payload(step, self.choice.choice(updates))
        return self.choice.choice(odd_frames(self.choice, address))

    async def _classic(self, address: str, recorded: list[bytes]) -> None:
        client = await ClassicClient(self.url, address.split("@")[0], self.token).open()
        await until(lambda: client.synced or client.close_code)
        while client.close_code is None and self.choice.random() < 0.9:
            frame = self._frame(address, client.ydoc.client_id, recorded)
            try:
                _, at = protocol.split_address(frame)
            except (protocol.MalformedFrame, IndexError):
                at = 0
            client.frames.clear()
            await client.send(frame[at:])
            await client.send(protocol.sync_payload(Sync.STEP1, b"\0"))
            self.sent += 1
            await until(lambda: client.frames or client.close_code)
        self.heard[f"closed {client.close_code}"] += 1
        await client.close()


async def go_on(text: LiveText, stop: asyncio.Event, choice: random.Random) -> None:
    """An honest person's typing."""
    number = 0
    while not stop.is_set():
        number += 1
        await text.type(f"{number} ", at=choice.randrange(len(text.text) + 1) if text.text.isascii() else None)
        await asyncio.sleep(choice.uniform(0, 0.1))


LONG = [pytest.mark.long, pytest.mark.timeout(2400)]


@pytest.mark.parametrize("frames", [pytest.param(800, id="short"), pytest.param(10_000, id="long", marks=LONG)])
async def test_hostile_frames_end_no_process_and_cost_no_other_client_anything(
    tmp_path: Path, frames: int, capsys: pytest.CaptureFixture[str]
) -> None:
    server = ServerProcess(tmp_path)
    try:
        made = await server.demo(4, HONEST + 2)
        other = await server.demo(1, 4)  # another group: no right to the first one's texts
        await server.start()
        pid = server.process.pid if server.process else 0
        clients = [await Client(server.url, token).open() for token in made["tokens"][:HONEST]]
        texts = [[await client.attach(name) for name in made["texts"]] for client in clients]
        sizes = [len(text.text) for text in texts[0]]
        stop = asyncio.Event()
        typing = [
            asyncio.create_task(go_on(text, stop, random.Random(number)))
            for number, mine in enumerate(texts)
            for text in mine
        ]
        await texts[0][0].type("so that the attackers know a client id ")
        recorded = [
            *await record(server.url, made["tokens"][HONEST], made["texts"][0]),
            *await record(server.url, other["tokens"][0], other["texts"][0]),
        ]
        attackers = [
            Attacker(server.url, made, made["tokens"][HONEST], 1, texts[0][0]),
            Attacker(server.url, made, made["tokens"][HONEST + 1], 2, texts[0][0]),
            Attacker(server.url, made | {"texts": [*made["texts"]]}, other["tokens"][1], 3, texts[0][0]),
        ]
        await asyncio.gather(*[one.attack(frames // len(attackers) + 1, recorded) for one in attackers])
        stop.set()
        await asyncio.gather(*typing)
        mine = [text for row in texts for text in row]
        await until(lambda: all(text.is_saved for text in mine), lambda: [text.events[-5:] for text in mine], 60)

        assert server.is_running
        assert server.process is not None and server.process.pid == pid
        assert all(client.is_open for client in clients)
        assert not any(text.denied or text.closed or text.reasons for text in mine)
        await check_words(server, made, texts, sizes)
        log = server.log.read_text()
        assert "Traceback" not in log and "exception" not in log, log[-4000:]
        heard = sum((one.heard for one in attackers), Counter[str]())
        with capsys.disabled():
            print(f"\n{sum(one.sent for one in attackers)} hostile frames, answered by {dict(heard)}")
        assert sum(heard[answer] for answer in TURNED_AWAY) > frames / 10  # a frame behind one that was gets no answer
        for client in clients:
            await client.close()
        await server.terminate()
    finally:
        server.make_sure_it_ended()


async def has_words(text: LiveText, content_hash: str) -> None:
    await until(lambda: text.hash == content_hash, lambda: f"other words: {text.text[:500]}")


async def check_words(
    server: ServerProcess, made: dict[str, Any], texts: list[list[LiveText]], sizes: list[int]
) -> None:
    """Everybody has the server's words; Yjs reads the server's state as pycrdt does; quiet texts hold every word."""
    headers = {"Authorization": f"Bearer {made['chair_token']}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers) as http:
        state = (await http.get(f"/api/documents/{made['document']}")).json()
    fresh = await Client(server.url, made["chair_token"]).open()
    for place, name in enumerate(made["texts"]):
        paragraph = next(one for one in state["paragraphs"] if name.startswith(one["text"]))
        newcomer = await fresh.attach(name)
        for row in texts:
            await has_words(row[place], paragraph["content_hash"])
        assert newcomer.hash == paragraph["content_hash"]
        [read] = node("yjs_apply.mjs", lines=[[update.hex() for update in newcomer.received]])
        assert not read["pending"] and not read["error"]
        assert runs_.content_hash(read["delta"]) == paragraph["content_hash"]
        if place in QUIET:
            typed = [sent.note for row in texts for sent in row[place].sent if sent.step is Sync.UPDATE]
            assert len(paragraph["words"]) == sizes[place] + sum(map(len, typed))
    await fresh.close()
