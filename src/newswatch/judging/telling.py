"""One article version on one topic, as it is judged: what its claims share, and what they have led to so far."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from newswatch.judging.alert import Desk, evidence_of
from newswatch.judging.board import AlertRecord, Board
from newswatch.judging.ladder import Phase, in_force
from newswatch.judging.life import adds, told_again
from newswatch.judging.outcome import Outcome
from newswatch.judging.relation import Verdict
from newswatch.judging.slots import Target, event_day, targets
from newswatch.models import Claim, Decision, Modality, Reading, Relation
from newswatch.topics import Event, Watch

# How far the clocks of the watched theatres may go ahead of UTC: an article in UTC knows no offset of its own.
EAST = timedelta(hours=4)


@dataclass
class Telling:
    """An article version, the board that it is told to, and its outcome.

    Attributes:
        moment: when the article was written; event time as it stands where nothing believable tells.
        dated: whether the article itself tells when it was written.
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

    @property
    def claims(self) -> list[Claim]:
        """The article's claims; a start that is told of a day to come is planned, whatever its verb says."""
        return [self._planned(claim) for claim in self.reading.claims]

    def _planned(self, claim: Claim) -> Claim:
        event = self.board.topic.events.get(claim.event)
        ahead = claim.modality is Modality.HAPPENED and claim.date is not None and claim.date > self.today
        planned = event is not None and event.planned_slot is not None and ahead
        return claim.model_copy(update={"modality": Modality.PLANNED}) if planned else claim

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
        """Return the day of a claim's event; late in the day of UTC, the next one has begun where it happened."""
        return event_day(claim, self._begun if claim.date == self._begun else self.today)

    def targets(self, claim: Claim) -> list[Target]:
        """Return what a claim writes; what is told of talks since a deal is in force is of its next stage."""
        return targets(self.board.topic, claim, self.watch, self._stage(claim))

    def _stage(self, claim: Claim) -> int | None:
        ladder = self.board.topic.ladder
        if claim.stage or ladder is None or claim.event not in ladder.next_stage:
            return claim.stage
        began = self.board.fact(ladder.slot)
        before = self.dated and began is not None and began.since is not None and self.moment < began.since
        return 2 if in_force(self.board.topic, self.phase(ladder.slot).rung) and not before else None

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
        self.outcome.keep(told_again(record, evidence, self.reading.detected, differs=differs), record)
        return adds(record, evidence, differs=differs)

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
