"""What happened to a paragraph while somebody was away, for them to decide about their own words (ENGINE E13)."""

import asyncio
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.errors import NotFound
from app.documents import policy
from app.documents import service as documents
from app.documents.doors import shut_out
from app.documents.models import Document
from app.groups.models import Delegation
from app.groups.rights import Act
from app.ledger import service as ledger
from app.ledger.models import Decision
from app.paragraphs.models import Paragraph
from app.paragraphs.status import takes_typing
from app.texts import service as texts
from app.texts.diff import word_diff
from app.texts.log import Past, past_of, read_log
from app.texts.runs import Words

MARKED, TAKEN_UP = "paragraph.marked", "paragraph.taken_up"
MOST_ACTS = 50
MOST_NAMES = 50


async def since(
    session: AsyncSession, actor: Actor | None, text_id: UUID, seq: int, record: int | None
) -> dict[str, Any]:
    """SinceRead: the words at that seq and now, whose they are, and what was done with the paragraph.

    `record` is the number of the last line of the record that the page had; without it only the present mark is known.
    """
    paragraph = (await session.scalars(select(Paragraph).where(Paragraph.text_id == text_id))).one_or_none()
    if paragraph is None:
        raise NotFound("There is no such text.")
    document = await documents.get_document(session, paragraph.document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    policy.require(standing, Act.READ, document)
    named = not document.unattributed or policy.takes_part(standing, document)
    # What was typed while a sitting went on without them is not theirs to replay.
    shut = await shut_out(session, document, standing)
    log = await (await session.connection()).run_sync(read_log, text_id, seq)
    past = await asyncio.to_thread(past_of, log, seq, shut)
    before = past.words
    present = await texts.words_of(session, text_id)
    acts = await _acts(session, document, paragraph, record)
    if not named:
        acts = [act | {"by": None} for act in acts]
    actions = {act["action"] for act in acts}
    return {
        "paragraph": paragraph.id,
        "before": _shown(before, past.seq),
        "present": {
            "runs": present.runs,
            "words": present.plain,
            "content_hash": present.hash,
            "text_seq": present.seq,
        },
        "generation": present.generation,
        "diff": await asyncio.to_thread(word_diff, before.runs, present.runs),
        "changed": before.hash != present.hash,
        "by": await _names(session, past) if named else [],
        "marked": MARKED in actions if record is not None else not takes_typing(paragraph.status),
        "discussed": TAKEN_UP in actions or document.now_paragraph_id == paragraph.id,
        "withdrawn": paragraph.withdrawn_at is not None,
        "acts": acts,
    }


def _shown(words: Words, seq: int) -> dict[str, Any]:
    return {"runs": words.runs, "words": words.text, "content_hash": words.hash, "text_seq": seq}


async def _names(session: AsyncSession, past: Past) -> list[dict[str, Any]]:
    """Who entered or deleted words since, the first first; the server itself is nobody."""
    entered = [one for one in past.by if one[0] is not None][:MOST_NAMES]
    people = select(Person.id, Person.name).where(Person.id.in_({person for person, _ in entered}))
    delegations = select(Delegation.id, Delegation.name).where(Delegation.id.in_({seat for _, seat in entered if seat}))
    names = {row.id: row.name for row in await session.execute(people)}
    seats = {row.id: row.name for row in await session.execute(delegations)}
    return [
        {"person": person, "name": names.get(person, ""), "delegation": seats.get(delegation) if delegation else None}
        for person, delegation in entered
    ]


async def _acts(
    session: AsyncSession, document: Document, paragraph: Paragraph, record: int | None
) -> list[dict[str, Any]]:
    if record is None:
        return []
    lines = await session.scalars(
        select(Decision)
        .where(
            Decision.subject_id == paragraph.id,
            Decision.chain == ledger.document_chain(document.id),
            Decision.number > record,
        )
        .order_by(Decision.number.desc())
        .limit(MOST_ACTS)
    )
    return [
        {"number": line.number, "action": line.action, "at": line.at, "by": ledger.actor_name(line)}
        for line in reversed(lines.all())
    ]
