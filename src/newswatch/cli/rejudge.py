"""newswatch rejudge: what changed topic files would have made of the news that is stored."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from newswatch.cli import alerts
from newswatch.cli.options import AsJson, BaselineFile, Config


def rejudge(
    since: Annotated[
        str | None,
        typer.Option(help="Compare the alerts detected since: a day, a time, or 90m, 24h, 7d; all if left out."),
    ] = None,
    baseline: BaselineFile = None,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Read and judge again what is stored, and show which alerts would be others. Nothing is written or sent.

    Whoever changed topic files, the baseline or newswatch itself sees what that does before the monitor is started
    with it: + would now be raised, - would no longer be raised, ~ would be raised otherwise. The exit code is 1 if
    anything differs.

    All that the embedded file keeps is told to an empty board in the order of then, so it takes as long as the
    monitor took to read it: 30 days of articles, and 90 days of claims, of which those whose article is gone are
    taken as they were read. A monitor may run on the file meanwhile.

    Examples:

        newswatch rejudge --since 7d

        newswatch rejudge --since 2025-01-15 --config changed.toml

        newswatch rejudge --baseline talks-2025-09-28.txt --json
    """
    from newswatch.cli import rejudging

    moment = alerts.moment(since, datetime.now(UTC))
    result = rejudging.rejudge(config, baseline, moment)
    rejudging.show(result, as_json=as_json)
    raise typer.Exit(1 if result.differences else 0)
