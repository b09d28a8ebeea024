"""newswatch replay: seed feeds in, alerts out."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from newswatch.cli.options import AsJson, BaselineFile, Config, Order
from newswatch.cli.waiting import complete
from newswatch.errors import ConfigurationError


def replay(
    paths: Annotated[list[Path], typer.Argument(help="RSS or Atom files, JSONL files, or folders of them.")],
    baseline: BaselineFile = None,
    order: Annotated[Order | None, typer.Option(help="Play everything in this order.")] = None,
    speed: Annotated[float | None, typer.Option(min=0.001, help="So many times faster than event time.")] = None,
    alerts_out: Annotated[Path | None, typer.Option(help="Write every alert revision here, one a line.")] = None,
    expect: Annotated[Path | None, typer.Option(help="Compare with the alerts that are wanted; exit 1 if not.")] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write how they compare here, by kind of article and event, as JSON.")
    ] = None,
    broker: Annotated[str | None, typer.Option(help="Play on this broker instead of one of its own.")] = None,
    deliver: Annotated[bool, typer.Option("--deliver", help="Deliver to the configured subscribers too.")] = False,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Play articles through the whole pipeline and show the alerts they raise.

    RSS and Atom files are merged in order of publication; JSONL keeps its own order. The pipeline runs on a broker
    of its own, so that nothing is left behind, and nobody is notified unless you say --deliver.

    With --expect, standard error lists each wanted alert that was missed and each alert that is too many, then the
    figures by kind of article, and what a keyword monitor gets on the same articles.

    Examples:

        newswatch replay seeds/feeds

        newswatch replay seeds/feeds --expect seeds/expected/gaza-talks-2025-01.jsonl

        newswatch replay news.jsonl --expect wanted.jsonl --report figures.json

        newswatch replay news.jsonl --baseline talks-2025-09-28.txt --alerts-out alerts.jsonl
    """
    from newswatch.cli import comparing, replaying

    if report and not expect:
        raise ConfigurationError("--report needs --expect FILE: it tells how the alerts compare with those wanted")
    wanted = comparing.load(expect) if expect else None
    for path in filter(None, (alerts_out, report)):
        replaying.make(path)
    request = replaying.Request(paths, baseline, config, order, speed, broker, deliver)
    played = complete(replaying.play(request))
    if alerts_out:
        replaying.write(alerts_out, played.alerts)
    if wanted is None:
        replaying.show(played, as_json=as_json)
        return
    with suppress(BrokenPipeError):  # whoever reads no further still wants the answer
        replaying.show(played, as_json=as_json)
    compared = comparing.judge(played, wanted)
    comparing.show(compared)
    if report:
        comparing.report(report, played, wanted, compared)
    raise typer.Exit(1 if compared.pipeline.differences else 0)
