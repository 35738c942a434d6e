"""What reading a file found: faults that stop an import, and oddities that its report names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
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


class Refused(Exception):
    """The file cannot be imported; nothing was written."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        super().__init__("The file cannot be imported.")
        self.findings = list(findings)


def fault(detail: str, pointer: str = "") -> Finding:
    """A finding that stops the import."""
    return Finding(Weight.FAULT, pointer, detail)


def warning(detail: str, pointer: str = "") -> Finding:
    """A finding that somebody should look at."""
    return Finding(Weight.WARNING, pointer, detail)


def note(detail: str, pointer: str = "") -> Finding:
    """A finding that says how the file was read."""
    return Finding(Weight.NOTE, pointer, detail)


def placed(findings: Iterable[Finding], line_of: Callable[[str], int | None]) -> list[Finding]:
    """The findings with the lines of their pointers."""
    return [replace(finding, line=line_of(finding.pointer)) if finding.pointer else finding for finding in findings]


def pointer_to(*parts: str | int) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
