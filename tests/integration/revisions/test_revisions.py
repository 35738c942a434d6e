"""Revisions: frozen for ever under a number and a fingerprint, released to an audience at a time, verified."""

import asyncio
import hashlib
import json
import time
import zlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from app.core.database import Database, now, sync_engine
from app.core.settings import Settings
from app.documents.models import Release, Revision
from app.keeping.checks import check_record
from app.revisions.commands import verify_database
from app.texts import runs as runs_
from app.texts.models import Text
from tests.factories import Cast, make_paragraph

As = Callable[[str], Awaitable[AsyncClient]]


async def freeze(client: AsyncClient, cast: Cast, title: str = "") -> dict[str, Any]:
    response = await client.post(f"/api/documents/{cast.document_id}/revisions", json={"title": title})
    assert response.status_code == 201, response.text
    revision: dict[str, Any] = response.json()
    return revision


async def get(client: AsyncClient, cast: Cast, path: str) -> Any:
    return await client.get(f"/api/documents/{cast.document_id}/{path}")


async def release(client: AsyncClient, cast: Cast, audience: str, number: int = 1, **more: Any) -> Any:
    path = f"/api/documents/{cast.document_id}/revisions/{number}/releases"
    return await client.post(path, json={"audience": audience, **more})


async def change_words(app: FastAPI, cast: Cast, words: str, number: int = 0) -> None:
    """As if somebody had typed: the words of the log are others now."""
    runs = [{"insert": words}]
    database: Database = app.state.database
    async with database.writing() as session:
        found = runs_.words_from(runs)
        await session.execute(
            update(Text)
            .where(Text.id == cast.texts[number])
            .values(
                checkpoint=runs_.doc_from_runs(runs),
                checkpoint_runs=runs_.canonical_json(runs).decode(),
                checkpoint_hash=found.hash,
                checkpoint_seq=Text.seq + 1,
                seq=Text.seq + 1,
            )
        )


async def lines(client: AsyncClient, cast: Cast) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await get(client, cast, "record?limit=500")).json()
    return found


async def test_a_revision_keeps_the_whole_page_state_under_its_fingerprint(
    app: FastAPI, client_as: As, cast: Cast
) -> None:
    secretariat = await client_as("secretariat")
    before = (await secretariat.get(f"/api/documents/{cast.document_id}")).json()
    frozen = await freeze(secretariat, cast, "For the first reading")
    await change_words(app, cast, "Something else.")
    await freeze(secretariat, cast)

    kept = (await get(secretariat, cast, "revisions/1")).json()
    content = await get(secretariat, cast, "revisions/1/content")

    assert [one["words"] for one in kept["state"]["paragraphs"]] == [one["words"] for one in before["paragraphs"]]
    assert (kept["number"], kept["title"], kept["paragraphs"]) == (1, "For the first reading", 3)
    assert kept["fingerprint"] == frozen["fingerprint"] == hashlib.sha256(content.content).hexdigest()
    assert content.headers["ETag"] == f'"{frozen["fingerprint"]}"'
    assert json.dumps(kept["state"], sort_keys=True, separators=(",", ":"), ensure_ascii=False) == content.text
    [line] = [line for line in await lines(secretariat, cast) if line["number"] == frozen["decision_number"]]
    assert (line["action"], line["facts"]["revision_fingerprint"]) == ("revision.frozen", frozen["fingerprint"])
    assert [one["number"] for one in (await get(secretariat, cast, "revisions")).json()] == [2, 1]
    assert (await secretariat.get(f"/api/documents/{cast.document_id}")).json()["revision"]["number"] == 2


async def test_who_asks_again_with_the_etag_is_told_when_a_release_changed_and_nothing_else(
    client_as: As, cast: Cast
) -> None:
    secretariat = await client_as("secretariat")
    await freeze(secretariat, cast)
    etag = (await get(secretariat, cast, "revisions/1")).headers["ETag"]
    path, known = f"/api/documents/{cast.document_id}/revisions/1", {"If-None-Match": etag}

    assert (await secretariat.get(path, headers=known)).status_code == 304
    await release(secretariat, cast, "members")
    assert (await secretariat.get(path, headers=known)).json()["seen_by"] == "members"


@pytest.mark.parametrize("role", ["member", "observer", "operator", "nobody"])
async def test_only_chair_and_secretariat_freeze_and_release(client_as: As, cast: Cast, role: str) -> None:
    await freeze(await client_as("vice_chair"), cast)
    client = await client_as(role)

    assert (await client.post(f"/api/documents/{cast.document_id}/revisions")).status_code in {401, 403}
    assert (await release(client, cast, "public")).status_code in {401, 403}


