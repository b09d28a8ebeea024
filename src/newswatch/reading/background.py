"""What is only recalled: old dates, relative clauses, the past perfect, and the paragraph that sums up the story."""

import re
from datetime import date, datetime, timedelta

from spacy.tokens import Token

from newswatch import topics
from newswatch.models import Modality
from newswatch.reading.dates import DateMention
from newswatch.reading.events import Event
from newswatch.reading.parsed import VERBAL, Parsed, clause_top
from newswatch.reading.reality import Reality

OLD = timedelta(days=10)
RECENT = timedelta(days=3)
SINCE = 4  # how many words may stand between "since" and its date
NOW = frozenset({"overnight", "now", "today", "tonight", "just"})
EARLIER = frozenset({"previously", "formerly", "ago"})
PHRASES = (
    "last year", "last month", "earlier this month", "earlier this year", "last winter", "last summer", "last spring",
    "last fall", "used to", "at the time", "back then", "in the past", "in previous", "earlier round", "previous round",
    "used to", "for months", "for most of last", "all along",
)  # fmt: skip
SAYING = frozenset({"say", "announce", "confirm", "tell", "report", "add", "write"})
AHEAD = frozenset({Modality.PLANNED, Modality.PROPOSED, Modality.CONDITIONAL})
RETROSPECT = re.compile(
    r"^\s*(?:opinion|comment|editorial|analysis|explained|explainer|review|timeline|from the archive|podcast|q ?& ?a)\b"
    r"|\bexplain(?:s|ed):|\bhow the (?:war|deal|truce) unfolded|\bways (?:the|this|it)\b.*\b(?:could|might)\b",
    re.IGNORECASE,
)
QUESTION = re.compile(r"\?\s*$")
# Parts of an address under which outlets keep what is no report.
OPINION = re.compile(
    r"//[^/]+/(?:.*/)?(?:opinions?|comment|commentisfree|columns?|columnists?|editorials?|essays?|op-?eds?|letters|blogs?"
    r"|fiction|corrections?)(?:/|$)"
)


def why_recap(title: str | None, url: str | None, modality: Modality) -> str | None:
    """Return why an article only recalls an event, by its title or address: an opinion, an analysis or a look back.

    What explains a deal under a question ("What happens next?") recalls what was, and tells what is to be.
    """
    if title and RETROSPECT.search(title):
        return "the article looks back"
    if url and OPINION.search(url.lower()):
        return "no report, by its address"
    asks = title and QUESTION.search(title) and modality not in AHEAD
    return "the article explains what is known" if asks else None


def why_background(
    parsed: Parsed, reported: Event, known: topics.Event, mentions: list[DateMention], published: datetime | None
) -> str | None:
    """Return why an event is only recalled, or None where it is news.

    What its clause looks like decides only where the classifier isn't sure that it is news.
    """
    found, token = reported.found, parsed.doc[reported.token]
    if known.made_known and found.speakers:
        return None
    if old := why_old(mentions, token, published) or _taken_for_granted(known, token, found):
        return old
    return None if reported.old is False else _by_its_form(parsed, reported, known, mentions, published)


def _by_its_form(
    parsed: Parsed, reported: Event, known: topics.Event, mentions: list[DateMention], published: datetime | None
) -> str | None:
    """Return why the clause of an event recalls it: it hangs on a noun, stands in the past perfect, is told as past."""
    found, token = reported.found, parsed.doc[reported.token]
    own = {word.i for word in clause_top(token).subtree}
    today = any(parsed.words[at] in NOW for at in own) or _recent(mentions, published, own)
    ahead = found.modality in AHEAD and not _is_past(token)
    if found.granted and not known.standing:
        return "only named in passing"
    if found.recalled and not (ahead or today):
        return found.recalled[0]
    recent = _recent(mentions, published, set(range(len(parsed.doc)))) or bool(NOW & parsed.word_set)
    by_then = "by then" in " ".join(parsed.words)
    if _past_perfect(_verb_of(token)) and not (recent or by_then or _backshifted(found, token)):
        return "the past perfect"
    return _earlier(parsed, token)


def _taken_for_granted(known: topics.Event, token: Token, found: Reality) -> str | None:
    """Return why an event is no news by what it is: a wish, a demand kept up, people known to be held."""
    if _is_wish(token, found):
        return "a wish, not an act"
    if known.demand and _is_kept_up(token):
        return "a standing demand"
    if known.standing:
        reduced = clause_top(token).dep_ == "acl" or _is_reduced(token)
        return "a clause on a noun" if reduced or found.recalled else None
    return None


def _is_kept_up(token: Token) -> bool:
    """Return whether something has been asked for all the time: "have pleaded for a deal since the first weeks"."""
    perfect = any(child.lower_ in ("have", "has") for child in token.children if child.dep_ == "aux")
    return perfect and any(word.lower_ == "since" for word in token.doc[token.i :])


