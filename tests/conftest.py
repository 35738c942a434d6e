"""What every test of the data layer runs on: a migrated SQLite file and a real PostgreSQL, the same tests on both."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import psycopg
import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from app.core.database import Database
from app.core.events import Events
from app.core.migrations import migrate
from app.core.settings import Settings
from app.main import create_app
from tests import servers
from tests.factories import Cast, make_cast

# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("concord", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("concord")

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    with servers.postgresql() as url:
        migrated = f"{url}/concord_template"
        with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE concord_template")
        migrate(migrated)
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with servers.redis() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "concord.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


_databases_made = 0


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if backend == SQLITE:
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "concord.db")
        yield f"sqlite:///{tmp_path / 'concord.db'}"
        return
    global _databases_made
    _databases_made += 1
    server: str = request.getfixturevalue("postgresql_server")
    name = f"test_{_databases_made}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE concord_template")
    yield f"{server}/{name}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, data_dir=tmp_path, public_url="http://test", log_level="warning")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The data layer alone, without an application; its events reach nobody unless a test subscribes."""
    database = Database(database_url, Events())
    yield database
    await database.close()


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    application = create_app(settings)
    async with LifespanManager(application, startup_timeout=20, shutdown_timeout=20):
        yield application


@pytest.fixture
async def cast(app: FastAPI) -> Cast:
    """A working group with everybody in it and a document of two categories (see tests/factories.py)."""
    async with app.state.database.writing() as session:
        return await make_cast(session)


@asynccontextmanager
async def client_of(app: FastAPI, token: str | None = None) -> AsyncIterator[AsyncClient]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://test", headers=headers) as client:
        yield client


@pytest.fixture
async def client_as(app: FastAPI, cast: Cast) -> AsyncIterator[Callable[[str], Awaitable[AsyncClient]]]:
    """`await client_as("chair")`: an HTTP client of that member of the cast; "nobody" is signed out."""
    opened: list[AsyncClient] = []

    async def client(role: str) -> AsyncClient:
        headers = {} if role == "nobody" else {"Authorization": f"Bearer {cast.tokens[role]}"}
        opened.append(AsyncClient(transport=ASGITransport(app=app), base_url="http://test", headers=headers))
        return opened[-1]

    yield client
    for one in opened:
        await one.aclose()


def host_and_port(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", parts.port or 80
