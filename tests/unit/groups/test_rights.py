"""Rights, held to a table spelled out from the design: every role × every act × every kind of text × whose group."""

from dataclasses import replace
from itertools import product
from uuid import UUID

import pytest

from app.groups.models import OfficeKind, Seat
from app.groups.rights import Act, Party, Standing, Subject, TextKind, decide

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
ME, SOMEBODY = UUID(int=3), UUID(int=4)
HUNGARY, BRAZIL, ISOC = UUID(int=5), UUID(int=6), UUID(int=7)


def standing(
    seat: Seat | None = None,
    *offices: OfficeKind,
    operator: bool = False,
    delegation: UUID | None = None,
    may_act: bool = False,
) -> Standing:
    """Like `groups.standing`: who sits without a delegation acts for nobody."""
    return Standing(
        ME,
        HERE,
        operator=operator,
        seat=seat,
        delegation_id=delegation,
        may_act=may_act,
        offices=frozenset(offices),
    )


ROLES: dict[str, Standing | None] = {
    "signed out": None,
    "stranger": standing(),
    "operator": standing(operator=True),
    "observer": standing(Seat.OBSERVER, delegation=ISOC, may_act=True),
    "drafting observer": standing(Seat.OBSERVER, delegation=ISOC),
    "member": standing(Seat.MEMBER, delegation=HUNGARY, may_act=True),
    "drafting member": standing(Seat.MEMBER, delegation=HUNGARY),
    "member without a delegation": standing(Seat.MEMBER),
    "facilitator": standing(None, OfficeKind.FACILITATOR),
    "observing facilitator": standing(Seat.OBSERVER, OfficeKind.FACILITATOR),
    "secretariat": standing(None, OfficeKind.SECRETARIAT),
    "observing secretariat": standing(Seat.OBSERVER, OfficeKind.SECRETARIAT),
    "vice-chair": standing(None, OfficeKind.VICE_CHAIR),
    "chair": standing(None, OfficeKind.CHAIR),
    "chair with a seat": standing(Seat.MEMBER, OfficeKind.CHAIR, delegation=BRAZIL, may_act=True),
    "chair who drafts for a delegation": standing(Seat.MEMBER, OfficeKind.CHAIR, delegation=BRAZIL),
    "chair and secretariat": standing(None, OfficeKind.CHAIR, OfficeKind.SECRETARIAT),
    "member and operator": standing(Seat.MEMBER, operator=True),
}

CHAIRS = {"vice-chair", "chair", "chair with a seat", "chair who drafts for a delegation", "chair and secretariat"}
SECRETARIES = {"secretariat", "observing secretariat", "chair and secretariat"}
STAFF = CHAIRS | SECRETARIES
OFFICERS = STAFF | {"facilitator", "observing facilitator"}
MEMBERS = {
    "member",
    "drafting member",
    "member without a delegation",
    "member and operator",
    "chair with a seat",
    "chair who drafts for a delegation",
}
OBSERVERS = {"observer", "drafting observer", "observing facilitator", "observing secretariat"}
GROUP = OFFICERS | MEMBERS | OBSERVERS
OPERATORS = {"operator", "member and operator"}
EVERYONE = set(ROLES)
NOBODY: set[str] = set()
WRITERS = STAFF | MEMBERS
# Where a delegation acts, those who only draft for it do not.
DRAFTERS = {"drafting observer", "drafting member", "chair who drafts for a delegation"}
ACTING = WRITERS - DRAFTERS
SPEAKING = ACTING & MEMBERS  # an office has neither opinions nor stances


def paragraph(
    way: str,
    status: str = "not_yet_discussed",
    *,
    qualifier: str | None = None,
    withdrawn: bool = False,
    closed: bool = False,
) -> Subject:
    return Subject(HERE, TextKind.PARAGRAPH, way, status, qualifier, closed=closed, withdrawn=withdrawn)


MARKS = ["to_revisit", "no_agreement", "divergent_opinion"]

