"""Taking a document out, as a file."""

import hashlib
from datetime import datetime
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Query, Request, Response

from app.core.actor import MaybeActor
from app.core.database import database_of, now
from app.core.errors import Unavailable
from app.core.logging import get_logger
from app.exchange.out.choices import MEDIA_TYPES, FileFormat, Pile, View
from app.exchange.out.names import content_disposition, file_name
from app.exchange.out.outline import build_outline
from app.exchange.out.pdf import NotSet
from app.exchange.out.source import Source, read_source
from app.exchange.out.writing import WRITERS, File, files_of, write

log = get_logger(__name__)
router = APIRouter(prefix="/api", tags=["export"])

# A page that somebody saved and opens again runs no script and calls nobody.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@router.get(
    "/documents/{document_id}/export",
    response_class=Response,
    responses={
        200: {
            "description": "The file",
            "content": {
                media.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                for media in MEDIA_TYPES.values()
            },
        },
        304: {"description": "As you have it"},
    },
)
async def export_document(
    document_id: UUID,
    request: Request,
    actor: MaybeActor,
    file_format: Annotated[FileFormat, Query(alias="format")] = FileFormat.DOCX,
    pile: Annotated[Pile, Query(alias="list", description="Which paragraphs.")] = Pile.WHOLE,
    view: Annotated[View, Query(description="All that negotiators need, or the words alone.")] = View.BRACKETED,
    revision: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="A frozen revision's number.")] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The document, a list of it, or a frozen revision, as a file. Whoever may read it."""
    database = database_of(request)
    async with database.reading() as session:
        source = await read_source(session, database, actor, document_id, revision)
    etag = _etag(source, file_format, pile, view)
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if if_none_match is not None and etag in {known.strip() for known in if_none_match.split(",")}:
        return Response(status_code=304, headers=headers)
    at = now().replace(second=0, microsecond=0)
    fonts = [request.app.state.settings.data_dir / "fonts"]

    def make() -> File:
        outline = build_outline(orjson.loads(source.state), pile, view, source.revision, at, source.beside)
        name = file_name(outline, file_format, source.revision.number if source.revision else None)
        return File(name, write(outline, file_format, fonts))

    try:
        file = await files_of(database).get(_key(etag, at), make)
    except NotSet as error:
        log.error("export.failed", format=file_format.value, reason=str(error))
        raise Unavailable("The PDF could not be made just now. The Word file has the same words.") from None
    headers |= {"Content-Disposition": content_disposition(file.name), "Content-Security-Policy": _POLICY}
    return Response(file.body, media_type=MEDIA_TYPES[file_format], headers=headers)


def _etag(source: Source, *choices: str) -> str:
    said = repr([WRITERS, source.etag, source.revision and source.revision.number, *choices])
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _key(etag: str, at: datetime) -> str:
    return f"{etag} {at.isoformat()}"
