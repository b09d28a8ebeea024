"""How `newswatch explain` tells what was read and decided: for people at a terminal, and as data."""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from newswatch.delivery.console import COLOURS, Screen, shown
from newswatch.models import Alert, Article, Claim, Decision, Evidence, Relation
from newswatch.reading import ArticleReading
from newswatch.reading.explanation import Explained, Finding
from newswatch.reading.settling import overstated
from newswatch.reading.theatre import NONE
from newswatch.web.archive import Decided, Held, Judged, Story

UNDATED = "No date of publication: weekdays and days without a year can't be resolved; --published DATE tells it."
ALONE = "The article is not kept here: the sentence is read alone, without what stands before it."
WIDEST = 120
MOST_SCORES = 3
REPORTING = "bold yellow"
WELL = "bold green"
QUIET = "dim"
# The arguments of a claim that are one word, number or day.
ARGUMENTS = ("said_by", "actor", "place", "date", "duration_days", "phases", "stage")
EXPLAINED = TypeAdapter(tuple[Explained, ...])


def show(told: RenderableType) -> None:
    """Print an explanation and an empty line: as wide as the terminal, but no wider than is good to read."""
    screen = Screen(highlight=False)
    screen.width = min(screen.width, WIDEST)
    with screen.capture() as captured:
        screen.print(told)
    lines = captured.get().split("\n")  # filled up with spaces, which nobody wants in a file
    sys.stdout.write("\n".join(line.rstrip(" ") for line in lines) + "\n")


def document(article: Article, reading: ArticleReading, judged: Judged | None) -> dict[str, Any]:
    """Return all that was read in an article, and decided on it, as data."""
    return {
        "id": article.id,
        "theatre": reading.theatre,
        "published": article.published.isoformat() if article.published else None,
        "credit": reading.credit,
        "language": reading.language,
        "set_aside": reading.set_aside,
        "sentences": EXPLAINED.dump_python(reading.explanation, mode="json"),
        "claims": [claim.model_dump(mode="json") for claim in reading.watched],
        "judged": judged and judged.model_dump(mode="json"),
    }


def told_of(story: Story) -> dict[str, Any]:
    """Return an alert as data: as it stands, all its revisions with what led to each, and the decisions on it."""
    revisions = [revision.model_dump(mode="json") for revision in story.revisions]
    decisions = [report.model_dump(mode="json") for report in story.reports]
    return {"alert": revisions[-1], "revisions": revisions, "causes": story.causes, "decisions": decisions}


def render_article(
    article: Article, reading: ArticleReading, watched: str, judged: Judged | None = None, *, every: bool = False
) -> RenderableType:
    """Return what was read in an article and decided on it, sentence by sentence.

    Args:
        article: the article.
        reading: what was read in it.
        watched: the theatre that is watched.
        judged: what was decided on it.
        every: also the sentences that were skipped.
    """
    heading = Rule(_heading(article, reading), align="left", style=QUIET)
    if silence := _silence(reading, watched):
        return Group(heading, Text(silence))
    parts: list[RenderableType] = [] if article.published else [Text(UNDATED, style="yellow")]
    parts += _circumstances(judged)
    parts += [render(one, watched, judged) for one in reading.explanation if every or not one.skipped]
    if not every and (line := _skipped(reading.explanation)):
        parts.append(Text(line, style=QUIET))
    parts.append(Group(_outcome(reading, watched), *([_alerts(judged)] if judged else [])))
    return Group(heading, *_apart(parts))


def render_evidence(
    article: Article, reading: ArticleReading, evidence: Evidence, watched: str, judged: Judged | None = None
) -> RenderableType:
    """Return what was read in the sentence that raised an alert, and decided on it."""
    heading = Rule(_heading(article, reading), align="left", style=QUIET)
    if silence := _silence(reading, watched):
        return Group(heading, Text(silence))
    found = [render(one, watched, judged) for one in reading.explanation if _overlaps(one, evidence)]
    return Group(heading, *_apart([*_circumstances(judged), *found]))


def _overlaps(one: Explained, evidence: Evidence | Decision) -> bool:
    return one.field == evidence.field and one.start < evidence.end and evidence.start < one.end


