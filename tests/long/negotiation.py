"""A room that negotiates one draft by proposals, and the books that it keeps (test_negotiation.py holds it to them).

Everybody types words of their own that nobody takes out again, such as “d3n17,”: where such a word is, and where it is
not any more, can be told for each.
"""

import asyncio
import random
import re
from base64 import b64encode
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import httpx
import pycrdt

from app.core.ids import uuid7
from tests.live import Client, LiveText, Sent, until
from tests.serving import ServerProcess

PACE_S = 0.02  # between keystrokes of one writer, on average
OWN = re.compile(r"\b[a-z]\d+n\d+,")
DELEGATES, WRITERS, PARTICIPANTS, OUTSIDER = 6, 3, 2, 11  # that member is invited by nobody and proposes nothing
MEMBERS = OUTSIDER + 1
ASK_FOR_SILENCE = 4  # times that the words moved on before the chair does
NOT_NOW = ("proposal-not-open", "still-agreed", "withdrawn")  # why a command comes too late


def own(words: str) -> set[str]:
    """The words that can be told apart."""
    return set(OWN.findall(words))


@dataclass
class Room:
    """What is negotiated and what is known of it."""

    server: ServerProcess
    document: str
    tokens: list[str]
    chair_token: str
    places: list[str]  # paragraphs
    live: set[str]  # those of them into which people also type
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    silence: bool = False  # the chair asked for it
    counted: Counter[str] = field(default_factory=Counter)
    typed: dict[str, list[Sent]] = field(default_factory=lambda: defaultdict(list))  # by text, whoever typed
    parts: dict[str, list[str]] = field(
        default_factory=lambda: defaultdict(list)
    )  # what was split off from a paragraph
    endorsed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # words put into a paragraph
    copies: list[str] = field(default_factory=list)  # the texts of breakout groups, as documents
    closed: set[str] = field(default_factory=set)  # those of them that nobody else may read yet
    handed_back: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    private: set[str] = field(default_factory=set)  # proposals that were never tabled
    secrets: set[str] = field(default_factory=set)  # words of those, and such as came after a proposal was sent back

    def http(self, token: str) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {token}"}
        limits = httpx.Limits(keepalive_expiry=1)  # sooner than the server closes an idle connection
        return httpx.AsyncClient(base_url=self.server.url, headers=headers, timeout=60, limits=limits)


async def get(http: httpx.AsyncClient, path: str) -> Any:
    answer = await http.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
    return answer.json()


class Person:
    """Somebody with a socket and a line, who types into one text after the other."""

    def __init__(self, room: Room, name: str, token: str, seed: int) -> None:
        self.room = room
        self.name = name
        self.token = token
        self.choice = random.Random(seed)
        self.typed = 0
        self.http = room.http(token)
        self.client = Client(room.server.url, token)

    async def __aenter__(self) -> "Person":
        await self.client.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.close()
        await self.http.aclose()

    async def type_into(self, text_id: str, generation: int, words: int, *, tears: bool = False) -> list[Sent]:
        """Attach a text and type some words between its words; the books are settled when this returns.

        With `tears`, one of the words that stand there is taken out as well, so that proposals collide.
        """
        text = await self.client.attach(f"{text_id}@{generation}")
        sent: list[Sent] = []
        if tears and text.scope == "read-write":
            await self._tear(text)
        for _ in range(words):
            if text.denied or text.dropped or text.scope != "read-write":
                break
            self.typed += 1
            sent.append(await text.type(f" {self.name}n{self.typed},", at=self._between_words(text.text)))
            await asyncio.sleep(self.choice.uniform(0, 2 * PACE_S))
        await self._settle(text, text_id, sent)
        return sent

    async def _tear(self, text: LiveText) -> None:
        standing = list(re.finditer(r" [a-z]{4,}(?= )", text.text))
        if standing:
            taken = self.choice.choice(standing)
            start = len(text.text[: taken.start()].encode())
            await text.delete(start, len(taken.group().encode()))

    def _between_words(self, words: str) -> int:
        places = [place for place, character in enumerate(words) if character == " "]
        return len(words[: self.choice.choice(places)].encode()) if places else len(words.encode())

    async def _settle(self, text: LiveText, text_id: str, sent: list[Sent]) -> None:
        if not text.denied:
            await until(
                lambda: not text.waiting or text.dropped or text.denied,
                lambda: f"the last answers: {text.events[-8:]}",
                60,
            )
        await self.client.roundtrip()
        assert not text.stray, text.events
        self.room.typed[text_id] += sent
        for one in sent:
            if one.status == 0:
                self.room.counted["words not added"] += 1
                self.room.handed_back[text_id].append((self.token, one.note))
        await text.close()
        del self.client.texts[text.address]


