"""Phases: where a claimed one stands against the one on the board."""

from collections.abc import Sequence
from dataclasses import dataclass

from newswatch.judging.relation import Verdict
from newswatch.models import Relation
from newswatch.topics import Ladder, Topic


@dataclass(frozen=True)
class Phase:
    """A phase as it stands.

    Attributes:
        value: the phase, which may be off the ladder ("stalled"); None where none is known.
        rung: the rung that it stands on, or stood on before it left the ladder; None in a round that has none yet.
    """

    value: str | None
    rung: str | None

    @classmethod
    def of(cls, ladder: Ladder, values: Sequence[str]) -> "Phase":
        """Return the phase after a sequence of values, oldest first."""
        rung = None
        for value in values:
            rung = None if value in ladder.ends_round else value if value in ladder.rungs else rung
        return cls(values[-1] if values else None, rung)


def height(ladder: Ladder | None, rung: str | None) -> int:
    """Return how high a rung is; -1 for what is no rung."""
    return ladder.rungs.index(rung) if ladder and rung in ladder.rungs else -1


def is_deal(topic: Topic, event: str | None) -> bool:
    """Tell whether a rung is one of a deal: above those that a next stage goes through before it has one."""
    ladder = topic.ladder
    return bool(ladder) and height(ladder, event) > max((height(ladder, rung) for rung in _early(ladder)), default=-1)


def _early(ladder: Ladder | None) -> tuple[str, ...]:
    return ladder.next_stage if ladder else ()


def in_force(topic: Topic, rung: str | None) -> bool:
    """Tell whether a deal on this rung is in force: one whose start can be planned, or a higher one."""
    starts = (height(topic.ladder, name) for name, event in topic.events.items() if event.planned_slot)
    start = min((one for one in starts if one >= 0), default=len(topic.ladder.rungs) if topic.ladder else 0)
    return height(topic.ladder, rung) >= start


def compare(topic: Topic, phase: Phase, claimed: str, *, late: bool) -> Verdict:
    """Compare a claimed phase with the one on the board.

    A late claim (older than the board's) may add a rung, and never takes one away.
    """
    ladder = topic.ladder
    assert ladder  # only a topic with a ladder has phases
    leaves, left = claimed in ladder.from_any_rung, phase.value in ladder.from_any_rung
    if phase.value == claimed:
        return Verdict(Relation.RESTATES, f"the phase is already {claimed}")
    if late and (leaves or left):
        return Verdict(Relation.RESTATES, f"older than the board, which stands at {phase.value}")
    if leaves or left:
        return _leaves(topic, phase, claimed) if leaves else _returns(topic, phase, claimed)
    if phase.value is None:
        return Verdict(Relation.NEW, f"no phase was known before {claimed}")
    if height(ladder, claimed) > height(ladder, phase.value):
        return Verdict(Relation.ADVANCES, f"{claimed} is a higher rung than {phase.value}")
    return Verdict(Relation.RESTATES, f"the board stands at {phase.value}, above {claimed}")


def _leaves(topic: Topic, phase: Phase, claimed: str) -> Verdict:
    ends = topic.ladder.ends_round if topic.ladder else ()
    if claimed in ends and not in_force(topic, phase.rung):
        return Verdict(Relation.RESTATES, f"nothing is in force that could have {claimed}")
    if phase.value in ends:
        return Verdict(Relation.RESTATES, f"the round has already {phase.value}")
    if phase.value is None:
        return Verdict(Relation.NEW, f"no phase was known before {claimed}")
    return Verdict(Relation.REVERSES, f"{claimed} undoes {phase.value}")


def _returns(topic: Topic, phase: Phase, claimed: str) -> Verdict:
    """Compare a rung with a phase off the ladder: what led to a deal does not bring a suspended deal back."""
    if is_deal(topic, phase.rung) and height(topic.ladder, claimed) < height(topic.ladder, phase.rung):
        return Verdict(Relation.RESTATES, f"{claimed} was passed before the deal was {phase.value}")
    return Verdict(Relation.ADVANCES, f"{claimed} after {phase.value}")
