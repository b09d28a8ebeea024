"""What a replay raised beside what is wanted, as one JSON document: figures, and nobody's sentences. Pure."""

from dataclasses import dataclass
from typing import Any

from newswatch.evaluation.comparison import Comparison, Tally
from newswatch.evaluation.document import name, rounded


@dataclass(frozen=True)
class Circumstances:
    """What was measured, and with what.

    Attributes:
        set: what the set is called in docs/benchmark/sets.toml.
        file: the name of the file of expectations, and its hash.
        items: how many items were played, repeats and what is no article among them.
    """

    version: str
    set: str
    file: str
    sha256: str
    baseline: str
    items: int


def document(pipeline: Comparison, keywords: Comparison | None, circumstances: Circumstances) -> dict[str, Any]:
    """Return the figures of the whole pipeline and, where it has words for what is watched, of the keyword monitor."""
    return {
        "newswatch": circumstances.version,
        "set": circumstances.set,
        "file": circumstances.file,
        "sha256": circumstances.sha256,
        "baseline": circumstances.baseline,
        "items": circumstances.items,
        **_compared(pipeline),
        "keyword_monitor": _compared(keywords) if keywords else None,
    }


def _compared(comparison: Comparison) -> dict[str, Any]:
    return {
        **_figures(comparison.total),
        "by_kind": {kind: _figures(tally) for kind, tally in comparison.by_kind.items()},
        "by_event": {name(pair): _figures(tally) for pair, tally in comparison.by_event.items()},
    }


def _figures(tally: Tally) -> dict[str, float | None]:
    return {
        "articles": tally.articles,
        "wanted": tally.wanted,
        "hits": tally.hits,
        "missed": tally.missed,
        "extra": tally.extra,
        "forbidden": tally.forbidden,
        "recall": rounded(tally.recall),
        "precision": rounded(tally.precision),
    }
