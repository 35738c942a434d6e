"""Rights on what stands beside paragraphs (proposals, alternatives, opinions), spelled out from the design's table."""

from dataclasses import replace
from itertools import product

import pytest

from app.groups.rights import Act, Party, Subject, TextKind, decide
from tests.unit.groups.test_rights import (
    ACTING,
    AUDIENCES,
    CHAIRS,
    DRAFTERS,
    ELSEWHERE,
    GROUP,
    HERE,
    HUNGARY,
    ISOC,
    ME,
    NOBODY,
    OBSERVERS,
    OPERATORS,
    ROLES,
    SECRETARIES,
    SOMEBODY,
    SPEAKING,
    STAFF,
    WRITERS,
    allowed,
)

BESIDE = [TextKind.PROPOSAL, TextKind.ALTERNATIVE, TextKind.OPINION]

# Whose it is → which of the roles that are of the group have it. All roles are played by one person.
SIDES: list[tuple[Party, set[str]]] = [
    (Party(), NOBODY),
    (Party(people=frozenset({SOMEBODY})), NOBODY),
    (Party(people=frozenset({ME})), GROUP),
    (Party(delegations=frozenset({HUNGARY})), {"member", "drafting member"}),
    (Party(frozenset({SOMEBODY}), frozenset({ISOC})), {"observer", "drafting observer"}),
]
CASES = list(product(SIDES, [False, True], [False, True]))


def beside(kind: TextKind, stage: str, side: Party, *, by_office: bool = False, observers: bool = False) -> Subject:
    return Subject(HERE, kind, stage=stage, side=side, by_office=by_office, observers_propose=observers)


def office_acts() -> dict[Act, set[str]]:
    """What is decided by office alone, whatever it is done to."""
    return {
        Act.STRUCTURE: STAFF,
        Act.SET_WAY: STAFF,
        Act.RUN_SITTING: STAFF,
        Act.RELEASE: STAFF,
        Act.ADOPT: CHAIRS,
        Act.CREATE_DOCUMENT: STAFF,
        Act.REOPEN: STAFF,
        Act.MARK: CHAIRS,
        Act.CONFIRM_MARK: CHAIRS,
        Act.MARK_ON_WORD: SECRETARIES,
        Act.ADD_PARAGRAPH: STAFF,
        Act.ENTER_ORAL: STAFF,
        Act.DECIDE: CHAIRS,
        Act.DECIDE_ON_WORD: SECRETARIES,
        Act.SET_UP_BREAKOUT: STAFF,
        Act.ENDORSE: CHAIRS,
        Act.ENDORSE_ON_WORD: SECRETARIES,
        Act.MANAGE_GROUP: STAFF | OPERATORS,
    }


@pytest.mark.parametrize("kind", BESIDE)
@pytest.mark.parametrize("act", Act)
def test_a_draft_is_for_those_whose_it_is(act: Act, kind: TextKind) -> None:
    """They read and write it; those who may act for them show it to others; to everybody else it is not there."""
    for (side, having), by_office, observers in CASES:
        whose = having | (STAFF if by_office else NOBODY)
        acting = whose & ACTING
        expected = {
            Act.READ: whose,
            Act.WRITE_WORDS: whose,
            Act.KEEP_DRAFT: GROUP,
            Act.TABLE: acting | (whose & OBSERVERS - DRAFTERS if observers else NOBODY),
            Act.SIGN: whose & SPEAKING,
            Act.TAKE_STANCE: whose & SPEAKING,
        }
        subject = beside(kind, "draft", side, by_office=by_office, observers=observers)

        assert allowed(act, subject) == expected.get(act, NOBODY), subject


