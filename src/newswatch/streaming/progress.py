"""How far a worker has come: what the watchdog and whoever waits for the end of a replay look at."""

import asyncio
from collections.abc import Mapping

from faust.types import TP


class Progress:
    """The next offset to process of each partition, and how many messages were processed in all."""

    def __init__(self) -> None:
        self.processed = 0
        self._next: dict[TP, int] = {}
        self._changed = asyncio.Event()

    def note(self, tp: TP, offset: int) -> None:
        """Note that the message at this offset was processed and acknowledged."""
        self.processed += 1
        self._next[tp] = max(offset + 1, self._next.get(tp, 0))
        self._changed.set()

    def next_offset(self, tp: TP) -> int | None:
        """Return the offset after the last message that was processed in this process."""
        return self._next.get(tp)

    def next_offsets(self) -> Mapping[TP, int]:
        """Return that of all partitions."""
        return dict(self._next)

    async def changed(self, *, within: float) -> None:
        """Wait until another message is processed, at most so many seconds."""
        self._changed.clear()
        try:
            await asyncio.wait_for(self._changed.wait(), within)
        except TimeoutError:
            return
