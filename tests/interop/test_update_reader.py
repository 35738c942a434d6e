"""E4, E5: the reader of updates beside Yjs and pycrdt, on real updates, lost and shuffled ones, and broken ones."""

import json
import random
import subprocess
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import y_py
from pycrdt import Doc, Text, TransactionEvent

from app.texts.causality import Freshness, advance, causally_closed, freshness, missing, tears_pair
from app.texts.fork import new_runs_update
from app.texts.runs import Run, doc_from_runs, normal_runs, runs_of
from app.texts.update_v1 import STRING, MalformedUpdate, Update, read, read_state_vector

HERE = Path(__file__).parent
STATE_LIMIT = 10**7
Scenario = dict[str, Any]

SIZES = [
    pytest.param(1, 60, id="short"),
    pytest.param(1000, 1500, id="long", marks=[pytest.mark.long, pytest.mark.timeout(900)]),
]


def node(script: str, *arguments: object, lines: Iterable[object] = ()) -> list[Any]:
    command = ["node", str(HERE / script), *map(str, arguments)]
    given = "".join(json.dumps(line) + "\n" for line in lines)
    ran = subprocess.run(command, input=given, capture_output=True, text=True, timeout=600, check=True)
    return [json.loads(line) for line in ran.stdout.split("\n") if line]


class Server:
    """Takes updates as the committer does, and keeps everything it took."""

    def __init__(self) -> None:
        self.ydoc: Doc[Any] = Doc()
        self.state_vector: dict[int, int] = {}
        self.pairs: set[tuple[int, int]] = set()
        self.taken: list[bytes] = []
        self.remainder: bytes | None = None
        self._subscription = self.ydoc.observe(self._keep)

    def _keep(self, event: TransactionEvent) -> None:
        self.remainder = event.update

    def take(self, data: bytes) -> bool:
        """Take a causally closed update, and hold what a state vector tells against what pycrdt does."""
        update = read(data, STATE_LIMIT)
        closed = causally_closed(update, self.state_vector)
        assert closed == (not missing(update, self.state_vector))
        if not closed or tears_pair(update, self.state_vector, self.pairs):
            return False
        self._apply(data, update)
        self.pairs.update(update.pairs)
        self.taken.append(data)
        return True

    def _apply(self, data: bytes, update: Update) -> None:
        fresh = freshness(update, self.state_vector)
        before = dict(self.state_vector)
        self.remainder = None
        self.ydoc.apply_update(data)
        advance(self.state_vector, update)
        assert read_state_vector(self.ydoc.get_state()) == self.state_vector
        if fresh is Freshness.ALL_NEW:
            assert self.remainder is not None
            assert read(self.remainder, STATE_LIMIT).ranges == update.ranges
        elif fresh is Freshness.NO_STRUCTS_NEW:
            assert self.state_vector == before
            assert update.deletes or self.remainder is None

    @property
    def runs(self) -> list[Run]:
        return runs_of(self.ydoc)


@pytest.fixture(scope="module")
def made() -> dict[tuple[int, int], list[Scenario]]:
    return {}


def scenarios(made: dict[tuple[int, int], list[Scenario]], seed: int, count: int) -> list[Scenario]:
    if (seed, count) not in made:
        made[seed, count] = node("yjs_updates.mjs", seed, count)
    return made[seed, count]


def hold_against_yjs(servers: list[Server]) -> None:
    """Nothing that a server took may be pending, or read otherwise, in a browser."""
    answers = node("yjs_apply.mjs", lines=([data.hex() for data in server.taken] for server in servers))
    for server, answer in zip(servers, answers, strict=True):
        taken = [data.hex() for data in server.taken]
        assert answer["error"] is None, taken
        assert not answer["pending"], taken
        assert normal_runs(answer["delta"]) == server.runs, taken


@pytest.mark.parametrize(("seed", "count"), SIZES)
def test_every_update_of_yjs_is_read_as_yjs_reads_it(made: Any, seed: int, count: int) -> None:
    for scenario in scenarios(made, seed, count):
        for given in scenario["updates"]:
            update = read(bytes.fromhex(given["update"]), STATE_LIMIT)

            skips = [(*gap, 10) for gap in update.gaps]
            assert sorted(update.structs + skips) == sorted(map(tuple, given["structs"]))
            assert sorted(update.deletes) == sorted(map(tuple, given["deletes"]))
            assert update.characters == sum(length for *_, length, kind in update.structs if kind == STRING)


@pytest.mark.parametrize(("seed", "count"), SIZES)
def test_a_text_reads_as_in_yjs_whatever_order_its_updates_come_in(made: Any, seed: int, count: int) -> None:
    """E5, and the reason for it: pycrdt integrates an update whose predecessor is missing, Yjs holds it."""
    choice = random.Random(seed)
    servers: list[Server] = []
    for scenario in scenarios(made, seed, count):
        server = Server()
        waiting = [bytes.fromhex(given["update"]) for given in scenario["updates"]]
        choice.shuffle(waiting)
        refused = True
        while refused and waiting:
            taken = [data for data in waiting if server.take(data)]
            refused = bool(taken)
            waiting = [data for data in waiting if data not in taken]
        assert all(read(data, STATE_LIMIT).gaps for data in waiting), "only an update with gaps may be left over"
        assert server.runs == normal_runs(scenario["delta"])
        servers.append(server)
    hold_against_yjs(servers)


