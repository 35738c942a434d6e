"""Whatever delegations do in whatever order: drafts of opinions, names behind *some members* and stances to the chair
never reach those whom they are not for, in lists, events, the record, page states or what is taken out."""

import random
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import orjson
import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.core.ids import uuid7
from app.documents.events import DocumentChanged, Nudge
from app.paragraphs.reading import read_changes
from tests.factories import Cast

ClientAs = Callable[[str], Awaitable[AsyncClient]]

ACTORS = {"member": "Hungary", "other_member": "Brazil"}
STRANGERS = ("observer", "chair", "secretariat")
HASH = "0" * 64


class Play:
    """What was done, and the words that only some may read: each secret is a word that occurs nowhere else."""

    def __init__(self, cast: Cast, clients: dict[str, AsyncClient], rand: random.Random) -> None:
        self.cast, self.clients, self.random = cast, clients, rand
        self.opinions: list[dict[str, Any]] = []
        self.drafts: dict[str, tuple[str, str]] = {}  # opinion: (secret word, role)
        self.to_chair: dict[str, str] = {}  # secret word: role
        self.public: set[str] = set()

    def _secret(self) -> str:
        return f"secret{self.random.getrandbits(64):x}"

    async def step(self) -> None:
        role = self.random.choice(list(ACTORS))
        await self.random.choice([self._draft, self._place, self._sign, self._unsign, self._withdraw, self._stance])(
            role
        )

    async def _draft(self, role: str) -> None:
        word = self._secret()
        given: dict[str, Any] = {
            "id": str(uuid7()),
            "text": str(uuid7()),
            "runs": [{"insert": word}],
            "attribution": self.random.choice(["signed", "some_members"]),
        }
        path = f"/api/paragraphs/{self.random.choice(self.cast.paragraphs)}/opinions"
        assert (await self.clients[role].post(path, json=given)).status_code == 201
        self.opinions.append(given | {"role": role})
        self.drafts[given["id"]] = (word, role)

    async def _place(self, role: str) -> None:
        if mine := [one for one in self.opinions if one["role"] == role and one["id"] in self.drafts]:
            one = self.random.choice(mine)
            if (await self.clients[role].post(f"/api/opinions/{one['id']}/place")).status_code == 200:
                self.drafts.pop(one["id"])

    async def _sign(self, role: str) -> None:
        await self._any(role, "sign")

    async def _unsign(self, role: str) -> None:
        await self._any(role, "unsign")

    async def _withdraw(self, role: str) -> None:
        await self._any(role, "withdraw")

    async def _any(self, role: str, command: str) -> None:
        if self.opinions:
            one = self.random.choice(self.opinions)
            await self.clients[role].post(f"/api/opinions/{one['id']}/{command}")

    async def _stance(self, role: str) -> None:
        word = self._secret()
        seen_by = self.random.choice(["chair", "all"])
        kind = self.random.choice(["support", "can_live_with", "object", "none"])
        given = {"kind": kind, "seen_by": seen_by, "reason": word, "content_hash": HASH}
        path = f"/api/paragraphs/{self.random.choice(self.cast.paragraphs)}/stance"
        assert (await self.clients[role].put(path, json=given)).status_code == 200
        if seen_by == "chair":
            self.to_chair[word] = role


async def _everything(client: AsyncClient, cast: Cast, before: str) -> str:
    """All that this person can be told."""
    said = []
    for path in [
        f"/api/documents/{cast.document_id}",
        f"/api/documents/{cast.document_id}?since={before}",
        f"/api/documents/{cast.document_id}/me",
        f"/api/documents/{cast.document_id}/opinions",
        f"/api/documents/{cast.document_id}/stances",
        f"/api/documents/{cast.document_id}/record?after=0&limit=500",
        f"/api/documents/{cast.document_id}/export?format=html",
        *(f"/api/paragraphs/{one}/stances" for one in cast.paragraphs),
    ]:
        answer = await client.get(path)
        assert answer.status_code == 200, path
        said.append(answer.text)
    return "\n".join(said)


@pytest.mark.parametrize("seed", range(3))
async def test_what_is_private_reaches_nobody_else(app: FastAPI, client_as: ClientAs, cast: Cast, seed: int) -> None:
    clients = {role: await client_as(role) for role in (*ACTORS, *STRANGERS)}
    etag = (await clients["chair"].get(f"/api/documents/{cast.document_id}")).headers["etag"].strip('"')
    events: list[DocumentChanged] = []
    nudges: list[Nudge] = []
    app.state.database.events.subscribe(DocumentChanged, events.append)
    app.state.database.events.subscribe(Nudge, nudges.append)
    play = Play(cast, clients, random.Random(seed))

    for _ in range(25):
        await play.step()

    told = []
    for event in events:
        async with app.state.database.reading() as session:
            told.append(orjson.dumps(await read_changes(session, event)).decode())
    for role in (*ACTORS, *STRANGERS):
        heard = await _everything(clients[role], cast, etag) + "".join(told)
        for id_, (word, owner) in play.drafts.items():
            if owner != role:
                assert word not in heard and id_ not in heard, (seed, role)
        for word, owner in play.to_chair.items():
            if owner != role and role not in {"chair", "secretariat"}:
                assert word not in heard, (seed, role)
        shown = (await clients[role].get(f"/api/documents/{cast.document_id}/opinions")).json()
        unnamed = [one for one in shown if one["attribution"] == "some_members" and not one["mine"]]
        assert all(one["signers"] == [] for one in unnamed)
    lines = (await clients["observer"].get(f"/api/documents/{cast.document_id}/record?after=0&limit=500")).json()
    for line in lines:
        if line["facts"].get("attribution") == "some_members":
            assert line["actor"] is None and "signers" not in line["facts"]
            assert not any(name in str(line) for name in (*ACTORS.values(), "Member"))
    sides = {cast.delegations[name] for name in ACTORS.values()}
    assert all(nudge.delegations <= sides and nudge.people <= _people(cast) for nudge in nudges)
    assert all(not nudge.offices for nudge in nudges if nudge.about == "opinions")


def _people(cast: Cast) -> set[UUID]:
    return {cast.people[role] for role in ACTORS}
