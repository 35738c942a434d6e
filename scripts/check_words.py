"""The words that people read: none of our own, catalogues complete, every problem said in the reader's language."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FRONTEND = ROOT / "frontend" / "src"
TRANSLATED = ("fr", "ar")
# Our own words for things, each with what people are told instead.
FORBIDDEN = {
    r"fork(s|ed)?": "a change, a proposal",
    r"branch(es)?": "Breakout group 1's text",
    r"working cop(y|ies)": "Breakout group 1's text",
    r"merg(e|es|ed|ing)": "accept into the text",
    r"conflict(s|ing)?": "both were changed: choose the words",
    r"three-way": "both were changed: choose the words",
    r"ledger": "record of decisions",
    r"audit log": "record of decisions",
    r"spotlight": "under discussion now",
    r"refused|rejected": "not added: kept as your private draft",
    r"offline queue|unsynced": "kept on this device, n changes",
    r"write access": "anyone may edit",
    r"(edit|read|write|writing|reading|change|suggestion)[- ]mode": "anyone may edit, changes by proposal, closed",
    r"MOD|ADD|SUP": "propose a change, an addition, a deletion",
    r"CRDT|Y\.Doc|websocket|awareness": "nothing: people need not know",
}


def value(block: str, key: str) -> str:
    """The string of `msgid` or `msgstr` in a block of a PO file."""
    found = re.search(rf'^{key} ((?:".*"\n?)+)', block, re.M)
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', found[1])).replace('\\"', '"') if found else ""


def messages(language: str) -> list[tuple[str, str]]:
    """(source, translation) of a catalogue."""
    blocks = (FRONTEND / "locales" / language / "messages.po").read_text().split("\n\n")
    return [(value(block, "msgid"), value(block, "msgstr")) for block in blocks if value(block, "msgid")]


def placeholders(message: str) -> set[str]:
    """The names and tags that a translation must keep."""
    return set(re.findall(r"\{(\w+)[,}]", message)) | set(re.findall(r"</?\d+/?>", message))


faults: list[str] = []
for source, _ in messages("en"):
    for word, instead in FORBIDDEN.items():
        flags = 0 if word.isupper() or "|ADD|" in word else re.IGNORECASE
        if found := re.search(rf"\b({word})\b", source, flags):
            faults.append(f"“{source}” says “{found[0]}”; people read: {instead}")
for language in TRANSLATED:
    missing = [source for source, translation in messages(language) if not translation]
    if missing:
        faults.append(f"{language}: {len(missing)} not translated, the first: “{missing[0]}”")
    for source, translation in messages(language):
        if translation and (lost := placeholders(source) - placeholders(translation)):
            faults.append(f"{language}: {', '.join(sorted(lost))} is missing from the translation of “{source}”")
slugs = set(re.findall(r"^## ([\w-]+)$", (ROOT / "docs" / "problems.md").read_text(), re.M))
said = set(re.findall(r'^  "?([\w-]+)"?: msg`', (FRONTEND / "ui" / "problems.ts").read_text(), re.M))
faults += [f"ui/problems.ts has no sentence for {slug}" for slug in sorted(slugs - said)]
faults += [
    f"ui/problems.ts has a sentence for {slug}, which docs/problems.md does not know" for slug in sorted(said - slugs)
]
if faults:
    sys.exit("\n".join(faults))
