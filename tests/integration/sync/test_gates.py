"""E8, E10, E11, E14, E18: rights that change while people type, the gavel beside keystrokes, whose a client id is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pycrdt
import pytest
from sqlalchemy import select, update

from app.accounts.models import Login
from app.accounts.secrets import new_secret, secret_hash
from app.core.database import now
from app.documents.models import Category, Way
from app.groups.models import Membership
from app.paragraphs.models import Paragraph, ParagraphStatus
from app.sync.protocol import Sync
from app.texts import service as texts
from app.texts.models import Text
from tests.live import Client, LiveText, until
from tests.serving import Live


async def _marked(session: object, live: Live) -> None:
    paragraph = await session.get_one(Paragraph, live.cast.paragraphs[0])  # type: ignore[attr-defined]
    paragraph.status = ParagraphStatus.AGREED
    texts.raise_gate(await session.get_one(Text, live.cast.texts[0]), closed=True)  # type: ignore[attr-defined]


async def _by_proposal(session: object, live: Live) -> None:
    await session.execute(update(Category).values(way=Way.PROPOSAL))  # type: ignore[attr-defined]
    await texts.raise_gates(session, live.cast.texts)  # type: ignore[arg-type]


async def _seat_ended(session: object, live: Live) -> None:
    seats = select(Membership).where(Membership.person_id == live.cast.people["member"])
    for seat in await session.scalars(seats):  # type: ignore[attr-defined]
        await session.delete(seat)  # type: ignore[attr-defined]
    await texts.raise_gates(session, live.cast.texts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "reason"), [(_marked, "agreed"), (_by_proposal, "by-proposal"), (_seat_ended, "foreign")]
)
async def test_the_database_refuses_what_a_socket_still_believed_allowed(
    live: Live, change: object, reason: str
) -> None:
    """E8: changed behind the server's back, so that no event told it, while the keystroke was on its way."""
    writer = await live.attach("member")
    reader = await live.attach("colleague")
    await writer.type(" in time")
    await until(lambda: writer.is_saved and reader.text == writer.text)
    agreed = await live.words()

    async with live.app.state.database.writing() as session:
        await change(session, live)  # type: ignore[operator]
        await session.flush()
        sent = await writer.type(" too late")
        behind = await writer.type(" and more")
        await writer.client.roundtrip()
        assert sent.status is None
    await until(lambda: sent.status is not None)
    await writer.client.roundtrip()

    assert sent.status == 0
    assert behind.status is None
    assert writer.reasons == [reason]
    assert (await live.words()).hash == agreed.hash == reader.hash


async def test_words_of_others_behind_a_refused_update_are_judged_again_and_taken(live: Live) -> None:
    """E7: what waited behind it does not suffer."""
    writer, other = await live.attach("member"), await live.attach("other_member")

    async with live.app.state.database.writing() as session:
        await _seat_ended(session, live)
        await session.flush()
        refused = await writer.type(" refused")
        await writer.client.roundtrip()
        kept = await other.type(" kept")
        await other.client.roundtrip()
    await until(lambda: refused.status == 0 and kept.status == 1)

    assert (await live.words()).plain == other.text
    assert "refused" not in other.text
    assert other.is_saved


async def test_a_refusal_leaves_no_count_behind_that_would_stop_the_socket(live: Live) -> None:
    """A socket whose updates were refused is read on: what waited behind a refusal no longer waits for the disk."""
    writer = await live.attach("member")

    connection = next(one for one in live.hub.connections if one.subscriptions)
    await writer.type(" in time")
    await until(lambda: writer.is_saved)
    async with live.app.state.database.writing() as session:
        await _marked(session, live)
        await session.flush()
        for _ in range(50):
            await writer.type("y")
        await writer.client.roundtrip()
        assert connection.uncommitted == 50
    await until(lambda: writer.refused)
    await writer.client.roundtrip()

    assert connection.uncommitted == 0


async def test_marking_and_reopening_reach_the_attached_as_a_new_scope(live: Live) -> None:
    """E10."""
    writer, observer = await live.attach("member"), await live.attach("observer")

    await live.mark("agreed")
    await until(lambda: writer.scope == "readonly")
    await live.mark("not_yet_discussed", reason="A typing error.")
    await until(lambda: writer.scope == "read-write")
    await writer.type(" corrected")
    await until(lambda: writer.is_saved)

    assert writer.scopes == ["read-write", "readonly", "read-write"]
    assert observer.scopes == ["readonly"]


async def test_a_new_way_of_change_reaches_the_attached_at_once(live: Live) -> None:
    """E10."""
    writer = await live.attach("member")

    await live.set_way("proposal")
    await until(lambda: writer.scope == "readonly")
    await live.set_way("anyone")
    await until(lambda: writer.scope == "read-write")


