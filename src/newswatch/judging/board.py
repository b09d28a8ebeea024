"""The facts of one topic as they stand, and what one message writes to them.

A `Board` reads from a mapping that it never changes (the judge's table) and gathers its writes. Keys are
`topic|kind|name`, so that each write stays small:

    fact|SLOT      the fact as it stands              past|SLOT     what the slot held before
    events|SLOT    the events of a kind, lately       alert|ID      an alert's revisions and evidence
    seen|ARTICLE   the versions judged, their alerts  due           dates that wait for their event
    clock          event time                         journal       the last message's writes, whole
    order, told, undo    the readings of the last hours, in the order of event time (judging/order.py)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from newswatch.judging.baseline import Baseline
from newswatch.judging.due import Due
from newswatch.judging.occurrence import Occurrence
from newswatch.judging.relation import Position
from newswatch.models import Alert, Evidence, Fact, Status
from newswatch.topics import Topic

# How long a repeated article is recognised, in event time (the contract's promise).
REMEMBERED = timedelta(days=45)
# How many events of a kind are kept to tell a new one from a known one.
EVENTS_KEPT = 200
# How many earlier positions of a slot are kept to tell a new one from an old one.
POSITIONS_KEPT = 50

# The statuses that end an alert's life.
ENDED = (Status.SUPERSEDED, Status.RETRACTED)


@dataclass(frozen=True)
class AlertRecord:
    """An alert with its revisions, everyone who told of it, and what its slots held before.

    Attributes:
        told_by: the sentences that told of it, denials among them.
        replaced: what its slots held before.
        counts: the number that articles told beside that of the first, by article id.
        denied_by: the articles that deny it.
    """

    revisions: tuple[Alert, ...]
    told_by: tuple[Evidence, ...] = ()
    replaced: Mapping[str, Fact | None] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    denied_by: tuple[str, ...] = ()

    @property
    def latest(self) -> Alert:
        """The newest revision."""
        return self.revisions[-1]

    @property
    def ended(self) -> bool:
        """Whether the alert's life is over."""
        return self.latest.status in ENDED

    def to_state(self) -> dict[str, Any]:
        """Return this record as plain JSON values."""
        return {
            "revisions": [alert.model_dump(mode="json") for alert in self.revisions],
            "told_by": [evidence.model_dump(mode="json") for evidence in self.told_by],
            "replaced": {slot: fact and fact.model_dump(mode="json") for slot, fact in self.replaced.items()},
            "counts": dict(self.counts),
            "denied_by": list(self.denied_by),
        }

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "AlertRecord":
        """Return the record that `to_state` wrote."""
        return cls(
            tuple(Alert.model_validate(alert) for alert in state["revisions"]),
            tuple(Evidence.model_validate(evidence) for evidence in state["told_by"]),
            {slot: fact and Fact.model_validate(fact) for slot, fact in state["replaced"].items()},
            state.get("counts", {}),
            tuple(state.get("denied_by", ())),
        )


