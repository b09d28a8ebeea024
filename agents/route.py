"""Alert × subscribers → deliveries."""

from typing import Any

from newswatch.agents.app import Monitor, parsed
from newswatch.delivery import subscribed
from newswatch.models import Alert, Delivery
from newswatch.streaming import send


def register(monitor: Monitor) -> None:
    """Add the agent that routes alerts to subscribers."""

    async def handle(event: Any) -> None:
        alert = parsed(Alert, event.value)
        for subscriber in subscribed(monitor.subscribers, alert):
            delivery = Delivery(
                id=alert.key, subscriber=subscriber.name, state="scheduled", alert=alert, due=alert.detected
            )
            await send(monitor.topics.deliveries, key=subscriber.name, value=delivery.to_json())

    monitor.agent("route", monitor.topics.alerts, handle)
