"""The way in: oneself and one's groups, links that work once, and the demonstration's people."""

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import invitations, passwords
from app.accounts import service as accounts
from app.accounts.cookies import browser_of, keep_out_of_caches, set_cookie
from app.accounts.middleware import cookie_of
from app.accounts.models import Person
from app.accounts.schemas import PersonRead
from app.core.actor import CurrentActor
from app.core.database import Session, Write, database_of
from app.core.errors import NotFound
from app.core.ratelimit import Limit, address_of, rates_of
from app.core.settings import Settings
from app.groups import inviting
from app.groups.models import Delegation, Membership
from app.groups.router import my_groups
from app.groups.schemas import CodeUse, Demonstration, DemoPerson, DemoSignIn, LinkRead, LinkUse, Me

router = APIRouter(prefix="/api", tags=["accounts"])

LINKS = Limit("links tried, address", 100, 15 * 60)  # a link that works does not count
CODES = Limit("codes tried, address", 20, 15 * 60)  # they are short: of all codes there are seventeen thousand million
CODES_EVERYWHERE = Limit("codes tried", 2_000, 15 * 60)
DEMO_SIGN_INS = Limit("demonstration sign-ins, address", 300, 15 * 60)


@router.get("/me")
async def read_me(request: Request, actor: CurrentActor, session: Session) -> Me:
    """Who is signed in, and in which groups."""
    settings: Settings = request.app.state.settings
    person = await accounts.person_or_404(session, actor.person_id)
    return Me(
        id=person.id,
        name=person.name,
        email=person.email,
        operator=person.operator,
        has_password=person.password_hash is not None,
        demo=settings.demo and person.demo_role is not None,
        groups=await my_groups(session, actor),
    )


@router.get("/invitations/{secret}")
async def read_link(secret: str, request: Request, response: Response) -> LinkRead:
    """What a link is for; 410 when it no longer works."""
    ask = (LINKS, address_of(request))
    rates_of(request).take(ask)
    keep_out_of_caches(response)
    settings: Settings = request.app.state.settings
    database = database_of(request)
    async with database.reading() as session:
        invitation, link = await inviting.read_link(session, secret, settings.secret())
    if invitation.opened_at is None:
        async with database.writing() as session:
            await invitations.note_opening(session, invitation.id)
    rates_of(request).give_back(ask)
    return link


@router.post("/invitations/{secret}")
async def use_link(secret: str, body: LinkUse, request: Request, response: Response) -> PersonRead:
    """Use a link up: set the password and sign in."""
    ask = (LINKS, address_of(request))
    rates_of(request).take(ask)
    settings: Settings = request.app.state.settings
    database = database_of(request)
    async with database.reading() as session:
        _, person = await invitations.open_link(session, secret, settings.secret())
    passwords.check_new(body.password, person.email)
    password_hash = await passwords.hash_password(body.password)
    async with database.writing() as session:
        person = await invitations.use_link(session, secret, settings.secret(), body.name, password_hash)
        cookie = await accounts.start_login(
            session, person, browser_of(request), settings.login_days, replacing=cookie_of(request.headers)
        )
    rates_of(request).give_back(ask)
    set_cookie(request, response, cookie)
    return PersonRead.model_validate(person)


@router.post("/code")
async def use_code(body: CodeUse, request: Request, response: Response, session: Write) -> PersonRead:
    """Sign in at once with a code that the secretariat gave at the door. A wrong one is 404, many of them 429."""
    asks = ((CODES, address_of(request)), (CODES_EVERYWHERE, ""))
    rates_of(request).take(*asks)
    settings: Settings = request.app.state.settings
    person = await invitations.use_code(session, body.code, settings.secret())
    cookie = await accounts.start_login(
        session, person, browser_of(request), settings.login_days, replacing=cookie_of(request.headers)
    )
    rates_of(request).give_back(*asks)
    set_cookie(request, response, cookie)
    return PersonRead.model_validate(person)


@router.get("/demo")
async def read_demonstration(request: Request, session: Session) -> Demonstration:
    """The demonstration's people; 404 on every other server."""
    people = await _demo_people(session) if request.app.state.settings.demo else []
    if not people:
        raise NotFound("This server shows no demonstration.")
    return Demonstration(people=people)


async def _demo_people(session: AsyncSession) -> list[DemoPerson]:
    found = (
        select(Person.id, Person.name, Person.demo_role, Delegation.name)
        .outerjoin(Membership, (Membership.person_id == Person.id) & Membership.ended_at.is_(None))
        .outerjoin(Delegation, Delegation.id == Membership.delegation_id)
        .where(Person.demo_role.is_not(None), Person.disabled_at.is_(None))
        .order_by(Person.created_at, Person.id)
    )
    people: dict[object, DemoPerson] = {}
    for person_id, name, role, delegation in await session.execute(found):
        people.setdefault(person_id, DemoPerson(id=person_id, name=name, role=role or "", delegation=delegation))
    return list(people.values())


@router.post("/demo/login")
async def enter_demonstration(body: DemoSignIn, request: Request, response: Response, session: Write) -> PersonRead:
    """Sign in as one of the demonstration's people; nobody else can be entered, and no other server does it."""
    settings: Settings = request.app.state.settings
    person = await session.get(Person, body.person) if settings.demo else None
    if person is None or person.demo_role is None or person.disabled_at is not None:
        raise NotFound("This server shows no such demonstration.")
    rates_of(request).take((DEMO_SIGN_INS, address_of(request)))
    secret = await accounts.start_login(
        session, person, browser_of(request), settings.login_days, replacing=cookie_of(request.headers)
    )
    set_cookie(request, response, secret)
    return PersonRead.model_validate(person)
