"""What was read in each sentence of an article, and why: for `explain`, and for whoever doubts a claim."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from newswatch.models import ArticleField, Claim, Modality


@dataclass(frozen=True, slots=True)
class Finding:
    """One event that a rule or the classifier found in a sentence.

    Attributes:
        rule: the id of the rule, or `classifier.` and the event.
        word: the word that reports it.
        modality: how real it is; None where the sentence doesn't assert it.
        reasons: what decided how real it is, in the order in which it was met.
        score: how sure the rule and the classifier are, 0 to 1.
        background: why it is only recalled.
        claims: what became of it; nothing where it isn't asserted or the other reader overruled it.
    """

    rule: str
    word: str
    modality: Modality | None
    reasons: tuple[str, ...]
    score: float
    background: str | None = None
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """What was read in one sentence.

    Attributes:
        field, sentence, start, end: the sentence, an exact substring of the article's title or body.
        theatre: what it is about.
        skipped: why it was read no further.
        scores: the classifier's probability of each event that it thinks possible.
        findings: what was found in it.
        claims: the claims that it makes, each once.
    """

    field: ArticleField
    sentence: str
    start: int
    end: int
    theatre: str
    skipped: str | None = None
    scores: Mapping[str, float] = dataclasses.field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    claims: tuple[Claim, ...] = ()
