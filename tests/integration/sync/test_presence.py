"""E24: who is here and where, and document events, on the document's channel."""

from typing import Any

from app.core.ids import uuid7
from tests.live import LiveText, until
from tests.serving import Live


def state_of(reader: LiveText, other: LiveText) -> dict[str, Any]:
    found: dict[str, Any] = reader.awareness.get(other.ydoc.client_id) or {}
    return found


async def test_the_server_writes_who_it_is(live: Live) -> None:
    member, observer = await live.channel("member"), await live.channel("observer")

    await member.be_present({"user": {"name": "The Chair", "delegation": "Atlantis"}, "paragraph": "p", "junk": "x"})
    await observer.be_present({"user": {"name": "nobody"}})
    await until(lambda: state_of(observer, member) and state_of(member, observer))

    seen = state_of(observer, member)
    assert (seen["user"]["name"], seen["user"]["delegation"], seen["user"]["reader"]) == ("Member", "Hungary", False)
    assert seen["user"]["office"] is None
    assert seen["paragraph"] == "p"
    assert "junk" not in seen
    assert state_of(member, observer)["user"]["reader"] is True


async def test_an_office_is_shown_as_such(live: Live) -> None:
    chair, observer = await live.channel("chair"), await live.channel("observer")

    await chair.be_present({"user": {"office": "secretariat"}})
    await until(lambda: state_of(observer, chair))

    user = state_of(observer, chair)["user"]
    assert (user["name"], user["delegation"], user["office"]) == ("Chair", None, "chair")


async def test_a_newcomer_is_told_who_is_here(live: Live) -> None:
    member = await live.channel("member")
    await member.be_present({"paragraph": "p"})
    await until(lambda: state_of(member, member))

    observer = await live.channel("observer")
    await until(lambda: state_of(observer, member))


async def test_nobody_speaks_for_another_client(live: Live) -> None:
    member, other = await live.channel("member"), await live.channel("other_member")
    await member.be_present({"paragraph": "p"})
    await until(lambda: state_of(other, member))

    await other.be_present({"paragraph": "forged"}, client=member.ydoc.client_id, clock=9)
    await other.be_present(None, client=member.ydoc.client_id, clock=10)
    await other.be_present({"paragraph": "own"})
    await until(lambda: state_of(member, other))

    assert state_of(member, member)["paragraph"] == "p"
    assert state_of(member, member)["user"]["name"] == "Member"


async def test_who_leaves_is_gone_for_the_others(live: Live) -> None:
    observer = await live.channel("observer")
    closing, cut = await live.channel("member"), await live.channel("other_member")
    for text in (closing, cut):
        await text.be_present({"paragraph": "p"})
    await until(lambda: state_of(observer, closing) and state_of(observer, cut))

    await closing.close()
    cut.client.cut()
    await until(lambda: not state_of(observer, closing) and not state_of(observer, cut))

    assert observer.awareness[closing.ydoc.client_id] is None


async def test_who_comes_back_on_a_new_socket_is_seen_at_once(live: Live) -> None:
    """A browser keeps its client id over a lost connection, and the old socket may linger."""
    observer, first = await live.channel("observer"), await live.channel("member")
    await first.be_present({"paragraph": "before"})
    await until(lambda: state_of(observer, first))

    second = await live.channel("member")
    await second.be_present({"paragraph": "after"}, client=first.ydoc.client_id, clock=2)
    await until(lambda: state_of(observer, first).get("paragraph") == "after")
    await first.client.close()
    await observer.client.roundtrip()
    await second.be_present({"paragraph": "still here"}, client=first.ydoc.client_id, clock=5)

    await until(lambda: state_of(observer, first).get("paragraph") == "still here")


async def test_who_left_and_comes_back_is_seen_again_without_counting_on(live: Live) -> None:
    """y-protocols ignores what is not newer than the farewell, and a browser does not know of its own farewell."""
    observer, first = await live.channel("observer"), await live.channel("member")
    await first.be_present({"paragraph": "before"}, clock=3)
    await until(lambda: state_of(observer, first))
    first.client.cut()
    await until(lambda: not state_of(observer, first))
    farewell = observer.clocks[first.ydoc.client_id]

    second = await live.channel("member")
    await second.be_present({"paragraph": "after"}, client=first.ydoc.client_id, clock=3)
    await until(lambda: state_of(observer, first).get("paragraph") == "after")

    assert observer.clocks[first.ydoc.client_id] > farewell


