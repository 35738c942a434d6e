"""E16 while people type: rooms of a split text start afresh, and nothing typed meanwhile is lost or slips in."""

import asyncio
import random
from base64 import b64encode
from typing import Any
from uuid import UUID

import pycrdt
import pytest

from app.core.ids import uuid7
from app.texts import service as texts
from app.texts.models import Text
from tests.live import LiveText, until
from tests.serving import Live


def place(text: LiveText, before: str) -> str:
    """Where some words begin, as that page would name it."""
    at = len(text.text[: text.text.index(before)].encode())
    return b64encode(text.words.sticky_index(at, pycrdt.Assoc.AFTER).encode()).decode()


async def split(live: Live, text: LiveText, before: str, number: int = 0) -> dict[str, Any]:
    response = await live.http("member").post(
        f"/api/paragraphs/{live.cast.paragraphs[number]}/split",
        json={"id": str(uuid7()), "text": str(uuid7()), "at": place(text, before)},
    )
    assert response.status_code == 201, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def join(live: Live, paragraph: str, onto: UUID) -> dict[str, Any]:
    response = await live.http("member").post(f"/api/paragraphs/{paragraph}/join", json={"with": str(onto)})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def attach(live: Live, role: str, text: str, generation: int) -> LiveText:
    return await (await live.connect(role)).attach(f"{text}@{generation}")


async def committed(live: Live, text: str) -> str:
    async with live.app.state.database.reading() as session:
        return (await texts.words_of(session, UUID(text))).plain


async def test_both_halves_are_written_on_by_those_who_come_again(live: Live) -> None:
    writer, reader = await live.attach("member"), await live.attach("observer")
    await writer.type(" More.")
    await until(lambda: writer.is_saved)
    whole = writer.text

    halves = await split(live, writer, "[should]")
    await until(lambda: writer.denied and reader.denied)
    assert (writer.denied, reader.denied) == (["generation"], ["generation"])
    first = await attach(live, "member", halves["paragraph"]["text"], 2)
    second = await attach(live, "other_member", halves["added"]["text"], 1)
    assert first.text + second.text == whole
    await first.type("(first) ")
    await second.type("(second) ", at=0)
    await until(lambda: first.is_saved and second.is_saved)
    assert await committed(live, halves["added"]["text"]) == second.text

    joined = await join(live, halves["added"]["id"], live.cast.paragraphs[0])
    await until(lambda: first.denied and second.scope == "readonly")
    again = await attach(live, "member", joined["paragraph"]["text"], 3)
    assert again.text == first.text + second.text
    await again.type("end", at=joined["seam"])
    await until(lambda: again.is_saved)


async def test_words_on_their_way_to_the_whole_are_taken_by_neither_half_and_handed_back(live: Live) -> None:
    """E9, E11: the page that split has waited for its own; another's keystroke crosses it."""
    writer, other = await live.attach("member"), await live.attach("other_member")
    at = place(writer, "[should]")
    before = writer.text

    async with live.app.state.database.writing() as session:
        # As a split does, without the server being told: the room still believes in the old generation.
        row = await session.get_one(Text, live.cast.texts[0])
        row.generation += 1
        await session.flush()
        sent = await other.type(" crossing")
        await other.client.roundtrip()
    await until(lambda: sent.status is not None)

    assert (sent.status, other.reasons) == (0, ["generation"])
    response = await live.http("member").post(
        f"/api/paragraphs/{live.cast.paragraphs[0]}/split", json={"id": str(uuid7()), "text": str(uuid7()), "at": at}
    )
    halves = response.json()
    assert halves["paragraph"]["words"] + halves["added"]["words"] == before
    [kept] = await live.handed_back("other_member")
    assert kept["reason"] == "generation"


