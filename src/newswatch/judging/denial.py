"""Denials: of what the board holds they are developments of their own, of anything else they are nothing."""

from dataclasses import dataclass

from newswatch.judging.alert import Raised, before_of, evidence_of, raised_alert, reported
from newswatch.judging.board import AlertRecord
from newswatch.judging.correction import withdraw
from newswatch.judging.headline import denial_headline
from newswatch.judging.life import disputed
from newswatch.judging.occurrence import denied_by
from newswatch.judging.relation import Verdict
from newswatch.judging.slots import Target
from newswatch.judging.telling import Telling, restated
from newswatch.judging.verdict import is_late, told
from newswatch.models import After, Before, Claim, Modality, Relation, Status


@dataclass(frozen=True)
class Held:
    """What a denial contradicts: the fact as it was reported, and the alert that reported it."""

    slot: str
    before: Before
    alert: str | None


def deny(claim: Claim, telling: Telling) -> None:
    """Raise a denial of what the board holds, and dispute the alert that reported it."""
    if claim.by_classifier:
        telling.decide(claim, None, "only the classifier reads a denial in it")
        return
    held = next((one for target in telling.targets(claim) if (one := _held(target, claim, telling))), None)
    if held is None:
        telling.decide(claim, None, restated("it denies what the board does not hold"))
    elif known := _denied_before(held, telling):
        telling.tell_again(known, claim)
        telling.decide(claim, held.slot, restated("this denial is already known"), known.latest.id)
    else:
        _contradict(claim, held, telling)


def _held(target: Target, claim: Claim, telling: Telling) -> Held | None:
    if target.kind == "each":
        if _is_told_too(claim, telling) and not telling.event(claim).may_prove_wrong:
            return None
        known = denied_by(telling.board.occurrences(target.slot), told(claim, telling))
        record = telling.board.alert(known.alert) if known else None
        before = reported(record.latest) if record and record.latest.status is not Status.RETRACTED else None
        return Held(target.slot, before, known.alert) if known and before else None
    current = telling.board.fact(target.slot)
    if current is None or current.background or current.event != claim.event or is_late(current, claim, telling):
        return None
    before = before_of(current)
    return Held(target.slot, before, current.alert) if before else None


def _is_told_too(claim: Claim, telling: Telling) -> bool:
    """Return whether the same article reports the event: "waiting for a list" in the morning, the list at noon."""
    news = (one for one in telling.claims if not one.background)
    return any(one.event == claim.event and one.modality is Modality.HAPPENED for one in news)


def _denied_before(held: Held, telling: Telling) -> AlertRecord | None:
    """Return the alert of an earlier denial of the same fact."""
    board = telling.board
    names = sorted(name for name in board.names("alert") if name.startswith(f"{held.slot}/not_"))
    records = (record for name in names if (record := board.alert(name)) and not record.ended)
    return next((one for one in records if one.latest.before and one.latest.before.fact == held.before.fact), None)


def _withdrawn(record: AlertRecord, claim: Claim, telling: Telling) -> bool:
    """Let an outlet that corrects itself in its own voice withdraw an alert that only it told of."""
    if not telling.reading.article.corrects or claim.said_by:
        return False
    left = withdraw(record, claim, telling)
    return left is not None and left.ended


def _contradict(claim: Claim, held: Held, telling: Telling) -> None:
    alert_id = telling.board.free_id(held.slot, f"not_{claim.event}", telling.today.isoformat())
    words = denial_headline(claim, telling.board.topic, telling.watch)
    after = After(value=held.before.value, version=held.before.version)
    raised = Raised(alert_id, Relation.CONTRADICTS, held.slot, words, held.before, after)
    alert = raised_alert(raised, claim, telling.reading, telling.desk)
    evidence = evidence_of(telling.reading, claim)
    telling.outcome.send(AlertRecord((alert,), (evidence,)))
    telling.stands_on.append(alert_id)
    if (record := telling.board.alert(held.alert)) and not _withdrawn(record, claim, telling):
        telling.outcome.keep(disputed(record, evidence, telling.reading.detected), record)
    verdict = Verdict(Relation.CONTRADICTS, f"it denies {held.before.value}")
    telling.decide(claim, held.slot, verdict, alert_id)
