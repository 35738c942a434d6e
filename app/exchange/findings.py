"""What reading a file found: faults that stop an import, and oddities that its report names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Weight(StrEnum):
    FAULT = "fault"  # nothing is imported
    WARNING = "warning"  # imported, and somebody should look
    NOTE = "note"  # imported, and this is how


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about one place of the file; an empty pointer means the file as a whole."""

    weight: Weight
    pointer: str
    detail: str
    line: int | None = None

    def __str__(self) -> str:
        if not self.pointer:
            return self.detail
        where = f"line {self.line}, {self.pointer}" if self.line else self.pointer
        return f"{where}: {self.detail}"

    def as_json(self) -> dict[str, Any]:
        """As problems and reports write it."""
        return {"pointer": self.pointer, "line": self.line, "detail": self.detail}


MAX_FAULTS = 100


class Refused(Exception):
    """The file cannot be imported; nothing was written."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        super().__init__("The file cannot be imported.")
        self.findings = list(findings)


def first_of(findings: Sequence[Finding]) -> list[Finding]:
    """The first faults, and how many more there are: nobody reads a thousand."""
    first = list(findings[:MAX_FAULTS])
    if len(findings) > MAX_FAULTS:
        first.append(fault(f"There are {len(findings) - MAX_FAULTS} more."))
    return first


def fault(detail: str, pointer: str = "") -> Finding:
    """A finding that stops the import."""
    return Finding(Weight.FAULT, pointer, detail)


def warning(detail: str, pointer: str = "") -> Finding:
    """A finding that somebody should look at."""
    return Finding(Weight.WARNING, pointer, detail)


def note(detail: str, pointer: str = "") -> Finding:
    """A finding that says how the file was read."""
    return Finding(Weight.NOTE, pointer, detail)


def pointer_to(*parts: str | int) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
