"""One paragraph made two and two made one: with their words, marks and authors (ENGINE E16)."""

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pycrdt
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import Connection, select, update

from app.core.database import now, sync_engine
from app.core.ids import uuid7
from app.documents.models import Document
from app.ledger.models import Decision
from app.ledger.service import facts_of
from app.ledger.verify import verify
from app.paragraphs.models import Draft, Paragraph
from app.paragraphs.schemas import ParagraphSplit
from app.texts import log, store
from app.texts.authorship import authors_of
from app.texts.log import doc_at, state_of, stretches_of
from app.texts.models import Text, TextUpdate
from app.texts.runs import ROOT, content_hash, words_of
from tests.factories import Cast

As = Callable[[str], Awaitable[AsyncClient]]


async def place(app: FastAPI, text_id: UUID, before: str) -> str:
    """Where some words begin, as a browser would name it; without any, the end."""
    if not before:
        return b64encode(b"\1\5words\0").decode()
    async with app.state.database.reading() as session:
        state = await (await session.connection()).run_sync(state_of, text_id)
    ydoc: pycrdt.Doc[Any] = pycrdt.Doc()
    text = ydoc.get(ROOT, type=pycrdt.Text)
    ydoc.apply_update(state.update)
    words = str(text)
    at = len(words[: words.index(before)].encode())
    return b64encode(text.sticky_index(at, pycrdt.Assoc.AFTER).encode()).decode()


async def split(
    app: FastAPI, client: AsyncClient, cast: Cast, before: str, number: int = 0, **more: Any
) -> tuple[Any, dict[str, str]]:
    ids = {"id": str(uuid7()), "text": str(uuid7())}
    body = {**ids, "at": await place(app, cast.texts[number], before), **more}
    return await client.post(f"/api/paragraphs/{cast.paragraphs[number]}/split", json=body), body


async def lines(app: FastAPI, action: str) -> list[dict[str, Any]]:
    async with app.state.database.reading() as session:
        found = await session.scalars(select(Decision).where(Decision.action == action).order_by(Decision.number))
        return [facts_of(line) for line in found]


async def test_a_member_splits_a_paragraph_and_joins_it_again(app: FastAPI, cast: Cast, client_as: As) -> None:
    member = await client_as("member")
    url = f"/api/documents/{cast.document_id}"
    before = (await member.get(url)).json()["paragraphs"]

    response, ids = await split(app, member, cast, "[should]")

    assert response.status_code == 201
    first, added = response.json()["paragraph"], response.json()["added"]
    assert (first["words"], added["words"]) == ("1. Member States ", before[0]["words"][len("1. Member States ") :])
    assert (first["generation"], added["generation"]) == (2, 1)
    assert (added["id"], added["text"], added["split_from"]) == (ids["id"], ids["text"], first["id"])
    assert (added["after"], added["level"], added["kind"], added["label"]) == (first["id"], 0, first["kind"], "A.2")
    assert first["changed_at"] > before[0]["changed_at"]
    page = (await member.get(url)).json()
    assert [one["id"] for one in page["paragraphs"]] == [first["id"], added["id"], before[1]["id"], before[2]["id"]]
    assert page["paragraphs"][:2] == [first, added]

    joined = await member.post(
        f"/api/paragraphs/{added['id']}/join", json={"with": first["id"], "content_hash": added["content_hash"]}
    )

    assert joined.status_code == 200
    whole, removed, seam = (joined.json()[name] for name in ("paragraph", "removed", "seam"))
    assert (whole["words"], whole["content_hash"]) == (before[0]["words"], before[0]["content_hash"])
    assert (whole["generation"], seam) == (3, len(first["words"]))
    assert (removed["id"], removed["withdrawn"], removed["words"]) == (added["id"], True, added["words"])


async def test_the_record_has_both_words_and_verifies(app: FastAPI, cast: Cast, client_as: As) -> None:
    member = await client_as("member")
    before = (await member.get(f"/api/paragraphs/{cast.paragraphs[0]}")).json()
    _, ids = await split(app, member, cast, "[should]")
    await member.post(f"/api/paragraphs/{ids['id']}/join", json={"with": str(cast.paragraphs[0])})

    [done], [undone] = await lines(app, "paragraph.split"), await lines(app, "paragraph.joined")

    assert (done["label"], done["hash_before"]) == ("A.1", before["content_hash"])
    assert done["runs"] == [{"insert": "1. Member States "}]
    assert (done["added"]["paragraph"], done["added"]["label"]) == (ids["id"], "A.2")
    assert content_hash(done["added"]["runs"]) == done["added"]["content_hash"]
    assert (undone["content_hash"], undone["seam"]) == (before["content_hash"], 17)
    assert undone["joined"] == {**done["added"], "label": "A.2"}
    assert undone["first"] == {"runs": done["runs"], "content_hash": done["content_hash"]}
    async with app.state.database.reading() as session:
        report = await (await session.connection()).run_sync(verify, content_hash)
    assert report.sound, report.faults


