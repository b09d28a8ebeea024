# ruff: noqa: INP001 (a folder of scripts, not a package)
"""Fit how sure a claim is, on annotated replays: `src/newswatch/language/certainty.json`.

    python training/fit_certainty.py ARTICLES,EXPECTED[,SEED]... [--check ARTICLES,EXPECTED[,SEED]]... [--write]

Each replay is read and judged with no claim held back. Every alert that it raises is an example: right if an editor
wanted it for that article, wrong if not, none if it is among those that may be raised. The weights are those of a
logistic regression with a ridge; its reliability is measured on articles that it was not fitted on: by
cross-validation, and on the replays after --check.
"""

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np

from newswatch import judging, topics
from newswatch.agents.replay import in_order
from newswatch.cli import prepare
from newswatch.evaluation.expectations import Expectation, parse
from newswatch.feeds import sources
from newswatch.judging import story
from newswatch.models import Alert, Article, Status
from newswatch.reading import ArticleReading, Reader, certainty
from newswatch.reading.certainty import traits
from newswatch.reading.readings import readings

OUT = Path(__file__).parents[1] / "src" / "newswatch" / "language" / "certainty.json"
RIDGE = 1.5
FOLDS = 8
BINS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
LATER = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Example:
    """An alert that was raised, by its traits, and whether it was wanted."""

    article: str
    traits: dict[str, float]
    wanted: bool


def examples(replay: str, reader: Reader) -> Iterator[Example]:
    """Yield the alerts of one replay as examples."""
    articles, expected, *seeds = [Path(part) for part in replay.split(",")]
    seed = seeds[0] if seeds else prepare.built_in_seed()
    baseline = judging.build([prepare.seed(seed)], reader, reader.watch)
    wanted = {one.id: one for one in parse(expected.read_text("utf-8").splitlines(), str(expected))}
    items = [item for item in in_order(sources([articles])) if isinstance(item, Article)]
    state: dict[str, object] = {}
    seen: set[tuple[str, str, str]] = set()
    for article in items:
        told = reader.read(article)
        for alert in _alerts(article, told, state, baseline, reader):
            first = alert.evidence[0]
            one = wanted.get(article.id) or wanted.get(article.url or "")
            answer = _answer(alert, one)
            if (key := (article.id, alert.topic, alert.event)) in seen or answer is None:
                continue
            seen.add(key)
            own = next(part for part in told.explanation if (part.field, part.start) == (first.field, first.start))
            claim = next(claim for claim in own.claims if claim.event == alert.event and not claim.background)
            yield Example(article.id, traits(claim, own, told.explanation), answer)


def _alerts(
    article: Article, told: ArticleReading, state: dict[str, object], baseline: judging.Baseline, reader: Reader
) -> Iterator[Alert]:
    for message in readings(article, told, LATER):
        judgement = judging.judge(message, state, baseline, reader.watch)
        state.update(judgement.writes)
        yield from (one for one in judgement.alerts if one.revision == 1 and one.status is Status.REPORTED)


def _answer(alert: Alert, expected: Expectation | None) -> bool | None:
    """Return whether an alert was wanted; None where it may be raised or not."""
    if expected and f"{alert.topic}/{alert.event}" in expected.may:
        return None
    return expected is not None and (alert.topic, alert.event) in expected.wanted


def fit(rows: np.ndarray, answers: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Return the weights and, last, the intercept of a logistic regression with a ridge, by Newton's method."""
    design = np.c_[rows / spread, np.ones(len(rows))]
    weights = np.zeros(design.shape[1])
    ridge = np.r_[np.full(rows.shape[1], RIDGE), 1e-6]
    for _ in range(60):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (answers - chance) - ridge * weights
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(ridge)
        weights += np.linalg.solve(curve, gradient)
    return np.r_[weights[:-1] / spread, weights[-1]]


def predicted(rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return how sure each row is."""
    return 1 / (1 + np.exp(-(np.c_[rows, np.ones(len(rows))] @ weights)))


def cross_validated(known: list[Example], rows: np.ndarray, answers: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Return how sure each example is by weights that were fitted without its article."""
    names = sorted({one.article for one in known})
    random.Random(1).shuffle(names)  # noqa: S311 (folds, no secrets)
    fold = np.array([names.index(one.article) % FOLDS for one in known])
    chance = np.zeros(len(known))
    for number in range(FOLDS):
        held = fold == number
        chance[held] = predicted(rows[held], fit(rows[~held], answers[~held], spread))
    return chance


def reliability(chance: np.ndarray, answers: np.ndarray) -> list[dict[str, float]]:
    """Return for each band of certainty how many alerts fell into it, how sure they were, and how many were right."""
    table = []
    for low, high in pairwise(BINS):
        inside = (chance >= low) & ((chance < high) | (high == BINS[-1]))
        if inside.any():
            sure, right = float(chance[inside].mean()), float(answers[inside].mean())
            table.append(
                {"from": low, "to": high, "alerts": int(inside.sum()), "sure": round(sure, 3), "right": round(right, 3)}
            )
    return table


def main() -> None:
    """Fit, measure, print, and write where told to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("replays", nargs="+")
    parser.add_argument("--check", action="append", default=[])
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    reader = Reader(topics.load())
    certainty.LIKELY = story.SURE_ENOUGH = story.SURE_OF_A_PHASE = (
        0.0  # nothing is held back: what would be wrong is to be learned from too
    )
    known = [one for replay in asked.replays for one in examples(replay, reader)]
    names = list(known[0].traits)
    rows, answers = _table(known, names)
    spread = np.array([1.0 if set(np.unique(column)) <= {0.0, 1.0} else column.std() for column in rows.T])
    weights = fit(rows, answers, spread)
    told = {"cross-validated": reliability(cross_validated(known, rows, answers, spread), answers)}
    for replay in asked.check:
        others = list(examples(replay, reader))
        told[Path(replay.split(",")[0]).stem] = reliability(
            predicted(_table(others, names)[0], weights), _table(others, names)[1]
        )
    document = {
        "examples": len(known),
        "right": int(answers.sum()),
        "weights": {name: round(float(weight), 4) for name, weight in zip([*names, "intercept"], weights, strict=True)},
        "reliability": told,
    }
    text = json.dumps(document, indent=2) + "\n"
    print(text)  # noqa: T201
    if asked.write:
        OUT.write_text(text, "utf-8")


def _table(known: list[Example], names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([[one.traits[name] for name in names] for one in known]), np.array(
        [one.wanted for one in known], float
    )


if __name__ == "__main__":
    main()
