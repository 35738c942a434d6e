"""Offices begin and end with a day, without anybody doing anything: at midnight (UTC) this says so."""

import asyncio
from collections import defaultdict
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, now
from app.core.logging import get_logger
from app.groups.models import Office
from app.groups.service import standing_changed

log = get_logger(__name__)


async def begin_day(session: AsyncSession, moment: datetime) -> None:
    """Announce whose standing is another one on this day than on the day before."""
    today = moment.date()
    turned = or_(Office.from_day == today, Office.until_day == today - timedelta(days=1))
    people: dict[UUID, set[UUID]] = defaultdict(set)
    for group_id, person_id in await session.execute(select(Office.group_id, Office.person_id).where(turned)):
        people[group_id].add(person_id)
    for group_id in sorted(people):
        await standing_changed(session, group_id, sorted(people[group_id]))


def seconds_to_midnight(moment: datetime) -> float:
    """How long this UTC day still lasts."""
    midnight = datetime.combine(moment.date() + timedelta(days=1), time(), tzinfo=moment.tzinfo)
    return (midnight - moment).total_seconds()


async def watch_days(database: Database) -> None:
    """Run for as long as the server does; cancel it to end it."""
    while True:
        day = now().date()
        while now().date() == day:  # noqa: ASYNC110 - it is the clock that we wait for, in steps, since clocks are set
            await asyncio.sleep(min(3_600.0, seconds_to_midnight(now()) + 0.05))
        try:
            async with database.writing() as session:
                await begin_day(session, now())
        except Exception:
            log.exception("day.failed")
