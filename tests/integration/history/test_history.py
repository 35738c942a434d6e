"""The history of a paragraph: who entered which words and for whom, and what was done, in order and by sittings."""

import itertools
from base64 import b64encode
from typing import Any

import pycrdt
from sqlalchemy import update

from app.amendments.models import Amendment, AmendmentKind, AmendmentParty, Outcome, Stage
from app.core.database import now
from app.core.ids import uuid7
from app.documents.models import Document
from app.texts import merging
from app.texts.authorship import Author
from app.texts.models import Text
from tests.live import LiveText, until
from tests.serving import Live


def place(text: LiveText, before: int) -> str:
    """Behind so many characters, as a browser names it."""
    index = text.words.sticky_index(before, pycrdt.Assoc.AFTER)
    return b64encode(index.encode()).decode()


async def get(live: Live, path: str, role: str = "member", **query: Any) -> Any:
    response = await live.http(role).get(f"/api{path}", params=query)
    assert response.status_code == 200, response.text
    return response.json()


async def history(live: Live, role: str = "member", paragraph: int = 0, **query: Any) -> dict[str, Any]:
    answer: dict[str, Any] = await get(live, f"/paragraphs/{live.cast.paragraphs[paragraph]}/history", role, **query)
    return answer


def entries(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry for group in told["groups"] for entry in group["entries"]]


async def post(live: Live, role: str, path: str, **body: Any) -> dict[str, Any]:
    response = await live.http(role).post(f"/api{path}", json=body)
    assert response.is_success, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def test_words_are_told_with_who_entered_them_and_for_whom_and_marks_between(live: Live) -> None:
    hungary = await live.attach("member")
    await hungary.type(" One.")
    await until(lambda: hungary.is_saved)
    await live.mark("to_revisit")
    await live.mark("not_yet_discussed")
    brazil = await live.attach("other_member")
    await brazil.type(" Two.")
    await until(lambda: brazil.is_saved)

    told = entries(await history(live))

    assert [one["kind"] for one in told] == ["words", "marked", "marked", "words", "words"]
    assert [one["by"] for one in told] == [
        [{"name": "Other Member", "delegation": "Brazil"}],
        [{"name": "Chair", "delegation": None}],
        [{"name": "Chair", "delegation": None}],
        [{"name": "Member", "delegation": "Hungary"}],
        [],
    ]
    assert next(one["for"] for one in told) == "Brazil"
    assert [one["status"] for one in told][1:3] == ["not_yet_discussed", "to_revisit"]
    assert told[0]["words"] == (await live.words()).plain
    inserted = "".join(part["text"] for part in told[3]["changes"] if part["op"] == "insert")
    assert inserted == " One."
    ranges = [(one["seq_before"], one["seq"]) for one in told if one["seq"] is not None]
    assert ranges[-1][0] == 0
    assert all(newer[0] == older[1] for newer, older in itertools.pairwise(ranges))


async def test_sittings_have_their_own_groups_and_pages_follow_on_each_other(live: Live) -> None:
    writer = await live.attach("member")
    sitting = await post(live, "chair", f"/documents/{live.cast.document_id}/sittings")
    await writer.type(" In the sitting.")
    await until(lambda: writer.is_saved)
    await post(live, "chair", f"/sittings/{sitting['id']}/close")
    await writer.type(" After it.")
    await until(lambda: writer.is_saved)

    whole = await history(live)
    assert [group["sitting"] for group in whole["groups"]] == [None, {"number": 1, "meeting": 1}, None]
    assert whole["groups"][1]["meeting"] == {"number": 1, "title": "First meeting"}

    pages = [await history(live, limit=1)]
    while pages[-1]["next"] is not None:
        pages.append(await history(live, limit=1, before=pages[-1]["next"]))
    assert [one["id"] for page in pages for one in entries(page)] == [one["id"] for one in entries(whole)]


async def test_any_two_moments_are_compared_and_the_words_of_each_can_be_had(live: Live) -> None:
    writer = await live.attach("member")
    first = await live.words()
    await writer.type(" More.")
    await until(lambda: writer.is_saved)
    told = entries(await history(live))
    path = f"/paragraphs/{live.cast.paragraphs[0]}"

    compared = await get(live, f"{path}/history/compare", **{"from": told[-1]["after"], "to": "now"})
    then = await get(live, f"{path}/words", seq=told[-1]["after"])

    assert (then["words"], then["content_hash"]) == (first.plain, first.hash)
    assert compared["before"]["words"] == first.plain
    assert compared["after"]["content_hash"] == (await live.words()).hash
    assert [part["text"] for part in compared["changes"] if part["op"] == "insert"] == [" More."]
    other = f"{live.cast.paragraphs[1]}.1"
    assert (await get(live, f"{path}/words", seq=other))["words"] == (await live.words(1)).plain
    response = await live.http("member").get(f"/api{path}/words", params={"seq": f"{uuid7()}.1"})
    assert response.status_code == 404


