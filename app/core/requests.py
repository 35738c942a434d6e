"""What every HTTP request passes through: an id, a line in the log, headers that keep browsers careful, metrics."""

import re
import time
from uuid import uuid4

from prometheus_client import Counter, Histogram
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.logging import bound_contextvars, get_logger

log = get_logger("request")

_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
_HEADERS = {
    "Content-Security-Policy": _CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_SECRET_PATH = re.compile(r"(/(?:invitations?|wall)/)[^/]{8,}")  # whoever has such a link is let in: not into a log
_QUIET = ("/healthz", "/readyz", "/metrics")
_OWN_POLICY = "/api/docs"  # brings scripts of its own

requests = Counter("concord_http_requests_total", "HTTP requests answered", ["method", "status"])
seconds = Histogram("concord_http_request_seconds", "Time to answer an HTTP request", ["method"])


class RequestContext:
    """ASGI middleware, the outermost."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        request_id = given if _SAFE_ID.fullmatch(given) else uuid4().hex
        started = time.perf_counter()
        status = 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                for name, value in _HEADERS.items():
                    if name not in headers and not scope["path"].startswith(_OWN_POLICY):
                        headers[name] = value
            await send(message)

        with bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, send_with_headers)
            finally:
                took = time.perf_counter() - started
                requests.labels(scope["method"], str(status)).inc()
                seconds.labels(scope["method"]).observe(took)
                if scope["path"] not in _QUIET:
                    level = log.error if status >= 500 else log.info
                    path = _SECRET_PATH.sub(r"\1…", scope["path"])
                    level("request", method=scope["method"], path=path, status=status, ms=round(took * 1000, 1))
