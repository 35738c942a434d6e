"""What a line of the record is: one canonical JSON text and its SHA-256, chained to the line before (no I/O)."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

FORMAT = 1
START = "0" * 64  # what the first line of a chain names as the line before it

JSON = None | bool | int | str | list[Any] | dict[str, Any]


def canonical(value: JSON) -> str:
    """JSON with sorted keys, no white space, nothing escaped that need not be; ValueError for broken Unicode."""
    written = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    written.encode()
    return written


def fingerprint(body: str) -> str:
    """SHA-256 (hex) of a line's body."""
    return hashlib.sha256(body.encode()).hexdigest()


def moment(at: datetime) -> str:
    """A time as lines write it: UTC, always with six digits of a second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def line_body(
    *,
    chain: str,
    number: int,
    previous: str,
    at: datetime,
    action: str,
    actor: tuple[UUID, str] | None,
    office: str | None,
    meeting_id: UUID | None,
    subject_id: UUID | None,
    facts: dict[str, JSON],
) -> str:
    """The canonical text of a line, which is what is hashed."""
    return canonical(
        {
            "action": action,
            "actor": {"id": str(actor[0]), "name": actor[1]} if actor else None,
            "at": moment(at),
            "chain": chain,
            "facts": facts,
            "format": FORMAT,
            "meeting": str(meeting_id) if meeting_id else None,
            "number": number,
            "office": office,
            "previous": previous,
            "subject": str(subject_id) if subject_id else None,
        }
    )


def document_chain(document_id: UUID) -> str:
    """The name of a document's chain."""
    return f"document:{document_id}"


def group_chain(group_id: UUID) -> str:
    """The name of a working group's chain."""
    return f"group:{group_id}"
