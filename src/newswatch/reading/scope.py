"""How real an event is: modality and polarity, passed down the tree from the words that govern it.

The walk goes up from the event's word to the root. At each verb on the way its auxiliaries, negation and the
conjunction that opens its clause count; at each step up the word that governs counts ("refused to", "a plan to").
After De Facto (Saurí and Pustejovsky 2012).
"""

from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Token

from newswatch.models import Modality
from newswatch.reading.parsed import SUBJECTS, Parsed, case_of, is_relative, is_verbal
from newswatch.reading.patterns import BREAKS

Polarity = Literal["plain", "negated", "denied", "refused"]

NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "no longer", "hardly", "barely", "far from"})
NO = frozenset({"no", "neither", "none", "nobody", "nothing"})
NEARLY = frozenset({"nearly", "almost", "seldom", "rarely", "never", "hardly"})
ONLY_IF = (
    "provided that",
    "provided ",
    "providing ",
    "on condition",
    "as long as",
    "so long as",
    "but only",
    "only if",
    "subject to",
    "in exchange for a",
    "contingent on",
    "conditional on",
)
POSSIBLE = frozenset({"may", "might", "could", "can", "ca"})
MUST = frozenset({"must", "should", "ought", "need"})
WILL = frozenset({"will", "'ll", "’ll", "shall", "wo", "sha"})
WOULD = frozenset({"would", "'d", "’d"})
CONDITIONS = frozenset(
    {
        "if",
        "unless",
        "provided",
        "providing",
        "whether",
        "once",
        "until",
        "till",
        "before",
        "lest",
        "assuming",
        "supposing",
    }
)
PAST_MARKS = frozenset({"after", "since", "when", "following", "although", "though", "whereas"})
READY = {
    "due": Modality.PLANNED, "set": Modality.PLANNED, "ready": Modality.PLANNED, "scheduled": Modality.PLANNED,
    "slated": Modality.PLANNED, "expected": Modality.PLANNED, "poised": Modality.PLANNED, "supposed": Modality.PLANNED,
    "bound": Modality.PLANNED, "prepared": Modality.PLANNED, "willing": Modality.PLANNED, "likely": Modality.POSSIBLE,
    "able": Modality.POSSIBLE, "possible": Modality.POSSIBLE, "unlikely": Modality.POSSIBLE, "meant": Modality.PLANNED,
    "about": Modality.PLANNED, "going": Modality.PLANNED, "reluctant": Modality.POSSIBLE, "free": Modality.POSSIBLE,
    "optimistic": Modality.POSSIBLE, "hopeful": Modality.POSSIBLE, "confident": Modality.POSSIBLE, "close": Modality.POSSIBLE,
    "imperative": Modality.DEMANDED, "necessary": Modality.DEMANDED, "essential": Modality.DEMANDED, "crucial": Modality.DEMANDED,
}  # fmt: skip
NOUNS: dict[str, str] = {
    noun: group
    for group, nouns in {
        "offer": "plan proposal draft offer outline framework blueprint text suggestion idea formula phase stage",
        "demand": "demand call appeal request condition deadline ultimatum plea insistence precondition requirement pressure resolution order",
        "commit": "promise pledge vow decision agreement deal accord commitment readiness willingness guarantee undertaking consent arrangement schedule date approval understanding timetable",
        "maybe": "hope possibility prospect chance expectation fear optimism belief likelihood risk idea goal aim objective purpose reason way",
        "try": "effort attempt bid talk negotiation discussion mission campaign push mediation mechanism question issue progress envoy coordinator negotiator team mandate meeting",
        "say": "report announcement claim news statement confirmation word indication assertion",
        "refuse": "refusal unwillingness",
        "fail": "failure inability",
        "delay": "delay postponement suspension",
        "deny": "denial",
        "threat": "threat",
    }.items()
    for noun in nouns.split()
}
BY_LINK = {
    "infinitive": ("refuse", "deny", "fail", "demand", "threat", "try", "commit", "offer", "maybe", "aspect", "say"),
    "clause": ("deny", "demand", "maybe", "offer", "say", "commit", "try", "refuse", "fail", "threat"),
    "noun": ("happen", "deny", "delay", "refuse", "fail", "demand", "offer", "commit", "try", "maybe", "threat", "say"),
}
FROM_GROUP = {
    "demand": Modality.DEMANDED, "commit": Modality.PLANNED, "offer": Modality.PROPOSED, "maybe": Modality.POSSIBLE,
    "threat": Modality.CONDITIONAL,
}  # fmt: skip
RANK = [
    Modality.HAPPENED, Modality.PLANNED, Modality.PROPOSED, Modality.CONDITIONAL, Modality.DEMANDED, Modality.POSSIBLE,
]  # fmt: skip
RECALLING = PAST_MARKS | CONDITIONS | frozenset({"of", "at", "for", "about", "on"})
NAMING = frozenset({"in", "of", "for", "at", "about", "on", "towards", "toward", "including", "like", "to", "with"})
STEPS = 40
BACK = 9  # words before an event in which a condition can open
FAR = 24  # words before a named event in which a demand can stand
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
PASSING = frozenset({"exchange", "return", "swap", "move", "step"})
HYPOTHETICAL = frozenset({"suppose", "imagine", "consider", "assume", "picture", "what", "why", "how", "who"})


