"""What tests of proposals have in common."""

from collections.abc import Awaitable, Callable
from typing import Any

from httpx import AsyncClient, Response

from app.core.ids import uuid7
from tests.factories import Cast

As = Callable[[str], Awaitable[AsyncClient]]
SHALL = [{"insert": "1. Member States shall promote the participation of all stakeholders."}]


def change(cast: Cast, runs: list[dict[str, Any]] | None = None, number: int = 0, **more: Any) -> dict[str, Any]:
    """A proposal to change a paragraph."""
    return {
        "id": str(uuid7()),
        "text": str(uuid7()),
        "kind": "change",
        "paragraph": str(cast.paragraphs[number]),
        "runs": runs if runs is not None else SHALL,
        **more,
    }


def deletion(cast: Cast, number: int = 0, **more: Any) -> dict[str, Any]:
    return {"id": str(uuid7()), "kind": "deletion", "paragraph": str(cast.paragraphs[number]), **more}


def addition(cast: Cast, words: str, after: int | None = 0, **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid7()),
        "text": str(uuid7()),
        "kind": "addition",
        "category": str(cast.categories[0]),
        "after": str(cast.paragraphs[after]) if after is not None else None,
        "runs": [{"insert": words}],
        **more,
    }


async def propose(client: AsyncClient, cast: Cast, wanted: dict[str, Any], status: int = 201) -> dict[str, Any]:
    response = await client.post(f"/api/documents/{cast.document_id}/proposals", json=wanted)
    assert response.status_code == status, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def proposals(client: AsyncClient, cast: Cast) -> list[dict[str, Any]]:
    response = await client.get(f"/api/documents/{cast.document_id}/proposals")
    assert response.status_code == 200, response.text
    listed: list[dict[str, Any]] = response.json()
    return listed


async def do(client: AsyncClient, proposal: dict[str, Any], command: str, **body: Any) -> Response:
    return await client.post(f"/api/proposals/{proposal['id']}/{command}", json=body)


async def done(client: AsyncClient, proposal: dict[str, Any], command: str, **body: Any) -> dict[str, Any]:
    response = await do(client, proposal, command, **body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def paragraph(client: AsyncClient, cast: Cast, number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get(f"/api/paragraphs/{cast.paragraphs[number]}")).json()
    return found


async def record(client: AsyncClient, cast: Cast) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = (await client.get(f"/api/documents/{cast.document_id}/record?limit=500")).json()
    return lines
