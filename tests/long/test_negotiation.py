"""Proposals under way on one draft, from several sides at once: what the issue's rules promise of every interleaving.

Replicas are alike (E7, E8); no committed word is lost but by a decision on record; agreed words stand still; a draft is
never shown to a stranger; the words of each decision are those that the chair saw (E18).
"""

import asyncio
import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.texts.runs import content_hash
from tests.live import Client, until
from tests.long.negotiation import (
    DELEGATES,
    MEMBERS,
    OUTSIDER,
    PARTICIPANTS,
    WRITERS,
    Chair,
    Delegate,
    Outsider,
    Participant,
    Room,
    Writer,
    break_out,
    get,
    own,
)
from tests.serving import ServerProcess

DRAFT = Path(__file__).parents[1] / "fixtures" / "paris-draft-2015-10-23.json"
MOST_OF_THEIR_OWN = 10  # paragraphs
LEFT_TABLED = 3

LONG = [pytest.mark.long, pytest.mark.timeout(2400)]


@pytest.mark.parametrize(
    ("backend", "places", "proposals"),
    [
        pytest.param("sqlite", 5, 18, id="sqlite-short", marks=pytest.mark.timeout(300)),
        pytest.param("postgresql", 4, 12, id="postgresql-short", marks=pytest.mark.timeout(300)),
        pytest.param("sqlite", 60, 300, id="sqlite-long", marks=LONG),
        pytest.param("postgresql", 60, 300, id="postgresql-long", marks=LONG),
    ],
)
async def test_no_word_is_lost_no_agreed_word_changes_and_no_draft_is_seen_while_a_room_negotiates(
    tmp_path: Path, database_url: str, places: int, proposals: int, capsys: pytest.CaptureFixture[str]
) -> None:
    server = ServerProcess(tmp_path, database_url)
    try:
        room = await gather(server, places)
        outsider = await negotiate(room, proposals)
        async with room.http(room.chair_token) as http:
            await check_words(room, http)
            await check_handed_back(room)
            await check_replicas(room, http)
        check_secrets(room, outsider)
        with capsys.disabled():
            print(f"\n{proposals} proposals on {database_url.split(':')[0]}: {dict(sorted(room.counted.items()))}")
        await server.terminate()
        assert "The record is whole" in await server.run("ledger", "verify")
    finally:
        server.make_sure_it_ended()


