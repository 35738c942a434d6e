"""Rights in a breakout group's text, spelled out: every role × every act × whose text × whom it is open to."""

from itertools import product

import pytest

from app.groups.rights import Act, Party, Subject, TextKind, decide
from tests.unit.groups.test_rights import (
    AUDIENCES,
    ELSEWHERE,
    EVERYONE,
    GROUP,
    HERE,
    HUNGARY,
    ISOC,
    ME,
    NOBODY,
    ROLES,
    SOMEBODY,
    STAFF,
    allowed,
)

HUNGARIANS, ISOCS = {"member", "drafting member"}, {"observer", "drafting observer"}

# Whose text it is → (which roles take part, which of them convene or report). All roles are played by one person.
PARTIES: list[tuple[Party, set[str], set[str]]] = [
    (Party(frozenset({SOMEBODY})), NOBODY, NOBODY),
    (Party(frozenset({ME})), GROUP, NOBODY),
    (Party(delegations=frozenset({HUNGARY})), HUNGARIANS, NOBODY),
    (Party(frozenset({SOMEBODY}), frozenset({ISOC})), ISOCS, NOBODY),
    (Party(frozenset({ME}), conveners=frozenset({ME})), GROUP, GROUP),
    (Party(frozenset({SOMEBODY}), conveners=frozenset({ME})), GROUP, GROUP),
]
PARTICIPANTS_DO = {Act.WRITE_WORDS, Act.PROPOSE, Act.ADD_PARAGRAPH, Act.STRUCTURE, Act.REOPEN}
CONVENERS_DO = {Act.MARK, Act.REPORT}
READING = {Act.READ, Act.SEE_RECORD}


def text(party: Party, audience: str, *, party_only: bool = False, frozen: bool = False, **facts: object) -> Subject:
    return Subject(
        HERE,
        TextKind.PARAGRAPH,
        facts.pop("way", "closed"),  # type: ignore[arg-type]
        facts.pop("status", "agreed"),  # type: ignore[arg-type]
        audience=audience,
        party=party,
        party_only=party_only,
        frozen=frozen,
        **facts,  # type: ignore[arg-type]
    )


def readers_of(audience: str, takes_part: set[str], *, party_only: bool) -> set[str]:
    return (
        takes_part
        if party_only
        else takes_part | (AUDIENCES[audience] if audience == "public" else AUDIENCES[audience] & GROUP)
    )


@pytest.mark.parametrize("act", Act)
def test_in_a_breakout_groups_text_every_role_may_do_what_the_table_says(act: Act) -> None:
    """The plenary's ways, marks, doors and suspensions, and the document's state, are nothing to it."""
    for (party, takes_part, convenes), audience, party_only, frozen in product(
        PARTIES, AUDIENCES, [False, True], [False, True]
    ):
        subject = text(
            party,
            audience,
            party_only=party_only,
            frozen=frozen,
            sitting_audience="bureau",
            sitting_suspended=True,
            document_state="adopted",
        )
        readers = readers_of(audience, takes_part, party_only=party_only)
        if act in READING:
            expected = readers
        elif act is Act.KEEP_DRAFT:
            expected = readers & GROUP
        elif act is Act.SET_UP_BREAKOUT:
            expected = readers & STAFF
        elif frozen:
            expected = NOBODY
        elif act in CONVENERS_DO:
            expected = convenes
        else:
            expected = takes_part if act in PARTICIPANTS_DO else NOBODY
        assert allowed(act, subject) == expected, (party, audience, party_only, frozen)


def test_what_is_withdrawn_is_not_written_nor_marked_there_and_can_be_restored() -> None:
    withdrawn = text(Party(frozenset({ME}), conveners=frozenset({ME})), "members", withdrawn=True)

    for act in (Act.WRITE_WORDS, Act.PROPOSE, Act.REOPEN, Act.MARK):
        assert allowed(act, withdrawn) == NOBODY
    assert allowed(Act.STRUCTURE, withdrawn) == GROUP


def test_nobody_of_another_working_group_does_anything_there_but_read_what_is_public() -> None:
    for act, audience in product(Act, AUDIENCES):
        subject = Subject(
            ELSEWHERE, TextKind.PARAGRAPH, audience=audience, party=Party(frozenset({ME}), conveners=frozenset({ME}))
        )
        may = EVERYONE if act in READING and audience == "public" else NOBODY
        assert allowed(act, subject) == may


@pytest.mark.parametrize(
    ("role", "act", "facts", "why"),
    [
        ("signed out", Act.READ, {"party_only": True}, "sign-in"),
        ("stranger", Act.READ, {"party_only": True}, "foreign"),
        ("chair", Act.READ, {"party_only": True}, "breakout"),
        ("observer", Act.READ, {"audience": "members"}, "breakout"),
        ("chair", Act.WRITE_WORDS, {}, "not-a-participant"),
        ("member", Act.MARK, {}, "not-the-convener"),
        ("member", Act.WRITE_WORDS, {"frozen": True}, "reported"),
        ("member", Act.RUN_SITTING, {}, "breakout"),
        ("member", Act.WRITE_WORDS, {"closed": True}, "closed"),
    ],
)
def test_it_says_why_not(role: str, act: Act, facts: dict[str, object], why: str) -> None:
    given = {"audience": "observers"} | facts
    subject = text(Party(delegations=frozenset({HUNGARY})), **given)  # type: ignore[arg-type]

    assert decide(ROLES[role], act, subject).why == why
