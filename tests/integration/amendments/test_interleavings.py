"""Whatever people do in whatever order: replicas equal the log, no word is lost silently, agreed words stay, drafts are
unseen (E6 to E9, E11, E16, E18)."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.ledger.verify import verify
from app.texts.runs import content_hash
from tests.factories import Cast
from tests.integration.amendments.room import WRITERS, Room, steps
from tests.serving import Live, live_on

STEPS = st.lists(st.tuples(st.sampled_from(steps()), st.integers(0, 10_000)), min_size=10, max_size=40)
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
PHASES = (Phase.explicit, Phase.generate)  # each example leaves its traces in the database: not to be shrunk


@pytest.fixture
async def live(app: FastAPI, cast: Cast) -> AsyncIterator[Live]:
    async with live_on(app, cast) as served:
        yield served


async def _play(live: Live, taken: list[tuple[str, int]]) -> None:
    clients = {role: await live.connect(role) for role in (*WRITERS, "observer")}
    room = Room(live, clients, await live.channel("observer"))
    await room.begin()
    for what, choice in taken:
        await room.step(what, choice)
    await room.check()
    async with live.app.state.database.reading() as session:
        report = await (await session.connection()).run_sync(verify, content_hash)
    assert report.sound, report.faults
    for client in live.clients:
        await client.close()
    live.clients.clear()


@settings(max_examples=4, suppress_health_check=QUIET, phases=PHASES)
@given(taken=STEPS)
async def test_in_any_order_of_typing_proposing_accepting_marking_and_splitting(
    live: Live, taken: list[tuple[str, int]]
) -> None:
    await _play(live, taken)


@pytest.mark.long
@pytest.mark.timeout(3_000)
@settings(max_examples=150, suppress_health_check=QUIET, phases=PHASES)
@given(taken=STEPS)
async def test_in_very_many_orders(live: Live, taken: list[tuple[str, int]]) -> None:
    await _play(live, taken)
