"""What every channel can do."""

from typing import Protocol

from newswatch.models import Delivery


class Channel(Protocol):
    """A way to reach a subscriber."""

    async def deliver(self, delivery: Delivery) -> None:
        """Bring one alert revision to one subscriber.

        Raises:
            DeliveryError: it did not arrive; trying again may help.
        """
