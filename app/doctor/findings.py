"""What the doctor says of one thing that was looked at."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class State(StrEnum):
    """How a thing is: well; well, but worth knowing; or wrong, so that the command ends with 1."""

    OK = "ok"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, in a sentence, and what to do about it."""

    about: str
    state: State
    what: str
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        """For programs that watch."""
        return {key: str(value) for key, value in asdict(self).items()}


def ok(about: str, what: str) -> Finding:
    """It is well."""
    return Finding(about, State.OK, what)


def note(about: str, what: str, remedy: str = "") -> Finding:
    """It is worth knowing."""
    return Finding(about, State.NOTE, what, remedy)


def bad(about: str, what: str, remedy: str) -> Finding:
    """It is wrong."""
    return Finding(about, State.BAD, what, remedy)
