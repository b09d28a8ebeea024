"""What one message leads to, gathered while it is judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newswatch.judging.board import AlertRecord, Board
from newswatch.judging.grounding import fault
from newswatch.models import Alert, Decision, Fact


@dataclass(frozen=True)
class Judgement:
    """What one message leads to.

    Attributes:
        alerts: the revisions to send, in order.
        facts: the facts that changed, for the board's topic; one without a value empties its slot.
        decisions: for each claim its relation and the reason.
        writes: what the judge's table becomes, by key; None deletes. The first is the journal: it holds all the
            others, so that a table of which only a part was written can be completed.
    """

    alerts: tuple[Alert, ...] = ()
    facts: tuple[Fact, ...] = ()
    decisions: tuple[Decision, ...] = ()
    writes: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Outcome:
    """Alerts, facts and decisions so far, and the board that they are written to."""

    board: Board
    alerts: list[Alert] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    def put(self, fact: Fact) -> Fact:
        """Put a fact on the board as the next version of its slot."""
        versioned = self.board.put(fact)
        self.facts.append(versioned)
        return versioned

    def correct(self, fact: Fact) -> None:
        """Put a fact on the board in place of one that said it wrong."""
        self.facts.append(self.board.correct(fact))

    def put_back(self, slot: str, fact: Fact | None, instead_of: Fact) -> None:
        """Let a slot hold again what it held before a fact that is withdrawn."""
        self.facts.append(self.board.put_back(slot, fact, instead_of))

    def send(self, record: AlertRecord) -> None:
        """Keep an alert and send its newest revision; one that does not stand on its sentences goes nowhere."""
        if fault(record.latest):
            return
        self.board.put_alert(record)
        self.alerts.append(record.latest)

    def keep(self, record: AlertRecord, known: AlertRecord) -> None:
        """Keep what was added to an alert; send it only if it made a revision."""
        if len(record.revisions) > len(known.revisions):
            self.send(record)
        elif record != known:
            self.board.put_alert(record)

    def explain_since(self, first: int, why: str) -> None:
        """Add a reason to the decisions from one on."""
        later = (one.model_copy(update={"reason": f"{one.reason}; {why}"}) for one in self.decisions[first:])
        self.decisions[first:] = list(later)

    @property
    def sent(self) -> list[list[Any]]:
        """The revisions sent, by alert id and number."""
        return [[alert.id, alert.revision] for alert in self.alerts]

    def finished(self, key: str) -> Judgement:
        """Return the judgement, with the journal of its writes under the message's key in front of them."""
        parts = dict(self.board.writes)
        journal = {"key": key, "sent": self.sent, "writes": parts}
        writes = {journal_key(self.board.topic.name): journal, **parts} if parts else {}
        return Judgement(tuple(self.alerts), tuple(self.facts), tuple(self.decisions), writes)


def journal_key(topic: str) -> str:
    """Return the key under which the last message's writes are kept whole."""
    return f"{topic}|journal"
