"""What one clause says about how real its verb is: auxiliaries, negation, and the word that opens it."""

import re

from spacy.tokens import Token

from newswatch.models import Modality
from newswatch.reading.parsed import SUBJECTS, Parsed
from newswatch.reading.reality import A_CONDITION, A_PURPOSE, A_QUESTION, Reality

POSSIBLE = frozenset({"may", "might", "could", "can", "ca"})
MUST = frozenset({"must", "should", "ought", "need"})
WILL = frozenset({"will", "'ll", "shall", "wo", "sha"})
WOULD = frozenset({"would", "'d"})
NEGATIONS = frozenset({"not", "n't", "never", "neither", "nor", "hardly", "barely"})
NO = frozenset({"no", "neither", "none", "nobody", "nothing"})
NOBODY = frozenset({"neither", "nobody", "none"})
NEARLY = frozenset({"nearly", "almost", "seldom", "rarely", "never", "hardly"})
CONDITIONS = frozenset(
    "if unless provided providing whether once until till before lest assuming supposing".split()  # noqa: SIM905
)
OF_TIME = frozenset({"until", "before", "once", "whether"})  # these hang no condition on the verb above them
PAST_MARKS = frozenset({"after", "since", "when", "following", "although", "though", "whereas"})
SAME_TIME = frozenset({"while", "when", "where", "wherever", "whenever", "whilst"})
ASKING = frozenset({"where", "when", "how", "whether"})
TIMETABLE = re.compile(
    r"\b(?:over|during|in) (?:those|these) (?:\w+ )?(?:weeks|days)\b|\b(?:each|every) (?:week|\w+day)\b"
    r"|\bin (?:the|its|a) (?:first|second|third|opening|initial|final) (?:phase|stage)\b"
)
RUNS = re.compile(r"\b(?:phase|stage) (?:runs|lasts|goes on) for\b.* (?:is|are) to \w+")
TERMS = frozenset({"under", "proposal", "plan", "draft", "text", "outline", "during", "deal"})
NAMING = frozenset("in of for at about on towards toward including like to with".split())  # noqa: SIM905
TENSED = frozenset({"VBD", "VBN", "VBZ", "VBP"})
HELPERS = frozenset({"aux", "aux:pass", "cop"})
CLIMB = 10
NEAR = 3


def read_clause(parsed: Parsed, verb: Token, found: Reality, inside: frozenset[int]) -> None:
    """Read the auxiliaries, the negation and the conjunction of one verb."""
    words = {helper.lower_ for helper in _helpers(verb)}
    if words & WILL or _is_to(verb):
        found.lower(Modality.PLANNED, "will")
    if words & WOULD:
        found.lower(_would(parsed, verb), "would")
    if words & POSSIBLE:
        found.lower(Modality.POSSIBLE, "may")
    if words & MUST:
        found.lower(Modality.DEMANDED, "must")
    if is_negated(verb, inside):
        _negate(found, ahead=bool(words & (WILL | WOULD)))
    if words & (WILL | WOULD | POSSIBLE | MUST) and _is_asked(verb):
        found.drop(A_QUESTION)
    if verb.tag_ in ("VBZ", "VBP") and not words and _is_scheduled(parsed, verb):
        found.lower(Modality.PLANNED, "by a schedule")
    _read_opening(verb, found)
    found.conditioned |= is_conditioned(verb, inside)
    if _is_inverted(verb):
        found.drop(A_CONDITION)
        found.condition = "if"


def _is_asked(verb: Token) -> bool:
    """Return whether a clause only says where, when or how: "maps showing where units would redeploy"."""
    adverbial = verb.dep_ == "advcl" and verb.left_edge.i == verb.head.i + 1 and verb.head.tag_ != "VBD"
    if verb.dep_ not in ("ccomp", "csubj") and not (adverbial and verb.left_edge.lower_ in ("where", "how")):
        return False
    opening = (*verb.doc[max(0, verb.left_edge.i - 1) : verb.left_edge.i + 1], *verb.lefts)
    return any(word.lower_ in ASKING for word in opening)


def _is_scheduled(parsed: Parsed, verb: Token) -> bool:
    """Return whether a present tense tells a timetable: "over those weeks 33 hostages go home"."""
    text = " ".join(parsed.words[at] for at in sorted(parsed.clause(verb)))
    return not parsed.headline and bool(TIMETABLE.search(text) or RUNS.search(" ".join(parsed.words)))