# What kind of paragraph → (who writes its words, who proposes, who adds a paragraph after it), everyone of the group
# being in the audience. A paragraph is added to the category, whatever its neighbour is marked as.
WORDS: list[tuple[Subject, set[str], set[str], set[str]]] = [
    (paragraph("anyone"), WRITERS, WRITERS, WRITERS),
    *[(paragraph("anyone", mark), NOBODY, WRITERS, WRITERS) for mark in MARKS],
    (paragraph("anyone", "agreed", closed=True), NOBODY, WRITERS, WRITERS),
    (paragraph("anyone", "agreed"), NOBODY, WRITERS, WRITERS),
    (paragraph("anyone", "agreed", qualifier="ad_referendum", closed=True), NOBODY, WRITERS, WRITERS),
    (paragraph("anyone", "agreed", qualifier="except"), NOBODY, WRITERS, WRITERS),
    (paragraph("proposal", "agreed", qualifier="except"), NOBODY, WRITERS, STAFF),
    (paragraph("anyone", closed=True), NOBODY, WRITERS, WRITERS),
    (paragraph("anyone", withdrawn=True), NOBODY, NOBODY, WRITERS),
    (paragraph("anyone", "agreed", closed=True, withdrawn=True), NOBODY, NOBODY, WRITERS),
    (paragraph("proposal"), NOBODY, WRITERS, STAFF),
    *[(paragraph("proposal", mark), NOBODY, WRITERS, STAFF) for mark in MARKS],
    (paragraph("proposal", "agreed", closed=True), NOBODY, WRITERS, STAFF),
    (paragraph("proposal", withdrawn=True), NOBODY, NOBODY, STAFF),
    (paragraph("closed"), NOBODY, NOBODY, STAFF),
    *[(paragraph("closed", mark), NOBODY, NOBODY, STAFF) for mark in MARKS],
    (paragraph("closed", "agreed", closed=True), NOBODY, NOBODY, STAFF),
    (paragraph("closed", withdrawn=True), NOBODY, NOBODY, STAFF),
]

AUDIENCES = {
    "bureau": OFFICERS,
    "members": OFFICERS | MEMBERS,
    "observers": GROUP,
    "public": EVERYONE,
}


def allowed(act: Act, subject: Subject) -> set[str]:
    return {role for role, who in ROLES.items() if decide(who, act, subject).allowed}


def expected(act: Act, row: tuple[Subject, set[str], set[str], set[str]], audience: str) -> set[str]:
    """Read the table: first the audience, then the column or the office."""
    subject, writers, proposers, adders = row
    readers = AUDIENCES[audience]
    speaking = NOBODY if subject.withdrawn else SPEAKING
    by_office = {
        Act.STRUCTURE: STAFF,
        Act.SET_WAY: STAFF,
        Act.RUN_SITTING: STAFF,
        Act.RELEASE: STAFF,
        Act.ADOPT: CHAIRS,
        Act.CREATE_DOCUMENT: STAFF,
        Act.REOPEN: NOBODY if subject.withdrawn else STAFF,
        Act.MARK: NOBODY if subject.withdrawn else CHAIRS,
        Act.CONFIRM_MARK: NOBODY if subject.withdrawn else CHAIRS,
        Act.MARK_ON_WORD: NOBODY if subject.withdrawn else SECRETARIES,
        Act.ENTER_ORAL: STAFF & proposers,
        Act.DECIDE: CHAIRS,
        Act.DECIDE_ON_WORD: SECRETARIES,
        Act.SET_UP_BREAKOUT: STAFF,
        Act.REPORT: NOBODY,  # what a breakout group does with its own text
        Act.ENDORSE: CHAIRS,
        Act.ENDORSE_ON_WORD: SECRETARIES,
        Act.MANAGE_GROUP: STAFF | OPERATORS,
    }
    if act in by_office:
        return by_office[act]
    return {
        Act.READ: readers,
        Act.SEE_RECORD: readers,
        Act.READ_GROUP: GROUP | OPERATORS,
        Act.KEEP_DRAFT: readers & GROUP,
        Act.WRITE_WORDS: readers & writers,
        Act.PROPOSE: readers & proposers,
        Act.TABLE: readers & proposers - DRAFTERS,
        Act.SIGN: readers & speaking,
        Act.TAKE_STANCE: readers & speaking,
        Act.ADD_PARAGRAPH: readers & adders,
    }[act]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("act", Act)
