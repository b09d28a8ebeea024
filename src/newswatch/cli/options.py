"""Options that several verbs share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[
    Path | None, typer.Option("--config", help="newswatch.toml; the one in this folder if left out.", metavar="FILE")
]
BaselineFile = Annotated[
    Path | None,
    typer.Option("--baseline", help="A seed document or a built baseline; else the built-in one.", metavar="FILE"),
]


class Order(StrEnum):
    """In which order a replay plays articles."""

    PUBLISHED = "published"
    FILE = "file"


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one value a line.")]
