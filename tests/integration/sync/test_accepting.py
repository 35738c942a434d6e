"""E4–E7, E9: what is let in, what is asked for, what is nothing new, and that nothing is told before it is durable."""

from typing import Any

import pycrdt
import pytest

from app.sync import protocol
from app.sync.protocol import Message, Sync
from app.texts import runs as runs_
from app.texts.schema import MAX_UPDATE
from tests.live import until
from tests.serving import Live


async def test_every_update_gets_one_status_in_order(live: Live) -> None:
    """E9."""
    text = await live.attach("member")

    for number in range(200):
        await text.type(f"{number} ")
    await until(lambda: text.is_saved)

    assert [sent.status for sent in text.sent] == [1] * 201
    assert (await live.words()).plain == text.text


async def test_words_reach_the_other_readers(live: Live) -> None:
    writer, reader = await live.attach("member"), await live.attach("observer")

    await writer.type("Écrit à Genève 😀 工作组 ")
    await writer.delete(0, 1)
    await until(lambda: writer.is_saved and reader.text == writer.text)

    assert reader.scope == "readonly"
    assert reader.hash == (await live.words()).hash


async def test_nothing_is_told_before_it_is_committed(live: Live) -> None:
    """E7: no status, no words to others, none in the Step2 of who comes meanwhile."""
    writer, reader = await live.attach("member"), await live.attach("observer")
    before = reader.text

    async with live.held():
        await writer.type(" not yet durable")
        await writer.client.roundtrip()
        newcomer = (await live.connect("other_member")).join(writer.address)
        await newcomer.attach()
        await newcomer.client.roundtrip()
        await reader.client.roundtrip()
        assert len(writer.waiting) == 1
        assert reader.text == before
        assert "step2" not in newcomer.events
        assert newcomer.text == ""
    await until(lambda: writer.is_saved and reader.text == newcomer.text == writer.text)

    assert newcomer.events[0] == "read-write"


async def test_a_writer_goes_on_while_the_disk_is_slow(live: Live) -> None:
    """E7: the room knows what waits, so that the next update can be judged."""
    writer, reader = await live.attach("member"), await live.attach("observer")

    async with live.held():
        for number in range(20):
            await writer.type(f" {number}")
        await writer.delete(0, 3)
        await writer.client.roundtrip()
        assert len(writer.waiting) == 21
    await until(lambda: writer.is_saved and reader.text == writer.text)

    assert (await live.words()).plain == writer.text


async def test_what_misses_its_predecessor_is_asked_for_once(live: Live) -> None:
    """E5: the Step1 brings the rest, and then everything counts."""
    text = await live.attach("member")
    text.edit(lambda words: words.insert(0, "lost on the way "))

    sent = await text.type(" after the gap")
    await until(lambda: not text.waiting, lambda: text.events)

    assert text.events.count("step1") == 2
    assert sent.status == 1
    assert not text.closed
    assert (await live.words()).plain == text.text


async def test_who_cannot_bring_the_rest_is_closed_and_starts_afresh(live: Live) -> None:
    """E5."""
    text, reader = await live.attach("member"), await live.attach("observer")
    text.edit(lambda words: words.insert(0, "never sent "))
    gap = text.edit(lambda words: words.insert(3, "hanging"))
    before = reader.text
    text.brings_the_rest = False

    await text.send(protocol.sync_payload(Sync.UPDATE, gap))
    await until(lambda: text.events.count("step1") == 2)
    await text.send(protocol.sync_payload(Sync.STEP2, gap))
    await until(lambda: text.closed)
    await text.type("ignored from now on")
    await text.client.roundtrip()

    assert text.closed == ["resync"]
    assert (await live.words()).plain == reader.text == before


async def test_a_deletion_of_what_nobody_has_yet_waits_for_it(live: Live) -> None:
    """E5: deletions have predecessors too."""
    text = await live.attach("member")
    text.edit(lambda words: words.insert(0, "abc"))

    sent = await text.delete(0, 2)
    await until(lambda: not text.waiting)

    assert sent.status == 1
    assert text.events.count("step1") == 2
    assert (await live.words()).plain == text.text
    assert text.text.startswith("c1.")


async def test_what_holds_nothing_new_is_acknowledged_and_not_logged(live: Live) -> None:
    """E6."""
    text = await live.attach("member")
    first = await text.type(" once")
    await until(lambda: text.is_saved)
    seq = (await live.words()).seq

    await text.send_update(first.update)
    await text.send_update(bytes(text.ydoc.get_update()), Sync.STEP2)
    await text.send_update(protocol.EMPTY_UPDATE)
    await until(lambda: text.is_saved)

    assert (await live.words()).seq == seq


