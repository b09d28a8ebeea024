"""An evaluation for a person at a terminal: tables of figures, and the items that were read wrongly."""

from collections import Counter
from collections.abc import Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from newswatch.cli.explaining import render
from newswatch.delivery.console import shown
from newswatch.evaluation.attributes import Compared
from newswatch.evaluation.document import Circumstances, name, stated
from newswatch.evaluation.gold import GoldClaim, Pair
from newswatch.evaluation.report import Miss, Report
from newswatch.evaluation.scoring import Figures, Scores
from newswatch.models import Claim

UNDEFINED = "–"


def parts(report: Report, circumstances: Circumstances, *, misses: bool) -> Iterator[RenderableType]:
    """Yield the parts of a report, the most important first."""
    yield _title(report, circumstances)
    yield _summary(report)
    yield _by_event(report)
    yield _attributes(report)
    if report.confusion.missed:
        yield _confused("missed", "read instead", report.confusion.missed)
    if report.confusion.wrong:
        yield _confused("read wrongly", "the gold has", report.confusion.wrong)
    for article, reason in report.failures:
        yield Text(f"not read: {shown(article)}: {shown(reason)}", style="yellow")
    if misses:
        yield from (_miss(miss) for miss in report.misses)


def _title(report: Report, circumstances: Circumstances) -> Text:
    items = len(report.items)
    claimed = sum(bool(item.wanted) for item in report.items)
    ours, theirs = _speed(items, circumstances.reader_seconds), _speed(items, circumstances.keyword_seconds)
    return Text.assemble(
        (shown(circumstances.file), "bold"),
        f": {items} items, {report.reader.events.gold} claims in {claimed} of them\n",
        (f"read at {ours} items a second; by the keyword monitor, at {theirs}", "dim"),
    )


def _speed(items: int, seconds: float) -> str:
    return f"{items / seconds:,.0f}" if seconds else UNDEFINED


def _table(*columns: str, numbers: int) -> Table:
    """Return a table whose last columns, so many, are numbers."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for index, column in enumerate(columns):
        table.add_column(column, justify="right" if index >= len(columns) - numbers else "left", no_wrap=True)
    return table


def _summary(report: Report) -> Table:
    table = _table("", "events\nP", "\nR", "\nF1", "topics\nP", "\nR", "\nF1", "noisy\nitems", numbers=7)
    rows = (("newswatch", report.reader, "bold"), ("keyword monitor", report.keyword_monitor, ""))
    for who, scores, style in rows:
        table.add_row(who, *_ratios(scores.events), *_ratios(scores.topics), _noise(scores), style=style)
    return table


def _ratios(figures: Figures) -> tuple[str, str, str]:
    return _ratio(figures.precision), _ratio(figures.recall), _ratio(figures.f1)


def _ratio(ratio: float | None) -> str:
    return UNDEFINED if ratio is None else f"{ratio:.2f}"


def _noise(scores: Scores) -> str:
    noise = scores.noise
    return UNDEFINED if noise.share is None else f"{noise.items} of {noise.of}"


def _by_event(report: Report) -> Table:
    """Return the figures of each topic, whatever the event, and below it those of each of its events."""
    columns = ("topic\n  event", "\ngold", "\nfound", "\nwrong", "\nP", "\nR", "\nF1", "keywords'\nF1")
    table = _table(*columns, numbers=7)
    ours, theirs = report.reader, report.keyword_monitor
    empty = Figures(0, 0, 0)
    for topic in sorted({*ours.by_topic, *theirs.by_topic}):
        figures, others = ours.by_topic.get(topic, empty), theirs.by_topic.get(topic, empty)
        table.add_row(topic, *_figures(figures), _ratio(others.f1), style="bold")
        for pair in sorted(pair for pair in {*ours.by_event, *theirs.by_event} if pair[0] == topic):
            figures, others = ours.by_event.get(pair, empty), theirs.by_event.get(pair, empty)
            table.add_row(f"  {pair[1]}", *_figures(figures), _ratio(others.f1))
    return table


def _figures(figures: Figures) -> tuple[str, ...]:
    wrong = figures.predicted - figures.right
    return str(figures.gold), str(figures.right), str(wrong) if wrong else "", *_ratios(figures)


def _attributes(report: Report) -> Table:
    table = _table("attribute, where found", "right", "of", "share", numbers=3)
    for attribute, share in report.attributes.items():
        if share.of:
            table.add_row(attribute.replace("_", " "), str(share.right), str(share.of), _ratio(share.share))
    return table


def _confused(what: str, instead: str, counted: Counter[tuple[Pair, str | None]]) -> Table:
    table = _table(what, instead, "items", numbers=1)
    for (pair, other), items in counted.most_common():
        table.add_row(name(pair), other or "nothing", str(items))
    return table


def _miss(miss: Miss) -> Group:
    article = miss.item.article
    day = f"{article.published:%d %B %Y}" if article.published else "undated"
    told: list[RenderableType] = [Text(f"\n{shown(article.id)}, {day}", style="bold")]
    told += [Text(shown(text)) for text in (article.title, article.body) if text]
    told += [Text(f"  missed  {_claim(claim)}", style="red") for claim in miss.missed]
    told += [Text(f"  wrong   {_claim(claim)}", style="yellow") for claim in miss.wrong]
    told += [Text(f"  differs {_difference(one)}", style="cyan") for one in miss.attributes]
    told += [Padding.indent(render(part), 4) for part in miss.answer.reading.explanation if not part.skipped]
    if miss.answer.failure:
        told.append(Text(f"  not read: {shown(miss.answer.failure)}", style="yellow"))
    return Group(*told)


def _claim(claim: GoldClaim | Claim) -> str:
    event, modality, *others = stated(claim).items()
    return shown(
        ", ".join([f"{event[1]} {modality[1]}", *(f"{key.replace('_', ' ')} {value}" for key, value in others)])
    )


def _difference(one: Compared) -> str:
    return shown(f"{name(one.pair)}: {one.attribute.replace('_', ' ')} is {one.wanted}, read {one.read or 'nothing'}")
