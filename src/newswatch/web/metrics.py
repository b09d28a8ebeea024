"""What Prometheus scrapes, in its text format, from counts that are taken when it asks.

prometheus-client would be used for these few lines of formatting alone; a test reads them with its parser instead.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from newswatch.web.archive import Tally
from newswatch.web.health import Vitals

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Samples = Mapping[Any, float]  # by the values of its labels, a tuple


def exposition(tally: Tally | None, vitals: Vitals) -> str:
    """Return the metrics; without an archive those of the worker alone."""
    lines = [*_worker(vitals), *(_records(tally) if tally else [])]
    return "\n".join(lines) + "\n"


def _worker(vitals: Vitals) -> Iterator[str]:
    yield from _family("newswatch_ready", "gauge", "Whether it does its work.", (), {(): int(vitals.ready)})
    yield from _family("newswatch_lag", "gauge", "Records that wait to be processed.", (), {(): vitals.lag})
    told = "Seconds since it last made progress, or had nothing to do."
    yield from _family("newswatch_idle_seconds", "gauge", told, (), {(): round(vitals.idle_seconds, 3)})


def _records(tally: Tally) -> Iterator[str]:
    told = "Records that were processed, each once by its outcome."
    yield from _family("newswatch_processed_total", "counter", told, ("topic", "outcome"), tally.processed)
    told = "Dead letters that are kept, by the agent that could not use them."
    yield from _family("newswatch_dead_letters", "gauge", told, ("stage", "error"), tally.dead_letters)
    told = "Alerts by their newest revision."
    yield from _family("newswatch_alerts", "gauge", told, ("severity", "topic", "status"), tally.alerts)
    told = "Deliveries by their state: scheduled, attempted (it failed and is tried again), sent, silenced, dead."
    yield from _family("newswatch_deliveries", "gauge", told, ("subscriber", "state"), tally.deliveries)


def _family(name: str, kind: str, told: str, labels: tuple[str, ...], samples: Samples) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} {kind}"
    for values, number in sorted(samples.items()):
        pairs = ",".join(f'{label}="{_escaped(value)}"' for label, value in zip(labels, values, strict=True))
        yield f"{name}{{{pairs}}} {number}" if pairs else f"{name} {number}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
