"""What people sign in with: an e-mail address, or for those who have none a name of our making.

A name is kept in the same column as an address of the domain `no-mail.invalid`: that one can never exist (RFC 2606), no
form takes it, and no mail goes there. Outside this folder it is shown without the domain.
"""

import re
import unicodedata

NO_MAIL = "@no-mail.invalid"

_PLAIN = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "ı": "i"}
)


def normal_email(email: str) -> str:
    """The form in which addresses, and names without one, are kept and compared."""
    normal = email.strip().lower()
    return normal if "@" in normal or not normal else normal + NO_MAIL


def shown_email(email: str) -> str:
    """What somebody types to sign in: the address, or the name of whoever has none."""
    return email.removesuffix(NO_MAIL)


def has_mail(email: str) -> bool:
    """Whether mail can be sent there."""
    return not email.endswith(NO_MAIL)


def sign_in_name(name: str) -> str:
    """A name to sign in with, made from a person's name: "José Ibarra" gives "jose-ibarra"."""
    plain = unicodedata.normalize("NFKD", name.translate(_PLAIN)).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "participant"
