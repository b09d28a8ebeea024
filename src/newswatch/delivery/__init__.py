"""From alerts to subscribers: who gets what, when it is tried again, and how it looks."""

from newswatch.delivery.channel import Channel
from newswatch.delivery.routing import Subscriber, subscribed
from newswatch.delivery.schedule import MOST_ATTEMPTS, next_attempt

__all__ = ["MOST_ATTEMPTS", "Channel", "Subscriber", "next_attempt", "subscribed"]