async def test_only_the_new_part_of_an_update_is_logged(live: Live) -> None:
    """E6."""
    text = await live.attach("member")
    await text.type(" known")
    await until(lambda: text.is_saved)
    text.edit(lambda words: words.insert(0, "x"))

    await text.send_update(bytes(text.ydoc.get_update()), Sync.STEP2)
    await until(lambda: text.is_saved)
    room = live.hub.rooms[live.cast.texts[0]]

    assert (await live.words()).plain == text.text
    assert room.tail_bytes < 100


async def test_a_clean_reader_is_in_step_and_a_typing_one_is_refused(live: Live) -> None:
    """E6: a clean Step2 carries the whole delete set; nothing new is acknowledged whatever the lock."""
    writer = await live.attach("member")
    await writer.type("some words to delete again")
    await writer.delete(len(writer.text) - 5, 5)
    await until(lambda: writer.is_saved)

    reader = await live.attach("observer")
    assert reader.events == ["readonly", "step1", "step2", "status 1"]
    await reader.send_update(bytes(reader.ydoc.get_update()), Sync.STEP2)
    await until(lambda: not reader.waiting)
    sent = await reader.type(" not mine to write")
    await until(lambda: not reader.waiting)

    assert sent.status == 0
    assert reader.reasons == ["observer"]
    assert reader.events[-2:] == ["refused", "status 0"]
    assert (await live.words()).plain == writer.text


async def test_after_a_refusal_nothing_is_answered_until_a_new_auth(live: Live) -> None:
    """E9."""
    reader = await live.attach("observer")
    first = await reader.type("refused")
    for _ in range(5):
        reader.dropped = False
        await reader.type("more of it")
    await reader.client.roundtrip()
    await until(lambda: first.status == 0)

    assert reader.events.count("status 0") == 1
    assert len(reader.waiting) == 5
    again = reader.client.join(reader.address)
    await again.attach()
    await until(lambda: again.synced and not again.waiting)
    assert again.is_saved


async def test_refused_words_are_kept_and_handed_back_to_their_author_alone(live: Live) -> None:
    """E9."""
    writer = await live.attach("member")
    await writer.type(" These words came in time,")
    await until(lambda: writer.is_saved)
    await live.mark("to_revisit")
    await until(lambda: writer.scope == "readonly")

    await writer.type(" and these too late.")
    await until(lambda: writer.refused)
    [kept] = await live.handed_back("member")

    assert kept["words"] == writer.text
    assert kept["words"].endswith("These words came in time, and these too late.")
    assert kept["reason"] == "marked"
    assert await live.handed_back("colleague") == []


def _mark(text: pycrdt.Text) -> None:
    text.format(0, 3, {"blink": True})


def _embed(text: pycrdt.Text) -> None:
    text.insert_embed(0, {"image": "x"})


def _control(text: pycrdt.Text) -> None:
    text.insert(0, "\x07")


def _script(text: pycrdt.Text) -> None:
    text.format(0, 3, {"link": "javascript:alert(1)"})


@pytest.mark.parametrize("change", [_mark, _embed, _control, _script])
async def test_foreign_content_is_refused_and_never_shown(live: Live, change: object) -> None:
    """E1, E4."""
    text, reader = await live.attach("member"), await live.attach("observer")
    before = await live.words()

    sent = await text.send_update(text.edit(change))  # type: ignore[arg-type]
    await until(lambda: not text.waiting)

    assert sent.status == 0
    assert text.reasons == ["foreign-content"]
    assert reader.hash == before.hash == (await live.words()).hash


async def test_another_root_or_a_tree_is_refused(live: Live) -> None:
    """E1: one flat text and nothing else."""
    for root, kind in (
        ("other", pycrdt.Text("x")),
        ("prosemirror", pycrdt.XmlFragment()),
        ("words", pycrdt.Array(["x"])),
    ):
        text = await live.attach("member")
        foreign: pycrdt.Doc[Any] = pycrdt.Doc()
        foreign[root] = kind
        if isinstance(kind, pycrdt.XmlFragment):
            kind.children.append(pycrdt.XmlText("x"))
        sent = await text.send_update(bytes(foreign.get_update()))
        await until(lambda text=text: not text.waiting)  # type: ignore[misc]

        assert sent.status == 0, root
        assert text.reasons == ["foreign-content"]
    assert (await live.words()).seq == 1


