"""Writing files beside a meeting: off the event loop, a few at a time, and once for everybody who asks for the same."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.database import Database
from app.exchange.out.choices import FileFormat
from app.exchange.out.docx_file import write_docx
from app.exchange.out.html import write_html
from app.exchange.out.outline import Outline
from app.exchange.out.pdf import write_pdf

AT_ONCE = 2
KEPT_FILES = 16
KEPT_BYTES = 32 * 1024 * 1024
WRITERS = 2  # raise it when the same outline gives another file, so that browsers fetch again


@dataclass(frozen=True, slots=True)
class File:
    """A written file and what to call it."""

    name: str
    body: bytes


def write(outline: Outline, file_format: FileFormat, fonts: Sequence[Path] = ()) -> bytes:
    """The file's bytes; raises pdf.NotSet."""
    if file_format is FileFormat.DOCX:
        return write_docx(outline)
    if file_format is FileFormat.HTML:
        return write_html(outline)
    return write_pdf(outline, fonts)


class Files:
    """The last files of a server by their ETag."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, File] = OrderedDict()
        self._writing: dict[str, asyncio.Task[File]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)

    async def get(self, key: str, make: Callable[[], File]) -> File:
        """The file of this key, made in a thread unless it is here; those who ask meanwhile wait for the same one."""
        if (file := self._files.get(key)) is not None:
            self._files.move_to_end(key)
            return file
        task = self._writing.get(key)
        if task is None:
            # A task of its own: that the first reader goes away must not take it from the others.
            task = self._writing[key] = asyncio.create_task(self._make(key, make))
            task.add_done_callback(lambda done: self._done(key, done))
        return await asyncio.shield(task)

    def _done(self, key: str, task: asyncio.Task[File]) -> None:
        self._writing.pop(key, None)
        if not task.cancelled():
            task.exception()  # whoever waited has it; nobody may be left

    async def _make(self, key: str, make: Callable[[], File]) -> File:
        async with self._places:
            file = await asyncio.to_thread(make)
        self._files[key] = file
        while len(self._files) > KEPT_FILES or sum(len(one.body) for one in self._files.values()) > KEPT_BYTES:
            self._files.popitem(last=False)
        return file


def files_of(database: Database) -> Files:
    """The files that this server keeps for a while."""
    files: Files = database.memo.setdefault("exchange.files", Files())
    return files
