"""Event time decides: the board is what it would be had the articles come in the order in which they were written.

An article that comes after younger ones is judged as it comes, for its alerts; then the board's facts are wound back
to the time of the article, and the younger ones are told again after it, in silence. So any order of arrival within
`WINDOW` ends in the same facts. Alerts are never wound back: what was sent was sent.

    order            the hours of the window that have readings     told|NAME   a reading, as it was told
    order|HOUR       the readings of an hour, in order              undo|NAME   what its telling replaced
"""

import json
from bisect import insort
from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from newswatch.judging.alert import OVERDUE
from newswatch.judging.board import ENDED, AlertRecord, Board
from newswatch.judging.outcome import Outcome
from newswatch.judging.story import tell
from newswatch.judging.telling import Telling
from newswatch.models import Alert, Fact, Reading

# How late, in event time, an article may come and still find its place; later ones are told as they come.
WINDOW = timedelta(hours=48)
# How many younger readings are told again at most, and how many bytes of the table that may rewrite: a message holds
# what it changes twice, and a late article must hold up nothing.
TOLD_AGAIN = 300
REWRITTEN = 250_000
# What of the board's state is facts: what is wound back and told again. The rest is about messages and alerts.
FACTS = ("fact", "past", "events", "due")
HOUR = "%Y-%m-%dT%H"


@dataclass(frozen=True)
class Told:
    """A reading that was told to the board.

    Attributes:
        moment: when the article was written, in its own offset.
        at: where it stands in event time, in UTC: when it was written, but never before an earlier version of it; for
            what came too late, when it came.
        dated: whether the article itself says when it was written.
        reading: what it says.
        stood_on: the alerts that the article's last version told of.
        stands_on: the alerts that this one tells of.
        replaced: what the state held, by key, before it was told.
    """

    moment: datetime
    at: datetime
    dated: bool
    reading: Reading
    stood_on: Sequence[str] = ()
    stands_on: Sequence[str] = ()
    replaced: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What tells it from other readings; an article's versions stand in the order in which they came."""
        reading = self.reading
        return f"{reading.article.id}|{reading.detected.isoformat()}|{reading.article.content}"

    @property
    def place(self) -> list[str]:
        """Where it stands among others: by time, an undated one after the dated, and then by its name."""
        return [self.at.isoformat(timespec="microseconds"), "dated" if self.dated else "undated", self.name]

    @property
    def hour(self) -> str:
        """The hour in which it stands."""
        return self.at.strftime(HOUR)

    def to_state(self) -> dict[str, Any]:
        """Return this as plain JSON values, without what it replaced."""
        return {
            "moment": self.moment.isoformat(),
            "at": self.at.isoformat(),
            "dated": self.dated,
            "reading": self.reading.model_dump(mode="json", exclude_none=True),
            "stood_on": list(self.stood_on),
            "stands_on": list(self.stands_on),
        }

    @classmethod
    def from_state(cls, state: Mapping[str, Any], replaced: Mapping[str, Any]) -> "Told":
        """Return what `to_state` wrote, with what it replaced."""
        times = {name: datetime.fromisoformat(state[name]) for name in ("moment", "at")}
        return cls(**{**state, **times, "reading": Reading.model_validate(state["reading"]), "replaced": replaced})


def settle(telling: Telling, stood_on: Sequence[str], before: Mapping[str, Any], last: Mapping[str, Any] | None) -> str:
    """Put a reading that has been told into its place in event time, and let the board's facts follow from that.

    Args:
        telling: the reading, told to its board.
        stood_on: the alerts that the article's last version told of.
        before: the state before it was told.
        last: the article's last version, as the judge remembers it.

    Returns:
        where this one stands, to be remembered with it.
    """
    board = telling.board
    window = _Window(board)
    window.forget()
    told = Told(
        telling.moment,
        _at(telling, last),
        telling.dated,
        telling.reading,
        stood_on,
        telling.stands_on,
        _replaced(board, before),
    )
    first = window.version(telling.reading.article.id, last) or told
    others = [one for one in (first, *window.after(first)) if one is not told]
    if others or told.at < board.clock:
        line = _Line(told, others, telling, before) if len(others) <= TOLD_AGAIN else None
        told = line.written(window) if line and line.size <= REWRITTEN else replace(told, at=board.clock)
    window.add(told)
    return told.at.isoformat()


def _at(telling: Telling, last: Mapping[str, Any] | None) -> datetime:
    clock, moment = telling.board.clock, telling.moment.astimezone(UTC)
    at = moment if clock - WINDOW <= moment <= clock else clock
    return max(at, datetime.fromisoformat(last["at"])) if last and "at" in last else at


