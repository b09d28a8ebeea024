"""newswatch baseline: from seed documents to facts, a look at them, and what became of them."""

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newswatch.cli import articles
from newswatch.cli.options import AsJson, Config
from newswatch.errors import BaselineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newswatch.judging import Baseline
    from newswatch.models import Reading
    from newswatch.reading import Reader
    from newswatch.settings import Settings

app = typer.Typer(help="Make the baseline from seed documents, look at it, and check it.", no_args_is_help=True)

Files = Annotated[
    list[Path] | None,
    typer.Argument(help="Seed documents, or a built baseline; the configured one if left out.", metavar="FILE"),
]
Published = Annotated[
    str | None, typer.Option(help="The day of the seed (YYYY-MM-DD); its name may end in it.", metavar="DATE")
]


@app.command()
def build(
    seeds: Annotated[list[Path], typer.Argument(help="Seed documents: plain text.", metavar="SEED...")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write here instead of the screen.")] = None,
    published: Published = None,
    config: Config = None,
) -> None:
    """Read seed documents into a baseline: facts, each with its exact sentence.

    Examples:

        newswatch baseline build talks-2025-01-08.txt -o talks.json

        newswatch baseline build first.txt second.txt --published 2025-01-08 > talks.json
    """
    from newswatch import judging
    from newswatch.cli import prepare
    from newswatch.reading import Reader

    watch, day = prepare.watch(prepare.load_settings(config)), articles.day(published)
    documents = [prepare.seed(path, day) for path in seeds]
    text = judging.build(documents, Reader(watch), watch).model_dump_json(indent=2) + "\n"
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BaselineError(f"{output} cannot be written: {error.strerror}") from error


@app.command()
def show(files: Files = None, published: Published = None, as_json: AsJson = False, config: Config = None) -> None:
    """Print the facts of the baseline with their evidence, and its version: a hash of its content.

    Examples:

        newswatch baseline show

        newswatch baseline show first-2025-09-26.txt second-2025-09-28.txt

        newswatch baseline show talks-2025-09-28.txt --json
    """
    from newswatch.cli import looking, prepare
    from newswatch.delivery import console

    chosen = prepare.load_settings(config)
    known = prepare.built(chosen, files or [], prepare.watch(chosen), published=articles.day(published))
    facts = [*known.facts, *known.recalled]
    if as_json:
        for fact in facts:
            articles.print_json({"baseline": known.version, **fact.model_dump(mode="json")})
        return
    screen = looking.screen()
    screen.print(console.baseline(facts, known.watched))
    screen.print(f"{known.name}, {_facts(known)}, {known.version}", highlight=False, markup=False, soft_wrap=True)


@app.command()
def diff(
    files: Files = None,
    every: Annotated[bool, typer.Option("--all", help="Also the slots that are as they were.")] = False,
    published: Published = None,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Compare the baseline with the board: what changed, since when in event time, and by which alert.

    Asks the running monitor, or looks into the embedded broker's file where none runs.

    Examples:

        newswatch baseline diff

        newswatch baseline diff --all

        newswatch baseline diff talks-2025-01-08.txt --json
    """
    from newswatch.cli import looking, prepare
    from newswatch.delivery import console
    from newswatch.judging.difference import differences, other_baseline
    from newswatch.web.archive import Wanted

    chosen = prepare.load_settings(config)
    with looking.look(config) as archive:
        board = archive.facts()
        newest = archive.alerts(Wanted(limit=1)).alerts
    known = prepare.built(chosen, files or [], prepare.watch(chosen), published=articles.day(published))
    if warning := other_baseline(known, board, newest[0].baseline if newest else None):
        typer.echo(f"newswatch: {warning}", err=True)
    found = [one for one in differences(known, board) if every or one.changed]
    if as_json:
        for one in found:
            articles.print_json(one.model_dump(mode="json"))
    elif found:
        looking.screen().print(console.differences(found))
    else:
        typer.echo(f"nothing has changed since {known.name}")


@app.command()
def lint(
    files: Files = None,
    against: Annotated[
        Path | None,
        typer.Option(help="Later reports: articles as JSONL, instead of what the monitor has read.", metavar="FILE"),
    ] = None,
    published: Published = None,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """List what in the baseline contradicts itself or later reports, and end with 1 if anything does.

    Later reports are the claims that the monitor has read, what it only recalls included, if its embedded broker's
    file is there; or the articles of --against.

    Examples:

        newswatch baseline lint

        newswatch baseline lint talks-2025-01-08.txt --against articles.jsonl

        newswatch baseline lint first.txt second.txt --published 2025-01-08 --json
    """
    from newswatch.cli import looking, prepare
    from newswatch.delivery import console
    from newswatch.judging.lint import lint as contradictions
    from newswatch.reading import Reader

    chosen = prepare.load_settings(config)
    watch = prepare.watch(chosen)
    reader = Reader(watch)
    known = prepare.built(chosen, files or [], watch, reader, articles.day(published))
    compared: set[str] = set()
    with _reports(against, chosen, reader) as reports:
        found = contradictions(known, watch, _noted(reports, compared))
    if as_json:
        for one in found:
            articles.print_json(one.model_dump(mode="json"))
    elif found:
        looking.screen().print(console.findings(found))
    if not as_json:
        count = _many(len(found), "contradiction") if found else "no contradiction"
        later = f"{_many(len(compared), 'article')} that claim something" if compared else "no later report"
        typer.echo(f"{count} found in {known.name} ({_facts(known)}), compared with {later}")
    raise typer.Exit(1 if found else 0)


@contextmanager
def _reports(against: Path | None, chosen: "Settings", reader: "Reader") -> "Iterator[Iterator[Reading]]":
    from newswatch.cli import reports

    if against:
        yield reports.read_now(against, reader, chosen.reader_timeout)
        return
    if chosen.embedded_file is None:
        typer.echo("newswatch: on Kafka the claims stay in their topic; --against names later reports", err=True)
    with reports.kept(chosen.embedded_file) as kept:
        yield kept


def _noted(reports: "Iterable[Reading]", compared: set[str]) -> "Iterator[Reading]":
    """Yield reports, and note which articles they are of."""
    for report in reports:
        compared.add(report.article.id)
        yield report


def _facts(known: "Baseline") -> str:
    days = f" and {_many(len(known.recalled), 'recalled day')}" if known.recalled else ""
    return _many(len(known.facts), "fact") + days


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
