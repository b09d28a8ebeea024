"""newswatch check: whether it can run here."""

import json
import sys
from typing import TYPE_CHECKING

import typer

from newswatch.cli.options import AsJson, Config

if TYPE_CHECKING:
    from newswatch.cli.checking import Finding


def check(as_json: AsJson = False, config: Config = None) -> None:
    """Say whether newswatch can run here, part by part: yes, or why not.

    Looks at the configuration, the broker, the language model, the baseline, the feeds and the subscribers. It
    changes nothing, and notifies nobody; feeds are fetched once.

    Ends with 0 if all is well, 1 if something is not, 2 if the configuration itself is wrong.

    Examples:

        newswatch check

        newswatch check --config /etc/newswatch.toml --json
    """
    from newswatch.cli import checking, prepare

    chosen = prepare.load_settings(config)
    well = True
    for finding in checking.findings(chosen):
        well = well and finding.well
        _print(finding, as_json=as_json)
    if not well:
        raise typer.Exit(1)


def _print(finding: "Finding", *, as_json: bool) -> None:
    if as_json:
        told = {"part": finding.part, "ok": finding.well, "told": finding.told}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        typer.secho("yes" if finding.well else "no ", fg="green" if finding.well else "red", bold=True, nl=False)
        typer.echo(f"  {finding.part:<14} {finding.told}")
    sys.stdout.flush()
