"""One article's claims on one topic, told to the board in the order of what matters most."""

from collections.abc import Iterator, Sequence

from newswatch.judging import due
from newswatch.judging.board import REMEMBERED, AlertRecord
from newswatch.judging.correction import is_recanted, recant, recount
from newswatch.judging.denial import deny
from newswatch.judging.development import develop
from newswatch.judging.grounding import NOT_GROUNDED, grounded, is_verbatim
from newswatch.judging.ladder import height, is_deal
from newswatch.judging.occurrence import disputes
from newswatch.judging.relation import Verdict
from newswatch.judging.retraction import retract
from newswatch.judging.slots import changes, is_general
from newswatch.judging.telling import Telling, restated
from newswatch.judging.verdict import Change, change, same_news
from newswatch.models import Claim, Modality, Relation, Severity

# A claim that is less sure raises nothing and changes nothing: it must be likelier right than wrong. What moves the
# phase must be surer: a wrong rung makes the right ones after it look old (docs/decisions/0007-certainty.md).
SURE_ENOUGH = 0.5
SURE_OF_A_PHASE = 0.6


def tell(telling: Telling, stood_on: Sequence[str]) -> None:
    """Judge every claim of an article version.

    Args:
        telling: the version.
        stood_on: the alerts that the article's last version told of.
    """
    retract(stood_on, telling)
    for claim in sorted(telling.claims, key=lambda claim: _place(claim, telling)):
        _judge(claim, telling)


# What matters most comes first ---------------------------------------------------------------------------------


def _place(claim: Claim, telling: Telling) -> tuple[int, ...]:
    """Return where a claim stands in the telling.

    The body before the title, which may say too much, and what went wrong on the way last; a deal's furthest rung
    before those that it passed, then the steps that one side takes towards it, from below; the gravest position
    first, of those alike the one that is furthest, dated and of a named place; of the events of a kind, the one
    with the most people; and what both readers found before what one did.
    """
    event = telling.board.topic.events.get(claim.event)
    people = claim.count or 0 if event and event.kind == "each" else 0
    trails = 2 if _leaves_the_ladder(claim, telling) and not _leads(claim, telling) else int(claim.field == "title")
    return trails, _rank(claim, telling), *_weight(claim, telling), -people, int(claim.by_classifier)


def _weight(claim: Claim, telling: Telling) -> tuple[int, ...]:
    """Return how much a position weighs against the others of its article; the lightest number first."""
    events = telling.board.topic.events
    if claim.event not in events or events[claim.event].kind != "latest":
        return 0, 0, 0, 0
    grave = -list(Severity).index(events[claim.event].severity)
    further = -sum(claim.event in event.fulfilled_by for event in events.values())
    return grave, further, int(claim.date is None), int(is_general(claim, telling.watch))


def _rank(claim: Claim, telling: Telling) -> int:
    topic = telling.board.topic
    ladder = topic.ladder
    if ladder is None or claim.background or claim.event not in topic.events:
        return 0
    if claim.event in ladder.from_any_rung:
        return -2 * len(ladder.rungs)
    if is_deal(topic, claim.event) and claim.modality is Modality.HAPPENED:
        return -len(ladder.rungs) - height(ladder, claim.event)
    return height(ladder, claim.event) - len(ladder.rungs) if topic.events[claim.event].also else 0


def _leaves_the_ladder(claim: Claim, telling: Telling) -> bool:
    ladder = telling.board.topic.ladder
    return ladder is not None and claim.event in ladder.from_any_rung


def _leads(claim: Claim, telling: Telling) -> bool:
    """Tell whether a claim stands before every phase of the same field, and no phase stands in the title instead."""
    ladder = telling.board.topic.ladder
    phases = [one for one in telling.claims if ladder and one.event in ladder.rungs and not one.background]
    titled = claim.field == "body" and any(one.field == "title" for one in phases)
    starts = (one.start for one in phases if one.field == claim.field)
    return not titled and claim.start <= min(starts, default=claim.start)


# One claim -------------------------------------------------------------------------------------------------------


def _judge(claim: Claim, telling: Telling) -> None:
    if is_recanted(claim):
        recant(claim, telling)
    elif reason := _nothing_to_judge(claim, telling):
        telling.decide(claim, None, reason)
    else:
        _judge_carried(claim, telling)


def _judge_carried(claim: Claim, telling: Telling) -> None:
    """Judge what of a claim its sentence carries; what was left out is told with what was decided."""
    carried, left_out = grounded(claim, telling.today, telling.watch)
    decided = len(telling.outcome.decisions)
    if claim.modality is Modality.DENIED:
        deny(carried, telling)
    else:
        _tell(carried, telling)
    if left_out:
        why = f"{NOT_GROUNDED}its sentence does not carry {', '.join(left_out)}"
        telling.outcome.explain_since(decided, why)


def _nothing_to_judge(claim: Claim, telling: Telling) -> str | None:
    """Return why a claim is not judged, or None."""
    return next(_reasons(claim, telling), None)


