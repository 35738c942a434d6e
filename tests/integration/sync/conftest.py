"""A served application, real sockets, both databases."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from tests.factories import Cast
from tests.serving import Live, live_on


@pytest.fixture
async def live(app: FastAPI, cast: Cast) -> AsyncIterator[Live]:
    async with live_on(app, cast) as served:
        yield served
