"""Invitations out by link, card and mail, and the desk at the door."""

import asyncio
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.accounts import invitations
from app.accounts.cookies import keep_out_of_caches
from app.accounts.secrets import spaced
from app.core.actor import CurrentActor
from app.core.database import Session, Write, database_of
from app.core.mail import Outbox, set_up
from app.core.ratelimit import Limit, rates_of
from app.core.settings import Settings
from app.groups import desk, keys, mailing, people
from app.groups.invitation_schemas import (
    CodeMade,
    LinkMade,
    LinksMade,
    LinksWanted,
    MailsAsked,
    MailSetUp,
    MailsWanted,
    PersonUpdate,
    TestMail,
    TestMailSent,
    WalkedIn,
    WalkIn,
)
from app.groups.policy import require
from app.groups.qr import square
from app.groups.rights import Act
from app.groups.schemas import PersonOfGroup

router = APIRouter(prefix="/api", tags=["people"])

LINKS = Limit("links made for many", 6_000, 3_600)
MAILS_TO_ONE = Limit("mails to one person", 10, 3_600)
CODES = Limit("codes made", 600, 3_600)
TESTS = Limit("test mails", 20, 3_600)


@router.post("/groups/{group_id}/links", status_code=201)
async def make_links(
    group_id: UUID, body: LinksWanted, request: Request, response: Response, actor: CurrentActor
) -> LinksMade:
    """Fresh links for many people, to be copied or printed; they are in this answer only."""
    rates_of(request).take(*[(LINKS, str(actor.person_id))] * len(body.people))
    keep_out_of_caches(response)
    settings: Settings = request.app.state.settings
    async with database_of(request).writing() as session:
        invited, passed_over = await keys.make_links(
            session,
            actor,
            group_id,
            body.people,
            settings,
            way="card" if body.cards else "link",
            new_passwords=body.new_passwords,
        )
    # In a thread, and after the transaction: squares for three hundred take a second.
    made = await asyncio.to_thread(lambda: [_made(one, settings, cards=body.cards) for one in invited])
    return LinksMade(made=made, passed_over=passed_over)


def _made(one: keys.Invited, settings: Settings, *, cards: bool) -> LinkMade:
    link = invitations.link_address(settings.public_url, one.secret)
    return LinkMade(
        invitation=one.invitation.id,
        person_id=one.person.id,
        name=one.person.name,
        email=one.person.email,
        delegation=one.delegation,
        seat=one.seat,
        purpose="join" if one.invitation.purpose == invitations.JOIN else "reset",
        link=link,
        code=spaced(one.secret) if cards else None,
        qr=square(link),
        expires_at=one.invitation.expires_at,
    )


@router.get("/groups/{group_id}/mail")
async def read_mail_set_up(group_id: UUID, request: Request, actor: CurrentActor, session: Session) -> MailSetUp:
    """Whether this server sends mail, and as whom."""
    await require(session, actor, Act.MANAGE_GROUP, group_id)
    settings: Settings = request.app.state.settings
    is_set_up = set_up(settings)
    return MailSetUp(
        set_up=is_set_up,
        from_address=settings.mail_from if is_set_up else None,
        reply_to=(settings.mail_reply_to or None) if is_set_up else None,
    )


@router.post("/groups/{group_id}/mails", status_code=202)
async def send_mails(
    group_id: UUID, body: MailsWanted, request: Request, actor: CurrentActor, session: Write
) -> MailsAsked:
    """Mail fresh links. The answer does not wait for the mail server: `GET …/people` tells what became of each."""
    # First: nobody else may use up how many mails somebody gets.
    await require(session, actor, Act.MANAGE_GROUP, group_id)
    one_each = [(MAILS_TO_ONE, str(person_id)) for person_id in dict.fromkeys(body.people)]
    rates_of(request).take(*one_each, *[(LINKS, str(actor.person_id))] * len(body.people))
    state = request.app.state
    return await mailing.send(session, actor, group_id, body, state.settings, state.database, state.outbox)


@router.post("/groups/{group_id}/mails/test")
async def send_test_mail(group_id: UUID, body: TestMail, request: Request, actor: CurrentActor) -> TestMailSent:
    """Send the invitation as it will look to oneself, without a link, and wait for what the mail server says."""
    rates_of(request).take((TESTS, str(actor.person_id)))
    settings: Settings = request.app.state.settings
    outbox: Outbox = request.app.state.outbox
    async with database_of(request).reading() as session:
        mail = await mailing.test_letter(session, actor, group_id, body, settings)
    return await mailing.try_out(outbox, mail)


@router.post("/groups/{group_id}/people/{person_id}/code", status_code=201)
async def let_in(
    group_id: UUID, person_id: UUID, request: Request, response: Response, actor: CurrentActor, session: Write
) -> CodeMade:
    """A code by which somebody at the door signs in at once on their own device, within a quarter of an hour."""
    rates_of(request).take((CODES, str(actor.person_id)))
    keep_out_of_caches(response)
    settings: Settings = request.app.state.settings
    return _code(await desk.let_in(session, actor, group_id, person_id, settings), settings)


@router.post("/groups/{group_id}/walk-ins", status_code=201)
async def walk_in(
    group_id: UUID, body: WalkIn, request: Request, response: Response, actor: CurrentActor, session: Write
) -> WalkedIn:
    """Register somebody who was on no list, and let them in at once."""
    rates_of(request).take((CODES, str(actor.person_id)))
    keep_out_of_caches(response)
    settings: Settings = request.app.state.settings
    person, code = await desk.walk_in(session, actor, group_id, body, settings)
    return WalkedIn(person_id=person.id, name=person.name, code=_code(code, settings) if code else None)


def _code(made: desk.Code, settings: Settings) -> CodeMade:
    person, invitation, code = made
    # After the sign no browser sends anything to a server, so that the code stands in no log.
    link = f"{settings.public_url}/code#{code}"
    return CodeMade(
        person_id=person.id,
        name=person.name,
        email=person.email,
        code=spaced(code),
        link=link,
        qr=square(link),
        expires_at=invitation.expires_at,
    )


@router.patch("/groups/{group_id}/people/{person_id}")
async def correct_person(
    group_id: UUID, person_id: UUID, body: PersonUpdate, actor: CurrentActor, session: Write
) -> PersonOfGroup:
    """Correct somebody's name or e-mail address. A new address makes links and codes stop working."""
    await desk.correct(session, actor, group_id, person_id, body)
    return await people.person_of_group(session, group_id, person_id)
