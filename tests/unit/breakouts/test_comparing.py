"""Three sides of a breakout group's paragraphs: what was given, what the group has, what the plenary has."""

from dataclasses import replace
from uuid import UUID

from app.breakouts.comparing import Compared, Given, Own, Picture, State, Structure, Theirs, compare

A, B = UUID(int=1), UUID(int=2)  # the plenary's categories
OWN_A, OWN_B = UUID(int=11), UUID(int=12)
OWN = {A: OWN_A, B: OWN_B}


def theirs(number: int, category: UUID = A, **facts: object) -> Theirs:
    plain = Theirs(UUID(int=100 + number), category, f"n{number}", 0, "recommendation", False, False, f"w{number}")
    return replace(plain, address=f"A.{number}", **facts)  # type: ignore[arg-type]


def own(number: int, category: UUID | None = A, **facts: object) -> Own:
    """The copy of that paragraph of the plenary, as it was given unless the facts say otherwise."""
    given = Given(A, f"n{number}", f"n{number}", 0, "recommendation", f"w{number}", None)
    plain = Own(
        UUID(int=200 + number),
        UUID(int=100 + number),
        given,
        category,
        OWN[category] if category else UUID(int=19),
        f"n{number}",
        0,
        "recommendation",
        False,
        f"w{number}",
        f"A.{number}",
    )
    return replace(plain, **facts)  # type: ignore[arg-type]


def new(number: int, position: str, **facts: object) -> Own:
    return replace(own(number), id=UUID(int=300 + number), origin=None, given=None, position=position, **facts)  # type: ignore[arg-type]


def compared(ours: list[Own], there: list[Theirs]) -> list[Compared]:
    in_order = sorted(ours, key=lambda one: (one.own_category, one.position))
    return compare(Picture(in_order, {one.id: one for one in there}, {A: "A", B: "B"}))


def one_of(ours: list[Own], there: list[Theirs], number: int = 2) -> Compared:
    return next(one for one in compared(ours, there) if one.own.id in {UUID(int=200 + number), UUID(int=300 + number)})


THREE = [own(1), own(2), own(3)]
THERE = [theirs(1), theirs(2), theirs(3)]


def with_second(**facts: object) -> list[Own]:
    return [THREE[0], replace(THREE[1], **facts), THREE[2]]  # type: ignore[arg-type]


def there_second(**facts: object) -> list[Theirs]:
    return [THERE[0], replace(THERE[1], **facts), THERE[2]]  # type: ignore[arg-type]


def test_what_nobody_touched_is_unchanged() -> None:
    assert [(one.state, one.structure, one.changed) for one in compared(THREE, THERE)] == [
        (State.UNCHANGED, (), False)
    ] * 3


def test_words_changed_by_the_group_alone_can_be_taken_as_they_are() -> None:
    assert one_of(with_second(words_hash="new"), THERE).state is State.CLEAN


def test_words_changed_on_both_sides_must_be_chosen() -> None:
    assert one_of(with_second(words_hash="new"), there_second(words_hash="other")).state is State.CHANGED_HERE_TOO


def test_words_changed_in_the_plenary_alone_are_none_of_the_groups_doing() -> None:
    assert one_of(THREE, there_second(words_hash="other")).state is State.UNCHANGED


def test_the_same_change_on_both_sides_is_none() -> None:
    assert one_of(with_second(words_hash="new"), there_second(words_hash="new")).state is State.UNCHANGED


def test_what_the_plenary_split_or_joined_meanwhile_must_be_chosen() -> None:
    assert one_of(with_second(words_hash="new"), there_second(apart=True)).state is State.CHANGED_HERE_TOO


def test_what_was_agreed_meanwhile_is_not_taken_any_more() -> None:
    agreed = there_second(agreed=True)

    assert one_of(with_second(words_hash="new"), agreed).state is State.AGREED_MEANWHILE
    assert one_of(with_second(kind="statement"), agreed).state is State.AGREED_MEANWHILE
    assert one_of(with_second(withdrawn=True), agreed).state is State.AGREED_MEANWHILE
    assert one_of(THREE, agreed).state is State.UNCHANGED


def test_what_the_plenary_withdrew_is_gone() -> None:
    assert one_of(with_second(words_hash="new"), there_second(withdrawn=True)).state is State.GONE


