"""The command line: one file per verb. `main` turns errors into one plain sentence and an exit code."""

import os
import signal
import sys
from importlib.metadata import version
from typing import Annotated, Never

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from newswatch.cli import alerts, baseline, check, dead_letters, read, replay, run
from newswatch.errors import NewswatchError

FINE, NO, WRONG = 0, 1, 2
# What a shell reports for a program that Ctrl-C, or SIGTERM, ended.
INTERRUPTED, TERMINATED = 130, 143

app = typer.Typer(
    name="newswatch",
    help="Watches news for developments on truce, hostage and withdrawal topics, against a baseline.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:  # noqa: FBT001  # typer's way to call it
    if asked:
        typer.echo(f"newswatch {version('newswatch')}")
        raise typer.Exit


@app.callback()
def options(
    _: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Take the options that stand before a verb."""


app.command()(run.run)
app.command()(replay.replay)
app.command()(read.read)
app.add_typer(baseline.app, name="baseline")
app.add_typer(alerts.app, name="alerts")
app.add_typer(dead_letters.app, name="dead-letters")
app.command()(check.check)


def main() -> None:
    """Run the command line and exit: 0 fine, 1 the answer is no, 2 wrong usage or configuration."""
    signal.signal(signal.SIGTERM, _terminated)  # so that what a verb opened is closed
    try:
        code = get_command(app).main(standalone_mode=False)
        sys.stdout.flush()
    except TyperException as error:
        code = _wrong(error.format_message() or "say what to do; newswatch --help lists the verbs")
    except NewswatchError as error:
        code = _wrong(str(error))
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains at its end
        code = FINE
    sys.exit(code or FINE)


def _terminated(*_: object) -> Never:
    sys.exit(TERMINATED)


def _wrong(sentence: str) -> int:
    print(f"newswatch: {sentence}", file=sys.stderr)  # noqa: T201
    return WRONG
