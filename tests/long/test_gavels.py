"""E18: the gavel against keystrokes. Each decision's hash is that of the words which readers then see."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.live import Client, LiveText, Sent, until
from tests.serving import ServerProcess

WRITERS = 20
PARAGRAPHS = 5
PACE_S = 0.2  # between keystrokes of one writer, on average
ASK_FOR_SILENCE = 4  # times that the words moved on before the chair does
NEW_WORDS = 3  # accepted in a paragraph between two gavels
DEAF = 4  # each fourth writer types on although told that the text is read-only


@dataclass
class Meeting:
    """What the whole room knows, and what is counted."""

    server: ServerProcess
    made: dict[str, Any]
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    decisions: dict[str, str] = field(default_factory=dict)  # paragraph -> hash, while agreed
    counted: Counter[str] = field(default_factory=Counter)
    silent: set[str] = field(default_factory=set)  # paragraphs for which the chair has asked for silence

    def http(self, token: str) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {token}"}
        limits = httpx.Limits(keepalive_expiry=1)  # sooner than the server closes an idle connection
        return httpx.AsyncClient(base_url=self.server.url, headers=headers, timeout=30, limits=limits)


class Writer:
    """One member on one paragraph. Comes back with a fresh text after each refusal, as the page does."""

    def __init__(self, meeting: Meeting, number: int) -> None:
        self.meeting = meeting
        self.number = number
        self.token = meeting.made["tokens"][number]
        self.place = number % PARAGRAPHS
        self.paragraph = meeting.made["paragraphs"][self.place]
        self.text_id = meeting.made["texts"][self.place].split("@")[0]
        self.choice = random.Random(number)
        self.is_deaf = number % DEAF == 0
        self.words = 0
        self.sent: list[Sent] = []
        self.handed_back: list[str] = []

    async def write(self) -> None:
        async with self.meeting.http(self.token) as http:
            client = await Client(self.meeting.server.url, self.token).open()
            while not self.meeting.stop.is_set():
                await self._sit(client, http)
            await client.close()

    async def _sit(self, client: Client, http: httpx.AsyncClient) -> None:
        """Type until refused, denied, or the end; then settle the books."""
        paragraph = (await http.get(f"/api/paragraphs/{self.paragraph}")).json()
        text = await client.attach(f"{self.text_id}@{paragraph['generation']}")
        while not (text.denied or text.dropped or self.meeting.stop.is_set()):
            if self.paragraph in self.meeting.silent or (text.scope != "read-write" and not self.is_deaf):
                await until(lambda: self._goes_on(text), "silence to end", 60)
                continue
            self.words += 1
            sent = await text.type(f" w{self.number}n{self.words},", at=self._between_words(text.text))
            self.sent.append(sent)
            await asyncio.sleep(self.choice.uniform(0, 2 * PACE_S))
        await self._settle(text, http)
        await text.close()

    def _goes_on(self, text: LiveText) -> bool:
        if text.denied or text.dropped or self.meeting.stop.is_set():
            return True
        return self.paragraph not in self.meeting.silent and (text.scope == "read-write" or self.is_deaf)

    def _between_words(self, words: str) -> int:
        return self.choice.choice([place for place, character in enumerate(words) if character == " "])

    async def _settle(self, text: LiveText, http: httpx.AsyncClient) -> None:
        if not text.denied:
            await until(lambda: not text.waiting or text.dropped or text.denied, "the last answers")
        await text.client.roundtrip()
        assert not text.stray
        mine = [sent for sent in text.sent if sent.note.startswith(" w")]
        refused = [sent.note for sent in mine if sent.status == 0]
        if refused:
            [word] = refused
            kept = (await http.get(f"/api/texts/{self.text_id}/refused")).json()
            [reason] = {one["reason"] for one in kept if word in one["words"]}
            self.handed_back.append(word)
            self.meeting.counted[f"refused: {reason}"] += 1
        # What was sent behind a refusal is answered by nobody; the page has it in its journal.
        self.meeting.counted["sent behind a refusal"] += sum(sent.status is None for sent in mine)


async def keep_the_gavel(meeting: Meeting, place: int, gavels: int) -> None:
    """Agree and reopen one paragraph so many times, and hold each decision beside what a reader sees."""
    paragraph = meeting.made["paragraphs"][place]
    text_id, generation = meeting.made["texts"][place].split("@")
    reader_client = await Client(meeting.server.url, meeting.made["chair_token"]).open()
    reader = await reader_client.attach(f"{text_id}@{generation}")
    async with meeting.http(meeting.made["chair_token"]) as chair:
        for _ in range(gavels):
            reader = await agree_and_reopen(meeting, chair, paragraph, reader)
    await reader.client.close()


async def agree_and_reopen(meeting: Meeting, chair: httpx.AsyncClient, paragraph: str, reader: LiveText) -> LiveText:
    size = len(reader.text)
    await until(lambda: len(reader.text) >= size + NEW_WORDS * 5, "the writers to go on", 60)
    decided = await agree(meeting, chair, paragraph)
    agreed_on = decided["content_hash"]
    await until(lambda: reader.hash == agreed_on, lambda: f"a reader to see what was agreed: {reader.events[-5:]}", 10)
    await reader.client.roundtrip()
    assert reader.hash == agreed_on
    present = (await chair.get(f"/api/paragraphs/{paragraph}")).json()
    assert present["content_hash"] == present["mark"]["hash"] == agreed_on
    given = {"status": "not_yet_discussed", "content_hash": agreed_on, "reason": "Go on."}
    reopened = await chair.put(f"/api/paragraphs/{paragraph}/status", json=given)
    assert reopened.status_code == 200, reopened.text
    meeting.counted["agreed"] += 1
    return await follow(meeting, reader, reopened.json()["generation"])


async def agree(meeting: Meeting, chair: httpx.AsyncClient, paragraph: str) -> dict[str, Any]:
    """Bring the gavel down on the words as seen; look again when they have moved on."""
    tries = 0
    seen = (await chair.get(f"/api/paragraphs/{paragraph}")).json()["content_hash"]
    while True:
        given = {"status": "agreed", "content_hash": seen, "brackets_seen": True}
        response = await chair.put(f"/api/paragraphs/{paragraph}/status", json=given)
        answer: dict[str, Any] = response.json()
        if response.status_code == 200:
            meeting.silent.discard(paragraph)
            return answer
        assert answer["type"].endswith("/words-moved-on"), answer
        meeting.counted["words moved on"] += 1
        tries += 1
        if tries == ASK_FOR_SILENCE:
            meeting.counted["asked for silence"] += 1
            meeting.silent.add(paragraph)
        seen = answer["current"]["content_hash"]


async def follow(meeting: Meeting, reader: LiveText, generation: int) -> LiveText:
    address = f"{reader.address.split('@')[0]}@{generation}"
    if address == reader.address:
        return reader
    meeting.counted["generations"] += 1
    await until(lambda: reader.denied, "the reader to be told of the new generation")
    assert reader.denied == ["generation"]
    return await reader.client.attach(address)


LONG = [pytest.mark.long, pytest.mark.timeout(2400)]


@pytest.mark.parametrize(
    ("backend", "gavels"),
    [
        pytest.param("sqlite", 25, id="sqlite-short"),
        pytest.param("postgresql", 10, id="postgresql-short"),
        pytest.param("sqlite", 1000, id="sqlite-long", marks=LONG),
        pytest.param("postgresql", 1000, id="postgresql-long", marks=LONG),
    ],
)
async def test_every_decision_is_on_the_words_that_readers_see_and_no_keystroke_is_in_two_places_or_none(
    tmp_path: Path, database_url: str, gavels: int, capsys: pytest.CaptureFixture[str]
) -> None:
    server = ServerProcess(tmp_path, database_url)
    try:
        made = await server.demo(PARAGRAPHS, WRITERS)
        await server.start()
        meeting = Meeting(server, made)
        writers = [Writer(meeting, number) for number in range(WRITERS)]
        writing = [asyncio.create_task(writer.write()) for writer in writers]
        gaveling = [
            asyncio.create_task(keep_the_gavel(meeting, place, gavels // PARAGRAPHS)) for place in range(PARAGRAPHS)
        ]
        everybody = asyncio.gather(asyncio.gather(*gaveling), *writing)
        await until(lambda: all(task.done() for task in gaveling) or everybody.done(), "the gavels", 2300)
        meeting.stop.set()
        await everybody
        async with meeting.http(made["chair_token"]) as chair:
            await check_every_word(chair, writers)
        assert meeting.counted["agreed"] == gavels
        with capsys.disabled():
            print(f"\n{gavels} gavels on {database_url.split(':')[0]}: {dict(sorted(meeting.counted.items()))}")
        await server.terminate()
        assert "The record is whole" in await server.run("ledger", "verify")
    finally:
        server.make_sure_it_ended()


async def check_every_word(chair: httpx.AsyncClient, writers: list[Writer]) -> None:
    for writer in writers:
        words = (await chair.get(f"/api/paragraphs/{writer.paragraph}")).json()["words"]
        for sent in writer.sent:
            assert words.count(sent.note) == (1 if sent.status == 1 else 0), (sent.note, sent.status)
        assert len(writer.handed_back) == sum(sent.status == 0 for sent in writer.sent)
