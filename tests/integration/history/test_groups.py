"""A breakout group's text: its own people replay it, others see what came of it."""

from typing import Any

from app.core.ids import uuid7
from tests.integration.history.test_history import entries, get, post
from tests.live import LiveText, until
from tests.serving import Live


async def set_up(live: Live, openness: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Hungary's group on category A, and the first paragraph of its text."""
    cast = live.cast
    group = await post(
        live,
        "chair",
        f"/documents/{cast.document_id}/breakouts",
        id=str(uuid7()),
        kind="breakout",
        name="",
        task="",
        openness=openness,
        unattributed=False,
        conveners=[str(cast.people["member"])],
        rapporteurs=[],
        people=[],
        delegations=[str(cast.delegations["Hungary"])],
        categories=[str(cast.categories[0])],
        paragraphs=[],
    )
    state = await get(live, f"/documents/{group['copy']}", "member")
    return group, state["paragraphs"][0]


async def type_in(live: Live, paragraph: dict[str, Any], *words: str) -> LiveText:
    writer = await (await live.connect("member")).attach(f"{paragraph['text']}@{paragraph['generation']}")
    for more in words:
        await writer.type(more)
        await until(lambda: writer.is_saved)
    return writer


async def test_what_a_closed_group_typed_is_one_entry_to_others_once_it_has_reported(live: Live) -> None:
    group, paragraph = await set_up(live, "participants")
    begun = paragraph["words"]
    writer = await type_in(live, paragraph, " Outrageous.")
    await writer.delete(len(begun), len(" Outrageous."))
    await writer.type(" Mild.")
    await until(lambda: writer.is_saved)
    await post(live, "member", f"/breakouts/{group['id']}/report", report="Done.")

    told = entries(await get(live, f"/paragraphs/{paragraph['id']}/history", "observer"))

    assert [one["kind"] for one in told] == ["shut", "begun"]
    assert (told[0]["words"], told[0]["by"]) == (f"{begun} Mild.", [])
    assert told[1]["words"] == begun
    since = await get(live, f"/texts/{paragraph['text']}/since", "observer", seq=2)
    assert "Outrageous" not in str(told) + str(since)
    mine = entries(await get(live, f"/paragraphs/{paragraph['id']}/history", "colleague"))
    assert [one["kind"] for one in mine] == ["words", "begun"]
    assert mine[0]["by"] == [{"name": "Member", "delegation": "Hungary"}]


async def test_what_an_open_group_typed_is_told_to_those_to_whom_it_was_open(live: Live) -> None:
    _, paragraph = await set_up(live, "members")
    await type_in(live, paragraph, " In the open.")

    told = await get(live, f"/paragraphs/{paragraph['id']}/history", "other_member")

    assert [one["kind"] for one in entries(told)] == ["words", "begun"]
    assert told["origin"]["copied_from"]["document"] == str(live.cast.document_id)


async def test_what_the_plenary_took_is_one_entry_in_its_history(live: Live) -> None:
    group, paragraph = await set_up(live, "participants")
    await type_in(live, paragraph, " Secret first.", " And more.")
    await post(live, "member", f"/breakouts/{group['id']}/report", report="Done.")
    compared = await get(live, f"/breakouts/{group['id']}/comparison", "chair")
    item = next(one for one in compared["items"] if one["paragraph"] == paragraph["id"])
    await post(
        live,
        "chair",
        f"/breakouts/{group['id']}/endorse",
        items=[
            {
                "paragraph": paragraph["id"],
                "plenary_hash": item["plenary_words"]["content_hash"],
                "group_hash": item["group_words"]["content_hash"],
                "take": "taken",
                "structure": False,
                "mark": False,
            }
        ],
    )

    told = entries(await get(live, f"/paragraphs/{live.cast.paragraphs[0]}/history", "observer"))

    taken = told[0]
    assert (taken["kind"], taken["breakout"]["number"]) == ("endorsed", 1)
    assert taken["words"] == item["group_words"]["words"]
    assert [one["kind"] for one in told if one["seq"] is not None] == ["endorsed", "words"]
    assert "Hungary" not in str(told)
