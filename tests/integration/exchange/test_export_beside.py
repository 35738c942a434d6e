"""Alternatives and opinions go into the files, attributed as they are on record, and nothing private does."""

import io
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from docx import Document as read_docx
from httpx import AsyncClient
from pypdf import PdfReader

from app.core.ids import uuid7
from tests.factories import Cast

As = Callable[[str], Awaitable[AsyncClient]]


async def _opinion(client: AsyncClient, cast: Cast, words: str, attribution: str, *, place: bool) -> None:
    given = {"id": str(uuid7()), "text": str(uuid7()), "attribution": attribution, "runs": [{"insert": words}]}
    await client.post(f"/api/paragraphs/{cast.paragraphs[0]}/opinions", json=given)
    if place:
        assert (await client.post(f"/api/opinions/{given['id']}/place")).status_code == 200


@pytest.mark.parametrize("file_format", ["docx", "pdf", "html"])
async def test_opinions_are_an_annex_and_alternatives_stand_in_brackets(
    cast: Cast, client_as: As, file_format: str
) -> None:
    chair, member, other = await client_as("chair"), await client_as("member"), await client_as("other_member")
    alternative = {"id": str(uuid7()), "text": str(uuid7()), "runs": [{"insert": "States shall act."}]}
    await chair.post(f"/api/paragraphs/{cast.paragraphs[0]}/alternatives", json=alternative)
    await member.post(f"/api/alternatives/{alternative['id']}/support")
    await _opinion(member, cast, "Only shall will do.", "signed", place=True)
    await _opinion(other, cast, "The word binds nobody.", "some_members", place=True)
    await _opinion(other, cast, "A draft that nobody sees.", "signed", place=False)
    stance = {"kind": "object", "seen_by": "all", "reason": "Our reason.", "content_hash": "0" * 64}
    await other.put(f"/api/paragraphs/{cast.paragraphs[0]}/stance", json=stance)

    path = f"/api/documents/{cast.document_id}/export"
    answer = await chair.get(path, params={"format": file_format})
    assert answer.status_code == 200

    if file_format == "docx":
        said = "\n".join(one.text for one in read_docx(io.BytesIO(answer.content)).paragraphs)
    elif file_format == "pdf":
        said = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    else:
        said = answer.text
    if folder := os.environ.get("PAPERS"):
        Path(folder, f"beside.{file_format}").write_bytes(answer.content)
    for words in ("Alt 1", "supported by Hungary", "Annex. Opinions", "Only shall will do.", "The word binds nobody."):
        assert words in said.replace("\u00a0", " "), words
    assert "Some members" in said
    for private in ("A draft that nobody sees", "Our reason.", "Brazil"):
        assert private not in said

    clean = (await chair.get(path, params={"format": "html", "view": "clean"})).text
    assert "Alt 1" not in clean
    assert "Only shall will do." in clean


async def test_another_opinion_makes_another_file(cast: Cast, client_as: As) -> None:
    member = await client_as("member")
    path = f"/api/documents/{cast.document_id}/export?format=html"
    before = await member.get(path)
    assert (await member.get(path, headers={"If-None-Match": before.headers["etag"]})).status_code == 304
    await _opinion(member, cast, "Only shall will do.", "signed", place=True)
    assert (await member.get(path, headers={"If-None-Match": before.headers["etag"]})).status_code == 200