async def test_the_marks_of_the_schema_are_let_in(live: Live) -> None:
    """E1."""
    text, reader = await live.attach("member"), await live.attach("observer")

    for name in ("bold", "italic", "underline", "strike", "sub", "sup"):
        await text.send_update(text.edit(lambda words, name=name: words.format(0, 4, {name: True})))  # type: ignore[misc]
    await text.send_update(text.edit(lambda words: words.format(5, 9, {"link": "https://example.org"})))
    await text.send_update(text.edit(lambda words: words.insert(4, "\ufffc", {"footnote": "A note."})))
    await until(lambda: text.is_saved and reader.hash == text.hash)

    assert (await live.words()).runs == runs_.runs_of(reader.ydoc)


async def test_a_malformed_update_is_refused_and_costs_its_own_text_only(live: Live) -> None:
    client = await live.connect("member")
    text, other = [await client.attach(f"{live.cast.texts[n]}@1") for n in (0, 1)]

    sent = await text.send_update(b"\x01\x02\x03")
    await until(lambda: not text.waiting)
    await other.type(" goes on")
    await until(lambda: other.is_saved)

    assert sent.status == 0
    assert text.reasons == ["malformed"]
    assert client.is_open


async def test_a_message_that_makes_no_sense_closes_its_own_text_only(live: Live) -> None:
    client = await live.connect("member")
    text, other = [await client.attach(f"{live.cast.texts[n]}@1") for n in (0, 1)]

    await text.send(bytes((Message.SYNC, 7)) + protocol.var_bytes(b"x"))
    await until(lambda: text.closed)
    await other.type(" goes on")
    await until(lambda: other.is_saved)

    assert text.closed == ["resync"]


async def test_unknown_messages_are_ignored(live: Live) -> None:
    text = await live.attach("member")

    for kind in (3, 4, 6, 9, 10, 77):
        await text.send(bytes((kind,)) + protocol.var_string("x"))
    await text.send(protocol.stateless("hello"))
    await text.type(" goes on")
    await until(lambda: text.is_saved)

    assert text.client.is_open


async def test_an_update_may_be_64_kib_and_no_more(live: Live) -> None:
    """E4."""
    text = await live.attach("member")
    fits = await text.type("a" * (MAX_UPDATE - 100))
    await until(lambda: text.is_saved)
    too_much = await text.type("b" * MAX_UPDATE)
    await until(lambda: not text.waiting)

    assert (fits.status, too_much.status) == (1, 0)
    assert "bb" not in (await live.words()).plain


async def test_a_text_may_have_a_hundred_thousand_characters_and_no_more(live: Live) -> None:
    """E4."""
    text = await live.attach("member")
    await text.delete(0, len(text.text))
    for _ in range(2):
        await text.type("a" * 50_000)
    await until(lambda: text.is_saved)
    over = await text.type("b")
    await until(lambda: not text.waiting)

    assert over.status == 0
    assert text.reasons == ["too-long"]
    again = await live.attach("member")
    await again.delete(0, 10)
    await again.type("c" * 10)
    await until(lambda: again.is_saved)
    assert len((await live.words()).plain) == 100_000


async def test_a_frame_over_one_mebibyte_ends_the_socket(live: Live) -> None:
    """E4."""
    text = await live.attach("member")

    await text.send(protocol.sync_payload(Sync.UPDATE, b"x" * 1024 * 1024))

    assert await text.client.gone() == 1009


async def test_too_much_before_sign_in_ends_the_socket(live: Live) -> None:
    client = await live.connect("member")
    text = client.join(f"{live.cast.texts[0]}@1")
    for _ in range(1001):
        await text.send(protocol.sync_payload(Sync.STEP1, b"\0"))

    assert await client.gone() == 4205


async def test_text_frames_end_the_socket(live: Live) -> None:
    client = await live.connect("member")
    await client.send_text("hello")

    assert await client.gone() == 1003


async def test_a_fast_sender_is_slowed_and_not_cut(live: Live) -> None:
    """E4."""
    text = await live.attach("member")
    async with live.held():
        for _ in range(5_000):
            await text.type("x")
        connection = next(one for one in live.hub.connections if one.subscriptions)
        await until(lambda: connection.paused, "the socket to be read no more")
        assert connection.uncommitted < 4_000
    await until(lambda: text.is_saved, deadline=60)

    assert (await live.words()).plain == text.text
