"""E21: a quiet text that is far larger than its words is founded anew from them; its past stays readable."""

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import pycrdt
import pytest
from sqlalchemy import insert, select, update

from app.core.database import now
from app.core.ids import uuid7
from app.paragraphs.models import Paragraph
from app.sync.sweep import Sweeper
from app.texts import founding, store
from app.texts.authorship import authors_of
from app.texts.client_ids import new_client_id
from app.texts.log import doc_at, stretches_of
from app.texts.models import RefusedUpdate, Text, TextClient, TextUpdate
from app.texts.runs import ROOT, words_of
from tests.live import until
from tests.serving import Live

WORDS = 10_000
ENOUGH = 3_000
LONG_AGO = timedelta(hours=2)


async def work_on(live: Live, number: int = 0, words: int = ENOUGH) -> list[UUID]:
    """Words typed into a text and deleted again, by two people, two hours ago."""
    people = [live.cast.people["member"], live.cast.people["other_member"]]
    choice = random.Random(8)
    text_id = live.cast.texts[number]
    async with live.app.state.database.writing() as session:
        row = await session.get_one(Text, text_id)
        state = row.checkpoint
        for turn in range(4):
            ydoc: pycrdt.Doc[Any] = pycrdt.Doc(client_id=new_client_id())
            text = ydoc.get(ROOT, type=pycrdt.Text)
            ydoc.apply_update(state)
            before = ydoc.get_state()
            for _ in range(words // 4):
                at = choice.randrange(len(text) + 1)
                text.insert(at, "consensus ")
                del text[at : at + 10]
            text.insert(choice.randrange(len(text) + 1), f"({turn} stays) ", {"bold": True} if turn else {})
            update_ = bytes(ydoc.get_update(before))
            row.seq += 1
            await session.execute(
                insert(TextUpdate).values(
                    text_id=text_id, seq=row.seq, payload=update_, person_id=people[turn % 2], at=now() - LONG_AGO
                )
            )
            await session.execute(
                insert(TextClient).values(
                    lineage=row.lineage, client_id=ydoc.client_id, text_id=text_id, person_id=people[turn % 2]
                )
            )
            state = bytes(ydoc.get_update())
        row.changed_at = now() - LONG_AGO
    await checkpoint(live, text_id)
    return people


async def checkpoint(live: Live, text_id: UUID) -> None:
    prepared = await live.hub.read(store.prepare_checkpoint, text_id)
    assert prepared is not None
    assert await live.hub.committer.write(store.store_checkpoint, prepared)


async def sweep_once(live: Live) -> None:
    await Sweeper(live.hub).found_anew()


async def by(live: Live, number: int = 0) -> list[UUID | None]:
    async with live.app.state.database.reading() as session:
        spans = await authors_of(session, live.cast.texts[number])
    return [span.person_id for span in spans for _ in range(span.length)]


async def test_ten_thousand_words_typed_and_deleted_weigh_nothing_any_more(live: Live) -> None:
    people = await work_on(live, words=WORDS)
    before, words, authors = await live.row(), await live.words(), await by(live)
    assert len(before.checkpoint) > 100_000
    assert set(authors) == {None, *people}

    await sweep_once(live)

    after = await live.row()
    assert len(after.checkpoint) < 2_000
    assert (after.generation, after.lineage == before.lineage) == (2, False)
    assert ((await live.words()).plain, (await live.words()).hash) == (words.plain, words.hash)
    assert await by(live) == authors
    assert after.changed_at == before.changed_at
    # The whole past is there: each moment by its seq, on either side.
    async with live.app.state.database.reading() as session:
        stretches = await (await session.connection()).run_sync(stretches_of, after.id)
        owners = {
            row.client_id: row.person_id
            for row in await session.scalars(select(TextClient).where(TextClient.lineage == after.lineage))
        }
    assert words_of(doc_at(stretches, before.seq)).hash == words.hash
    assert words_of(doc_at(stretches, after.seq)).hash == words.hash
    assert words_of(doc_at(stretches, 1)).text == "1. " + words_of(doc_at(stretches, 1)).text[3:]
    assert "(0 stays)" in words_of(doc_at(stretches, 2)).text
    assert "(3 stays)" not in words_of(doc_at(stretches, 2)).text
    assert set(owners.values()) == {None, *people}
    # It is written on, and once more founded anew it would be no smaller.
    writer = await live.attach("member", generation=2)
    await writer.type(" And on.")
    await until(lambda: writer.is_saved)
    assert (await by(live))[-1] == people[0]
    assert await live.hub.read(founding.prepare, after.id) is None


async def test_what_was_refused_before_is_handed_back_as_it_would_have_been(live: Live) -> None:
    await work_on(live)
    row = await live.row()
    ydoc: pycrdt.Doc[Any] = pycrdt.Doc()
    text = ydoc.get(ROOT, type=pycrdt.Text)
    ydoc.apply_update(row.checkpoint)
    known = ydoc.get_state()
    text.insert(0, "Too late. ")
    wanted = str(text)
    async with live.app.state.database.writing() as session:
        session.add(
            RefusedUpdate(
                text_id=row.id,
                generation=1,
                seq=row.seq,
                person_id=live.cast.people["member"],
                reason="agreed",
                payload=ydoc.get_update(known),
            )
        )

    await sweep_once(live)

    assert (await live.row()).generation == 2
    assert [one["words"] for one in await live.handed_back("member")] == [wanted]


async def test_it_waits_while_somebody_has_it_open_or_has_just_typed(live: Live) -> None:
    await work_on(live)
    reader = await live.attach("observer")

    await sweep_once(live)
    assert (await live.row()).generation == 1

    live.hub.rooms.clear()
    async with live.app.state.database.writing() as session:
        await session.execute(update(Text).values(changed_at=now()))
    await sweep_once(live)

    assert (await live.row()).generation == 1
    assert reader.denied == []


async def test_whoever_comes_while_it_is_founded_is_sent_to_the_new_one(live: Live) -> None:
    await work_on(live)
    early = await live.attach("member")
    write = live.hub.committer.write
    sweeper = Sweeper(live.hub)

    async def stored(*arguments: Any) -> Any:
        live.hub.rooms[live.cast.texts[0]] = room
        return await write(*arguments)

    room = live.hub.rooms.pop(live.cast.texts[0])  # not yet there when the sweep looks
    live.hub.committer.write = stored  # type: ignore[method-assign,assignment]
    await sweeper.found_anew()
    await until(lambda: early.denied)

    assert early.denied == ["generation"]
    assert (await live.attach("member", generation=2)).text == early.text


async def test_somebody_who_wrote_meanwhile_was_first(live: Live) -> None:
    await work_on(live)
    prepared = await live.hub.read(founding.prepare, live.cast.texts[0])
    writer = await live.attach("member")
    await writer.type(" Meanwhile.")
    await until(lambda: writer.is_saved)

    assert prepared is not None
    assert not await live.hub.committer.write(founding.store, prepared)

    assert (await live.words()).plain == writer.text
    assert (await live.row()).generation == 1


@pytest.mark.parametrize(("split", "closed"), [(False, False), (True, False), (False, True)])
async def test_a_text_with_an_open_fork_stays_and_neither_a_tail_nor_what_was_taken_up_is_one(
    live: Live, split: bool, closed: bool
) -> None:
    """E11: across lineages nothing is merged."""
    await work_on(live)
    fork = uuid7()
    async with live.app.state.database.writing() as session:
        original = await session.get_one(Text, live.cast.texts[0])
        facts = {"checkpoint_hash": "0" * 64, "forked_from": original.id, "closed": closed}
        session.add(Text(id=fork, lineage=original.lineage, **facts))
        await session.flush()
        if split:
            first = await session.get_one(Paragraph, live.cast.paragraphs[0])
            session.add(
                Paragraph(
                    id=uuid7(),
                    document_id=first.document_id,
                    category_id=first.category_id,
                    position=f"{first.position}V",
                    text_id=fork,
                    split_from=first.id,
                )
            )

    await sweep_once(live)

    assert (await live.row()).generation == (2 if split or closed else 1)


async def test_an_empty_text_is_founded_anew_too(live: Live) -> None:
    await work_on(live)
    writer = await live.attach("member")
    await writer.delete(0, len(writer.words))
    await until(lambda: writer.is_saved)
    async with live.app.state.database.writing() as session:
        await session.execute(update(Text).values(changed_at=now() - LONG_AGO))
    await writer.client.close()
    live.hub.rooms.clear()
    await checkpoint(live, live.cast.texts[0])

    await sweep_once(live)

    row = await live.row()
    assert (row.generation, row.checkpoint, (await live.words()).plain) == (2, b"\0\0", "")
    assert (await live.attach("member", generation=2)).text == ""
