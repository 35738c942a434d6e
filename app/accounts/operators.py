"""What those who keep the server do with accounts, over HTTP and by `concord user`."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import invitations, service
from app.accounts.cookies import keep_out_of_caches
from app.accounts.models import Person
from app.accounts.schemas import Account, AccountCreate, AccountLink, AccountUpdate
from app.core.actor import Actor, CurrentActor
from app.core.database import Session, Write
from app.core.errors import Conflict, Forbidden
from app.core.logging import get_logger
from app.core.settings import Settings

log = get_logger(__name__)

router = APIRouter(prefix="/accounts", tags=["operators"])


def require_operator(actor: Actor) -> None:
    """Raise Forbidden unless the actor keeps the server."""
    if not actor.operator:
        raise Forbidden("Only those who keep this server do this.", why="not-operator")


def account(person: Person) -> Account:
    """An account as operators see it."""
    return Account(
        id=person.id,
        name=person.name,
        email=person.email,
        operator=person.operator,
        has_password=person.password_hash is not None,
        disabled=person.disabled_at is not None,
        created_at=person.created_at,
    )


async def everybody(session: AsyncSession) -> Sequence[Person]:
    """All accounts, by e-mail."""
    return (await session.scalars(select(Person).order_by(Person.email))).all()


async def open_account(
    session: AsyncSession, settings: Settings, wanted: AccountCreate, by: UUID | None
) -> AccountLink:
    """A new account and the link that lets its person in."""
    person = await service.add_person(session, wanted.email, wanted.name, operator=wanted.operator)
    log.info("person.added", person_id=str(person.id), operator=person.operator)
    return await link_for(session, settings, person, by)


async def link_for(session: AsyncSession, settings: Settings, person: Person, by: UUID | None) -> AccountLink:
    """A link for somebody's first or new password; earlier links stop working."""
    invitation, secret = await invitations.make_link(
        session, person, group_id=None, days=settings.invitation_days, created_by=by
    )
    log.info("link.made", person_id=str(person.id), purpose=invitation.purpose)
    link = invitations.link_address(settings.public_url, secret)
    return AccountLink(person=account(person), link=link, expires_at=invitation.expires_at)


async def change_account(session: AsyncSession, person: Person, wanted: AccountUpdate) -> Person:
    """Put an account out of use or back, or let its person keep the server or no longer."""
    if wanted.disabled is not None and wanted.disabled != (person.disabled_at is not None):
        await service.set_disabled(session, person, disabled=wanted.disabled)
        log.info("person.disabled" if wanted.disabled else "person.enabled", person_id=str(person.id))
    if wanted.operator is not None and wanted.operator != person.operator:
        await service.set_operator(session, person, operator=wanted.operator)
        log.info("person.operator_changed", person_id=str(person.id), operator=wanted.operator)
    await session.flush()
    return person


@router.get("")
async def list_accounts(actor: CurrentActor, session: Session) -> list[Account]:
    """All accounts, by e-mail. Operators only, as everything here."""
    require_operator(actor)
    return [account(person) for person in await everybody(session)]


@router.post("", status_code=201)
async def add_account(
    body: AccountCreate, request: Request, response: Response, actor: CurrentActor, session: Write
) -> AccountLink:
    """A new account that belongs to no group yet, and the link that lets its person in."""
    require_operator(actor)
    keep_out_of_caches(response)
    return await open_account(session, request.app.state.settings, body, actor.person_id)


@router.patch("/{person_id}")
async def update_account(person_id: UUID, body: AccountUpdate, actor: CurrentActor, session: Write) -> Account:
    """Put an account out of use or back, or let its person keep the server or no longer; not one's own."""
    require_operator(actor)
    if person_id == actor.person_id:
        raise Conflict("Nobody does this to their own account; another operator does.")
    person = await service.person_or_404(session, person_id)
    return account(await change_account(session, person, body))


@router.post("/{person_id}/reset", status_code=201)
async def reset_account(
    person_id: UUID, request: Request, response: Response, actor: CurrentActor, session: Write
) -> AccountLink:
    """A link for a new password, to be handed to the person."""
    require_operator(actor)
    keep_out_of_caches(response)
    person = await service.person_or_404(session, person_id)
    return await link_for(session, request.app.state.settings, person, actor.person_id)