async def test_nobody_outside_sees_a_revision_before_it_is_released_to_them(client_as: As, cast: Cast) -> None:
    secretariat = await client_as("secretariat")
    await freeze(secretariat, cast)

    async def readers() -> set[str]:
        found = set()
        for role in ["chair", "member", "observer", "stranger", "nobody"]:
            client = await client_as(role)
            answers = {(await get(client, cast, f"revisions/1{tail}")).status_code for tail in ("", "/content")}
            answers.add((await get(client, cast, "compare?from=1&to=1")).status_code)
            assert len(answers) == 1, role
            if answers == {200}:
                found.add(role)
        return found

    assert await readers() == {"chair"}
    refused = await get(await client_as("member"), cast, "revisions/1")
    assert (refused.status_code, refused.json()["why"]) == (403, "not-released")
    assert (await get(await client_as("nobody"), cast, "revisions")).status_code == 401
    for audience, expected in [
        ("members", {"chair", "member"}),
        ("observers", {"chair", "member", "observer"}),
        ("public", {"chair", "member", "observer", "stranger", "nobody"}),
    ]:
        assert (await release(secretariat, cast, audience)).status_code == 201
        assert await readers() == expected
    [shown] = (await get(await client_as("nobody"), cast, "revisions")).json()
    assert shown["seen_by"] == "public"
    assert (await (await client_as("nobody")).get(f"/api/documents/{cast.document_id}")).status_code == 401


async def test_a_release_to_come_opens_by_itself_at_its_time(app: FastAPI, client_as: As, cast: Cast) -> None:
    secretariat, member = await client_as("secretariat"), await client_as("member")
    await freeze(secretariat, cast)
    tomorrow = now() + timedelta(days=1)
    made = (await release(secretariat, cast, "members", from_time=tomorrow.isoformat())).json()

    early = await get(member, cast, "revisions/1")
    assert (early.status_code, early.json()["opens_at"]) == (403, made["from_time"])
    [listed] = (await get(member, cast, "revisions")).json()
    assert (listed["may_read"], listed["seen_by"], listed["opens_at"]) == (False, "bureau", made["from_time"])
    observer = (await get(await client_as("observer"), cast, "revisions/1")).json()
    assert observer["opens_at"] is None
    async with app.state.database.writing() as session:
        await session.execute(update(Release).values(from_time=now() - timedelta(seconds=1)))
    assert (await get(member, cast, "revisions/1")).status_code == 200


async def test_a_release_can_be_taken_back_and_both_are_on_record(client_as: As, cast: Cast) -> None:
    secretariat, member = await client_as("secretariat"), await client_as("member")
    await freeze(secretariat, cast)
    made = (await release(secretariat, cast, "members")).json()
    twice = await release(secretariat, cast, "members")
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/already-released")
    assert (await release(secretariat, cast, "bureau")).status_code == 409

    assert (await secretariat.delete(f"/api/releases/{made['id']}")).status_code == 204
    assert (await secretariat.delete(f"/api/releases/{made['id']}")).status_code == 204

    assert (await get(member, cast, "revisions/1")).status_code == 403
    [taken] = (await get(secretariat, cast, "revisions/1")).json()["releases"]
    assert taken["withdrawn_at"]
    actions = [line["action"] for line in await lines(secretariat, cast)]
    assert actions == ["revision.frozen", "revision.released", "revision.release_taken_back"]


async def test_who_is_shut_out_of_a_document_still_reads_what_was_released(client_as: As, cast: Cast) -> None:
    secretariat, observer = await client_as("secretariat"), await client_as("observer")
    await freeze(secretariat, cast)
    await freeze(secretariat, cast)
    await release(secretariat, cast, "observers", 1)
    await secretariat.patch(f"/api/documents/{cast.document_id}", json={"audience": "bureau"})

    assert [one["number"] for one in (await get(observer, cast, "revisions")).json()] == [1]
    assert (await get(observer, cast, "revisions/1")).status_code == 200
    assert (await get(observer, cast, "compare?from=1&to=now")).status_code == 403
    assert (await get(observer, cast, "compare?from=1&to=2")).status_code == 403


async def test_the_database_refuses_to_change_or_delete_a_revision(
    app: FastAPI, client_as: As, cast: Cast, backend: str
) -> None:
    await freeze(await client_as("chair"), cast)
    database: Database = app.state.database
    statements = ["UPDATE revision SET title = 'Other'", "DELETE FROM revision"]
    if backend == "postgresql":
        statements.append("TRUNCATE revision CASCADE")
    for statement in statements:
        with pytest.raises(DBAPIError, match="a frozen revision is never"):
            async with database.writing() as session:
                await session.execute(text(statement))