async def test_the_second_half_of_a_split_begins_with_the_history_of_the_whole(live: Live) -> None:
    writer = await live.attach("member")
    await writer.type(" Before the split.")
    await until(lambda: writer.is_saved)
    whole = await live.words()
    ids = {"id": str(uuid7()), "text": str(uuid7())}
    await post(live, "member", f"/paragraphs/{live.cast.paragraphs[0]}/split", **ids, at=place(writer, 10))
    again = await live.attach("member", generation=2)
    await again.type(" First half only.")
    await until(lambda: again.is_saved)

    first = entries(await history(live))
    second = await get(live, f"/paragraphs/{ids['id']}/history")

    assert [one["kind"] for one in first] == ["words", "split", "words", "words"]
    assert first[1]["other"] == {"paragraph": ids["id"], "address": "A.2"}
    assert [one["kind"] for one in entries(second)] == ["split_off", "words", "words"]
    begun = entries(second)[0]
    assert begun["words"] == whole.plain[10:]
    assert begun["other"]["address"] == "A.1"
    assert "".join(part["text"] for part in begun["changes"] if part["op"] == "delete") == whole.plain[:10]
    assert entries(second)[1]["paragraph"] == str(live.cast.paragraphs[0])
    assert entries(second)[1]["words"] == whole.plain
    assert second["origin"]["split_from"]["address"] == "A.1"


async def test_a_join_is_one_entry_and_names_the_other(live: Live) -> None:
    first, second = await live.words(), await live.words(1)
    await post(live, "member", f"/paragraphs/{live.cast.paragraphs[1]}/join", **{"with": str(live.cast.paragraphs[0])})

    told = entries(await history(live))
    gone = entries(await history(live, paragraph=1))

    assert [one["kind"] for one in told] == ["joined", "words"]
    assert told[0]["words"] == first.plain + second.plain
    assert told[0]["other"]["paragraph"] == str(live.cast.paragraphs[1])
    assert gone[0]["kind"] == "joined_into"


async def accept_a_proposal(live: Live) -> Amendment:
    """Brazil's proposal, typed in private by three people in many steps, is accepted into the text."""
    cast = live.cast
    async with live.app.state.database.writing() as session:
        text_id = uuid7()
        await merging.fork_text(session, cast.texts[0], text_id, Author(cast.people["other_member"], None))
    for role, words in (("other_member", "Brazil says"), ("drafter", "Brazil demands"), ("colleague", "We demand")):
        async with live.app.state.database.writing() as session:
            text = await session.get_one(Text, text_id)
            await merging.enter_runs(session, text, [{"insert": words}], Author(cast.people[role], None))
    async with live.app.state.database.writing() as session:
        connection = await session.connection()
        text = await session.get_one(Text, cast.texts[0])
        original = await connection.run_sync(merging.read_side, cast.texts[0])
        fork = await connection.run_sync(merging.read_side, text_id)
        chair = Author(cast.people["chair"], None)
        await merging.bring_back(session, text, original, fork, [{"insert": "We demand it."}], chair, apart=False)
        proposal = Amendment(
            id=uuid7(),
            document_id=cast.document_id,
            category_id=cast.categories[0],
            paragraph_id=cast.paragraphs[0],
            kind=AmendmentKind.CHANGE,
            text_id=text_id,
            number=4,
            proposer="Brazil",
            stage=Stage.TAKEN_UP,
            outcome=Outcome.ACCEPTED,
            created_by=cast.people["other_member"],
            tabled_at=now(),
            decided_at=now(),
            decided_by="Chair",
        )
        session.add(proposal)
        await session.flush()
        session.add(AmendmentParty(amendment_id=proposal.id, name="Brazil", delegation_id=uuid7()))
        session.add(AmendmentParty(amendment_id=proposal.id, name="India", delegation_id=uuid7()))
    return proposal


async def test_an_accepted_proposal_is_one_entry_in_its_sponsors_names_and_nothing_of_its_draft(live: Live) -> None:
    then = await live.words()
    proposal = await accept_a_proposal(live)

    told = entries(await history(live))

    assert [one["kind"] for one in told if one["seq"] is not None] == ["accepted", "words"]
    accepted = next(one for one in told if one["kind"] == "accepted")
    assert accepted["by"] == [{"name": "Brazil", "delegation": None}, {"name": "India", "delegation": None}]
    assert accepted["proposal"]["id"] == str(proposal.id)
    assert accepted["words"] == "We demand it."
    assert "says" not in str(told)
    since = await get(live, f"/texts/{live.cast.texts[0]}/since", seq=then.seq)
    assert since["by"] == []


