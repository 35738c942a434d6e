"""Who asks: reads the cookie or the Bearer token of each request under /api into `request.state.actor`."""

from contextlib import nullcontext

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from app.accounts.actors import Actors
from app.accounts.origin import SAFE_METHODS, origin_allowed
from app.core.actor import Actor
from app.core.errors import Problem, Unauthorized, problem_response
from app.core.logging import bound_contextvars
from app.core.ratelimit import Rates

COOKIE = "concord_login"


class ForeignOrigin(Problem):
    status = 403
    slug = "foreign-origin"
    title = "This request does not come from our own pages"


def bearer_of(headers: Headers) -> str | None:
    """The token of an Authorization header, if it has one."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def cookie_of(headers: Headers) -> str | None:
    """The secret of a signed-in browser, if there is one."""
    return cookie_parser(headers.get("cookie", "")).get(COOKIE) or None


class SignedIn:
    """ASGI middleware. A request with a Bearer token needs no origin, since no browser adds the token by itself."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self.app = app
        self.public_url = public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request as somebody or as nobody, or refuse it."""
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            await self.app(scope, receive, send)
            return
        try:
            actor = await self._actor(scope)
        except Problem as problem:
            answer = problem_response(
                problem.status, problem.slug, problem.title, problem.detail, problem.extra, problem.headers
            )
            await answer(scope, receive, send)
            return
        scope.setdefault("state", {})["actor"] = actor
        with bound_contextvars(actor_id=str(actor.person_id)) if actor else nullcontext():
            await self.app(scope, receive, send)

    async def _actor(self, scope: Scope) -> Actor | None:
        headers = Headers(scope=scope)
        state = scope["app"].state
        actors: Actors = state.actors
        token = bearer_of(headers)
        if token is not None:
            actor = await actors.by_token(state.database, token)
            if actor is None:
                raise Unauthorized("This token is unknown, or it was revoked.")
            return actor
        if scope["method"] not in SAFE_METHODS and not origin_allowed(headers, self.public_url):
            raise ForeignOrigin("Open Concord at its own address and try again.")
        cookie = cookie_of(headers)
        return await actors.by_cookie(state.database, cookie) if cookie else None


def install(application: FastAPI, public_url: str) -> None:
    """Add the middleware and what it keeps; once there are events, `application.state.actors.listen(events)`."""
    application.state.actors = Actors()
    application.state.rates = Rates()
    application.add_middleware(SignedIn, public_url=public_url)
