"""Links that work once, to join with a first password or to set a new one; codes that sign in at once, for minutes.

Whoever opens one is that person.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import ColumnElement

from app.accounts import passwords
from app.accounts.models import Invitation, Person
from app.accounts.secrets import (
    CARD_LETTERS,
    DOOR_LETTERS,
    code_hash,
    link_hash,
    new_code,
    new_secret,
    plain_code,
    secret_hash,
)
from app.accounts.service import person_or_404, refuse_for_demonstration, revoke_logins
from app.core.database import now
from app.core.errors import Conflict, NotFound, Problem

JOIN, RESET, CODE = "join", "reset", "code"
CODE_LASTS = timedelta(minutes=15)
USED = "This link was used already. Sign in with the password that was chosen then."


class LinkSpent(Problem):
    status = 410
    slug = "link-spent"
    title = "This link no longer works"


def link_address(public_url: str, secret: str) -> str:
    """Where the link leads."""
    return f"{public_url}/invitation/{secret}"


class CodeWrong(Problem):
    status = 404
    slug = "code-wrong"
    title = "This code does not work, or no longer"


async def make_link(
    session: AsyncSession,
    person: Person,
    *,
    group_id: UUID | None,
    days: int,
    created_by: UUID | None,
    card_key: bytes | None = None,
) -> tuple[Invitation, str]:
    """A link for a person, and its secret, which is never to be had again; earlier links stop working.

    With `card_key`, the server's key, the secret is a code that can be typed from a printed card. It joins whoever has
    no password yet, and sets a new password for others. The link is a key to the account: the caller sees to it that
    only somebody gets it who may speak for every group that the person is in.
    """
    [made] = await make_links(session, [person], group_id=group_id, days=days, created_by=created_by, card_key=card_key)
    return made


async def make_links(
    session: AsyncSession,
    people: Sequence[Person],
    *,
    group_id: UUID | None,
    days: int,
    created_by: UUID | None,
    card_key: bytes | None = None,
) -> list[tuple[Invitation, str]]:
    """`make_link` for many, in their order."""
    for person in people:
        if person.disabled_at is not None:
            raise Conflict("This account is out of use.")
        refuse_for_demonstration(person)
    await _revoke(session, [person.id for person in people], Invitation.purpose != CODE)
    expires_at = now() + timedelta(days=days)
    made = []
    for person in people:
        secret = new_secret() if card_key is None else new_code(CARD_LETTERS)
        invitation = Invitation(
            person_id=person.id,
            group_id=group_id,
            purpose=RESET if person.password_hash else JOIN,
            secret_hash=secret_hash(secret) if card_key is None else code_hash(secret, card_key),
            created_by=created_by,
            expires_at=expires_at,
        )
        made.append((invitation, secret))
    session.add_all(invitation for invitation, _ in made)
    await session.flush()
    return made


async def make_code(
    session: AsyncSession, person: Person, *, group_id: UUID, created_by: UUID, key: bytes
) -> tuple[Invitation, str]:
    """A code that signs a person in at once, for some minutes; their earlier codes stop working. A key to the account
    like a link."""
    if person.disabled_at is not None:
        raise Conflict("This account is out of use.")
    refuse_for_demonstration(person)
    await _revoke(session, [person.id], Invitation.purpose == CODE)
    code = new_code(DOOR_LETTERS)
    invitation = Invitation(
        person_id=person.id,
        group_id=group_id,
        purpose=CODE,
        secret_hash=code_hash(code, key),
        created_by=created_by,
        expires_at=now() + CODE_LASTS,
    )
    session.add(invitation)
    await session.flush()
    return invitation, code


async def revoke_links(session: AsyncSession, person_id: UUID, *, keep: UUID | None = None) -> None:
    """Make every open link and code of a person stop working, except `keep`."""
    await _revoke(session, [person_id], *([] if keep is None else [Invitation.id != keep]))


async def revoke_codes(session: AsyncSession, person_id: UUID, group_id: UUID) -> None:
    """Make the codes stop working that a group gave to a person."""
    await _revoke(session, [person_id], Invitation.purpose == CODE, Invitation.group_id == group_id)


async def _revoke(session: AsyncSession, people: Collection[UUID], *which: ColumnElement[bool]) -> None:
    still_open = update(Invitation).where(
        Invitation.person_id.in_(people), Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), *which
    )
    await session.execute(still_open.values(revoked_at=now()))


async def open_link(session: AsyncSession, secret: str, key: bytes) -> tuple[Invitation, Person]:
    """The link's row and its person; raises NotFound, or LinkSpent with the reason. `key` is the server's."""
    found = select(Invitation).where(Invitation.secret_hash == link_hash(secret, key), Invitation.purpose != CODE)
    invitation = (await session.scalars(found.execution_options(populate_existing=True))).one_or_none()
    if invitation is None:
        raise NotFound("There is no such link; perhaps it was not copied whole.")
    person = await person_or_404(session, invitation.person_id)
    if invitation.used_at is not None:
        raise LinkSpent(USED)
    if invitation.revoked_at is not None:
        raise LinkSpent("This link was withdrawn, or a newer one was made.")
    if invitation.expires_at <= now():
        raise LinkSpent(f"This link expired on {_day(invitation.expires_at)}.")
    if person.disabled_at is not None:
        raise LinkSpent("This account is out of use.")
    return invitation, person


async def note_opening(session: AsyncSession, invitation_id: UUID) -> None:
    """Remember that a link was looked at, so that the secretariat sees it has arrived."""
    first = update(Invitation).where(Invitation.id == invitation_id, Invitation.opened_at.is_(None))
    await session.execute(first.values(opened_at=now()))


async def use_link(session: AsyncSession, secret: str, key: bytes, name: str | None, password_hash: str) -> Person:
    """Use a link up: set the password, sign the person out everywhere and end all other links. Once only, even of two
    at the same moment."""
    invitation, person = await open_link(session, secret, key)
    if not await _use_up(session, invitation.id):
        raise LinkSpent(USED)
    if name and invitation.purpose == JOIN:
        person.name = name
    person.password_hash = password_hash
    await revoke_links(session, person.id, keep=invitation.id)
    await revoke_logins(session, person.id)
    return person


async def use_code(session: AsyncSession, typed: str, key: bytes) -> Person:
    """Whom a code signs in, once; raises CodeWrong, which does not tell an unknown code from a spent one."""
    code = plain_code(typed)
    found = select(Invitation, Person).join(Person, Invitation.person_id == Person.id)
    usable = found.where(
        Invitation.secret_hash == code_hash(code or "", key),
        Invitation.purpose == CODE,
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > now(),
        Person.disabled_at.is_(None),
    )
    row = (await session.execute(usable)).one_or_none()
    if code is None or row is None or not await _use_up(session, row[0].id):
        raise CodeWrong("Ask the secretariat for a new code: one works once, for a quarter of an hour.")
    person: Person = row[1]
    return person


async def _use_up(session: AsyncSession, invitation_id: UUID) -> bool:
    """Whether it was still open until now."""
    once = update(Invitation).where(
        Invitation.id == invitation_id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None)
    )
    used = once.values(used_at=now(), opened_at=func.coalesce(Invitation.opened_at, now()))
    result = await session.execute(used.execution_options(synchronize_session=False))
    return isinstance(result, CursorResult) and result.rowcount == 1


async def set_password(session: AsyncSession, person_id: UUID, password_hash: str, *, keep_login: UUID | None) -> None:
    """Give an account a new password and sign it out everywhere else; open links stop working."""
    person = await person_or_404(session, person_id)
    refuse_for_demonstration(person)
    person.password_hash = password_hash
    await revoke_links(session, person_id)
    await revoke_logins(session, person_id, keep=keep_login)


async def open_links_of(session: AsyncSession, people: Collection[UUID]) -> dict[UUID, Invitation]:
    """The link of each person that still works, where there is one."""
    found = select(Invitation).where(
        Invitation.person_id.in_(people),
        Invitation.purpose != CODE,
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > now(),
    )
    return {invitation.person_id: invitation for invitation in await session.scalars(found)}


async def latest_links_of(session: AsyncSession, people: Collection[UUID]) -> dict[UUID, Invitation]:
    """The link of each person that nobody used and nobody took back, whether or not it has expired meanwhile."""
    found = select(Invitation).where(
        Invitation.person_id.in_(people),
        Invitation.purpose != CODE,
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
    )
    links = await session.scalars(found.order_by(Invitation.created_at, Invitation.id))
    return {invitation.person_id: invitation for invitation in links}


def check_password_for(person: Person, password: str) -> None:
    """Refuse what is no good as this person's password."""
    passwords.check_new(password, person.email)


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
