"""When a day turns."""

from datetime import UTC, datetime

from app.groups.days import seconds_to_midnight


def test_a_day_lasts_until_midnight_utc() -> None:
    assert seconds_to_midnight(datetime(2024, 2, 28, 23, 59, 30, tzinfo=UTC)) == 30
    assert seconds_to_midnight(datetime(2024, 2, 28, tzinfo=UTC)) == 86_400
