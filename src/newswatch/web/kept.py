"""Answers from a broker's log."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Protocol

from newswatch.errors import BrokerError
from newswatch.models import (
    Acknowledgement,
    Alert,
    Command,
    Decision,
    Expiry,
    Fact,
    Relation,
    Retried,
    Silence,
    Status,
)
from newswatch.web.archive import HEADER_PREFIX, Letter, Page, Step, Story, Tally, Wanted
from newswatch.web.commands import AskedAcknowledgement, AskedSilence
from newswatch.web.following import (
    ALERTS,
    BOARD,
    COMMANDS,
    DEAD_LETTERS,
    DECISIONS,
    DELIVERIES,
    JUDGED,
    Following,
    Store,
)
from newswatch.web.index import Headers, Place, Record, alert_of, letter_of

Sent = tuple[str, bytes | None, bytes | None, Headers]


class Send(Protocol):
    """Appends to a log the topic, key, value and headers of each record; all or none."""

    def __call__(self, records: Sequence[Sent]) -> None:
        """Append, and return when they are durable."""


class KeptArchive:
    """An archive over a log; see `newswatch.web.archive.Archive`.

    Args:
        store: the log.
        send: appends to it; without it nothing can be put back.
        group: the group of consumers whose progress is counted.
        clock: tells the time, by which silences hold.
    """

    def __init__(
        self,
        store: Store,
        send: Send | None = None,
        group: str = "newswatch",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._send = send
        self._group = group
        self._clock = clock
        self._following = Following(store)

    def alerts(self, wanted: Wanted) -> Page:
        """Return alerts in their newest revision, newest first."""
        with self._following.up_to_date(ALERTS, COMMANDS) as seen:
            known = dict(seen.commanded.acknowledged)
            newest = (one for one in seen.alerts.newest(wanted) if wanted.acknowledged in (None, one.id in known))
            lines = list(islice(newest, wanted.limit + 1))
        shown = lines[: wanted.limit]
        records = [self._record(ALERTS, line.place) for line in shown]
        alerts = tuple(alert_of(record) for record in records if record)
        return Page(
            alerts=alerts,
            next=shown[-1].place.cursor if len(lines) > len(shown) else None,
            silenced=self._silencing(alerts),
            acknowledged={alert.id: known[alert.id] for alert in alerts if alert.id in known},
        )

    def _silencing(self, alerts: Sequence[Alert]) -> dict[str, tuple[Silence, ...]]:
        with self._following.up_to_date(COMMANDS) as seen:
            return seen.commanded.silencing(alerts, self._clock())

    def story(self, alert_id: str) -> Story | None:
        """Return an alert with all its revisions, or nothing where there is none of this id."""
        with self._following.up_to_date(ALERTS, DECISIONS, COMMANDS, DELIVERIES) as seen:
            lines = seen.alerts.revisions(alert_id)
            acknowledged = seen.commanded.acknowledged.get(alert_id)
            deliveries = tuple(
                Step(subscriber=name, id=key, state=state, reason=reason)
                for (name, key), (state, reason) in seen.deliveries.items()
                if key.rpartition("#")[0] == alert_id
            )
            places = sorted(seen.decisions.get(alert_id, []))
        if not lines:
            return None
        revisions = [self._record(ALERTS, line.place) for line in lines]
        reports = [self._record(DECISIONS, place) for place in places]
        alerts = tuple(alert_of(record) for record in revisions if record)
        decisions = tuple(Decision.model_validate_json(record.value or b"") for record in reports if record)
        causes = tuple(self._cause(alert, decisions) for alert in alerts)
        silenced = self._silencing(alerts[-1:]).get(alert_id, ())
        return Story(
            id=alert_id,
            revisions=alerts,
            reports=decisions,
            causes=causes,
            silenced=silenced,
            acknowledged=acknowledged,
            deliveries=deliveries,
        )

    def _cause(self, alert: Alert, reports: Sequence[Decision]) -> str:
        """Return what led to a revision: the claims that came with it, an edit, or another alert."""
        if told := [f"{one.relation}, {one.reason} ({one.article})" for one in reports if led_to(one, alert)]:
            return "; ".join(dict.fromkeys(told))
        if alert.status is Status.RETRACTED and alert.evidence:
            return f"an edit of its article no longer says it ({alert.evidence[0].article})"
        if alert.relation is Relation.OVERDUE:
            return "its day has passed"
        with self._following.up_to_date(ALERTS) as seen:
            others = seen.alerts.raised(alert.slot, alert.detected.timestamp())
        led = [other for other in others if other != alert.id]
        return f"{alert.status} by {led[0]}" if led else "what led to it is no longer kept"

    def decided(self, article_id: str) -> list[Decision]:
        """Return what was decided on the claims of all versions of an article, oldest first, each once."""
        with self._following.up_to_date(DECISIONS) as seen:
            places = list(seen.decided.get(article_id.encode(), []))
        records = [self._record(DECISIONS, place) for place in places]
        return list(dict.fromkeys(Decision.model_validate_json(record.value or b"") for record in records if record))

    def state(self) -> dict[str, Any]:
        """Return the judge's table as far as it is written."""
        with self._following.up_to_date(JUDGED) as seen:
            values = dict(seen.table)
        return {json.loads(key): json.loads(value) for key, value in values.items()}

    def facts(self) -> list[Fact]:
        """Return what the stream has written to the board, by slot."""
        with self._following.up_to_date(BOARD) as seen:
            values = list(seen.facts.values())
        return sorted((Fact.model_validate_json(value) for value in values), key=lambda fact: fact.slot)

    def letters(self) -> list[Letter]:
        """Return the dead letters without their values, newest first."""
        with self._following.up_to_date(DEAD_LETTERS, COMMANDS) as seen:
            letters = [_with_retry(letter, seen.commanded.retried) for letter in seen.letters.values()]
        return sorted(letters, key=lambda letter: (letter.time, letter.partition, letter.offset), reverse=True)

    def letter(self, partition: int, offset: int) -> Letter | None:
        """Return a dead letter with its value, or nothing where there is none."""
        if (found := self._dead(partition, offset)) is None:
            return None
        record, letter = found
        with self._following.up_to_date(COMMANDS) as seen:
            letter = _with_retry(letter, seen.commanded.retried)
        return letter.with_content(record.value, _original(record.headers))

    def put_back(self, partition: int, offset: int, now: datetime) -> None:
        """Send what a complete dead letter carries to the topic that it came from, as it was.

        Raises:
            BrokerError: there is no such letter, it is not complete, or the log takes nothing.
        """
        if (found := self._dead(partition, offset)) is None:
            raise BrokerError(f"there is no dead letter {partition}/{offset}")
        record, letter = found
        if letter.obstacle:
            raise BrokerError(letter.obstacle)
        records: list[Sent] = [(letter.origin.topic, record.key, record.value, _original(record.headers))]
        if COMMANDS in self._store.topics():
            command = Retried(partition=partition, offset=offset, time=now)
            records.append(_command(f"dead-letters/{letter.name}", command))
        self._append(records)

    def silences(self) -> list[Silence]:
        """Return the silences that are kept, over or not, the one that expires last first."""
        with self._following.up_to_date(COMMANDS) as seen:
            silences = list(seen.commanded.silences.values())
        return sorted(silences, key=lambda silence: (silence.expires, silence.id), reverse=True)

    def add_silence(self, asked: AskedSilence, now: datetime) -> Silence:
        """Hold alerts back from subscribers; one that is there already stays as it is."""
        silence = asked.made(now)
        if (known := self._silence(silence.id)) is not None:
            return known
        self._append([_command(f"silences/{silence.id}", silence)])
        return silence

    def expire_silence(self, silence_id: str, now: datetime) -> Silence | None:
        """End a silence, if it is not over, and return it; nothing where there is none of this id."""
        silence = self._silence(silence_id)
        if silence is None or silence.expires <= now:
            return silence
        self._append([_command(f"silences/{silence_id}", Expiry(silence=silence_id, time=now))])
        return silence.until(now)

    def _silence(self, silence_id: str) -> Silence | None:
        with self._following.up_to_date(COMMANDS) as seen:
            return seen.commanded.silences.get(silence_id)

    def acknowledge(self, alert_id: str, asked: AskedAcknowledgement, now: datetime) -> Acknowledgement | None:
        """Note that someone has seen an alert; return the first who has, or nothing where there is no such alert."""
        with self._following.up_to_date(ALERTS, COMMANDS) as seen:
            known = seen.commanded.acknowledged.get(alert_id)
            raised = bool(seen.alerts.revisions(alert_id))
        if known or not raised:
            return known
        new = Acknowledgement(alert=alert_id, author=asked.author, comment=asked.comment, time=now)
        self._append([_command(f"alerts/{alert_id}", new)])
        return new

    def _append(self, records: Sequence[Sent]) -> None:
        """Send records.

        Raises:
            BrokerError: the log takes nothing.
        """
        if self._send is None:
            raise BrokerError("the broker's file is open for reading only")
        self._send(records)

    def _dead(self, partition: int, offset: int) -> tuple[Record, Letter] | None:
        topic = self._store.topics().get(DEAD_LETTERS)
        if topic is None or partition >= topic.partitions:
            return None
        record = self._record(DEAD_LETTERS, Place(0, partition, offset))
        letter = letter_of(record) if record else None
        return (record, letter) if record and letter else None

    def _record(self, topic: str, place: Place) -> Record | None:
        """Return one record, or nothing where retention has taken it."""
        found = self._store.read(topic, place.partition, place.offset, 1)
        return found[0] if found and found[0].offset == place.offset else None

    def tally(self) -> Tally:
        """Return the counts for /metrics."""
        with self._following.up_to_date(ALERTS, DEAD_LETTERS, DELIVERIES) as seen:
            return Tally(
                processed=self._processed(Counter(letter.origin.topic for letter in seen.letters.values())),
                dead_letters=Counter((letter.stage, letter.error) for letter in seen.letters.values()),
                alerts=seen.alerts.count(),
                deliveries=Counter((name, state) for (name, _), (state, _) in seen.deliveries.items()),
            )

    def _processed(self, dead: Mapping[str, int]) -> dict[tuple[str, str], int]:
        """Return for each topic how many records ended well, and how many in the dead letters."""
        read: Counter[str] = Counter()
        for (topic, _), offset in self._store.committed(self._group).items():
            read[topic] += offset
        ended_badly = {topic: min(dead.get(topic, 0), count) for topic, count in read.items()}
        handled = {(topic, "handled"): count - ended_badly[topic] for topic, count in read.items()}
        return handled | {(topic, "dead_letter"): count for topic, count in ended_badly.items()}


def _command(about: str, command: Command) -> Sent:
    """Return the record of a command, under what it is about."""
    return COMMANDS, about.encode(), command.to_json(), []


def led_to(decision: Decision, alert: Alert) -> bool:
    """Tell whether a claim led to a revision: the first one is raised by a development, later ones by none."""
    if decision.relation is None or (decision.alert, decision.detected) != (alert.id, alert.detected):
        return False
    return decision.relation.is_development == (alert.revision == 1)


def _with_retry(letter: Letter, retried: Mapping[tuple[int, int], datetime]) -> Letter:
    """Return a letter with the time at which it was put back, if it was."""
    time = retried.get((letter.partition, letter.offset))
    return letter.model_copy(update={"retried": time}) if time else letter


def _original(headers: Headers) -> list[tuple[str, bytes | None]]:
    return [(name, value) for name, value in headers if not name.startswith(HEADER_PREFIX)]
