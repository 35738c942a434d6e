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
    PROPOSE = "propose"  # words of one's own beside a paragraph: a private draft, a proposal, an alternative
    TABLE = "table"  # a proposal; joining as a co-sponsor or a supporter, and taking back what is one's own
    ENTER_ORAL = "enter_oral"  # a proposal from the floor, an editorial one, the chair's
    DECIDE = "decide"  # what becomes of a proposal or an alternative
    DECIDE_ON_WORD = "decide_on_word"  # the same on the chair's word, awaiting the chair's confirmation
    SIGN = "sign"  # an opinion
    TAKE_STANCE = "take_stance"
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
    SET_UP_BREAKOUT = "set_up_breakout"
    REPORT = "report"  # a breakout group's text to the plenary; opening it to others within what the chair set
    ENDORSE = "endorse"
    ENDORSE_ON_WORD = "endorse_on_word"
    CREATE_DOCUMENT = "create_document"
    MANAGE_GROUP = "manage_group"  # mandate, delegations, seats, offices, meetings, invitations


class TextKind(StrEnum):
    """What a text is the words of."""

    PARAGRAPH = "paragraph"
    DRAFT = "draft"
    PROPOSAL = "proposal"
    ALTERNATIVE = "alternative"
    OPINION = "opinion"


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
class Party:
    """People and delegations whose something is: a breakout group, the sponsors of a proposal, the signers."""

    people: frozenset[UUID] = frozenset()
    delegations: frozenset[UUID] = frozenset()
    conveners: frozenset[UUID] = frozenset()  # and rapporteurs, of a breakout group

    def has(self, standing: Standing) -> bool:
        """Whether this person is of it, alone or by delegation."""
        return standing.person_id in self.people or standing.delegation_id in self.delegations


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
    observers_propose: bool = False
    # Of a breakout group's text; `party` None is the plenary's.
    party: Party | None = None
    party_only: bool = False
    frozen: bool = False
    # Of a proposal, an alternative or an opinion:
    side: Party = Party()
    stage: str = "tabled"  # draft, tabled, taken_up, withdrawn
    by_office: bool = False  # entered from the floor, editorial, the chair's


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
    Act.ENTER_ORAL: STAFF,
    Act.DECIDE: LEADERS,
    Act.DECIDE_ON_WORD: frozenset({OfficeKind.SECRETARIAT}),
    Act.SET_UP_BREAKOUT: STAFF,
    Act.ENDORSE: LEADERS,
    Act.ENDORSE_ON_WORD: frozenset({OfficeKind.SECRETARIAT}),
    Act.CREATE_DOCUMENT: STAFF,
    Act.MANAGE_GROUP: STAFF,
}
_NOT_WHEN_WITHDRAWN = frozenset({Act.MARK, Act.MARK_ON_WORD, Act.CONFIRM_MARK, Act.REOPEN, Act.ENTER_ORAL})
_DECIDING = frozenset({Act.DECIDE, Act.DECIDE_ON_WORD, Act.ENDORSE, Act.ENDORSE_ON_WORD})
_NOT_WHEN_SUSPENDED = frozenset({Act.MARK, Act.MARK_ON_WORD, Act.REOPEN, Act.ADOPT}) | _DECIDING
_NOT_WHEN_ADOPTED = _DECIDING | frozenset(
    {
        Act.WRITE_WORDS,
        Act.PROPOSE,
        Act.TABLE,
        Act.ENTER_ORAL,
        Act.SIGN,
        Act.TAKE_STANCE,
        Act.SET_UP_BREAKOUT,
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
_BESIDE = frozenset({TextKind.PROPOSAL, TextKind.ALTERNATIVE, TextKind.OPINION})
_ACTING = frozenset({Act.TABLE, Act.SIGN, Act.TAKE_STANCE})  # for a delegation: by those who may act for it
_OF_A_SEAT = frozenset({Act.SIGN, Act.TAKE_STANCE})  # an office has neither opinions nor stances
# What a breakout group's participants do in its text, which nobody else does.
_PARTICIPANTS_ACTS = frozenset({Act.WRITE_WORDS, Act.PROPOSE, Act.ADD_PARAGRAPH, Act.STRUCTURE, Act.REOPEN})
_CONVENERS_ACTS = frozenset({Act.MARK, Act.REPORT})
_OPERATOR_ACTS = frozenset({Act.READ_GROUP, Act.MANAGE_GROUP})


def decide(standing: Standing | None, act: Act, subject: Subject) -> Verdict:
    """Say whether somebody (None: nobody signed in) may do this; what it does not know, it refuses."""
    if subject.kind is TextKind.DRAFT:
        return _verdict(_on_draft(standing, act, subject))
    if subject.kind in _BESIDE and (objection := _on_draft_beside(standing, act, subject)) is not None:
        return _verdict(objection)
    if subject.party is not None:
        return _verdict(_on_breakout_text(standing, act, subject))
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
    if subject.withdrawn and act in _NOT_WHEN_WITHDRAWN:
        return "withdrawn"
    # An oral addition has no paragraph; staff add those wherever they are put.
    on_paragraph = subject.kind is TextKind.PARAGRAPH
    return _proposing_objection(subject) if act is Act.ENTER_ORAL and on_paragraph else ""


def _on_words(standing: Standing, act: Act, subject: Subject) -> str:
    adopted = act in _NOT_WHEN_ADOPTED and subject.document_state not in _STILL_OPEN
    if act is Act.ADD_PARAGRAPH and standing.offices & STAFF:
        return "adopted" if adopted else ""
    may = standing.seat is Seat.MEMBER or (standing.offices & STAFF and act not in _OF_A_SEAT)
    if not may and not (standing.seat is Seat.OBSERVER and subject.observers_propose and _proposes(act, subject)):
        return "observer" if standing.seat is Seat.OBSERVER else "no-seat"
    if adopted:
        return "adopted"
    if act in _ACTING and standing.delegation_id is not None and not standing.may_act:
        return "drafts-only"
    if act is Act.ADD_PARAGRAPH:
        return _way_objection(subject)
    if subject.kind in _BESIDE:
        return _on_side_words(standing, act, subject)
    if subject.kind is not TextKind.PARAGRAPH:
        return "not-words"
    if subject.withdrawn:
        return "withdrawn"
    if act in {Act.PROPOSE, Act.TABLE}:
        return _proposing_objection(subject)
    if act in {Act.SIGN, Act.TAKE_STANCE}:
        return ""
    if act is Act.WRITE_WORDS:
        return _writing_objection(subject)
    return "unknown"


def _proposes(act: Act, subject: Subject) -> bool:
    """What observers do where they may propose; the words of a proposal that is theirs are a part of it."""
    return act in {Act.PROPOSE, Act.TABLE} or (act is Act.WRITE_WORDS and subject.kind is TextKind.PROPOSAL)


def _proposing_objection(subject: Subject) -> str:
    return "" if subject.way in {"anyone", "proposal"} else "closed"


def _on_side_words(standing: Standing, act: Act, subject: Subject) -> str:
    """A proposal, alternative or opinion that the document's audience sees, or a draft of one that is to be shown."""
    if subject.stage in {"taken_up", "withdrawn"}:
        return "taken-up" if subject.stage == "taken_up" else "withdrawn"
    if act is Act.WRITE_WORDS:
        if not _is_mine(standing, subject):
            return "not-yours"
        return "closed" if subject.closed else ""
    if act not in _ACTING:
        return "unknown"
    if act is Act.TABLE and subject.stage == "draft" and subject.kind is TextKind.PROPOSAL:
        return _tabling_objection(subject)
    return ""


def _tabling_objection(subject: Subject) -> str:
    """What stands against tabling where the facts say what is proposed upon."""
    if subject.withdrawn:
        return "withdrawn"
    return _proposing_objection(subject) if subject.way is not None else ""


def _is_mine(standing: Standing, subject: Subject) -> bool:
    return subject.side.has(standing) or (subject.by_office and bool(standing.offices & STAFF))


def _on_draft_beside(standing: Standing | None, act: Act, subject: Subject) -> str | None:
    """Of a draft only those whose it is hear, even past a sitting's doors; None where the common rules go on.

    Those rules hold for showing it to others (tabling, signing), and for keeping what one typed and was not added.
    """
    if subject.stage != "draft":
        return None
    if act is Act.KEEP_DRAFT:
        return None
    if standing is None:
        return "sign-in"
    if standing.group_id != subject.group_id or not standing.belongs or not _is_mine(standing, subject):
        return "not-yours"
    if act is Act.READ:
        return ""
    if act in _ACTING or (act is Act.WRITE_WORDS and subject.party is not None):
        return None
    if act is not Act.WRITE_WORDS:
        return "unknown"
    if subject.document_state not in _STILL_OPEN:
        return "adopted"
    return "closed" if subject.closed else ""


def _on_breakout_text(standing: Standing | None, act: Act, subject: Subject) -> str:
    """A breakout group's text: its participants', read by others as far as it is open to them."""
    party = subject.party
    assert party is not None
    if act in _READING and subject.audience == "public" and not subject.party_only:
        return ""
    if standing is None:
        return "sign-in"
    if standing.group_id != subject.group_id or not standing.belongs:
        return "foreign"
    mine = party.has(standing) or standing.person_id in party.conveners
    if not mine and (subject.party_only or not _in_audience(standing, subject.audience)):
        return "breakout"
    if act in _READING or act is Act.KEEP_DRAFT:
        return ""
    if act is Act.SET_UP_BREAKOUT:
        return "" if standing.offices & STAFF else "not-your-office"
    if not mine:
        return "not-a-participant"
    if subject.frozen:
        return "reported"
    if act in _CONVENERS_ACTS:
        if standing.person_id not in party.conveners:
            return "not-the-convener"
        return "withdrawn" if subject.withdrawn and act is Act.MARK else ""
    if act not in _PARTICIPANTS_ACTS:
        return "breakout"
    if subject.withdrawn and act in {Act.WRITE_WORDS, Act.PROPOSE, Act.REOPEN}:
        return "withdrawn"
    return "closed" if act is Act.WRITE_WORDS and subject.closed else ""


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
