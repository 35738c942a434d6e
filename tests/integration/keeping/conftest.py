"""Databases to restore into, of both kinds whichever the backup was made of."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI

from app.core.migrations import migrate
from app.core.settings import Settings
from app.main import create_app
from tests.conftest import POSTGRESQL, SQLITE

MakeEmpty = Callable[[str], Settings]


@pytest.fixture
def make_empty(postgresql_server: str, tmp_path: Path) -> Iterator[MakeEmpty]:
    """`make_empty("sqlite")`: settings of a database of that kind that does not even have tables."""
    made: list[str] = []

    def make(kind: str) -> Settings:
        name = f"empty_{uuid4().hex[:12]}"
        folder = tmp_path / name
        folder.mkdir()
        if kind == SQLITE:
            return Settings(data_dir=folder, public_url="http://test", log_level="warning")
        with psycopg.connect(f"{postgresql_server}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        made.append(name)
        url = f"{postgresql_server}/{name}"
        return Settings(data_dir=folder, database_url=url, public_url="http://test", log_level="warning")

    yield make
    with psycopg.connect(f"{postgresql_server}/postgres", autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def other(backend: str) -> str:
    """The kind of database that the test does not run on."""
    return POSTGRESQL if backend == SQLITE else SQLITE


@pytest.fixture
def settings_of_sqlite(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, public_url="http://test", log_level="warning")


@pytest.fixture
async def sqlite_app(settings_of_sqlite: Settings) -> AsyncIterator[FastAPI]:
    """An application where the kind of database does not matter."""
    migrate(settings_of_sqlite.database_url)
    application = create_app(settings_of_sqlite)
    async with LifespanManager(application, startup_timeout=20, shutdown_timeout=20):
        yield application
