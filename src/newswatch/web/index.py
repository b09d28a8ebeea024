"""Where each alert revision and each dead letter is in the log, in little memory, and how many there are of each."""

import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from pydantic import AwareDatetime, ValidationError

from newswatch.models import Alert, Severity, Status, Wire
from newswatch.web.archive import HEADER_PREFIX, RANKS, Letter, Origin, Wanted

Headers = Sequence[tuple[str, bytes | None]]


class Record(Protocol):
    """A record of a log; its timestamp is in milliseconds."""

    @property
    def partition(self) -> int:
        """The partition that it is in."""

    @property
    def offset(self) -> int:
        """Where in the partition."""

    @property
    def key(self) -> bytes | None:
        """The key."""

    @property
    def value(self) -> bytes | None:
        """The value."""

    @property
    def headers(self) -> Headers:
        """The headers."""

    @property
    def timestamp(self) -> int:
        """When it came."""


class Place(NamedTuple):
    """Where a record is; places are in the order in which records came."""

    timestamp: int
    partition: int
    offset: int

    @classmethod
    def of(cls, record: Record) -> "Place":
        """Return where a record is."""
        return cls(record.timestamp, record.partition, record.offset)

    @property
    def cursor(self) -> str:
        """This place as a word that a client hands back."""
        return f"{self.timestamp}-{self.partition}-{self.offset}"

    @classmethod
    def at(cls, cursor: str) -> "Place":
        """Return the place that a cursor names."""
        timestamp, partition, offset = cursor.split("-")
        return cls(int(timestamp), int(partition), int(offset))


class _Told(Wire):
    """What of an alert the index needs: a tenth of the time of a whole one."""

    id: str
    revision: int
    topic: str
    event: str
    severity: Severity
    status: Status
    detected: AwareDatetime


class Line(NamedTuple):
    """One alert revision in the index."""

    place: Place
    id: str
    revision: int
    topic: str
    event: str
    severity: Severity
    status: Status
    detected: float

    @classmethod
    def of(cls, record: Record) -> "Line | None":
        """Return the line of a record, or nothing where the record is no alert."""
        try:
            told = _Told.model_validate_json(record.value or b"")
        except ValidationError:
            return None
        words = sys.intern(told.topic), sys.intern(told.event)
        return cls(
            Place.of(record), told.id, told.revision, *words, told.severity, told.status, told.detected.timestamp()
        )

    def fits(self, wanted: Wanted) -> bool:
        """Tell whether this is asked for."""
        return (
            wanted.topic in (None, self.topic)
            and wanted.event in (None, self.event)
            and wanted.status in (None, self.status)
            and (wanted.severity is None or RANKS[self.severity] >= RANKS[wanted.severity])
            and (wanted.since is None or self.detected >= wanted.since.timestamp())
        )


class AlertIndex:
    """Every revision of every alert once, and the newest ones in the order in which they came."""

    def __init__(self) -> None:
        self._revisions: defaultdict[str, dict[int, Line]] = defaultdict(dict)
        self._newest: dict[str, Line] = {}
        self._ordered: list[Line] | None = None

    def add(self, line: Line) -> None:
        """Note a revision; one that is known already was sent twice and stays where it was first."""
        known = self._revisions[line.id]
        if known.setdefault(line.revision, line) is line and line.revision == max(known):
            self._newest[line.id] = line
            self._ordered = None

    def newest(self, wanted: Wanted) -> Iterator[Line]:
        """Yield the newest revisions that are asked for, newest first, beginning after the page before."""
        if self._ordered is None:
            self._ordered = sorted(self._newest.values())
        ordered, end = self._ordered, len(self._ordered)
        if wanted.after:
            end = bisect_left(ordered, Place.at(wanted.after), key=lambda line: line.place)
        return (ordered[at] for at in range(end - 1, -1, -1) if ordered[at].fits(wanted))

    def revisions(self, alert_id: str) -> list[Line]:
        """Return the revisions of an alert, oldest first."""
        known = self._revisions.get(alert_id, {})
        return [known[number] for number in sorted(known)]

    def raised(self, slot: str, detected: float) -> list[str]:
        """Return the alerts of a slot that were raised by what came in at this time."""
        lines = (known[1] for known in self._revisions.values() if 1 in known)
        return [line.id for line in lines if line.detected == detected and line.id.startswith(f"{slot}/")]

    def count(self) -> Counter[tuple[str, str, str]]:
        """Return how many alerts there are of each severity, topic and status."""
        return Counter((str(line.severity), line.topic, str(line.status)) for line in self._newest.values())


def letter_of(record: Record) -> Letter | None:
    """Return what the headers of a dead letter say, or nothing where they are not those of one."""
    told = {
        name.removeprefix(HEADER_PREFIX): (value or b"").decode(errors="replace")
        for name, value in record.headers
        if name.startswith(HEADER_PREFIX)
    }
    try:
        origin = Origin.model_validate({**told, "time": _moment(int(told["timestamp"]))})
        where = {"partition": record.partition, "offset": record.offset, "time": _moment(record.timestamp)}
        key = None if record.key is None else record.key.decode(errors="replace")
        return Letter.model_validate({**told, **where, "key": key, "origin": origin})
    except (ValidationError, KeyError, ValueError, OverflowError):
        return None


def alert_of(record: Record) -> Alert:
    """Return the alert in a record that the index knows."""
    return Alert.model_validate_json(record.value or b"")


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