@pytest.mark.parametrize("kind", BESIDE)
@pytest.mark.parametrize("act", Act)
def test_what_is_tabled_is_read_by_the_audience_written_by_its_side_and_joined_by_members(
    act: Act, kind: TextKind
) -> None:
    for (side, having), by_office, observers in CASES:
        proposing = OBSERVERS if observers else NOBODY
        whose = having | (STAFF if by_office else NOBODY)
        writers = WRITERS | (proposing if kind is TextKind.PROPOSAL else NOBODY)
        expected = office_acts() | {
            Act.READ: GROUP,
            Act.SEE_RECORD: GROUP,
            Act.READ_GROUP: GROUP | OPERATORS,
            Act.KEEP_DRAFT: GROUP,
            Act.WRITE_WORDS: whose & writers,
            Act.TABLE: ACTING | (proposing - DRAFTERS),
            Act.SIGN: SPEAKING,
            Act.TAKE_STANCE: SPEAKING,
        }
        subject = beside(kind, "tabled", side, by_office=by_office, observers=observers)

        assert allowed(act, subject) == expected.get(act, NOBODY), subject


@pytest.mark.parametrize("stage", ["taken_up", "withdrawn"])
@pytest.mark.parametrize("kind", BESIDE)
@pytest.mark.parametrize("act", Act)
def test_what_was_taken_up_or_withdrawn_is_read_and_changed_by_nobody(act: Act, kind: TextKind, stage: str) -> None:
    for (side, _), by_office, observers in CASES:
        expected = office_acts() | {
            Act.READ: GROUP,
            Act.SEE_RECORD: GROUP,
            Act.READ_GROUP: GROUP | OPERATORS,
            Act.KEEP_DRAFT: GROUP,
        }
        subject = beside(kind, stage, side, by_office=by_office, observers=observers)

        assert allowed(act, subject) == expected.get(act, NOBODY), subject


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("kind", BESIDE)
def test_what_is_tabled_is_read_as_far_as_the_document_is(kind: TextKind, audience: str) -> None:
    subject = replace(beside(kind, "tabled", Party(people=frozenset({ME}))), audience=audience)

    assert allowed(Act.READ, subject) == AUDIENCES[audience]
    assert allowed(Act.WRITE_WORDS, subject) == AUDIENCES[audience] & WRITERS


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("doors", [None, "bureau", "members"])
@pytest.mark.parametrize("kind", BESIDE)
def test_people_shut_out_go_on_with_their_drafts_and_show_them_to_nobody_meanwhile(
    kind: TextKind, doors: str | None, audience: str
) -> None:
    draft = beside(kind, "draft", Party(people=frozenset({ME})), observers=True)
    subject = replace(draft, audience=audience, sitting_audience=doors)
    admitted = AUDIENCES[audience] & AUDIENCES[doors or "public"]

    assert allowed(Act.READ, subject) == GROUP
    assert allowed(Act.WRITE_WORDS, subject) == GROUP
    assert allowed(Act.TABLE, subject) == (ACTING | OBSERVERS) - DRAFTERS & admitted
    assert allowed(Act.SIGN, subject) == SPEAKING & admitted


@pytest.mark.parametrize("stage", ["draft", "tabled"])
@pytest.mark.parametrize("kind", BESIDE)
@pytest.mark.parametrize("act", [Act.WRITE_WORDS, Act.TABLE, Act.SIGN, Act.TAKE_STANCE, Act.DECIDE, Act.DECIDE_ON_WORD])
def test_nothing_beside_the_paragraphs_of_an_adopted_document_changes(act: Act, kind: TextKind, stage: str) -> None:
    subject = beside(kind, stage, Party(people=frozenset({ME})), by_office=True, observers=True)

    assert allowed(act, replace(subject, document_state="adopted")) == NOBODY


@pytest.mark.parametrize("stage", ["draft", "tabled"])
@pytest.mark.parametrize("kind", BESIDE)
def test_words_that_are_held_are_written_by_nobody(kind: TextKind, stage: str) -> None:
    subject = beside(kind, stage, Party(people=frozenset({ME})), by_office=True, observers=True)

    assert allowed(Act.WRITE_WORDS, replace(subject, closed=True)) == NOBODY


