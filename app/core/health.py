"""Whether the process lives, whether it can serve, and its figures."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from app.core.database import database_of
from app.core.errors import Unavailable

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """Answers as long as the process does."""
    return {"status": "ok"}


@router.get("/readyz")
async def ready(request: Request) -> dict[str, str]:
    """Answers 200 when the database does, 503 otherwise."""
    try:
        async with database_of(request).reading() as session:
            await session.execute(text("SELECT 1"))
    except Exception as error:
        raise Unavailable("The database does not answer.") from error
    return {"status": "ok"}


@router.get("/metrics")
async def metrics() -> Response:
    """Prometheus' text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