def _is_reduced(token: Token) -> bool:
    """Return whether a participle without an auxiliary tells of the noun before it: "the farmhand seized with him"."""
    helped = any(child.dep_ in ("aux", "aux:pass", "cop") for child in token.children)
    if token.tag_ != "VBN" or helped or token.dep_ == "ROOT" or not token.i:
        return False
    return token.nbor(-1).pos_ in ("NOUN", "PROPN")


def _is_wish(token: Token, found: Reality) -> bool:
    """Return whether somebody just wants it, as he has all along: "Hamas wants a permanent truce"."""
    wishes = [verb for verb in (token, *found.speakers) if verb.lemma_ == "want" and verb.tag_ in ("VBZ", "VBP")]
    spoken = any(verb.lemma_ in SAYING for verb in found.speakers) or _backshifted(found, token)
    return bool(wishes) and not spoken


def _earlier(parsed: Parsed, token: Token) -> str | None:
    if "as reported" in " ".join(parsed.words):
        return "reported before"
    near = [parsed.words[at] for at in sorted(parsed.clause(token))]
    if EARLIER & set(near):
        return "an earlier time"
    text = f" {' '.join(near)} "
    return next((f"“{phrase}”" for phrase in PHRASES if f" {phrase} " in text), None)


def _is_past(token: Token) -> bool:
    helpers = {child.lower_ for child in token.children if child.dep_ in ("aux", "aux:pass", "cop")}
    return token.tag_ in ("VBD", "VBN") and not helpers & {"is", "are", "will", "would", "'s", "'re"}


def _recent(mentions: list[DateMention], published: datetime | None, own: set[int]) -> bool:
    """Return whether some words name a day just before or after publication."""
    if published is None:
        return False
    days = [mention.day for mention in mentions if mention.day is not None and mention.start in own]
    return any(abs(published.date() - day) <= RECENT for day in days)


def _verb_of(token: Token) -> Token:
    """Return the verb that says when an event was: itself, or the nearest one above a noun that names it."""
    return next((word for word in (token, *token.ancestors) if word.pos_ in VERBAL), token)


def _past_perfect(token: Token) -> bool:
    """Return whether a verb stands in the past perfect."""
    current = token
    for _ in range(4):
        helpers = [child for child in current.children if child.dep_ in ("aux", "aux:pass")]
        if any(child.lower_ in ("had", "'d") for child in helpers):
            return True
        if helpers or current.dep_ not in ("conj", "xcomp") or current.head.i == current.i:
            return False
        current = current.head
    return False


def _backshifted(found: Reality, token: Token) -> bool:
    """Return whether a report in the past stands over or beside an event: "…, the army said"."""
    if any(verb.tag_ in ("VBD", "VBN") for verb in found.speakers):
        return True
    root = next((word for word in token.ancestors if word.dep_ == "ROOT"), token)
    beside = (child for child in root.children if child.dep_ in ("parataxis", "ccomp"))
    return any(verb.tag_ == "VBD" and verb.lemma_ in SAYING for verb in (root, *beside))


def why_old(mentions: list[DateMention], token: Token, published: datetime | None) -> str | None:
    """Return why the date nearest to an event is old."""
    if published is None:
        return None
    dated = own_dates(mentions, token)
    return _old(dated[0], published.date()) if dated else None


def own_dates(mentions: list[DateMention], token: Token) -> list[DateMention]:
    """Return the dates that can be an event's own, the nearest first: of its clause, else of one above it."""
    own = clause_top(token).i
    over = {own, *(word.i for word in token.ancestors)}
    tops = {mention.start: clause_top(token.doc[mention.start]).i for mention in mentions}
    dated = [
        mention
        for mention in mentions
        if tops[mention.start] in over and not _is_start(mention, token) and not _is_of_another(mention, token)
    ]
    return sorted(dated, key=lambda mention: (tops[mention.start] != own, abs(mention.start - token.i)))


def _old(mention: DateMention, today: date) -> str | None:
    if mention.day is not None:
        return f"dated {mention.day.isoformat()}" if today - mention.day > OLD else None
    if mention.month is not None:
        return "dated long before" if mention.month < (today.year, today.month) else None
    return "dated long before" if mention.year is not None and mention.year < today.year else None


def _is_of_another(mention: DateMention, token: Token) -> bool:
    """Return whether a date after an event is that of a participle between them: "rescued four seized on 7 October"."""
    between = token.doc[token.i + 1 : mention.start]
    return any(word.tag_ == "VBN" and word.nbor(-1).pos_ in ("NOUN", "PROPN", "AUX") for word in between)


def _is_start(mention: DateMention, token: Token) -> bool:
    """Return whether a date only tells since when: "for the first time since last spring"."""
    if mention.start < token.i:
        return False
    before = token.doc[max(0, mention.start - SINCE) : mention.start]
    between = token.doc[token.i : mention.start]
    return any(word.lower_ == "since" for word in before) or any(
        word.lower_ in ("following", "after") for word in between
    )