async def test_verifying_finds_a_revision_that_was_changed_removed_or_is_not_on_record(
    app: FastAPI, client_as: As, cast: Cast, settings: Settings, backend: str
) -> None:
    chair = await client_as("chair")
    for _ in range(3):
        await freeze(chair, cast)
    assert (await verify_database(settings, [])).faults == []

    database: Database = app.state.database
    async with database.writing() as session:
        for statement in _without_guards(backend):
            await session.execute(text(statement))
        other = zlib.compress(b'{"paragraphs":[]}')
        await session.execute(update(Revision).where(Revision.number == 1).values(content=other))
        await session.execute(update(Revision).where(Revision.number == 2).values(fingerprint="0" * 64))
        await session.execute(text("DELETE FROM revision WHERE number = 3"))

    faults = (await verify_database(settings, [])).faults
    chain = f"document:{cast.document_id}"
    assert faults == [
        f"{chain}: Rev.1 was changed: its content does not have its fingerprint.",
        f"{chain}: Rev.2 is not the one that was recorded by decision 2.",
        f"{chain}: the revision that was frozen by decision 3 is missing.",
    ]
    engine = sync_engine(settings.database_url, writes=False)
    with engine.connect() as connection:
        assert check_record(connection).faults == faults  # what restoring and the doctor say, each fault once
    engine.dispose()


def _without_guards(backend: str) -> list[str]:
    if backend == "sqlite":
        return ["DROP TRIGGER revision_is_final_on_update", "DROP TRIGGER revision_is_final_on_delete"]
    return ["DROP TRIGGER revision_is_final ON revision"]


async def test_two_revisions_and_now_are_compared_by_words(app: FastAPI, client_as: As, cast: Cast) -> None:
    chair = await client_as("chair")
    await freeze(chair, cast)
    await change_words(app, cast, "1. Member States shall promote the participation of all stakeholders.")
    await chair.post(f"/api/paragraphs/{cast.paragraphs[1]}/withdraw")
    await chair.post(f"/api/paragraphs/{cast.paragraphs[0]}/move", json={"after": str(cast.paragraphs[2])})
    await freeze(chair, cast)

    for to in ["2", "now"]:
        found = (await get(chair, cast, f"compare?from=1&to={to}")).json()
        assert {name: found[name] for name in ("changed", "removed", "moved", "same")} == {
            "changed": 1,
            "removed": 1,
            "moved": 1,
            "same": 1,
        }
        [changed] = [one for one in found["paragraphs"] if one["kind"] == "changed"]
        assert [one["text"] for one in changed["diff"] if one["op"] == "insert"] == ["shall"]
        assert (changed["address"], changed["address_before"]) == ("A.2", "A.1")
    assert (await get(chair, cast, "compare?from=1&to=1")).json()["same"] == 3
    assert (await get(chair, cast, "compare?from=1&to=9")).status_code == 404
    assert (await get(chair, cast, "compare?from=first")).status_code == 422


async def test_comparing_many_paragraphs_takes_well_under_a_second(app: FastAPI, client_as: As, cast: Cast) -> None:
    sentence = (
        "The Conference decides that Parties shall, in accordance with Article {}, communicate [by 2020] {} times. "
    )
    async with app.state.database.writing() as session:
        for number in range(532):
            await make_paragraph(session, cast, words="".join(sentence.format(number, i) for i in range(5)), category=1)
    chair = await client_as("chair")
    await freeze(chair, cast)
    for number in range(3, 103):
        await change_words(app, cast, "".join(sentence.format(number + 1, 2 * i) for i in range(5)), number)

    began = time.perf_counter()
    found = (await get(chair, cast, "compare?from=1&to=now")).json()

    assert (found["changed"], found["same"]) == (100, 435)
    assert time.perf_counter() - began < 5  # a guard against another order of growth; the note has the figure


async def test_freezing_beside_people_who_write_keeps_one_moment(app: FastAPI, client_as: As, cast: Cast) -> None:
    chair, secretariat = await client_as("chair"), await client_as("secretariat")

    async def write() -> None:
        for number in range(8):
            await change_words(app, cast, f"Wording {number}.", number % 3)

    frozen, *_ = await asyncio.gather(freeze(chair, cast), write(), freeze(secretariat, cast))
    numbers = [one["number"] for one in (await get(chair, cast, "revisions")).json()]

    assert numbers == [2, 1]
    content = (await get(chair, cast, f"revisions/{frozen['number']}/content")).content
    assert hashlib.sha256(content).hexdigest() == frozen["fingerprint"]