class Writer(Person):
    """Types into the paragraphs themselves, where anyone may edit."""

    async def write(self) -> None:
        while not self.room.stop.is_set():
            if self.room.silence:
                await asyncio.sleep(PACE_S)
                continue
            place = self.choice.choice(sorted(self.room.live))
            paragraph = await get(self.http, f"/api/paragraphs/{place}")
            await self.type_into(paragraph["text"], paragraph["generation"], self.choice.randrange(1, 4))
            await asyncio.sleep(self.choice.uniform(0, 10 * PACE_S))


class Delegate(Person):
    """Proposes, invites, tables, joins others, and goes on typing into what is theirs."""

    delegation = ""

    async def negotiate(self, proposals: int, others: list["Delegate"]) -> None:
        for number in range(proposals):
            made = await self._propose()
            if number % 10 == 9 or number == proposals - 1:
                self._keep_private(made)
                continue
            if self.choice.random() < 0.3:
                await self._invite(made, self.choice.choice([one for one in others if one is not self]))
            await self._table(made)
            await self._join_another()

    async def _propose(self) -> dict[str, Any]:
        place = self.choice.choice(self.room.places)
        kind = self.choice.choices(["change", "addition", "deletion"], [16, 3, 1])[0]
        wanted: dict[str, Any] = {"id": str(uuid7()), "kind": kind, "rationale": "Because."}
        if kind == "addition":
            paragraph = await get(self.http, f"/api/paragraphs/{place}")
            wanted |= {"category": paragraph["category"], "after": place, "runs": [{"insert": "A new paragraph."}]}
        else:
            wanted["paragraph"] = place
        if kind != "deletion":
            wanted["text"] = str(uuid7())
        self.room.private.add(wanted["id"])
        answer = await self.http.post(f"/api/documents/{self.room.document}/proposals", json=wanted)
        if answer.status_code == 409 and answer.json()["type"].endswith("/withdrawn"):
            self.room.counted["proposed on what was withdrawn"] += 1
            return await self._propose()
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        self.room.counted[f"proposed: {kind}"] += 1
        if made["text"]:
            made["typed"] = await self.type_into(made["text"], made["generation"], 3, tears=self.choice.random() < 0.4)
            assert all(one.status == 1 for one in made["typed"]), "its own draft is written by whoever made it"
        return made

    def _keep_private(self, made: dict[str, Any]) -> None:
        self.room.private.add(made["id"])
        self.room.secrets |= {one.note.strip() for one in made.get("typed", [])}

    async def _invite(self, made: dict[str, Any], other: "Delegate") -> None:
        answer = await self.http.post(f"/api/proposals/{made['id']}/invite", json={"delegation": other.delegation})
        assert answer.status_code == 200, answer.text
        if made["text"]:
            sent = await Person.type_into(other, made["text"], made["generation"], 1)
            assert all(one.status == 1 for one in sent), "who was invited writes in it"
        self.room.counted["invited"] += 1

    async def _table(self, made: dict[str, Any]) -> None:
        self.room.private.discard(made["id"])
        answer = await self.http.post(f"/api/proposals/{made['id']}/table")
        if answer.status_code != 200:
            assert _slug(answer) in NOT_NOW, answer.text
            self.room.counted[f"not tabled: {_slug(answer)}"] += 1
            self._keep_private(made)
            return
        self.room.counted["tabled"] += 1
        if made["text"]:  # on and on, until it is taken up
            await self.type_into(made["text"], made["generation"], 2)

    async def _join_another(self) -> None:
        listed = await get(self.http, f"/api/documents/{self.room.document}/proposals")
        for one in self.choice.sample(listed, min(3, len(listed))):
            await self._come_back_to(one)
        open_ = [one for one in listed if one["stage"] == "tabled" and not one["mine"] and one["text"]]
        if not open_ or self.choice.random() < 0.5:
            return
        other = self.choice.choice(open_)
        answer = await self.http.post(f"/api/proposals/{other['id']}/sponsor")
        if answer.status_code == 200:
            self.room.counted["co-sponsored"] += 1
            await self.type_into(other["text"], other["generation"], 1)
        else:
            assert _slug(answer) in NOT_NOW, answer.text

    async def _come_back_to(self, proposal: dict[str, Any]) -> None:
        """What was sent back is gone on with in private; what was taken up takes no more words."""
        if not proposal["mine"] or not proposal["text"]:
            return
        if proposal["stage"] == "draft" and proposal["returned_note"]:
            sent = await self.type_into(proposal["text"], proposal["generation"], 1)
            self.room.secrets |= {one.note.strip() for one in sent if one.status == 1}
            self.room.counted["gone on with after it was sent back"] += 1
        elif proposal["stage"] == "taken_up":
            text = await self.client.attach(f"{proposal['text']}@{proposal['generation']}")
            assert text.scope == "readonly" or text.denied, "what was taken up takes no more words"
            await text.close()
            del self.client.texts[text.address]


