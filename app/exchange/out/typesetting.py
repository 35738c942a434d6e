"""Set one paper: JSON on standard input, the PDF on standard output. Runs alone and imports nothing of Concord's."""

import json
import sys
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("paper.typ")


def typeset(paper: dict[str, Any], fonts: list[str]) -> bytes:
    """The PDF, tagged for screen readers. No package is fetched, no file read but the template and fonts."""
    compiler = typst.Compiler(
        TEMPLATE.read_bytes(),
        root=str(TEMPLATE.parent),
        font_paths=typst.Fonts(font_paths=fonts),
        sys_inputs={"paper": json.dumps(paper)},
    )
    made = compiler.compile(format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


if __name__ == "__main__":
    work = json.load(sys.stdin.buffer)
    try:
        sys.stdout.buffer.write(typeset(work["paper"], work["fonts"]))
    except typst.TypstError as error:
        sys.exit(f"{error.message}\n{error.diagnostic}")
