"""From the bytes of a file to the plan of an import."""

import hashlib
from collections.abc import Callable
from enum import StrEnum

from app.exchange import concord_file, unfccc
from app.exchange.findings import Refused, Weight, placed
from app.exchange.plan import Plan
from app.exchange.source import Source


class Format(StrEnum):
    """Formats that can be imported."""

    CONCORD = "concord"
    UNFCCC = "unfccc"


_READERS: dict[Format, Callable[[Source, str | None], Plan]] = {
    Format.CONCORD: concord_file.plan_of,
    Format.UNFCCC: unfccc.plan_of,
}


def read_plan(data: bytes, file_format: Format, title: str | None = None) -> Plan:
    """Read a file and check all of it; raises Refused with every fault and its line."""
    source = Source(data)
    try:
        plan = _READERS[file_format](source, title)
    except Refused as refused:
        raise Refused(placed(refused.findings, source.line_of)) from None
    plan.fingerprint = hashlib.sha256(data).hexdigest()
    plan.findings = placed(plan.findings, source.line_of)
    faults = [finding for finding in plan.findings if finding.weight is Weight.FAULT]
    if faults:
        raise Refused(faults)
    return plan
