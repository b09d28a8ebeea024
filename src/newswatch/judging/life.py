"""The life of an alert: revised when its status changes, and only then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from newswatch.judging.board import AlertRecord
from newswatch.judging.origins import independent
from newswatch.models import Alert, Evidence, Status

# How many independent origins an alert keeps: more make nobody surer, and each write of the record repeats them all.
ORIGINS_KEPT = 25


def revised(record: AlertRecord, status: Status, told_by: Sequence[Evidence], detected: datetime) -> AlertRecord:
    """Return a record with one more revision, in a new status; before, after and the first evidence stay."""
    latest = record.latest
    told_by = _kept(told_by)
    evidence = (*latest.evidence[:1], *(one for one in told_by if one not in latest.evidence[:1]))
    revision = latest.model_copy(
        update={
            "revision": latest.revision + 1,
            "status": status,
            "evidence": _kept(evidence),
            "detected": detected,
            "confidence": _confidence(latest, status, told_by),
        }
    )
    return replace(record, revisions=(*record.revisions, revision), told_by=told_by)


def _kept(told_by: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the first origins; where there are too many, the last one is what led to a revision, and stays too."""
    return tuple(told_by) if len(told_by) <= ORIGINS_KEPT else (*told_by[: ORIGINS_KEPT - 1], told_by[-1])


def _confidence(latest: Alert, status: Status, told_by: Sequence[Evidence]) -> float:
    """Return how sure an alert is now.

    Independent origins err independently: the chance that all are wrong is the product of theirs. A disputed or
    retracted alert is worth half and nothing of what it was.
    """
    if status is Status.CORROBORATED:
        return float(round(1 - (1 - latest.confidence) ** len(told_by), 4))
    factor = {Status.DISPUTED: 0.5, Status.RETRACTED: 0.0}.get(status, 1.0)
    return float(round(latest.confidence * factor, 4))


def told_again(record: AlertRecord, evidence: Evidence, detected: datetime, *, differs: bool) -> AlertRecord:
    """Return the record after another report of its event.

    Another origin corroborates; a report with another number of the same people disputes, whoever it comes from.
    Either is one revision; further origins only extend the record while it has room for them, and an alert whose
    life is over stays as it is.
    """
    if not adds(record, evidence, differs=differs):
        return record
    fresh = independent(evidence, record.told_by)
    told_by = record.told_by if evidence in record.told_by else (*record.told_by, evidence)
    status = record.latest.status
    if differs and status is not Status.DISPUTED:
        return revised(record, Status.DISPUTED, told_by, detected)
    if fresh and not differs and status is Status.REPORTED:
        return revised(record, Status.CORROBORATED, told_by, detected)
    return replace(record, told_by=told_by[:ORIGINS_KEPT])


def adds(record: AlertRecord, evidence: Evidence, *, differs: bool) -> bool:
    """Tell whether a report adds to an alert that lives: another origin, or another number."""
    return not record.ended and (differs or independent(evidence, record.told_by))


def disputed(record: AlertRecord, evidence: Evidence, detected: datetime) -> AlertRecord:
    """Return the record of an alert after a denial of what it reported."""
    if record.ended or record.latest.status is Status.DISPUTED:
        return record
    return revised(record, Status.DISPUTED, (*record.told_by, evidence), detected)


def without(record: AlertRecord, article: str) -> AlertRecord:
    """Return a record without what one article told."""
    return replace(record, told_by=tuple(told for told in record.told_by if told.article != article))