def _slug(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).rsplit("/", 1)[-1]


class Chair(Person):
    """Takes up what is tabled, in one of the ways there are, and marks paragraphs meanwhile."""

    async def decide(self, delegates_done: asyncio.Event, leave: int) -> None:
        while True:
            finished = delegates_done.is_set()
            listed = await get(self.http, f"/api/documents/{self.room.document}/proposals")
            assert all(one["stage"] != "draft" for one in listed), "the chair sees no drafts"
            tabled = [one for one in listed if one["stage"] == "tabled"]
            if finished and len(tabled) <= leave:
                return
            if len(tabled) <= leave:
                await asyncio.sleep(PACE_S)
                continue
            proposal = self.choice.choice(tabled)
            ways = [self._accept, self._decline, self._keep, self._send_back, self._agree_and_reopen, self._split]
            await self.choice.choices(ways, [10, 3, 2, 2, 2, 1])[0](proposal)

    async def _accept(self, proposal: dict[str, Any]) -> None:
        preview = await get(self.http, f"/api/proposals/{proposal['id']}/preview")
        while not preview["apart"]:  # split since: the chair has it placed again, another time
            given = {"proposal_hash": preview["proposal_hash"], "paragraph_hash": preview["paragraph_hash"]}
            if preview["paragraph_hash"] and proposal["kind"] == "addition":
                given["paragraph_hash"] = None
            expected = preview["result"]
            if expected and preview["original"]:
                original, fork, base = (own(preview[one]["words"]) for one in ("original", "fork", "base"))
                assert own(expected["words"]) == original | (fork - base), "together they have what each put in"
            if preview["both_changed"] and expected:
                expected = preview[self.choice.choice(["result", "result", "fork"])]
                given["runs"] = expected["runs"]
                self.room.counted["chose the words"] += 1
            answer = await self.http.post(f"/api/proposals/{proposal['id']}/accept", json=given)
            if answer.status_code == 200:
                done = answer.json()
                assert done["stage"] == "taken_up" and done["outcome"] == "accepted"
                if expected:
                    assert done["result"]["content_hash"] == expected["content_hash"]
                self.room.counted[f"accepted: {proposal['kind']}"] += 1
                return
            if _slug(answer) == "words-moved-on":
                self.room.counted["moved on before it was accepted"] += 1
                preview = answer.json()["current"]
            elif _slug(answer) == "both-changed":
                preview = answer.json()["preview"]
            else:
                assert _slug(answer) in NOT_NOW, answer.text
                self.room.counted[f"not accepted: {_slug(answer)}"] += 1
                await self._decline(proposal)
                return

    async def _decline(self, proposal: dict[str, Any]) -> None:
        answer = await self.http.post(f"/api/proposals/{proposal['id']}/decline", json={"note": "Not now."})
        assert answer.status_code == 200 or _slug(answer) in NOT_NOW, answer.text
        self.room.counted["declined"] += 1

    async def _keep(self, proposal: dict[str, Any]) -> None:
        seen = proposal["content_hash"]
        while proposal["kind"] == "change":
            path = f"/api/proposals/{proposal['id']}/keep-as-alternative"
            answer = await self.http.post(path, json={"proposal_hash": seen})
            if answer.status_code == 200:
                self.room.counted["kept as alternatives"] += 1
                return
            if _slug(answer) != "words-moved-on":
                return
            seen = answer.json()["current"]["proposal_hash"]

    async def _send_back(self, proposal: dict[str, Any]) -> None:
        self.room.counted["sent back"] += 1
        answer = await self.http.post(f"/api/proposals/{proposal['id']}/send-back", json={"note": "Think again."})
        assert answer.status_code == 200 or _slug(answer) in NOT_NOW, answer.text

    async def _agree_and_reopen(self, proposal: dict[str, Any]) -> None:
        """Agree a paragraph under its proposals; its words stand still until it is reopened."""
        place = self.choice.choice(self.room.places)
        path = f"/api/paragraphs/{place}"
        seen = (await get(self.http, path))["content_hash"]
        while True:
            given = {"status": "agreed", "content_hash": seen, "brackets_seen": True, "alternatives_seen": True}
            answer = await self.http.put(f"{path}/status", json=given)
            if answer.status_code == 200:
                break
            if _slug(answer) != "words-moved-on":
                assert _slug(answer) in NOT_NOW, answer.text
                return
            seen = answer.json()["current"]["content_hash"]
        self.room.counted["agreed"] += 1
        await self._accept_on_agreed(place)
        now = await get(self.http, path)
        assert now["content_hash"] == now["mark"]["hash"] == seen, "agreed words stand still"
        if self.choice.random() < 0.2:
            return  # for good
        given = {"status": "not_yet_discussed", "content_hash": seen, "reason": "Go on."}
        answer = await self.http.put(f"{path}/status", json=given)
        assert answer.status_code == 200, answer.text

    async def _split(self, _: dict[str, Any]) -> None:
        """Split a paragraph that people type into, between two of its words."""
        place = self.choice.choice(sorted(self.room.live))
        paragraph = await get(self.http, f"/api/paragraphs/{place}")
        text = await self.client.attach(f"{paragraph['text']}@{paragraph['generation']}")
        if text.scope == "read-write":
            at = text.words.sticky_index(self._between_words(text.text), pycrdt.Assoc.AFTER).encode()
            new = {"id": str(uuid7()), "text": str(uuid7()), "at": b64encode(at).decode()}
            answer = await self.http.post(f"/api/paragraphs/{place}/split", json=new)
            if answer.status_code == 201:
                self.room.parts[place].append(new["id"])
                self.room.counted["split"] += 1
            else:
                assert _slug(answer) in {"unknown-place", "marked-paragraph", *NOT_NOW}, answer.text
        await text.close()
        del self.client.texts[text.address]

    async def _accept_on_agreed(self, place: str) -> None:
        listed = await get(self.http, f"/api/documents/{self.room.document}/proposals")
        on_it = [one for one in listed if one["paragraph"] == place and one["stage"] == "tabled"]
        for proposal in [one for one in on_it if one["kind"] != "addition"][:1]:
            preview = await get(self.http, f"/api/proposals/{proposal['id']}/preview")
            given = {
                "proposal_hash": preview["proposal_hash"],
                "paragraph_hash": preview["paragraph_hash"],
                "runs": preview["result"]["runs"] if preview["result"] else None,
            }
            answer = await self.http.post(f"/api/proposals/{proposal['id']}/accept", json=given)
            assert answer.status_code == 409, answer.text
            self.room.counted[f"on agreed words: {_slug(answer)}"] += 1