def _reasons(claim: Claim, telling: Telling) -> Iterator[str]:
    if claim.event not in telling.board.topic.events:
        yield f"the topic file knows no event {claim.event}"
    if claim.theatre not in (None, telling.watch.theatres.watched):
        yield f"another theatre: {claim.theatre}"
    if claim.background:
        yield "background: it recalls what is known"
    if claim.confidence < _needed(claim, telling):
        yield f"read with a confidence of {claim.confidence:.0%}, too unsure for an alert"
    if telling.event(claim).needs_day and claim.date is None:
        yield f"no day is told: {claim.event} is recalled"
    if telling.dated and telling.today < telling.board.baseline.published.date():
        yield "published before the baseline was written"
    if telling.dated and telling.board.clock - telling.moment > REMEMBERED:
        yield f"published more than {REMEMBERED.days} days before the latest news"
    if claim.modality is not Modality.DENIED and not changes(telling.event(claim), claim):
        yield f"{claim.modality} does not change {telling.event(claim).slot}"


def _needed(claim: Claim, telling: Telling) -> float:
    """Return how sure a claim must be: what moves the phase of a deal surer than the rest."""
    moves = telling.event(claim).kind == "ladder" and claim.modality is Modality.HAPPENED
    return SURE_OF_A_PHASE if moves else SURE_ENOUGH


def _tell(claim: Claim, telling: Telling) -> None:
    found = [_once(change(target, claim, telling), claim, telling) for target in telling.targets(claim)]
    found = _on_the_table(claim, _of_one_day(_implied(found, telling)))
    telling.board.put_due(due.left(telling.board.due, claim, telling.day(claim)))
    if developments := [one for one in found if one.is_development]:
        _develop(claim, developments, telling)
    elif found:
        _restate(claim, found, telling)
    else:
        telling.decide(claim, None, "it names no value for its slot")


def _develop(claim: Claim, developments: Sequence[Change], telling: Telling) -> None:
    """Let a claim that changes the board raise its alert, unless it comes too late or no sentence shows what was."""
    before = developments[0].current
    if telling.is_stale(claim):
        telling.decide(claim, developments[0].target.slot, restated("it comes late, and tells of what was to come"))
    elif before and not is_verbatim(before.sentence, before.start, before.end):
        telling.decide(claim, developments[0].target.slot, f"{NOT_GROUNDED}no sentence shows what was known before")
    else:
        develop(claim, developments, telling)


def _once(one: Change, claim: Claim, telling: Telling) -> Change:
    """Let one article move a slot once, but a phase upward and a position to one that is new: the rest led there."""
    kind, slot, current = one.target.kind, one.target.slot, one.current
    if slot not in telling.moved or current is None or kind in ("each", "quantity"):
        return one
    topic = telling.board.topic
    upward = kind == "ladder" and one.verdict.relation is Relation.ADVANCES
    if upward and topic.ladder and current.value in topic.ladder.rungs:
        return one
    led_there = (*telling.moved[slot], *topic.events[current.event].reverses)
    if kind == "latest" and claim.event not in led_there:
        return one
    return one.but("the same article already moved this slot")


def _implied(found: list[Change], telling: Telling) -> list[Change]:
    """Leave out first positions that a higher rung implies: whoever has signed has accepted before.

    A deal is approved by one body after another; nobody's approval follows from another's.
    """
    leading = found[0] if found else None
    if leading is None or leading.target.kind != "ladder" or leading.is_development or _stands(leading):
        return found
    if is_deal(telling.board.topic, str(leading.target.value)):
        return found
    implied = f"implied: {leading.verdict.reason}"
    return [one.but(implied) if _is_first_position(one) else one for one in found]


def _of_one_day(found: list[Change]) -> list[Change]:
    """Leave out a position told again that would be news by its date, where that date is known already."""
    leading = found[0] if found else None
    if leading is None or leading.target.kind != "dated" or leading.is_development:
        return found
    return [one.but(leading.verdict.reason) if one.is_development and _stands(one) else one for one in found]


def _on_the_table(claim: Claim, found: list[Change]) -> list[Change]:
    """Leave out a proposal whose terms are all known: it is the one that is talked about."""
    terms = [one for one in found if one.target.kind == "term"]
    if claim.modality is not Modality.PROPOSED or not terms or any(one.is_development for one in terms):
        return found
    return [one.but(f"the proposal on the table: {terms[0].verdict.reason}") for one in found]


def _is_first_position(one: Change) -> bool:
    return one.target.kind == "latest" and one.verdict.relation is Relation.NEW


def _stands(leading: Change) -> bool:
    return leading.current is not None and leading.current.value == leading.target.value


# What is known ---------------------------------------------------------------------------------------------------


def _restate(claim: Claim, found: Sequence[Change], telling: Telling) -> None:
    """Let a claim that changes nothing add its origin to the alert that it tells again."""
    for one in found:
        record = telling.board.alert(_reported_by(one))
        if record and same_news(one, telling):
            _confirm(claim, one, record, telling)
            return
    telling.decide(claim, found[0].target.slot, found[0].verdict)


def _reported_by(one: Change) -> str | None:
    """Return the alert that reported what a claim tells again."""
    if one.told:
        return one.known.alert if one.known else None
    return one.current.alert if one.current else None


def _confirm(claim: Claim, one: Change, record: AlertRecord, telling: Telling) -> None:
    differs = bool(one.told and one.known and disputes(one.known, one.told))
    if one.told and one.known:
        known = telling.board.occurrences(one.target.slot)
        joined = [other.joined(one.told) if other == one.known else other for other in known]
        telling.board.put_occurrences(one.target.slot, joined)
    adds = telling.tell_again(record, claim, differs=differs)
    recount(record, claim, telling)
    relation = Relation.CONFIRMS if adds else Relation.RESTATES
    telling.decide(claim, one.target.slot, Verdict(relation, one.verdict.reason), record.latest.id)
