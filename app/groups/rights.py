"""Who may do what: one pure decision from facts that each domain supplies.

Ways, statuses and audiences belong to the layers above; here they are their words ("anyone", "agreed", "members").
docs/rights.md explains the decision to its readers, and the table in tests/unit/groups/test_rights.py holds it.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.groups.models import OfficeKind, Seat

LEADERS = frozenset({OfficeKind.CHAIR, OfficeKind.VICE_CHAIR})
STAFF = LEADERS | {OfficeKind.SECRETARIAT}


class Act(StrEnum):
    """What somebody may want to do."""

    READ = "read"
    SEE_RECORD = "see_record"
    READ_GROUP = "read_group"
    WRITE_WORDS = "write_words"
    PROPOSE = "propose"  # words of one's own beside a paragraph
    KEEP_DRAFT = "keep_draft"  # words of one's own that were not added, wherever they were typed
    ADD_PARAGRAPH = "add_paragraph"
    STRUCTURE = "structure"  # move, level, kind, withdraw, restore; categories
    MARK = "mark"
    MARK_ON_WORD = "mark_on_word"  # on the chair's word, awaiting the chair's confirmation
    CONFIRM_MARK = "confirm_mark"
    REOPEN = "reopen"
    SET_WAY = "set_way"
    RUN_SITTING = "run_sitting"  # open, suspend, close; what is under discussion; the screens in the room
    RELEASE = "release"  # freeze revisions, say who may see them and the document; release and transmit the whole
    ADOPT = "adopt"  # the whole, and taking that back
    CREATE_DOCUMENT = "create_document"
    MANAGE_GROUP = "manage_group"  # mandate, delegations, seats, offices, meetings, invitations


class TextKind(StrEnum):
    """What a text is the words of."""

    PARAGRAPH = "paragraph"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person is in one group today; without seat and offices, nobody."""

    person_id: UUID
    group_id: UUID
    operator: bool = False
    seat: Seat | None = None
    delegation_id: UUID | None = None
    delegation_name: str | None = None
    may_act: bool = False
    offices: frozenset[OfficeKind] = frozenset()

    @property
    def belongs(self) -> bool:
        """Whether the group knows this person at all."""
        return self.seat is not None or bool(self.offices)


