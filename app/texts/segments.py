"""The archive's packing: a stretch of a text's past as zlib-compressed JSON, readable without this program.

`{"updates": [{"seq", "at": ISO 8601 UTC, "person": UUID or null, "delegation": UUID or null, "update": base64 of
Yjs update-v1 bytes}, …]}`; with `"by_command": true` beside them a command brought those words in (a split, a join, an
accepted proposal), otherwise somebody typed them. With `"anew": true` the text was founded anew by these updates, all
together: to replay it from here, begin with an empty Y.Doc. Without, they follow on what came before.
"""

import zlib
from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import orjson


class Author(NamedTuple):
    """Who entered words, and for which delegation; nobody for what the server founded."""

    person_id: UUID | None
    delegation_id: UUID | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One committed remainder and who entered it."""

    seq: int
    at: datetime
    person_id: UUID | None
    delegation_id: UUID | None
    payload: bytes
    by_command: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one segment holds."""

    entries: list[Entry]
    anew: bool = False


def pack(entries: Iterable[Entry], *, anew: bool = False) -> bytes:
    """Pack entries in the order of their seq."""
    updates = [
        {
            "seq": entry.seq,
            "at": entry.at,
            # As strings: PostgreSQL's driver has UUIDs of its own, which orjson does not know.
            "person": str(entry.person_id) if entry.person_id else None,
            "delegation": str(entry.delegation_id) if entry.delegation_id else None,
            "update": b64encode(entry.payload).decode(),
            **({"by_command": True} if entry.by_command else {}),
        }
        for entry in entries
    ]
    content: dict[str, Any] = {"updates": updates}
    if anew:
        content["anew"] = True
    return zlib.compress(orjson.dumps(content), 6)


_id = lru_cache(maxsize=1_000)(UUID)  # a few people enter thousands of updates


def unpack(packed: bytes) -> Stretch:
    """The inverse of `pack`."""
    content = orjson.loads(zlib.decompress(packed))
    entries = [
        Entry(
            update["seq"],
            datetime.fromisoformat(update["at"]),
            _id(update["person"]) if update["person"] else None,
            _id(update["delegation"]) if update["delegation"] else None,
            a2b_base64(update["update"]),
            "by_command" in update,
        )
        for update in content["updates"]
    ]
    return Stretch(entries, bool(content.get("anew")))
