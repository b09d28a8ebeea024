"""What `newswatch rejudge` does: the pure reader and the pure judge over the stored log, beside the alerts of then."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError
from rich.console import Console, Group
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from newswatch.agents.app import pure
from newswatch.agents.judge import write
from newswatch.cli import articles, explaining, looking, prepare
from newswatch.cli.history import ARTICLES, CLAIMS, History, Message, arrived, records
from newswatch.delivery.console import COLOURS, shown
from newswatch.errors import ConfigurationError, DataError
from newswatch.judging import Baseline, judge
from newswatch.models import Alert, Wire
from newswatch.reading import Reader
from newswatch.topics import Watch
from newswatch.transport import Log

ALERTS = "newswatch.alerts"
COLOUR = {"+": "bold green", "-": "bold red", "~": "bold yellow"}


class Difference(Wire):
    """An alert that would now be raised (+), would no longer be raised (-), or would be another (~)."""

    mark: Literal["+", "-", "~"]
    alert: Alert
    changed: Mapping[str, tuple[Any, Any]] = {}


@dataclass(frozen=True)
class Rejudged:
    """What came of it.

    Attributes:
        differences: in the order in which the alerts were raised.
        same: how many alerts are as they were.
        articles: how many articles were read again.
        unread: those that could not be, with the reason.
        since: since when alerts are compared; None is all.
        short: whether the log begins only there, with what the board held before unknown.
    """

    differences: tuple[Difference, ...]
    same: int
    articles: int
    unread: tuple[str, ...]
    since: datetime | None
    short: bool


def rejudge(config: Path | None, baseline: Path | None, since: datetime | None) -> Rejudged:
    """Read and judge again what the embedded file of the settings keeps.

    Args:
        config: the settings' file.
        baseline: a seed document or a built baseline; the configured one if None.
        since: compare the alerts that were detected at this time or later; None compares all.

    Raises:
        ConfigurationError: the broker is Kafka, or the settings are wrong.
        BrokerError: there is no file, or it can't be read.
    """
    chosen = prepare.load_settings(config)
    if (path := chosen.embedded_file) is None:
        raise ConfigurationError("rejudge reads the embedded broker's file only, and the configured broker is Kafka")
    with Log.open(path, read_only=True) as log:
        watch = prepare.watch(chosen)
        reader = Reader(watch)
        began = prepare.built(chosen, [baseline] if baseline else [], watch, reader)
        with _bar(log) as progress:
            history = History(log, lambda one: articles.read(one, reader, chosen.reader_timeout), watch, progress)
            alerts = newest(judged(history.messages(), began, watch))
        start = _start(log, datetime.now(UTC))
        short = start is not None and (since is None or since < start)
        since = start if short else since
        before = newest(_logged(log))
    differences = tuple(compare(_since(before, since), _since(alerts, since)))
    others = sum(one.mark != "-" for one in differences)
    same = len(_since(alerts, since)) - others
    return Rejudged(differences, same, history.articles, tuple(history.unread), since, short)


def judged(messages: Iterable[Message], baseline: Baseline, watch: Watch) -> Iterator[Alert]:
    """Yield the alert revisions that messages lead to, told to an empty board."""
    state: dict[str, Any] = {}
    for message in messages:
        try:
            judgement = pure(judge, message, state, baseline, watch)
        except DataError:  # the agent would put it into the dead letters
            continue
        write(judgement.writes, state)
        yield from judgement.alerts


@dataclass(frozen=True)
class Raised:
    """An alert when it was raised, and as it stands."""

    first: Alert
    latest: Alert


def newest(revisions: Iterable[Alert]) -> dict[str, Raised]:
    """Return alerts by what their ids say of the development: all but the baseline's name, which may be another."""
    found: dict[str, Raised] = {}
    for alert in revisions:
        name = alert.id.rpartition("@")[0] or alert.id
        known = found.get(name)
        if known is None or alert.id != known.first.id:
            found.setdefault(name, Raised(alert, alert))
        elif alert.revision > known.latest.revision:
            found[name] = Raised(known.first, alert)
    return found


