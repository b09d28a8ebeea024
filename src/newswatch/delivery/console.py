"""Alerts for a person at a terminal: one block each as they come, or a table of many."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from newswatch.errors import DeliveryError
from newswatch.judging.difference import Difference
from newswatch.judging.finding import Finding
from newswatch.models import Alert, Delivery, Fact, Severity, Status

COLOURS = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "yellow",
    Severity.MEDIUM: "cyan",
    Severity.LOW: "dim",
}
OVERDUE = "(its day has passed)"
# What would command the terminal, or turn the order of the letters round.
COMMANDS = dict.fromkeys(
    (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\N{REPLACEMENT CHARACTER}"
)
COMMANDS |= dict.fromkeys(map(ord, "\t\n\v\f\r\x85"), " ")


class Screen(Console):
    """A console that tells its user of a closed pipe; rich's own would end the program."""

    def on_broken_pipe(self) -> None:
        """Raise the BrokenPipeError that is being handled."""
        raise  # noqa: PLE0704  # rich calls this where it handles one


class ConsoleChannel:
    """Prints each alert as it is delivered.

    Args:
        console: where.
        closed: called when nobody reads there any more, as after `| head`.
    """

    def __init__(self, console: Console, closed: Callable[[], object] = lambda: None) -> None:
        self._console = console
        self._closed = closed

    async def deliver(self, delivery: Delivery) -> None:
        """Print an alert.

        Raises:
            DeliveryError: it can't be written.
        """
        try:
            with self._console.capture() as captured:  # or rich keeps what it could not write, and prints it twice
                self._console.print(block(delivery.alert))
            self._console.file.write(captured.get())
            self._console.file.flush()
        except (BrokenPipeError, SystemExit) as error:  # the second is rich's own answer to the first
            self._closed()
            raise DeliveryError("nobody reads the screen any more") from error
        except (OSError, ValueError) as error:  # also UnicodeError, and a file that is closed
            raise DeliveryError(f"the screen cannot be written: {error}") from error


class CollectingChannel:
    """Keeps what is delivered, for a table at the end."""

    def __init__(self) -> None:
        self.alerts: list[Alert] = []

    async def deliver(self, delivery: Delivery) -> None:
        """Keep an alert."""
        self.alerts.append(delivery.alert)


def shown(text: str) -> str:
    """Return what anyone may have written as one line that a terminal only shows."""
    return " ".join(text.translate(COMMANDS).split())


def _line(text: str, style: str = "") -> Text:
    """Return a line in which nothing is read as markup."""
    return Text(shown(text), style=style)


def block(alert: Alert) -> Group:
    """Return an alert as a few lines: the headline, the sentence that it changes, the one that says so."""
    head = Text.assemble(
        (f"{alert.severity.upper():8} ", COLOURS[alert.severity]),
        (shown(alert.headline), "bold"),
        ("" if alert.status is Status.REPORTED else f"  [{alert.status}]", "magenta"),
    )
    lines = [head]
    if alert.before:
        lines.append(Text(f"  before  {shown(alert.before.sentence)}", style="dim"))
    lines.extend(
        Text(f"  now     {shown(told.sentence)} ({shown(told.source or told.article)})") for told in alert.evidence[:1]
    )
    return Group(*lines, Text(f"  {shown(alert.key)}", style="dim"))


def table(alerts: Sequence[Alert]) -> Table:
    """Return alerts as a table: time, topic, severity, and before → after above the sentence and who says so."""
    columns = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_lines=True)
    columns.add_column("time (UTC)", no_wrap=True)
    columns.add_column("topic", no_wrap=True)
    columns.add_column("before → after, the sentence, who says so", ratio=1)
    columns.add_column("severity", no_wrap=True)
    for alert in alerts:
        columns.add_row(
            _time(alert), _line(alert.topic), _story(alert), Text(alert.severity, style=COLOURS[alert.severity])
        )
    return columns


def _time(alert: Alert) -> str:
    moment = alert.first_published if alert.evidence else alert.detected
    return f"{moment.astimezone(UTC):%d %b %H:%M}" if moment else "undated"


def _story(alert: Alert) -> Group:
    status = "" if alert.status is Status.REPORTED else f"  {alert.status}"
    head = Text.assemble((shown(_change(alert)), "bold"), (status, "magenta"))
    if not alert.evidence:
        return Group(head, _line(f"set by: {alert.before.sentence}" if alert.before else OVERDUE, "dim"))
    return Group(head, _line(f"“{alert.evidence[0].sentence}”"), _line(f"— {_who(alert)}", "dim"))


def _change(alert: Alert) -> str:
    """Return the headline less its topic and its speaker, which stand beside it."""
    change = alert.headline.partition(": ")[2] or alert.headline
    return change.rpartition(", says ")[0] or change


