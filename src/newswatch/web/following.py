"""Follows a broker's log by offset, so that a question costs only what is new since the one before."""

import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from pydantic import BaseModel, ValidationError

from newswatch.web.archive import Step
from newswatch.web.commands import Commanded
from newswatch.web.index import AlertIndex, Line, Place, Record, letter_of

if TYPE_CHECKING:
    from newswatch.web.archive import Letter

ALERTS = "newswatch.alerts"
BOARD = "newswatch.board"
COMMANDS = "newswatch.commands"
DEAD_LETTERS = "newswatch.dead-letters"
DECISIONS = "newswatch.decisions"
DELIVERIES = "newswatch.deliveries"
JUDGED = "newswatch-judge-changelog"  # the judge's table: the last value of each key

FINAL = ("sent", "silenced", "dead")

READ_AT_ONCE = 500
LARGE_READ_AT_ONCE = 20  # a dead letter may have almost a megabyte

Model = TypeVar("Model", bound=BaseModel)


class Store(Protocol):
    """A log that can be read while others write to it."""

    def topics(self) -> Mapping[str, Any]:
        """Return its topics by name; each has `partitions`, a number."""

    def read(self, topic: str, partition: int, offset: int, limit: int) -> Sequence[Record]:
        """Return records of a partition from an offset on."""

    def committed(self, group: str) -> Mapping[Any, int]:
        """Return the next offset of each (topic, partition) that a group has read."""


class _OnAlert(BaseModel):
    """What of a decision matters here."""

    alert: str | None = None


class Following:
    """What the log has said so far, in little memory: the values stay in the log."""

    def __init__(self, store: Store) -> None:
        self.alerts = AlertIndex()
        self.decisions: defaultdict[str, list[Place]] = defaultdict(list)
        self.decided: defaultdict[bytes, list[Place]] = defaultdict(list)
        self.facts: dict[bytes, bytes] = {}
        self.table: dict[bytes, bytes] = {}
        self.letters: dict[tuple[int, int], Letter] = {}
        self.commanded = Commanded()
        self.deliveries: dict[tuple[str, str], tuple[str, str | None]] = {}  # state and reason
        self._store = store
        self._next: Counter[tuple[str, int]] = Counter()
        self._reading = threading.Lock()
        self._notes: Mapping[str, Callable[[Record], None]] = {
            ALERTS: self._note_alert,
            BOARD: self._note_fact,
            COMMANDS: self._note_command,
            DEAD_LETTERS: self._note_letter,
            DECISIONS: self._note_decision,
            DELIVERIES: self._note_delivery,
            JUDGED: self._note_state,
        }

    @contextmanager
    def up_to_date(self, *topics: str) -> Iterator[Self]:
        """Read what is new in these topics, and keep others from changing it for the time being."""
        with self._reading:
            for topic in topics:
                for record in self._new(topic):
                    self._notes[topic](record)
            yield self

    def _new(self, topic: str) -> Iterator[Record]:
        known = self._store.topics().get(topic)
        limit = LARGE_READ_AT_ONCE if topic == DEAD_LETTERS else READ_AT_ONCE
        for partition in range(known.partitions if known else 0):
            while records := self._store.read(topic, partition, self._next[topic, partition], limit):
                yield from records
                self._next[topic, partition] = records[-1].offset + 1

    def _note_alert(self, record: Record) -> None:
        if line := Line.of(record):
            self.alerts.add(line)

    def _note_fact(self, record: Record) -> None:
        _keep(self.facts, record)

    def _note_state(self, record: Record) -> None:
        _keep(self.table, record)

    def _note_command(self, record: Record) -> None:
        self.commanded.note(record.value)

    def _note_letter(self, record: Record) -> None:
        if letter := letter_of(record):
            self.letters[record.partition, record.offset] = letter

    def _note_decision(self, record: Record) -> None:
        if (decided := _parsed(_OnAlert, record)) is None:
            return
        self.decided[record.key or b""].append(Place.of(record))
        if decided.alert:
            self.decisions[decided.alert].append(Place.of(record))

    def _note_delivery(self, record: Record) -> None:
        if step := _parsed(Step, record):
            name = sys.intern(step.subscriber), step.id
            known = self.deliveries.get(name)
            if known is None or _goes_on(known[0], step.state):  # else it is told again
                self.deliveries[name] = sys.intern(step.state), step.reason


def _goes_on(known: str, state: str) -> bool:
    """Tell whether a delivery goes from one state to another; one that is silenced may have been under way."""
    return (known, state) == ("silenced", "sent") or (known not in FINAL and state != "scheduled")


def _keep(values: dict[bytes, bytes], record: Record) -> None:
    """Let a key have the value of a record, or none."""
    if record.value is None:
        values.pop(record.key or b"", None)
    else:
        values[record.key or b""] = record.value


def _parsed(model: type[Model], record: Record) -> Model | None:
    """Return the value of a record, or None where it is no such value: then it is not ours to show."""
    try:
        return model.model_validate_json(record.value or b"")
    except ValidationError:
        return None
