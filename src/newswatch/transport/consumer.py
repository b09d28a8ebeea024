"""The receiving side of the driver.

There is one worker, so a rebalance is only a formality: when the subscription changes, everything is revoked and all
partitions of the topics are assigned again, in the order of calls that Faust expects from a Kafka consumer.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, cast

from faust.assignor.client_assignment import ClientAssignment
from faust.exceptions import ConsumerNotStarted
from faust.transport import base
from faust.types import TP
from faust.types.tuples import ConsumerMessage

from newswatch.transport.producer import CREATE_TIME, create_topic
from newswatch.transport.records import Position, Record

if TYPE_CHECKING:
    from faust.assignor.partition_assignor import PartitionAssignor

    from newswatch.transport.driver import Transport
    from newswatch.transport.log import Log

REBALANCING_SECONDS = 0.01  # how soon to look whether a rebalance has ended; nobody tells


class Consumer(base.Consumer):
    """Reads the log for Faust and keeps the group's offsets in it."""

    transport: "Transport"
    logger = logging.getLogger("faust.transport.sqlite")

    def __post_init__(self) -> None:
        self._broker: Log | None = None
        self._assigned: set[TP] = set()
        self._positions: dict[TP, int] = {}
        self._news = asyncio.Event()
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="newswatch-reader")
        self._end_watch: Any = None

    @property
    def broker(self) -> "Log":
        """The open log."""
        if self._broker is None:
            raise ConsumerNotStarted("the embedded broker is not open")
        return self._broker

    async def on_start(self) -> None:
        """Begin to hear of commits."""
        self._broker = await self.transport.open()
        self._end_watch = self._broker.watch(self._on_commit)
        await super().on_start()

    async def on_stop(self) -> None:
        """Commit what was acknowledged and hear of nothing more."""
        await super().on_stop()
        if self._end_watch is not None:
            self._end_watch()
        self._news.set()
        self._reading.shutdown(wait=False)
        self._broker = None

    def _on_commit(self, touched: frozenset[Position]) -> None:
        """Wake whoever waits for records of these partitions; runs in the writing thread."""
        if not touched.isdisjoint(self._active_partitions) and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._news.set)

    # Subscription

    async def subscribe(self, topics: Iterable[str]) -> None:
        """Take all partitions of these topics, in the background: the conductor that calls this is waited for."""
        wanted = sorted(topics)
        for topic in wanted:
            await self.transport.ensure(topic)
        self.add_future(self._rebalance(wanted))

    async def _rebalance(self, topics: list[str]) -> None:
        app = self.app
        app.on_rebalance_start()
        await self.on_partitions_revoked(set(self._assigned))
        assigned = {TP(*position) for topic in topics for position in self.broker.topic(topic).positions}
        await self._register(assigned)
        self._assigned = assigned
        self._positions = {tp: self._positions.get(tp, 0) for tp in assigned}
        await self.seek_to_committed()  # as Kafka's client begins; Faust may fetch before it seeks itself
        self._tell_assignor(topics)
        app.consumer_generation_id += 1
        await self.on_partitions_assigned(set(assigned), app.consumer_generation_id)

    async def _register(self, assigned: set[TP]) -> None:
        """Note what this group consumes, and nothing of changelogs, whose offsets nobody commits."""
        consumed = [Position(*tp) for tp in assigned if self.app.topics.acks_enabled_for(tp.topic)]
        await self._read(self.broker.register, self.app.conf.id, consumed)

    def _tell_assignor(self, topics: list[str]) -> None:
        """Fill in what a Kafka group's leader would have told Faust's assignor; the tables ask it."""
        assignor = cast("PartitionAssignor", self.app.assignor)
        actives = {topic: list(range(self.broker.topic(topic).partitions)) for topic in topics}
        assignor._assignment = ClientAssignment(actives=actives, standbys={})  # noqa: SLF001
        assignor._active_tps = set(self._assigned)  # noqa: SLF001
        assignor._standby_tps = set()  # noqa: SLF001
        assignor._topic_groups = dict.fromkeys(topics, 0)  # noqa: SLF001

    def assignment(self) -> set[TP]:
        """Return the partitions that are ours."""
        return set(self._assigned)

    def topic_partitions(self, topic: str) -> int | None:
        """Return how many partitions a topic has."""
        known = self.broker.topics().get(topic)
        return None if known is None else known.partitions

    def key_partition(self, topic: str, key: bytes | None, partition: int | None = None) -> int | None:
        """Return the partition that a key goes to."""
        return self.broker.partition(topic, key) if partition is None else partition

    async def create_topic(
        self,
        topic: str,
        partitions: int,
        replication: int,  # noqa: ARG002 - there is one copy
        **kwargs: Any,
    ) -> None:
        """Make a topic as Faust or the app declares it."""
        await create_topic(self.transport, topic, partitions, **kwargs)

    def _new_topicpartition(self, topic: str, partition: int) -> TP:
        return TP(topic, partition)

    # Fetching

    def resume_partitions(self, tps: Iterable[TP]) -> None:
        """Fetch from these partitions again, at once."""
        super().resume_partitions(tps)
        self._news.set()

    def resume_flow(self) -> None:
        """Fetch again, at once."""
        super().resume_flow()
        self._news.set()

    def on_buffer_drop(self, tp: TP) -> None:
        """Fetch from a partition again whose stream has room again."""
        super().on_buffer_drop(tp)
        self._news.set()

    async def _wait_next_records(self, timeout: float) -> tuple[Mapping[TP, list[Record]], set[TP]]:  # noqa: ASYNC109 - Faust's interface
        """Return what is to be delivered next; like Faust's own, but never asleep when there is something."""
        if not self.flow_active:
            await self.wait(self.can_resume_flow.wait())
        active = self._get_active_partitions()
        return await self._getmany(active, timeout), active

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> dict[TP, list[Record]]:  # noqa: ASYNC109 - Faust's interface
        """Return the next records of the active partitions; waits up to `timeout` seconds for a commit to bring any."""
        self._news.clear()
        records = await self._fetch(active_partitions)
        if not records and not self.should_stop:
            try:
                await asyncio.wait_for(self._news.wait(), REBALANCING_SECONDS if self.app.rebalancing else timeout)
            except TimeoutError:
                return {}
            self._news.clear()
            records = await self._fetch(active_partitions)
        return records

    async def _fetch(self, active: set[TP] | None) -> dict[TP, list[Record]]:
        if not self.flow_active:
            return {}
        behind = [tp for tp in self._assigned if (active is None or tp in active) and self._is_due(tp)]
        if not behind:
            return {}
        wanted = {tp: self._positions[tp] for tp in behind}
        limit = max(1, (self.app.conf.broker_max_poll_records or 500) // len(wanted))
        fetched = await self._read(self._read_all, wanted, limit)
        # A seek in the meantime wins: Faust would take what lies between for a gap, and commit past it.
        current = {tp: records for tp, records in fetched.items() if self._positions.get(tp) == wanted[tp]}
        for tp, records in current.items():
            self._positions[tp] = records[-1].offset + 1
        return current

    def _is_due(self, tp: TP) -> bool:
        """Say whether a partition has something that may be delivered now.

        Until a rebalance has ended, only changelogs: of the rest, Faust would clear away what has arrived, and then
        drop it when it comes again after the seek to the committed offsets.
        """
        behind = self._positions[tp] < self.broker.highwater(*tp)
        return behind and (not self.app.rebalancing or self._is_changelog_tp(tp))

    def _read_all(self, wanted: dict[TP, int], limit: int) -> dict[TP, list[Record]]:
        read = {tp: self.broker.read(*tp, offset, limit) for tp, offset in wanted.items()}
        return {tp: records for tp, records in read.items() if records}

    async def _read(self, call: Any, *args: Any) -> Any:
        return await self.loop.run_in_executor(self._reading, call, *args)

    def _to_message(self, tp: TP, record: Record) -> ConsumerMessage:
        return ConsumerMessage(
            record.topic,
            record.partition,
            record.offset,
            record.timestamp / 1000,
            CREATE_TIME,
            cast("list[tuple[str, bytes]]", record.headers),
            record.key,
            record.value,
            None,
            tp=tp,
            generation_id=self.app.consumer_generation_id,
        )

    # Offsets

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:
        await self._read(self.broker.commit, self.app.conf.id, {Position(*tp): at for tp, at in offsets.items()})
        return True

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Go to the committed offset of each partition, or to its first record; changelogs stay where they are."""
        committed = await self._read(self.broker.committed, self.app.conf.id)
        sought = {}
        for tp in self._assigned:
            if not self._is_changelog_tp(tp):
                offset = committed.get(Position(*tp))
                sought[tp] = await self._read(self.broker.earliest, *tp) if offset is None else offset
        self._positions.update(sought)
        self._news.set()
        return sought

    async def _seek(self, partition: TP, offset: int) -> None:
        self._positions[partition] = offset
        self._news.set()

    async def seek_wait(self, partitions: Mapping[TP, int]) -> None:
        """Go to these offsets."""
        for tp, offset in partitions.items():
            await self.seek(tp, offset)

    async def position(self, tp: TP) -> int | None:
        """Return the next offset to be fetched."""
        return self._positions.get(tp)

    async def earliest_offsets(self, *partitions: TP) -> Mapping[TP, int]:
        """Return the offset of the first record of each partition."""
        return {tp: await self._read(self.broker.earliest, *tp) for tp in partitions}

    def highwater(self, tp: TP) -> int:
        """Return the offset that the next record of a partition will have."""
        return self.broker.highwater(*tp)

    async def highwaters(self, *partitions: TP) -> Mapping[TP, int]:
        """Return the offset that the next record of each partition will have."""
        return {tp: self.highwater(tp) for tp in partitions}
