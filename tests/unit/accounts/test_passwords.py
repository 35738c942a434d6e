"""What may be a password."""

import pytest

from app.accounts import passwords
from app.core.errors import Invalid


@pytest.mark.parametrize("password", ["too short", "x" * 201, "Anna@Example.org", " anna@example.org "])
def test_a_password_that_is_too_short_too_long_or_the_address_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as caught:
        passwords.check_new(password, "anna@example.org", "/new")

    assert caught.value.extra["errors"][0]["pointer"] == "/new"


@pytest.mark.parametrize("password", ["ten letter", "x" * 200, "пароль из слов", "😀" * 10])
def test_any_other_password_of_ten_characters_will_do(password: str) -> None:
    passwords.check_new(password, "anna@example.org")


async def test_a_password_matches_its_hash_however_its_accents_are_typed() -> None:
    kept = await passwords.hash_password("caf\u00e9 at the corner")

    assert kept.startswith("$argon2id$")
    assert await passwords.verify("cafe\u0301 at the corner", kept)
    assert not await passwords.verify("cafe at the corner", kept)


async def test_no_account_has_no_password_that_matches() -> None:
    assert not await passwords.verify("anything at all", None)