@dataclass
class Board:
    """The facts of one topic: the baseline, what the state adds to it, and what is written now."""

    topic: Topic
    baseline: Baseline
    state: Mapping[str, Any]
    writes: dict[str, Any] = field(default_factory=dict)

    def key(self, kind: str, name: str = "") -> str:
        """Return the key of the state under which something is kept."""
        return f"{self.topic.name}|{kind}|{name}" if name else f"{self.topic.name}|{kind}"

    @staticmethod
    def kind(key: str) -> str:
        """Return what kind of thing a key of the state keeps."""
        return key.split("|", 2)[1]

    def get(self, kind: str, name: str = "") -> Any:
        """Return what is kept, as it will be after this message; None where nothing is."""
        key = self.key(kind, name)
        return self.writes[key] if key in self.writes else self.state.get(key)

    def keep(self, kind: str, name: str, value: Any) -> None:
        """Keep something as plain JSON values; None forgets it."""
        self.writes[self.key(kind, name)] = value

    def names(self, kind: str) -> Iterator[str]:
        """Yield the names that the state and the writes hold under a kind."""
        prefix = self.key(kind) + "|"
        for key in {**dict.fromkeys(self.state), **self.writes}:
            if key.startswith(prefix):
                yield key.removeprefix(prefix)

    # Facts -----------------------------------------------------------------------------------------------------

    def _stored(self, slot: str) -> Fact | None:
        stored = self.get("fact", slot)
        return Fact.model_validate(stored) if stored else self.baseline.fact(slot)

    def fact(self, slot: str) -> Fact | None:
        """Return the fact in a slot as it stands: what came last, else the baseline's; None where nothing does."""
        fact = self._stored(slot)
        return fact if fact and fact.value is not None else None

    def past(self, slot: str) -> list[Position]:
        """Return what a slot held before, oldest first."""
        return [Position.model_validate(position) for position in self.get("past", slot) or []]

    def _put_past(self, slot: str, positions: Sequence[Position]) -> None:
        kept = positions[-POSITIONS_KEPT:]
        self.keep("past", slot, [position.model_dump(mode="json") for position in kept])

    def put(self, fact: Fact) -> Fact:
        """Put a fact into its slot as the next version, keeping the position that it replaces."""
        if replaced := self.fact(fact.slot):
            self._put_past(fact.slot, [*self.past(fact.slot), Position.of(replaced)])
        return self._version(fact)

    def correct(self, fact: Fact) -> Fact:
        """Put a fact as the next version in place of one that said it wrong, which is kept nowhere."""
        return self._version(fact)

    def put_back(self, slot: str, fact: Fact | None, instead_of: Fact) -> Fact:
        """Let a slot hold again what it held before a fact that is withdrawn; a fact without a value empties it."""
        self._put_past(slot, self.past(slot)[:-1] if fact else self.past(slot))
        return self._version(fact or instead_of.model_copy(update={"value": None, "alert": None}))

    def _version(self, fact: Fact) -> Fact:
        known = self._stored(fact.slot)
        versioned = fact.model_copy(update={"version": known.version + 1 if known else 1})
        self.keep("fact", fact.slot, versioned.model_dump(mode="json"))
        return versioned

    # Events, alerts, articles ------------------------------------------------------------------------------------

    def occurrences(self, slot: str) -> list[Occurrence]:
        """Return the known events of a slot, oldest report first."""
        return [Occurrence.from_state(state) for state in self.get("events", slot) or []]

    def put_occurrences(self, slot: str, occurrences: Sequence[Occurrence]) -> None:
        """Keep the events of a slot."""
        self.keep("events", slot, [occurrence.to_state() for occurrence in occurrences[-EVENTS_KEPT:]])

    def alert(self, alert_id: str | None) -> AlertRecord | None:
        """Return an alert by its id."""
        stored = self.get("alert", alert_id) if alert_id else None
        return AlertRecord.from_state(stored) if stored else None

    def put_alert(self, record: AlertRecord) -> None:
        """Keep an alert with its newest revision, for as long as its day is remembered: today's, or its event's."""
        day = max(self.clock.date(), record.latest.date or date.min)
        self.keep("alert", record.latest.id, {"day": day.isoformat(), **record.to_state()})

    def seen(self, name: str) -> dict[str, Any] | None:
        """Return what is known of an article: its day, its versions, and the alerts that each sent."""
        stored = self.get("seen", name)
        return dict(stored) if stored else None

    def fingerprint(self, article: str) -> str | None:
        """Return the fingerprint of the body that an article had when it was last judged, if it had one."""
        return (self.seen(article) or {}).get("fingerprint")

    def put_seen(self, name: str, seen: Mapping[str, Any]) -> None:
        """Remember an article version and the alerts that it sent."""
        self.keep("seen", name, {"day": self.clock.date().isoformat(), **seen})

    # Time --------------------------------------------------------------------------------------------------------

    @property
    def clock(self) -> datetime:
        """Event time: the latest publication seen, never before the baseline's own."""
        stored = self.get("clock")
        return datetime.fromisoformat(stored) if stored else self.baseline.published

    def advance(self, moment: datetime) -> None:
        """Let event time come as far as a moment; it never goes back. A new day forgets what is old."""
        before = self.clock
        if moment <= before:
            return
        self.keep("clock", "", moment.astimezone(UTC).isoformat())
        if moment.date() != before.date():
            self._forget(moment)

    def _forget(self, moment: datetime) -> None:
        """Forget the articles and the alerts of long ago, but the alerts that a fact on the board still names."""
        oldest = (moment - REMEMBERED).date().isoformat()
        named = self._named()
        for kind in ("seen", "alert"):
            for name in list(self.names(kind)):
                kept = self.get(kind, name)
                if kept and kept["day"] < oldest and not (kind == "alert" and name in named):
                    self.keep(kind, name, None)

    def _named(self) -> set[str]:
        """Return the alerts that the facts as they stand came from, and the dates that wait for their event."""
        facts = [self.fact(slot) for slot in self.names("fact")]
        return {fact.alert for fact in (*facts, *(due.fact for due in self.due)) if fact and fact.alert}

    @property
    def due(self) -> list[Due]:
        """The dates that wait for their event: those of the baseline and those that came after."""
        stored = self.get("due")
        return self.baseline.due(self.topic) if stored is None else [Due.model_validate(state) for state in stored]

    def put_due(self, due: Sequence[Due]) -> None:
        """Keep the dates that still wait; nothing is written where they are the same."""
        if list(due) != self.due:
            self.keep("due", "", [one.model_dump(mode="json") for one in due])

    # Names -------------------------------------------------------------------------------------------------------

    def alert_id(self, slot: str, value: str, *apart: object) -> str:
        """Return the id of an alert: slot / value / what tells it apart @ the baseline's name."""
        return f"{'/'.join(str(part) for part in (slot, value, *apart) if part)}@{self.baseline.name}"

    def free_id(self, slot: str, value: str, *apart: object) -> str:
        """Return an alert id that no alert has; two events that nothing tells apart are numbered from the second on."""
        wanted, number = self.alert_id(slot, value, *apart), 1
        while self.get("alert", wanted):
            number += 1
            wanted = self.alert_id(slot, value, *apart, number)
        return wanted

    def retell(self, sent: Sequence[Sequence[Any]]) -> tuple[Alert, ...]:
        """Return the alert revisions that a message sent before, as they were."""
        records = [(self.alert(alert_id), revision) for alert_id, revision in sent]
        return tuple(record.revisions[revision - 1] for record, revision in records if record)
