"""People and their accounts: finding, adding, changing, and who is behind a secret."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.addresses import NO_MAIL, normal_email, sign_in_name
from app.accounts.events import LoginRevoked, PersonChanged
from app.accounts.models import ApiToken, Login, Person
from app.accounts.secrets import TOKEN_PREFIX, new_secret, secret_hash
from app.core.actor import Actor
from app.core.database import events_of, now
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.ids import uuid7

MAX_TOKENS = 50


async def person_by_email(session: AsyncSession, email: str) -> Person | None:
    """The person with this address, or with this name to sign in with; disabled or not."""
    return (await session.scalars(select(Person).where(Person.email == normal_email(email)))).one_or_none()


async def person_or_404(session: AsyncSession, person_id: UUID) -> Person:
    """The person, or NotFound."""
    person = await session.get(Person, person_id)
    if person is None:
        raise NotFound("There is no such person.")
    return person


async def add_person(
    session: AsyncSession, email: str, name: str, *, operator: bool = False, person_id: UUID | None = None
) -> Person:
    """A new account without a password: a link (invitations.make_link) lets its person in. Conflict if there is one."""
    if await person_by_email(session, email) is not None:
        raise Conflict("Somebody has an account with this e-mail address already.")
    person = Person(id=person_id or uuid7(), email=normal_email(email), name=name, operator=operator)
    session.add(person)
    await session.flush()
    return person


async def add_person_without_mail(session: AsyncSession, name: str, *, person_id: UUID | None = None) -> Person:
    """A new account for somebody who has no e-mail address, with a name of our making to sign in with."""
    stem = sign_in_name(name)
    alike = or_(Person.email == stem + NO_MAIL, Person.email.like(f"{stem}-%{NO_MAIL}"))
    taken = set((await session.scalars(select(Person.email).where(alike))).all())
    email, number = stem + NO_MAIL, 1
    while email in taken:
        number += 1
        email = f"{stem}-{number}{NO_MAIL}"
    person = Person(id=person_id or uuid7(), email=email, name=name)
    session.add(person)
    await session.flush()
    return person


async def rename(session: AsyncSession, actor: Actor, name: str) -> Person:
    """Change one's own name; earlier decisions keep the earlier one."""
    person = await person_or_404(session, actor.person_id)
    refuse_for_demonstration(person)
    person.name = name
    await events_of(session).announce(session, PersonChanged(person.id))
    return person


def refuse_for_demonstration(person: Person) -> None:
    """Demonstration people are shared by everyone who looks: nobody takes them over."""
    if person.demo_role is not None:
        raise Forbidden("The people of the demonstration cannot be changed.")


async def set_disabled(session: AsyncSession, person: Person, *, disabled: bool) -> None:
    """Take an account out of use with all that lets its person in, or put it back into use."""
    person.disabled_at = (person.disabled_at or now()) if disabled else None
    if disabled:
        await revoke_logins(session, person.id)
        await events_of(session).announce(session, LoginRevoked(person.id, None))
    await events_of(session).announce(session, PersonChanged(person.id, rights=True))


async def set_operator(session: AsyncSession, person: Person, *, operator: bool) -> None:
    """Let somebody keep the server, or no longer."""
    person.operator = operator
    await events_of(session).announce(session, PersonChanged(person.id, rights=True))


# Logins


async def start_login(
    session: AsyncSession, person: Person, browser: str, days: int, *, replacing: str | None = None
) -> str:
    """Sign a person in; returns the secret for the cookie. Whoever was signed in by the cookie it replaces is out."""
    if replacing:
        await end_login(session, replacing)
    await session.execute(delete(Login).where(Login.person_id == person.id, Login.expires_at < now()))
    secret = new_secret()
    expires = now() + timedelta(days=days)
    session.add(Login(person_id=person.id, secret_hash=secret_hash(secret), browser=browser[:200], expires_at=expires))
    await session.flush()
    return secret


async def end_login(session: AsyncSession, cookie: str) -> None:
    """Sign out the browser that holds this secret, if anybody is signed in there."""
    found = select(Login).where(Login.secret_hash == secret_hash(cookie), Login.revoked_at.is_(None))
    login = (await session.scalars(found)).one_or_none()
    if login is not None:
        login.revoked_at = now()
        await events_of(session).announce(session, LoginRevoked(login.person_id, login.id))


async def revoke_logins(session: AsyncSession, person_id: UUID, *, keep: UUID | None = None) -> None:
    """Sign a person out everywhere, except where `keep` is the login."""
    found = select(Login).where(Login.person_id == person_id, Login.revoked_at.is_(None))
    for login in (await session.scalars(found)).all():
        if login.id != keep:
            login.revoked_at = now()
            await events_of(session).announce(session, LoginRevoked(person_id, login.id))


async def actor_for_cookie(session: AsyncSession, cookie: str) -> Actor | None:
    """Who is signed in with this cookie."""
    found = (
        select(Person.id, Person.name, Login.id, Person.operator)
        .join(Login, Login.person_id == Person.id)
        .where(
            Login.secret_hash == secret_hash(cookie),
            Login.revoked_at.is_(None),
            Login.expires_at > now(),
            Person.disabled_at.is_(None),
        )
    )
    row = (await session.execute(found)).one_or_none()
    return Actor(row[0], row[1], login_id=row[2], operator=row[3]) if row else None


# Tokens


async def actor_for_token(session: AsyncSession, token: str) -> Actor | None:
    """For whom a program with this token acts."""
    found = await token_and_actor(session, token)
    return found[1] if found else None


async def token_and_actor(session: AsyncSession, token: str) -> tuple[ApiToken, Actor] | None:
    """The token's row and for whom it acts."""
    found = (
        select(ApiToken, Person)
        .join(Person, ApiToken.person_id == Person.id)
        .where(
            ApiToken.secret_hash == secret_hash(token),
            ApiToken.revoked_at.is_(None),
            Person.disabled_at.is_(None),
        )
    )
    row = (await session.execute(found)).one_or_none()
    if row is None:
        return None
    api_token, person = row
    return api_token, Actor(person.id, person.name, operator=person.operator)


async def tokens_of(session: AsyncSession, person_id: UUID) -> Sequence[ApiToken]:
    """A person's tokens that still work."""
    found = select(ApiToken).where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
    return (await session.scalars(found.order_by(ApiToken.created_at, ApiToken.id))).all()


async def make_token(session: AsyncSession, person_id: UUID, name: str) -> tuple[ApiToken, str]:
    """A new token and its secret, which is never to be had again."""
    if len(await tokens_of(session, person_id)) >= MAX_TOKENS:
        raise Conflict(f"There are {MAX_TOKENS} tokens already; revoke one first.")
    secret = new_secret(TOKEN_PREFIX)
    token = ApiToken(person_id=person_id, name=name, secret_hash=secret_hash(secret))
    session.add(token)
    await session.flush()
    return token, secret


async def revoke_token(session: AsyncSession, person_id: UUID, token_id: UUID) -> None:
    """End a token; whose it is not, finds nothing."""
    token = await session.get(ApiToken, token_id)
    if token is None or token.person_id != person_id:
        raise NotFound("There is no such token.")
    if token.revoked_at is None:
        token.revoked_at = now()
        await events_of(session).announce(session, LoginRevoked(person_id, None))


async def revoke_tokens(session: AsyncSession, person_id: UUID) -> None:
    """End all tokens of a person."""
    for token in await tokens_of(session, person_id):
        token.revoked_at = now()
    await events_of(session).announce(session, LoginRevoked(person_id, None))
