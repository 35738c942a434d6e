"""`concord backup` and `concord restore`."""

from pathlib import Path
from typing import Annotated

import typer

from app.core.settings import load_settings
from app.exchange.out.words import moment
from app.keeping.archive import Damaged, Manifest
from app.keeping.backup import CannotBackUp, back_up, drop_older
from app.keeping.restore import CannotRestore, check, restore

MIB = 1024 * 1024


def backup_command(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="A new file, or a folder for files named by their time.")
    ],
    *,
    keep: Annotated[
        int, typer.Option(min=0, help="In a folder, keep so many of the newest and remove the older ones; 0 keeps all.")
    ] = 0,
) -> None:
    """Write everything into one file, while others go on working."""
    folder = path if path.is_dir() else None
    if keep and folder is None:
        typer.echo("--keep is for a folder of backups.", err=True)
        raise typer.Exit(2)
    try:
        made = back_up(load_settings(), path)
    except CannotBackUp as error:
        typer.echo(f"Nothing was backed up. {error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{made.path}: {_contents(made.manifest)}, {made.size / MIB:,.1f} MiB.")
    typer.echo(f"SHA-256 {made.sha256}")
    for gone in drop_older(folder, keep) if folder is not None else []:
        typer.echo(f"Removed {gone.name}.")


def restore_command(
    path: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A backup.")],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put what is in the database now aside, and restore in its place.")
    ] = False,
    check_only: Annotated[
        bool, typer.Option("--check", help="Only read the backup and say whether it is whole.")
    ] = False,
) -> None:
    """Restore a backup into an empty database; servers must be stopped."""
    try:
        if check_only:
            manifest = check(path)
            typer.echo(f"The backup of {moment(manifest.made_at)} is whole: {_contents(manifest)}.")
            return
        restored = restore(load_settings(), path, replace=replace)
    except (Damaged, CannotRestore) as error:
        typer.echo(f"{'' if check_only else 'Nothing was restored. '}{error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Restored as of {moment(restored.manifest.made_at)}: {_contents(restored.manifest)}.")
    if restored.moved_to:
        typer.echo(f"What was there before is in {restored.moved_to}.")
    tokens = restored.manifest.rows("api_token")
    if tokens:
        typer.echo("API tokens are those of then; `concord token list EMAIL` shows somebody's.")
    typer.echo("Invitations and links of screens are those of then too: withdraw again what was withdrawn since.")
    typer.echo("Everybody signs in again.")
    if restored.faults:
        for fault in restored.faults:
            typer.echo(fault)
        typer.echo("This was wrong when the backup was made. Compare with the printed copies.", err=True)
        raise typer.Exit(1)
    typer.echo(f"The record is whole: {restored.lines:,} decision{'' if restored.lines == 1 else 's'}.")


def _contents(manifest: Manifest) -> str:
    counted = [
        ("document", "document", "documents"),
        ("paragraph", "paragraph", "paragraphs"),
        ("decision", "decision", "decisions"),
        ("person", "person", "people"),
    ]
    said = [(manifest.rows(table), one, many) for table, one, many in counted]
    return ", ".join(f"{number:,} {one if number == 1 else many}" for number, one, many in said)
