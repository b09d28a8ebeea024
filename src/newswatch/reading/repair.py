"""Mends what the tagger often gets wrong in news: present tenses that it takes for nouns.

"Israel withdraws five brigades", "Qatar and Egypt warn that…": a word that can be a verb, stands after a noun and
before what a verb takes, is made a verb, its neighbours on the left its subject, on the right its object.
"""

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from newswatch.reading.embedding import DEALS
from newswatch.reading.parsed import SUBJECTS, has_subject
from newswatch.reading.patterns import VerbMatch
from newswatch.reading.wordforms import Form

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
OPENERS = frozenset({"DET", "NUM", "PRON", "SCONJ"})
TOLD = frozenset({"tell", "inform", "assure", "notify", "remind", "warn", "persuade", "convince"})
REPORTING = frozenset({"deny", "say", "announce", "confirm", "claim", "insist", "declare", "report", "state", "warn"})
THAT = 5  # how many words after a verb its "that" may stand
FINITE = frozenset({"VBD", "VBZ", "VBP"})
DASHES = frozenset({"-", "--", "\u2013", "\u2014"})
PARTICLES = frozenset({"over", "back", "up", "out", "off", "down", "in"})
AFTER = frozenset({
    "that", "for", "it", "its", "on", "out", "to", "from", "into", "with", "back", "over", "off",
    "up", "no", "two", "not",
})  # fmt: skip


def mend(doc: Doc, matches: Iterable[VerbMatch]) -> None:
    """Turn the nouns of a sentence that must be verbs into verbs, in place."""
    _make_root(doc)
    _free_subject(doc)
    _mend_that(doc)
    _mend_reports(doc)
    _mend_gerunds(doc)
    _mend_adjectives(doc)
    for match in matches:
        token = doc[match.token]
        if _is_second_verb(token, match):
            _join(token)
            continue
        if not match.is_be and token.pos_ in ("NOUN", "PROPN", "ADJ") and _must_be_verb(token, match):
            _make_verb(token, match)


def _make_root(doc: Doc) -> None:
    """Turn a sentence around whose noun the parse took for the head: "Negotiations … collapsed on Monday."."""
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is None or any(child.dep_ == "cop" for child in root.children):
        return
    if _is_plural(root):
        root.pos_, root.tag_ = "NOUN", "NNS"
        for child in root.lefts:
            child.dep_ = "compound" if child.dep_ == "nsubj" else child.dep_
    if root.pos_ not in ("NOUN", "PROPN"):
        return
    finite = any(token.tag_ in FINITE for token in doc)
    verb = next((token for token in doc[root.i + 1 :] if token.head.i == root.i and _is_finite(token, finite)), None)
    if verb is None or any(child.dep_ == "mark" for child in verb.children):
        return
    inserted = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if inserted is not None and not _is_between_dashes(inserted, root):
        return
    if inserted is not None:
        inserted.head, inserted.dep_ = root, "appos"
    passive = any(child.dep_ == "aux:pass" for child in verb.children)
    verb.head, verb.dep_ = verb, "ROOT"
    root.head, root.dep_ = verb, "nsubj:pass" if passive else "nsubj"


def _is_plural(root: Token) -> bool:
    """Return whether a plural was taken for the verb before the true one: "Ceasefire talks … have broken down"."""
    if root.tag_ != "VBZ" or not root.i or root.nbor(-1).pos_ != "NOUN" or root.nbor(-1).dep_ != "nsubj":
        return False
    if any(child.dep_ in ("obj", "ccomp", "xcomp") for child in root.children):
        return False
    return any(_has_tense(child) and not _has_cc(child) and not has_subject(child) for child in root.rights)


def _is_between_dashes(inserted: Token, root: Token) -> bool:
    """Return whether a phrase stands between dashes behind a noun: "three men - A, B and C - were returned"."""
    doc = root.doc
    end = inserted.right_edge.i
    after = doc[end] if doc[end].text in DASHES else doc[min(end + 1, len(doc) - 1)]
    return root.i + 1 < len(doc) and doc[root.i + 1].text in DASHES and after.text in DASHES


