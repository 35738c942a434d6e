"""Serving the built front end: hashed files for ever, and one page for every address that is not the server's own."""

from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_SERVER = ("/api", "/collab", "/healthz", "/readyz", "/metrics", "/assets", "/problems")


class _Hashed(StaticFiles):
    """Files whose names hold a hash of their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _file(folder: Path, path: str) -> Path | None:
    """The file that an address names within the folder, if there is one."""
    try:
        file = (folder / path).resolve()
        return file if path and file.is_file() and file.is_relative_to(folder.resolve()) else None
    except (OSError, ValueError):  # no file can have such a name
        return None


def install(application: FastAPI, folder: Path) -> None:
    """Serve the front end from this folder; without one, say how to make it."""
    index = folder / "index.html"
    if (folder / "assets").is_dir():
        application.mount("/assets", _Hashed(directory=folder / "assets"))

    @application.get("/{path:path}", include_in_schema=False)
    async def page(request: Request, path: str) -> Response:
        if request.url.path.startswith(_SERVER):
            raise HTTPException(404)
        if (file := _file(folder, path)) is not None:
            return FileResponse(file)
        if not index.is_file():
            return PlainTextResponse("The pages are not built: run `make install`.\n", status_code=503)
        return FileResponse(index, headers={"Cache-Control": "no-cache"})
