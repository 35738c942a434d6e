"""Frames that no honest client sends: broken ones made from valid ones, and well-formed ones with foreign content."""

import random
from collections.abc import Callable
from typing import Any

import pycrdt

from app.sync import protocol
from app.sync.protocol import Auth, Message, Sync

DEEP = b"\xff" * 9 + b"\x7f"  # a varint past all bounds
HUGE = protocol.uint(2**40)
ROOT = b"\x01" + protocol.var_string("words")


def broken(choice: random.Random, recorded: list[bytes]) -> bytes:
    """One recorded frame, damaged."""
    frame = bytearray(choice.choice(recorded))
    kind = choice.randrange(8)
    if kind == 0:  # a few bytes changed
        for _ in range(choice.randrange(1, 5)):
            frame[choice.randrange(len(frame))] = choice.randrange(256)
    elif kind == 1:  # cut short
        del frame[choice.randrange(len(frame)) :]
    elif kind == 2:  # two frames spliced
        other = choice.choice(recorded)
        frame = frame[: choice.randrange(len(frame))] + bytearray(other[choice.randrange(len(other)) :])
    elif kind == 3:  # a length that lies
        at = choice.randrange(len(frame))
        frame[at : at + 1] = choice.choice([DEEP, HUGE, b"\xff\xff\x03", b"\x00"])
    elif kind == 4:  # more behind it
        frame += choice.randbytes(choice.randrange(1, 40))
    elif kind == 5:  # a stretch twice
        start = choice.randrange(len(frame))
        frame[start:start] = frame[start : start + choice.randrange(1, 30)]
    elif kind == 6:  # a stretch gone
        start = choice.randrange(len(frame))
        del frame[start : start + choice.randrange(1, 10)]
    else:  # one bit
        frame[choice.randrange(len(frame))] ^= 1 << choice.randrange(8)
    return bytes(frame)


def _doc(change: Callable[[pycrdt.Doc[Any]], object]) -> bytes:
    ydoc: pycrdt.Doc[Any] = pycrdt.Doc()
    change(ydoc)
    return bytes(ydoc.get_update())


def _words(change: Callable[[pycrdt.Text], object]) -> bytes:
    def run(ydoc: pycrdt.Doc[Any]) -> None:
        words = ydoc.get("words", type=pycrdt.Text)
        words += "some words"
        change(words)

    return _doc(run)


def _tree(ydoc: pycrdt.Doc[Any]) -> None:
    fragment = ydoc.get("words", type=pycrdt.XmlFragment)
    element = fragment.children.append(pycrdt.XmlElement("p", {"class": "x"}))
    element.children.append(pycrdt.XmlText("hello"))


def _nested(ydoc: pycrdt.Doc[Any]) -> None:
    ydoc["other"] = pycrdt.Map({"a": pycrdt.Array([pycrdt.Text("deep")])})


def struct(client: int, clock: int, info: int, content: bytes, deletes: bytes = b"\x00") -> bytes:
    """An update of one struct, whatever it says."""
    return b"\x01\x01" + protocol.uint(client) + protocol.uint(clock) + bytes((info,)) + content + deletes


