"""The demonstration group: made once, where there is no group yet, by the commands its people would have given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Person
from app.amendments import making, sponsors
from app.amendments.models import AmendmentKind
from app.amendments.schemas import ProposalCreate
from app.core.actor import Actor
from app.core.database import Database, now
from app.core.ids import uuid7
from app.demo.material import DemoParagraph, DemoPerson, DemoProposal, Material, load_material
from app.documents.models import Category, Document
from app.documents.positions import n_keys_between
from app.documents.schemas import CategoryCreate, DocumentCreate
from app.documents.service import categories_of, create_document
from app.groups.models import Delegation, Meeting, Membership, Office, Seat, WorkingGroup
from app.groups.service import note, open_meeting
from app.paragraphs import drafts, marks
from app.paragraphs.models import Paragraph
from app.paragraphs.schemas import DraftWrite, Mark
from app.texts import service as texts
from app.texts.fork import new_runs_update
from app.texts.models import Text, TextClient, TextUpdate
from app.texts.schemas import Run
from app.texts.update_v1 import read

MAIL = "demo.example.org"


@dataclass(frozen=True, slots=True)
class DemoResult:
    """The demonstration, and whether it was made just now; no document where there are only other groups."""

    made: bool
    group_id: UUID | None = None
    document_id: UUID | None = None
    people: tuple[tuple[str, str], ...] = ()  # names and roles


@dataclass(frozen=True, slots=True)
class _Placed:
    """A paragraph of the material and where it went."""

    entry: DemoParagraph
    id: UUID
    text_id: UUID


async def make_demo(database: Database) -> DemoResult:
    """Make the demonstration group if the server has no working group at all; otherwise say what is there."""
    material = load_material()
    async with database.writing() as session:
        if await session.scalar(select(func.count()).select_from(WorkingGroup)):
            return await _present(session, material)
        return await _make(session, material)


async def _present(session: AsyncSession, material: Material) -> DemoResult:
    group_id = await session.scalar(select(WorkingGroup.id).where(WorkingGroup.name == material.name))
    first = select(Document.id).where(Document.group_id == group_id, Document.copy_of.is_(None))
    first = first.order_by(Document.created_at).limit(1)
    people = await session.execute(
        select(Person.name, Person.demo_role)
        .where(Person.demo_role.is_not(None))
        .order_by(Person.created_at, Person.id)
    )
    return DemoResult(
        made=False,
        group_id=group_id,
        document_id=await session.scalar(first),
        people=tuple((row.name, row.demo_role or "") for row in people),
    )


async def _make(session: AsyncSession, material: Material) -> DemoResult:
    group = WorkingGroup(id=uuid7(), name=material.name, mandate=material.mandate)
    session.add(group)
    await session.flush()
    await note(session, None, None, "group.created", group.id, group.id, name=group.name, mandate=group.mandate)
    actors = await _add_people(session, material, group.id)
    meetings = await _add_meetings(session, material, group.id)
    chair, secretariat = actors["chair"], actors["secretariat"]
    categories = [CategoryCreate(code=entry.code, title=entry.title, way=entry.way) for entry in material.categories]
    new = DocumentCreate(title=material.document, categories=categories)
    document = await create_document(session, secretariat, group.id, new)
    placed = await _add_paragraphs(session, material, document.id, secretariat)
    for number, meeting_id in meetings.items():
        await open_meeting(session, chair, meeting_id)
        await _mark(session, actors, [one for one in placed if one.entry.mark and one.entry.mark.meeting == number])
    for one in placed:
        if one.entry.earlier and one.entry.changed_by:
            await _change_words(session, one, actors[one.entry.changed_by])
    for draft in material.drafts:
        beside = _beginning(placed, draft.beside)
        words = DraftWrite(
            runs=[{"insert": draft.text}], base_hash=(await texts.words_of(session, beside.text_id)).hash
        )
        await drafts.keep(session, actors[draft.person], beside.id, uuid7(), words)
    for proposal in material.proposals:
        await _propose(session, actors, document, placed, proposal)
    people = tuple((person.name, _role(material, person)) for person in material.people)
    return DemoResult(made=True, group_id=group.id, document_id=document.id, people=people)


async def _add_people(session: AsyncSession, material: Material, group_id: UUID) -> dict[str, Actor]:
    delegations = {
        entry.name: Delegation(
            id=uuid7(), group_id=group_id, name=entry.name, stakeholder_group=entry.stakeholders, seat=entry.seat
        )
        for entry in material.delegations
    }
    people = {
        entry.key: Person(id=uuid7(), email=f"{entry.key}@{MAIL}", name=entry.name, demo_role=_role(material, entry))
        for entry in material.people
    }
    session.add_all([*delegations.values(), *people.values()])
    await session.flush()
    for entry in material.people:
        person = people[entry.key]
        if entry.delegation is not None:
            delegation = delegations[entry.delegation]
            session.add(
                Membership(
                    group_id=group_id,
                    person_id=person.id,
                    delegation_id=delegation.id,
                    seat=delegation.seat,
                    may_act=entry.may_act,
                )
            )
        if entry.office is not None:
            # In office since before the first meeting, so that nobody decides without one.
            since = now().date() + timedelta(days=material.meetings[0].days_from_today[0] - 30)
            session.add(Office(group_id=group_id, person_id=person.id, kind=entry.office, from_day=since))
    await session.flush()
    return {key: Actor(person.id, person.name) for key, person in people.items()}


def _role(material: Material, person: DemoPerson) -> str:
    if person.role is not None:
        return person.role
    seats = {entry.name: entry.seat for entry in material.delegations}
    return "Observer" if person.delegation and seats[person.delegation] is Seat.OBSERVER else "Delegate"


async def _add_meetings(session: AsyncSession, material: Material, group_id: UUID) -> dict[int, UUID]:
    """Meetings by number, in order; none is open yet."""
    today = now().date()
    meetings: dict[int, UUID] = {}
    for entry in material.meetings:
        first, last = entry.days_from_today
        meetings[entry.number] = uuid7()
        session.add(
            Meeting(
                id=meetings[entry.number],
                group_id=group_id,
                from_day=today + timedelta(days=first),
                until_day=today + timedelta(days=last),
                **entry.model_dump(exclude={"days_from_today"}),
            )
        )
    await session.flush()
    return meetings


async def _add_paragraphs(session: AsyncSession, material: Material, document_id: UUID, author: Actor) -> list[_Placed]:
    categories: dict[str, Category] = {one.code: one for one in await categories_of(session, document_id)}
    placed = [_Placed(entry, uuid7(), uuid7()) for entry in material.paragraphs]
    founded = [(one.text_id, one.entry.first_runs) for one in placed]
    await texts.found_many(session, founded, person_id=author.person_id)
    rows = [
        {
            "id": one.id,
            "document_id": document_id,
            "category_id": categories[one.entry.category].id,
            "position": position,
            "level": one.entry.level,
            "kind": one.entry.kind,
            "text_id": one.text_id,
            "proposer": one.entry.proposer,
            "source": one.entry.source,
            "created_by": author.person_id,
            "created_at": now(),
        }
        for one, position in zip(placed, n_keys_between(None, None, len(placed)), strict=True)
    ]
    await session.execute(insert(Paragraph), rows)
    return placed


async def _mark(session: AsyncSession, actors: dict[str, Actor], placed: Sequence[_Placed]) -> None:
    """Mark as the chair or the secretariat would, on the words as they are."""
    for one in placed:
        if one.entry.mark is None:
            continue
        words = await texts.words_of(session, one.text_id)
        given = Mark(status=one.entry.mark.status, content_hash=words.hash)
        await marks.mark(session, actors[one.entry.mark.by], one.id, given)


async def _change_words(session: AsyncSession, one: _Placed, author: Actor) -> None:
    """Give a paragraph its present words by one update, as an accepted proposal will."""
    text = await session.get_one(Text, one.text_id, with_for_update=True, populate_existing=True)
    update = new_runs_update(text.checkpoint, [{"insert": one.entry.text or ""}])
    text.seq += 1
    session.add(TextUpdate(text_id=text.id, seq=text.seq, payload=update, person_id=author.person_id, at=now()))
    for client in read(update).added:
        session.add(TextClient(lineage=text.lineage, client_id=client, text_id=text.id, person_id=author.person_id))
    await session.flush()


def _beginning(placed: Sequence[_Placed], words: str) -> _Placed:
    """The paragraph whose words begin so."""
    return next(one for one in placed if (one.entry.text or "").startswith(words))


async def _propose(
    session: AsyncSession, actors: dict[str, Actor], document: Document, placed: Sequence[_Placed], entry: DemoProposal
) -> None:
    """Propose as that person would, and let the others join."""
    on = _beginning(placed, entry.on)
    addition = entry.kind is AmendmentKind.ADDITION
    categories = {one.code: one.id for one in await categories_of(session, document.id)}
    new = ProposalCreate(
        id=uuid7(),
        text=None if entry.kind is AmendmentKind.DELETION else uuid7(),
        kind=entry.kind,
        paragraph=None if addition else on.id,
        category=categories[on.entry.category] if addition else None,
        after=on.id if addition else None,
        level=entry.level,
        runs=None if entry.text is None else [Run(insert=entry.text)],
        rationale=entry.rationale,
        table=entry.table,
    )
    await making.create(session, actors[entry.person], document.id, new)
    for person in entry.sponsors:
        await sponsors.cosponsor(session, actors[person], new.id)
