"""What a breakout group is called (no I/O)."""

from app.breakouts.models import Breakout, BreakoutKind

LONGEST = 500

_NAMES = {
    BreakoutKind.BREAKOUT: "Breakout group",
    BreakoutKind.CORRESPONDENCE: "Correspondence group",
    BreakoutKind.AD_HOC: "Ad hoc group",
}


def name_of(breakout: Breakout) -> str:
    """Such as “Breakout group 1”, in the record and as the source of what it brought."""
    return f"{_NAMES[breakout.kind]} {breakout.number}"


def title_of(kind: BreakoutKind, number: int, name: str) -> str:
    """The title of its text, such as “Breakout group 1: capacity-building”."""
    title = f"{_NAMES[kind]} {number}"
    return f"{title}: {name}"[:LONGEST] if name else title
