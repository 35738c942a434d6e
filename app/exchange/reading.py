"""From the bytes of a file to the plan of an import."""

import hashlib
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from app.exchange import concord_file, unfccc
from app.exchange.findings import Refused, Weight, fault, first_of
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
    _check_format(source.value, file_format)
    try:
        plan = _READERS[file_format](source, title)
    except Refused as refused:
        raise Refused(source.placed(first_of(refused.findings))) from None
    plan.fingerprint = hashlib.sha256(data).hexdigest()
    plan.findings = source.placed(plan.findings)
    faults = [finding for finding in plan.findings if finding.weight is Weight.FAULT]
    if faults:
        raise Refused(first_of(faults))
    return plan


def _check_format(value: Any, file_format: Format) -> None:
    """One sentence instead of a thousand faults when the file is of the other format."""
    rows = value.get("paragraphs") if isinstance(value, dict) else None
    first = rows[0] if isinstance(rows, list) and rows else None
    if not isinstance(first, dict):
        return
    looks = Format.UNFCCC if "article" in first else Format.CONCORD if "category" in first else file_format
    if looks is not file_format:
        raise Refused([fault(f"This file looks like the format “{looks}”, and was read as “{file_format}”.")])
