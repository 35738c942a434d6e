"""Secrets that people and programs carry; we keep only their hashes."""

import hashlib
import secrets

TOKEN_PREFIX = "cnc_"  # noqa: S105 - not a secret: lets people and scanners recognise one


def new_secret(prefix: str = "") -> str:
    """256 random bits, fit for a URL and a cookie."""
    return prefix + secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    """What is kept of a secret; it is long and random, so a plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
