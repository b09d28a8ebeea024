"""What a claim does to a fact: pure comparisons, each with its reason as a value."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newswatch.models import Claim, Day, Fact, Modality, Relation, Wire
from newswatch.topics import Event, Tolerance

# An event that an article tells this long after it happened is recalled, not reported; and a plan told this soon
# after it was carried out is an old one.
RECALLED_AFTER = timedelta(days=7)
# Outlets retell one thing for so many days: one with its number and another without, one position of two or both.
RETOLD_WITHIN = timedelta(days=3)
# A stated number of people held below this share of the known one counts a part of them.
PART_OF_HELD = 0.45
# A stated number this share above the one that follows from releases is that one: some were counted twice.
FOLLOWS = 0.2
# Small numbers are told exactly: the tolerance is never more than this share of them.
SMALL_SHARE = 0.34
# How real a position is, from an idea to a fact.
FIRMNESS = (
    Modality.POSSIBLE, Modality.PROPOSED, Modality.DEMANDED, Modality.CONDITIONAL, Modality.PLANNED, Modality.HAPPENED,
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """A relation and why."""

    relation: Relation
    reason: str


class Position(Wire):
    """A fact that a slot held once, by what a later report of it would repeat."""

    event: str
    value: str | int | None
    modality: Modality
    date: Day | None = None
    count: int | None = None
    place: str | None = None
    persons: tuple[str, ...] = ()
    since: datetime | None = None
    document: str = ""

    @classmethod
    def of(cls, fact: Fact) -> "Position":
        """Return the position that a fact holds."""
        return cls(**{name: getattr(fact, name) for name in cls.model_fields})


@dataclass(frozen=True)
class Known:
    """What the board knows of a slot.

    Attributes:
        fact: the fact as it stands.
        past: what the slot held before, oldest first.
        seed: what else the seed says of it.
        late: whether the claim is older than the fact.
        undated: whether nothing tells when the claim was written.
        moment: when the claim was written.
        phase_since: since when there is something else to answer to: another phase before any deal.
    """

    fact: Fact | None
    past: Sequence[Position] = ()
    seed: Sequence[Position] = ()
    late: bool = False
    undated: bool = False
    moment: datetime | None = None
    phase_since: datetime | None = None

    @property
    def values(self) -> Container[str | int | None]:
        """The values that the slot had before."""
        return [position.value for position in (*self.seed, *self.past)]


def latest(known: Known, claim: Claim, event: Event) -> Verdict:
    """Compare a position with the last known one in its slot."""
    current = known.fact
    if current is None:
        return Verdict(Relation.NEW, "nothing was known in this slot")
    if known.late:
        return Verdict(Relation.RESTATES, f"older than the board, which has {current.value}")
    if current.event == claim.event:
        return _again(known, current, claim, event)
    if reason := _old(known, current, claim, event):
        return Verdict(Relation.RESTATES, reason)
    relation = Relation.REVERSES if current.event in event.reverses else Relation.UPDATES
    return Verdict(relation, f"{claim.event} after {current.event}")


def _again(known: Known, current: Fact, claim: Claim, event: Event) -> Verdict:
    """Compare a position with the same one on the board: firmer, or with another day or number."""
    if event.firms and firmness(claim.modality) > firmness(current.modality):
        return Verdict(Relation.ADVANCES, f"{current.modality} before, now {claim.modality}")
    other = told_apart(Position.of(current), claim, event)
    earlier = (one for one in known.past if one.event == claim.event)
    if other and all(told_apart(one, claim, event) for one in earlier) and not _retold(known, current, claim, other):
        return Verdict(Relation.UPDATES, f"{claim.event} again, with another {other}")
    if _answers_anew(known, current):
        return Verdict(Relation.UPDATES, f"{claim.event} again, of what was put forward since")
    if _first_number(known, current, claim, event):
        return Verdict(Relation.UPDATES, f"{claim.event} again, with a first number")
    if _another_act(known, current, claim, event):
        return Verdict(Relation.UPDATES, f"{claim.event} again, more than {RECALLED_AFTER.days} days later")
    return Verdict(Relation.RESTATES, f"the board already has {current.value}")


def _retold(known: Known, current: Fact, claim: Claim, other: str) -> bool:
    """Tell whether an act is told again within days under another date: its own, or that of what it is about."""
    age = known.moment - current.since if known.moment and current.since else timedelta()
    return other == "date" and claim.modality is Modality.HAPPENED and age <= RETOLD_WITHIN


def _answers_anew(known: Known, current: Fact) -> bool:
    """Tell whether the same answer is given to something else: what is on the table came days after the last answer."""
    return bool(known.phase_since and current.since and known.phase_since - current.since > RETOLD_WITHIN)


def _first_number(known: Known, current: Fact, claim: Claim, event: Event) -> bool:
    """Tell whether a plan that had no number for days gets its first one."""
    positions = (Position.of(current), *(one for one in known.past if one.event == claim.event))
    first = "count" in event.apart_by and claim.count is not None and all(one.count is None for one in positions)
    return first and bool(known.moment and current.since and known.moment - current.since > RETOLD_WITHIN)


def _another_act(known: Known, current: Fact, claim: Claim, event: Event) -> bool:
    """Tell whether an act that the topic file tells apart by day is told without one, too late to be the known one."""
    if "date" not in event.apart_by or claim.modality is not Modality.HAPPENED or claim.date is not None:
        return False
    return bool(known.moment and current.since and known.moment - current.since > RECALLED_AFTER)


def firmness(modality: Modality) -> int:
    """Return how real a position is; a denial is none."""
    return FIRMNESS.index(modality) if modality in FIRMNESS else -1


def _old(known: Known, current: Fact, claim: Claim, event: Event) -> str | None:
    """Return why another position than the one on the board is an old one, or None where it is news."""
    age = known.moment - current.since if known.moment and current.since else timedelta()
    beside = [one for one in (*known.seed, *known.past) if one.document == current.document]
    if (current.version == 0 or age <= RETOLD_WITHIN) and any(_adds_nothing(one, claim, event) for one in beside):
        return f"told beside {current.event} by {current.document}"
    if known.undated and any(one.event == claim.event for one in (*known.seed, *known.past)):
        return f"undated, and the board has gone from {claim.event} to {current.event}"
    if age <= RECALLED_AFTER and current.event in event.fulfilled_by:
        return f"the board is further: {current.event}"
    return None


def _adds_nothing(known: Position, claim: Claim, event: Event) -> bool:
    """Tell whether a claim repeats a position, with no day, number or place that the position lacks."""
    added = {name: getattr(claim, name) for name in ("date", "count", "place") if name in event.apart_by}
    return known.event == claim.event and all(value in (None, getattr(known, name)) for name, value in added.items())


def told_apart(known: Position, claim: Claim, event: Event) -> str | None:
    """Return the first attribute of `apart_by` that tells a claim from a known position.

    A day is news where none was known; a number is one only against another number.
    """
    if "date" in event.apart_by and claim.date is not None and known.date != claim.date:
        return "date"
    for name in ("count", "place"):
        one, other = getattr(known, name), getattr(claim, name)
        if name in event.apart_by and None not in (one, other) and one != other:
            return name
    if "persons" in event.apart_by and known.persons and claim.persons and not set(known.persons) & set(claim.persons):
        return "person"
    return None


def quantity(known: Known, derived: int | None, claim: Claim, tolerance: Tolerance) -> Verdict:
    """Compare a stated number with the one on the board, and with the one that follows from releases since."""
    if claim.count is None:
        return Verdict(Relation.RESTATES, "no number is stated")
    if known.fact is None or not isinstance(known.fact.value, int):
        return Verdict(Relation.NEW, "no number was known")
    numbers = [known.fact.value] if derived is None else [derived, known.fact.value]
    if reason := _nothing_new(claim.count, numbers, tolerance, late=known.late):
        return Verdict(Relation.RESTATES, reason)
    return Verdict(Relation.UPDATES, f"{claim.count} instead of {numbers[0]}")


def _nothing_new(stated: int, numbers: Sequence[int], tolerance: Tolerance, *, late: bool) -> str | None:
    if any(_near(stated, number, tolerance) for number in numbers):
        return f"{stated} is within tolerance of {numbers[0]}"
    if min(numbers) < stated < max(numbers) and stated - min(numbers) <= FOLLOWS * min(numbers):
        return f"{stated} follows from the {max(numbers)} stated before and those who came home since"
    if late or stated > max(numbers):
        return f"{stated} is an earlier number than {numbers[0]}"
    if stated < PART_OF_HELD * min(numbers):
        return f"{stated} counts a part of the {numbers[0]} known"
    return None


def _near(stated: int, known: int, tolerance: Tolerance) -> bool:
    return abs(stated - known) <= max(tolerance.about * known, min(tolerance.at_least, SMALL_SHARE * known))


def term(known: Known, value: int, rung: int, known_rung: int) -> Verdict:
    """Compare a term of a deal (its duration, its phases) with the one on the board.

    Args:
        known: the term on the board.
        value: the claimed term.
        rung: how far the claim says the deal has come.
        known_rung: how far the deal had come that set the term on the board.
    """
    if known.fact is None:
        return Verdict(Relation.NEW, "no such term was known")
    if known.fact.value == value:
        return Verdict(Relation.RESTATES, f"the term is already {value}")
    retold = value in known.values and rung <= known_rung
    if known.late or retold or rung < known_rung:
        return Verdict(Relation.RESTATES, f"{value} is an earlier term; the board has {known.fact.value}")
    return Verdict(Relation.UPDATES, f"{value} instead of {known.fact.value}")


def dated(known: Known, day: date, first: date) -> Verdict:
    """Compare the day of something to come with the one on the board.

    Args:
        known: the date on the board.
        day: the claimed date.
        first: the first day that can lie ahead of the claim.
    """
    if day < first:
        return Verdict(Relation.RESTATES, f"{day} does not lie ahead")
    if known.fact is None:
        return Verdict(Relation.NEW, "no date was known")
    if known.fact.value == day.isoformat():
        return Verdict(Relation.RESTATES, f"the date is already {day}")
    if known.late or day.isoformat() in known.values:
        return Verdict(Relation.RESTATES, f"{day} is an earlier date; the board has {known.fact.value}")
    return Verdict(Relation.UPDATES, f"{day} instead of {known.fact.value}")


def recalled(day: date, published: date) -> bool:
    """Tell whether an event lies so far before its article that the article recalls it."""
    return published - day > RECALLED_AFTER
