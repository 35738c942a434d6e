"""May this person do this to that document? The decision is `groups.rights`; here are its facts."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.errors import Forbidden, Unauthorized
from app.documents.models import Document
from app.groups.models import OfficeKind
from app.groups.policy import refuse
from app.groups.rights import Act, Party, Standing, Subject, decide
from app.groups.standing import standing_of

_PRECEDENCE = (OfficeKind.CHAIR, OfficeKind.VICE_CHAIR, OfficeKind.SECRETARIAT)


async def standing_in(session: AsyncSession, actor: Actor | None, group_id: UUID) -> Standing | None:
    """What the person asking is in the group; None when nobody is signed in."""
    return await standing_of(session, actor.person_id, group_id) if actor else None


def subject_of(document: Document, **facts: Any) -> Subject:
    """The document as something that is acted on, or what in it the facts say."""
    return Subject(
        document.group_id,
        audience=document.audience,
        sitting_audience=document.sitting_audience,
        sitting_suspended=document.sitting_suspended,
        document_state=document.state,
        observers_propose=document.observers_propose,
        party=party_of(document.party),
        party_only=document.party_only,
        frozen=document.frozen,
        **facts,
    )


def party_of(kept: Mapping[str, Sequence[str]] | None) -> Party | None:
    """The breakout group whose text a document is, from its column."""
    if kept is None:
        return None
    return Party(**{name: frozenset(map(UUID, ids)) for name, ids in kept.items()})


def takes_part(standing: Standing | None, document: Document) -> bool:
    """Whether it is the text of a breakout group that somebody is in, alone or by their delegation."""
    party = party_of(document.party)
    return standing is not None and party is not None and (party.has(standing) or standing.person_id in party.conveners)


def require(standing: Standing | None, act: Act, document: Document, **facts: Any) -> None:
    """Raise Unauthorized or Forbidden (with `why`) unless this may be done to the document, or to what `facts` say."""
    try:
        check(standing, act, subject_of(document, **facts))
    except Forbidden as refusal:
        if refusal.extra.get("why") == "sitting":
            # Those whom a sitting shuts out may know which document it is: they see it again when that is over.
            refusal.extra["title"] = document.title
        raise


def check(standing: Standing | None, act: Act, subject: Subject) -> None:
    """Raise Unauthorized or Forbidden (with `why`) unless this may be done."""
    verdict = decide(standing, act, subject)
    if verdict.allowed:
        return
    if verdict.why == "sign-in":
        raise Unauthorized("Sign in first.")
    raise refuse(verdict.why)


async def require_in(session: AsyncSession, actor: Actor, act: Act, document: Document, **facts: Any) -> Standing:
    """The same for a signed-in person, whose standing is returned."""
    standing = await standing_of(session, actor.person_id, document.group_id)
    require(standing, act, document, **facts)
    return standing


def office_of(standing: Standing) -> OfficeKind | None:
    """The highest office somebody holds, in which a decision is recorded."""
    return next((office for office in _PRECEDENCE if office in standing.offices), None)