def _has_tense(verb: Token) -> bool:
    """Return whether a verb has an auxiliary that makes it finite: "have broken", "were returned"."""
    return any(child.dep_ in ("aux", "aux:pass") and child.tag_ in FINITE for child in verb.children)


def _has_cc(token: Token) -> bool:
    return any(child.dep_ == "cc" for child in token.lefts)


def _free_subject(doc: Doc) -> None:
    """Set over an infinitive the verb that the parse hung on its subject: "The families called on them to agree"."""
    for verb in doc:
        noun = verb.head
        if verb.dep_ != "acl" or verb.tag_ not in FINITE or has_subject(verb) or noun.dep_ != "nsubj":
            continue
        below = noun.head
        if below.i < verb.i or not any(child.lower_ == "to" and child.dep_ == "mark" for child in below.lefts):
            continue
        verb.head, verb.dep_ = (verb, "ROOT") if below.dep_ == "ROOT" else (below.head, below.dep_)
        below.head, below.dep_ = verb, "xcomp"
        noun.head = verb


def _mend_gerunds(doc: Doc) -> None:
    """Hang a gerund on the deal right before it: "gave its blessing on Friday to the accord freeing the captives"."""
    for token in doc[1:]:
        before = token.nbor(-1)
        if token.tag_ == "VBG" and token.dep_ == "advcl" and token.head.i < before.i and before.lemma_ in DEALS:
            token.head, token.dep_ = before, "acl"


def _mend_adjectives(doc: Doc) -> None:
    """Make an adjective of what cannot be a verb, a present tense between a verb and its object: "began indirect"."""
    for token in doc[1:]:
        if token.tag_ not in ("VBP", "VBZ") or token.dep_ != "xcomp" or has_subject(token):
            continue
        noun = next((child for child in token.rights if child.dep_ == "obj" and child.i == token.i + 1), None)
        if noun is None or token.head.i != token.i - 1:
            continue
        noun.head, noun.dep_ = token.head, "obj"
        token.head, token.dep_, token.pos_, token.tag_ = noun, "amod", "ADJ", "JJ"


def _is_second_verb(token: Token, match: VerbMatch) -> bool:
    """Return whether a phrasal verb behind "and" was taken for a noun: "will keep the terms and hand over captives"."""
    if token.pos_ == "VERB" or token.dep_ != "conj" or not token.i or Form.BASE not in match.forms:
        return False
    particle = token.i + 1 in match.fixed and token.nbor().lower_ in PARTICLES
    return particle and token.nbor(-1).lower_ == "and"


def _join(token: Token) -> None:
    """Hang a second verb on the first."""
    verb = next((word for word in token.ancestors if word.pos_ == "VERB"), None)
    if verb is None:
        return
    token.head, token.pos_, token.tag_ = verb, "VERB", "VB"
    particle = token.nbor()
    lost = [word for word in token.doc[particle.i + 1 :] if word.head.i == verb.i and word.dep_ in ("obl", "obj")]
    if particle.dep_ == "case" and particle.head in lost:
        lost = [particle.head]
    particle.head, particle.dep_ = token, "compound"
    for word in lost[:1]:
        word.head, word.dep_ = token, "obj"


def _mend_that(doc: Doc) -> None:
    """Make a conjunction of a "that" beside the subject and object of its verb: "said that details have sunk…"."""
    for that in doc:
        if that.lower_ != "that" or that.dep_ not in ("nsubj", "obj") or that.i > that.head.i:
            continue
        rest = [child for child in that.head.children if child.i > that.i]
        subject = any(child.dep_ in SUBJECTS for child in rest)
        if subject and (that.dep_ == "nsubj" or any(child.dep_ in ("obj", "ccomp") for child in rest)):
            that.dep_ = "mark"


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
    if token.dep_ == "conj":
        return _has_tense(token) and not _has_cc(token)
    if token.dep_ != "acl":
        return False
    if token.tag_ in FINITE or _has_tense(token) or _reports_that(token):
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