def alone() -> Text:
    """Return that a sentence is read without its article."""
    return Text(ALONE, style="yellow")


def render_refusal(article_id: str | None, reason: str) -> Text:
    """Return why an article can't be explained."""
    return Text(shown(": ".join(filter(None, [article_id, reason]))), style="red")


def _apart(parts: Iterable[RenderableType]) -> Iterator[RenderableType]:
    """Yield parts with an empty line before each but the first."""
    for number, part in enumerate(parts):
        if number:
            yield Text()
        yield part


def _heading(article: Article, reading: ArticleReading) -> Text:
    moment = f"published {article.published.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if article.published else None
    about = None if reading.theatre == NONE else f"about {reading.theatre}"
    credit = reading.credit and f"credited to {reading.credit}"
    return Text(shown(" · ".join(filter(None, [article.id, article.source, about, moment, credit]))), style="bold")


def _silence(reading: ArticleReading, watched: str) -> str | None:
    """Return why nothing of an article was read."""
    if reading.set_aside:
        return f"It was set aside: {shown(reading.set_aside)}."
    if not reading.explanation:
        return f"It names nothing of {watched}, the theatre that is watched, so nothing in it was read."
    return None


def _skipped(explanation: Iterable[Explained]) -> str:
    """Return one line on the sentences that were skipped, by reason."""
    reasons = Counter(one.skipped for one in explanation if one.skipped)
    many = reasons.total()
    counted = [f"{count} because {shown(reason)}" for reason, count in reasons.most_common()]
    told = ", ".join(counted) if len(reasons) > 1 else "".join(map(shown, reasons))
    return f"{many} {'sentence' if many == 1 else 'sentences'} skipped (--all shows them): {told}" if many else ""


def _outcome(reading: ArticleReading, watched: str) -> Text:
    """Return what an article comes to: the claims that are handed on, and how many are not."""
    news = Counter(_event(claim) for claim in reading.watched if not claim.background)
    told = ", ".join(f"{event} ×{count}" if count > 1 else event for event, count in news.items())
    elsewhere = len(reading.claims) - len(reading.watched)
    taken_back = len(overstated(reading.claims))
    recalled = sum(claim.background for claim in reading.watched) - taken_back
    parts = [
        f"{recalled} only recalled" if recalled else None,
        f"{elsewhere} of another theatre" if elsewhere else None,
        f"{taken_back} of the title, taken back by the body" if taken_back else None,
    ]
    rest = f"; besides {', '.join(filter(None, parts))}" if any(parts) else ""
    return Text.assemble((f"News of {watched}: ", QUIET), (shown(told) or "none", "bold"), (shown(rest), QUIET))


def render(explained: Explained, watched: str | None = None, judged: Judged | None = None) -> RenderableType:
    """Return what was read in one sentence: the sentence, its theatre and scores, and every finding and decision.

    Args:
        explained: the sentence.
        watched: the theatre that is watched, so that others are marked.
        judged: what was decided on its article.
    """
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style=QUIET, no_wrap=True, min_width=len("title"))
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(explained.field, _sentence(explained))
    grid.add_row("", _about(explained, watched))
    for finding in explained.findings:
        grid.add_row("", _finding(finding, explained.claims))
    for told in _judged(explained, watched, judged) if judged else ():
        grid.add_row("judged", told)
    return grid


def _sentence(explained: Explained) -> Text:
    """Return a sentence with the words in it that report something, or dim where it was skipped."""
    text = Text(shown(explained.sentence), style=QUIET if explained.skipped else "")
    for word in {finding.word for finding in explained.findings if finding.word}:
        text.highlight_regex(_spelled(word), REPORTING)
    return text


def _spelled(word: str) -> re.Pattern[str]:
    """Return what finds a word as it may be written: the reader knows "cease-fire" as "ceasefire"."""
    return re.compile(r"(?<!\w)" + r"[- ]?".join(map(re.escape, word)) + r"(?!\w)", re.IGNORECASE)