def foreign_updates(known_client: int, known_clock: int, own_client: int) -> list[bytes]:
    """Well-formed updates that a text may not hold, and claims on what is somebody else's or not there."""
    half = b"\xed\xa0\x80"  # half a surrogate pair, as only Java writes it
    return [
        _words(lambda words: words.format(0, 4, {"blink": True})),
        _words(lambda words: words.format(0, 4, {"bold": "very"})),
        _words(lambda words: words.format(0, 4, {"link": "javascript:alert(1)"})),
        _words(lambda words: words.format(0, 4, {"footnote": {"a": [1] * 50}})),
        _words(lambda words: words.insert_embed(0, {"image": "data:"})),
        _words(lambda words: words.insert(0, "\x00\x07")),
        _doc(_tree),
        _doc(_nested),
        _doc(lambda ydoc: ydoc.get("another", type=pycrdt.Text).insert(0, "x")),
        _doc(lambda ydoc: ydoc.get("words", type=pycrdt.Array).append("x")),
        _doc(lambda ydoc: ydoc.get("words", type=pycrdt.Map).update({"a": 1})),
        struct(known_client, known_clock, 4, ROOT + protocol.var_string("under another's id")),
        struct(known_client, known_clock + 1000, 4, ROOT + protocol.var_string("after a gap")),
        struct(own_client, 77, 4, ROOT + protocol.var_string("after a gap")),
        struct(own_client, 0, 4, ROOT + protocol.var_bytes(half)),
        struct(own_client, 0, 4, ROOT + protocol.var_bytes(b"\xff\xfe\xfd")),
        struct(own_client, 0, 4, ROOT + HUGE + b"x"),
        struct(own_client, 0, 4, ROOT + DEEP + b"x"),
        struct(own_client, 0, 1, ROOT + HUGE),
        struct(own_client, 0, 0, HUGE),
        struct(own_client, 0, 10, HUGE),
        struct(own_client, 0, 31, ROOT + b"x"),
        struct(own_client, 2**53, 4, ROOT + protocol.var_string("x")),
        struct(2**60, 0, 4, ROOT + protocol.var_string("x")),
        struct(own_client, 0, 4 | 128, protocol.uint(own_client) + b"\x05" + protocol.var_string("on itself")),
        struct(own_client, 0, 4 | 128, protocol.uint(known_client) + HUGE + protocol.var_string("on nothing")),
        struct(own_client, 0, 7, ROOT + b"\x02"),
        struct(own_client, 0, 9, ROOT + protocol.var_string("guid") + b"\x7d\x00"),
        struct(own_client, 0, 8, ROOT + b"\x01" + b"\x7e"),
        struct(own_client, 0, 2, ROOT + HUGE),
        struct(own_client, 0, 5, ROOT + protocol.var_string("[" * 5000)),
        struct(own_client, 0, 6, ROOT + protocol.var_string("link") + protocol.var_string('"' + "[" * 9000)),
        b"\x00" + b"\x01" + protocol.uint(known_client) + b"\x01\x00" + HUGE,
        b"\x00" + HUGE,
        HUGE,
        b"\x00" + b"\x01" + protocol.uint(known_client) + HUGE,
        b"\x01" + HUGE + protocol.uint(own_client) + b"\x00",
    ]


def odd_frames(choice: random.Random, address: str) -> list[bytes]:
    """Frames that are wrong around the update, or that no client sends."""
    name = protocol.var_string(address)
    noise = choice.randbytes(choice.randrange(60))
    return [
        b"",
        bytes((choice.randrange(256),)),
        noise,
        name,
        name + bytes((choice.randrange(256),)) + noise,
        name + protocol.sync_payload(Sync.STEP1, HUGE + HUGE),
        name + protocol.sync_payload(Sync.STEP1, b"\x01" + DEEP),
        name + bytes((Message.SYNC, Sync.UPDATE)) + HUGE,
        name + bytes((Message.SYNC, 9)) + protocol.var_bytes(noise),
        name + bytes((Message.AUTH, Auth.TOKEN)) + HUGE,
        name + bytes((Message.AUTH, Auth.AUTHENTICATED)) + protocol.var_string("read-write"),
        name + bytes((Message.AWARENESS,)) + protocol.var_bytes(HUGE),
        name + bytes((Message.AWARENESS,)) + protocol.var_bytes(b"\x01\x01\x01" + protocol.var_string("[" * 1500)),
        name + bytes((Message.SYNC_STATUS, 1)),
        name + protocol.close("you too"),
        protocol.var_string("x" * 400) + b"\x00\x00",
        protocol.var_bytes(b"\xff\xfe") + bytes((Message.AUTH, Auth.TOKEN)) + protocol.var_string(""),
        protocol.var_string("\x00\x00") + bytes((Message.AUTH, Auth.TOKEN)) + protocol.var_string(""),
        HUGE + b"x",
        DEEP,
    ]
