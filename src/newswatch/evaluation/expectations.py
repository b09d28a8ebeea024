"""The alerts that an editor would want, compared with those that were raised. Pure.

An expectation is one line of JSON for one article: `id` (the article's id or URL), `alerts` (each with `topic` and
`event`), `may` and `must_not` (lists of `topic/event`). An alert counts for the article of its first evidence, once
for each topic and event there, first revisions only; `overdue` alerts, which have no evidence, are left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from newswatch.errors import ConfigurationError
from newswatch.models import Alert, Wire, plain

Pair = tuple[str, str]


class ExpectedAlert(Wire):
    """One alert that is wanted."""

    topic: str
    event: str


class Expectation(Wire):
    """What is wanted, allowed and forbidden for one article."""

    id: str
    kind: str | None = None
    alerts: tuple[ExpectedAlert, ...]
    may: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()

    @property
    def wanted(self) -> set[Pair]:
        """The topic and event of each wanted alert."""
        return {(alert.topic, alert.event) for alert in self.alerts}


@dataclass(frozen=True)
class Difference:
    """One thing that was missed, or raised too much."""

    article: str
    pair: Pair
    what: str

    def __str__(self) -> str:
        return f"{self.what}: {'/'.join(self.pair)} for {self.article}"


@dataclass(frozen=True)
class Comparison:
    """How a replay compares with its expectations."""

    hits: int
    differences: tuple[Difference, ...]

    def count(self, *whats: str) -> int:
        """Return how many differences are of these kinds."""
        return sum(difference.what in whats for difference in self.differences)

    @property
    def recall(self) -> float:
        """The share of the wanted alerts that were raised."""
        wanted = self.hits + self.count("missed")
        return self.hits / wanted if wanted else 1.0

    @property
    def precision(self) -> float:
        """The share of the raised alerts, less the allowed ones, that were wanted."""
        raised = self.hits + self.count("extra", "forbidden")
        return self.hits / raised if raised else 1.0


def parse(lines: Iterable[str], where: str) -> list[Expectation]:
    """Read expectations from lines of JSON.

    Raises:
        ConfigurationError: naming the line that is none.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            if line.strip():
                found.append(Expectation.model_validate_json(line))
        except ValidationError as error:
            raise ConfigurationError(f"{where}, line {number}: {plain(error)}") from error
    if not found:
        raise ConfigurationError(f"{where} has no expectation in it")
    return found


def compare(alerts: Iterable[Alert], expectations: Sequence[Expectation]) -> Comparison:
    """Compare raised alerts with expectations."""
    by_id = {expectation.id: expectation for expectation in expectations}
    raised: dict[str, set[Pair]] = {}
    for alert in alerts:
        if alert.revision == 1 and alert.evidence:
            first = alert.evidence[0]
            name = first.article if first.article in by_id else first.url or first.article
            raised.setdefault(name, set()).add((alert.topic, alert.event))
    hits = sum(len(one.wanted & raised.get(one.id, set())) for one in expectations)
    missed = [
        Difference(one.id, pair, "missed")
        for one in expectations
        for pair in sorted(one.wanted - raised.get(one.id, set()))
    ]
    unwanted = [one for name, pairs in raised.items() for one in _unwanted(name, pairs, by_id.get(name))]
    return Comparison(hits, (*missed, *unwanted))


def _unwanted(article: str, pairs: set[Pair], expected: Expectation | None) -> Iterable[Difference]:
    for pair in sorted(pairs):
        word = "/".join(pair)
        if expected is None:
            yield Difference(article, pair, "extra")
        elif pair not in expected.wanted and word not in expected.may:
            yield Difference(article, pair, "forbidden" if word in expected.must_not else "extra")
