"""The command line: one file per verb. `main` turns errors into one plain sentence and an exit code."""

import errno
import io
import os
import signal
import sys
from importlib.metadata import version
from typing import Annotated, Never

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from newswatch.cli import alerts, baseline, check, dead_letters, evaluate, explain, read, rejudge, replay, run, silence
from newswatch.cli.waiting import TERMINATED
from newswatch.errors import NewswatchError

FINE, NO, WRONG = 0, 1, 2
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
INTERRUPTED = 130  # what a shell reports for a program that Ctrl-C ended

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
app.command()(rejudge.rejudge)
app.command()(read.read)
app.command()(explain.explain)
app.command()(evaluate.evaluate)
app.add_typer(baseline.app, name="baseline")
app.add_typer(alerts.app, name="alerts")
app.add_typer(silence.app, name="silence")
app.add_typer(dead_letters.app, name="dead-letters")
app.command()(check.check)


def main() -> None:
    """Run the command line and exit: 0 fine, 1 the answer is no, 2 wrong usage or configuration."""
    signal.signal(signal.SIGTERM, _terminated)  # so that what a verb opened is closed
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # what a terminal's encoding lacks is no reason to end
    sys.exit(_flushed(_run()))


def _run() -> int:
    """Run the verb that was asked for, and return the exit code."""
    try:
        code: int | None = get_command(app).main(standalone_mode=False)
    except TyperException as error:
        code = _wrong(error.format_message() or "say what to do; newswatch --help lists the verbs")
    except NewswatchError as error:
        code = _wrong(str(error))
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except SystemExit as end:
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        code = FINE  # whoever read the output has enough of it; typer would end with 1
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        code = _wrong(f"what is to be written finds no room: {error.strerror}")
    return code or FINE


def _flushed(code: int) -> int:
    """Write what is still to be written, and return the exit code."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains at its end
        if not isinstance(error, BrokenPipeError):
            return _wrong(f"standard output cannot be written: {error.strerror}")
    return code


def _terminated(*_: object) -> Never:
    sys.exit(TERMINATED)


def _wrong(sentence: str) -> int:
    print(f"newswatch: {sentence}", file=sys.stderr)  # noqa: T201
    return WRONG