async def test_changes_of_presence_are_sent_together(live: Live) -> None:
    observer, member = await live.channel("observer"), await live.channel("member")
    before = observer.events.count("awareness")

    for clock in range(1, 101):
        await member.be_present({"paragraph": str(clock)}, clock=clock)
    await until(lambda: state_of(observer, member).get("paragraph") == "100")

    assert observer.events.count("awareness") - before < 20


async def test_awareness_on_a_text_is_ignored(live: Live) -> None:
    member, other = await live.attach("member"), await live.attach("other_member")

    await member.be_present({"paragraph": "p"})
    await member.type("x")
    await until(lambda: other.text == member.text)

    assert other.awareness == {}


async def test_no_words_are_taken_on_the_channel(live: Live) -> None:
    channel = await live.channel("member")

    sent = await channel.type("words")
    await channel.client.roundtrip()

    assert sent.status is None
    assert channel.scope == "read-write"


async def test_events_are_numbered_without_gaps_and_reach_everybody(live: Live) -> None:
    member, observer = await live.channel("member"), await live.channel("observer")
    await until(lambda: member.messages and observer.messages)
    start = member.messages[-1]["number"]

    await live.mark("to_revisit")
    await live.mark("agreed")
    await live.set_way("proposal")
    new = {"id": str(uuid7()), "text": str(uuid7()), "category": str(live.cast.categories[0]), "after": None}
    response = await live.http("chair").post(f"/api/documents/{live.cast.document_id}/paragraphs", json=new)
    assert response.status_code == 201, response.text
    await until(lambda: len(_events(member)) == len(_events(observer)) == 4, lambda: _events(member))

    events = _events(observer)
    assert [event["number"] for event in events] == [start + 1, start + 2, start + 3, start + 4]
    assert [event["kind"] for event in events] == [
        "paragraph.marked",
        "paragraph.marked",
        "category.changed",
        "paragraph.added",
    ]
    assert events[1]["paragraphs"][0]["status"] == "agreed"
    assert events == _events(member)


def _events(channel: LiveText) -> list[dict[str, Any]]:
    return [message for message in channel.messages if message["type"] == "event"]


async def test_a_newcomer_is_told_the_number_of_the_last_event(live: Live) -> None:
    """E22: a page that missed something sees it by the number."""
    await live.mark("to_revisit")
    state = (await live.http("observer").get(f"/api/documents/{live.cast.document_id}")).json()

    channel = await live.channel("observer")
    await until(lambda: any(one["number"] == state["seq"] for one in channel.messages if one["type"] == "tick"))


async def test_a_sample_of_quiet_words_lets_browsers_compare(live: Live) -> None:
    """E3."""
    channel, writer = await live.channel("observer"), await live.attach("member")
    await writer.type(" sampled")
    await until(lambda: any(message["type"] == "sample" for message in channel.messages), deadline=30)

    sample = next(message for message in channel.messages if message["type"] == "sample")
    words = await live.words()
    assert (sample["text"], sample["generation"]) == (str(live.cast.texts[0]), 1)
    assert (sample["seq"], sample["hash"]) == (words.seq, words.hash) == (words.seq, writer.hash)


async def test_a_change_of_rights_is_told_on_the_channel(live: Live) -> None:
    """E10: the page asks again what it may do."""
    channel = await live.channel("other_member")
    people = (await live.http("secretariat").get(f"/api/groups/{live.cast.group_id}/people")).json()
    me = next(one for one in people if one["person_id"] == str(live.cast.people["other_member"]))

    response = await live.http("secretariat").patch(f"/api/seats/{me['seat_id']}", json={"seat": "observer"})
    assert response.status_code == 200, response.text
    await until(lambda: channel.scope == "readonly" or {"type": "rights"} in channel.messages)
