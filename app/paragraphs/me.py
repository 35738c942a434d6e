"""What the person asking is and may do in a document, and the drafts they keep in it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.documents import policy
from app.documents.service import get_document
from app.groups.rights import Act, Standing, Subject, TextKind, decide
from app.paragraphs.access import open_paragraph
from app.paragraphs.drafts import drafts_in

OFFICE_NAMES = {
    "chair": "Chair",
    "vice-chair": "Vice-chair",
    "secretariat": "Secretariat",
    "facilitator": "Facilitator",
}


async def my_standing(session: AsyncSession, actor: Actor | None, document_id: UUID) -> dict[str, Any]:
    """MyStanding; raises what reading the document would."""
    document = await get_document(session, document_id)
    standing = await policy.standing_in(session, actor, document.group_id)
    policy.require(standing, Act.READ, document)
    whole = policy.subject_of(document)
    open_ = open_paragraph(whole)
    paragraph = replace(whole, kind=TextKind.PARAGRAPH, way="anyone")

    def may(act: Act, subject: Subject = whole) -> bool:
        return decide(standing, act, subject).allowed

    writing = decide(standing, Act.WRITE_WORDS, open_)
    return {
        "person": {"id": actor.person_id, "name": actor.name} if actor else None,
        "delegation": {"id": standing.delegation_id, "name": standing.delegation_name}
        if standing and standing.delegation_id
        else None,
        "seat": standing.seat if standing else None,
        "may_act": bool(standing and standing.may_act),
        "offices": sorted(standing.offices) if standing else [],
        "may": {
            "write": writing.allowed,
            "propose": may(Act.PROPOSE, open_),
            "mark": may(Act.MARK, paragraph),
            "confirm": may(Act.CONFIRM_MARK, paragraph),
            "on_word": may(Act.MARK_ON_WORD, paragraph),
            "structure": may(Act.STRUCTURE),
            "add": may(Act.ADD_PARAGRAPH, paragraph),
            "ways": may(Act.SET_WAY),
            "sitting": may(Act.RUN_SITTING),
            "release": may(Act.RELEASE),
            "adopt": may(Act.ADOPT),
            "manage": may(Act.MANAGE_GROUP),
            "table": may(Act.TABLE, open_),
            "oral": may(Act.ENTER_ORAL),
            "decide": may(Act.DECIDE),
            "decide_on_word": may(Act.DECIDE_ON_WORD),
            "sign": may(Act.SIGN, open_),
            "stance": may(Act.TAKE_STANCE, open_),
            "breakouts": may(Act.SET_UP_BREAKOUT),
            "report": may(Act.REPORT),
            "endorse": may(Act.ENDORSE),
            "endorse_on_word": may(Act.ENDORSE_ON_WORD),
        },
        "why": writing.why,
        "for": _speaks_for(standing),
        "drafts": await drafts_in(session, actor, document_id) if actor else [],
    }


def _speaks_for(standing: Standing | None) -> str:
    """“for Hungary”; without a delegation the office, such as “Chair”; otherwise nothing."""
    if standing is None:
        return ""
    if standing.delegation_name:
        return f"for {standing.delegation_name}"
    office = policy.office_of(standing)
    return OFFICE_NAMES[office.value] if office else ""
