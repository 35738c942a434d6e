"""E21, and readers who do not keep up: checkpoints and the archive keep every update; a slow reader is cut alone."""

import random
import socket

import pycrdt
import pytest
from sqlalchemy import select
from websockets.asyncio.client import connect

from app.sync import protocol, sweep, websocket
from app.sync.protocol import Auth, Message, Sync
from app.texts import runs as runs_
from app.texts.models import Text, TextSegment, TextUpdate
from app.texts.segments import Entry, unpack
from tests.conftest import host_and_port
from tests.live import until
from tests.serving import Live


async def history(live: Live) -> list[Entry]:
    """Everything ever entered into the first text, from the archive and the tail."""
    text_id = live.cast.texts[0]
    async with live.app.state.database.reading() as session:
        packed = await session.scalars(
            select(TextSegment.packed).where(TextSegment.text_id == text_id).order_by(TextSegment.first_seq)
        )
        entries = [entry for part in packed for entry in unpack(part).entries]
        tail = await session.scalars(select(TextUpdate).where(TextUpdate.text_id == text_id).order_by(TextUpdate.seq))
        entries += [Entry(u.seq, u.at, u.person_id, u.delegation_id, u.payload) for u in tail]
    return entries


async def test_archive_and_tail_replay_to_the_same_words_while_being_compacted_under_load(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "TAIL_COUNT", 40)
    monkeypatch.setattr(sweep, "REST", 0)
    monkeypatch.setattr(sweep, "EVERY_S", 0.05)
    writers = [await live.attach(role) for role in ("member", "other_member", "colleague")]
    choice = random.Random(1)

    async def segments() -> int:
        async with live.app.state.database.reading() as session:
            return len((await session.scalars(select(TextSegment.text_id))).all()) - 3

    while await segments() < 4:
        for writer in writers:
            await writer.type("abc ", at=choice.randrange(len(writer.text) + 1))
            if choice.random() < 0.3:
                await writer.delete(choice.randrange(len(writer.text) - 2), 2)
        await until(lambda: all(writer.is_saved for writer in writers))
    await until(lambda: len({writer.hash for writer in writers}) == 1)
    entries, row, words = await history(live), await live.row(), await live.words()

    assert [entry.seq for entry in entries] == list(range(1, row.seq + 1))
    replayed: pycrdt.Doc[pycrdt.Text] = pycrdt.Doc()
    for entry in entries:
        replayed.apply_update(entry.payload)
    assert runs_.words_of(replayed).hash == words.hash == writers[0].hash
    people = {entry.person_id for entry in entries}
    assert people >= {live.cast.people[role] for role in ("member", "other_member", "colleague")}
    assert {entry.delegation_id for entry in entries if entry.person_id == live.cast.people["member"]} == {
        live.cast.delegations["Hungary"]
    }


async def test_a_room_that_is_left_stores_its_checkpoint_and_newcomers_read_it(live: Live) -> None:
    writer = await live.attach("member")
    await writer.type(" kept")
    await until(lambda: writer.is_saved)
    await writer.client.close()

    async def stored() -> bool:
        row = await live.row()
        return row.checkpoint_seq == row.seq == 2

    await until(stored)
    live.hub.rooms.clear()
    reader = await live.attach("observer")

    assert reader.text == writer.text
    async with live.app.state.database.reading() as session:
        text = await session.get_one(Text, live.cast.texts[0])
        assert text.checkpoint_hash == reader.hash


async def test_a_reader_who_does_not_read_is_cut_and_the_others_never_wait(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(websocket, "MAX_UNSENT", 256 * 1024)
    writer, reader = await live.attach("member"), await live.attach("observer")
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.connect(host_and_port(live.url))
    narrow.setblocking(False)
    url = live.url.replace("http", "ws") + "/collab"
    slow = await connect(url, sock=narrow, compression=None, max_queue=1)
    name = protocol.var_string(writer.address)
    token = protocol.var_string(live.cast.tokens["observer"])
    await slow.send(name + bytes((Message.AUTH, Auth.TOKEN)) + token)
    await slow.send(name + protocol.sync_payload(Sync.STEP1, b"\0"))
    await until(lambda: len(live.hub.rooms[live.cast.texts[0]].subscriptions) == 3)

    for _ in range(400):
        await writer.type("x" * 60_000, at=0)
        await writer.delete(0, 60_000)
        await until(lambda: writer.is_saved)
        if len(live.hub.rooms[live.cast.texts[0]].subscriptions) == 2:
            break
    await writer.type(" and on")
    await until(lambda: reader.text == writer.text and writer.is_saved)

    assert len(live.hub.connections) == 2
    slow.transport.abort()


async def test_sockets_are_told_of_a_restart_once_all_is_durable(live: Live) -> None:
    """SIGTERM: uvicorn calls shutdown() of each socket."""
    writer, other = await live.attach("member"), await live.attach("other_member")
    for number in range(300):
        await writer.type(f"{number} ")
    await writer.client.roundtrip()
    for connection in list(live.hub.connections):
        connection.transport.shutdown()  # type: ignore[attr-defined]

    assert await writer.client.gone() == await other.client.gone() == 1012
    acknowledged = sum(sent.status == 1 and sent.step is Sync.UPDATE for sent in writer.sent)
    words = (await live.words()).plain
    assert all(sent.note in words for sent in writer.sent if sent.status == 1 and sent.step is Sync.UPDATE)
    assert acknowledged == 300


async def test_the_page_says_when_words_were_last_committed(live: Live) -> None:
    """E13, E23: `changed_at` rises with every committed keystroke and with nothing else of the committer's."""
    url = f"/api/paragraphs/{live.cast.paragraphs[0]}"
    before = (await live.http("member").get(url)).json()["changed_at"]
    writer = await live.attach("member")
    await writer.type(" More.")
    await until(lambda: writer.is_saved)

    after = (await live.http("member").get(url)).json()["changed_at"]

    assert after > before
