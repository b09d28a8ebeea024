"""newswatch run: the live monitor."""

from typing import Annotated

import typer

from newswatch.cli.options import BaselineFile, Config
from newswatch.cli.waiting import complete


def run(
    feeds: Annotated[
        list[str] | None, typer.Argument(help="Feeds to poll besides the configured ones: URLs or files.")
    ] = None,
    baseline: BaselineFile = None,
    broker: Annotated[str | None, typer.Option(help="sqlite:///FILE, instead of the configured broker.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Poll every feed once, judge what came in, and end.")] = False,
    config: Config = None,
) -> None:
    """Watch the configured feeds: poll, read, judge and deliver until you press Ctrl-C.

    Without a configured subscriber, alerts are printed here. State is kept in the broker's file, so that a restart
    goes on where it was. Anyone may look at it meanwhile with `newswatch alerts`.

    Examples:

        newswatch run https://example.org/world.rss

        newswatch run --config /etc/newswatch.toml

        newswatch run seeds/feeds/kestrel-middle-east.xml --once
    """
    from newswatch.cli import running

    complete(running.run(running.Request(config, feeds or [], baseline, broker, once)))
