"""newswatch explain: what is read in a text, sentence by sentence, and why."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newswatch.cli import articles
from newswatch.cli.articles import Refused
from newswatch.cli.options import AsJson, Config
from newswatch.errors import ReadingError
from newswatch.models import Article, Evidence

if TYPE_CHECKING:
    from newswatch.reading import ArticleReading
    from newswatch.web.archive import Story

ALERT_ID = re.compile(r"[^\s/]+/\S+@\S+")


@dataclass(frozen=True, slots=True)
class Asked:
    """How to explain.

    Attributes:
        read: the reader, within its time.
        watched: the theatre that is watched.
        every: also the sentences that were skipped.
        as_json: as data.
    """

    read: Callable[[Article], "ArticleReading"]
    watched: str
    every: bool
    as_json: bool


def explain(
    what: Annotated[
        str | None,
        typer.Argument(
            help="A text; a text, HTML or JSONL file; a page's URL; an alert's id; - or nothing for standard input.",
            metavar="TEXT|FILE|URL|ALERT-ID|-",
            show_default=False,
        ),
    ] = None,
    title: Annotated[bool, typer.Option("--title", help="The first line of a text is its title.")] = False,
    published: Annotated[
        str | None, typer.Option(help="The day (YYYY-MM-DD) from which weekdays are counted.", metavar="DATE")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also the sentences that were skipped, with why.")] = False,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Say sentence by sentence what is read in a text, and why.

    For each sentence: its theatre, what the classifier thinks, and every finding: the word, the rule, what it becomes
    and how real that is, what decided it, whether it is only recalled, and the arguments.

    A text file is one article; each line of a JSONL file, or of JSONL on standard input, is one. Of a page, the lines
    that read like sentences are taken. Of an alert, the sentence that raised it is explained, in its article where
    the embedded file still keeps it.

    Examples:

        newswatch explain "Israel and Hamas have agreed to a truce, Qatar said." --published 2025-01-15

        newswatch explain speech.txt --title --all

        newswatch explain https://news.example/gaza-talks

        newswatch explain truce.phase/agreed/2025-01-15@gaza-talks-2025-01

        newswatch explain articles.jsonl --json
    """
    from newswatch.cli import looking

    day = articles.day(published)
    if what and ALERT_ID.fullmatch(what) and not articles.URL.match(what) and not articles.is_there(what):
        _alert(what, config, every=every, as_json=as_json)
        return
    found = articles.named(what, day)
    first = next(found, None)
    if first is None:
        looking.nothing("there is no text to explain")
    asked = _asked(config, every=every, as_json=as_json)
    for one in chain([first], found):
        _tell(articles.titled(one) if title and isinstance(one, Article) else one, asked)


def _asked(config: Path | None, *, every: bool, as_json: bool) -> Asked:
    """Return how to explain, with a reader that is ready."""
    from newswatch.cli import prepare
    from newswatch.reading import Reader

    chosen = prepare.load_settings(config)
    watch = prepare.watch(chosen)
    reader = Reader(watch)
    return Asked(
        lambda article: articles.read(article, reader, chosen.reader_timeout), watch.theatres.watched, every, as_json
    )


def _tell(one: Article | Refused, asked: Asked) -> None:
    """Print what is read in one article, or why it can't be read."""
    from newswatch.cli import explaining

    if isinstance(one, Refused):
        _refuse(one, asked)
        return
    try:
        reading = asked.read(one)
    except ReadingError as error:
        _refuse(Refused(one.id, str(error)), asked)
        return
    if asked.as_json:
        articles.print_json(explaining.document(one, reading))
    else:
        told = explaining.render_article(one, reading, asked.watched, every=asked.every)
        explaining.show(told)


def _refuse(one: Refused, asked: Asked) -> None:
    from newswatch.cli import explaining

    if asked.as_json:
        articles.print_json({"id": one.id, "error": one.error})
    else:
        explaining.show(explaining.render_refusal(one.id, one.error))


def _alert(alert_id: str, config: Path | None, *, every: bool, as_json: bool) -> None:
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
    _evidence(story, evidence, looking.article(config, evidence), _asked(config, every=every, as_json=as_json))


def _evidence(story: "Story", evidence: Evidence, kept: Article | None, asked: Asked) -> None:
    """Explain the sentence of some evidence in its article; alone, where that isn't kept."""
    from newswatch.cli import explaining

    article = kept or Article.model_validate(
        {"id": evidence.article, evidence.field: evidence.sentence, "published": evidence.published}
    )
    try:
        reading = asked.read(article)
    except ReadingError as error:
        _refuse(Refused(article.id, str(error)), asked)
        return
    if asked.as_json:
        alert = story.revisions[-1].model_dump(mode="json")
        decisions = [report.model_dump(mode="json") for report in story.reports]
        more = {"alert": alert, "decisions": decisions, "kept": kept is not None}
        articles.print_json(more | explaining.document(article, reading))
        return
    if kept is None:
        explaining.show(explaining.alone())
    if asked.every or kept is None:
        told = explaining.render_article(article, reading, asked.watched, every=asked.every)
    else:
        told = explaining.render_evidence(article, reading, evidence, asked.watched)
    explaining.show(told)
