"""E4: a closed schema at the door; what an update holds, read from its bytes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Text

from app.texts import update_v1
from app.texts.schema import MAX_UPDATE, ForeignContent
from app.texts.update_v1 import DELETED, FORMAT, STRING, MalformedUpdate, read, read_state_vector


def varint(number: int) -> bytes:
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    return bytes([*written, number])


def string(text: str | bytes) -> bytes:
    encoded = text.encode() if isinstance(text, str) else text
    return varint(len(encoded)) + encoded


ROOT = b"\x01" + string("words")
NO_DELETES = b"\0"


def update(client: int, clock: int, *structs: bytes, deletes: bytes = NO_DELETES) -> bytes:
    return b"\x01" + varint(len(structs)) + varint(client) + varint(clock) + b"".join(structs) + deletes


def after(client: int, clock: int, content: bytes, kind: int = STRING) -> bytes:
    return bytes([0x80 | kind]) + varint(client) + varint(clock) + content


X = string("x")
FIRST = bytes([STRING]) + ROOT

BIG = 3_141_592_653
PYCRDT_CLIENT = 2**53 - 1


def test_a_keystroke_between_two_others() -> None:
    place = b"\xc4" + varint(BIG) + varint(40) + varint(7) + varint(3)

    found = read(update(BIG, 41, place + X))

    assert found.structs == [(BIG, 41, 1, STRING)]
    assert found.ranges == {BIG: (41, 42)}
    assert (found.lefts, found.rights) == ([(BIG, 40)], [(7, 3)])
    assert found.needs == [(BIG, 40), (7, 3)]
    assert list(found.added) == [BIG]
    assert found.characters == 1
    assert not found.has_deletes
    assert not found.is_empty


def test_a_backspace() -> None:
    found = read(b"\0\1" + varint(BIG) + b"\1" + varint(300) + b"\2")

    assert found.deletes == [(BIG, 300, 2)]
    assert found.has_deletes
    assert not found.is_empty
    assert list(found.added) == []


def test_the_first_words_of_a_text_need_nothing() -> None:
    found = read(update(1, 0, FIRST + string("The é 工😀")))

    assert found.needs == []
    assert found.characters == 9
    assert list(found.pairs) == [(1, 8)]


def test_marks_and_deleted_words() -> None:
    mark = after(1, 4, string("bold") + string("true"), FORMAT)
    found = read(update(1, 5, mark, after(1, 5, b"\x08", DELETED), after(2, 0, X), deletes=b"\1\1\1\0\2"))

    assert found.structs == [(1, 5, 1, FORMAT), (1, 6, 8, DELETED), (1, 14, 1, STRING)]
    assert found.needs == [(1, 4), (2, 0)]
    assert found.characters == 1


def test_the_empty_update_is_empty() -> None:
    assert read(b"\0\0").is_empty


def test_a_skip_is_a_gap() -> None:
    found = read(update(1, 5, after(1, 4, X), b"\x0a\x03", after(1, 8, X)))

    assert found.gaps == [(1, 6, 3)]
    assert found.structs == [(1, 5, 1, STRING), (1, 9, 1, STRING)]
    assert found.ranges == {1: (5, 10)}


def test_a_place_inside_the_update_is_no_need() -> None:
    found = read(b"\2" + b"\1\x09\0" + FIRST + X + b"\1\x08\0" + after(9, 0, X) + NO_DELETES)

    assert found.needs == []
    assert set(found.added) == {8, 9}


def test_the_largest_client_id_is_read() -> None:
    assert list(read(update(PYCRDT_CLIENT, 0, FIRST + X)).added) == [PYCRDT_CLIENT]


MALFORMED = {
    "nothing": b"",
    "cut short": update(1, 1, after(1, 0, X))[:-1],
    "a string cut short": update(1, 1, after(1, 0, b"\x09x")),
    "more than an update": update(1, 1, after(1, 0, X)) + b"\0",
    "fewer structs than it says": b"\1\2\1\1" + after(1, 0, X),
    "more clients than bytes": b"\xff\xff\xff\xff\x0f\0",
    "more structs than bytes": b"\1\xff\xff\xff\xff\x0f\1\0" + after(1, 0, X) + NO_DELETES,
    "a client without structs": b"\1\0\1\0\0",
    "a client twice": b"\2" + b"\1\1\1" + after(1, 0, X) + b"\1\1\2" + after(1, 1, X) + NO_DELETES,
    "a client id past 2^53": b"\1\1" + varint(2**53) + b"\0" + FIRST + X + NO_DELETES,
    "a number that runs on": b"\1\1" + b"\xff" * 9 + b"\0\0" + FIRST + X + NO_DELETES,
    "a number longer than need be": b"\1\1\x82\0\0" + after(1, 0, X) + NO_DELETES,
    "a clock past 2^31": update(1, 2**31 - 1, after(1, 0, X)),
    "a clock that grows past 2^31": update(1, 2**31 - 3, after(1, 0, string("xxx"))),
    "a place past 2^31": update(1, 5, after(2, 2**31, X)),
    "bytes that are not UTF-8": update(1, 1, after(1, 0, string(b"\xff\xfe"))),
    "one byte that is not UTF-8": update(1, 1, after(1, 0, string(b"\x80"))),
    "half a surrogate pair": update(1, 1, after(1, 0, string(b"\xed\xa0\xbd"))),
    "UTF-8 longer than need be": update(1, 1, after(1, 0, string(b"\xc0\x80"))),
    "no characters": update(1, 1, after(1, 0, string(""))),
    "nothing deleted": update(1, 1, after(1, 0, b"\0", DELETED)),
    "an empty gap": update(1, 1, b"\x0a\0", after(1, 0, X)),
    "a gap with a place": update(1, 1, b"\x8a\1\0\1"),
    "an unknown kind": update(1, 1, after(1, 0, X, 12)),
    "neither root nor parent": update(1, 0, bytes([STRING, 2]) + string("words") + X),
    "a struct right of itself": update(1, 5, after(1, 5, X)),
    "a struct right of a later one": update(1, 5, after(1, 6, X), after(1, 5, X)),
    "two structs right of each other": b"\2\1\1\0" + after(2, 0, X) + b"\1\2\0" + after(1, 0, X) + NO_DELETES,
    "a surrogate pair torn inside": b"\2\1\1\0" + FIRST + string("😀") + b"\1\2\0" + after(1, 0, X) + NO_DELETES,
    "a surrogate pair half deleted": update(1, 0, FIRST + string("😀"), deletes=b"\1\1\1\1\1"),
    "a place right and left of the same": update(1, 5, b"\xc4\2\1\2\1" + X),
    "the same for a mark": update(1, 5, b"\xc6\2\1\2\1" + string("bold") + string("true")),
    "a deletion of nothing": b"\0\1\1\1\5\0",
    "deletions out of order": b"\0\1\1\2\5\2\6\1",
    "deletions of a client twice": b"\0\2\1\1\5\1\1\1\7\1",
    "deletions of a client that are none": b"\0\1\1\0",
    "a deletion past 2^31": b"\0\1\1\1\5" + varint(2**31),
    "larger than allowed": update(1, 0, FIRST + string("x" * MAX_UPDATE)),
}

FOREIGN = {
    "a collected type": update(1, 1, b"\0\3", after(1, 0, X)),
    "another root": update(1, 0, bytes([STRING, 1]) + string("title") + X),
    "a nested type": update(1, 0, bytes([7, 1]) + string("words") + b"\0"),
    "words in a nested type": update(1, 1, bytes([STRING, 0, 1, 0]) + X),
    "a map": update(1, 0, bytes([0x20 | STRING, 1]) + string("words") + string("key") + X),
    "an embed": update(1, 1, after(1, 0, string("{}"), 5)),
    "JSON": update(1, 1, after(1, 0, b"\1" + string("1"), 2)),
    "binary": update(1, 1, after(1, 0, string("x"), 3)),
    "a value": update(1, 1, after(1, 0, b"\1\x7e", 8)),
    "a document": update(1, 1, after(1, 0, string("guid") + b"\x7f", 9)),
    "a move": update(1, 1, after(1, 0, b"\0\1\0", 11)),
    "an unknown mark": update(1, 1, after(1, 0, string("comment") + string("true"), FORMAT)),
    "a mark with another value": update(1, 1, after(1, 0, string("bold") + string("1"), FORMAT)),
    "a script as a link": update(1, 1, after(1, 0, string("link") + string('"javascript:x"'), FORMAT)),
    "a control character": update(1, 1, after(1, 0, string("\x01"))),
    "a carriage return": update(1, 1, after(1, 0, string("a\r\n"))),
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED)
def test_anything_that_is_not_an_update_is_malformed(data: bytes) -> None:
    with pytest.raises(MalformedUpdate):
        read(data)


@pytest.mark.parametrize("data", FOREIGN.values(), ids=FOREIGN)
def test_content_that_a_text_may_not_hold_is_foreign(data: bytes) -> None:
    with pytest.raises(ForeignContent):
        read(data)


def test_every_cut_of_a_long_update_is_malformed() -> None:
    ydoc: Doc[Any] = Doc()
    text = ydoc.get("words", type=Text)
    for words in ("The Group ", "recommends 😀", "\n"):
        text.insert(0, words, {"bold": True})
    del text[3:9]
    data = ydoc.get_update()

    assert read(data).structs
    for size in range(len(data)):
        with pytest.raises(MalformedUpdate):
            read(data[:size])


numbers = st.one_of(st.integers(0, 300), st.sampled_from([16_383, 16_384, BIG, 2**31 - 2, 2**31 - 1, 2**53 - 1]))


@given(
    numbers,
    numbers,
    st.sampled_from([0x84, 0xC4, 0x44]),
    st.lists(numbers, min_size=4, max_size=4),
    st.one_of(st.text(max_size=3), st.binary(max_size=3)),
    st.integers(-1, 1).map(lambda off: off if off else 0),
)
def test_the_short_cut_reads_as_the_long_way_does(
    client: int, clock: int, info: int, places: list[int], words: str | bytes, off: int
) -> None:
    sized = string(words)
    sized = bytes([max(0, sized[0] + off)]) + sized[1:]
    beside = b"".join(map(varint, places if info == 0xC4 else places[:2]))
    data = b"\1\1" + varint(client) + varint(clock) + bytes([info]) + beside + sized + NO_DELETES

    try:
        long_way = update_v1._read(data)
    except (ValueError, IndexError):
        with pytest.raises(ValueError, match=r".*"):
            read(data)
        return

    short_cut = read(data)
    assert short_cut.structs == long_way.structs
    assert short_cut.ranges == long_way.ranges
    assert (short_cut.lefts, short_cut.rights) == (long_way.lefts, long_way.rights)
    assert short_cut.characters == long_way.characters
    assert list(short_cut.pairs) == list(long_way.pairs)


def test_a_state_vector_is_read() -> None:
    ydoc: Doc[Any] = Doc(client_id=BIG)
    ydoc.get("words", type=Text).insert(0, "a😀")

    assert read_state_vector(ydoc.get_state()) == {BIG: 3}
    assert read_state_vector(b"\0") == {}


@pytest.mark.parametrize("data", [b"", b"\1\1", b"\0\0", b"\1\1\x80\0", b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\1"])
def test_a_malformed_state_vector_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedUpdate):
        read_state_vector(data)
