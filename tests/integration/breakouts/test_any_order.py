"""In whatever order people type, split, mark, report, return and endorse: what must never happen does not."""

import random
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import Connection, select

from app.ledger.verify import verify
from app.paragraphs.models import Paragraph
from app.texts import service as texts
from app.texts.log import doc_at, stretches_of
from app.texts.models import Text
from app.texts.runs import content_hash, words_of
from tests.factories import Cast
from tests.integration.breakouts.conftest import ClientAs, Group, SetUp, item_of, page_of, say

STEPS = 30


class Story:
    """Two groups and the plenary, one step after another, as a seed has it."""

    def __init__(
        self, seed: int, app: FastAPI, cast: Cast, people: dict[str, AsyncClient], groups: list[Group]
    ) -> None:
        self.dice = random.Random(seed)
        self.app, self.cast, self.people, self.groups = app, cast, people, groups
        self.typed: set[str] = set()  # into the plenary's text
        self.agreed: dict[str, str] = {}
        self.number = 0

    async def step(self) -> None:
        often = [self.type_there, self.type_in_group, self.endorse]
        await self.dice.choice([*often, *often, self.split, self.agree, self.report, self.give_back, self.kinds])()

    def word(self) -> str:
        self.number += 1
        return f"word{self.number:03d}"

    async def there(self) -> list[dict[str, Any]]:
        page = await page_of(self.people["chair"], self.cast.document_id)
        return [one for one in page["paragraphs"] if not one["withdrawn"]]

    async def now(self, paragraph: dict[str, Any]) -> str:
        """Its words; those of a page state may be a second old."""
        async with self.app.state.database.reading() as session:
            return (await texts.words_of(session, UUID(paragraph["text"]))).plain

    async def type_there(self) -> None:
        open_ = [one for one in await self.there() if one["status"] != "agreed"]
        if open_:
            one, word = self.dice.choice(open_), self.word()
            await say(self.app, one["text"], f"{await self.now(one)} {word}", self.cast.people["drafter"])
            self.typed.add(word)

    async def type_in_group(self) -> None:
        group = self.dice.choice(self.groups)
        if (await group.read(self.people["member"]))["may"]["work"]:
            one = self.dice.choice(list((await group.paragraphs()).values()))
            if not one["withdrawn"]:
                await say(self.app, one["text"], f"{self.word()} {await self.now(one)}", self.cast.people["member"])

    async def kinds(self) -> None:
        group = self.dice.choice(self.groups)
        one = self.dice.choice(list((await group.paragraphs()).values()))
        given = {"kind": self.dice.choice(["statement", "recommendation"]), "level": self.dice.randint(0, 1)}
        answer = await self.people["member"].patch(f"/api/paragraphs/{one['id']}", json=given)
        assert answer.status_code in {200, 403}, answer.text

    async def split(self) -> None:
        where = self.dice.choice([*self.groups, None])
        if where is not None:
            one = self.dice.choice(list((await where.paragraphs()).values()))
            who, helper = self.people["member"], where
        else:
            one = self.dice.choice(await self.there())
            who, helper = self.people["chair"], self.groups[0]
        if (at := (await self.now(one)).find(" ", 1)) < 0:  # between words, which are looked for at the end
            return
        answer = await helper.split_there(who, one["id"], one["text"], at)
        assert answer.status_code in {201, 403, 409}, answer.text

    async def agree(self) -> None:
        one = self.dice.choice(await self.there())
        given = {"status": "agreed", "content_hash": one["content_hash"], "brackets_seen": True}
        answer = await self.people["chair"].put(f"/api/paragraphs/{one['id']}/status", json=given)
        assert answer.status_code in {200, 409}, answer.text
        if answer.status_code == 200:
            self.agreed[one["id"]] = one["content_hash"]

    async def report(self) -> None:
        group = self.dice.choice(self.groups)
        if (await group.read(self.people["other_member"]))["may"]["report"]:
            await group.report()

    async def give_back(self) -> None:
        group = self.dice.choice(self.groups)
        answer = await self.people["chair"].post(f"/api/breakouts/{group.id}/return", json={"note": "Again."})
        assert answer.status_code in {200, 409}, answer.text

    async def endorse(self) -> None:
        group = self.dice.choice(self.groups)
        if not (await group.read(self.people["chair"]))["may"]["endorse"]:
            return
        items = await group.items(self.people["chair"])
        ready = [item for item in items.values() if item["state"] in {"clean", "added"} and not item["together"]]
        if not ready:
            return
        chosen = self.dice.sample(ready, self.dice.randint(1, len(ready)))
        before = {one["id"]: await self.now(one) for one in await self.there()}
        answer = await group.endorse(self.people["chair"], [item_of(one, structure=True) for one in chosen])
        assert answer.status_code == 200, answer.text
        after = {one["id"]: await self.now(one) for one in await self.there()}
        taken = {one["plenary"]: one["result"]["words"] for one in chosen if one["plenary"]}
        assert {id_: after[id_] for id_ in before} == before | taken


def _replayed(connection: Connection, ids: list[UUID]) -> dict[UUID, str]:
    seqs = {row.id: row.seq for row in connection.execute(select(Text.id, Text.seq).where(Text.id.in_(ids)))}
    return {id_: words_of(doc_at(stretches_of(connection, id_), seqs[id_])).hash for id_ in ids}


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_is_lost_shown_or_changed_that_must_not_be(
    app: FastAPI, client_as: ClientAs, cast: Cast, set_up: SetUp, seed: int
) -> None:
    people = {role: await client_as(role) for role in ("chair", "member", "other_member", "drafter", "stranger")}
    groups = [Group(app, client_as, await set_up()), Group(app, client_as, await set_up(name="The same"))]
    story = Story(seed, app, cast, people, groups)
    for _ in range(STEPS):
        await story.step()
        for group in groups:  # nobody reads what is closed
            working = (await group.read(people["member"]))["state"] in {"working", "returned"}
            for role in ("drafter", "stranger") if working else ("stranger",):
                assert (await people[role].get(f"/api/documents/{group.copy}")).status_code == 403

    page = await page_of(people["chair"], cast.document_id)
    by_id = {one["id"]: one for one in page["paragraphs"]}
    assert {id_: by_id[id_]["content_hash"] for id_ in story.agreed} == story.agreed
    everything = " ".join([await story.now(one) for one in page["paragraphs"]])
    assert {word for word in story.typed if word not in everything} == set()
    async with app.state.database.reading() as session:
        ids = list(await session.scalars(select(Paragraph.text_id)))
        present = {id_: words.hash for id_, words in (await texts.words_of_many(session, ids)).items()}
        connection = await session.connection()
        assert await connection.run_sync(_replayed, ids) == present
        assert (await connection.run_sync(verify, content_hash)).faults == []
