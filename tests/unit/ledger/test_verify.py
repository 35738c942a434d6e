"""`ledger verify` finds any line that was changed, removed, added or put elsewhere, and words that were rewritten."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, delete, insert, update
from sqlalchemy.pool import StaticPool

from app.ledger.lines import START, fingerprint, line_body
from app.ledger.models import Chain, Decision
from app.ledger.verify import Expected, verify
from app.texts.runs import content_hash

CHAIN = "document:00000000-0000-7000-8000-000000000001"
OTHER = "group:00000000-0000-7000-8000-000000000002"


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.connect() as connection:
        for table in (Chain.__table__, Decision.__table__):
            table.create(connection)  # type: ignore[attr-defined]
        yield connection


def lines(chain: str, count: int) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    previous = START
    for number in range(1, count + 1):
        at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=number)
        runs = [{"insert": f"Words of decision {number}, agréés."}]
        subject, person = UUID(int=number), UUID(int=99)
        body = line_body(
            chain=chain,
            number=number,
            previous=previous,
            at=at,
            action="paragraph.marked",
            actor=(person, "The Chair"),
            office="chair",
            meeting_id=None,
            subject_id=subject,
            facts={"runs": runs, "content_hash": content_hash(runs), "status": "agreed"},
        )
        made.append(
            {
                "id": uuid4(),
                "chain": chain,
                "number": number,
                "at": at,
                "action": "paragraph.marked",
                "actor_id": person,
                "subject_id": subject,
                "meeting_id": None,
                "body": body,
                "previous": previous,
                "fingerprint": fingerprint(body),
            }
        )
        previous = fingerprint(body)
    return made


def write(connection: Connection, *chains: list[dict[str, Any]]) -> None:
    for chain in chains:
        connection.execute(insert(Decision), chain)
        last = chain[-1]
        connection.execute(
            insert(Chain).values(name=last["chain"], number=last["number"], fingerprint=last["fingerprint"])
        )


def test_an_untouched_record_is_whole(connection: Connection) -> None:
    write(connection, lines(CHAIN, 7), lines(OTHER, 3))

    report = verify(connection, content_hash)

    assert report.sound
    assert (report.chains, report.lines) == (2, 10)


def test_an_empty_record_is_whole(connection: Connection) -> None:
    assert verify(connection, content_hash).sound


def test_a_record_longer_than_one_page_is_read_to_its_end(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ledger.verify.PAGE", 4)
    write(connection, lines(CHAIN, 9), lines(OTHER, 8))

    report = verify(connection, content_hash)

    assert report.sound
    assert report.lines == 17


@pytest.mark.parametrize("number", [1, 4, 7])
def test_a_missing_line_is_found_wherever_it_was(connection: Connection, number: int) -> None:
    write(connection, lines(CHAIN, 7))
    connection.execute(delete(Decision).where(Decision.number == number))

    report = verify(connection, content_hash)

    assert [fault for fault in report.faults if f"decision {number} is missing" in fault]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", datetime(2026, 1, 1, tzinfo=UTC)),
        ("action", "paragraph.withdrawn"),
        ("actor_id", uuid4()),
        ("subject_id", None),
        ("meeting_id", uuid4()),
        ("previous", "f" * 64),
        ("fingerprint", "f" * 64),
        ("number", 40),
        ("chain", OTHER),
        ("body", "{}"),
    ],
)
def test_any_changed_column_is_found(connection: Connection, column: str, value: Any) -> None:
    write(connection, lines(CHAIN, 5))
    connection.execute(update(Decision).where(Decision.number == 3).values({column: value}))

    assert not verify(connection, content_hash).sound


def test_words_rewritten_with_a_fitting_fingerprint_are_found_by_the_next_line(connection: Connection) -> None:
    made = lines(CHAIN, 5)
    body = made[2]["body"].replace("Words of decision 3", "Other words")
    made[2] |= {"body": body, "fingerprint": fingerprint(body)}
    write(connection, made)

    report = verify(connection, content_hash)

    assert f"{CHAIN}: decision 4 does not follow the line before it." in report.faults
    assert f"{CHAIN}: decision 3: the recorded words do not have the recorded hash." in report.faults


def test_a_wholly_rewritten_chain_is_found_by_the_fingerprint_that_somebody_kept(connection: Connection) -> None:
    kept = lines(CHAIN, 5)[-1]["fingerprint"]
    write(connection, lines(CHAIN, 4))

    assert verify(connection, content_hash).sound
    assert verify(connection, content_hash, [Expected(5, kept)]).faults == [
        f"The expected decision 5:{kept} is not in the record."
    ]


def test_an_expected_line_is_met_with_or_without_its_chain(connection: Connection) -> None:
    made = lines(CHAIN, 5)
    write(connection, made, lines(OTHER, 5))
    print_ = made[2]["fingerprint"]

    for text in (f"3:{print_}", f"{CHAIN}=3:{print_}", f"{CHAIN.split(':')[1]}=3:{print_.upper()}", f"3:{print_[:12]}"):
        assert verify(connection, content_hash, [Expected.parse(text)]).sound, text
    assert not verify(connection, content_hash, [Expected.parse(f"{OTHER}=3:{print_}")]).sound
    assert not verify(connection, content_hash, [Expected.parse(f"4:{print_}")]).sound


@pytest.mark.parametrize("text", ["", "3", "3:", "x:" + "a" * 64, "3:zz", "3:" + "a" * 65, "3:abc"])
def test_what_is_not_an_expectation_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not NUMBER:FINGERPRINT"):
        Expected.parse(text)


def test_a_chain_without_its_end_and_lines_after_the_end_are_found(connection: Connection) -> None:
    write(connection, lines(CHAIN, 5), lines(OTHER, 2))
    connection.execute(delete(Chain).where(Chain.name == OTHER))
    connection.execute(update(Chain).where(Chain.name == CHAIN).values(number=4))

    report = verify(connection, content_hash)

    assert f"{OTHER}: the record of where this chain ends is missing." in report.faults
    assert f"{CHAIN}: there are lines after decision 4, where the chain ends." in report.faults


def test_a_chain_that_lost_all_its_lines_is_found(connection: Connection) -> None:
    write(connection, lines(CHAIN, 5))
    connection.execute(delete(Decision))

    assert verify(connection, content_hash).faults == [f"{CHAIN}: decisions 1 to 5 are missing at the end."]


@given(data=st.data())
def test_any_single_change_of_a_line_is_found(data: st.DataObject) -> None:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.connect() as connection:
        for table in (Chain.__table__, Decision.__table__):
            table.create(connection)  # type: ignore[attr-defined]
        made = lines(CHAIN, 6)
        end = made[-1]
        at = data.draw(st.integers(0, 5))
        kind = data.draw(st.sampled_from(["swap", "byte", "drop", "twice"]))
        if kind == "swap":
            other = data.draw(st.integers(0, 5).filter(lambda value: value != at))
            made[at]["number"], made[other]["number"] = made[other]["number"], made[at]["number"]
        elif kind == "byte":
            body = made[at]["body"]
            place = data.draw(st.integers(0, len(body) - 1))
            letter = data.draw(st.characters(codec="utf-8").filter(lambda value: value != body[place]))
            made[at]["body"] = body[:place] + letter + body[place + 1 :]
        elif kind == "drop":
            del made[at]
        else:
            made.append(made[at] | {"id": uuid4(), "number": 7})
        connection.execute(insert(Decision), made)
        connection.execute(insert(Chain).values(name=CHAIN, number=6, fingerprint=end["fingerprint"]))

        assert not verify(connection, content_hash).sound
    engine.dispose()
