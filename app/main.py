"""The application: its parts put together, none of them knowing the others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

import app.amendments.models
import app.core.models  # noqa: F401  (registered with the metadata, like every model below)
from app.accounts import middleware as accounts_middleware
from app.accounts import router as accounts_router
from app.accounts.demonstration import end_demonstration
from app.alternatives import router as alternatives_router
from app.alternatives import service as alternatives
from app.amendments import gates as amendments
from app.amendments import router as amendments_router
from app.breakouts import router as breakouts_router
from app.breakouts import service as breakouts
from app.core import errors, health, pages
from app.core.database import Database
from app.core.events import Events
from app.core.idempotency import Idempotency
from app.core.mail import Outbox
from app.core.requests import RequestContext
from app.core.settings import Settings
from app.documents import router as documents_router
from app.documents import service as documents
from app.exchange import router as exchange_router
from app.exchange.out import router as out_router
from app.groups import door, inviting_router, mailing, people_router
from app.groups import router as groups_router
from app.groups import service as groups
from app.groups.days import watch_days
from app.groups.participants import router as participants_router
from app.history import router as history_router
from app.meetings import discussion
from app.meetings import router as meetings_router
from app.opinions import router as opinions_router
from app.opinions import service as opinions
from app.paragraphs import router as paragraphs_router
from app.paragraphs import service as paragraphs
from app.revisions import router as revisions_router
from app.sync import router as sync_router
from app.sync.wiring import Live

MAX_BODY = 4 * 1024 * 1024  # of a request; an import takes more
ROUTERS = (
    accounts_router.router,
    door.router,
    groups_router.router,
    people_router.router,
    inviting_router.router,
    participants_router.router,
    documents_router.router,
    paragraphs_router.router,
    alternatives_router.router,
    opinions_router.router,
    amendments_router.router,
    meetings_router.router,
    revisions_router.router,
    breakouts_router.router,
    history_router.router,
    exchange_router.router,
    out_router.router,
    sync_router.router,
    health.router,
)


def create_app(settings: Settings) -> FastAPI:
    """Build the application for these settings; it opens its database when its lifespan begins."""

    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[None]:
        events = Events()
        database = Database(settings.database_url, events)
        application.state.database = database
        application.state.actors.listen(events)
        # What happens to a document locks its breakout groups' texts first, together with its own (ENGINE E20).
        for part in (breakouts, groups, documents, paragraphs, amendments, alternatives, opinions, discussion):
            part.install(events)
        live = Live(settings, database, events)
        application.state.hub = live.hub
        if not settings.demo:
            await end_demonstration(database)
        await live.start()
        await mailing.forget_unsent(database)
        outbox = Outbox(settings)
        application.state.outbox = outbox
        outbox.start()
        days = asyncio.create_task(watch_days(database))
        try:
            yield
        finally:
            days.cancel()
            await asyncio.gather(days, return_exceptions=True)
            await outbox.stop()
            await live.stop()
            await application.state.actors.close(database)
            await database.close()

    application = FastAPI(
        title="Concord",
        summary="People who disagree write a text they can all sign.",
        docs_url="/api/docs",
        redoc_url=None,
        openapi_url="/api/openapi.json",
        max_body_size=MAX_BODY,
        lifespan=lifespan,
    )
    application.state.settings = settings
    errors.install(application)
    # The last one added is the outermost: a request gets its id, then its actor, then its kept answer.
    application.add_middleware(Idempotency)
    accounts_middleware.install(application, settings.public_url)
    application.add_middleware(RequestContext)
    for router in ROUTERS:
        # Not by include_router: it would analyse every route anew for each application, which is most of a short test.
        application.router.routes.extend(router.routes)
    pages.install(application, settings.frontend_dir)
    return application
