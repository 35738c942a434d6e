"""Importing on a running server."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import func, select

from app.documents.models import Document
from tests.factories import Cast

PARIS = Path(__file__).parents[2] / "fixtures/paris-draft-2015-10-23.json"
SMALL = json.dumps(
    {"title": "T", "categories": [{"code": "A"}], "paragraphs": [{"category": "A", "text": "[Words]"}]}, indent=1
)

ClientAs = Callable[[str], Awaitable[AsyncClient]]


async def test_the_secretariat_imports_a_draft_and_everyone_reads_it(client_as: ClientAs, cast: Cast) -> None:
    secretariat, observer = await client_as("secretariat"), await client_as("observer")

    answer = await secretariat.post(
        f"/api/groups/{cast.group_id}/imports?format=unfccc&title=Paris", content=PARIS.read_bytes()
    )

    assert answer.status_code == 201
    report = answer.json()
    assert (report["title"], report["paragraphs"]) == ("Paris", 547)
    page = (await observer.get(f"/api/documents/{report['document']}")).json()
    file = json.loads(PARIS.read_text())
    assert [(one["words"], one["label"] or None, one["level"]) for one in page["paragraphs"][:535]] == [
        (row["text"], row["label"], row["level"]) for row in file["paragraphs"]
    ]


async def test_only_those_who_may_create_documents_import_them(client_as: ClientAs, cast: Cast, app: FastAPI) -> None:
    for role, status in [("chair", 201), ("vice_chair", 201), ("member", 403), ("observer", 403), ("nobody", 401)]:
        client = await client_as(role)
        answer = await client.post(f"/api/groups/{cast.group_id}/imports", content=SMALL)
        assert answer.status_code == status, role
    async with app.state.database.reading() as session:
        assert await session.scalar(select(func.count()).where(Document.title == "T")) == 2


async def test_a_stranger_imports_nothing(client_as: ClientAs, cast: Cast) -> None:
    stranger = await client_as("stranger")
    answer = await stranger.post(f"/api/groups/{cast.group_id}/imports", content=SMALL)
    assert answer.status_code in {403, 404}


async def test_a_file_with_faults_is_answered_with_each_of_them(client_as: ClientAs, cast: Cast) -> None:
    chair = await client_as("chair")
    answer = await chair.post(f"/api/groups/{cast.group_id}/imports", content=SMALL.replace('"category"', '"part"'))

    assert answer.status_code == 422
    problem = answer.json()
    assert problem["type"] == "/problems/invalid"
    assert {error["pointer"] for error in problem["errors"]} == {"/paragraphs/0/category", "/paragraphs/0/part"}
    assert all(error["line"] for error in problem["errors"])


async def test_a_file_too_large_is_not_read_to_its_end(client_as: ClientAs, cast: Cast) -> None:
    chair = await client_as("chair")
    answer = await chair.post(f"/api/groups/{cast.group_id}/imports", content=b" " * (17 * 1024 * 1024))
    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/too-large"


async def test_a_file_is_looked_at_before_anything_is_written(client_as: ClientAs, cast: Cast, app: FastAPI) -> None:
    secretariat = await client_as("secretariat")
    answer = await secretariat.post(f"/api/groups/{cast.group_id}/imports?check=true", content=PARIS.read_bytes())

    assert answer.status_code == 200
    assert answer.json()["paragraphs"] == 547
    assert "document" not in answer.json()
    async with app.state.database.reading() as session:
        assert await session.scalar(select(func.count()).where(Document.title.startswith("Draft agreement"))) == 0


async def test_a_document_is_brought_in_for_those_who_may_see_it(client_as: ClientAs, cast: Cast) -> None:
    chair, observer = await client_as("chair"), await client_as("observer")
    answer = await chair.post(f"/api/groups/{cast.group_id}/imports?audience=bureau", content=SMALL)
    path = f"/api/documents/{answer.json()['document']}"
    assert (await chair.get(path)).json()["audience"] == "bureau"
    assert (await observer.get(path)).status_code in {403, 404}
