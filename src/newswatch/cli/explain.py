"""newswatch explain: what is read in a text, sentence by sentence, what is decided on it, and why."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newswatch.cli import articles
from newswatch.cli.articles import Refused
from newswatch.cli.options import AsJson, BaselineFile, Config
from newswatch.errors import ReadingError
from newswatch.models import Article, Evidence

if TYPE_CHECKING:
    from newswatch.cli.deciding import Decide
    from newswatch.judging import Baseline
    from newswatch.reading import ArticleReading
    from newswatch.web.archive import Story

ALERT_ID = re.compile(r"[^\s/]+/\S+@\S+")


@dataclass(frozen=True, slots=True)
class Asked:
    """How to explain.

    Attributes:
        read: the reader, within its time.
        decide: tells what is decided on what was read.
        watched: the theatre that is watched.
        every: also the sentences that were skipped.
        as_json: as data.
    """

    read: Callable[[Article], "ArticleReading"]
    decide: "Decide"
    watched: str
    every: bool
    as_json: bool


def explain(
    what: Annotated[
        str | None,
        typer.Argument(
            help="A text; a text, HTML or JSONL file; a page's URL; the id of an alert, or of an article that came in; "
            "- or nothing for standard input.",
            metavar="TEXT|FILE|URL|ID|-",
            show_default=False,
        ),
    ] = None,
    title: Annotated[bool, typer.Option("--title", help="The first line of a text is its title.")] = False,
    published: Annotated[
        str | None, typer.Option(help="The day (YYYY-MM-DD) from which weekdays are counted.", metavar="DATE")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also the sentences that were skipped, with why.")] = False,
    baseline: BaselineFile = None,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Say sentence by sentence what is read in a text, what is decided on it, and why.

    For each sentence: its theatre, what the classifier thinks, and every finding: the word, the rule, what it becomes
    and how real that is, what decided it, whether it is only recalled, and the arguments. For each claim: what the
    board held, what the claim does to it and why, and the alert that it raises, or why it raises none.

    The running monitor judges, or the state in the embedded file where none runs; nothing is written and nobody is
    told. Of an article that came in before, as it is, the decisions of then are shown. Where there is neither monitor
    nor file, it is judged against the baseline alone.

    A text file is one article; each line of a JSONL file, or of JSONL on standard input, is one. Of a page, the lines
    that read like sentences are taken. Of an alert, the sentence that raised it is explained, in its article where
    the embedded file still keeps it.

    Examples:

        newswatch explain "Israel and Hamas have agreed to a truce, Qatar said." --published 2025-01-15

        newswatch explain speech.txt --title --all

        newswatch explain https://news.example/gaza-talks

        newswatch explain truce.phase/agreed/2025-01-15@gaza-talks-2025-01

        newswatch explain article-4711

        newswatch explain articles.jsonl --json
    """
    from newswatch.cli import looking

    day = articles.day(published)
    if what and ALERT_ID.fullmatch(what) and not articles.URL.match(what) and not articles.is_there(what):
        _alert(what, config, baseline, every=every, as_json=as_json)
        return
    kept = looking.named(config, what) if what and _is_a_name(what) else None
    found = iter([kept]) if kept else articles.named(what, day)
    first = next(found, None)
    if first is None:
        looking.nothing("there is no text to explain")
    with _asked(config, baseline, every=every, as_json=as_json) as asked:
        for one in chain([first], found):
            _tell(articles.titled(one) if title and not kept and isinstance(one, Article) else one, asked)


def _is_a_name(what: str) -> bool:
    """Return whether an argument may be the id or URL of an article that came in."""
    return what != articles.STANDARD_INPUT and not any(map(str.isspace, what)) and not articles.is_there(what)


@contextmanager
def _asked(config: Path | None, baseline: Path | None, *, every: bool, as_json: bool) -> Iterator[Asked]:
    """Make what explaining needs: a reader that is ready, and whoever decides."""
    from newswatch.cli import deciding, prepare
    from newswatch.reading import Reader

    chosen = prepare.load_settings(config)
    watch = prepare.watch(chosen)
    reader = Reader(watch)

    def read(article: Article) -> "ArticleReading":
        return articles.read(article, reader, chosen.reader_timeout)

    @cache
    def began() -> "Baseline":
        return prepare.built(chosen, [baseline] if baseline else [], watch, reader)

    with deciding.deciding(config, began, watch) as decide:
        yield Asked(read, decide, watch.theatres.watched, every, as_json)


def _tell(one: Article | Refused, asked: Asked) -> None:
    """Print what is read in one article, or why it can't be read."""
    from newswatch.cli import explaining

    if isinstance(one, Refused):
        _refuse(one, asked)
        return
    if (reading := _read(one, asked)) is None:
        return
    judged = asked.decide(one, reading)
    if asked.as_json:
        articles.print_json(explaining.document(one, reading, judged))
    else:
        explaining.show(explaining.render_article(one, reading, asked.watched, judged, every=asked.every))


def _read(article: Article, asked: Asked) -> "ArticleReading | None":
    """Return what is read in an article; where it can't be read, say why and return nothing."""
    try:
        return asked.read(article)
    except ReadingError as error:
        _refuse(Refused(article.id, str(error)), asked)
        return None


def _refuse(one: Refused, asked: Asked) -> None:
    from newswatch.cli import explaining

    if asked.as_json:
        articles.print_json({"id": one.id, "error": one.error})
    else:
        explaining.show(explaining.render_refusal(one.id, one.error))


def _alert(alert_id: str, config: Path | None, baseline: Path | None, *, every: bool, as_json: bool) -> None:
    """Print an alert and what was decided on it, and explain the sentence that raised it."""
    from newswatch.cli import alerts, explaining, looking

    with looking.look(config) as archive:
        story = archive.story(alert_id.partition("#")[0])
    if story is None:
        looking.nothing(f"there is no alert {alert_id}")
    if not as_json:
        explaining.show(alerts.details(story))
    evidence = next(iter(story.revisions[-1].evidence), None)
    if evidence is None:
        looking.nothing(f"no sentence raised {story.id}: the day of its fact has passed")
    with _asked(config, baseline, every=every, as_json=as_json) as asked:
        _evidence(story, evidence, looking.article(config, evidence), asked)


def _evidence(story: "Story", evidence: Evidence, kept: Article | None, asked: Asked) -> None:
    """Explain the sentence of some evidence in its article; alone, where that isn't kept."""
    from newswatch.cli import explaining

    article = kept or Article.model_validate(
        {"id": evidence.article, evidence.field: evidence.sentence, "published": evidence.published}
    )
    if (reading := _read(article, asked)) is None:
        return
    judged = asked.decide(article, reading) if kept else None  # a sentence alone is an article that nobody wrote
    if asked.as_json:
        more = {**explaining.told_of(story), "kept": kept is not None}
        articles.print_json(more | explaining.document(article, reading, judged))
        return
    if kept is None:
        explaining.show(explaining.alone())
    if asked.every or kept is None:
        told = explaining.render_article(article, reading, asked.watched, judged, every=asked.every)
    else:
        told = explaining.render_evidence(article, reading, evidence, asked.watched, judged)
    explaining.show(told)
