"""One claim against one slot of the board."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from newswatch.judging import ladder, relation
from newswatch.judging.board import Board
from newswatch.judging.occurrence import Occurrence, find
from newswatch.judging.relation import RETOLD_WITHIN, Known, Position, Verdict
from newswatch.judging.slots import Target, actor_of, staged
from newswatch.judging.telling import Telling, restated
from newswatch.models import Claim, Fact, Modality, Relation
from newswatch.topics import Topic

# What is told of a deal so soon after it ended tells of the one that ended.
ROUND_OVER = timedelta(days=3)


@dataclass(frozen=True)
class Change:
    """What a claim does to one slot.

    Attributes:
        target: the slot and the value.
        verdict: the relation and its reason.
        current: the fact as it stands.
        told: the event that the claim tells, for slots where every event counts.
        known: the event of the board that it tells again, if any.
    """

    target: Target
    verdict: Verdict
    current: Fact | None
    told: Occurrence | None = None
    known: Occurrence | None = None

    @property
    def is_development(self) -> bool:
        """Whether the slot changes."""
        return self.verdict.relation.is_development

    def but(self, reason: str) -> "Change":
        """Return this change as one that adds nothing after all."""
        return replace(self, verdict=restated(reason))


def change(target: Target, claim: Claim, telling: Telling) -> Change:
    """Compare a claim with the board in one slot."""
    known = _known(target, claim, telling)
    if target.kind == "each":
        report = told(claim, telling)
        again = find(telling.board.occurrences(target.slot), report, same_article=frozenset(telling.stands_on))
        return Change(target, _occurred(claim, report, again, telling), known.fact, report, again)
    return Change(target, _verdict(target, claim, known, telling), known.fact)


def _verdict(target: Target, claim: Claim, known: Known, telling: Telling) -> Verdict:
    event = telling.event(claim)
    if target.kind == "quantity":
        return relation.quantity(known, derived(telling.board, target.slot), claim, event.tolerance)
    if target.kind == "term":
        return relation.term(known, int(target.value), *_rungs(target, claim, known, telling))
    if target.kind == "dated":
        # A start may be planned for today; a deadline of the day on which it is set is the day of the demand.
        first = telling.today + timedelta(days=1 if event.dated_slot else 0)
        return relation.dated(known, date.fromisoformat(str(target.value)), first)
    if claim.modality is Modality.HAPPENED and relation.recalled(telling.day(claim), telling.today):
        return restated(f"an event of {telling.day(claim)}, recalled")
    if target.kind == "ladder":
        return _phase(target, claim, known, telling)
    return relation.latest(known, claim, event)


# What is known ---------------------------------------------------------------------------------------------------


def _known(target: Target, claim: Claim, telling: Telling) -> Known:
    board = telling.board
    fact = board.fact(target.slot)
    return Known(
        fact=fact,
        past=board.past(target.slot),
        seed=[Position.of(other) for other in board.baseline.beside(target.slot)],
        late=fact is not None and is_late(fact, claim, telling),
        undated=not telling.dated,
        moment=telling.moment,
        phase_since=_put_forward(claim, telling),
    )


def _put_forward(claim: Claim, telling: Telling) -> datetime | None:
    """Return since when that is on the table which a claim answers to; None where it answers nothing of the kind."""
    topic, event = telling.board.topic, telling.event(claim)
    if topic.ladder is None or not event.answers:
        return None
    phase = telling.board.fact(staged(topic.ladder.slot, telling.stage(claim)))
    return phase.since if phase and phase.event in (*event.answers, claim.event) else None


def is_late(fact: Fact, claim: Claim, telling: Telling) -> bool:
    """Tell whether a claim is older than a fact: by the day of the event, then by the time of writing."""
    if not telling.dated or fact.since is None:
        return False
    written = fact.since.date()
    happened = fact.modality is Modality.HAPPENED and fact.date is not None and fact.date < written
    known = fact.date if happened and fact.date else written
    claimed = min(telling.day(claim), telling.today)
    return claimed < known or (claimed == known and telling.moment < fact.since)


# Phases and terms ------------------------------------------------------------------------------------------------


def _phase(target: Target, claim: Claim, known: Known, telling: Telling) -> Verdict:
    topic, phase = telling.board.topic, telling.phase(target.slot)
    if _is_of_a_round_before(known, topic, telling):
        return restated("it was written before the round ended that it tells of")
    over = topic.ladder and phase.value in topic.ladder.ends_round
    if over and ladder.is_deal(topic, claim.event) and _just(known.fact, telling):
        return restated(f"tells of the round that has just {phase.value}")
    if phase.value is not None and _out_of_nothing(topic, phase, claim):
        return restated(f"{claim.event} without a deal, a day or a speaker, while the board stands at {phase.value}")
    verdict = ladder.compare(topic, phase, claim.event, late=known.late)
    return _another_proposal(claim, known, phase, telling) or verdict


def _is_of_a_round_before(known: Known, topic: Topic, telling: Telling) -> bool:
    """Tell whether an article was written before the last end of a round, however late it comes."""
    ends = topic.ladder.ends_round if topic.ladder else ()
    held = [*known.past, *([Position.of(known.fact)] if known.fact else [])]
    ended = [one.since for one in held if one.value in ends and one.since]
    return telling.dated and bool(ended) and telling.moment < max(ended)


def _another_proposal(claim: Claim, known: Known, phase: ladder.Phase, telling: Telling) -> Verdict | None:
    """Return what a proposal is that comes days after the last one, and that its article is about: not the last one.

    It begins the climb again, as long as there is no deal.
    """
    topic, current = telling.board.topic, known.fact
    if claim.event not in _put_before_answers(topic) or known.late or current is None or current.since is None:
        return None
    below = ladder.height(topic.ladder, claim.event) <= ladder.height(topic.ladder, phase.value)
    if not below or ladder.is_deal(topic, phase.rung) or telling.moment - current.since <= RETOLD_WITHIN:
        return None
    return Verdict(Relation.UPDATES, f"{claim.event} again, days after the last") if telling.is_about(claim) else None


def _put_before_answers(topic: Topic) -> set[str]:
    return {name for event in topic.events.values() for name in event.answers}


def _out_of_nothing(topic: Topic, phase: ladder.Phase, claim: Claim) -> bool:
    """Tell whether a truce is told to be in force that nobody has agreed on, by nobody and of no day."""
    told = claim.date is not None or claim.said_by is not None
    return ladder.in_force(topic, claim.event) and not ladder.is_deal(topic, phase.rung) and not told


def _just(fact: Fact | None, telling: Telling) -> bool:
    return bool(fact and fact.since and telling.moment - fact.since < ROUND_OVER)


def _rungs(target: Target, claim: Claim, known: Known, telling: Telling) -> tuple[int, int]:
    """Return how far a claim says the deal has come, and how far it had come that set the term on the board.

    All rungs of a deal count alike: a term that is told after the signing is as good as one told before. In a new
    round the terms of the last one bind nobody.
    """
    topic = telling.board.topic
    assert topic.ladder  # only a topic with a ladder has terms
    name = topic.ladder.slot.rpartition(".")[2]
    stood = telling.phase(f"{target.slot.rpartition('.')[0]}.{name}").rung
    if ladder.is_deal(topic, stood):
        deal = min(ladder.height(topic.ladder, rung) for rung in topic.ladder.rungs if ladder.is_deal(topic, rung))
        return min(ladder.height(topic.ladder, claim.event), deal), deal
    set_by = known.fact.event if known.fact else None
    known_rung = min(ladder.height(topic.ladder, set_by), ladder.height(topic.ladder, stood))
    return ladder.height(topic.ladder, claim.event), known_rung


# Events ----------------------------------------------------------------------------------------------------------


def told(claim: Claim, telling: Telling) -> Occurrence:
    """Return the event that a claim tells, by what tells it apart from others of its kind."""
    apart = telling.event(claim).apart_by
    return Occurrence(
        day=telling.day(claim),
        dated=claim.date is not None,
        actual=claim.modality in (Modality.HAPPENED, Modality.DENIED),
        count=claim.count,
        bound=claim.bound,
        kind=claim.count_kind,
        persons=frozenset(claim.persons),
        actor=actor_of(claim, telling.watch) if "actor" in apart else None,
        place=claim.place if "place" in apart else None,
        further=claim.further,
        once=telling.event(claim).once,
    )


def _occurred(claim: Claim, report: Occurrence, known: Occurrence | None, telling: Telling) -> Verdict:
    if claim.count_scope == "total" and report.actual:
        return restated("a running total, not an event")
    if report.actual and relation.recalled(report.day, telling.today):
        return restated(f"an event of {report.day}, recalled")
    if known:
        return restated(f"the event of {known.day} that is already known")
    return Verdict(Relation.NEW, f"no such event is known of {report.day}")


def same_news(one: Change, telling: Telling) -> bool:
    """Tell whether a claim that changes nothing tells what an alert reported, about the same time."""
    if one.told:
        return one.known is not None and one.known.actual == one.told.actual
    if one.current is None or one.target.value != one.current.value or one.current.since is None:
        return False
    return abs(telling.moment - one.current.since) <= RETOLD_WITHIN


# Numbers that follow ---------------------------------------------------------------------------------------------


def derived_slot(slot: str) -> str:
    """Return the slot of the number that follows from releases since one was stated."""
    return f"{slot}.after_releases"


def derived(board: Board, slot: str) -> int | None:
    """Return the number that follows from releases since one was stated, if there were any."""
    fact = board.fact(derived_slot(slot))
    return fact.value if fact and isinstance(fact.value, int) else None
