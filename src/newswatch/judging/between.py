"""What two sentences, both of a baseline or one of a later report, say of one thing that can't both be true."""

from collections.abc import Iterator
from datetime import date, timedelta

from newswatch.judging.days import (
    WrittenDay,
    is_remembrance,
    lasting,
    tells_beginning,
    words_beside,
    written_months,
)  # fmt: skip
from newswatch.judging.finding import Finding, Told, found
from newswatch.judging.occurrence import Occurrence, disputes
from newswatch.models import Claim, Fact, Modality
from newswatch.topics import Event, Topic, Watch

# Two days of one event that are further apart are those of two events.
ONE_EVENT = timedelta(days=10)


def between(one: Told, other: Told, watch: Watch) -> Iterator[Finding]:
    """Yield the contradictions between two sentences; the first is one of the baseline."""
    yield from _years(one, other)
    yield from _durations(one, other)
    yield from _days(one, other, watch)
    yield from _counts(one, other, watch)


# The year ----------------------------------------------------------------------------------------------------------


def _years(one: Told, other: Told) -> Iterator[Finding]:
    """Yield the days of one event that differ in the year alone."""
    pairs = [(here, there) for here in one.days for there in other.days if _only_years_differ(here, there, other)]
    if not pairs or is_remembrance(one.sentence) or is_remembrance(other.sentence):
        return
    for here, there in pairs:
        if why := _why_one_event(one, here, other, there):
            reason = f"{one.words_of(here)}, but {_with_year(other, there)}; {why}"
            yield found("year", _facts(one, here, other, there), there.day, reason, other.report)


def _only_years_differ(here: WrittenDay, there: WrittenDay, other: Told) -> bool:
    """Tell whether two days differ in the year, and the baseline writes one of the years out.

    In a baseline either sentence may have the wrong one; a report that has it says nothing against a day without.
    """
    same = (here.day.month, here.day.day) == (there.day.month, there.day.day) and here.day != there.day
    told = all(day.year or day.known for day in (here, there))
    return same and told and (here.year or (there.year and other.report is None))


def _why_one_event(one: Told, here: WrittenDay, other: Told, there: WrittenDay) -> str | None:
    """Return why two sentences mean one day: they tell the same event or word of it, or it is known by its date alone.

    Before the year that it is known for, nobody told of such a day; after it, something else may happen on its date.
    """
    events = one.events_of(here.day) & other.events_of(there.day)
    words = words_beside(one.sentence, here) & words_beside(other.sentence, there)
    if shared := [*sorted(events), *sorted(words)]:
        return f"both tell of “{shared[0]}”"
    years = sorted((here.day.year, there.day.year))
    return "the day is known by its date alone" if years[1] == here.known else None


def _facts(one: Told, here: WrittenDay, other: Told, there: WrittenDay) -> list[Fact]:
    return [one.fact_of(here.day)] if other.report else [one.fact_of(here.day), other.fact_of(there.day)]


def _with_year(told: Told, day: WrittenDay) -> str:
    return told.words_of(day) if day.year else f"{told.words_of(day)}, which is that of {day.day.year}"


# How long ----------------------------------------------------------------------------------------------------------


def _durations(one: Told, other: Told) -> Iterator[Finding]:
    """Yield how long the war has lasted against the day on which it began."""
    yield from _lasted(one, other)
    if other.report is None:
        yield from _lasted(other, one)


def _lasted(begins: Told, lasts: Told) -> Iterator[Finding]:
    told = lasting(lasts.sentence, lasts.today) if lasts.today else None
    if told is None or not tells_beginning(begins.sentence):
        return
    for day in begins.days:
        if day.year and abs(day.day - told.began) > told.slack:
            fact = begins.fact_of(day.day)
            reason = (
                f"“{told.words}” on {lasts.today} began about {told.began:%B %Y}, and not on {begins.words_of(day)}"
            )
            facts = [fact] if lasts.report else [fact, lasts.facts[0]]
            yield found("duration", facts, f"{told.began:%Y-%m}", reason, lasts.report)


# The day -----------------------------------------------------------------------------------------------------------


def _days(one: Told, other: Told, watch: Watch) -> Iterator[Finding]:
    """Yield the phases that are told of two days not far apart, both written out."""
    written_here, written_there = ({day.day for day in told.days} for told in (one, other))
    for fact in one.facts:
        for second in other.events:
            if fact.date in written_here and second.date in written_there and _one_phase(fact, second, watch):
                reason = f"{fact.event} is of {fact.date}, and of {second.date}"
                yield found("day", _pair(fact, second), second.date, reason, other.report)


def _one_phase(fact: Fact, second: Fact | Claim, watch: Watch) -> bool:
    topic = watch.topics.get(fact.topic)
    if topic is None or not is_phase(fact.slot, topic) or not fact.date or not second.date:
        return False
    same = (fact.topic, fact.event) == (second.topic, second.event)
    past = fact.modality is second.modality is Modality.HAPPENED
    first_stage = not (isinstance(second, Claim) and second.stage)
    return same and past and first_stage and timedelta() < abs(fact.date - second.date) <= ONE_EVENT


def is_phase(slot: str, topic: Topic) -> bool:
    """Tell whether a slot holds a phase: the ladder's own, or that of a later stage."""
    if topic.ladder is None:
        return False
    head, _, last = topic.ladder.slot.rpartition(".")
    return slot.startswith(f"{head}.") and slot.endswith(f".{last}")


# The number --------------------------------------------------------------------------------------------------------


def _counts(one: Told, other: Told, watch: Watch) -> Iterator[Finding]:
    """Yield the counts of one event of the past, in one month that both sentences write out, that differ."""
    if not any(fact.count for fact in one.facts) or not written_months(one.sentence) & written_months(other.sentence):
        return
    for fact in one.facts:
        for second in other.events:
            same = (fact.topic, fact.event, fact.count_kind) == (second.topic, second.event, second.count_kind)
            event = event_of(fact, watch) if same else None
            if event and event.kind == "each" and dispute(fact, second):
                reason = f"{number(fact)} {fact.event} here, {number(second)} there"
                yield found("count", _pair(fact, second), number(second), reason, other.report)


def dispute(one: Fact | Claim, other: Fact | Claim) -> bool:
    """Tell whether two counts of the same people differ by more than by being round, a bound or a part."""
    return disputes(_occurrence(one), _occurrence(other))


def _occurrence(told: Fact | Claim) -> Occurrence:
    actual = told.modality is Modality.HAPPENED
    return Occurrence(date.min, dated=False, actual=actual, count=told.count, bound=told.bound)


def number(told: Fact | Claim) -> str:
    """Return a count as it was told: about 100."""
    bound = (told.bound or "exact").replace("_", " ")
    return str(told.count) if bound == "exact" else f"{bound} {told.count}"


def event_of(fact: Fact, watch: Watch) -> Event | None:
    """Return what the topic files say of a fact's event, if they know it."""
    topic = watch.topics.get(fact.topic)
    return topic.events.get(fact.event) if topic else None


def _pair(fact: Fact, second: Fact | Claim) -> list[Fact]:
    return [fact, second] if isinstance(second, Fact) else [fact]
