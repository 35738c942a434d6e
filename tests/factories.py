"""Rows for tests: a cast of people in one group, and documents with paragraphs."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import ApiToken, Person
from app.core.ids import uuid7
from app.documents.models import Category, Document, Way
from app.documents.positions import n_keys_between
from app.groups.models import Delegation, Membership, Office, OfficeKind, Seat, StakeholderGroup, WorkingGroup
from app.paragraphs.models import Paragraph, ParagraphKind
from app.texts import service as texts

WORDS = "Member States [should] promote the participation of all stakeholders."


@dataclass
class Cast:
    """Ids of what `make_cast` made. Roles: chair, vice_chair, secretariat, member, colleague, other_member, drafter,
    observer, stranger (a member of another group), operator. `member` and `colleague` sit for Hungary."""

    group_id: UUID
    other_group_id: UUID
    document_id: UUID
    categories: list[UUID]
    people: dict[str, UUID] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    delegations: dict[str, UUID] = field(default_factory=dict)
    paragraphs: list[UUID] = field(default_factory=list)
    texts: list[UUID] = field(default_factory=list)


SEATS: dict[str, tuple[str | None, Seat, bool]] = {
    "chair": (None, Seat.MEMBER, True),
    "member": ("Hungary", Seat.MEMBER, True),
    "colleague": ("Hungary", Seat.MEMBER, True),
    "other_member": ("Brazil", Seat.MEMBER, True),
    "drafter": ("Brazil", Seat.MEMBER, False),
    "observer": ("Internet Society", Seat.OBSERVER, True),
}
OFFICES = {"chair": OfficeKind.CHAIR, "vice_chair": OfficeKind.VICE_CHAIR, "secretariat": OfficeKind.SECRETARIAT}
ROLES = [*SEATS, "vice_chair", "secretariat", "stranger", "operator"]


async def make_cast(session: AsyncSession, paragraphs: int = 3) -> Cast:
    """A group with people in every role and a document of categories A and B, with paragraphs in A."""
    group = WorkingGroup(name="Working Group on Enhanced Cooperation", mandate="To examine the mandate.")
    other = WorkingGroup(name="Another group")
    session.add_all([group, other])
    await session.flush()
    cast = Cast(group.id, other.id, uuid7(), [])
    for name, kind, seat in [
        ("Hungary", StakeholderGroup.GOVERNMENT, Seat.MEMBER),
        ("Brazil", StakeholderGroup.GOVERNMENT, Seat.MEMBER),
        ("Internet Society", StakeholderGroup.TECHNICAL_AND_ACADEMIC, Seat.OBSERVER),
    ]:
        delegation = Delegation(id=uuid7(), group_id=group.id, name=name, stakeholder_group=kind, seat=seat)
        session.add(delegation)
        cast.delegations[name] = delegation.id
    await session.flush()
    for role in ROLES:
        await _add_person(session, cast, role)
    cast.document_id = (await make_document(session, group.id, cast)).id
    for number in range(paragraphs):
        await make_paragraph(session, cast, words=f"{number + 1}. {WORDS}")
    return cast


async def _add_person(session: AsyncSession, cast: Cast, role: str) -> None:
    person = Person(id=uuid7(), email=f"{role}@example.org", name=role.replace("_", " ").title())
    person.operator = role == "operator"
    session.add(person)
    await session.flush()
    cast.people[role] = person.id
    cast.tokens[role] = f"cnc_{role}_{uuid7().hex}"
    secret_hash = hashlib.sha256(cast.tokens[role].encode()).hexdigest()
    session.add(ApiToken(person_id=person.id, name="test", secret_hash=secret_hash))
    if role in SEATS:
        delegation, seat, may_act = SEATS[role]
        session.add(
            Membership(
                group_id=cast.group_id,
                person_id=person.id,
                delegation_id=cast.delegations[delegation] if delegation else None,
                seat=seat,
                may_act=may_act,
            )
        )
    if role == "stranger":
        session.add(Membership(group_id=cast.other_group_id, person_id=person.id, seat=Seat.MEMBER))
    if role in OFFICES:
        yesterday = date.today() - timedelta(days=1)
        session.add(Office(group_id=cast.group_id, person_id=person.id, kind=OFFICES[role], from_day=yesterday))
    await session.flush()


async def make_document(session: AsyncSession, group_id: UUID, cast: Cast | None = None) -> Document:
    """A document with the categories A and B, in which anyone may edit."""
    document = Document(id=uuid7(), group_id=group_id, title="Draft recommendations on enhanced cooperation")
    session.add(document)
    await session.flush()
    for position, (code, title) in enumerate([("A", "Implementation"), ("B", "Public policy issues")]):
        category = Category(id=uuid7(), document_id=document.id, code=code, title=title, position=f"n{position}")
        category.way = Way.ANYONE
        session.add(category)
        if cast is not None:
            cast.categories.append(category.id)
    await session.flush()
    return document


async def make_paragraph(
    session: AsyncSession, cast: Cast, *, words: str = WORDS, category: int = 0, **columns: Any
) -> Paragraph:
    """A paragraph at the end, with its text; further columns as given."""
    text_id = uuid7()
    await texts.found(session, text_id, [{"insert": words}] if words else [])
    paragraph = Paragraph(
        id=uuid7(),
        document_id=cast.document_id,
        category_id=cast.categories[category],
        position=n_keys_between(None, None, len(cast.paragraphs) + 1)[-1],
        text_id=text_id,
        **({"kind": ParagraphKind.RECOMMENDATION} | columns),
    )
    session.add(paragraph)
    await session.flush()
    cast.paragraphs.append(paragraph.id)
    cast.texts.append(text_id)
    return paragraph
