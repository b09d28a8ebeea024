"""newswatch baseline: from a seed document to facts, and a look at them."""

import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from newswatch.cli.options import AsJson, Config
from newswatch.errors import BaselineError, ConfigurationError

app = typer.Typer(help="Make the baseline from seed documents, and look at it.", no_args_is_help=True)


@app.command()
def build(
    seeds: Annotated[list[Path], typer.Argument(help="Seed documents: plain text.", metavar="SEED...")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write here instead of the screen.")] = None,
    published: Annotated[
        str | None, typer.Option(help="The day of the seed (YYYY-MM-DD); its name may end in it.", metavar="DATE")
    ] = None,
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

    watch = prepare.watch(prepare.load_settings(config))
    documents = [prepare.seed(path, _day(published)) for path in seeds]
    text = judging.build(documents, Reader(watch), watch).model_dump_json(indent=2) + "\n"
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BaselineError(f"{output} cannot be written: {error.strerror}") from error


def _day(published: str | None) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(published), time(12), UTC) if published else None
    except ValueError as error:
        raise ConfigurationError(f"--published {published} is no day; write YYYY-MM-DD") from error


@app.command()
def show(
    file: Annotated[
        Path | None, typer.Argument(help="A seed document or a built baseline; the configured one if left out.")
    ] = None,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Print the facts of the baseline with their evidence.

    Examples:

        newswatch baseline show

        newswatch baseline show talks-2025-09-28.txt --json
    """
    from newswatch import judging
    from newswatch.cli import prepare
    from newswatch.delivery import console
    from newswatch.judging import baseline as baselines
    from newswatch.reading import Reader

    chosen = prepare.load_settings(config)
    path = file or chosen.baseline or prepare.built_in_seed()
    watch = prepare.watch(chosen)
    if path.suffix == ".json":
        known = baselines.load(prepare.raw(path), str(path))
    else:
        known = judging.build([prepare.seed(path)], Reader(watch), watch)
    if as_json:
        for fact in known.facts:
            sys.stdout.write(fact.model_dump_json() + "\n")
        return
    console.Screen().print(console.baseline(known.facts, known.watched))
    console.Screen().print(f"{known.name}, {len(known.facts)} facts, {known.version}", highlight=False, markup=False)
