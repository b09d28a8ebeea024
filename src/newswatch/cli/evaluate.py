"""newswatch evaluate: how well it reads, measured on annotated articles beside a keyword monitor."""

from pathlib import Path
from typing import Annotated

import typer

from newswatch.cli.options import Config
from newswatch.cli.waiting import complete


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Annotated articles, one line of JSON each.", metavar="GOLD.jsonl")],
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as one JSON document.")] = False,
    misses: Annotated[bool, typer.Option("--misses", help="Show what was missed or read wrongly, and why.")] = False,
    config: Config = None,
) -> None:
    """Measure the reader on annotated articles: precision, recall, F1 by topic and event, beside a keyword monitor's.

    An annotated article has `claims`, what is to be found in it (`topic`, `event`, `modality`, and where the text
    states them `said_by`, `actor`, `count`, `count_kind`, `duration_days`, `place`, `date`), and may have
    `background`, what counts neither for nor against. An article that can't be read in time counts as one without
    claims, and is named.

    Examples:

        newswatch evaluate seeds/gold/sentences.jsonl

        newswatch evaluate seeds/gold/sentences.jsonl --misses

        newswatch evaluate gold.jsonl --json > figures.json
    """
    from newswatch.cli import evaluating

    evaluated = complete(evaluating.evaluate(gold, config))
    evaluating.show(evaluated, as_json=as_json, misses=misses)
