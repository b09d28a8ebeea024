"""Options that several verbs share."""

import getpass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from newswatch.errors import ConfigurationError

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
Author = Annotated[str | None, typer.Option(help="Who; the user of this system if left out.", metavar="NAME")]


def author_of(given: str | None) -> str:
    """Return who gives a command: who is named, else the user of this system.

    Raises:
        ConfigurationError: the system knows no name.
    """
    if given is not None:
        return given
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # what getpass does where a user has no name
        raise ConfigurationError("this system has no name for you; say who you are with --author NAME") from None
