"""The cookie of a signed-in browser, and answers that nothing may keep."""

from fastapi import Request, Response

from app.accounts.middleware import COOKIE
from app.core.settings import Settings


def set_cookie(request: Request, response: Response, secret: str) -> None:
    """Let this browser be signed in."""
    settings: Settings = request.app.state.settings
    response.set_cookie(
        COOKIE,
        secret,
        max_age=settings.login_days * 86_400,
        httponly=True,
        secure=settings.secure_cookies,
        samesite="lax",
    )
    keep_out_of_caches(response)


def clear_cookie(request: Request, response: Response) -> None:
    """Let this browser be signed out."""
    settings: Settings = request.app.state.settings
    response.delete_cookie(COOKIE, httponly=True, secure=settings.secure_cookies, samesite="lax")
    keep_out_of_caches(response)


def keep_out_of_caches(response: Response) -> None:
    """Mark an answer that holds a secret, so that nothing on its way keeps it."""
    response.headers["Cache-Control"] = "no-store"


def browser_of(request: Request) -> str:
    """What the browser calls itself."""
    return request.headers.get("user-agent", "")[:200]
