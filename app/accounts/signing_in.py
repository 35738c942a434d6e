"""Signing in with e-mail and password: the same answer and the same work whether or not there is an account."""

from app.accounts import passwords
from app.accounts.addresses import normal_email
from app.accounts.models import Person
from app.accounts.service import person_by_email, start_login
from app.core.database import Database
from app.core.errors import Problem
from app.core.logging import get_logger
from app.core.ratelimit import Ask, Limit, Rates

log = get_logger(__name__)

# A hall of two hundred shares one address, and rightful attempts do not count; guesses do.
BY_ADDRESS = Limit("sign-in, address", 100, 15 * 60)
BY_ACCOUNT = Limit("sign-in, account", 40, 15 * 60)
BY_BOTH = Limit("sign-in, account from address", 10, 15 * 60)


class WrongCredentials(Problem):
    status = 401
    slug = "wrong-credentials"
    title = "The e-mail address or the password is wrong"


def attempt(address: str, account: str) -> tuple[Ask, ...]:
    """What an attempt counts against: guessing at one account from one place does not lock its person out elsewhere."""
    return (BY_ADDRESS, address), (BY_ACCOUNT, account), (BY_BOTH, f"{account} {address}")


async def check_password(database: Database, rates: Rates, address: str, email: str, password: str) -> Person:
    """The person whose e-mail and password these are; raises WrongCredentials, or TooManyRequests before any work."""
    asks = attempt(address, normal_email(email))
    rates.take(*asks)
    async with database.reading() as session:
        person = await person_by_email(session, email)
    matches = await passwords.verify(password, person.password_hash if person else None)
    if not matches or person is None or person.disabled_at is not None:
        log.info("login.refused", address=address)
        raise WrongCredentials
    rates.give_back(*asks)
    return person


async def sign_in(
    database: Database,
    rates: Rates,
    address: str,
    email: str,
    password: str,
    *,
    browser: str,
    days: int,
    replacing: str | None,
) -> tuple[Person, str]:
    """Check and sign in; returns the person and the secret for the cookie."""
    person = await check_password(database, rates, address, email, password)
    async with database.writing() as session:
        present = await session.get(Person, person.id)
        # Between the check and now the account may have been disabled, or its password changed.
        if present is None or present.disabled_at is not None or present.password_hash != person.password_hash:
            raise WrongCredentials
        secret = await start_login(session, present, browser, days, replacing=replacing)
    log.info("login.started", person_id=str(person.id))
    return person, secret
