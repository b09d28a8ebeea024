"""How real an event is, as it is gathered on the way up the tree."""

from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Token

from newswatch.models import Modality

Polarity = Literal["plain", "negated", "denied", "refused"]

RANK = [
    Modality.HAPPENED, Modality.PLANNED, Modality.PROPOSED, Modality.CONDITIONAL, Modality.DEMANDED, Modality.POSSIBLE,
]  # fmt: skip
A_CONDITION = "a condition"
A_PURPOSE = "a purpose"
A_QUESTION = "a question"
NOBODY_SAYS_SO = "nobody says so"
TOLD_TO_SAY = "somebody is told to say so"


@dataclass
class Reality:
    """How real an event is, and what was met on the way up.

    Attributes:
        modality: how real.
        polarity: plain, negated ("has not"), denied by somebody, or refused.
        asserted: whether the sentence says so at all; a named event ("the release of…") needs a verb that does.
        reasons: what decided, for `explain`.
        speakers: the verbs of saying on the way, the nearest first.
        recalled: the clauses on the way that only recall something.
        conditioned: whether the clause hangs on a condition.
        drops: why the sentence does not assert the event: it stands in a condition, is only tried, …
        aspect: whether a verb like "begin" or "let" governs it, so that an infinitive may report a fact.
        granted: whether it is taken for granted: "the 100 hostages still in Gaza".
        support: the verb that says that a named event took place.
        condition: the word that opens the condition in which the event itself stands.
    """

    modality: Modality = Modality.HAPPENED
    polarity: Polarity = "plain"
    asserted: bool = True
    reasons: list[str] = field(default_factory=list)
    speakers: list[Token] = field(default_factory=list)
    recalled: list[str] = field(default_factory=list)
    conditioned: bool = False
    drops: set[str] = field(default_factory=set)
    aspect: bool = False
    granted: bool = False
    support: Token | None = None
    condition: str | None = None

    @property
    def is_fact(self) -> bool:
        """Whether nothing so far makes the event less than a fact."""
        return self.modality is Modality.HAPPENED and self.polarity == "plain"

    def lower(self, modality: Modality, reason: str) -> None:
        """Take the less real of two modalities."""
        if RANK.index(modality) > RANK.index(self.modality):
            self.modality = modality
        self.reasons.append(reason)

    def flip(self, reason: str, to: Polarity) -> None:
        """Turn a plain event into a negated or denied one, and a negated one back."""
        self.polarity = to if self.polarity == "plain" else "plain"
        self.reasons.append(reason)

    def refuse(self, reason: str) -> None:
        """Say that somebody will not do it."""
        self.polarity = "refused"
        self.reasons.append(reason)

    def drop(self, kind: str) -> None:
        """Say why the sentence does not assert the event."""
        self.drops.add(kind)
        self.reasons.append(kind)
