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


def migrate(url: str, to: str = "head") -> None:
    """Bring the database to the newest schema, making an SQLite file if there is none; or to an older one."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(config(url), to)


def is_migrated(url: str) -> bool:
    """Whether the schema is the newest one."""
    engine = sync_engine(url, writes=False)
    try:
        with engine.connect() as connection:
            present = set(MigrationContext.configure(connection).get_current_heads())
    finally:
        engine.dispose()
    return present == set(newest())


def newest() -> tuple[str, ...]:
    """The name of the newest schema, as a database says which one it has."""
    return tuple(ScriptDirectory(str(FOLDER)).get_heads())


def is_known(schema: str) -> bool:
    """Whether this program's migrations know a schema: that of a newer program they do not."""
    return any(script.revision == schema for script in ScriptDirectory(str(FOLDER)).walk_revisions())
