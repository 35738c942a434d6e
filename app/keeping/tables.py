"""What a backup holds: every table but a few, each with columns of a few kinds that both databases know."""

import base64
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    String,
    Table,
    Text,
    Uuid,
    select,
)
from sqlalchemy.types import TypeEngine

import app.accounts.models
import app.core.models
import app.documents.models
import app.groups.models
import app.ledger.models
import app.paragraphs.models
import app.texts.models  # noqa: F401  (every model registers itself)
from app.core.database import Record, UTCDateTime

# A login in a backup would come to life again at a restore, even one that was ended since; answers to repeated
# commands are of the last hours only, and may hold what is shown once.
LEFT_OUT = frozenset({"login", "kept_answer"})

_KINDS: list[tuple[str, type[TypeEngine[Any]], Any]] = [
    ("uuid", Uuid, Uuid),
    ("time", UTCDateTime, UTCDateTime),
    ("day", Date, Date),
    ("yes_no", Boolean, Boolean),
    ("number", Integer, BigInteger),
    ("bytes", LargeBinary, LargeBinary),
    ("json", JSON, lambda: JSON(none_as_null=True)),
    ("words", String, Text),
]


def kept_tables() -> list[Table]:
    """Every table of a backup, each after those that it refers to."""
    return [table for table in Record.metadata.sorted_tables if table.name not in LEFT_OUT]


def kind_of(column: Column[Any]) -> str:
    """The kind of a column, by which any database can hold it."""
    for kind, type_, _ in _KINDS:
        if isinstance(column.type, type_):
            return kind
    raise TypeError(f"{column} is of no kind that a backup knows")


def in_order(table: Table) -> Select[Any]:
    """All rows of a table; where rows refer to rows of the same table, those that are referred to come first."""
    refers_to_itself = any(key.column.table is table for key in table.foreign_keys)
    order = [table.c.created_at] if refers_to_itself else []
    return select(table).order_by(*order, *table.primary_key.columns)


def table_of(name: str, columns: Sequence[tuple[str, str]]) -> Table:
    """A table as a backup describes it, to put rows into; the schema may be older than this program's."""
    types = {kind: make for kind, _, make in _KINDS}
    return Table(name, MetaData(), *(Column(column, types[kind]()) for column, kind in columns))


def written(value: Any) -> Any:
    """A value as JSON can hold it; orjson knows ids, times and words of an enumeration."""
    return base64.b64encode(value).decode() if isinstance(value, bytes | memoryview) else value


def read(value: Any, kind: str) -> Any:
    """The value again; raises ValueError or TypeError for anything else than `written` gives."""
    if value is None or kind in {"json", "number", "yes_no"}:
        return value
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no {kind}")
    if kind == "uuid":
        return UUID(value)
    if kind == "time":
        return datetime.fromisoformat(value)
    if kind == "day":
        return date.fromisoformat(value)
    return base64.b64decode(value, validate=True) if kind == "bytes" else value
