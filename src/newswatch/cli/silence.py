"""newswatch silence: holding alerts back from subscribers for a time."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newswatch.cli.options import AsJson, Author, Config, author_of
from newswatch.cli.times import length, time_of
from newswatch.errors import ConfigurationError
from newswatch.models import Severity, Silence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from newswatch.web.commands import AskedSilence

app = typer.Typer(
    help="Hold alerts back from subscribers for a time. They are raised and listed all the same.", no_args_is_help=True
)

Ids = Annotated[list[str], typer.Argument(help="What `silence list` calls them.", metavar="ID...")]


@app.command()
def add(
    comment: Annotated[str, typer.Option(help="Why. It stands beside every alert that is held back.")],
    slot: Annotated[str | None, typer.Option(help="Alerts of this slot: withdrawal.*", metavar="PATTERN")] = None,
    topic: Annotated[str | None, typer.Option(help="Alerts of this topic.", metavar="PATTERN")] = None,
    event: Annotated[str | None, typer.Option(help="Alerts of this event.", metavar="PATTERN")] = None,
    severity: Annotated[Severity | None, typer.Option(help="Alerts of exactly this severity.")] = None,
    actor: Annotated[
        str | None, typer.Option(help="Alerts of what this actor does or says.", metavar="PATTERN")
    ] = None,
    lasting: Annotated[str | None, typer.Option("--for", help="How long: 90m, 2h, 3d.", metavar="LENGTH")] = None,
    until: Annotated[str | None, typer.Option(help="Or until when: a day or a time, UTC.", metavar="TIME")] = None,
    start: Annotated[str | None, typer.Option("--from", help="From when; now if left out.", metavar="TIME")] = None,
    author: Author = None,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Hold back the alerts that fit all that is given, and print the silence's id.

    In a PATTERN, * stands for anything. Each attempt to deliver looks for silences, so what already waits to be tried
    again is held back too. What was held back is on record and is not delivered later; what comes after the silence
    is. A silence lasts at most 90 days.

    Examples:

        newswatch silence add --slot 'withdrawal.*' --for 2h --comment 'the desk is on it'

        newswatch silence add --topic hostage --severity low --until 2025-01-19T18:00 --comment 'release under way'

        newswatch silence add --actor houthis --from 2025-01-20 --for 3d --author anna --comment 'another story'
    """
    from newswatch.cli import looking

    now = datetime.now(UTC)
    begins = _time("--from", start) or now
    asked = _asked(
        matchers={"slot": slot, "topic": topic, "event": event, "severity": severity, "actor": actor},
        author=author_of(author), comment=comment, start=begins, expires=_end(lasting, until, begins),
    )  # fmt: skip
    if obstacle := asked.obstacle(now):
        raise ConfigurationError(obstacle)
    with looking.look(config) as archive:
        silence = archive.add_silence(asked, now)
    if as_json:
        sys.stdout.write(silence.model_dump_json() + "\n")
    else:
        typer.echo(f"{silence.id}  {silence.matchers}  until {_day(silence.expires)} UTC")


@app.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="Also those that are over, for 90 days.")] = False,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """List the silences that hold, or are to come, the last to expire first.

    Asks the running monitor, or looks into the embedded broker's file where none runs.

    Examples:

        newswatch silence list

        newswatch silence list --all --json
    """
    from newswatch.cli import looking

    now = datetime.now(UTC)
    with looking.look(config) as archive:
        silences = [silence for silence in archive.silences() if everything or now < silence.expires]
    if not silences:
        looking.nothing("there are no silences" if everything else "no silence holds; --all lists those that are over")
    if as_json:
        for silence in silences:
            sys.stdout.write(silence.model_dump_json() + "\n")
    else:
        looking.screen().print(_table(silences, now))


@app.command()
def expire(ids: Ids, config: Config = None) -> None:
    """End silences before their time.

    What they have held back is not delivered later.

    Examples:

        newswatch silence expire 1f0c9a2b

        newswatch silence expire 1f0c9a2b 77d01e4c
    """
    from newswatch.cli import looking

    now = datetime.now(UTC)
    with looking.look(config) as archive:
        known = {silence.id for silence in archive.silences()}
        if missing := [name for name in ids if name not in known]:
            looking.nothing(f"there is no silence {missing[0]}")
        for name in ids:
            if ended := archive.expire_silence(name, now):
                typer.echo(f"{name} is over since {_day(ended.expires)} UTC")


def _asked(**told: Any) -> "AskedSilence":
    """Return what is asked for.

    Raises:
        ConfigurationError: there can be no such silence.
    """
    from pydantic import ValidationError

    from newswatch.models import plain
    from newswatch.web.commands import AskedSilence

    try:
        return AskedSilence.model_validate(told)
    except ValidationError as error:
        raise ConfigurationError(plain(error).removeprefix("matchers").lstrip(".: ")) from None


def _end(lasting: str | None, until: str | None, begins: datetime) -> datetime:
    if (lasting is None) == (until is None):
        raise ConfigurationError("say how long with --for 2h, or until when with --until TIME")
    if lasting is None:
        return _time("--until", until) or begins
    try:
        if (lasts := length(lasting)) is not None:
            return begins + lasts
    except OverflowError:
        pass
    raise ConfigurationError(f"--for {lasting} is no length of time; write 90m, 2h or 3d")


def _time(option: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return time_of(text)
    except ValueError:
        raise ConfigurationError(f"{option} {text} is no time; write 2025-01-17 or 2025-01-17T08:00Z") from None


def _table(silences: "Sequence[Silence]", now: datetime) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from newswatch.delivery.console import shown

    columns = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for heading in ("id", "from (UTC)", "until (UTC)", "author"):
        columns.add_column(heading, no_wrap=True)
    columns.add_column("what", ratio=1)
    columns.add_column("why", ratio=1)
    for silence in silences:
        columns.add_row(
            silence.id, _day(silence.start), _day(silence.expires), Text(shown(silence.author)),
            Text(shown(str(silence.matchers))), Text(shown(silence.comment)),
            style="" if silence.start <= now < silence.expires else "dim",
        )  # fmt: skip
    return columns


def _day(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"
