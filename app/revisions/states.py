"""How far the whole has come: drafting, released, adopted (as amended), transmitted, and back again with a reason.

Adoption is one decision over all paragraphs, on the words and marks that were on the chair's screen: it makes what is
agreed final, closes every text, and freezes the adopted revision, in one transaction.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import events_of
from app.core.errors import Conflict, Invalid
from app.documents import policy
from app.documents import service as documents
from app.documents.events import AudienceChanged
from app.documents.models import Document, DocumentState
from app.documents.service import categories_of
from app.groups.rights import Act, Standing
from app.ledger.lines import canonical
from app.paragraphs import gates, reading
from app.paragraphs.brackets import count_brackets
from app.paragraphs.models import Paragraph, ParagraphKind, ParagraphStatus, Qualifier
from app.paragraphs.status import Marked, ReasonRequired, WordsMovedOn, changed_since_marked, closes
from app.revisions.revisions import freeze_held, hold_still
from app.revisions.schemas import StateChange
from app.texts import service as texts
from app.texts.models import Text
from app.texts.service import Words

LONGEST_WORDS = 200  # of a paragraph in the list of what is not simply agreed

_DRAFTING, _RELEASED = DocumentState.DRAFTING, DocumentState.RELEASED
_ADOPTED, _TRANSMITTED = DocumentState.ADOPTED, DocumentState.TRANSMITTED
_FORWARD = {
    (_DRAFTING, _RELEASED): Act.RELEASE,
    (_DRAFTING, _ADOPTED): Act.ADOPT,
    (_RELEASED, _ADOPTED): Act.ADOPT,
    (_ADOPTED, _TRANSMITTED): Act.RELEASE,
}
_BACK = {
    (_RELEASED, _DRAFTING): Act.RELEASE,
    (_ADOPTED, _RELEASED): Act.ADOPT,
    (_TRANSMITTED, _ADOPTED): Act.RELEASE,
}


class NotFromHere(Conflict):
    slug = "not-from-this-state"
    title = "The document cannot go there from where it is"


async def change_state(session: AsyncSession, actor: Actor, document_id: UUID, change: StateChange) -> Document:
    """Take the document to another state; raises NotFromHere, ReasonRequired, WordsMovedOn, Forbidden."""
    # First: nobody else may hold up those who write.
    document = await documents.get_document(session, document_id)
    await policy.require_in(session, actor, Act.RELEASE, document)
    if _ADOPTED in {document.state, change.state}:
        # What stands beside paragraphs is not written any more, or again: those texts are locked before all else.
        widened = change.state is not _ADOPTED
        await events_of(session).announce(session, AudienceChanged(document_id, widened=widened))
    held_texts, paragraphs, document = await hold_still(session, document_id)
    step = (document.state, change.state)
    act = _FORWARD.get(step) or _BACK.get(step)
    standing = await policy.require_in(session, actor, act or Act.RELEASE, document)
    if act is None:
        raise NotFromHere(f"It is {document.state.value} now.", state=document.state)
    if step in _BACK and not change.reason:
        raise ReasonRequired("Going back takes a reason; it is recorded.")
    if change.state is _ADOPTED and step in _FORWARD:
        await _adopt(session, actor, standing, document, change, held_texts, paragraphs)
    else:
        if document.state is _ADOPTED and step in _BACK:
            _open_again(session, document, held_texts, paragraphs)
        facts = {"state": change.state.value, "before": document.state.value, "reason": change.reason}
        document.state = change.state
        await _record(session, actor, standing, document, "document.state_changed", facts)
    await documents.announce(session, document, "document.changed", actor.name)
    return document


async def preview(session: AsyncSession, actor: Actor, document_id: UUID) -> dict[str, Any]:
    """What adopting the document now would adopt, as AdoptionPreview; for everybody who may read it."""
    document = await documents.get_document(session, document_id)
    await policy.require_in(session, actor, Act.READ, document)
    whole = await _whole(session, document)
    return {"state": document.state, **whole}


async def _adopt(
    session: AsyncSession,
    actor: Actor,
    standing: Standing,
    document: Document,
    change: StateChange,
    held_texts: Sequence[Text],
    paragraphs: Sequence[Paragraph],
) -> None:
    if change.seen is None:
        raise Invalid(errors=[{"pointer": "/seen", "detail": "Say what was on the screen: read the preview first."}])
    whole = await _whole(session, document)
    if whole["seen"] != change.seen:
        raise WordsMovedOn("Something has changed since you looked. Look again, and adopt that.", current=whole)
    for paragraph in paragraphs:
        agreed = paragraph.status is ParagraphStatus.AGREED and paragraph.withdrawn_at is None
        paragraph.final = agreed and paragraph.qualifier is not Qualifier.EXCEPT
    for text in held_texts:
        texts.raise_gate(text, closed=True)
    gates.tell(session, tuple(text.id for text in held_texts), document.id, "adopted")
    facts = {
        "state": _ADOPTED.value,
        "before": document.state.value,
        "as_amended": change.as_amended,
        "words_fingerprint": whole["seen"],
        "paragraphs": whole["paragraphs"],
        "counts": whole["counts"],
        "bracketed": whole["bracketed"],
        "unsettled": [{name: one[name] for name in ("id", "address", "why")} for one in whole["unsettled"]],
        "reason": change.reason,
    }
    document.state, document.as_amended = _ADOPTED, change.as_amended
    document.now_paragraph_id = document.now_since = None
    await _record(session, actor, standing, document, "document.adopted", facts)
    await freeze_held(session, actor, standing, document, "", adopted=True)


def _open_again(
    session: AsyncSession, document: Document, held_texts: Sequence[Text], paragraphs: Sequence[Paragraph]
) -> None:
    """What was adopted by error is as it was before; words refused meanwhile do not flow back (ENGINE E11)."""
    of_text = {paragraph.text_id: paragraph for paragraph in paragraphs}
    for text in held_texts:
        paragraph = of_text[text.id]
        paragraph.final = False
        if closes(paragraph.status, paragraph.qualifier):
            texts.raise_gate(text, closed=True)
        elif texts.reopen(text):
            gates.tell_generation(session, text)
    document.as_amended = False
    gates.tell(session, tuple(of_text), document.id, "adopted")


async def _record(
    session: AsyncSession, actor: Actor, standing: Standing, document: Document, action: str, facts: dict[str, Any]
) -> None:
    await session.flush()
    await documents.record(session, document, actor, standing, action, subject_id=document.id, facts=facts)


async def _whole(session: AsyncSession, document: Document) -> dict[str, Any]:
    """All paragraphs that are not withdrawn: their fingerprint, how many of each mark, what is not simply agreed."""
    categories = await categories_of(session, document.id)
    rows = reading.in_reading_order(await reading.rows_of(session, document.id), categories)
    rows = [row for row in rows if row.withdrawn_at is None]
    words = await texts.words_of_many(session, [row.text_id for row in rows])
    labels = await reading.labels_in(session, document, {category.id for category in categories})
    said = [[str(row.id), words[row.text_id].hash, row.status.value] for row in rows]
    unsettled = []
    bracketed = 0
    for row in rows:
        present = words[row.text_id]
        why = _why_unsettled(row, present)
        bracketed += "bracketed" in why
        if why:
            unsettled.append(
                {
                    "id": str(row.id),
                    "address": labels[row.id][0].address,
                    "words": _beginning(present.plain),
                    "why": why,
                    "qualifier_words": row.qualifier_words,
                }
            )
    counts = Counter(row.status.value for row in rows if row.kind is not ParagraphKind.PLAIN)
    return {
        "seen": hashlib.sha256(canonical(said).encode()).hexdigest(),
        "paragraphs": len(rows),
        "counts": {status.value: counts[status.value] for status in ParagraphStatus},
        "bracketed": bracketed,
        "unsettled": unsettled,
    }


def _why_unsettled(row: Any, words: Words) -> list[str]:
    """Headings and other plain text need no mark; brackets in them count all the same."""
    why = []
    if row.status is not ParagraphStatus.AGREED and (
        row.kind is not ParagraphKind.PLAIN or row.status is not ParagraphStatus.NOT_YET_DISCUSSED
    ):
        why.append(row.status.value)
    brackets = count_brackets(words.plain, tuple(row.placeholders or ()))
    if any(brackets.values()):
        why.append("bracketed")
    if row.awaiting_confirmation:
        why.append("awaiting_confirmation")
    present = Marked(row.status, row.marked_hash, row.marked_office, row.awaiting_confirmation)
    if changed_since_marked(present, words.hash):
        why.append("changed_since_marked")
    if row.qualifier is not None:
        why.append(row.qualifier.value)
    return why


def _beginning(words: str) -> str:
    return words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS].rstrip()}…"