def test_every_role_may_do_to_every_kind_of_paragraph_what_the_table_says(act: Act, audience: str) -> None:
    for row in WORDS:
        subject = replace(row[0], audience=audience)
        assert allowed(act, subject) == expected(act, row, audience), subject


@pytest.mark.parametrize("act", Act)
def test_in_a_foreign_group_only_what_is_public_can_be_read_and_operators_manage_people(act: Act) -> None:
    for (template, *_), audience in product(WORDS, AUDIENCES):
        subject = replace(template, group_id=ELSEWHERE, audience=audience)
        if act in {Act.READ, Act.SEE_RECORD} and audience == "public":
            assert allowed(act, subject) == EVERYONE
        elif act in {Act.READ_GROUP, Act.MANAGE_GROUP}:
            assert allowed(act, subject) == OPERATORS
        else:
            assert allowed(act, subject) == NOBODY


@pytest.mark.parametrize("act", Act)
def test_a_private_draft_is_its_owners_alone(act: Act) -> None:
    for group, owner, audience in product([HERE, ELSEWHERE], [ME, SOMEBODY, None], AUDIENCES):
        subject = Subject(group, TextKind.DRAFT, owner_id=owner, audience=audience)
        signed_in = EVERYONE - {"signed out"}
        if owner != ME:
            assert allowed(act, subject) == NOBODY
        elif act is Act.READ:
            assert allowed(act, subject) == signed_in
        elif act in {Act.WRITE_WORDS, Act.KEEP_DRAFT}:
            assert allowed(act, subject) == (GROUP if group == HERE else NOBODY)
        else:
            assert allowed(act, subject) == NOBODY


@pytest.mark.parametrize("doors", ["bureau", "members", "observers"])
@pytest.mark.parametrize("act", Act)
def test_a_sitting_shuts_out_whom_its_doors_do_not_admit_and_takes_nothing_from_others(act: Act, doors: str) -> None:
    for template, *_ in WORDS:
        for audience in AUDIENCES:
            free = replace(template, audience=audience)
            behind_doors = replace(free, sitting_audience=doors)
            admitted = AUDIENCES[doors] if act not in {Act.READ_GROUP, Act.MANAGE_GROUP, Act.KEEP_DRAFT} else EVERYONE

            assert allowed(act, behind_doors) == allowed(act, free) & admitted


@pytest.mark.parametrize("state", ["adopted", "transmitted", "some new state"])
@pytest.mark.parametrize("act", Act)
def test_an_adopted_document_is_read_released_and_talked_about_and_nothing_in_it_changes(act: Act, state: str) -> None:
    unchanged = {Act.READ, Act.SEE_RECORD, Act.READ_GROUP, Act.KEEP_DRAFT, Act.CONFIRM_MARK, Act.RUN_SITTING}
    unchanged |= {Act.RELEASE, Act.ADOPT, Act.CREATE_DOCUMENT, Act.MANAGE_GROUP}
    for template, *_ in WORDS:
        adopted = replace(template, document_state=state)

        assert allowed(act, adopted) == (allowed(act, template) if act in unchanged else NOBODY)


@pytest.mark.parametrize("act", Act)
def test_while_a_sitting_is_suspended_people_write_and_nothing_is_decided(act: Act) -> None:
    deciding = {Act.MARK, Act.MARK_ON_WORD, Act.REOPEN, Act.ADOPT}
    deciding |= {Act.DECIDE, Act.DECIDE_ON_WORD, Act.ENDORSE, Act.ENDORSE_ON_WORD}
    for template, *_ in WORDS:
        suspended = replace(template, sitting_suspended=True)

        assert allowed(act, suspended) == (NOBODY if act in deciding else allowed(act, template))


