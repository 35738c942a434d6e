"""The plenary looks at what a group brought: paragraph by paragraph, while both texts may have changed."""

from typing import Any

from app.core.ids import uuid7
from tests.factories import Cast
from tests.integration.breakouts.conftest import ClientAs, SetUp, page_of, say


async def items_of(client: Any, made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    answer = await client.get(f"/api/breakouts/{made['id']}/comparison")
    assert answer.status_code == 200, answer.text
    return {item["address"]: item for item in answer.json()["items"]}


async def test_each_paragraph_says_how_it_can_be_taken(
    app: Any, client_as: ClientAs, cast: Cast, set_up: SetUp
) -> None:
    made = await set_up(openness="members")
    chair, member = await client_as("chair"), await client_as("member")
    page = await page_of(member, made["copy"])
    first, second, third = page["paragraphs"]
    await say(app, first["text"], "What the group says.")
    await say(app, second["text"], "What the group says of A.2.")
    await say(app, cast.texts[1], "What the plenary says of A.2.")
    await member.patch(f"/api/paragraphs/{third['id']}", json={"kind": "statement"})
    new = {
        "id": str(uuid7()),
        "text": str(uuid7()),
        "category": page["categories"][0]["id"],
        "after": third["id"],
        "runs": [{"insert": "Something new."}],
    }
    await member.post(f"/api/documents/{made['copy']}/paragraphs", json=new)

    items = await items_of(chair, made)

    assert {address: item["state"] for address, item in items.items()} == {
        "A.1": "clean",
        "A.2": "changed_here_too",
        "A.3": "clean",
        "A.3 bis": "added",
    }
    assert items["A.1"]["result"]["words"] == "What the group says."
    assert items["A.1"]["plenary"] == str(cast.paragraphs[0])
    assert items["A.1"]["base"]["words"] == items["A.1"]["plenary_words"]["words"]
    assert items["A.2"]["plenary_words"]["words"] == "What the plenary says of A.2."
    assert items["A.3"]["changes"] == []
    assert items["A.3"]["structure"] == [
        {"what": "kind", "before": "recommendation", "after": "statement", "clean": True}
    ]
    assert items["A.3 bis"]["plenary"] is None
    assert items["A.3 bis"]["changes"] == [{"op": "insert", "text": "Something new."}]
    shown = (await chair.get(f"/api/breakouts/{made['id']}")).json()
    assert shown["counts"] == {"paragraphs": 4, "changed": 4, "recommended": {}, "taken": 0, "left": 4}


async def test_a_closed_groups_work_is_not_compared_for_others(client_as: ClientAs, set_up: SetUp) -> None:
    made = await set_up()
    codes = {}
    for role in ("chair", "member", "observer", "nobody"):
        client = await client_as(role)
        codes[role] = (await client.get(f"/api/breakouts/{made['id']}/comparison")).status_code

    assert codes == {"chair": 403, "member": 200, "observer": 403, "nobody": 401}


async def test_marks_in_a_groups_text_are_what_it_recommends(client_as: ClientAs, cast: Cast, set_up: SetUp) -> None:
    made = await set_up(openness="members")
    convener, chair = await client_as("other_member"), await client_as("chair")
    one = (await page_of(convener, made["copy"]))["paragraphs"][0]
    marked = await convener.put(
        f"/api/paragraphs/{one['id']}/status",
        json={"status": "agreed", "content_hash": one["content_hash"], "brackets_seen": True},
    )

    items = await items_of(chair, made)

    assert marked.json()["locked"] is False
    assert items["A.1"]["recommended"] == {
        "status": "agreed",
        "qualifier": None,
        "qualifier_words": None,
        "on_present_words": True,
    }
    assert items["A.1"]["plenary_status"] == "not_yet_discussed"


async def test_what_was_agreed_or_withdrawn_meanwhile_is_said(
    app: Any, client_as: ClientAs, cast: Cast, set_up: SetUp
) -> None:
    made = await set_up(openness="members")
    chair, member = await client_as("chair"), await client_as("member")
    page = await page_of(member, made["copy"])
    for one in page["paragraphs"]:
        await say(app, one["text"], "Of the group.")
    there = (await page_of(chair, cast.document_id))["paragraphs"]
    await chair.put(
        f"/api/paragraphs/{there[0]['id']}/status",
        json={"status": "agreed", "content_hash": there[0]["content_hash"], "brackets_seen": True},
    )
    await chair.post(f"/api/paragraphs/{there[1]['id']}/withdraw")

    items = await items_of(chair, made)

    assert [items[address]["state"] for address in ("A.1", "A.2", "A.3")] == ["agreed_meanwhile", "gone", "clean"]
