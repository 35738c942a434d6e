"""How the hub hears of what commands did, here and on other servers."""

from uuid import UUID

import orjson
from sqlalchemy import Connection, select

from app.accounts.events import LoginRevoked, PersonChanged
from app.core.database import Database
from app.core.events import Events
from app.core.settings import Settings
from app.documents.events import AudienceChanged, DocumentChanged, Nudge
from app.documents.models import Document
from app.groups.events import StandingChanged
from app.paragraphs import access
from app.paragraphs.events import GatesRaised, GenerationRaised
from app.paragraphs.reading import read_changes
from app.sync import fanout
from app.sync.fanout import RedisBus
from app.sync.hub import Hub
from app.sync.sources import authorise
from app.sync.sweep import Sweeper
from app.texts.events import TextAdvanced

NO_DOCUMENT = UUID(int=0)


class Live:
    """The live half of a server: hub, clock and bus, started and stopped together."""

    def __init__(self, settings: Settings, database: Database, events: Events) -> None:
        namespace = database.url.rsplit("/", 1)[-1]
        self.bus = RedisBus(settings.bus_url, namespace) if settings.bus_url else None
        self.hub = Hub(database, authorise, access.document_access, self.bus)
        self._sweeper = Sweeper(self.hub)
        self._database = database
        if self.bus is not None:
            self.bus.heard = self._heard
        events.subscribe(DocumentChanged, self._document_changed)
        events.subscribe(GatesRaised, self._gates_raised)
        events.subscribe(GenerationRaised, self._generation_raised)
        events.subscribe(TextAdvanced, self._text_advanced)
        events.subscribe(Nudge, self._nudge)
        events.subscribe(StandingChanged, self._standing_changed)
        events.subscribe(AudienceChanged, self._audience_changed)
        events.subscribe(LoginRevoked, self._login_revoked)
        events.subscribe(PersonChanged, self._person_changed)

    async def start(self) -> None:
        """Begin to serve sockets."""
        await self.hub.start()
        self._sweeper.start()
        if self.bus is not None:
            await self.bus.start()

    async def stop(self) -> None:
        """Drain, checkpoint, leave."""
        await self._sweeper.stop()
        if self.bus is not None:
            await self.bus.stop()
        await self.hub.stop()

    # What happened on this server.

    async def _document_changed(self, event: DocumentChanged) -> None:
        async with self._database.reading() as session:
            message = orjson.dumps(await read_changes(session, event))
        self.hub.bus.tell(fanout.EVENT, event.document_id, event.number.to_bytes(8, "big") + message)
        self._send_event(event.document_id, event.number, message)

    def _gates_raised(self, event: GatesRaised) -> None:
        ids = b"".join(text_id.bytes for text_id in event.text_ids)
        self.hub.bus.tell(fanout.GATES, event.document_id or NO_DOCUMENT, ids)
        self._judge(set(event.text_ids), {event.document_id} if event.document_id else set())

    def _generation_raised(self, event: GenerationRaised) -> None:
        self.hub.bus.tell(fanout.GENERATION, event.text_id)
        self._retire(event.text_id)

    def _text_advanced(self, event: TextAdvanced) -> None:
        self.hub.bus.update(event.text_id, event.seq, event.seq, b"")
        self._advance(event.text_id, event.seq)

    def _nudge(self, event: Nudge) -> None:
        content = orjson.dumps(
            {
                "about": event.about,
                "subject": str(event.subject_id),
                "people": [str(id_) for id_ in event.people],
                "delegations": [str(id_) for id_ in event.delegations],
                "offices": event.offices,
            }
        )
        self.hub.bus.tell(fanout.NUDGE, event.document_id, content)
        self._send_nudge(event.document_id, content)

    async def _standing_changed(self, event: StandingChanged) -> None:
        self.hub.bus.tell(fanout.STANDING, event.group_id)
        await self._judge_group(event.group_id)

    def _audience_changed(self, event: AudienceChanged) -> None:
        self.hub.bus.tell(fanout.AUDIENCE, event.document_id)
        self._judge_document(event.document_id)

    def _login_revoked(self, event: LoginRevoked) -> None:
        self.hub.bus.tell(fanout.LOGINS, event.person_id, event.login_id.bytes if event.login_id else b"")
        self._end_logins(event.person_id, event.login_id)

    def _person_changed(self, event: PersonChanged) -> None:
        if event.rights:
            self._login_revoked(LoginRevoked(event.person_id, None))

    # What happened on another one.

    def _heard(self, kind: int, subject: UUID, content: bytes) -> None:
        hub = self.hub
        if kind == fanout.UPDATE:
            self._take_update(subject, content)
        elif kind == fanout.PRESENCE:
            channel = hub.channels.get(subject)
            if channel is not None:
                channel.take_foreign(content)
        elif kind == fanout.EVENT:
            self._send_event(subject, int.from_bytes(content[:8], "big"), content[8:])
        elif kind == fanout.GATES:
            texts = {UUID(bytes=content[at : at + 16]) for at in range(0, len(content), 16)}
            self._judge(texts, {subject})
        elif kind == fanout.STANDING:
            hub.spawn(self._judge_group(subject))
        elif kind == fanout.AUDIENCE:
            self._judge_document(subject)
        elif kind == fanout.GENERATION:
            self._retire(subject)
        elif kind == fanout.NUDGE:
            self._send_nudge(subject, content)
        elif kind == fanout.LOGINS:
            self._end_logins(subject, UUID(bytes=content) if content else None)

    def _take_update(self, text_id: UUID, content: bytes) -> None:
        self._advance(text_id, int.from_bytes(content[8:16], "big"))

    # What follows.

    def _advance(self, text_id: UUID, last: int) -> None:
        room = self.hub.rooms.get(text_id)
        if room is not None and last > room.seq:
            # The log has the words in their order with their owners; a message says only that it is time.
            self.hub.hear_of_more(room)

    def _send_nudge(self, document_id: UUID, content: bytes) -> None:
        channel = self.hub.channels.get(document_id)
        if channel is not None:
            channel.nudge(orjson.loads(content))
            self.hub.flush()

    def _send_event(self, document_id: UUID, number: int, message: bytes) -> None:
        channel = self.hub.channels.get(document_id)
        if channel is not None:
            channel.event(number, message)
            self.hub.flush()

    def _judge(self, text_ids: set[UUID], document_ids: set[UUID]) -> None:
        rooms = [self.hub.rooms[text_id] for text_id in text_ids if text_id in self.hub.rooms]
        channels = [self.hub.channels[one] for one in document_ids if one in self.hub.channels]
        self.hub.judge_anew(rooms, channels)

    def _judge_document(self, document_id: UUID) -> None:
        rooms = {room.text_id for room in self.hub.rooms.values() if room.document_id == document_id}
        self._judge(rooms, {document_id})

    async def _judge_group(self, group_id: UUID) -> None:
        for document_id in await self.hub.read(_documents_of, group_id):
            self._judge_document(document_id)

    def _retire(self, text_id: UUID) -> None:
        room = self.hub.rooms.get(text_id)
        if room is not None:
            self.hub.retire(room)
            self.hub.flush()

    def _end_logins(self, person_id: UUID, login_id: UUID | None) -> None:
        if login_id is not None:
            self.hub.end_logins(lambda actor: actor.login_id == login_id)
        else:
            # Tokens have no login: whoever still has a right comes back at once.
            self.hub.end_logins(lambda actor: actor.person_id == person_id)


def _documents_of(connection: Connection, group_id: UUID) -> list[UUID]:
    return list(connection.scalars(select(Document.id).where(Document.group_id == group_id)))
