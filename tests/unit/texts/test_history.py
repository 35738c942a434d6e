"""A text's log as people read it: every seq in exactly one burst, and the words after the last are the present ones."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pycrdt
from hypothesis import given
from hypothesis import strategies as st

from app.texts.history import (
    LONGEST,
    PAUSE,
    Burst,
    How,
    Period,
    Row,
    bursts_of,
    rows_of,
    shown_seq,
    words_at,
)
from app.texts.runs import ROOT, words_of
from app.texts.segments import Author, Entry, Stretch, pack, unpack

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANA, BO = (Author(UUID(int=n), UUID(int=100 + n)) for n in (1, 2))


def typed(*moments: tuple[float, Author]) -> list[Row]:
    """Keystrokes at so many seconds after nine."""
    return [
        Row(seq, START + timedelta(seconds=at), author, How.TYPED) for seq, (at, author) in enumerate(moments, start=1)
    ]


def spans(bursts: list[Burst]) -> list[tuple[int, int]]:
    return [(burst.first, burst.last) for burst in bursts]


def test_typing_without_a_rest_by_one_person_is_one_burst() -> None:
    rows = typed((0, ANA), (1, ANA), (60, ANA), (60 + PAUSE.seconds, ANA), (61 + 2 * PAUSE.seconds, ANA))

    assert spans(bursts_of(rows)) == [(1, 4), (5, 5)]


def test_another_author_begins_another_burst() -> None:
    assert [one.authors for one in bursts_of(typed((0, ANA), (1, ANA), (20, BO)))] == [[ANA], [BO]]


def test_people_who_take_turns_within_seconds_share_one_burst() -> None:
    [burst] = bursts_of(typed((0, ANA), (1, BO), (2, ANA), (3, BO), (4, ANA)))

    assert (burst.first, burst.last, burst.authors) == (1, 5, [ANA, BO])


def test_nobody_types_for_longer_than_a_burst_lasts() -> None:
    rows = typed(*((float(at), ANA) for at in range(0, 3 * LONGEST.seconds, 30)))

    bursts = bursts_of(rows)

    assert len(bursts) > 2
    assert all(burst.until - burst.at <= LONGEST for burst in bursts)


def test_a_mark_ends_a_burst() -> None:
    rows = typed((0, ANA), (10, ANA), (20, ANA))

    assert spans(bursts_of(rows, cuts=[START + timedelta(seconds=15)])) == [(1, 2), (3, 3)]


def test_what_a_command_brought_in_at_one_moment_is_one_whoever_wrote_it() -> None:
    rows = [*typed((0, ANA)), *(Row(seq, START, author, How.COMMAND) for seq, author in ((2, ANA), (3, BO)))]

    assert [(one.how, one.first, one.last) for one in bursts_of(rows)] == [(How.TYPED, 1, 1), (How.COMMAND, 2, 3)]


def test_what_went_on_behind_doors_is_one_burst_without_names() -> None:
    rows = typed((0, ANA), (600, BO), (900, ANA), (1800, BO), (4000, ANA))
    shut = [Period(START + timedelta(seconds=500), START + timedelta(seconds=2000))]

    bursts = bursts_of(rows, shut=shut)

    assert [(one.how, one.first, one.last) for one in bursts] == [
        (How.TYPED, 1, 1),
        (How.SHUT, 2, 4),
        (How.TYPED, 5, 5),
    ]
    assert bursts[1].authors == []
    assert [shown_seq(bursts, seq) for seq in range(6)] == [0, 1, 4, 4, 4, 5]


def test_a_founding_anew_is_not_a_change() -> None:
    rows = [*typed((0, ANA)), *(Row(seq, START + timedelta(hours=5), BO, How.ANEW) for seq in (2, 3))]

    assert spans(bursts_of(rows)) == [(1, 3)]


hows = st.sampled_from([How.TYPED, How.TYPED, How.TYPED, How.COMMAND, How.ANEW])


@st.composite
def logs(draw: st.DrawFn) -> list[Row]:
    rows = []
    at = START
    for seq in range(1, draw(st.integers(1, 60)) + 1):
        at += timedelta(seconds=draw(st.sampled_from([0, 0.3, 2, 9, 40, 121, 700])))
        rows.append(Row(seq, at, draw(st.sampled_from([ANA, BO])), draw(hows)))
    return rows


moments = st.integers(0, 6_000).map(lambda seconds: START + timedelta(seconds=seconds))


@st.composite
def periods(draw: st.DrawFn) -> list[Period]:
    times = sorted(set(draw(st.lists(moments, max_size=6))))
    return [Period(start, end) for start, end in zip(times[::2], times[1::2], strict=False)]


@given(logs(), periods(), st.lists(moments, max_size=5))
def test_every_seq_is_in_exactly_one_burst(rows: list[Row], shut: list[Period], cuts: list[datetime]) -> None:
    bursts = bursts_of(rows, shut=shut, cuts=cuts)

    covered = [seq for burst in bursts for seq in range(burst.first, burst.last + 1)]
    assert covered == [row.seq for row in rows]
    for burst in bursts:
        members = [row for row in rows if burst.first <= row.seq <= burst.last and row.how is not How.ANEW]
        hidden = {any(period.has(row.at) for period in shut) for row in members}
        assert len(hidden) <= 1  # nothing of what was shut is told with anything else
        if burst.how is How.TYPED:
            assert {row.author for row in members} == set(burst.authors)
            assert not any(burst.at < cut <= burst.until for cut in cuts)


@given(logs(), periods(), st.integers(0, 70))
def test_no_seq_of_what_was_shut_is_shown_but_its_last(rows: list[Row], shut: list[Period], asked: int) -> None:
    bursts = bursts_of(rows, shut=shut)

    shown = shown_seq(bursts, asked)

    assert shown >= asked
    inner = [burst for burst in bursts if burst.how is How.SHUT and burst.first <= shown < burst.last]
    assert inner == []


@given(st.lists(st.tuples(st.integers(0, 40), st.text("ab 😀", max_size=4), st.integers(0, 5)), max_size=25), st.data())
def test_the_words_at_a_seq_are_those_of_replaying_so_far(edits: list[Any], data: st.DataObject) -> None:
    ydoc: pycrdt.Doc[Any] = pycrdt.Doc()
    text = ydoc.get(ROOT, type=pycrdt.Text)
    updates: list[bytes] = []
    subscription = ydoc.observe(lambda event: updates.append(bytes(event.update)))
    said = [words_of(ydoc).text]
    for place, words, removed in edits:
        present = str(text)
        at = len(present[:place].encode())
        gone = len(present[place : place + removed].encode())
        before = len(updates)
        with ydoc.transaction():
            if gone:
                del text[at : at + gone]
            if words:
                text.insert(at, words)
        said += [str(text)] * (len(updates) - before)
    ydoc.unobserve(subscription)
    entries = [Entry(seq, START, uuid4(), None, update) for seq, update in enumerate(updates, start=1)]
    cut = data.draw(st.integers(0, len(entries)))
    stretches = [unpack(pack(entries[:cut])), Stretch(entries[cut:])]

    found = words_at(stretches, range(len(entries) + 1))

    assert [found[seq].text for seq in range(len(entries) + 1)] == said
    bursts = bursts_of(rows_of(stretches))
    if bursts:
        assert found[bursts[-1].last].hash == words_of(ydoc).hash


def test_an_entry_keeps_in_the_archive_that_a_command_brought_it_in() -> None:
    entry = Entry(3, START, uuid4(), uuid4(), b"\0\0", by_command=True)

    assert unpack(pack([entry])).entries == [entry]
