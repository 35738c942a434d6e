"""Doing to the plenary's text what was decided about one paragraph after another of a group's, all of it locked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.amendments.models import AmendmentKind
from app.breakouts import becoming, placing, titles
from app.breakouts.bringing import Written
from app.breakouts.changing import Held
from app.breakouts.comparing import Compared, State
from app.breakouts.decided import Decider, Done
from app.breakouts.models import Became
from app.breakouts.ruling import WORDS_GO_IN
from app.breakouts.schemas import EndorseItem, EndorseWrite
from app.breakouts.settling import Settling
from app.breakouts.sides import Read
from app.core.database import events_of, moment_of, now
from app.core.ids import uuid7
from app.documents import policy
from app.documents import service as documents
from app.documents.models import Category
from app.groups.models import Meeting, OfficeKind
from app.paragraphs import gates, marks, service
from app.paragraphs.events import Marking
from app.paragraphs.labels import label_added
from app.paragraphs.models import Paragraph, ParagraphKind, ParagraphStatus
from app.paragraphs.splitting import TooLong
from app.paragraphs.status import New, Seen, check_mark, closes, is_repeat
from app.texts.events import tell_advanced
from app.texts.forking import fork_many
from app.texts.merging import enter_runs
from app.texts.models import Text, TextClient, TextUpdate
from app.texts.positions import utf16_length
from app.texts.runs import Words, words_from


class Taking:
    """One endorsement, paragraph by paragraph in the order of the group's text; `finish` records and tells it."""

    def __init__(
        self,
        session: AsyncSession,
        decider: Decider,
        held: Held,
        read: Read,
        locked: dict[UUID, tuple[Paragraph, Text]],
        given: EndorseWrite,
    ) -> None:
        self._session = session
        self._decider = decider
        self._held = held
        self._read = read
        self._locked = locked
        self._given = given
        self._compared = {one.own.id: one for one in read.compared}
        self._there = {one.own.id: one.theirs.id for one in read.compared if one.theirs is not None}
        self._categories: set[UUID] = set()
        self._new_categories = False
        self._done: list[Done] = []
        self._meeting: Meeting | None = None

    async def begin(self, ready: Mapping[UUID, Written]) -> None:
        """Write all words at once: a hundred paragraphs are endorsed in one gesture."""
        self._meeting = await documents.current_meeting(self._session, self._held.plenary.group_id)
        updates: list[dict[str, Any]] = []
        clients: list[dict[str, Any]] = []
        for id_, written in ready.items():
            theirs = self._compared[id_].theirs
            assert theirs is not None
            text = self._locked[theirs.id][1]
            if utf16_length(written.words.text) > text.max_characters:
                address = self._compared[id_].own.address
                raise TooLong("The words chosen are longer than a paragraph may be.", paragraph=id_, address=address)
            at = moment_of(self._session)  # by which history knows the words of one endorsement to be one change
            for payload, author in written.updates:
                text.seq, text.changed_at = text.seq + 1, at
                entry = {"text_id": text.id, "seq": text.seq, "payload": payload, "at": at, "by_command": True}
                updates.append(entry | author._asdict())
            if written.client_id is not None:
                row = {"lineage": text.lineage, "client_id": written.client_id, "text_id": text.id}
                clients.append(row | {"person_id": self._decider.actor.person_id})
            if written.updates:
                tell_advanced(self._session, text)
        if updates:
            await self._session.execute(insert(TextUpdate), updates)
        if clients:
            await self._session.execute(insert(TextClient), clients)

    async def take(self, one: Compared, item: EndorseItem, written: Written | None) -> None:
        """Do to one paragraph what was decided."""
        done = Done(one, item, item.take, None, one.own.origin or one.own.id, self._own_words(one), {})
        if item.take is Became.ALTERNATIVE:
            await self._alternative(done)
        elif item.take is Became.PROPOSAL:
            await self._propose(done)
        elif item.take in WORDS_GO_IN:
            if one.theirs is None:
                await self._add(done)
            elif one.state is State.WITHDRAWN:
                await self._withdraw(done)
            else:
                await self._change(done, written)
        self._done.append(done)

    # What goes into the text.

    async def _change(self, done: Done, written: Written | None) -> None:
        one, item = done.one, done.item
        assert one.theirs is not None
        paragraph, text = self._locked[one.theirs.id]
        done.paragraph, done.result_id = paragraph, paragraph.id
        present = self._read.words[text.id]
        done.words = Words(present.runs, present.plain, present.hash)
        done.facts["hash_before"] = present.hash
        if written is not None:
            done.words = written.words
        if item.structure:
            await self._restructure(done, paragraph, text)
        whole = item.runs is None or done.words.hash == one.own.words_hash
        done.became = Became.TAKEN if whole else Became.AMENDED
        if item.mark:
            await self._mark(done, paragraph, text)

    async def _restructure(self, done: Done, paragraph: Paragraph, text: Text) -> None:
        """The structural changes that are clean, one by one; the others are left for somebody to make (ENGINE E17)."""
        one, session = done.one, self._session
        applied: list[dict[str, Any]] = []
        for change in one.structure:
            if not change.clean or change.what not in {"kind", "level", "moved"}:
                continue
            if change.what == "kind":
                paragraph.kind = ParagraphKind(one.own.kind)
            elif change.what == "level":
                paragraph.level = one.own.level
            elif one.place is not None:
                category = await self._category(one.place.own_category)
                origin = paragraph.category_id
                position, _ = await placing.position_for(
                    session,
                    self._held.plenary,
                    category,
                    one.place,
                    self._there,
                    self._compared,
                    moving=paragraph.id,
                )
                paragraph.position, paragraph.category_id = position, category.id
                self._categories |= {origin, category.id}
                if origin != category.id:
                    await service.gate_after_structure(session, paragraph, text, category, "moved")
            applied.append({"what": change.what, "before": change.before, "after": change.after})
        if applied:
            self._categories.add(paragraph.category_id)
            paragraph.changed_at = now()
            await label_added(session, self._held.plenary, paragraph)
            await session.flush()
            done.facts["structure"] = applied

    async def _add(self, done: Done) -> None:
        """A paragraph whose text is a fork of the group's, so that its words stay its authors'."""
        one, item, session = done.one, done.item, self._session
        own, own_text = self._locked[one.own.id]
        assert one.place is not None
        category = await self._category(one.place.own_category)
        plenary = self._held.plenary
        place = await placing.position_for(session, plenary, category, one.place, self._there, self._compared)
        text_id = uuid7()
        await fork_many(session, [(own_text.id, text_id)], self._decider.author)
        text = await session.get_one(Text, text_id)
        if item.runs is not None:
            wanted = words_from(item.runs)
            if utf16_length(wanted.text) > text.max_characters:
                raise TooLong("The words chosen are longer than a paragraph may be.")
            if done.words is not None and wanted.hash != done.words.hash:
                await enter_runs(session, text, wanted.runs, self._decider.author)
                done.became = Became.AMENDED
            done.words = wanted
        paragraph = Paragraph(
            id=uuid7(),
            document_id=plenary.id,
            category_id=category.id,
            position=place[0],
            level=own.level,
            kind=own.kind,
            text_id=text_id,
            proposer=own.proposer,
            source=own.source or titles.name_of(self._held.breakout),
            placeholders=own.placeholders,
            status=ParagraphStatus.NOT_YET_DISCUSSED,
            created_by=self._decider.actor.person_id,
            changed_at=now(),
        )
        await label_added(session, plenary, paragraph)
        session.add(paragraph)
        await session.flush()
        self._there[one.own.id] = paragraph.id
        self._categories.add(category.id)
        done.paragraph, done.result_id, done.subject_id = paragraph, paragraph.id, paragraph.id
        done.facts["after"] = str(place[1]) if place[1] else None
        own.copied_from = paragraph.id
        if item.mark:
            await self._mark(done, paragraph, text)

    async def _withdraw(self, done: Done) -> None:
        one = done.one
        assert one.theirs is not None
        paragraph, text = self._locked[one.theirs.id]
        words = self._read.words[text.id]
        done.words = Words(words.runs, words.plain, words.hash)
        done.paragraph, done.result_id = paragraph, paragraph.id
        done.facts |= {
            "withdrawn": True,
            "label": one.theirs.address,  # as everybody still sees it
        }
        paragraph.withdrawn_at = paragraph.changed_at = now()
        gates.raise_gate(self._session, text, self._held.plenary.id, "withdrawn")
        self._categories.add(paragraph.category_id)
        await self._session.flush()

    # What stands beside it.

    async def _alternative(self, done: Done) -> None:
        assert done.one.theirs is not None
        paragraph, _ = self._locked[done.one.theirs.id]
        done.paragraph = paragraph
        done.result_id = await becoming.keep_as_alternative(
            self._session,
            self._held.plenary,
            paragraph,
            self._locked[done.one.own.id][1].id,
            self._decider.author,
            self._held.breakout.id,
        )

    async def _propose(self, done: Done) -> None:
        one, session = done.one, self._session
        own, own_text = self._locked[one.own.id]
        paragraph: Paragraph | None = None
        words_of: Text | None = None
        kind = AmendmentKind.CHANGE
        if one.theirs is not None:
            paragraph, words_of = self._locked[one.theirs.id]
            done.paragraph = paragraph
            category = await session.get_one(Category, paragraph.category_id)
            if one.own.withdrawn:
                kind = AmendmentKind.DELETION
        else:
            kind = AmendmentKind.ADDITION
            assert one.place is not None
            category = await self._category(one.place.own_category)
            _, after = await placing.position_for(
                session, self._held.plenary, category, one.place, self._there, self._compared
            )
            paragraph = await session.get(Paragraph, after) if after is not None else None
        done.result_id = await becoming.table(
            session,
            self._decider.actor,
            self._decider.standing,
            self._held.plenary,
            category,
            paragraph,
            words_of,
            kind,
            None if kind is AmendmentKind.DELETION else own_text.id,
            level=own.level,
            paragraph_kind=own.kind,
            group=titles.name_of(self._held.breakout),
            note=done.item.note,
        )

    # Marks.

    async def _mark(self, done: Done, paragraph: Paragraph, text: Text) -> None:
        """Give the plenary's paragraph the mark that the group recommends, on the words that it has now."""
        own = self._read.rows[done.one.own.id]
        new = New(own.status, own.qualifier, own.qualifier_words)
        if new.status is ParagraphStatus.NOT_YET_DISCUSSED or done.words is None:
            return
        office = self._office()
        words = done.words
        seen = Seen(list(words.runs), words.text, words.hash, text.seq, tuple(paragraph.placeholders or ()))
        present = marks.marked_as(paragraph)
        if is_repeat(present, new, words.hash, office):
            return
        # What the convener marked with brackets in it was looked at then.
        as_marked = self._read.extra[done.one.own.id].marked_hash == words.hash
        check_mark(
            present, new, words.hash, seen, reason=done.item.note, brackets_seen=as_marked or self._given.brackets_seen
        )
        closing = closes(new.status, new.qualifier)
        await events_of(self._session).announce(
            self._session, Marking(paragraph.id, closing, self._given.alternatives_seen)
        )
        facts = marks.mark_facts(paragraph, new, seen, "", self._decider.on_word_of)
        done.mark = facts | {"reason": done.item.note, "group": titles.name_of(self._held.breakout)}
        await marks.change_gate(self._session, paragraph, text, new)
        by = self._decider.actor.name
        marks.set_mark(paragraph, new, seen, by, office, self._decider.on_word_of, self._meeting)

    def _office(self) -> OfficeKind:
        office = policy.office_of(self._decider.standing)
        assert office is not None
        return office

    async def _category(self, own_category: UUID) -> Category:
        own = await self._session.get_one(Category, own_category)
        self._new_categories = self._new_categories or own.copied_from is None
        return await placing.category_for(self._session, self._held.plenary, own)

    def _own_words(self, one: Compared) -> Words:
        words = self._read.words[self._read.rows[one.own.id].text_id]
        return Words(words.runs, words.plain, words.hash)

    async def finish(self) -> None:
        """Record every paragraph, keep what became of it for the group, and tell everyone."""
        settling = Settling(self._session, self._decider, self._held, self._locked, self._done, self._meeting)
        await settling.settle(self._categories, new_categories=self._new_categories)
