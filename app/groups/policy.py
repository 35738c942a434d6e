"""Asking for a right, with an answer that a person understands."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.errors import Forbidden, NotFound
from app.groups.models import WorkingGroup
from app.groups.rights import Act, Standing, Subject, decide
from app.groups.standing import standing_of

SENTENCES = {
    "sign-in": "Sign in first.",
    "foreign": "You do not belong to this working group.",
    "audience": "This document is not open to you.",
    "sitting": "The sitting that is going on is closed to you. The document is open to you again when it ends.",
    "not-released": "This revision is not released to you.",
    "suspended": "The sitting is suspended; decisions wait until it goes on.",
    "adopted": "The document is adopted; its words do not change any more.",
    "observer": "Observers read.",
    "no-seat": "You have no seat in this group that gives you this right.",
    "not-your-office": "This takes an office that you do not hold today.",
    "withdrawn": "This is withdrawn.",
    "closed": "Nobody changes the words here now.",
    "agreed": "This paragraph is agreed.",
    "marked": "This paragraph is marked; it changes by proposal.",
    "by-proposal": "This category changes by proposal.",
    "not-yours": "This is somebody else's.",
    "drafts-only": "You draft for your delegation; somebody who may act for it does this.",
    "taken-up": "This was taken up already.",
    "breakout": "This breakout group's text is not open to you.",
    "not-a-participant": "This is the text of a breakout group of which you are not a participant.",
    "not-the-convener": "The convener or the rapporteur of the breakout group does this.",
    "reported": "The breakout group has reported; its text does not change any more.",
}


def refuse(why: str) -> Forbidden:
    """The problem for a verdict's word."""
    return Forbidden(SENTENCES.get(why, "This cannot be done here."), why=why)


async def group_or_404(session: AsyncSession, group_id: UUID) -> WorkingGroup:
    """The working group, or NotFound."""
    group = await session.get(WorkingGroup, group_id)
    if group is None:
        raise NotFound("There is no such working group.")
    return group


async def require(session: AsyncSession, actor: Actor, act: Act, group_id: UUID) -> Standing:
    """The actor's standing, if it allows this act on the group as a whole; raises NotFound or Forbidden."""
    await group_or_404(session, group_id)
    standing = await standing_of(session, actor.person_id, group_id)
    verdict = decide(standing, act, Subject(group_id))
    if not verdict.allowed:
        raise refuse(verdict.why)
    return standing
