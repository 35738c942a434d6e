"""Words as runs, their one canonical form, and its hash (E3).

A run is what `Y.Text.toDelta()` gives: `{"insert": "words", "attributes": {"bold": true}}`, without "attributes" when
there are none. The canonical form of a list of runs is JSON in UTF-8 with these rules; browsers compute the same
bytes, and tests/fixtures/canonical/vectors.json holds both sides to it:

- attributes that are null are dropped, empty runs are dropped, neighbours with equal attributes are one run;
- keys of every object are in the order of their UTF-16 code units, so "attributes" comes before "insert";
- no white space; strings as `JSON.stringify` writes them, numbers too; characters are never normalised.
"""

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring  # escapes exactly what JSON.stringify does in well-formed text
from typing import Any, NotRequired, TypedDict

from pycrdt import Doc, Text

from app.texts.client_ids import new_client_id

ROOT = "words"
FOOTNOTE_MARK = "\ufffc"

Attributes = dict[str, Any]


class Run(TypedDict):
    insert: str
    attributes: NotRequired[Attributes]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text at one moment, in their canonical runs."""

    runs: list[Run]
    text: str
    hash: str


def runs_of(ydoc: Doc[Any]) -> list[Run]:
    """Return the present words of a Y.Doc; reading an empty one founds the root, which adds nothing to its state."""
    pieces = ydoc.get(ROOT, type=Text).diff()
    return normal_runs({"insert": piece, "attributes": attributes or {}} for piece, attributes in pieces)


def words_of(ydoc: Doc[Any]) -> Words:
    return words_from(runs_of(ydoc))


def words_from(runs: Iterable[Mapping[str, Any]]) -> Words:
    """Return the words that any list of runs stands for, brought into canonical form first."""
    normal = normal_runs(runs)
    return Words(normal, plain(normal), content_hash(normal))


def plain(runs: Iterable[Mapping[str, Any]]) -> str:
    """Return the bare characters. A footnote keeps its placeholder U+FFFC, so that positions stay true."""
    return "".join([run["insert"] for run in runs])


def normal_runs(runs: Iterable[Mapping[str, Any]]) -> list[Run]:
    """Bring runs into canonical form; raise TypeError for an insert that is not a string."""
    normal: list[Run] = []
    last_key: str | None = None
    for run in runs:
        words = run["insert"]
        if not isinstance(words, str):
            raise TypeError("a run must insert a string")
        if not words:
            continue
        given = run.get("attributes")
        attributes = _present(given) if given else {}
        key = _json(attributes) if attributes else ""
        if key == last_key:
            normal[-1]["insert"] += words
        else:
            normal.append({"attributes": attributes, "insert": words} if attributes else {"insert": words})
            last_key = key
    return normal


def canonical_json(runs: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the canonical bytes of any list of runs; a lone surrogate is a ValueError."""
    pieces = []
    for run in normal_runs(runs):
        words = encode_basestring(run["insert"])
        attributes = run.get("attributes")
        pieces.append(
            f'{{"attributes":{_json(attributes)},"insert":{words}}}' if attributes else f'{{"insert":{words}}}'
        )
    return f"[{','.join(pieces)}]".encode()


def content_hash(runs: Iterable[Mapping[str, Any]]) -> str:
    """Return the SHA-256 (hex) of the canonical form."""
    return hashlib.sha256(canonical_json(runs)).hexdigest()


def doc_from_runs(runs: Iterable[Mapping[str, Any]], client_id: int | None = None) -> bytes:
    """Return an update that founds a text from runs: the same bytes for the same runs and client id.

    Written by hand because pycrdt puts several attributes in a random order.
    """
    client = varint(new_client_id() if client_id is None else client_id)
    structs: list[bytes] = []
    clock = 0
    open_marks: dict[str, str] = {}

    def add(kind: int, content: bytes, length: int) -> None:
        nonlocal clock
        place = client + varint(clock - 1) if structs else b"\x01" + _string(ROOT)
        structs.append(bytes([kind | 0x80 if structs else kind]) + place + content)
        clock += length

    def mark(key: str, value: str) -> None:
        add(6, _string(key) + _string(value), 1)

    for run in [*normal_runs(runs), None]:
        attributes = run.get("attributes", {}) if run else {}
        marks = {key: _json(value) for key, value in attributes.items()}
        for key in [key for key in open_marks if key not in marks]:
            mark(key, "null")
        for key, value in marks.items():
            if open_marks.get(key) != value:
                mark(key, value)
        open_marks = marks
        if run:
            add(4, _string(run["insert"]), len(run["insert"].encode("utf-16-le")) // 2)
    if not structs:
        return b"\0\0"
    return b"\x01" + varint(len(structs)) + client + b"\0" + b"".join(structs) + b"\0"


def varint(number: int) -> bytes:
    """Write a variable-length unsigned integer of lib0."""
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    written.append(number)
    return bytes(written)


def _string(text: str) -> bytes:
    encoded = text.encode()
    return varint(len(encoded)) + encoded


def _present(attributes: Mapping[str, Any]) -> Attributes:
    return {key: attributes[key] for key in sorted(attributes, key=_utf16) if attributes[key] is not None}


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be")


def _json(value: Any) -> str:
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        members = (f"{encode_basestring(key)}:{_json(value[key])}" for key in sorted(value, key=_utf16))
        return f"{{{','.join(members)}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_json, value))}]"
    raise ValueError(f"{type(value).__name__} has no canonical form")


def _number(value: float) -> str:
    """Write a number as JavaScript does: the shortest digits that read back as the same double."""
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("a number must be finite")
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = f"{abs(number)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent or 0)  # where the decimal point stands in `digits`
    digits = whole + fraction
    if whole == "0":
        digits = fraction.lstrip("0")
        point = len(digits) - len(fraction) + int(exponent or 0)
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{'+' if point > 0 else '-'}{abs(point - 1)}"
