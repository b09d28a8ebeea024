"""From alerts to subscribers: who gets what, what is held back, when it is tried again, and how it looks."""

from newswatch.delivery.channel import Channel
from newswatch.delivery.routing import Subscriber, subscribed
from newswatch.delivery.schedule import MOST_ATTEMPTS, next_attempt
from newswatch.delivery.withholding import overtaken, silencing

__all__ = ["MOST_ATTEMPTS", "Channel", "Subscriber", "next_attempt", "overtaken", "silencing", "subscribed"]
