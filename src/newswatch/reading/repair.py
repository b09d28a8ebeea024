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
        if token.dep_ != "acl" or not token.head.dep_.startswith("obl") or token.head.head.pos_ != "VERB":
            continue
        if any(child.lower_ == "that" and child.dep_ == "mark" for child in token.lefts):
            token.head, token.dep_ = token.head.head, "ccomp"


def _is_finite(token: Token, others: bool) -> bool:  # noqa: FBT001
    """Return whether a clause on a noun is the sentence itself: finite, or "called for" where nothing else is."""
    if token.tag_ in FINITE:
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