def _replaced(board: Board, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the state held that a telling wrote: of facts, and of the alerts that it raised or ended."""
    return {key: before.get(key) for key in board.writes if board.kind(key) in FACTS or _turned(key, board, before)}


def _turned(key: str, board: Board, before: Mapping[str, Any]) -> bool:
    """Tell whether a key is of an alert that was raised, or has ended."""
    if board.kind(key) != "alert" or board.writes[key] is None:
        return False
    was = before.get(key)
    return was is None or _has_ended(was) != _has_ended(board.writes[key])


def _has_ended(record: Mapping[str, Any]) -> bool:
    return record["revisions"][-1]["status"] in ENDED


# In order ----------------------------------------------------------------------------------------------------------


class _Line:
    """Readings told in order, on a scratch board that is wound back to the first of them."""

    def __init__(self, told: Told, others: Sequence[Told], telling: Telling, before: Mapping[str, Any]) -> None:
        self._telling = telling
        self._before = before
        self._board = telling.board
        self._state: dict[str, Any] = {}
        for one in reversed(others):
            self._state.update(one.replaced)
        line = sorted([told, *others], key=lambda one: one.place)
        stands_on: dict[str, Sequence[str]] = {}
        again = [self._told(one, stands_on) for one in line]
        self._new = again[line.index(told)]
        self._unlike = [
            one for one, was in zip(again, line, strict=True) if was is not told and one.replaced != was.replaced
        ]
        self._sent = _Sent(self._board, self._state, again)
        self._facts = self._named_facts()

    def _told(self, one: Told, stands_on: dict[str, Sequence[str]]) -> Told:
        telling, article = self._telling, one.reading.article.id
        # It is only read; what is written is gathered in the board's writes.
        board = Board(telling.board.topic, telling.board.baseline, ChainMap(self._state, self._before))  # type: ignore[arg-type]
        alone = Telling(board, one.reading, telling.watch, Outcome(board), one.moment, one.dated, in_order=True)
        tell(alone, stands_on.get(article, one.stood_on))
        stands_on[article] = alone.stands_on
        replaced = _replaced(board, board.state)
        self._state.update({key: value for key, value in board.writes.items() if board.kind(key) in (*FACTS, "alert")})
        return replace(one, replaced=replaced)

    def _named_facts(self) -> dict[str, Any]:
        """Return the facts that differ from those that were there before, each alert by the id under which it went."""
        board, before = self._board, self._before
        keys = {key for key in (*board.writes, *self._state) if board.kind(key) in FACTS}
        return {key: self._sent.named(self._state[key] if key in self._state else before.get(key)) for key in keys}

    @property
    def size(self) -> int:
        """How many bytes of the table this rewrites."""
        return len(json.dumps([self._facts, [one.replaced for one in self._unlike]]))

    def written(self, window: "_Window") -> Told:
        """Let the board hold these facts in place of those that were told as they came; return the new reading."""
        board, outcome = self._board, self._telling.outcome
        outcome.facts.clear()
        for key in sorted(self._facts):
            value = self._facts[key]
            if board.kind(key) == "fact":
                came = board.writes.get(key)
                value = _versioned(value or _of_baseline(key, board), self._before.get(key), came, outcome)
            elif board.kind(key) == "due":
                value = [due for due in value or [] if not _was_raised(due, board)]
            board.writes[key] = value
        for name, replaced in self._sent.replaced():
            if (record := board.alert(name)) and not record.ended and record.replaced != replaced:
                board.put_alert(replace(record, replaced=replaced))
        for one in self._unlike:
            window.keep_replaced(one)
        return self._new


def _of_baseline(key: str, board: Board) -> Any:
    """Return the baseline's fact in the slot of a key, which stands where nothing came after it."""
    fact = board.baseline.fact(key.split("|", 2)[2])
    return fact and fact.model_dump(mode="json")


def _versioned(value: Any, known: Any, came: Any, outcome: Outcome) -> Any:
    """Return a fact under a version of its own, where it differs from the known one.

    Args:
        value: the fact as it is to stand.
        known: as it stood before.
        came: as the reading wrote it when it came; an alert may name that version.
        outcome: where changed facts go.
    """
    if not (value or known or came) or (came is None and _same(value, known)):
        return known
    highest = max(fact["version"] for fact in (known, came) if fact) if known or came else 0
    version = came["version"] if came and _same(value, came) else highest + 1
    fact = Fact.model_validate(value or {**(came or known), "value": None, "alert": None})
    fact = fact.model_copy(update={"version": version})
    outcome.facts.append(fact)
    return fact.model_dump(mode="json")


def _same(one: Any, other: Any) -> bool:
    told = [{**fact, "version": 0} if fact else None for fact in (one, other)]
    return told[0] == told[1]


def _was_raised(due: Mapping[str, Any], board: Board) -> bool:
    """Tell whether a date has been told to be overdue: it waits no more, whatever comes late."""
    return board.alert(board.alert_id(due["slot"], OVERDUE, due["day"])) is not None


class _Sent:
    """Finds the alerts that were really sent, where telling in order would have raised others."""

    def __init__(self, board: Board, state: Mapping[str, Any], line: Sequence[Told]) -> None:
        self._board = board
        self._stands_on = {one.reading.article.id: one.stands_on for one in line}
        raised = {key: value for key, value in state.items() if board.kind(key) == "alert" and value}
        self._raised = {key.split("|", 2)[2]: AlertRecord.from_state(value) for key, value in raised.items()}

    def named(self, value: Any) -> Any:
        """Return a stored value with its alerts by the ids under which they were sent."""
        if isinstance(value, list):
            return [self.named(one) for one in value]
        if isinstance(value, dict):
            return {name: self._id(one) if name == "alert" else self.named(one) for name, one in value.items()}
        return value

    def replaced(self) -> list[tuple[str, Mapping[str, Fact | None]]]:
        """Return for each alert that an article of the line sent, what its slots held before, told in order."""
        found: list[tuple[str, Mapping[str, Fact | None]]] = []
        for name, record in self._raised.items():
            if self._is_of_line(record.latest) and (sent := self._id(name)):
                facts = {
                    slot: fact and self.named(fact.model_dump(mode="json")) for slot, fact in record.replaced.items()
                }
                found.append((sent, {slot: fact and Fact.model_validate(fact) for slot, fact in facts.items()}))
        return found

    def _id(self, alert: str | None) -> str | None:
        record = self._raised.get(alert) if alert else None
        if record is None or not self._is_of_line(record.latest):
            return alert if self._board.alert(alert) else None
        would_be = record.latest
        sent = [self._board.alert(name) for name in self._stands_on[would_be.evidence[0].article]]
        fits = [
            one.latest for one in sent if one and (one.latest.slot, one.latest.event) == (would_be.slot, would_be.event)
        ]
        return max(fits, key=lambda one: _likeness(one, would_be)).id if fits else None

    def _is_of_line(self, alert: Alert) -> bool:
        return bool(alert.evidence) and alert.evidence[0].article in self._stands_on


def _likeness(one: Alert, other: Alert) -> int:
    return sum(getattr(one, name) == getattr(other, name) for name in ("count", "count_kind", "date", "place", "id"))


# The window --------------------------------------------------------------------------------------------------------


class _Window:
    """The readings of the last hours, in the order in which they were written."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def version(self, article: str, last: Mapping[str, Any] | None) -> Told | None:
        """Return the last version of an article, if it is in the window: an edit is told right after it."""
        name = f"{article}|{last['detected']}|{last['content']}" if last else ""
        stored = self._board.get("told", name) if last else None
        return Told.from_state(stored, self._board.get("undo", name) or {}) if stored else None

    def after(self, told: Told) -> list[Told]:
        """Return the readings that stand after one, oldest first."""
        places = [place for hour in self._hours() if hour >= told.hour for place in self._places(hour)]
        names = [place[-1] for place in places if place > told.place]
        return [Told.from_state(self._board.get("told", name), self._board.get("undo", name) or {}) for name in names]

    def add(self, told: Told) -> None:
        """Give a reading its place; of an hour that is too full the oldest is forgotten."""
        places = self._places(told.hour)
        insort(places, told.place)
        for _, _, name in places[:-TOLD_AGAIN]:
            self._drop(name)
        self._board.keep("order", told.hour, places[-TOLD_AGAIN:])
        if told.hour not in (hours := self._hours()):
            self._board.keep("order", "", sorted([*hours, told.hour]))
        self._board.keep("told", told.name, told.to_state())
        self.keep_replaced(told)

    def keep_replaced(self, told: Told) -> None:
        """Keep what the telling of a reading replaced."""
        self._board.keep("undo", told.name, dict(told.replaced) or None)

    def forget(self) -> None:
        """Forget the hours that no late article reaches any more."""
        oldest = (self._board.clock - WINDOW).astimezone(UTC).strftime(HOUR)
        hours = self._hours()
        if not hours or hours[0] >= oldest:
            return
        for hour in (one for one in hours if one < oldest):
            for _, _, name in self._places(hour):
                self._drop(name)
            self._board.keep("order", hour, None)
        self._board.keep("order", "", [hour for hour in hours if hour >= oldest])

    def _drop(self, name: str) -> None:
        self._board.keep("told", name, None)
        self._board.keep("undo", name, None)

    def _hours(self) -> list[str]:
        return list(self._board.get("order") or [])

    def _places(self, hour: str) -> list[list[str]]:
        return [list(place) for place in self._board.get("order", hour) or []]
