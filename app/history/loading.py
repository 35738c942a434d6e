"""The texts that a paragraph's words went through, read for somebody who may read the document."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.documents import policy
from app.documents import service as documents
from app.documents.doors import shut_out
from app.documents.models import Document
from app.groups.rights import Act, Standing
from app.history.archive import Found, Unpacked, unpacked_of
from app.history.entries import Part, rows_until
from app.paragraphs import service as paragraphs
from app.paragraphs.models import Paragraph
from app.texts.history import Period, rows_of
from app.texts.log import tail_of
from app.texts.models import Text
from app.texts.segments import Stretch

DEEPEST = 100  # splits of splits


@dataclass(frozen=True, slots=True)
class Reader:
    """A document as somebody reads it, and the times at which it was shut to them."""

    document: Document
    standing: Standing | None
    shut: list[Period]


async def reader_of(session: AsyncSession, actor: Actor | None, document_id: UUID) -> Reader:
    """Raises what reading the document would."""
    document = await documents.get_document(session, document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    policy.require(standing, Act.READ, document)
    return Reader(document, standing, await shut_out(session, document, standing))


async def read_paragraph(session: AsyncSession, actor: Actor | None, paragraph_id: UUID) -> tuple[Paragraph, Reader]:
    """The paragraph and who reads it; raises NotFound, Forbidden."""
    paragraph = await paragraphs.get_paragraph(session, paragraph_id)
    return paragraph, await reader_of(session, actor, paragraph.document_id)


async def parts_of(session: AsyncSession, paragraph: Paragraph) -> list[Part]:
    """The logs that its words went through, the earliest first; unpacked in a thread. See one moment."""
    connection = await session.connection()
    kept = unpacked_of(session)
    read = await connection.run_sync(_logs, paragraph.id)
    found = await connection.run_sync(kept.find, [one.text_id for one in read])
    return await asyncio.to_thread(_parts, read, kept, found)


@dataclass(frozen=True, slots=True)
class _Read:
    paragraph_id: UUID
    text_id: UUID
    tail: Stretch
    forked: bool


def _logs(connection: Connection, paragraph_id: UUID) -> list[_Read]:
    """The newest first."""
    found: list[_Read] = []
    wanted: UUID | None = paragraph_id
    columns = (Paragraph.id, Paragraph.text_id, Paragraph.split_from, Text.forked_from, Text.checkpoint_seq)
    statement = select(*columns).join(Text, Text.id == Paragraph.text_id)
    while wanted is not None and len(found) < DEEPEST:
        row: Any = connection.execute(statement.where(Paragraph.id == wanted)).one()
        tail = Stretch(tail_of(connection, row.text_id, row.checkpoint_seq))
        found.append(_Read(row.id, row.text_id, tail, row.forked_from is not None))
        wanted = row.split_from
    return found


def _parts(read: list[_Read], kept: Unpacked, found: Found) -> list[Part]:
    archives = kept.unpack(found)
    parts: list[Part] = []
    until: datetime | None = None
    for one in read:
        stretches = [*archives[one.text_id], one.tail]
        every = rows_of(stretches, forked=one.forked)
        rows = rows_until(every, until)
        parts.append(Part(one.paragraph_id, stretches, rows, every, until=until))
        until = rows[0].at if rows else until
    return parts[::-1]
