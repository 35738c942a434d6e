"""Signing in and out, one's own account, and tokens for programs."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.accounts import invitations, operators, passwords, service, signing_in
from app.accounts.cookies import browser_of, clear_cookie, keep_out_of_caches, set_cookie
from app.accounts.middleware import cookie_of
from app.accounts.models import ApiToken
from app.accounts.schemas import (
    NameChange,
    PasswordChange,
    PersonRead,
    SignIn,
    SignOutEverywhere,
    TokenCreate,
    TokenMade,
    TokenRead,
)
from app.core.actor import CurrentActor
from app.core.database import Session, Write, database_of
from app.core.errors import Invalid
from app.core.ratelimit import address_of, rates_of
from app.core.settings import Settings

router = APIRouter(prefix="/api", tags=["accounts"])
router.include_router(operators.router)


@router.post("/login")
async def sign_in(body: SignIn, request: Request, response: Response) -> PersonRead:
    """Sign in with e-mail and password; sets the cookie."""
    settings: Settings = request.app.state.settings
    person, secret = await signing_in.sign_in(
        database_of(request),
        rates_of(request),
        address_of(request),
        body.email,
        body.password,
        browser=browser_of(request),
        days=settings.login_days,
        replacing=cookie_of(request.headers),
    )
    set_cookie(request, response, secret)
    return PersonRead.model_validate(person)


@router.post("/logout", status_code=204)
async def sign_out(request: Request, response: Response, session: Write) -> None:
    """Sign out in this browser."""
    if cookie := cookie_of(request.headers):
        await service.end_login(session, cookie)
    clear_cookie(request, response)


@router.post("/logout-everywhere", status_code=204)
async def sign_out_everywhere(
    request: Request, response: Response, actor: CurrentActor, session: Write, body: SignOutEverywhere | None = None
) -> None:
    """Sign out in all browsers; with `tokens`, programs lose their access too."""
    await service.revoke_logins(session, actor.person_id)
    if body is not None and body.tokens:
        await service.revoke_tokens(session, actor.person_id)
    clear_cookie(request, response)


@router.patch("/me")
async def rename(body: NameChange, actor: CurrentActor, session: Write) -> PersonRead:
    """Change one's own name."""
    return PersonRead.model_validate(await service.rename(session, actor, body.name))


@router.put("/me/password", status_code=204)
async def change_password(body: PasswordChange, request: Request, response: Response, actor: CurrentActor) -> None:
    """Change one's own password, or choose the first; all other browsers are signed out. 422 names the wrong field."""
    keep_out_of_caches(response)
    database = database_of(request)
    async with database.reading() as session:
        person = await service.person_or_404(session, actor.person_id)
    service.refuse_for_demonstration(person)
    passwords.check_new(body.new, person.email, "/new")
    if person.password_hash is not None:
        try:
            await signing_in.check_password(
                database, rates_of(request), address_of(request), person.email, body.current
            )
        except signing_in.WrongCredentials:
            raise Invalid(errors=[{"pointer": "/current", "detail": "This is not your present password."}]) from None
    password_hash = await passwords.hash_password(body.new)
    async with database.writing() as session:
        await invitations.set_password(session, actor.person_id, password_hash, keep_login=actor.login_id)


@router.get("/me/tokens", response_model=list[TokenRead])
async def list_tokens(actor: CurrentActor, session: Session) -> list[ApiToken]:
    """One's own tokens for programs."""
    return list(await service.tokens_of(session, actor.person_id))


@router.post("/me/tokens", status_code=201)
async def make_token(body: TokenCreate, actor: CurrentActor, session: Write, response: Response) -> TokenMade:
    """A new token; its secret is in this answer only."""
    token, secret = await service.make_token(session, actor.person_id, body.name)
    keep_out_of_caches(response)
    return TokenMade(**TokenRead.model_validate(token).model_dump(), token=secret)


@router.delete("/me/tokens/{token_id}", status_code=204)
async def revoke_token(token_id: UUID, actor: CurrentActor, session: Write) -> None:
    """Revoke one of one's own tokens."""
    await service.revoke_token(session, actor.person_id, token_id)
