"""The gate before anything leaves: no alert without its sentences, no value that its sentence does not carry."""

from collections.abc import Iterator
from datetime import date

from newswatch.judging.carried import Carried, speakers
from newswatch.models import Alert, Claim, Relation
from newswatch.topics import Watch

NOT_GROUNDED = "not grounded: "
# What goes with a number of people, and means nothing without it.
WITH_COUNT = ("count", "count_kind", "count_scope", "bound")


def is_verbatim(sentence: str, start: int, end: int) -> bool:
    """Tell whether a sentence has words, and fits its place."""
    return bool(sentence.strip()) and start >= 0 and end - start == len(sentence)


def fault(alert: Alert) -> str | None:
    """Return why an alert may not leave: a sentence that it must stand on is missing. None where nothing is."""
    if not alert.evidence and alert.relation is not Relation.OVERDUE:
        return f"{NOT_GROUNDED}no sentence reports it"
    if alert.relation is Relation.OVERDUE and alert.before is None:
        return f"{NOT_GROUNDED}no sentence set the date"
    if not all(is_verbatim(one.sentence, one.start, one.end) for one in alert.evidence):
        return f"{NOT_GROUNDED}a sentence does not fit its place in the article"
    if alert.before and not is_verbatim(alert.before.sentence, alert.before.start, alert.before.end):
        return f"{NOT_GROUNDED}no sentence shows what was known before"
    return None


def grounded(claim: Claim, written: date, watch: Watch) -> tuple[Claim, tuple[str, ...]]:
    """Return a claim without the values that its sentence does not carry, and the names of these.

    A number of people is carried as digits or words, as a sum of numbers, or as persons named; a day as a date, a
    weekday or a day told from that of publication; a place by one of its names, but for the whole theatre; who says
    it by a name of theirs. All that the reader finds, it finds in the sentence: none may come from another.

    Args:
        claim: what was read.
        written: the day of the article.
        watch: what places and actors are called.
    """
    carried = Carried(claim.sentence)
    missing = tuple(_missing(claim, carried, written, watch))
    left_out: dict[str, object] = {name: None for name in missing if name != "persons"}
    if "count" in missing:
        left_out |= dict.fromkeys(WITH_COUNT)
    if "persons" in missing:
        left_out["persons"] = tuple(person for person in claim.persons if carried.person(person))
    return (claim.model_copy(update=left_out), missing) if missing else (claim, ())


def _missing(claim: Claim, carried: Carried, written: date, watch: Watch) -> Iterator[str]:
    if not carried.count(claim):
        yield "count"
    if not carried.duration(claim.duration_days):
        yield "duration_days"
    if not carried.phases(claim.phases):
        yield "phases"
    if not carried.day(claim.date, written):
        yield "date"
    if claim.place and claim.place != watch.theatres.watched and not carried.named(watch.places.get(claim.place)):
        yield "place"
    if claim.said_by and not any(carried.named(one) for one in speakers(claim.said_by, watch)):
        yield "said_by"
    if not all(carried.person(person) for person in claim.persons):
        yield "persons"
