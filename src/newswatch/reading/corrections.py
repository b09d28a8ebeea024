"""What an outlet says of its own reports: that one was wrong, or is withdrawn."""

import re

from newswatch.models import Article

REPORT = r"(?:story|stories|report|reports|article|item|post|entry|headline|alert|account|version|dispatch)"
# What an outlet withdraws of its own: nobody else withdraws a story, while armies leave posts.
WHOLE_REPORT = r"(?:story|stories|report|reports|article|dispatch)"
WRONGLY = r"(?:incorrectly|wrongly|mistakenly|erroneously|falsely|inaccurately|misstated|misreported)"
# A sentence that repeats what an outlet said before, because it was wrong.
RECANTS = re.compile(
    rf"\b(?:earlier|previous|original|initial|first) (?:version|edition)s? of (?:this|the|our|its|an?) {REPORT}\b"
    rf"|\b(?:our|this newspaper's) (?:earlier|previous|original|initial|first) {REPORT}\b"
    rf"|\b(?:withdr[ae]wn?|withdrew|retract(?:ed|s|ing)?|takes? back|took back|taken back)\b"
    rf" (?:the|its|our|this|that|an?|his|her|their) (?:\w+ )?{WHOLE_REPORT}\b"
    rf"|\b(?:we|this (?:newspaper|paper|site|page|article|story|report)|an (?:article|item|alert|entry))\b[^.]{{0,60}}"
    rf"\b{WRONGLY}\b",
    re.IGNORECASE,
)
# What may be all that is wrong with a report of something that happened.
DETAIL = re.compile(
    r"\d|\b(?:numbers?|figures?|counts?|totals?|tally|toll|digits|names?|named|spelling|spelled|age|dates?|day|title|photo"
    r"|caption|location|misidentified)\b",
    re.IGNORECASE,
)
# An article, or a note in one, that says so.
CORRECTS = re.compile(
    rf"^\W*(?:corrections?|clarification|retraction|correction and clarification|editor['\u2019]?s note)\b"
    rf"|\bwe got (?:this|it|that)\b.{{0,20}}\bwrong\b|\bregrets? the (?:error|mistake)\b"
    rf"|\bgave a wrong (?:figure|number)\b"
    rf"|\b{REPORT}\b[^.]{{0,60}}\b(?:has|have) been (?:withdrawn|retracted|corrected|amended)\b",
    re.IGNORECASE,
)
LINES = 3  # at either end
LONGEST = 400  # characters


def recants(sentence: str) -> bool:
    """Tell whether a sentence repeats an earlier report of its outlet only to take it back."""
    return RECANTS.search(sentence) is not None


def withdraws(sentence: str) -> bool:
    """Tell whether a sentence takes a whole report back, and not a number or a name in it."""
    return recants(sentence) and DETAIL.search(sentence) is None


def corrects(article: Article) -> bool:
    """Tell whether an article says, in its title or at either end, that its outlet reported something wrong."""
    lines = [line.strip() for line in (article.body or "").splitlines() if line.strip()]
    told = (article.title or "", *lines[:LINES], *lines[LINES:][-LINES:])
    return any(CORRECTS.search(line[:LONGEST]) or RECANTS.search(line[:LONGEST]) for line in told)
