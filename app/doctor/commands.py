"""`concord doctor`: what is wrong with this installation, and what to do about it."""

import json
from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from app.core.settings import Settings, load_settings
from app.doctor import around, database
from app.doctor.findings import Finding, State

LOOKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    around.python,
    around.pages,
    database.disk,
    around.secret_key,
    database.sqlite_file,
    database.contents,
    database.backup,
    around.address,
    around.bus,
    around.mail,
    around.faces,
)
_SIGNS = {State.OK: "ok  ", State.NOTE: "note", State.BAD: "BAD "}


def findings(settings: Settings) -> Iterator[Finding]:
    """Look at everything in turn."""
    for look in LOOKS:
        yield from look(settings)


def doctor_command(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print the findings as one JSON object.")] = False
) -> None:
    """Say what is wrong and what to do; it changes nothing, and ends with 1 when something is wrong."""
    found: list[Finding] = []
    for finding in findings(load_settings()):
        found.append(finding)
        if not as_json:
            typer.echo(f"{_SIGNS[finding.state]}  {finding.what}")
            if finding.remedy:
                typer.echo(f"      {finding.remedy}")
    wrong = sum(finding.state is State.BAD for finding in found)
    if as_json:
        typer.echo(json.dumps({"well": not wrong, "findings": [one.as_json() for one in found]}, ensure_ascii=False))
    else:
        typer.echo("All is well." if not wrong else f"{wrong} thing{' is' if wrong == 1 else 's are'} wrong.")
    if wrong:
        raise typer.Exit(1)
