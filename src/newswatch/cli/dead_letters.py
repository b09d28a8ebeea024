"""newswatch dead-letters: what could not be used, and putting it back."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newswatch.cli.options import AsJson, Config
from newswatch.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.table import Table

    from newswatch.web.archive import Letter

app = typer.Typer(help="Look at what could not be read or delivered, and put it back.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="What `dead-letters list` calls it.", metavar="PARTITION/OFFSET")]
Names = Annotated[list[str], typer.Argument(help="What `dead-letters list` calls them.", metavar="PARTITION/OFFSET...")]


@app.command("list")
def list_(
    stage: Annotated[str | None, typer.Option(help="Only from this agent: read, judge, deliver, …")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """List the dead letters with their reasons, newest first.

    Asks the running monitor, or looks into the embedded broker's file where none runs.

    Examples:

        newswatch dead-letters list

        newswatch dead-letters list --stage read --json
    """
    from newswatch.cli import looking

    with looking.look(config) as archive:
        letters = [letter for letter in archive.letters() if stage in (None, letter.stage)][:limit]
    if not letters:
        looking.nothing(f"no dead letter comes from {stage}" if stage else "there are no dead letters")
    if as_json:
        for letter in letters:
            sys.stdout.write(letter.model_dump_json(exclude={"text", "base64", "headers"}) + "\n")
    else:
        looking.screen().print(_table(letters))


@app.command()
def show(
    name: Name,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Show one dead letter: the reason, where it came from, and the original bytes.

    Examples:

        newswatch dead-letters show 0/7

        newswatch dead-letters show 0/7 --json
    """
    from newswatch.cli import looking

    with looking.look(config) as archive:
        letter = archive.letter(*_place(name))
    if letter is None:
        looking.nothing(f"there is no dead letter {name}")
    if as_json:
        sys.stdout.write(letter.model_dump_json() + "\n")
    else:
        looking.screen().print(_lines(letter))


@app.command()
def retry(names: Names, config: Config = None) -> None:
    """Put dead letters back on the topics that they came from: the original bytes, key and headers.

    The running monitor takes them at once; where none runs, the next run does.

    Examples:

        newswatch dead-letters retry 0/7

        newswatch dead-letters retry 0/7 0/8 1/2
    """
    from newswatch.cli import looking

    places = [_place(name) for name in names]
    with looking.look(config) as archive:
        letters = [_complete(name, archive.letter(*place)) for name, place in zip(names, places, strict=True)]
        for letter in letters:
            archive.put_back(letter.partition, letter.offset, datetime.now(UTC))
            typer.echo(f"{letter.name} is on {letter.origin.topic} again")


def _complete(name: str, letter: "Letter | None") -> "Letter":
    """Return a letter that can be put back; end with 1 where there is none."""
    from newswatch.cli import looking

    if letter is None:
        looking.nothing(f"there is no dead letter {name}")
    if letter.obstacle:
        looking.nothing(letter.obstacle)
    return letter


def _place(name: str) -> tuple[int, int]:
    partition, _, offset = name.partition("/")
    if not (partition.isdecimal() and offset.isdecimal()):
        raise ConfigurationError(f"{name} names no dead letter; write PARTITION/OFFSET as the list does: 0/7")
    return int(partition), int(offset)


def _table(letters: "Sequence[Letter]") -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    columns = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for heading in ("name", "time (UTC)", "from", "agent"):
        columns.add_column(heading, no_wrap=True)
    columns.add_column("why", ratio=1)
    for letter in letters:
        why = f"{letter.reason} (put back {_time(letter.retried)})" if letter.retried else letter.reason
        columns.add_row(
            letter.name, _time(letter.time), letter.origin.topic, letter.stage, Text(why),
            style="dim" if letter.retried else "",
        )  # fmt: skip
    return columns


def _lines(letter: "Letter") -> "Table":
    from rich.table import Table
    from rich.text import Text

    lines = Table.grid(padding=(0, 2))
    lines.add_column(style="dim", no_wrap=True)
    lines.add_column()
    for heading, told in _rows(letter):
        lines.add_row(heading, Text(told))
    return lines


def _rows(letter: "Letter") -> "Iterator[tuple[str, str]]":
    origin = letter.origin
    yield "name", letter.name
    yield "why", f"{letter.reason} ({letter.error} in {letter.stage}, newswatch {letter.version})"
    yield "from", f"{origin.topic} {origin.partition}/{origin.offset}, {_time(origin.time)}"
    yield "put here", _time(letter.time)
    if letter.retried:
        yield "put back", _time(letter.retried)
    yield "key", letter.key or "none"
    for header, value in letter.headers.items():
        yield "header", f"{header}: {value}"
    yield "value", f"{letter.length} bytes, sha256 {letter.sha256}{'' if letter.complete else ', kept in part'}"
    yield "", letter.text if letter.text is not None else (letter.base64 or "")


def _time(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}" if moment else ""
