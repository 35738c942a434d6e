"""A document goes out as a file: whoever may read it, under a name that tells copies apart."""

import io
from collections.abc import Awaitable, Callable
from urllib.parse import unquote

import pytest
from docx import Document as read_docx
from fastapi import FastAPI
from httpx import AsyncClient
from pypdf import PdfReader
from sqlalchemy import update

from app.documents.models import Audience, Document
from tests.factories import Cast

As = Callable[[str], Awaitable[AsyncClient]]


def saved_as(disposition: str) -> str:
    return unquote(disposition.partition("filename*=UTF-8''")[2])


@pytest.mark.parametrize(
    ("file_format", "media"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("pdf", "application/pdf"),
        ("html", "text/html; charset=utf-8"),
    ],
)
async def test_it_comes_as_an_attachment_with_the_words(
    cast: Cast, client_as: As, file_format: str, media: str
) -> None:
    member = await client_as("member")
    response = await member.get(f"/api/documents/{cast.document_id}/export", params={"format": file_format})

    assert response.status_code == 200
    assert response.headers["content-type"] == media
    name = saved_as(response.headers["content-disposition"])
    assert name.startswith("Draft recommendations on enhanced cooperation - 2")
    assert name.endswith(f" - bracketed.{file_format}")
    assert "sandbox" in response.headers["content-security-policy"]
    if file_format == "docx":
        said = "\n".join(one.text for one in read_docx(io.BytesIO(response.content)).paragraphs)
    elif file_format == "pdf":
        said = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    else:
        said = response.text
    assert "the participation of all stakeholders." in said


async def test_a_list_is_of_what_the_chair_has_marked(cast: Cast, client_as: As) -> None:
    chair = await client_as("chair")
    page = (await chair.get(f"/api/documents/{cast.document_id}")).json()
    first = page["paragraphs"][0]
    await chair.put(
        f"/api/paragraphs/{first['id']}/status",
        json={"status": "agreed", "content_hash": first["content_hash"], "brackets_seen": True},
    )

    agreed = await chair.get(
        f"/api/documents/{cast.document_id}/export", params={"format": "html", "list": "agreed", "view": "clean"}
    )
    revisit = await chair.get(f"/api/documents/{cast.document_id}/export", params={"format": "html", "list": "revisit"})

    assert agreed.text.count("all stakeholders.") == 1
    assert "Last decision: No. 1, fingerprint " in agreed.text
    assert saved_as(agreed.headers["content-disposition"]).endswith(" - Agreed recommendations - clean.html")
    assert "No recommendation is to be revisited." in revisit.text


async def test_whoever_may_not_read_the_document_may_not_take_it_out(app: FastAPI, cast: Cast, client_as: As) -> None:
    async with app.state.database.writing() as session:
        await session.execute(update(Document).where(Document.id == cast.document_id).values(audience=Audience.MEMBERS))
    path = f"/api/documents/{cast.document_id}/export"
    answers = {role: (await (await client_as(role)).get(path)).status_code for role in ("nobody", "observer", "member")}

    assert answers == {"nobody": 401, "observer": 403, "member": 200}


async def test_what_a_browser_has_is_not_sent_again_until_something_changes(
    app: FastAPI, cast: Cast, client_as: As
) -> None:
    member = await client_as("member")
    path = f"/api/documents/{cast.document_id}/export?format=html"
    first = await member.get(path)
    again = await member.get(path, headers={"If-None-Match": first.headers["etag"]})
    other = await member.get(f"{path}&view=clean", headers={"If-None-Match": first.headers["etag"]})
    async with app.state.database.writing() as session:
        await session.execute(
            update(Document).where(Document.id == cast.document_id).values(title="Another", event_number=9)
        )
    changed = await member.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert [again.status_code, other.status_code, changed.status_code] == [304, 200, 200]
    assert '<h1 dir="auto">Another</h1>' in changed.text


async def test_an_unknown_format_list_or_revision_is_a_problem(cast: Cast, client_as: As) -> None:
    member = await client_as("member")
    path = f"/api/documents/{cast.document_id}/export"

    assert (await member.get(f"{path}?format=odt")).status_code == 422
    assert (await member.get(f"{path}?list=everything")).status_code == 422
    assert (await member.get(f"{path}?revision=7")).status_code == 404


async def test_a_revision_goes_out_as_it_was_frozen_to_those_it_is_released_to(cast: Cast, client_as: As) -> None:
    chair, member = await client_as("chair"), await client_as("member")
    base = f"/api/documents/{cast.document_id}"
    frozen = (await chair.post(f"{base}/revisions", json={"title": "For the plenary"})).json()
    await chair.patch(base, json={"title": "Another title"})
    path = f"{base}/export?format=html&revision=1"

    before = await member.get(path)
    await chair.post(f"{base}/revisions/1/releases", json={"audience": "members"})
    after = await member.get(path)

    assert (before.status_code, before.json()["type"]) == (403, "/problems/forbidden")
    assert after.status_code == 200
    assert saved_as(after.headers["content-disposition"]) == (
        "Draft recommendations on enhanced cooperation - Rev.1 - bracketed.html"
    )
    assert "<dt>Revision</dt><dd><bdi>Rev.1: For the plenary</bdi></dd>" in after.text
    assert "<dt>Distribution</dt><dd><bdi>members</bdi></dd>" in after.text
    assert f"Rev.1, fingerprint {frozen['fingerprint']}" in after.text
    assert after.headers["etag"] != (await chair.get(f"{base}/export?format=html")).headers["etag"]
