"""What an import says when it is done, for people at a terminal."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from app.exchange.findings import Finding

SHOWN = 12  # of warnings that say the same


def written(report: dict[str, Any]) -> str:
    """The report as lines of text."""
    return "\n".join(_lines(report))


def _lines(report: dict[str, Any]) -> Iterator[str]:
    yield f"Imported “{report['title']}” into {report['group']['name']} in {report['seconds']} s."
    yield f"  document    {report['document']}"
    yield f"  file        SHA-256 {report['fingerprint']}"
    yield f"  paragraphs  {report['paragraphs']} in {report['categories']} categories"
    yield f"  by level    {_counts(report['by_level'])}"
    yield f"  by kind     {_counts(report['by_kind'])}"
    brackets = report["brackets"]
    yield (
        f"  brackets    {brackets['pairs']} pairs up to {brackets['deepest']} deep in {brackets['paragraphs']} "
        f"paragraphs; {brackets['unclosed']} “[” and {brackets['unopened']} “]” without a partner"
    )
    if report["placeholders"]:
        yield f"  placeholders {report['placeholders']}"
    yield "Categories:"
    for category in report["by_category"]:
        name = f"{category['code']} {category['title']}".strip()
        yield f"  {category['paragraphs']:5}  {name}"
    for note in report["notes"]:
        yield f"Note: {_placed(note)}"
    yield from _warnings(report["warnings"])


def _warnings(warnings: list[dict[str, Any]]) -> Iterator[str]:
    if not warnings:
        yield "No warnings."
        return
    yield f"{len(warnings)} warnings:"
    shown: Counter[str] = Counter()
    for warning in warnings:
        sort = warning["detail"].partition(":")[0]
        shown[sort] += 1
        if shown[sort] <= SHOWN:
            yield f"  {_placed(warning)}"
    for sort, times in shown.items():
        if times > SHOWN:
            yield f"  {sort}: {times - SHOWN} more (all of them with --json)"


def _placed(finding: dict[str, Any]) -> str:
    if not finding["pointer"]:
        return str(finding["detail"])
    where = f"line {finding['line']}, " if finding["line"] else ""
    return f"{where}{finding['pointer']}: {finding['detail']}"


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def refusal(findings: list[Finding]) -> str:
    """Why nothing was imported."""
    head = "one fault" if len(findings) == 1 else f"{len(findings)} faults"
    return "\n".join([f"Nothing was imported: the file has {head}.", *(f"  {finding}" for finding in findings)])
