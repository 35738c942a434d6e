"""Participants' lists: a template, reading a file, checking, taking over; and the people of a group as a table."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from app.accounts.schemas import Strict
from app.core.actor import CurrentActor
from app.core.database import Session, database_of
from app.core.ids import uuid7
from app.core.ratelimit import Limit, rates_of
from app.groups import people
from app.groups.participants import tables_out
from app.groups.participants.checking import check
from app.groups.participants.files import MAX_BYTES, FileUnreadable, read_tables
from app.groups.participants.reading import ParticipantsList, read_list
from app.groups.participants.schemas import Checked, FileRead, ListedRow, Rows, Taken
from app.groups.participants.tables_out import MEDIA_TYPES, Format
from app.groups.participants.taking import as_checked, facts_for, take_over
from app.groups.policy import group_or_404, require
from app.groups.rights import Act
from app.groups.schemas import PersonOfGroup
from app.groups.service import delegations_of

router = APIRouter(prefix="/api", tags=["people"])

FILES = Limit("participants' lists read", 200, 3_600)
_BYTES = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}, "required": True}


class TableWanted(Strict):
    """Which people, in this order; without `people`, everybody."""

    format: Format
    people: Annotated[list[UUID], Field(max_length=20_000)] | None = None


@router.get("/participants/template", response_class=Response)
async def read_template(
    actor: CurrentActor, file_format: Annotated[Format, Query(alias="format")] = "xlsx"
) -> Response:
    """An empty participants' list to fill in."""
    return _file(await asyncio.to_thread(tables_out.template, file_format), "participants", file_format)


@router.post(
    "/groups/{group_id}/participants/file",
    max_body_size=2 * MAX_BYTES,  # what is more than MAX_BYTES is refused in our own words
    openapi_extra={"requestBody": _BYTES},
)
async def read_file(group_id: UUID, request: Request, actor: CurrentActor) -> FileRead:
    """Read a participants' list, CSV or XLSX (its bytes are the body), and say what would come of it. Nothing is
    written."""
    database = database_of(request)
    rates_of(request).take((FILES, str(actor.person_id)))
    async with database.reading() as session:
        await require(session, actor, Act.MANAGE_GROUP, group_id)
    data = await _body(request)
    found = await asyncio.to_thread(lambda: read_list(read_tables(data)))
    rows = _listed(found)
    async with database.reading() as session:
        facts = await facts_for(session, actor, group_id, rows)
    checked = await asyncio.to_thread(lambda: as_checked(*check(rows, facts)))
    return FileRead(
        rows=checked.rows,
        delegations=checked.delegations,
        columns=found.columns,
        ignored=found.ignored,
        titles=found.titles,
    )


def _listed(found: ParticipantsList) -> list[ListedRow]:
    return [
        ListedRow(
            id=uuid7(),
            number=row.number,
            name=row.name,
            email=row.email,
            delegation=row.delegation,
            stakeholder_group=row.stakeholder_group,
            seat=row.seat,
            may_act=row.may_act,
            office=row.office,
        )
        for row in found.rows
    ]


async def _body(request: Request) -> bytes:
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > MAX_BYTES:
            raise FileUnreadable(f"The file has more than {MAX_BYTES // 1024 // 1024} MiB.")
    return bytes(received)


@router.post("/groups/{group_id}/participants/check")
async def check_rows(group_id: UUID, body: Rows, request: Request, actor: CurrentActor) -> Checked:
    """Say what would come of these rows, as corrected by hand. Nothing is written."""
    async with database_of(request).reading() as session:
        await require(session, actor, Act.MANAGE_GROUP, group_id)
        facts = await facts_for(session, actor, group_id, body.rows)
    return await asyncio.to_thread(lambda: as_checked(*check(body.rows, facts)))


@router.post("/groups/{group_id}/participants")
async def take_rows(group_id: UUID, body: Rows, request: Request, actor: CurrentActor) -> Taken:
    """Write delegations, people, seats and offices in one transaction, all or nothing. Sent again, it changes nothing
    more: a row keeps its id."""
    async with database_of(request).writing() as session:
        return await take_over(session, actor, group_id, body.rows)


# The people of a group as a table


@router.post("/groups/{group_id}/people/table", response_class=Response)
async def read_table(group_id: UUID, body: TableWanted, actor: CurrentActor, session: Session) -> Response:
    """The people of the group as CSV or XLSX; its columns can be read in again as a participants' list."""
    await require(session, actor, Act.MANAGE_GROUP, group_id)
    group = await group_or_404(session, group_id)
    groups = {one.id: one.stakeholder_group for one in await delegations_of(session, group_id)}
    everybody = {one.person_id: one for one in await people.people_of(session, group_id, managing=True)}
    wanted = everybody.values() if body.people is None else [everybody[one] for one in body.people if one in everybody]
    rows = [_row(one, str(groups[one.delegation.id]) if one.delegation else "") for one in wanted]
    headings = [*tables_out.HEADINGS, "Signs in with", "Invitation", "Last signed in (UTC)"]
    if body.format == "csv":
        content = await asyncio.to_thread(tables_out.write_csv, headings, rows)
    else:
        content = await asyncio.to_thread(tables_out.write_xlsx, "People", headings, rows)
    return _file(content, f"{_plain(group.name)}-people", body.format)


def _row(one: PersonOfGroup, stakeholder_group: str) -> Sequence[str]:
    return (
        one.name,
        (one.email or "") if one.has_mail else "",
        one.delegation.name if one.delegation else "",
        stakeholder_group,
        one.seat or "",
        ("yes" if one.may_act else "no") if one.seat else "",
        ", ".join(office.kind for office in one.offices),
        one.email or "",
        _invitation(one),
        _moment(one.last_signed_in_at) or ("before" if one.signed_in_before else ""),
    )


def _invitation(one: PersonOfGroup) -> str:
    link = one.invitation
    if link is None:
        return "" if one.signed_in_before else "none"
    words = [f"link until {_moment(link.expires_at)}"]
    if link.mail is not None:
        words.append({"waiting": "mail is being sent", "sent": "mail sent", "failed": "mail not sent"}[link.mail])
    if link.mail_error:
        words.append(link.mail_error)
    if link.opened_at is not None:
        words.append(f"opened {_moment(link.opened_at)}")
    return "; ".join(words)


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def _plain(name: str) -> str:
    return "-".join(re.findall(r"[A-Za-z0-9]+", name))[:60].lower() or "group"


def _file(content: bytes, name: str, file_format: Format) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{file_format}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=MEDIA_TYPES[file_format], headers=headers)
