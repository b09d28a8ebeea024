"""An alert, as it is raised: its words, its evidence, and what it changes."""

from dataclasses import dataclass

from newswatch.judging.baseline import Baseline
from newswatch.judging.due import Due
from newswatch.judging.headline import overdue_headline
from newswatch.judging.origins import origin_of
from newswatch.models import (
    After,
    Alert,
    Before,
    Claim,
    Evidence,
    Fact,
    Modality,
    Reading,
    Relation,
    Severity,
    Tick,
)  # fmt: skip
from newswatch.reading.settling import overstated
from newswatch.topics import Topic, Watch

BEYOND = "; the title of the article says more than its body"
OVERDUE = "deadline_passed"


@dataclass(frozen=True)
class Desk:
    """What every alert of one message shares."""

    topic: Topic
    watch: Watch
    baseline: Baseline


@dataclass(frozen=True)
class Raised:
    """What a claim leads to: the change that an alert reports, and how it is called."""

    alert_id: str
    relation: Relation
    slot: str
    headline: str
    before: Before | None
    after: After


def evidence_of(reading: Reading, claim: Claim) -> Evidence:
    """Return a claim's sentence as evidence."""
    article = reading.article
    return Evidence(
        article=article.id,
        url=article.url,
        source=article.source,
        origin=origin_of(article, claim.sentence),
        published=article.published,
        field=claim.field,
        start=claim.start,
        end=claim.end,
        sentence=claim.sentence,
    )


def before_of(fact: Fact | None) -> Before | None:
    """Return the fact that an alert changes, with its sentence."""
    if fact is None:
        return None
    shared = fact.model_dump(include={"value", "version", "sentence", "start", "end", "document"})
    return Before(**shared, fact=fact.id)


def reported(alert: Alert) -> Before | None:
    """Return the fact that an alert reported, as it was before a denial of it."""
    if not alert.evidence:
        return None
    first = alert.evidence[0]
    return Before(
        value=alert.after.value,
        version=alert.after.version,
        fact=f"{alert.slot}#{alert.after.version}",
        sentence=first.sentence,
        start=first.start,
        end=first.end,
        document=first.article,
    )


def raised_alert(raised: Raised, claim: Claim, reading: Reading, desk: Desk) -> Alert:
    """Return the first revision of an alert."""
    evidence = evidence_of(reading, claim)
    return Alert(
        id=raised.alert_id,
        topic=desk.topic.name,
        event=claim.event,
        modality=claim.modality,
        relation=raised.relation,
        slot=raised.slot,
        headline=f"{raised.headline}{BEYOND}" if overstated(reading.claims) else raised.headline,
        before=raised.before,
        after=raised.after,
        said_by=claim.said_by,
        actors=claim.actors or ((claim.actor,) if claim.actor else ()),
        count=claim.count,
        count_kind=claim.count_kind,
        duration_days=claim.duration_days,
        place=claim.place,
        date=claim.date,
        severity=desk.topic.events[claim.event].severity,
        confidence=claim.confidence,
        evidence=(evidence,),
        first_published=evidence.published,
        detected=reading.detected,
        baseline=desk.baseline.version,
    )


def overdue(alert_id: str, due: Due, tick: Tick, desk: Desk) -> Alert:
    """Return the alert of a date that has passed without its event; it stands on the sentence that set the date."""
    awaited = desk.topic.events.get(due.fulfilled_by[0])
    return Alert(
        id=alert_id,
        topic=tick.topic,
        event=OVERDUE,
        modality=Modality.HAPPENED,
        relation=Relation.OVERDUE,
        slot=due.slot,
        headline=overdue_headline(desk.topic, due.day, awaited.verb if awaited else due.fulfilled_by[0]),
        before=before_of(due.fact),
        after=After(value=OVERDUE, version=due.fact.version),
        said_by=due.fact.said_by,
        place=due.fact.place,
        date=due.day,
        severity=Severity.HIGH,
        confidence=1.0,
        evidence=(),
        detected=tick.time,
        baseline=desk.baseline.version,
    )
