"""A large demonstration for measuring: as many paragraphs and members as wanted, anyone may edit, nothing is marked."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import ApiToken, Person
from app.accounts.passwords import hash_password
from app.accounts.secrets import TOKEN_PREFIX, new_secret, secret_hash
from app.core.database import Database, now
from app.core.ids import uuid7
from app.demo.words import paragraph_words
from app.documents.models import Category, Document, Way
from app.documents.positions import n_keys_between
from app.groups.models import Delegation, Membership, Office, OfficeKind, Seat, StakeholderGroup, WorkingGroup
from app.groups.service import note
from app.ledger import service as ledger
from app.paragraphs.models import Paragraph, ParagraphKind
from app.texts import service as texts

MAX_MEASURED = 4_000_000  # characters a text may reach here
CATEGORIES = (
    ("A", "Carrying out the mandate"),
    ("B", "Public policy issues and mechanisms"),
    ("C", "Roles of stakeholders"),
    ("D", "Developing countries"),
    ("E", "Barriers to taking part"),
)
WITH_PASSWORD = 5  # members who can sign in by e-mail: each hash takes a tenth of a second
DELEGATIONS = 20


class LargeDemo(TypedDict):
    """What the bench and the tests are told."""

    document: str
    texts: list[str]  # names on the wire, in reading order
    paragraphs: list[str]
    tokens: list[str]  # of the members; all may write
    chair_token: str
    logins: list[dict[str, str]]  # the chair first


@dataclass(frozen=True, slots=True)
class _Made:
    """A person with a token."""

    id: UUID
    email: str
    token: str


async def make_large_demo(database: Database, paragraphs: int, members: int) -> LargeDemo:
    """Make a group of its own with these many of each; returns ids, names on the wire, tokens and logins."""
    password = secrets.token_urlsafe(12)
    password_hash = await hash_password(password)
    words = await asyncio.to_thread(lambda: [paragraph_words(number) for number in range(paragraphs)])
    async with database.writing() as session:
        tag = secrets.token_hex(3)  # so that there can be several on one server
        group = WorkingGroup(name=f"Large demonstration {tag}", mandate="To see how Concord bears a large meeting.")
        session.add(group)
        await session.flush()
        people = await _add_people(session, members, tag, password_hash)
        await _add_seats(session, group.id, people)
        document_id = await _add_document(session, group.id, paragraphs, members)
        made = await _add_paragraphs(session, document_id, words, people[0].id)
        await note(session, None, None, "group.created", group.id, group.id, name=group.name, mandate=group.mandate)
    chair, *others = people
    with_password = [chair, *others[:WITH_PASSWORD]]
    return {
        "document": str(document_id),
        "texts": [f"{text_id}@1" for _, text_id in made],
        "paragraphs": [str(paragraph_id) for paragraph_id, _ in made],
        "tokens": [person.token for person in others],
        "chair_token": chair.token,
        "logins": [{"email": person.email, "password": password} for person in with_password],
    }


async def _add_people(session: AsyncSession, members: int, tag: str, password_hash: str) -> list[_Made]:
    """The chair first, then the members."""
    names = ["Chair", *(f"Member {number}" for number in range(1, members + 1))]
    people = [
        _Made(uuid7(), f"{name.lower().replace(' ', '-')}-{tag}@demo.example.org", new_secret(TOKEN_PREFIX))
        for name in names
    ]
    at = now()
    rows = [
        {
            "id": person.id,
            "email": person.email,
            "name": name,
            "password_hash": password_hash if number <= WITH_PASSWORD else None,
            "created_at": at,
        }
        for number, (name, person) in enumerate(zip(names, people, strict=True))
    ]
    tokens = [
        {
            "id": uuid7(),
            "person_id": person.id,
            "name": "large demonstration",
            "secret_hash": secret_hash(person.token),
            "created_at": at,
        }
        for person in people
    ]
    await session.execute(insert(Person), rows)
    await session.execute(insert(ApiToken), tokens)
    return people


async def _add_seats(session: AsyncSession, group_id: UUID, people: Sequence[_Made]) -> None:
    chair, *members = people
    kinds = list(StakeholderGroup)
    delegations = [
        {
            "id": uuid7(),
            "group_id": group_id,
            "name": f"Delegation {number + 1}",
            "stakeholder_group": kinds[number % len(kinds)],
            "seat": Seat.MEMBER,
        }
        for number in range(max(1, min(DELEGATIONS, len(members))))
    ]
    seats = [
        {
            "id": uuid7(),
            "group_id": group_id,
            "person_id": person.id,
            "delegation_id": delegations[number % len(delegations)]["id"],
            "seat": Seat.MEMBER,
            "may_act": True,
            "created_at": now(),
        }
        for number, person in enumerate(members)
    ]
    await session.execute(insert(Delegation), delegations)
    if seats:
        await session.execute(insert(Membership), seats)
    session.add(Office(group_id=group_id, person_id=chair.id, kind=OfficeKind.CHAIR, from_day=now().date()))
    await session.flush()


async def _add_document(session: AsyncSession, group_id: UUID, paragraphs: int, members: int) -> UUID:
    document = Document(id=uuid7(), group_id=group_id, title=f"{paragraphs} paragraphs for {members} members")
    session.add(document)
    await session.flush()
    await ledger.record(
        session,
        chain=ledger.document_chain(document.id),
        action="document.created",
        actor=None,
        subject_id=document.id,
        facts={"title": document.title, "audience": document.audience.value},
    )
    return document.id


async def _add_paragraphs(
    session: AsyncSession, document_id: UUID, words: Sequence[str], person_id: UUID
) -> list[tuple[UUID, UUID]]:
    """Paragraphs spread evenly over the categories; returns the ids of each and its text, in reading order."""
    categories = [
        {"id": uuid7(), "document_id": document_id, "code": code, "title": title, "position": key, "way": Way.ANYONE}
        for (code, title), key in zip(CATEGORIES, n_keys_between(None, None, len(CATEGORIES)), strict=True)
    ]
    await session.execute(insert(Category), categories)
    ids = [(uuid7(), uuid7()) for _ in words]
    founded = [(text_id, [{"insert": text}]) for (_, text_id), text in zip(ids, words, strict=True)]
    # The measuring harness types a million characters into one text.
    await texts.found_many(session, founded, person_id=person_id, max_characters=MAX_MEASURED)
    at = now()
    rows = [
        {
            "id": paragraph_id,
            "document_id": document_id,
            "category_id": categories[number * len(categories) // len(ids)]["id"],
            "position": position,
            "kind": ParagraphKind.RECOMMENDATION,
            "text_id": text_id,
            "created_by": person_id,
            "created_at": at,
        }
        for number, ((paragraph_id, text_id), position) in enumerate(
            zip(ids, n_keys_between(None, None, len(ids)), strict=True)
        )
    ]
    if rows:
        await session.execute(insert(Paragraph), rows)
    return ids
