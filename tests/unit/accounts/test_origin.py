"""Requests that a cookie speaks for come from our own pages."""

import pytest
from starlette.datastructures import Headers

from app.accounts.origin import origin_allowed

OURS = "https://concord.example.org"


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"origin": OURS}, True),
        ({"origin": "http://192.168.1.7:8000", "host": "192.168.1.7:8000"}, True),
        ({"origin": "https://evil.example", "host": "concord.example.org"}, False),
        ({"origin": "https://concord.example.org.evil.example", "host": "concord.example.org"}, False),
        ({"origin": "null", "host": "concord.example.org"}, False),
        ({"origin": "", "host": ""}, False),
        ({"origin": "file://concord.example.org", "host": "concord.example.org"}, False),
        ({"origin": "https://evil.example", "sec-fetch-site": "same-origin", "host": "concord.example.org"}, False),
        ({}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
    ],
)
def test_a_request_is_served_only_from_our_own_pages(headers: dict[str, str], allowed: bool) -> None:
    assert origin_allowed(Headers(headers), OURS) is allowed
