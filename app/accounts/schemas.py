"""What accounts take and give over HTTP."""

import unicodedata
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr, Field, StringConstraints

from app.accounts.addresses import normal_email, shown_email
from app.core.inputs import storable


def _printable(value: str) -> str:
    if any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in value):
        raise ValueError("must not hold line breaks or other control characters")
    return value


OneLine = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_printable)]
PersonName = Annotated[OneLine, StringConstraints(min_length=1, max_length=200)]
TokenName = Annotated[OneLine, StringConstraints(min_length=1, max_length=100)]
Email = Annotated[EmailStr, Field(max_length=254), AfterValidator(normal_email)]
ShownEmail = Annotated[
    str,
    AfterValidator(shown_email),
    Field(description="What the person signs in with: the e-mail address, or a name where there is none."),
]
Password = Annotated[str, Field(max_length=1_000)]  # what is too short or long is said by passwords.check_new


class Strict(BaseModel):
    """A body in which an unknown name is an error: most likely a slip."""

    model_config = ConfigDict(extra="forbid")


class PersonRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    email: ShownEmail
    operator: bool


class SignIn(Strict):
    email: Annotated[str, Field(max_length=254), AfterValidator(storable)]
    password: Password


class SignOutEverywhere(Strict):
    tokens: bool = False


class NameChange(Strict):
    name: PersonName


class PasswordChange(Strict):
    """Whoever has no password yet, having signed in with a code, leaves `current` empty."""

    current: Password = ""
    new: Password


class TokenRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


class TokenMade(TokenRead):
    token: str = Field(description="The secret, shown this once.")


class TokenCreate(Strict):
    name: TokenName


class Account(PersonRead):
    """An account as operators see it."""

    has_password: bool
    disabled: bool
    created_at: datetime


class AccountCreate(Strict):
    name: PersonName
    email: Email
    operator: bool = False


class AccountUpdate(Strict):
    disabled: bool | None = None
    operator: bool | None = None


class AccountLink(BaseModel):
    """A link by which the person sets a password, in this answer only."""

    person: Account
    link: str
    expires_at: datetime