def _about(explained: Explained, watched: str | None) -> Text:
    """Return the line under a sentence: its theatre, its place, the classifier's scores, or why it was skipped."""
    elsewhere = watched is not None and explained.theatre not in (watched, NONE)
    theatre = "no theatre" if explained.theatre == NONE else explained.theatre
    text = Text(style=QUIET)
    text.append(shown(theatre) + (", not watched" if elsewhere else ""), style="yellow" if elsewhere else "")
    text.append(f" · {explained.start}–{explained.end}")
    if explained.scores:
        text.append(f" · classifier {_scores(explained)}")
    if explained.skipped:
        text.append(f" · skipped: {shown(explained.skipped)}")
    elif not explained.findings:
        text.append(" · nothing found")
    return text


def _scores(explained: Explained) -> str:
    best = sorted(explained.scores.items(), key=lambda score: (-score[1], score[0]))[:MOST_SCORES]
    return ", ".join(f"{shown(event)} {probability:.0%}" for event, probability in best)


def _finding(finding: Finding, claimed: tuple[Claim, ...]) -> RenderableType:
    """Return a finding: what decided it, and each claim that came of it; dim where it is no news."""
    grid = Table.grid(padding=(0, 1))
    grid.style = "" if finding.claims and not finding.background else QUIET
    grid.add_column(style=QUIET, no_wrap=True, min_width=len("recalled"))
    grid.add_column(ratio=1, overflow="fold")
    for name, told in _lines(finding, claimed):
        grid.add_row(name, told)
    return Group(_head(finding), Padding.indent(grid, 2)) if grid.rows else _head(finding)


def _lines(finding: Finding, claimed: tuple[Claim, ...]) -> Iterator[tuple[str, Text]]:
    """Yield the lines under a finding, each with its name."""
    if finding.modality and finding.reasons:
        yield "reasons", Text(_reasons(finding))
    if finding.background:
        yield "recalled", Text(shown(finding.background))
    for claim in finding.claims:
        yield "claim", _arguments(claim, repeated=not _is_told(claim, claimed))


def _head(finding: Finding) -> Text:
    """Return the line that names a finding: “word” rule → event:modality, and how sure."""
    news = bool(finding.claims) and not finding.background
    return Text.assemble(
        (f"“{shown(finding.word)}” ", REPORTING if news else ""),
        (shown(finding.rule), "cyan" if news else ""),
        " → ",
        (_became(finding), WELL if news else ""),
        f"  score {finding.score:.2f}",
        style="" if news else QUIET,
    )


def _became(finding: Finding) -> str:
    """Return what became of a finding."""
    if finding.modality is None:
        return ": ".join(filter(None, ["found but not asserted", _reasons(finding)]))
    if not finding.claims:
        return f"{finding.modality}, but no claim: another reading overrules it"
    return shown(", ".join(dict.fromkeys(map(_event, finding.claims))))


def _reasons(finding: Finding) -> str:
    """Return what decided how real a finding is, in order, each once."""
    return shown(", then ".join(dict.fromkeys(finding.reasons)))


def _is_told(claim: Claim, claimed: Iterable[Claim]) -> bool:
    """Return whether a claim stands for itself in its sentence, perhaps with arguments that others lent it."""
    return any((claim.event, claim.modality, claim.rule) == (one.event, one.modality, one.rule) for one in claimed)


def _arguments(claim: Claim, *, repeated: bool) -> Text:
    """Return the arguments of a claim on one line."""
    text = Text()
    for name, value in _named(claim):
        text.append(" · " if text else "")
        text.append(f"{name} ", style=QUIET)
        text.append(shown(value))
    if not text:
        text.append("no arguments", style=QUIET)
    if repeated:
        text.append("; the same as another claim of this sentence", style=QUIET)
    return text


def _named(claim: Claim) -> Iterator[tuple[str, str]]:
    """Yield the arguments that a claim has: name and value."""
    if claim.count is not None:
        how = ", ".join(filter(None, [claim.bound, claim.count_scope]))
        yield "count", " ".join(filter(None, [f"{claim.count:,}", claim.count_kind, f"({how})" if how else None]))
    for name in ARGUMENTS:
        if (value := getattr(claim, name)) is not None:
            yield name, str(value)
    if claim.persons:
        yield "persons", ", ".join(claim.persons)
    if set(claim.actors) - {claim.actor, claim.said_by}:
        yield "actors", ", ".join(claim.actors)
    if claim.mediators:
        yield "mediators", ", ".join(claim.mediators)


