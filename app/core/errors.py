"""RFC 9457 problems: the only exceptions that leave a service, and the one shape of every error answer."""

from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.logging import get_logger, request_id

log = get_logger(__name__)

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """Something that the person asking can understand. Extra keyword arguments become members of the answer."""

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "This cannot be done"
    headers: dict[str, str]

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.extra = extra
        self.headers = {}


class Unauthorized(Problem):
    status = 401
    slug = "sign-in"
    title = "Please sign in"


class Forbidden(Problem):
    status = 403
    slug = "forbidden"
    title = "You may not do this"


class NotFound(Problem):
    status = 404
    slug = "not-found"
    title = "There is nothing here"


class Conflict(Problem):
    status = 409
    slug = "conflict"
    title = "This does not fit what is there now"


class TooManyRequests(Problem):
    status = 429
    slug = "too-many-requests"
    title = "Too many attempts"

    def __init__(self, detail: str | None = None, *, retry_after: int = 60, **extra: Any) -> None:
        super().__init__(detail, **extra)
        self.headers = {"Retry-After": str(retry_after)}


class Invalid(Problem):
    """Malformed input that pydantic cannot see; `errors` is a list of {pointer, detail}."""

    status = 422
    slug = "invalid"
    title = "The request is not well formed"


class Unavailable(Problem):
    status = 503
    slug = "unavailable"
    title = "Not available at the moment"


_TITLES = {
    400: ("bad-request", "The request is not well formed"),
    401: ("sign-in", Unauthorized.title),
    403: ("forbidden", Forbidden.title),
    404: ("not-found", NotFound.title),
    405: ("method-not-allowed", "This address does not take that method"),
    413: ("too-large", "The request is too large"),
    422: ("invalid", Invalid.title),
    500: ("internal", "Something went wrong on the server"),
}


def problem_response(
    status: int,
    slug: str,
    title: str,
    detail: str | None = None,
    extra: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """The one shape of an error: application/problem+json with type, title, status, detail, request_id."""
    body: dict[str, Any] = {"type": f"/problems/{slug}", "title": title, "status": status}
    if detail is not None:
        body["detail"] = detail
    if (rid := request_id()) is not None:
        body["request_id"] = rid
    body.update(jsonable_encoder(extra or {}))
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def _pointer(location: tuple[Any, ...]) -> str:
    """A JSON pointer into the body, or `query/name`, from pydantic's location."""
    head, *rest = location or ("body",)
    path = "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in rest)
    return f"/{path}" if head == "body" else f"{head}/{path}"


class LimitAsProblem:
    """ASGI middleware: Starlette's answer to a body that is too large comes as plain text, past every handler."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request; such an answer is left out and a problem sent instead."""
        replaced = False

        async def send_or_replace(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and message["status"] == 413:
                replaced = dict(message["headers"]).get(b"content-type") != MEDIA_TYPE.encode()
                if replaced:
                    await problem_response(413, *_TITLES[413])(scope, receive, send)
            if not replaced:
                await send(message)

        await self.app(scope, receive, send_or_replace if scope["type"] == "http" else send)


def install(app: FastAPI) -> None:
    """Make every error of the application, FastAPI's own included, a problem."""
    build = app.build_middleware_stack
    # Around everything, as the limit on bodies is.
    app.build_middleware_stack = lambda: LimitAsProblem(build())  # type: ignore[method-assign]

    @app.exception_handler(Problem)
    async def on_problem(request: Request, problem: Problem) -> JSONResponse:
        return problem_response(
            problem.status, problem.slug, problem.title, problem.detail, problem.extra, problem.headers
        )

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        errors = [{"pointer": _pointer(item["loc"]), "detail": item["msg"]} for item in error.errors()]
        return problem_response(422, "invalid", Invalid.title, extra={"errors": errors})

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> JSONResponse:
        slug, title = _TITLES.get(error.status_code, ("bad-request", "The request failed"))
        headers = dict(error.headers) if error.headers else None
        return problem_response(error.status_code, slug, title, headers=headers)

    @app.exception_handler(Exception)
    async def on_unexpected(request: Request, error: Exception) -> JSONResponse:
        log.error("request.failed", exc_info=error)
        slug, title = _TITLES[500]
        return problem_response(500, slug, title)
