"""What accounts announce to the layers above."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LoginRevoked:
    """A login no longer counts. Without `login_id`: everything of this person is to be looked at again, since a token
    was revoked or the account disabled; what came by a login or token that still counts may stay."""

    person_id: UUID
    login_id: UUID | None


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """An account was renamed; or, with `rights`, disabled, enabled, or made an operator or not."""

    person_id: UUID
    rights: bool = False