def _event(claim: Claim) -> str:
    return f"{claim.event}:{claim.modality}"


# What was decided ------------------------------------------------------------------------------------------------


def _circumstances(judged: Judged | None) -> Iterator[Text]:
    """Yield what must be known of a judgement: that it is one of then, or against the baseline alone."""
    if judged is None:
        return
    if judged.judged:
        came = f"This article was judged before: it came in on {_time(judged.judged)}."
        then = "What was decided then follows." if judged.recorded else "What was decided then is no longer kept; "
        rest = "" if judged.recorded else "it is judged as if it were new."
        yield Text(f"{came} {then}{rest}", style="yellow")
    if judged.alone:
        yield Text(f"Judged against the baseline alone: {shown(judged.alone)}.", style="yellow")


def _judged(explained: Explained, watched: str | None, judged: Judged) -> Iterator[RenderableType]:
    """Yield what was decided on each claim of a sentence."""
    for one in judged.decided:
        if _overlaps(explained, one.decision):
            yield _decided(one, judged)
    if explained.claims and explained.theatre not in (watched, NONE):
        yield Text(f"not compared: it is of {shown(explained.theatre)}, which is not watched", style=QUIET)


def _decided(one: Decided, judged: Judged) -> RenderableType:
    """Return what was decided on a claim: its relation with the reason, what the board held, and the alert."""
    told = one.decision
    alert = _raised(told, judged)
    grid = Table.grid(padding=(0, 1))
    grid.style = "" if alert else QUIET
    grid.add_column(style=QUIET, no_wrap=True, min_width=len("recalled"))
    grid.add_column(ratio=1, overflow="fold")
    if one.before:
        then = alert is not None or not judged.recorded
        grid.add_row("held" if then else "held now", _held(one.before))
    elif told.slot:
        grid.add_row("held", Text("nothing in this slot"))
    grid.add_row("alert", _alert(told, alert))
    head = Text.assemble(
        (f"{told.event}:{told.modality} ", ""),
        (f"{told.relation} {told.slot or ''}".strip() if told.relation else "not compared", WELL if alert else ""),
        f": {shown(told.reason)}",
        style="" if alert else QUIET,
    )
    return Group(head, Padding.indent(grid, 2))


def _raised(told: Decision, judged: Judged) -> Alert | None:
    """Return the alert that a claim raised, or is part of."""
    if told.relation is None or not told.relation.is_development:
        return None
    return next((alert for alert in judged.alerts if alert.id == told.alert and alert.revision == 1), None)


def _held(held: Held) -> Text:
    """Return what the board held: value, sentence, document, since when, by which alert."""
    since = f"since {_time(held.since)}" if held.since else None
    by = f"by {held.alert}" if held.alert else None
    where = ", ".join(filter(None, [held.document, since, by]))
    return Text.assemble((shown(f"{held.slot} = {held.value}"), "bold"), " ", shown(f"“{held.sentence}” ({where})"))


def _alert(told: Decision, alert: Alert | None) -> Text:
    """Return the alert that a claim raises, or why it raises none."""
    if alert:
        head = (f"{alert.severity.upper()} ", COLOURS[alert.severity]), (shown(alert.headline), "bold")
        return Text.assemble(*head, f"\n{shown(alert.id)}")
    if told.alert is None:
        return Text("none")
    adds = {Relation.CONFIRMS: "it adds its origin to", Relation.RESTATES: "it tells once more what is told by"}
    how = adds.get(told.relation, "it is part of") if told.relation else ""
    return Text(shown(f"none of its own: {how} {told.alert}"))


def _alerts(judged: Judged) -> Text:
    """Return one line on the alert revisions that an article leads to."""
    raised = [alert.id for alert in judged.alerts if alert.revision == 1]
    revised = [f"{alert.key} ({alert.status})" for alert in judged.alerts if alert.revision > 1]
    raises, revises = ("It raised ", "; it revised ") if judged.recorded else ("It would raise ", "; it would revise ")
    told = Text.assemble((raises, QUIET), (shown(", ".join(raised)) or "no alert", "bold"))
    if revised:
        told.append(revises + shown(", ".join(revised)), style=QUIET)
    return told


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
