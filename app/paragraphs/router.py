"""Page states, paragraphs, marks and private drafts over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response

from app.core.actor import CurrentActor, MaybeActor
from app.core.database import Session, Write, database_of, one_view
from app.documents import policy
from app.documents.models import Numbering
from app.documents.service import get_document
from app.groups.rights import Act
from app.paragraphs import absence, drafts, labels, marks, page, placeholders, reading, service, splitting
from app.paragraphs.me import my_standing
from app.paragraphs.schemas import (
    Confirm,
    DocumentRead,
    DraftRead,
    DraftWrite,
    JoinRead,
    Mark,
    MarkedRead,
    MyStanding,
    NumberingRead,
    NumberingWrite,
    PageChanges,
    PageState,
    ParagraphCreate,
    ParagraphJoin,
    ParagraphMove,
    ParagraphRead,
    ParagraphRestore,
    ParagraphSplit,
    ParagraphUpdate,
    ParagraphWithdraw,
    Placeholders,
    SinceRead,
    SplitRead,
)

# Answers leave out what was not set: a run without marks has no "attributes" at all, as everywhere else.
router = APIRouter(prefix="/api", tags=["paragraphs"])


@router.get("/documents", response_model=list[DocumentRead])
async def list_documents(actor: MaybeActor, session: Session, group: UUID | None = None) -> list[dict[str, Any]]:
    """Documents that you may read: those of one group, or of all groups that you belong to."""
    return await reading.list_documents(session, actor, group)


@router.get(
    "/documents/{document_id}",
    responses={200: {"model": PageState | PageChanges}, 304: {"description": "As you have it"}},
)
async def read_document(
    document_id: UUID,
    request: Request,
    actor: MaybeActor,
    session: Session,
    since: Annotated[
        str | None,
        Query(
            max_length=64, description="The ETag of a page state that you have, without its quotes: only what differs."
        ),
    ] = None,
    if_none_match: Annotated[str | None, Header()] = None,
    accept_encoding: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """The page state: the document with all its paragraphs and their words, the same for everybody who may read it.

    With `since` the answer is a PageChanges, or the whole page state if the server no longer knows yours.
    """
    await one_view(session)
    looked = await page.look(session, document_id)
    policy.require(await policy.standing_in(session, actor, looked.document.group_id), Act.READ, looked.document)
    pages = page.pages_of(database_of(request))
    present = await pages.get(session, document_id, looked)
    headers = {
        "ETag": present.etag,
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Encoding, Authorization, Cookie",
    }
    if if_none_match is not None and present.etag in {known.strip() for known in if_none_match.split(",")}:
        return Response(status_code=304, headers=headers)
    body = (pages.changes(document_id, present, since) if since else None) or present.whole
    if "gzip" not in accept_encoding or not body.is_worth_packing:
        return Response(body.plain, media_type="application/json", headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(await body.packed(), media_type="application/json", headers=headers)


@router.get("/documents/{document_id}/me", response_model=MyStanding, response_model_exclude_unset=True)
async def read_my_standing(document_id: UUID, actor: MaybeActor, session: Session) -> dict[str, Any]:
    """What you are and may do in this document, and your private drafts in it."""
    return await my_standing(session, actor, document_id)


@router.post(
    "/documents/{document_id}/paragraphs",
    response_model=ParagraphRead,
    response_model_exclude_unset=True,
    status_code=201,
    responses={200: {"model": ParagraphRead, "description": "You made it before"}},
)
async def create_paragraph(
    document_id: UUID, new: ParagraphCreate, actor: CurrentActor, session: Write, response: Response
) -> dict[str, Any]:
    """Add a paragraph, with ids of your own making (UUID version 7), so that you can type into it at once."""
    paragraph, is_new = await service.create(session, actor, document_id, new)
    if not is_new:
        response.status_code = 200
    return paragraph


@router.get("/paragraphs/{paragraph_id}", response_model=ParagraphRead, response_model_exclude_unset=True)
async def read_paragraph(paragraph_id: UUID, actor: MaybeActor, session: Session) -> dict[str, Any]:
    """One paragraph with its words."""
    await one_view(session)
    paragraph = await service.get_paragraph(session, paragraph_id)
    document = await get_document(session, paragraph.document_id)
    policy.require(await policy.standing_in(session, actor, document.group_id), Act.READ, document)
    return await reading.read_paragraph(session, document, paragraph_id)


@router.patch("/paragraphs/{paragraph_id}", response_model=ParagraphRead, response_model_exclude_unset=True)
async def update_paragraph(
    paragraph_id: UUID, change: ParagraphUpdate, actor: CurrentActor, session: Write
) -> dict[str, Any]:
    """Change a paragraph's level, kind, proposer or source."""
    return await service.update(session, actor, paragraph_id, change)


