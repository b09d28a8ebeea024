"""What is only recalled: old dates, relative clauses, the past perfect, and the paragraph that sums up the story."""

from datetime import datetime, timedelta

from spacy.tokens import Token

from newswatch.models import Modality
from newswatch.reading.dates import DateMention
from newswatch.reading.parsed import Parsed, clause_top
from newswatch.reading.scope import Reality

OLD = timedelta(days=10)
EARLIER = frozenset({"previously", "earlier", "once", "formerly", "ago"})
PHRASES = ("last year", "last month", "earlier this month", "earlier this year", "last winter", "last summer", "last spring", "last fall", "used to", "at the time", "back then", "in the past", "in previous", "since then", "last november", "last january")
REPORTING_PAST = frozenset({"VBD", "VBN"})


def why_background(
    parsed: Parsed, token: Token, found: Reality, mentions: list[DateMention], published: datetime | None
) -> str | None:
    """Return why an event is only recalled, or None where it is news."""
    if found.modality in (Modality.PLANNED, Modality.DEMANDED, Modality.PROPOSED, Modality.CONDITIONAL) and not _old(mentions, token, published):
        return None
    if found.recalled:
        return found.recalled[0]
    if _past_perfect(token) and not _backshifted(found):
        return "the past perfect"
    if old := _old(mentions, token, published):
        return old
    text = " ".join(parsed.words)
    top = clause_top(token)
    near = {parsed.words[at] for at in parsed.clause(top)}
    if near & EARLIER and "than" not in near:
        return "an earlier time"
    return next((f"“{phrase}”" for phrase in PHRASES if phrase in text and phrase.split()[0] in near), None)


def _past_perfect(token: Token) -> bool:
    """Return whether a verb stands in the past perfect; not where a report in the past only shifts it back."""
    current: Token | None = token
    for _ in range(4):
        if current is None:
            return False
        helpers = [child for child in current.children if child.dep_ in ("aux", "aux:pass")]
        if any(child.lower_ in ("had", "'d") for child in helpers):
            return True
        if helpers or current.dep_ not in ("conj", "xcomp") or current.head.i == current.i:
            return False
        current = current.head
    return False


def _backshifted(found: Reality) -> bool:
    return any(verb.tag_ in REPORTING_PAST for verb in found.speakers)


def _old(mentions: list[DateMention], token: Token, published: datetime | None) -> str | None:
    """Return why the date of an event's clause is old."""
    if published is None or not mentions:
        return None
    clause = {word.i for word in clause_top(token).subtree}
    for mention in mentions:
        if mention.start not in clause:
            continue
        if mention.day is not None:
            if published.date() - mention.day > OLD:
                return f"dated {mention.day.isoformat()}"
        elif _is_old_month(mention, published):
            return "dated long before"
    return None


def _is_old_month(mention: DateMention, published: datetime) -> bool:
    if mention.month is not None:
        return mention.month < (published.year, published.month)
    return mention.year is not None and mention.year < published.year
