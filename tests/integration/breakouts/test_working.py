"""Every command about paragraphs works in a breakout group's text for those who take part, and for nobody else."""

from collections.abc import Callable
from typing import Any

import pytest

from app.core.ids import uuid7
from tests.factories import Cast
from tests.integration.breakouts.conftest import ClientAs, Group, SetUp, page_of

COMMANDS: dict[str, Callable[[dict[str, Any], dict[str, Any], dict[str, Any]], tuple[str, str, dict[str, Any]]]] = {
    "add": lambda page, one, two: (
        "POST",
        f"/api/documents/{page['id']}/paragraphs",
        {"id": str(uuid7()), "text": str(uuid7()), "category": one["category"], "after": one["id"]},
    ),
    "move": lambda page, one, two: ("POST", f"/api/paragraphs/{one['id']}/move", {"after": two["id"]}),
    "join": lambda page, one, two: ("POST", f"/api/paragraphs/{two['id']}/join", {"with": one["id"]}),
    "kind": lambda page, one, two: ("PATCH", f"/api/paragraphs/{one['id']}", {"kind": "statement"}),
    "level": lambda page, one, two: ("PATCH", f"/api/paragraphs/{two['id']}", {"level": 1}),
    "withdraw": lambda page, one, two: ("POST", f"/api/paragraphs/{one['id']}/withdraw", {}),
    "restore": lambda page, one, two: ("POST", f"/api/paragraphs/{one['id']}/restore", {}),
    "placeholders": lambda page, one, two: (
        "PUT",
        f"/api/paragraphs/{one['id']}/placeholders",
        {"placeholders": ["[should]"]},
    ),
    "draft": lambda page, one, two: (
        "PUT",
        f"/api/paragraphs/{one['id']}/drafts/{uuid7()}",
        {"runs": [{"insert": "Mine."}]},
    ),
    "category": lambda page, one, two: ("POST", f"/api/documents/{page['id']}/categories", {"code": "Z"}),
}


@pytest.mark.parametrize("command", COMMANDS)
async def test_participants_do_it_and_others_who_read_along_do_not(
    client_as: ClientAs, cast: Cast, set_up: SetUp, command: str
) -> None:
    made = await set_up(openness="observers")
    page = await page_of(await client_as("chair"), made["copy"])
    one, two = page["paragraphs"][:2]
    answers = {}
    for role in ("chair", "secretariat", "drafter", "observer", "stranger", "member"):
        method, path, body = COMMANDS[command](page, one, two)
        client = await client_as(role)
        answers[role] = await client.request(method, path, json=body)

    assert {role: answer.status_code for role, answer in answers.items()} == {
        "chair": 403,
        "secretariat": 403,
        "drafter": 403,
        "observer": 403,
        "stranger": 403,
        "member": answers["member"].status_code,
    }
    assert answers["member"].status_code in {200, 201}, answers["member"].text
    assert answers["chair"].json()["why"] == "not-a-participant"


async def test_an_observer_who_takes_part_works_like_everybody_in_the_group(
    client_as: ClientAs, cast: Cast, set_up: SetUp
) -> None:
    made = await set_up(people=[str(cast.people["observer"])])
    observer = await client_as("observer")
    page = await page_of(observer, made["copy"])
    one, two = page["paragraphs"][:2]

    for command in ("add", "kind", "move"):
        method, path, body = COMMANDS[command](page, one, two)
        assert (await observer.request(method, path, json=body)).status_code in {200, 201}
    plenary = await observer.patch(f"/api/paragraphs/{cast.paragraphs[0]}", json={"kind": "statement"})
    assert plenary.status_code == 403


async def test_only_the_convener_and_the_rapporteur_mark(client_as: ClientAs, cast: Cast, set_up: SetUp) -> None:
    made = await set_up(openness="members", rapporteurs=[str(cast.people["colleague"])])
    codes = {}
    for role in ("other_member", "colleague", "member", "chair", "secretariat"):
        client = await client_as(role)
        one = (await page_of(client, made["copy"]))["paragraphs"][0]
        answer = await client.put(
            f"/api/paragraphs/{one['id']}/status",
            json={"status": "agreed", "content_hash": one["content_hash"], "brackets_seen": True},
        )
        codes[role] = answer.status_code

    assert codes == {"other_member": 200, "colleague": 200, "member": 403, "chair": 403, "secretariat": 403}


async def test_a_group_works_whatever_the_plenary_does_with_what_it_gave_away(
    client_as: ClientAs, cast: Cast, group: Group
) -> None:
    chair, member = await client_as("chair"), await client_as("member")
    await chair.patch(f"/api/categories/{cast.categories[0]}", json={"way": "closed"})
    await chair.post(f"/api/groups/{cast.group_id}/meetings", json={"number": 1, "title": "First"})
    await chair.post(f"/api/documents/{cast.document_id}/sittings", json={"access": "closed", "planned": []})
    one = (await group.paragraphs())["A.1"]

    changed = await member.patch(f"/api/paragraphs/{one['id']}", json={"kind": "statement"})

    assert changed.status_code == 200
    await group.split("A.1", 10)


async def test_joining_and_withdrawing_are_compared_as_what_they_are(
    client_as: ClientAs, cast: Cast, group: Group
) -> None:
    member = await client_as("member")
    paragraphs = await group.paragraphs()
    joined = await member.post(
        f"/api/paragraphs/{paragraphs['A.2']['id']}/join", json={"with": paragraphs["A.1"]["id"]}
    )
    assert joined.status_code == 200, joined.text
    await group.report()

    items = await group.items(await client_as("chair"))

    assert items["A.1"]["structure"] == [{"what": "joined", "before": "A.2", "after": None, "clean": True}]
    assert items["A.2"]["state"] == "withdrawn"
    assert items["A.1"]["together"] == [items["A.2"]["paragraph"]]