def _who(alert: Alert) -> str:
    told = alert.evidence[0]
    source = told.source or told.article
    others = len({one.origin for one in alert.evidence}) - 1
    more = f", and {others} more" if others else ""
    _, says, speaker = alert.headline.rpartition(", says ")
    return f"says {speaker}, in {source}{more}" if says else f"{source}{more}"


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
        was, now = old.get(slot), new[slot]
        columns.add_row(_line(slot), _line(_value(was)), _now(was, now), _since(was, now))
    return columns


def baseline(facts: Iterable[Fact], watched: str) -> Table:
    """Return the facts of a baseline with their evidence; what it only recalls, or tells elsewhere, is dim.

    A sentence that several facts in a row stand on is written once.
    """
    columns = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    columns.add_column("slot", no_wrap=True)
    columns.add_column("value")
    columns.add_column("the sentence, and where it stands", ratio=1)
    place = None
    for fact in facts:
        elsewhere = "" if fact.theatre in (None, watched) else f"in {fact.theatre}"
        says = f"says {fact.said_by.replace('_', ' ')}" if fact.said_by else ""
        remarks = ", ".join(filter(None, [str(fact.modality), says, "recalled" if fact.background else "", elsewhere]))
        where = f"{fact.document} {fact.start}–{fact.end}"
        columns.add_row(
            _line(fact.slot),
            Text.assemble((shown(_detail(fact)), "bold"), (f"\n{shown(remarks)}", "dim")),
            Text.assemble(_line("″" if where == place else fact.sentence), (f" ({shown(where)})", "dim")),
            style="dim" if fact.background or elsewhere else "",
        )
        place = where
    return columns


def differences(found: Iterable[Difference]) -> Table:
    """Return each slot of the board with what it was in the baseline, what it is, since when and by which alert."""
    columns = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    columns.add_column("slot", no_wrap=True)
    columns.add_column("baseline")
    columns.add_column("since (UTC)", no_wrap=True)
    columns.add_column("board now, by the alert", overflow="fold")
    for one in found:
        now = _line(_detail(one.now), "bold green" if one.changed else "dim")
        alert = f"\n{shown(one.alert)}" if one.alert else ""
        since = f"{one.since.astimezone(UTC):%Y-%m-%d %H:%M}" if one.since else ""
        told = Text.assemble(now, ("  derived" if one.derived else "", "magenta"), (alert, "dim"))
        columns.add_row(_line(one.slot), _line(_detail(one.was)), since, told)
    return columns


def findings(found: Iterable[Finding]) -> Group:
    """Return contradictions of a baseline as blocks: why, and the sentences that it is between."""
    return Group(*(part for one in found for part in _finding(one)))


def _finding(one: Finding) -> Iterator[Text]:
    yield Text.assemble((f"{one.kind:9} ", "yellow"), (shown(one.reason), "bold"))
    for fact in one.facts:
        yield Text.assemble(
            ("  seed      ", "dim"),
            shown(fact.sentence),
            (f" ({shown(fact.slot)}, {shown(fact.document)} {fact.start}–{fact.end})", "dim"),
        )
    if told := one.report:
        day = f"{told.published.astimezone(UTC):%Y-%m-%d}" if told.published else "undated"
        more = f", and {one.reports - 1} more" if one.reports > 1 else ""
        where = f"{shown(told.source or told.article)}, {day}, {told.field} {told.start}–{told.end}{more}"
        yield Text.assemble(("  reported  ", "dim"), shown(told.sentence), (f" ({where})", "dim"))
    yield Text("")


def _detail(fact: Fact | None) -> str:
    """Return the value of a fact with what its event is told apart by: how many, where, when."""
    if fact is None or isinstance(fact.value, int):
        return _value(fact)
    count = None if fact.count is None else f"{_bound(fact)}{fact.count} {fact.count_kind or ''}".strip()
    day = fact.date.isoformat() if fact.date else None
    return ", ".join([_value(fact), *(told for told in (count, day) if told and told != fact.value)])


def _bound(fact: Fact) -> str:
    return "" if fact.bound in (None, "exact") else f"{fact.bound.replace('_', ' ')} "


def _value(fact: Fact | None) -> str:
    if fact is None:
        return "–"
    about = _bound(fact) if str(fact.value).isdecimal() else ""
    return f"{about}{fact.value}".replace("_", " ")


def _now(old: Fact | None, new: Fact) -> Text:
    changed = old is None or new.version != old.version
    return _line(_value(new), "bold green" if changed else "dim")


def _since(old: Fact | None, new: Fact) -> str:
    changed = old is None or new.version != old.version
    return f"{new.since:%d %b %H:%M}" if changed and new.since else ""
