"""Events of a kind that happens again and again: what tells two of them apart, and what is one told twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from newswatch.judging.relation import RETOLD_WITHIN
from newswatch.models import Bound, CountKind

# Without a date in the sentence, the day is that of publication, and a report may be a day late.
REPORTED_WITHIN = timedelta(days=1)
# Two counts of which the smaller is less than this share of the larger are not two counts of the same people: the
# smaller counts a part of them, the larger tells of more than was known.
SAME_PEOPLE = 0.6
# What is planned without a day is known by its number, which is told in round figures.
SAME_PLAN = 0.9
# A number this large does not come again by chance on the next day: one night, told under two dates.
TELLING = 20


@dataclass(frozen=True)
class Occurrence:
    """One event of a kind, by what tells it apart from the others.

    Attributes:
        day: when it was, or is to be.
        dated: whether the sentence says so; else it is the day of publication.
        actual: whether it has happened; else it is planned or proposed.
        count: how many people, where it is told.
        bound: how exact the count is.
        kind: what is counted, where it is told: the living or the dead, those held or those freed for them.
        persons: who, where names are told.
        actor: who did it, where the topic file tells events of this kind apart by actor.
        place: where, likewise.
        further: whether the report says that it comes on top of an earlier one: "another four".
        once: whether it befalls a person only once.
        alert: the alert that reported it.
    """

    day: date
    dated: bool
    actual: bool
    count: int | None = None
    bound: Bound | None = None
    kind: CountKind | None = None
    persons: frozenset[str] = frozenset()
    actor: str | None = None
    place: str | None = None
    further: bool = False
    once: bool = False
    alert: str | None = None

    @property
    def number(self) -> int | None:
        """How many people, counted or named."""
        return self.count if self.count is not None else len(self.persons) or None

    def to_state(self) -> dict[str, Any]:
        """Return this occurrence as plain JSON values."""
        return {**vars(self), "day": self.day.isoformat(), "persons": sorted(self.persons)}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> "Occurrence":
        """Return the occurrence that `to_state` wrote."""
        known = {**state, "day": date.fromisoformat(state["day"]), "persons": frozenset(state["persons"])}
        return cls(**known)

    def joined(self, other: "Occurrence") -> "Occurrence":
        """Return this occurrence with what another report of it adds."""
        return Occurrence(
            day=other.day if other.dated and not self.dated else self.day,
            dated=self.dated or other.dated,
            actual=self.actual,
            count=self.count if self.count is not None else other.count,
            bound=self.bound if self.count is not None else other.bound,
            kind=self.kind or other.kind,
            persons=self.persons | other.persons,
            actor=self.actor or other.actor,
            place=self.place or other.place,
            further=self.further or other.further,
            once=self.once,
            alert=self.alert,
        )


def find(
    known: Sequence[Occurrence], told: Occurrence, *, same_article: frozenset[str] = frozenset()
) -> Occurrence | None:
    """Return the known event that a report tells again: the nearest in time.

    Args:
        known: the events of this kind.
        told: the report.
        same_article: the alerts that the same article told of already: what it adds to them are details.
    """
    same = [one for one in known if _same(one, told, detail=one.alert in same_article)]
    return min(same, key=lambda one: (abs(one.day - told.day), _apart(one, told)), default=None)


def denied_by(known: Sequence[Occurrence], denial: Occurrence) -> Occurrence | None:
    """Return the known event that a denial is about: the latest on a day that fits, whatever the count."""
    fit = [one for one in known if one.actual and not _others(one, denial) and _days_agree(one, denial)]
    return max(fit, key=lambda one: one.day, default=None)


def _same(known: Occurrence, told: Occurrence, *, detail: bool) -> bool:
    if _others(known, told):
        return False
    if detail and known.actual == told.actual:
        return _days_agree(known, told)
    if _strangers(known, told):
        return False
    if told.once and known.actual and told.actual and known.persons & told.persons:
        return True
    if not told.actual:
        return _same_plan(known, told)
    return known.actual and _days_agree(known, told) and not _more(known, told)


def _others(known: Occurrence, told: Occurrence) -> bool:
    """Tell whether two reports name different actors or places, or count different things."""
    pairs = ((known.actor, told.actor), (known.place, told.place), (known.kind, told.kind))
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def _strangers(known: Occurrence, told: Occurrence) -> bool:
    """Tell whether two reports name different people, and the first names all that it counts."""
    complete = known.count is None or len(known.persons) >= known.count
    return bool(known.persons and told.persons and complete and not known.persons & told.persons)


def _days_agree(known: Occurrence, told: Occurrence) -> bool:
    """Tell whether two reports can be of one day.

    Exactly where both are dated (but for one night told under two dates, as a large number or none shows), within a
    day where one is inferred from publication, within three where the later report adds nothing.
    """
    apart = abs(known.day - told.day)
    if told.further and not known.further and known.day < told.day:
        return False
    if known.dated and told.dated and not known.persons & told.persons:
        one_night = told.number is None or (known.count == told.count and (told.count or 0) >= TELLING)
        return not apart or (apart <= REPORTED_WITHIN and one_night)
    return apart <= REPORTED_WITHIN or (apart <= RETOLD_WITHIN and told.count in (None, known.count))


def _more(known: Occurrence, told: Occurrence) -> bool:
    """Tell whether a report counts far more people than were known: there was more to it, or it is another event."""
    return bool(known.number and told.number and known.number < SAME_PEOPLE * told.number)


def _same_plan(known: Occurrence, told: Occurrence) -> bool:
    """Tell whether a plan is a known one, or was carried out already."""
    alike = told.number is None or _share(known.number, told.number) >= SAME_PLAN
    if known.actual:
        return alike and timedelta() <= known.day - told.day <= REPORTED_WITHIN
    if known.dated and told.dated:
        return known.day == told.day and not _more(known, told)
    part = abs(known.day - told.day) <= REPORTED_WITHIN and not told.dated and not _exceeds(told, known)
    return alike or part


def _exceeds(one: Occurrence, other: Occurrence) -> bool:
    return one.number is not None and (other.number is None or one.number > other.number)


def _share(one: int | None, other: int | None) -> float:
    """Return what share the smaller of two numbers is of the larger; nothing where one is not known."""
    return min(one, other) / max(one, other) if one and other else 0.0


def _apart(one: Occurrence, other: Occurrence) -> float:
    return 1 - _share(one.number, other.number)


def disputes(known: Occurrence, told: Occurrence) -> bool:
    """Tell whether a report gives another number of the same people: both exact, and neither that of a part of them.

    The numbers of plans are round; they dispute nothing.
    """
    if known.count is None or told.count is None or known.count == told.count or not told.actual:
        return False
    exact = {known.bound, told.bound} <= {None, "exact"}
    return exact and _share(known.count, told.count) >= SAME_PEOPLE
