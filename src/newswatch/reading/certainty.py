"""How sure a claim is, by what both readers think of its sentence and by what the rest of its article says.

A logistic regression over a few plain traits. Its answer is the share of such claims that an editor would stand by: a
claim of 0.8 is right in four cases of five. `training/fit_certainty.py` fits the weights, which are data in
`language/certainty.json`, and writes beside them how reliable they were on articles that they were not fitted on.
"""

import json
import math
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from newswatch.models import CLASSIFIER, Claim, Modality
from newswatch.reading.explanation import Explained, Finding

# What only the classifier sees must be likelier right than wrong.
LIKELY = 0.5
# Beyond these odds a probability tells no more.
MOST = 0.993
# So few sentences beside a claim's own say nothing by their silence.
FEW = 3
# The odds of an event in the best of an article's other sentences, where nothing is known of them.
UNKNOWN = 0.12
# What recalls an event supports the news of it no more than this.
RECALLED = 0.3
# An event that no other sentence of an article makes likelier than this is told by its title alone.
SUPPORTED = 0.27


def with_certainty(explained: Sequence[Explained], known: Container[str]) -> list[Explained]:
    """Return what was read in an article's sentences, each claim with how sure it is.

    What only the classifier sees, and what is then less likely right than wrong, is left out, and the finding says so.

    Args:
        explained: all sentences of the article, title first.
        known: the events that the classifier knows, as `topic.event`; of others only the rules speak.
    """
    return [_with_certainty(one, explained, known) if one.claims else one for one in explained]


def _with_certainty(own: Explained, article: Sequence[Explained], known: Container[str]) -> Explained:
    weighed = [_weighed(claim, own, article, known) for claim in own.claims]
    doubted = {claim.event: claim.confidence for claim in weighed if claim.by_classifier and claim.confidence < LIKELY}
    claims = tuple(claim for claim in weighed if not (claim.by_classifier and claim.event in doubted))
    return replace(own, claims=claims, findings=tuple(_doubted(one, doubted) for one in own.findings))


def _doubted(finding: Finding, doubted: Mapping[str, float]) -> Finding:
    event = finding.rule.removeprefix(CLASSIFIER)
    if not finding.rule.startswith(CLASSIFIER) or event not in doubted:
        return finding
    reason = f"only the classifier sees it, and its article makes it {doubted[event]:.0%} sure"
    return replace(finding, modality=None, reasons=(*finding.reasons, reason), claims=())


def _weighed(claim: Claim, own: Explained, article: Sequence[Explained], known: Container[str]) -> Claim:
    if f"{claim.topic}.{claim.event}" not in known:
        return claim
    weights = _weights()
    score = weights["intercept"] + sum(weights[name] * value for name, value in traits(claim, own, article).items())
    return claim.model_copy(update={"confidence": round(1 / (1 + math.exp(-score)), 3)})


def traits(claim: Claim, own: Explained, article: Sequence[Explained]) -> dict[str, float]:
    """Return what tells how sure a claim is.

    Args:
        claim: as the two readers left it.
        own: its sentence.
        article: all sentences of its article, title first.
    """
    name = f"{claim.topic}.{claim.event}"
    rule, titled = not claim.by_classifier, claim.field == "title"
    told = own.scores.get(name, 0.0)
    rivals = (score for other, score in own.scores.items() if other != name and other.startswith(f"{claim.topic}."))
    title = max((_support(one, claim) for one in article if one.field == "title"), default=UNKNOWN)
    body = [one for one in article if one.field == "body"]
    others = sorted((_support(one, claim) for one in body if one is not own), reverse=True)
    silent = len(others) < FEW
    return {
        "rule": float(rule),
        "rule_sure": _odds(_score(claim, own)) if rule else 0.0,
        "rule_seconded": _odds(told) if rule else 0.0,
        "classifier_sure": 0.0 if rule else _odds(told),
        "rival": _odds(max(rivals, default=0.0)),
        "title": 0.0 if titled else _odds(title) - _odds(UNKNOWN),
        "elsewhere": 0.0 if silent else _odds(others[0]) - _odds(UNKNOWN),
        "elsewhere_twice": 0.0 if silent else _odds(others[1]) - _odds(UNKNOWN),
        "in_title": float(titled),
        "title_alone": float(titled and not silent and others[0] < SUPPORTED),
        "depth": 0.0 if titled else math.log1p(body.index(own)),
        "who_or_how_many": float(claim.count is not None or bool(claim.persons)),
        "dated": float(claim.date is not None),
        "happened": float(claim.modality is Modality.HAPPENED),
        "unsure": float(claim.modality in (Modality.POSSIBLE, Modality.CONDITIONAL)),
    }


def _score(claim: Claim, own: Explained) -> float:
    """Return how sure the rule was that found a claim, once the classifier had its say."""
    return max((one.score for one in own.findings if claim.event in {other.event for other in one.claims}), default=0.0)


def _support(one: Explained, claim: Claim) -> float:
    """Return how far another sentence tells of a claim's event."""
    score = one.scores.get(f"{claim.topic}.{claim.event}", 0.0)
    recalls = any(other.event == claim.event and other.background for other in one.claims)
    return min(RECALLED, score) if recalls else score


def _odds(probability: float) -> float:
    """Return the logarithm of the odds of a probability, within reason."""
    within = min(MOST, max(1 - MOST, probability))
    return math.log(within / (1 - within))


@cache
def _weights() -> Mapping[str, float]:
    raw = (files("newswatch") / "language" / "certainty.json").read_text("utf-8")
    return {name: float(weight) for name, weight in json.loads(raw)["weights"].items()}