async def test_a_proposal_that_is_a_draft_does_not_show(live: Live) -> None:
    cast = live.cast
    async with live.app.state.database.writing() as session:
        text_id = uuid7()
        await merging.fork_text(session, cast.texts[0], text_id, Author(None, None), [{"insert": "Secret"}])
        session.add(
            Amendment(
                id=uuid7(),
                document_id=cast.document_id,
                category_id=cast.categories[0],
                paragraph_id=cast.paragraphs[0],
                kind=AmendmentKind.CHANGE,
                text_id=text_id,
                proposer="Brazil",
                created_by=cast.people["other_member"],
                tabled_at=now(),
                returned_note="Please look again",
            )
        )

    told = await history(live)

    assert [one["kind"] for one in entries(told)] == ["words"]
    assert "Brazil" not in str(told)


async def test_what_was_typed_behind_closed_doors_is_one_entry_with_the_words_at_its_end(live: Live) -> None:
    writer = await live.attach("secretariat")
    then = await live.words()
    sitting = await post(live, "secretariat", f"/documents/{live.cast.document_id}/sittings", access="closed")
    seqs = []
    for words in (" Outrageous.", " Less so."):
        await writer.type(words)
        await until(lambda: writer.is_saved)
        seqs.append((await live.words()).seq)
    await writer.delete(len(writer.text) - len(" Outrageous. Less so."), len(" Outrageous."))
    await until(lambda: writer.is_saved)
    end = await live.words()
    await post(live, "secretariat", f"/sittings/{sitting['id']}/close")
    path = f"/paragraphs/{live.cast.paragraphs[0]}"

    for role in ("member", "observer"):
        told = entries(await history(live, role))
        assert [one["kind"] for one in told] == ["shut", "words"]
        assert (told[0]["by"], told[0]["words"]) == ([], end.plain)
        for seq in seqs:
            moment = await get(live, f"{path}/words", role, seq=seq)
            assert (moment["words"], moment["text_seq"]) == (end.plain, end.seq)
            since = await get(live, f"/texts/{live.cast.texts[0]}/since", role, seq=seq)
            assert since["before"]["words"] == end.plain
        since = await get(live, f"/texts/{live.cast.texts[0]}/since", role, seq=then.seq)
        assert (since["before"]["words"], since["by"]) == (then.plain, [])
        everything = str(told) + str(since)
        assert "Outrageous" not in everything
    chair = entries(await history(live, "chair"))
    assert chair[0]["kind"] == "words"
    assert (await get(live, f"{path}/words", "chair", seq=seqs[0]))["words"].endswith(" Outrageous.")
    since = await get(live, f"/texts/{live.cast.texts[0]}/since", "chair", seq=seqs[0])
    assert since["before"]["words"].endswith(" Outrageous.")


async def test_a_half_split_off_behind_closed_doors_shows_nothing_of_what_was_said_there(live: Live) -> None:
    writer = await live.attach("secretariat")
    sitting = await post(live, "secretariat", f"/documents/{live.cast.document_id}/sittings", access="closed")
    await writer.type(" Outrageous.")
    await until(lambda: writer.is_saved)
    ids = {"id": str(uuid7()), "text": str(uuid7())}
    paragraph = live.cast.paragraphs[0]
    await post(live, "secretariat", f"/paragraphs/{paragraph}/split", **ids, at=place(writer, 10))
    again = await (await live.connect("secretariat")).attach(f"{ids['text']}@1")
    await again.delete(len(again.text) - len(" Outrageous."), len(" Outrageous."))
    await until(lambda: again.is_saved)
    await post(live, "secretariat", f"/sittings/{sitting['id']}/close")

    told = await get(live, f"/paragraphs/{ids['id']}/history")

    assert "Outrageous" not in str(told)
    assert next(one["kind"] for one in entries(told) if one["seq"] is not None) == "shut"


async def test_where_names_are_not_shown_history_has_none(live: Live) -> None:
    writer = await live.attach("member")
    await writer.type(" One.")
    await until(lambda: writer.is_saved)
    await live.mark("to_revisit")
    async with live.app.state.database.writing() as session:
        await session.execute(update(Document).values(unattributed=True))

    told = entries(await history(live))

    assert [one["by"] for one in told] == [[], [], []]
    since = await get(live, f"/texts/{live.cast.texts[0]}/since", seq=1)
    assert since["by"] == []


async def test_whoever_may_not_read_the_document_reads_no_history(live: Live) -> None:
    for path in ("history", "words?seq=1", "history/compare?from=1"):
        for role, status in (("stranger", 403), ("nobody", 401)):
            response = await live.http(role).get(f"/api/paragraphs/{live.cast.paragraphs[0]}/{path}")
            assert response.status_code == status, response.text
    response = await live.http("stranger").get(f"/api/documents/{live.cast.document_id}/changes?meeting=true")
    assert response.status_code == 403
