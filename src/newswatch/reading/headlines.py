"""Headlines: a language of their own, read by the order of their words.

A parser trained on sentences breaks on "Israel delays vote on Gaza deal". In a headline what stands before a verb
does it, what stands after it suffers it; the present tense has happened, "to release" is planned, a participle
after its object is a passive, and a question or "What we know" claims nothing.
"""

import re

from spacy.tokens import Token

from newswatch.models import Modality
from newswatch.reading.clauses import POSSIBLE, WILL
from newswatch.reading.embedding import FROM_GROUP, READY
from newswatch.reading.parsed import Parsed
from newswatch.reading.patterns import VerbMatch
from newswatch.reading.reality import A_CONDITION, A_PURPOSE, Reality
from newswatch.reading.roles import Roles
from newswatch.reading.wordforms import Form

REACH = 12
BACK = 9
CONDITIONS = frozenset({"if", "unless", "until", "once", "whether"})
BEFORE_AIMS = frozenset({"for", "of", "at", "on", "to", "towards", "close", "near"})
NOT_NOUNS = frozenset(
    {"free_word", "there", "everyone", "those", "they", "points", "sign", "seized", "first_person", "we"}
)
CLAUSE = frozenset({"as", "while", "when", "because", "before"})  # what follows has verbs of its own
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
STOPS = frozenset({":", ";", "-", "\u2013", "\u2014", "|", "?", "!", '"', "'"})
NOT_VERB_AFTER = frozenset({
    "the", "a", "an", "of", "for", "on", "in", "over", "after", "amid", "despite", "at", "by",
    "with", "from", "its", "his", "their", "this", "that", "no", "more", "new", "last", "first",
    "s", "'s", "all", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "israeli", "gaza", "hostage", "ceasefire", "truce",
})  # fmt: skip
NEGATING = frozenset({"not", "n't", "never", "without", "no", "neither"})
SILENT = re.compile(
    r"\?|^\s*(?:what|why|how|who|when|where|analysis|opinion|explained|explainer|live updates|timeline|review"
    r"|from the archive|in pictures|watch|podcast|editorial|comment|correction)\b|what we know|^the morning after",
    re.IGNORECASE,
)


def says_nothing(title: str) -> bool:
    """Return whether a headline claims nothing: a question, an opinion, an overview, a correction."""
    return bool(SILENT.search(title))


def can_be_verb(parsed: Parsed, match: VerbMatch) -> bool:
    """Return whether a word of a headline stands where a verb can stand."""
    if match.is_be:
        return True
    at = match.start
    before = parsed.words[at - 1] if at else ""
    after = parsed.words[at + 1] if at + 1 < len(parsed.words) else ""
    only_noun = Form.BASE in match.forms and before not in (
        "to",
        "will",
        "would",
        "could",
        "may",
        "might",
        "must",
        "and",
        "not",
        "n't",
    )
    if only_noun and not _plural_subject(parsed, at):
        return False
    if after == "hostage" and before not in ("were", "are", "was", "is"):  # "families of Americans taken hostage"
        return False
    return not (before in NOT_VERB_AFTER or after == "of")


def _plural_subject(parsed: Parsed, at: int) -> bool:
    """Return whether a plural stands before a base form: "Israel, Hamas clinch deal", "troops pull back"."""
    before = parsed.words[max(0, at - 3) : at]
    return bool(before) and (
        (before[-1].endswith("s") and before[-1] not in ("hamas", "'s"))
        or "and" in before
        or "," in before
        or "&" in before
    )


def headline_roles(parsed: Parsed, match: VerbMatch) -> Roles:
    """Return what stands before and after a verb of a headline."""
    left = _run(parsed, range(match.start - 1, max(-1, match.start - REACH), -1))
    right = _run(parsed, range(match.start + 1, _end_of_clause(parsed, match)))
    if match.is_be:
        return Roles(tuple(left), tuple(left), passive=False)
    helped = match.start and parsed.words[match.start - 1] in ("be", "been", "being", "are", "is", "was", "were")
    bare = Form.PARTICIPLE in match.forms and Form.PRESENT not in match.forms and not _takes_object(parsed, match)
    if helped or bare:
        agents = _after_by(right)
        return Roles(tuple(agents), tuple(left), passive=True)
    return Roles(tuple(left), tuple(right), passive=False)


def _end_of_clause(parsed: Parsed, match: VerbMatch) -> int:
    """Return where the words after a verb end, or those of the next clause begin: "… as Israel waits for names"."""
    last = min(len(parsed.words), match.start + REACH)
    opens = (at for at in range(match.end, last) if parsed.words[at] in CLAUSE and not _is_name_of(parsed, at))
    return next(opens, last)


