"""Links that work once: to join with a first password, or to set a new one. Whoever opens one is that person."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import passwords
from app.accounts.models import Invitation, Person
from app.accounts.secrets import new_secret, secret_hash
from app.accounts.service import person_or_404, refuse_for_demonstration, revoke_logins
from app.core.database import now
from app.core.errors import Conflict, NotFound, Problem

JOIN, RESET = "join", "reset"


class LinkSpent(Problem):
    status = 410
    slug = "link-spent"
    title = "This link no longer works"


def link_address(public_url: str, secret: str) -> str:
    """Where the link leads."""
    return f"{public_url}/invitation/{secret}"


async def make_link(
    session: AsyncSession, person: Person, *, group_id: UUID | None, days: int, created_by: UUID | None
) -> tuple[Invitation, str]:
    """A link for a person, and its secret, which is never to be had again; earlier links stop working.

    It joins whoever has no password yet, and sets a new password for others. The link is a key to the account: the
    caller sees to it that only somebody gets it who may speak for every group that the person is in.
    """
    if person.disabled_at is not None:
        raise Conflict("This account is out of use.")
    refuse_for_demonstration(person)
    await revoke_links(session, person.id)
    secret = new_secret()
    invitation = Invitation(
        person_id=person.id,
        group_id=group_id,
        purpose=RESET if person.password_hash else JOIN,
        secret_hash=secret_hash(secret),
        created_by=created_by,
        expires_at=now() + timedelta(days=days),
    )
    session.add(invitation)
    await session.flush()
    return invitation, secret


async def revoke_links(session: AsyncSession, person_id: UUID, *, keep: UUID | None = None) -> None:
    """Make every open link of a person stop working, except `keep`."""
    still_open = update(Invitation).where(
        Invitation.person_id == person_id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None)
    )
    if keep is not None:
        still_open = still_open.where(Invitation.id != keep)
    await session.execute(still_open.values(revoked_at=now()))


async def open_link(session: AsyncSession, secret: str) -> tuple[Invitation, Person]:
    """The link's row and its person; raises NotFound, or LinkSpent with the reason."""
    found = select(Invitation).where(Invitation.secret_hash == secret_hash(secret))
    invitation = (await session.scalars(found.execution_options(populate_existing=True))).one_or_none()
    if invitation is None:
        raise NotFound("There is no such link; perhaps it was not copied whole.")
    person = await person_or_404(session, invitation.person_id)
    if invitation.used_at is not None:
        raise LinkSpent("This link was used already. Sign in with the password that was chosen then.")
    if invitation.revoked_at is not None:
        raise LinkSpent("This link was withdrawn, or a newer one was made.")
    if invitation.expires_at <= now():
        raise LinkSpent(f"This link expired on {_day(invitation.expires_at)}.")
    if person.disabled_at is not None:
        raise LinkSpent("This account is out of use.")
    return invitation, person


async def use_link(session: AsyncSession, secret: str, name: str | None, password_hash: str) -> Person:
    """Use a link up: set the password, sign the person out everywhere and end all other links. Once only, even of two
    at the same moment."""
    invitation, person = await open_link(session, secret)
    once = update(Invitation).where(
        Invitation.id == invitation.id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None)
    )
    result = await session.execute(once.values(used_at=now()).execution_options(synchronize_session=False))
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        raise LinkSpent("This link was used already. Sign in with the password that was chosen then.")
    if name and invitation.purpose == JOIN:
        person.name = name
    person.password_hash = password_hash
    await revoke_links(session, person.id, keep=invitation.id)
    await revoke_logins(session, person.id)
    return person


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
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > now(),
    )
    return {invitation.person_id: invitation for invitation in await session.scalars(found)}


def check_password_for(person: Person, password: str) -> None:
    """Refuse what is no good as this person's password."""
    passwords.check_new(password, person.email)


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