@router.post("/paragraphs/{paragraph_id}/move", response_model=ParagraphRead, response_model_exclude_unset=True)
async def move_paragraph(paragraph_id: UUID, to: ParagraphMove, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Put a paragraph behind another one, also in another category."""
    return await service.move(session, actor, paragraph_id, to)


@router.post(
    "/paragraphs/{paragraph_id}/split",
    response_model=SplitRead,
    response_model_exclude_unset=True,
    status_code=201,
    responses={200: {"model": SplitRead, "description": "You did it before"}},
)
async def split_paragraph(
    paragraph_id: UUID, given: ParagraphSplit, actor: CurrentActor, request: Request, response: Response
) -> dict[str, Any]:
    """Make two paragraphs of one, the second with ids of your own making (UUID version 7), right after it.

    Do it when what you typed is saved: words on their way to the one are not taken by either, and kept for you.
    """
    parts, is_new = await splitting.split(database_of(request), actor, paragraph_id, given)
    if not is_new:
        response.status_code = 200
    return parts


@router.post("/paragraphs/{paragraph_id}/join", response_model=JoinRead, response_model_exclude_unset=True)
async def join_paragraph(
    paragraph_id: UUID, given: ParagraphJoin, actor: CurrentActor, request: Request
) -> dict[str, Any]:
    """Put a paragraph's words at the end of the one before it, and withdraw it. No separator is put in."""
    return await splitting.join(database_of(request), actor, paragraph_id, given)


@router.post("/paragraphs/{paragraph_id}/withdraw", response_model=ParagraphRead, response_model_exclude_unset=True)
async def withdraw_paragraph(
    paragraph_id: UUID, actor: CurrentActor, session: Write, change: ParagraphWithdraw | None = None
) -> dict[str, Any]:
    """Take a paragraph out of the document; it can be restored."""
    return await service.withdraw(session, actor, paragraph_id, change.reason if change else None)


@router.post("/paragraphs/{paragraph_id}/restore", response_model=ParagraphRead, response_model_exclude_unset=True)
async def restore_paragraph(
    paragraph_id: UUID, actor: CurrentActor, session: Write, given: ParagraphRestore | None = None
) -> dict[str, Any]:
    """Bring a withdrawn paragraph back."""
    return await service.restore(session, actor, paragraph_id, given.reason if given else None)


@router.put("/paragraphs/{paragraph_id}/status", response_model=ParagraphRead, response_model_exclude_unset=True)
async def mark_paragraph(paragraph_id: UUID, given: Mark, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Mark a paragraph. Chair or vice-chair, or the secretariat on the chair's word."""
    return await marks.mark(session, actor, paragraph_id, given)


@router.put("/paragraphs/{paragraph_id}/placeholders", response_model=ParagraphRead, response_model_exclude_unset=True)
async def flag_placeholders(
    paragraph_id: UUID, given: Placeholders, actor: CurrentActor, session: Write
) -> dict[str, Any]:
    """Say which brackets only hold a place. Chair, vice-chair, secretariat, and whoever may write its words."""
    return await placeholders.flag(session, actor, paragraph_id, given.placeholders)


@router.get("/documents/{document_id}/numbering", response_model=NumberingRead)
async def read_numbering(document_id: UUID, actor: MaybeActor, session: Session) -> dict[str, Any]:
    """How paragraphs are numbered, and what numbering them anew would change."""
    document = await get_document(session, document_id)
    policy.require(await policy.standing_in(session, actor, document.group_id), Act.READ, document)
    return await labels.read_numbering(session, document)


@router.post("/documents/{document_id}/numbering", response_model=NumberingRead)
async def set_numbering(
    document_id: UUID, given: NumberingWrite, actor: CurrentActor, session: Write
) -> dict[str, Any]:
    """Freeze the numbers as they are now, or number anew. Chair, vice-chair or secretariat."""
    return await labels.set_numbering(session, actor, document_id, Numbering(given.numbering))


@router.post("/paragraphs/{paragraph_id}/confirm", response_model=ParagraphRead, response_model_exclude_unset=True)
async def confirm_mark(paragraph_id: UUID, given: Confirm, actor: CurrentActor, session: Write) -> dict[str, Any]:
    """Confirm what the secretariat marked on your word. Chair or vice-chair."""
    return await marks.confirm(session, actor, paragraph_id, given)


@router.get("/paragraphs/{paragraph_id}/marked", response_model=MarkedRead, response_model_exclude_unset=True)
async def read_marked(paragraph_id: UUID, actor: MaybeActor, session: Session) -> dict[str, Any]:
    """The words that it was marked on, and how the present ones differ."""
    return await marks.marked_words(session, actor, paragraph_id)


@router.get("/paragraphs/{paragraph_id}/drafts", response_model=list[DraftRead], response_model_exclude_unset=True)
async def list_drafts(paragraph_id: UUID, actor: CurrentActor, session: Session) -> list[dict[str, Any]]:
    """Your own drafts beside this paragraph; nobody else sees them."""
    return await drafts.drafts_beside(session, actor, paragraph_id)


@router.put("/paragraphs/{paragraph_id}/drafts/{draft_id}", response_model=DraftRead, response_model_exclude_unset=True)
async def keep_draft(
    paragraph_id: UUID, draft_id: UUID, words: DraftWrite, actor: CurrentActor, session: Write
) -> dict[str, Any]:
    """Keep a private draft beside a paragraph, or its new words."""
    return await drafts.keep(session, actor, paragraph_id, draft_id, words)


@router.delete("/paragraphs/{paragraph_id}/drafts/{draft_id}", status_code=204)
async def discard_draft(paragraph_id: UUID, draft_id: UUID, actor: CurrentActor, session: Write) -> None:
    """Discard one of your drafts."""
    await drafts.discard(session, actor, paragraph_id, draft_id)


@router.get("/texts/{text_id}/since", response_model=SinceRead, response_model_exclude_unset=True)
async def read_since(
    text_id: UUID,
    actor: MaybeActor,
    session: Session,
    seq: Annotated[int, Query(ge=0, le=2**53, description="The `text_seq` of the words that you have.")],
    record: Annotated[
        int | None, Query(ge=0, le=2**53, description="The number of the last line of the record that you know of.")
    ] = None,
) -> dict[str, Any]:
    """What happened to a paragraph while you were away: its words then and now, by whom, and what was done with it."""
    await one_view(session)
    return await absence.since(session, actor, text_id, seq, record)
