"""E4, E5: well-formed updates that no editor makes: any place, any deletion, ids claimed twice, torn characters."""

import random

import pytest

from app.texts.causality import causally_closed
from app.texts.runs import normal_runs
from app.texts.update_v1 import DELETED, FORMAT, STRING, read
from tests.interop.test_update_reader import Server, node
from tests.unit.texts.test_update_v1 import ROOT, string, varint

WORDS = ["x", "yz", "😀", "a😀b", "工", "qrs"]
MARKS = [string("bold") + string("true"), string("bold") + string("null"), string("italic") + string("true")]
Known = dict[int, int]


def place(choice: random.Random, known: Known) -> bytes:
    client = choice.choice([client for client in known if known[client]])
    return varint(client) + varint(choice.randrange(known[client]))


def struct(choice: random.Random, known: Known) -> tuple[bytes, int]:
    kind = choice.choice([STRING, STRING, STRING, FORMAT, DELETED])
    left = any(known.values()) and choice.random() < 0.75
    right = any(known.values()) and choice.random() < 0.5
    written = bytes([kind | 128 * left | 64 * right])
    written += place(choice, known) if left else b""
    written += place(choice, known) if right else b""
    written += ROOT if not left and not right else b""
    if kind == STRING:
        words = choice.choice(WORDS)
        return written + string(words), len(words.encode("utf-16-le")) // 2
    if kind == FORMAT:
        return written + choice.choice(MARKS), 1
    length = choice.randrange(1, 4)
    return written + varint(length), length


def hostile(choice: random.Random, state_vector: Known) -> bytes:
    """One update of one or two clients, most of it over what is known, some of it claiming known clocks again."""
    known = dict(state_vector)
    blocks = []
    for client in choice.sample([1, 2, 3], choice.choice([1, 1, 1, 2])):
        clock = start = max(0, known.get(client, 0) - (choice.randrange(4) if choice.random() < 0.1 else 0))
        structs = []
        for _ in range(choice.randrange(1, 4)):
            written, length = struct(choice, known)
            structs.append(written)
            clock += length
            known[client] = max(known.get(client, 0), clock)
        blocks.append(varint(len(structs)) + varint(client) + varint(start) + b"".join(structs))
    deletes = []
    for client, end in known.items():
        if end and choice.random() < 0.2:
            clock = choice.randrange(end)
            deletes.append(varint(client) + b"\1" + varint(clock) + varint(choice.randrange(1, end - clock + 1)))
    return varint(len(blocks)) + b"".join(blocks) + varint(len(deletes)) + b"".join(deletes)


@pytest.mark.parametrize(
    ("seed", "count"),
    [
        pytest.param(1, 1000, id="short"),
        pytest.param(10**6, 20_000, id="long", marks=[pytest.mark.long, pytest.mark.timeout(600)]),
    ],
)
def test_well_formed_nonsense_ends_no_process_and_stops_no_browser(seed: int, count: int) -> None:
    """Where places stand in an order that cannot be, Yjs and Yrs may read otherwise: seldom, and samples tell (E3)."""
    servers: list[Server] = []
    taken = torn = 0
    for number in range(count):
        choice = random.Random(seed + number)
        server = Server()
        for _ in range(choice.randrange(2, 12)):
            data = hostile(choice, server.state_vector)
            try:
                update = read(data)
            except ValueError:
                continue
            if server.take(data):
                taken += 1
            elif causally_closed(update, server.state_vector):
                torn += 1
        servers.append(server)
    answers = node("yjs_apply.mjs", lines=([data.hex() for data in server.taken] for server in servers))

    assert taken > 2 * count
    assert torn > count / 10
    assert not any(answer["error"] or answer["pending"] for answer in answers)
    pairs = zip(servers, answers, strict=True)
    assert sum(normal_runs(answer["delta"]) != server.runs for server, answer in pairs) <= count / 200
