"""Importing on a running server."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request

from app.core.actor import CurrentActor
from app.core.database import database_of
from app.core.errors import Invalid, Problem
from app.documents.policy import office_of
from app.exchange.findings import Refused
from app.exchange.reading import Format, read_plan
from app.exchange.service import import_plan
from app.exchange.source import MAX_BYTES
from app.groups import policy
from app.groups.rights import Act

router = APIRouter(prefix="/api", tags=["import"])


class TooLarge(Problem):
    status = 413
    slug = "too-large"
    title = "The request is too large"


@router.post(
    "/groups/{group_id}/imports",
    status_code=201,
    max_body_size=2 * MAX_BYTES,  # what is more than MAX_BYTES is refused in our own words
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}},
)
async def import_file(
    group_id: UUID,
    request: Request,
    actor: CurrentActor,
    file_format: Annotated[Format, Query(alias="format")] = Format.CONCORD,
    title: Annotated[str | None, Query(min_length=1, max_length=500)] = None,
) -> dict[str, Any]:
    """Make a document from a file: its bytes are the body. The chair, the vice-chair or the secretariat."""
    database = database_of(request)
    async with database.reading() as session:
        await policy.require(session, actor, Act.CREATE_DOCUMENT, group_id)
    data = await _body(request)
    try:
        # In a thread, and before the write lease is taken: a large file must not hold up a meeting.
        plan = await asyncio.to_thread(read_plan, data, file_format, title)
    except Refused as refused:
        errors = [finding.as_json() for finding in refused.findings]
        raise Invalid("The file cannot be imported; nothing was written.", errors=errors) from None
    async with database.writing() as session:
        standing = await policy.require(session, actor, Act.CREATE_DOCUMENT, group_id)
        group = await policy.group_or_404(session, group_id)
        office = office_of(standing)
        return await import_plan(session, group, plan, file_format=file_format, actor=actor, office=office)


async def _body(request: Request) -> bytes:
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > MAX_BYTES:
            raise TooLarge(f"A file to import has at most {MAX_BYTES // 1024 // 1024} MiB.")
    return bytes(received)
