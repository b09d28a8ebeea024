"""newswatch alerts: what was raised."""

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newswatch.cli.options import AsJson, Author, Config, author_of
from newswatch.cli.times import length, time_of
from newswatch.errors import ConfigurationError
from newswatch.models import Severity, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Group
    from rich.text import Text

    from newswatch.models import Acknowledgement, Alert, Silence
    from newswatch.web.archive import Story, Wanted
    from newswatch.web.commands import AskedAcknowledgement

app = typer.Typer(help="Look at the alerts that were raised, and acknowledge them.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="The alert's id, as `alerts list` prints it.", metavar="ID")]


@app.command("list")
def list_(
    topic: Annotated[str | None, typer.Option(help="Only this topic.", metavar="WORD")] = None,
    event: Annotated[str | None, typer.Option(help="Only this event.", metavar="WORD")] = None,
    severity: Annotated[Severity | None, typer.Option(help="Only this severity and above.")] = None,
    status: Annotated[Status | None, typer.Option(help="Only this status.")] = None,
    since: Annotated[
        str | None, typer.Option(help="Only alerts detected or revised since: a day, a time, or 90m, 24h, 7d.")
    ] = None,
    unacknowledged: Annotated[
        bool, typer.Option("--unacknowledged", help="Only alerts that nobody has acknowledged.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """List alerts as they stand, newest first, with who has acknowledged or silenced them.

    Asks the running monitor, or looks into the embedded broker's file where none runs.

    Examples:

        newswatch alerts list

        newswatch alerts list --topic truce --severity high --since 24h

        newswatch alerts list --unacknowledged --since 7d

        newswatch alerts list --status disputed --json
    """
    from newswatch.cli import looking

    wanted = _wanted(
        topic=topic, event=event, severity=severity, status=status, since=moment(since, datetime.now(UTC)), limit=limit,
        acknowledged=False if unacknowledged else None,
    )  # fmt: skip
    alerts = _fetch(wanted, limit, config)
    if as_json:
        for noted in alerts:
            sys.stdout.write(noted.to_json() + "\n")
    if not alerts:
        looking.nothing("no alert fits" if _filtered(wanted) else "there are no alerts yet")
    if not as_json:
        looking.screen().print(*_lines(alerts), sep="\n", soft_wrap=True)


@app.command()
def show(
    alert_id: Id,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Show one alert: what changed, on which sentences it stands, how it was revised, and who has seen it.

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
            sys.stdout.write(Noted(alert, story.silenced, story.acknowledged).to_json() + "\n")
    else:
        looking.screen().print(details(story))


@app.command()
def ack(
    alert_id: Id,
    comment: Annotated[str | None, typer.Option(help="What is to be said of it.")] = None,
    author: Author = None,
    config: Config = None,
) -> None:
    """Acknowledge an alert: someone has seen it. The first who has stays on record, for 90 days.

    Examples:

        newswatch alerts ack truce.phase/agreed/2025-01-15@gaza-talks-2025-01

        newswatch alerts ack truce.phase/agreed/2025-01-15@gaza-talks-2025-01 --comment 'on the front page'
    """
    from newswatch.cli import looking

    asked = _asked(author_of(author), comment)
    name = alert_id.partition("#")[0]
    with looking.look(config) as archive:
        noted = archive.acknowledge(name, asked, datetime.now(UTC))
    if noted is None:
        looking.nothing(f"there is no alert {alert_id}")
    typer.echo(f"{name} is {_seen(noted)}")


@dataclass(frozen=True)
class Noted:
    """An alert, and what people have said of it."""

    alert: "Alert"
    silenced: "Sequence[Silence]" = ()
    acknowledged: "Acknowledgement | None" = None

    def to_json(self) -> str:
        """Return the alert as it travels; what there is to say of it, is said in further keys."""
        if not self.silenced and not self.acknowledged:
            return self.alert.model_dump_json()
        more: dict[str, Any] = {"silenced": [silence.model_dump(mode="json") for silence in self.silenced]}
        more["acknowledged"] = self.acknowledged and self.acknowledged.model_dump(mode="json")
        told = self.alert.model_dump(mode="json") | {name: value for name, value in more.items() if value}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _asked(author: str, comment: str | None) -> "AskedAcknowledgement":
    """Return what is asked for.

    Raises:
        ConfigurationError: author or comment cannot be.
    """
    from pydantic import ValidationError

    from newswatch.models import plain
    from newswatch.web.commands import AskedAcknowledgement

    try:
        return AskedAcknowledgement(author=author, comment=comment)
    except ValidationError as error:
        raise ConfigurationError(plain(error)) from None


def _wanted(**asked: Any) -> "Wanted":
    from newswatch.web.archive import MOST_AT_ONCE, Wanted

    return Wanted(**{**asked, "limit": min(asked["limit"], MOST_AT_ONCE)})


def _fetch(wanted: "Wanted", limit: int, config: Path | None) -> "list[Noted]":
    """Return as many alerts as are wanted, page after page."""
    from newswatch.cli import looking

    alerts: list[Noted] = []
    with looking.look(config) as archive:
        while True:
            page = archive.alerts(wanted)
            alerts.extend(
                Noted(alert, page.silenced.get(alert.id, ()), page.acknowledged.get(alert.id)) for alert in page.alerts
            )
            if page.next is None or len(alerts) >= limit:
                return alerts[:limit]
            wanted = wanted.model_copy(update={"after": page.next})


def moment(since: str | None, now: datetime) -> datetime | None:
    """Return the time that --since names: a day, a time, or so long ago."""
    if since is None:
        return None
    try:
        ago = length(since)
        return time_of(since) if ago is None else now - ago
    except (ValueError, OverflowError):
        raise ConfigurationError(f"--since {since} is no time; write 2025-01-17, 2025-01-17T08:00Z or 24h") from None


def _filtered(wanted: "Wanted") -> bool:
    return bool(wanted.model_dump(exclude={"limit", "after"}, exclude_none=True))


def _lines(alerts: "list[Noted]") -> "Iterator[Text]":
    """Yield two lines an alert: what it says, and alone on its line, to be copied, the id that shows it."""
    from rich.text import Text

    from newswatch.delivery.console import COLOURS, shown

    yield Text(f"{'published (UTC)':16}  {'severity':8}  alert", style="bold")
    for noted in alerts:
        alert = noted.alert
        yield Text.assemble(
            f"{_day(alert.first_published):16}  ",
            (f"{alert.severity:8}  ", COLOURS[alert.severity]),
            (alert.headline, "bold"),
            ("" if alert.status is Status.REPORTED else f"  [{alert.status}]", "magenta"),
            *((f"  [{shown(mark)}]", "green") for mark in _marks(noted)),
        )
        yield Text(f"  {alert.id}", style="dim")


def _marks(noted: Noted) -> "Iterator[str]":
    if noted.acknowledged:
        yield f"acknowledged by {noted.acknowledged.author}"
    yield from map(str, noted.silenced[:1])


def _seen(noted: "Acknowledgement") -> str:
    comment = f": {noted.comment}" if noted.comment else ""
    return f"acknowledged by {noted.author}, {_day(noted.time)} UTC{comment}"


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
    if story.acknowledged:
        yield "seen", _seen(story.acknowledged)
    for silence in story.silenced:
        yield "silence", f"{silence} ({silence.id})"
    yield "slot", f"{alert.slot}: {alert.before.value if alert.before else 'not known'} → {alert.after.value}"
    if before := alert.before:
        yield "before", f"{before.sentence}\n({before.document}, {before.start}–{before.end})"
    for told in alert.evidence:
        where = f"{told.source or told.article}, {_day(told.published)} UTC, {told.field} {told.start}–{told.end}"
        yield "now", "\n".join(filter(None, [told.sentence, f"({where})", told.url]))
    for number, revision in enumerate(story.revisions):
        head = f"{revision.status}, detected {_day(revision.detected)} UTC"
        yield f"revision {revision.revision}", "\n".join([head, *story.causes[number : number + 1]])
    for step in story.deliveries:
        reason = f": {step.reason}" if step.reason and step.state != "sent" else ""
        yield f"to {step.subscriber}", f"revision {step.id.rpartition('#')[2]} {step.state}{reason}"
    for report in story.reports:
        yield report.relation or "told", f"{report.reason} ({report.article})"


def _day(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}" if moment else "undated"