async def test_the_same_again_is_the_same(app: FastAPI, cast: Cast, client_as: As) -> None:
    member, other = await client_as("member"), await client_as("other_member")
    first, body = await split(app, member, cast, "[should]")
    url = f"/api/paragraphs/{cast.paragraphs[0]}/split"

    again = await member.post(url, json=body)
    elses = await other.post(url, json=body)

    assert (again.status_code, again.json()) == (200, first.json())
    assert (elses.status_code, elses.json()["type"]) == (409, "/problems/id-taken")
    assert len(await lines(app, "paragraph.split")) == 1

    join = {"with": str(cast.paragraphs[0])}
    joined = await member.post(f"/api/paragraphs/{body['id']}/join", json=join)
    repeated = await member.post(f"/api/paragraphs/{body['id']}/join", json=join)
    assert joined.json() == repeated.json()
    assert len(await lines(app, "paragraph.joined")) == 1
    assert (await other.post(f"/api/paragraphs/{body['id']}/join", json=join)).status_code == 403


async def test_both_halves_say_who_entered_them_and_so_does_the_whole(app: FastAPI, cast: Cast, client_as: As) -> None:
    """ENGINE E14: the tail is a fork with its units; joined words have a client id for each author."""
    database = app.state.database
    member, brazil, fork = cast.people["member"], cast.people["other_member"], "by Brazil"
    async with database.writing() as session:
        await type_as(session, cast.texts[0], member, cast.delegations["Hungary"], 3, "Hungary’s ")
        await type_as(session, cast.texts[0], brazil, cast.delegations["Brazil"], 30, f"({fork}) 😀")
    whole = await spans(app, cast.texts[0])
    _, ids = await split(app, await client_as("chair"), cast, "Brazil")
    halves = await spans(app, cast.texts[0]) + await spans(app, UUID(ids["text"]))

    await (await client_as("chair")).post(f"/api/paragraphs/{ids['id']}/join", json={"with": str(cast.paragraphs[0])})

    assert {person for person, _ in whole} == {None, member, brazil}
    assert halves == whole
    assert await spans(app, cast.texts[0]) == whole
    async with database.reading() as session:
        row = await session.get_one(Text, UUID(ids["text"]))
        original = await session.get_one(Text, cast.texts[0])
        by = (await session.scalars(select(TextUpdate.person_id).where(TextUpdate.text_id == original.id))).all()
        stretches = await (await session.connection()).run_sync(stretches_of, row.id)
    assert (row.forked_from, row.lineage) == (original.id, original.lineage)
    assert fork in (row.base_runs or "")
    assert row.base_hash == (await lines(app, "paragraph.split"))[0]["hash_before"]
    assert set(by[-2:]) == {brazil, None}  # a row for each author of what was joined
    assert words_of(doc_at(stretches, 1)).text.startswith("Brazil) 😀")


async def type_as(session: Any, text_id: UUID, person: UUID, delegation: UUID, at: int, words: str) -> None:
    """What somebody typed, as the committer logs it."""
    state = await (await session.connection()).run_sync(state_of, text_id)
    ydoc: pycrdt.Doc[Any] = pycrdt.Doc()
    text = ydoc.get(ROOT, type=pycrdt.Text)
    ydoc.apply_update(state.update)
    before = ydoc.get_state()
    text.insert(at, words)
    session.add(
        TextUpdate(
            text_id=text_id,
            seq=state.seq + 1,
            payload=ydoc.get_update(before),
            person_id=person,
            delegation_id=delegation,
            at=now(),
        )
    )
    await session.execute(update(Text).where(Text.id == text_id).values(seq=state.seq + 1))