def _logged(log: Log) -> Iterator[Alert]:
    for record in records(log, ALERTS):
        try:
            yield Alert.model_validate_json(record.value or b"")
        except ValidationError:  # anyone may write to a topic
            continue


def _start(log: Log, now: datetime) -> datetime | None:
    """Return the time of the oldest claims that are kept, now where none are, or None where all are."""
    positions = log.topic(CLAIMS).positions if CLAIMS in log.topics() else ()
    if not any(log.earliest(*at) for at in positions):
        return None
    first = next(records(log, CLAIMS), None)
    return arrived(first) if first else now


def _since(alerts: Mapping[str, Raised], since: datetime | None) -> dict[str, Raised]:
    return {name: one for name, one in alerts.items() if since is None or one.first.detected >= since}


def compare(before: Mapping[str, Raised], now: Mapping[str, Raised]) -> Iterator[Difference]:
    """Yield how alerts differ from those of before, in the order in which they were raised."""
    both = sorted({**before, **now}.items(), key=lambda pair: (pair[1].first.detected, pair[0]))
    for name, _ in both:
        if name not in before:
            yield Difference(mark="+", alert=now[name].latest)
        elif name not in now:
            yield Difference(mark="-", alert=before[name].latest)
        elif changed := _changed(before[name].latest, now[name].latest):
            yield Difference(mark="~", alert=now[name].latest, changed=changed)


def _changed(before: Alert, now: Alert) -> dict[str, tuple[Any, Any]]:
    """Return the fields that matter to a reader and differ: before and now."""
    told = [(_fields(before)[name], value, name) for name, value in _fields(now).items()]
    return {name: (was, value) for was, value, name in told if was != value}


def _fields(alert: Alert) -> dict[str, Any]:
    fields = {name: getattr(alert, name) for name in ("relation", "event", "slot", "severity", "status")}
    return {**fields, "after": alert.after.value}


@contextmanager
def _bar(log: Log) -> Iterator[Callable[[], None]]:
    positions = log.topic(ARTICLES).positions if ARTICLES in log.topics() else []
    total = sum(log.highwater(*at) - log.earliest(*at) for at in positions)
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("articles"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=total)
        yield lambda: progress.advance(task)


# What is shown ---------------------------------------------------------------------------------------------------


def show(result: Rejudged, *, as_json: bool) -> None:
    """Print the differences, for a person or for a program, and on standard error what they leave out."""
    if result.short and result.since:
        day = f"{result.since.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        _say(f"what was read before {day} is no longer kept: what the board held then is taken from the baseline")
    for reason in result.unread:
        _say(f"not read: {shown(reason)}")
    if as_json:
        for one in result.differences:
            sys.stdout.write(one.model_dump_json() + "\n")
        return
    for one in result.differences:
        explaining.show(_told(one))
    looking.screen().print(summary(result), highlight=False, markup=False)


def _say(sentence: str) -> None:
    print(f"newswatch: {sentence}", file=sys.stderr)  # noqa: T201


def _told(one: Difference) -> Group:
    """Return a difference as lines: the mark and the headline, what changed, the sentence, and the id."""
    alert = one.alert
    head = Text.assemble(
        (f"{one.mark} ", COLOUR[one.mark]),
        (f"{alert.severity.upper():8} ", COLOURS[alert.severity]),
        (shown(alert.headline), "bold"),
    )
    changed = [Text(f"  {name}: {was} → {now}") for name, (was, now) in one.changed.items()]
    sentences = [
        Text(f"  now     {shown(told.sentence)} ({shown(told.source or told.article)})") for told in alert.evidence[:1]
    ]
    return Group(head, *changed, *sentences, Text(f"  {shown(alert.id)}", style="dim"))


def summary(result: Rejudged) -> str:
    """Return one line that says what came of it."""
    marks = [one.mark for one in result.differences]
    return (
        f"{result.articles} articles judged again: {marks.count('+')} alerts more, {marks.count('-')} fewer, "
        f"{marks.count('~')} changed, {result.same} the same"
    )
