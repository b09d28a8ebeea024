"""newswatch alerts: what was raised."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newswatch.cli.options import AsJson, Config
from newswatch.errors import ConfigurationError
from newswatch.models import Severity, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Group
    from rich.text import Text

    from newswatch.models import Alert
    from newswatch.web.archive import Story, Wanted

app = typer.Typer(help="Look at the alerts that were raised.", no_args_is_help=True)

UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@app.command("list")
def list_(
    topic: Annotated[str | None, typer.Option(help="Only this topic.", metavar="WORD")] = None,
    event: Annotated[str | None, typer.Option(help="Only this event.", metavar="WORD")] = None,
    severity: Annotated[Severity | None, typer.Option(help="Only this severity and above.")] = None,
    status: Annotated[Status | None, typer.Option(help="Only this status.")] = None,
    since: Annotated[
        str | None, typer.Option(help="Only alerts detected or revised since: a day, a time, or 90m, 24h, 7d.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """List alerts as they stand, newest first.

    Asks the running monitor, or looks into the embedded broker's file where none runs.

    Examples:

        newswatch alerts list

        newswatch alerts list --topic truce --severity high --since 24h

        newswatch alerts list --status disputed --json
    """
    from newswatch.cli import looking

    wanted = _wanted(
        topic=topic, event=event, severity=severity, status=status, since=_time(since, datetime.now(UTC)), limit=limit
    )
    alerts = _fetch(wanted, limit, config)
    if as_json:
        for alert in alerts:
            sys.stdout.write(alert.model_dump_json() + "\n")
    if not alerts:
        looking.nothing("no alert fits" if _filtered(wanted) else "there are no alerts yet")
    if not as_json:
        looking.screen().print(*_lines(alerts), sep="\n", soft_wrap=True)


@app.command()
def show(
    alert_id: Annotated[str, typer.Argument(help="The alert's id, as `alerts list` prints it.", metavar="ID")],
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Show one alert: what changed, on which sentences it stands, and how it was revised.

    With --json, one revision a line, oldest first.

    Examples:

        newswatch alerts show truce.phase/agreed/2025-01-15@gaza-talks-2025-01

        newswatch alerts show truce.phase/agreed/2025-01-15@gaza-talks-2025-01 --json
    """
    from newswatch.cli import looking

    with looking.look(config) as archive:
        story = archive.story(alert_id.partition("#")[0])
    if story is None:
        looking.nothing(f"there is no alert {alert_id}")
    elif as_json:
        for alert in story.revisions:
            sys.stdout.write(alert.model_dump_json() + "\n")
    else:
        looking.screen().print(details(story))


def _wanted(**asked: Any) -> "Wanted":
    from newswatch.web.archive import MOST_AT_ONCE, Wanted

    return Wanted(**{**asked, "limit": min(asked["limit"], MOST_AT_ONCE)})


def _fetch(wanted: "Wanted", limit: int, config: Path | None) -> "list[Alert]":
    """Return as many alerts as are wanted, page after page."""
    from newswatch.cli import looking

    alerts: list[Alert] = []
    with looking.look(config) as archive:
        while True:
            page = archive.alerts(wanted)
            alerts.extend(page.alerts)
            if page.next is None or len(alerts) >= limit:
                return alerts[:limit]
            wanted = wanted.model_copy(update={"after": page.next})


def _time(since: str | None, now: datetime) -> datetime | None:
    """Return the time that --since names: a day, a time, or so long ago."""
    if since is None:
        return None
    try:
        if since[-1:] in UNITS and since[:-1].isdecimal():
            return now - timedelta(**{UNITS[since[-1]]: int(since[:-1])})
        moment = datetime.fromisoformat(since)
    except (ValueError, OverflowError):
        raise ConfigurationError(f"--since {since} is no time; write 2025-01-17, 2025-01-17T08:00Z or 24h") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _filtered(wanted: "Wanted") -> bool:
    return bool(wanted.model_dump(exclude={"limit", "after"}, exclude_none=True))


def _lines(alerts: "list[Alert]") -> "Iterator[Text]":
    """Yield two lines an alert: what it says, and alone on its line, to be copied, the id that shows it."""
    from rich.text import Text

    from newswatch.delivery.console import COLOURS

    yield Text(f"{'published (UTC)':16}  {'severity':8}  alert", style="bold")
    for alert in alerts:
        yield Text.assemble(
            f"{_day(alert.first_published):16}  ",
            (f"{alert.severity:8}  ", COLOURS[alert.severity]),
            (alert.headline, "bold"),
            ("" if alert.status is Status.REPORTED else f"  [{alert.status}]", "magenta"),
        )
        yield Text(f"  {alert.id}", style="dim")


def details(story: "Story") -> "Group":
    """Return an alert as lines: what changed, every sentence that it stands on, and its revisions."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from newswatch.delivery.console import shown

    alert = story.revisions[-1]
    lines = Table.grid(padding=(0, 2))
    lines.add_column(style="dim", no_wrap=True)
    lines.add_column()
    for name, told in _rows(story):
        lines.add_row(shown(name), Text("\n".join(map(shown, told.split("\n")))))
    return Group(Text(f"{alert.severity.upper()}  {shown(alert.headline)}", style="bold"), lines)


def _rows(story: "Story") -> "Iterator[tuple[str, str]]":
    alert = story.revisions[-1]
    yield "id", alert.id
    yield "relation", f"{alert.relation}, {alert.modality}, confidence {alert.confidence:.2f}"
    yield "slot", f"{alert.slot}: {alert.before.value if alert.before else 'not known'} → {alert.after.value}"
    if before := alert.before:
        yield "before", f"{before.sentence}\n({before.document}, {before.start}–{before.end})"
    for told in alert.evidence:
        where = f"{told.source or told.article}, {_day(told.published)} UTC, {told.field} {told.start}–{told.end}"
        yield "now", "\n".join(filter(None, [told.sentence, f"({where})", told.url]))
    for revision in story.revisions:
        yield f"revision {revision.revision}", f"{revision.status}, detected {_day(revision.detected)} UTC"
    for report in story.reports:
        yield report.relation or "told", f"{report.reason} ({report.article})"


def _day(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}" if moment else "undated"