@dataclass
class Reality:
    """How real an event is, and what was met on the way up.

    Attributes:
        modality: how real.
        polarity: plain, negated ("has not"), denied by somebody, or refused.
        asserted: whether the sentence says so at all; a named event ("the release of…") needs a verb that does.
        reasons: what decided, for `explain`.
        speakers: the verbs of saying on the way, the nearest first.
        recalled: the clauses on the way that only recall something.
        conditioned: whether the clause hangs on a condition.
        aspect: whether a verb like "begin" or "let" governs it, so that an infinitive may report a fact.
        granted: whether it is taken for granted: "the 100 hostages still in Gaza".
        support: the verb that says that a named event took place.
        drops: why the sentence does not assert the event: it stands in a condition, is only tried, …
        condition: the word that opens the condition in which the event itself stands.
    """

    modality: Modality = Modality.HAPPENED
    polarity: Polarity = "plain"
    asserted: bool = True
    reasons: list[str] = field(default_factory=list)
    speakers: list[Token] = field(default_factory=list)
    recalled: list[str] = field(default_factory=list)
    conditioned: bool = False
    drops: set[str] = field(default_factory=set)
    aspect: bool = False
    granted: bool = False
    support: Token | None = None
    condition: str | None = None

    def lower(self, modality: Modality, reason: str) -> None:
        """Take the less real of two modalities."""
        if RANK.index(modality) > RANK.index(self.modality):
            self.modality = modality
        self.reasons.append(reason)

    def flip(self, reason: str, to: Polarity) -> None:
        """Turn a plain event into a negated or denied one, and a negated one back."""
        self.polarity = to if self.polarity == "plain" else "plain"
        self.reasons.append(reason)

    def drop(self, kind: str) -> None:
        """Say why the sentence does not assert the event."""
        self.drops.add(kind)
        self.reasons.append(kind)


def reality(
    parsed: Parsed,
    token: Token,
    groups: dict[int, frozenset[str]],
    *,
    nominal: bool = False,
    inside: frozenset[int] = frozenset(),
) -> Reality:
    """Return how real the event is that a word reports.

    Args:
        parsed: the sentence.
        token: the event's verb, predicate or noun.
        groups: the embedding groups of each verb of the sentence.
        nominal: whether the event is only named.
        inside: the words of the event's own phrase; a "no" among them negates nothing.
    """
    found = Reality(asserted=not nominal)
    current, supported, conjoined = token, not nominal, False
    for _ in range(STEPS):
        shared = current.i != token.i and conjoined
        if is_verbal(current) and not (nominal and current.i == token.i) and not shared:
            _clause(parsed, current, found, inside)
        head = current.head
        if head.i == current.i:
            break
        conjoined = current.dep_ == "conj" and is_verbal(head)
        found.conditioned |= conjoined and _is_conditioned(head, inside)
        link = _link(current, head)
        if link == "recalled":
            _recall(current, found)
            break
        if link is None and supported and not conjoined and not _inner(current):
            break
        supported = _step(parsed, current, head, groups, found, link, supported=supported)
        current = head
    found.asserted = supported or (nominal and _demanded_before(token, groups, found))
    _opened(parsed, token, found)
    verb = found.support if nominal else token
    if (
        verb is not None
        and (nominal or not found.aspect)
        and found.modality is Modality.HAPPENED
        and found.polarity == "plain"
    ):
        _bare(verb, found)
    _sentence(parsed, found)
    return found


def _demanded_before(token: Token, groups: dict[int, frozenset[str]], found: Reality) -> bool:
    """Find by position what the parse has torn off: "calls for a truce in Gaza and for the release of…"."""
    if found.drops or not any(word.lower_ in ("and", ",") for word in token.doc[max(0, token.i - 5) : token.i]):
        return False
    for at in range(token.i - 1, max(-1, token.i - FAR), -1):
        if "demand" in groups.get(at, ()):
            found.lower(Modality.DEMANDED, token.doc[at].lower_)
            return True
        if token.doc[at].tag_ in FINITE:
            return False
    return False


