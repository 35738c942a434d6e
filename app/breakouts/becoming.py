"""What a group brought becomes an alternative beside a paragraph, or a proposal on the table."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.alternatives import service as alternatives
from app.amendments.held import Held
from app.amendments.making import put_on_the_table
from app.amendments.models import Amendment, AmendmentKind, AmendmentParty, Basis, PartyRole, Stage
from app.core.actor import Actor
from app.core.database import now
from app.core.ids import uuid7
from app.documents.models import Category, Document
from app.groups.rights import Standing
from app.paragraphs.models import Paragraph, ParagraphKind
from app.texts import merging
from app.texts.authorship import Author
from app.texts.models import Text

SOURCE = "breakout"


async def keep_as_alternative(
    session: AsyncSession, document: Document, paragraph: Paragraph, text_id: UUID, author: Author, breakout_id: UUID
) -> UUID:
    """The group's words beside the plenary's paragraph, still their authors'."""
    await alternatives.require_room(session, paragraph.id)
    kept = await alternatives.keep(session, document, paragraph, text_id, author, breakout_id=breakout_id)
    return kept.id


async def table(
    session: AsyncSession,
    actor: Actor,
    standing: Standing,
    document: Document,
    category: Category,
    paragraph: Paragraph | None,
    words_of: Text | None,
    kind: AmendmentKind,
    text_id: UUID | None,
    *,
    level: int,
    paragraph_kind: ParagraphKind,
    group: str,
    note: str | None,
) -> UUID:
    """A proposal in the group's name, as one that is entered from the floor; its words are still their authors'.

    `paragraph` is what it changes or deletes, or what an addition comes after; all of it is locked.
    """
    author = Author(actor.person_id, standing.delegation_id)
    own: UUID | None = None
    if text_id is not None:
        own = uuid7()
        if kind is AmendmentKind.CHANGE:
            assert paragraph is not None
            await _fork_saying(session, paragraph.text_id, text_id, own, author)
        else:
            await merging.fork_text(session, text_id, own, author)
    amendment = Amendment(
        id=uuid7(),
        document_id=document.id,
        category_id=category.id,
        paragraph_id=paragraph.id if paragraph is not None else None,
        kind=kind,
        text_id=own,
        level=level,
        paragraph_kind=paragraph_kind,
        basis=Basis.FLOOR,
        proposer=group,
        rationale=note or "",
        stage=Stage.DRAFT,
        source=SOURCE,
        created_by=actor.person_id,
    )
    session.add(amendment)
    await session.flush()
    sponsor = AmendmentParty(id=uuid7(), amendment_id=amendment.id, name=group, role=PartyRole.SPONSOR, joined_at=now())
    session.add(sponsor)
    await session.flush()
    text = await session.get(Text, own) if own is not None else None
    held = Held(amendment, text, paragraph, words_of, category, document, standing, [sponsor])
    await put_on_the_table(session, actor, held)
    return amendment.id


async def _fork_saying(session: AsyncSession, original: UUID, says: UUID, own: UUID, author: Author) -> None:
    """A fork of the plenary's text that says what the group's text says, entry by entry."""
    await merging.fork_text(session, original, own, author)
    connection = await session.connection()
    ours = await connection.run_sync(merging.read_side, own)
    theirs = await connection.run_sync(merging.read_side, says)
    apart = theirs.state.lineage != ours.state.lineage
    text = await session.get_one(Text, own)
    await merging.bring_back(session, text, ours, theirs, theirs.words.runs, author, apart=apart)