async def test_a_checkpoint_stored_meanwhile_takes_no_words_away(
    app: FastAPI, cast: Cast, client_as: As, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ENGINE E16, E20: what is computed before the lock sees one moment."""
    second = cast.texts[1]
    async with app.state.database.writing() as session:
        await type_as(session, second, cast.people["member"], cast.delegations["Hungary"], 3, "lately ")
    member, tail_of = await client_as("member"), log.tail_of

    def checkpointed_before(connection: Connection, text_id: UUID, *more: Any) -> Any:
        monkeypatch.setattr(log, "tail_of", tail_of)
        engine = sync_engine(database_url, writes=True)
        with engine.begin() as other:
            prepared = store.prepare_checkpoint(other, second)
            assert prepared is not None and store.store_checkpoint(other, prepared)
        engine.dispose()
        return tail_of(connection, text_id, *more)

    monkeypatch.setattr(log, "tail_of", checkpointed_before)
    joined = await member.post(f"/api/paragraphs/{cast.paragraphs[1]}/join", json={"with": str(cast.paragraphs[0])})

    assert "lately " in joined.json()["paragraph"]["words"]


@pytest.mark.parametrize("act", ["split", "join"])
async def test_nothing_is_computed_for_who_may_not_read(
    app: FastAPI, cast: Cast, client_as: As, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = {
        "split": {"id": str(uuid7()), "text": str(uuid7()), "at": await place(app, cast.texts[1], "")},
        "join": {"with": str(cast.paragraphs[0])},
    }
    computed: list[object] = []
    for name in ("_cut", "_put_end_to_end"):
        monkeypatch.setattr(f"app.paragraphs.splitting.{name}", lambda *given: computed.append(given))

    refused = await (await client_as("stranger")).post(f"/api/paragraphs/{cast.paragraphs[1]}/{act}", json=bodies[act])

    assert (refused.status_code, computed) == (403, [])


async def spans(app: FastAPI, text_id: UUID) -> list[tuple[UUID | None, UUID | None]]:
    """The author of each character."""
    async with app.state.database.reading() as session:
        found = await authors_of(session, text_id)
    return [(span.person_id, span.delegation_id) for span in found for _ in range(span.length)]


async def test_a_place_whose_words_were_deleted_is_where_they_were(app: FastAPI, cast: Cast, client_as: As) -> None:
    member = await client_as("member")
    at = await place(app, cast.texts[0], "States")
    async with app.state.database.writing() as session:
        state = await (await session.connection()).run_sync(state_of, cast.texts[0])
        ydoc: pycrdt.Doc[Any] = pycrdt.Doc()
        text = ydoc.get(ROOT, type=pycrdt.Text)
        ydoc.apply_update(state.update)
        del text[3:17]
        session.add(TextUpdate(text_id=cast.texts[0], seq=2, payload=ydoc.get_update(), at=now()))
        await session.execute(update(Text).where(Text.id == cast.texts[0]).values(seq=2))

    response, _ = await split(app, member, cast, "", at=at)

    assert [response.json()[name]["words"][:9] for name in ("paragraph", "added")] == ["1. ", "[should] "]


@pytest.mark.parametrize(("where", "words"), [("1. ", ["", "1. Member"]), ("", ["1. Member", ""])])
async def test_either_half_may_be_empty(app: FastAPI, cast: Cast, client_as: As, where: str, words: list[str]) -> None:
    member = await client_as("member")

    response, ids = await split(app, member, cast, where)
    joined = await member.post(f"/api/paragraphs/{ids['id']}/join", json={"with": str(cast.paragraphs[0])})

    assert [response.json()[name]["words"][:9] for name in ("paragraph", "added")] == words
    assert joined.json()["paragraph"]["words"].startswith("1. Member")


async def test_marked_paragraphs_stay_whole(app: FastAPI, cast: Cast, client_as: As) -> None:
    chair, member = await client_as("chair"), await client_as("member")
    second = (await member.get(f"/api/paragraphs/{cast.paragraphs[1]}")).json()
    await chair.put(
        f"/api/paragraphs/{second['id']}/status",
        json={"status": "to_revisit", "content_hash": second["content_hash"]},
    )

    halved, _ = await split(app, member, cast, "[should]", 1)
    onto = await member.post(f"/api/paragraphs/{second['id']}/join", json={"with": str(cast.paragraphs[0])})
    below = await member.post(f"/api/paragraphs/{cast.paragraphs[2]}/join", json={"with": second["id"]})

    for refused in (halved, onto, below):
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/marked-paragraph")


@pytest.mark.parametrize(
    ("role", "status"),
    [("chair", 201), ("secretariat", 201), ("drafter", 201), ("observer", 403), ("stranger", 403), ("nobody", 401)],
)
async def test_whoever_may_type_into_it_may_split_it(
    app: FastAPI, cast: Cast, client_as: As, role: str, status: int
) -> None:
    response, _ = await split(app, await client_as(role), cast, "[should]")

    assert response.status_code == status


async def test_a_category_by_proposal_is_not_split(app: FastAPI, cast: Cast, client_as: As) -> None:
    await (await client_as("chair")).patch(f"/api/categories/{cast.categories[0]}", json={"way": "proposal"})

    response, _ = await split(app, await client_as("member"), cast, "[should]")

    assert (response.status_code, response.json()["why"]) == (403, "by-proposal")


async def test_only_neighbours_are_joined_and_what_is_withdrawn_is_passed_over(
    app: FastAPI, cast: Cast, client_as: As
) -> None:
    member, chair = await client_as("member"), await client_as("chair")
    first, second, third = cast.paragraphs

    for paragraph, other in ((third, first), (first, second), (first, first)):
        response = await member.post(f"/api/paragraphs/{paragraph}/join", json={"with": str(other)})
        assert (response.status_code, response.json()["type"]) == (409, "/problems/not-adjacent")

    await chair.post(f"/api/paragraphs/{second}/withdraw")
    response = await member.post(f"/api/paragraphs/{third}/join", json={"with": str(first)})
    assert response.status_code == 200
    assert response.json()["paragraph"]["words"].count("Member States") == 2


async def test_words_that_moved_on_are_shown_before_they_are_joined(cast: Cast, client_as: As) -> None:
    member = await client_as("member")

    response = await member.post(
        f"/api/paragraphs/{cast.paragraphs[1]}/join",
        json={"with": str(cast.paragraphs[0]), "content_hash": "0" * 64},
    )

    assert (response.status_code, response.json()["type"]) == (409, "/problems/words-moved-on")
    assert response.json()["current"]["words"].startswith("2. Member States")


async def test_together_they_must_not_be_too_long(app: FastAPI, cast: Cast, client_as: As) -> None:
    async with app.state.database.writing() as session:
        await session.execute(update(Text).where(Text.id == cast.texts[0]).values(max_characters=100))

    response = await (await client_as("member")).post(
        f"/api/paragraphs/{cast.paragraphs[1]}/join", json={"with": str(cast.paragraphs[0])}
    )

    assert (response.status_code, response.json()["type"]) == (409, "/problems/too-long")


@pytest.mark.parametrize(
    "at", ["", "AA==", "no base64", b64encode(b"\2\1\1\0").decode(), b64encode(b"\0" * 50).decode()]
)
async def test_what_is_no_place_is_refused(app: FastAPI, cast: Cast, client_as: As, at: str) -> None:
    response, _ = await split(app, await client_as("member"), cast, "[should]", at=at)

    assert (response.status_code, response.json()["type"]) == (422, "/problems/invalid")


async def test_a_place_that_the_text_never_had_is_refused(app: FastAPI, cast: Cast, client_as: As) -> None:
    at = b64encode(b"\0\x07\x09\0").decode()

    response, _ = await split(app, await client_as("member"), cast, "[should]", at=at)

    assert (response.status_code, response.json()["type"]) == (409, "/problems/unknown-place")


async def test_drafts_beside_the_joined_one_go_with_it_and_so_does_the_discussion(
    app: FastAPI, cast: Cast, client_as: As
) -> None:
    member, draft = await client_as("member"), uuid7()
    first, second = cast.paragraphs[:2]
    await member.put(f"/api/paragraphs/{second}/drafts/{draft}", json={"runs": [{"insert": "Mine."}]})
    async with app.state.database.writing() as session:
        await session.execute(update(Document).values(now_paragraph_id=second))

    await member.post(f"/api/paragraphs/{second}/join", json={"with": str(first)})

    async with app.state.database.reading() as session:
        assert (await session.get_one(Draft, draft)).paragraph_id == first
        assert (await session.get_one(Document, cast.document_id)).now_paragraph_id == first
    assert len((await member.get(f"/api/paragraphs/{first}/drafts")).json()) == 1


async def test_the_new_one_gets_bis_where_numbers_are_kept(app: FastAPI, cast: Cast, client_as: As) -> None:
    async with app.state.database.writing() as session:
        await session.execute(update(Document).values(numbering="given"))
        for number, paragraph in enumerate(cast.paragraphs, 12):
            await session.execute(update(Paragraph).where(Paragraph.id == paragraph).values(given_label=f"{number}."))

    response, _ = await split(app, await client_as("member"), cast, "[should]")

    assert response.json()["added"]["label"] == "12 bis."


async def test_several_who_split_the_same_at_once_all_do(app: FastAPI, cast: Cast, client_as: As) -> None:
    member = await client_as("member")

    answers = await asyncio.gather(
        *(split(app, member, cast, before) for before in ("States", "[should]", "promote", "of all"))
    )

    assert [response.status_code for response, _ in answers] == [201] * 4
    page = (await member.get(f"/api/documents/{cast.document_id}")).json()["paragraphs"]
    own = [one for one in page if one["id"] == str(cast.paragraphs[0])] + [one for one in page if one["split_from"]]
    # Each cut the first one where it still reached, and what was not there any more leaves an empty half.
    assert sorted("".join(one["words"] for one in own)) == sorted(
        "1. Member States [should] promote the participation of all stakeholders."
    )


def test_a_place_is_a_place() -> None:
    assert ParagraphSplit(id=uuid7(), text=uuid7(), at="AQV3b3JkcwA=").at