@pytest.mark.parametrize(("seed", "count"), SIZES)
def test_lost_updates_never_leave_a_text_that_no_browser_shows(made: Any, seed: int, count: int) -> None:
    """E5 with updates dropped for good: cross-client origins, deletions of what never came."""
    choice = random.Random(seed)
    servers: list[Server] = []
    refused = 0
    for scenario in scenarios(made, seed, count):
        server = Server()
        updates = [
            bytes.fromhex(u["update"]) for u in scenario["updates"] if u["kind"] in {"update", "merged with gaps"}
        ]
        for data in choice.sample(updates, len(updates) * 2 // 3):
            refused += not server.take(data)
        servers.append(server)
    assert refused > count
    hold_against_yjs(servers)


@pytest.mark.parametrize(("seed", "count"), SIZES)
def test_words_that_the_server_writes_read_alike_in_a_browser(made: Any, seed: int, count: int) -> None:
    """A text founded from runs, then brought to say others, as imports and restores do."""
    servers: list[Server] = []
    for before, after in pairwise(scenarios(made, seed, count)):
        server = Server()
        assert server.take(doc_from_runs(before["delta"]))
        assert server.runs == normal_runs(before["delta"])
        assert server.take(new_runs_update(server.ydoc.get_update(), after["delta"]))
        assert server.runs == normal_runs(after["delta"])
        servers.append(server)
    hold_against_yjs(servers)


def test_updates_of_pycrdt_and_y_py_clients_are_read() -> None:
    choice = random.Random(2)
    for _ in range(100):
        server, updates = Server(), list[bytes]()
        ydoc: Doc[Any] = Doc()
        text = ydoc.get("words", type=Text)
        _kept = ydoc.observe(lambda event, updates=updates: updates.append(event.update))
        old = y_py.YDoc()
        old_text = old.get_text("words")
        for _ in range(20):
            at = choice.randrange(len(text) + 1)
            if choice.randrange(3):
                text.insert(at, choice.choice(["a", "bc", "\n"]), {"bold": True} if choice.randrange(2) else None)
            elif at + 2 <= len(text):
                del text[at : at + 2]
            before = y_py.encode_state_vector(old)
            at = choice.randrange(len(old_text) + 1)
            transaction = old.begin_transaction()
            if choice.randrange(3):
                old_text.insert(transaction, at, choice.choice(["d", "ef"]))
            elif at + 2 <= len(old_text):
                old_text.delete_range(transaction, at, 2)
            transaction.commit()  # type: ignore[no-untyped-call]
            updates.append(y_py.encode_state_as_update(old, before))
        assert len(updates) > 20
        assert all(server.take(data) for data in updates)
        server.take(ydoc.get_update())
        server.take(y_py.encode_state_as_update(old))
        hold = Server()
        assert hold.take(server.ydoc.get_update())
        assert hold.runs == server.runs


def broken(data: bytes, choice: random.Random) -> bytes:
    """Break an update: bytes changed, cut out, put in, doubled, or swapped."""
    bytes_ = bytearray(data)
    for _ in range(choice.choice([1, 1, 1, 2, 3])):
        at = choice.randrange(len(bytes_))
        match choice.randrange(7):
            case 0:
                bytes_[at] = choice.randrange(256)
            case 1:
                bytes_[at] ^= 1 << choice.randrange(8)
            case 2:
                bytes_[at] = (bytes_[at] + choice.choice([-2, -1, 1, 2])) % 256
            case 3:
                bytes_[at:at] = choice.randbytes(choice.randrange(1, 4))
            case 4:
                del bytes_[at : at + choice.randrange(1, 4)]
            case 5:
                bytes_[at:at] = bytes_[at : at + choice.randrange(1, 12)]
            case _:
                other = choice.randrange(len(bytes_))
                bytes_[at], bytes_[other] = bytes_[other], bytes_[at]
        if not bytes_:
            break
    return bytes(bytes_)


@pytest.mark.parametrize(("seed", "count"), SIZES)
def test_what_gets_through_of_broken_updates_reads_alike_everywhere(made: Any, seed: int, count: int) -> None:
    """E4: no broken update crashes or hangs the reader, and none that passes parts the server from the browsers."""
    choice = random.Random(seed)
    servers: list[Server] = []
    tried = malformed = through = 0
    for scenario in scenarios(made, seed, count):
        base = Server()
        for given in scenario["updates"]:
            if given["kind"] == "state":
                base.take(bytes.fromhex(given["update"]))
        whole = base.ydoc.get_update()
        for given in scenario["updates"]:
            for _ in range(4):
                tried += 1
                data = broken(bytes.fromhex(given["update"]), choice)
                try:
                    read(data, STATE_LIMIT)
                except ValueError:
                    malformed += 1
                    continue
                server = Server()
                server.take(whole)
                if server.take(data):
                    through += 1
                    servers.append(server)
    hold_against_yjs(servers)
    assert malformed > tried / 3
    assert through > tried / 50


def test_the_reader_ends_on_anything_at_all() -> None:
    choice = random.Random(4)
    for _ in range(20_000):
        data = bytes(choice.choices([0, 1, 2, 4, 6, 10, 128, 132, 196, 255, 5, 119], k=choice.randrange(40)))
        try:
            read(data)
        except MalformedUpdate:
            continue
        except ValueError as foreign:
            assert type(foreign).__name__ == "ForeignContent"
