"""Rules of this repository that no other tool knows."""

import re
import subprocess
import sys
from pathlib import Path

# Assembled, so that this file does not name them itself.
HOSTS = "|".join(("registry" + r"\.npmjs", "files" + r"\.pythonhosted", "pypi" + r"\.org/simple", "deb" + r"\.debian"))
PHYSICAL = re.compile(
    r"(?<![-\w])(margin|padding|border)-(left|right)\b|(?<![-\w])(left|right)\s*:|text-align:\s*(left|right)\b|float:\s*(left|right)\b"
)


def tracked(*patterns: str) -> list[Path]:
    """The repository's files that match."""
    out = subprocess.run(["git", "ls-files", "-z", *patterns], capture_output=True, check=True, text=True).stdout
    return [path for name in out.split("\0") if name and (path := Path(name)).is_file()]


def text_of(path: Path) -> str:
    """A file's text; what is not text has none."""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


faults: list[str] = []
for path in tracked():
    text = text_of(path)
    if re.search(HOSTS, text):
        faults.append(f"{path}: names a package registry's host")
    if '"resolved": "http' in text and path.name == "package-lock.json":
        faults.append(f"{path}: holds download addresses (npm: omit-lockfile-registry-resolved)")
for path in tracked("frontend/src/*.css"):
    for number, line in enumerate(text_of(path).splitlines(), 1):
        if PHYSICAL.search(line):
            faults.append(f"{path}:{number}: use logical properties (start, end), so that Arabic works: {line.strip()}")
if faults:
    sys.exit("\n".join(faults))
