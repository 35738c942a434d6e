"""E13: whoever comes back after an absence is told what happened to the paragraph meanwhile."""

import threading
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update

from app.documents.models import Document
from app.texts.log import Log
from app.texts.segments import Stretch
from tests.live import until
from tests.serving import Live


async def since(live: Live, role: str = "member", **more: Any) -> dict[str, Any]:
    response = await live.http(role).get(f"/api/texts/{live.cast.texts[0]}/since", params=more)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def test_words_then_and_now_and_who_changed_them(live: Live) -> None:
    then = await live.words()
    hungary, brazil = await live.attach("member"), await live.attach("other_member")
    await hungary.type(" By Hungary.")
    await brazil.type("By Brazil. ", at=0)
    await until(lambda: hungary.is_saved and brazil.is_saved and hungary.text == brazil.text)

    told = await since(live, seq=then.seq)

    assert (told["before"]["words"], told["before"]["content_hash"]) == (then.plain, then.hash)
    assert (told["present"]["words"], told["present"]["text_seq"]) == (brazil.text, (await live.words()).seq)
    assert told["changed"]
    assert {(one["name"], one["delegation"]) for one in told["by"]} == {
        ("Member", "Hungary"),
        ("Other Member", "Brazil"),
    }
    assert "".join(part["text"] for part in told["diff"] if part["op"] != "delete") == brazil.text
    assert (told["marked"], told["discussed"], told["withdrawn"], told["acts"]) == (False, False, False, [])


async def test_nothing_happened_is_said_too(live: Live) -> None:
    then = await live.words()

    told = await since(live, "observer", seq=then.seq, record=0)

    assert (told["changed"], told["by"], told["acts"]) == (False, [], [])
    assert told["before"] == told["present"]
    assert (await since(live, seq=then.seq + 1_000))["changed"] is False


async def test_words_are_found_in_the_archive(live: Live) -> None:
    writer = await live.attach("member")
    versions = [await live.words()]
    for number in range(3):
        await writer.type(f" {number}")
        await until(lambda: writer.is_saved)
        versions.append(await live.words())
    await writer.client.close()
    await until(lambda: not live.hub.rooms[live.cast.texts[0]].tail_count)

    assert (await live.row()).checkpoint_seq == versions[-1].seq
    for words in versions:
        assert (await since(live, seq=words.seq))["before"]["words"] == words.plain


async def test_a_log_is_replayed_beside_what_the_server_does_and_the_archive_read_only_if_needed(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a hall comes back, or is told that its words were not added, everybody asks at once."""
    then = await live.words()
    writer = await live.attach("member")
    await writer.type(" More.")
    await until(lambda: writer.is_saved)
    await live.mark("agreed")
    late = await writer.type(" Too late.")
    await until(lambda: late.status == 0)
    await writer.client.close()
    await until(lambda: not live.hub.rooms[live.cast.texts[0]].tail_count)
    replayed: list[tuple[bool, bool]] = []

    class Watched(Log):
        def doc_at(self, stretches: Sequence[Stretch], seq: int) -> Any:
            on_the_loop = threading.current_thread() is threading.main_thread()
            replayed.append((on_the_loop, bool(self.archive)))
            return super().doc_at(stretches, seq)

    monkeypatch.setattr("app.texts.log.Log", Watched)

    [back] = await live.handed_back("member")
    assert back["words"] == f"{(await live.words()).plain} Too late."
    assert (await since(live, seq=then.seq))["before"]["words"] == then.plain
    assert replayed == [(False, False), (False, True)]


async def test_a_mark_and_a_discussion_meanwhile_are_told_by_the_record(live: Live) -> None:
    then = await live.words()
    decision = (await live.mark("to_revisit"))["mark"]["decision"]

    marked = await since(live, seq=then.seq, record=decision - 1)
    known = await since(live, seq=then.seq, record=decision)
    without = await since(live, seq=then.seq)
    async with live.app.state.database.writing() as session:
        await session.execute(update(Document).values(now_paragraph_id=live.cast.paragraphs[0]))
    discussed = await since(live, seq=then.seq, record=decision)

    assert (marked["marked"], marked["changed"]) == (True, False)
    assert [(act["number"], act["action"], act["by"]) for act in marked["acts"]] == [
        (decision, "paragraph.marked", "Chair")
    ]
    assert (known["marked"], without["marked"], known["discussed"]) == (False, True, False)
    assert discussed["discussed"]


async def test_it_is_for_those_who_may_read(live: Live) -> None:
    url = f"/api/texts/{live.cast.texts[0]}/since"

    assert (await live.http("stranger").get(url, params={"seq": 1})).status_code == 403
    assert (await live.http("nobody").get(url, params={"seq": 1})).status_code == 401
    assert (await live.http("member").get(url, params={"seq": -1})).status_code == 422
    assert (await live.http("member").get(f"/api/texts/{uuid4()}/since", params={"seq": 1})).status_code == 404
