"""Invitations by mail: asked for in one transaction, sent after it, and what became of each written down."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import invitations
from app.accounts import service as accounts
from app.accounts.addresses import has_mail
from app.accounts.models import Invitation
from app.core.actor import Actor
from app.core.database import Database, after_commit, now
from app.core.errors import Conflict, Unavailable
from app.core.mail import Mail, MailNotSetUp, Outbox, Outcome, set_up
from app.core.settings import Settings
from app.groups.invitation_schemas import MailsAsked, MailsWanted, TestMail, TestMailSent
from app.groups.keys import Invited, make_links
from app.groups.mail_state import LOST, LOST_AFTER
from app.groups.mail_words import Letter, write
from app.groups.policy import group_or_404, require
from app.groups.rights import Act


async def forget_unsent(database: Database) -> None:
    """At a start: what an earlier run had not sent, it never will. Another server's queue may still be running."""
    unsent = update(Invitation).where(
        Invitation.mail_asked_at.is_not(None), Invitation.mail_sent_at.is_(None), Invitation.mail_error.is_(None)
    )
    if not database.is_sqlite:
        unsent = unsent.where(Invitation.mail_asked_at < now() - LOST_AFTER)
    async with database.writing() as session:
        await session.execute(unsent.values(mail_error=LOST))


async def send(
    session: AsyncSession,
    actor: Actor,
    group_id: UUID,
    wanted: MailsWanted,
    settings: Settings,
    database: Database,
    outbox: Outbox,
) -> MailsAsked:
    """Make fresh links and mail them once this transaction is durable; raises MailNotSetUp."""
    if not set_up(settings):
        raise MailNotSetUp("Ask whoever keeps this server to set up mail.")
    if outbox.room < len(wanted.people):
        raise Unavailable("Too many mails are waiting to be sent. Please try again in some minutes.")
    group = await group_or_404(session, group_id)
    invited, passed_over = await make_links(
        session, actor, group_id, wanted.people, settings, way="mail", new_passwords=wanted.new_passwords
    )
    asked_at = now()
    for one in invited:
        one.invitation.mail_asked_at = asked_at
    await session.flush()
    letters = [_letter(one, group.name, actor.name, settings, wanted) for one in invited]
    after_commit(session, partial(_put, outbox, database, letters))
    return MailsAsked(asked=[one.person.id for one in invited], passed_over=passed_over)


def _letter(one: Invited, group: str, sender: str, settings: Settings, wanted: MailsWanted) -> tuple[UUID, Mail]:
    letter = Letter(
        name=one.person.name,
        address=one.person.email,
        group=group,
        delegation=one.delegation,
        sender=sender,
        public_url=settings.public_url,
        expires_at=one.invitation.expires_at,
        link=invitations.link_address(settings.public_url, one.secret),
        joins=one.invitation.purpose == invitations.JOIN,
        note=wanted.note,
        language=wanted.language,
    )
    return one.invitation.id, write(letter)


def _put(outbox: Outbox, database: Database, letters: Sequence[tuple[UUID, Mail]]) -> None:
    for invitation_id, mail in letters:
        outbox.put(mail, partial(_write_down, database, invitation_id))


async def _write_down(database: Database, invitation_id: UUID, outcome: Outcome) -> None:
    sent = update(Invitation).where(Invitation.id == invitation_id)
    values = {"mail_error": outcome.error[:300]} if outcome.error else {"mail_sent_at": now(), "mail_error": None}
    async with database.writing() as session:
        await session.execute(sent.values(**values))


async def test_letter(
    session: AsyncSession, actor: Actor, group_id: UUID, wanted: TestMail, settings: Settings
) -> Mail:
    """The invitation as it will look, to whoever asks, without a link."""
    await require(session, actor, Act.MANAGE_GROUP, group_id)
    if not set_up(settings):
        raise MailNotSetUp("Ask whoever keeps this server to set up mail.")
    group = await group_or_404(session, group_id)
    person = await accounts.person_or_404(session, actor.person_id)
    if not has_mail(person.email):
        raise Conflict("Your account has no e-mail address to send a test to.")
    return write(
        Letter(
            name=person.name,
            address=person.email,
            group=group.name,
            delegation=None,
            sender=actor.name,
            public_url=settings.public_url,
            expires_at=now() + timedelta(days=settings.invitation_days),
            link=None,
            note=wanted.note,
            language=wanted.language,
        )
    )


async def try_out(outbox: Outbox, mail: Mail) -> TestMailSent:
    """Send a test while somebody waits."""
    outcome = await outbox.try_now(mail)
    return TestMailSent(to=mail.to_address, error=outcome.error)
