"""Running alembic from within: `concord migrate`, and `concord serve` on an SQLite file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.core.database import sync_engine

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


def config(url: str) -> Config:
    """Alembic's configuration for this database."""
    alembic = Config()
    alembic.set_main_option("script_location", str(FOLDER))
    alembic.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return alembic


def migrate(url: str) -> None:
    """Bring the database to the newest schema, making an SQLite file if there is none."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(config(url), "head")


def is_migrated(url: str) -> bool:
    """Whether the schema is the newest one."""
    engine = sync_engine(url, writes=False)
    try:
        with engine.connect() as connection:
            present = set(MigrationContext.configure(connection).get_current_heads())
    finally:
        engine.dispose()
    return present == set(ScriptDirectory.from_config(config(url)).get_heads())
