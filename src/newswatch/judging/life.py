"""The life of an alert: revised when its status changes, or its number, and only then.

What several origins tell decides. Each counts once, with its latest number: an origin that corrects itself disputes
nothing. Where origins tell different numbers of the same people the alert is disputed, until two of them agree on one
that fewer tell otherwise. A denial is no other number: no further report outweighs it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from newswatch.judging.board import AlertRecord
from newswatch.judging.headline import recounted
from newswatch.judging.origins import independent, same_writer
from newswatch.models import Evidence, Status

# How many independent origins an alert keeps: more make nobody surer, and each write of the record repeats them all.
ORIGINS_KEPT = 25
# So many origins that tell one number outweigh fewer that tell another.
SETTLED_BY = 2


@dataclass(frozen=True)
class Report:
    """Another report of an alert's event.

    Attributes:
        evidence: its sentence.
        count: the number of people in its event, where it tells one and means it exactly.
        differs: whether that is another number of the same people than is known.
        bodies: the fingerprints of the articles that told of it, and of this one, by article id.
    """

    evidence: Evidence
    count: int | None = None
    differs: bool = False
    bodies: Mapping[str, str | None] = field(default_factory=dict)


def revised(record: AlertRecord, status: Status, told_by: Sequence[Evidence], detected: datetime) -> AlertRecord:
    """Return a record with one more revision, in a new status; before, after and the first evidence stay."""
    latest = record.latest
    told_by = _kept(told_by)
    evidence = (*latest.evidence[:1], *(one for one in told_by if one not in latest.evidence[:1]))
    changes = {
        "revision": latest.revision + 1,
        "status": status,
        "evidence": _kept(evidence),
        "detected": detected,
        "confidence": _confidence(record, status, told_by),
    }
    return replace(record, revisions=(*record.revisions, latest.model_copy(update=changes)), told_by=told_by)


def _kept(told_by: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the first origins; where there are too many, the last one is what led to a revision, and stays too."""
    return tuple(told_by) if len(told_by) <= ORIGINS_KEPT else (*told_by[: ORIGINS_KEPT - 1], told_by[-1])


def _confidence(record: AlertRecord, status: Status, told_by: Sequence[Evidence]) -> float:
    """Return how sure an alert is now.

    Independent origins err independently: the chance that all are wrong is the product of theirs. A disputed or
    retracted alert is worth half and nothing of what it was.
    """
    first, latest = record.revisions[0].confidence, record.latest.confidence
    if status is Status.CORROBORATED:
        return float(round(1 - (1 - first) ** len(told_by), 4))
    if status is Status.REPORTED:
        return first
    factor = {Status.DISPUTED: 0.5, Status.RETRACTED: 0.0}.get(status, 1.0)
    return float(round(latest * factor, 4))


# Further reports -------------------------------------------------------------------------------------------------


def told_again(record: AlertRecord, report: Report, detected: datetime) -> AlertRecord:
    """Return the record after another report of its event.

    It is one revision where the status changes, or the number that the alert tells; further origins only extend the
    record while it has room for them, and an alert whose life is over stays as it is.
    """
    if not adds(record, report):
        return record
    evidence, said = report.evidence, _told_before(record, report)
    told_by = (*(told for told in record.told_by if told not in said), evidence)
    same_people = report.differs or said or record.latest.count in (None, report.count)
    told = {evidence.article: report.count} if report.count is not None and same_people else {}
    counts = {**record.counts, **told}
    return settled(replace(record, told_by=told_by, counts=counts), record, detected)


def adds(record: AlertRecord, report: Report) -> bool:
    """Tell whether a report adds to an alert that lives: another origin, or an origin's newer number."""
    if record.ended:
        return False
    return independent(report.evidence, record.told_by, report.bodies) or bool(_told_before(record, report))


