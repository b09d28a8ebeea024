"""Answers from a broker's log."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Protocol

from newswatch.errors import BrokerError
from newswatch.models import Decision, Fact
from newswatch.web.archive import HEADER_PREFIX, Letter, Page, Story, Tally, Wanted
from newswatch.web.following import (
    ALERTS,
    BOARD,
    COMMANDS,
    DEAD_LETTERS,
    DECISIONS,
    DELIVERIES,
    Following,
    Retried,
    Store,
)
from newswatch.web.index import Headers, Place, Record, alert_of, letter_of


class Send(Protocol):
    """Appends to a log the topic, key, value and headers of each record; all or none."""

    def __call__(self, records: Sequence[tuple[str, bytes | None, bytes | None, Headers]]) -> None:
        """Append, and return when they are durable."""


class KeptArchive:
    """An archive over a log; see `newswatch.web.archive.Archive`.

    Args:
        store: the log.
        send: appends to it; without it nothing can be put back.
        group: the group of consumers whose progress is counted.
    """

    def __init__(self, store: Store, send: Send | None = None, group: str = "newswatch") -> None:
        self._store = store
        self._send = send
        self._group = group
        self._following = Following(store)

    def alerts(self, wanted: Wanted) -> Page:
        """Return alerts in their newest revision, newest first."""
        with self._following.up_to_date(ALERTS) as seen:
            lines = list(islice(seen.alerts.newest(wanted), wanted.limit + 1))
        shown = lines[: wanted.limit]
        records = [self._record(ALERTS, line.place) for line in shown]
        following = shown[-1].place.cursor if len(lines) > len(shown) else None
        return Page(alerts=tuple(alert_of(record) for record in records if record), next=following)

    def story(self, alert_id: str) -> Story | None:
        """Return an alert with all its revisions, or nothing where there is none of this id."""
        with self._following.up_to_date(ALERTS, DECISIONS) as seen:
            lines = seen.alerts.revisions(alert_id)
            places = sorted(seen.decisions.get(alert_id, []))
        if not lines:
            return None
        revisions = [self._record(ALERTS, line.place) for line in lines]
        reports = [self._record(DECISIONS, place) for place in places]
        return Story(
            id=alert_id,
            revisions=tuple(alert_of(record) for record in revisions if record),
            reports=tuple(Decision.model_validate_json(record.value or b"") for record in reports if record),
        )

    def facts(self) -> list[Fact]:
        """Return what the stream has written to the board, by slot."""
        with self._following.up_to_date(BOARD) as seen:
            values = list(seen.facts.values())
        return sorted((Fact.model_validate_json(value) for value in values), key=lambda fact: fact.slot)

    def letters(self) -> list[Letter]:
        """Return the dead letters without their values, newest first."""
        with self._following.up_to_date(DEAD_LETTERS, COMMANDS) as seen:
            letters = [_with_retry(letter, seen.retried) for letter in seen.letters.values()]
        return sorted(letters, key=lambda letter: (letter.time, letter.partition, letter.offset), reverse=True)

    def letter(self, partition: int, offset: int) -> Letter | None:
        """Return a dead letter with its value, or nothing where there is none."""
        if (found := self._dead(partition, offset)) is None:
            return None
        record, letter = found
        with self._following.up_to_date(COMMANDS) as seen:
            letter = _with_retry(letter, seen.retried)
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
        if self._send is None:
            raise BrokerError("the broker's file is open for reading only")
        records = [(letter.origin.topic, record.key, record.value, _original(record.headers))]
        if COMMANDS in self._store.topics():
            command = Retried(partition=partition, offset=offset, time=now)
            records.append((COMMANDS, f"dead-letters/{letter.name}".encode(), command.model_dump_json().encode(), []))
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
                deliveries=Counter((name, state) for (name, _), state in seen.deliveries.items()),
            )

    def _processed(self, dead: Mapping[str, int]) -> dict[tuple[str, str], int]:
        """Return for each topic how many records ended well, and how many in the dead letters."""
        read: Counter[str] = Counter()
        for (topic, _), offset in self._store.committed(self._group).items():
            read[topic] += offset
        ended_badly = {topic: min(dead.get(topic, 0), count) for topic, count in read.items()}
        handled = {(topic, "handled"): count - ended_badly[topic] for topic, count in read.items()}
        return handled | {(topic, "dead_letter"): count for topic, count in ended_badly.items()}


def _with_retry(letter: Letter, retried: Mapping[tuple[int, int], datetime]) -> Letter:
    """Return a letter with the time at which it was put back, if it was."""
    time = retried.get((letter.partition, letter.offset))
    return letter.model_copy(update={"retried": time}) if time else letter


def _original(headers: Headers) -> list[tuple[str, bytes | None]]:
    return [(name, value) for name, value in headers if not name.startswith(HEADER_PREFIX)]
