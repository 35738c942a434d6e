"""The archive's packing: a stretch of a text's past as zlib-compressed JSON, readable without this program.

`{"updates": [{"seq", "at": ISO 8601 UTC, "person": UUID or null, "delegation": UUID or null, "update": base64 of
Yjs update-v1 bytes}, …]}`; with `"anew": true` the text was founded anew by these updates, all together: to replay it
from here, begin with an empty Y.Doc. Without, they follow on what came before.
"""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson


@dataclass(frozen=True, slots=True)
class Entry:
    """One committed remainder and who entered it."""

    seq: int
    at: datetime
    person_id: UUID | None
    delegation_id: UUID | None
    payload: bytes


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
        }
        for entry in entries
    ]
    content: dict[str, Any] = {"updates": updates}
    if anew:
        content["anew"] = True
    return zlib.compress(orjson.dumps(content), 6)


def unpack(packed: bytes) -> Stretch:
    """The inverse of `pack`."""
    content = orjson.loads(zlib.decompress(packed))
    entries = [
        Entry(
            update["seq"],
            datetime.fromisoformat(update["at"]),
            UUID(update["person"]) if update["person"] else None,
            UUID(update["delegation"]) if update["delegation"] else None,
            b64decode(update["update"]),
        )
        for update in content["updates"]
    ]
    return Stretch(entries, bool(content.get("anew")))