def _negate(found: Reality, *, ahead: bool) -> None:
    if found.polarity == "plain" and (ahead or found.modality is Modality.PLANNED):
        found.refuse("will not")
    else:
        found.flip("not", "negated")


def is_conditioned(verb: Token, inside: frozenset[int]) -> bool:
    """Return whether a condition hangs on a verb: "if", "unless", "provided"."""
    clauses = (child for child in verb.children if child.dep_ == "advcl" and child.i not in inside)
    return any(_opens(clause) & (CONDITIONS - OF_TIME) for clause in clauses)


def _helpers(verb: Token) -> list[Token]:
    """Return the auxiliaries of a verb, or those of the verb that it is coordinated with."""
    current = verb
    for _ in range(CLIMB):
        own = [child for child in current.children if child.dep_ in HELPERS]
        own += [inner for child in own for inner in child.children if inner.dep_ == "aux"]
        if own or current.dep_ != "conj" or any(child.dep_ in SUBJECTS for child in current.children):
            return own
        current = current.head
    return []


def _is_to(verb: Token) -> bool:
    """Return whether a verb stands in "is to release" or "is to be released"."""
    words = [word.lower_ for word in verb.doc[max(0, verb.i - NEAR) : verb.i]]
    words = words[:-1] if words[-1:] == ["be"] else words
    return words[-1:] == ["to"] and words[-2:-1] in (["is"], ["are"], ["was"], ["were"])


def _would(parsed: Parsed, verb: Token) -> Modality:
    """Return what "would" is: a proposal, a plan that is reported, or only an idea."""
    if parsed.all_classes & {"plan", "deal", "phase", "truce"} and parsed.word_set & TERMS:
        return Modality.PROPOSED
    if _is_reported(verb):
        return Modality.PLANNED
    return Modality.PROPOSED if "plan" in parsed.all_classes | parsed.context else Modality.POSSIBLE


def _is_reported(verb: Token) -> bool:
    current = verb
    for _ in range(CLIMB):
        if current.dep_ in ("ccomp", "parataxis") and current.head.tag_ in TENSED:
            return True
        if current.head.i == current.i:
            break
        current = current.head
    return any(child.tag_ in ("VBD", "VBZ") and child.dep_ in ("parataxis", "ccomp") for child in verb.children)


def is_negated(verb: Token, inside: frozenset[int]) -> bool:
    """Return whether a verb, its subject or its object is negated."""
    if any(_negates(child) for child in verb.children if child.i not in inside):
        return True
    before = [word.lower_ for word in verb.doc[max(verb.left_edge.i, verb.i - NEAR) : verb.i]]
    return bool({"not", "n't", "never"} & set(before)) or before[-2:] == ["yet", "to"]


def _negates(child: Token) -> bool:
    """Return whether a word that hangs on a verb negates it."""
    low = child.lower_
    if low in NEARLY and child.dep_ == "advmod":
        return True
    if low in NEGATIONS and child.dep_ in ("advmod", "cc", "det"):
        return True
    if low == "without" and child.dep_ in ("mark", "case"):
        return True
    if child.dep_ in HELPERS:
        return any(word.lower_ in NEGATIONS for word in child.children)
    return _is_nothing(child)


def is_said_by_nobody(verb: Token) -> bool:
    """Return whether nobody does what a verb says, where the parse has lost the subject: "neither side has said"."""
    if any(child.dep_ in SUBJECTS for child in verb.children):
        return False
    for at in range(verb.i - 1, max(-1, verb.i - CLIMB), -1):
        word = verb.doc[at]
        if word.lower_ in NOBODY:
            return True
        if word.is_punct or word.lower_ in ("that", "and", "but"):
            return False
    return False


def _is_nothing(child: Token) -> bool:
    """Return whether a subject or object is one of none: "no deal", "neither side", "nothing"."""
    if child.dep_ not in (*SUBJECTS, "obj", "obl"):
        return False
    if child.dep_ in SUBJECTS and any(word.lower_ == "neither" for word in child.doc[child.left_edge.i : child.i]):
        return True
    return child.lower_ in NO or any(word.lower_ == "no" and word.dep_ == "det" for word in child.children)


