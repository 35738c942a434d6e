"""Whether a browser's request comes from our own pages (no I/O)."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def origin_allowed(headers: Headers, public_url: str) -> bool:
    """Whether a request or a socket that a cookie speaks for may be served.

    Browsers always name the origin of an unsafe request and of a socket, and no page can forge it or the Host; a
    program that carries a cookie of its own names none.
    """
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in {"same-origin", "none"}
    if origin == _origin(public_url):
        return True
    parts = urlsplit(origin)
    return parts.scheme in {"http", "https"} and parts.netloc != "" and parts.netloc == headers.get("host")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
