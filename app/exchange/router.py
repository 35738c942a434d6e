"""Importing on a running server."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.core.actor import CurrentActor
from app.core.database import database_of
from app.core.errors import Invalid, Problem
from app.documents.models import Audience
from app.documents.policy import office_of
from app.exchange.findings import Refused
from app.exchange.plan import summary
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
    response: Response,
    file_format: Annotated[Format | None, Query(alias="format", description="Seen from the file unless given.")] = None,
    title: Annotated[str | None, Query(min_length=1, max_length=500)] = None,
    audience: Annotated[Audience, Query()] = Audience.OBSERVERS,
    check: Annotated[
        bool, Query(description="Only say what it would make; nothing is written, and it answers 200.")
    ] = False,
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
    if check:
        response.status_code = 200
        return summary(plan)
    async with database.writing() as session:
        standing = await policy.require(session, actor, Act.CREATE_DOCUMENT, group_id)
        group = await policy.group_or_404(session, group_id)
        office = office_of(standing)
        return await import_plan(session, group, plan, audience=audience, actor=actor, office=office)


async def _body(request: Request) -> bytes:
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > MAX_BYTES:
            raise TooLarge(f"A file to import has at most {MAX_BYTES // 1024 // 1024} MiB.")
    return bytes(received)