async def test_a_page_that_sends_its_old_copy_again_adds_nothing_to_a_half(live: Live) -> None:
    """E14: what was first typed in the one is not typed in the other, though they are of one lineage."""
    writer = await live.attach("member")
    await writer.type(" known")
    await until(lambda: writer.is_saved)
    halves = await split(live, writer, "[should]")
    second = await attach(live, "member", halves["added"]["text"], 1)
    has = second.text

    stale = pycrdt.Doc[Any](client_id=writer.ydoc.client_id)
    stale.apply_update(writer.ydoc.get_update())
    known = stale.get_state()
    stale.get("words", type=pycrdt.Text).insert(0, "stale ")
    sent = await second.send_update(bytes(stale.get_update(known)))
    await until(lambda: sent.status is not None)

    assert (sent.status, second.reasons) == (0, ["client-id"])
    assert await committed(live, halves["added"]["text"]) == has


async def test_splits_amid_typing_lose_nothing_that_was_acknowledged(live: Live) -> None:
    """Three people type without a pause while the paragraph is cut: every acknowledged word is in one of the parts."""
    choice = random.Random(3)
    acknowledged: list[str] = []
    done = asyncio.Event()
    parts = [(str(live.cast.texts[0]), str(live.cast.paragraphs[0]))]

    async def write(role: str) -> None:
        client = await live.connect(role)
        number = 0
        while not done.is_set():
            target, _ = choice.choice(parts)
            text = await client.attach(f"{target}@{(await row_of(live, target)).generation}")
            while not (text.denied or text.refused or done.is_set()):
                word = f"<{role} {number}>"
                number += 1
                sent = await text.type(word)
                await until(lambda: sent.status is not None or text.denied)  # noqa: B023
                if sent.status == 1:
                    acknowledged.append(word)
                if number % 5 == 0:
                    break
            await text.close()

    writers = [asyncio.create_task(write(role)) for role in ("member", "other_member", "colleague")]
    try:
        for _ in range(6):
            seen = len(acknowledged)
            await until(lambda: len(acknowledged) >= seen + 8)  # noqa: B023
            number = choice.randrange(len(parts))
            text, paragraph = parts[number]
            chair = await attach(live, "chair", text, (await row_of(live, text)).generation)
            begins = [at for at, letter in enumerate(chair.text) if letter == "<"]
            at = place(chair, chair.text[begins[len(begins) // 2] :]) if begins else "AQV3b3JkcwA="
            response = await live.http("chair").post(
                f"/api/paragraphs/{paragraph}/split", json={"id": str(uuid7()), "text": str(uuid7()), "at": at}
            )
            assert response.status_code == 201, response.text
            added = response.json()["added"]
            parts.append((added["text"], added["id"]))
    finally:
        done.set()
        await asyncio.gather(*writers)

    words = "".join([await committed(live, text) for text, _ in parts])
    assert [word for word in acknowledged if words.count(word) != 1] == []


async def row_of(live: Live, text_id: str) -> Text:
    async with live.app.state.database.reading() as session:
        row: Text = await session.get_one(Text, UUID(text_id))
        return row


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_the_event_tells_both_with_their_words(live: Live) -> None:
    channel, writer = await live.channel("observer"), await live.attach("member")

    halves = await split(live, writer, "[should]")
    await until(lambda: any(message.get("kind") == "paragraph.split" for message in channel.messages))
    await join(live, halves["added"]["id"], live.cast.paragraphs[0])
    await until(lambda: any(message.get("kind") == "paragraph.joined" for message in channel.messages))

    told = {message["kind"]: message for message in channel.messages if "kind" in message}
    words = {kind: [one["words"] for one in message["paragraphs"]] for kind, message in told.items()}
    assert words["paragraph.split"] == [halves["paragraph"]["words"], halves["added"]["words"]]
    assert words["paragraph.joined"] == [
        halves["paragraph"]["words"] + halves["added"]["words"],
        halves["added"]["words"],
    ]
    assert told["paragraph.split"]["labels"][halves["added"]["id"]] == ["A.2", "A.2"]
