"""Forks in the database and their way back: whose words they are, and that nothing else changes (E14, E20)."""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database
from app.core.ids import uuid7
from app.texts import merging, service
from app.texts.authorship import Author, authors_of
from app.texts.models import Text
from app.texts.runs import Run, plain

ANNA, BELA, CHAIR = (Author(uuid7(), uuid7()) for _ in range(3))


async def _locked(session: AsyncSession, text_id: UUID) -> Text:
    return (await session.scalars(select(Text).where(Text.id == text_id).with_for_update())).one()


async def _found(database: Database, words: str) -> UUID:
    text_id = uuid7()
    async with database.writing() as session:
        await service.found(
            session, text_id, [{"insert": words}], person_id=ANNA.person_id, delegation_id=ANNA.delegation_id
        )
    return text_id


async def _type(database: Database, text_id: UUID, words: str, author: Author) -> None:
    async with database.writing() as session:
        await merging.enter_runs(session, await _locked(session, text_id), [Run(insert=words)], author)


async def _fork(database: Database, original: UUID, author: Author, words: str | None = None) -> UUID:
    text_id = uuid7()
    async with database.writing() as session:
        runs = [Run(insert=words)] if words is not None else None
        await merging.fork_text(session, original, text_id, author, runs)
    return text_id


async def _sides(session: AsyncSession, original: UUID, fork: UUID) -> tuple[merging.Side, merging.Side]:
    connection = await session.connection()
    return (
        await connection.run_sync(merging.read_side, original),
        await connection.run_sync(merging.read_side, fork),
    )


async def _accept(database: Database, original: UUID, fork: UUID, result: str | None = None) -> str:
    async with database.writing() as session:
        text = await _locked(session, original)
        one, other = await _sides(session, original, fork)
        together = merging.put_together(one, other)
        runs = [Run(insert=result)] if result is not None else together.result.runs
        words = await merging.bring_back(session, text, one, other, runs, CHAIR, apart=False)
    async with database.reading() as session:
        present = await service.words_of(session, original)
    assert present.hash == words.hash
    return present.plain


async def _entered(database: Database, text_id: UUID) -> list[tuple[str, Author]]:
    async with database.reading() as session:
        words = plain((await service.words_of(session, text_id)).runs)
        spans = await authors_of(session, text_id)
    entered, at = [], 0
    for length, *who in spans:
        entered.append((words[at : at + length], Author(*who)))
        at += length
    return entered


async def test_a_fork_that_nobody_overtook_comes_back_as_its_authors_wrote_it(database: Database) -> None:
    original = await _found(database, "States should act.")
    fork = await _fork(database, original, BELA, "States shall act.")
    await _type(database, fork, "All States shall act.", CHAIR)

    async with database.reading() as session:
        together = merging.put_together(*await _sides(session, original, fork))
    assert together.fast_forward and not together.both_changed

    assert await _accept(database, original, fork) == "All States shall act."
    entered = await _entered(database, original)
    assert ("All ", CHAIR) in entered
    assert any(author == BELA and "shall"[2:] in words for words, author in entered)
    assert any(author == ANNA and "act." in words for words, author in entered)


async def test_accepting_twice_adds_nothing(database: Database) -> None:
    original = await _found(database, "States should act.")
    fork = await _fork(database, original, BELA, "States shall act.")
    await _accept(database, original, fork)
    async with database.reading() as session:
        seq = (await service.words_of(session, original)).seq

    assert await _accept(database, original, fork) == "States shall act."

    async with database.reading() as session:
        assert (await service.words_of(session, original)).seq == seq


async def test_words_chosen_by_the_chair_are_the_chairs_and_the_rest_is_the_authors(database: Database) -> None:
    original = await _found(database, "States should act.")
    fork = await _fork(database, original, BELA, "States shall act now.")
    await _type(database, original, "Governments should act.", ANNA)

    async with database.reading() as session:
        together = merging.put_together(*await _sides(session, original, fork))
    assert together.both_changed and not together.fast_forward

    assert await _accept(database, original, fork, "Governments shall act soon.") == "Governments shall act soon."
    entered = await _entered(database, original)
    assert any(author == CHAIR and "soon"[1:3] in words for words, author in entered)
    assert any(author == ANNA and "Governments" in words for words, author in entered)


async def test_a_text_begun_anew_takes_words_back_by_comparison(database: Database) -> None:
    original = await _found(database, "States should act.")
    fork = await _fork(database, original, BELA, "States shall act.")
    async with database.writing() as session:
        text = await _locked(session, original)
        text.lineage = uuid7()

    async with database.reading() as session:
        together = merging.put_together(*await _sides(session, original, fork))

    assert together.apart and together.both_changed and together.result.text == "States shall act."
    assert await _accept(database, original, fork) == "States shall act."


@pytest.mark.parametrize("words", ["", "The 😀 rule [shall] hold.", "a" * 5_000])
async def test_forks_begin_as_their_originals_are(database: Database, words: str) -> None:
    original = await _found(database, words)

    fork = await _fork(database, original, BELA)

    async with database.reading() as session:
        one, other = await _sides(session, original, fork)
    assert one.words == other.words == other.base
    assert not other.entries