@pytest.mark.parametrize("act", Act)
def test_a_group_and_a_document_as_a_whole_have_no_words_to_write(act: Act) -> None:
    subject = Subject(HERE)
    by_act = {
        Act.READ: GROUP,
        Act.SEE_RECORD: GROUP,
        Act.READ_GROUP: GROUP | OPERATORS,
        Act.WRITE_WORDS: NOBODY,
        Act.PROPOSE: NOBODY,
        Act.KEEP_DRAFT: GROUP,
        Act.ADD_PARAGRAPH: STAFF,
        Act.STRUCTURE: STAFF,
        Act.RUN_SITTING: STAFF,
        Act.RELEASE: STAFF,
        Act.ADOPT: CHAIRS,
        Act.MARK: CHAIRS,
        Act.MARK_ON_WORD: SECRETARIES,
        Act.CONFIRM_MARK: CHAIRS,
        Act.REOPEN: STAFF,
        Act.SET_WAY: STAFF,
        Act.TABLE: NOBODY,
        Act.ENTER_ORAL: STAFF,  # an addition
        Act.DECIDE: CHAIRS,
        Act.DECIDE_ON_WORD: SECRETARIES,
        Act.SIGN: NOBODY,
        Act.TAKE_STANCE: NOBODY,
        Act.SET_UP_BREAKOUT: STAFF,
        Act.REPORT: NOBODY,
        Act.ENDORSE: CHAIRS,
        Act.ENDORSE_ON_WORD: SECRETARIES,
        Act.CREATE_DOCUMENT: STAFF,
        Act.MANAGE_GROUP: STAFF | OPERATORS,
    }
    assert allowed(act, subject) == by_act[act]


