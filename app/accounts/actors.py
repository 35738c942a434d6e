"""Who is behind a cookie or a token, remembered for a few seconds, since every request and socket asks."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from app.accounts import service
from app.accounts.events import LoginRevoked, PersonChanged
from app.accounts.models import ApiToken
from app.accounts.secrets import secret_hash
from app.core.actor import Actor
from app.core.database import Database, now
from app.core.events import Events

REMEMBERED_S = 5.0
MOST = 20_000
NOTED_EVERY = timedelta(hours=1)
WRITTEN_AFTER_S = 60.0


class Actors:
    """The memory of one server. What another server revokes, this one forgets within REMEMBERED_S."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[str, tuple[float, Actor]] = {}
        self._changes = 0
        self._used: dict[UUID, datetime] = {}
        self._writer: asyncio.Task[None] | None = None

    def listen(self, events: Events) -> None:
        """Forget people when something about them changes."""
        events.subscribe(LoginRevoked, lambda event: self.forget(event.person_id))
        events.subscribe(PersonChanged, lambda event: self.forget(event.person_id))

    def forget(self, person_id: UUID) -> None:
        """Look this person up again at the next request."""
        self._changes += 1
        self._known = {key: kept for key, kept in self._known.items() if kept[1].person_id != person_id}

    async def by_cookie(self, database: Database, cookie: str) -> Actor | None:
        """Who is signed in with this cookie."""

        async def look_up() -> Actor | None:
            async with database.reading() as session:
                return await service.actor_for_cookie(session, cookie)

        return await self._recall(f"c{secret_hash(cookie)}", look_up)

    async def by_token(self, database: Database, token: str) -> Actor | None:
        """For whom a program with this token acts."""

        async def look_up() -> Actor | None:
            async with database.reading() as session:
                found = await service.token_and_actor(session, token)
            if found is None:
                return None
            self._note_use(database, found[0])
            return found[1]

        return await self._recall(f"t{secret_hash(token)}", look_up)

    async def _recall(self, key: str, look_up: Callable[[], Awaitable[Actor | None]]) -> Actor | None:
        present = self._clock()
        kept = self._known.get(key)
        if kept is not None and kept[0] > present:
            return kept[1]
        changes = self._changes
        actor = await look_up()
        # What was revoked while we looked must not be remembered.
        if actor is not None and changes == self._changes:
            if len(self._known) >= MOST:
                self._known = {key: kept for key, kept in self._known.items() if kept[0] > present}
            if len(self._known) < MOST:
                self._known[key] = (present + REMEMBERED_S, actor)
        return actor

    def _note_use(self, database: Database, token: ApiToken) -> None:
        if token.last_used_at is not None and now() - token.last_used_at < NOTED_EVERY:
            return
        self._used[token.id] = now()
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_later(database))

    async def _write_later(self, database: Database) -> None:
        await asyncio.sleep(WRITTEN_AFTER_S)  # one write for all the programs that come at once
        await self.write_uses(database)

    async def write_uses(self, database: Database) -> None:
        """Write down which tokens were used."""
        used, self._used = self._used, {}
        if not used:
            return
        async with database.writing() as session:
            for token_id, at in sorted(used.items()):
                await session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=at))

    async def close(self, database: Database) -> None:
        """Before the database closes: write what is still to be written."""
        if self._writer is not None:
            self._writer.cancel()
            with suppress(asyncio.CancelledError):
                await self._writer
        await self.write_uses(database)