def _opened(parsed: Parsed, token: Token, found: Reality) -> None:
    """Find a condition by position, where the parse has missed it: "until all hostages are freed"."""
    for at in range(token.i - 1, max(-1, token.i - BACK), -1):
        if parsed.words[at] in BREAKS or (token.doc[at].tag_ in FINITE and at < token.i - 3):
            return
        if parsed.words[at] in ("until", "unless", "if", "till"):
            found.drop("a condition")
            found.condition = found.condition or parsed.words[at]
            return


def _inner(token: Token) -> bool:
    """Return whether a word is still inside a larger unit: an auxiliary, a part of a name or of a noun phrase."""
    return token.dep_ in ("aux", "cop", "flat", "compound", "conj", "amod", "fixed", "orphan", "dep")


def _recall(token: Token, found: Reality) -> None:
    """Read a clause on a noun: it recalls what was, unless it says what is or will be."""
    helpers = [child for child in token.children if child.dep_ in ("aux", "aux:pass", "cop")]
    words = {helper.lower_ for helper in helpers}
    now = words & {"is", "are", "has", "have", "will", "would", "may", "could", "might", "can", "must", "should"}
    if (
        token.tag_ in ("VBZ", "VBP")
        and not helpers
        and NOUNS.get(token.head.lemma_.lower()) in ("offer", "commit", "demand")
    ):
        found.lower(Modality.PROPOSED, f"a {token.head.lower_} that")
    elif not now or (token.tag_ == "VBN" and not helpers):
        found.recalled.append("a clause on a noun")


def _bare(token: Token, found: Reality) -> None:
    """Read a verb without a tense: an order ("Release them now"), or something only aimed at or spoken of."""
    before = token.doc[token.i - 1].lower_ if token.i else ""
    if any(child.lower_ == "to" and child.dep_ == "mark" for child in token.lefts) or before == "to" or _is_gerund(token) or (token.tag_ == "VB" and not _is_order(token)):
        found.drop("a purpose")
    elif _is_order(token):
        found.lower(Modality.DEMANDED, "an order")


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
    opens = all(
        not word.is_alpha or word.lower_ in ("please", "just", "now") for word in token.doc[token.left_edge.i : token.i]
    )
    return opens and token.tag_ in ("VB", "VBP", "NN", "NNP") and token.lower_ == token.lemma_.lower()


def _clause(parsed: Parsed, verb: Token, found: Reality, inside: frozenset[int]) -> None:
    """Read the auxiliaries, the negation and the conjunction of one verb."""
    helpers = _helpers(verb)
    words = [helper.lower_ for helper in helpers]
    if any(word in WILL for word in words) or _is_to(verb):
        found.lower(Modality.PLANNED, "will")
    if any(word in WOULD for word in words):
        found.lower(_would(parsed, verb), "would")
    if any(word in POSSIBLE for word in words):
        found.lower(Modality.POSSIBLE, "may")
    if any(word in MUST for word in words):
        found.lower(Modality.DEMANDED, "must")
    if _negated(verb, inside):
        refused = (
            (found.modality is Modality.PLANNED and found.polarity == "plain") or any(w in WILL | WOULD for w in words)
        )
        if refused and found.polarity == "plain":
            found.polarity = "refused"
            found.reasons.append("will not")
        else:
            found.flip("not", "negated")
    _conjunction(verb, found)
    found.conditioned |= _is_conditioned(verb, inside)
    if _inverted(verb):
        found.drop("a condition")
        found.condition = "if"


def _is_conditioned(verb: Token, inside: frozenset[int]) -> bool:
    """Return whether a condition hangs on a verb: "if", "unless", "provided"."""
    return any(
        child.dep_ == "advcl"
        and child.i not in inside
        and _opens(child) & CONDITIONS - {"until", "before", "once", "whether"}
        for child in verb.children
    )


def _helpers(verb: Token) -> list[Token]:
    """Return the auxiliaries of a verb, or those of the verb that it is coordinated with."""
    current = verb
    for _ in range(6):
        own = [child for child in current.children if child.dep_ in ("aux", "aux:pass", "cop")]
        own += [inner for child in own for inner in child.children if inner.dep_ == "aux"]
        if own or current.dep_ != "conj" or any(child.dep_ in SUBJECTS for child in current.children):
            return own
        current = current.head
    return []


