"""The archive unpacked, as far as it was looked at lately: a segment never changes, and unpacking takes longest."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.texts.models import TextSegment
from app.texts.segments import Stretch, unpack

KEPT_ENTRIES = 60_000  # about 20 MB
MAX_IDS = 5_000

Segment = tuple[int, Stretch | bytes]  # its first seq, and what it holds: unpacked already, or not
Found = dict[UUID, list[Segment]]


class Unpacked:
    """The segments looked at last, whole texts at a time."""

    def __init__(self, size: int = KEPT_ENTRIES) -> None:
        self._size = size
        self._kept: OrderedDict[UUID, list[tuple[int, Stretch]]] = OrderedDict()
        self._entries = 0
        self._lock = Lock()

    def find(self, connection: Connection, text_ids: Sequence[UUID]) -> Found:
        """These texts' archives in order, read as far as they are not kept."""
        found: Found = {text_id: [] for text_id in text_ids}
        for start in range(0, len(text_ids), MAX_IDS):
            part = text_ids[start : start + MAX_IDS]
            last = select(TextSegment.text_id, func.max(TextSegment.first_seq).label("seq"))
            last = last.where(TextSegment.text_id.in_(part)).group_by(TextSegment.text_id)
            missing = []
            for row in connection.execute(last):
                known = self._kept.get(row.text_id)
                if known and known[-1][0] == row.seq:
                    found[row.text_id] = list(known)
                else:
                    missing.append(row.text_id)
            statement = (
                select(TextSegment.text_id, TextSegment.first_seq, TextSegment.packed)
                .where(TextSegment.text_id.in_(missing))
                .order_by(TextSegment.text_id, TextSegment.first_seq)
            )
            for segment in connection.execute(statement) if missing else ():
                found[segment.text_id].append((segment.first_seq, segment.packed))
        return found

    def unpack(self, found: Found) -> dict[UUID, list[Stretch]]:
        """What was found, unpacked and kept. Do it in a thread."""
        unpacked: dict[UUID, list[Stretch]] = {}
        for text_id, segments in found.items():
            whole = [(first, unpack(held) if isinstance(held, bytes) else held) for first, held in segments]
            unpacked[text_id] = [stretch for _, stretch in whole]
            with self._lock:
                self._keep(text_id, whole)
        return unpacked

    def _keep(self, text_id: UUID, segments: list[tuple[int, Stretch]]) -> None:
        self._entries += _size(segments) - _size(self._kept.pop(text_id, []))
        self._kept[text_id] = segments
        while self._entries > self._size and len(self._kept) > 1:
            self._entries -= _size(self._kept.popitem(last=False)[1])


def _size(segments: Sequence[tuple[int, Stretch]]) -> int:
    return sum(len(stretch.entries) for _, stretch in segments)


def unpacked_of(session: AsyncSession) -> Unpacked:
    """What this server keeps."""
    kept: Unpacked = session.info["memo"].setdefault("history.unpacked", Unpacked())
    return kept