def test_a_withdrawal_is_clean_while_the_plenarys_words_are_those_given() -> None:
    assert one_of(with_second(withdrawn=True), THERE).structure == (Structure("withdrawn", None, None, True),)
    changed = one_of(with_second(withdrawn=True), there_second(words_hash="other"))
    assert (changed.state, changed.structure) == (State.WITHDRAWN, (Structure("withdrawn", None, None, False),))


def test_another_kind_and_level_are_listed_and_clean_unless_the_plenary_changed_them_otherwise() -> None:
    ours = with_second(kind="statement", level=1)

    assert one_of(ours, THERE).structure == (
        Structure("kind", "recommendation", "statement", True),
        Structure("level", "0", "1", True),
    )
    assert one_of(ours, there_second(level=2)).structure[1] == Structure("level", "0", "1", False)
    assert one_of(ours, there_second(kind="statement", level=1)).state is State.UNCHANGED


def test_of_a_new_order_as_few_as_possible_have_moved() -> None:
    ours = [own(1), own(2), own(3, position="n0")]
    found = {one.own.id: one for one in compared(ours, THERE)}

    assert {id_ for id_, one in found.items() if one.structure} == {UUID(int=203)}
    assert found[UUID(int=203)].structure == (Structure("moved", None, None, True),)
    place = found[UUID(int=203)].place
    assert place is not None
    assert place.before == UUID(int=201)


def test_a_move_is_clean_while_what_it_goes_behind_stands_where_it_stood() -> None:
    ours = [own(1, position="n25"), own(2), own(3)]

    assert one_of(ours, THERE, 1).structure == (Structure("moved", None, "A.2", True),)
    moved_there = [theirs(1), theirs(2, position="n9"), theirs(3)]
    assert one_of(ours, moved_there, 1).structure == (Structure("moved", None, "A.2", False),)
    moved_itself = [theirs(1, position="n9"), theirs(2), theirs(3)]
    assert one_of(ours, moved_itself, 1).structure == (Structure("moved", None, "A.2", False),)


def test_a_move_that_the_plenary_has_made_too_is_none() -> None:
    ours = [own(1, position="n25"), own(2), own(3)]

    assert one_of(ours, [theirs(1, position="n25"), theirs(2), theirs(3)], 1).state is State.UNCHANGED


def test_another_category_is_a_move_too() -> None:
    found = one_of([own(1), own(2, B), own(3)], THERE)

    assert found.structure == (Structure("category", "A", "B", True), Structure("moved", None, None, True))


def test_what_is_new_goes_behind_what_stands_before_it() -> None:
    found = one_of([*THREE, new(4, "n15"), new(5, "n16")], THERE, 5)

    assert found.state is State.ADDED
    assert found.place is not None
    assert (found.place.after, found.place.clean) == (UUID(int=304), True)


def test_what_is_new_has_no_clean_place_behind_what_has_gone() -> None:
    there = [theirs(1), theirs(2, withdrawn=True), theirs(3)]
    found = one_of([*THREE, new(4, "n25")], there, 4)

    assert found.place is not None
    assert (found.place.after, found.place.clean) == (UUID(int=201), False)


def test_what_is_new_and_withdrawn_again_is_not_told() -> None:
    assert len(compared([*THREE, new(4, "n15", withdrawn=True)], THERE)) == 3


def test_halves_of_a_split_belong_together() -> None:
    head, tail = own(2, words_hash="half"), new(4, "n25", split_from=UUID(int=202))
    found = {one.own.id: one for one in compared([own(1), head, own(3), tail], THERE)}

    assert found[head.id].together == {tail.id}
    assert found[tail.id].together == {head.id}
    assert found[tail.id].structure[0] == Structure("split", "A.2", None, True)


def test_what_was_joined_belongs_together() -> None:
    first, second = own(1, words_hash="both"), own(2, withdrawn=True, joined_into=UUID(int=201))
    found = {one.own.id: one for one in compared([first, second, own(3)], THERE)}

    assert found[first.id].together == {second.id}
    assert found[second.id].together == {first.id}
    assert found[first.id].structure == (Structure("joined", "A.2", None, True),)
    assert found[second.id].structure == (
        Structure("joined", None, "A.1", True),
        Structure("withdrawn", None, None, True),
    )
