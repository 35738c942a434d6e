"""The stock @hocuspocus/provider on /collab: many texts on one socket, against a real server."""

from collections.abc import Awaitable, Callable

import pytest

from app.core.ids import uuid7
from app.texts import runs as runs_
from tests.interop.conftest import OBSERVER, STRANGER, Meeting
from tests.interop.stock import StockClient, StockClients
from tests.live import LiveText, until


def is_saved(client: StockClient) -> bool:
    return client.is_saved


async def test_many_texts_share_one_socket_and_show_the_words_of_the_page_state(
    meeting: Meeting, clients: StockClients
) -> None:
    socket = await clients.socket(meeting.url)
    addresses = [meeting.text() for _ in range(12)]
    providers = [await clients.attach(socket, address, meeting.token(0)) for address in addresses]

    for provider, address in zip(providers, addresses, strict=True):
        await provider.until(is_saved)
        words = await meeting.words(address)
        assert (provider.text, provider.hash) == (words["words"], words["content_hash"])
        assert provider.all("authenticated") == [
            {"name": provider.name, "happened": "authenticated", "scope": "read-write"}
        ]
    assert len(socket.all("open")) == 1


async def test_what_one_types_the_others_see_and_unsynced_changes_reach_nought(
    meeting: Meeting, clients: StockClients
) -> None:
    """E3, E7, E9: the hash is the same in the page's canonical form, in the server's, and in the log."""
    address = meeting.text()
    writer, other = [
        await clients.attach(await clients.socket(meeting.url), address, meeting.token(member)) for member in range(2)
    ]
    await writer.until(is_saved)
    await other.until(is_saved)

    await writer.edit(
        ["insert", 0, "😀 The Working Group\n"],
        ["format", 3, 11, {"bold": True}],
        ["format", 8, 12, {"link": "https://example.org/a?b=é"}],
        ["delete", "end", 0],
        ["insert", "end", " [العربية]"],
    )

    await writer.until(is_saved)
    await other.until(lambda seen: seen.hash == writer.hash)
    words = await meeting.words(address)
    assert words["content_hash"] == writer.hash == runs_.content_hash(words["runs"])
    assert words["words"] == writer.text == other.text
    assert words["runs"][1]["attributes"] == {"bold": True}


async def test_what_is_batched_is_acknowledged_as_one(meeting: Meeting, clients: StockClients) -> None:
    address = meeting.text()
    writer = await clients.attach(
        await clients.socket(meeting.url), address, meeting.token(0), options={"flushDelay": 50}
    )
    await writer.until(is_saved)

    for word in ("one ", "two ", "three "):
        await writer.append(word)
    await writer.until(is_saved)

    assert (await meeting.words(address))["words"].endswith("one two three ")


async def test_an_observer_reads_everything_and_nothing_of_theirs_is_added(
    meeting: Meeting, clients: StockClients
) -> None:
    """E6: a reader's clean Step2 is acknowledged; E9: an update of theirs is refused, and says why."""
    address = meeting.text()
    writer = await clients.attach(await clients.socket(meeting.url), address, meeting.token(0))
    await writer.until(is_saved)
    await writer.edit(["insert", 0, "Some words. "], ["delete", 0, 5])
    await writer.until(is_saved)

    socket = await clients.socket(meeting.url)
    observer = await clients.attach(socket, address, meeting.token(OBSERVER))
    other_text = await clients.attach(socket, meeting.text(), meeting.token(OBSERVER))
    await observer.until(is_saved)
    assert observer.state["scope"] == "readonly"
    assert observer.text == writer.text

    await observer.append(" Not mine to say.")
    await observer.until(lambda one: one.messages)
    assert observer.messages == [{"type": "refused", "reason": "observer"}]
    assert observer.state["unsynced"] > 0
    await other_text.until(is_saved)

    await writer.append(" Mine to say.")
    await writer.until(is_saved)
    assert (await meeting.words(address))["content_hash"] == writer.hash
    assert "Not mine" not in writer.text