def _is_to(verb: Token) -> bool:
    """Return whether a verb stands in "is to release"."""
    if verb.i < 2 or verb.doc[verb.i - 1].lower_ not in ("to", "be"):
        return False
    at = verb.i - (2 if verb.doc[verb.i - 1].lower_ == "to" else 3)
    return at >= 0 and verb.doc[at].lower_ in ("is", "are", "was", "were") and verb.doc[at + 1].lower_ == "to"


def _would(parsed: Parsed, verb: Token) -> Modality:
    """Return what "would" is: a plan that is reported, a proposal, or only an idea."""
    if {"plan", "deal", "phase", "truce"} & parsed.all_classes and {
        "under",
        "proposal",
        "plan",
        "draft",
        "text",
        "outline",
        "during",
        "deal",
    } & parsed.word_set:
        return Modality.PROPOSED
    current = verb
    for _ in range(10):
        if current.head.i == current.i:
            break
        if current.dep_ in ("ccomp", "parataxis") and current.head.tag_ in ("VBD", "VBN", "VBZ", "VBP"):
            return Modality.PLANNED
        current = current.head
    if any(child.tag_ in ("VBD", "VBZ") and child.dep_ in ("parataxis", "ccomp") for child in verb.children):
        return Modality.PLANNED
    if {"plan"} & (parsed.all_classes | parsed.context):
        return Modality.PROPOSED
    return Modality.POSSIBLE


def _negated(verb: Token, inside: frozenset[int]) -> bool:
    """Return whether a verb, its subject or its object is negated."""
    for child in verb.children:
        if child.i in inside:
            continue
        if child.lower_ in NEARLY and child.dep_ == "advmod":
            return True
        if child.lower_ in NEGATIONS and child.dep_ in ("advmod", "cc", "cc:preconj", "det", "neg"):
            return True
        if child.lower_ == "without" and child.dep_ in ("mark", "case"):
            return True
        if child.dep_ in SUBJECTS and any(
            word.lower_ == "neither" for word in verb.doc[child.left_edge.i : child.i + 1]
        ):
            return True
        if child.dep_ in (*SUBJECTS, "obj", "obl") and (
            child.lower_ in NO or any(c.lower_ == "no" and c.dep_ == "det" for c in child.children)
        ):
            return True
        if child.dep_ in ("aux", "cop", "aux:pass") and any(c.lower_ in NEGATIONS for c in child.children):
            return True
    start = verb.left_edge.i
    return any(
        verb.doc[at].lower_ in ("not", "n't", "never") for at in range(max(start, verb.i - 3), verb.i)
    ) or _yet_to(verb)


def _yet_to(verb: Token) -> bool:
    doc, at = verb.doc, verb.i
    return at >= 2 and doc[at - 1].lower_ == "to" and doc[at - 2].lower_ == "yet"


def _opens(verb: Token) -> set[str]:
    return {child.lower_ for child in verb.children if child.dep_ in ("mark", "advmod") and child.i < verb.i}


def _conjunction(verb: Token, found: Reality) -> None:
    """Read the word that opens a clause."""
    opening = _opens(verb)
    if (
        verb.dep_ in ("advcl", "ccomp", "acl", "csubj")
        and opening & CONDITIONS
        and not (verb.tag_ == "VBG" and "before" in opening)
    ):
        found.drop("a condition")
        found.condition = found.condition or min(opening & CONDITIONS)
    elif verb.dep_ in ("advcl", "obl") and opening & PAST_MARKS:
        found.recalled.append("a clause with " + "/".join(sorted(opening & PAST_MARKS)))


def _inverted(verb: Token) -> bool:
    """Return whether a clause is a condition by its order: "Should Hamas refuse", "Were Israel to leave"."""
    helpers = [child for child in verb.children if child.dep_ in ("aux", "aux:pass", "cop")]
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if not helpers or subject is None:
        return False
    first = helpers[0]
    return first.i < subject.i and first.lower_ in ("should", "were", "had") and first.i == verb.left_edge.i


def _step(
    parsed: Parsed,
    token: Token,
    head: Token,
    groups: dict[int, frozenset[str]],
    found: Reality,
    link: str | None,
    *,
    supported: bool,
) -> bool:
    """Read one step up: what the governing word makes of the event. Return whether the event is asserted by now."""
    if link is None:
        return supported
    if is_verbal(head):
        return _verb_step(token, head, groups.get(head.i, frozenset()), link, found, supported=supported)
    return _noun_step(head, link, found, supported=supported)