class Participant(Person):
    """Works in a breakout group's text, where only the group types."""

    async def work(self, copy: str, words: int) -> None:
        state = await get(self.http, f"/api/documents/{copy}")
        for _ in range(words):
            one = self.choice.choice(state["paragraphs"])
            sent = await self.type_into(one["text"], one["generation"], 2, tears=self.choice.random() < 0.3)
            assert all(one.status == 1 for one in sent), "participants write in their group's text"


async def break_out(room: Room, chair: Chair, participants: list[Participant], words: int) -> None:
    """A group takes some paragraphs away, works on them while the plenary goes on, and has its work endorsed."""
    ids = [(await get(one.http, "/api/me"))["id"] for one in participants]
    given = {"id": str(uuid7()), "name": "On the side", "openness": "participants", "people": ids[1:]}
    given |= {"conveners": ids[:1], "paragraphs": sorted(room.live)[:3] + sorted(set(room.places) - room.live)[:2]}
    answer = await chair.http.post(f"/api/documents/{room.document}/breakouts", json=given)
    assert answer.status_code == 201, answer.text
    copy = answer.json()["copy"]
    room.copies.append(copy)
    room.closed.add(copy)
    await asyncio.gather(*(one.work(copy, words) for one in participants))
    room.closed.discard(copy)
    convener = participants[0]
    answer = await convener.http.post(f"/api/breakouts/{given['id']}/report", json={"report": "We looked at it."})
    assert answer.status_code == 200, answer.text
    await endorse(room, chair, str(given["id"]))


