"""The alerts that were raised, compared with those that an editor wants. Pure.

An alert counts for the article of its first evidence, once for each topic and event there, first revisions only;
`overdue` alerts, which have no evidence, are left out. What an article may raise counts neither for nor against.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from newswatch.evaluation.expectations import Expectation, Pair
from newswatch.models import Alert

UNLISTED = "unlisted"  # the kind of articles of which nothing is said
UNNAMED = "unnamed"  # the kind of articles whose expectation names none

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True)
class Raised:
    """One alert, for comparing: the article that raised it, and its topic and event."""

    article: str
    url: str | None
    pair: Pair


def raised(alerts: Iterable[Alert]) -> Iterator[Raised]:
    """Yield the alerts that count."""
    for alert in alerts:
        if alert.revision == 1 and alert.evidence:
            first = alert.evidence[0]
            yield Raised(first.article, first.url, (alert.topic, alert.event))


@dataclass(frozen=True)
class Finding:
    """What came of one topic and event in one article; allowed alerts are no findings.

    Attributes:
        kind: the article's kind.
        what: `hit` and `missed` of what is wanted; `forbidden` and `extra` of what is not.
    """

    article: str
    kind: str
    pair: Pair
    what: Literal["hit", "missed", "extra", "forbidden"]

    def __str__(self) -> str:
        return f"{self.what}: {'/'.join(self.pair)} for {self.article}"


@dataclass(frozen=True)
class Tally:
    """How many articles, and what came of them."""

    articles: int
    hits: int
    missed: int
    extra: int
    forbidden: int

    @classmethod
    def of(cls, articles: int, findings: Iterable[Finding]) -> "Tally":
        """Count findings."""
        whats = [finding.what for finding in findings]
        return cls(articles, *(whats.count(what) for what in ("hit", "missed", "extra", "forbidden")))

    @property
    def wanted(self) -> int:
        """How many alerts are wanted."""
        return self.hits + self.missed

    @property
    def too_many(self) -> int:
        """How many alerts were raised that are neither wanted nor allowed."""
        return self.extra + self.forbidden

    @property
    def recall(self) -> float | None:
        """The share of the wanted alerts that were raised; None where none is wanted."""
        return self.hits / self.wanted if self.wanted else None

    @property
    def precision(self) -> float | None:
        """The share of the raised alerts, less the allowed ones, that are wanted; None where none was raised."""
        counted = self.hits + self.too_many
        return self.hits / counted if counted else None


@dataclass(frozen=True)
class Comparison:
    """How a monitor compares with expectations."""

    kinds: Mapping[str, str]
    findings: tuple[Finding, ...]

    @property
    def differences(self) -> list[Finding]:
        """What was missed, then what was raised too much."""
        return [finding for finding in self.findings if finding.what != "hit"]

    @property
    def total(self) -> Tally:
        """The count of all."""
        return Tally.of(len(self.kinds), self.findings)

    @property
    def by_kind(self) -> dict[str, Tally]:
        """The count of each kind of article, those with most wanted alerts first."""
        articles = {finding.article: finding.kind for finding in self.findings} | dict(self.kinds)
        of_kind = list(articles.values())
        found = _grouped(self.findings, lambda finding: finding.kind)
        tallies = {kind: Tally.of(of_kind.count(kind), found.get(kind, ())) for kind in set(of_kind)}
        return dict(sorted(tallies.items(), key=lambda one: (-one[1].wanted, one[0])))

    @property
    def by_event(self) -> dict[Pair, Tally]:
        """The count of each topic and event of which there is a finding; its articles are those with the finding."""
        found = _grouped(self.findings, lambda finding: finding.pair)
        return {pair: Tally.of(len(found[pair]), found[pair]) for pair in sorted(found)}


def _grouped(findings: Iterable[Finding], group: Callable[[Finding], Group]) -> dict[Group, list[Finding]]:
    groups: dict[Group, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(group(finding), []).append(finding)
    return groups


def compare(alerts: Iterable[Raised], expectations: Sequence[Expectation]) -> Comparison:
    """Compare what was raised with expectations."""
    by_id = {expectation.id: expectation for expectation in expectations}
    found: dict[str, set[Pair]] = {}
    for alert in alerts:
        name = alert.article if alert.article in by_id else alert.url or alert.article
        found.setdefault(name, set()).add(alert.pair)
    kinds = {one.id: one.kind or UNNAMED for one in expectations}
    wanted = [
        Finding(one.id, kinds[one.id], pair, "hit" if pair in found.get(one.id, ()) else "missed")
        for one in expectations
        for pair in sorted(one.wanted)
    ]
    unwanted = [finding for name, pairs in found.items() for finding in _unwanted(name, pairs, by_id.get(name))]
    return Comparison(kinds, (*wanted, *unwanted))


def _unwanted(article: str, pairs: set[Pair], expected: Expectation | None) -> Iterator[Finding]:
    for pair in sorted(pairs):
        word = "/".join(pair)
        if expected is None:
            yield Finding(article, UNLISTED, pair, "extra")
        elif pair not in expected.wanted and word not in expected.may:
            what: Literal["extra", "forbidden"] = "forbidden" if word in expected.must_not else "extra"
            yield Finding(article, expected.kind or UNNAMED, pair, what)
