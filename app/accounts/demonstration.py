"""Demonstration people, whom anybody may be, are let in only while the server demonstrates."""

from sqlalchemy import exists, select, update

from app.accounts.models import ApiToken, Login, Person
from app.core.database import Database, now


async def end_demonstration(database: Database) -> None:
    """End the logins and tokens that demonstration people have left; a server that demonstrates does not call it."""
    people = select(Person.id).where(Person.demo_role.is_not(None))
    async with database.reading() as session:
        if not await session.scalar(select(exists(people))):
            return
    async with database.writing() as session:
        for table in (Login, ApiToken):
            left = update(table).where(table.person_id.in_(people), table.revoked_at.is_(None))
            await session.execute(left.values(revoked_at=now()))