async def test_a_reader_whose_yjs_tidies_formatting_away_stays_attached(
    meeting: Meeting, clients: StockClients, attach_live: Callable[[str, str], Awaitable[LiveText]]
) -> None:
    """E6: stock Yjs deletes redundant formatting in whoever receives it, and sends that; it changes no words."""
    address = meeting.text()
    reader = await clients.attach(await clients.socket(meeting.url), address, meeting.token(OBSERVER))
    await reader.until(is_saved)
    writer = await attach_live(address, meeting.token(0))

    # A writer that does not tidy: the reader's Yjs finds bold begun and ended with nothing in between.
    await writer.send_update(writer.edit(lambda words: words.format(5, 25, {"bold": True})))
    await reader.until(lambda it: it.hash == writer.hash)  # in one update there is nothing to tidy
    await writer.delete(5, 20)
    await reader.until(lambda it: it.state["wrote"])
    await writer.type(" The end.")

    await reader.until(lambda it: it.text.endswith(" The end.") and it.is_saved)
    assert reader.messages == []
    assert reader.hash == writer.hash == (await meeting.words(address))["content_hash"]


async def test_a_text_that_may_not_be_attached_says_why_and_costs_the_socket_nothing(
    meeting: Meeting, clients: StockClients
) -> None:
    """The provider goes on sending for a denied text; the texts beside it stay attached and saved."""
    socket = await clients.socket(meeting.url)
    good_address, denied_address = meeting.text(), meeting.text()
    good = await clients.attach(socket, good_address, meeting.token(0))
    attempts = {
        "generation": (denied_address.replace("@1", "@2"), meeting.token(0)),
        "sign-in": (denied_address, "cnc_made_up"),
        "foreign": (denied_address, meeting.token(STRANGER)),
        "not-found": (f"{uuid7()}@1", meeting.token(0)),
    }
    for reason, (address, token) in attempts.items():
        denied = await clients.attach(socket, address, token)
        await denied.until(lambda one: one.all("authenticationFailed"))
        assert denied.all("authenticationFailed")[0]["reason"] == reason
        for _ in range(20):
            await denied.append("still typing ")
        assert denied.text == "still typing " * 20

    await good.append(" Saved all the same.")
    await good.until(is_saved)
    assert (await meeting.words(good_address))["words"].endswith(" Saved all the same.")
    assert "still typing" not in (await meeting.words(denied_address))["words"]
    assert len(socket.all("open")) == 1


async def test_a_provider_destroyed_and_made_anew_at_once_is_served(meeting: Meeting, clients: StockClients) -> None:
    """CLOSE, Auth and Step1 of one address arrive back to back, and are taken in this order."""
    address = meeting.text()
    socket = await clients.socket(meeting.url)
    first = await clients.attach(socket, address, meeting.token(0))
    other = await clients.attach(await clients.socket(meeting.url), address, meeting.token(1))
    await first.until(is_saved)
    await other.until(is_saved)

    second = await clients.renew(first, socket, address, meeting.token(0))
    await second.until(is_saved)
    await other.append(" From the other.")
    await second.until(lambda one: one.text.endswith(" From the other."))
    await second.append(" From the second.")
    await second.until(is_saved)

    await other.until(lambda one: one.text.endswith(" From the second."))
    assert second.hash == other.hash
    assert len(socket.all("open")) == 1


async def test_one_text_twice_on_one_socket_with_session_ids(meeting: Meeting, clients: StockClients) -> None:
    address = meeting.text()
    socket = await clients.socket(meeting.url)
    one, two = [
        await clients.attach(socket, address, meeting.token(0), options={"sessionAwareness": True}) for _ in range(2)
    ]
    await one.until(is_saved)
    await two.until(is_saved)

    await one.append(" One.")
    await two.until(lambda seen: seen.text.endswith(" One."))
    await one.do("destroy")
    await two.append(" Two.")
    await two.until(is_saved)

    assert (await meeting.words(address))["words"].endswith(" One. Two.")


