"""`concord export`: reads the database beside a running server; whoever has the server's disk may read everything."""

import asyncio
from pathlib import Path
from typing import Annotated
from uuid import UUID

import orjson
import typer
from sqlalchemy import select

from app.core.database import Database, now, one_view
from app.core.events import Events
from app.core.settings import Settings, load_settings
from app.documents.models import Document
from app.exchange.out.choices import FileFormat, Pile, View
from app.exchange.out.names import file_name
from app.exchange.out.outline import build_outline
from app.exchange.out.pdf import NotSet
from app.exchange.out.source import Source, live_state, revision_state
from app.exchange.out.writing import File, write


class NotThere(RuntimeError):
    """What was asked for is not there, in a sentence for whoever typed it."""


def export_command(
    document: Annotated[str, typer.Argument(help="The document, by id or title.")],
    *,
    file_format: Annotated[FileFormat, typer.Option("--format", help="What kind of file.")] = FileFormat.DOCX,
    pile: Annotated[Pile, typer.Option("--list", help="Which paragraphs.")] = Pile.WHOLE,
    view: Annotated[View, typer.Option(help="All that negotiators need, or the words alone.")] = View.BRACKETED,
    revision: Annotated[int | None, typer.Option(min=1, help="A frozen revision instead of the present text.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file or folder to write to; here, unless given.")
    ] = None,
) -> None:
    """Write a document, or a list of it, as a Word, PDF or HTML file."""
    settings = load_settings()
    if settings.is_sqlite and not settings.sqlite_path.exists():
        typer.echo(f"There is no database at {settings.sqlite_path}.", err=True)
        raise typer.Exit(2)
    try:
        source = asyncio.run(_read(settings, document, revision))
        file = _write(settings, source, file_format, pile, view)
    except (NotThere, NotSet) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    path = output or Path(file.name)
    if path.is_dir():
        path /= file.name
    path.write_bytes(file.body)
    typer.echo(str(path))


async def _read(settings: Settings, wanted: str, revision: int | None) -> Source:
    database = Database(settings.database_url, Events())
    try:
        async with database.reading() as session:
            await one_view(session)
            rows = (await session.execute(select(Document.id, Document.title).order_by(Document.created_at))).all()
            fitting = [row.id for row in rows if wanted in {str(row.id), row.title}]
            if len(fitting) != 1:
                which = "more than one document is" if fitting else "no document is"
                there = "\n".join(f"  {row.id}  {row.title}" for row in rows) or "  none"
                raise NotThere(f"By that name {which} here. There are:\n{there}")
            document_id: UUID = fitting[0]
            if revision is None:
                return await live_state(session, database, document_id)
            if (source := await revision_state(session, document_id, revision)) is None:
                raise NotThere(f"The document has no Rev.{revision}.")
            return source
    finally:
        await database.close()


def _write(settings: Settings, source: Source, file_format: FileFormat, pile: Pile, view: View) -> File:
    outline = build_outline(orjson.loads(source.state), pile, view, source.revision, now(), source.beside)
    name = file_name(outline, file_format, source.revision.number if source.revision else None)
    return File(name, write(outline, file_format, [settings.data_dir / "fonts"]))
