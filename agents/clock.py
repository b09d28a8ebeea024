"""Tells the judge the time while the monitor runs live, so that a date passes although no article comes in."""

import asyncio
from datetime import datetime, timedelta

from newswatch.agents.app import Monitor
from newswatch.models import Tick
from newswatch.streaming import send

EVERY = timedelta(hours=1)


async def tell_time(monitor: Monitor) -> None:
    """Send a tick to every topic at each full hour, for ever."""
    while True:
        now = monitor.clock()
        hour = now.replace(minute=0, second=0, microsecond=0)
        await send_ticks(monitor, hour)
        await asyncio.sleep((hour + EVERY - now).total_seconds())


async def send_ticks(monitor: Monitor, moment: datetime) -> None:
    """Tell the judge of every topic that event time has come this far."""
    for word in monitor.watch.topics:
        await send(monitor.topics.claims, key=word, value=Tick(topic=word, time=moment).to_json())