@pytest.mark.parametrize(
    ("role", "act", "subject", "why"),
    [
        ("signed out", Act.WRITE_WORDS, paragraph("anyone"), "sign-in"),
        ("stranger", Act.READ, paragraph("anyone"), "foreign"),
        ("operator", Act.WRITE_WORDS, paragraph("anyone"), "foreign"),
        ("observer", Act.WRITE_WORDS, paragraph("anyone"), "observer"),
        ("observer", Act.PROPOSE, paragraph("proposal"), "observer"),
        ("observer", Act.TABLE, paragraph("proposal"), "observer"),
        ("observer", Act.PROPOSE, replace(paragraph("closed"), observers_propose=True), "closed"),
        ("drafting observer", Act.TABLE, replace(paragraph("proposal"), observers_propose=True), "drafts-only"),
        ("facilitator", Act.PROPOSE, replace(paragraph("proposal"), observers_propose=True), "no-seat"),
        ("drafting member", Act.TABLE, paragraph("proposal"), "drafts-only"),
        ("drafting member", Act.PROPOSE, paragraph("proposal"), ""),
        ("drafting member", Act.TAKE_STANCE, paragraph("proposal"), "drafts-only"),
        ("member", Act.ENTER_ORAL, paragraph("proposal"), "not-your-office"),
        ("secretariat", Act.ENTER_ORAL, paragraph("closed"), "closed"),
        ("secretariat", Act.ENTER_ORAL, paragraph("proposal", withdrawn=True), "withdrawn"),
        ("secretariat", Act.DECIDE, paragraph("proposal"), "not-your-office"),
        ("chair", Act.DECIDE_ON_WORD, paragraph("proposal"), "not-your-office"),
        ("chair", Act.DECIDE, replace(paragraph("proposal"), sitting_suspended=True), "suspended"),
        ("chair", Act.ENDORSE, Subject(HERE, document_state="adopted"), "adopted"),
        ("chair", Act.REPORT, Subject(HERE), "not-words"),
        ("facilitator", Act.WRITE_WORDS, paragraph("anyone"), "no-seat"),
        ("member", Act.WRITE_WORDS, paragraph("anyone", "agreed", closed=True), "agreed"),
        ("member", Act.WRITE_WORDS, paragraph("anyone", "to_revisit"), "marked"),
        ("member", Act.WRITE_WORDS, paragraph("anyone", "agreed", qualifier="except"), "marked"),
        ("chair", Act.WRITE_WORDS, paragraph("proposal"), "by-proposal"),
        ("chair", Act.WRITE_WORDS, paragraph("closed"), "closed"),
        ("member", Act.PROPOSE, paragraph("closed"), "closed"),
        ("member", Act.WRITE_WORDS, paragraph("anyone", withdrawn=True), "withdrawn"),
        ("member", Act.MARK, paragraph("anyone"), "not-your-office"),
        ("secretariat", Act.MARK, paragraph("anyone"), "not-your-office"),
        ("chair", Act.MARK, paragraph("anyone", withdrawn=True), "withdrawn"),
        ("member", Act.READ, Subject(HERE, audience="bureau"), "audience"),
        ("member", Act.READ, Subject(HERE, TextKind.DRAFT, owner_id=SOMEBODY), "not-yours"),
        ("chair", Act.READ, Subject(HERE, audience="somewhere new"), ""),
        ("member", Act.READ, Subject(HERE, audience="somewhere new"), "audience"),
        ("member", Act.WRITE_WORDS, paragraph("somehow new"), "closed"),
        ("member", Act.WRITE_WORDS, paragraph("anyone", "newly marked"), "marked"),
        ("member", Act.WRITE_WORDS, paragraph("anyone"), ""),
        ("observer", Act.READ, Subject(HERE, sitting_audience="members"), "sitting"),
        ("member", Act.WRITE_WORDS, replace(paragraph("anyone"), sitting_audience="bureau"), "sitting"),
        ("observer", Act.READ, Subject(HERE, audience="members", sitting_audience="bureau"), "audience"),
        ("signed out", Act.READ, Subject(HERE, audience="public", sitting_audience="members"), "sitting"),
        ("stranger", Act.READ, Subject(HERE, audience="public", sitting_audience="members"), "sitting"),
        ("signed out", Act.READ, Subject(HERE, sitting_audience="members"), "sign-in"),
        ("member", Act.WRITE_WORDS, replace(paragraph("anyone"), document_state="adopted"), "adopted"),
        ("chair", Act.MARK, replace(paragraph("anyone"), document_state="adopted"), "adopted"),
        ("secretariat", Act.ADD_PARAGRAPH, replace(paragraph("anyone"), document_state="transmitted"), "adopted"),
        ("observer", Act.WRITE_WORDS, replace(paragraph("anyone"), document_state="adopted"), "observer"),
        ("chair", Act.MARK, replace(paragraph("anyone"), sitting_suspended=True), "suspended"),
        ("secretariat", Act.ADOPT, Subject(HERE), "not-your-office"),
    ],
)
def test_a_refusal_says_why_in_one_word(role: str, act: Act, subject: Subject, why: str) -> None:
    verdict = decide(ROLES[role], act, subject)

    assert verdict.why == why
    assert verdict.allowed is (why == "")


@pytest.mark.parametrize("act", Act)
def test_where_the_chair_lets_them_observers_propose_and_table_and_do_nothing_else(act: Act) -> None:
    more = {Act.PROPOSE: OBSERVERS, Act.TABLE: OBSERVERS - DRAFTERS}.get(act, NOBODY)
    for template, _, proposers, _ in WORDS:
        letting = replace(template, observers_propose=True)

        assert allowed(act, letting) == allowed(act, template) | (more if proposers else NOBODY)


def test_a_delegation_or_a_person_can_be_of_a_party_and_nobody_is_of_an_empty_one() -> None:
    alone, hungarian = standing(Seat.MEMBER), standing(Seat.MEMBER, delegation=HUNGARY)

    assert [Party().has(who) for who in (alone, hungarian)] == [False, False]
    assert [Party(people=frozenset({ME})).has(who) for who in (alone, hungarian)] == [True, True]
    assert [Party(delegations=frozenset({HUNGARY})).has(who) for who in (alone, hungarian)] == [False, True]
