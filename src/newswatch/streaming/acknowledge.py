"""The guard for Faust's issue #606: an offset is never committed past a message that is still being worked on.

Faust finds the offset to commit in the acknowledged ones. Its check for a hole in front of them is off by one, takes
offset 0 for "nothing committed", and counts the message after a hole in the log as acknowledged. What is in flight it
knows only by weak references, so a message whose agent was cancelled by a shutdown is forgotten, and the last commit
passes it over. The guard keeps messages in flight until they are acknowledged or their partition is revoked, and hides
from Faust whatever lies beyond the first of them. tests/streaming/test_acknowledge.py fails once Faust mends this; then
the guard goes.
"""

from typing import Any

from faust.transport.consumer import Consumer
from faust.types import TP

UNGUARDED = Consumer._new_offset  # noqa: SLF001 - this is the method that is guarded
_init = Consumer.__init__
_on_partitions_revoked = Consumer.on_partitions_revoked


def install() -> None:
    """Put the guard into Faust, for every app of this process; doing it twice does no harm."""
    guarded: Any = Consumer
    guarded.__init__ = _init_with_strong_references
    guarded.on_partitions_revoked = _forget_revoked
    guarded._new_offset = _new_offset  # noqa: SLF001


def _init_with_strong_references(self: Any, *args: Any, **kwargs: Any) -> None:
    _init(self, *args, **kwargs)
    self._unacked_messages = set()


async def _forget_revoked(self: Any, revoked: set[TP]) -> None:
    """Let go of what is in flight from revoked partitions: it comes again, here or elsewhere."""
    self._unacked_messages.difference_update([each for each in self._unacked_messages if each.tp in revoked])
    await _on_partitions_revoked(self, revoked)


def _new_offset(self: Any, tp: TP) -> int | None:
    """Return the offset to commit for a partition, below the first message in flight, or nothing."""
    in_flight = [message.offset for message in self._unacked_messages if message.tp == tp and not message.acked]
    if not in_flight:
        return UNGUARDED(self, tp)
    first = min(in_flight)
    acked = self._acked[tp]
    held_back = [offset for offset in acked if offset >= first]
    acked[:] = [offset for offset in acked if offset < first]
    try:
        return UNGUARDED(self, tp)
    finally:
        acked.extend(held_back)
