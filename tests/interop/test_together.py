"""All kinds of clients in one text: Yjs over both protocols, y-py and pycrdt over both protocols."""

import asyncio
import random
from collections.abc import Callable
from contextlib import AsyncExitStack

import pytest

from app.texts import runs as runs_
from tests.interop.conftest import OBSERVER, Meeting
from tests.interop.programs import Engine, Program, Pycrdt, YPy
from tests.interop.stock import Change, StockClient, StockClients
from tests.live import until

WORDS = ["states ", "[should] ", "é", "\n", "😀", "工作组 ", "الفريق ", "by consensus, "]
MARKS = [{"bold": True}, {"italic": True}, {"link": "https://example.org/"}, {"bold": None}, {"sup": True}]
ROUNDS = 12


def change_of(choice: random.Random, text: str) -> Change:
    """An edit that begins and ends between characters; places count characters."""
    at = choice.randrange(len(text) + 1)
    length = min(choice.randrange(1, 9), len(text) - at)
    kind = choice.choice(["insert", "insert", "delete", "format"]) if length else "insert"
    if kind == "insert":
        return ["insert", at, choice.choice(WORDS)]
    return ["delete", at, length] if kind == "delete" else ["format", at, length, choice.choice(MARKS)]


def in_units(change: Change, text: str, units: Callable[[str], int]) -> Change:
    """The same edit with places counted as this client counts."""
    kind, at, what, *more = change
    place = units(text[:at])
    return [kind, place, what] if kind == "insert" else [kind, place, units(text[at : at + what]), *more]


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def utf8(text: str) -> int:
    return len(text.encode())


async def edit(client: StockClient | Program, choice: random.Random) -> None:
    change = change_of(choice, client.text)
    if isinstance(client, StockClient):
        await client.edit(in_units(change, client.text, utf16))
        return
    kind, *arguments = in_units(change, client.text, utf8)
    await client.edit(lambda engine: getattr(engine, kind)(*arguments))


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_six_kinds_of_clients_edit_one_text_at_once_and_all_have_the_same_words(
    seed: int, meeting: Meeting, clients: StockClients
) -> None:
    """E3: one hash in Yjs by the page's canonical form, in Python by the server's, and in the page state."""
    address = meeting.text()
    stock = [
        await clients.attach(await clients.socket(meeting.url), address, meeting.token(0)),
        await clients.classic(meeting.url, address, meeting.token(1)),
    ]
    async with AsyncExitStack() as stack:
        engines: list[tuple[Engine, bool]] = [(YPy(), False), (YPy(), True), (Pycrdt(), False), (Pycrdt(), True)]
        programs = [
            await stack.enter_async_context(
                Program(engine, meeting.url, address, meeting.token(member), classic=classic)
            )
            for member, (engine, classic) in enumerate(engines, start=2)
        ]
        for client in stock:
            await client.until(lambda it: it.state["synced"])
        await until(lambda: all(program.synced for program in programs), lambda: programs)

        async def work(client: StockClient | Program, number: int) -> None:
            choice = random.Random(100 * seed + number)
            for _ in range(ROUNDS):
                await edit(client, choice)

        everyone: list[StockClient | Program] = [*stock, *programs]
        await asyncio.gather(*(work(client, number) for number, client in enumerate(everyone)))
        await stock[0].until(lambda it: it.is_saved)
        await until(lambda: all(program.is_saved for program in programs), "the programs to be saved")

        async def alike() -> bool:
            words = await meeting.words(address)
            hashes = {
                words["content_hash"],
                runs_.content_hash(words["runs"]),
                *(client.hash for client in stock),
                *(
                    runs_.content_hash(runs_.runs_of(it.engine.ydoc))
                    for it in programs
                    if isinstance(it.engine, Pycrdt)
                ),
            }
            return len(hashes) == 1 and {words["words"]} == {client.text for client in everyone}

        await until(alike, lambda: [client.text for client in everyone])
        assert not stock[1].all("closed")


@pytest.mark.parametrize("engine", [YPy, Pycrdt])
async def test_a_program_hears_what_it_may_and_whether_its_words_are_saved(
    engine: type[Engine], meeting: Meeting
) -> None:
    """E9: an observer's clean Step2 is acknowledged, an observer's words are refused; a member's are saved."""
    address = meeting.text()
    observing = Program(engine(), meeting.url, address, meeting.token(OBSERVER), classic=False)
    writing = Program(engine(), meeting.url, address, meeting.token(0), classic=False)
    async with observing, writing:
        await until(lambda: observing.is_saved and writing.is_saved)
        assert (observing.scope, writing.scope) == ("readonly", "read-write")

        await writing.edit(lambda words: words.insert(0, "Saved. "))
        await until(lambda: writing.is_saved and observing.text == writing.text)
        assert (await meeting.words(address))["words"] == writing.text

        await observing.edit(lambda words: words.insert(0, "Refused. "))
        await until(lambda: observing.refused)
        assert (await meeting.words(address))["words"] == writing.text


async def test_y_py_that_misreads_a_long_client_id_adds_nobody_s_words_twice(meeting: Meeting) -> None:
    """E14: it takes an id of 40 bits for another one and offers these words as that one's; they are there already."""
    address = meeting.text()
    long = Program(Pycrdt(client_id=2**40 + 5), meeting.url, address, meeting.token(0), classic=False)
    misreading = Program(YPy(), meeting.url, address, meeting.token(1), classic=False)
    async with long:
        await until(lambda: long.is_saved)
        await long.edit(lambda words: words.insert(0, "Once only. "))
        await until(lambda: long.is_saved)
        async with misreading:
            await until(lambda: misreading.is_saved)
            assert misreading.text == long.text
            await misreading.edit(lambda words: words.insert(5, "and for all "))
            await until(lambda: misreading.refused)

    assert (await meeting.words(address))["words"] == long.text
