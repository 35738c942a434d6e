"""Who decides about what a group brought, and what became of one paragraph until it is recorded."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.breakouts.comparing import Compared
from app.breakouts.models import Became
from app.breakouts.schemas import EndorseItem
from app.core.actor import Actor
from app.groups.rights import Standing
from app.paragraphs.models import Paragraph
from app.texts.authorship import Author
from app.texts.runs import Words


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides: in their own office, or on the word of a chair or vice-chair (id and name)."""

    actor: Actor
    standing: Standing
    on_word_of: tuple[UUID, str] | None

    @property
    def author(self) -> Author:
        return Author(self.actor.person_id, self.standing.delegation_id)

    @property
    def facts(self) -> dict[str, Any]:
        word = self.on_word_of
        return {
            "on_word_of": {"id": str(word[0]), "name": word[1]} if word else None,
            "awaiting_confirmation": word is not None,
        }


@dataclass(slots=True)
class Done:
    """What became of one paragraph, until it is recorded; `mark` waits for its line."""

    one: Compared
    item: EndorseItem
    became: Became
    result_id: UUID | None
    subject_id: UUID
    words: Words | None
    facts: dict[str, Any]
    paragraph: Paragraph | None = None
    mark: dict[str, Any] | None = None
