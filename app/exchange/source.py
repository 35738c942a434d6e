"""Reading a JSON file so that what is found in it can be named by line."""

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from json import decoder
from typing import Any

from app.exchange.findings import Finding, Refused, Weight, fault, pointer_to

MAX_BYTES = 16 * 1024 * 1024

_BREAK = re.compile(r"\n")
_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN = re.compile(r"[^ \t\n\r,\]}]+")  # a number, true, false or null
_scan: Callable[[str, int, bool], tuple[str, int]] = decoder.scanstring  # type: ignore[attr-defined]


class Source:
    """A JSON file: its value, and the line on which each of its members stands. Raises Refused."""

    def __init__(self, data: bytes) -> None:
        self.text = _decode(data)
        self.repeated: list[str] = []
        self.value = self._load()

    def _load(self) -> Any:
        try:
            return json.loads(self.text, object_pairs_hook=self._members, parse_constant=_no_constant)
        except json.JSONDecodeError as error:
            detail = f"This is not JSON: {error.msg} (column {error.colno})."
            raise Refused([Finding(Weight.FAULT, "", f"Line {error.lineno}: {detail}", error.lineno)]) from None
        except RecursionError:
            raise Refused([fault("This is not a document: it is nested too deeply.")]) from None
        except ValueError as error:
            raise Refused([fault(f"This cannot be read: {error}.")]) from None

    def _members(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            names = [name for name, _ in pairs]
            self.repeated += sorted({name for name in names if names.count(name) > 1} - set(self.repeated))
        return members

    def placed(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings with the lines on which what they name begins; for what is missing, of what should hold it."""
        wanted = {pointer for finding in findings for pointer in _holders(finding.pointer)}
        offsets: dict[str, int] = {}
        self._walk("", self._past_space(0), wanted, offsets)
        breaks = [match.start() for match in _BREAK.finditer(self.text)]
        return [
            replace(finding, line=bisect_left(breaks, _nearest(finding.pointer, offsets)) + 1)
            if finding.pointer
            else finding
            for finding in findings
        ]

    def _past_space(self, offset: int) -> int:
        match = _SPACE.match(self.text, offset)
        return match.end() if match else offset

    def _walk(self, pointer: str, offset: int, wanted: Collection[str], offsets: dict[str, int]) -> int:
        """Note where the wanted values begin; returns the end of this one. Only well-formed text comes here."""
        if pointer in wanted:
            offsets[pointer] = offset
        opening = self.text[offset]
        if opening == '"':
            return _scan(self.text, offset + 1, True)[1]
        if opening not in "[{":
            match = _PLAIN.match(self.text, offset)
            return match.end() if match else offset + 1
        closing = "]" if opening == "[" else "}"
        number = 0
        offset = self._past_space(offset + 1)
        while self.text[offset] != closing:
            name: str | int = number
            if opening == "{":
                name, offset = _scan(self.text, offset + 1, True)
                offset = self._past_space(self._past_space(offset) + 1)  # past the colon
            offset = self._past_space(self._walk(pointer + pointer_to(name), offset, wanted, offsets))
            if self.text[offset] == ",":
                offset = self._past_space(offset + 1)
            number += 1
        return offset + 1


def _holders(pointer: str) -> Iterator[str]:
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]


def _nearest(pointer: str, offsets: dict[str, int]) -> int:
    while pointer and pointer not in offsets:
        pointer = pointer.rpartition("/")[0]
    return offsets.get(pointer, 0)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON value")


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise Refused([fault(f"The file is larger than {MAX_BYTES // 1024 // 1024} MiB.")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        detail = f"Line {line}: this is not text in UTF-8 (byte {error.start})."
        raise Refused([Finding(Weight.FAULT, "", detail, line)]) from None
