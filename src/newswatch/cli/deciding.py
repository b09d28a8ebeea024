"""Who tells what is decided on an article: the running monitor, the state in its file, or the baseline alone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from newswatch.cli import looking
from newswatch.errors import BrokerError
from newswatch.judging import Baseline
from newswatch.models import Article
from newswatch.reading import ArticleReading
from newswatch.topics import Watch
from newswatch.web.archive import Judged
from newswatch.web.judged import DryRun, Nothing, Remembers

Decide = Callable[[Article, ArticleReading], Judged]


@contextmanager
def deciding(config: Path | None, baseline: Callable[[], Baseline], watch: Watch) -> Iterator[Decide]:
    """Find whoever tells what is decided; nothing is written.

    Args:
        config: the settings' file.
        baseline: makes the baseline, the same each time, where this process judges.
        watch: the topic files, where this process judges.
    """
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(looking.look(config))
        except BrokerError as error:
            yield _here(Nothing(), baseline, watch, str(error))
            return
        if isinstance(archive, looking.Remote):
            yield _there(archive, baseline, watch)
        else:
            yield _here(archive, baseline, watch)


def _here(held: Remembers, baseline: Callable[[], Baseline], watch: Watch, alone: str | None = None) -> Decide:
    def decide(article: Article, told: ArticleReading) -> Judged:
        return DryRun(held, baseline(), watch, alone).judge(article, told, datetime.now(UTC))

    return decide


def _there(remote: looking.Remote, baseline: Callable[[], Baseline], watch: Watch) -> Decide:
    """Return a function that asks a monitor; one that does not answer leaves the baseline alone."""

    def decide(article: Article, told: ArticleReading) -> Judged:
        try:
            return remote.judged(article)
        except BrokerError as error:
            return _here(Nothing(), baseline, watch, str(error))(article, told)

    return decide