async def test_a_text_attached_while_rights_change_has_the_new_ones(live: Live) -> None:
    """E10: whichever comes first, the look-up or the mark."""
    for _ in range(15):
        await live.mark("to_revisit")
        before = await live.attach("member")
        texts_ = []
        for _ in range(8):
            text = (await live.connect("member")).join(before.address)
            await text.attach()
            texts_.append(text)
        await live.mark("not_yet_discussed")
        await until(lambda texts_=texts_: all(text.scope == "read-write" for text in texts_), deadline=5)  # type: ignore[misc]
        for client in live.clients:
            await client.close()
        live.clients.clear()


async def test_who_becomes_an_observer_reads_on_and_who_loses_the_seat_does_not(live: Live) -> None:
    """E10: loss of reading is a PermissionDenied; the socket stays."""
    async with live.app.state.database.reading() as session:
        seat = await session.scalar(
            select(Membership.id).where(Membership.person_id == live.cast.people["other_member"])
        )
    writer = await live.attach("other_member")
    secretariat = live.http("secretariat")

    response = await secretariat.patch(f"/api/seats/{seat}", json={"seat": "observer"})
    assert response.status_code == 200, response.text
    await until(lambda: writer.scope == "readonly")
    response = await secretariat.delete(f"/api/seats/{seat}")
    assert response.status_code == 204, response.text
    await until(lambda: writer.denied)

    assert writer.denied == ["forbidden"]
    assert writer.client.is_open
    await writer.client.roundtrip()


@asynccontextmanager
async def signed_in(live: Live, role: str) -> AsyncIterator[Client]:
    """A browser's socket: it has a cookie and no token."""
    secret = new_secret("")
    async with live.app.state.database.writing() as session:
        session.add(
            Login(
                person_id=live.cast.people[role],
                secret_hash=secret_hash(secret),
                created_at=now(),
                expires_at=now() + timedelta(days=1),
            )
        )
    client = await Client(live.url, "", cookie=secret).open()
    yield client
    await client.close()


async def test_signing_out_everywhere_closes_the_sockets_of_all_browsers(live: Live) -> None:
    """E10: 4401."""
    async with signed_in(live, "member") as one, signed_in(live, "member") as two, signed_in(live, "chair") as chair:
        texts_ = [await client.attach(f"{live.cast.texts[0]}@1") for client in (one, two, chair)]
        assert {text.scope for text in texts_} == {"read-write"}

        response = await live.http("member").post("/api/logout-everywhere")
        assert response.status_code == 204, response.text

        assert await one.gone() == await two.gone() == 4401
        await chair.roundtrip()
        assert chair.is_open


async def test_a_socket_of_another_site_that_brings_a_cookie_is_refused(live: Live) -> None:
    client = Client(live.url, "", cookie="x" * 40)

    with pytest.raises(Exception, match="403"):
        await client.open(origin="https://evil.example")


async def test_after_a_refusal_reopening_raises_the_generation_and_the_old_name_is_stale(live: Live) -> None:
    """E11."""
    late, clean = await live.attach("member"), await live.attach("observer")
    await live.mark("agreed")
    await until(lambda: late.scope == "readonly")
    await late.type(" too late")
    await until(lambda: late.refused)

    await live.mark("not_yet_discussed", reason="Reopened.")
    await until(lambda: clean.denied)
    stale = (await live.connect("member")).join(late.address)
    await stale.attach()
    await until(lambda: stale.denied)
    fresh = await live.attach("member", generation=2)
    await fresh.type(" afresh")
    await until(lambda: fresh.is_saved)

    assert clean.denied == stale.denied == ["generation"]
    assert (await live.words()).plain == fresh.text
    assert "too late" not in fresh.text


async def test_reopening_without_any_refusal_keeps_the_generation(live: Live) -> None:
    """E11."""
    writer = await live.attach("member")
    await live.mark("agreed")
    await live.mark("not_yet_discussed", reason="Reopened.")
    await until(lambda: writer.scopes[-1] == "read-write" and len(writer.scopes) == 3)

    assert not writer.denied
    assert (await live.row()).generation == 1


async def test_an_update_in_flight_while_the_generation_rises_is_refused_and_kept(live: Live) -> None:
    """E8, E11."""
    writer = await live.attach("member")
    async with live.app.state.database.writing() as session:
        text = await session.get_one(Text, live.cast.texts[0], with_for_update=True)
        text.generation += 1
        await session.flush()
        sent = await writer.type(" under the old name")
        await writer.client.roundtrip()
    await until(lambda: sent.status is not None)

    assert sent.status == 0
    assert writer.reasons == ["generation"]
    assert [kept["reason"] for kept in await live.handed_back("member")] == ["generation"]