async def gather(server: ServerProcess, places: int) -> Room:
    """The members of a large demonstration before the imported draft (the short form: before a draft of their own).

    Half of what they negotiate changes by proposal; into the other half people also type.
    """
    made = await server.demo(MOST_OF_THEIR_OWN, MEMBERS)
    document = made["document"]
    if places > MOST_OF_THEIR_OWN:
        document = json.loads(await server.run("import", str(DRAFT), "--format", "unfccc", "--json"))["document"]
    await server.start()
    room = Room(server, document, made["tokens"], made["chair_token"], [], set())
    async with room.http(room.chair_token) as chair:
        state = await get(chair, f"/api/documents/{room.document}")
        long_ones = [one for one in state["paragraphs"] if one["kind"] != "plain" and one["words"].count(" ") > 12]
        by_category: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for one in long_ones:
            by_category[one["category"]].append(one)
        # Two categories at least, whole ones, until there are enough.
        for number, (category, inside) in enumerate(sorted(by_category.items(), key=lambda item: -len(item[1]))):
            if len(room.places) >= places:
                break
            taken = [one["id"] for one in inside[: max(1, places // 2)]]
            room.places += taken
            if number % 2 == 0:
                answer = await chair.patch(f"/api/categories/{category}", json={"way": "proposal"})
                assert answer.status_code == 200, answer.text
            else:
                room.live |= set(taken)
    assert room.live and len(room.places) >= places
    return room


async def negotiate(room: Room, proposals: int) -> Outsider:
    """Everybody at once, until the last of the proposals is made and all but a few are decided upon."""
    delegates = [Delegate(room, f"d{n}", room.tokens[n], n) for n in range(DELEGATES)]
    writers = [Writer(room, f"w{n}", room.tokens[DELEGATES + n], 100 + n) for n in range(WRITERS)]
    chair = Chair(room, "c0", room.chair_token, 200)
    outsider = Outsider(room, "o0", room.tokens[OUTSIDER], 300)
    first = DELEGATES + WRITERS
    group = [Participant(room, f"g{n}", room.tokens[first + n], 400 + n) for n in range(PARTICIPANTS)]
    people = [*delegates, *writers, *group, chair, outsider]
    for one in people:
        await one.__aenter__()
    try:
        for one in delegates:
            me = await get(one.http, f"/api/documents/{room.document}/me")
            one.delegation = me["delegation"]["id"]
        proposed = asyncio.Event()

        async def propose() -> None:
            share = -(-proposals // DELEGATES)
            await asyncio.gather(*(one.negotiate(share, delegates) for one in delegates))
            proposed.set()

        async def to_the_end() -> None:
            aside = break_out(room, chair, group, max(4, proposals // 5))
            await asyncio.gather(propose(), aside, chair.decide(proposed, LEFT_TABLED))
            room.stop.set()

        await asyncio.gather(to_the_end(), *(one.write() for one in writers), outsider.listen())
    finally:
        for one in people:
            await one.__aexit__()
    return outsider


async def check_words(room: Room, http: httpx.AsyncClient) -> None:
    """Every acknowledged word is where it was typed, or a decision on record took it out; refused ones are nowhere."""
    listed = await get(http, f"/api/documents/{room.document}/proposals")
    seen = {one["text"]: one["words"] for one in listed if one["text"]}
    decisions = await accepted(room, http)
    state = await get(http, f"/api/documents/{room.document}")
    for place in [one["id"] for one in state["paragraphs"]]:
        paragraph = await get(http, f"/api/paragraphs/{place}")
        parts = [await get(http, f"/api/paragraphs/{part}") for part in room.parts[place]]
        words = "\n".join(one["words"] for one in (paragraph, *parts))
        seen[paragraph["text"]] = words
        check_chain(words, decisions[place], was_split=bool(parts))
        taken_out = {word for one in decisions[place] for word in own(plain(one["before"])) - own(plain(one))}
        assert room.endorsed[place] <= own(words) | taken_out, "what was endorsed is there"
        if paragraph["status"] == "agreed":
            assert paragraph["content_hash"] == paragraph["mark"]["hash"], "agreed words stand still"
    for copy in room.copies:
        state_of_copy = await get(http, f"/api/documents/{copy}")
        seen |= {one["text"]: one["words"] for one in state_of_copy["paragraphs"]}
    for text_id, all_sent in room.typed.items():
        if text_id not in seen:
            continue  # a draft: the chair does not see it
        place = next((one["id"] for one in state["paragraphs"] if one["text"] == text_id), "")
        taken_out = {word for one in decisions[place] for word in own(plain(one["before"])) - own(plain(one))}
        for sent in all_sent:
            times = seen[text_id].count(sent.note.strip())
            if sent.status == 1:
                assert times == 1 or (times == 0 and sent.note.strip() in taken_out), (sent.note, times, seen[text_id])
                room.counted["words found" if times else "words taken out on record"] += 1
            elif sent.status == 0:
                assert times == 0, (sent.note, "was refused and is there")


def check_chain(words: str, decisions: list[dict[str, Any]], *, was_split: bool) -> None:
    """What one decision put in is there at the next one, and now (of one that was split: in one of its parts)."""
    taken_out: set[str] = set()
    for facts in decisions:
        assert content_hash(facts["runs"]) == facts["content_hash"]
        before, proposed, after = own(plain(facts["before"])), own(plain(facts["proposal"])), own(plain(facts))
        if not facts["edited"]:
            assert before <= after <= before | proposed
            gone = set() if was_split else proposed - after
            assert gone <= taken_out, "what a proposal put in is in, but for what was taken out before"
        taken_out |= before - after
    for facts, following in pairwise(decisions):
        assert was_split or own(plain(facts)) <= own(plain(following["before"]))
    if decisions:
        assert own(plain(decisions[-1])) <= own(words)


def plain(facts: dict[str, Any]) -> str:
    return "".join(run["insert"] for run in facts["runs"])


async def accepted(room: Room, http: httpx.AsyncClient) -> dict[str, list[dict[str, Any]]]:
    """The facts of what was accepted into each paragraph's text, in order; deletions take no words out."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    counted, after = 0, 0
    while lines := await get(http, f"/api/documents/{room.document}/record?limit=500&after={after}"):
        after = lines[-1]["number"]
        for line in lines:
            if line["action"] == "amendment.accepted":
                counted += 1
                if line["facts"]["kind"] == "change":
                    said = {"runs": line["runs"], "content_hash": line["content_hash"]}
                    found[line["paragraph"] or line["facts"]["paragraph"]].append(line["facts"] | said)
    assert counted == sum(count for name, count in room.counted.items() if name.startswith("accepted: "))
    return found


async def check_handed_back(room: Room) -> None:
    """E9: whoever typed a word that was not added can have it back."""
    for text_id, refused in room.handed_back.items():
        for token, word in refused:
            async with room.http(token) as http:
                kept = await get(http, f"/api/texts/{text_id}/refused")
            assert any(word in one["words"] for one in kept), word


async def check_replicas(room: Room, http: httpx.AsyncClient) -> None:
    """Whoever opens a text now has the words that the server says it has."""
    client = await Client(room.server.url, room.chair_token).open()
    listed = await get(http, f"/api/documents/{room.document}/proposals")
    texts = [one for one in listed if one["text"]]
    texts += [await get(http, f"/api/paragraphs/{place}") for place in room.places]
    for one in texts:
        text = await client.attach(f"{one['text']}@{one['generation']}")
        assert not text.denied, (one, text.denied)
        expected = one["content_hash"]
        await until(lambda text=text, expected=expected: text.hash == expected, lambda text=text: text.text)  # type: ignore[misc]
        await text.close()
    await client.close()


def check_secrets(room: Room, outsider: Outsider) -> None:
    """Nothing that the server ever said to a stranger names a draft that was never tabled, or a word of one."""
    assert room.private and room.secrets
    everything = "\n".join(outsider.heard)
    assert not [one for one in room.private | room.secrets if one in everything]
