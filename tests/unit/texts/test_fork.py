"""Fork and merge: one mechanism for proposals, alternatives and breakout groups' texts."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Text

from app.texts.diff import apply_changes
from app.texts.fork import NOTHING, dry_run_merge, fork, merge, new_runs_update
from app.texts.runs import canonical_json, content_hash, doc_from_runs, plain, runs_of
from app.texts.update_v1 import read
from tests.unit.texts.strategies import edit, edits, runs

BASE = doc_from_runs([{"insert": "The Group recommends that governments promote dialogue."}], 1)


def opened(state: bytes) -> Doc[Any]:
    ydoc: Doc[Any] = Doc()
    ydoc.apply_update(state)
    return ydoc


def edited(state: bytes, plan: list[Any]) -> bytes:
    ydoc = opened(state)
    edit(ydoc, plan)
    return ydoc.get_update()


def typed(state: bytes, old: str, new: str) -> bytes:
    ydoc = opened(state)
    text = ydoc.get("words", type=Text)
    at = len(str(text).partition(old)[0].encode())
    del text[at : at + len(old.encode())]
    text.insert(at, new)
    return ydoc.get_update()


def test_a_fork_begins_with_the_words_of_its_original() -> None:
    begun = fork(BASE)

    assert runs_of(opened(begun.state)) == begun.base_runs == runs_of(opened(BASE))
    assert begun.base_hash == content_hash(begun.base_runs)
    assert begun.state_vector == opened(BASE).get_state()


@given(runs, edits, edits)
def test_it_does_not_matter_which_side_is_merged_into_which(
    base: list[Any], ours: list[Any], theirs: list[Any]
) -> None:
    state = doc_from_runs(base)
    original, proposal = edited(state, ours), edited(fork(state).state, theirs)

    there, back = merge(original, proposal), merge(proposal, original)

    assert there.hash == back.hash


@given(runs, edits, edits)
def test_a_merge_is_an_update_to_the_original(base: list[Any], ours: list[Any], theirs: list[Any]) -> None:
    state = doc_from_runs(base)
    original, proposal = edited(state, ours), edited(state, theirs)

    merged = merge(original, proposal)
    result = opened(original)
    result.apply_update(merged.update)

    assert runs_of(result) == merged.runs
    assert content_hash(merged.runs) == merged.hash


@given(runs, edits)
def test_when_the_original_stood_still_the_merge_says_what_the_fork_says(base: list[Any], theirs: list[Any]) -> None:
    state = doc_from_runs(base)
    begun = fork(state)
    proposal = edited(begun.state, theirs)

    dry = dry_run_merge(state, proposal, begun.base_runs)

    assert dry.fast_forward
    assert not dry.both_changed
    assert dry.merge.hash == dry.fork.hash


@given(runs, edits, edits)
def test_merging_again_adds_nothing(base: list[Any], ours: list[Any], theirs: list[Any]) -> None:
    state = doc_from_runs(base)
    original, proposal = edited(state, ours), edited(state, theirs)
    result = opened(original)
    result.apply_update(merge(original, proposal).update)

    again = merge(result.get_update(), proposal)

    assert again.update == NOTHING
    assert again.runs == runs_of(result)


@given(runs, st.lists(st.integers(0, 999), max_size=6), st.lists(st.integers(0, 999), max_size=6), edits, edits)
def test_no_word_inserted_on_either_side_is_lost(
    base: list[Any], our_places: list[int], their_places: list[int], ours: list[Any], theirs: list[Any]
) -> None:
    """Both sides delete and mark as they like first; then each inserts signs that stand nowhere else."""
    state = doc_from_runs(base)
    sides = []
    signs = iter("①②③④⑤⑥⑦⑧⑨⑩⑪⑫")
    used = []
    for plan, places in ((ours, our_places), (theirs, their_places)):
        mine = [next(signs) for _ in places]
        used += mine
        insertions: list[Any] = [(place, 0, sign, {}, "insert") for place, sign in zip(places, mine, strict=True)]
        sides.append(edited(state, [*plan, *insertions]))

    words = plain(merge(*sides).runs)

    assert all(words.count(sign) == 1 for sign in used)


@given(runs, edits, edits)
def test_a_dry_run_tells_exactly_what_the_merge_does(base: list[Any], ours: list[Any], theirs: list[Any]) -> None:
    state = doc_from_runs(base)
    begun = fork(state)
    original, proposal = edited(state, ours), edited(begun.state, theirs)
    before = original, proposal

    dry = dry_run_merge(original, proposal, begun.base_runs)

    assert (original, proposal) == before
    assert dry.merge.runs == merge(original, proposal).runs
    assert apply_changes(dry.original.runs, dry.changes) == dry.merge.runs
    assert apply_changes(begun.base_runs, dry.ours) == dry.original.runs
    assert apply_changes(begun.base_runs, dry.theirs) == dry.fork.runs
    assert dry.identical == (dry.original.hash == dry.fork.hash)


def test_a_dry_run_warns_when_both_sides_replaced_the_same_word() -> None:
    begun = fork(BASE)
    original, proposal = typed(BASE, "promote", "foster"), typed(begun.state, "promote", "support")

    dry = dry_run_merge(original, proposal, begun.base_runs)

    assert dry.both_changed
    assert not dry.fast_forward
    assert "foster" in plain(dry.merge.runs)
    assert "support" in plain(dry.merge.runs)
    assert [change["text"] for change in dry.theirs if change["op"] != "equal"] == ["promote", "support"]


def test_sides_that_say_the_same_are_identical() -> None:
    begun = fork(BASE)

    dry = dry_run_merge(typed(BASE, "Group", "Body"), typed(begun.state, "Group", "Body"), begun.base_runs)

    assert dry.identical
    assert dry.both_changed


def test_it_is_no_fast_forward_when_the_original_went_away_and_came_back() -> None:
    begun = fork(BASE)
    original = typed(typed(BASE, "dialogue", "trade"), "trade", "dialogue")
    proposal = typed(begun.state, "dialog", "Dialog")

    dry = dry_run_merge(original, proposal, begun.base_runs)

    assert dry.original.hash == begun.base_hash
    assert dry.merge.hash != dry.fork.hash
    assert not dry.fast_forward


def test_forks_never_add_under_an_id_of_the_original() -> None:
    """E14"""
    clients = {
        client for _ in range(50) for client in read(typed(fork(BASE).state, "Group", "Body")).added if client != 1
    }

    assert len(clients) == 50


@given(runs, edits, runs)
def test_a_text_can_be_brought_to_say_any_runs(base: list[Any], ours: list[Any], wanted: list[Any]) -> None:
    state = edited(doc_from_runs(base), ours)
    ydoc = opened(state)

    ydoc.apply_update(new_runs_update(state, wanted))

    assert canonical_json(runs_of(ydoc)) == canonical_json(wanted)


@given(runs, edits)
def test_bringing_a_text_to_the_words_it_has_is_nothing(base: list[Any], ours: list[Any]) -> None:
    state = edited(doc_from_runs(base), ours)

    assert new_runs_update(state, runs_of(opened(state))) == NOTHING


def test_bringing_a_text_to_other_words_leaves_the_rest_to_its_authors() -> None:
    update = read(new_runs_update(BASE, [{"insert": "The Group recommends that all governments promote dialog."}], 9))

    assert list(update.added) == [9]
    assert update.characters == len("all ")
    assert sum(length for *_, length in update.deletes) == len("ue")
