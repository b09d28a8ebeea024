"""Tells the judge the time while the monitor runs live, so that a date passes although no article comes in."""

import asyncio
from datetime import datetime, timedelta

from newswatch.agents.app import Monitor
from newswatch.models import Tick
from newswatch.streaming import send

EVERY = timedelta(hours=1)


async def tell_time(monitor: Monitor) -> None:
    """Send a tick to every topic at each full hour to come, for ever.

    Not at once: after a long stop the news of the meantime must come in before a date counts as passed.
    """
    while True:
        now = monitor.clock()
        hour = now.replace(minute=0, second=0, microsecond=0) + EVERY
        await asyncio.sleep((hour - now).total_seconds())
        await send_ticks(monitor, hour)


async def send_ticks(monitor: Monitor, moment: datetime) -> None:
    """Tell the judge of every topic that event time has come this far."""
    for word in monitor.watch.topics:
        await send(monitor.topics.claims, key=word, value=Tick(topic=word, time=moment).to_json())