def _link(token: Token, head: Token) -> str | None:
    """Return how a word is governed: by an infinitive, a clause, as a noun; or not at all."""
    dep = token.dep_
    if dep == "acl":
        if any(c.dep_ == "mark" and c.lower_ not in ("that", "to", *RECALLING) for c in token.lefts):
            return None
        if is_relative(token):
            return "recalled"
        if token.tag_ in ("VBN", "VBD") and not any(c.lower_ == "to" for c in token.lefts):
            return "recalled"
        return "infinitive" if any(c.lower_ == "to" for c in token.lefts) or _aims(token) else None
    if _aims(token):
        return "infinitive"
    if dep == "xcomp":
        return "infinitive"
    if dep == "ccomp" or (dep == "parataxis" and is_verbal(head)):
        return "clause"
    if dep == "advcl" and not is_verbal(head):
        return None
    if dep in ("obj", "nsubj", "nsubj:pass", "obl", "nmod", "csubj", "appos", "iobj", "obl:agent") and not is_verbal(
        token
    ):
        return "noun"
    if dep == "advcl" and any(c.lower_ == "to" and c.dep_ == "mark" for c in token.lefts):
        return "purpose"
    return None


def _aims(token: Token) -> bool:
    """Return whether a gerund is only aimed at or spoken of: "aimed at reaching", "accused of breaking"."""
    if token.dep_ == "conj" and token.tag_ == "VBG" and token.head.tag_ == "VBG":
        token = token.head
    return token.tag_ == "VBG" and any(
        child.lower_ in ("at", "of", "for", "about", "towards", "toward", "on", "against")
        and child.dep_ in ("mark", "case")
        for child in token.lefts
    )


def _verb_step(
    token: Token, head: Token, groups: frozenset[str], link: str, found: Reality, *, supported: bool
) -> bool:
    if link == "purpose":
        if ready := READY.get(head.lower_):
            found.lower(ready, head.lower_)
        elif groups & {"commit", "offer"}:
            found.lower(Modality.PLANNED, head.lower_)
        elif "demand" in groups:
            found.lower(Modality.DEMANDED, head.lower_)
        elif "aspect" not in groups:
            found.drop("a purpose")
        return supported
    if link in ("infinitive", "clause") and (ready := READY.get(head.lower_)) and head.dep_ != "aux":
        found.lower(ready, head.lower_)
        return True
    group = next((name for name in BY_LINK[link] if name in groups), None)
    if (
        link == "noun"
        and token.dep_ in ("obl", "nmod")
        and group == "happen"
        and case_of(token) not in ("for", "of", "to", "with", "in")
    ):
        group = None
    if group is None:
        if link == "infinitive" and head.pos_ == "VERB" and supported:
            if _aims(token) and not token.head.lemma_ == "thank":
                found.drop("a purpose")
            else:
                found.lower(Modality.POSSIBLE, f"{head.lower_} to")
        return supported
    return _apply(group, head, link, found, supported=supported)


def _noun_step(head: Token, link: str, found: Reality, *, supported: bool) -> bool:
    group = NOUNS.get(head.lemma_.lower()) or NOUNS.get(head.lower_)
    if group is None:
        if link == "infinitive" and head.lower_ not in PASSING:
            found.drop("a purpose")
        return supported
    return _apply(group, head, link, found, supported=supported)


def _apply(group: str, head: Token, link: str, found: Reality, *, supported: bool) -> bool:
    """Let a governing word of a group work on the event."""
    if group == "say":
        found.speakers.append(head)
        return supported
    if group in FROM_GROUP:
        found.lower(FROM_GROUP[group], head.lower_)
        return True if group in ("demand", "commit", "offer") else supported
    if group == "deny":
        found.flip(head.lower_, "denied")
        return True
    if group == "refuse":
        found.polarity = "refused"
        found.reasons.append(head.lower_)
        return True
    if group in ("try", "fail", "delay"):
        found.drop(group)
        return False
    found.aspect = found.aspect or group == "aspect"
    found.support = found.support or head
    return True  # happen, aspect


def _sentence(parsed: Parsed, found: Reality) -> None:
    """Read what holds for the whole sentence: a question, a supposition, a condition after "provided that"."""
    words = parsed.words
    if (words and words[-1] == "?") or (words and words[0] in HYPOTHETICAL and not parsed.headline):
        found.drop("a question")
    text = " ".join(words)
    if any(phrase in text for phrase in ONLY_IF):
        found.conditioned = True
    if found.conditioned and found.modality in (Modality.PLANNED, Modality.PROPOSED) and found.polarity == "plain":
        found.modality = Modality.CONDITIONAL
