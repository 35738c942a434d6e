"""What changed in a document since a moment, by words, by whom, and what was done."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update

from app.core.ids import uuid7
from app.documents.models import Document
from app.groups.models import Meeting
from app.paragraphs.models import Paragraph
from app.texts.models import Text
from tests.integration.history.conftest import type_words
from tests.integration.history.test_history import get, place, post
from tests.live import until
from tests.serving import Live

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def changes(live: Live, role: str = "member", **query: Any) -> dict[str, Any]:
    answer: dict[str, Any] = await get(live, f"/documents/{live.cast.document_id}/changes", role, **query)
    return answer


async def age(live: Live, at: datetime) -> None:
    """Let everything that is there have been there since then."""
    async with live.app.state.database.writing() as session:
        await session.execute(update(Paragraph).values(created_at=at))
        await session.execute(update(Text).values(created_at=at))
        await session.execute(update(Document).values(created_at=at))


async def test_only_what_changed_since_then_is_told_with_words_then_and_now(live: Live) -> None:
    await age(live, NINE - timedelta(days=1))
    cast = live.cast
    then = (await live.words()).plain
    hungary = (cast.people["member"], cast.delegations["Hungary"])
    brazil = (cast.people["other_member"], cast.delegations["Brazil"])
    async with live.app.state.database.writing() as session:
        await type_words(
            session,
            cast.texts[0],
            [
                (NINE, *hungary, f"{then} Early."),
                (NINE + timedelta(hours=2), *brazil, f"{then} Early. Late."),
                (NINE + timedelta(hours=3), *hungary, f"{then} Early. Later."),
            ],
        )
        await type_words(session, cast.texts[1], [(NINE, *hungary, "Early only.")])

    told = await changes(live, since=(NINE + timedelta(hours=1)).isoformat())

    [changed] = told["paragraphs"]
    assert changed["paragraph"] == str(cast.paragraphs[0])
    assert (changed["what"], changed["address"], changed["shut"]) == ("changed", "A.1", False)
    assert (changed["before"]["words"], changed["now"]["words"]) == (f"{then} Early.", f"{then} Early. Later.")
    assert [one["delegation"] for one in changed["by"]] == ["Brazil", "Hungary"]
    assert "".join(part["text"] for part in changed["changes"] if part["op"] == "insert") == " Later."
    everything = await changes(live, since=(NINE - timedelta(hours=1)).isoformat())
    assert [one["address"] for one in everything["paragraphs"]] == ["A.1", "A.2"]


async def test_what_is_new_withdrawn_split_and_marked_since_is_told(live: Live) -> None:
    await age(live, NINE)
    writer = await live.attach("member")
    ids = {"id": str(uuid7()), "text": str(uuid7())}
    await post(live, "member", f"/paragraphs/{live.cast.paragraphs[0]}/split", **ids, at=place(writer, 10))
    await post(live, "chair", f"/paragraphs/{live.cast.paragraphs[1]}/withdraw")
    await live.mark("to_revisit", 2)

    told = (await changes(live, since=(NINE + timedelta(hours=1)).isoformat()))["paragraphs"]

    assert [(one["what"], [act["kind"] for act in one["acts"]]) for one in told] == [
        ("changed", ["split"]),
        ("added", ["split_off"]),
        ("removed", ["withdrawn"]),
        ("done", ["marked"]),
    ]
    assert told[2]["now"] is None
    assert told[3]["acts"][0]["status"] == "to_revisit"


async def test_since_a_revision_the_words_are_compared_with_those_that_were_frozen(live: Live) -> None:
    await post(live, "chair", f"/documents/{live.cast.document_id}/revisions")
    before = (await live.words()).plain
    writer = await live.attach("member")
    await writer.type(" More.")
    await until(lambda: writer.is_saved)

    told = await changes(live, revision=1, role="chair")

    [changed] = told["paragraphs"]
    assert (changed["before"]["words"], changed["now"]["words"]) == (before, f"{before} More.")
    assert [one["name"] for one in changed["by"]] == ["Member"]
    response = await live.http("observer").get(f"/api/documents/{live.cast.document_id}/changes?revision=1")
    assert response.status_code == 403


async def test_since_the_meeting_began_counts_from_its_first_day(live: Live) -> None:
    await age(live, NINE)
    path = f"/api/documents/{live.cast.document_id}/changes"
    response = await live.http("member").get(path, params={"meeting": True})
    assert response.status_code == 404  # neither a day nor a sitting says when
    async with live.app.state.database.writing() as session:
        await session.execute(update(Meeting).values(from_day=NINE.date() + timedelta(days=1)))
    writer = await live.attach("member")
    await writer.type(" More.")
    await until(lambda: writer.is_saved)

    told = await changes(live, meeting=True)

    assert [one["what"] for one in told["paragraphs"]] == ["changed"]
    assert told["since"].startswith("2026-03-03T00:00:00")
    for query in ({}, {"meeting": True, "revision": 1}):
        assert (await live.http("member").get(path, params=query)).status_code == 422


async def test_whoever_was_shut_out_at_that_moment_sees_the_words_from_before_it(live: Live) -> None:
    await age(live, NINE)
    writer = await live.attach("secretariat")
    then = (await live.words()).plain
    sitting = await post(live, "secretariat", f"/documents/{live.cast.document_id}/sittings", access="closed")
    await writer.type(" Outrageous.")
    await until(lambda: writer.is_saved)
    row = await live.row()
    assert row.changed_at is not None
    middle = (row.changed_at + timedelta(milliseconds=1)).isoformat()
    await writer.delete(len(then), len(" Outrageous."))
    await writer.type(" Mild.")
    await until(lambda: writer.is_saved)
    await post(live, "secretariat", f"/sittings/{sitting['id']}/close")

    [told] = (await changes(live, since=middle))["paragraphs"]
    [bureau] = (await changes(live, "chair", since=middle))["paragraphs"]

    assert (told["before"]["words"], told["by"], told["shut"]) == (then, [], True)
    assert "Outrageous" not in str(told)
    assert bureau["before"]["words"] == f"{then} Outrageous."