async def test_a_keystroke_that_races_the_gavel_is_agreed_or_handed_back(live: Live) -> None:
    """E18: never both, never neither; the decision's hash is that of the words which readers see."""
    writers: list[LiveText] = [await live.attach(role) for role in ("member", "colleague", "other_member")]
    reader = await live.attach("observer")
    for number in range(10):
        for writer in writers:
            await writer.type(f" w{number}")
    chair = live.http("chair")
    path = f"/api/paragraphs/{live.cast.paragraphs[0]}/status"
    seen, status, rounds = (await live.words()).hash, 409, 0
    while status == 409:
        rounds += 1
        given = {"status": "agreed", "content_hash": seen, "brackets_seen": True}
        typed = [writer.type(" late") for writer in writers if rounds < 5]  # people pause, too
        response, _ = await asyncio.gather(chair.put(path, json=given), asyncio.gather(*typed))
        status, answer = response.status_code, response.json()
        seen = answer.get("current", {}).get("content_hash")
    assert status == 200, answer
    for writer in writers:
        await writer.type(" late")
    for writer in writers:
        await writer.client.roundtrip()
    await until(lambda: all(not writer.waiting or writer.refused for writer in writers))
    await until(lambda: reader.hash == answer["content_hash"])

    words = await live.words()
    accepted = sum(sent.status == 1 and "late" in sent.note for writer in writers for sent in writer.sent)
    refused = sum(len(writer.refused) for writer in writers)
    assert words.hash == answer["content_hash"] == reader.hash
    assert words.plain.count(" late") == accepted
    assert refused == sum([len(await live.handed_back(r)) for r in ("member", "colleague", "other_member")])


async def test_a_client_id_is_one_persons_in_one_text(live: Live) -> None:
    """E14: adding under somebody else's id is refused."""
    member, thief = await live.attach("member"), await live.attach("other_member")
    await member.type(" mine")
    await until(lambda: member.is_saved and thief.text == member.text)

    thief.ydoc = pycrdt.Doc(client_id=member.ydoc.client_id)
    thief.ydoc.apply_update(member.ydoc.get_update())
    forged: pycrdt.Doc[Any] = pycrdt.Doc(client_id=member.ydoc.client_id)
    forged.apply_update(member.ydoc.get_update())
    before = forged.get_state()
    forged.get("words", type=pycrdt.Text).insert(0, "forged ")
    sent = await thief.send_update(bytes(forged.get_update(before)))
    await until(lambda: sent.status is not None)

    assert sent.status == 0
    assert thief.reasons == ["client-id"]
    assert "forged" not in (await live.words()).plain


async def test_a_client_id_stays_its_owners_after_the_room_was_left_and_read_again(live: Live) -> None:
    """E14: the log knows whose it is."""
    member = await live.attach("member")
    await member.type(" mine")
    await until(lambda: member.is_saved)
    await member.client.close()
    live.hub.rooms.clear()

    thief = await live.attach("other_member")
    forged: pycrdt.Doc[Any] = pycrdt.Doc(client_id=member.ydoc.client_id)
    forged.apply_update(member.ydoc.get_update())
    before = forged.get_state()
    forged.get("words", type=pycrdt.Text).insert(0, "forged ")
    sent = await thief.send_update(bytes(forged.get_update(before)))
    await until(lambda: sent.status is not None)

    assert (sent.status, thief.reasons) == (0, ["client-id"])
    again = await live.attach("member")
    again.ydoc = member.ydoc
    more = await again.send_update(_more(member), Sync.UPDATE)
    await until(lambda: more.status == 1)


def _more(text: LiveText) -> bytes:
    return text.edit(lambda words: words.insert(0, "more "))


async def test_anybody_may_delete_what_others_wrote(live: Live) -> None:
    """E14: deletions are the row's person's."""
    member, other = await live.attach("member"), await live.attach("other_member")
    await member.type("abc", at=0)
    await until(lambda: other.text == member.text)

    await other.delete(0, 3)
    await until(lambda: other.is_saved and member.text == other.text)

    assert (await live.words()).plain == other.text


async def test_a_fork_shares_no_client_id_with_its_original(live: Live) -> None:
    """E14: an id first used in the original is nobody's in its fork, and the other way round."""
    writer = await live.attach("member")
    await writer.type(" the original")
    await until(lambda: writer.is_saved)
    async with live.app.state.database.writing() as session:
        original = await session.get_one(Text, live.cast.texts[0])
        paragraph = await session.get_one(Paragraph, live.cast.paragraphs[1])
        fork = await session.get_one(Text, paragraph.text_id)
        fork.lineage, fork.forked_from = original.lineage, original.id
        fork.checkpoint, fork.checkpoint_seq, fork.seq = bytes(writer.ydoc.get_update()), 1, 1
    live.hub.rooms.clear()

    fork_of = await live.attach("member", text=1)
    assert fork_of.text == writer.text
    shared = await fork_of.send_update(_more(writer))
    await until(lambda: shared.status is not None)
    assert (shared.status, fork_of.reasons) == (0, ["client-id"])
    own = await live.attach("member", text=1)
    await own.type(" of its own")
    await until(lambda: own.is_saved)
