"""What an outlet corrects in a later article, and a number that origins settle: the board follows the alert."""

from collections.abc import Iterator
from dataclasses import replace

from newswatch.judging.alert import evidence_of
from newswatch.judging.board import AlertRecord
from newswatch.judging.life import told_no_more
from newswatch.judging.occurrence import denied_by
from newswatch.judging.origins import same_writer
from newswatch.judging.retraction import take_back
from newswatch.judging.telling import Telling
from newswatch.judging.verdict import derived_slot, told
from newswatch.models import Claim, Relation, Status
from newswatch.reading.corrections import recants, withdraws


def is_recanted(claim: Claim) -> bool:
    """Tell whether a claim is only repeated to take it back: "we have withdrawn the story that …"."""
    return claim.field == "body" and recants(claim.sentence)


def recant(claim: Claim, telling: Telling) -> None:
    """Let an outlet take back what it reported, unless only a detail of it may be meant to be wrong.

    Where a number or a name is told, it can't be known what was wrong: what is right has a claim of its own.
    """
    others = [one for one in telling.claims if one.event == claim.event and not is_recanted(one)]
    told_otherwise = any(one.modality is claim.modality for one in others)
    whole = withdraws(claim.sentence) and claim.count is None and not told_otherwise
    known = {one.latest.id: one for one in _told_of(claim, telling)} if whole else {}
    withdrawn = [left for one in known.values() if (left := withdraw(one, claim, telling))]
    reason = "it takes back an earlier report" if withdrawn else "it repeats an earlier report that was wrong"
    telling.decide(claim, None, reason, withdrawn[0].latest.id if withdrawn else None)


def withdraw(record: AlertRecord, claim: Claim, telling: Telling) -> AlertRecord | None:
    """Let an alert stand without what the writer of a correction told of it; None where it told nothing."""
    own = [one for one in record.told_by if same_writer(one, evidence_of(telling.reading, claim))]
    own = [one for one in own if one.article not in record.denied_by]
    if record.ended or not own:
        return None
    left = record
    for article in dict.fromkeys(one.article for one in own):
        left = told_no_more(left, article, telling.reading.detected)
        if left.ended:
            break
    telling.outcome.keep(left, record)
    if left.latest.status is Status.RETRACTED:
        take_back(left, telling)
    return left


def _told_of(claim: Claim, telling: Telling) -> Iterator[AlertRecord]:
    """Yield the alerts that reported what a claim says."""
    if claim.event not in telling.board.topic.events:
        return
    for target in telling.targets(claim):
        each = denied_by(telling.board.occurrences(target.slot), told(claim, telling))
        known = each if target.kind == "each" else telling.board.fact(target.slot)
        record = telling.board.alert(known.alert) if known else None
        if record and record.latest.event == claim.event and record.latest.relation is not Relation.CONTRADICTS:
            yield record


def recount(known: AlertRecord, claim: Claim, telling: Telling) -> None:
    """Let the board hold the number of people that an alert tells by now, wherever it holds the one it told before.

    Args:
        known: the alert's record before this report.
        claim: the report.
        telling: its article.
    """
    board, before = telling.board, known.latest.count
    record = board.alert(known.latest.id)
    if record is None or before is None or record.latest.count in (None, before):
        return
    alert, count = record.latest, record.latest.count
    occurrences = board.occurrences(alert.slot)
    counted = [replace(one, count=count, bound="exact") if one.alert == alert.id else one for one in occurrences]
    board.put_occurrences(alert.slot, counted)
    fact = board.fact(alert.slot)
    if fact and fact.alert == alert.id:
        changes = claim.model_dump(include={"sentence", "start", "end", "field", "bound"})
        changes |= {"count": count, "document": telling.reading.article.id}
        telling.outcome.correct(fact.model_copy(update=changes))
    _recount_people(count - before, telling, claim)


def _recount_people(more: int, telling: Telling, claim: Claim) -> None:
    """Let the number of people held, where it follows from events, follow the corrected one."""
    topic = telling.board.topic
    held = next((event.slot for event in topic.events.values() if event.kind == "quantity"), None)
    follows = telling.board.fact(derived_slot(held)) if held else None
    if follows and isinstance(follows.value, int) and (people := telling.event(claim).people):
        telling.outcome.correct(follows.model_copy(update={"value": max(0, follows.value + people * more)}))
