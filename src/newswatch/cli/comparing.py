"""What `newswatch replay --expect` does: compares the alerts with those that are wanted, and says how they differ."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from newswatch.cli.replaying import Played
from newswatch.errors import ConfigurationError
from newswatch.evaluation import keyword_monitor, replayed
from newswatch.evaluation.comparison import Comparison, Tally, compare, raised
from newswatch.evaluation.expectations import Expectation, parse
from newswatch.models import Article

COLUMNS = ("articles", "wanted", "raised", "missed", "extra", "forbidden")


@dataclass(frozen=True)
class Wanted:
    """A file of expectations."""

    name: str
    sha256: str
    expectations: Sequence[Expectation]


@dataclass(frozen=True)
class Compared:
    """What the pipeline and the keyword monitor raised, beside what is wanted."""

    pipeline: Comparison
    keyword_monitor: Comparison | None


def load(path: Path) -> Wanted:
    """Read a file of expectations.

    Raises:
        ConfigurationError: it is none.
    """
    try:
        raw = path.read_bytes()
        lines = raw.decode("utf-8-sig").split("\n")
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path} is not UTF-8 text") from error
    return Wanted(path.name, hashlib.sha256(raw).hexdigest(), parse(lines, str(path)))


def judge(played: Played, wanted: Wanted) -> Compared:
    """Compare what a replay raised with what is wanted, and what the keyword monitor finds in the same articles.

    The keyword monitor has words for the built-in topics only; with other topic files it has no say.
    """
    pipeline = compare(raised(played.alerts), wanted.expectations)
    if played.topics is not None:
        return Compared(pipeline, None)
    articles = (item for item in played.items if isinstance(item, Article))
    keywords = compare(keyword_monitor.load().raise_alerts(articles), wanted.expectations)
    return Compared(pipeline, keywords)


def show(compared: Compared) -> None:
    """Print every difference, the figures by kind of article, and those of all."""
    screen = Console(stderr=True)
    for difference in compared.pipeline.differences:
        screen.print(str(difference), highlight=False, markup=False, soft_wrap=True)
    screen.print(_table(compared.pipeline))
    total = compared.pipeline.total
    lines = [f"{total.hits} wanted alerts raised, {total.missed} missed, {total.too_many} too many: {_shares(total)}"]
    if compared.keyword_monitor:
        lines.insert(0, _keywords(compared.keyword_monitor.total))
    for line in lines:
        screen.print(line, highlight=False, soft_wrap=True)


def _table(comparison: Comparison) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("kind")
    for column in COLUMNS:
        table.add_column(column, justify="right")
    for kind, tally in comparison.by_kind.items():
        table.add_row(kind, *_counts(tally))
    table.add_section()
    table.add_row("all", *_counts(comparison.total), style="bold")
    return table


def _counts(tally: Tally) -> list[str]:
    counts = (tally.articles, tally.wanted, tally.hits, tally.missed, tally.extra, tally.forbidden)
    return [str(count) if count else "" for count in counts]


def _keywords(total: Tally) -> str:
    return (
        f"a keyword monitor: {total.hits} of {total.wanted} raised, {total.missed} missed, {total.too_many} too many, "
        f"{total.forbidden} of them forbidden: {_shares(total)}"
    )


def _shares(tally: Tally) -> str:
    """Return recall and precision; of nothing, all is right."""
    recall = 1.0 if tally.recall is None else tally.recall
    precision = 1.0 if tally.precision is None else tally.precision
    return f"recall {recall:.2f}, precision {precision:.2f}"


def report(path: Path, played: Played, wanted: Wanted, compared: Compared) -> None:
    """Write the figures as JSON.

    Raises:
        ConfigurationError: the file can't be written.
    """
    circumstances = replayed.Circumstances(
        version=version("newswatch"),
        set=path.stem,
        file=wanted.name,
        sha256=wanted.sha256,
        baseline=played.baseline.name,
        items=len(played.items),
    )
    told = replayed.document(compared.pipeline, compared.keyword_monitor, circumstances)
    try:
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}") from error
