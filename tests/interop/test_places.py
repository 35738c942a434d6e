"""E16: the place where a page splits a paragraph is found as Yjs finds it, also where the words have gone."""

import json
import subprocess
from base64 import b64decode
from pathlib import Path

from app.texts import places
from app.texts.positions import utf16_length
from app.texts.runs import words_of
from app.texts.service import merged

SCRIPT = Path(__file__).parent / "yjs_places.mjs"


def test_places_are_found_as_yjs_finds_them() -> None:
    ran = subprocess.run(["node", SCRIPT, "7", "40"], capture_output=True, text=True, timeout=60, check=True)
    lines = [json.loads(line) for line in ran.stdout.split("\n") if line]

    found = 0
    for line in lines:
        state = b64decode(line["state"])
        words = words_of(merged(state, [])).text
        for place, expected in line["places"]:
            at = places.find(state, places.decode(b64decode(place)))
            assert utf16_length(words[:at]) == expected, (words, place)
            found += 1

    assert len(lines) == 40
    assert found > 1_000
