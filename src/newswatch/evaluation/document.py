"""An evaluation as one JSON document: figures, and the items' own words only where misses are asked for. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newswatch.evaluation.attributes import ATTRIBUTES, Compared, Share
from newswatch.evaluation.confusion import Confusion
from newswatch.evaluation.explanation import lines
from newswatch.evaluation.gold import GoldClaim, Pair
from newswatch.evaluation.report import Miss, Report
from newswatch.evaluation.scoring import Figures, Scores
from newswatch.models import Claim

DIGITS = 4


@dataclass(frozen=True)
class Circumstances:
    """What was measured, with what, where, and how long it took."""

    version: str
    file: str
    sha256: str
    cores: int
    python: str
    reader_seconds: float
    keyword_seconds: float


def document(report: Report, circumstances: Circumstances, *, misses: bool = False) -> dict[str, Any]:
    """Return an evaluation as JSON has it."""
    items = len(report.items)
    told = {
        "newswatch": circumstances.version,
        "file": circumstances.file,
        "sha256": circumstances.sha256,
        "items": items,
        "machine": {"cores": circumstances.cores, "python": circumstances.python},
        "reader": _scores(report.reader, items, circumstances.reader_seconds),
        "keyword_monitor": _scores(report.keyword_monitor, items, circumstances.keyword_seconds),
        "attributes": {name: _share(share) for name, share in report.attributes.items()},
        "confusion": _confusion(report.confusion),
        "failures": [{"id": name, "reason": reason} for name, reason in report.failures],
    }
    return told | ({"misses": [_miss(miss) for miss in report.misses]} if misses else {})


def _scores(scores: Scores, items: int, seconds: float) -> dict[str, Any]:
    return {
        "events": _figures(scores.events),
        "topics": _figures(scores.topics),
        "noisy_items": {"items": scores.noise.items, "of": scores.noise.of, "share": rounded(scores.noise.share)},
        "seconds": rounded(seconds),
        "items_per_second": rounded(items / seconds if seconds else None),
        "by_topic": {topic: _figures(figures) for topic, figures in scores.by_topic.items()},
        "by_event": {name(pair): _figures(figures) for pair, figures in scores.by_event.items()},
    }


def _figures(figures: Figures) -> dict[str, float | None]:
    counts: dict[str, float | None] = {
        "gold": figures.gold,
        "predicted": figures.predicted,
        "right": figures.right,
    }
    ratios = {"precision": figures.precision, "recall": figures.recall, "f1": figures.f1}
    return counts | {key: rounded(ratio) for key, ratio in ratios.items()}


def _share(share: Share) -> dict[str, float | None]:
    return {"right": share.right, "of": share.of, "share": rounded(share.share)}


def rounded(number: float | None) -> float | None:
    """Return a number as figures are saved; None stays None."""
    return None if number is None else round(number, DIGITS)


def _confusion(confused: Confusion) -> dict[str, list[dict[str, Any]]]:
    def rows(kind: str, other: str) -> list[dict[str, Any]]:
        counted = getattr(confused, kind).most_common()
        return [{"event": name(pair), other: event, "items": items} for (pair, event), items in counted]

    return {"missed": rows("missed", "read"), "wrong": rows("wrong", "gold")}


def name(pair: Pair) -> str:
    """Return a topic and an event as one word: `truce/agreed`."""
    return "/".join(pair)


def _miss(miss: Miss) -> dict[str, Any]:
    article = miss.item.article
    return {
        "id": article.id,
        "published": article.published.isoformat() if article.published else None,
        "title": article.title,
        "body": article.body,
        "missed": [stated(claim) for claim in miss.missed],
        "wrong": [stated(claim) for claim in miss.wrong],
        "attributes": [_compared(one) for one in miss.attributes],
        "gold": [stated(claim) for claim in miss.item.annotation.claims],
        "background": [name(claim.pair) for claim in miss.item.annotation.background],
        "failure": miss.answer.failure,
        "explanation": [lines(part) for part in miss.answer.reading.explanation],
    }


def _compared(one: Compared) -> dict[str, str | None]:
    return {"event": name(one.pair), "attribute": one.attribute, "gold": one.wanted, "read": one.read}


def stated(claim: GoldClaim | Claim) -> Mapping[str, str]:
    """Return what a claim says: its event, and each attribute that it states."""
    told = {attribute: getattr(claim, attribute) for attribute in ATTRIBUTES}
    return {"event": name((claim.topic, claim.event))} | {
        attribute: str(value) for attribute, value in told.items() if value is not None
    }
