"""Edited articles: what only they told, and tell no more, is retracted, and the board goes back."""

from collections.abc import Iterable

from newswatch.judging.board import AlertRecord
from newswatch.judging.life import told_no_more
from newswatch.judging.occurrence import find
from newswatch.judging.slots import changes
from newswatch.judging.telling import Telling
from newswatch.judging.verdict import told
from newswatch.models import Claim, Modality, Relation, Status
from newswatch.reading.corrections import withdraws


def retract(stood_on: Iterable[str], telling: Telling) -> None:
    """End the alerts that only this article told of, and that its new version tells no more.

    Args:
        stood_on: the alerts that the article's last version told of.
        telling: the new version.
    """
    for alert_id in stood_on:
        record = telling.board.alert(alert_id)
        if record is None or record.ended or any(_tells(claim, record, telling) for claim in telling.claims):
            continue
        left = told_no_more(record, telling.reading.article.id, telling.reading.detected)
        telling.outcome.keep(left, record)
        if left.latest.status is Status.RETRACTED:
            take_back(left, telling)
            _deny_no_more(left, telling)


def _tells(claim: Claim, record: AlertRecord, telling: Telling) -> bool:
    """Tell whether a claim still says what an alert reported, be it as background."""
    alert = record.latest
    if withdraws(claim.sentence) and claim.count is None:
        return False
    if claim.event != alert.event or claim.event not in telling.board.topic.events:
        return False
    if (claim.modality is Modality.DENIED) != (alert.relation is Relation.CONTRADICTS):
        return False
    if alert.relation is Relation.CONTRADICTS or claim.background:
        return True
    return changes(telling.event(claim), claim) and _same_slot(claim, record, telling)


def _same_slot(claim: Claim, record: AlertRecord, telling: Telling) -> bool:
    alert = record.latest
    target = next((one for one in telling.targets(claim) if one.slot == alert.slot), None)
    if target is None or target.kind != "each":
        return target is not None
    mine = [one for one in telling.board.occurrences(alert.slot) if one.alert == alert.id]
    return find(mine, told(claim, telling), same_article=frozenset([alert.id])) is not None


def _deny_no_more(denial: AlertRecord, telling: Telling) -> None:
    """Let the alert that a retracted denial disputed be what the others make of it."""
    board, article = telling.board, telling.reading.article.id
    for name in sorted(board.names("alert")):
        record = board.alert(name) if name.startswith(f"{denial.latest.slot}/") else None
        if record and not record.ended and article in record.denied_by:
            telling.outcome.keep(told_no_more(record, article, telling.reading.detected), record)


def take_back(record: AlertRecord, telling: Telling) -> None:
    """Let the board stand as it stood before an alert, wherever nothing has come after it."""
    board, alert = telling.board, record.latest
    known = board.occurrences(alert.slot)
    if len(left := [one for one in known if one.alert != alert.id]) < len(known):
        board.put_occurrences(alert.slot, left)
    for slot, before in record.replaced.items():
        current = board.fact(slot)
        if current and current.alert == alert.id:
            telling.outcome.put_back(slot, before, current)
    board.put_due([due for due in board.due if due.fact.alert != alert.id])
