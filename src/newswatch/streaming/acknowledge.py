"""The guard for Faust's issue #606: an offset is never committed past a message that is still to be worked on.

Faust finds the offset to commit in the acknowledged ones. Its check for a hole in front of them is off by one, takes
offset 0 for "nothing committed", and counts the message after a hole in the log as acknowledged. It knows what is in
flight by weak references, from the moment an agent takes it: a message that waits in a queue, or whose agent was
cancelled by a shutdown, is not known, and a commit passes it over.

The guard knows every message from the moment it is handed out, in order, until it is acknowledged, its partition is
revoked, or a seek lets it come again. Then an acknowledged offset is safe to commit if it lies below all of these.
tests/streaming/test_acknowledge.py fails once Faust mends this; then the guard goes.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from faust.transport.consumer import Consumer
from faust.types import TP

UNGUARDED = Consumer._new_offset  # noqa: SLF001 - this is the method that is guarded
_init = Consumer.__init__
_perform_seek = Consumer.perform_seek
_on_partitions_revoked = Consumer.on_partitions_revoked


def install() -> None:
    """Put the guard into Faust, for every app of this process; doing it twice does no harm."""
    guarded: Any = Consumer
    guarded.__init__ = _init_with_guard
    guarded.perform_seek = _seek_and_forget
    guarded.on_partitions_revoked = _forget_revoked
    guarded._new_offset = _new_offset  # noqa: SLF001


def _init_with_guard(self: Any, *args: Any, **kwargs: Any) -> None:
    _init(self, *args, **kwargs)
    self._unacked_messages = set()
    self.callback = _handing_out(self, self.callback)


def _handing_out(self: Any, callback: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
    """Return a callback that also notes each message as being in flight."""
    unacked, acks_enabled_for = self._unacked_messages, self.app.topics.acks_enabled_for

    async def hand_out(message: Any) -> None:
        if acks_enabled_for(message.topic):
            unacked.add(message)
        await callback(message)

    return hand_out


async def _seek_and_forget(self: Any) -> None:
    """Let go of what lies beyond the offsets that were sought: it comes again."""
    await _perform_seek(self)
    for tp, offset in list(self._read_offset.items()):
        _forget(self, tp, offset or 0)


async def _forget_revoked(self: Any, revoked: set[TP]) -> None:
    """Let go of what is in flight from revoked partitions: it comes again, here or elsewhere."""
    for tp in revoked:
        _forget(self, tp, 0)
    await _on_partitions_revoked(self, revoked)


def _forget(self: Any, tp: TP, first: int) -> None:
    gone = [message for message in self._unacked_messages if message.tp == tp and message.offset >= first]
    self._unacked_messages.difference_update(gone)
    _keep(self, tp, [offset for offset in self._acked[tp] if offset < first])


def _keep(self: Any, tp: TP, acked: list[int]) -> None:
    self._acked[tp][:] = acked
    self._acked_index[tp] = set(acked)


def _new_offset(self: Any, tp: TP) -> int | None:
    """Return the offset to commit for a partition, at most the first message in flight, or nothing."""
    in_flight = [message.offset for message in self._unacked_messages if message.tp == tp and not message.acked]
    first = min(in_flight, default=None)
    finished: list[int] = [offset for offset in self._acked[tp] if first is None or offset < first]
    if not finished:
        return None
    _keep(self, tp, [offset for offset in self._acked[tp] if first is not None and offset > first])
    self._gap[tp].chop(0, max(finished) + 1)
    return max(finished) + 1
