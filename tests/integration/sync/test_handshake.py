"""E9, E11, and the protocol's order: attaching, frames before the verdict, leaving and coming again, refusals."""

from uuid import uuid4

import pytest

from app.sync import protocol
from app.sync.protocol import Auth, Message, Sync
from tests.factories import WORDS
from tests.live import Client, until
from tests.serving import Live


async def test_a_text_is_attached_in_the_order_verdict_then_step1_then_step2_then_status(live: Live) -> None:
    text = await live.attach("member")

    assert text.events == ["read-write", "step1", "step2", "status 1"]
    assert text.text == f"1. {WORDS}"
    assert text.is_saved


async def test_frames_sent_before_auth_wait_for_the_verdict_and_are_taken_in_order(live: Live) -> None:
    client = await live.connect("member")
    text = client.join(f"{live.cast.texts[0]}@1")
    first = text.edit(lambda words: words.insert(0, "one "))
    second = text.edit(lambda words: words.insert(4, "two "))

    await text.send_update(first)
    await text.send_update(second)
    await client.roundtrip()
    assert text.events == []

    await text.attach()
    await until(lambda: text.synced and not text.waiting, lambda: text.events)

    assert text.events[0] == "read-write"
    assert text.is_saved
    assert (await live.words()).plain == text.text
    assert text.text.startswith("one two 1.") or text.text.endswith("one two ")


async def test_closing_and_attaching_again_in_one_breath_makes_a_fresh_subscription(live: Live) -> None:
    client = await live.connect("member")
    text = await client.attach(f"{live.cast.texts[0]}@1")
    other = await live.attach("other_member")
    await text.type(" before")
    await until(lambda: text.is_saved)

    await text.close()
    again = client.join(text.address)
    await again.attach()
    await until(lambda: again.synced and not again.waiting)
    await other.type(" from the other")
    await again.type(" after")
    await until(lambda: again.is_saved and other.is_saved and again.text == other.text)

    assert again.events[:4] == ["read-write", "step1", "step2", "status 1"]
    assert "close" not in " ".join(again.events)


async def test_what_was_sent_before_leaving_is_not_acknowledged_to_those_who_attach_next(live: Live) -> None:
    """E9, E12: a page that opens the same address afresh counts its own updates only."""
    client = await live.connect("member")
    text = await client.attach(f"{live.cast.texts[0]}@1")

    async with live.held():
        await text.type(" typed before leaving")
        await text.close()
        again = client.join(text.address)
        await again.attach()
        await client.roundtrip()
    await until(lambda: again.synced and not again.waiting, lambda: again.events)
    await again.type(" typed after")
    await until(lambda: not again.waiting)

    assert again.stray == 0
    assert again.is_saved
    assert "typed before leaving typed after" in (await live.words()).plain


async def test_each_session_id_of_one_text_is_an_address_of_its_own(live: Live) -> None:
    client = await live.connect("member")
    name = f"{live.cast.texts[0]}@1"
    plain, first, second = [await client.attach(name + session) for session in ("", "\0abc", "\0def")]

    await first.type(" from the first")
    await until(lambda: plain.text == first.text == second.text)
    await first.close()
    await plain.type(" and the plain one")
    await until(lambda: second.text == plain.text and plain.is_saved)

    assert "plain one" not in first.text
    assert not second.stray


async def test_a_denied_text_that_keeps_sending_gets_no_more_answers_and_hurts_no_other(live: Live) -> None:
    client = await live.connect("stranger")
    denied = client.join(f"{live.cast.texts[0]}@1")
    await denied.attach()
    await until(lambda: denied.denied)
    for number in range(1500):
        await denied.send_update(denied.edit(lambda words, n=number: words.insert(0, f"{n} ")))  # type: ignore[misc]
        await denied.be_present({"n": number})
    await client.roundtrip()

    assert denied.events == ["denied foreign"]
    assert client.is_open
    assert (await live.words()).seq == 1
    subscription = next(iter(live.hub.connections)).subscriptions[denied.address.encode()]
    assert subscription.backlog == []


async def test_a_new_auth_for_a_denied_text_is_a_fresh_attempt(live: Live) -> None:
    client = await live.connect("stranger")
    denied = client.join(f"{live.cast.texts[0]}@1")
    await denied.attach()
    await until(lambda: denied.denied)

    denied.token = live.cast.tokens["member"]
    await denied.attach()
    await until(lambda: denied.synced and not denied.waiting)

    assert denied.events == ["denied foreign", "read-write", "step1", "step2", "status 1"]


@pytest.mark.parametrize(
    ("name", "role", "reason"),
    [
        ("nonsense", "member", "not-found"),
        ("{uuid}@1", "member", "not-found"),
        ("doc:{uuid}", "member", "not-found"),
        ("{text}@2", "member", "generation"),
        ("{text}@x", "member", "not-found"),
        ("{text}@1", "nobody", "sign-in"),
        ("{text}@1", "stranger", "foreign"),
    ],
)
async def test_what_may_not_be_attached_is_denied_with_its_reason(
    live: Live, name: str, role: str, reason: str
) -> None:
    client = await live.connect(role)
    text = client.join(name.format(uuid=uuid4(), text=live.cast.texts[0]))
    await text.attach()
    await until(lambda: text.denied)

    assert text.denied == [reason]


async def test_a_name_without_generation_is_the_present_one(live: Live) -> None:
    text = await (await live.connect("member")).attach(live.cast.texts[0])

    await text.type(" typed")
    await until(lambda: text.is_saved)

    assert (await live.words()).plain == text.text


async def test_one_socket_attaches_more_than_a_thousand_texts_at_once(live: Live) -> None:
    client = await live.connect("member")
    texts = [client.join(f"{live.cast.texts[n % 3]}@1\0{n}") for n in range(1200)]
    for text in texts:
        await text.attach()
        await text.be_present({})
    await until(lambda: all(text.synced and not text.waiting for text in texts), deadline=60)

    assert all(text.is_saved for text in texts)


async def test_a_ping_is_one_byte_and_goes_to_quiet_sockets_soon(live: Live) -> None:
    client = await live.connect("member")
    await client.attach(f"{live.cast.texts[0]}@1")

    await until(lambda: client.pings, deadline=25)
    await client.roundtrip()

    assert client.is_open


async def test_an_older_page_is_told_to_reload(live: Live) -> None:
    """E4: it never binds an editor."""
    client = await Client(live.url).open("?schema=0")

    assert await client.gone() == 4426


async def test_updates_before_the_step2_exchange_are_answered_one_by_one(live: Live) -> None:
    client = await live.connect("member")
    text = client.join(f"{live.cast.texts[0]}@1")
    await text.send(bytes((Message.AUTH, Auth.TOKEN)) + protocol.var_string(text.token) + protocol.var_string("4.8.0"))
    for word in ("a", "b", "c"):
        await text.type(word)
    await text.send(protocol.sync_payload(Sync.STEP1, b"\0"))
    await until(lambda: text.synced and not text.waiting)

    assert [sent.status for sent in text.sent] == [1, 1, 1, 1]
    assert text.is_saved