@pytest.mark.parametrize("stage", ["draft", "tabled", "taken_up", "withdrawn"])
@pytest.mark.parametrize("kind", BESIDE)
@pytest.mark.parametrize("act", Act)
def test_in_a_foreign_group_nothing_beside_a_paragraph_is_for_anybody(act: Act, kind: TextKind, stage: str) -> None:
    everybody = Party(frozenset({ME}), frozenset({HUNGARY, ISOC}))
    subject = replace(beside(kind, stage, everybody, by_office=True, observers=True), group_id=ELSEWHERE)
    people = act in {Act.READ_GROUP, Act.MANAGE_GROUP} and stage != "draft"

    assert allowed(act, subject) == (OPERATORS if people else NOBODY)
    if act is Act.READ:
        shown = set() if stage == "draft" else set(ROLES)
        assert allowed(act, replace(subject, audience="public")) == shown


@pytest.mark.parametrize("kind", BESIDE)
def test_a_draft_beside_a_breakout_groups_text_is_not_its_participants_either(kind: TextKind) -> None:
    participants = Party(frozenset({ME}), conveners=frozenset({ME}))
    theirs = replace(beside(kind, "draft", Party(people=frozenset({SOMEBODY}))), party=participants, audience="public")
    mine = replace(theirs, side=Party(people=frozenset({ME})))

    assert allowed(Act.READ, theirs) == allowed(Act.WRITE_WORDS, theirs) == NOBODY
    assert allowed(Act.READ, mine) == allowed(Act.WRITE_WORDS, mine) == GROUP
    assert allowed(Act.WRITE_WORDS, replace(mine, frozen=True)) == NOBODY
    assert allowed(Act.WRITE_WORDS, replace(mine, party=Party())) == NOBODY


@pytest.mark.parametrize(
    ("role", "act", "subject", "why"),
    [
        ("signed out", Act.READ, beside(TextKind.PROPOSAL, "draft", Party()), "sign-in"),
        ("chair", Act.READ, beside(TextKind.PROPOSAL, "draft", Party()), "not-yours"),
        ("chair", Act.DECIDE, beside(TextKind.PROPOSAL, "draft", Party(frozenset({ME}))), "unknown"),
        ("secretariat", Act.READ, beside(TextKind.PROPOSAL, "draft", Party(), by_office=True), ""),
        ("member", Act.WRITE_WORDS, beside(TextKind.PROPOSAL, "tabled", Party()), "not-yours"),
        ("secretariat", Act.WRITE_WORDS, beside(TextKind.PROPOSAL, "tabled", Party()), "not-yours"),
        ("secretariat", Act.WRITE_WORDS, beside(TextKind.PROPOSAL, "tabled", Party(), by_office=True), ""),
        ("member", Act.WRITE_WORDS, beside(TextKind.PROPOSAL, "taken_up", Party(frozenset({ME}))), "taken-up"),
        ("member", Act.TABLE, beside(TextKind.PROPOSAL, "withdrawn", Party(frozenset({ME}))), "withdrawn"),
        ("drafting member", Act.TABLE, beside(TextKind.PROPOSAL, "draft", Party(frozenset({ME}))), "drafts-only"),
        ("drafting member", Act.TABLE, beside(TextKind.PROPOSAL, "tabled", Party()), "drafts-only"),
        ("drafting member", Act.SIGN, beside(TextKind.OPINION, "draft", Party(frozenset({ME}))), "drafts-only"),
        ("observer", Act.TABLE, beside(TextKind.PROPOSAL, "draft", Party(frozenset({ME}))), "observer"),
        ("observer", Act.SIGN, beside(TextKind.OPINION, "draft", Party(frozenset({ME})), observers=True), "observer"),
        (
            "member",
            Act.TABLE,
            replace(beside(TextKind.PROPOSAL, "draft", Party(frozenset({ME}))), way="closed"),
            "closed",
        ),
        (
            "member",
            Act.TABLE,
            replace(beside(TextKind.PROPOSAL, "draft", Party(frozenset({ME}))), way="proposal", withdrawn=True),
            "withdrawn",
        ),
        (
            "observer",
            Act.TABLE,
            replace(
                beside(TextKind.PROPOSAL, "draft", Party(frozenset({ME})), observers=True), sitting_audience="members"
            ),
            "sitting",
        ),
    ],
)
def test_a_refusal_says_why_in_one_word(role: str, act: Act, subject: Subject, why: str) -> None:
    verdict = decide(ROLES[role], act, subject)

    assert verdict.why == why
    assert verdict.allowed is (why == "")
