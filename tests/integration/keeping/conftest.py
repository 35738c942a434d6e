"""Databases to restore into, of both kinds whichever the backup was made of."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from app.core.settings import Settings
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
