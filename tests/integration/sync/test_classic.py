"""E25: the classic endpoint for y-websocket: one text a socket, no acknowledgements, a refusal is final."""

from app.sync import protocol
from app.sync.channel import encode_awareness
from app.sync.protocol import Sync
from tests.factories import WORDS
from tests.live import until
from tests.serving import Live


async def test_a_classic_client_reads_and_writes_with_the_others(live: Live) -> None:
    classic, modern = await live.classic("member"), await live.attach("other_member")
    await until(lambda: classic.synced)
    assert classic.text == f"1. {WORDS}"

    await classic.type(" by the classic client")
    await modern.type(" and the other")
    await until(lambda: classic.text == modern.text and modern.is_saved)

    assert (await live.words()).plain == classic.text


async def test_it_is_told_nothing_before_the_commit(live: Live) -> None:
    """E7."""
    writer, classic = await live.attach("member"), await live.classic("other_member")
    await until(lambda: classic.synced)
    before = classic.text

    async with live.held():
        await writer.type(" not yet durable")
        await writer.client.roundtrip()
        late = await live.classic("colleague")
        await writer.client.roundtrip()
        assert classic.text == before
        assert not late.synced
    await until(lambda: classic.text == late.text == writer.text)


async def test_a_refusal_closes_with_4403(live: Live) -> None:
    reader, writer = await live.classic("observer"), await live.classic("member")
    await until(lambda: reader.synced and writer.synced)
    before = await live.words()

    await reader.type(" not mine to write")
    await live.mark("agreed")
    await writer.type(" too late")

    assert await reader.gone() == 4403
    assert await writer.gone() == 4403
    assert (await live.words()).hash == before.hash


async def test_without_sign_in_it_closes_with_4401_and_without_right_with_4403(live: Live) -> None:
    nobody, stranger = await live.classic("nobody"), await live.classic("stranger")

    assert await nobody.gone() == 4401
    assert await stranger.gone() == 4403


async def test_its_own_awareness_comes_back_to_it_alone(live: Live) -> None:
    """The sign of life that this client needs."""
    one, other = await live.classic("member"), await live.classic("other_member")
    await until(lambda: one.synced and other.synced)
    frame = protocol.awareness_payload(encode_awareness([(7, 1, b'{"user":{"name":"x"}}')]))

    await one.send(frame)
    await one.type(" and words")
    await until(lambda: one.awareness and other.text == one.text)

    assert one.awareness == [frame]
    assert other.awareness == []


async def test_a_clean_step2_with_deletions_does_not_throw_a_reader_out(live: Live) -> None:
    """E6."""
    writer = await live.attach("member")
    await writer.delete(0, 5)
    await until(lambda: writer.is_saved)
    reader = await live.classic("observer")
    await until(lambda: reader.synced)

    await reader.send(protocol.sync_payload(Sync.STEP2, bytes(reader.ydoc.get_update())))
    await writer.type(" goes on")
    await until(lambda: reader.text == writer.text)

    assert reader.close_code is None


async def test_nonsense_closes_it(live: Live) -> None:
    client = await live.classic("member")
    await until(lambda: client.synced)

    await client.send(b"\x00\x02\xff\xff\xff\xff")

    assert await client.gone() == 4403


async def test_who_cannot_bring_what_is_missing_is_closed_and_comes_again(live: Live) -> None:
    """E5: this client knows no closing of an address; 1012 lets it reconnect."""
    client = await live.classic("member")
    await until(lambda: client.synced)
    gap = b"\x01\x01\x07\x63\x04\x01\x05words\x01x\x00"  # client 7 from clock 99

    await client.send(protocol.sync_payload(Sync.UPDATE, gap))
    await client.send(protocol.sync_payload(Sync.STEP2, gap))

    assert await client.gone() == 1012
