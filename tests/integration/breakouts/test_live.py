"""Gates of a breakout group's text while people type: E8, E9, E10, E11 hold there as in the plenary's."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI

from tests.factories import Cast
from tests.integration.breakouts.conftest import page_of, terms
from tests.live import LiveText, until
from tests.serving import Live, live_on


@pytest.fixture
async def live(app: FastAPI, cast: Cast) -> AsyncIterator[Live]:
    async with live_on(app, cast) as served:
        yield served


class Room:
    """A breakout group's first paragraph, on the sockets of several people."""

    def __init__(self, live: Live, made: dict[str, Any], paragraph: dict[str, Any]) -> None:
        self.live, self.id, self.copy = live, made["id"], made["copy"]
        self.text = paragraph["text"]

    async def attach(self, role: str, generation: int = 1) -> LiveText:
        return await (await self.live.connect(role)).attach(f"{self.text}@{generation}")

    async def join(self, role: str) -> LiveText:
        """As `attach`, for whoever may be denied."""
        text = (await self.live.connect(role)).join(f"{self.text}@1")
        await text.attach()
        await until(lambda: text.scope or text.denied, lambda: f"an answer: {text.events}")
        return text

    async def post(self, role: str, what: str, **given: Any) -> dict[str, Any]:
        answer = await self.live.http(role).post(f"/api/breakouts/{self.id}/{what}", json=given)
        assert answer.status_code == 200, answer.text
        said: dict[str, Any] = answer.json()
        return said


@pytest.fixture
async def room(live: Live) -> Room:
    chair = live.http("chair")
    made = await chair.post(f"/api/documents/{live.cast.document_id}/breakouts", json=terms(live.cast))
    assert made.status_code == 201, made.text
    page = await page_of(live.http("member"), made.json()["copy"])
    return Room(live, made.json(), page["paragraphs"][0])


async def test_participants_write_together_and_the_plenarys_words_stay(room: Room) -> None:
    one, other = await room.attach("member"), await room.attach("other_member")

    await one.type(" By the group.")
    await until(lambda: one.is_saved and other.text == one.text)

    assert "By the group" not in (await room.live.words()).plain


async def test_a_closed_groups_text_is_shown_to_nobody_else(room: Room) -> None:
    for role in ("chair", "drafter", "observer", "stranger", "nobody"):
        assert (await room.join(role)).scope is None


async def test_a_report_stops_the_pens_and_a_late_keystroke_is_handed_back(room: Room) -> None:
    writer, reader = await room.attach("member"), await room.attach("colleague")
    await writer.type(" in time")
    await until(lambda: writer.is_saved and reader.text == writer.text)
    in_time = reader.text

    await room.post("other_member", "report", report="Done.")
    await until(lambda: writer.scope == "readonly")
    late = await writer.type(" too late")
    await until(lambda: late.status is not None)

    assert late.status == 0
    assert writer.reasons == ["reported"]
    assert reader.text == in_time
    back = (await room.live.http("member").get(f"/api/texts/{room.text}/refused")).json()
    assert len(back) == 1
    plenary = await room.join("chair")
    assert plenary.scope == "readonly"


async def test_a_returned_text_is_written_again_and_what_was_refused_does_not_flow_back(room: Room) -> None:
    writer = await room.attach("member")
    await room.post("other_member", "report", report="Done.")
    await until(lambda: writer.scope == "readonly")
    late = await writer.type(" too late")
    await until(lambda: late.status == 0)

    await room.post("chair", "return", note="Once more.")
    again = await room.attach("member", generation=2)
    await again.type(" again")
    await until(lambda: again.is_saved)

    assert "too late" not in again.text
    assert again.text.endswith(" again")


async def test_whoever_is_taken_out_loses_the_text_and_whoever_comes_in_gets_it(room: Room) -> None:
    cast = room.live.cast
    leaving = await room.attach("member")
    given = {"conveners": [str(cast.people["other_member"])], "people": [str(cast.people["observer"])]}

    answer = await room.live.http("chair").put(f"/api/breakouts/{room.id}/participants", json=given)
    assert answer.status_code == 200
    await until(lambda: leaving.denied)
    coming = await room.attach("observer")
    await coming.type(" By an observer who takes part.")
    await until(lambda: coming.is_saved)

    assert leaving.scopes == ["read-write"]


async def test_whoever_may_read_along_does_so_at_once_and_only_that(room: Room) -> None:
    writer = await room.attach("member")
    await room.post("other_member", "open-to", openness="members")

    reader = await room.attach("drafter")
    await writer.type(" seen by all")
    await until(lambda: reader.text.endswith(" seen by all"))

    assert reader.scope == "readonly"
    await room.live.http("chair").patch(f"/api/documents/{room.live.cast.document_id}", json={"audience": "bureau"})
    await until(lambda: reader.denied)
    await writer.type(" and on")
    await until(lambda: writer.is_saved)


async def test_a_recommendation_closes_nothing(room: Room) -> None:
    writer = await room.attach("member")
    convener = room.live.http("other_member")
    one = (await page_of(convener, room.copy))["paragraphs"][0]
    marked = await convener.put(
        f"/api/paragraphs/{one['id']}/status",
        json={"status": "agreed", "content_hash": one["content_hash"], "brackets_seen": True},
    )
    assert marked.status_code == 200, marked.text

    await writer.type(" and more")
    await until(lambda: writer.is_saved)


async def test_endorsed_words_appear_on_every_screen_of_the_plenary(room: Room) -> None:
    watching = await room.live.attach("drafter")
    writer = await room.attach("member")
    await writer.type(" As the group has it.")
    await until(lambda: writer.is_saved)
    await room.post("other_member", "report", report="Done.")
    chair = room.live.http("chair")
    items = (await chair.get(f"/api/breakouts/{room.id}/comparison")).json()["items"]

    answer = await chair.post(
        f"/api/breakouts/{room.id}/endorse",
        json={
            "items": [
                {
                    "paragraph": items[0]["paragraph"],
                    "plenary_hash": items[0]["plenary_words"]["content_hash"],
                    "group_hash": items[0]["group_words"]["content_hash"],
                    "take": "taken",
                }
            ]
        },
    )

    assert answer.status_code == 200, answer.text
    await until(lambda: watching.text == writer.text)
    await watching.type(" And on.", at=0)
    await until(lambda: watching.is_saved)