async def endorse(room: Room, chair: Chair, group: str) -> None:
    """All that can be taken, in one gesture; what moved on meanwhile is looked at again."""
    items = (await get(chair.http, f"/api/breakouts/{group}/comparison"))["items"]
    for tries in range(50):
        room.silence = tries >= ASK_FOR_SILENCE
        wanted = [one for one in items if one["state"] in {"clean", "changed_here_too"} and not one["apart"]]
        if not wanted:
            room.silence = False
            return
        for one in wanted:
            plenary, base, ours = (own(one[name]["words"]) for name in ("plenary_words", "base", "group_words"))
            assert own(one["result"]["words"]) == plenary | (ours - base), "together they have what each put in"
        given = [
            {
                "paragraph": one["paragraph"],
                "plenary_hash": one["plenary_words"]["content_hash"],
                "group_hash": one["group_words"]["content_hash"],
                "take": "taken",
                "runs": one["result"]["runs"] if one["state"] == "changed_here_too" else None,
            }
            for one in wanted
        ]
        answer = await chair.http.post(f"/api/breakouts/{group}/endorse", json={"items": given})
        if answer.status_code == 200:
            for one in wanted:
                room.endorsed[one["plenary"]] |= own(one["result"]["words"])
            room.counted["endorsed"] += len(wanted)
            room.silence = False
            return
        assert _slug(answer) in {"moved-on", "choose-words", "cannot-become"}, answer.text
        room.counted["moved on before it was endorsed"] += 1
        items = (await get(chair.http, f"/api/breakouts/{group}/comparison"))["items"]
    raise AssertionError("the words never stood still")


class Outsider(Person):
    """A member whom nobody invites: keeps everything that the server ever says to them."""

    def __init__(self, room: Room, name: str, token: str, seed: int) -> None:
        super().__init__(room, name, token, seed)
        self.heard: list[str] = []

    async def listen(self) -> None:
        channel = self.client.join(f"doc:{self.room.document}")
        await channel.attach()
        await until(lambda: channel.scope, "the channel")
        while not self.room.stop.is_set():
            listed = await self._get(f"/api/documents/{self.room.document}/proposals")
            assert all(one["stage"] != "draft" for one in listed), "strangers see no drafts"
            await self.knock()
            await asyncio.sleep(10 * PACE_S)
        await self.read_all()
        self.heard += [str(message) for message in channel.messages]

    async def knock(self) -> None:
        """Try the doors of a closed group, and of a draft whose ids somebody let out."""
        for copy in sorted(self.room.closed):
            answer = await self.http.get(f"/api/documents/{copy}")
            assert answer.status_code in {403, 404} or copy not in self.room.closed, answer.text[:500]
        if not self.room.private:
            return
        secret = self.choice.choice(sorted(self.room.private))
        for path in ("", "/preview"):
            answer = await self.http.get(f"/api/proposals/{secret}{path}")
            if secret in self.room.private:  # it may just have been tabled
                assert answer.status_code in {403, 404}, answer.text
        for command in ("table", "sponsor", "withdraw"):
            if secret in self.room.private:
                answer = await self.http.post(f"/api/proposals/{secret}/{command}")
                assert answer.status_code in {403, 404, 409} or secret not in self.room.private, answer.text

    async def read_all(self) -> None:
        document = f"/api/documents/{self.room.document}"
        paths = ["", "/me", "/proposals", "/alternatives", "/opinions", "/stances", "/export?format=html"]
        for path in paths:
            await self._get(document + path)
        after = 0
        while lines := await self._get(f"{document}/record?limit=500&after={after}"):
            after = lines[-1]["number"]
        for place in self.room.places:
            await self._get(f"/api/paragraphs/{place}")
            await self._get(f"/api/paragraphs/{place}/history", missing=True)
        await self._get(f"{document}/changes?meeting=true", missing=True)

    async def _get(self, path: str, *, missing: bool = False) -> Any:
        answer = await self.http.get(path)
        assert answer.status_code == 200 or (missing and answer.status_code == 404), f"{path}: {answer.text}"
        self.heard.append(answer.text)
        return answer.json() if "json" in answer.headers["content-type"] else None
