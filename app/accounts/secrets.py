"""Secrets that people and programs carry; we keep only their hashes."""

import hashlib
import hmac
import re
import secrets

TOKEN_PREFIX = "cnc_"  # noqa: S105 - not a secret: lets people and scanners recognise one

# Letters that are told apart in print and on the telephone, none of which makes a word.
LETTERS = "BCDFGHJKLMNPQRTVWXZ"
DOOR_LETTERS = 8  # for minutes, with few tries
CARD_LETTERS = 12  # for days

_CODE = re.compile(rf"[{LETTERS}]{{{DOOR_LETTERS}}}|[{LETTERS}]{{{CARD_LETTERS}}}")


def new_secret(prefix: str = "") -> str:
    """256 random bits, fit for a URL and a cookie."""
    return prefix + secrets.token_urlsafe(32)


def new_code(letters: int) -> str:
    """A code that people type from paper or from somebody else's screen."""
    return "".join(secrets.choice(LETTERS) for _ in range(letters))


def plain_code(typed: str) -> str | None:
    """A code as it was made, however it was typed; None for what is none."""
    plain = re.sub(r"[\s.\-\u2010-\u2015]", "", typed).upper()
    return plain if _CODE.fullmatch(plain) else None


def spaced(code: str) -> str:
    """A code in groups of four, as it is shown."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def secret_hash(secret: str) -> str:
    """What is kept of a secret; it is long and random, so a plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def code_hash(code: str, key: bytes) -> str:
    """What is kept of a code. It is short: without the server's key nobody finds it from a copy of the database."""
    return hmac.new(key, code.encode(), hashlib.sha256).hexdigest()


def link_hash(secret: str, key: bytes) -> str:
    """What is kept of the last part of a link, which is a code on a printed card and a long secret elsewhere."""
    code = plain_code(secret)
    return code_hash(code, key) if code else secret_hash(secret)
