"""E25: the stock y-websocket on /collab/y/{text}, against a real server."""

import pytest

from tests.interop.conftest import OBSERVER, STRANGER, Meeting
from tests.interop.stock import StockClient, StockClients
from tests.live import until


def is_synced(client: StockClient) -> bool:
    return bool(client.state.get("synced"))


def is_closed_for_good(client: StockClient) -> bool:
    return bool(client.all("closed")) and not client.state["willConnect"]


async def test_it_edits_one_text_together_with_the_hocuspocus_provider(meeting: Meeting, clients: StockClients) -> None:
    """The text is named with its generation or without."""
    address = meeting.text()
    classic = await clients.classic(meeting.url, address.partition("@")[0], meeting.token(0))
    named = await clients.classic(meeting.url, address, meeting.token(1))
    provider = await clients.attach(await clients.socket(meeting.url), address, meeting.token(2))
    for client in (classic, named, provider):
        await client.until(is_synced)
    assert classic.hash == (await meeting.words(address))["content_hash"]

    await classic.edit(["insert", 0, "Classic 😀 "], ["format", 0, 7, {"italic": True}])
    await provider.until(lambda it: it.text.startswith("Classic 😀 "))
    await provider.edit(["delete", 0, 8], ["insert", "end", " Hocuspocus."])
    await classic.until(lambda it: it.text.endswith(" Hocuspocus."))
    await provider.until(lambda it: it.is_saved)

    await until(lambda: classic.hash == named.hash == provider.hash, lambda: f"{classic} {named} {provider}")
    assert (await meeting.words(address))["content_hash"] == classic.hash


async def test_an_observer_reads_and_is_closed_for_good_at_the_first_word(
    meeting: Meeting, clients: StockClients
) -> None:
    """Close 4403 is final for this client: no loop of reconnecting and being refused."""
    address = meeting.text()
    writer = await clients.classic(meeting.url, address, meeting.token(0))
    observer = await clients.classic(meeting.url, address, meeting.token(OBSERVER))
    await observer.until(is_synced)
    await writer.until(is_synced)
    await writer.append(" To be read.")
    await observer.until(lambda it: it.text.endswith(" To be read."))

    await observer.append(" Not mine to say.")
    await observer.until(is_closed_for_good)
    assert [(one["code"], one["reason"]) for one in observer.all("closed")] == [(4403, "observer")]

    await writer.append(" Still here.")
    await until_words(meeting, address, " To be read. Still here.")
    assert len(observer.all("connecting")) <= 1


@pytest.mark.parametrize(
    ("who", "code"), [("nobody", 4401), ("made up", 4401), ("a stranger", 4403), ("an older generation", 4403)]
)
async def test_who_may_not_read_is_closed_for_good(
    who: str, code: int, meeting: Meeting, clients: StockClients
) -> None:
    address = meeting.text()
    token = {"nobody": "", "made up": "cnc_made_up", "a stranger": meeting.token(STRANGER)}.get(who, meeting.token(0))
    if who == "an older generation":
        address = address.replace("@1", "@0")
    client = await clients.classic(meeting.url, address, token)

    await client.until(is_closed_for_good)
    assert [one["code"] for one in client.all("closed")] == [code]
    assert client.text == ""


async def test_an_agreed_text_refuses_and_stays_as_it_was(meeting: Meeting, clients: StockClients) -> None:
    address, paragraph = meeting.paragraph()
    writer = await clients.classic(meeting.url, address, meeting.token(0))
    await writer.until(is_synced)
    agreed = (await meeting.mark(address, paragraph, "agreed"))["content_hash"]

    await writer.append(" One more thing.")
    await writer.until(is_closed_for_good)

    assert writer.all("closed")[0]["reason"] == "agreed"
    assert (await meeting.words(address))["content_hash"] == agreed


async def test_it_comes_back_after_a_restart_with_what_was_typed_meanwhile(
    meeting: Meeting, clients: StockClients
) -> None:
    address = meeting.text()
    writer = await clients.classic(meeting.url, address, meeting.token(0))
    other = await clients.classic(meeting.url, address, meeting.token(1))
    await writer.until(is_synced)
    await other.until(is_synced)
    await writer.append(" Before.")
    await other.until(lambda it: it.text.endswith(" Before."))

    await meeting.server.kill()
    await writer.until(lambda it: not it.state["connected"])
    await writer.append(" Meanwhile.")
    await meeting.server.start()

    await other.until(lambda it: it.text.endswith(" Before. Meanwhile."))
    await until_words(meeting, address, " Before. Meanwhile.")
    assert not writer.all("closed")


async def test_presence_on_a_text_is_told_to_nobody_but_its_sender(meeting: Meeting, clients: StockClients) -> None:
    """E24: carets go over the document's channel; here awareness is only a sign of life."""
    address = meeting.text()
    one = await clients.classic(meeting.url, address, meeting.token(0))
    two = await clients.classic(meeting.url, address, meeting.token(1))
    await one.until(is_synced)
    await two.until(is_synced)

    await one.do("present", state={"user": {"name": "Somebody"}})
    await one.append(" After it.")
    await two.until(lambda it: it.text.endswith(" After it."))

    assert len(two.state["present"]) == 1
    assert list(one.state["present"].values()) == [{"user": {"name": "Somebody"}}]


@pytest.mark.long
@pytest.mark.timeout(180)
async def test_a_quiet_classic_socket_stays_connected(meeting: Meeting, clients: StockClients) -> None:
    """Its own awareness, renewed every 15 s and sent back to it, is what it hears within its 30 s."""
    reader = await clients.classic(meeting.url, meeting.text(), meeting.token(OBSERVER))
    await reader.until(is_synced)

    with pytest.raises(TimeoutError):
        await until(lambda: reader.all("connection-close"), "a close that must not come", deadline=45)

    assert reader.state["connected"] and reader.state["synced"]


async def until_words(meeting: Meeting, address: str, ending: str) -> None:
    """This client is not told when its words are saved: ask until they are."""

    async def saved() -> bool:
        return bool((await meeting.words(address))["words"].endswith(ending))

    await until(saved, f"the words to end with {ending!r}")