@dataclass(frozen=True, slots=True)
class Subject:
    """What it is done to. For acts on a group or a document, the defaults say the rest."""

    group_id: UUID
    kind: TextKind | None = None
    way: str | None = None
    status: str | None = None
    qualifier: str | None = None
    closed: bool = False
    audience: str = "observers"
    sitting_audience: str | None = None  # of the sitting that is going on, if it has doors
    sitting_suspended: bool = False
    document_state: str = "drafting"
    owner_id: UUID | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer; `why` is empty when allowed, otherwise one of the words that docs/rights.md lists."""

    allowed: bool
    why: str = ""


YES = Verdict(True)

_OFFICE_ACTS: dict[Act, frozenset[OfficeKind]] = {
    Act.STRUCTURE: STAFF,
    Act.MARK: LEADERS,
    Act.MARK_ON_WORD: frozenset({OfficeKind.SECRETARIAT}),
    Act.CONFIRM_MARK: LEADERS,
    Act.REOPEN: STAFF,
    Act.SET_WAY: STAFF,
    Act.RUN_SITTING: STAFF,
    Act.RELEASE: STAFF,
    Act.ADOPT: LEADERS,
    Act.CREATE_DOCUMENT: STAFF,
    Act.MANAGE_GROUP: STAFF,
}
_NOT_WHEN_WITHDRAWN = frozenset({Act.MARK, Act.MARK_ON_WORD, Act.CONFIRM_MARK, Act.REOPEN})
_NOT_WHEN_SUSPENDED = frozenset({Act.MARK, Act.MARK_ON_WORD, Act.REOPEN, Act.ADOPT})
_NOT_WHEN_ADOPTED = frozenset(
    {
        Act.WRITE_WORDS,
        Act.PROPOSE,
        Act.ADD_PARAGRAPH,
        Act.STRUCTURE,
        Act.MARK,
        Act.MARK_ON_WORD,
        Act.REOPEN,
        Act.SET_WAY,
    }
)
_STILL_OPEN = frozenset({"drafting", "released"})  # states of a document in which it can change
_READING = frozenset({Act.READ, Act.SEE_RECORD})
_OPERATOR_ACTS = frozenset({Act.READ_GROUP, Act.MANAGE_GROUP})


def decide(standing: Standing | None, act: Act, subject: Subject) -> Verdict:
    """Say whether somebody (None: nobody signed in) may do this; what it does not know, it refuses."""
    if subject.kind is TextKind.DRAFT:
        return _verdict(_on_draft(standing, act, subject))
    if act in _READING and subject.audience == "public":
        doors = subject.sitting_audience
        if doors in {None, "public"}:
            return YES
        if standing is None or standing.group_id != subject.group_id or not standing.belongs:
            return Verdict(False, "sitting")
    return _verdict(_objection(standing, act, subject))


def _verdict(objection: str) -> Verdict:
    return Verdict(False, objection) if objection else YES


def _objection(standing: Standing | None, act: Act, subject: Subject) -> str:
    if standing is None:
        return "sign-in"
    if standing.operator and act in _OPERATOR_ACTS:
        return ""
    if standing.group_id != subject.group_id or not standing.belongs:
        return "foreign"
    if act is Act.READ_GROUP:
        return ""
    if not _in_audience(standing, subject.audience):
        return "audience"
    if act is Act.KEEP_DRAFT:
        return ""
    if subject.sitting_audience is not None and not _in_audience(standing, subject.sitting_audience):
        return "sitting"
    if act in _READING:
        return ""
    if act in _OFFICE_ACTS:
        return _on_office(standing, act, subject)
    return _on_words(standing, act, subject)


def _in_audience(standing: Standing, audience: str) -> bool:
    if standing.offices or audience == "public":
        return True
    return audience == "observers" or (audience == "members" and standing.seat is Seat.MEMBER)


def _on_office(standing: Standing, act: Act, subject: Subject) -> str:
    if not standing.offices & _OFFICE_ACTS[act]:
        return "not-your-office"
    if act in _NOT_WHEN_ADOPTED and subject.document_state not in _STILL_OPEN:
        return "adopted"
    if act in _NOT_WHEN_SUSPENDED and subject.sitting_suspended:
        return "suspended"
    return "withdrawn" if subject.withdrawn and act in _NOT_WHEN_WITHDRAWN else ""


def _on_words(standing: Standing, act: Act, subject: Subject) -> str:
    adopted = act in _NOT_WHEN_ADOPTED and subject.document_state not in _STILL_OPEN
    if act is Act.ADD_PARAGRAPH and standing.offices & STAFF:
        return "adopted" if adopted else ""
    if not standing.offices & STAFF and standing.seat is not Seat.MEMBER:
        return "observer" if standing.seat is Seat.OBSERVER else "no-seat"
    if adopted:
        return "adopted"
    if act is Act.ADD_PARAGRAPH:
        return _way_objection(subject)
    if subject.kind is not TextKind.PARAGRAPH:
        return "not-words"
    if subject.withdrawn:
        return "withdrawn"
    if act is Act.PROPOSE:
        return "closed" if subject.way not in {"anyone", "proposal"} else ""
    if act is Act.WRITE_WORDS:
        return _writing_objection(subject)
    return "unknown"


def _writing_objection(subject: Subject) -> str:
    if subject.way not in {"anyone", "proposal"}:
        return "closed"
    if subject.status == "agreed" and subject.qualifier != "except":
        return "agreed"
    if subject.status != "not_yet_discussed":
        return "marked"
    return "closed" if subject.closed else _way_objection(subject)


def _way_objection(subject: Subject) -> str:
    if subject.way == "anyone":
        return ""
    return "by-proposal" if subject.way == "proposal" else "closed"


def _on_draft(standing: Standing | None, act: Act, subject: Subject) -> str:
    """A private draft is its owner's, who can read it even after leaving the group: nothing typed is lost."""
    if standing is None:
        return "sign-in"
    if subject.owner_id is None or standing.person_id != subject.owner_id:
        return "not-yours"
    if act is Act.READ:
        return ""
    if act not in {Act.WRITE_WORDS, Act.KEEP_DRAFT}:
        return "not-a-paragraph"
    return "" if standing.belongs and standing.group_id == subject.group_id else "foreign"


def acting_office(standing: Standing, act: Act) -> OfficeKind | None:
    """The office by which somebody does this, for the record; None where a seat or the server's keys are enough."""
    for office in OfficeKind:
        if office in standing.offices & _OFFICE_ACTS.get(act, frozenset()):
            return office
    return None
