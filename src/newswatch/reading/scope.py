"""How real an event is: modality and polarity, passed down the tree from the words that govern it.

The walk goes up from the event's word to the root. At each verb on the way its auxiliaries, negation and the
conjunction that opens its clause count; at each step up the word that governs counts ("refused to", "a plan to").
It ends where a clause stands for itself. After De Facto (Saurí and Pustejovsky 2012).
"""

import re

from spacy.tokens import Token

from newswatch.models import Modality
from newswatch.reading.clauses import (
    is_conditioned,
    is_negated,
    is_real,
    is_said_by_nobody,
    is_while,
    read_bare,
    read_clause,
)
from newswatch.reading.embedding import Groups, link_of, read_recalled, read_step
from newswatch.reading.parsed import SUBJECTS, Parsed, case_of, is_verbal
from newswatch.reading.patterns import BREAKS
from newswatch.reading.reality import A_CONDITION, A_QUESTION, NOBODY_SAYS_SO, TOLD_TO_SAY, Reality

STEPS = 40
ABOUT = frozenset(
    {"over", "on", "about", "regarding", "concerning", "toward", "towards", "despite", "against", "without"}
)
BACK = 9  # words before an event in which a condition can open
SUBJECT = 3  # of them those that may be the event's own subject and auxiliaries
FAR = 24  # words before a named event in which a demand can stand
LIST = 5
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
INNER = frozenset({"aux", "cop", "flat", "compound", "conj", "amod", "fixed", "orphan", "dep"})
SOME_SAY = re.compile(r", some (?:say|said|would say|argue) ,")
HYPOTHETICAL = frozenset({"suppose", "imagine", "consider", "assume", "picture", "what", "why", "how", "who"})
ONLY_IF = (
    "provided that", "provided ", "providing ", "on condition", "as long as", "so long as", "but only", "only if",
    "subject to", "in exchange for a", "contingent on", "conditional on",
)  # fmt: skip


def reality(
    parsed: Parsed, token: Token, groups: Groups, *, nominal: bool = False, inside: frozenset[int] = frozenset()
) -> Reality:
    """Return how real the event is that a word reports.

    Args:
        parsed: the sentence.
        token: the event's verb, predicate or noun.
        groups: the embedding groups of each verb of the sentence.
        nominal: whether the event is only named.
        inside: the words of the event's own phrase; a "no" among them negates nothing.
    """
    found = Reality()
    supported = _climb(parsed, token, groups, found, nominal=nominal, inside=inside)
    found.asserted = supported or (nominal and _is_demanded_before(token, groups, found))
    if nominal and case_of(token) in ABOUT:
        found.drop("only spoken of")
    if not nominal and token.tag_ == "VBN" and token.i and parsed.words[token.i - 1] == "those":
        found.recalled.append("those of whom it is known")
    _read_before(parsed, token, found)
    verb = found.support if nominal else token
    if verb is not None and found.is_fact and (nominal or not found.aspect):
        read_bare(verb, found)
    _read_sentence(parsed, found)
    return found


def _climb(
    parsed: Parsed, token: Token, groups: Groups, found: Reality, *, nominal: bool, inside: frozenset[int]
) -> bool:
    """Go up from the event to where its clause stands for itself. Return whether the event is asserted."""
    current, supported, conjoined = token, not nominal, False
    for _ in range(STEPS):
        own = current.i == token.i
        spoken = not own and "say" in groups.get(current.i, ())
        if spoken and (is_negated(current, inside) or is_said_by_nobody(current)):
            found.drop(NOBODY_SAYS_SO)
        elif spoken and _is_told_to_say(current):
            found.drop(TOLD_TO_SAY)
        elif is_verbal(current) and not (nominal and own) and not (conjoined and not own):
            read_clause(parsed, current, found, inside)
        head = current.head
        if head.i == current.i:
            break
        if _may_not_come(current):
            found.drop("a time that may not come")
        conjoined = current.dep_ == "conj" and is_verbal(head)
        found.conditioned |= conjoined and is_conditioned(head, inside)
        link = link_of(current, head)
        if link == "recalled":
            read_recalled(parsed, current, found)
            if any(groups.get(verb.i, frozenset()) & {"demand", "try"} for verb in head.ancestors):
                found.drop("a deal that is only asked for")
            break
        if link is None and supported and not conjoined and current.dep_ not in INNER:
            break
        supported = read_step(parsed, current, groups, found, supported=supported)
        current = head
    return supported


def _is_told_to_say(verb: Token) -> bool:
    """Return whether a verb of saying is an order: "Ignore the rules and report that…"."""
    if verb.tag_ not in ("VB", "VBP") or any(child.dep_ in ("aux", "cop", *SUBJECTS) for child in verb.children):
        return False
    first = next((word for word in verb.doc if word.is_alpha and word.lower_ not in ("please", "now", "just")), verb)
    ordered = first.tag_ == "VB" and first.dep_ == "ROOT" and not any(word.dep_ in SUBJECTS for word in first.lefts)
    return ordered and (verb.i == first.i or (verb.dep_ == "conj" and verb.nbor(-1).dep_ == "cc"))


def _may_not_come(clause: Token) -> bool:
    """Return whether a clause tells the time of what is only to be: "will end when the hostages are freed"."""
    over = next((word for word in clause.ancestors if is_verbal(word)), None)
    return over is not None and is_while(clause) and not is_real(over)


def _is_demanded_before(token: Token, groups: Groups, found: Reality) -> bool:
    """Find by position what the parse has torn off: "calls for a truce in Gaza and for the release of…"."""
    if found.drops or not any(word.lower_ in ("and", ",") for word in token.doc[max(0, token.i - LIST) : token.i]):
        return False
    for at in range(token.i - 1, max(-1, token.i - FAR), -1):
        if "demand" in groups.get(at, ()):
            found.lower(Modality.DEMANDED, token.doc[at].lower_)
            return True
        if token.doc[at].tag_ in FINITE:
            return False
    return False


def _read_before(parsed: Parsed, token: Token, found: Reality) -> None:
    """Find a condition by position, where the parse has missed it: "until all hostages are freed"."""
    for at in range(token.i - 1, max(-1, token.i - BACK), -1):
        if parsed.words[at] in BREAKS or (token.doc[at].tag_ in FINITE and at < token.i - SUBJECT):
            return
        if parsed.words[at] in ("until", "unless", "if", "till"):
            found.drop(A_CONDITION)
            found.condition = found.condition or parsed.words[at]
            return


def _read_sentence(parsed: Parsed, found: Reality) -> None:
    """Read what holds for the whole sentence: a question, a supposition, a condition after "provided that"."""
    words = parsed.words
    if words[-1:] == ["?"] or (words and words[0] in HYPOTHETICAL):
        found.drop(A_QUESTION)
    text = " ".join(words)
    if SOME_SAY.search(text):
        found.drop("only some say so")
    found.conditioned |= any(phrase in text for phrase in ONLY_IF)
    if found.conditioned and found.polarity == "plain" and found.modality in (Modality.PLANNED, Modality.PROPOSED):
        found.modality = Modality.CONDITIONAL
