"""E20, E22: two servers on one PostgreSQL, with a bus, and with a bus that is away: the sweep finds what it lost."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from asgi_lifespan import LifespanManager

from app.core.ids import uuid7
from app.core.settings import Settings
from app.main import create_app
from app.sync import sweep
from app.sync.sweep import Sweeper
from app.texts import founding
from tests.factories import make_cast
from tests.live import LiveText, until
from tests.servers import free_port
from tests.serving import Live, live_on

pytestmark = pytest.mark.parametrize("backend", ["postgresql"])


@pytest.fixture(params=["bus", "bus away"])
async def two(
    request: pytest.FixtureRequest, database_url: str, redis_url: str, tmp_path: Path
) -> AsyncIterator[tuple[Live, Live]]:
    bus_url = redis_url if request.param == "bus" else f"redis://127.0.0.1:{free_port()}/0"
    settings = Settings(database_url=database_url, data_dir=tmp_path, public_url="http://test", bus_url=bus_url)
    async with AsyncExitStack() as stack:
        served: list[Live] = []
        for _ in range(2):
            app = create_app(settings)
            await stack.enter_async_context(LifespanManager(app, startup_timeout=20, shutdown_timeout=20))
            if not served:
                async with app.state.database.writing() as session:
                    cast = await make_cast(session)
            served.append(await stack.enter_async_context(live_on(app, cast)))
        yield served[0], served[1]


async def test_words_written_on_one_server_reach_the_readers_of_the_other(two: tuple[Live, Live]) -> None:
    one, other = two
    writer, reader = await one.attach("member"), await other.attach("observer")

    for number in range(20):
        await writer.type(f" {number}")
    await writer.delete(0, 3)
    await until(lambda: writer.is_saved and reader.text == writer.text)

    assert reader.hash == (await one.words()).hash


async def test_writers_on_both_servers_converge_and_nothing_is_refused(two: tuple[Live, Live]) -> None:
    """E20: rows locked by the other server are tried again, in order."""
    writers: list[LiveText] = [
        await live.attach(role) for live in two for role in ("member", "other_member", "colleague")
    ]
    choice = random.Random(5)

    async def write(text: LiveText) -> None:
        for number in range(40):
            await text.type(f"{number} ", at=choice.randrange(len(text.text) + 1))
            if number % 7 == 0:
                await text.delete(choice.randrange(len(text.text) - 3), 3)
            await text.client.roundtrip()

    await asyncio.gather(*[write(text) for text in writers])
    await until(lambda: all(text.is_saved for text in writers), lambda: [text.events[-4:] for text in writers], 40)
    await until(lambda: len({text.hash for text in writers}) == 1, deadline=30)

    assert (await two[0].words()).hash == writers[0].hash


async def test_a_mark_given_on_one_server_stops_writers_on_the_other(two: tuple[Live, Live]) -> None:
    """E8, E10: refused by the database at once, told as a new scope soon."""
    one, other = two
    writer, told = await other.attach("member"), await other.attach("other_member")

    await one.mark("agreed")
    sent = await writer.type(" too late")
    await until(lambda: sent.status is not None)
    await until(lambda: told.scope == "readonly")

    assert sent.status == 0
    assert writer.reasons == ["agreed"]
    assert "too late" not in (await one.words()).plain


async def test_a_new_generation_reaches_those_on_the_other_server(two: tuple[Live, Live]) -> None:
    """E11."""
    one, other = two
    late, clean = await other.attach("member"), await other.attach("observer")
    await one.mark("agreed")
    await late.type(" too late")
    await until(lambda: late.refused)

    await one.mark("not_yet_discussed", reason="Reopened.")
    await until(lambda: clean.denied)

    assert clean.denied == ["generation"]


async def test_the_number_of_the_last_event_reaches_the_other_server(two: tuple[Live, Live]) -> None:
    """E22: with the event itself, or by the sweep without it; a page that sees a gap fetches."""
    one, other = two
    channel = await other.channel("observer")

    await one.mark("to_revisit")
    state = (await one.http("observer").get(f"/api/documents/{one.cast.document_id}")).json()
    await until(lambda: any(message.get("number") == state["seq"] for message in channel.messages))


async def test_signing_out_everywhere_closes_sockets_on_the_other_server(two: tuple[Live, Live]) -> None:
    """E10: at once with the bus, within ten seconds without."""
    one, other = two
    text = await other.attach("member")

    response = await one.http("member").post("/api/logout-everywhere", json={"tokens": True})
    assert response.status_code == 204, response.text

    assert await text.client.gone() == 4401


async def test_a_client_id_first_used_on_one_server_is_known_on_the_other(two: tuple[Live, Live]) -> None:
    """E14."""
    import pycrdt

    one, other = two
    writer, thief = await one.attach("member"), await other.attach("other_member")
    await writer.type(" mine")
    await until(lambda: writer.is_saved and thief.text == writer.text)
    forged: pycrdt.Doc[pycrdt.Text] = pycrdt.Doc(client_id=writer.ydoc.client_id)
    forged.apply_update(writer.ydoc.get_update())
    before = forged.get_state()
    forged.get("words", type=pycrdt.Text).insert(0, "forged ")

    sent = await thief.send_update(bytes(forged.get_update(before)))
    await until(lambda: sent.status is not None)

    assert (sent.status, thief.reasons) == (0, ["client-id"])


async def test_checkpoints_of_one_server_while_the_other_writes_lose_nothing(
    two: tuple[Live, Live], monkeypatch: pytest.MonkeyPatch
) -> None:
    """E20, E21: a tail that goes to the archive between two statements of a reading is read whole all the same."""
    from app.sync import sweep

    monkeypatch.setattr(sweep, "TAIL_COUNT", 5)
    monkeypatch.setattr(sweep, "REST", 0)
    monkeypatch.setattr(sweep, "EVERY_S", 0.02)
    one, other = two
    writer, reader = await one.attach("member"), await other.attach("observer")
    for number in range(60):
        await writer.type(f" {number}")
        await until(lambda: writer.is_saved)
        if number % 10 == 0:
            newcomer = await other.attach("colleague")
            assert newcomer.text.startswith("1.")
            await newcomer.client.close()
    await until(lambda: reader.hash == writer.hash)

    assert (await other.words()).hash == writer.hash


async def test_a_text_split_on_one_server_starts_afresh_on_the_other(two: tuple[Live, Live]) -> None:
    """E16: the other server's room, its readers and its page state follow."""
    one, other = two
    writer = await other.attach("member")
    await writer.type(" More.")
    await until(lambda: writer.is_saved)
    whole = writer.text

    response = await one.http("member").post(
        f"/api/paragraphs/{one.cast.paragraphs[0]}/split",
        json={"id": str(uuid7()), "text": str(uuid7()), "at": "AQV3b3JkcwA="},
    )
    await until(lambda: writer.denied)
    again = await other.attach("member", generation=2)
    await again.type(" And more.")
    second = await (await other.connect("member")).attach(f"{response.json()['added']['text']}@1")
    await second.type("The end.")
    await until(lambda: again.is_saved and second.is_saved)

    assert writer.denied == ["generation"]
    assert again.text == whole + " And more."
    for live in two:
        page = (await live.http("observer").get(f"/api/documents/{live.cast.document_id}")).json()
        assert [paragraph["words"] for paragraph in page["paragraphs"][:2]] == [again.text, "The end."]


async def test_a_text_founded_anew_on_one_server_reaches_those_on_the_other(
    two: tuple[Live, Live], monkeypatch: pytest.MonkeyPatch
) -> None:
    """E21: the one that founds it does not know who has it open elsewhere; they attach again and lose nothing."""
    one, other = two
    writer = await other.attach("member")
    await writer.type(" More.")
    await until(lambda: writer.is_saved)
    await Sweeper(other.hub).checkpoint(other.hub.rooms[other.cast.texts[0]])
    monkeypatch.setattr(founding, "LARGE", 0)
    monkeypatch.setattr(founding, "TIMES_ITS_WORDS", 0)
    monkeypatch.setattr(sweep, "FOUND_AFTER", timedelta(minutes=-1))

    await Sweeper(one.hub).found_anew()
    await until(lambda: writer.denied)
    again = await other.attach("member", generation=2)
    await again.type(" And more.")
    await until(lambda: again.is_saved)

    assert writer.denied == ["generation"]
    assert again.text == writer.text + " And more."
    assert (await one.words()).plain == again.text
