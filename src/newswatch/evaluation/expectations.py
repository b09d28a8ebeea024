"""The alerts that an editor would want, article by article. Pure.

An expectation is one line of JSON for one article: `id` (the article's id or URL), `kind` (a word for what sort of
article it is), `alerts` (each with `topic` and `event`), `may` and `must_not` (lists of `topic/event`).
"""

from collections.abc import Iterable

from pydantic import ValidationError

from newswatch.errors import ConfigurationError
from newswatch.models import Wire, plain

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
