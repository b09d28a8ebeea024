"""newswatch check: whether it can run here."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from newswatch.cli.options import AsJson, Config
from newswatch.cli.waiting import complete
from newswatch.errors import BaselineError, BrokerError, ConfigurationError, NewswatchError

if TYPE_CHECKING:
    from newswatch.feeds import Fetcher
    from newswatch.reading import Reader
    from newswatch.settings import Feed, Settings, Subscriber
    from newswatch.topics import Watch

KAFKA_SECONDS = 10.0
SENTENCE = "Israel and Hamas agreed to a truce on Sunday, Qatar said."


class Finding(NamedTuple):
    """What is with one part: whether it is well, and one sentence."""

    part: str
    well: bool
    told: str


def check(as_json: AsJson = False, config: Config = None) -> None:
    """Say whether newswatch can run here, part by part: yes, or why not.

    Looks at the configuration, the broker, the API's port, the language model, the baseline, the feeds and the
    subscribers. It changes nothing and notifies nobody; every feed is fetched once.

    Ends with 0 if all is well, 1 if something is not, 2 if the configuration itself is wrong.

    Examples:

        newswatch check

        newswatch check --config /etc/newswatch.toml --json
    """
    from newswatch.cli import prepare

    chosen = prepare.load_settings(config)
    well = True
    for finding in findings(chosen, prepare.watch(chosen)):
        well = well and finding.well
        _print(finding, as_json=as_json)
    if not well:
        raise typer.Exit(1)


def findings(chosen: "Settings", watch: "Watch") -> Iterator[Finding]:
    """Yield what is with each part."""
    yield Finding("configuration", well=True, told=f"the topics are {', '.join(watch.topics)}")
    yield _tried("broker", lambda: _broker(chosen))
    yield _tried("api", lambda: _api(chosen))
    readers: list[Reader] = []
    yield _tried("language model", lambda: _language_model(watch, readers))
    yield _tried("baseline", lambda: _baseline(chosen, watch, readers))
    yield from complete(_feeds(chosen.feeds))
    yield from _subscribers(chosen.subscribers, watch)


def _print(finding: Finding, *, as_json: bool) -> None:
    if as_json:
        told = {"part": finding.part, "ok": finding.well, "told": finding.told}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        typer.secho("yes" if finding.well else "no ", fg="green" if finding.well else "red", bold=True, nl=False)
        typer.echo(f"  {finding.part:<14}  {finding.told}")
    sys.stdout.flush()


def _tried(part: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(part, well=True, told=look())
    except NewswatchError as error:
        return Finding(part, well=False, told=str(error))


def _broker(chosen: "Settings") -> str:
    path = chosen.embedded_file
    if path is None:
        return complete(_kafka(chosen.broker.removeprefix("kafka://")))
    return _embedded(path)


def _embedded(path: Path) -> str:
    """Say what is with an embedded broker's file.

    Raises:
        BrokerError: it cannot be used.
    """
    from newswatch.transport import Log, holder

    if running := holder(path):
        return f"a running newswatch (process {running.pid}) uses {path}, which is fine"
    if not os.access(path.absolute().parent, os.W_OK):
        raise BrokerError(f"the folder {path.absolute().parent} is not there, or cannot be written")
    if not path.exists():
        return f"{path} is not there yet; the first run makes it"
    with Log.open(path, read_only=True):
        pass
    if not os.access(path, os.W_OK):
        raise BrokerError(f"{path} cannot be written")
    return f"{path} is usable, and no newswatch runs on it"


async def _kafka(servers: str) -> str:
    """Say that a Kafka cluster answers.

    Raises:
        BrokerError: it does not.
    """
    from aiokafka.client import AIOKafkaClient
    from aiokafka.errors import KafkaError

    from newswatch.streaming.app import quiet

    quiet(verbose=False)
    client = AIOKafkaClient(bootstrap_servers=servers)
    try:
        async with asyncio.timeout(KAFKA_SECONDS):
            await client.bootstrap()
        return f"{len(client.cluster.brokers())} Kafka brokers answer at {servers}"
    except (KafkaError, OSError) as error:  # also TimeoutError
        raise BrokerError(f"Kafka does not answer at {servers}") from error
    finally:
        await client.close()


def _api(chosen: "Settings") -> str:
    """Say that the API can listen where it is told to.

    Raises:
        ConfigurationError: it cannot.
    """
    from newswatch.transport import holder

    path = chosen.embedded_file
    if path and (running := holder(path)) and running.api:
        return f"a running newswatch answers on {running.api}"
    host, port = chosen.api.host.strip("[]"), chosen.api.port
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            return f"{host}:{port} is free"
    except OSError as error:
        raise ConfigurationError(f"{host}:{port} cannot be listened on: {error.strerror}; set api.port") from error


def _language_model(watch: "Watch", readers: "list[Reader]") -> str:
    """Load the reader and let it read a sentence.

    Raises:
        ConfigurationError: it can't be loaded.
    """
    from newswatch.models import Article
    from newswatch.reading import Reader

    reader = Reader(watch)
    readers.append(reader)
    reader.read(Article(id="check", body=SENTENCE))
    return "it was loaded, and it read a sentence"


def _baseline(chosen: "Settings", watch: "Watch", readers: "list[Reader]") -> str:
    """Build the baseline.

    Raises:
        BaselineError: it cannot be built.
    """
    from newswatch import judging
    from newswatch.cli import prepare
    from newswatch.judging import baseline as baselines

    path = chosen.baseline or prepare.built_in_seed()
    if path.suffix == ".json":
        known = baselines.load(prepare.raw(path), str(path))
    elif readers:
        known = judging.build([prepare.seed(path)], readers[0], watch)
    else:
        raise BaselineError("it can't be built without the language model")
    return f"{known.name} has {len(known.facts)} facts"


async def _feeds(feeds: "tuple[Feed, ...]") -> list[Finding]:
    """Fetch every feed once, side by side."""
    from newswatch.feeds import Fetcher

    if not feeds:
        told = "none is configured: name them after `newswatch run`, or send articles to newswatch.articles"
        return [Finding("feeds", well=True, told=told)]
    async with Fetcher() as fetcher:
        return await asyncio.gather(*(_feed(feed, fetcher) for feed in feeds))


async def _feed(feed: "Feed", fetcher: "Fetcher") -> Finding:
    from newswatch.feeds import printable, state_of

    now = datetime.now(UTC)
    outcome = await fetcher.poll(state_of(feed, now), now)
    name = printable(feed.url)
    if outcome.state.last_error:
        return Finding("feed", well=False, told=f"{name}: {outcome.state.last_error}")
    refused = f", {len(outcome.rejected)} entries that can't be used" if outcome.rejected else ""
    return Finding("feed", well=True, told=f"{name}: {len(outcome.articles)} articles{refused}")


def _subscribers(subscribers: "tuple[Subscriber, ...]", watch: "Watch") -> Iterator[Finding]:
    """Yield what is with each subscriber; that channels are known, the settings have made sure."""
    if not subscribers:
        yield Finding("subscribers", well=True, told="none is configured: `newswatch run` prints alerts on its screen")
    for one in subscribers:
        unknown = sorted(set(one.topics) - set(watch.topics))
        about = ", ".join(one.topics) or "all topics"
        told = f"no topic is called {unknown[0]}" if unknown else f"{about} from {one.severity} on, by {one.channel}"
        yield Finding("subscriber", well=not unknown, told=f"{one.name}: {told}")