def _opens(verb: Token) -> set[str]:
    return {child.lower_ for child in verb.children if child.dep_ in ("mark", "advmod") and child.i < verb.i}


def _read_opening(verb: Token, found: Reality) -> None:
    """Read the word that opens a clause."""
    opening = _opens(verb)
    before_doing = "before" in opening and is_doing(verb) and is_real(verb.head)
    if verb.dep_ in ("advcl", "ccomp", "acl", "csubj") and opening & CONDITIONS and not before_doing:
        found.drop(A_CONDITION)
        found.condition = found.condition or min(opening & CONDITIONS)
    elif verb.dep_ in ("advcl", "obl") and opening & PAST_MARKS:
        found.recalled.append("a clause with " + "/".join(sorted(opening & PAST_MARKS)))


def is_doing(verb: Token) -> bool:
    """Return whether a verb is a gerund: "freeing them", "being freed"."""
    return verb.tag_ == "VBG" or any(child.lower_ == "being" and child.dep_ in HELPERS for child in verb.children)


def is_while(verb: Token) -> bool:
    """Return whether a clause only tells when or where another is: "while the guns are silent"."""
    return verb.dep_ in ("advcl", "acl") and bool(_opens(verb) & SAME_TIME)


def is_real(verb: Token) -> bool:
    """Return whether a verb tells of what is or was, not of what will, would or may be."""
    words = {helper.lower_ for helper in _helpers(verb)}
    return not words & (WILL | WOULD | POSSIBLE | MUST) and not _is_to(verb)


def _is_inverted(verb: Token) -> bool:
    """Return whether a clause is a condition by its order: "Should Hamas refuse", "Were Israel to leave"."""
    first = next((child for child in verb.children if child.dep_ in HELPERS), None)
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if first is None or subject is None:
        return False
    return first.i < subject.i and first.lower_ in ("should", "were", "had") and first.i == verb.left_edge.i


def read_bare(token: Token, found: Reality) -> None:
    """Read a verb without a tense: an order ("Release them now"), or something only aimed at or spoken of."""
    before = token.doc[token.i - 1].lower_ if token.i else ""
    infinitive = before == "to" or any(child.lower_ == "to" and child.dep_ == "mark" for child in token.lefts)
    if any(child.dep_ == "aux:pass" for child in token.children) and before != "be":
        return
    order = _is_order(token)
    own = token.dep_ not in ("ccomp", "xcomp") and any(child.dep_ in SUBJECTS for child in token.children)
    if (
        infinitive or _is_gerund(token) or _goes_on(token) or (token.tag_ == "VB" and not order and not own)
    ):  # "let" can be a past
        found.drop(A_PURPOSE)
    elif order:
        found.lower(Modality.DEMANDED, "an order")


def _goes_on(token: Token) -> bool:
    """Return whether a verb goes on with a progressive, so that it is not done: "is working on it and securing"."""
    if token.tag_ != "VBG" or token.dep_ != "conj":
        return False
    return token.head.tag_ == "VBG" or any(child.lower_ == "working" for child in token.head.lefts)


def _is_gerund(token: Token) -> bool:
    """Return whether a gerund only names something: "issues, including reaching a deal", "a role in freeing them"."""
    if token.tag_ != "VBG" or any(child.dep_ in ("aux", "cop") for child in token.children):
        return False
    if token.dep_ == "conj" and token.head.tag_.startswith("VB"):
        return token.head.tag_ == "VBG" and _is_gerund(token.head)
    marks = {child.lower_ for child in token.lefts if child.dep_ in ("mark", "case")}
    return token.dep_ not in ("advcl", "acl", "xcomp", "ROOT") or bool(marks & NAMING)


def _is_order(token: Token) -> bool:
    """Return whether a verb without a subject opens a sentence or a quotation: "Release them now"."""
    if any(child.dep_ in SUBJECTS or child.dep_ == "aux" for child in token.children):
        return False
    before = token.doc[token.left_edge.i : token.i]
    opens = all(not word.is_alpha or word.lower_ in ("please", "just", "now") for word in before)
    return opens and token.tag_ in ("VB", "VBP", "NN", "NNP") and token.lower_ == token.lemma_.lower()