def _told_before(record: AlertRecord, report: Report) -> list[Evidence]:
    """Return what the writer of a report told before with another number, and now corrects.

    An older report corrects nothing, nor does a number that the alert had and has no more: it is a late reprint.
    """
    evidence, numbers = report.evidence, _numbers(record)
    own = [told for told in record.told_by if same_writer(told, evidence)]
    same_people = report.differs or report.count == record.latest.count
    if report.count is None or not same_people or _says(own, report.count, numbers):
        return []
    if all(told.article == evidence.article for told in own):
        return own
    outdated = {revision.count for revision in record.revisions} - {record.latest.count}
    older = [told for told in own if told.published and evidence.published and told.published < evidence.published]
    return own if older == own and report.count not in outdated else []


def _says(own: Sequence[Evidence], count: int, numbers: Mapping[str, int]) -> bool:
    """Tell whether a writer told no other number than this."""
    return all(numbers.get(told.article) in (None, count) for told in own)


def settled(record: AlertRecord, known: AlertRecord, detected: datetime) -> AlertRecord:
    """Return a record in the status that follows from what its origins tell, revised where that changed.

    Args:
        record: the record with what is new.
        known: the record as it was.
        detected: when what is new came in.
    """
    latest = known.latest
    status, count = (latest.status, latest.count) if _is_unexplained(known) else _standing(record)
    if (status, count) == (latest.status, latest.count):
        return replace(record, told_by=_first(record.told_by))
    record = revised(record, status, record.told_by, detected)
    if count == latest.count:
        return record
    alert = record.latest.model_copy(update={"count": count, "headline": recounted(latest, count)})
    return replace(record, revisions=(*record.revisions[:-1], alert))


def _first(told_by: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple(told_by[:ORIGINS_KEPT])


def _standing(record: AlertRecord) -> tuple[Status, int | None]:
    """Return the status of an alert that lives and its number, as its origins tell them."""
    latest, numbers = record.latest, _numbers(record)
    told = [one.article for one in record.told_by if one.article not in record.denied_by]
    agreed = Counter(numbers[article] for article in told if article in numbers).most_common(SETTLED_BY)
    count = agreed[0][0] if agreed and latest.count is not None else latest.count
    if record.denied_by:
        return Status.DISPUTED, latest.count
    if len(agreed) > 1 and not agreed[0][1] >= max(SETTLED_BY, agreed[1][1] + 1):
        return Status.DISPUTED, latest.count
    return Status.CORROBORATED if len(told) > 1 or latest.status is Status.CORROBORATED else Status.REPORTED, count


def _numbers(record: AlertRecord) -> Mapping[str, int]:
    """Return the number that each article told, where it told one."""
    first = record.revisions[0]
    told = {first.evidence[0].article: first.count} if first.evidence and first.count is not None else {}
    return {**told, **record.counts}


def _is_unexplained(record: AlertRecord) -> bool:
    """Tell whether an alert was disputed before it was kept by what; then nothing settles it."""
    return record.latest.status is Status.DISPUTED and not record.counts and not record.denied_by


# Denials, and what is told no more -------------------------------------------------------------------------------


def disputed(record: AlertRecord, evidence: Evidence, detected: datetime) -> AlertRecord:
    """Return the record of an alert after a denial of what it reported."""
    if record.ended or evidence.article in record.denied_by:
        return record
    denied_by = (*record.denied_by, evidence.article)[:ORIGINS_KEPT]
    denied = replace(record, told_by=(*record.told_by, evidence), denied_by=denied_by)
    if record.latest.status is Status.DISPUTED:
        return replace(denied, told_by=_first(denied.told_by))
    return revised(denied, Status.DISPUTED, denied.told_by, detected)


def without(record: AlertRecord, article: str) -> AlertRecord:
    """Return a record without what one article told."""
    return replace(
        record,
        told_by=tuple(told for told in record.told_by if told.article != article),
        counts={name: count for name, count in record.counts.items() if name != article},
        denied_by=tuple(name for name in record.denied_by if name != article),
    )


def told_no_more(record: AlertRecord, article: str, detected: datetime) -> AlertRecord:
    """Return the record of an alert that an article told of, and tells no more.

    It is retracted where no other did. A dispute ends with what disputed it; an alert that was corroborated stays so.
    """
    left = without(record, article)
    if not any(told.article not in left.denied_by for told in left.told_by):
        return revised(record, Status.RETRACTED, record.told_by, detected)
    return settled(left, record, detected) if record.latest.status is Status.DISPUTED else left
