"""A room in which several people type, propose and decide at once, and all that must hold whatever the order."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

import httpx
import pycrdt

from app.core.ids import uuid7
from app.texts import service as texts
from tests.live import Client, LiveText, Sent, until
from tests.serving import Live

HUNGARY = ("member", "colleague")
BRAZIL = ("other_member", "drafter")
WRITERS = (*HUNGARY, *BRAZIL)
WORDS = "States should act, and all stakeholders should report on it."


@dataclass(eq=False)
class Place:
    """A text, open on several screens; `sent` is what each of them typed into it."""

    text: str
    generation: int
    screens: dict[str, LiveText] = field(default_factory=dict)
    sent: list[tuple[str, Sent]] = field(default_factory=list)


@dataclass(eq=False)
class Proposed:
    """A proposal as its party knows it, and what its words were when it was accepted."""

    id: str
    text: Place
    party: tuple[str, ...]
    tabled: bool = False
    over: bool = False
    accepted: str | None = None


@dataclass(eq=False)
class Part:
    """A paragraph: one, or more when it was split."""

    id: str
    words: Place
    agreed: str | None = None


class Room:
    """Everybody's screens beside one paragraph, which may be split. Each step is something that somebody does."""

    def __init__(self, live: Live, clients: dict[str, Client], channel: LiveText) -> None:
        self.live = live
        self.clients = clients
        self.channel = channel
        self.https = {role: live.http(role) for role in (*WRITERS, "chair")}
        self.parts: list[Part] = []
        self.proposals: list[Proposed] = []
        self.typed = 0
        self.done: list[str] = []

    async def begin(self) -> None:
        cast = self.live.cast
        body = {
            "id": str(uuid7()),
            "text": str(uuid7()),
            "category": str(cast.categories[0]),
            "runs": [{"insert": WORDS}],
        }
        made = await self._ask("chair", f"/documents/{cast.document_id}/paragraphs", body)
        assert made is not None
        self.parts = [Part(made["id"], await self._open(made["text"], 1, (*WRITERS, "observer")))]

    async def step(self, what: str, choice: int) -> None:
        """One of the steps, on what the number chooses; one that cannot be done is passed over."""
        if await getattr(self, what)(choice):
            self.done.append(what)

    # What people do.

    async def type_here(self, choice: int) -> bool:
        part = self.parts[choice % len(self.parts)]
        return await self._type(part.words, WRITERS[choice % 4], choice)

    async def type_there(self, choice: int) -> bool:
        open_ = [one for one in self.proposals if not one.over]
        if not open_:
            return False
        proposal = open_[choice % len(open_)]
        return await self._type(proposal.text, proposal.party[choice % len(proposal.party)], choice)

    async def propose(self, choice: int) -> bool:
        part = self.parts[choice % len(self.parts)]
        party = HUNGARY if choice % 2 else BRAZIL
        body = {
            "id": str(uuid7()),
            "text": str(uuid7()),
            "kind": "change",
            "paragraph": part.id,
            "table": bool(choice % 3),
        }
        made = await self._ask(party[0], f"/documents/{self.live.cast.document_id}/proposals", body)
        if made is None:
            return False
        watching = (*party, *WRITERS, "observer") if made["stage"] == "tabled" else party
        place = await self._open(made["text"], 1, tuple(dict.fromkeys(watching)))
        self.proposals.append(Proposed(made["id"], place, party, tabled=made["stage"] == "tabled"))
        return True

    async def table(self, choice: int) -> bool:
        drafts = [one for one in self.proposals if not one.tabled and not one.over]
        if not drafts:
            return False
        draft = drafts[choice % len(drafts)]
        await self.check_unseen(draft)
        answer = await self._ask(draft.party[0], f"/proposals/{draft.id}/table", {})
        draft.tabled = answer is not None
        return draft.tabled

    async def withdraw(self, choice: int) -> bool:
        open_ = [one for one in self.proposals if not one.over]
        if len(open_) < 2:
            return False
        proposal = open_[choice % len(open_)]
        proposal.over = await self._ask(proposal.party[0], f"/proposals/{proposal.id}/withdraw", {}) is not None
        return proposal.over

    async def accept(self, choice: int) -> bool:
        tabled = [one for one in self.proposals if one.tabled and not one.over]
        if not tabled:
            return False
        proposal = tabled[choice % len(tabled)]
        shown = (await self.https["chair"].get(f"/api/proposals/{proposal.id}/preview")).json()
        if shown["apart"]:  # it must be placed again first, which is somebody's choice of words
            proposal.over = await self._ask("chair", f"/proposals/{proposal.id}/decline", {}) is not None
            return proposal.over
        body = {"proposal_hash": shown["proposal_hash"], "paragraph_hash": shown["paragraph_hash"]}
        part = choice % 5 == 0
        result = shown["original"] if part else shown["result"]
        if shown["both_changed"] or part:
            body |= {"runs": result["runs"], "part": part}
        answer = await self._ask("chair", f"/proposals/{proposal.id}/accept", body)
        if answer is None:
            return False
        proposal.over = True
        proposal.accepted = None if part else shown["fork"]["words"]
        assert answer["result"]["words"] == result["words"], "what was seen is what was accepted"
        return True

    async def mark(self, choice: int) -> bool:
        """Agree a paragraph, or reopen it."""
        part = self.parts[choice % len(self.parts)]
        present = (await self.https["chair"].get(f"/api/paragraphs/{part.id}")).json()
        agreed = part.agreed is None
        body = {
            "status": "agreed" if agreed else "not_yet_discussed",
            "content_hash": present["content_hash"],
            "brackets_seen": True,
            "reason": "Once more.",
        }
        if part.agreed is not None:
            assert present["words"] == part.agreed, "agreed words do not change"
        answer = await self._put("chair", f"/paragraphs/{part.id}/status", body)
        if answer is None:
            return False
        part.agreed = answer["words"] if agreed else None
        if answer["generation"] != part.words.generation:
            await self._renew(part, answer["generation"])
        return True

    async def split(self, choice: int) -> bool:
        part = self.parts[choice % len(self.parts)]
        screen = part.words.screens[WRITERS[0]]
        if part.agreed is not None or len(self.parts) > 3 or len(screen.text) < 2 or screen.denied:
            return False
        at = _between(screen.text, 1 + choice % (len(screen.text) - 1))
        if not 0 < at < len(screen.text):
            return False
        at = len(screen.text[:at].encode())
        place = b64encode(screen.words.sticky_index(at, pycrdt.Assoc.AFTER).encode()).decode()
        body = {"id": str(uuid7()), "text": str(uuid7()), "at": place}
        answer = await self._ask("chair", f"/paragraphs/{part.id}/split", body)
        if answer is None:
            return False
        await self._renew(part, answer["paragraph"]["generation"])
        added = answer["added"]
        self.parts.append(Part(added["id"], await self._open(added["text"], 1, (*WRITERS, "observer"))))
        return True

    # What must hold.

    async def check_unseen(self, draft: Proposed) -> None:
        """Nobody but its party sees a draft: by list, by its id, by its text, or in what everybody is told."""
        others = [role for role in (*WRITERS, "chair") if role not in draft.party]
        for role in others:
            http = self.https[role]
            listed = (await http.get(f"/api/documents/{self.live.cast.document_id}/proposals")).json()
            assert draft.id not in {one["id"] for one in listed}
            assert (await http.get(f"/api/proposals/{draft.id}")).status_code == 404
        stranger = await self.clients["observer"].attach(f"{draft.text.text}@1")
        assert stranger.denied and not stranger.text
        del self.clients["observer"].texts[stranger.address]
        told = [message for message in self.channel.messages if message["type"] == "event"]
        assert not any(draft.id in message["subjects"] for message in told)

    async def check(self) -> None:
        """When everything is still: replicas as the log, no word lost that was acknowledged, agreed words unchanged."""
        places = [part.words for part in self.parts] + [one.text for one in self.proposals]
        for client in self.clients.values():
            await client.roundtrip()
        for place in places:
            await until(partial(self._is_still, place), self.told)
        for draft in self.proposals:
            if not draft.tabled:
                await self.check_unseen(draft)
        words = {place.text: await self._committed(place) for place in places}
        for place in places:
            for screen in place.screens.values():
                if not screen.denied and screen.scope is not None and not screen.dropped:
                    await until(partial(_says, screen, words[place.text].hash), self.told)
        here = "".join(words[part.words.text].plain for part in self.parts)
        for part in self.parts:
            assert part.agreed in {None, words[part.words.text].plain}, self.told()
            for note, sent in part.words.sent:
                assert sent.status != 1 or note in here, (note, self.told())
        for proposal in self.proposals:
            own = words[proposal.text.text].plain
            for note, sent in proposal.text.sent:
                assert sent.status != 1 or note in own, (note, self.told())
                if proposal.accepted is not None and note in proposal.accepted:
                    assert note in here, (note, self.told())
            assert proposal.accepted in {None, own}, "nothing was written into it after it was taken up"

    def told(self) -> str:
        return " · ".join(self.done)

    def _is_still(self, place: Place) -> bool:
        return all(_settled(screen, sent) for screen in place.screens.values() for sent in screen.sent)

    async def _type(self, place: Place, role: str, choice: int) -> bool:
        screen = place.screens.get(role)
        if screen is None or screen.denied or screen.dropped or screen.scope != "read-write":
            return False
        self.typed += 1
        note = f"<{self.typed}>"
        at = _between(screen.text, choice % (len(screen.text) + 1))
        sent = await screen.type(note, len(screen.text[:at].encode()))
        place.sent.append((note, sent))
        return True

    async def _open(self, text: str, generation: int, roles: tuple[str, ...]) -> Place:
        place = Place(text, generation)
        for role in roles:
            place.screens[role] = await self.clients[role].attach(f"{text}@{generation}")
        return place

    async def _renew(self, part: Part, generation: int) -> None:
        """Those who had it open open it anew, as pages do; what they had typed stays in the books."""
        before = part.words
        part.words = await self._open(before.text, generation, tuple(before.screens))
        part.words.sent = before.sent

    async def _committed(self, place: Place) -> texts.Words:
        async with self.live.app.state.database.reading() as session:
            return await texts.words_of(session, UUID(place.text))

    async def _ask(self, role: str, path: str, body: dict[str, Any]) -> dict[str, Any] | None:
        return _answer(await self.https[role].post(f"/api{path}", json=body))

    async def _put(self, role: str, path: str, body: dict[str, Any]) -> dict[str, Any] | None:
        return _answer(await self.https[role].put(f"/api{path}", json=body))


def _answer(response: httpx.Response) -> dict[str, Any] | None:
    """None for what could not be done now; anything but a conflict is a fault."""
    if response.status_code == 409:
        return None
    assert response.status_code < 300, response.text
    answer: dict[str, Any] = response.json()
    return answer


def _between(words: str, at: int) -> int:
    """A place from there on that is not within what somebody typed, which could not be found then."""
    while 0 < at < len(words) and words.rfind("<", 0, at) > words.rfind(">", 0, at):
        at += 1
    return at


def _says(screen: LiveText, content_hash: str) -> bool:
    return screen.hash == content_hash


def _settled(screen: LiveText, sent: Sent) -> bool:
    return sent.status is not None or bool(screen.denied) or screen.dropped


def steps() -> list[str]:
    """By name, the frequent ones more than once."""
    frequent: list[Callable[..., Any]] = [Room.type_here, Room.type_there, Room.propose, Room.accept]
    rare: list[Callable[..., Any]] = [Room.table, Room.withdraw, Room.mark, Room.split]
    return [one.__name__ for one in (*frequent, *frequent, *rare)]
