"""One contradiction in a baseline, and the sentences that it is found between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from newswatch.judging.baseline import RECALLED_DAY
from newswatch.judging.days import WrittenDay, written_days
from newswatch.models import Claim, Evidence, Fact, Wire

Kind = Literal["year", "weekday", "future", "duration", "day", "count", "value", "modality"]


class Finding(Wire):
    """One contradiction.

    Attributes:
        kind: what contradicts: the year of a day, its weekday, a day told as past that lies ahead, how long the war
            has lasted, the day of an event, a count, the value of a slot, a modality that makes no phase.
        slots: the slots that it is about.
        facts: what the baseline says, once or twice, each with its sentence and offsets.
        says: what is said against it, as a value: a day, a number, a weekday.
        report: what was reported later, where that contradicts it: the first such report.
        reports: how many reports say so.
        reason: why both can't be true, in plain words.
    """

    kind: Kind
    slots: tuple[str, ...]
    facts: tuple[Fact, ...]
    says: str
    report: Evidence | None = None
    reports: int = 0
    reason: str


@dataclass(frozen=True)
class Told:
    """One sentence of the baseline, or of a report, and what was read in it.

    Attributes:
        sentence: the sentence.
        today: the day on which it was written; None where nobody knows.
        facts: the baseline's facts that stand on it.
        claims: what a report claims in it.
        report: where it stands, in a report.
    """

    sentence: str
    today: date | None
    facts: tuple[Fact, ...] = ()
    claims: tuple[Claim, ...] = ()
    report: Evidence | None = None

    @cached_property
    def days(self) -> list[WrittenDay]:
        """The days that it writes out."""
        return written_days(self.sentence, self.today)

    @property
    def events(self) -> Sequence[Fact | Claim]:
        """What it tells of the topics; a day that is only recalled is no event."""
        return self.claims or [fact for fact in self.facts if fact.slot != RECALLED_DAY]

    def events_of(self, day: date) -> set[str]:
        """Return the events that it tells of a day."""
        return {f"{one.topic}.{one.event}" for one in self.events if one.date == day}

    def words_of(self, day: WrittenDay) -> str:
        """Return a day as it is written in it."""
        return f"“{self.sentence[day.start : day.end]}”"

    def fact_of(self, day: date) -> Fact:
        """Return the fact that a finding about a day points at."""
        return next((fact for fact in self.facts if fact.date == day), self.facts[0])


def found(kind: Kind, facts: Sequence[Fact], says: object, reason: str, report: Evidence | None = None) -> Finding:
    """Return a finding about facts of a baseline."""
    slots = tuple(dict.fromkeys(fact.slot for fact in facts))
    return Finding(kind=kind, slots=slots, facts=tuple(facts), says=str(says), report=report, reason=reason)