async def test_presence_goes_over_the_document_s_channel_and_the_server_says_who(
    meeting: Meeting, clients: StockClients
) -> None:
    """E24: name, delegation and whether somebody only reads are the server's words, whatever a client says."""
    channel = f"doc:{meeting.document}"
    one, reader = [
        await clients.attach(await clients.socket(meeting.url), channel, meeting.token(member), awareness=True)
        for member in (0, OBSERVER)
    ]
    for client in (one, reader):
        await client.until(lambda it: it.all("authenticated"))
    paragraph = meeting.paragraph()[1]
    await one.do("present", state={"user": {"name": "Somebody else"}, "paragraph": paragraph})
    await reader.do("present", state={"paragraph": None})

    mine, theirs = str(one.state["client"]), str(reader.state["client"])
    await reader.until(lambda it: it.state["present"].get(mine, {}).get("paragraph") == paragraph)
    await one.until(lambda it: theirs in it.state["present"])
    assert reader.state["present"][mine]["user"] == {
        "name": "Member 1",
        "delegation": "Delegation 1",
        "reader": False,
        "office": None,
    }
    assert one.state["present"][theirs]["user"]["reader"] is True

    await one.do("destroy")
    await reader.until(lambda it: mine not in it.state["present"])


async def test_what_the_chair_does_comes_as_numbered_events(meeting: Meeting, clients: StockClients) -> None:
    listener = await clients.attach(
        await clients.socket(meeting.url), f"doc:{meeting.document}", meeting.token(0), awareness=True
    )
    await listener.until(lambda it: any(one["type"] == "tick" for one in it.messages))
    number = (await meeting.page_state())["seq"]
    address, paragraph = meeting.paragraph()

    await meeting.mark(address, paragraph, "to_revisit")
    async with meeting.http() as http:
        category = (await meeting.words(address))["category"]
        added = {"id": str(uuid7()), "text": str(uuid7()), "after": paragraph, "category": category}
        response = await http.post(f"/api/documents/{meeting.document}/paragraphs", json=added | {"level": 0})
    assert response.status_code == 201, response.text

    def events(it: StockClient) -> list[tuple[int, str]]:
        return [
            (one["number"], one["kind"]) for one in it.messages if one["type"] == "event" and one["number"] > number
        ]

    await listener.until(lambda it: len(events(it)) >= 2)
    assert events(listener) == [(number + 1, "paragraph.marked"), (number + 2, "paragraph.added")]
    assert (await meeting.page_state())["seq"] == number + 2


async def test_a_mark_closes_a_text_live_and_what_was_typed_then_is_handed_back(
    meeting: Meeting, clients: StockClients
) -> None:
    """E9, E10, E11: a new scope without reconnecting, a refusal with its reason, a new generation at reopening."""
    address, paragraph = meeting.paragraph()
    writer = await clients.attach(await clients.socket(meeting.url), address, meeting.token(0))
    await writer.until(is_saved)

    await meeting.mark(address, paragraph, "agreed")
    await writer.until(lambda it: it.state["scope"] == "readonly")
    agreed = (await meeting.words(address))["content_hash"]
    await writer.append(" One more thing.")
    await writer.until(lambda it: it.messages)
    assert writer.messages == [{"type": "refused", "reason": "agreed"}]
    assert (await meeting.words(address))["content_hash"] == agreed
    async with meeting.http(meeting.token(0)) as http:
        handed_back = (await http.get(f"/api/texts/{address.partition('@')[0]}/refused")).json()
    assert [one["words"].endswith(" One more thing.") for one in handed_back] == [True]

    await meeting.mark(address, paragraph, "not_yet_discussed", reason="A delegation asks")
    late = await clients.attach(await clients.socket(meeting.url), address, meeting.token(0))
    await late.until(lambda it: it.all("authenticationFailed"))
    assert late.all("authenticationFailed")[0]["reason"] == "generation"
    assert (await meeting.words(address))["generation"] == 2


