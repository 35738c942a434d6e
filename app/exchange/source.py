"""Reading a JSON file so that what is found in it can be named by line."""

import json
import re
from collections.abc import Callable
from functools import cached_property
from json import decoder
from typing import Any

from app.exchange.findings import Finding, Refused, Weight, fault, pointer_to

MAX_BYTES = 32 * 1024 * 1024

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

    def line_of(self, pointer: str) -> int | None:
        """The line on which what the pointer names begins; of what is missing, the line of what should hold it."""
        while pointer and pointer not in self._offsets:
            pointer = pointer.rpartition("/")[0]
        offset = self._offsets.get(pointer)
        return None if offset is None else self.text.count("\n", 0, offset) + 1

    @cached_property
    def _offsets(self) -> dict[str, int]:
        """Where each value begins; only well-formed text comes here."""
        offsets: dict[str, int] = {}
        self._walk("", self._past_space(0), offsets)
        return offsets

    def _past_space(self, offset: int) -> int:
        match = _SPACE.match(self.text, offset)
        return match.end() if match else offset

    def _walk(self, pointer: str, offset: int, offsets: dict[str, int]) -> int:
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
            offset = self._past_space(self._walk(pointer + pointer_to(name), offset, offsets))
            if self.text[offset] == ",":
                offset = self._past_space(offset + 1)
            number += 1
        return offset + 1


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
