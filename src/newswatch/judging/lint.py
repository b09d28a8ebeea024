"""What in a baseline contradicts itself, or what was reported later; each finding with its reason as a value."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from newswatch.judging.alert import evidence_of
from newswatch.judging.baseline import Baseline
from newswatch.judging.between import between, dispute, event_of, is_phase, number
from newswatch.judging.days import WEEKDAYS, looks_ahead
from newswatch.judging.finding import Finding, Told, found
from newswatch.judging.relation import SMALL_SHARE
from newswatch.judging.slots import TERMS
from newswatch.models import Claim, Fact, Modality, Reading
from newswatch.topics import Tolerance, Watch


def lint(baseline: Baseline, watch: Watch, reports: Iterable[Reading] = ()) -> list[Finding]:
    """Return what in a baseline contradicts itself or later reports.

    Args:
        baseline: the baseline.
        watch: the topic files.
        reports: what was read in later articles; what they only recall counts too.
    """
    told = _sentences(baseline)
    findings = [*_modalities(baseline, watch), *_values(baseline, watch)]
    for one in told:
        findings += [*_weekdays(one), *_future(one)]
    for one, other in combinations(told, 2):
        findings += between(one, other, watch)
    return [*_distinct(findings), *_counted(_against(told, reports, watch))]


def _sentences(baseline: Baseline) -> list[Told]:
    """Return the sentences of the watched theatre that the facts stand on, document by document."""
    by_place: dict[tuple[str, int], list[Fact]] = {}
    for fact in (*baseline.facts, *baseline.recalled):
        if fact.theatre in (None, baseline.watched):
            by_place.setdefault((fact.document, fact.start), []).append(fact)
    return [
        Told(facts[0].sentence, _written(facts[0], baseline), facts=tuple(facts))
        for _, facts in sorted(by_place.items())
    ]


def _written(fact: Fact, baseline: Baseline) -> date:
    return (fact.since or baseline.published).date()


# Within one sentence, one fact, one slot -----------------------------------------------------------------------------


def _weekdays(told: Told) -> Iterator[Finding]:
    """Yield the weekdays that don't match their date."""
    for day in told.days:
        if day.weekday is not None and day.day.weekday() != day.weekday:
            right = WEEKDAYS[day.day.weekday()].capitalize()
            yield found("weekday", [told.fact_of(day.day)], right, f"{told.words_of(day)}: {day.day} is a {right}")


def _future(told: Told) -> Iterator[Finding]:
    """Yield what is told as past though its day, written out in its sentence, lies ahead of the document."""
    if looks_ahead(told.sentence):
        return
    ahead = {day.day for day in told.days if told.today and day.day > told.today}
    for fact in told.facts:
        if fact.modality is Modality.HAPPENED and fact.date in ahead:
            reason = f"{fact.event} is told as past, of {fact.date}; the document is of {told.today}"
            yield found("future", [fact], told.today, reason)


def _modalities(baseline: Baseline, watch: Watch) -> Iterator[Finding]:
    """Yield the phases that their modality does not carry: a deal that is planned is no deal."""
    for fact in baseline.facts:
        event = event_of(fact, watch)
        if event and is_phase(fact.slot, watch.topics[fact.topic]) and fact.modality not in event.changed_by:
            reason = f"{fact.value} is only {fact.modality}, which makes no phase"
            yield found("modality", [fact], fact.modality, reason)


def _values(baseline: Baseline, watch: Watch) -> Iterator[Finding]:
    """Yield the facts of one slot that can't both be true: one voice, one day of writing, two values."""
    facts = [fact for fact in baseline.facts if fact.theatre in (None, baseline.watched)]
    for one, other in combinations(facts, 2):
        if one.slot != other.slot or one.value == other.value or one.sentence == other.sentence:
            continue
        if _voice(one) != _voice(other):
            continue
        if _is_term(one, watch):
            yield found("value", [one, other], other.value, f"{one.slot} is {one.value}, and it is {other.value}")
        elif (event := event_of(one, watch)) and event.kind == "quantity" and _apart(one, other, event.tolerance):
            yield found("count", [one, other], number(other), f"{one.slot} is {number(one)}, and it is {number(other)}")


def _apart(one: Fact, other: Fact, tolerance: Tolerance) -> bool:
    """Tell whether two counts differ by more than their bounds and the tolerance of their event leave room for."""
    low, high = sorted((one.count or 0, other.count or 0))
    slack = max(tolerance.about * high, min(tolerance.at_least, SMALL_SHARE * low))
    return dispute(one, other) and high - low > slack


def _voice(fact: Fact) -> tuple[object, ...]:
    """Return what makes two facts speak of one thing; two sides, or two documents, may well differ."""
    return (fact.event, fact.modality, fact.actor, fact.background, fact.since, fact.count_kind, fact.date is None)


def _is_term(fact: Fact, watch: Watch) -> bool:
    """Tell whether a slot holds a term of a deal, or the day of something to come."""
    event = event_of(fact, watch)
    dated = event is not None and fact.slot in (event.planned_slot, event.dated_slot)
    return dated or fact.slot.rpartition(".")[2] in TERMS


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """Return each finding about the same sentences once."""
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        places = ((fact.document, fact.start) for fact in finding.facts)
        kept.setdefault((finding.kind, finding.reason, *places), finding)
    return list(kept.values())


# Against reports -----------------------------------------------------------------------------------------------------


def _against(told: Sequence[Told], reports: Iterable[Reading], watch: Watch) -> Iterator[Finding]:
    for reading in reports:
        for report in _reported(reading, watch):
            for one in told:
                yield from between(one, report, watch)


def _reported(reading: Reading, watch: Watch) -> Iterator[Told]:
    """Yield the sentences of a report that claim something of the watched theatre."""
    by_place: dict[tuple[str, int], list[Claim]] = {}
    for claim in reading.claims:
        if claim.theatre in (None, watch.theatres.watched):
            by_place.setdefault((claim.field, claim.start), []).append(claim)
    published = reading.article.published
    for claims in by_place.values():
        yield Told(
            claims[0].sentence,
            published and published.date(),
            claims=tuple(claims),
            report=evidence_of(reading, claims[0]),
        )


def _counted(findings: Iterable[Finding]) -> list[Finding]:
    """Return one finding for all reports that say the same against a sentence: the first, with their number."""
    first: dict[tuple[object, ...], Finding] = {}
    articles: dict[tuple[object, ...], set[str]] = {}
    for finding in findings:
        assert finding.report  # these are findings against reports
        fact = finding.facts[0]
        says = None if finding.kind == "duration" else finding.says  # "15 months" and "more than a year" say the same
        key = (finding.kind, fact.slot, fact.document, fact.start, says)
        first.setdefault(key, finding)
        articles.setdefault(key, set()).add(finding.report.article)
    return [finding.model_copy(update={"reports": len(articles[key])}) for key, finding in first.items()]
