"""All kinds of clients in one text: Yjs over both protocols, y-py and pycrdt over both protocols."""

import asyncio
import random
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


def in_bytes(change: Change, text: str) -> Change:
    """The same edit with places counted as y-py and pycrdt count."""
    kind, at, what, *more = change
    place = len(text[:at].encode())
    return [kind, place, what] if kind == "insert" else [kind, place, len(text[at : at + what].encode()), *more]


async def edit(client: StockClient | Program, choice: random.Random) -> None:
    """Edit the words as this client has them.

    What is known here of a stock client's words can be older than what it has, so it finds the place among characters
    itself. (Found here, in UTF-16 units, the place stood inside an emoji once in some thirty runs: Yjs tore it to two
    U+FFFD, the server refused that as foreign content, and this client went on with words of its own.)
    """
    change = change_of(choice, client.text)
    if isinstance(client, StockClient):
        await client.edit_characters(change)
        return
    kind, *arguments = in_bytes(change, client.text)
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
            assert not stock[1].all("closed"), stock[1]
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


async def test_a_client_that_tears_an_emoji_is_refused_and_nobody_else_s_words_change(
    meeting: Meeting, clients: StockClients
) -> None:
    """E4: Yjs shows two U+FFFD for what pycrdt takes for a whole emoji, so words would differ for ever."""
    address = meeting.text()
    tearing = await clients.classic(meeting.url, address, meeting.token(0))
    provider = await clients.attach(await clients.socket(meeting.url), address, meeting.token(1))
    program = Program(YPy(), meeting.url, address, meeting.token(2), classic=False)
    async with program:
        for client in (tearing, provider):
            await client.until(lambda it: it.state["synced"])
        await until(lambda: program.is_saved)
        await provider.edit_characters(["insert", 0, "😀 whole. "])
        await tearing.until(lambda it: it.text.startswith("😀 whole. "))

        await tearing.edit(["insert", 1, "torn"])
        await tearing.until(lambda it: it.all("closed"))
        assert [(one["code"], one["reason"]) for one in tearing.all("closed")] == [(4403, "foreign-content")]

        await provider.append(" To the end.")
        await until(lambda: program.text.endswith(" To the end."))
        await provider.until(lambda it: it.is_saved)
        words = await meeting.words(address)
        assert words["words"] == provider.text == program.text
        assert (words["content_hash"], words["words"][:9]) == (provider.hash, "😀 whole. ")
