"""A breakout group is set up: it gets a text of its own, like what it was given, and nobody else's."""

from uuid import uuid4

from app.core.ids import uuid7
from tests.factories import Cast
from tests.integration.breakouts.conftest import ClientAs, SetUp, page_of, terms


async def test_a_group_finds_what_it_was_given_in_its_own_text(client_as: ClientAs, cast: Cast, set_up: SetUp) -> None:
    made = await set_up()
    member = await client_as("member")

    page = await page_of(member, made["copy"])
    plenary = await page_of(member, cast.document_id)

    assert page["title"] == "Breakout group 1: Implementation"
    assert page["copy_of"] == str(cast.document_id)
    assert [one["address"] for one in page["paragraphs"]] == ["A.1", "A.2", "A.3"]
    assert [one["words"] for one in page["paragraphs"]] == [one["words"] for one in plenary["paragraphs"]]
    assert {one["id"] for one in page["paragraphs"]}.isdisjoint(one["id"] for one in plenary["paragraphs"])
    assert [one["code"] for one in page["categories"]] == ["A"]


async def test_whoever_may_read_the_document_sees_which_groups_there_are(
    client_as: ClientAs, cast: Cast, set_up: SetUp
) -> None:
    made = await set_up()
    listed = {}
    for role in ("chair", "member", "other_member", "observer"):
        client = await client_as(role)
        [listed[role]] = (await client.get(f"/api/documents/{cast.document_id}/breakouts")).json()

    assert {one["id"] for one in listed.values()} == {made["id"]}
    assert {role for role, one in listed.items() if one["mine"]} == {"member", "other_member"}
    assert {role for role, one in listed.items() if one["may"]["read"]} == {"member", "other_member"}
    assert {role for role, one in listed.items() if one["may"]["convene"]} == {"other_member"}
    assert {role for role, one in listed.items() if one["may"]["manage"]} == {"chair"}
    assert listed["observer"]["given"]["categories"] == [
        {"id": str(cast.categories[0]), "code": "A", "title": "Implementation"}
    ]
    stranger = await client_as("stranger")
    assert (await stranger.get(f"/api/breakouts/{made['id']}")).status_code == 403


async def test_a_group_is_found_by_its_text_and_by_its_id(client_as: ClientAs, set_up: SetUp) -> None:
    made = await set_up()
    member = await client_as("member")

    assert (await member.get(f"/api/documents/{made['copy']}/breakout")).json()["id"] == made["id"]
    assert (await member.get(f"/api/breakouts/{made['id']}")).json()["copy"] == made["copy"]
    assert (await member.get(f"/api/breakouts/{uuid4()}")).status_code == 404


async def test_setting_up_the_same_group_again_is_the_same_group(client_as: ClientAs, cast: Cast) -> None:
    chair = await client_as("chair")
    wanted = terms(cast)

    first = await chair.post(f"/api/documents/{cast.document_id}/breakouts", json=wanted)
    again = await chair.post(f"/api/documents/{cast.document_id}/breakouts", json=wanted)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["copy"] == again.json()["copy"]


async def test_only_the_bureau_sets_groups_up(client_as: ClientAs, cast: Cast) -> None:
    codes = {}
    for role in ("chair", "vice_chair", "secretariat", "member", "observer", "stranger", "nobody"):
        client = await client_as(role)
        answer = await client.post(f"/api/documents/{cast.document_id}/breakouts", json=terms(cast))
        codes[role] = answer.status_code

    assert codes == {
        "chair": 201,
        "vice_chair": 201,
        "secretariat": 201,
        "member": 403,
        "observer": 403,
        "stranger": 403,
        "nobody": 401,
    }


