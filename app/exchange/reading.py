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


def read_plan(data: bytes, file_format: Format | None, title: str | None = None) -> Plan:
    """Read a file (of the format it looks like, if none is said) and check all of it.

    Raises Refused with every fault and its line.
    """
    source = Source(data)
    looks = _looks_like(source.value)
    if file_format is None:
        file_format = looks or Format.CONCORD
    elif looks not in {None, file_format}:
        # One sentence instead of a thousand faults.
        raise Refused([fault(f"This file looks like the format “{looks}”, and was read as “{file_format}”.")])
    try:
        plan = _READERS[file_format](source, title)
    except Refused as refused:
        raise Refused(source.placed(first_of(refused.findings))) from None
    plan.file_format = file_format.value
    plan.fingerprint = hashlib.sha256(data).hexdigest()
    plan.findings = source.placed(plan.findings)
    faults = [finding for finding in plan.findings if finding.weight is Weight.FAULT]
    if faults:
        raise Refused(first_of(faults))
    return plan


def _looks_like(value: Any) -> Format | None:
    rows = value.get("paragraphs") if isinstance(value, dict) else None
    first = rows[0] if isinstance(rows, list) and rows else None
    if not isinstance(first, dict):
        return None
    return Format.UNFCCC if "article" in first else Format.CONCORD if "category" in first else None
