"""Alerts for a person at a terminal: one block each as they come, or a table of many."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from newswatch.models import Alert, Delivery, Fact, Severity, Status

COLOURS = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "yellow",
    Severity.MEDIUM: "cyan",
    Severity.LOW: "dim",
}
OVERDUE = "(its day has passed)"


class ConsoleChannel:
    """Prints each alert as it is delivered."""

    def __init__(self, console: Console) -> None:
        self._console = console

    async def deliver(self, delivery: Delivery) -> None:
        """Print an alert."""
        self._console.print(block(delivery.alert))


class CollectingChannel:
    """Keeps what is delivered, for a table at the end."""

    def __init__(self) -> None:
        self.alerts: list[Alert] = []

    async def deliver(self, delivery: Delivery) -> None:
        """Keep an alert."""
        self.alerts.append(delivery.alert)


def block(alert: Alert) -> Group:
    """Return an alert as a few lines: the headline, the sentence that it changes, the one that says so."""
    head = Text.assemble(
        (f"{alert.severity.upper():8} ", COLOURS[alert.severity]),
        (alert.headline, "bold"),
        ("" if alert.status is Status.REPORTED else f"  [{alert.status}]", "magenta"),
    )
    lines = [head]
    if alert.before:
        lines.append(Text(f"  before  {alert.before.sentence}", style="dim"))
    lines.extend(Text(f"  now     {told.sentence} ({told.source or told.article})") for told in alert.evidence[:1])
    return Group(*lines, Text(f"  {alert.key}", style="dim"))


def table(alerts: Sequence[Alert]) -> Table:
    """Return alerts as a table: time, topic, before → after, who says so, the sentence, severity."""
    columns = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_lines=True)
    columns.add_column("time (UTC)", no_wrap=True)
    columns.add_column("topic", no_wrap=True)
    columns.add_column("before → after", ratio=3)
    columns.add_column("who says so", ratio=1)
    columns.add_column("the sentence", ratio=6)
    columns.add_column("severity", no_wrap=True)
    for alert in alerts:
        columns.add_row(*_row(alert), style="" if alert.status is Status.REPORTED else "dim")
    return columns


def _row(alert: Alert) -> list[str | Text]:
    told = alert.evidence[0] if alert.evidence else None
    moment = (told.published if told else None) or (alert.first_published if told else alert.detected)
    return [
        f"{moment:%d %b %H:%M}" if moment else "undated",
        alert.topic,
        escape(_change(alert)),
        escape(_who(alert)),
        escape(told.sentence if told else OVERDUE),
        Text(alert.severity, style=COLOURS[alert.severity]),
    ]


def _change(alert: Alert) -> str:
    _, _, change = alert.headline.partition(": ")
    status = "" if alert.status is Status.REPORTED else f" [{alert.status}]"
    return change.rpartition(", says ")[0] + status if ", says " in change else change + status


def _who(alert: Alert) -> str:
    told = alert.evidence[0] if alert.evidence else None
    said_by = (alert.said_by or "").replace("_", " ")
    source = told.source if told and told.source else ""
    return f"{said_by} in {source}" if said_by and source else said_by or source


def board(before: Iterable[Fact], after: Iterable[Fact]) -> Table:
    """Return the board beside the baseline: each slot with what it was and what it is."""
    old = {fact.slot: fact for fact in before}
    new = {**old, **{fact.slot: fact for fact in after}}
    columns = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    columns.add_column("slot", no_wrap=True)
    columns.add_column("baseline")
    columns.add_column("board now")
    columns.add_column("since", no_wrap=True)
    for slot in sorted(new):
        columns.add_row(slot, _value(old.get(slot)), _now(old.get(slot), new[slot]), _since(old.get(slot), new[slot]))
    return columns


def baseline(facts: Iterable[Fact], watched: str) -> Table:
    """Return the facts of a baseline with their evidence; what it only recalls, or tells elsewhere, is dim."""
    columns = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in ("slot", "value", "modality", "said by", "the sentence"):
        columns.add_column(name, ratio=6 if name == "the sentence" else None)
    for fact in facts:
        elsewhere = "" if fact.theatre in (None, watched) else f" ({fact.theatre})"
        modality = f"{fact.modality}, recalled" if fact.background else str(fact.modality)
        cells = (fact.slot + elsewhere, _value(fact), modality, fact.said_by or "", escape(fact.sentence))
        columns.add_row(*cells, style="dim" if fact.background or elsewhere else "")
    return columns


def _value(fact: Fact | None) -> str:
    if fact is None:
        return "–"
    about = "about " if fact.bound == "about" else ""
    return escape(f"{about}{fact.value}".replace("_", " "))


def _now(old: Fact | None, new: Fact) -> Text:
    changed = old is None or new.version != old.version
    return Text(_value(new), style="bold green" if changed else "dim")


def _since(old: Fact | None, new: Fact) -> str:
    changed = old is None or new.version != old.version
    return f"{new.since:%d %b %H:%M}" if changed and new.since else ""