def _is_name_of(parsed: Parsed, at: int) -> bool:
    """Return whether "as" only says what something is: "returned as part of the deal"."""
    following = parsed.doc[at + 1 : at + REACH]
    return not any(word.tag_ in ("VBZ", "VBP", "VBD", "MD") or word.pos_ == "VERB" for word in following)


def _takes_object(parsed: Parsed, match: VerbMatch) -> bool:
    """Return whether an object seems to follow: "Hamas freed four", against "four freed by Hamas"."""
    following = parsed.words[match.end] if match.end < len(parsed.words) else ""
    return following not in (
        "",
        "by",
        "from",
        "in",
        "on",
        "after",
        "as",
        "to",
        "for",
        "amid",
        "at",
        ",",
        ":",
        "and",
        "-",
        "under",
        "through",
        "over",
        "but",
        "during",
        "late",
        "into",
        "after",
        "overnight",
    )


def _after_by(right: list[Token]) -> list[Token]:
    at = next((index for index, word in enumerate(right) if word.lower_ == "by"), None)
    return right[at + 1 : at + 4] if at is not None else []


def _run(parsed: Parsed, places: range) -> list[Token]:
    """Return the words in one direction up to a stop; only heads of noun phrases count."""
    found = []
    for at in places:
        if parsed.words[at] in STOPS:
            break
        if _ends_phrase(parsed, at) or not parsed.classes[at]:
            found.append(parsed.doc[at])
    return found


def _ends_phrase(parsed: Parsed, at: int) -> bool:
    """Return whether no further noun follows, so that "hostage" in "hostage deal" is left out."""
    if at + 1 >= len(parsed.words):
        return True
    if parsed.words[at + 1] in POSSESSIVE and parsed.doc[at + 1].tag_ == "POS":
        return False
    following = parsed.classes[at + 1] - NOT_NOUNS
    return not following or bool(following & {"name", "count"})


def headline_reality(parsed: Parsed, match: VerbMatch, groups: dict[int, frozenset[str]]) -> Reality:
    """Return how real the event of a headline is, from the words before its verb."""
    found = Reality()
    words = parsed.words
    at = match.start
    before = words[max(0, at - 3) : at]
    if before[-1:] == ["to"]:
        _infinitive(parsed, at, groups, found)
    elif before[-2:] == ["to", "be"]:
        _infinitive(parsed, at - 1, groups, found)
    if any(word in WILL | {"would"} for word in before) or ("set" in before and before[-1:] == ["to"]):
        found.lower(Modality.PLANNED, "will")
    if any(word in POSSIBLE for word in before):
        found.lower(Modality.POSSIBLE, "may")
    if any(word in ("must", "should") for word in before):
        found.lower(Modality.DEMANDED, "must")
    if any(word in NEGATING for word in before):
        found.flip("not", "refused" if found.modality is Modality.PLANNED else "negated")
    if match.start == 0 and Form.BASE in match.forms:
        found.lower(Modality.DEMANDED, "an order")
    _read_further_back(parsed, match, groups, found)
    return found


def _read_further_back(parsed: Parsed, match: VerbMatch, groups: dict[int, frozenset[str]], found: Reality) -> None:
    """Read what stands further before a verb: a condition, an aim, a denial."""
    words, at = parsed.words, match.start
    if CONDITIONS & set(words[max(0, at - BACK) : at]):
        found.drop(A_CONDITION)
    if Form.GERUND in match.forms and at and words[at - 1] in BEFORE_AIMS:
        found.drop(A_PURPOSE)
    for position, names in groups.items():
        if max(0, at - BACK) <= position < at and "deny" in names:
            found.flip(words[position], "denied")


def _infinitive(parsed: Parsed, at: int, groups: dict[int, frozenset[str]], found: Reality) -> None:
    """Read "to release": planned, or what the verb before it makes of it."""
    governing = [position for position in groups if max(0, at - 8) <= position < at - 1]
    names = groups[max(governing)] if governing else frozenset()
    for name in ("refuse", "demand", "offer", "maybe", "threat", "commit"):
        if name in names:
            if name == "refuse":
                found.polarity = "refused"
            else:
                found.lower(FROM_GROUP[name], parsed.words[max(governing)])
            return
    if "try" in names or "fail" in names:
        found.drop("try")
    elif ready := READY.get(parsed.words[at - 2] if at > 1 else ""):
        found.lower(ready, parsed.words[at - 2])
    elif any(
        word
        in ("deal", "plan", "bid", "efforts", "talks", "effort", "vote", "proposal", "pressure", "way", "calls", "call")
        for word in parsed.words[max(0, at - 4) : at]
    ):
        found.drop(A_PURPOSE)
    else:
        found.lower(Modality.PLANNED, "to")