async def test_a_paragraph_is_given_with_what_belongs_under_it(client_as: ClientAs, cast: Cast, set_up: SetUp) -> None:
    chair, member = await client_as("chair"), await client_as("member")
    first, second, third = cast.paragraphs
    await chair.patch(f"/api/paragraphs/{second}", json={"level": 1})

    made = await set_up(categories=[], paragraphs=[str(first)])

    page = await page_of(member, made["copy"])
    assert [one["address"] for one in page["paragraphs"]] == ["A.1", "A.1(a)"]
    assert made["given"]["paragraphs"] == [{"id": str(first), "address": "A.1"}]
    assert third not in {one["id"] for one in page["paragraphs"]}


async def test_numbers_stay_the_plenarys_and_what_is_new_takes_bis(
    client_as: ClientAs, cast: Cast, set_up: SetUp
) -> None:
    made = await set_up(categories=[], paragraphs=[str(cast.paragraphs[1]), str(cast.paragraphs[2])])
    member = await client_as("member")
    page = await page_of(member, made["copy"])
    new = {
        "id": str(uuid7()),
        "text": str(uuid7()),
        "category": page["categories"][0]["id"],
        "after": page["paragraphs"][0]["id"],
        "runs": [{"insert": "Something new."}],
    }

    added = await member.post(f"/api/documents/{made['copy']}/paragraphs", json=new)

    assert added.status_code == 201
    assert added.json()["address"] == "A.2 bis"


async def test_what_is_asked_for_must_be_there(client_as: ClientAs, cast: Cast) -> None:
    chair = await client_as("chair")
    wrong: list[dict[str, list[str]]] = [
        {"categories": [], "paragraphs": []},
        {"categories": [str(uuid4())]},
        {"paragraphs": [str(uuid4())]},
        {"conveners": [str(cast.people["stranger"])]},
        {"delegations": [str(uuid4())]},
    ]

    codes = [
        (await chair.post(f"/api/documents/{cast.document_id}/breakouts", json=terms(cast, **one))).status_code
        for one in wrong
    ]

    assert codes == [422, 404, 422, 422, 422]


async def test_an_ad_hoc_group_may_begin_with_nothing(client_as: ClientAs, set_up: SetUp) -> None:
    made = await set_up(kind="ad_hoc", name="Way forward", categories=[])
    member = await client_as("member")

    page = await page_of(member, made["copy"])

    assert page["title"] == "Ad hoc group 1: Way forward"
    assert [one["title"] for one in page["categories"]] == ["Way forward"]
    assert page["paragraphs"] == []


async def test_several_groups_may_be_given_the_same_category(client_as: ClientAs, set_up: SetUp) -> None:
    one, two = await set_up(), await set_up(name="The same")
    member = await client_as("member")

    assert (one["number"], two["number"]) == (1, 2)
    first, second = await page_of(member, one["copy"]), await page_of(member, two["copy"])
    assert {p["text"] for p in first["paragraphs"]}.isdisjoint(p["text"] for p in second["paragraphs"])


async def test_a_groups_text_is_in_no_list_of_documents(client_as: ClientAs, cast: Cast, set_up: SetUp) -> None:
    await set_up(openness="public")

    for role in ("chair", "member", "nobody"):
        client = await client_as(role)
        listed = (await client.get("/api/documents", params={"group": str(cast.group_id)})).json()
        assert {one["copy_of"] for one in listed} <= {None}


async def test_the_record_says_what_was_set_up_in_the_plenary_and_in_the_group(
    client_as: ClientAs, cast: Cast, set_up: SetUp
) -> None:
    made = await set_up()
    member = await client_as("member")

    plenary = (await member.get(f"/api/documents/{cast.document_id}/record")).json()
    own = (await member.get(f"/api/documents/{made['copy']}/record")).json()

    assert [line["action"] for line in plenary] == ["breakout.set_up"]
    assert [line["action"] for line in own] == ["breakout.set_up"]
    assert plenary[0]["facts"]["categories"] == ["A"]
    assert {one["name"] for one in plenary[0]["facts"]["participants"]} == {"Hungary", "Other Member"}
