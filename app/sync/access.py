"""Who is behind a token or cookie and what they may attach: looked up for many addresses at once, in one thread hop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection, select

from app.accounts.models import ApiToken, Login, Person
from app.accounts.secrets import secret_hash
from app.core.actor import Actor
from app.core.database import now
from app.texts import store
from app.texts.gate import NOBODY, Ask, Authoriser, Verdict

DocumentAccess = Callable[[Connection, UUID | None, UUID], Verdict]


@dataclass(frozen=True, slots=True)
class Key:
    """What somebody showed: a login cookie's secret or a token."""

    secret: str
    is_cookie: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """One address that somebody wants to attach, or has attached and is to be judged anew."""

    key: Key | None
    text_id: UUID | None = None
    document_id: UUID | None = None


@dataclass(slots=True)
class Findings:
    """What one look-up found: actors by key, a verdict a wish, the texts that had to be loaded."""

    actors: dict[Key, Actor | None] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    loaded: dict[UUID, store.Loaded] = field(default_factory=dict)
    document_numbers: dict[UUID, int] = field(default_factory=dict)


def look_up(
    connection: Connection,
    wishes: Sequence[Wish],
    load: Sequence[UUID],
    authorise: Authoriser,
    document_access: DocumentAccess,
) -> Findings:
    """Answer all wishes from one consistent view of the database."""
    findings = Findings(actors=actors_of(connection, {wish.key for wish in wishes if wish.key is not None}))
    people = [_person(findings.actors.get(wish.key)) if wish.key is not None else None for wish in wishes]
    asks = [Ask(person, wish.text_id) for wish, person in zip(wishes, people, strict=True) if wish.text_id is not None]
    answers = iter(authorise(connection, asks)) if asks else iter(())
    documents: dict[tuple[UUID | None, UUID], Verdict] = {}
    for wish, person in zip(wishes, people, strict=True):
        if wish.text_id is not None:
            findings.verdicts.append(next(answers))
        elif wish.document_id is not None:
            asked = (person, wish.document_id)
            if asked not in documents:
                documents[asked] = document_access(connection, person, wish.document_id)
            findings.verdicts.append(documents[asked])
        else:
            findings.verdicts.append(NOBODY)
    if load:
        findings.loaded = store.load(connection, load)
    return findings


def _person(actor: Actor | None) -> UUID | None:
    return actor.person_id if actor is not None else None


def actors_of(connection: Connection, keys: set[Key]) -> dict[Key, Actor | None]:
    """The people behind these secrets; None where one no longer counts."""
    found: dict[Key, Actor | None] = dict.fromkeys(keys)
    hashes = {secret_hash(key.secret): key for key in keys}
    tokens = [digest for digest, key in hashes.items() if not key.is_cookie]
    cookies = [digest for digest, key in hashes.items() if key.is_cookie]
    if tokens:
        rows = connection.execute(
            select(ApiToken.secret_hash, Person.id, Person.name, Person.operator)
            .join(Person, Person.id == ApiToken.person_id)
            .where(ApiToken.secret_hash.in_(tokens), ApiToken.revoked_at.is_(None), Person.disabled_at.is_(None))
        )
        for row in rows:
            found[hashes[row.secret_hash]] = Actor(row.id, row.name, None, row.operator)
    if cookies:
        rows = connection.execute(
            select(Login.secret_hash, Login.id.label("login_id"), Person.id, Person.name, Person.operator)
            .join(Person, Person.id == Login.person_id)
            .where(
                Login.secret_hash.in_(cookies),
                Login.revoked_at.is_(None),
                Login.expires_at > now(),
                Person.disabled_at.is_(None),
            )
        )
        for row in rows:
            found[hashes[row.secret_hash]] = Actor(row.id, row.name, row.login_id, row.operator)
    return found


def ended_actors(connection: Connection, keys: Sequence[Key]) -> set[Key]:
    """Which of these secrets no longer count."""
    return {key for key, actor in actors_of(connection, set(keys)).items() if actor is None}
