"""The Faust app, set up so that it is safe and quiet; `newswatch.streaming.lifecycle` says how it is run."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import faust
from faust.app.base import BootStrategy
from faust.tables.manager import TableManager
from faust.transport.drivers import aiokafka as kafka
from faust.types import TP
from mode import Service, ServiceT
from yarl import URL

from newswatch.errors import ConfigurationError
from newswatch.streaming import acknowledge
from newswatch.streaming.lifecycle import behind, crashed, drained, recovery, running
from newswatch.streaming.progress import Progress
from newswatch.streaming.tables import Table

__all__ = ["App", "behind", "crashed", "drained", "make_app", "quiet", "recovery", "running"]

MAX_RECORD_BYTES = 1024 * 1024  # Kafka's default for message.max.bytes
logger = logging.getLogger("faust.newswatch")  # as quiet or as loud as the rest of Faust
REBALANCING_SECONDS = 0.05  # how soon to look whether a rebalance has ended; nobody tells
SILENT = logging.CRITICAL + 1

SCHEMES = ("sqlite", "kafka")


class Declaring(Service):
    """Makes an app's declared topics while it starts."""

    logger = logger

    def __init__(self, app: Any) -> None:
        super().__init__()
        self._app = app

    async def on_start(self) -> None:
        """Make the topics that are missing."""
        for topic in self._app.declared:
            await topic.declare()


class DeclaringFirst(BootStrategy):
    """Makes the declared topics as soon as the app can send, before anything is consumed."""

    def kafka_producer(self) -> list[ServiceT]:
        """Return the services that come up first."""
        return [*super().kafka_producer(), Declaring(self.app)]


class App(faust.App):
    """A Faust app that keeps count of what it processed and makes no folders."""

    logger = logger

    BootStrategy = DeclaringFirst

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.progress = Progress()
        self.declared: list[Any] = []

    def declare(self, name: str, *, partitions: int | None = None, **settings: Any) -> Any:
        """Return a topic that is made, with these settings, when the app starts, on either broker.

        Args:
            name: the topic's name.
            partitions: the app's `partitions`, if none; what exists keeps its own.
            settings: as `faust.App.topic` has them: retention (seconds), compacting, deleting, config.
        """
        topic = self.topic(name, partitions=partitions, **settings)
        self.declared.append(topic)
        return topic

    async def on_first_start(self) -> None:
        """Leave the disk alone: tables live in memory and in their changelogs."""


class PromptTableManager(TableManager):
    """Starts the tables' recovery at once; Faust waits a second, for other workers that here cannot be."""

    logger = logger

    async def on_start(self) -> None:
        """Start the recovery."""
        await self._update_channels()
        await self.recovery.start()


class Topic(faust.Topic):
    """A topic whose failed sends only whoever awaits them hears of, not asyncio's log as well."""

    def _on_published(self, fut: Any, message: Any, *args: Any, **kwargs: Any) -> None:
        if fut.cancelled():  # whoever awaited it ends
            message.cancel()
            return
        super()._on_published(fut, message, *args, **kwargs)
        message.exception()  # which counts as heard


class KafkaProducer(kafka.Producer):
    """Kafka's producer, idempotent: a retried send is never in the log twice."""

    def _settings_extra(self) -> Mapping[str, Any]:
        return {"acks": "all", "enable_idempotence": True}


class KafkaConsumer(kafka.Consumer):
    """Kafka's consumer, which until a rebalance has ended fetches only changelogs.

    Of the rest, Faust would clear away what has arrived, and then drop it when it comes again after the seek to the
    committed offsets.
    """

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> Mapping[TP, list[Any]]:  # noqa: ASYNC109 - Faust's interface
        if self.app.rebalancing and active_partitions is not None:
            active_partitions = {tp for tp in active_partitions if self._is_changelog_tp(tp)}
            if not active_partitions:
                await asyncio.sleep(REBALANCING_SECONDS)
                return {}
        return await super()._getmany(active_partitions, timeout)


class KafkaTransport(kafka.Transport):
    """Kafka with these two."""

    Consumer = KafkaConsumer
    Producer = KafkaProducer


def make_app(
    broker: str,
    *,
    name: str = "newswatch",
    partitions: int = 1,
    replication: int = 1,
    commit_interval: float = 1.0,
    declare_topics: bool = True,
    instance: str | None = None,
    max_record_bytes: int = MAX_RECORD_BYTES,
    verbose: bool = False,
    **more: Any,
) -> App:
    """Return a Faust app for `sqlite://` or `kafka://`, with everything set that keeps messages safe.

    Args:
        broker: the broker's address.
        name: the app's id, which is its group of consumers.
        partitions: of topics and tables that do not say themselves.
        replication: the copies of topics that are made on Kafka.
        commit_interval: seconds between commits of what was acknowledged.
        declare_topics: whether the app may make topics.
        instance: a name for this worker that lasts over restarts (static membership on Kafka).
        max_record_bytes: larger records are refused, on both brokers.
        verbose: let Faust speak in the log.
        more: further settings of Faust's.

    Raises:
        ConfigurationError: the address is of neither kind.
    """
    urls = _addresses(broker)
    acknowledge.install()
    quiet(verbose=verbose)
    embedded = urls[0].scheme == "sqlite"
    settings = {
        **_settings(commit_interval),
        "broker": urls,
        "topic_partitions": partitions,
        "topic_replication_factor": replication,
        "topic_allow_declare": declare_topics,
        "producer_max_request_size": max_record_bytes,
        "consumer_group_instance_id": instance,
        **({"TableManager": PromptTableManager} if embedded else {}),
        **more,
    }
    app = App(name, **{key: value for key, value in settings.items() if value is not None})
    if not embedded:
        app.transport = app.producer_transport = KafkaTransport(urls, app)
    return app


def _addresses(broker: str) -> list[URL]:
    """Return the addresses in a broker setting: one file, or Kafka's servers with commas between."""
    scheme, _, rest = broker.partition("://")
    if scheme not in SCHEMES or not rest:
        raise ConfigurationError(f"broker = {broker!r} is neither sqlite:///file.db nor kafka://host:9092,…")
    return [URL(broker)] if scheme == "sqlite" else [URL(f"kafka://{host.strip()}") for host in rest.split(",")]


def _settings(commit_interval: float) -> dict[str, Any]:
    """Return Faust's settings that do not depend on the broker."""
    return {
        "value_serializer": "raw",  # an undecodable value would crash the agent for seconds
        "key_serializer": "raw",
        "store": "memory://",
        "processing_guarantee": "at_least_once",  # exactly_once is not usable in Faust (#323, #517, #177)
        "topic_disable_leader": True,
        "consumer_auto_offset_reset": "earliest",
        "broker_session_timeout": 10.0,
        "broker_heartbeat_interval": 3.0,
        "broker_commit_interval": commit_interval,
        "broker_commit_livelock_soft_timeout": 60.0,
        "producer_acks": -1,
        "producer_request_timeout": 30.0,
        "stream_buffer_maxsize": 512,  # messages in memory, for each agent
        "stream_wait_empty": False,  # a stuck agent must not hang the shutdown
        "stream_recovery_delay": 0.0,
        "web_enabled": False,
        "worker_redirect_stdouts": False,
        "Table": Table,
        "Topic": Topic,
    }


def quiet(*, verbose: bool) -> None:
    """Keep Faust, mode and aiokafka out of the log, or let them in."""
    for name in ("faust", "mode", "aiokafka"):
        logging.getLogger(name).setLevel(logging.NOTSET if verbose else SILENT)
