"""Alembic's environment: one set of migrations for SQLite and PostgreSQL."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Enum, text

import app.main  # noqa: F401  (registers every model)
from app.core.database import Record, UTCDateTime, sync_engine
from app.core.settings import load_settings

ADVISORY_LOCK = 0x636F6E63  # "conc": two servers that start together migrate one after the other
LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "10min"


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our column types as plain ones, so that a migration means the same for ever."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def run() -> None:
    """Migrate the database of `-x url=…`, of the caller's config, or of the environment."""
    url = context.config.get_main_option("sqlalchemy.url") or load_settings().database_url
    engine = sync_engine(url, writes=True)
    with engine.connect() as connection:
        postgresql = connection.dialect.name == "postgresql"
        if postgresql:
            connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
            connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
            connection.commit()
        else:
            # A table that is made anew is dropped meanwhile, and others refer to its rows; said outside a transaction.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF").close()
        context.configure(
            connection=connection,
            target_metadata=Record.metadata,
            render_as_batch=not postgresql,
            compare_type=True,
            render_item=render_item,
        )
        with context.begin_transaction():
            if postgresql:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
            context.run_migrations()
            if not postgresql and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                raise RuntimeError(f"rows refer to others that are not there: {lost[:5]}")
        connection.commit()
    engine.dispose()


run()
