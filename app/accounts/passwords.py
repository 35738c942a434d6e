"""Passwords: what may be one, and argon2id in threads of its own."""

import asyncio
import secrets
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from pwdlib import PasswordHash

from app.core.errors import Invalid

SHORTEST, LONGEST = 10, 200


@lru_cache(maxsize=1)
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    """Two at a time: each takes 64 MiB, and a whole hall may sign in at nine o'clock."""
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe())


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def check_new(password: str, email: str, pointer: str = "/password") -> None:
    """Refuse what is no good as a password; the problem names the field."""
    words = _normal(password)
    fault = ""
    if len(words) < SHORTEST:
        fault = f"A password has at least {SHORTEST} characters; a few words are easy to remember."
    elif len(words) > LONGEST:
        fault = f"A password has at most {LONGEST} characters."
    elif words.strip().casefold() == email.strip().casefold():
        fault = "The password must not be the e-mail address."
    if fault:
        raise Invalid(errors=[{"pointer": pointer, "detail": fault}])


def hash_now(password: str) -> str:
    """Hash a password in this thread (a tenth of a second); for commands."""
    return _hasher().hash(_normal(password))


async def hash_password(password: str) -> str:
    """Hash a password; hold no session meanwhile."""
    return await asyncio.get_running_loop().run_in_executor(_threads(), hash_now, password)


async def verify(password: str, password_hash: str | None) -> bool:
    """Whether it is the password; takes as long where there is no account or no password. Hold no session meanwhile."""

    def check() -> bool:
        matches = _hasher().verify(_normal(password), password_hash or _nobodys_hash())
        return matches and password_hash is not None

    return await asyncio.get_running_loop().run_in_executor(_threads(), check)
