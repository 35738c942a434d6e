"""A line has one canonical text, so that anyone can compute its fingerprint again."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from app.ledger.lines import START, canonical, fingerprint, line_body, moment


def test_the_canonical_text_sorts_keys_and_leaves_letters_as_they_are() -> None:
    assert canonical({"b": [1, True, None], "a": "é “words”\n"}) == '{"a":"é “words”\\n","b":[1,true,null]}'


def test_words_that_are_not_unicode_are_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        canonical({"words": "\ud800"})


def test_a_time_is_written_in_utc_with_six_digits() -> None:
    geneva = datetime(2026, 3, 1, 10, 0, tzinfo=timezone(timedelta(hours=1)))

    assert moment(geneva) == "2026-03-01T09:00:00.000000Z"


def test_a_line_written_today_has_the_same_fingerprint_for_ever() -> None:
    body = line_body(
        chain="group:g",
        number=1,
        previous=START,
        at=datetime(2026, 3, 1, tzinfo=UTC),
        action="seat.given",
        actor=(UUID(int=1), "Ana"),
        office=None,
        meeting_id=None,
        subject_id=UUID(int=2),
        facts={"name": "Zoë"},
    )

    assert body == (
        '{"action":"seat.given","actor":{"id":"00000000-0000-0000-0000-000000000001","name":"Ana"},'
        '"at":"2026-03-01T00:00:00.000000Z","chain":"group:g","facts":{"name":"Zoë"},"format":1,"meeting":null,'
        '"number":1,"office":null,"previous":"' + "0" * 64 + '","subject":"00000000-0000-0000-0000-000000000002"}'
    )
    assert fingerprint(body) == "872695c5268ec1301cc29ebdfacaeee0491f21e90af16d9a87c302f68fcfcb79"
