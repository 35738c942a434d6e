"""The application: its parts put together, none of them knowing the others."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

import app.accounts.models
import app.core.models
import app.documents.models
import app.groups.models
import app.ledger.models
import app.paragraphs.models
import app.texts.models  # noqa: F401
from app.core import errors
from app.core.database import Database
from app.core.events import Events
from app.core.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """Build the application for these settings; it opens its database when its lifespan begins."""

    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[None]:
        events = Events()
        database = Database(settings.database_url, events)
        application.state.database = database
        yield
        await database.close()

    application = FastAPI(title="Concord", docs_url="/api/docs", openapi_url="/api/openapi.json", lifespan=lifespan)
    application.state.settings = settings
    errors.install(application)
    return application
