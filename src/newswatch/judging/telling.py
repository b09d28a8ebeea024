"""One article version on one topic, as it is judged: what its claims share, and what they have led to so far."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from newswatch.judging.alert import Desk, evidence_of
from newswatch.judging.board import AlertRecord, Board
from newswatch.judging.ladder import Phase, in_force
from newswatch.judging.life import Report, adds, told_again
from newswatch.judging.outcome import Outcome
from newswatch.judging.relation import Verdict, recalled
from newswatch.judging.slots import Target, event_day, targets
from newswatch.models import Claim, Decision, Modality, Reading, Relation
from newswatch.topics import Event, Watch

# How far the clocks of the watched theatres may go ahead of UTC: an article in UTC knows no offset of its own.
EAST = timedelta(hours=4)
# An article that comes so long after a younger one no longer tells what lies ahead.
STALE = timedelta(hours=24)
# What these tell of lies ahead.
AHEAD = frozenset({Modality.PLANNED, Modality.PROPOSED, Modality.CONDITIONAL, Modality.DEMANDED})


@dataclass
class Telling:
    """An article version, the board that it is told to, and its outcome.

    Attributes:
        moment: when the article was written; event time as it stands where nothing believable tells.
        dated: whether the article itself tells when it was written.
        in_order: whether it is told in its place in event time, long after it came.
        moved: the slots that this article moved, each with the events that stood there, before and since.
        stands_on: the alerts that it tells of, raised by it or before.
        raised: the claims that raised an alert, with its id.
    """

    board: Board
    reading: Reading
    watch: Watch
    outcome: Outcome
    moment: datetime
    dated: bool
    moved: dict[str, list[str]] = field(default_factory=dict)
    in_order: bool = False
    stands_on: list[str] = field(default_factory=list)
    raised: list[tuple[Claim, str]] = field(default_factory=list)

    @classmethod
    def of(cls, reading: Reading, board: Board, watch: Watch) -> "Telling":
        """Return a reading as it is judged, having let event time come as far as it.

        An undated article, or one dated after it came in, is taken to be written now in event time, and never
        advances it. It came in when it was fetched, or at the latest when the broker had it.
        """
        published, detected = reading.article.published, reading.detected
        dated = published is not None and published <= min(reading.article.fetched or detected, detected)
        if published and dated:
            board.advance(published)
        return cls(board, reading, watch, Outcome(board), published if published and dated else board.clock, dated)

    @cached_property
    def claims(self) -> list[Claim]:
        """The article's claims, each with a day that fits what it tells."""
        return [self._in_time(claim) for claim in self.reading.claims]

    def _in_time(self, claim: Claim) -> Claim:
        """Return a claim with a day that fits how real it is.

        A start or a homecoming that is told of a day to come is planned, whatever its verb says; what is to come has
        no day that is past: "agreed on Monday to free ten" tells when it was agreed.
        """
        event = self.board.topic.events.get(claim.event)
        if event is None or claim.date is None:
            return claim
        starts = event.planned_slot is not None and claim.date > self.today
        comes_home = event.people < 0 and claim.date > self._begun
        if claim.modality is Modality.HAPPENED and (starts or comes_home):
            return claim.model_copy(update={"modality": Modality.PLANNED})
        past = claim.modality in AHEAD and claim.date < self.today
        return claim.model_copy(update={"date": None}) if past else claim

    @property
    def today(self) -> date:
        """The day of the article, in its own offset."""
        return self.moment.date()

    @property
    def _begun(self) -> date:
        """The latest day that may have begun where things happen: tomorrow, from EAST before midnight in UTC."""
        return (self.moment + EAST).date() if not self.moment.utcoffset() else self.today

    @property
    def desk(self) -> Desk:
        """What every alert of this telling shares."""
        return Desk(self.board.topic, self.watch, self.board.baseline)

    def event(self, claim: Claim) -> Event:
        """Return what the topic file says of a claim's event."""
        return self.board.topic.events[claim.event]

    def day(self, claim: Claim) -> date:
        """Return the day of a claim's event; late in the day of UTC, the next one has begun where it happened.

        What is news on the day on which it is told, and is told by somebody, is of that day.
        """
        known = self.event(claim).made_known and claim.said_by is not None
        if known and claim.date is not None and recalled(claim.date, self.today):
            return self.today
        return event_day(claim, self._begun if claim.date == self._begun else self.today)

    def targets(self, claim: Claim) -> list[Target]:
        """Return what a claim writes; what is told of talks since a deal is in force is of its next stage."""
        return targets(self.board.topic, claim, self.watch, self.stage(claim))

    def stage(self, claim: Claim) -> int | None:
        """Return the stage of the deal that a claim is about; None where it doesn't tell.

        While a deal is in force, talks about its first stage are about what comes after that.
        """
        ladder = self.board.topic.ladder
        if (claim.stage or 1) > 1 or ladder is None or claim.event not in ladder.next_stage:
            return claim.stage
        began = self.board.fact(ladder.slot)
        before = self.dated and began is not None and began.since is not None and self.moment < began.since
        return 2 if in_force(self.board.topic, self.phase(ladder.slot).rung) and not before else None

    def is_stale(self, claim: Claim) -> bool:
        """Tell whether an article comes so late that what it tells of the future may be past."""
        late = self.dated and not self.in_order and self.board.clock - self.moment > STALE
        return late and claim.modality not in (Modality.HAPPENED, Modality.DENIED)

    def is_about(self, claim: Claim) -> bool:
        """Tell whether an article is about an event: its title and its body both report it as news."""
        fields = {one.field for one in self.claims if one.event == claim.event and not one.background}
        return fields == {"title", "body"}

    def phase(self, slot: str) -> Phase:
        """Return the phase in a slot as it stands."""
        ladder, current = self.board.topic.ladder, self.board.fact(slot)
        assert ladder  # only a topic with a ladder has phases
        values = [position.value for position in self.board.past(slot)] + ([current.value] if current else [])
        return Phase.of(ladder, [str(value) for value in values])

    def tell_again(self, record: AlertRecord, claim: Claim, *, differs: bool = False) -> bool:
        """Let a claim add its origin to an alert, once; return whether it did, be it more than the record keeps."""
        if record.latest.id in self.stands_on:
            return False
        self.stands_on.append(record.latest.id)
        evidence = evidence_of(self.reading, claim)
        bodies = {one.article: self.board.fingerprint(one.article) for one in record.told_by}
        bodies[evidence.article] = self.reading.article.fingerprint
        counted = self.event(claim).kind == "each" and claim.modality is Modality.HAPPENED
        count = claim.count if counted and claim.bound in (None, "exact") else None
        report = Report(evidence, count, differs, bodies)
        self.outcome.keep(told_again(record, report, self.reading.detected), record)
        return adds(record, report)

    def decide(self, claim: Claim, slot: str | None, verdict: Verdict | str, alert: str | None = None) -> None:
        """Put a decision on record; without a relation where the claim was not compared with the board."""
        relation, reason = (None, verdict) if isinstance(verdict, str) else (verdict.relation, verdict.reason)
        shared = claim.model_dump(include={"topic", "event", "modality", "sentence", "field", "start", "end"})
        decision = Decision(
            **shared,
            article=self.reading.article.id,
            slot=slot,
            relation=relation,
            reason=reason,
            alert=alert,
            detected=self.reading.detected,
        )
        self.outcome.decisions.append(decision)


def restated(reason: str) -> Verdict:
    """Return the verdict on what adds nothing."""
    return Verdict(Relation.RESTATES, reason)
