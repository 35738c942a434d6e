"""Check the record of decisions line by line: nothing changed, missing, added, reordered, nor its words rewritten."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, or_, select

from app.ledger.lines import START, canonical, fingerprint, moment
from app.ledger.models import Chain, Decision

PAGE = 500


@dataclass(frozen=True, slots=True)
class Expected:
    """A line that somebody holds a copy of; without a chain, it may stand in any."""

    number: int
    fingerprint: str
    chain: str | None = None

    def __str__(self) -> str:
        where = f"{self.chain}=" if self.chain else ""
        return f"{where}{self.number}:{self.fingerprint}"

    @classmethod
    def parse(cls, text: str) -> "Expected":
        """Read `[CHAIN=]NUMBER:FINGERPRINT`; a fingerprint may be shortened to 12 digits. ValueError otherwise."""
        chain, _, rest = text.rpartition("=")
        number, _, given = rest.partition(":")
        given = given.strip().lower()
        if not number.strip().isdigit() or not 12 <= len(given) <= 64 or given.strip("0123456789abcdef"):
            raise ValueError(f"“{text}” is not NUMBER:FINGERPRINT or CHAIN=NUMBER:FINGERPRINT")
        return cls(int(number), given, chain.strip() or None)

    def met_by(self, line: Any) -> bool:
        """Whether this is the line that was expected."""
        return (
            line.number == self.number
            and line.fingerprint.startswith(self.fingerprint)
            and self.chain in (None, line.chain, line.chain.partition(":")[2])
        )


@dataclass(slots=True)
class Report:
    """What was found; `faults` are plain sentences, none if all is well."""

    chains: int = 0
    lines: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether the record is whole."""
        return not self.faults


_COLUMNS = (
    Decision.chain,
    Decision.number,
    Decision.at,
    Decision.action,
    Decision.actor_id,
    Decision.subject_id,
    Decision.meeting_id,
    Decision.body,
    Decision.previous,
    Decision.fingerprint,
)
HashOfRuns = Callable[[Any], str]


def verify(connection: Connection, hash_of_runs: HashOfRuns, expect: Sequence[Expected] = ()) -> Report:
    """Read every chain once, in one consistent view if the connection's transaction gives one; it writes nothing.

    `hash_of_runs` is the content hash of words (`texts.runs.content_hash`): texts are no lower than this folder.
    """
    report = Report()
    ends = {
        name: (number, end)
        for name, number, end in connection.execute(select(Chain.name, Chain.number, Chain.fingerprint))
    }
    awaited = list(expect)
    last: dict[str, tuple[int, str]] = {}
    for line in _all_lines(connection):
        report.lines += 1
        number, before = last.get(line.chain, (0, START))
        _check_place(report, line, number, before)
        _check_body(report, line, hash_of_runs)
        awaited = [expected for expected in awaited if not expected.met_by(line)]
        last[line.chain] = (line.number, line.fingerprint)
    _check_ends(report, ends, last)
    for expected in awaited:
        report.faults.append(f"The expected decision {expected} is not in the record.")
    report.chains = len(ends.keys() | last.keys())
    return report


def _all_lines(connection: Connection) -> Iterator[Any]:
    chain, number = "", -(2**62)
    while True:
        after = or_(Decision.chain > chain, (Decision.chain == chain) & (Decision.number > number))
        page = connection.execute(
            select(*_COLUMNS).where(after).order_by(Decision.chain, Decision.number).limit(PAGE)
        ).all()
        yield from page
        if len(page) < PAGE:
            return
        chain, number = page[-1].chain, page[-1].number


def _check_place(report: Report, line: Any, number: int, before: str) -> None:
    if line.number == number + 2:
        report.faults.append(f"{line.chain}: decision {number + 1} is missing.")
    elif line.number > number + 1:
        report.faults.append(f"{line.chain}: decisions {number + 1} to {line.number - 1} are missing.")
    elif line.number < 1:
        report.faults.append(f"{line.chain}: decision {line.number} was added; numbers begin at 1.")
    elif line.previous != before:
        report.faults.append(f"{line.chain}: decision {line.number} does not follow the line before it.")


def _check_body(report: Report, line: Any, hash_of_runs: HashOfRuns) -> None:
    name = f"{line.chain}: decision {line.number}"
    if fingerprint(line.body) != line.fingerprint:
        report.faults.append(f"{name} was changed: its text does not have its fingerprint.")
        return
    try:
        body = json.loads(line.body)
        canonical_again = canonical(body)
        said = {key: body[key] for key in ("chain", "number", "previous", "at", "action", "subject", "meeting")}
        said["actor"] = body["actor"]["id"] if body["actor"] else None
        facts = body["facts"]
    except (ValueError, KeyError, TypeError):
        report.faults.append(f"{name} cannot be read.")
        return
    if canonical_again != line.body:
        report.faults.append(f"{name} is not in canonical form.")
    kept = {
        "chain": line.chain,
        "number": line.number,
        "previous": line.previous,
        "at": moment(line.at),
        "action": line.action,
        "subject": str(line.subject_id) if line.subject_id else None,
        "meeting": str(line.meeting_id) if line.meeting_id else None,
        "actor": str(line.actor_id) if line.actor_id else None,
    }
    for key, value in kept.items():
        if said[key] != value:
            report.faults.append(f"{name}: the column for “{key}” does not say what was recorded.")
    if not _words_hold(facts, hash_of_runs):
        report.faults.append(f"{name}: the recorded words do not have the recorded hash.")


def _words_hold(facts: Any, hash_of_runs: HashOfRuns) -> bool:
    """Every object that has both runs and a content_hash, however deep, must fit itself."""
    if isinstance(facts, list):
        return all(_words_hold(item, hash_of_runs) for item in facts)
    if not isinstance(facts, dict):
        return True
    if "runs" in facts and "content_hash" in facts:
        try:
            return bool(hash_of_runs(facts["runs"]) == facts["content_hash"])
        except (ValueError, KeyError, TypeError):
            return False
    return all(_words_hold(value, hash_of_runs) for value in facts.values())


def _check_ends(report: Report, ends: dict[str, tuple[int, str]], last: dict[str, tuple[int, str]]) -> None:
    for chain in sorted(ends.keys() | last.keys()):
        number, print_ = last.get(chain, (0, START))
        if chain not in ends:
            report.faults.append(f"{chain}: the record of where this chain ends is missing.")
            continue
        end_number, end_print = ends[chain]
        if end_number == number + 1:
            report.faults.append(f"{chain}: decision {end_number} is missing at the end.")
        elif end_number > number:
            report.faults.append(f"{chain}: decisions {number + 1} to {end_number} are missing at the end.")
        elif end_number < number:
            report.faults.append(f"{chain}: there are lines after decision {end_number}, where the chain ends.")
        elif end_print != print_:
            report.faults.append(f"{chain}: the chain does not end in the fingerprint of its last decision.")