async def test_a_changed_seat_changes_the_scope_of_what_is_attached(meeting: Meeting, clients: StockClients) -> None:
    """E10."""
    member = 5
    socket = await clients.socket(meeting.url)
    address = meeting.text()
    writer = await clients.attach(socket, address, meeting.token(member))
    await writer.until(is_saved)

    await meeting.seat(member, "observer")
    await writer.until(lambda it: it.state["scope"] == "readonly")
    await meeting.seat(member, "member")
    await writer.until(lambda it: it.state["scope"] == "read-write")

    await writer.append(" Again a member.")
    await writer.until(is_saved)
    assert (await meeting.words(address))["words"].endswith(" Again a member.")
    assert len(socket.all("open")) == 1


async def test_what_was_typed_offline_comes_in_on_coming_back(meeting: Meeting, clients: StockClients) -> None:
    address = meeting.text()
    socket = await clients.socket(meeting.url)
    away = await clients.attach(socket, address, meeting.token(0))
    here = await clients.attach(await clients.socket(meeting.url), address, meeting.token(1))
    await away.until(is_saved)
    await here.until(is_saved)

    await socket.do("disconnect")
    await socket.until(lambda it: it.state["status"] == "disconnected")
    await away.edit(["insert", 0, "Typed offline. "], ["delete", "end", 0])
    await here.append(" Typed meanwhile.")
    await here.until(is_saved)
    await socket.do("connect")

    await here.until(lambda it: it.text.startswith("Typed offline. "))
    await away.until(lambda it: it.is_saved and it.hash == here.hash)
    assert (await meeting.words(address))["content_hash"] == here.hash


@pytest.mark.parametrize("ending", ["terminate", "kill"])
async def test_a_server_that_ends_and_starts_again_loses_nothing(
    ending: str, meeting: Meeting, clients: StockClients
) -> None:
    """E7: what was saved is there after `kill -9`; what was typed meanwhile comes in; nobody does anything for it."""
    quick = {"delay": 100, "minDelay": 100, "maxDelay": 500}
    addresses = [meeting.text(), meeting.text()]
    sockets = [await clients.socket(meeting.url, **quick) for _ in range(2)]
    here = [await clients.attach(socket, address, meeting.token(0)) for socket in sockets for address in addresses]
    for client in here:
        await client.until(is_saved)

    await here[0].append(" Before.")
    await here[0].until(is_saved)
    await here[3].append(" Just before.")
    await getattr(meeting.server, ending)()
    for socket in sockets:
        await socket.until(lambda it: it.all("close"))
        assert socket.all("close")[0]["code"] == (1012 if ending == "terminate" else 1006)
    await here[1].append(" While it was away.")
    await here[2].edit(["insert", 0, "While it was away. "])
    await meeting.server.start()

    def at_rest() -> bool:
        return all(one.is_saved for one in here) and here[0].hash == here[2].hash and here[1].hash == here[3].hash

    await until(at_rest, lambda: here)
    assert here[0].text.startswith("While it was away. ")
    assert here[0].text.endswith(" Before.")
    assert here[1].text.count(" Just before.") == here[1].text.count(" While it was away.") == 1
    for client, address in zip(here[:2], addresses, strict=True):
        assert (await meeting.words(address))["content_hash"] == client.hash


@pytest.mark.long
@pytest.mark.timeout(180)
async def test_a_quiet_socket_stays_open(meeting: Meeting, clients: StockClients) -> None:
    """The provider closes a socket that said nothing for 30 s; here it is the server's ping that speaks."""
    socket = await clients.socket(meeting.url)
    reader = await clients.attach(socket, meeting.text(), meeting.token(OBSERVER))
    await reader.until(is_saved)

    with pytest.raises(TimeoutError):
        await until(lambda: socket.all("close"), "a close that must not come", deadline=40)

    assert len(socket.all("open")) == 1
    assert socket.state["status"] == "connected"
