"""The backup file: a ZIP of one manifest and one part a table, JSON line by line (docs/formats/backup.md)."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import orjson

FORMAT = "concord-backup"
VERSION = 1
MANIFEST = "manifest.json"
CHUNK = 256 * 1024
LONGEST_LINE = 64 * 1024 * 1024


class Damaged(ValueError):
    """The file is no backup, or not whole; in a sentence for whoever typed the command."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table in the archive."""

    table: str
    file: str
    columns: list[tuple[str, str]]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """Where a chain of decisions ended."""

    chain: str
    number: int
    fingerprint: str


@dataclass(slots=True)
class Manifest:
    """What the archive holds and of which moment."""

    made_at: datetime
    schema: str
    engine: str
    parts: list[Part] = field(default_factory=list)
    chains: list[ChainEnd] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def rows(self, table: str) -> int:
        """How many rows of a table there are."""
        return sum(part.rows for part in self.parts if part.table == table)


class Writer:
    """Writes an archive part by part; nothing is ever held whole."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    def add(self, table: str, columns: list[tuple[str, str]], rows: Iterable[list[Any]]) -> Part:
        """Write a table's rows."""
        name, digest, count = f"tables/{table}.jsonl", hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as part:
            buffer = bytearray()
            for row in rows:
                buffer += orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)
                count += 1
                if len(buffer) >= CHUNK:
                    digest.update(buffer)
                    part.write(buffer)
                    buffer = bytearray()
            digest.update(buffer)
            part.write(buffer)
        return Part(table, name, columns, count, digest.hexdigest())

    def close(self, manifest: Manifest) -> None:
        """Write the manifest, last, when everything is known."""
        body = {"format": FORMAT, "version": VERSION, **asdict(manifest), "made_at": manifest.made_at.isoformat()}
        self._zip.writestr(MANIFEST, json.dumps(body, indent=1, ensure_ascii=False))
        self._zip.close()


@contextmanager
def put_in_place(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name only when it is whole and on disk; only its owner can read it."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        sync_folder(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make renames in it durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Reader:
    """Reads an archive; raises Damaged for what is not one."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest = _manifest(json.loads(self._zip.read(MANIFEST)))
        except Damaged:
            raise
        except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
            raise Damaged(f"{path} is not a backup of Concord: {error}") from None

    def close(self) -> None:
        """Give the file back."""
        self._zip.close()

    def check(self) -> None:
        """Read everything once and hold it to the manifest; raises Damaged."""
        for part in self.manifest.parts:
            for _ in self.rows(part):
                pass

    def rows(self, part: Part) -> Iterator[list[Any]]:
        """The rows of a part as they were written; raises Damaged, at the latest after the last one."""
        digest, count = hashlib.sha256(), 0
        try:
            with self._zip.open(part.file) as lines:
                while line := lines.readline(LONGEST_LINE):
                    digest.update(line)
                    count += 1
                    yield orjson.loads(line)
        except (OSError, EOFError, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise Damaged(f"The part {part.file} is damaged: {error}") from None
        if digest.hexdigest() != part.sha256 or count != part.rows:
            raise Damaged(f"The part {part.file} is not the one that was written.")


def _manifest(body: dict[str, Any]) -> Manifest:
    if body.get("format") != FORMAT:
        raise Damaged("The file is not a backup of Concord.")
    if body.get("version") != VERSION:
        raise Damaged(f"The backup is of format version {body.get('version')}; this program reads {VERSION}.")
    return Manifest(
        made_at=datetime.fromisoformat(body["made_at"]),
        schema=body["schema"],
        engine=body["engine"],
        parts=[
            Part(**(part | {"columns": [(name, kind) for name, kind in part["columns"]]})) for part in body["parts"]
        ],
        chains=[ChainEnd(**end) for end in body["chains"]],
        left_out=body["left_out"],
    )


def sha256_of(path: Path) -> str:
    """The fingerprint of a whole file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
