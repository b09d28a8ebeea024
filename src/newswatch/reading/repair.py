"""Mends what the tagger often gets wrong in news: present tenses that it takes for nouns.

"Israel withdraws five brigades", "Qatar and Egypt warn that…": a word that can be a verb, stands after a noun and
before what a verb takes, is made a verb, its neighbours on the left its subject, on the right its object.
"""

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from newswatch.reading.patterns import VerbMatch
from newswatch.reading.wordforms import Form

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
OPENERS = frozenset({"DET", "NUM", "PRON", "SCONJ"})
TOLD = frozenset({"tell", "inform", "assure", "notify", "remind", "warn", "persuade", "convince"})
REPORTING = frozenset({"deny", "say", "announce", "confirm", "claim", "insist", "declare", "report", "state", "warn"})
THAT = 5  # how many words after a verb its "that" may stand
FINITE = frozenset({"VBD", "VBZ", "VBP"})
AFTER = frozenset({
    "that", "for", "it", "its", "on", "out", "to", "from", "into", "with", "back", "over", "off",
    "up", "no", "two", "not",
})  # fmt: skip


def mend(doc: Doc, matches: Iterable[VerbMatch]) -> None:
    """Turn the nouns of a sentence that must be verbs into verbs, in place."""
    _make_root(doc)
    _mend_reports(doc)
    for match in matches:
        token = doc[match.token]
        if not match.is_be and token.pos_ in ("NOUN", "PROPN", "ADJ") and _must_be_verb(token, match):
            _make_verb(token, match)


def _make_root(doc: Doc) -> None:
    """Turn a sentence around whose noun the parse took for the head: "Negotiations … collapsed on Monday."."""
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is None or root.pos_ not in ("NOUN", "PROPN") or any(child.dep_ == "cop" for child in root.children):
        return
    finite = any(token.tag_ in FINITE for token in doc)
    verb = next((token for token in doc[root.i + 1 :] if token.dep_ == "acl" and _is_finite(token, finite)), None)
    if verb is None or any(child.dep_ in ("nsubj", "nsubj:pass", "mark") for child in verb.children):
        return
    verb.head, verb.dep_ = verb, "ROOT"
    root.head, root.dep_ = verb, "nsubj"


def _mend_reports(doc: Doc) -> None:
    """Hang a reported clause on its verb: in "said on Tuesday that…" the parse may hang it on the day."""
    for token in doc:
        if token.dep_ == "advcl" and token.head.lemma_ in REPORTING and _opens_with_that(token):
            token.dep_ = "ccomp"
        if token.dep_ != "acl" or token.head.head.pos_ != "VERB" or not _hides_a_report(token.head):
            continue
        if _opens_with_that(token):
            token.head, token.dep_ = token.head.head, "ccomp"


def _opens_with_that(token: Token) -> bool:
    marks = [child for child in token.lefts if child.lower_ == "that" and child.dep_ == "mark"]
    return bool(marks) and marks[0].i > 0 and marks[0].nbor(-1).lower_ not in ("so", "now", "provided", "given")


def _reports_that(token: Token) -> bool:
    """Return whether a report follows a word that the tagger took for a participle: "denied on Monday that"."""
    if token.tag_ != "VBN" or token.lemma_ not in REPORTING:
        return False
    following = [word.lower_ for word in token.doc[token.i + 1 : token.i + 1 + THAT]]
    return "that" in following and (following[0] == "that" or following[0] in ("on", "late", "early"))


def _hides_a_report(noun: Token) -> bool:
    """Return whether a clause on a noun may belong to its verb: "said on Tuesday that", "told the mediators that"."""
    told = noun.dep_ in ("obj", "iobj") and noun.head.lemma_ in TOLD
    return noun.dep_.startswith("obl") or told


def _is_finite(token: Token, others: bool) -> bool:  # noqa: FBT001
    """Return whether a clause on a noun is the sentence itself: finite, or "called for" where nothing else is."""
    if token.tag_ in FINITE or _reports_that(token):
        return True
    following = token.nbor().lower_ if token.i + 1 < len(token.doc) else ""
    return not others and token.tag_ == "VBN" and following in ("for", "on", "to", "that")


def _must_be_verb(token: Token, match: VerbMatch) -> bool:
    doc = token.doc
    if token.i == 0 or token.i + 1 >= len(doc):
        return False
    before, after = doc[token.i - 1], doc[token.i + 1]
    if before.pos_ not in NOMINAL or before.lower_ in ("'s", "of"):
        return False
    if not (
        after.pos_ in OPENERS or after.lower_ in AFTER or (after.pos_ in ("PROPN", "ADJ") and token.dep_ == "ROOT")
    ):
        return False
    if Form.PRESENT in match.forms:
        return token.dep_ == "ROOT" or before.pos_ == "PROPN" or after.pos_ in OPENERS
    return token.dep_ == "ROOT" and not _has_verb_before(token)


def _has_verb_before(token: Token) -> bool:
    return any(word.pos_ in ("VERB", "AUX") for word in token.doc[: token.i])


def _make_verb(token: Token, match: VerbMatch) -> None:
    token.pos_ = "VERB"
    token.tag_ = "VBZ" if Form.PRESENT in match.forms else "VBP"
    lefts = [
        child for child in token.lefts if child.pos_ in NOMINAL and child.dep_ in ("compound", "nmod", "amod", "nsubj")
    ]
    if lefts and not any(child.dep_ == "nsubj" for child in lefts):
        lefts[-1].dep_ = "nsubj"
    for child in token.rights:
        if child.dep_ == "nmod" and not any(word.dep_ == "case" for word in child.children):
            child.dep_ = "obj"
        elif child.dep_ == "acl" and child.pos_ in ("VERB", "AUX", "NOUN"):
            child.dep_ = "ccomp" if any(word.lower_ == "that" for word in child.lefts) else "advcl"
